/* contrast.c - contrasts of operating points against practice; see contrast.h. */
#include "contrast.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats.h"

static const double APART = 1e-3;       /* least share of a column's length that the others do not explain */

double contrast_tau2(const double *theta, const double *variance, int n)
{
	double sw = 0, sw2 = 0, swt = 0, q = 0;

	for (int i = 0; i < n; i++) {
		double w = 1 / variance[i];
		sw += w;
		sw2 += w * w;
		swt += w * theta[i];
	}
	for (int i = 0; i < n; i++)
		q += (theta[i] - swt / sw) * (theta[i] - swt / sw) / variance[i];
	return fmax(0, (q - (n - 1)) / (sw - sw2 / sw));
}

static double regressor(const struct design *d, int row, int column)
{
	return column < d->points ? d->point[row] == column : d->drift[row * d->drifts + column - d->points];
}

/* Cholesky's factor of X'X, p x p; NULL when it is singular or out of memory. The diagonal of the factor against the column's
 * own length is what the columns before it do not explain. */
static gsl_matrix *factor_design(const struct design *d)
{
	int p = d->points + d->drifts;
	gsl_matrix *square = gsl_matrix_calloc((size_t)p, (size_t)p);
	gsl_vector *length = gsl_vector_calloc((size_t)p);
	bool fine = square && length;

	for (int i = 0; fine && i < d->n; i++)
		for (int a = 0; a < p; a++) {
			double x = regressor(d, i, a);
			for (int b = 0; x != 0 && b <= a; b++)
				*gsl_matrix_ptr(square, (size_t)a, (size_t)b) += x * regressor(d, i, b);
		}
	for (int a = 0; fine && a < p; a++) {
		gsl_vector_set(length, (size_t)a, sqrt(gsl_matrix_get(square, (size_t)a, (size_t)a)));
		for (int b = 0; b < a; b++)
			gsl_matrix_set(square, (size_t)b, (size_t)a, gsl_matrix_get(square, (size_t)a, (size_t)b));
	}
	gsl_watch();
	fine = fine && gsl_fine(gsl_linalg_cholesky_decomp1(square));
	for (int a = 0; fine && a < p; a++)
		fine = gsl_matrix_get(square, (size_t)a, (size_t)a) > APART * gsl_vector_get(length, (size_t)a);
	gsl_vector_free(length);
	if (fine)
		return square;
	gsl_matrix_free(square);
	return NULL;
}

bool contrast_posed(const struct design *d)
{
	gsl_matrix *factor = factor_design(d);
	bool posed = factor;

	gsl_matrix_free(factor);
	return posed;
}

/* G = (X'X)^-1 X', p x n. NULL when singular or out of memory. */
static gsl_matrix *solve_design(const struct design *d)
{
	int p = d->points + d->drifts;
	gsl_matrix *factor = factor_design(d), *g = gsl_matrix_alloc((size_t)p, (size_t)d->n);
	gsl_vector *column = gsl_vector_alloc((size_t)p);
	bool fine = factor && g && column;

	gsl_watch();
	for (int i = 0; fine && i < d->n; i++) {
		for (int a = 0; a < p; a++)
			gsl_vector_set(column, (size_t)a, regressor(d, i, a));
		fine = gsl_fine(gsl_linalg_cholesky_svx(factor, column)) &&
			gsl_fine(gsl_matrix_set_col(g, (size_t)i, column));
	}
	if (!fine) {
		gsl_matrix_free(g);
		g = NULL;
	}
	gsl_matrix_free(factor);
	gsl_vector_free(column);
	return g;
}

/* C x for C(b, b') = g phi^|k - k'| + w [b = b'], in one pass either way: a sum of powers remembers itself. decay[i] is
 * phi^(k[i] - k[i-1]). */
static void covariance_times(const struct noise *noise, const double *decay, int n, const double *x, double *out)
{
	double past = 0, ahead = 0;

	for (int i = 0; i < n; i++) {
		past = x[i] + (i > 0 ? decay[i] * past : 0);
		out[i] = noise->memory * past + noise->white * x[i];
	}
	for (int i = n - 1; i >= 0; i--) {
		out[i] += noise->memory * ahead;
		ahead = i > 0 ? decay[i] * (ahead + x[i]) : 0;
	}
}

