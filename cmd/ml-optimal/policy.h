/*
 * policy.h - advice changes rarely: when a new recommendation is published, and when one that stands is withdrawn.
 *
 * A point other than the one that was advised is published when it is found (within a step of WOB, RPM and flow) in successive
 * analyses of windows that do not overlap until at least half of the blocks are newer than the one that found it first (with an
 * hour carried that is the next analysis; with twelve, whose successors share eleven, it takes longer), or when one analysis
 * passes OPTIMAL_STRICT_ALPHA; and while advice stands, only when it is shown to be better than that. Until then the window says
 * `unconfirmed`.
 * Advice stands until another point is published or its own is shown to be worse than practice.
 */
#ifndef POLICY_H
#define POLICY_H
#include <stdbool.h>
#include "optimal.h"

struct policy_setting { double wob, rpm, flow; };
struct policy {
	bool published, waiting;
	struct policy_setting advice, candidate;        /* what stands; what waits to be confirmed */
	double waits_since;                             /* end of the window that found the candidate, Unix s */
	double since;                                   /* end of the window that published the advice, Unix s */
	double last_end;                                /* of the latest window that was counted; NAN: none */
};

void policy_init(struct policy *);
/* Judges the answer for the window [start, end), made from n blocks: it may become a hold, limited by `unconfirmed`. */
void policy_apply(struct policy *, double start, double end, const struct point_steps *, const struct block *, int n,
	struct optimal *);
#endif
