/*
 * offbottom.h - what the gauges read with the bit just off bottom: the zero of weight on bit, the torque that turns the
 * string, the standpipe pressure of the bit and the hole alone. They are what drilling is to be measured from.
 *
 * Samples are gathered 1.5 to 30 ft off bottom with the pumps on and the string not being raised, since the last connection,
 * the newest minute of those that fit; the values are the medians once there are 10 s. Averaged channels lag, so the first
 * 20 s after leaving bottom do not count. It looks back only. Units: klbf, kft.lbf, gpm, rpm, psi, Unix s; NAN is missing.
 *
 * A bit that takes weight off bottom stands in fill or on a ledge: what reads 4 klbf above the lowest tenth of the weights
 * since the connection does not count.
 *
 * Weight: pumps within 5 % and RPM within 10 % of drilling; what is learnt holds to the next connection. Beyond 15 klbf it
 * is refused, for no gauge is so far out; a reading that wanders is none. Torque: a turning string, RPM within 10; it holds
 * until it is learnt anew, for it changes little from stand to stand and a change of basis would change MSE more than rock
 * does.
 * Pressure: flow within 3 %, the last 30 s (Pessier and Fear 1992 and the practice of motors).
 */
#ifndef OFFBOTTOM_H
#define OFFBOTTOM_H
#include <stdbool.h>

enum { OFFBOTTOM_SAMPLES = 256 };
struct offbottom_sample { double ts, dt, wob, torque, spp, flow, rpm; };        /* rpm of the string */
struct offbottom {
	struct offbottom_sample sample[OFFBOTTOM_SAMPLES];      /* a ring, newest last */
	int first, n;
	double spared;                  /* s of samples too close to the last to be kept */
	double free_most;               /* klbf: what weighs more has not hung free */
	double left_ts;                 /* when the bit left the bottom; NAN: it is on it, or never was */
	bool news;                      /* samples that no weighing has seen */
	double weighed_flow, weighed_rpm, weighed_ts;   /* when and at what it was weighed last */
	/* what was learnt; NAN: nothing */
	double zero, torque, spp, spp_flow;
};
void offbottom_init(struct offbottom *);
/* A connection: the weight's zero is set anew there, or drifts. */
void offbottom_connect(struct offbottom *);
/* A row off bottom. usable: near bottom, pumps on, not being raised. */
void offbottom_add(struct offbottom *, const struct offbottom_sample *, bool usable);
/* A row that drills at this flow and speed. */
void offbottom_drill(struct offbottom *, double ts, double flow, double rpm);
/* The pressure off bottom at this flow, psi; NAN where none was read within 3 % of it. */
double offbottom_spp(const struct offbottom *, double flow);
#endif
