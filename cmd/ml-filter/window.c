/* window.c - window borders and counts; see window.h. */
#include "window.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double gap_s = 60;         /* a longer step is a gap */

const char *const mse_basis_names[MSE_BASES] = {
	"surface", "surface_less_offbottom", "motor_dp", "torque_estimated", "ccs", "unknown"
};

enum mse_basis mse_basis_parse(const char *s)
{
	int k = 0;

	while (k < MSE_BASES && (!s || strcmp(mse_basis_names[k], s) != 0))
		k++;
	return (enum mse_basis)k;
}

double grid_end_after(const struct grid *g, double ts)
{
	if (g->length <= 0)
		return HUGE_VAL;
	double end = g->origin + (floor((ts - g->origin) / g->every) + 1) * g->every;
	return end > ts ? end : end + g->every;         /* rounding */
}

bool grid_holds(const struct grid *g, double end, double ts)
{
	return g->length <= 0 || (ts >= end - g->length && ts < end);
}

static bool steps_insert(struct steps *s, size_t at, int32_t ms)
{
	if (s->n == s->capacity) {
		size_t more = s->capacity ? 2 * s->capacity : 16;
		int32_t *keys = realloc(s->ms, more * sizeof *keys);
		if (!keys)
			return false;
		s->ms = keys;
		uint64_t *counts = realloc(s->count, more * sizeof *counts);
		if (!counts)
			return false;
		s->count = counts;
		s->capacity = more;
	}
	memmove(s->ms + at + 1, s->ms + at, (s->n - at) * sizeof *s->ms);
	memmove(s->count + at + 1, s->count + at, (s->n - at) * sizeof *s->count);
	s->ms[at] = ms;
	s->count[at] = 0;
	s->n++;
	return true;
}

bool steps_add(struct steps *s, double seconds)
{
	/* Steps over a gap are one kind: so at most 60001 kinds are kept, whatever the input. */
	int32_t ms = seconds > gap_s ? (int32_t)(gap_s * 1000) + 1 : (int32_t)lround(seconds * 1000);
	size_t low = 0, high = s->n;

	if (s->hit >= s->n || s->ms[s->hit] != ms) {
		while (low < high) {
			size_t mid = (low + high) / 2;
			if (s->ms[mid] < ms)
				low = mid + 1;
			else
				high = mid;
		}
		if ((low == s->n || s->ms[low] != ms) && !steps_insert(s, low, ms))
			return false;
		s->hit = low;
	}
	s->count[s->hit]++;
	s->total++;
	return true;
}

static double step_at(const struct steps *s, uint64_t rank)
{
	uint64_t seen = 0;

	for (size_t i = 0; i < s->n; i++) {
		seen += s->count[i];
		if (rank < seen)
			return s->ms[i] / 1000.0;
	}
	return NAN;
}

double steps_median(const struct steps *s)
{
	if (s->total == 0)
		return NAN;
	if (s->total % 2)
		return step_at(s, s->total / 2);
	return (step_at(s, s->total / 2 - 1) + step_at(s, s->total / 2)) / 2;
}

void steps_clear(struct steps *s)
{
	s->n = s->hit = 0;
	s->total = 0;
}

void steps_free(struct steps *s)
{
	free(s->ms);
	free(s->count);
	*s = (struct steps){ 0 };
}

void window_open(struct window *w, double start, double end)
{
	struct steps steps = w->steps;

	steps_clear(&steps);
	*w = (struct window){ .open = true, .start = start, .end = end, .first_ts = NAN, .last_ts = NAN, .steps = steps,
		.bit_hours = NAN, .bit_footage = NAN };
}

static void depths_add(struct depths *d, double depth)
{
	if (!isfinite(depth))
		return;
	d->low = d->n ? fmin(d->low, depth) : depth;
	d->high = d->n ? fmax(d->high, depth) : depth;
	d->sum += depth;
	d->n++;
}

bool window_add(struct window *w, const struct facts *f)
{
	/* A step belongs to a window when both its ends do. */
	if (w->samples > 0 && isfinite(f->step) && !steps_add(&w->steps, f->step))
		return false;
	if (w->samples == 0)
		w->first_ts = f->ts;
	w->last_ts = f->ts;
	w->samples++;
	if (f->state < RIG_STATES)
		w->state_rows[f->state]++;
	w->slide_rows += f->slides;
	depths_add(&w->all_depth, f->depth);
	w->stale |= f->stale;
	w->suspect |= f->suspect;
	w->held_at_end = f->reason == REASON_QUARANTINE;
	w->torque_tested += f->torque_tested;
	w->torque_bad += f->torque_bad;
	w->flowing += f->flowing;
	w->spp_working += f->spp_working;
	w->below_hole += f->below_hole;
	w->cuts_dry += f->cuts_dry;
	if (f->drills)
		slip_add(&w->slips, f->slip);
	for (int i = 0; f->screened >> i; i++) {
		w->screened[i] += f->screened >> i & 1;
		w->dysfunction[i] += f->dysfunction >> i & 1;
	}
	if (f->reason != REASON_NONE) {
		w->rejected[f->reason]++;
		return true;
	}
	w->valid++;
	if (f->basis < MSE_BASES)
		w->basis_rows[f->basis]++;
	w->basis_rows[MSE_CCS] += f->ccs;
	depths_add(&w->valid_depth, f->depth);
	if (isfinite(f->d_exp)) {
		w->d_sum += f->d_exp;
		w->d_n++;
	}
	return true;
}

void window_gap(struct window *w, double from, double to)
{
	double seconds = fmin(to, w->end) - fmax(from, w->start);

	if (w->open && seconds > 0)
		w->gaps_s += seconds;
}

void window_free(struct window *w)
{
	steps_free(&w->steps);
}

bool window_torque_suspect(const struct window *w)
{
	return w->torque_bad * 20 > w->torque_tested;
}

bool window_spp_suspect(const struct window *w)
{
	return w->flowing >= 60 && 2 * w->spp_working <= w->flowing;
}

bool window_bit_below_hole(const struct window *w)
{
	return w->below_hole * 100 > w->samples;
}

bool window_flow_suspect(const struct window *w)
{
	return w->cuts_dry * 100 > w->samples;
}

enum mse_basis window_mse_basis(const struct window *w, enum mse_basis present)
{
	int most = MSE_NONE;

	if (w->basis_rows[MSE_UNKNOWN])
		return MSE_UNKNOWN;
	if (2 * w->basis_rows[MSE_CCS] > w->valid)
		return MSE_CCS;
	for (int i = 0; i < MSE_BASES; i++)
		if (i != MSE_CCS && w->basis_rows[i] && (most == MSE_NONE || w->basis_rows[i] > w->basis_rows[most]))
			most = i;
	return most == MSE_NONE ? present : (enum mse_basis)most;
}
