/*
 * stats.h - small statistics over arrays of finite numbers. No I/O.
 */
#ifndef STATS_H
#define STATS_H
#include <stdbool.h>
#include <stddef.h>

double stats_mean(const double *, size_t n);            /* NAN when n is 0 */
double stats_sd(const double *, size_t n);              /* n-1 in the denominator; NAN below 2 */
/* Quantile p of 0..1, type 7 of Hyndman & Fan 1996. Sorts a copy; NAN when n is 0 or out of memory. */
double stats_quantile(const double *, size_t n, double p);
double stats_quantile_sorted(const double *sorted, size_t n, double p);
double stats_median(const double *, size_t n);
void stats_sort(double *, size_t n);                    /* ascending */

/* GSL behind a recording handler: a call has succeeded only when it returned 0, the handler saw nothing and the results
 * are finite. gsl_watch() installs the handler and clears it; gsl_fine(status) is status == 0 and nothing seen. */
void gsl_watch(void);
bool gsl_fine(int status);
#endif
