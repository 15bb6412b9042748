/* verdict.c - which result a window has; see verdict.h. */
#include "verdict.h"

#include <math.h>
#include <string.h>

enum { BLOCKS_NEEDED = 12 };            /* steady blocks below which nothing can be compared */
static const double block_s = 30;       /* s, or six steps where that is longer */

const struct levels levels_default = { 360, 900, 1800 };

/* Clean time is rows x step: 1200 rows of 0.3 s must not miss 360 s by a rounding. */
static bool at_least(double seconds, double level)
{
	return seconds >= level * (1 - 1e-9);
}

enum confidence verdict_confidence(double clean_s, const struct levels *levels)
{
	if (at_least(clean_s, levels->high_s))
		return CONFIDENCE_HIGH;
	if (at_least(clean_s, levels->medium_s))
		return CONFIDENCE_MEDIUM;
	return at_least(clean_s, levels->low_s) ? CONFIDENCE_LOW : CONFIDENCE_INSUFFICIENT;
}

int verdict_compare_pairs(const void *a, const void *b)
{
	const struct pair *const *first = a, *const *second = b;
	const struct pair *x = *first, *y = *second;

	if (x->p != y->p)
		return x->p < y->p ? -1 : 1;
	if (fabs(x->r) != fabs(y->r))
		return fabs(x->r) > fabs(y->r) ? -1 : 1;
	return strcmp(x->x, y->x) ? strcmp(x->x, y->x) : strcmp(x->y, y->y);
}

const struct pair *verdict_finding(const struct segment *s)
{
	const struct pair *best = NULL;

	for (size_t i = 0; i < s->pairs; i++) {
		const struct pair *pair = &s->pair[i];
		if (pair->significant && !pair->structural && (!best || verdict_compare_pairs(&pair, &best) < 0))
			best = pair;
	}
	return best;
}

static double best_p(const struct segment *s)
{
	double p = NAN;

	for (size_t i = 0; i < s->pairs; i++)
		if (s->pair[i].tested && !s->pair[i].structural && !(s->pair[i].p >= p))
			p = s->pair[i].p;
	return p;
}

bool verdict_differs(const struct setting *a, const struct setting *b)
{
	return fabs(a->wob - b->wob) >= 1 || fabs(a->rpm - b->rpm) >= 5 || fabs(a->flow - b->flow) >= 0.08 * b->flow;
}

/* Samples that make up a time; without a step one a second, as the plan counts. */
static double samples_in(const struct window *w, double seconds)
{
	return seconds / (w->interval_s > 0 ? w->interval_s : 1);
}

static struct outcome insufficient(const struct window *w, const struct segment *s, const struct levels *levels,
	double valid_samples)
{
	return (struct outcome){ .failure = FAILURE_INSUFFICIENT, .cause = CAUSE_CLEAN_TIME, .segment = s,
		.valid_samples = valid_samples, .required = ceil(samples_in(w, levels->low_s) * (1 - 1e-9)),
		.best_p = NAN };
}

/* Too few steady blocks: count in the samples of blocks, so that what there is and what is needed are of one kind. */
static struct outcome too_few_blocks(const struct window *w, const struct segment *s, const struct levels *levels)
{
	struct outcome o = insufficient(w, s, levels, 0);
	double block = samples_in(w, w->interval_s * 6 > block_s ? w->interval_s * 6 : block_s);

	o.cause = CAUSE_BLOCKS;
	o.valid_samples = floor(s->optimal.blocks * block * (1 + 1e-9));
	o.required = ceil(BLOCKS_NEEDED * block * (1 - 1e-9));
	return o;
}

/* ml-optimal could use too little of the segment: what it used, where it says so. */
static struct outcome too_few_usable(const struct window *w, const struct segment *s, const struct levels *levels)
{
	struct outcome o = insufficient(w, s, levels, s->n);
	double used = samples_in(w, s->optimal.hours * 3600);

	o.cause = CAUSE_USABLE;
	if (used < o.valid_samples)
		o.valid_samples = floor(used * (1 + 1e-9));
	return o;
}

static bool forbidden(const struct optimal *o)
{
	return o->limited_by && strncmp(o->limited_by, "limit:", 6) == 0;
}

/* The plan's own rule tests no contrast: its best point is a change where it differs from what is drilled. */
static enum action plan_action(const struct optimal *o)
{
	const struct setting *present = isfinite(o->now.wob) ? &o->now : &o->practice;

	if (forbidden(o))
		return ACTION_HOLD;
	return !isfinite(present->wob) || verdict_differs(&o->best, present) ? ACTION_CHANGE : ACTION_HOLD;
}

static struct outcome by_advice(const struct segment *s, const struct levels *levels)
{
	struct outcome o = { .segment = s, .confidence = verdict_confidence(s->clean_s, levels),
		.best_p = best_p(s) };

