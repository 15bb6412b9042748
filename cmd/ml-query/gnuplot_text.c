/* gnuplot_text.c - reports as a script of gnuplot; see gnuplot_text.h. */
#include "gnuplot_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WELLS = 12, NAME_MOST = 60 };            /* wells with a colour of their own; the rest share one more */
enum { ACROSS = 3 };
static const struct column { const char *name, *path; enum query_shown shown; } columns[] = {
	{ "WOB", "result.optimal_params.best_wob", SHOW_WOB }, { "RPM", "result.optimal_params.best_rpm", SHOW_RPM },
	{ "flow", "result.optimal_params.best_flow", SHOW_FLOW }, { "ROP", "result.optimal_params.achieved_rop", SHOW_ROP },
	{ "MSE", "result.optimal_params.achieved_mse", SHOW_MSE },
};
enum { COLUMNS = sizeof columns / sizeof *columns, FIRST = 6 };  /* column FIRST of the data is columns[0] */

/* The bounds are told to gnuplot: left to itself it gives up where a picture has no point. */
struct bounds { double low, high; int n; };
static struct { char *well[WELLS]; int wells; bool more; struct bounds across[ACROSS], of[COLUMNS]; } seen;

/* The number of a report's well in the legend, from 0. */
static int number_of(const json_t *report)
{
	const char *name = query_text(report, "well_id");

	if (!name)
		name = "unknown";
	for (int i = 0; i < seen.wells; i++)
		if (strcmp(seen.well[i], name) == 0)
			return i;
	if (seen.wells == WELLS) {
		seen.more = true;
		return WELLS;
	}
	seen.well[seen.wells] = xstrdup(name);
	return seen.wells++;
}

static void reach(struct bounds *b, double v)
{
	if (!isfinite(v))
		return;
	b->low = b->n ? fmin(b->low, v) : v;
	b->high = b->n ? fmax(b->high, v) : v;
	b->n++;
}

/* A value; a missing one is NaN, which gnuplot passes over. */
static double put_plain(struct text *out, double v)
{
	text_put(out, ' ');
	if (isfinite(v))
		text_number(out, v);
	else
		text_str(out, "NaN");
	return v;
}

/* As the crew reads it, without the unit. */
static double put_shown(struct query *q, enum query_shown shown, double v)
{
	struct text words = { 0 };
	char *unit;

	query_show(&words, q, shown, v);
	if (words.failed)
		query_out_of_memory();
	unit = words.s ? strchr(words.s, ' ') : NULL;
	if (unit)
		*unit = '\0';
	text_format(&q->out, " %s", isfinite(v) ? words.s : "NaN");
	v = isfinite(v) ? strtod(words.s, NULL) : NAN;
	text_free(&words);
	return v;
}

void gnuplot_put(struct query *q, const json_t *report)
{
	const char *action = query_text(report, "result.action");
	double from = query_number(report, "depth_range.0"), to = query_number(report, "depth_range.1"), across[ACROSS];
	bool any = false;

	if (!q->puts)
		text_str(&q->out, "# the history of what was advised, for gnuplot 5.4; not a well-control, stuck-pipe or\n"
			"# barrier-certification system. along = 'depth', 'time' or 'hours' (of the bit)\n"
			"# well, depth, time, hours, kind (1 change, 2 hold, 3 test, 0 no advice), wob, rpm, flow, rop, mse\n"
			"$reports << EOD\n");
	text_format(&q->out, "%d", number_of(report));
	across[0] = put_shown(q, SHOW_DEPTH, (from + to) / 2);
	across[1] = put_plain(&q->out, query_number(report, "timestamp"));
	across[2] = put_plain(&q->out, query_number(report, "bit_hours"));
	text_format(&q->out, " %d", !action ? 0 : strcmp(action, "change") == 0 ? 1 : strcmp(action, "hold") == 0 ? 2 : 3);
	for (int i = 0; i < COLUMNS; i++) {
		double v = put_shown(q, columns[i].shown, query_number(report, columns[i].path));
		reach(&seen.of[i], v);
		any |= isfinite(v);
	}
	for (int i = 0; i < ACROSS && any; i++)
		reach(&seen.across[i], across[i]);
	text_put(&q->out, '\n');
	q->puts++;
	query_flush(q, false);
}

/* In single quotes nothing but a quote has a meaning; a character of several bytes stays whole. */
static void put_quoted(struct text *out, const char *s)
{
	text_put(out, '\'');
	for (const char *from = s; *s && (s < from + NAME_MOST || ((unsigned char)*s & 0xc0) == 0x80); s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '\'')
			text_put(out, '\'');
		text_put(out, c < 0x20 || c == 0x7f ? '?' : *s);
	}
	text_put(out, '\'');
}

