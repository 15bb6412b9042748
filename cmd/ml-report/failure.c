/* failure.c - the five failures in words: the plan's message, the reason, what to do; see summary.h. */
#include <math.h>
#include <string.h>
#include "summary.h"

enum { REASONS_SHOWN = 3 };

const char *summary_failure_name(enum failure failure)
{
	static const char *const names[] = { NULL, "not_applicable", "all_data_rejected", "insufficient_data",
		"unstable_formation", "no_significant_correlation" };

	return names[failure];
}

static const char *reject_words(const char *reason)
{
	static const struct { const char *reason, *words; } all[] = {
		{ "missing", "WOB, RPM, ROP or torque missing" }, { "rig_state", "not drilling or reaming" },
		{ "wob_low", "WOB too low" }, { "rpm_low", "RPM too low" }, { "rop_range", "ROP out of range" },
		{ "mse_range", "MSE out of range" }, { "not_making_hole", "not making hole" },
		{ "transient", "first minute on bottom" }, { "bedding_in", "new bit bedding in" },
		{ "dysfunction", "drilling dysfunction" }, { "quarantine", "held back: well or units in doubt" },
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(reason, all[i].reason) == 0)
			return all[i].words;
	return reason;
}

/* "Circulating 42 min, Connection 6 min", longest first. */
static void put_states(struct text *out, const struct window *w)
{
	for (size_t i = 0; i < w->states.n && i < REASONS_SHOWN; i++) {
		text_format(out, "%s%s ", i ? ", " : "", w->states.of[i].name);
		summary_duration(out, w->states.of[i].n);
	}
}

static void put_rejected(struct text *out, const struct window *w)
{
	text_str(out, "no sample passed the quality filter");
	for (size_t i = 0; i < w->rejected.n && i < REASONS_SHOWN; i++)
		text_format(out, "%s%s (%.0f of %.0f samples)", i ? ", " : ": ", reject_words(w->rejected.of[i].name),
			w->rejected.of[i].n, w->samples);
	if (w->states.n) {
		text_str(out, "; rig state: ");
		put_states(out, w);
	}
}

static void put_no_analysis(struct text *out, const struct window *w, const struct outcome *o)
{
	if (o->segment)
		text_format(out, "no `optimal` record for segment %zu; is ml-optimal in the pipe?",
			o->segment->index);
	else if (w->filtered)
		text_str(out, "the window has samples but no analysis of them; are ml-segment, ml-correlate and "
			"ml-optimal in the pipe?");
	else
		text_format(out, "%.0f sample%s without a window or any analysis; are ml-filter, ml-segment, "
			"ml-correlate and ml-optimal in the pipe?", w->samples, w->samples == 1 ? "" : "s");
}

void summary_reason(struct text *out, const struct window *w, const struct outcome *o)
{
	if (o->failure == FAILURE_ALL_REJECTED) {
		put_rejected(out, w);
		return;
	}
	switch (o->cause) {
	case CAUSE_IDLE:
		text_str(out, "campaign is idle");
		break;
	case CAUSE_NO_DATA:
		text_str(out, "no data in the window");
		break;
	case CAUSE_HELD:
		text_str(out, w->hold);
		break;
	case CAUSE_NO_DRILLING:
		text_str(out, "no drilling in the window: ");
		put_states(out, w);
		break;
	default:
		put_no_analysis(out, w, o);
		break;
	}
}

void summary_message(struct text *out, const struct window *w, const struct outcome *o)
{
	switch (o->failure) {
	case FAILURE_INSUFFICIENT:
		text_format(out, "Insufficient data: %.0f samples (need %.0f)", o->valid_samples, o->required);
		break;
	case FAILURE_UNSTABLE:
		text_format(out, "Unstable formation: %zu segments, largest has %.0f samples", o->segment_count,
			o->max_segment_size);
		break;
	case FAILURE_NO_CORRELATION:
		text_str(out, "No significant correlations (best ");
		if (isfinite(o->best_p))
			summary_p(out, o->best_p);
		else
			text_str(out, "p=none: no pair could be tested");
		text_put(out, ')');
		break;
	case FAILURE_ALL_REJECTED:
		text_str(out, "All data rejected: ");
		summary_reason(out, w, o);
		break;
	case FAILURE_NOT_APPLICABLE:
		text_str(out, "Analysis not applicable: ");
		summary_reason(out, w, o);
		break;
	case FAILURE_NONE:
		break;
	}
}