	switch (s->optimal.advice) {
	case ADVICE_RECOMMEND:
		o.action = ACTION_CHANGE;
		return o;
	case ADVICE_PLAN:
		o.action = plan_action(&s->optimal);
		break;
	case ADVICE_NO_VARIATION:
		o.action = ACTION_TEST;
		break;
	default:
		o.action = ACTION_HOLD;
		break;
	}
	if (!verdict_finding(s)) {
		o.failure = FAILURE_NO_CORRELATION;
		o.action = ACTION_NONE;
		o.confidence = CONFIDENCE_INSUFFICIENT;
	}
	return o;
}

static bool is_held(const struct window *w)
{
	return w->hold && (w->held_at_end || (w->valid == 0 && w->rejected.n &&
		strcmp(w->rejected.of[0].name, "quarantine") == 0));
}

/* What holds of a window whatever its segments say; FAILURE_NONE when nothing does. */
static struct outcome by_window(const struct window *w, const struct levels *levels)
{
	struct outcome o = { .failure = FAILURE_NOT_APPLICABLE, .best_p = NAN };

	if (w->campaign == CAMPAIGN_IDLE) {
		o.cause = CAUSE_IDLE;
		return o;
	}
	if (w->samples == 0 && !w->segments) {
		o.cause = CAUSE_NO_DATA;
		return o;
	}
	if (is_held(w)) {
		o.cause = CAUSE_HELD;
		return o;
	}
	if (w->valid == 0 && w->states.n) {
		bool drilling = false;
		for (size_t i = 0; i < w->states.n; i++)
			if (strcmp(w->states.of[i].name, "Drilling") == 0 ||
			    strcmp(w->states.of[i].name, "Reaming") == 0)
				drilling = true;
		if (!drilling) {
			o.cause = CAUSE_NO_DRILLING;
			return o;
		}
	}
	if (!w->filtered && !w->segments) {
		o.cause = CAUSE_NO_ANALYSIS;
		return o;
	}
	if (w->valid == 0) {
		o.failure = FAILURE_ALL_REJECTED;
		return o;
	}
	if (!at_least(w->clean_s, levels->low_s))
		return insufficient(w, NULL, levels,
			isfinite(w->valid) ? w->valid : round(samples_in(w, w->clean_s)));
	o.failure = FAILURE_NONE;
	return o;
}

struct outcome verdict_segment(const struct window *w, const struct segment *s, const struct levels *levels)
{
	struct outcome o = by_window(w, levels);

	if (o.failure == FAILURE_NOT_APPLICABLE || o.failure == FAILURE_ALL_REJECTED) {
		o.segment = s;
		return o;
	}
	if (!at_least(s->clean_s, levels->low_s))
		return insufficient(w, s, levels, s->n);
	switch (s->optimal.advice) {
	case ADVICE_NONE:
		return (struct outcome){ .failure = FAILURE_NOT_APPLICABLE, .cause = CAUSE_NO_ANALYSIS, .segment = s,
			.best_p = NAN };
	case ADVICE_NO_BLOCKS:
		return too_few_blocks(w, s, levels);
	case ADVICE_NO_DATA:
		return too_few_usable(w, s, levels);
	default:
		return by_advice(s, levels);
	}
}

const struct segment *verdict_headline(const struct window *w, const struct levels *levels, bool *historical)
{
	const struct segment *last = w->segments ? &w->segment[w->segments - 1] : NULL, *largest = last;

	*historical = false;
	if (!last || at_least(last->clean_s, levels->low_s))
		return last;
	/* Of equal ones the later: it is nearer to the rock at the bit. */
	for (const struct segment *s = w->segment; s < last; s++)
		if (s->clean_s > largest->clean_s || (largest != last && s->clean_s == largest->clean_s))
			largest = s;
	*historical = largest != last;
	return largest;
}

struct outcome verdict_window(const struct window *w, const struct levels *levels)
{
	struct outcome o = by_window(w, levels);
	const struct segment *headline;
	bool historical;

	if (o.failure != FAILURE_NONE)
		return o;
	headline = verdict_headline(w, levels, &historical);
	if (!headline)
		return (struct outcome){ .failure = FAILURE_NOT_APPLICABLE, .cause = CAUSE_NO_ANALYSIS,
			.best_p = NAN };
	if (w->segments > 1 && !at_least(headline->clean_s, levels->low_s)) {
		o = (struct outcome){ .failure = FAILURE_UNSTABLE, .segment_count = w->segments, .best_p = NAN };
		for (size_t i = 0; i < w->segments; i++)
			if (w->segment[i].n > o.max_segment_size)
				o.max_segment_size = w->segment[i].n;
		return o;
	}
	o = verdict_segment(w, headline, levels);
	o.historical = historical;
	return o;
}
