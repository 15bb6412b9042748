/*
 * segment.c - the pairs of one segment; see segment.h.
 */
#include "segment.h"

#include <math.h>

#include "family.h"
#include "lag.h"

enum { CELLS_PER_SAMPLE = 64 };         /* a longer grid is mostly gaps: the samples then stand side by side */

struct work {
	struct columns columns;
	struct pool *pool;
	const struct segment_rows *rows;
	const struct pairs *pairs;
	size_t *cell;
	bool *used;
	int n_columns, depth, log_of[PAIRS_QUANTITIES_MAX], late_rop;
	size_t lag;                     /* steps */
};

const char *segment_mode_name(enum segment_mode mode)
{
	static const char *const names[MODES] = { NULL, "rotary", "slide" };

	return names[mode];
}

/* What is neither is used only where all of it is. */
static enum segment_mode choose_mode(const struct segment_rows *r)
{
	size_t count[MODES] = {0};

	for (size_t i = 0; r->mode && i < r->n; i++)
		count[(int)r->mode[i]]++;
	if (count[MODE_SLIDE] > count[MODE_ROTARY])
		return MODE_SLIDE;
	return count[MODE_ROTARY] ? MODE_ROTARY : MODE_NONE;
}

/* Where the samples lie on the grid of time. Two that fall into one cell stand side by side. */
static void lay_grid(const struct segment_rows *r, size_t *cell)
{
	double span = r->step > 0 && r->n ? (r->t[r->n - 1] - r->t[0]) / r->step : HUGE_VAL;
	bool on_grid = span < (double)r->n * CELLS_PER_SAMPLE;

	for (size_t i = 0; i < r->n; i++) {
		double at = round((r->t[i] - r->t[0]) / r->step);

		cell[i] = i ? cell[i - 1] + 1 : 0;
		if (on_grid && at > (double)cell[i] && at <= span + 1)
			cell[i] = (size_t)at;
	}
}

static bool start(struct work *w, const struct segment_rows *r, const struct pairs *pairs, struct spectrum *spectrum,
	struct pool *pool, enum segment_mode *mode)
{
	*w = (struct work){ .rows = r, .pairs = pairs, .pool = pool, .depth = -1, .late_rop = pairs->rop };
	w->cell = pool_take(w->pool, r->n, sizeof *w->cell);
	w->used = pool_take(w->pool, r->n, sizeof *w->used);
	if (!w->cell || !w->used)
		return false;
	lay_grid(r, w->cell);
	*mode = choose_mode(r);
	for (size_t i = 0; i < r->n; i++)
		w->used[i] = *mode == MODE_NONE || (int)r->mode[i] == (int)*mode;
	w->columns = (struct columns){ .n = r->n, .used = w->used, .cell = w->cell, .spectrum = spectrum, .pool = pool };
	for (w->n_columns = 0; w->n_columns < pairs->quantities; w->n_columns++) {
		w->columns.column[w->n_columns] = r->value[w->n_columns];
		w->log_of[w->n_columns] = -1;
	}
	if (r->depth) {
		w->depth = w->n_columns++;
		w->columns.column[w->depth] = r->depth;
	}
	return true;
}

/* A new column to be filled; -1 when out of memory. */
static int new_column(struct work *w, double **values)
{
	*values = pool_take(w->pool, w->rows->n, sizeof **values);
	if (!*values || w->n_columns == VIEW_COLUMNS_MAX)
		return -1;
	w->columns.column[w->n_columns] = *values;
	return w->n_columns++;
}

static int logarithm(struct work *w, int quantity)
{
	const double *v = w->rows->value[quantity];
	double *out;
	int k = w->log_of[quantity];

	if (k >= 0 || (k = new_column(w, &out)) < 0)
		return k;
	for (size_t i = 0; i < w->rows->n; i++)
		out[i] = v[i] > 0 && w->used[i] ? log(v[i]) : NAN;
	return w->log_of[quantity] = k;
}

