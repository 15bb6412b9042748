/*
 * axis.h - scales with round numbers on them.
 */
#ifndef AXIS_H
#define AXIS_H
#include <stddef.h>
#include "text.h"

/* from, to: places in the picture; to < from for one that grows upwards. */
struct axis { double low, high, step, from, to; };

/* A scale that holds low to high with about `ticks` round numbers; equal bounds are widened,
 * impossible ones (1e15, NAN) are 0 and 1. */
struct axis axis_round(double low, double high, int ticks, double from, double to);
/* Of n values what lies between the shares (0.01, 0.99), so that a spike does not flatten the rest; sorts them. NAN when none. */
void axis_bounds(double *values, size_t n, double share, double bounds[2]);
/* Where a value is; one beyond the scale is at its edge. NAN for NAN. */
double axis_at(const struct axis *, double v);
/* The number of a tick with the decimals that the step needs. */
void axis_label(struct text *, const struct axis *, double v);
#endif
