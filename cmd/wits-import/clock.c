/*
 * clock.c - see clock.h.
 */
#include "clock.h"

#include <math.h>

#include "num.h"

enum { TIME_TEXT = 96 };
static const double longest = 1e8;                      /* s, three years: what counts from 0 and is more is no log's time */
static const double too_late = 1e11;                    /* Unix seconds, in the year 5138: cmd_time()'s limit too */

static struct field trimmed(const struct field *f)
{
	struct field t = *f;

	while (t.len > 0 && (*t.text == ' ' || *t.text == '\t' || *t.text == '\''))
		t.text++, t.len--;
	while (t.len > 0 && (t.text[t.len - 1] == ' ' || t.text[t.len - 1] == '\t' || t.text[t.len - 1] == '\''))
		t.len--;
	return t;
}

static bool all_digits(const struct field *f)
{
	for (size_t k = 0; k < f->len; k++)
		if (f->text[k] < '0' || f->text[k] > '9')
			return false;
	return f->len > 0;
}

static bool read_number(const struct clock *c, const struct field *f, double v, double *ts, bool *same,
	struct text *why)
{
	*ts = c->unit ? unit_to_base(c->unit, v) : v;
	if (!isnan(c->start) && !(*ts >= 0 && *ts < longest)) {
		text_format(why, "'%.*s' cannot be seconds from the start of a log: leave out --start", (int)f->len, f->text);
		return false;
	}
	if (!isnan(c->start))
		*ts = round((c->start + *ts) * 1e6) / 1e6;
	*same = *ts == v;
	if (*ts >= 0 && *ts < too_late)
		return true;
	text_format(why, "'%.*s' is not a time in Unix seconds: for milliseconds use --map with a line COLUMN,ts,ms; "
		"a date needs separators (2009-07-03T18:04:32)", (int)f->len, f->text);
	return false;
}

static bool read_text(struct clock *c, const char *s, size_t len, double *ts, struct text *why)
{
	enum when_order order = WHEN_ORDER_NONE;
	struct when_read how;
	char reason[WHEN_WHY];

	if (c->format[0] && !when_order_parse(c->format, &order))
		order = WHEN_ORDER_NONE;
	if (!when_parse(s, len, &c->zone, order, ts, &how, reason)) {
		text_str(why, reason);
		return false;
	}
	if (!how.had_zone)
		c->bare = true;
	return true;
}

/* "190301" and "71250", as items 0105 and 0106 of WITS have them. */
static bool read_wits(struct clock *c, const struct field *day, const struct field *tod, double *ts, struct text *why)
{
	char reason[WHEN_WHY];

	if (!when_wits(day->text, day->len, tod->text, tod->len, &c->zone, ts, reason)) {
		text_str(why, reason);
		return false;
	}
	c->bare = true;
	return true;
}

bool clock_begin(struct clock *c, bool elapsed, const char *start, struct text *why)
{
	double from;

	c->start = NAN;
	if (!elapsed)
		return true;
	if (!*start) {
		text_str(why, "its times count from the start of the log, and it does not say when that was: say it by "
			"--start TIME");
		return false;
	}
	if (!read_text(c, start, strlen(start), &from, why)) {
		text_str(why, ": its times count from then; --start says when that was");
		return false;
	}
	c->start = from;
	return true;
}

bool clock_read(struct clock *c, const struct field *day, const struct field *tod, double *ts, bool *same,
	struct text *why)
{
	struct field d = trimmed(day), t = tod ? trimmed(tod) : (struct field){ "", 0 };
	char joined[TIME_TEXT];
	double v;

	*same = false;
	if (d.len == 0 || (tod && t.len == 0)) {
		text_str(why, d.len == 0 ? "the time is missing" : "the time of day is missing");
		return false;
	}
	if (tod && !isnan(c->start)) {
		text_str(why, "the time is a date and a time of day, and --start is for times that count from the start of "
			"the log: leave it out");
		return false;
	}
	if (d.len + t.len + 1 >= sizeof joined) {
		text_str(why, "this is no time: it is too long");
		return false;
	}
	/* a date that has its own time of day needs no other */
	if (!tod || memchr(d.text, ':', d.len)) {
		bool number = num_parse(d.text, d.len, &v);

		if (number && (!c->format[0] || strcmp(c->format, "epoch") == 0))
			return read_number(c, &d, v, ts, same, why);
		if (!isnan(c->start)) {
			text_format(why, "'%.*s' is no number, and --start is for times that count from the start of the log: "
				"leave it out", (int)d.len, d.text);
			return false;
		}
		if (strcmp(c->format, "epoch") == 0) {
			text_format(why, "'%.*s' is not a number of Unix seconds, as --time-format epoch says",
				(int)d.len, d.text);
			return false;
		}
		return read_text(c, d.text, d.len, ts, why);
	}
	if (all_digits(&d) && all_digits(&t))
		return read_wits(c, &d, &t, ts, why);
	memcpy(joined, d.text, d.len);
	joined[d.len] = ' ';
	memcpy(joined + d.len + 1, t.text, t.len);
	return read_text(c, joined, d.len + 1 + t.len, ts, why);
}
