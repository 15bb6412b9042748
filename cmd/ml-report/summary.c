/* summary.c - results in words; see summary.h. */
#include "summary.h"

#include <math.h>
#include <string.h>
#include "channel.h"
#include "json.h"

const char summary_notice[] = "Advisory only: not a well-control, stuck-pipe or barrier-certification system.";

const char *summary_action_name(enum action action)
{
	static const char *const names[] = { NULL, "change", "hold", "test" };

	return names[action];
}

const char *summary_confidence_name(enum confidence confidence)
{
	static const char *const names[] = { "Insufficient", "Low", "Medium", "High" };

	return names[confidence];
}

const char *summary_confidence_text(enum confidence confidence)
{
	static const char *const texts[] = { "INSUFFICIENT data", "LOW confidence (use with caution)",
		"MEDIUM confidence",
		"HIGH confidence" };

	return texts[confidence];
}

const char *summary_evidence(const struct optimal *o)
{
	if (o->evidence)
		return o->evidence;
	return o->advice == ADVICE_PLAN ? "not tested" : "none";
}

struct setting summary_setting(const struct outcome *o)
{
	const struct optimal *optimal = &o->segment->optimal;

	if (o->action == ACTION_CHANGE)
		return optimal->best;
	if (isfinite(optimal->practice.wob) || isfinite(optimal->practice.rpm))
		return optimal->practice;
	return optimal->now;
}

void summary_hardness(struct text *out, const char *formation, const char *name)
{
	static const struct { const char *formation, *hardness; } classes[] = {
		{ "Soft Shale", "soft" }, { "Medium Shale/Siltstone", "medium hard" }, { "Hard Sandstone", "hard" },
		{ "Very Hard Formation", "very hard" },
	};

	if (name)
		text_format(out, "%s, ", name);
	for (size_t i = 0; formation && i < sizeof classes / sizeof *classes; i++)
		if (strcmp(formation, classes[i].formation) == 0) {
			text_format(out, "%s by d-exponent", classes[i].hardness);
			return;
		}
	text_str(out, formation ? "of a class of its own" : "of unknown hardness (no d-exponent)");
}

void summary_formation(struct text *out, const char *formation, const char *name)
{
	summary_hardness(out, formation, name);
	if (formation)
		text_format(out, " (plan's class: %s), not lithology", formation);
}

void summary_rating(struct text *out, const char *rating)
{
	static const char tail[] = "(within this window)";

	text_str(out, rating);
	if (!strstr(rating, tail))
		text_format(out, " %s", tail);
}

void summary_limit(struct text *out, const char *limited_by)
{
	static const struct { const char *name, *words; } limits[] = {
		{ "rop_held", "ROP was held by the driller or auto-driller, so WOB answered ROP and not the other way round" },
		{ "drilled_once", "the best point was drilled in one visit only; repeat it" },
		{ "torque", "torque limits the best point" },
		{ "diff_pressure", "differential pressure limits the best point" },
		{ "no_gain", "the best point is neither faster nor, at the same ROP, cheaper in energy" },
		{ "slower_than_now", "the best point would be slower than what is being done now" },
		{ "unsteady", "torque or pressure varies more at the best point than in practice" },
		{ "at_best", "drilling goes on at the best point already" },
		{ "bit_changed", "there was a trip and nobody said which bit went in: new bit? run ml-filter with --runs" },
		{ "unconfirmed", "a better point was found and waits for a second analysis to confirm it" },
	};

	if (!limited_by)
		return;
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		if (strcmp(limited_by, limits[i].name) == 0) {
			text_str(out, limits[i].words);
			return;
		}
	if (strncmp(limited_by, "limit:", 6) == 0)
		text_format(out, "the configured limit %s forbids the best point", limited_by + 6);
	else
		text_format(out, "limited by %s", limited_by);
}

void summary_p(struct text *out, double p)
{
	if (p < 1e-300)
		text_str(out, "p<1e-300");              /* below what a double can say; log10_p has it */
	else
		text_format(out, p >= 0.0005 ? "p=%.3f" : "p=%.2g", p);
}

