/*
 * pelt.h - the exact best split of a series into pieces of constant mean (L2).
 *
 * Killick, Fearnhead & Eckley 2012, JASA 107:1590, with a minimum segment length. A candidate that fails at t may only be
 * dropped from t + minimum on: dropping it at once, as is usual, is not exact (t is no admissible last change before).
 */
#ifndef PELT_H
#define PELT_H

/* Minimises sum of squared errors + beta * (number of changes) over y[0..n), every segment at least `minimum` long.
 * changes (room for n) gets the 0-based first index of each new segment, ascending; ties: the smallest last change.
 * objective may be NULL. Returns the number of changes, or -1 when out of memory. */
int pelt(const double *y, int n, double beta, int minimum, int *changes, double *objective);
#endif
