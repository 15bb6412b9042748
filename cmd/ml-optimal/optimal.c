/*
 * optimal.c - the table of methods, and what every method needs of a segment.
 */
#include "optimal.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats.h"

static const struct optimal_method methods[] = {
	{ "points", points_advise },
	{ "plan", plan_find },
};
const double OPTIMAL_STRICT_ALPHA = .05 / 72;

const struct optimal_method *optimal_method_find(const char *name)
{
	for (size_t k = 0; k < sizeof methods / sizeof *methods; k++)
		if (!strcmp(methods[k].name, name))
			return &methods[k];
	return NULL;
}

const char *optimal_verdict_name(enum optimal_verdict v)
{
	static const char *const names[] = { "plan", "recommend", "no_evidence_hold", "insufficient_variation",
		"insufficient_blocks", "insufficient_data" };

	return names[v];
}

const char *optimal_evidence_name(enum optimal_evidence e)
{
	static const char *const names[] = { NULL, "none", "some", "strong" };

	return names[e];
}

struct optimal optimal_nothing(double seconds)
{
	static const struct optimal_setting unknown = { NAN, NAN, NAN, NAN, NAN };

	return (struct optimal){ .verdict = VERDICT_INSUFFICIENT_DATA, .best = unknown, .practice = unknown, .now = unknown,
		.range = { { NAN, NAN }, { NAN, NAN }, { NAN, NAN } }, .efficiency = NAN, .score = NAN, .seconds = seconds,
		.gain_rop = NAN, .gain_rop_ci = { NAN, NAN }, .gain_mse = NAN, .gain_mse_ci = { NAN, NAN }, .gain_now = NAN,
		.points = NAN, .blocks = NAN, .visits = NAN, .n_eff = NAN, .reference_mse = NAN,
		.founder = { .wob = NAN, .f = NAN, .n_eff = NAN } };
}

static bool there(double mse)
{
	return mse > 0 && isfinite(mse);
}

bool optimal_efficiency(const double *mse, const double *measured, size_t n, double *efficiency, double *reference)
{
	double *sorted;
	size_t count = 0;
	bool any = false;

	if (n >= SIZE_MAX / sizeof *sorted)
		return false;
	sorted = malloc((n + 1) * sizeof *sorted);
	if (!sorted)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (there(mse[i]))
			sorted[count++] = mse[i];
		any = any || isfinite(measured[i]);
	}
	stats_sort(sorted, count);
	*reference = stats_quantile_sorted(sorted, count, 0.10);
	for (size_t i = 0; i < n; i++)
		efficiency[i] = any ? measured[i] : there(mse[i]) ? fmin(100, 100 * *reference / mse[i]) : NAN;
	free(sorted);
	return true;
}

/* Summed in long double, so that a channel that never moves has exactly its value as its mean. */
static double mean_since(const double *v, const struct optimal_rows *r, double since)
{
	long double sum = 0;
	size_t count = 0;

	for (size_t i = 0; i < r->n; i++)
		if (r->t[i] >= since && isfinite(v[i])) {
			sum += v[i];
			count++;
		}
	return count ? (double)(sum / (long double)count) : NAN;
}

struct optimal_setting optimal_mean(const struct optimal_rows *r, double since)
{
	return (struct optimal_setting){ mean_since(r->wob, r, since), mean_since(r->rpm, r, since),
		mean_since(r->flow, r, since), mean_since(r->rop, r, since), mean_since(r->mse, r, since) };
}

bool optimal_differs(const struct optimal_setting *a, const struct optimal_setting *b)
{
	return fabs(a->wob - b->wob) >= 1 || fabs(a->rpm - b->rpm) >= 5 || fabs(a->flow - b->flow) >= .08 * b->flow;
}
