/*
 * find.c - the method fseg on the values of a run: bins, boundaries, and boundaries that earlier runs were sure of.
 *
 * A boundary that is held (confirmed before) and is not found again stays while its step, estimated again, is at least
 * two thirds of the least shift: 10 % where that is 15 %.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bins.h"
#include "fseg.h"
#include "stats.h"

static const double FLOOR = 1e-4;               /* of the long-run variance: (1 %)^2 */
static const double KEEP = 2.0 / 3;             /* of the least shift */

/* The least step between bins that is a change by the fraction `shift`. scale: a usual value of the series. */
static double step_of(const struct segment_series *s, double shift, double scale)
{
	return s->settings->log ? log1p(shift) : shift * scale;
}

static double usual(const struct bins *b)
{
	double *size = malloc((size_t)b->n * sizeof *size), median;

	if (!size)
		return NAN;
	for (int i = 0; i < b->n; i++)
		size[i] = fabs(b->z[i]);
	median = stats_median(size, (size_t)b->n);
	free(size);
	return median;
}

/* The first bin that begins at or after sample `at`. */
static int bin_at(const struct bins *b, size_t at)
{
	int low = 0, high = b->n;

	while (low < high) {
		int middle = low + (high - low) / 2;

		if (b->first[middle] < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether the step at sample `at`, between the cuts beside it, is still there; too short a side cannot deny it. */
static bool step_stands(const struct bins *b, const double *z, const struct segment_cuts *cuts, size_t place, size_t at,
	double least)
{
	int from = place ? bin_at(b, cuts->at[place - 1]) : 0, c = bin_at(b, at);
	int to = place < cuts->n ? bin_at(b, cuts->at[place]) : b->n;

	if (c - from < b->minimum || to - c < b->minimum)
		return true;
	return fabs(stats_mean(z + c, (size_t)(to - c)) - stats_mean(z + from, (size_t)(c - from))) >= least;
}

static bool hold(const struct segment_series *s, const struct bins *b, const double *z, double least,
	struct segment_cuts *cuts)
{
	for (size_t k = 0; k < s->held_n; k++) {
		size_t at = 0, place = 0;
		bool near = false;

		while (at < s->n && s->t[at] < s->held[k])
			at++;
		for (size_t i = 0; i < cuts->n; i++) {
			near = near || fabs(s->t[cuts->at[i]] - s->held[k]) <= SEGMENT_SAME_S;
			place += cuts->at[i] < at;
		}
		if (at == 0 || at == s->n || near || !step_stands(b, z, cuts, place, at, least))
			continue;
		if (!segment_cut(cuts, at))
			return false;
		memmove(cuts->at + place + 1, cuts->at + place, (cuts->n - 1 - place) * sizeof *cuts->at);
		cuts->at[place] = at;
	}
	return true;
}

static bool find(const struct segment_series *s, const struct bins *b, double *z, int *change, struct segment_cuts *cuts)
{
	struct fseg_options o = fseg_default;
	double scale = s->settings->log || !b->n ? 1 : usual(b);
	struct fseg_fit fit;
	int n;

	if (isnan(scale))
		return false;
	o.minimum = b->minimum;
	o.shift = step_of(s, s->settings->min_shift, scale);
	o.floor = scale > 0 ? FLOOR * scale * scale : FLOOR;
	n = fseg_bins(b->z, b->n, &o, z, change, &fit);
	for (int i = 0; i < n; i++)
		if (!segment_cut(cuts, b->first[change[i]]))
			return false;
	return n >= 0 && hold(s, b, z, step_of(s, KEEP * s->settings->min_shift, scale), cuts);
}

bool fseg_find(const struct segment_series *s, struct segment_cuts *cuts)
{
	struct bins b;
	double *z;
	int *change;
	bool ok;

	if (!bins_make(s, &b))
		return false;
	z = malloc(((size_t)b.n + 1) * sizeof *z);
	change = malloc(((size_t)b.n + 1) * sizeof *change);
	ok = z && change && find(s, &b, z, change, cuts);
	free(z);
	free(change);
	bins_free(&b);
	return ok;
}
