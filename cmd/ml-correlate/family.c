/*
 * family.c - several tests at once: Holm's correction, and what is significant.
 */
#include "family.h"

#include <math.h>

void family_holm(const double *p, double *q, size_t m)
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

static bool tested(const struct correlation *c, bool structural)
{
	return c->status == CORRELATION_OK && isfinite(c->p) && c->structural == structural;
}

static void adjust(struct correlation *c, size_t n, bool structural)
{
	double p[CORRELATION_PAIRS_MAX] = {0}, q[CORRELATION_PAIRS_MAX];
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (tested(&c[i], structural))
			p[m++] = c[i].p;
	family_holm(p, q, m);
	m = 0;
	for (size_t i = 0; i < n; i++)
		if (tested(&c[i], structural))
			c[i].p_adjusted = q[m++];
}

void family_adjust(struct correlation *c, size_t n, double alpha, double least)
{
	adjust(c, n, false);
	adjust(c, n, true);
	for (size_t i = 0; i < n; i++)
		c[i].significant = !c[i].structural && c[i].p_adjusted < alpha && fabs(c[i].r) >= least;
}
