/*
 * series.h - one series of numbers about its mean, and the correlation of two. Arrays hold finite numbers.
 */
#ifndef SERIES_H
#define SERIES_H
#include "acf.h"

struct series {
	const double *value;            /* n, not owned */
	double *about;                  /* value - mean */
	double mean, squares;           /* squares: centred sum */
	bool constant;                  /* range <= 1e-12 |mean|, or no centred sum: no correlation can be given */
	size_t n;
	struct acf acf;                 /* of `about`, on the grid given */
};

/* Two passes, with the correction for the rounding of the mean (Chan, Golub & LeVeque 1983, American Statistician
 * 37:242). n = grid->n; memory is the grid's pool's. False when out of memory. */
bool series_init(struct series *, const double *value, struct acf_grid *);
/* Sum of products about the means. */
double series_product(const struct series *x, const struct series *y);
/* r in -1..1; NAN when either is constant. *exact: 1 - |r| is within what n roundings explain; r is then exactly 1 or -1. */
double series_r(const struct series *x, const struct series *y, bool *exact);
/* What is left of y after the straight line on x is taken out; NULL when out of memory. x is not constant. */
double *series_residual(const struct series *y, const struct series *x);
/* 95 % interval of r by Fisher's z (Fisher 1921) with n (effective) samples; [-1,1] when n <= 3. */
void series_interval(double r, double n, double *low, double *high);
#endif
