/*
 * plan.c - the plan's optimum: the mean of the tenth of the samples with the best composite score.
 *
 * It is kept for comparison. It averages over samples that need not have been drilled together, and the best tenth of
 * noise looks good too: with no effect at all it promises 28 to 49 % more ROP.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "optimal.h"

static const double SHARE = 0.10;       /* of the samples */
enum { TOP_LEAST = 10 };
static const double FLOOR = 1;          /* the plan's least range: 1 ft/h, 1 % */

struct scored { double score; size_t index; };
struct range { double low, high; };

static int compare(const void *a, const void *b)
{
	const struct scored *p = a, *q = b;

	if (p->score > q->score || p->score < q->score)
		return p->score > q->score ? -1 : 1;
	return (p->index > q->index) - (p->index < q->index);
}

static bool usable(const struct optimal_rows *r, size_t i, bool efficiency)
{
	return isfinite(r->rop[i]) && isfinite(r->wob[i]) && isfinite(r->rpm[i]) &&
		(!efficiency || isfinite(r->efficiency[i]));
}

static size_t count_usable(const struct optimal_rows *r, bool efficiency)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += usable(r, i, efficiency);
	return n;
}

static struct range range_of(const struct optimal_rows *r, const double *v, bool efficiency)
{
	struct range x = { INFINITY, -INFINITY };

	for (size_t i = 0; i < r->n; i++)
		if (usable(r, i, efficiency)) {
			x.low = fmin(x.low, v[i]);
			x.high = fmax(x.high, v[i]);
		}
	return x;
}

static double mean_of(const double *v, const struct scored *s, size_t n)
{
	long double sum = 0;
	size_t count = 0;

	for (size_t k = 0; k < n; k++)
		if (isfinite(v[s[k].index])) {
			sum += v[s[k].index];
			count++;
		}
	return count ? (double)(sum / (long double)count) : NAN;
}

static size_t score_all(const struct optimal_rows *r, struct composite_weights w, bool efficiency, struct scored *s)
{
	struct range rop = range_of(r, r->rop, efficiency), eff = range_of(r, r->efficiency, efficiency);
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		if (usable(r, i, efficiency)) {
			double fast = composite_normalise(r->rop[i], rop.low, rop.high, FLOOR);

			s[n].index = i;
			s[n++].score = !efficiency ? fast : composite_score(w, fast,
				composite_normalise(r->efficiency[i], eff.low, eff.high, FLOOR));
		}
	return n;
}

bool plan_find(const struct optimal_task *task, struct optimal *o)
{
	const struct optimal_rows *r = &task->rows;
	struct composite_weights w = task->weights;
	/* without six minutes of MSE the score is ROP alone, and no efficiency is claimed */
	bool efficiency = (double)count_usable(r, true) * r->interval >= COMPOSITE_LEAST_S;
	size_t n = count_usable(r, efficiency), top;
	struct scored *s;
	long double score = 0;

	*o = optimal_nothing((double)n * r->interval);
	o->practice = optimal_mean(r, -INFINITY);
	o->now = task->now;
	if (!(o->seconds >= COMPOSITE_LEAST_S))
		return true;
	if (n > SIZE_MAX / sizeof *s)
		return false;
	s = malloc(n * sizeof *s);
	if (!s)
		return false;
	score_all(r, w, efficiency, s);
	qsort(s, n, sizeof *s, compare);
	top = (size_t)((double)n * SHARE);
	top = top < TOP_LEAST ? TOP_LEAST : top;
	top = top < n ? top : n;
	o->verdict = VERDICT_PLAN;
	o->best = (struct optimal_setting){ mean_of(r->wob, s, top), mean_of(r->rpm, s, top), mean_of(r->flow, s, top),
		mean_of(r->rop, s, top), mean_of(r->mse, s, top) };
	o->efficiency = efficiency ? mean_of(r->efficiency, s, top) : NAN;
	for (size_t k = 0; k < top; k++)
		score += s[k].score;
	o->score = (double)(score / (long double)top);
	o->limited_by = limit_forbids(&task->limits, &(struct limit_values){ o->best.wob, o->best.rpm, o->best.flow, NAN, NAN,
		NAN });
	free(s);
	return true;
}
