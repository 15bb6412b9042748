/*
 * fseg.h - formation boundaries in a series of bins of ln d-exponent: robust, penalised by its own noise.
 *
 * Winsorised bins, a penalty from the long-run variance (differences of adjacent block means, robust), exact PELT, then
 * deletion of boundaries smaller than the plan's 15 % (ln 1.15). All lengths are in bins.
 */
#ifndef FSEG_H
#define FSEG_H
#include <stddef.h>

struct fseg_options {
	int minimum;            /* shortest segment: 6 */
	double penalty;         /* beta = penalty * long-run variance * ln n: 3 */
	double shift;           /* least |difference of means| of neighbours: ln 1.15; 0: no deletion */
	int window;             /* of the running median: 9 */
	int length;             /* of the block means: 0 for max(2, min(12, n/10)) */
	double floor;           /* of the long-run variance: 1e-4 */
};
extern const struct fseg_options fseg_default;

struct fseg_fit {
	double variance, beta;  /* long-run variance and penalty; NAN when the series is too short to split */
	int raw;                /* changes before deletion */
};

/* z[0..n) are bins; winsorised (room for n) gets them clipped to the running median +- 3 * 1.4826 * MAD. changes (room for n)
 * gets the first bin of each new segment. Returns their number, or -1 when out of memory. */
int fseg_bins(const double *z, int n, const struct fseg_options *, double *winsorised, int *changes, struct fseg_fit *);
#endif
