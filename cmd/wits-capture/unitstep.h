/*
 * unitstep.h - whether a channel went to another unit while all else stayed as it was. No I/O.
 *
 * For a channel the STEP_SIDE rows before a place are held against the STEP_SIDE rows behind it. It has stepped when
 *   - both sides are of one run of the same state: drilling for WOB, hookload, torque and ROP (hole depth grows, bit on bottom),
 *     pumping for SPP and flow, any for mud weight, tank and block; no row is more than 30 s (tank, mud: 120 s) from the next;
 *   - the ratio of the medians is that of two units of the quantity to 3 % (ROP: 20 %), and that is not within 1.25 of 1;
 *   - ROP was what the depth says to 50 % (a step back: is so again); torque is over 1 kft.lbf on one side at least;
 *   - on both sides at least nine in ten lie within 30 % of their median (a third of the ratio's ln where that is less), and the
 *     change is there from one row to the next;
 *   - what would have changed with it did not: rotary speed (not for SPP and flow), strokes and flow to 5 %, SPP to 10 %,
 *     torque to 20 %, WOB to 15 %, hookload by no more than a third of a change of WOB. Depth goes on at the same rate to
 *     35 % (ROP: 25 %). A channel that stepped by a unit's ratio itself is no witness; but flow and SPP together need the
 *     strokes or another such.
 * Over a connection (at most 1800 s without drilling) the last run's rows are held against the 31st to 75th of the next, of
 * all but mud weight, tank and block, for ratios of 2 and more. A step less than 45 rows from a change of settings is not seen.
 * Block position is judged by one row: a jump to 0.3048 or 3.2808 of itself to 1 %, that no block can move, and
 * STEP_SIDE rows without another jump.
 */
#ifndef UNITSTEP_H
#define UNITSTEP_H
#include <stdbool.h>
#include "channel.h"

enum { STEP_SIDE = 45, STEP_SKIP = 30, STEP_CHANNELS = 9, STEP_WITNESSES = 7 };
extern const enum channel step_channel[STEP_CHANNELS];

struct step_row { double ts, hole; float value, witness[STEP_WITNESSES]; };
struct step_run {
	struct step_row row[2 * STEP_SIDE];     /* a ring: n rows so far, the last at (n - 1) % size */
	unsigned n;
	struct step_row prior[STEP_SIDE];       /* the end of the run before */
	bool has_prior;
};
struct unit_step {
	struct step_run run[STEP_CHANNELS];
	double hole, hole_ts;           /* deepest, and when it grew */
	bool off[STEP_CHANNELS];        /* the caller's: in another unit already, so that a step may be one back */
};
struct step_found {
	int k;                          /* of step_channel */
	double before, after, factor;
	const char *from, *to;          /* column suffixes: "psi" "bar" */
	double ts;                      /* first row behind the step */
};

void step_clear(struct unit_step *);
/* A row in canonical units, NAN absent. Returns how many channels have stepped, at most STEP_CHANNELS. */
int step_add(struct unit_step *, double ts, const double value[CHANNELS], struct step_found *);
#endif
