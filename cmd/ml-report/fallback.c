/* fallback.c - what is left to say when there is no advice; see fallback.h. */
#include "fallback.h"

#include <math.h>
#include <string.h>
#include "json.h"

static const double now_s = 600;        /* what `now` of an optimal record is the mean of */

/* The rock that it is about: that of the failure, else the one at the bit. */
static const struct segment *segment_of(const struct window *w, const struct outcome *o)
{
	if (o->segment)
		return o->segment;
	return w->segments ? &w->segment[w->segments - 1] : NULL;
}

/* `now` is of the window's end: of this rock only when that is still being drilled, and was for so long. */
static double present_mse(const struct window *w, const struct segment *s)
{
	const struct optimal *optimal = &s->optimal;
	bool at_bit = s == &w->segment[w->segments - 1] && !(s->clean_s < now_s);

	if (optimal->advice == ADVICE_NONE)
		return NAN;
	if (at_bit && isfinite(optimal->now.mse))
		return optimal->now.mse;
	return isfinite(optimal->practice.mse) || w->segments > 1 ? optimal->practice.mse : optimal->now.mse;
}

/* The best MSE that a report on this rock knew, where it was reckoned alike. */
static double best_of_report(const struct window *w, const json_t *report)
{
	const json_t *params = json_object_get(json_object_get(report, "result"), "optimal_params");
	const json_t *methods = json_object_get(json_object_get(report, "provenance"), "methods");
	const char *theirs = json_get_text(methods, "mse_basis"), *ours = json_get_text(w->record, "mse_basis");
	double mse = json_get_number(params, "achieved_mse"), efficiency = json_get_number(params, "mse_efficiency");

	if (!theirs || !ours || strcmp(theirs, ours) != 0)
		return NAN;
	return mse * (efficiency > 0 && efficiency < 100 ? efficiency / 100 : 1);
}

struct fallback fallback_find(const struct window *w, const struct outcome *o, const struct last_good *last)
{
	struct fallback none = { NAN, NAN, false }, f = none;
	const struct segment *s = segment_of(w, o);

	if (!s || w->valid == 0 || o->cause == CAUSE_HELD || o->cause == CAUSE_IDLE)
		return none;
	f.present = present_mse(w, s);
	f.best = s->optimal.advice == ADVICE_NONE ? NAN : s->optimal.mse_reference;
	if (!(f.best > 0) && last->report) {
		f.best = best_of_report(w, last->report);
		f.by_report = true;
	}
	return f.present > 0 && f.best > 0 ? f : none;
}

void fallback_words(struct text *out, const struct fallback *f)
{
	const char *whose = f->by_report ? " (of the last good report)" : "";

	if (isfinite(f->best) && f->present < f->best)
		text_format(out, "present MSE of %.1f kpsi is below the best in this rock so far, %.1f kpsi%s", f->present / 1000,
			f->best / 1000, whose);
	else if (isfinite(f->best))
		text_format(out, "present MSE of %.1f kpsi is %.1f times the best in this rock, %.1f kpsi%s", f->present / 1000,
			f->present / f->best, f->best / 1000, whose);
}

bool fallback_rock(const struct window *w, const struct outcome *o, const char **formation, double *depth)
{
	*formation = o->segment ? o->segment->formation : w->segments ? w->segment[w->segments - 1].formation : w->formation;
	*depth = w->depth[1];
	/* of another well, in other units, or of nothing that is drilled */
	if (o->cause == CAUSE_HELD || o->cause == CAUSE_IDLE)
		return false;
	return *formation || isfinite(*depth);
}

static const char *no_physics(const struct window *w, const struct outcome *o)
{
	const struct segment *s = segment_of(w, o);

	if (w->valid == 0)
		return "no valid sample to reckon the MSE from";
	if (!s || s->optimal.advice == ADVICE_NONE || !isfinite(present_mse(w, s)))
		return "the MSE of this window is not known";
	return "the best MSE of this rock is not known yet";
}

void fallback_reason(struct text *out, const struct window *w, const struct outcome *o, const struct last_good *last)
{
	const char *formation;
	double depth;

	if (o->cause == CAUSE_IDLE) {
		text_str(out, "the campaign is idle: nothing is drilled");
	} else if (o->cause == CAUSE_HELD) {
		text_str(out, "the well or the units are in doubt, so nothing earlier is held against these rows");
	} else if (!fallback_rock(w, o, &formation, &depth)) {
		text_str(out, "neither rock nor depth is known");
	} else {
		text_format(out, "%s; ", no_physics(w, o));
		if (!last->looked)
			text_str(out, "no earlier report was looked for, as there is no --store");
		else
			text_format(out, "no report with advice %s from before this window is in the store",
				formation ? "on this rock" : "near this depth");
	}
}
