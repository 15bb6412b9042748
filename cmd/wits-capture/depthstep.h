/*
 * depthstep.h - whether a depth can go on from where it was: one track for the hole's depth, one for the bit's. No I/O.
 *
 * A hole deepens by what can be drilled: 2000 ft/h for a minute, 1000 ft/h for an hour, then 500 ft/h. Anything else is a
 * step, judged on the row that shows it:
 *   x 0.3048 or x 3.2808, to 0.5 % and what can be drilled meanwhile     DEPTH_SCALED
 *   100 ft below the deepest row so far                                  DEPTH_FELL
 *   100 ft beyond what can be drilled since the row before, or within a minute     DEPTH_ROSE
 * A bit moves at up to 10 ft/s, so it is judged for DEPTH_SCALED only, between rows at most 60 s apart. A step is taken
 * back when the depth steps back (by more than half the way) to where it would be without it; one that drills or trips
 * its way back is not. A depth of 0 or less is no depth; a hole that has none for more than 60 s has fallen to 0. A track
 * begins with three rows that agree.
 */
#ifndef DEPTHSTEP_H
#define DEPTHSTEP_H
#include <stdbool.h>

enum depth_step { DEPTH_STEADY, DEPTH_SCALED, DEPTH_FELL, DEPTH_ROSE };
enum depth_news { DEPTH_NOTHING, DEPTH_RAISED, DEPTH_BACK };
struct depth_track {
	bool bit;               /* a bit's: else a hole's */
	int agree;              /* rows that agree so far; 3: begun */
	enum depth_step step;   /* under way */
	double factor;          /* of DEPTH_SCALED */
	double before, after;   /* the step, ft */
	double took;            /* s between those two rows */
	double base, base_ts;   /* where the depth is, or would be without the step */
	double minute, minute_ts;       /* where it was at most a minute ago */
	double deepest, recent[2];      /* deepest of three rows in a row; the last two rows */
	double last, last_ts;   /* last row with a depth */
	double zero_ts;         /* first row of those without; NAN */
	int rejoined;           /* rows in a row that a stepped bit is at the hole's bottom again */
};

void depth_begin(struct depth_track *, bool bit);
/* What is known from before the first row. */
void depth_known(struct depth_track *, double ts, double depth);
/* A step that an earlier run saw goes on. */
void depth_resume(struct depth_track *, enum depth_step, double factor, double before, double ts);
/* depth NAN: none. hole: for a bit, the depth of a hole that has not stepped; NAN: not known. */
enum depth_news depth_add(struct depth_track *, double ts, double depth, double hole);
/* The last row's depth is right. */
void depth_accept(struct depth_track *);
#endif
