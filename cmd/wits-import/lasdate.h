/*
 * lasdate.h - times of day in a LAS file whose only date is in its header (DATE): each row gets its date.
 *
 * The first row is of that date, and the date goes on by one where the time of day falls by more than half a day.
 */
#ifndef LASDATE_H
#define LASDATE_H
#include "las.h"
#include "when.h"

struct lasdate {
	int column;                     /* of the time of day; -1: none, or the log has dates */
	double day;                     /* Unix s of the date's begin; NAN: DATE cannot be read, and why */
	double last;                    /* s of the day, of the row before; NAN: none */
	char why[WHEN_WHY], text[96];
};

/* time_format: of --time-format; NULL: not given. */
void lasdate_find(struct lasdate *, const struct log *, const struct las_header *, const char *time_format);
/* Puts the date to a row's time of day; the text is valid until the next call. False with `why`. */
bool lasdate_put(struct lasdate *, struct field *row);
#endif
