/*
 * state.h - the --state FILE: what a run hands to the next one. JSON, written whole or not at all.
 *
 * Kept per well while it lasts: a hold, and which channels are suspect.
 * Kept per rig: the evidence for the basis of RPM and for the block weight. Kept per well: what the gauges read off bottom.
 * Kept per well and bit: whether a trip has put the bit in doubt, hole depth, bit hours and footage at the borders of the
 * last windows, so that a window run again finds its own start.
 */
#ifndef STATE_H
#define STATE_H
#include <stdbool.h>
#include "basis.h"
#include "identity.h"
#include "kept.h"
#include "quarantine.h"

enum { STATE_MARKS = 100 };

struct mark { double ts, hours, footage; };
struct carried {
	char well[128];
	struct bit bit;
	struct rpm_finder rpm;
	struct block_finder block;
	double evidence_ts;             /* evidence up to here is in the finders; NAN: none */
	double deepest, deepest_ts;     /* ft, Unix s; NAN: none */
	double wob_zero, torque, spp, spp_flow;         /* as in struct offbottom; NAN: not known */
	bool away, bit_changed;         /* as in struct trip */
	struct quarantine_state quarantine;     /* as it was at evidence_ts */
	struct mark mark[STATE_MARKS];  /* oldest first */
	int marks;
};
void carried_init(struct carried *, double known_rev_gal);
/* A window border; the oldest mark gives way. Unknown hours and footage make no mark. */
void carried_mark(struct carried *, double ts, double hours, double footage);
/* The oldest mark at or after ts, else the newest; NULL when there is none. */
const struct mark *carried_find(const struct carried *, double ts);

enum kept_status state_load(const char *path, struct carried *, char why[KEPT_WHY]);
/* False and errno. */
bool state_save(const char *path, const struct carried *);
#endif
