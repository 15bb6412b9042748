/*
 * dirt.h - what goes wrong between the sensors and the log: weight not zeroed, values held, frozen, wild, in another unit.
 *
 * Draws from generators of its own: a world without dirt has the bytes it always had.
 */
#ifndef DIRT_H
#define DIRT_H
#include "sense.h"

struct mess {
	double step_s, half_way_s;
	struct prng glitch, freeze;
	int wild;                               /* the sensor that shows a wild value in this step; -1: none */
	double factor;                          /* what it shows, in the true value */
	double frozen_left_s, frozen_at;
	bool frozen_known;                      /* frozen_at holds the value it stands at */
	double held[SENSE_SENSORS], held_turn[SENSE_SENSORS];
	long glitches, freezes;
};

/* hours: length of the log, for what happens half way. */
void dirt_init(struct mess *, double hours, uint64_t seed, double step_s);
void dirt_step(struct mess *, const struct world *);    /* once after each rig_step() */
void dirt_sample(struct mess *, const struct rig *, struct sample *);
/* What the weight indicator is off by at a time, klbf. */
double dirt_tare(const struct world *, double now_s);
/* Seconds since the start from which a channel is in another unit. */
double dirt_slip_s(const struct mess *, const struct world *);
#endif
