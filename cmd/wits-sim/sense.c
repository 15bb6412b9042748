/* sense.c - what the sensors say; see sense.h. */
#include "sense.h"

#include <math.h>

/* Each sensor: its channel and the sd of its noise. */
static const struct { enum channel channel; double sd; bool counts; } sensors[SENSE_SENSORS] = {
	{ CH_BLOCK, .02, false }, { CH_ROP, .6, true }, { CH_HOOKLOAD, .35, false }, { CH_WOB, .15, false },
	{ CH_TORQUE, .06, false }, { CH_RPM, .25, true }, { CH_SPP, 9, false }, { CH_SPM1, .15, true }, { CH_SPM2, .15, true },
	{ CH_TANK, .3, false }, { CH_FLOW_IN, 1.2, true }, { CH_FLOW_OUT, 4, false }, { CH_MUD_IN, .006, false },
	{ CH_MUD_OUT, .012, false }, { CH_GAMMA, 3.5, false },
};
enum { FOR_LOSS = 90, FOR_SENSORS = 100, FOR_CASING = 130 };
static const double casing_sd_psi = 3, mixed_bbl = 300;

enum channel sense_channel(int sensor)
{
	return sensors[sensor].channel;
}

double sense_sd(const struct world *w, enum channel channel)
{
	for (int i = 0; i < SENSE_SENSORS; i++)
		if (sensors[i].channel == channel)
			return sensors[i].sd * w->sensor_gain;
	return channel == CH_CASING && w->test.psi > 0 ? casing_sd_psi * w->sensor_gain : 0;
}

void sense_init(struct sense *s, const struct world *w, uint64_t seed, double step_s)
{
	*s = (struct sense){ .step_s = step_s, .losses_per_step = w->dropouts_per_h / 3600 * step_s, .lost = -1 };
	prng_seed(&s->loss, seed, FOR_LOSS);
	ar1_init(&s->casing, w->sensor_phi, sense_sd(w, CH_CASING), step_s, seed, FOR_CASING);
	for (int i = 0; i < SENSE_SENSORS; i++)
		ar1_init(&s->noise[i], w->sensor_phi, sensors[i].sd * w->sensor_gain, step_s, seed, FOR_SENSORS + (unsigned)i);
}

void sense_step(struct sense *s)
{
	bool due = prng_uniform(&s->loss) < s->losses_per_step;

	for (int i = 0; i < SENSE_SENSORS; i++)
		ar1_next(&s->noise[i]);
	ar1_next(&s->casing);
	if (s->lost >= 0) {
		s->lost_left_s -= s->step_s;
		if (s->lost_left_s <= 0)
			s->lost = -1;
	} else if (due) {
		s->lost = prng_below(&s->loss, SENSE_SENSORS);
		s->lost_left_s = prng_between(&s->loss, 2, 15);
		s->losses++;
	}
}

static double activity(const struct rig *r)
{
	switch (r->phase) {
	case RIG_DRILLING: return 2;
	case RIG_CONNECTION: return 3;
	case RIG_REAMING: case RIG_WASHING: return 4;
	case RIG_RUNNING: return 8;
	case RIG_PULLING: return 9;
	default: return r->slips ? 0 : 7;
	}
}

void sense_sample(const struct sense *s, const struct rig *r, double ts, struct sample *sample)
{
	const struct world *w = r->world;
	double full = w->points[0].flow, rate = r->now.flow / full, depth_ratio = r->hole_ft / w->start_ft;
	double *v = sample->value;

	for (int i = 0; i < CHANNELS; i++)
		v[i] = NAN;
	v[CH_TS] = ts;
	v[CH_BIT_DEPTH] = r->bit_ft;
	v[CH_HOLE_DEPTH] = r->hole_ft;
	v[CH_BLOCK] = r->block_ft;
	v[CH_ROP] = r->rop_shown;
	v[CH_HOOKLOAD] = r->hookload_klbf;
	v[CH_WOB] = r->now.wob;
	v[CH_TORQUE] = r->torque_kft_lbf;
	v[CH_RPM] = r->now.rpm;
	/* Turbulent losses: flow^1.8, the pipe's part growing with depth (Bourgoyne et al. 1986, 4.66). */
	v[CH_SPP] = 2600 * w->mud_ppg / 10 * pow(rate, 1.8) * (.6 + .4 * depth_ratio);
	v[CH_SPM1] = v[CH_SPM2] = r->now.flow / 2 / 4.3;
	/* Mud fills the new hole and is mixed anew in time; with the pumps off the flow line drains back. */
	v[CH_TANK] = 620 - fmod((r->hole_ft - w->start_ft) * w->bit_in * w->bit_in / 1029.4, mixed_bbl)
		+ 14 * (1 - r->flow_out / full);
	v[CH_FLOW_IN] = r->now.flow;
	v[CH_FLOW_OUT] = r->flow_out;
	v[CH_FLOW_OUT_PCT] = 55 * r->flow_out / full;
	if (w->test.psi > 0)
		v[CH_CASING] = fmax(0, r->casing_psi + s->casing.value);
	v[CH_MUD_IN] = w->mud_ppg;
	v[CH_MUD_OUT] = w->mud_ppg + .05;
	v[CH_GAMMA] = r->gamma_api;
	v[CH_ACTIVITY] = activity(r);
	for (int i = 0; i < SENSE_SENSORS; i++) {
		double *seen = &v[sensors[i].channel];
		/* A counter at rest reads 0, not noise. */
		if (!sensors[i].counts || *seen > 1)
			*seen += s->noise[i].value;
		if (sensors[i].counts)
			*seen = fmax(0, *seen);
		if (i == s->lost)
			*seen = NAN;
	}
}
