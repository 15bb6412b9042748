/* block.c - steady blocks of drilling; see block.h. */
#include "block.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "samples.h"
#include "stats.h"

static const double COMPLETE_SHARE = .8;

double block_length(const struct block_rules *rules, double dt)
{
	return rules->plain ? rules->length_s : fmax(rules->length_s, 6 * dt);
}

/* The finite ones of v[from..from+n) together at the head of out; at least two thirds must be. Their number, else 0. */
static size_t gather(const double *v, size_t from, size_t n, double *out)
{
	size_t count = 0;

	for (size_t i = from; v && i < from + n; i++)
		if (isfinite(v[i]))
			out[count++] = v[i];
	return 3 * count >= 2 * n ? count : 0;
}

static double mean_over(const double *v, size_t from, size_t n, double *scratch)
{
	return stats_mean(scratch, gather(v, from, n, scratch));
}

static double variation(const double *v, size_t from, size_t n, double *scratch)
{
	size_t count = gather(v, from, n, scratch);
	double mean = stats_mean(scratch, count);

	return mean > 0 ? stats_sd(scratch, count) / mean : NAN;
}

static bool within(const double *v, size_t n, double relative, double absolute)
{
	return stats_quantile(v, n, .9) - stats_quantile(v, n, .1) <= fmax(relative * stats_median(v, n), absolute);
}

/* sum(v R)/sum R over the samples that have v; two thirds must. */
static double by_rate(const struct drilling *s, const double *v, size_t from, size_t n)
{
	double sum = 0, rate = 0;
	size_t count = 0;

	for (size_t i = from; v && i < from + n; i++)
		if (isfinite(v[i])) {
			sum += v[i] * s->rop[i];
			rate += s->rop[i];
			count++;
		}
	return count > 0 && 3 * count >= 2 * n ? sum / rate : NAN;
}

/* Energy over volume of samples from..from+n, psi. */
static double block_mse(const struct drilling *s, size_t from, size_t n)
{
	const double *bit_rpm = s->bit_rpm ? s->bit_rpm : s->rpm, *wob = s->wob_true ? s->wob_true : s->wob;
	double weight = 0, turn = 0, rate = 0, d2 = s->diameter_in * s->diameter_in;
	size_t count = 0;

	if (s->mse)
		return by_rate(s, s->mse, from, n);
	if (!s->torque || !(d2 > 0))
		return NAN;
	for (size_t i = from; i < from + n; i++) {
		if (!isfinite(s->torque[i]) || !isfinite(bit_rpm[i]) || !isfinite(wob[i]))
			continue;
		weight += wob[i] * s->rop[i];
		turn += s->torque[i] * bit_rpm[i];
		rate += s->rop[i];
		count++;
	}
	return count > 0 && 3 * count >= 2 * n ? 4000 * weight / (M_PI * d2 * rate) + 480e3 / d2 * turn / rate : NAN;
}

static struct block measure(const struct drilling *s, size_t from, size_t n, long k, double *scratch)
{
	double mse = block_mse(s, from, n);

	return (struct block){
		.k = k, .n = n < INT_MAX ? (int)n : INT_MAX, .ts = s->ts[from], .window = NAN,
		.wob = stats_mean(s->wob + from, n), .rpm = stats_mean(s->rpm + from, n),
		.bit_rpm = mean_over(s->bit_rpm ? s->bit_rpm : s->rpm, from, n, scratch),
		.flow = mean_over(s->flow, from, n, scratch), .rop = stats_mean(s->rop + from, n),
		.mse = mse > 0 ? mse : NAN, .depth = mean_over(s->depth, from, n, scratch),
		.torque = mean_over(s->torque, from, n, scratch), .spp = mean_over(s->spp, from, n, scratch),
		.diff = mean_over(s->diff, from, n, scratch), .ccs = mean_over(s->ccs, from, n, scratch),
		.torque_cv = variation(s->torque, from, n, scratch), .spp_cv = variation(s->spp, from, n, scratch),
	};
}

bool block_mean(const struct drilling *s, size_t from, size_t n, struct block *block)
{
	double *scratch = calloc(n + 1, sizeof *scratch), nothing = NAN;
	const struct drilling none = { .ts = &nothing, .wob = &nothing, .rpm = &nothing, .rop = &nothing, .diameter_in = NAN };

	if (!scratch)
		return false;
	*block = n ? measure(s, from, n, 0, scratch) : measure(&none, 0, 1, 0, scratch);
	free(scratch);
	return true;
}

int block_cut(const struct drilling *s, const struct block_rules *rules, struct block **blocks)
{
	double dt = s->n > 1 ? samples_step(s->ts, s->n) : 1, length = block_length(rules, dt);
	double least = rules->plain ? 20 : fmax(4, ceil(2. / 3 * length / dt - 1e-9));
	double origin = isnan(rules->origin) && s->n > 0 ? s->ts[0] : rules->origin;
	double *scratch = calloc(s->n + 1, sizeof *scratch);
	int count = 0;

	*blocks = calloc(s->n / 4 + 1, sizeof **blocks);
	if (!*blocks || !scratch || s->n / 4 >= INT_MAX) {
		free(*blocks);
		free(scratch);
		*blocks = NULL;
		return -1;
	}
	for (size_t from = 0, to; from < s->n && length > 0; from = to) {
		double k = floor((s->ts[from] - origin) / length);
		for (to = from + 1; to < s->n && floor((s->ts[to] - origin) / length) <= k; to++)
			;
		size_t n = to - from;
		if ((double)n < least || !(fabs(k) < 1e15))
			continue;
		if (!within(s->wob + from, n, .15, rules->plain ? 0 : rules->wob_step) ||
		    !within(s->rpm + from, n, .10, rules->plain ? 0 : rules->rpm_step / 2))
			continue;
		(*blocks)[count++] = measure(s, from, n, lround(k), scratch);
	}
	free(scratch);
	return count;
}

static double flow_of(const struct block *b) { return b->flow; }
static double mse_of(const struct block *b) { return b->mse; }
static double ccs_of(const struct block *b) { return b->ccs; }

int block_complete(struct block *block, int n, double length_s)
{
	static double (*const wanted[])(const struct block *) = { flow_of, mse_of, ccs_of };
	int most = (int)(BLOCK_MAX_S / fmax(length_s, 1));

	for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
		int have = 0, stay = 0;
		for (int i = 0; i < n; i++)
			have += isfinite(wanted[w](&block[i]));
		if (have == n || have < COMPLETE_SHARE * n)
			continue;
		for (int i = 0; i < n; i++)
			if (isfinite(wanted[w](&block[i])))
				block[stay++] = block[i];
		n = stay;
	}
	if (n > most) {
		memmove(block, block + n - most, (size_t)most * sizeof *block);
		n = most;
	}
	return n;
}
