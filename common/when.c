/*
 * when.c - times as Unix seconds, by the civil calendar.
 *
 * Seconds and microseconds are joined as one whole number and divided once, so that a time reads the same as
 * its decimal would. What can be read two ways is refused, with the option that decides it.
 */
#include "when.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "num.h"
#include "when_zone.h"

enum { DAY = 86400 };
static const double EPOCH_END = 253402300800.0;         /* 10000-01-01 */

struct civil { long year; int month, day, hour, minute, second, micro; };
struct cursor { const char *s, *end; };

/* Days since 1970-01-01 of a Gregorian date: years counted from March, so that the leap day comes last. */
static int64_t civil_days(long year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t m = (month + 9) % 12;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + day - 1 - 719468;
}

static int month_days(long year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

static bool date_is(long year, int month, int day)
{
	if (year < 1000 || year > 9999 || month < 1 || month > 12)
		return false;
	return day >= 1 && day <= month_days(year, month);
}

static bool clock_is(int hour, int minute, int second)
{
	return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
}

static double join(int64_t seconds, int micro)
{
	return (double)(seconds * 1000000 + micro) / 1e6;
}

/* Civil time in a zone to Unix seconds. */
static bool to_unix(const struct civil *c, const struct when_zone *zone, double *ts, char why[WHEN_WHY])
{
	int64_t g = civil_days(c->year, c->month, c->day) * DAY + c->hour * 3600 + c->minute * 60 + c->second;
	long offset;

	if (!when_local_offset(zone, g, &offset, why))
		return false;
	*ts = join(g - offset, c->micro);
	return true;
}

static void skip_blanks(struct cursor *c)
{
	while (c->s < c->end && (*c->s == ' ' || *c->s == '\t'))
		c->s++;
}

static bool take(struct cursor *c, char wanted)
{
	if (c->s == c->end || *c->s != wanted)
		return false;
	c->s++;
	return true;
}

/* A run of digits, at most `most`; how many there were. */
static int digits(struct cursor *c, int most, long *value)
{
	int n = 0;

	*value = 0;
	while (c->s < c->end && n < most && isdigit((unsigned char)*c->s)) {
		*value = *value * 10 + (*c->s++ - '0');
		n++;
	}
	return n;
}

/* A fraction of a second, rounded to a microsecond. */
static bool fraction(struct cursor *c, int *micro)
{
	int n = 0, value = 0;
	bool up = false;

	if (!take(c, '.') && !take(c, ','))
		return true;
	for (; c->s < c->end && isdigit((unsigned char)*c->s); c->s++, n++) {
		if (n < 6)
			value = value * 10 + (*c->s - '0');
		else if (n == 6)
			up = *c->s >= '5';
	}
	if (n == 0)
		return false;
	for (int k = n; k < 6; k++)
		value *= 10;
	*micro = value + up;            /* 1000000 carries into the second in join() */
	return true;
}

/* hh:mm[:ss[.frac]] [AM|PM] */
static bool clock_parse(struct cursor *c, struct civil *t)
{
	long hour, minute, second = 0;

	if (!digits(c, 2, &hour) || !take(c, ':') || digits(c, 2, &minute) != 2)
		return false;
	if (take(c, ':') && (digits(c, 2, &second) != 2 || !fraction(c, &t->micro)))
		return false;
	skip_blanks(c);
	if (c->end - c->s >= 2 && (strncasecmp(c->s, "AM", 2) == 0 || strncasecmp(c->s, "PM", 2) == 0)) {
		bool pm = toupper((unsigned char)*c->s) == 'P';

		if (hour < 1 || hour > 12)
			return false;
		hour = hour % 12 + (pm ? 12 : 0);
		c->s += 2;
		skip_blanks(c);
	}
	t->hour = (int)hour;
	t->minute = (int)minute;
	t->second = (int)second;
	return true;
}

/* The rest of the text as a zone; empty leaves *zone alone. */
static bool zone_tail(struct cursor *c, struct when_zone *zone, bool *had)
{
	size_t len = (size_t)(c->end - c->s);

	*had = len > 0;
	if (!len)
		return true;
	if (when_utc_name(c->s, len))
		*zone = (struct when_zone){0};
	else if (!when_offset_parse(c->s, len, &zone->offset_s))
		return false;
	zone->named = false;
	return true;
}

enum date_form { DATE_OK, DATE_BAD, DATE_TWO_DIGITS, DATE_ORDER };

/* The month of an English name or its first three letters; 0 when it is none. */
static int month_named(struct cursor *c)
{
	static const char *const names[] = { "january", "february", "march", "april", "may", "june", "july", "august",
		"september", "october", "november", "december" };
	size_t len = 0;

	while (c->s + len < c->end && isalpha((unsigned char)c->s[len]))
		len++;
	for (int m = 0; m < 12; m++)
		if ((len == 3 || len == strlen(names[m])) && strncasecmp(c->s, names[m], len) == 0) {
			c->s += len;
			return m + 1;
		}
	return 0;
}

/* Month, separator and year behind the day: 01-Mar-2019, 1 March 2019. No order is in doubt. */
static enum date_form named_date(struct cursor *c, char sep, long day, struct civil *t)
{
	int month = month_named(c), n;
	long year;

	if (!month || !take(c, sep))
		return DATE_BAD;
	n = digits(c, 4, &year);
	if (n == 2)
		return DATE_TWO_DIGITS;
	*t = (struct civil){ .year = year, .month = month, .day = (int)day };
	return n == 4 ? DATE_OK : DATE_BAD;
}

/* Three numbers with one separator. Four digits first are a year; else `order` says what they are. */
static enum date_form date_parse(struct cursor *c, enum when_order order, struct civil *t)
{
	const char *at = c->s;
	long a, b, d;
	int n = digits(c, 4, &a), last;
	char sep = c->s < c->end ? *c->s : '\0';

	if (!n || (sep != '-' && sep != '/' && sep != '.' && sep != ' '))
		return DATE_BAD;
	c->s++;
	if (n <= 2 && c->s < c->end && isalpha((unsigned char)*c->s))
		return named_date(c, sep, a, t);
	if (sep == ' ')
		return DATE_BAD;
	if (!digits(c, 2, &b) || !take(c, sep))
		return DATE_BAD;
	last = digits(c, 4, &d);
	if (!last)
		return DATE_BAD;
	if (n == 4) {
		*t = (struct civil){ .year = a, .month = (int)b, .day = (int)d };
		return last <= 2 ? DATE_OK : DATE_BAD;
	}
	if (n > 2 || c->s - at < 5)
		return DATE_BAD;
	if (last != 4 || order == WHEN_ORDER_YMD)
		return last <= 2 ? DATE_TWO_DIGITS : DATE_BAD;
	if (order == WHEN_ORDER_NONE)
		return DATE_ORDER;
	*t = (struct civil){ .year = d, .month = (int)(order == WHEN_ORDER_MDY ? a : b),
		.day = (int)(order == WHEN_ORDER_MDY ? b : a) };
	return DATE_OK;
}

/* 20090703T180432Z, as when_key() writes it. */
static bool key_parse(struct cursor *c, struct civil *t)
{
	long y, m, d, h, mi, s;

	if (c->end - c->s != 16 || c->s[8] != 'T' || c->end[-1] != 'Z')
		return false;
	if (digits(c, 4, &y) != 4 || digits(c, 2, &m) != 2 || digits(c, 2, &d) != 2 || !take(c, 'T') ||
	    digits(c, 2, &h) != 2 || digits(c, 2, &mi) != 2 || digits(c, 2, &s) != 2)
		return false;
	*t = (struct civil){ y, (int)m, (int)d, (int)h, (int)mi, (int)s, 0 };
	return true;
}

static bool finish(const struct civil *t, const struct when_zone *zone, int len, const char *s, double *ts,
	char why[WHEN_WHY])
{
	if (!date_is(t->year, t->month, t->day)) {
		snprintf(why, WHEN_WHY, "'%.*s' has a date that cannot be", len, s);
		return false;
	}
	if (!clock_is(t->hour, t->minute, t->second)) {
		snprintf(why, WHEN_WHY, "'%.*s' has a time of day that cannot be", len, s);
		return false;
	}
	return to_unix(t, zone, ts, why);
}

static bool not_a_time(int len, const char *s, char why[WHEN_WHY])
{
	snprintf(why, WHEN_WHY, "'%.*s' is not a time; 2009-07-03T18:04:32Z and Unix seconds are", len, s);
	return false;
}

bool when_parse(const char *s, size_t len, const struct when_zone *zone, enum when_order order, double *ts,
	struct when_read *read, char why[WHEN_WHY])
{
	struct cursor c = { s, s + len };
	struct when_zone in = *zone;
	struct civil t = {0};
	enum date_form form;
	struct civil clock = {0};
	double epoch;
	int show = len < 40 ? (int)len : 40;

	read->had_zone = true;
	if (num_parse(s, len, &epoch)) {
		if (epoch >= 0 && epoch < EPOCH_END) {
			*ts = epoch;
			return true;
		}
		snprintf(why, WHEN_WHY, "'%.*s' is no time in Unix seconds%s", show, s,
			epoch > 0 ? "; milliseconds must be divided by 1000" : "");
		return false;
	}
	skip_blanks(&c);
	while (c.end > c.s && (c.end[-1] == ' ' || c.end[-1] == '\t'))
		c.end--;
	if (key_parse(&c, &t)) {
		in = (struct when_zone){0};
		return finish(&t, &in, show, s, ts, why);
	}
	form = date_parse(&c, order, &t);
	if (form == DATE_TWO_DIGITS) {
		snprintf(why, WHEN_WHY, "'%.*s' has a year of two digits; four are wanted", show, s);
		return false;
	}
	if (form == DATE_ORDER) {
		snprintf(why, WHEN_WHY, "'%.*s' can be read two ways; say --time-format mdy or dmy", show, s);
		return false;
	}
	if (form != DATE_OK)
		return not_a_time(show, s, why);
	if (c.s < c.end) {
		if (*c.s != 'T' && *c.s != 't' && *c.s != ' ' && *c.s != '\t')
			return not_a_time(show, s, why);
		c.s++;
		skip_blanks(&c);
		if (!clock_parse(&c, &clock) || !zone_tail(&c, &in, &read->had_zone))
			return not_a_time(show, s, why);
		t.hour = clock.hour;
		t.minute = clock.minute;
		t.second = clock.second;
		t.micro = clock.micro;
	} else {
		read->had_zone = false;
	}
	return finish(&t, &in, show, s, ts, why);
}

bool when_order_parse(const char *name, enum when_order *order)
{
	static const struct { const char *name; enum when_order order; } names[] = {
		{ "iso", WHEN_ORDER_NONE }, { "epoch", WHEN_ORDER_NONE }, { "mdy", WHEN_ORDER_MDY },
		{ "dmy", WHEN_ORDER_DMY }, { "ymd", WHEN_ORDER_YMD },
	};

	for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
		if (strcmp(name, names[k].name) == 0) {
			*order = names[k].order;
			return true;
		}
	}
	return false;
}

