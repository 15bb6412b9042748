/*
 * bins.c - the values of a run in bins of time or of depth; see bins.h.
 */
#include "bins.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "stats.h"

enum { SAMPLES_LEAST = 3, MINIMUM_BINS = 6 };
static const double BIN_S = 10;                 /* at least, and at least three samples */
static const double GAP_S = 60;                 /* no bin goes over a longer one */
static const double VALUE_LEAST = 1e-6;         /* before the logarithm */

static bool bin_put(struct bins *b, const struct segment_series *s, size_t first, size_t last)
{
	double median = stats_median(s->value + first, last - first);

	if (!isfinite(median))
		return false;
	b->z[b->n] = s->settings->log ? log(fmax(median, VALUE_LEAST)) : median;
	b->first[b->n++] = first;
	return true;
}

static size_t samples_a_bin(const struct segment_series *s)
{
	double asked = s->settings->bin_s, dt = s->interval;
	double samples = round((asked > 0 ? asked : fmax(BIN_S, SAMPLES_LEAST * dt)) / dt);

	samples = fmax(samples, asked > 0 ? 1 : SAMPLES_LEAST);
	return samples < (double)s->n ? (size_t)samples : s->n + 1;
}

static bool bins_of_time(const struct segment_series *s, struct bins *b)
{
	size_t samples = samples_a_bin(s), from = 0;
	double gap = fmax(GAP_S, SAMPLES_LEAST * s->interval);

	for (size_t i = 0; i < s->n; i++) {
		if (i > from && s->t[i] - s->t[i - 1] > gap)
			from = i;
		if (i + 1 - from < samples)
			continue;
		if (!bin_put(b, s, from, i + 1))
			return false;
		from = i + 1;
	}
	if (s->settings->min_s > 0)
		b->minimum = (int)fmin(fmax(1, round(s->settings->min_s / ((double)samples * s->interval))), INT_MAX / 4);
	return true;
}

/* A sample above the deepest one so far, or without a depth, is of the bin that is open. */
static bool bins_of_depth(const struct segment_series *s, struct bins *b)
{
	double length = s->settings->bin_ft, top = NAN, bin = 0;
	size_t from = 0;

	for (size_t i = 0; i < s->n; i++) {
		double k;

		if (isnan(top))
			top = s->depth[i];
		k = floor((s->depth[i] - top) / length);
		if (!(k > bin))
			continue;
		if (!bin_put(b, s, from, i))
			return false;
		from = i;
		bin = k;
	}
	if (s->n && !isnan(top) && !bin_put(b, s, from, s->n))
		return false;
	if (s->settings->min_ft > 0)
		b->minimum = (int)fmin(fmax(1, round(s->settings->min_ft / length)), INT_MAX / 4);
	return true;
}

bool bins_make(const struct segment_series *s, struct bins *b)
{
	bool ok;

	*b = (struct bins){ .minimum = MINIMUM_BINS };
	if (!s->n)
		return true;
	if (s->n > INT_MAX / 4)
		return false;
	b->z = malloc(s->n * sizeof *b->z);
	b->first = malloc(s->n * sizeof *b->first);
	ok = b->z && b->first && (s->settings->bin_ft > 0 ? bins_of_depth(s, b) : bins_of_time(s, b));
	if (!ok)
		bins_free(b);
	return ok;
}

void bins_free(struct bins *b)
{
	free(b->z);
	free(b->first);
	*b = (struct bins){0};
}
