/*
 * spectrum.c - sums of products of a series with itself at every lag.
 *
 * The series is padded with at least `lags` zeros, so that the circular sums of the transform are the plain ones. The square of
 * the spectrum is real and even: a second forward transform brings it back.
 */
#include "spectrum.h"

#include <gsl/gsl_fft_real.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats.h"

enum { KEPT = 8, SMALLEST = 64, DIRECT = 64 };          /* sizes kept; products a sample below which no transform pays */

struct size { size_t n; gsl_fft_real_wavetable *wave; gsl_fft_real_workspace *work; };
struct spectrum { struct size size[KEPT]; size_t next; double *buffer, *power; size_t capacity; };

struct spectrum *spectrum_new(void)
{
	return calloc(1, sizeof(struct spectrum));
}

static void size_free(struct size *s)
{
	if (s->wave)
		gsl_fft_real_wavetable_free(s->wave);
	if (s->work)
		gsl_fft_real_workspace_free(s->work);
	*s = (struct size){0};
}

void spectrum_free(struct spectrum *s)
{
	if (!s)
		return;
	for (int k = 0; k < KEPT; k++)
		size_free(&s->size[k]);
	free(s->buffer);
	free(s);
}

/* The next of few sizes with small factors: 8, 9, 10, 12 or 15 times a power of two. */
static size_t round_up(size_t n)
{
	static const size_t steps[] = { 8, 9, 10, 12, 15, 16 };
	size_t unit = SMALLEST / 8;
	int k = 0;

	while (16 * unit < n)
		unit *= 2;
	while (steps[k] * unit < n)
		k++;
	return steps[k] * unit;
}

static const struct size *size_find(struct spectrum *s, size_t n)
{
	struct size *size = &s->size[s->next];

	for (int k = 0; k < KEPT; k++)
		if (s->size[k].n == n)
			return &s->size[k];
	size_free(size);
	gsl_watch();
	*size = (struct size){ n, gsl_fft_real_wavetable_alloc(n), gsl_fft_real_workspace_alloc(n) };
	if (!size->wave || !size->work || !gsl_fine(0)) {
		size_free(size);
		return NULL;
	}
	s->next = (s->next + 1) % KEPT;
	return size;
}

static bool grow(struct spectrum *s, size_t n)
{
	if (n > s->capacity) {
		double *more = n > SIZE_MAX / 2 / sizeof *more ? NULL : malloc(2 * n * sizeof *more);

		if (!more)
			return false;
		free(s->buffer);
		s->buffer = more;
		s->power = more + n;
		s->capacity = n;
	}
	return true;
}

static void direct(const double *x, size_t n, size_t lags, double *sum)
{
	for (size_t k = 0; k <= lags; k++) {
		sum[k] = 0;
		for (size_t i = 0; i + k < n; i++)
			sum[k] += x[i] * x[i + k];
	}
}

bool spectrum_products(struct spectrum *s, const double *x, size_t n, size_t lags, double *sum)
{
	const struct size *size;
	size_t m;

	if (lags < DIRECT) {
		direct(x, n, lags, sum);
		return true;
	}
	if (n > SIZE_MAX / 8 || !grow(s, m = round_up(n + lags)) || !(size = size_find(s, m)))
		return false;
	memcpy(s->buffer, x, n * sizeof *x);
	memset(s->buffer + n, 0, (m - n) * sizeof *x);
	gsl_watch();
	if (gsl_fft_real_transform(s->buffer, 1, m, size->wave, size->work) != 0)
		return false;
	/* half-complex order: the real part of term 0, then real and imaginary parts in turn; m is even */
	s->power[0] = s->buffer[0] * s->buffer[0];
	for (size_t k = 1; k < m / 2; k++) {
		double a = s->buffer[2 * k - 1], b = s->buffer[2 * k];

		s->power[k] = s->power[m - k] = a * a + b * b;
	}
	s->power[m / 2] = s->buffer[m - 1] * s->buffer[m - 1];
	if (!gsl_fine(gsl_fft_real_transform(s->power, 1, m, size->wave, size->work)))
		return false;
	sum[0] = s->power[0] / (double)m;
	for (size_t k = 1; k <= lags; k++)
		sum[k] = s->power[2 * k - 1] / (double)m;
	return true;
}
