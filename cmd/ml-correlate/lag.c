/*
 * lag.c - how long ROP takes to follow WOB; see lag.h.
 */
#include "lag.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* The changes of v, centred; missing ones are 0. Returns the sum of squares. */
static double changes(const double *v, size_t n, double *out, size_t *count)
{
	double mean = 0, squares = 0;

	*count = 0;
	for (size_t i = 0; i + 1 < n; i++) {
		out[i] = v[i + 1] - v[i];
		if (!isnan(out[i])) {
			mean += out[i];
			(*count)++;
		}
	}
	mean /= *count ? (double)*count : 1;
	for (size_t i = 0; i + 1 < n; i++) {
		out[i] = isnan(out[i]) ? 0 : out[i] - mean;
		squares += out[i] * out[i];
	}
	return squares;
}

/* c_k for four lags in one walk: k..k+3, of which those that reach past the end lack their last products. */
static void products(const double *x, const double *y, size_t n, size_t k, double c[4])
{
	double a = 0, b = 0, d = 0, e = 0;
	size_t i = 0;

	for (; i + k + 3 < n; i++) {
		a += x[i] * y[i + k];
		b += x[i] * y[i + k + 1];
		d += x[i] * y[i + k + 2];
		e += x[i] * y[i + k + 3];
	}
	for (; i + k < n; i++) {
		a += x[i] * y[i + k];
		b += i + k + 1 < n ? x[i] * y[i + k + 1] : 0;
		d += i + k + 2 < n ? x[i] * y[i + k + 2] : 0;
	}
	c[0] = a;
	c[1] = b;
	c[2] = d;
	c[3] = e;
}

static size_t middle(const double *c, size_t reach, double half)
{
	size_t held = 0, seen = 0, low = 0;

	for (size_t k = 0; k <= reach; k++)
		held += c[k] >= half;
	for (size_t k = 0; k <= reach; k++) {
		if (!(c[k] >= half))
			continue;
		if (seen == (held - 1) / 2)
			low = k;
		if (seen++ == held / 2)
			return (low + k) / 2;   /* the floor of the median */
	}
	return 0;
}

bool lag_find(const double *x, const double *y, size_t n, double step, struct lag *lag)
{
	size_t m = n > 0 ? n - 1 : 0, reach, known, known_y;
	double *dx, *dy, *c, norm, at_least;

	*lag = (struct lag){ 0, 0 };
	if (m < 2 || !(step > 0) || n > SIZE_MAX / 4 / sizeof *dx)
		return true;
	reach = (size_t)fmin(floor(LAG_REACH_S / step), (double)(m - 1));
	dx = malloc((2 * m + reach + 4) * sizeof *dx);
	if (!dx)
		return false;
	dy = dx + m;
	c = dy + m;
	norm = sqrt(changes(x, n, dx, &known)) * sqrt(changes(y, n, dy, &known_y));
	if (known_y < known)
		known = known_y;
	for (size_t k = 0; norm > 0 && k <= reach; k += 4)
		products(dx, dy, m, k, c + k);
	for (size_t k = 0; norm > 0 && k <= reach; k++) {
		c[k] /= norm;
		lag->peak = fmax(lag->peak, c[k]);
	}
	at_least = known ? fmax(.1, 4 / sqrt((double)known)) : HUGE_VAL;
	if (norm > 0 && lag->peak >= at_least)
		lag->steps = middle(c, reach, lag->peak / 2);
	free(dx);
	return true;
}
