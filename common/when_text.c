/*
 * when_text.c - Unix seconds to text, and durations from text.
 *
 * A time that the calendar does not reach (not finite, beyond the year 9999) gives the empty text.
 */
#include "when.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "unit.h"

/* Whole seconds and microseconds of ts; false when out of the calendar. */
static bool part(double ts, int64_t *seconds, int *micro)
{
	int64_t all;

	if (!(ts > -3e10 && ts < 253402300799.0))
		return false;
	all = llround(ts * 1e6);
	*micro = (int)(all % 1000000);
	*seconds = all / 1000000;
	if (*micro < 0) {
		*micro += 1000000;
		(*seconds)--;
	}
	return true;
}

static bool utc(double ts, struct tm *tm, int *micro)
{
	int64_t seconds;
	time_t t;

	if (!part(ts, &seconds, micro))
		return false;
	t = (time_t)seconds;
	return gmtime_r(&t, tm) != NULL;
}

void when_iso(double ts, char out[WHEN_LEN])
{
	struct tm tm;
	int micro, places = 6;
	size_t n;

	out[0] = '\0';
	if (!utc(ts, &tm, &micro))
		return;
	n = strftime(out, WHEN_LEN, "%Y-%m-%dT%H:%M:%S", &tm);
	if (micro) {
		while (micro % 10 == 0) {
			micro /= 10;
			places--;
		}
		n += (size_t)snprintf(out + n, WHEN_LEN - n, ".%0*d", places, micro);
	}
	out[n++] = 'Z';
	out[n] = '\0';
}

void when_key(double ts, char out[WHEN_LEN])
{
	struct tm tm;
	int micro;

	out[0] = '\0';
	if (utc(ts, &tm, &micro))
		strftime(out, WHEN_LEN, "%Y%m%dT%H%M%SZ", &tm);
}

void when_local(double ts, const struct when_zone *zone, char out[WHEN_LEN])
{
	int64_t seconds;
	long offset = zone->offset_s;
	struct tm tm;
	time_t t;
	size_t n;
	int micro;

	out[0] = '\0';
	if (!part(ts, &seconds, &micro))
		return;
	if (zone->named) {
		if (!when_zone_offset(zone, seconds, &offset))
			return;
	}
	t = (time_t)(seconds + offset);
	if (!gmtime_r(&t, &tm))
		return;
	n = strftime(out, WHEN_LEN, "%Y-%m-%d %H:%M", &tm);
	offset /= 60;
	snprintf(out + n, WHEN_LEN - n, " %c%02ld:%02ld", offset < 0 ? '-' : '+', labs(offset) / 60,
		labs(offset) % 60);
}

bool when_duration(const char *s, double *seconds)
{
	char why[160];
	double v;

	if (!unit_value(s, Q_TIME, &v, why) || v < 0)
		return false;
	*seconds = v;
	return true;
}
