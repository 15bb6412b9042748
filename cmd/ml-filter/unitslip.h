/*
 * unitslip.h - whether the numbers of a channel look like another unit than the column says.
 *
 * The median while drilling is held against what rigs drill with. Where it lies outside, and the factor of a common unit
 * of the same quantity brings it inside, that unit is suspected; of several the one that brings it nearest to the usual.
 * Two units a factor of 2 apart cannot be told so. The median is that of a histogram, 1/8 octave wide.
 */
#ifndef UNITSLIP_H
#define UNITSLIP_H
#include <stdbool.h>
#include <stdint.h>
#include "channel.h"

/* The channels that are looked at, in this order in every array. */
enum { SLIP_CHANNELS = 8, SLIP_BINS = 322 };
extern const enum channel slip_channel[SLIP_CHANNELS];

struct slip_counts { uint32_t bin[SLIP_CHANNELS][SLIP_BINS]; uint32_t n[SLIP_CHANNELS]; };
/* A row that drills; missing values do not count. */
void slip_add(struct slip_counts *, const float value[SLIP_CHANNELS]);

struct slip {
	double median;                  /* in the canonical unit */
	double low, high;               /* what is plausible */
	const char *unit;               /* the suspected one, as a column suffix; NULL: none */
	double factor;                  /* by which the column is to be multiplied then */
};
/* False when channel k is as it should be, or has too few rows to say. */
bool slip_find(const struct slip_counts *, int k, struct slip *);
#endif
