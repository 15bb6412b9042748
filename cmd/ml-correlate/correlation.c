/*
 * correlation.c - everything that is said of one pair of channels in one segment.
 *
 * The status is decided in this order: insufficient, constant, ok. Only `ok` has an r and a p, so a channel that never
 * moved can never be "significant".
 */
#include "correlation.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "pearson.h"
#include "tail.h"

/* The rows where x and y are there, and among them those with a depth: two groups of columns of one allocation. */
struct rows { double *x, *y, *t; size_t n; double *dx, *dy, *dz; size_t dn; double *memory; };

static bool rows_select(struct rows *r, const double *x, const double *y, const double *z, const double *t, size_t n)
{
	*r = (struct rows){0};
	if (n > SIZE_MAX / 6 / sizeof(double))
		return false;
	r->memory = malloc((n ? 6 * n : 1) * sizeof(double));
	if (!r->memory)
		return false;
	r->x = r->memory;
	r->y = r->x + n;
	r->t = r->y + n;
	r->dx = r->t + n;
	r->dy = r->dx + n;
	r->dz = r->dy + n;
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(x[i]) || !isfinite(y[i]))
			continue;
		r->x[r->n] = x[i];
		r->y[r->n] = y[i];
		r->t[r->n++] = t[i];
		if (!z || !isfinite(z[i]))
			continue;
		r->dx[r->dn] = x[i];
		r->dy[r->dn] = y[i];
		r->dz[r->dn++] = z[i];
	}
	return true;
}

static double plain_r(const double *x, const double *y, size_t n)
{
	struct moments m = pearson_moments(x, y, n);
	bool exact;

	return pearson_r(&m, n, &exact);
}

static double given_depth(const struct rows *r)
{
	if (r->dn < CORRELATION_LEAST)
		return NAN;
	return pearson_partial(plain_r(r->dx, r->dy, r->dn), plain_r(r->dx, r->dz, r->dn), plain_r(r->dy, r->dz, r->dn));
}

static void describe(const struct rows *r, double step, const struct neff_method *method, struct correlation *c)
{
	struct moments m = pearson_moments(r->x, r->y, r->n);
	struct neff_series series = { r->t, r->x, r->y, r->n, step };
	struct tail tail;
	double n;

	c->r = pearson_r(&m, r->n, &c->exact);
	if (!isfinite(c->r)) {
		c->status = CORRELATION_CONSTANT;
		return;
	}
	c->status = CORRELATION_OK;
	c->n_eff = method->estimate(&series);
	n = isfinite(c->n_eff) ? c->n_eff : (double)r->n;
	if (tail_of_r(c->r, n - 2, &tail)) {
		c->p = tail.p;
		c->log10_p = tail.log10_p;
	}
	pearson_interval(c->r, n, &c->low, &c->high);
	c->spearman = pearson_spearman(r->x, r->y, r->n);
	c->partial = given_depth(r);
}

bool correlation_pair(const double *x, const double *y, const double *depth, const double *t, size_t n, double step,
	const struct neff_method *method, struct correlation *c)
{
	struct rows r;

	*c = (struct correlation){ .status = CORRELATION_INSUFFICIENT, .r = NAN, .p = NAN, .log10_p = NAN,
		.p_adjusted = NAN, .n_eff = NAN, .low = NAN, .high = NAN, .spearman = NAN, .partial = NAN };
	if (!rows_select(&r, x, y, depth, t, n))
		return false;
	c->n = r.n;
	if (r.n >= CORRELATION_LEAST)
		describe(&r, step, method, c);
	free(r.memory);
	return true;
}

void correlation_holm(const double *p, double *q, size_t m)
{
	double running = 0;

	for (size_t i = 0; i < m; i++)
		q[i] = -1;
	/* families are a handful of pairs: selection, ties in order */
	for (size_t step = 0; step < m; step++) {
		size_t least = m;

		for (size_t i = 0; i < m; i++)
			if (q[i] < 0 && (least == m || p[i] < p[least]))
				least = i;
		running = fmax(running, fmin(1, (double)(m - step) * p[least]));
		q[least] = running;
	}
}

void correlation_family(struct correlation *c, size_t n, double alpha)
{
	double p[CORRELATION_PAIRS_MAX] = {0}, q[CORRELATION_PAIRS_MAX];
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (c[i].status == CORRELATION_OK && isfinite(c[i].p))
			p[m++] = c[i].p;
	correlation_holm(p, q, m);
	m = 0;
	for (size_t i = 0; i < n; i++)
		if (c[i].status == CORRELATION_OK && isfinite(c[i].p)) {
			c[i].p_adjusted = q[m++];
			c[i].significant = c[i].p_adjusted < alpha;
		}
}

const char *correlation_status_name(enum correlation_status s)
{
	static const char *const names[] = { "ok", "constant", "insufficient" };

	return names[s];
}
