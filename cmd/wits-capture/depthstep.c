/* depthstep.c - steps of depth; see depthstep.h. */
#include "depthstep.h"

#include <math.h>

enum { AGREE = 3, REJOIN = 30 };
static const double METRE = 0.3048;
static const double TOLERANCE = 0.005;  /* of a factor */
static const double FAR = 100;          /* ft; less may be a correction of the depth */
static const double NOISE = 3;          /* ft */
static const double SHALLOW = 10;       /* ft; below it nothing can be said of a factor */
static const double BIT_SPEED = 10;     /* ft/s: more than any block moves */
static const double BIT_NOISE = 20, BIT_SHALLOW = 100;  /* ft: the bit's depth is typed in anew at the surface */
static const double STEP_S = 60;        /* a step takes no longer; longer without a depth is a fall to 0 */
static const double BOTTOM = 3;         /* ft */

static double drillable(double s)
{
	double minute = fmin(s, 60), hour = fmin(s, 3600) - minute;

	return (2000 * minute + 1000 * hour + 500 * (s - minute - hour)) / 3600;
}

void depth_begin(struct depth_track *t, bool bit)
{
	*t = (struct depth_track){ .bit = bit, .base = NAN, .base_ts = NAN, .deepest = -HUGE_VAL, .last = NAN, .last_ts = NAN,
		.minute = NAN, .minute_ts = NAN, .recent = { NAN, NAN }, .zero_ts = NAN };
}

void depth_known(struct depth_track *t, double ts, double depth)
{
	if (!(depth > 0))
		return;
	t->last = t->recent[0] = t->recent[1] = depth;
	t->last_ts = ts;
	t->agree = AGREE;
	if (t->step == DEPTH_SCALED)
		t->base = depth / t->factor;
	else if (t->step == DEPTH_STEADY)
		t->base = t->deepest = depth;
	t->base_ts = ts;
}

void depth_resume(struct depth_track *t, enum depth_step step, double factor, double before, double ts)
{
	t->step = step;
	t->factor = factor;
	t->before = t->base = t->deepest = before;
	t->base_ts = ts;
	t->agree = AGREE;
	t->after = t->last;
	if (step == DEPTH_SCALED && isfinite(t->last))
		t->base = t->last / factor;
}

/* By what factor the depth went from the base, within what can happen in s; 0: none. */
static double factor_of(const struct depth_track *t, double depth, double s)
{
	double way = t->bit ? BIT_SPEED * s : drillable(s), back = t->bit ? way : 0;
	double least = t->bit ? BIT_SHALLOW : SHALLOW, noise = t->bit ? BIT_NOISE : NOISE;

	if (!(t->base >= least) || fabs(depth - t->base) <= noise + way || (t->bit && s > STEP_S))
		return 0;
	for (int k = 0; k < 2; k++) {
		double f = k ? 1 / METRE : METRE;
		if (depth >= f * (t->base - back) * (1 - TOLERANCE) && depth <= f * (t->base + way) * (1 + TOLERANCE))
			return f;
	}
	return 0;
}

static enum depth_step judge(const struct depth_track *t, double ts, double depth, double *factor)
{
	double s = fabs(ts - t->base_ts);

	*factor = factor_of(t, depth, s);
	if (*factor > 0)
		return DEPTH_SCALED;
	if (t->bit)
		return DEPTH_STEADY;
	if (depth < t->deepest - FAR)
		return DEPTH_FELL;
	if (depth > t->base + FAR + drillable(s) || depth > t->minute + FAR + drillable(fabs(ts - t->minute_ts)))
		return DEPTH_ROSE;
	return DEPTH_STEADY;
}

static void accept(struct depth_track *t, double ts, double depth)
{
	t->base = depth;
	t->base_ts = ts;
	if (!(fabs(ts - t->minute_ts) < STEP_S)) {
		t->minute = depth;
		t->minute_ts = ts;
	}
	t->deepest = fmax(t->deepest, fmin(depth, fmin(t->recent[0], t->recent[1])));
}