void summary_finding(struct text *out, const struct pair *pair)
{
	text_format(out, "%s shows r=%.2f correlation with %s (", pair->x, pair->r, pair->y);
	summary_p(out, pair->p);
	text_put(out, ')');
}

void summary_duration(struct text *out, double seconds)
{
	if (seconds < 90)
		text_format(out, "%.0f s", seconds);
	else if (seconds < 7200)
		text_format(out, "%.0f min", floor(seconds / 60));
	else
		text_format(out, "%.1f h", seconds / 3600);
}

void summary_percent(struct text *out, double fraction)
{
	double percent = round(100 * fraction);

	text_format(out, "%+.0f%%", percent == 0 ? 0.0 : percent);
}

void summary_trial(struct text *out, const struct segment *s)
{
	const json_t *trial = s ? json_object_get(s->optimal.record, "trial") : NULL;
	const char *words = json_is_string(trial) ? json_string_value(trial) : json_get_text(trial, "text");

	text_str(out, words ? words : "step test inside the limits: alternate two settings A-B-A-B (one of WOB or RPM "
		"changed, flow as it is), each held steady for 5 min or more");
}

void summary_gauge(struct text *out, const struct window *w)
{
	if (fabs(w->wob_zero) >= 1)
		text_format(out, "WOB is as on the driller's gauge, which reads %.1f klbf %s", fabs(w->wob_zero),
			w->wob_zero > 0 ? "high" : "low");
}

void summary_suspects(struct text *out, const struct window *w)
{
	bool any = false;

	for (size_t i = 0; i < json_array_size(w->suspect); i++) {
		const char *name = json_string_value(json_array_get(w->suspect, i));
		enum channel channel = name ? channel_by_name(name) : CHANNELS;
		if (channel == CHANNELS || strcmp(name, channel_table[channel].name) != 0)
			continue;
		text_format(out, "%s%s", any ? ", " : "not used from where the unit may have changed: ", name);
		any = true;
	}
	if (any)
		text_str(out, " (wits-capture --confirm, if it is right)");
}

static void put_value(struct text *out, const char *name, double v, int decimals, const char *unit)
{
	if (isfinite(v))
		text_format(out, "%s=%.*f%s", name, decimals, v, unit);
	else
		text_format(out, "%s=unknown", name);
}

static void put_setting(struct text *out, const struct setting *s)
{
	put_value(out, "WOB", s->wob, 1, " klbs");
	text_str(out, ", ");
	put_value(out, "RPM", s->rpm, 0, "");
	text_str(out, ", ");
	put_value(out, "Flow", s->flow, 0, " gpm");
}

static void put_bit(struct text *out, const struct window *w)
{
	text_str(out, "bit: ");
	if (!isfinite(w->bit_hours) && !isfinite(w->bit_footage)) {
		text_str(out, "unknown");
		return;
	}
	if (isfinite(w->bit_hours))
		text_format(out, "%.0fhrs/", w->bit_hours);
	else
		text_str(out, "unknown hrs/");
	if (isfinite(w->bit_footage))
		text_format(out, "%.0fft", w->bit_footage);
	else
		text_str(out, "unknown ft");
}

/* The plan's second and third sentence, on the best point. */
static void put_best(struct text *out, const struct optimal *o)
{
	text_str(out, "Optimal: ");
	put_setting(out, &o->best);
	text_str(out, ". Achieved ");
	put_value(out, "ROP", o->best.rop, 1, " ft/hr");
	if (isfinite(o->efficiency))
		text_format(out, " with MSE efficiency %.0f%%", o->efficiency);
	else
		text_str(out, " with MSE efficiency unknown");
	if (isfinite(o->score)) {
		text_format(out, " (composite score: %.2f", o->score);
		if (o->rating) {
			text_str(out, " - ");
			summary_rating(out, o->rating);
		}
		text_put(out, ')');
	}
	text_str(out, ". ");
}

