/*
 * neff.h - how many independent samples a pair of series is worth: one row of the table a method.
 *
 * 1/n_eff = 1/n + 2/n^2 sum over k of P_k r_k^x r_k^y, n_eff <= n (Bayley & Hammersley 1946, JRSS Suppl. 8:184; Pyper & Peterman
 * 1998, Can. J. Fish. Aquat. Sci. 55:2127); the methods differ in where the sum ends:
 *   first0  before the first lag at which either r_k is not positive
 *   pp      at lag n/5
 *   min     the smaller of the two: shared oscillation breaks the first, a slow common drift the second
 *   lag1    n (1 - r_1^x r_1^y)/(1 + r_1^x r_1^y) (Bretherton et al. 1999, J. Climate 12:1990): breaks with sensor noise
 *   none    the plan's own reckoning, every sample counts; it makes no estimate
 */
#ifndef NEFF_H
#define NEFF_H
#include "acf.h"

enum { NEFF_LEAST = 10 };               /* fewer: nothing can be tested */

struct neff_method {
	const char *name;
	/* Two series of one grid: 1..n, or NAN when the method makes no estimate (n is to be used). False when out of memory. */
	bool (*estimate)(struct acf *x, struct acf *y, double *n_eff);
};

#define NEFF_NAMES "min|first0|pp|lag1|none"            /* for the option table */
/* NULL when there is no such method. */
const struct neff_method *neff_find(const char *name);
#endif
