/* line.c - a report as one line for a log; see line.h. */
#include "line.h"

#include <math.h>
#include <string.h>
#include "json.h"
#include "show.h"
#include "summary.h"

static const char tail[] = " [advisory only]", cut[] = "...";

/* Up to `most` characters (not bytes) of s, cleaned; what is cut ends in "...". */
static void put_short(struct text *out, const char *s, size_t most)
{
	size_t len = strlen(s), shown = 0, i = 0, fits = 0;
	struct text clean = { 0 };

	show_clean(&clean, s, len);
	s = text_view(&clean);
	for (; s[i] && shown <= most; i++) {
		if (((unsigned char)s[i] & 0xc0) == 0x80)
			continue;
		if (shown + strlen(cut) <= most)
			fits = i;
		shown++;
	}
	if (shown <= most)
		text_add(out, s, clean.len);
	else
		text_format(out, "%.*s%s", (int)fits, s, cut);
	out->failed |= clean.failed;
	text_free(&clean);
}

/* "2026-11-23T12:00Z", "2026-11-23T14:00+02:00". */
static void put_time(struct text *out, double ts, const struct when_zone *zone)
{
	char local[WHEN_LEN];
	char *blank;

	when_local(ts, zone, local);
	blank = strchr(local, ' ');
	if (!blank) {
		text_str(out, "unknown");
		return;
	}
	*blank = 'T';
	blank = strchr(local, ' ');
	if (blank && strcmp(blank, " +00:00") == 0)
		memcpy(blank, "Z", sizeof "Z");
	else if (blank)
		memmove(blank, blank + 1, strlen(blank));
	text_str(out, local);
}

static void put_depths(struct text *out, const double depth[2], bool metric)
{
	if (!isfinite(depth[0]) || !isfinite(depth[1])) {
		text_str(out, "depth unknown");
		return;
	}
	show_number(out, &show_depth, depth[0], metric);
	text_put(out, '-');
	show_number(out, &show_depth, depth[1], metric);
	text_format(out, " %s", show_unit(&show_depth, metric));
}

static void put_setting(struct text *out, const struct setting *s, bool metric)
{
	show_named(out, "WOB", &show_wob, s->wob, metric);
	text_str(out, isfinite(s->rpm) ? " RPM " : " RPM unknown");
	if (isfinite(s->rpm))
		show_number(out, &show_rpm, s->rpm, metric);
	text_put(out, ' ');
	show_named(out, "flow", &show_flow, s->flow, metric);
}

static void put_percent(struct text *out, const char *name, double gain, const double ci[2])
{
	summary_percent(out, gain);
	if (isfinite(ci[0]) && isfinite(ci[1])) {
		text_str(out, " [");
		summary_percent(out, ci[0]);
		text_str(out, ", ");
		summary_percent(out, ci[1]);
		text_put(out, ']');
	}
	text_format(out, " %s, ", name);
}

static void put_sure(struct text *out, const struct outcome *o)
{
	static const char *const levels[] = { "INSUFFICIENT", "LOW", "MEDIUM", "HIGH" };
	const struct optimal *optimal = &o->segment->optimal;

	text_str(out, " (");
	if (o->action == ACTION_CHANGE && optimal->advice == ADVICE_PLAN)
		text_str(out, "gain not tested, ");
	else if (o->action == ACTION_CHANGE && isfinite(optimal->gain_rop))
		put_percent(out, "ROP", optimal->gain_rop, optimal->gain_rop_ci);
	if (o->action == ACTION_CHANGE && isfinite(optimal->gain_mse) && optimal->aim &&
	    strcmp(optimal->aim, "same_rop_less_energy") == 0)
		put_percent(out, "MSE", optimal->gain_mse, optimal->gain_mse_ci);
	if (optimal->advice != ADVICE_PLAN)
		text_format(out, "evidence %s, ", summary_evidence(optimal));
	text_format(out, "%s)", levels[o->confidence]);
}

/* Of what stands only where this window gives no other. */
static void put_standing(struct text *out, const struct window *w, const struct outcome *o, bool metric)
{
	const json_t *advice = window_standing(w);
	struct setting s = { json_get_number(advice, "wob"), json_get_number(advice, "rpm"), json_get_number(advice, "flow"), NAN,
		NAN };

	if (!advice || o->action == ACTION_CHANGE)
		return;
	text_str(out, "; standing advice ");
	put_setting(out, &s, metric);
}