/* least: to either side of a single value. */
static void put_range(struct text *out, const char *axis, const struct bounds *b, double least, double offset)
{
	double more = b->high > b->low ? 0.08 * (b->high - b->low) : least;

	text_format(out, "set %srange [", axis);
	text_number(out, b->low - more + offset);
	text_put(out, ':');
	text_number(out, b->high + more + offset);
	text_str(out, "]\n");
}

/* One of the pictures, all the wells in it. */
static void put_panel(struct query *q, int i, bool first, bool last)
{
	struct text unit = { 0 };
	const char *name;
	int n = seen.wells + seen.more;

	query_show(&unit, q, columns[i].shown, 0);
	if (unit.failed)
		query_out_of_memory();
	put_range(&q->out, "y", &seen.of[i], fmax(1, 0.05 * fabs(seen.of[i].high)), 0);
	text_format(&q->out, "set ylabel '%s,%s' noenhanced\n%s%splot ", columns[i].name, strchr(unit.s, ' '),
		first ? "" : "unset key\n", last ? "set xlabel across\n" : "");
	for (int w = 0; w < n; w++) {
		text_format(&q->out, "%s$reports using (at(0)):(one(%d, 1, %d)) with points pt 'C' lc %d title ",
			w ? ", \\\n  " : "", w, FIRST + i, w + 1);
		name = w < seen.wells ? seen.well[w] : "other wells";
		put_quoted(&q->out, name);
		for (int kind = 2; kind <= 3; kind++)
			text_format(&q->out, ", \\\n  $reports using (at(0)):(one(%d, %d, %d)) with points pt '%c' lc %d notitle",
				w, kind, FIRST + i, kind == 2 ? 'H' : 'T', w + 1);
	}
	text_put(&q->out, '\n');
	text_free(&unit);
}

/* Seconds between the times at the foot: at most six of them. */
static double tick(double span)
{
	static const double steps[] = { 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400, 172800, 432000, 864000 };
	size_t i = 0;

	while (i + 1 < sizeof steps / sizeof *steps && span / steps[i] > 5)
		i++;
	return fmax(steps[i], floor(span / 5 / 86400) * 86400);
}

static void put_across(struct query *q)
{
	static const char *const names[ACROSS] = { "depth", "time", "hours" };
	long offset = 0;

	if (!when_zone_offset(&q->zone, (int64_t)seen.across[1].high, &offset))
		offset = 0;
	text_format(&q->out, "if (!exists('along')) along = 'depth'\n"
		"across = along eq 'time' ? 'end of the window' : along eq 'hours' ? 'hours of the bit' : 'depth, %s'\n"
		"at(none) = along eq 'time' ? column(3) + %ld : along eq 'hours' ? column(4) : column(2)\n"
		"one(well, kind, k) = column(1) == well && column(5) == kind ? column(k) : NaN\n",
		q->metric ? "m" : "ft", offset);
	for (int i = 0; i < ACROSS; i++) {
		text_format(&q->out, "if (along eq '%s') {\n", names[i]);
		if (!seen.across[i].n)
			text_format(&q->out, "print 'no report with advice says its %s'; exit status 1\n", names[i]);
		else
			put_range(&q->out, "x", &seen.across[i], i == 0 ? 50 : i == 1 ? 3600 : 1, i == 1 ? (double)offset : 0);
		if (i == 1)
			text_format(&q->out, "across = across . ', %c%02ld:%02ld'\n", offset < 0 ? '-' : '+', labs(offset) / 3600,
				labs(offset) / 60 % 60);
		if (i == 1)
			text_format(&q->out, "set xtics %.0f format \"%%m-%%d\\n%%H:%%M\" timedate\n",
				tick(seen.across[1].high - seen.across[1].low));
		text_str(&q->out, "}\n");
	}
}

void gnuplot_end(struct query *q)
{
	int panels = 0, done = 0;

	text_str(&q->out, "EOD\n");
	for (int i = 0; i < COLUMNS; i++)
		panels += seen.of[i].n > 0;
	put_across(q);
	text_format(&q->out, "set key above noenhanced\nset grid\nset lmargin 10\nset multiplot layout %d,1 title "
		"'C: change advised, H: hold, T: test (what was drilled)' noenhanced\n", panels);
	for (int i = 0; i < COLUMNS; i++)
		if (seen.of[i].n > 0) {
			put_panel(q, i, done == 0, done + 1 == panels);
			done++;
		}
	text_str(&q->out, "unset multiplot\n");
	for (int i = 0; i < seen.wells; i++)
		free(seen.well[i]);
	seen.wells = 0;
}
