/*
 * explain.c - does a change of the settings explain a boundary of the d-exponent? See explain.h.
 */
#include "explain.h"

#include <math.h>
#include <stdlib.h>

#include "stats.h"

enum { LEAST = 3 };                             /* samples of a side */
static const double GAMMA_API = 10, GAMMA_SDS = 2, MAD_TO_SD = 1.4826;

double explain_d(double rop, double rpm, double wob, double diameter)
{
	double speed = rop / (60 * rpm), weight = 12e3 * wob / (1e6 * diameter);

	if (!(speed > 0 && speed < 1 && weight > 0 && weight < 1))
		return NAN;
	return log10(speed) / log10(weight);
}

/* Puts the finite values of the rows together; their number. */
static size_t gather(const double *column, const size_t *row, size_t n, double *to)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (isfinite(column[row[i]]))
			to[k++] = column[row[i]];
	return k;
}

static double middle(const double *column, const size_t *row, size_t n, double *scratch)
{
	size_t k = gather(column, row, n, scratch);

	return k < LEAST ? NAN : stats_median(scratch, k);
}

static double *scratch_of(const struct sides *s)
{
	size_t most = s->n_before > s->n_after ? s->n_before : s->n_after;

	return malloc((most + 1) * sizeof(double));
}

double explain_share(const struct segment_rows *r, const struct sides *s)
{
	const double *column[] = { r->rop, r->rpm, r->wob, r->diameter };
	double before[4], after[4], d, seen, still, follows, *scratch = scratch_of(s);

	if (!scratch)
		return NAN;
	for (int k = 0; k < 4; k++) {
		before[k] = middle(column[k], s->before, s->n_before, scratch);
		after[k] = middle(column[k], s->after, s->n_after, scratch);
	}
	free(scratch);
	d = explain_d(before[0], before[1], before[2], before[3]);
	seen = log(explain_d(after[0], after[1], after[2], after[3]) / d);
	still = log(explain_d(before[0], after[1], after[2], after[3]) / d);
	follows = log(explain_d(before[0] * after[1] / before[1], after[1], after[2], after[3]) / d);
	return fmax(still / seen, follows / seen);
}

static bool gamma_agrees(const struct segment_rows *r, const struct sides *s)
{
	double *scratch = scratch_of(s), middles[2], spread[2];
	const size_t *row[] = { s->before, s->after };
	size_t n[] = { s->n_before, s->n_after };

	if (!scratch)
		return false;
	for (int k = 0; k < 2; k++) {
		size_t count = gather(r->gamma, row[k], n[k], scratch);

		middles[k] = spread[k] = NAN;
		if (count < LEAST)
			continue;
		middles[k] = stats_median(scratch, count);
		for (size_t i = 0; i < count; i++)
			scratch[i] = fabs(scratch[i] - middles[k]);
		spread[k] = MAD_TO_SD * stats_median(scratch, count);
	}
	free(scratch);
	return fabs(middles[1] - middles[0]) >= fmax(GAMMA_API, GAMMA_SDS * hypot(spread[0], spread[1]) / sqrt(2)) &&
		isfinite(spread[0]) && isfinite(spread[1]);
}

/* The only number that can be in more than half of the places is found by votes against each other (Boyer and Moore). */
long explain_lithology(const double *lithology, const size_t *row, size_t n)
{
	double likely = NAN;
	size_t votes = 0, named = 0, count = 0;

	for (size_t i = 0; i < n; i++) {
		double v = lithology[row[i]];

		if (!isfinite(v))
			continue;
		named++;
		if (!votes)
			likely = v;
		if (v >= likely && v <= likely)
			votes++;
		else
			votes--;
	}
	for (size_t i = 0; i < n; i++)
		count += lithology[row[i]] >= likely && lithology[row[i]] <= likely;
	return count * 2 > named ? (long)likely : -1;
}

bool explain_rock_agrees(const struct segment_rows *r, const struct sides *s)
{
	long before = explain_lithology(r->lithology, s->before, s->n_before);
	long after = explain_lithology(r->lithology, s->after, s->n_after);

	return gamma_agrees(r, s) || (before >= 0 && after >= 0 && before != after);
}
