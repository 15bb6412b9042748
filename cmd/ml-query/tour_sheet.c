/* tour_sheet.c - a shift as a page; see tour_sheet.h. What is capped says how many there are. */
#include "tour_sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "say.h"

enum { MOST_ROCKS = 6, MOST_TRIED = 7, MOST_ADVICE = 6, MOST_FAILURES = 5, MOST_DOUBTS = 5 };

/* "14:00" in the crew's zone. */
static void put_clock(struct text *out, const struct query *q, double ts)
{
	char local[WHEN_LEN] = "";

	when_local(ts, &q->zone, local);
	if (strlen(local) >= 16)
		text_add(out, local + 11, 5);
	else
		text_str(out, "unknown");
}

static void put_span(struct text *out, const struct query *q, double from, double to)
{
	put_clock(out, q, from);
	text_put(out, '-');
	put_clock(out, q, to);
}

static void put_head(struct sheet *s, const struct query *q, const struct tour *t, const struct tour_who *who)
{
	text_format(&s->title, "Shift hand-over: %s", who->well);
	query_show_time(&s->subtitle, q, t->from);
	text_str(&s->subtitle, " to ");
	query_show_time(&s->subtitle, q, t->to);
	text_format(&s->subtitle, ", field %s, %s", who->field, who->campaign ? who->campaign : "campaign unknown");
	s->notice = query_notice;
}

static void put_drilled(struct text *out, const struct query *q, const struct tour *t)
{
	query_show(out, q, SHOW_DEPTH, isfinite(t->depth[0]) ? t->footage_ft : NAN);
	text_str(out, " drilled, ");
	say_depths(out, q, t->depth);
	text_str(out, "; on bottom ");
	say_hours(out, t->on_bottom_s);
	if (t->slide_s > 0) {
		text_str(out, " (rotating ");
		say_hours(out, t->on_bottom_s - t->slide_s);
		text_str(out, ", sliding ");
		say_hours(out, t->slide_s);
		text_put(out, ')');
	}
	if (t->on_bottom_s > 0 && isfinite(t->depth[0])) {
		text_str(out, "; ROP on bottom ");
		query_show(out, q, SHOW_ROP, t->footage_ft / (t->on_bottom_s / 3600));
	}
	if (t->unreported_ft > 0) {
		text_str(out, "; besides ");
		query_show(out, q, SHOW_DEPTH, t->unreported_ft);
		text_str(out, " in hours without a report");
	}
}

