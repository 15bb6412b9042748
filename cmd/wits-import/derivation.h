/*
 * derivation.h - channels that no sensor measured, made from those that one did: --derive of wits-import.
 *
 * `bit_depth=block:START`  the bit starts START deep and follows the block while the string hangs on the hook; the hole is
 *                          as deep as the bit has been
 * `rop=block:SECONDS`      how far the bit came while on bottom, over at most SECONDS; 0 off bottom
 * `wob=hookload`           hookload off bottom since the last connection, less that of now; none in slips
 * In slips is a hookload of at most 1.15 times the block weight, as in ml-filter. On bottom is within 1.5 ft of the hole.
 * Units: Unix s, ft, ft/h, klbf; NAN is missing.
 */
#ifndef DERIVATION_H
#define DERIVATION_H
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include "channel.h"
#include "text.h"

struct derivation_plan {
	bool depth, rop, wob;
	double start;                   /* ft, of the bit at the first row */
	double seconds;                 /* of --derive rop */
	double block_weight;            /* klbf; NAN: not said */
};
/* Reads "bit_depth=block:3000ft,rop=block:30s,wob=hookload"; a rule is named once. False and a reason. */
bool derivation_parse(struct derivation_plan *, const char *list, struct text *why);
/* What is wrong with the plan for a log that has these channels; NULL when nothing is. `add` gets those that it makes. */
const char *derivation_check(const struct derivation_plan *, const bool has[CHANNELS], bool add[CHANNELS]);
/* The `derived` object of the stream (new reference): each channel that was added, and how; NULL when out of memory. */
json_t *derivation_object(const struct derivation_plan *, const bool added[CHANNELS]);

struct derivation_row { double ts, block, hookload, bit, hole; };       /* bit and hole: measured, or NAN to be made */
struct derived { double bit, hole, rop, wob; };
enum { DERIVATION_PAST = 2048, DERIVATION_LOADS = 64 };
struct derivation_past { double ts, bit; };
struct derivation {
	struct derivation_plan plan;
	double bit, hole;               /* made so far */
	double last_ts, last_block;     /* of the last row that had a block height */
	bool last_hung;                 /* the string hung on the hook then */
	struct derivation_past past[DERIVATION_PAST];   /* a ring: on bottom without a break */
	int first, n;
	double old_hole;                /* of the hole when the bit was off bottom last */
	bool reached;                   /* the bit has made hole since */
	double load[DERIVATION_LOADS];  /* a ring: hookload off bottom since the last connection */
	int loads, next_load;
	double off_bottom;              /* their median; NAN: too few */
	double weighed_ts, weighed_bit; /* of the row before */
	uint64_t unseen;                /* steps of the block that were not followed: too long after, or too fast */
};
void derivation_init(struct derivation *, const struct derivation_plan *);
/* One row; rows in order of time. */
struct derived derivation_next(struct derivation *, const struct derivation_row *);
#endif
