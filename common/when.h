/*
 * when.h - times as Unix seconds (double; fractions kept to a microsecond).
 *
 * Read: ISO 8601 (T or blank between date and time, Z or +hh:mm), unpadded Y-M-D ("2009-7-3 18:04:32"), Unix seconds,
 * "01-Mar-2019", US "3/1/2019 12:12:47 AM" (only with an explicit order), WITS date and time items. A time without a
 * zone is read in `zone`. Two-digit years (but WITS YYMMDD), impossible dates, and local times that a zone skips or
 * repeats are errors.
 */
#ifndef WHEN_H
#define WHEN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WHEN_WHY = 160, WHEN_LEN = 40 };
enum when_order { WHEN_ORDER_NONE, WHEN_ORDER_MDY, WHEN_ORDER_DMY, WHEN_ORDER_YMD };   /* order of d/m/y with slashes */

/* A time zone: "UTC", "Z", "+02:00", "-0600", or a name of the tz database ("Europe/Oslo").
 * The tz database is used through the process's TZ, so one named zone is active at a time. */
struct when_zone { char name[64]; bool named; int offset_s; };

bool when_zone_parse(struct when_zone *, const char *name, char why[WHEN_WHY]);
/* Seconds east of UTC that hold in a zone at an instant. False when the tz database cannot say. */
bool when_zone_offset(const struct when_zone *, int64_t unix_seconds, long *offset);

struct when_read { bool had_zone; };                     /* whether the text itself carried a zone */
/* Parses s[0..len) to *ts. On failure returns false and says in why what is wrong and what would be right. */
bool when_parse(const char *s, size_t len, const struct when_zone *, enum when_order, double *ts,
	struct when_read *, char why[WHEN_WHY]);
/* The time format names of --time-format: iso, mdy, dmy, ymd, epoch. False when unknown. */
bool when_order_parse(const char *name, enum when_order *);
/* WITS items 0105 (YYMMDD, YYYYMMDD) and 0106 (HHMMSS, leading zeros may be dropped; 0 is midnight).
 * A date whose month or day cannot be is refused (MMDDYY is guarded against). */
bool when_wits(const char *date, size_t date_len, const char *time, size_t time_len, const struct when_zone *,
	double *ts, char why[WHEN_WHY]);

void when_iso(double ts, char out[WHEN_LEN]);            /* 2009-07-03T18:04:32Z, fraction only when there is one */
void when_key(double ts, char out[WHEN_LEN]);            /* 20090703T180432Z */
/* For people: "2009-07-03 20:04 +02:00" in the zone. */
void when_local(double ts, const struct when_zone *, char out[WHEN_LEN]);
/* A duration in seconds: "90", "90s", "30m" (minutes), "1h", "2d". */
bool when_duration(const char *s, double *seconds);
#endif