static void put_gain(struct text *out, const struct optimal *o)
{
	if (o->advice == ADVICE_PLAN) {
		if (isfinite(o->practice.wob)) {
			text_str(out, "Present practice: ");
			put_setting(out, &o->practice);
			text_str(out, ", ");
			put_value(out, "ROP", o->practice.rop, 1, " ft/hr");
			text_str(out, ". ");
		}
		text_str(out, "The gain is not tested: the plan's rule averages the best tenth of the samples, "
			"which is partly luck. ");
		return;
	}
	if (!isfinite(o->gain_rop))
		return;
	text_str(out, "Gain against present practice (");
	put_setting(out, &o->practice);
	text_str(out, "): ROP ");
	summary_percent(out, o->gain_rop);
	if (isfinite(o->gain_rop_ci[0])) {
		text_str(out, " (90% interval ");
		summary_percent(out, o->gain_rop_ci[0]);
		text_str(out, " to ");
		summary_percent(out, o->gain_rop_ci[1]);
		text_put(out, ')');
	}
	if (isfinite(o->gain_mse)) {
		text_str(out, ", MSE ");
		summary_percent(out, o->gain_mse);
	}
	text_str(out, ". ");
	if (o->aim && strcmp(o->aim, "same_rop_less_energy") == 0)
		text_str(out, "The aim is the same ROP with less energy. ");
}

static void put_keep(struct text *out, const struct outcome *o)
{
	struct setting s = summary_setting(o);
	const struct optimal *optimal = &o->segment->optimal;

	text_str(out, "Keep ");
	put_setting(out, &s);
	text_str(out, " (present practice)");
	if (isfinite(s.rop))
		text_format(out, ", ROP=%.1f ft/hr", s.rop);
	if (o->action == ACTION_TEST) {
		text_str(out, ". Too few different settings were drilled to compare; try: ");
		summary_trial(out, o->segment);
	} else if (optimal->advice != ADVICE_PLAN) {
		text_str(out, ". No drilled point is shown to be better");
	} else if (!optimal->limited_by) {
		text_str(out, ". The plan's best point is where drilling goes on already");
	}
	if (optimal->limited_by) {
		text_str(out, ": ");
		summary_limit(out, optimal->limited_by);
	}
	text_str(out, ". ");
}

void summary_success(struct text *out, const struct window *w, const struct outcome *o, const struct identity *who)
{
	static const char *const heads[] = { "", "Change", "Hold", "Test" };
	const struct segment *s = o->segment;
	const struct pair *finding = verdict_finding(s);

	text_format(out, "%s: evidence %s. ", heads[o->action], summary_evidence(&s->optimal));
	if (o->historical)
		text_str(out, "Historical: this rock has been left; the rock at the bit has too little clean data yet. ");
	text_format(out, "ML Analysis for %s in formation ", who->well);
	summary_formation(out, s->formation, s->name);
	text_format(out, " (%s, ", summary_confidence_text(o->confidence));
	summary_duration(out, s->clean_s);
	text_str(out, " clean data, ");
	put_bit(out, w);
	text_str(out, "). ");
	if (o->action == ACTION_CHANGE) {
		put_best(out, &s->optimal);
		if (fabs(w->wob_zero) >= 1) {
			summary_gauge(out, w);
			text_str(out, ". ");
		}
		put_gain(out, &s->optimal);
		if (s->optimal.limited_by) {
			text_str(out, "Note: ");
			summary_limit(out, s->optimal.limited_by);
			text_str(out, ". ");
		}
	} else {
		put_keep(out, o);
	}
	struct text suspects = { 0 };
	summary_suspects(&suspects, w);
	if (suspects.len)
		text_format(out, "Note: %s. ", text_view(&suspects));
	out->failed = out->failed || suspects.failed;
	text_free(&suspects);
	text_str(out, "Key finding: ");
	if (finding)
		summary_finding(out, finding);
	else
		text_str(out, "this point out-drilled present practice, while no single correlation is significant");
	text_str(out, ". ");
	text_str(out, summary_notice);
}
