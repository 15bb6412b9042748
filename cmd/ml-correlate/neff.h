/*
 * neff.h - how many independent samples a pair of series is worth: one method a file, one row of the table each.
 *
 * `none` is the plan's own reckoning, every sample counts; it makes no estimate.
 */
#ifndef NEFF_H
#define NEFF_H
#include <stddef.h>

/* Two series of one segment in order of time; t in Unix seconds, step (s) the median interval. All finite. */
struct neff_series { const double *t, *x, *y; size_t n; double step; };

struct neff_method {
	const char *name;
	double (*estimate)(const struct neff_series *); /* 1..n; NAN when it makes none: n is used */
};

#define NEFF_NAMES "none"               /* for the option table */
/* NULL when there is no such method. */
const struct neff_method *neff_find(const char *name);
#endif
