/*
 * point.h - operating points: settings (WOB, surface RPM, flow) that were really drilled, found from visits.
 *
 * A visit is a run of adjoining blocks within half a step of their running mean. Visits are clustered by leaders, the
 * longest first, at Chebyshev distance 1 in half steps; a leader's mean stays as it is. No grid, so no edges.
 */
#ifndef POINT_H
#define POINT_H
#include "block.h"

struct point_steps { double wob, rpm, flow; };   /* dW klbf, dN rpm, dQ gpm; flow HUGE_VAL: flow is no part of a point */

struct points {
	int blocks, visits, points;     /* points: ranked by (WOB, RPM, flow) of their longest visit */
	int *visit;                     /* of each block */
	int *point;                     /* of each block */
	int *point_visits;              /* visits of each point */
};

/* dW = 4 D/8.5 within 1.5..8 klbf (D in; NAN: 4), dN = 20 rpm, dQ = 8 % of the median flow of the blocks (HUGE_VAL without). */
struct point_steps point_steps_for(double diameter_in, const struct block *, int n);
/* 0, or -1 when out of memory. Free with points_free(). */
int points_find(const struct block *, int n, const struct point_steps *, struct points *);
void points_free(struct points *);
/* The block of `point` nearest to the point's mean (ties: the earliest): its settings were drilled as they are. -1: none. */
int point_medoid(const struct block *, const struct points *, int point, const struct point_steps *);
/* Share of blocks, among those in visits of >= 6 blocks, whose visit held ROP: (P90-P10)/P50 of block ROP <= .08. */
double points_rop_held(const struct block *, const struct points *);
#endif
