/*
 * correlation.c - everything that is said of one pair of channels in one segment.
 *
 * The status is decided in this order: insufficient (too few samples), constant, insufficient (samples enough, but worth too
 * few independent ones: r is shown, no p), ok. A channel that never moved has no r, so it can never be "significant".
 */
#include "correlation.h"

#include <math.h>

#include "tail.h"

/* The number of independent samples to reckon with. False when out of memory. */
static bool worth(const struct correlation_how *how, struct series *x, struct series *y, double *n_eff, double *n)
{
	if (!how->method->estimate(&x->acf, &y->acf, n_eff))
		return false;
	*n = isfinite(*n_eff) ? *n_eff : (double)x->n;
	return true;
}

static bool ranks(struct columns *s, struct view *v, int x, int y, const struct correlation_how *how, struct correlation *c)
{
	struct series *a = view_series(s, v, x, VIEW_RANKS, -1), *b = view_series(s, v, y, VIEW_RANKS, -1);
	struct tail tail;
	double n_eff, n;
	bool exact;

	if (!a || !b)
		return false;
	c->spearman = series_r(a, b, &exact);
	if (c->structural)
		return true;
	if (!worth(how, a, b, &n_eff, &n))
		return false;
	if (n >= NEFF_LEAST && tail_of_r(c->spearman, n - 2, &tail))
		c->spearman_p = tail.p;
	return true;
}

/* p given depth too: a trend that both share is no relation. */
static void both(struct correlation *c, double n)
{
	struct tail tail;

	if (n < NEFF_LEAST) {
		c->status = CORRELATION_INSUFFICIENT;
		return;
	}
	if (!tail_of_r(c->partial, n - 3, &tail))
		return;
	c->partial_p = tail.p;
	if (c->partial * c->r < 0)
		tail = (struct tail){ 1, 0 };
	if (tail.p > c->p || (!(tail.p < c->p) && tail.log10_p > c->log10_p)) {
		c->p = tail.p;
		c->log10_p = tail.log10_p;
	}
}

static bool given_depth(struct columns *s, int x, int y, int depth, const struct correlation_how *how, struct correlation *c)
{
	struct view *v = view_find(s, x, y, depth);
	struct series *z = v && v->grid.n >= CORRELATION_LEAST ? view_series(s, v, depth, VIEW_VALUES, depth) : NULL, *a, *b;
	double n;
	bool exact;

	if (!z)
		return v && v->grid.n < CORRELATION_LEAST;
	if (z->constant)
		return true;                    /* it explains nothing */
	a = view_series(s, v, x, VIEW_RESIDUALS, depth);
	b = view_series(s, v, y, VIEW_RESIDUALS, depth);
	if (!a || !b)
		return false;
	c->partial = series_r(a, b, &exact);
	if (c->structural)
		return true;
	if (isnan(c->partial)) {
		/* nothing is left of one of them: all of r is depth */
		if (how->depth_trend) {
			c->p = 1;
			c->log10_p = 0;
		}
		return true;
	}
	if (!worth(how, a, b, &c->partial_n_eff, &n))
		return false;
	if (how->depth_trend)
		both(c, n);
	return true;
}

static bool describe(struct columns *s, struct view *v, int x, int y, int depth, const struct correlation_how *how,
	struct correlation *c)
{
	struct series *a = view_series(s, v, x, VIEW_VALUES, -1), *b = view_series(s, v, y, VIEW_VALUES, -1);
	struct tail tail;
	double n;

	if (!a || !b)
		return false;
	c->r = series_r(a, b, &c->exact);
	if (isnan(c->r)) {
		c->status = CORRELATION_CONSTANT;
		return true;
	}
	c->status = CORRELATION_OK;
	if (!worth(how, a, b, &c->n_eff, &n) || !ranks(s, v, x, y, how, c))
		return false;
	series_interval(c->r, n, &c->low, &c->high);
	if (!c->structural && tail_of_r(c->r, n - 2, &tail)) {
		c->p = tail.p;
		c->log10_p = tail.log10_p;
	}
	if (depth >= 0 && !given_depth(s, x, y, depth, how, c))
		return false;
	if (n < NEFF_LEAST)
		c->status = CORRELATION_INSUFFICIENT;
	if (c->status == CORRELATION_INSUFFICIENT)
		c->p = c->log10_p = NAN;
	return true;
}

static bool find(struct columns *s, int x, int y, int depth, const struct correlation_how *how, bool structural,
	struct correlation *c)
{
	struct view *v = view_find(s, x, y, -1);

	*c = (struct correlation){ .status = CORRELATION_INSUFFICIENT, .r = NAN, .p = NAN, .log10_p = NAN,
		.p_adjusted = NAN, .n_eff = NAN, .low = NAN, .high = NAN, .spearman = NAN, .spearman_p = NAN,
		.partial = NAN, .partial_p = NAN, .partial_n_eff = NAN, .lag_s = NAN, .slope = NAN, .slope_p = NAN,
		.slope_n_eff = NAN, .structural = structural };
	if (!v)
		return false;
	c->n = v->grid.n;
	return c->n < CORRELATION_LEAST || describe(s, v, x, y, depth, how, c);
}

bool correlation_find(struct columns *s, int x, int y, int depth, const struct correlation_how *how, struct correlation *c)
{
	return find(s, x, y, depth, how, false, c);
}

/* Is the slope of ln MSE another than the formula's? */
static bool test_slope(struct columns *s, const struct correlation_formula *f, const struct correlation_how *how,
	struct correlation *c)
{
	struct view *v = view_find(s, f->log_part, f->log_rest, -1);
	struct series *part, *rest;
	struct tail tail = { 1, 0 };
	double n = NEFF_LEAST, r;
	bool exact;

	if (!v || v->grid.n < CORRELATION_LEAST)
		return v != NULL;
	part = view_series(s, v, f->log_part, VIEW_VALUES, -1);
	rest = view_series(s, v, f->log_rest, VIEW_VALUES, -1);
	if (!part || !rest)
		return false;
	if (part->constant) {
		c->status = CORRELATION_CONSTANT;
		return true;
	}
	c->slope = f->power + series_product(part, rest) / part->squares;
	r = series_r(part, rest, &exact);       /* NAN: MSE is the formula of this one and nothing else */
	if (!isnan(r) && !worth(how, part, rest, &c->slope_n_eff, &n))
		return false;
	if (n >= NEFF_LEAST && (isnan(r) || tail_of_r(r, n - 2, &tail))) {
		c->status = CORRELATION_OK;
		c->slope_p = c->p = tail.p;
		c->log10_p = tail.log10_p;
	}
	return true;
}

bool correlation_structural(struct columns *s, int x, int y, int depth, const struct correlation_formula *f,
	const struct correlation_how *how, struct correlation *c)
{
	if (!find(s, x, y, depth, how, true, c))
		return false;
	if (c->status != CORRELATION_OK)
		return true;
	c->status = CORRELATION_INSUFFICIENT;
	return test_slope(s, f, how, c);
}

const char *correlation_status_name(enum correlation_status s)
{
	static const char *const names[] = { "ok", "constant", "insufficient" };

	return names[s];
}