/* A whole number of at most `most` digits, perhaps with a fraction; how many digits, 0 when it is none. */
static int wits_digits(const char *s, size_t len, int most, long *value, int *micro)
{
	struct cursor c = { s, s + len };
	int n;

	*micro = 0;
	skip_blanks(&c);
	while (c.end > c.s && (c.end[-1] == ' ' || c.end[-1] == '\t' || c.end[-1] == '\r'))
		c.end--;
	n = digits(&c, most, value);
	if (n && !fraction(&c, micro))
		n = 0;
	return c.s == c.end ? n : 0;
}

static bool not_wits(const char *what, const char *s, size_t len, char why[WHEN_WHY])
{
	snprintf(why, WHEN_WHY, "'%.*s' is no WITS %s is one", (int)(len < 40 ? len : 40), s, what);
	return false;
}

bool when_wits(const char *date, size_t date_len, const char *time, size_t time_len, const struct when_zone *zone,
	double *ts, char why[WHEN_WHY])
{
	struct civil t = {0};
	long d, c;
	int n, micro;

	n = wits_digits(date, date_len, 8, &d, &micro);
	if (n == 0 || n == 7 || micro)
		return not_wits("date; YYMMDD", date, date_len, why);
	t.day = (int)(d % 100);
	t.month = (int)(d / 100 % 100);
	t.year = d / 10000;
	if (n < 8)
		t.year += t.year < 70 ? 2000 : 1900;
	if (!date_is(t.year, t.month, t.day) || t.year < 1970 || t.year > 2099)
		return not_wits("date; YYMMDD", date, date_len, why);
	n = wits_digits(time, time_len, 6, &c, &t.micro);
	t.second = (int)(c % 100);
	t.minute = (int)(c / 100 % 100);
	t.hour = (int)(c / 10000);
	if (n == 0 || !clock_is(t.hour, t.minute, t.second))
		return not_wits("time; HHMMSS", time, time_len, why);
	return to_unix(&t, zone, ts, why);
}
