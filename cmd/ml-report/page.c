/* page.c - a report as a page for the crew; see page.h. */
#include "page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "fallback.h"
#include "json.h"
#include "show.h"
#include "summary.h"

enum { LABEL_WIDTH = 10 };

/* A page is made line by line. */
struct page {
	struct page_lines *lines;
	const char *label;              /* of the line being made */
	struct text line;
	const struct window *w;
	const struct outcome *o;
	const struct identity *who;
	const struct page_style *style;
};

static void end_line(struct page *p)
{
	struct page_lines *lines = p->lines;

	if (lines->n == lines->capacity) {
		size_t capacity = 2 * lines->capacity + 16;
		struct page_line *grown = reallocarray(lines->line, capacity, sizeof *grown);
		lines->failed |= !grown;
		if (!grown)
			return;
		lines->line = grown;
		lines->capacity = capacity;
	}
	struct page_line *line = &lines->line[lines->n++];
	*line = (struct page_line){ .label = p->label };
	show_clean(&line->words, text_view(&p->line), p->line.len);
	lines->failed |= p->line.failed || line->words.failed;
	text_clear(&p->line);
}

static void label(struct page *p, const char *name)
{
	end_line(p);
	p->label = name;
}

static void put_number(struct page *p, const struct show *show, double v)
{
	show_number(&p->line, show, v, p->style->metric);
}

static const char *unit_of(const struct page *p, const struct show *show)
{
	return show_unit(show, p->style->metric);
}

static void put(struct page *p, const char *name, const struct show *show, double v)
{
	show_named(&p->line, name, show, v, p->style->metric);
}

/* " (20.0 to 24.0)" after a setting, where the record has the range. */
static void put_range(struct page *p, const struct show *show, const char *key)
{
	const json_t *range = json_object_get(p->o->segment->optimal.record, key);
	const json_t *low = json_array_get(range, 0), *high = json_array_get(range, 1);

	if (!json_is_number(low) || !json_is_number(high))
		return;
	text_str(&p->line, " (");
	put_number(p, show, json_number_value(low));
	text_str(&p->line, " to ");
	put_number(p, show, json_number_value(high));
	text_put(&p->line, ')');
}

static void put_setting(struct page *p, const struct setting *s, bool ranges)
{
	put(p, "WOB", &show_wob, s->wob);
	if (ranges)
		put_range(p, &show_wob, "wob_range");
	put(p, ", rotary", &show_rpm, s->rpm);
	if (ranges)
		put_range(p, &show_rpm, "rpm_range");
	put(p, ", flow", &show_flow, s->flow);
	if (ranges)
		put_range(p, &show_flow, "flow_range");
}

static void put_depths(struct page *p, const double depth[2])
{
	if (!isfinite(depth[0]) || !isfinite(depth[1])) {
		text_str(&p->line, "depth unknown");
		return;
	}
	put_number(p, &show_depth, depth[0]);
	text_str(&p->line, " to ");
	put_number(p, &show_depth, depth[1]);
	text_format(&p->line, " %s", unit_of(p, &show_depth));
}

static void put_time(struct page *p, double ts)
{
	char local[WHEN_LEN];

	when_local(ts, &p->style->zone, local);
	text_str(&p->line, *local ? local : "unknown");
}

static void put_window(struct page *p)
{
	const struct window *w = p->w;

	label(p, "Window");
	put_time(p, w->start);
	text_str(&p->line, " to ");
	put_time(p, w->end);
	text_str(&p->line, ", ");
	put_depths(p, w->depth);
	label(p, "Bit");
	if (!isfinite(w->bit_hours) && !isfinite(w->bit_footage)) {
		text_str(&p->line, "unknown");
		return;
	}
	if (isfinite(w->bit_hours))
		text_format(&p->line, "%.1f h", w->bit_hours);
	else
		text_str(&p->line, "hours unknown");
	put(p, " and", &show_depth, w->bit_footage);
	text_str(&p->line, " drilled when the window began");
}

static void put_interval(struct page *p, const char *name, double gain, const double ci[2])
{
	text_format(&p->line, "%s ", name);
	summary_percent(&p->line, gain);
	if (!isfinite(ci[0]) || !isfinite(ci[1]))
		return;
	text_str(&p->line, " (90% interval ");
	summary_percent(&p->line, ci[0]);
	text_str(&p->line, " to ");
	summary_percent(&p->line, ci[1]);
	text_put(&p->line, ')');
}