/* V = G C G' over the points; also the mean of C. */
static bool spread(const struct design *d, const gsl_matrix *g, const struct noise *noise, double *v, double *mean)
{
	size_t n = (size_t)d->n;
	double *decay = calloc(3 * n, sizeof *decay), *x, *row;

	if (!decay)
		return false;
	x = decay + n;
	row = x + n;
	for (int i = 0; i < d->n; i++) {
		decay[i] = i > 0 && noise->phi > 0 ? pow(noise->phi, (double)(d->k[i] - d->k[i - 1])) : 0;
		x[i] = 1;
	}
	covariance_times(noise, decay, d->n, x, row);
	*mean = 0;
	for (int i = 0; i < d->n; i++)
		*mean += row[i] / d->n / d->n;
	for (int a = 0; a < d->points; a++) {
		for (int i = 0; i < d->n; i++)
			x[i] = gsl_matrix_get(g, (size_t)a, (size_t)i);
		covariance_times(noise, decay, d->n, x, row);
		for (int b = 0; b < d->points; b++) {
			double cell = 0;
			for (int j = 0; j < d->n; j++)
				cell += row[j] * gsl_matrix_get(g, (size_t)b, (size_t)j);
			v[a * d->points + b] = cell;
		}
	}
	free(decay);
	return true;
}

/* theta = A m and the diagonal of A V A', A = I - 1 p', p the share of time at each point. */
static void against_practice(const struct design *d, const double *v, struct contrast *c, double *share)
{
	int k = d->points;
	double practice = 0, both = 0;

	for (int a = 0; a < k; a++)
		share[a] = 0;
	for (int i = 0; i < d->n; i++)
		share[d->point[i]] += 1. / d->n;
	for (int a = 0; a < k; a++) {
		practice += share[a] * c->mean[a];
		for (int b = 0; b < k; b++)
			both += share[a] * share[b] * v[a * k + b];
	}
	for (int a = 0; a < k; a++) {
		double cross = 0;
		for (int b = 0; b < k; b++)
			cross += share[b] * v[a * k + b];
		c->theta[a] = c->mean[a] - practice;
		c->variance[a] = fmax(v[a * k + a] - 2 * cross + both, 1e-12);
	}
	c->tau2 = contrast_tau2(c->theta, c->variance, k);
	for (int a = 0; a < k; a++)
		c->shrink[a] = c->tau2 / (c->tau2 + c->variance[a]);
}

/* The fit's coefficients, points first, and its residuals. */
static bool fit(const struct design *d, const gsl_matrix *g, const double *y, double *mean, double *residual)
{
	int p = d->points + d->drifts;
	double *beta = calloc((size_t)p, sizeof *beta);

	if (!beta)
		return false;
	for (int a = 0; a < p; a++)
		for (int i = 0; i < d->n; i++)
			beta[a] += gsl_matrix_get(g, (size_t)a, (size_t)i) * y[i];
	for (int i = 0; i < d->n; i++) {
		residual[i] = y[i] - beta[d->point[i]];
		for (int q = 0; q < d->drifts; q++)
			residual[i] -= beta[d->points + q] * d->drift[i * d->drifts + q];
	}
	memcpy(mean, beta, (size_t)d->points * sizeof *mean);
	free(beta);
	return true;
}

int contrast_find(const struct design *d, const double *y, struct contrast *c)
{
	int k = d->points;
	gsl_matrix *g = solve_design(d);
	double *residual = calloc((size_t)d->n, sizeof *residual);
	double *v = calloc((size_t)k * (size_t)k + (size_t)k, sizeof *v), mean = 0;
	double *real = calloc(4 * (size_t)k, sizeof *real);
	bool fine = g && residual && v && real;

	*c = (struct contrast){ .points = k, .mean = real, .covariance = v };
	if (fine) {
		c->theta = real + k;
		c->variance = real + 2 * k;
		c->shrink = real + 3 * k;
		fine = fit(d, g, y, c->mean, residual);
	}
	if (fine) {
		c->noise = noise_fit(d, residual);
		fine = spread(d, g, &c->noise, v, &mean);
	}
	if (fine) {
		double all = c->noise.white + c->noise.memory;
		against_practice(d, v, c, v + k * k);
		c->n_eff = all > 1e-12 ? all / mean : d->n;
		c->df = fmax(3, c->n_eff - k - d->drifts);
	}
	gsl_matrix_free(g);
	free(residual);
	if (!fine)
		contrast_free(c);
	return fine ? 0 : -1;
}

int contrast_difference(const struct design *d, const struct noise *noise, double *variance, double *n_eff)
{
	int k = d->points;
	gsl_matrix *g = solve_design(d);
	double *v = calloc((size_t)k * (size_t)k, sizeof *v), mean;
	bool fine = g && v && spread(d, g, noise, v, &mean);

	if (fine) {
		double all = noise->white + noise->memory;
		*variance = fmax(v[0] - 2 * v[1] + v[k + 1], 1e-12);
		*n_eff = all > 1e-12 ? all / mean : d->n;
	}
	gsl_matrix_free(g);
	free(v);
	return fine ? 0 : -1;
}

void contrast_free(struct contrast *c)
{
	free(c->mean);
	free(c->covariance);
	*c = (struct contrast){ 0 };
}
