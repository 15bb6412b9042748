/*
 * family.h - several tests at once: Holm's correction, and what is significant.
 */
#ifndef FAMILY_H
#define FAMILY_H
#include "correlation.h"

/* Holm's adjusted p over the pairs that could be tested, the structural ones by themselves, and `significant` = adjusted
 * p < alpha and |r| >= least; never for a structural pair. n <= CORRELATION_PAIRS_MAX. */
void family_adjust(struct correlation *, size_t n, double alpha, double least);
/* Holm 1979 (Scandinavian Journal of Statistics 6:65): q_(i) = max over j <= i of min(1, (m-j+1) p_(j)).
 * p and q have length m. */
void family_holm(const double *p, double *q, size_t m);
#endif
