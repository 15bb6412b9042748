/* offbottom.c - zeros learnt off bottom; see offbottom.h. */
#include "offbottom.h"

#include <math.h>
#include <stddef.h>

#include "stats.h"

static const double enough_s = 10;      /* so much of a reading is one */
static const double newest_s = 60;      /* weight and torque: of the newest samples that fit */
static const double newest_spp_s = 30;
static const double lag_s = 20;         /* after leaving bottom an averaged gauge still reads what was drilled */
static const double zero_most = 15;     /* klbf */
static const double zero_spread = 2;    /* klbf between quartiles */
static const double flow_part = 0.05, rpm_part = 0.10, rpm_least = 5;
static const double torque_rpm = 10, spp_flow_part = 0.03;
static const double weigh_every_s = 10;
static const double free_klbf = 4, free_part = 0.1;
static const double thin_s = 2;         /* samples closer than that are one */
static const double turning_rpm = 5;
static const int samples_least = 3;

void offbottom_init(struct offbottom *o)
{
	*o = (struct offbottom){ .left_ts = NAN, .weighed_flow = NAN, .weighed_rpm = NAN, .weighed_ts = -HUGE_VAL,
		.zero = NAN, .torque = NAN, .spp = NAN, .spp_flow = NAN };
}

void offbottom_connect(struct offbottom *o)
{
	o->first = o->n = 0;
	o->spared = 0;
	o->zero = NAN;
	o->news = false;
	o->left_ts = -HUGE_VAL;
}

void offbottom_add(struct offbottom *o, const struct offbottom_sample *s, bool usable)
{
	if (isnan(o->left_ts))
		o->left_ts = s->ts;
	if (!usable || !(s->dt > 0) || s->ts - o->left_ts < lag_s)
		return;
	if (o->n > 0 && s->ts - o->sample[(o->first + o->n - 1) % OFFBOTTOM_SAMPLES].ts < thin_s) {
		o->spared += s->dt;
		return;
	}
	if (o->n == OFFBOTTOM_SAMPLES) {
		o->first = (o->first + 1) % OFFBOTTOM_SAMPLES;
		o->n--;
	}
	struct offbottom_sample *new = &o->sample[(o->first + o->n++) % OFFBOTTOM_SAMPLES];
	*new = *s;
	new->dt += o->spared;
	o->spared = 0;
	o->news = true;
}

static bool near(double a, double b, double part, double least)
{
	return fabs(a - b) <= fmax(part * fabs(b), least);
}

enum gauge { GAUGE_WOB, GAUGE_TORQUE, GAUGE_SPP };

static double reading(const struct offbottom_sample *s, enum gauge gauge)
{
	return gauge == GAUGE_WOB ? s->wob : gauge == GAUGE_TORQUE ? s->torque : s->spp;
}

static bool fits(const struct offbottom_sample *s, enum gauge gauge, double flow, double rpm)
{
	switch (gauge) {
	case GAUGE_WOB:
		return near(s->flow, flow, flow_part, 0) && near(s->rpm, rpm, rpm_part, rpm_least);
	case GAUGE_TORQUE:
		return s->rpm >= turning_rpm && near(s->rpm, rpm, 0, torque_rpm);
	default:
		return near(s->flow, flow, spp_flow_part, 0) && near(s->rpm, rpm, rpm_part, torque_rpm);
	}
}

/* The most a bit that hangs free weighs. */
static double free_most(const struct offbottom *o)
{
	double value[OFFBOTTOM_SAMPLES];
	size_t n = 0;

	for (int i = 0; i < o->n; i++)
		if (!isnan(o->sample[(o->first + i) % OFFBOTTOM_SAMPLES].wob))
			value[n++] = o->sample[(o->first + i) % OFFBOTTOM_SAMPLES].wob;
	if (n == 0)
		return HUGE_VAL;
	stats_sort(value, n);
	return stats_quantile_sorted(value, n, free_part) + free_klbf;
}

/* The median of the newest samples that fit; NAN when they are fewer than 10 s or, with `spread`, wander by more than that. */
static double weigh(const struct offbottom *o, enum gauge gauge, double flow, double rpm, double longest, double spread)
{
	double value[OFFBOTTOM_SAMPLES], seconds = 0, most = o->free_most;
	size_t n = 0;

	for (int i = o->n - 1; i >= 0 && seconds < longest; i--) {
		const struct offbottom_sample *s = &o->sample[(o->first + i) % OFFBOTTOM_SAMPLES];
		if (!fits(s, gauge, flow, rpm) || s->wob > most || isnan(reading(s, gauge)))
			continue;
		value[n++] = reading(s, gauge);
		seconds += s->dt;
	}
	if (seconds < enough_s || n < (size_t)samples_least)
		return NAN;
	stats_sort(value, n);
	if (!(stats_quantile_sorted(value, n, 0.75) - stats_quantile_sorted(value, n, 0.25) <= spread))
		return NAN;
	return stats_quantile_sorted(value, n, 0.5);
}

void offbottom_drill(struct offbottom *o, double ts, double flow, double rpm)
{
	o->left_ts = NAN;
	if (o->n == 0)
		return;
	bool moved = !near(flow, o->weighed_flow, spp_flow_part, 0) || !near(rpm, o->weighed_rpm, rpm_part, rpm_least);
	if (!o->news && !moved)
		return;
	/* Flow and speed may still be coming up: then it is weighed again as they change, but not at every row. */
	if (!o->news && ts - o->weighed_ts < weigh_every_s)
		return;
	bool anew = o->news || isnan(o->zero);
	if (o->news)
		o->free_most = free_most(o);
	o->news = false;
	o->weighed_ts = ts;
	o->weighed_flow = flow;
	o->weighed_rpm = rpm;
	double zero = weigh(o, GAUGE_WOB, flow, rpm, newest_s, zero_spread);
	double torque = weigh(o, GAUGE_TORQUE, flow, rpm, newest_s, HUGE_VAL);
	double spp = weigh(o, GAUGE_SPP, flow, rpm, newest_spp_s, HUGE_VAL);
	if (anew && fabs(zero) <= zero_most)    /* within a stand it is not to flicker with every change of speed */
		o->zero = zero;
	if (isfinite(torque))
		o->torque = torque;
	if (isfinite(spp)) {
		o->spp = spp;
		o->spp_flow = flow;
	}
}

double offbottom_spp(const struct offbottom *o, double flow)
{
	return near(flow, o->spp_flow, spp_flow_part, 0) ? o->spp : NAN;
}
