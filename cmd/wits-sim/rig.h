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

enum rig_phase { RIG_DRILLING, RIG_CONNECTION, RIG_RESTING, RIG_WAITING };      /* waiting: a world that never drills */

struct rig {
	const struct world *world;
	struct bit_rock bit_rock;
	int layers, points;
	double step_s, now_s;                   /* since the start */

	enum rig_phase phase;
	int row;                                /* of the phase's sequence */
	double row_left_s, row_s, stretch;      /* of this row; stretch: how slow this crew is at this connection */

	/* The driller. */
	struct prng driller;
	int order[WORLD_POINTS], at, point;     /* this pass, where in it, and the point in force */
	double dwell_left_s, steady_s, bout_left_s, on_bottom_s;
	long visits;                            /* set-points visited so far */

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
};

/* The world must outlive the rig. */
void rig_init(struct rig *, const struct world *, uint64_t seed, double step_s);
void rig_step(struct rig *);
#endif
