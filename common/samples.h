/*
 * samples.h - the kept samples of the open window, as columns of numbers, grouped by segment when it closes.
 *
 * Memory is bounded by one window: samples_clear() keeps it for the next. NAN is a missing value.
 */
#ifndef SAMPLES_H
#define SAMPLES_H
#include <stdbool.h>
#include <stddef.h>
#include "table.h"

/* segment: the index of the first of those that were joined */
struct samples_part { long segment; size_t first, n; };
struct samples {
	struct table table;             /* column 0 is the segment; the caller's columns follow */
	struct samples_part *part;      /* after samples_group(): by segment number */
	size_t parts, capacity;
};

bool samples_init(struct samples *, int columns);       /* false when out of memory */
void samples_free(struct samples *);
void samples_clear(struct samples *);
/* One value a column. False when out of memory. */
bool samples_add(struct samples *, long segment, const double *values);
/* Puts the samples of a segment together, in the order they came, and lists the parts. A segment among the n `confounded`
 * (ascending, see cmd_rows.h) goes to the one before it. False when out of memory. */
bool samples_group(struct samples *, const long *confounded, size_t n);
/* The first segment of the group that a segment is joined to; itself when its border holds. */
long samples_joined(long segment, const long *confounded, size_t n);
/* The caller's column k (0..) of a part. */
const double *samples_column(const struct samples *, const struct samples_part *, int k);
/* Median step of n times in order, s; NAN below two samples or when they do not advance. */
double samples_step(const double *t, size_t n);
#endif
