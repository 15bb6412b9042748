/*
 * correlation.h - everything that is said of one pair of channels in one segment.
 */
#ifndef CORRELATION_H
#define CORRELATION_H
#include <stdbool.h>
#include <stddef.h>
#include "neff.h"

enum correlation_status { CORRELATION_OK, CORRELATION_CONSTANT, CORRELATION_INSUFFICIENT };
enum { CORRELATION_LEAST = 30, CORRELATION_PAIRS_MAX = 64 };       /* the plan's smallest n; pairs a family */

/* What does not apply is NAN. */
struct correlation {
	enum correlation_status status;
	size_t n;
	double r, p, log10_p;           /* exact: p 0, log10_p minus infinity */
	double p_adjusted;              /* by Holm, set by correlation_family() */
	double n_eff, low, high;        /* 95 % interval of r */
	double spearman, partial;       /* partial: given depth */
	bool exact, significant;
};

/* n rows of a segment: x, y, depth and t may hold NAN where a value is missing (depth may be NULL); a row counts when x and
 * y are there. False when out of memory. */
bool correlation_pair(const double *x, const double *y, const double *depth, const double *t, size_t n, double step,
	const struct neff_method *, struct correlation *);
/* Holm's adjusted p over the pairs of a segment that could be tested, and `significant` = adjusted p < alpha.
 * n <= CORRELATION_PAIRS_MAX. */
void correlation_family(struct correlation *, size_t n, double alpha);
/* Holm 1979 (Scandinavian Journal of Statistics 6:65): q_(i) = max over j <= i of min(1, (m-j+1) p_(j)).
 * p and q have length m. */
void correlation_holm(const double *p, double *q, size_t m);
const char *correlation_status_name(enum correlation_status);
#endif
