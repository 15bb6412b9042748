/* tour_ask.c - `tour`: the hand-over of a shift; see tour.h for what is counted. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sheet.h"
#include "tour.h"
#include "tour_sheet.h"

static const double usual_hours = 12, day_s = 86400;

struct shift { double from, to; };

/* HH:MM of a day in the crew's zone. */
static double moment(const struct query *q, const char *date, const char *clock)
{
	char words[64], why[WHEN_WHY];
	struct when_read read;
	double ts;

	snprintf(words, sizeof words, "%.20s %.20s:00", date, clock);
	if (!when_parse(words, strlen(words), &q->zone, WHEN_ORDER_NONE, &ts, &read, why))
		die(EX_USAGE, "tour: %s", why);
	return ts;
}

static bool is_shape(const char *s, const char *shape)
{
	for (; *s && *shape; s++, shape++)
		if (*shape == '0' ? *s < '0' || *s > '9' : *s != *shape)
			return false;
	return !*s && !*shape;
}

/* The day in the crew's zone. */
static void day_of(const struct query *q, double ts, char day[11])
{
	char local[WHEN_LEN] = "";

	when_local(ts, &q->zone, local);
	snprintf(day, 11, "%.10s", local);
}

/* On --date, else the last one that has begun by now. */
static struct shift settle_shift(struct query *q)
{
	double hours = isfinite(q->o.hours) ? q->o.hours : usual_hours, from;
	char day[11];

	if (!q->o.from)
		die(EX_USAGE, "tour needs --from, when the shift began: --from 06:00");
	if (!is_shape(q->o.from, "00:00") || strcmp(q->o.from, "24:00") >= 0 || q->o.from[3] > '5')
		die(EX_USAGE, "--from: '%s' is no time of day; use HH:MM such as 06:00", q->o.from);
	if (q->o.date && !is_shape(q->o.date, "0000-00-00"))
		die(EX_USAGE, "--date: '%s' is no day; use YYYY-MM-DD", q->o.date);
	if (!(hours > 0 && hours <= 48))
		die(EX_USAGE, "--hours: %g is no shift; use 48 or less", hours);
	if (q->o.date) {
		from = moment(q, q->o.date, q->o.from);
	} else {
		day_of(q, q->now, day);
		from = moment(q, day, q->o.from);
		if (from > q->now) {
			day_of(q, from - day_s, day);
			from = moment(q, day, q->o.from);
		}
	}
	return (struct shift){ from, from + hours * 3600 };
}

/* The window of a key: its length is in the report. */
static bool take(struct tour_window *w, json_t *report, const char *key)
{
	const json_t *window = json_object_get(report, "window");
	double end = json_get_number(report, "timestamp"), start = json_get_number(window, "start");

	if (isnan(end))
		return false;
	if (!(start < end))
		start = end - 3600;             /* a report without its window: the usual length */
	*w = (struct tour_window){ report, xstrdup(key), start, end, false, NAN };
	return true;
}

struct loaded { struct tour_window *window; size_t n; char well[128], field[128]; const char *campaign; };

/* All reports must be of one well: a sum over two is of no use to either crew. */
static void one_well(struct loaded *l, const json_t *report)
{
	const char *well = json_get_text(report, "well_id"), *field = json_get_text(report, "field_name");

	well = well ? well : "unknown well";
	field = field ? field : "unknown field";
	if (!l->n) {
		snprintf(l->well, sizeof l->well, "%s", well);
		snprintf(l->field, sizeof l->field, "%s", field);
	} else if (strcmp(l->well, well) != 0 || strcmp(l->field, field) != 0) {
		die(EX_USAGE, "more than one well in that time: '%s' of '%s' and '%s' of '%s'; say which with --well "
			"(and --field)", l->well, l->field, well, field);
	}
}

static void load(struct query *q, const struct shift *s, struct loaded *l)
{
	struct tree_want want = q->want;
	const char *key;
	json_t *report;
	size_t room = 0;

	want.well = cmd_setting(q->cmd, q->o.well, "WELL_ID", "well", "id");
	if (!want.field && q->o.well == NULL)
		want.field = cmd_setting(q->cmd, q->o.field, "FIELD_NAME", "well", "field");
	/* a day before: what stood when the shift began; a window may end half its length after the shift */
	want.since = s->from - day_s;
	want.until = s->to + day_s;
	if (isfinite(q->want.until))
		want.until = fmin(want.until, q->want.until);
	want.limit = 0;
	while ((report = query_next(q, &want, &key)) != NULL) {
		if (l->n == room) {
			room = room ? 2 * room : 64;
			l->window = xrealloc(l->window, room, sizeof *l->window);
		}
		one_well(l, report);
		if (take(&l->window[l->n], report, key))
			l->n++;
		else
			json_decref(report);
	}
}

static void put(struct query *q, struct loaded *l, const struct tour *t)
{
	struct tour_who who = { l->well, l->field, json_get_text(t->window[0].report, "campaign") };
	static struct sheet sheet;

	tour_sheet(&sheet, q, t, &who);
	if (sheet_failed(&sheet))
		query_out_of_memory();
	if (q->format == QUERY_HTML)
		sheet_html(&q->out, &sheet);
	else
		sheet_text(&q->out, &sheet);
	sheet_free(&sheet);
	q->puts++;
}

int query_tour(struct query *q)
{
	struct shift shift = settle_shift(q);
	static struct tour tour;
	struct loaded loaded = { 0 };
	int status = QUERY_FOUND;

	load(q, &shift, &loaded);
	if (loaded.n && !tour_make(&tour, loaded.window, loaded.n, shift.from, shift.to, q->now))
		query_out_of_memory();
	if (tour.windows) {
		put(q, &loaded, &tour);
	} else {
		q->want.since = shift.from;
		q->want.until = shift.to;
		status = query_none(q, NULL);
	}
	for (size_t i = 0; i < loaded.n; i++) {
		json_decref(loaded.window[i].report);
		free((char *)(uintptr_t)loaded.window[i].key);
	}
	free(loaded.window);
	return status;
}
