/*
 * segment.h - the pairs of one segment: one drill mode, the lag of ROP taken out, each pair tested, all of them corrected for
 * being several.
 */
#ifndef SEGMENT_H
#define SEGMENT_H
#include "correlation.h"
#include "pairs.h"

enum segment_mode { MODE_NONE, MODE_ROTARY, MODE_SLIDE, MODES };

struct segment_how {
	struct correlation_how test;
	double alpha, min_effect;
	double lag_s;                   /* NAN: estimated */
};
/* n samples in order of time; NAN where a value is missing. Times in Unix s, step (s) the median interval. */
struct segment_rows {
	const double *t, *depth;        /* depth: NULL when there is none */
	const double *const *value;     /* one array a quantity of the pairs */
	const double *mode;             /* enum segment_mode; NULL: not known */
	size_t n;
	double step;
};

/* Correlates every pair into c (pairs->n of them). *mode is the drill mode that most samples are of: those of the other
 * are left out, for rotating and sliding do not drill alike. The pool is cleared at the end. False when out of memory. */
bool segment_correlate(const struct segment_rows *, const struct pairs *, const struct segment_how *, struct spectrum *,
	struct pool *, struct correlation *c, enum segment_mode *mode);
const char *segment_mode_name(enum segment_mode);       /* NULL for MODE_NONE */
#endif
