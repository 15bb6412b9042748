/*
 * when_zone.h - what when.c needs of when_zone.c besides the calls in when.h.
 */
#ifndef WHEN_ZONE_H
#define WHEN_ZONE_H
#include "when.h"

/* "+hh", "+hhmm" or "+hh:mm" in seconds, at most 14 h. */
bool when_offset_parse(const char *s, size_t len, int *offset);
bool when_utc_name(const char *s, size_t len);          /* Z, UTC, GMT in any case */
/* The offset that holds at local time g (seconds as if it were UTC); false and a reason when none does, or
 * two do. */
bool when_local_offset(const struct when_zone *, int64_t g, long *offset, char why[WHEN_WHY]);
#endif
