/*
 * lag.h - how long ROP takes to follow WOB: the rig averages it, and a string stretches.
 */
#ifndef LAG_H
#define LAG_H
#include <stdbool.h>
#include <stddef.h>

enum { LAG_REACH_S = 120 };
struct lag { size_t steps; double peak; };       /* peak: the largest cross-correlation of the changes */

/* x, y: logarithms of WOB and of ROP, one every `step` s, NAN where missing; n of them. c_k is the cross-correlation of their
 * centred changes (0 where one is missing) at k steps, k up to 120 s; lag = floor(median of all k with c_k >= half the peak),
 * as the middle of a response that the rig spreads over its averaging; 0 when the peak is below max(.1, 4/sqrt n), n the number
 * of changes known. False when out of memory. */
bool lag_find(const double *x, const double *y, size_t n, double step, struct lag *);
#endif
