/* dirt.c - what goes wrong between the sensors and the log; see dirt.h. */
#include "dirt.h"

#include <math.h>

enum { FOR_GLITCH = 91, FOR_FREEZE };
static const double freeze_every_s = 2 * 3600, tare_turn_h = 2;
/* Sensors that are read in turn: not all change in the same second. */
static const double stagger_s = 1;

void dirt_init(struct mess *m, double hours, uint64_t seed, double step_s)
{
	*m = (struct mess){ .step_s = step_s, .half_way_s = hours * 1800, .wild = -1 };
	prng_seed(&m->glitch, seed, FOR_GLITCH);
	prng_seed(&m->freeze, seed, FOR_FREEZE);
	for (int i = 0; i < SENSE_SENSORS; i++)
		m->held_turn[i] = -1;
}

void dirt_step(struct mess *m, const struct world *w)
{
	m->wild = -1;
	if (w->dirt.glitches_per_s > 0 && prng_uniform(&m->glitch) < w->dirt.glitches_per_s * m->step_s) {
		m->wild = prng_below(&m->glitch, SENSE_SENSORS);
		m->factor = prng_between(&m->glitch, 4, 20) * (prng_uniform(&m->glitch) < .25 ? -1 : 1);
		m->glitches++;
	}
	if (!(w->dirt.frozen_s > 0))
		return;
	if (m->frozen_left_s > 0) {
		m->frozen_left_s -= m->step_s;
	} else if (prng_uniform(&m->freeze) < m->step_s / freeze_every_s) {
		m->frozen_left_s = w->dirt.frozen_s;
		m->frozen_known = false;
		m->freezes++;
	}
}

double dirt_tare(const struct world *w, double now_s)
{
	double h = fmod(now_s / 3600, 2 * tare_turn_h);

	return w->dirt.wob_tare_klbf + w->dirt.tare_drift_klbf_per_h * (h < tare_turn_h ? h : 2 * tare_turn_h - h);
}

double dirt_slip_s(const struct mess *m, const struct world *w)
{
	return isnan(w->dirt.slip_h) ? m->half_way_s : w->dirt.slip_h * 3600;
}

/* ROP that stands still keeps what it showed last. */
static void freeze(struct mess *m, double *rop)
{
	if (!(m->frozen_left_s > 0))
		return;
	if (!m->frozen_known && !isnan(*rop)) {
		m->frozen_at = *rop;
		m->frozen_known = true;
	}
	if (m->frozen_known)
		*rop = m->frozen_at;
}

static void hold(struct mess *m, double hold_s, double now_s, double *v)
{
	for (int i = 0; i < SENSE_SENSORS; i++) {
		double turn = floor((now_s + stagger_s * i) / hold_s), *seen = &v[sense_channel(i)];
		if (turn != m->held_turn[i]) {
			m->held[i] = *seen;
			m->held_turn[i] = turn;
		}
		*seen = m->held[i];
	}
}

void dirt_sample(struct mess *m, const struct rig *r, struct sample *s)
{
	const struct world *w = r->world;
	double *v = s->value;

	v[CH_WOB] += dirt_tare(w, r->now_s);
	if (w->dirt.rpm_of_bit != 0)
		v[CH_RPM] += w->motor_rev_gal * r->now.flow;
	if (m->wild >= 0)
		v[sense_channel(m->wild)] *= m->factor;
	if (w->dirt.slip_unit && r->now_s >= dirt_slip_s(m, w))
		v[w->dirt.slip_channel] = unit_from_base(w->dirt.slip_unit, v[w->dirt.slip_channel]);
	freeze(m, &v[CH_ROP]);
	if (w->dirt.hold_s > 0)
		hold(m, w->dirt.hold_s, r->now_s, v);
}
