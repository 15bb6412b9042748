/* thin.c - rows thinned for a screen; see thin.h. */
#include "thin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "stats.h"

static const double gap_s = 60;         /* a longer step is a gap, as for ml-filter */
static const double pace = 5;           /* ... unless the rows come so slowly anyway */

/* The least round width that needs no more than `most` buckets, and where they begin. */
static void choose_width(struct thin *t)
{
	static const double round_widths[] = { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600,
		43200 };
	const size_t n = sizeof round_widths / sizeof *round_widths;

	for (size_t i = 0;; i++) {
		double width = i < n ? round_widths[i] : 86400 * exp2((double)(i - n));
		double first = floor(t->since / width), count = floor(t->until / width) - first + 1;
		if (count > (double)t->most)
			continue;
		t->width = width;
		t->first = first * width;
		t->buckets = (size_t)count;
		return;
	}
}

bool thin_init(struct thin *t, size_t columns, size_t most, double since, double until)
{
	*t = (struct thin){ .columns = columns, .most = most, .since = since, .until = until, .last = NAN };
	choose_width(t);
	size_t cells = t->buckets * columns + 1;        /* one more, so that none is of size 0 */
	t->low = malloc(cells * sizeof *t->low);
	t->high = malloc(cells * sizeof *t->high);
	t->any = calloc(t->buckets, sizeof *t->any);
	if (!t->low || !t->high || !t->any) {
		thin_free(t);
		return false;
	}
	for (size_t i = 0; i < cells; i++)
		t->low[i] = t->high[i] = NAN;
	return true;
}

void thin_free(struct thin *t)
{
	for (size_t i = 0; i < t->gaps; i++)
		free(t->gap[i].cause);
	free(t->gap);
	free(t->raw);
	free(t->low);
	free(t->high);
	free(t->any);
	*t = (struct thin){ 0 };
}

bool thin_is_thinned(const struct thin *t)
{
	return t->rows > t->most;
}

static bool keep_raw(struct thin *t, double ts, const double *values)
{
	size_t width = t->columns + 1;

	if (t->rows == t->capacity) {
		size_t capacity = t->capacity ? t->capacity * 2 : 256;
		double *more = realloc(t->raw, capacity * width * sizeof *more);
		if (!more)
			return false;
		t->raw = more;
		t->capacity = capacity;
	}
	t->raw[t->rows * width] = ts;
	if (t->columns)
		memcpy(t->raw + t->rows * width + 1, values, t->columns * sizeof *values);
	return true;
}

static bool add_gap(struct thin *t, double start, double end, const char *cause)
{
	if (t->gaps == t->gap_capacity) {
		size_t capacity = t->gap_capacity ? t->gap_capacity * 2 : 16;
		struct gap *more = realloc(t->gap, capacity * sizeof *more);
		if (!more)
			return false;
		t->gap = more;
		t->gap_capacity = capacity;
	}
	struct gap *g = &t->gap[t->gaps];
	g->start = start;
	g->end = end;
	g->cause = cause ? strdup(cause) : NULL;
	t->gaps += !cause || g->cause;
	return !cause || g->cause;
}

bool thin_gap(struct thin *t, double start, double end, const char *cause)
{
	if (!(end > start) || end < t->since || start > t->until)
		return true;
	return add_gap(t, start, end, cause);
}

static bool take_step(struct thin *t, double ts)
{
	double step = ts - t->last;

	if (t->steps < sizeof t->step / sizeof *t->step)
		t->step[t->steps++] = step;
	return step <= gap_s || add_gap(t, t->last, ts, NULL);
}

bool thin_add(struct thin *t, double ts, const double *values)
{
	/* written so that a NAN fails too */
	if (!(ts >= t->since && ts <= t->until) || ts <= t->last)
		return true;
	if (t->rows < t->most && !keep_raw(t, ts, values))
		return false;
	if (t->rows && !take_step(t, ts))
		return false;
	size_t bucket = (size_t)((ts - t->first) / t->width);
	double *low = t->low + bucket * t->columns, *high = t->high + bucket * t->columns;
	for (size_t k = 0; k < t->columns; k++) {
		double v = values[k];
		if (!(v >= low[k]) && !isnan(v))
			low[k] = v;
		if (!(v <= high[k]) && !isnan(v))
			high[k] = v;
	}
	t->any[bucket] = true;
	t->last = ts;
	t->rows++;
	return true;
}

double thin_step(const struct thin *t)
{
	return stats_median(t->step, t->steps);
}

static int by_start(const void *a, const void *b)
{
	const struct gap *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->end > y->end) - (x->end < y->end);
}

/* A step that only the rows show, and that a record tells of as well. */
static bool told(const struct thin *t, const struct gap *g)
{
	for (size_t i = 0; i < t->gaps; i++)
		if (t->gap[i].cause && t->gap[i].start < g->end && t->gap[i].end > g->start)
			return true;
	return false;
}

void thin_finish(struct thin *t)
{
	double least = fmax(gap_s, pace * thin_step(t));
	size_t kept = 0;

	/* what is taken out becomes empty; records stay where told() finds them until the end */
	for (size_t i = 0; i < t->gaps; i++) {
		struct gap *g = &t->gap[i];
		if (!g->cause && (g->end - g->start <= least || told(t, g)))
			g->end = g->start;
	}
	for (size_t i = 0; i < t->gaps; i++)
		if (t->gap[i].end > t->gap[i].start)
			t->gap[kept++] = t->gap[i];
	t->gaps = kept;
	if (kept)
		qsort(t->gap, kept, sizeof *t->gap, by_start);
}

bool thin_breaks(const struct thin *t, double from, double to)
{
	size_t low = 0, high = t->gaps;

	/* the first gap that starts at `from` or later; one before it may reach beyond `from` */
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (t->gap[middle].start < from)
			low = middle + 1;
		else
			high = middle;
	}
	return (low < t->gaps && t->gap[low].start < to) || (low > 0 && t->gap[low - 1].end > from);
}
