/* noise.c - random numbers and autocorrelated noise; see noise.h. */
#include "noise.h"

#include <math.h>

static uint64_t rotate(uint64_t x, int k)
{
	return (x << k) | (x >> (64 - k));
}

static uint64_t splitmix(uint64_t *x)
{
	uint64_t z = *x += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

void prng_seed(struct prng *p, uint64_t seed, uint64_t purpose)
{
	uint64_t x = seed;

	/* Mixed twice, so that (seed 1, purpose 2) and (seed 2, purpose 1) have nothing in common. */
	x = splitmix(&x) ^ purpose * 0xd1342543de82ef95u;
	for (int i = 0; i < 4; i++)
		p->s[i] = splitmix(&x);
	p->has_spare = false;
	p->spare = 0;
}

uint64_t prng_next(struct prng *p)
{
	uint64_t *s = p->s, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

double prng_uniform(struct prng *p)
{
	return (double)(prng_next(p) >> 11) * 0x1p-53;
}

double prng_between(struct prng *p, double low, double high)
{
	return low + (high - low) * prng_uniform(p);
}

int prng_below(struct prng *p, int n)
{
	return (int)(prng_uniform(p) * n);
}

double prng_normal(struct prng *p)
{
	double u, v, s, scale;

	if (p->has_spare) {
		p->has_spare = false;
		return p->spare;
	}
	do {
		u = 2 * prng_uniform(p) - 1;
		v = 2 * prng_uniform(p) - 1;
		s = u * u + v * v;
	} while (s >= 1 || s == 0);
	scale = sqrt(-2 * log(s) / s);
	p->spare = v * scale;
	p->has_spare = true;
	return u * scale;
}

void ar1_init(struct ar1 *a, double phi, double sd, double step_s, uint64_t seed, uint64_t purpose)
{
	prng_seed(&a->prng, seed, purpose);
	a->phi = phi > 0 ? pow(phi, step_s) : 0;
	a->gain = sd * sqrt(1 - a->phi * a->phi);
	a->value = sd * prng_normal(&a->prng);
}

double ar1_next(struct ar1 *a)
{
	return a->value = a->phi * a->value + a->gain * prng_normal(&a->prng);
}

void swing_init(struct swing *w, double period_s, double memory_s, double step_s, uint64_t seed, uint64_t purpose)
{
	const double kept = exp(-step_s / memory_s);

	prng_seed(&w->prng, seed, purpose);
	w->a = 2 * kept * cos(2 * M_PI * step_s / period_s);
	w->b = -kept * kept;
	/* Variance of the series for noise of variance 1: (1 - b) / ((1 + b) ((1 - b)^2 - a^2)); a sine's is 1/2. */
	w->gain = sqrt(.5 * (1 + w->b) * ((1 - w->b) * (1 - w->b) - w->a * w->a) / (1 - w->b));
	w->value = w->last = 0;
	/* Run in, until the start is forgotten. */
	for (double t = 0; t < 6 * memory_s; t += step_s)
		swing_next(w);
}

double swing_next(struct swing *w)
{
	double next = w->a * w->value + w->b * w->last + w->gain * prng_normal(&w->prng);

	w->last = w->value;
	return w->value = next;
}
