/*
 * founder.h - the founder point: the WOB above which more weight no longer cuts deeper.
 *
 * Depth of cut doc = ROP/(5 N) in/rev (ROP ft/h, N rpm at the bit) against WOB, a continuous broken stick
 * doc = b0 + b1 W + b2 max(W - c, 0), least squares over every observed c but the three lowest and highest (Dupriest &
 * Koederitz 2005, SPE 92194, for the practice). Neighbouring blocks are alike, so F counts effective blocks:
 * n_eff = n/(1 + 2 sum r_k), r_k the autocorrelation of the residuals on the blocks' grid up to its first zero.
 */
#ifndef FOUNDER_H
#define FOUNDER_H
#include <stdbool.h>
#include "block.h"

struct founder {
	double wob;                     /* klbf, the break */
	double below, above;            /* slopes, in/rev per klbf */
	double sse, sse_line, f;        /* F against one line, with n_eff for n */
	double n_eff;
	bool found;                     /* F > 10, below > 0, above < below/2 */
};

/* wob (klbf) and depth of cut (in/rev) of n blocks; k: their places on the grid, ascending; NULL: they are independent. False
 * when n < 8, all WOB are equal, or out of memory. */
bool founder_fit(const double *wob, const double *cut, const long *k, int n, struct founder *);
/* The same of blocks; those whose bit does not turn are left out. */
bool founder_find(const struct block *, int n, struct founder *);
#endif
