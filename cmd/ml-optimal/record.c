/* record.c - the `optimal` record, keys in the order of mlstream(5), further ones at the end. */
#include "record.h"

#include <math.h>

#include "json.h"

static json_t *setting(const struct optimal_setting *s)
{
	json_t *o = json_object();

	if (o && json_put_number(o, "wob", s->wob) && json_put_number(o, "rpm", s->rpm) &&
	    json_put_number(o, "flow", s->flow) && json_put_number(o, "rop", s->rop) && json_put_number(o, "mse", s->mse))
		return o;
	json_decref(o);
	return NULL;
}

static json_t *knobs(double wob, double rpm, double flow)
{
	json_t *o = json_object();

	if (o && json_put_number(o, "wob", wob) && json_put_number(o, "rpm", rpm) && json_put_number(o, "flow", flow))
		return o;
	json_decref(o);
	return NULL;
}

/* null rather than [null,null]. */
static json_t *pair(const double v[2])
{
	return isfinite(v[0]) && isfinite(v[1]) ? json_pair(v[0], v[1]) : json_null();
}

static void put_setting(struct text *out, const struct trial_setting *s)
{
	text_format(out, "WOB %.1f klbf, RPM %.0f", s->wob, s->rpm);
	if (isfinite(s->flow))
		text_format(out, ", flow %.0f gpm", s->flow);
}

static void put_minutes(struct text *out, const struct trial *t)
{
	if (isfinite(t->minutes_20))
		text_format(out, "%.0f min a visit shows a gain of 20 %%", t->minutes_20);
	if (isfinite(t->minutes_10))
		text_format(out, "%s%.0f min one of 10 %%", isfinite(t->minutes_20) ? ", " : "", t->minutes_10);
	else if (isfinite(t->minutes_20))
		text_str(out, "; 10 % would take over two hours a visit");
	if (!isfinite(t->minutes_20) && !isfinite(t->minutes_10))
		text_str(out, "10 min a visit or more; this rock is too uneven for a sure answer");
}

static bool put_trial_text(json_t *o, const struct trial *t)
{
	struct text text = { 0 };
	bool fine;

	if (t->rop_held)
		text_str(&text, "with the auto-driller holding WOB, not ROP, ");
	text_str(&text, t->repeats ? "repeat the best point: alternate A (" : "step test: alternate A (");
	put_setting(&text, &t->a);
	text_str(&text, ") and B (");
	put_setting(&text, &t->b);
	text_str(&text, ") as A-B-A-B, each held steady; ");
	put_minutes(&text, t);
	text_str(&text, "; stop at the first sign of trouble");
	fine = !text.failed && json_put_text(o, "text", text_view(&text));
	text_free(&text);
	return fine;
}

static json_t *trial(const struct optimal *b)
{
	const struct trial *t = &b->trial;
	json_t *o;

	if (!b->has_trial)
		return json_null();
	o = json_object();
	if (o && put_trial_text(o, t) && json_put(o, "a", knobs(t->a.wob, t->a.rpm, t->a.flow)) &&
	    json_put(o, "b", knobs(t->b.wob, t->b.rpm, t->b.flow)) && json_put_number(o, "minutes_10pct", t->minutes_10) &&
	    json_put_number(o, "minutes_20pct", t->minutes_20) && json_put_text(o, "pattern", "A-B-A-B"))
		return o;
	json_decref(o);
	return NULL;
}

static json_t *advice(const struct policy *p)
{
	json_t *o;

	if (!p || !p->published)
		return json_null();
	o = knobs(p->advice.wob, p->advice.rpm, p->advice.flow);
	if (o && json_put_number(o, "since", p->since))
		return o;
	json_decref(o);
	return NULL;
}

/* What was drilled for how long: a person wants to see what the answer was chosen from. */
static json_t *tried(const struct optimal *b)
{
	json_t *list = json_array();

	for (int i = 0; list && i < b->n_points; i++) {
		const struct optimal_point *p = &b->point[i];
		json_t *o = setting(&(struct optimal_setting){ p->wob, p->rpm, p->flow, p->rop, p->mse });

		if (!o || !json_put_number(o, "score", p->score) || !json_put_number(o, "minutes", p->seconds / 60) ||
		    !json_put_number(o, "visits", p->visits) || json_array_append_new(list, o) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static bool put_point(json_t *o, const struct optimal *b)
{
	return json_put_text(o, "verdict", optimal_verdict_name(b->verdict)) && json_put_text(o, "aim", b->aim) &&
		json_put_number(o, "best_wob", b->best.wob) && json_put_number(o, "best_rpm", b->best.rpm) &&
		json_put_number(o, "best_flow", b->best.flow) && json_put(o, "wob_range", pair(b->range.wob)) &&
		json_put(o, "rpm_range", pair(b->range.rpm)) && json_put(o, "flow_range", pair(b->range.flow)) &&
		json_put_number(o, "achieved_rop", b->best.rop) && json_put_number(o, "achieved_mse", b->best.mse) &&
		json_put_number(o, "mse_efficiency", b->efficiency) && json_put_number(o, "composite_score", b->score) &&
		json_put_text(o, "rating", composite_rating(b->score));
}

static bool put_gains(json_t *o, const struct optimal *b)
{
	return json_put_number(o, "gain_rop", b->gain_rop) && json_put(o, "gain_rop_ci90", pair(b->gain_rop_ci)) &&
		json_put_number(o, "gain_mse", b->gain_mse) && json_put(o, "gain_mse_ci90", pair(b->gain_mse_ci)) &&
		json_put(o, "practice", setting(&b->practice)) && json_put(o, "now", setting(&b->now)) &&
		json_put_number(o, "gain_now", b->gain_now);
}

json_t *record_optimal(const struct optimal *b, const struct record_about *about)
{
	json_t *o = json_object();

	if (o && json_put_text(o, "type", "optimal") && json_put_number(o, "segment", (double)about->segment) &&
	    put_point(o, b) &&
	    json_put_text(o, "confidence", composite_confidence(b->seconds, about->high_s)) &&
	    json_put_text(o, "evidence", optimal_evidence_name(b->evidence)) && put_gains(o, b) &&
	    json_put_number(o, "points", b->points) && json_put_number(o, "blocks", b->blocks) &&
	    json_put_number(o, "visits", b->visits) && json_put_number(o, "n_eff", b->n_eff) &&
	    json_put_number(o, "hours_used", b->seconds / 3600) && json_put_text(o, "limited_by", b->limited_by) &&
	    json_put(o, "trial", trial(b)) && json_put_text(o, "method", about->method) &&
	    json_put_number(o, "mse_ref", b->reference_mse) && json_put_text(o, "mse_basis", about->mse_basis) &&
	    json_put_text(o, "drill_mode", about->drill_mode) && json_put_text(o, "rpm_basis", about->rpm_basis) &&
	    json_put_number(o, "founder_wob", b->founder.found ? b->founder.wob : (double)NAN) &&
	    json_put_number(o, "founder_f", b->founder.f) && json_put_number(o, "windows_used", about->windows) &&
	    json_put(o, "advice", advice(about->policy)) && json_put(o, "tried", tried(b)))
		return o;
	json_decref(o);
	return NULL;
}
