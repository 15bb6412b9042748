/*
 * finder.h - which operating point that was really drilled is better than practice, by how much, how sure.
 *
 * Blocks are scored (weights of the campaign on normalised ROP and efficiency), points contrasted against practice
 * (contrast.h), the one with the best lower bound chosen; gains in ROP and MSE with Bonferroni intervals over the points.
 * `plain` is the method without the amendments (no drift term, no floors, a recommendation from one visit allowed).
 */
#ifndef FINDER_H
#define FINDER_H
#include "block.h"
#include "contrast.h"
#include "point.h"

enum find_verdict { FIND_RECOMMEND, FIND_HOLD, FIND_NO_VARIATION, FIND_FEW_BLOCKS };
enum find_aim { AIM_NONE, AIM_FASTER, AIM_LESS_ENERGY };
enum find_limit { LIMIT_NONE, LIMIT_ROP_HELD, LIMIT_DRILLED_ONCE, LIMIT_NO_GAIN, LIMIT_UNSTEADY };

struct find_rules {
	double rop_weight, efficiency_weight;   /* sum 1 */
	double strict_alpha;            /* a level far below .05: see `strict` */
	bool plug_abandonment;          /* no point with torque or SPP clearly less steady than practice */
	bool plain;
	bool drift_by_depth;            /* z = depth at the block, where all blocks have one; else the block's index */
	double reference_mse;           /* psi, the least seen before in this rock; NAN: none */
	struct point_steps steps;
	/* the advice that stands: its point is kept while it is better than practice and none is shown to be better than it */
	struct { double wob, rpm, flow; } standing;     /* wob NAN (or 0): none */
};
struct gain { double raw, shrunk, low, high, n_eff, df, tau2; struct noise noise; };    /* fractions: .12 is +12 % */
struct found_point {
	int id, blocks, visits, medoid;         /* medoid: a block */
	double wob, rpm, flow, rop, mse, torque, spp, diff, score;      /* means over its blocks */
	double theta, variance, bound, shrink;  /* of the score, against practice */
	double high;                            /* upper end of the interval of theta */
	double log_rop;                         /* shrunk contrast of ln ROP */
	bool beaten;                            /* the chosen point's score is shown to be better than this one's */
};
struct found {
	enum find_verdict verdict;
	enum find_aim aim;
	enum find_limit limit;
	bool claim;                             /* the score is better than practice, whatever speaks against saying so */
	bool strict;                            /* and would be at strict_alpha, with its aim */
	int blocks, points, chosen;             /* chosen: index into point[], -1 without */
	int visits;                             /* of all blocks */
	struct found_point *point;              /* points of at least 4 blocks */
	int *at;                                /* index into point[] of each block, -1: in none of them */
	double tau2, n_eff, df;
	struct noise noise;
	double gain_low, gain_high, gain_score; /* interval of the composite contrast of the chosen point */
	struct gain rop, mse;                   /* rop.noise is known from one point on; mse all NAN without MSE */
	double efficiency, reference_mse;       /* of the chosen point; psi */
	struct { double wob, rpm, flow, rop, mse; } practice;   /* means over the blocks of these points */
	double rop_held_share;
};

/* 0 or -1 (out of memory or a numerical failure). Free with found_free(). */
int find_optimum(const struct block *, int n, const struct find_rules *, struct found *);
void found_free(struct found *);
#endif
