/*
 * sample.h - one row of a log as fields of the stream: the time as Unix seconds, numbers in canonical units.
 *
 * A number that is in its canonical unit already stays byte for byte; a converted one is the shortest decimal that reads
 * back equal; a missing one (empty, NaN, a null by number) is empty.
 */
#ifndef SAMPLE_H
#define SAMPLE_H
#include "clock.h"
#include "layout.h"
#include "num.h"

struct sample {
	double ts;
	struct field *field;            /* n of them, [0] the time; valid until the next row of the log is read */
	int n;
	char (*number)[NUM_LEN];
	int wrong;                      /* after a failure: the log's column, and what is wrong with it */
	struct text why;
};

bool sample_init(struct sample *, int columns);         /* false when out of memory */
void sample_free(struct sample *);
/* The log's current row. False with `wrong` and `why`. Where the layout has no time, ts and the first field are the
 * caller's to set. */
bool sample_make(struct sample *, const struct layout *, const struct log *, struct clock *, const struct nulls *);
/* Sets a field to a number; NAN: empty. */
void sample_set(struct sample *, int out, double v);
double sample_number(const struct field *);             /* NAN: empty */
#endif
