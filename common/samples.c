/*
 * samples.c - the kept samples of the open window, grouped by segment when it closes.
 */
#include "samples.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats.h"

enum { COLUMNS_MAX = 256 };

bool samples_init(struct samples *s, int columns)
{
	*s = (struct samples){0};
	return columns < COLUMNS_MAX && table_init(&s->table, columns + 1);
}

void samples_free(struct samples *s)
{
	table_free(&s->table);
	free(s->part);
	*s = (struct samples){0};
}

void samples_clear(struct samples *s)
{
	table_clear(&s->table);
	s->parts = 0;
}

bool samples_add(struct samples *s, long segment, const double *values)
{
	double row[COLUMNS_MAX];

	row[0] = (double)segment;
	memcpy(row + 1, values, (size_t)(s->table.columns - 1) * sizeof *row);
	return table_add(&s->table, row);
}

const double *samples_column(const struct samples *s, const struct samples_part *p, int k)
{
	return s->table.column[k + 1] + p->first;
}

struct key { double segment; size_t row; };

static int compare(const void *a, const void *b)
{
	const struct key *p = a, *q = b;

	if (p->segment < q->segment || p->segment > q->segment)
		return p->segment < q->segment ? -1 : 1;
	return (p->row > q->row) - (p->row < q->row);
}

/* Segments come in order from ml-segment; only other input needs this. */
static bool sort_rows(struct table *t)
{
	struct key *key = NULL;
	double *moved = NULL;
	bool ok = t->rows <= SIZE_MAX / sizeof *key;

	if (ok) {
		key = malloc(t->rows * sizeof *key);
		moved = malloc(t->rows * sizeof *moved);
		ok = key && moved;
	}
	if (ok) {
		for (size_t i = 0; i < t->rows; i++)
			key[i] = (struct key){ t->column[0][i], i };
		qsort(key, t->rows, sizeof *key, compare);
		for (int c = 0; c < t->columns; c++) {
			for (size_t i = 0; i < t->rows; i++)
				moved[i] = t->column[c][key[i].row];
			memcpy(t->column[c], moved, t->rows * sizeof *moved);
		}
	}
	free(key);
	free(moved);
	return ok;
}

static bool part_add(struct samples *s, struct samples_part p)
{
	if (s->parts == s->capacity) {
		size_t capacity = s->capacity ? s->capacity * 2 : 16;
		struct samples_part *more;

		if (capacity > SIZE_MAX / 2 / sizeof *more)
			return false;
		more = realloc(s->part, capacity * sizeof *more);
		if (!more)
			return false;
		s->part = more;
		s->capacity = capacity;
	}
	s->part[s->parts++] = p;
	return true;
}

long samples_joined(long segment, const long *confounded, size_t n)
{
	while (n > 0 && confounded[n - 1] > segment)
		n--;
	for (; n > 0 && confounded[n - 1] >= segment; n--)
		if (segment > 0 && confounded[n - 1] == segment)
			segment--;
	return segment;
}

static void join(double *segment, size_t rows, const long *confounded, size_t n)
{
	long from = -1, to = -1;

	for (size_t i = 0; n > 0 && i < rows; i++) {
		if ((long)segment[i] != from) {
			from = (long)segment[i];
			to = samples_joined(from, confounded, n);
		}
		segment[i] = (double)to;
	}
}

bool samples_group(struct samples *s, const long *confounded, size_t confounded_n)
{
	const double *segment = s->table.column[0];
	size_t n = s->table.rows;
	bool sorted = true;

	s->parts = 0;
	join(s->table.column[0], n, confounded, confounded_n);
	for (size_t i = 1; i < n; i++)
		sorted = sorted && segment[i - 1] <= segment[i];
	if (!sorted && !sort_rows(&s->table))
		return false;
	for (size_t first = 0, last; first < n; first = last) {
		for (last = first + 1; last < n && segment[last] <= segment[first]; last++)
			;
		if (!part_add(s, (struct samples_part){ (long)segment[first], first, last - first }))
			return false;
	}
	return true;
}

double samples_step(const double *t, size_t n)
{
	double *step, median = NAN;
	size_t steps = 0;

	if (n < 2 || n > SIZE_MAX / sizeof *step || !(step = malloc(n * sizeof *step)))
		return NAN;
	for (size_t i = 1; i < n; i++)
		if (t[i] > t[i - 1])
			step[steps++] = t[i] - t[i - 1];
	if (steps) {
		stats_sort(step, steps);
		median = stats_quantile_sorted(step, steps, 0.5);
	}
	free(step);
	return median;
}
