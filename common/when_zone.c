/*
 * when_zone.c - time zones: UTC, offsets, and names of the tz database through TZ, tzset() and localtime_r().
 *
 * A local time is turned to UTC by trying the offsets that the zone has a good day before and after it: two
 * that fit are a repeated time, none is a skipped one. Both are errors: to guess would shift an hour of a
 * log.
 */
#include "when_zone.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>

enum { HALF_DAY = 43200, OFFSET_MAX = 14 * 3600 };

static void use_zone(const char *name)
{
	static char active[80];
	char value[80];

	snprintf(value, sizeof value, ":%s", name);
	if (strcmp(active, value) == 0)
		return;
	setenv("TZ", value, 1);
	tzset();
	memcpy(active, value, sizeof active);
}

bool when_offset_parse(const char *s, size_t len, int *offset)
{
	char digits[5] = "0000";
	size_t n = 0;
	int sign, seconds;

	if (len < 3 || len > 6 || (s[0] != '+' && s[0] != '-'))
		return false;
	sign = s[0] == '-' ? -1 : 1;
	for (size_t i = 1; i < len; i++) {
		if (s[i] == ':' && i == 3 && len == 6)
			continue;
		if (!isdigit((unsigned char)s[i]) || n == 4)
			return false;
		digits[n++] = s[i];
	}
	if (n != 2 && n != 4)
		return false;
	if (digits[2] > '5')
		return false;
	seconds = ((digits[0] - '0') * 10 + digits[1] - '0') * 3600 + ((digits[2] - '0') * 10 + digits[3] - '0') * 60;
	*offset = sign * seconds;
	return seconds <= OFFSET_MAX;
}

bool when_utc_name(const char *s, size_t len)
{
	return (len == 1 && toupper((unsigned char)*s) == 'Z') ||
		(len == 3 && (strncasecmp(s, "UTC", 3) == 0 || strncasecmp(s, "GMT", 3) == 0));
}

bool when_zone_parse(struct when_zone *zone, const char *name, char why[WHEN_WHY])
{
	char path[128];
	struct stat st;
	size_t len = strlen(name);
	int offset = 0;

	*zone = (struct when_zone){0};
	if (len > 0 && len < sizeof zone->name)
		memcpy(zone->name, name, len + 1);
	if (when_utc_name(name, len)) {
		snprintf(zone->name, sizeof zone->name, "UTC");
		return true;
	}
	if (*name == '+' || *name == '-') {
		if (when_offset_parse(name, len, &offset)) {
			zone->offset_s = offset;
			return true;
		}
		snprintf(why, WHEN_WHY, "'%.40s' is no offset from UTC; +02:00 is one", name);
		return false;
	}
	snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
	if (*zone->name && *name != '/' && !strstr(name, "..") && isupper((unsigned char)*name) &&
	    stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
		zone->named = true;
		return true;
	}
	snprintf(why, WHEN_WHY, "no time zone '%.60s' on this machine; install tzdata or use +hh:mm", name);
	return false;
}

static bool local_at(int64_t t, struct tm *tm)
{
	time_t clock = (time_t)t;

	return localtime_r(&clock, tm) != NULL;
}

bool when_zone_offset(const struct when_zone *zone, int64_t unix_seconds, long *offset)
{
	struct tm tm;

	*offset = zone->offset_s;
	if (!zone->named)
		return true;
	use_zone(zone->name);
	if (!local_at(unix_seconds, &tm))
		return false;
	*offset = tm.tm_gmtoff;
	return true;
}

bool when_local_offset(const struct when_zone *zone, int64_t g, long *offset, char why[WHEN_WHY])
{
	static const int away[] = { -26 * 3600, 0, 26 * 3600 };
	static struct { char name[64]; int64_t around; long offset; } calm = { .around = INT64_MIN / 2 };
	long tried[3] = {0}, fit = 0;
	int fits = 0;

	*offset = zone->offset_s;
	if (!zone->named)
		return true;
	use_zone(zone->name);
	if (strcmp(calm.name, zone->name) == 0 && g > calm.around - HALF_DAY && g < calm.around + HALF_DAY) {
		*offset = calm.offset;
		return true;
	}
	for (int k = 0; k < 3; k++) {
		struct tm tm;
		bool seen = false;

		if (!local_at(g + away[k], &tm))
			continue;
		tried[k] = tm.tm_gmtoff;
		for (int j = 0; j < k; j++)
			seen = seen || tried[j] == tried[k];
		if (seen || !local_at(g - tried[k], &tm) || tm.tm_gmtoff != tried[k])
			continue;
		fit = tried[k];
		fits++;
	}
	if (fits != 1) {
		snprintf(why, WHEN_WHY, "this local time %s in %.40s; give times in UTC or with their offset",
			fits ? "comes twice (clocks go back)" : "does not exist (clocks go forward)", zone->name);
		return false;
	}
	if (tried[0] == tried[1] && tried[1] == tried[2]) {     /* no change near: the next times need no search */
		memcpy(calm.name, zone->name, sizeof calm.name);
		calm.around = g;
		calm.offset = fit;
	}
	*offset = fit;
	return true;
}
