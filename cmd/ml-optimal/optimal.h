/*
 * optimal.h - the best operating point of one segment, by a method: one file and one row of the table each.
 */
#ifndef OPTIMAL_H
#define OPTIMAL_H
#include <stdbool.h>
#include <stddef.h>
#include "block.h"
#include "composite.h"
#include "founder.h"
#include "limit.h"
#include "point.h"
#include "trial.h"

/* The kept samples of one segment in order of time. NAN: no value. efficiency: see optimal_efficiency(). */
struct optimal_rows {
	const double *t;                                /* Unix s */
	const double *wob, *rpm, *flow;                 /* klbf, rpm, gpm */
	const double *rop, *mse, *efficiency;           /* ft/h, psi, percent */
	size_t n;
	double interval;                                /* s between samples */
};
struct optimal_setting { double wob, rpm, flow, rop, mse; };

/* All that a method may look at. */
struct optimal_task {
	struct optimal_rows rows;
	const struct block *block;                      /* steady blocks of one drill mode, carried ones first */
	int blocks;
	double block_s;                                 /* their length */
	double seconds;                                 /* of clean drilling that they come from */
	struct point_steps steps;
	struct composite_weights weights;
	struct limits limits;
	struct optimal_setting now;                     /* what is being done; NAN: unknown */
	struct optimal_setting standing;                /* the advice that stands; wob NAN (or 0): none */
	double reference_mse;                           /* psi, the least known in this rock; NAN: none */
	bool plug_abandonment, slide, plain;
	bool bit_changed;                               /* perhaps another bit: nothing can be said */
};

enum optimal_verdict {
	VERDICT_PLAN, VERDICT_RECOMMEND, VERDICT_HOLD, VERDICT_INSUFFICIENT_VARIATION, VERDICT_INSUFFICIENT_BLOCKS,
	VERDICT_INSUFFICIENT_DATA
};
enum optimal_evidence { EVIDENCE_UNSAID, EVIDENCE_NONE, EVIDENCE_SOME, EVIDENCE_STRONG };

/* What a method found; NAN (NULL) where it says nothing. */
struct optimal {
	enum optimal_verdict verdict;
	const char *aim;
	struct optimal_setting best;                    /* its rop and mse are what was achieved there */
	struct { double wob[2], rpm[2], flow[2]; } range;       /* P10 and P90 of the point's blocks */
	double efficiency, score;
	double seconds;                                 /* of clean drilling that it used */
	enum optimal_evidence evidence;
	double gain_rop, gain_rop_ci[2], gain_mse, gain_mse_ci[2], gain_now;    /* fractions: .12 is +12 % */
	struct optimal_setting practice, now;
	double points, blocks, visits, n_eff;
	const char *limited_by;
	bool has_trial, strict;                         /* strict: holds at the level for advice that nothing confirms */
	struct trial trial;
	double reference_mse;
	struct founder founder;
	/* the points, and whether each is shown to be worse than practice, or than the best one; score NAN where there is none */
	struct optimal_point {
		double wob, rpm, flow;
		bool worse, beaten;
		double rop, mse, score, seconds;
		int visits;
	} point[32];
	int n_points;
};

struct optimal_method {
	const char *name;
	bool (*find)(const struct optimal_task *, struct optimal *);    /* false when out of memory or a fit fails */
};
#define OPTIMAL_METHODS "points|plan"           /* for the option table */

/* A level so strict that one analysis alone may change the advice: .05 spent over 72 hourly analyses. */
extern const double OPTIMAL_STRICT_ALPHA;

/* NULL when there is no such method. */
const struct optimal_method *optimal_method_find(const char *name);
const char *optimal_verdict_name(enum optimal_verdict);
const char *optimal_evidence_name(enum optimal_evidence);       /* NULL: unsaid */
/* Percent for each sample: `measured` where the segment has any (a missing one stays NAN), else 100 * reference / MSE and at
 * most 100, the reference being P10 of the segment's own MSE: relative to the best in this segment. *reference is that P10
 * (psi; NAN without MSE). False: out of memory. */
bool optimal_efficiency(const double *mse, const double *measured, size_t n, double *efficiency, double *reference);
/* The answer of a method that has none: insufficient data, and so many seconds of it. */
struct optimal optimal_nothing(double seconds);
/* The means of samples with t >= since; each over its own values. */
struct optimal_setting optimal_mean(const struct optimal_rows *, double since);
/* Whether settings differ by at least 1 klbf, 5 rpm or 8 % of the flow: less is no change for a driller. */
bool optimal_differs(const struct optimal_setting *, const struct optimal_setting *);

/* plan.c: the plan's top 10 %. advice.c: operating points that were drilled. */
bool plan_find(const struct optimal_task *, struct optimal *);
bool points_advise(const struct optimal_task *, struct optimal *);
#endif
