/*
 * frametime.c - see frametime.h. The calendar and the zones are when.c's; here forms are made one, and a minute is kept,
 * since the seconds of a minute follow each other.
 */
#include "frametime.h"

#include <math.h>
#include <string.h>

void frametime_init(struct frametime *f, const struct when_zone *zone, enum when_order order)
{
	*f = (struct frametime){ .zone = zone, .order = order, .last = NAN, .offset = NAN };
}

static bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }

struct part { const char *s; size_t len; };

/* Splits at single separators into at most three runs of digits; 0 when it is anything else. */
static int split(const char *s, size_t len, const char *separators, struct part part[3])
{
	int n = 0;

	for (size_t i = 0; ; ) {
		size_t from = i;

		while (i < len && is_digit(s[i]))
			i++;
		if (i == from || n == 3)
			return 0;
		part[n++] = (struct part){ s + from, i - from };
		if (i == len)
			return n;
		if (!strchr(separators, s[i]))
			return 0;
		i++;
	}
}

static bool put_padded(char *out, size_t width, struct part p)
{
	if (p.len > width)
		return false;
	memset(out, '0', width - p.len);
	memcpy(out + width - p.len, p.s, p.len);
	return true;
}

/* ".0", ".00": a date or time that went through a real number. */
static size_t without_zero_fraction(const char *s, size_t len)
{
	size_t i = len;

	while (i > 0 && s[i - 1] == '0')
		i--;
	return i > 0 && i < len && s[i - 1] == '.' ? i - 1 : len;
}

/* The date as YYMMDD or YYYYMMDD in out; its length, or 0. */
static size_t date_digits(const char *s, size_t len, enum when_order order, char out[9])
{
	struct part p[3], year, month, day;
	size_t width;
	int n = split(s, without_zero_fraction(s, len), "-/.", p);

	if (n == 1) {
		char all[8];

		width = p[0].len == 5 || p[0].len == 6 ? 6 : p[0].len == 7 || p[0].len == 8 ? 8 : 0;
		if (!width || !put_padded(all, width, p[0]))
			return 0;
		memcpy(out, all, width);
		if (order == WHEN_ORDER_MDY || order == WHEN_ORDER_DMY) {
			memcpy(out, all + 4, width - 4);
			memcpy(out + width - 4, order == WHEN_ORDER_MDY ? all : all + 2, 2);
			memcpy(out + width - 2, order == WHEN_ORDER_MDY ? all + 2 : all, 2);
		}
		out[width] = '\0';
		return width;
	}
	if (n != 3)
		return 0;
	if (p[0].len > 2 || (order != WHEN_ORDER_MDY && order != WHEN_ORDER_DMY))
		year = p[0], month = p[1], day = p[2];
	else
		year = p[2], month = order == WHEN_ORDER_MDY ? p[0] : p[1], day = order == WHEN_ORDER_MDY ? p[1] : p[0];
	width = year.len > 2 ? 4 : 2;
	if (!put_padded(out, width, year) || !put_padded(out + width, 2, month) || !put_padded(out + width + 2, 2, day))
		return 0;
	out[width + 4] = '\0';
	return width + 4;
}

/* The time as HHMM and seconds; false when it is none. */
static bool time_digits(const char *s, size_t len, char hhmm[5], double *seconds)
{
	struct part p[3];
	char all[7] = "000000";
	double fraction = 0, scale = 0.1;
	size_t whole = 0;
	int n;

	while (whole < len && s[whole] != '.')
		whole++;
	if (whole < len)
		for (size_t i = whole + 1; i < len; i++, scale /= 10) {
			if (!is_digit(s[i]))
				return false;
			fraction += (s[i] - '0') * scale;
		}
	n = split(s, whole, ":", p);
	if (n == 1) {
		if (!put_padded(all, 6, p[0]))
			return false;
	} else if (n == 0 || !put_padded(all, 2, p[0]) || !put_padded(all + 2, 2, p[1]) ||
		(n == 3 && !put_padded(all + 4, 2, p[2]))) {
		return false;
	}
	memcpy(hhmm, all, 4);
	hhmm[4] = '\0';
	*seconds = (all[4] - '0') * 10 + (all[5] - '0') + round(fraction * 1e6) / 1e6;
	return *seconds < 60;
}

/* A local time that the zone skips or has twice: the clock is taken to go on as before; if that steps back by an hour, the
 * hour is on its second pass. */
static bool bridge(struct frametime *f, const char *date, size_t date_len, const char *time, double *ts)
{
	static const struct when_zone utc = { .name = "UTC" };
	char why[WHEN_WHY];

	if (isnan(f->offset) || !f->zone->named || !when_wits(date, date_len, time, 6, &utc, ts, why))
		return false;
	if (!f->inside) {
		f->inside = true;
		f->first_pass = f->offset;
	}
	*ts += f->offset;
	if (*ts < f->last - 1800 && *ts > f->last - 5400 && fabs(f->offset - f->first_pass) < 1)
		*ts += 3600;
	f->bridged = true;
	return true;
}

bool frametime_read(struct frametime *f, const char *date, size_t date_len, const char *time, size_t time_len, double *ts,
	char why[WHEN_WHY])
{
	static const struct when_zone utc = { .name = "UTC" };
	char digits[9], minute[16], hhmm[7];
	size_t n, width;
	double seconds, naive;

	f->carried = f->bridged = false;
	if (date_len == 0) {
		if (!*f->date) {
			snprintf(why, WHEN_WHY, "a time without a date");
			return false;
		}
		f->carried = true;
		memcpy(digits, f->date, sizeof digits);
		width = strlen(digits);
	} else if (!(width = date_digits(date, date_len, f->order, digits))) {
		snprintf(why, WHEN_WHY, "'%.*s' is not a date such as 230925 or 20230925",
			(int)(date_len < 40 ? date_len : 40), date);
		return false;
	}
	if (!time_digits(time, time_len, hhmm, &seconds)) {
		snprintf(why, WHEN_WHY, "'%.*s' is not a time such as 083724", (int)(time_len < 40 ? time_len : 40), time);
		return false;
	}
	n = (size_t)snprintf(minute, sizeof minute, "%s%s", digits, hhmm);
	if (memcmp(minute, f->minute, n + 1) != 0 || !*f->minute) {
		memcpy(hhmm + 4, "00", 3);
		if (!when_wits(digits, width, hhmm, 6, f->zone, &f->minute_ts, why)) {
			*f->minute = '\0';
			if (!bridge(f, digits, width, hhmm, &f->minute_ts))
				return false;
		}
		if (when_wits(digits, width, hhmm, 6, &utc, &naive, why))
			f->offset = f->minute_ts - naive;
		if (!f->bridged) {
			memcpy(f->minute, minute, sizeof f->minute);
			f->inside = false;
		}
	}
	*ts = f->minute_ts + seconds;
	if (f->carried) {
		*ts += f->shift;
		if (*ts < f->last - 43200) {    /* midnight has passed */
			*ts += 86400;
			f->shift += 86400;
		}
	} else {
		memcpy(f->date, digits, sizeof f->date);
		f->shift = 0;
	}
	f->last = *ts;
	return true;
}