static void put_gain(struct page *p, const struct optimal *o)
{
	label(p, "Gain");
	if (o->advice == ADVICE_PLAN) {
		text_str(&p->line, "not tested (the plan's rule: the best tenth of the samples, which is partly luck)");
	} else if (isfinite(o->gain_rop)) {
		put_interval(p, "ROP", o->gain_rop, o->gain_rop_ci);
		if (isfinite(o->gain_mse))
			put_interval(p, ", MSE", o->gain_mse, o->gain_mse_ci);
		text_str(&p->line, " against present practice");
		if (o->aim && strcmp(o->aim, "same_rop_less_energy") == 0)
			text_str(&p->line, "; the aim is the same ROP with less energy");
	} else {
		text_str(&p->line, "unknown");
	}
}

static void put_change(struct page *p)
{
	const struct optimal *o = &p->o->segment->optimal;
	const struct setting *present = isfinite(o->now.wob) ? &o->now : &o->practice;

	text_str(&p->line, "set ");
	put_setting(p, &o->best, true);
	if (fabs(p->w->wob_zero) >= 1) {
		label(p, "Gauge");
		summary_gauge(&p->line, p->w);
	}
	if (isfinite(present->wob) || isfinite(present->rpm)) {
		label(p, "Now");
		put_setting(p, present, false);
		put(p, ", ROP", &show_rop, present->rop);
	}
	put_gain(p, o);
	label(p, "Achieved");
	put(p, "ROP", &show_rop, o->best.rop);
	put(p, ", MSE", &show_mse, o->best.mse);
	if (isfinite(o->efficiency))
		text_format(&p->line, ", MSE efficiency %.0f%%", o->efficiency);
	if (o->rating) {
		text_str(&p->line, "; ");
		summary_rating(&p->line, o->rating);
	}
}

static void put_keep(struct page *p)
{
	struct setting s = summary_setting(p->o);

	text_str(&p->line, p->o->action == ACTION_TEST ? "test; until then keep " : "hold: keep ");
	put_setting(p, &s, false);
	if (isfinite(s.rop))
		put(p, ", ROP", &show_rop, s.rop);
	/* a hold may come with a trial, too: a point drilled once wants repeating */
	if (p->o->action == ACTION_TEST || json_is_object(json_object_get(p->o->segment->optimal.record, "trial"))) {
		label(p, "Test");
		summary_trial(&p->line, p->o->segment);
	}
}

/* Where the d-exponent moved with the settings: not another rock for the analysis, but a person should know. */
static void put_changes(struct page *p, const struct segment *s)
{
	for (size_t i = 0; i < json_array_size(s->settings_changed); i++) {
		text_str(&p->line, i ? "," : "; settings changed");
		put(p, " at", &show_depth, json_get_number(json_array_get(s->settings_changed, i), "depth_ft"));
	}
	if (s->settings_changed)
		text_str(&p->line, " (the rock may have, too)");
}

static void put_success(struct page *p)
{
	const struct segment *s = p->o->segment;
	const struct pair *finding = verdict_finding(s);

	label(p, "Do");
	if (p->o->historical) {
		text_str(&p->line, "nothing yet for the rock at the bit (too little clean data); in the rock left behind, ");
		put_depths(p, s->depth);
		text_str(&p->line, ": ");
	}
	if (p->o->action == ACTION_CHANGE)
		put_change(p);
	else
		put_keep(p);
	label(p, "How sure");
	text_format(&p->line, "evidence %s; %s, ", summary_evidence(&s->optimal),
		summary_confidence_text(p->o->confidence));
	summary_duration(&p->line, s->clean_s);
	text_str(&p->line, " clean data");
	if (isfinite(s->optimal.visits))
		text_format(&p->line, "; %.0f visit%s", s->optimal.visits, s->optimal.visits == 1 ? "" : "s");
	label(p, "Why");
	if (p->o->action == ACTION_TEST)
		text_str(&p->line, "too few different settings were drilled to compare; ");
	else if (p->o->action == ACTION_HOLD && s->optimal.advice != ADVICE_PLAN)
		text_str(&p->line, "no drilled point is shown to be better; ");
	else if (p->o->action == ACTION_HOLD && !s->optimal.limited_by)
		text_str(&p->line, "the plan's best point is where drilling goes on already; ");
	if (s->optimal.limited_by) {
		summary_limit(&p->line, s->optimal.limited_by);
		text_str(&p->line, "; ");
	}
	if (finding)
		summary_finding(&p->line, finding);
	else
		text_str(&p->line, "this point out-drilled present practice");
	label(p, "Rock");
	summary_formation(&p->line, s->formation, s->name);
	if (p->o->historical)
		text_str(&p->line, "; historical");
	put_changes(p, s);
}

static void put_last_good(struct page *p, const struct last_good *last)
{
	const json_t *params = json_object_get(json_object_get(last->report, "result"), "optimal_params");
	struct setting s = { json_get_number(params, "best_wob"), json_get_number(params, "best_rpm"),
		json_get_number(params, "best_flow"), json_get_number(params, "achieved_rop"), NAN };

	label(p, "Last good");
	text_str(&p->line, last->by_depth ? "near this depth until " : "in this rock until ");
	put_time(p, json_get_number(last->report, "timestamp"));
	text_str(&p->line, ": ");
	put_setting(p, &s, false);
	put(p, ", ROP", &show_rop, s.rop);
}