/* A column on the grid of time, NAN where no sample lies. */
static double *spread(struct work *w, const double *v, size_t cells)
{
	double *out = pool_take(w->pool, cells, sizeof *out);

	for (size_t i = 0; out && i < cells; i++)
		out[i] = NAN;
	for (size_t i = 0; out && i < w->rows->n; i++)
		if (w->used[i])
			out[w->cell[i]] = v[i];
	return out;
}

static bool estimate_lag(struct work *w, size_t cells)
{
	int wob, rop;
	double *x, *y;
	struct lag lag;

	if (w->pairs->wob < 0)
		return true;
	wob = logarithm(w, w->pairs->wob);
	rop = logarithm(w, w->pairs->rop);
	if (wob < 0 || rop < 0)
		return false;
	x = spread(w, w->columns.column[wob], cells);
	y = spread(w, w->columns.column[rop], cells);
	if (!x || !y || !lag_find(x, y, cells, w->rows->step, &lag))
		return false;
	w->lag = lag.steps;
	return true;
}

/* ROP as it will be a lag later, beside the settings that made it. */
static bool shift_rop(struct work *w, const struct segment_how *how)
{
	size_t cells = w->rows->n ? w->cell[w->rows->n - 1] + 1 : 0;
	double *rop, *on_grid;

	if (w->pairs->rop < 0 || !cells)
		return true;
	if (isnan(how->lag_s)) {
		if (!estimate_lag(w, cells))
			return false;
	} else if (w->rows->step > 0) {
		w->lag = (size_t)fmin(round(how->lag_s / w->rows->step), (double)cells);
	}
	if (!w->lag)
		return true;
	on_grid = spread(w, w->rows->value[w->pairs->rop], cells);
	w->late_rop = new_column(w, &rop);
	if (!on_grid || w->late_rop < 0)
		return false;
	for (size_t i = 0; i < w->rows->n; i++)
		rop[i] = w->cell[i] + w->lag < cells ? on_grid[w->cell[i] + w->lag] : NAN;
	return true;
}

static bool structural(struct work *w, const struct pairs_pair *pair, const struct segment_how *how, struct correlation *c)
{
	const double *energy, *part;
	double *rest;
	struct correlation_formula f = { logarithm(w, pair->part), new_column(w, &rest), pair->power };
	int log_energy = logarithm(w, pair->energy);

	if (log_energy < 0 || f.log_part < 0 || f.log_rest < 0)
		return false;
	energy = w->columns.column[log_energy];
	part = w->columns.column[f.log_part];
	for (size_t i = 0; i < w->rows->n; i++)
		rest[i] = energy[i] - f.power * part[i];
	return correlation_structural(&w->columns, pair->x, pair->y, w->depth, &f, &how->test, c);
}

static bool one_pair(struct work *w, const struct pairs_pair *pair, const struct segment_how *how, struct correlation *c)
{
	bool energy = w->pairs->quantity[pair->x].channel == CH_MSE || w->pairs->quantity[pair->y].channel == CH_MSE;
	bool rate = !energy && (pair->x == w->pairs->rop || pair->y == w->pairs->rop);
	int x = rate && pair->x == w->pairs->rop ? w->late_rop : pair->x;
	int y = rate && pair->y == w->pairs->rop ? w->late_rop : pair->y;

	if (pair->structural)
		return structural(w, pair, how, c);
	if (!correlation_find(&w->columns, x, y, w->depth, &how->test, c))
		return false;
	if (rate)
		c->lag_s = (double)w->lag * w->rows->step;
	return true;
}

bool segment_correlate(const struct segment_rows *r, const struct pairs *pairs, const struct segment_how *how,
	struct spectrum *spectrum, struct pool *pool, struct correlation *c, enum segment_mode *mode)
{
	struct work w;
	bool ok = start(&w, r, pairs, spectrum, pool, mode) && shift_rop(&w, how);

	for (int k = 0; ok && k < pairs->n; k++)
		ok = one_pair(&w, &pairs->pair[k], how, &c[k]);
	pool_clear(pool);
	if (ok)
		family_adjust(c, (size_t)pairs->n, how->alpha, how->min_effect);
	return ok;
}
