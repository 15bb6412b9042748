/*
 * remember.h - boundaries from run to run, so that a border shown to the crew does not come and go.
 *
 * A run is one window of one well. A boundary is provisional until 300 s of samples lie after it and it was found (within 60 s)
 * by two runs after each other, each with newer data; then it is confirmed. The same window run again changes nothing, and
 * gives what it gave.
 */
#ifndef REMEMBER_H
#define REMEMBER_H
#include <stdbool.h>
#include <stddef.h>
#include "segment.h"

struct known {
	double ts;                      /* Unix s: where it was found last */
	double found, confirmed;        /* ends of the runs that found it first and confirmed it; NAN: not confirmed */
};
struct well {
	char field[128], name[128], series[128];        /* whose boundaries, of which column */
	double end;                     /* of the newest run; NAN: none */
	struct known *item;             /* by ts */
	size_t n;
};
struct memory { struct well *well; size_t n; };
enum { REMEMBER_MOST = 500 };           /* boundaries of a well; the oldest are forgotten */

/* The well's entry, made where there is none. NULL when out of memory. Valid until the next call. */
struct well *remember_well(struct memory *, const char *field, const char *name, const char *series);
/* The boundaries that a run ending at `end` may be sure of, ascending; room for w->n. Their number. */
size_t remember_held(const struct well *, double end, double *held);
/* Confirms what may be confirmed in the segments of a run, and keeps them. Segments are of kept samples `interval` s apart;
 * the run is over [start of the first segment, end of the last]. *changed: the memory is another one now. False when out of
 * memory. */
bool remember_run(struct well *, struct segment_list *, double interval, bool *changed);
void remember_free(struct memory *);
#endif
