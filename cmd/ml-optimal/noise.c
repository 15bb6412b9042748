/* noise.c - the variogram of residuals and its fit; see contrast.h. */
#include <math.h>
#include <stdlib.h>

#include "contrast.h"

enum { LAGS = 10, LEAST_PAIRS = 8 };

/* v[i] at lag[i]; returns how many lags had enough pairs. */
static int variogram(const struct design *d, const double *residual, int *lag, double *v)
{
	int count = 0;

	for (int k = 1; k <= LAGS; k++) {
		double sum = 0;
		int pairs = 0;
		for (int i = 0, j = 0; i < d->n; i++) {
			for (; j < d->n && d->k[j] < d->k[i] + k; j++)
				;
			if (j == d->n)
				break;
			if (d->k[j] != d->k[i] + k || d->point[i] != d->point[j])
				continue;
			sum += (residual[j] - residual[i]) * (residual[j] - residual[i]);
			pairs++;
		}
		if (pairs >= LEAST_PAIRS) {
			lag[count] = k;
			v[count++] = sum / pairs / 2;
		}
	}
	return count;
}

/* Unweighted least squares of w + g (1 - phi^k) for one phi; w and g not below 0. Returns the squared error. */
static double fit_one(const int *lag, const double *v, int n, double phi, struct noise *out)
{
	double sa = 0, sv = 0, saa = 0, sav = 0, error = 0;

	for (int i = 0; i < n; i++) {
		double a = phi > 0 ? 1 - pow(phi, lag[i]) : 1;
		sa += a;
		sv += v[i];
		saa += a * a;
		sav += a * v[i];
	}
	double determinant = n * saa - sa * sa;
	*out = (struct noise){ sv / n, 0, phi };
	if (phi > 0 && fabs(determinant) > 1e-14) {
		out->white = (sv * saa - sa * sav) / determinant;
		out->memory = (n * sav - sa * sv) / determinant;
		if (out->white < 0) {
			out->white = 0;
			out->memory = fmax(sav / saa, 0);
		}
		if (out->memory < 0) {
			out->white = sv / n;
			out->memory = 0;
		}
	}
	for (int i = 0; i < n; i++) {
		double a = phi > 0 ? 1 - pow(phi, lag[i]) : 1;
		double e = v[i] - out->white - out->memory * a;
		error += e * e;
	}
	return error;
}

struct noise noise_fit(const struct design *d, const double *residual)
{
	int lag[LAGS], n;
	double v[LAGS], least = HUGE_VAL, mean = 0;
	struct noise best = { 0, 0, .8 }, one;

	n = variogram(d, residual, lag, v);
	if (n < 3) {
		for (int i = 0; i < d->n; i++)
			mean += residual[i] * residual[i] / d->n;
		best.memory = mean;
		return best;
	}
	/* 0, .05 .. .85, then .90, .92, .94, .96 */
	for (int step = 0; step < 22; step++) {
		double phi = step < 18 ? step * .05 : .90 + (step - 18) * .02;
		double error = fit_one(lag, v, n, phi, &one);
		if (step == 0 || error < least - 1e-15) {
			least = error;
			best = one;
		}
	}
	return best;
}
