/*
 * block.h - steady blocks of drilling: half a minute during which the driller changed nothing.
 *
 * Block MSE is energy over volume (Teale 1965 on sums): 4000 sum(W R)/(pi D^2 sum R) + 480000/D^2 sum(T N)/sum R, with
 * W klbf, T kft.lbf, N rpm at the bit, R ft/h, D in; psi. Where MSE is a channel: sum(MSE R)/sum R, which is the same.
 */
#ifndef BLOCK_H
#define BLOCK_H
#include <stdbool.h>
#include <stddef.h>

enum { BLOCK_MAX_S = 12 * 3600 };       /* blocks of the last 12 hours of drilling are looked at */

/* Samples of one rock and drill mode, time ascending; arrays of n, NAN where a value is missing. A NULL array: the channel is
 * absent. ts, wob, rpm, rop are there and finite, rop above 0. */
struct drilling {
	size_t n;
	const double *ts;               /* Unix s */
	const double *wob;              /* klbf, the driller's gauge: the knob */
	const double *wob_true;         /* klbf, corrected, for MSE; NULL: as wob */
	const double *rpm;              /* rpm at surface: the knob */
	const double *bit_rpm;          /* rpm at the bit; NULL: as rpm */
	const double *flow;             /* gpm */
	const double *rop;              /* ft/h */
	const double *torque;           /* kft.lbf */
	const double *depth;            /* ft, hole depth */
	const double *spp, *diff;       /* psi */
	const double *mse, *ccs;        /* psi; mse NULL: derived from torque */
	const double *d;                /* d-exponent */
	const double *gamma;            /* API; NULL: as all missing */
	double diameter_in;             /* in; NAN: unknown */
};

/* Means over its samples, NAN when absent; mse as above. */
struct block {
	long k;                         /* its place on the grid of block lengths from `origin` */
	double ts;                      /* of its first sample */
	double wob, rpm, bit_rpm, flow, rop, mse, depth, torque, spp, diff, ccs;
	double torque_cv, spp_cv;       /* sd/mean within the block */
	double window;                  /* end of the window it was drilled in, Unix s; NAN: not said */
	int n;
};

struct block_rules {
	bool plain;                     /* methods as first written: 30 s, 20 samples, relative tolerances only */
	double length_s;                /* 30; made max(30, 6 dt) unless plain */
	double wob_step, rpm_step;      /* dW klbf, dN rpm */
	double origin;                  /* ts where block 0 begins; NAN: the first sample */
};

/* dt: median step of the samples in s. The length of a block by the rules. */
double block_length(const struct block_rules *, double dt);
/* Cuts samples into blocks and keeps the steady ones; *blocks is malloc'd. Returns their number, or -1 when out of memory. */
int block_cut(const struct drilling *, const struct block_rules *, struct block **blocks);
/* The means of samples from..from+n as one block, steady or not; all NAN when n is 0. False when out of memory. */
bool block_mean(const struct drilling *, size_t from, size_t n, struct block *);
/* Drops blocks without flow, MSE or CCS where at least 80 % of them have it, and all but those of the last 12 h of drilling.
 * Returns how many stay. */
int block_complete(struct block *, int n, double length_s);
#endif
