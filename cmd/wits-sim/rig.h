/*
 * rig.h - the rig in time: a driller who works through set-points, connections, the string and the sensors.
 *
 * The rig advances in steps of at most a second; a sample is read off it whenever one is due. What truly happens (bit,
 * hole, settings, ROP) is here; what the sensors make of it is in sense.h.
 */
#ifndef RIG_H
#define RIG_H
#include <stdint.h>
#include "noise.h"
#include "world.h"

enum rig_phase {
	RIG_DRILLING, RIG_CONNECTION, RIG_RESTING, RIG_WAITING,         /* waiting: a world that never drills */
	RIG_BETWEEN,                                                    /* two trials */
	RIG_REAMING, RIG_PULLING, RIG_CHANGING_BIT, RIG_RUNNING, RIG_WASHING, RIG_TESTING
};
extern const double rig_block_low_ft;           /* where the block stops above the floor */

struct rig {
	const struct world *world;
	struct bit_rock bit_rock;
	int layers, points;
	double step_s, now_s;                   /* since the start */

	enum rig_phase phase;
	int row;                                /* of the phase's sequence */
	double row_left_s, row_s, stretch;      /* of this row; stretch: how slow this crew is at this connection */
	double hoist_ft;                        /* what the block rises in this row without the string */
	int tests;                              /* of pressure, so far */
	bool leaks;                             /* the one under way or done last */
	double casing_psi, last_test_s;         /* last_test_s: seconds on bottom when the last one began */

	/* The driller. */
	struct prng driller;
	int order[WORLD_POINTS], at, point;     /* this pass, where in it, and the point in force */
	double dwell_left_s, steady_s, bout_left_s, on_bottom_s;
	long visits;                            /* set-points visited so far */
	double gain_part;                       /* 0..1: how far the world's better point is in force */
	bool sliding;
	int bits;                               /* the number of this bit run, from 0 */
	double bit_start_ft, bit_start_s;       /* hole depth and seconds on bottom when it went to work */

	/* What is. */
	double hole_ft, bit_ft, block_ft, lift_ft;      /* lift: bit off bottom */
	struct settings now, steady;            /* weight, speed and flow this moment, with and without their wandering */
	double rop_ft_h, true_rop_ft_h;         /* with and without the rock's unevenness, drift and cycles */
	double torque_kft_lbf, rop_shown, flow_out, hookload_klbf, gamma_api;
	long layer;
	struct rock rock;
	bool pumps, rotation, slips;
	double move_ft_s;                       /* of the bit, + up */

	/* Noise. */
	struct ar1 rop_noise, wob_noise, rpm_noise, torque_noise;
	struct swing wob_swing, rop_swing;
};

/* The world must outlive the rig. */
void rig_init(struct rig *, const struct world *, uint64_t seed, double step_s);
void rig_step(struct rig *);
#endif
