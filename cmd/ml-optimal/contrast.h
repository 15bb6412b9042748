/*
 * contrast.h - how much better one operating point is than what was practised, with noise that remembers.
 *
 * y_b = m_point + sum beta z_b + e (drift terms z optional). The residuals' variogram gives a covariance g phi^|k| + w; the
 * contrasts against the time-share mean of practice get their variances from it, and are shrunk (DerSimonian & Laird 1986).
 */
#ifndef CONTRAST_H
#define CONTRAST_H
#include <stdbool.h>

struct noise { double white, memory, phi; };     /* w, g, phi: cov(b, b') = g phi^|t - t'| + w [b = b'] */

/* Blocks of the points that count, in order of time. */
struct design {
	int n, points;
	const long *k;                  /* block index on the time grid */
	const int *point;               /* 0..points-1 of each block */
	const double *drift;            /* drifts values of each block: what ROP does by itself, beside the points */
	int drifts;                     /* 0: no drift term */
};
struct contrast {
	int points;
	double *mean;                   /* m of each point */
	double *theta, *variance;       /* against practice; variance floored at 1e-12 */
	double *shrink;                 /* B = tau2/(tau2 + variance) */
	double *covariance;             /* V of the means, points x points */
	double tau2, n_eff, df;
	struct noise noise;
};

/* Fits w + g (1 - phi^k) to v_k = half the mean squared difference of residuals of the same point k blocks apart (k = 1..10,
 * at least 8 pairs each); fewer than 3 lags: w = 0, g = mean e^2, phi = .8. */
struct noise noise_fit(const struct design *, const double *residual);
/* Whether points and drift can be told apart: no column is a combination of the others but for a millionth of it. */
bool contrast_posed(const struct design *);
/* 0, or -1 (out of memory, or not posed). Free with contrast_free(). */
int contrast_find(const struct design *, const double *y, struct contrast *);
/* Under a given noise: the variance of the difference of points 0 and 1, and n_eff. 0 or -1, as above. */
int contrast_difference(const struct design *, const struct noise *, double *variance, double *n_eff);
void contrast_free(struct contrast *);
/* Between-point variance of DerSimonian & Laird. */
double contrast_tau2(const double *theta, const double *variance, int n);
#endif