static int longest_first(const void *a, const void *b)
{
	const struct tour_state *x = a, *y = b;

	if (x->seconds != y->seconds)
		return x->seconds > y->seconds ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* Longest first, '_' shown as a blank. */
static void put_seconds(struct text *out, const struct tour_state *list, size_t n)
{
	struct tour_state sorted[TOUR_STATES];

	memcpy(sorted, list, sizeof sorted);
	qsort(sorted, n, sizeof *sorted, longest_first);
	for (size_t i = 0; i < n; i++) {
		text_str(out, i ? ", " : "");
		for (const char *s = sorted[i].name; *s; s++)
			text_put(out, *s == '_' ? ' ' : *s);
		text_put(out, ' ');
		say_hours(out, sorted[i].seconds);
	}
}

static void put_time(struct text *out, const struct tour *t)
{
	put_seconds(out, t->state, t->states);
	if (!t->states)
		text_str(out, "the reports have no rig states");
	if (t->gaps_s > 0) {
		text_str(out, "; gaps in the data ");
		say_hours(out, t->gaps_s);
	}
}

static void put_bit(struct text *out, const struct query *q, const struct tour *t)
{
	for (int i = 0; i < 2 && !isnan(t->bit[i].ts); i++) {
		text_str(out, i ? "; " : "");
		if (isfinite(t->bit[i].hours))
			text_format(out, "%.1f h", t->bit[i].hours);
		else
			text_str(out, "hours unknown");
		text_str(out, " and ");
		query_show(out, q, SHOW_DEPTH, t->bit[i].footage);
		text_str(out, " on it at ");
		put_clock(out, q, t->bit[i].ts);
	}
	if (isnan(t->bit[0].ts))
		text_str(out, "unknown");
}

static void put_coverage(struct text *out, const struct query *q, const struct tour *t)
{
	double length = t->to - t->from;

	text_format(out, "%zu", t->windows);
	if (t->counted < t->windows)
		text_format(out, " (%zu without overlap are counted)", t->counted);
	text_format(out, ", for %.0f%% of the shift", length > 0 ? fmax(0, 100 * (1 - t->missing_s / length)) : 0);
	for (size_t i = 0; i < t->missings && i < 3; i++) {
		text_str(out, i ? ", " : "; none for ");
		put_span(out, q, t->missing[i].from, t->missing[i].to);
	}
	if (t->missings > 3)
		text_format(out, " and %zu more", t->missings - 3);
	if (t->crosses_s >= 1) {
		text_str(out, "; ");
		say_hours(out, t->crosses_s);
		text_str(out, " of them lies outside it");
	}
}

static void put_advice(struct text *out, const struct query *q, const struct tour_advice *a, bool gain_too)
{
	const char *evidence = json_get_text(a->params, "evidence");
	double gain = query_number(a->params, "gain.rop");

	text_str(out, strcmp(a->action, "change") == 0 ? "set " :
		strcmp(a->action, "test") == 0 ? "test; until then keep " : "keep ");
	say_point(out, q, &a->point);
	text_format(out, "; evidence %s", evidence ? evidence : "not tested");
	if (gain_too && strcmp(a->action, "change") == 0 && isfinite(gain)) {
		text_str(out, ", ROP ");
		say_percent(out, gain);
	}
}

static void put_standing(struct text *out, const struct query *q, const struct tour *t)
{
	const struct tour_advice *last = t->advices ? &t->advice[t->advices - 1] : t->had_before ? &t->before : NULL;

	if (!last) {
		text_str(out, "no advice was given");
		return;
	}
	put_advice(out, q, last, false);
	if (strcmp(last->action, "change") == 0) {
		text_str(out, "; ");
		say_gain(out, last->params);
	}
	text_str(out, "; given ");
	if (t->advices)
		put_clock(out, q, last->ts);
	else
		query_show_time(out, q, last->ts);
}

static void fill_rocks(struct sheet *s, const struct query *q, const struct tour *t)
{
	static const char *const columns[] = { "", "Depth", "Rock", "d", "On bottom", "Drilled", "ROP" };
	struct sheet_table *table = sheet_table(s, "Rock and speed", "no rock was analysed", MOST_ROCKS);
	/* the last ones: they are what the next shift drills on in */
	size_t first = t->rocks > MOST_ROCKS ? t->rocks - MOST_ROCKS : 0;

	for (int i = 0; i < 7; i++)
		sheet_column(table, columns[i], i >= 3);
	table->more = first + t->rocks_lost;
	for (size_t i = first; i < t->rocks; i++) {
		const struct tour_rock *r = &t->rock[i];
		struct text *cell = sheet_row(table);
		text_format(&cell[0], "%zu", i + 1);
		say_depths(&cell[1], q, r->depth);
		say_rock(&cell[2], r->formation, r->name);
		if (r->d_sum > 0)
			text_format(&cell[3], "%.2f", r->d_sum / r->clean_s);
		say_hours(&cell[4], r->on_bottom_s);
		query_show(&cell[5], q, SHOW_DEPTH, r->footage_ft);
		query_show(&cell[6], q, SHOW_ROP, tour_rop(r));
	}
}

static int longest_tried(const void *a, const void *b)
{
	const struct tour_tried *x = a, *y = b;

	return x->minutes > y->minutes ? -1 : x->minutes < y->minutes;
}

static int by_rock(const void *a, const void *b)
{
	const struct tour_tried *x = a, *y = b;

	return x->rock < y->rock ? -1 : x->rock > y->rock ? 1 : longest_tried(a, b);
}

static void fill_tried(struct sheet *s, const struct query *q, const struct tour *t)
{
	static const char *const columns[] = { "Rock", "WOB", "Rotary", "Flow", "Time", "Visits", "ROP", "MSE" };
	struct sheet_table *table = sheet_table(s, "Settings tried", "none that was steady", MOST_TRIED);
	struct tour_tried tried[TOUR_PARTS] = { 0 };
	size_t n = 0;

	/* of the rocks that are shown, those of the most time */
	for (size_t i = 0; i < t->tries; i++)
		if (t->tried[i].rock + MOST_ROCKS >= t->rocks)
			tried[n++] = t->tried[i];
	qsort(tried, n, sizeof *tried, longest_tried);
	n = n < MOST_TRIED ? n : MOST_TRIED;
	qsort(tried, n, sizeof *tried, by_rock);
	for (int i = 0; i < 8; i++)
		sheet_column(table, columns[i], 1);
	table->more = t->tries - n;
	for (size_t i = 0; i < n; i++) {
		struct text *cell = sheet_row(table);
		text_format(&cell[0], "%zu%s", tried[i].rock + 1, tried[i].practice ? " mean" : "");
		query_show(&cell[1], q, SHOW_WOB, tried[i].point.wob);
		query_show(&cell[2], q, SHOW_RPM, tried[i].point.rpm);
		query_show(&cell[3], q, SHOW_FLOW, tried[i].point.flow);
		say_hours(&cell[4], tried[i].minutes * 60);
		if (isfinite(tried[i].visits))
			text_format(&cell[5], "%.0f", tried[i].visits);
		query_show(&cell[6], q, SHOW_ROP, tried[i].rop);
		query_show(&cell[7], q, SHOW_MSE, tried[i].mse);
	}
}

static void fill_advice(struct sheet *s, const struct query *q, const struct tour *t)
{
	struct sheet_table *table = sheet_table(s, "Advice, when it changed", "none was given", MOST_ADVICE);
	/* what stood when the shift began takes a row */
	size_t room = t->had_before ? MOST_ADVICE - 1 : MOST_ADVICE, first = t->advices > room ? t->advices - room : 0;

	sheet_column(table, "Time", 0);
	sheet_column(table, "", 0);
	sheet_column(table, "Advice", 0);
	if (t->had_before) {
		struct text *cell = sheet_row(table);
		put_clock(&cell[0], q, t->before.ts);
		text_str(&cell[1], t->advices ? "stood" : "stands");
		put_advice(&cell[2], q, &t->before, true);
	}
	table->more = first + t->advices_lost;
	for (size_t i = first; i < t->advices; i++) {
		const struct tour_advice *a = &t->advice[i];
		struct text *cell = sheet_row(table);
		put_clock(&cell[0], q, a->ts);
		text_str(&cell[1], i + 1 == t->advices ? "stands" : "");
		put_advice(&cell[2], q, a, true);
	}
}

static void fill_failures(struct sheet *s, const struct query *q, const struct tour *t)
{
	struct sheet_table *table = sheet_table(s, "Without advice", "every report had advice", MOST_FAILURES);
	size_t first = t->failures > MOST_FAILURES ? t->failures - MOST_FAILURES : 0;

	if (!t->windows)
		table->empty = "no report at all";
	sheet_column(table, "Time", 0);
	sheet_column(table, "Reports", 1);
	sheet_column(table, "Depth", 1);
	sheet_column(table, "Why", 0);
	table->more = first + t->failures_lost;
	for (size_t i = first; i < t->failures; i++) {
		const struct tour_failure *f = &t->failure[i];
		struct text *cell = sheet_row(table);
		put_clock(&cell[0], q, f->first);
		if (f->n > 1) {
			text_put(&cell[0], '-');
			put_clock(&cell[0], q, f->last);
		}
		text_format(&cell[1], "%zu", f->n);
		query_show(&cell[2], q, SHOW_DEPTH, f->depth);
		text_str(&cell[3], f->message ? f->message : "no reason was given");
	}
}

static void fill_doubts(struct sheet *s, const struct tour *t)
{
	static const struct { const char *how, *words; } ways[] = { { "held", "held back: " }, { "suspect", "suspect: " },
		{ "stale", "stood still while drilling: " }, { "untested", "not tested (column absent or test off): " } };
	struct sheet_table *table = sheet_table(s, "Sensor doubts", "none", MOST_DOUBTS);

	sheet_column(table, "Windows", 1);
	sheet_column(table, "What", 0);
	for (size_t k = 0; k < sizeof ways / sizeof *ways; k++)
		for (size_t i = 0; i < t->doubts; i++) {
			struct text *cell = strcmp(t->doubt[i].how, ways[k].how) == 0 ? sheet_row(table) : NULL;
			if (!cell)
				continue;
			text_format(&cell[0], "%zu of %zu", t->doubt[i].windows, t->counted);
			text_format(&cell[1], "%s%s", ways[k].words, t->doubt[i].what);
		}
	if (!t->counted)
		table->empty = "no report, so nothing is known";
}

static void add_bar(struct sheet *s, const struct tour *t, double from, double to, double height, enum sheet_kind kind)
{
	double length = t->to - t->from;

	if (s->bars == SHEET_BARS || !(length > 0))
		return;
	s->bar[s->bars++] = (struct sheet_bar){ fmax(0, (from - t->from) / length), fmin(1, (to - t->from) / length), height,
		kind };
}

static void fill_chart(struct sheet *s, const struct query *q, const struct tour *t)
{
	struct text show = { 0 };
	double one;

	/* what 1 ft/h is in the crew's unit */
	query_show(&show, q, SHOW_ROP, 1000);
	one = strtod(text_view(&show), NULL) / 1000;
	s->title.failed |= show.failed;
	text_free(&show);
	s->chart = q->metric ? "ROP on bottom by window (m/h)." : "ROP on bottom by window (ft/h).";
	put_clock(&s->tick[0], q, t->from);
	put_clock(&s->tick[1], q, t->to);
	for (size_t i = 0; i < t->windows; i++) {
		const struct tour_window *w = &t->window[i];
		const char *action = json_get_text(json_object_get(w->report, "result"), "action");
		enum sheet_kind kind = !action ? SHEET_NONE : strcmp(action, "change") == 0 ? SHEET_CHANGE :
			strcmp(action, "test") == 0 ? SHEET_TEST : SHEET_HOLD;
		if (w->counted)
			add_bar(s, t, w->start, w->end, w->rop * one, kind);
	}
	for (size_t i = 0; i < t->missings; i++)
		add_bar(s, t, t->missing[i].from, t->missing[i].to, NAN, SHEET_MISSING);
}

void tour_sheet(struct sheet *s, const struct query *q, const struct tour *t, const struct tour_who *who)
{
	put_head(s, q, t, who);
	put_drilled(sheet_fact(s, "Drilled"), q, t);
	put_time(sheet_fact(s, "Time"), t);
	put_bit(sheet_fact(s, "Bit"), q, t);
	if (t->troubles)
		put_seconds(sheet_fact(s, "Dysfunction"), t->trouble, t->troubles);
	put_standing(sheet_fact(s, "Stands now"), q, t);
	put_coverage(sheet_fact(s, "Reports"), q, t);
	fill_chart(s, q, t);
	fill_rocks(s, q, t);
	fill_tried(s, q, t);
	fill_advice(s, q, t);
	fill_failures(s, q, t);
	fill_doubts(s, t);
}
