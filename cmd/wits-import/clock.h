/*
 * clock.h - the time of a row: one field, or a date and a time of day side by side.
 */
#ifndef CLOCK_H
#define CLOCK_H
#include <stdbool.h>
#include "csvrow.h"
#include "when.h"
#include "unit.h"

struct clock {
	struct when_zone zone;          /* for times that carry none */
	char format[8];                 /* iso mdy dmy ymd epoch; "": by looks, slashed dates refused */
	const struct unit *unit;        /* of numeric times; NULL: seconds */
	double start;                   /* Unix s that numeric times count from (--start); NAN: they are Unix times */
	bool bare;                      /* a time without a zone has been read in `zone` */
};

/* Numeric times that count from the start of a log (elapsed): from what the log says that was. False and a reason. */
bool clock_begin(struct clock *, bool elapsed, const char *start, struct text *why);
/* Reads the time to Unix seconds. day: a time, or a date where tod (time of day) is not NULL. *same is true when the
 * field is already the number. False and a reason, which says what would be right. */
bool clock_read(struct clock *, const struct field *day, const struct field *tod, double *ts, bool *same,
	struct text *why);
#endif
