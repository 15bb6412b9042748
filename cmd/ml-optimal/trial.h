/*
 * trial.h - a step test that would show whether a change pays: two settings, alternated A-B-A-B, and how long a visit must be.
 *
 * The length is that at which the difference of the two means of ln ROP, with a drift estimated beside it and the noise that
 * was fitted to this rock, passes the finder's own test with 80 % power (normal approximation).
 */
#ifndef TRIAL_H
#define TRIAL_H
#include <stdbool.h>
#include "contrast.h"
#include "limit.h"
#include "point.h"

struct trial_setting { double wob, rpm, flow; };        /* klbf, rpm at surface, gpm; NAN: as it is */
struct trial {
	struct trial_setting a, b;
	bool repeats;                                   /* b is the best point so far */
	bool rop_held;                                  /* the auto-driller must hold WOB, not ROP */
	double minutes_10, minutes_20;                  /* a visit, for +10 % and +20 %; NAN: over two hours */
};

/* Minutes of a visit of whole blocks, at least 5, that show an effect (.1: +10 %); NAN when two hours are not enough or the
 * noise is unknown. */
double trial_minutes(const struct noise *, double block_s, double effect);
/* A step from `now` inside the limits: one step up in WOB, else (not sliding) up in RPM, else down in WOB. False: none. */
bool trial_step(const struct trial_setting *now, const struct point_steps *, const struct limits *, bool slide,
	struct trial_setting *b);
#endif
