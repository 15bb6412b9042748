/*
 * bins.h - the values of a run in bins of time or of depth: what boundaries are looked for in.
 */
#ifndef BINS_H
#define BINS_H
#include <stdbool.h>
#include "segment.h"

/* Bin k is the median of the values [first[k], ...), its logarithm where the settings say so. */
struct bins { double *z; size_t *first; int n, minimum; };      /* minimum: bins of the shortest segment */

/* Bins of time hold a number of samples: their length by the interval, and are dropped where a gap cuts them. False when
 * out of memory. */
bool bins_make(const struct segment_series *, struct bins *);
void bins_free(struct bins *);
#endif
