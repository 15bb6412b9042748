/*
 * pearson.c - correlation coefficients of two arrays.
 *
 * Sums of raw squares lose every digit when a channel is large and steady (flow 600 +- 1e-5 gpm, or a time in Unix
 * seconds); centred sums do not.
 */
#include "pearson.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static const double NORMAL_975 = 1.959963984540054;     /* .975 quantile of the normal distribution */

static bool constant(double low, double high, double mean, double sum_of_squares)
{
	return high - low <= 1e-12 * fabs(mean) || !(sum_of_squares > 0);
}

struct moments pearson_moments(const double *x, const double *y, size_t n)
{
	struct moments m = {0};
	double low_x = INFINITY, high_x = -INFINITY, low_y = INFINITY, high_y = -INFINITY;
	double left_x = 0, left_y = 0, count = (double)n;

	for (size_t i = 0; i < n; i++) {
		m.mean_x += x[i];
		m.mean_y += y[i];
		low_x = fmin(low_x, x[i]);
		high_x = fmax(high_x, x[i]);
		low_y = fmin(low_y, y[i]);
		high_y = fmax(high_y, y[i]);
	}
	m.mean_x /= count;
	m.mean_y /= count;
	for (size_t i = 0; i < n; i++) {
		double dx = x[i] - m.mean_x, dy = y[i] - m.mean_y;

		left_x += dx;
		left_y += dy;
		m.sxx += dx * dx;
		m.syy += dy * dy;
		m.sxy += dx * dy;
	}
	m.sxx -= left_x * left_x / count;
	m.syy -= left_y * left_y / count;
	m.sxy -= left_x * left_y / count;
	m.mean_x += left_x / count;
	m.mean_y += left_y / count;
	m.constant_x = constant(low_x, high_x, m.mean_x, m.sxx);
	m.constant_y = constant(low_y, high_y, m.mean_y, m.syy);
	return m;
}

double pearson_r(const struct moments *m, size_t n, bool *exact)
{
	double r;

	*exact = false;
	if (m->constant_x || m->constant_y)
		return NAN;
	r = m->sxy / (sqrt(m->sxx) * sqrt(m->syy));
	if (1 - fabs(r) <= (double)n * DBL_EPSILON) {
		*exact = true;
		return r > 0 ? 1 : -1;
	}
	return r;
}

struct place { double value; size_t index; };

static int compare(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	return (p->value > q->value) - (p->value < q->value);
}

bool pearson_ranks(const double *x, size_t n, double *rank)
{
	struct place *p;

	if (n > SIZE_MAX / sizeof *p)
		return false;
	p = malloc((n ? n : 1) * sizeof *p);
	if (!p)
		return false;
	for (size_t i = 0; i < n; i++)
		p[i] = (struct place){ x[i], i };
	qsort(p, n, sizeof *p, compare);
	for (size_t first = 0, last; first < n; first = last) {
		for (last = first + 1; last < n && !(p[last].value > p[first].value); last++)
			;
		/* ranks first+1 .. last share their mean */
		for (size_t k = first; k < last; k++)
			rank[p[k].index] = ((double)first + 1 + (double)last) / 2;
	}
	free(p);
	return true;
}

double pearson_spearman(const double *x, const double *y, size_t n)
{
	double *rank, r = NAN;
	bool exact;

	if (n > SIZE_MAX / 2 / sizeof *rank)
		return NAN;
	rank = malloc((n ? 2 * n : 1) * sizeof *rank);
	if (rank && pearson_ranks(x, n, rank) && pearson_ranks(y, n, rank + n)) {
		struct moments m = pearson_moments(rank, rank + n, n);

		r = pearson_r(&m, n, &exact);
	}
	free(rank);
	return r;
}

double pearson_partial(double r_xy, double r_xz, double r_yz)
{
	double left = (1 - r_xz * r_xz) * (1 - r_yz * r_yz), r;

	if (!(left > 1e-12))
		return NAN;
	r = (r_xy - r_xz * r_yz) / sqrt(left);
	return fmax(-1, fmin(1, r));
}

void pearson_interval(double r, double n, double *low, double *high)
{
	double half;

	if (!(n > 3)) {
		*low = -1;
		*high = 1;
		return;
	}
	half = NORMAL_975 / sqrt(n - 3);
	*low = tanh(atanh(r) - half);
	*high = tanh(atanh(r) + half);
}
