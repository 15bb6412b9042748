/*
 * quality.h - which samples are valid drilling, and why one is not; which channels stand still or cannot be right.
 *
 * Every test is positive: a missing value (NAN) fails the test that reads it. A sample counts under the first reason in the
 * order below. A test whose column the input lacks is off.
 */
#ifndef QUALITY_H
#define QUALITY_H
#include <stdbool.h>
#include <stddef.h>
#include "rigstate.h"

enum reason { REASON_MISSING, REASON_RIG_STATE, REASON_WOB_LOW, REASON_RPM_LOW, REASON_ROP_RANGE, REASON_MSE_RANGE,
	REASON_NOT_MAKING_HOLE, REASON_TRANSIENT, REASON_BEDDING_IN, REASON_DYSFUNCTION,
	REASON_QUARANTINE,              /* quarantine.h: no test of a sample, and before all of them */
	REASONS, REASON_NONE = REASONS };
extern const char *const reason_names[REASONS];         /* "missing" ... */
enum reason reason_parse(const char *s, size_t len);    /* REASONS when it is none */

/* klbf, rpm at the bit, ft/h, psi, ft: limits are themselves valid. */
struct limits { double min_wob, min_rpm, min_rop, max_rop, min_mse, max_mse, bottom; };
extern const struct limits limits_of_the_plan;

struct quality {
	struct limits limits;
	bool on[REASONS];
	bool needs_wob, needs_rpm, needs_rop, needs_torque;     /* what `missing` looks at: columns that exist */
};
struct quality_sample {
	double wob, rpm, bit_rpm, rop, torque, mse;
	double off_bottom;              /* hole less bit depth, ft; 0 where there is no bit depth */
	bool makes_hole;                /* rig_makes_hole() */
	bool transient, bedding_in, dysfunction;        /* just on bottom; a new bit; one that is to be left out */
	enum rig_state state;           /* RIG_STATES: none */
};
enum reason quality_test(const struct quality *, const struct quality_sample *);

/* Channels that may freeze. A bit each in a set. */
enum stale_channel { STALE_ROP, STALE_WOB, STALE_TORQUE, STALE_HOOKLOAD, STALE_SPP, STALE_CHANNELS };
struct stale { double value[STALE_CHANNELS], seconds[STALE_CHANNELS], depth[STALE_CHANNELS]; };
void stale_init(struct stale *);
/* The set of channels that have not changed for 600 s of drilling while the hole depth did. */
unsigned stale_next(struct stale *, const double value[STALE_CHANNELS], double dt, bool drilling, double hole_depth);
#endif
