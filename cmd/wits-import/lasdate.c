/*
 * lasdate.c - see lasdate.h.
 */
#include "lasdate.h"

#include <math.h>

#include "head.h"

static const double whole_day = 86400;

/* The one column with a time, where that is a time of day; -1: there is none, or another has the date. */
static int find_column(const struct log *log)
{
	struct head head;
	int found = -1;

	for (int k = 0; k < log->n; k++) {
		const char *name = log->column[k].name;

		if (!head_recognise(name, strlen(name), NULL, 0, &head) || head.kind == SPELL_CHANNEL)
			continue;
		if (head.kind != SPELL_CLOCK || found >= 0)
			return -1;
		found = k;
	}
	return found;
}

void lasdate_find(struct lasdate *d, const struct log *log, const struct las_header *h, const char *time_format)
{
	const struct when_zone utc = { .name = "UTC" };
	const char *date = h->version < 2 && h->date.about[0] ? h->date.about : h->date.value;
	enum when_order order = WHEN_ORDER_NONE;
	struct when_read how;

	*d = (struct lasdate){ .column = *date ? find_column(log) : -1, .day = NAN, .last = NAN };
	if (d->column < 0)
		return;
	if (time_format && !when_order_parse(time_format, &order))
		order = WHEN_ORDER_NONE;
	if (when_parse(date, strlen(date), &utc, order, &d->day, &how, d->why))
		d->day = floor(d->day / whole_day) * whole_day;
}

/* HH:MM and so on, as seconds of the day; NAN when it is none. */
static double time_of_day(const struct field *f)
{
	const struct when_zone utc = { .name = "UTC" };
	struct when_read how;
	char text[48], why[WHEN_WHY];
	double ts;
	int n;

	if (f->len > 24 || !memchr(f->text, ':', f->len))
		return NAN;
	n = snprintf(text, sizeof text, "1970-01-01 %.*s", (int)f->len, f->text);
	return when_parse(text, (size_t)n, &utc, WHEN_ORDER_NONE, &ts, &how, why) ? ts : (double)NAN;
}

bool lasdate_put(struct lasdate *d, struct field *row)
{
	struct field *f = &row[d->column < 0 ? 0 : d->column];
	double tod = d->column < 0 ? (double)NAN : time_of_day(f);
	char date[WHEN_LEN];
	int n;

	if (isnan(tod))
		return true;
	if (isnan(d->day))
		return false;
	if (tod < d->last - whole_day / 2)
		d->day += whole_day;
	d->last = tod;
	when_iso(d->day, date);
	n = snprintf(d->text, sizeof d->text, "%.10s %.*s", date, (int)f->len, f->text);
	*f = (struct field){ d->text, (size_t)n };
	return true;
}