static void put_failure(struct page *p, const struct levels *levels, const struct last_good *last)
{
	struct fallback f = fallback_find(p->w, p->o, last);
	struct text words = { 0 };

	label(p, "Do");
	text_str(&p->line, "nothing new: this window has no advice");
	label(p, "Why not");
	summary_message(&p->line, p->w, p->o);
	if (p->o->historical) {
		text_str(&p->line, " in the rock left behind, ");
		put_depths(p, p->o->segment->depth);
		text_str(&p->line, "; the rock at the bit has too little clean data yet");
	}
	summary_suggestion(&words, p->w, p->o, levels);
	if (words.len) {
		label(p, "Try");
		text_add(&p->line, words.s, words.len);
	}
	text_free(&words);
	if (isfinite(f.best)) {
		label(p, "Energy");
		put(p, "present MSE", &show_mse, f.present);
		text_format(&p->line, ", %.1f times the best in this rock (", f.present / f.best);
		put_number(p, &show_mse, f.best);
		text_str(&p->line, f.by_report ? ", of the last good report)" : ")");
	}
	if (last->report)
		put_last_good(p, last);
}

/* What an earlier window advised and nothing has overturned since. */
static void put_standing(struct page *p)
{
	const json_t *advice = window_standing(p->w);
	struct setting s = { json_get_number(advice, "wob"), json_get_number(advice, "rpm"), json_get_number(advice, "flow"), NAN,
		NAN };

	if (!advice)
		return;
	label(p, "Advice");
	text_str(&p->line, "standing since ");
	put_time(p, json_get_number(advice, "since"));
	text_str(&p->line, ": ");
	put_setting(p, &s, false);
}

/* With more than one segment a line on each: what it is and what came of it. */
static void put_segments(struct page *p, const struct levels *levels)
{
	for (size_t i = 0; p->w->segments > 1 && i < p->w->segments; i++) {
		const struct segment *s = &p->w->segment[i];
		struct outcome o = verdict_segment(p->w, s, levels);
		label(p, i ? "" : "Segments");
		text_format(&p->line, "%zu: ", s->index);
		put_depths(p, s->depth);
		text_str(&p->line, ", ");
		summary_hardness(&p->line, s->formation, s->name);
		text_str(&p->line, ", ");
		summary_duration(&p->line, s->clean_s);
		text_str(&p->line, " clean: ");
		if (o.failure != FAILURE_NONE) {
			summary_message(&p->line, p->w, &o);
			put_changes(p, s);
			continue;
		}
		struct setting best = summary_setting(&o);
		text_format(&p->line, "%s, ", summary_action_name(o.action));
		put_setting(p, &best, false);
		put_changes(p, s);
	}
}

const char *page_heading(enum action action)
{
	static const char *const heads[] = { "NO ADVICE", "CHANGE", "HOLD", "TEST" };

	return heads[action];
}

void page_collect(struct page_lines *lines, const struct window *w, const struct outcome *o, const struct identity *who,
	const struct levels *levels, const struct last_good *last, const struct page_style *style)
{
	struct page p = { lines, NULL, { 0 }, w, o, who, style };

	text_format(&p.line, "%s, %s, %s: %s%s", who->well, who->field, campaign_name(w->campaign), page_heading(o->action),
		o->historical ? ", HISTORICAL" : "");
	put_window(&p);
	if (o->failure == FAILURE_NONE)
		put_success(&p);
	else
		put_failure(&p, levels, last);
	put_standing(&p);
	put_segments(&p, levels);
	label(&p, NULL);
	text_str(&p.line, summary_notice);
	end_line(&p);
	text_free(&p.line);
}

void page_free(struct page_lines *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		text_free(&lines->line[i].words);
	free(lines->line);
	*lines = (struct page_lines){ 0 };
}

void page_window(struct text *out, const struct window *w, const struct outcome *o, const struct identity *who,
	const struct levels *levels, const struct last_good *last, const struct page_style *style)
{
	struct page_lines lines = { 0 };

	page_collect(&lines, w, o, who, levels, last, style);
	for (size_t i = 0; i < lines.n; i++) {
		const struct page_line *line = &lines.line[i];
		if (line->label)
			text_format(out, "  %-*s", LABEL_WIDTH, line->label);
		else if (i)
			text_str(out, "  ");
		text_format(out, "%s\n", text_view(&line->words));
	}
	text_put(out, '\n');
	out->failed |= lines.failed;
	page_free(&lines);
}
