/*
 * frametime.h - the date and time items of a frame to Unix seconds, in the forms that senders write. No I/O.
 *
 * Date: YYMMDD, YYYYMMDD, a leading zero dropped, 2023-09-25, or in another order by --time-format. Time: HHMMSS, leading
 * zeros dropped, 08:37:24, a fraction. A frame with a time and no date has the date of the frame before it.
 */
#ifndef FRAMETIME_H
#define FRAMETIME_H
#include "when.h"

struct frametime {
	const struct when_zone *zone;
	enum when_order order;          /* WHEN_ORDER_YMD unless the sender's is another */
	char date[9];                   /* of the last frame, as digits; "" before the first */
	double shift;                   /* s of the midnights that passed since without a date */
	char minute[16];                /* date and HHMM that minute_ts is of */
	double minute_ts;
	double last, offset;            /* last time read, and what it was behind its own digits; NAN before the first */
	bool inside;                    /* in an hour that the zone skips or repeats ... */
	double first_pass;              /* ... the offset on its first pass */
	bool carried;                   /* the last call took the date from the frame before */
	bool bridged;                   /* the last call read a local time that the zone skips or repeats */
};

void frametime_init(struct frametime *, const struct when_zone *, enum when_order);
/* date_len 0: none. False and a reason when it cannot be a time. */
bool frametime_read(struct frametime *, const char *date, size_t date_len, const char *time, size_t time_len, double *ts,
	char why[WHEN_WHY]);
#endif
