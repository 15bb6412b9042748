/*
 * sense.h - the rig's sensors: what of the truth reaches the log, with noise and losses.
 */
#ifndef SENSE_H
#define SENSE_H
#include "channel.h"
#include "rig.h"

enum { SENSE_SENSORS = 15 };

struct sample { double value[CHANNELS]; };              /* canonical units; NAN: no such sensor on this rig, or lost */
struct sense {
	double step_s, losses_per_step, lost_left_s;
	struct ar1 noise[SENSE_SENSORS];
	struct ar1 casing;                              /* the casing's gauge, on a rig that tests */
	struct prng loss;
	int lost;                                       /* the sensor that is lost now; -1: none */
	long losses;
};

void sense_init(struct sense *, const struct world *, uint64_t seed, double step_s);
void sense_step(struct sense *);                        /* once after each rig_step() */
void sense_sample(const struct sense *, const struct rig *, double ts, struct sample *);
enum channel sense_channel(int sensor);                 /* 0..SENSE_SENSORS - 1 */
/* Standard deviation of a channel's sensor noise in a world, in the channel's unit; 0 for a channel without any. */
double sense_sd(const struct world *, enum channel);
#endif
