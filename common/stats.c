/*
 * stats.c - small statistics over arrays of finite numbers, by GSL where it has them.
 *
 * GSL's default error handler aborts; here it only notes that something was wrong, and gsl_fine() asks it.
 * The note is thread-local: a tool computes in one thread, a fuzz target may not.
 */
#include "stats.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static _Thread_local bool gsl_seen;

double stats_mean(const double *x, size_t n)
{
	return n ? gsl_stats_mean(x, 1, n) : NAN;
}

double stats_sd(const double *x, size_t n)
{
	return n > 1 ? gsl_stats_sd(x, 1, n) : NAN;
}

double stats_quantile_sorted(const double *sorted, size_t n, double p)
{
	/* GSL's is type 7; its own range check would go through the error handler */
	if (!n || !(p >= 0 && p <= 1))
		return NAN;
	return gsl_stats_quantile_from_sorted_data(sorted, 1, n, p);
}

double stats_quantile(const double *x, size_t n, double p)
{
	double *sorted, q;

	if (!n || n > SIZE_MAX / sizeof *sorted)
		return NAN;
	sorted = malloc(n * sizeof *sorted);
	if (!sorted)
		return NAN;
	memcpy(sorted, x, n * sizeof *sorted);
	stats_sort(sorted, n);
	q = stats_quantile_sorted(sorted, n, p);
	free(sorted);
	return q;
}

double stats_median(const double *x, size_t n)
{
	return stats_quantile(x, n, 0.5);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void stats_sort(double *x, size_t n)
{
	qsort(x, n, sizeof *x, compare);
}

static void record(const char *reason, const char *file, int line, int status)
{
	(void)reason;
	(void)file;
	(void)line;
	(void)status;
	gsl_seen = true;
}

void gsl_watch(void)
{
	gsl_set_error_handler(record);
	gsl_seen = false;
}

bool gsl_fine(int status)
{
	return status == GSL_SUCCESS && !gsl_seen;
}
