/*
 * crew.h - what the crew does with the bit off bottom, chore by chore: connections, trips, reaming, rests, pressure tests.
 */
#ifndef CREW_H
#define CREW_H
#include "rig.h"

extern const double crew_thermal_pct;           /* what a tight pressure test loses in 15 min as its mud cools */

/* Leaves bottom for a phase's first chore. */
void crew_leave_bottom(struct rig *, enum rig_phase);
/* The rig's lead-in: the last chore of a phase. */
void crew_last_chore(struct rig *, enum rig_phase);
/* One step of the chore at hand. True when the bit is back on bottom, to drill. */
bool crew_step(struct rig *);
#endif
