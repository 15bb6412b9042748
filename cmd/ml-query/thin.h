/*
 * thin.h - rows of numbers thinned for a screen: what fits is kept as it is, else the least and the greatest of each bucket and
 * column, so that a spike of one row stays visible.
 *
 * Buckets begin at multiples of a round number of seconds: a picture that moves on by a few rows keeps its buckets.
 */
#ifndef THIN_H
#define THIN_H
#include <stdbool.h>
#include <stddef.h>

struct gap { double start, end; char *cause; };         /* cause NULL: no rows came */

struct thin {
	size_t columns, most;           /* most: rows to give */
	double since, until;            /* rows are in [since, until], Unix s */
	double width;                   /* of a bucket, s */
	double first;                   /* start of bucket 0 */
	size_t buckets;
	double *raw;                    /* rows of ts and the columns, until there are too many */
	size_t rows, capacity;          /* rows: all that were added */
	double *low, *high;             /* buckets x columns; NAN: none */
	bool *any;                      /* the bucket had a row */
	double last;                    /* ts of the last row added; NAN before */
	double step[1024];              /* the first steps */
	size_t steps;
	struct gap *gap;
	size_t gaps, gap_capacity;
};

/* False when out of memory. most is at least 2; since <= until, both finite. */
bool thin_init(struct thin *, size_t columns, size_t most, double since, double until);
void thin_free(struct thin *);
/* A row; one outside of the time or not later than the last is passed over. False when out of memory. */
bool thin_add(struct thin *, double ts, const double *values);
/* What a `gap` record says. False when out of memory. */
bool thin_gap(struct thin *, double start, double end, const char *cause);
/* At the end: gaps sorted; steps that are none at the rows' own pace, or that a record tells too, are taken out. */
void thin_finish(struct thin *);
bool thin_is_thinned(const struct thin *);
double thin_step(const struct thin *);                  /* median of the first steps, s; NAN below two rows */
/* Whether a line from a row at `from` to the next at `to` crosses a gap. After thin_finish(). */
bool thin_breaks(const struct thin *, double from, double to);
#endif