/* "TEST A WOB .. RPM .. flow .., B ..", else the words of the general test. */
static void put_trial(struct text *out, const struct segment *s, bool metric)
{
	const json_t *trial = json_object_get(s->optimal.record, "trial"), *side[2] = { json_object_get(trial, "a"),
		json_object_get(trial, "b") };

	if (!json_is_object(side[0]) || !json_is_object(side[1])) {
		text_str(out, " ");
		summary_trial(out, s);
		return;
	}
	for (int i = 0; i < 2; i++) {
		struct setting one = { json_get_number(side[i], "wob"), json_get_number(side[i], "rpm"),
			json_get_number(side[i], "flow"), NAN, NAN };
		text_format(out, "%s%c ", i ? ", " : " A-B-A-B: ", 'A' + i);
		put_setting(out, &one, metric);
	}
}

static void put_success(struct text *out, const struct window *w, const struct outcome *o, const struct page_style *style)
{
	static const char *const heads[] = { "", "CHANGE", "HOLD", "TEST" };
	struct setting s = summary_setting(o);

	text_str(out, heads[o->action]);
	if (o->historical)
		text_str(out, " (in the rock left behind)");
	if (o->action == ACTION_TEST) {
		put_trial(out, o->segment, style->metric);
		put_sure(out, o);
		put_standing(out, w, o, style->metric);
		return;
	}
	text_put(out, ' ');
	put_setting(out, &s, style->metric);
	put_sure(out, o);
	put_standing(out, w, o, style->metric);
	if (o->segment->optimal.limited_by) {
		text_str(out, ": ");
		summary_limit(out, o->segment->optimal.limited_by);
	} else if (o->action == ACTION_HOLD) {
		text_str(out, o->segment->optimal.advice == ADVICE_PLAN ? ": the plan's best point is what is drilled" :
			": no drilled point is shown to be better");
	}
}

static void put_failure(struct text *out, const struct window *w, const struct outcome *o, const struct levels *levels,
	bool metric)
{
	struct text words = { 0 };

	text_format(out, "NO ADVICE %s: ", summary_failure_name(o->failure));
	switch (o->failure) {
	case FAILURE_INSUFFICIENT:
		text_format(out, "%.0f of %.0f samples", o->valid_samples, o->required);
		break;
	case FAILURE_UNSTABLE:
		text_format(out, "%zu segments, largest has %.0f samples", o->segment_count, o->max_segment_size);
		break;
	case FAILURE_NO_CORRELATION:
		if (isfinite(o->best_p)) {
			text_str(out, "best ");
			summary_p(out, o->best_p);
		} else {
			text_str(out, "no pair could be tested");
		}
		break;
	default:
		summary_reason(out, w, o);
		break;
	}
	put_standing(out, w, o, metric);
	summary_suggestion(&words, w, o, levels);
	if (words.len)
		text_format(out, "; %s", text_view(&words));
	out->failed |= words.failed;
	text_free(&words);
}

void line_window(struct text *out, const struct window *w, const struct outcome *o, const struct identity *who,
	const struct levels *levels, const struct page_style *style)
{
	struct text line = { 0 }, words = { 0 };
	const double *depth = o->failure == FAILURE_NONE ? o->segment->depth : w->depth;

	put_time(&line, w->end, &style->zone);
	text_put(&line, ' ');
	put_short(&line, who->field, LINE_NAME);
	text_put(&line, '/');
	put_short(&line, who->well, LINE_NAME);
	text_format(&line, " %s ", campaign_name(w->campaign));
	put_depths(&line, depth, style->metric);
	text_str(&line, ": ");
	if (o->failure == FAILURE_NONE)
		put_success(&words, w, o, style);
	else
		put_failure(&words, w, o, levels, style->metric);
	text_str(&line, text_view(&words));
	put_short(out, text_view(&line), LINE_COLUMNS - strlen(tail));
	text_format(out, "%s\n", tail);
	out->failed |= line.failed || words.failed;
	text_free(&line);
	text_free(&words);
}
