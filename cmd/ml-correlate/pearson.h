/*
 * pearson.h - correlation coefficients of two arrays, and what is made of them. Arrays hold finite numbers.
 */
#ifndef PEARSON_H
#define PEARSON_H
#include <stdbool.h>
#include <stddef.h>

struct moments {
	double mean_x, mean_y;
	double sxx, syy, sxy;           /* centred sums of squares and products */
	bool constant_x, constant_y;    /* range <= 1e-12 |mean|, or no centred sum: no correlation can be given */
};

/* Two passes, with the correction for the rounding of the means (Chan, Golub & LeVeque 1983, American
 * Statistician 37:242). */
struct moments pearson_moments(const double *x, const double *y, size_t n);
/* r in -1..1; NAN when either is constant. *exact: 1 - |r| is within what n roundings explain; r is then exactly 1 or -1. */
double pearson_r(const struct moments *, size_t n, bool *exact);
/* Mid-ranks 1..n of x. False when out of memory. */
bool pearson_ranks(const double *x, size_t n, double *rank);
/* Spearman 1904: r of the mid-ranks; NAN when constant or out of memory. */
double pearson_spearman(const double *x, const double *y, size_t n);
/* Partial correlation of x and y given z (Yule 1907), from the three plain ones; NAN when z explains either wholly. */
double pearson_partial(double r_xy, double r_xz, double r_yz);
/* 95 % interval of r by Fisher's z (Fisher 1921) with n (effective) samples; [-1,1] when n <= 3. */
void pearson_interval(double r, double n, double *low, double *high);
#endif
