/*
 * acf.c - autocorrelation of a series on its true time grid; see acf.h.
 */
#include "acf.h"

#include <float.h>
#include <math.h>

double acf_pairs(const struct acf_grid *g, size_t k)
{
	if (k >= g->cells)
		return 0;
	return g->pairs ? g->pairs[k] : (double)(g->cells - k);
}

/* The samples on their grid, 0 where none lies; x NULL: 1 where one lies. */
static double *place(const struct acf_grid *g, const double *x)
{
	double *on_grid = pool_take(g->pool, g->cells, sizeof *on_grid);

	if (on_grid) {
		for (size_t i = 0; i < g->cells; i++)
			on_grid[i] = 0;
		for (size_t i = 0; i < g->n; i++)
			on_grid[g->cell[i]] = x ? x[i] : 1;
	}
	return on_grid;
}

static bool count_pairs(struct acf_grid *g, size_t k)
{
	double *there, *pairs;

	if (g->cells == g->n || (g->pairs && k <= g->reached))
		return true;
	there = place(g, NULL);
	pairs = pool_take(g->pool, k + 1, sizeof *pairs);
	if (!there || !pairs || !spectrum_products(g->spectrum, there, g->cells, k, pairs))
		return false;
	for (size_t i = 0; i <= k; i++)
		pairs[i] = round(pairs[i]);
	g->pairs = pairs;
	g->reached = k;
	return true;
}

bool acf_reach(struct acf *a, size_t k)
{
	struct acf_grid *g = a->grid;
	bool full = g->cells == g->n;
	const double *x = a->x;
	double *r;

	if (k >= g->cells)
		k = g->cells - 1;
	if (a->r && k <= a->reached)
		return true;
	r = pool_take(g->pool, k + 1, sizeof *r);
	if (!r || !count_pairs(g, k) || (!full && !(x = place(g, a->x))))
		return false;
	if (!spectrum_products(g->spectrum, x, g->cells, k, r))
		return false;
	for (size_t i = 0; i <= k; i++) {
		double pairs = acf_pairs(g, i);

		if (!(pairs > 0))
			r[i] = NAN;
		else if (fabs(r[i]) <= 256 * DBL_EPSILON * a->squares)
			r[i] = 0;               /* what rounding leaves of it has no sign */
		else
			r[i] = r[i] / pairs / (a->squares / (double)g->n);
	}
	a->r = r;
	a->reached = k;
	return true;
}
