/*
 * view.c - the samples in which two columns are both there; see view.h.
 */
#include "view.h"

#include <math.h>
#include <string.h>

#include "rank.h"

static size_t make_mask(const struct columns *s, int a, int b, int c, bool *mask)
{
	size_t count = 0;

	for (size_t i = 0; i < s->n; i++) {
		mask[i] = (!s->used || s->used[i]) && isfinite(s->column[a][i]) && isfinite(s->column[b][i]) &&
			(c < 0 || isfinite(s->column[c][i]));
		count += mask[i];
	}
	return count;
}

static bool lay_out(struct columns *s, struct view *v, size_t count)
{
	size_t *cell = pool_take(s->pool, count, sizeof *cell), n = 0;

	v->row = pool_take(s->pool, count, sizeof *v->row);
	if (!cell || !v->row)
		return false;
	for (size_t i = 0; i < s->n; i++)
		if (v->mask[i]) {
			v->row[n] = i;
			cell[n] = s->cell[i] - (n ? s->cell[v->row[0]] : s->cell[i]);
			n++;
		}
	v->grid = (struct acf_grid){ .cell = cell, .n = n, .cells = n ? cell[n - 1] + 1 : 0,
		.spectrum = s->spectrum, .pool = s->pool };
	return true;
}

struct view *view_find(struct columns *s, int a, int b, int c)
{
	bool *mask = pool_take(s->pool, s->n, sizeof *mask);
	struct view *v;
	size_t count;

	if (!mask)
		return NULL;
	count = make_mask(s, a, b, c, mask);
	for (v = s->first; v; v = v->next)
		if (v->grid.n == count && !memcmp(v->mask, mask, s->n * sizeof *mask))
			return v;
	v = pool_take(s->pool, 1, sizeof *v);
	if (!v)
		return NULL;
	*v = (struct view){ .next = s->first, .mask = mask };
	if (!lay_out(s, v, count))
		return NULL;
	return s->first = v;
}

static double *values(struct columns *s, const struct view *v, int k)
{
	double *out = pool_take(s->pool, v->grid.n, sizeof *out);

	for (size_t i = 0; out && i < v->grid.n; i++)
		out[i] = s->column[k][v->row[i]];
	return out;
}

static double *ranks(const struct columns *s, const struct series *of)
{
	double *out = pool_take(s->pool, of->n, sizeof *out);

	return out && rank_find(of->value, of->n, out) ? out : NULL;
}

struct series *view_series(struct columns *s, struct view *v, int k, enum view_kind kind, int depth)
{
	struct series *plain, *at = v->series[k][kind];
	double *made;

	if (at)
		return at;
	if (kind == VIEW_VALUES) {
		made = values(s, v, k);
	} else {
		plain = view_series(s, v, k, VIEW_VALUES, depth);
		at = kind == VIEW_RESIDUALS ? view_series(s, v, depth, VIEW_VALUES, depth) : plain;
		if (!plain || !at)
			return NULL;
		made = kind == VIEW_RANKS ? ranks(s, plain) : series_residual(plain, at);
	}
	at = pool_take(s->pool, 1, sizeof *at);
	if (!made || !at || !series_init(at, made, &v->grid))
		return NULL;
	/* of what depth explains wholly, only roundings are left */
	if (kind == VIEW_RESIDUALS && at->squares <= 1e-12 * v->series[k][VIEW_VALUES]->squares)
		at->constant = true;
	return v->series[k][kind] = at;
}
