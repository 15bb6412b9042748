/*
 * rank.h - the ranks of a series.
 */
#ifndef RANK_H
#define RANK_H
#include <stdbool.h>
#include <stddef.h>

/* Mid-ranks 1..n of n finite numbers (equal ones share the mean of their ranks; Spearman 1904). False when out of memory. */
bool rank_find(const double *x, size_t n, double *rank);
#endif