static void suggest_after_rejection(struct text *out, const struct window *w)
{
	static const struct { const char *reason, *words; } all[] = {
		{ "missing", "see which of WOB, RPM, ROP and torque the rig does not send, or sends as null" },
		{ "rig_state", "nothing to do unless the rig was drilling: then check hookload, bit depth and hole depth" },
		{ "wob_low", "if the rig was drilling, check the WOB zero, or lower --min-wob for a small bit or milling" },
		{ "rpm_low", "if this was sliding, give the motor's rev/gal so that bit RPM is known, or lower --min-rpm" },
		{ "rop_range", "if the rig was drilling, check the ROP channel and its unit (ft/h here)" },
		{ "mse_range", "check bit diameter, torque and its unit; widen --min-mse or --max-mse if they are right" },
		{ "not_making_hole", "if the rig was drilling, check hole depth and bit depth, or widen --bottom" },
		{ "transient", "longer spells on bottom are needed: the first minute of each is not judged" },
		{ "bedding_in", "wait until the new bit has drilled 3 ft or 10 min" },
		{ "dysfunction", "the bit or the string misbehaves: cure that first; see `dysfunction` of the window" },
	};

	for (size_t i = 0; w->rejected.n && i < sizeof all / sizeof *all; i++)
		if (strcmp(w->rejected.of[0].name, all[i].reason) == 0) {
			text_str(out, all[i].words);
			return;
		}
	text_str(out, "ml-filter --annotate shows row by row which test rejects");
}

static void suggest_more_data(struct text *out, const struct window *w, const struct outcome *o,
	const struct levels *levels)
{
	double have = o->segment ? o->segment->clean_s : w->clean_s;

	if (o->cause == CAUSE_BLOCKS) {
		text_format(out, "the samples counted are those of steady blocks (%.0f of 12): hold WOB, RPM and flow "
			"steady, some minutes at each setting", o->segment->optimal.blocks);
		return;
	}
	if (o->cause == CAUSE_USABLE) {
		text_str(out, "ml-optimal can use too few of these samples: see that WOB, RPM and ROP are sent all the time");
		return;
	}
	if (w->end - w->start < levels->low_s) {
		text_str(out, "the window is shorter than the clean drilling that is needed; use a longer --window");
		return;
	}
	text_str(out, "keep on drilling");
	if (have < levels->low_s) {
		text_str(out, ": ");
		summary_duration(out, ceil(levels->low_s - have));
		text_str(out, " more of clean drilling are needed");
	}
	if (w->rejected.n && w->rejected.of[0].n > w->valid)
		text_format(out, "; most samples were rejected: %s", reject_words(w->rejected.of[0].name));
}

static void suggest(struct text *out, const struct window *w, const struct outcome *o, const struct levels *levels)
{
	switch (o->failure) {
	case FAILURE_INSUFFICIENT:
		suggest_more_data(out, w, o, levels);
		break;
	case FAILURE_UNSTABLE:
		text_str(out, "the rock changes faster than ");
		summary_duration(out, levels->low_s);
		text_str(out, " of clean drilling: keep the settings and wait for a steady rock, or use a longer --window");
		break;
	case FAILURE_NO_CORRELATION:
		if (o->best_p < 0.05)
			text_str(out, "a pair is below p=0.05 but its effect is too small to count; ");
		summary_trial(out, o->segment);
		if (o->segment->optimal.limited_by) {
			text_str(out, "; note: ");
			summary_limit(out, o->segment->optimal.limited_by);
		}
		break;
	case FAILURE_ALL_REJECTED:
		suggest_after_rejection(out, w);
		break;
	case FAILURE_NOT_APPLICABLE:
		if (o->cause == CAUSE_IDLE)
			text_str(out, "set the campaign to production or plug_abandonment to have drilling analysed");
		else if (o->cause == CAUSE_NO_DATA)
			text_str(out, "if the rig was working, check the line to it");
		else if (o->cause == CAUSE_HELD)
			text_str(out, "if this is right, confirm with wits-capture --confirm (with --units where the units "
				"changed), or name the new well with --well; until then nothing is concluded from these rows");
		else if (o->cause == CAUSE_NO_DRILLING)
			text_str(out, "nothing to do until drilling goes on; if the rig was drilling, check hookload, block "
				"position, bit depth and hole depth");
		else if (o->cause == CAUSE_NO_ANALYSIS)
			text_str(out, "run ml-filter | ml-segment | ml-correlate | ml-optimal | ml-report");
		break;
	case FAILURE_NONE:
		break;
	}
}

void summary_suggestion(struct text *out, const struct window *w, const struct outcome *o, const struct levels *levels)
{
	struct text suspects = { 0 };

	suggest(out, w, o, levels);
	summary_suspects(&suspects, w);
	if (suspects.len && o->cause != CAUSE_IDLE && o->cause != CAUSE_NO_DATA)
		text_format(out, "%s%s", out->len ? "; " : "", text_view(&suspects));
	out->failed = out->failed || suspects.failed;
	text_free(&suspects);
}
