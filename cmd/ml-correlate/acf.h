/*
 * acf.h - autocorrelation of a series on its true time grid, gaps and all.
 *
 * r_k = (sum over the P_k pairs of samples k steps apart of x x' / P_k) / c_0, with x about its mean (the unbiased form; Bartlett
 * 1946, JRSS Suppl. 8:27). Lags are computed when they are asked for.
 */
#ifndef ACF_H
#define ACF_H
#include "pool.h"
#include "spectrum.h"

/* Where n samples lie: cell[i] steps after the first, ascending; cells = the last one + 1. */
struct acf_grid {
	const size_t *cell;
	size_t n, cells;
	struct spectrum *spectrum;
	struct pool *pool;              /* owns what is computed */
	double *pairs;                  /* P_k, k = 0..reached; NULL on a grid without gaps, where it is cells - k */
	size_t reached;
};
struct acf {
	struct acf_grid *grid;
	const double *x;                /* grid->n values about their mean */
	double squares;                 /* their sum of squares, > 0 */
	double *r;                      /* k = 0..reached; NAN where no pair is */
	size_t reached;
};

double acf_pairs(const struct acf_grid *, size_t k);    /* P_k, for k that some acf_reach() has reached */
/* Makes r known up to lag k (or the last lag of the grid). False when out of memory. */
bool acf_reach(struct acf *, size_t k);
#endif
