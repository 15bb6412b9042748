/*
 * series.c - one series of numbers about its mean, and the correlation of two.
 *
 * Sums of raw squares lose every digit when a channel is large and steady (flow 600 +- 1e-5 gpm, or a time in Unix
 * seconds); centred sums do not.
 */
#include "series.h"

#include <float.h>
#include <math.h>

static const double NORMAL_975 = 1.959963984540054;     /* .975 quantile of the normal distribution */

/* Sum of a[i] b[i] in four strands: the processor need not wait for the one before. */
static double dot(const double *a, const double *b, size_t n)
{
	double s[4] = {0};
	size_t i = 0;

	for (; i + 4 <= n; i += 4)
		for (size_t k = 0; k < 4; k++)
			s[k] += a[i + k] * b[i + k];
	for (; i < n; i++)
		s[0] += a[i] * b[i];
	return (s[0] + s[1]) + (s[2] + s[3]);
}

bool series_init(struct series *s, const double *value, struct acf_grid *grid)
{
	size_t n = grid->n;
	double low = INFINITY, high = -INFINITY, left = 0;

	*s = (struct series){ .value = value, .n = n, .about = pool_take(grid->pool, n, sizeof(double)) };
	if (!s->about)
		return false;
	for (size_t i = 0; i < n; i++) {
		s->mean += value[i];
		low = value[i] < low ? value[i] : low;
		high = value[i] > high ? value[i] : high;
	}
	s->mean /= n ? (double)n : 1;
	for (size_t i = 0; i < n; i++) {
		s->about[i] = value[i] - s->mean;
		left += s->about[i];
	}
	left /= n ? (double)n : 1;
	s->mean += left;
	for (size_t i = 0; i < n; i++)
		s->about[i] -= left;
	s->squares = dot(s->about, s->about, n);
	s->constant = high - low <= 1e-12 * fabs(s->mean) || !(s->squares > 0);
	s->acf = (struct acf){ .grid = grid, .x = s->about, .squares = s->squares };
	return true;
}

double series_product(const struct series *x, const struct series *y)
{
	return dot(x->about, y->about, x->n);
}

double series_r(const struct series *x, const struct series *y, bool *exact)
{
	double r;

	*exact = false;
	if (x->constant || y->constant)
		return NAN;
	r = series_product(x, y) / (sqrt(x->squares) * sqrt(y->squares));
	if (1 - fabs(r) <= (double)x->n * DBL_EPSILON) {
		*exact = true;
		return r > 0 ? 1 : -1;
	}
	return r;
}

double *series_residual(const struct series *y, const struct series *x)
{
	double *left = pool_take(y->acf.grid->pool, y->n, sizeof *left);
	double slope = series_product(x, y) / x->squares;

	for (size_t i = 0; left && i < y->n; i++)
		left[i] = y->about[i] - slope * x->about[i];
	return left;
}

void series_interval(double r, double n, double *low, double *high)
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
