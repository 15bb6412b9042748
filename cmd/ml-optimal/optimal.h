/*
 * optimal.h - the best operating point of one segment, by a method: one file and one row of the table each.
 */
#ifndef OPTIMAL_H
#define OPTIMAL_H
#include <stdbool.h>
#include <stddef.h>
#include "composite.h"

/* The kept samples of one segment in order of time. NAN: no value. efficiency: see optimal_efficiency(). */
struct optimal_rows {
	const double *t;                                /* Unix s */
	const double *wob, *rpm, *flow;                 /* klbf, rpm, gpm */
	const double *rop, *mse, *efficiency;           /* ft/h, psi, percent */
	size_t n;
	double interval;                                /* s between samples */
};
struct optimal_setting { double wob, rpm, flow, rop, mse; };

enum optimal_verdict { VERDICT_PLAN, VERDICT_INSUFFICIENT_DATA };

/* What a method found; NAN where it says nothing. */
struct optimal {
	enum optimal_verdict verdict;
	struct optimal_setting best;                    /* its rop and mse are what was achieved there */
	double efficiency, score;
	double seconds;                                 /* of clean drilling that it used */
};

struct optimal_method {
	const char *name;
	bool (*find)(const struct optimal_rows *, struct composite_weights, struct optimal *);  /* false when out of memory */
};
#define OPTIMAL_METHODS "plan"          /* for the option table */

/* NULL when there is no such method. */
const struct optimal_method *optimal_method_find(const char *name);
const char *optimal_verdict_name(enum optimal_verdict);
/* Percent for each sample: `measured` where the segment has any (a missing one stays NAN), else 100 * reference / MSE and at
 * most 100, the reference being P10 of the segment's own MSE: relative to the best in this segment. *reference is that P10
 * (psi; NAN without MSE). False: out of memory. */
bool optimal_efficiency(const double *mse, const double *measured, size_t n, double *efficiency, double *reference);
/* The answer of a method that has none: insufficient data, and so many seconds of it. */
struct optimal optimal_nothing(double seconds);
/* The means of samples with t >= since; each over its own values. */
struct optimal_setting optimal_mean(const struct optimal_rows *, double since);

/* plan.c: the plan's top 10 %. */
bool plan_find(const struct optimal_rows *, struct composite_weights, struct optimal *);
#endif
