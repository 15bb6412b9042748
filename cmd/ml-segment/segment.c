/*
 * segment.c - forced cuts, the table of methods, and what is said of each segment.
 *
 * Samples without a value of the series stay in the segment of the sample before them; they count in its length, not
 * in its means.
 */
#include "segment.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats.h"

static const struct segment_method methods[] = {
	{ "plan", plan_find },
};

const struct segment_method *segment_method_find(const char *name)
{
	for (size_t k = 0; k < sizeof methods / sizeof *methods; k++)
		if (!strcmp(methods[k].name, name))
			return &methods[k];
	return NULL;
}

const char *segment_boundary_name(enum segment_boundary b)
{
	static const char *const names[] = { "none", "provisional", "confirmed" };

	return names[b];
}

const char *segment_formation(double d)
{
	if (!isfinite(d))
		return NULL;
	return d < 1.2 ? "Soft Shale" : d < 1.6 ? "Medium Shale/Siltstone" : d < 2.0 ? "Hard Sandstone" :
		"Very Hard Formation";
}

bool segment_cut(struct segment_cuts *c, size_t at)
{
	if (c->n == c->capacity) {
		size_t capacity = c->capacity ? c->capacity * 2 : 64, *more;

		if (capacity > SIZE_MAX / 2 / sizeof *more)
			return false;
		more = realloc(c->at, capacity * sizeof *more);
		if (!more)
			return false;
		c->at = more;
		c->capacity = capacity;
	}
	c->at[c->n++] = at;
	return true;
}

/* The next sample at or after `from` that must begin a segment, or n. */
static size_t forced_cut(const struct segment_rows *r, size_t from)
{
	double depth = NAN;

	for (size_t i = from; i < r->n; i++) {
		if (i > from && (r->changed[i] != 0 || fabs(r->depth[i] - depth) > SEGMENT_DEPTH_STEP_FT))
			return i;
		if (isfinite(r->depth[i]))
			depth = r->depth[i];
	}
	return r->n;
}

static struct segment describe(const struct segment_rows *r, size_t first, size_t last, double *scratch)
{
	struct segment s = { .first = first, .last = last, .start = r->t[first], .end = r->t[last - 1] + r->interval,
		.depth_low = NAN, .depth_high = NAN };
	size_t n = 0;

	for (size_t i = first; i < last; i++) {
		s.depth_low = fmin(s.depth_low, r->depth[i]);
		s.depth_high = fmax(s.depth_high, r->depth[i]);
		if (isfinite(r->d[i]))
			scratch[n++] = r->d[i];
	}
	s.mean_d = stats_mean(scratch, n);
	s.sd_d = stats_sd(scratch, n);
	s.formation = segment_formation(s.mean_d);
	return s;
}

static bool list_add(struct segment_list *l, const struct segment *s)
{
	if (l->n == l->capacity) {
		size_t capacity = l->capacity ? l->capacity * 2 : 16;
		struct segment *more;

		if (capacity > SIZE_MAX / 2 / sizeof *more)
			return false;
		more = realloc(l->item, capacity * sizeof *more);
		if (!more)
			return false;
		l->item = more;
		l->capacity = capacity;
	}
	l->item[l->n++] = *s;
	return true;
}

/* Cuts the stretch [first, last) by the method. scratch and row have room for its samples. */
static bool cut_stretch(const struct segment_rows *r, size_t first, size_t last, const struct segment_method *method,
	double min_shift, struct segment_list *list, double *scratch, size_t *row)
{
	struct segment_series series = { scratch, 0, r->interval, min_shift };
	struct segment_cuts cuts = {0};
	size_t begin = first;
	bool ok;

	for (size_t i = first; i < last; i++)
		if (isfinite(r->value[i])) {
			row[series.n] = i;
			scratch[series.n++] = r->value[i];
		}
	ok = method->find(&series, &cuts);
	for (size_t k = 0; ok && k <= cuts.n; k++) {
		size_t end = k < cuts.n ? row[cuts.at[k]] : last;
		struct segment s = describe(r, begin, end, scratch);

		s.boundary = k ? BOUNDARY_PROVISIONAL : first ? BOUNDARY_CONFIRMED : BOUNDARY_NONE;
		ok = list_add(list, &s);
		begin = end;
	}
	free(cuts.at);
	return ok;
}

bool segment_window(const struct segment_rows *r, const struct segment_method *method, double min_shift,
	struct segment_list *list)
{
	double *scratch;
	size_t *row;
	bool ok = true;

	list->n = 0;
	if (!r->n)
		return true;
	if (r->n > SIZE_MAX / 2 / sizeof *scratch)
		return false;
	scratch = malloc(r->n * sizeof *scratch);
	row = malloc(r->n * sizeof *row);
	if (!scratch || !row)
		ok = false;
	for (size_t first = 0, last; ok && first < r->n; first = last) {
		last = forced_cut(r, first);
		ok = cut_stretch(r, first, last, method, min_shift, list, scratch, row);
	}
	free(scratch);
	free(row);
	return ok;
}

void segment_list_free(struct segment_list *l)
{
	free(l->item);
	*l = (struct segment_list){0};
}