static enum depth_news raise(struct depth_track *t, enum depth_step step, double factor, double ts, double depth)
{
	t->before = step == DEPTH_FELL ? t->deepest : t->base;
	t->took = fabs(ts - t->base_ts);
	t->step = step;
	t->factor = factor;
	t->after = depth;
	t->rejoined = 0;
	return DEPTH_RAISED;
}

/* A row while a step is under way. */
static enum depth_news go_on(struct depth_track *t, double ts, double depth, double hole)
{
	double s = fabs(ts - t->last_ts), moved = fabs(depth - t->last), factor;
	bool jumped = moved > (t->bit ? BIT_NOISE + BIT_SPEED * s : NOISE + drillable(s)) && moved > fabs(t->base - t->last) / 2;
	enum depth_step step;

	t->rejoined = t->bit && fabs(depth - hole) < BOTTOM ? t->rejoined + 1 : 0;
	if (t->rejoined < REJOIN && !jumped) {
		if (t->step != DEPTH_SCALED)
			return DEPTH_NOTHING;
		if (t->bit && s > STEP_S) {
			t->base = NAN;
		} else if (isfinite(t->base)) {
			t->base = depth / t->factor;
			t->base_ts = ts;
		}
		return DEPTH_NOTHING;
	}
	step = judge(t, ts, depth, &factor);
	if (t->rejoined >= REJOIN || (step == DEPTH_STEADY && isfinite(t->base) &&
	    (!t->bit || fabs(depth - t->base) <= BIT_NOISE + BIT_SPEED * fabs(ts - t->base_ts)))) {
		t->step = DEPTH_STEADY;
		t->minute_ts = NAN;
		accept(t, ts, depth);
		return DEPTH_BACK;
	}
	if (step == DEPTH_STEADY || step == t->step)
		return DEPTH_NOTHING;
	return raise(t, step, factor, ts, depth);
}

/* A row without a depth, or with one of 0. */
static enum depth_news without(struct depth_track *t, double ts, double depth)
{
	if (isnan(depth) || t->bit)
		return DEPTH_NOTHING;
	if (isnan(t->zero_ts))
		t->zero_ts = ts;
	if (t->agree < AGREE || t->step != DEPTH_STEADY || !(t->deepest > FAR) || ts - t->zero_ts <= STEP_S)
		return DEPTH_NOTHING;
	t->last = 0;
	t->last_ts = ts;
	return raise(t, DEPTH_FELL, 0, ts, 0);
}

static void first_rows(struct depth_track *t, double ts, double depth)
{
	double s = fabs(ts - t->last_ts), way = t->bit ? BIT_SPEED * s : FAR + drillable(s);

	t->agree = t->agree > 0 && fabs(depth - t->last) <= way + NOISE ? t->agree + 1 : 1;
	if (t->agree == 1)
		t->deepest = -HUGE_VAL;
	t->base = depth;
	t->base_ts = ts;
	if (t->agree == AGREE)
		t->deepest = fmin(depth, fmin(t->recent[0], t->recent[1]));
}

enum depth_news depth_add(struct depth_track *t, double ts, double depth, double hole)
{
	enum depth_news news = DEPTH_NOTHING;
	enum depth_step step;
	double factor;

	if (!(depth > 0))
		return without(t, ts, depth);
	t->zero_ts = NAN;
	if (t->agree < AGREE)
		first_rows(t, ts, depth);
	else if (t->step != DEPTH_STEADY)
		news = go_on(t, ts, depth, hole);
	else if ((step = judge(t, ts, depth, &factor)) != DEPTH_STEADY)
		news = raise(t, step, factor, ts, depth);
	else
		accept(t, ts, depth);
	t->recent[0] = t->recent[1];
	t->recent[1] = t->last = depth;
	t->last_ts = ts;
	return news;
}

void depth_accept(struct depth_track *t)
{
	double ts = t->last_ts, last = t->step == DEPTH_STEADY ? t->base : t->last;

	depth_begin(t, t->bit);
	depth_known(t, ts, last);
}
