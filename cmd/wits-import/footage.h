/*
 * footage.h - times for a log by depth: a row's time is that of the row above plus the footage between over its ROP.
 *
 * The clock starts at the first row with an ROP. A row with none (missing, 0 or less, or above what a bit can drill) took
 * the time that the last good ROP gives. A row that is not below the deepest one has no footage and no time.
 * Times are rounded to a millisecond and each deeper row is at least that much later.
 */
#ifndef FOOTAGE_H
#define FOOTAGE_H
#include <jansson.h>
#include <stdint.h>

struct footage {
	double highest_rop;             /* ft/h; one above it is not believed */
	double seconds;                 /* unrounded, of the deepest row */
	double ts;                      /* Unix s, as given out */
	double deepest, last_step;      /* ft; deepest NAN before the first row that has a time */
	double rop;                     /* ft/h, the last good one */
	uint64_t before, held, back;    /* rows before the first ROP; timed by the one before; not deeper */
	uint64_t no_depth;              /* rows without a depth */
};
enum footage_result {
	FOOTAGE_TIME,                   /* ts and last_step are set */
	FOOTAGE_SAME,                   /* the depth of the deepest row again: ts stands */
	FOOTAGE_NONE                    /* the row has no time; counted */
};

void footage_init(struct footage *, double start, double highest_rop);
/* depth ft, rop ft/h; NAN where missing. */
enum footage_result footage_next(struct footage *, double depth, double rop);
/* The `derived` object of the stream (new reference): what is made of footage, and how; NULL when out of memory. */
json_t *footage_object(double start);
#endif
