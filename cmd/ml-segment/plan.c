/*
 * plan.c - the plan's rule: a boundary is where the mean d-exponent of 30 s differs by more than 15 % from that of the
 * 30 s before.
 *
 * The plan tests every second and cuts at every one that passes, so one clean step gives some thirty segments. Here the
 * seconds that pass on end, in one direction, are one shift, and the cut is where it is largest.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "segment.h"

static const double HALF_S = 30;        /* half of the plan's minute */
static const double LEAST_S = 120;      /* shorter stretches are not cut */
enum { HALF_LEAST = 3 };                /* samples, where they are more than 10 s apart */

struct peak { size_t at; double size; int direction; };

/* Peaks of one direction that are closer than the half window see the same samples: the larger stands for both. */
static bool peak_put(struct segment_cuts *cuts, struct peak *last, const struct peak *p, size_t half)
{
	if (!p->direction)
		return true;
	if (cuts->n && last->direction == p->direction && p->at - last->at < half) {
		if (p->size > last->size) {
			*last = *p;
			cuts->at[cuts->n - 1] = p->at;
		}
		return true;
	}
	*last = *p;
	return segment_cut(cuts, p->at);
}

bool plan_find(const struct segment_series *s, struct segment_cuts *cuts)
{
	double samples = round(HALF_S / s->interval), *sum;
	size_t half = samples > HALF_LEAST ? (size_t)samples : HALF_LEAST;
	struct peak last = {0}, now = {0};
	bool ok = true;

	if ((double)s->n * s->interval < LEAST_S || s->n < 2 * half || s->n >= SIZE_MAX / sizeof *sum)
		return true;
	sum = malloc((s->n + 1) * sizeof *sum);
	if (!sum)
		return false;
	sum[0] = 0;
	for (size_t i = 0; i < s->n; i++)
		sum[i + 1] = sum[i] + s->value[i];
	for (size_t b = half; ok && b + half <= s->n; b++) {
		double before = sum[b] - sum[b - half], after = sum[b + half] - sum[b];
		double shift = before > 0 ? fabs(after - before) / before : 0;
		int direction = shift > s->settings->min_shift ? after > before ? 1 : -1 : 0;

		if (direction != now.direction) {
			ok = peak_put(cuts, &last, &now, half);
			now = (struct peak){ b, shift, direction };
		} else if (shift > now.size) {
			now.at = b;
			now.size = shift;
		}
	}
	ok = ok && peak_put(cuts, &last, &now, half);
	free(sum);
	return ok;
}
