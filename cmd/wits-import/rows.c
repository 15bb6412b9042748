/*
 * rows.c - see rows.h. The held rows are pointers in order of time; rows are used again, so a long log allocates little.
 */
#include "rows.h"

#include <math.h>

#include "num.h"

struct rows {
	int columns;
	double reorder, newest;
	struct rows_row **held;         /* held[first..n) wait */
	size_t first, n, capacity;
	struct rows_row **spare;
	size_t n_spare, spare_capacity;
	struct rows_row *given;         /* handed out last */
	struct rows_counts counts;
};

struct rows *rows_new(int columns, double reorder)
{
	struct rows *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->columns = columns;
	r->reorder = reorder;
	r->newest = -INFINITY;
	return r;
}

static void row_free(struct rows_row *row)
{
	if (!row)
		return;
	free(row->field);
	text_free(&row->bytes);
	free(row);
}

void rows_free(struct rows *r)
{
	if (!r)
		return;
	for (size_t k = r->first; k < r->n; k++)
		row_free(r->held[k]);
	for (size_t k = 0; k < r->n_spare; k++)
		row_free(r->spare[k]);
	row_free(r->given);
	free(r->held);
	free(r->spare);
	free(r);
}

static bool push(struct rows_row ***list, size_t *n, size_t *capacity, struct rows_row *row)
{
	if (*n == *capacity) {
		size_t more = *capacity ? *capacity * 2 : 16;
		struct rows_row **grown = realloc(*list, more * sizeof(*grown));
		if (!grown)
			return false;
		*list = grown;
		*capacity = more;
	}
	(*list)[(*n)++] = row;
	return true;
}

static struct rows_row *row_take(struct rows *r)
{
	struct rows_row *row;

	if (r->n_spare > 0)
		return r->spare[--r->n_spare];
	row = calloc(1, sizeof *row);
	if (!row)
		return NULL;
	row->field = calloc((size_t)r->columns, sizeof *row->field);
	if (row->field)
		return row;
	free(row);
	return NULL;
}

static void set_field(struct rows_row *row, int k, const struct field *f)
{
	row->field[k] = (struct span){ row->bytes.len, f->len };
	text_add(&row->bytes, f->text, f->len);
}

static bool fill_row(struct rows *r, struct rows_row *row, double ts, const struct field *f)
{
	row->ts = ts;
	text_clear(&row->bytes);
	for (int k = 0; k < r->columns; k++)
		set_field(row, k, &f[k]);
	return !row->bytes.failed;
}

/* The same text, or the same number written in two ways. */
static bool agree(const char *a, size_t a_len, const struct field *b)
{
	double x, y;

	if (a_len == b->len && memcmp(a, b->text, a_len) == 0)
		return true;
	return num_parse(a, a_len, &x) && num_parse(b->text, b->len, &y) && x == y;
}

static enum rows_result merge(struct rows *r, struct rows_row *row, const struct field *f)
{
	bool adds = false;

	for (int k = 1; k < r->columns; k++) {
		struct span *have = &row->field[k];

		if (f[k].len == 0)
			continue;
		if (have->len == 0) {
			set_field(row, k, &f[k]);
			adds = true;
		} else if (!agree(row->bytes.s + have->at, have->len, &f[k])) {
			r->counts.conflicts++;
		}
	}
	if (row->bytes.failed)
		return ROWS_MEMORY;
	if (adds)
		r->counts.merged++;
	else
		r->counts.duplicates++;
	return adds ? ROWS_MERGED : ROWS_DUPLICATE;
}

/* Drops the gap that given rows left in front once it is the larger half. */
static void compact(struct rows *r)
{
	if (r->first * 2 < r->n)
		return;
	r->n -= r->first;
	if (r->n > 0)
		memmove(r->held, r->held + r->first, r->n * sizeof(*r->held));
	r->first = 0;
}

enum rows_result rows_add(struct rows *r, double ts, const struct field *f)
{
	struct rows_row *row;
	size_t at = r->n;

	if (ts < r->newest - r->reorder) {
		r->counts.late++;
		return ROWS_LATE;
	}
	while (at > r->first && r->held[at - 1]->ts > ts)
		at--;
	if (at > r->first && r->held[at - 1]->ts == ts)
		return merge(r, r->held[at - 1], f);
	row = row_take(r);
	if (!row || !fill_row(r, row, ts, f) || !push(&r->held, &r->n, &r->capacity, row)) {
		row_free(row);
		return ROWS_MEMORY;
	}
	if (at < r->n - 1) {
		memmove(r->held + at + 1, r->held + at, (r->n - 1 - at) * sizeof(*r->held));
		r->held[at] = row;
		r->counts.reordered++;
	}
	if (ts > r->newest)
		r->newest = ts;
	return ROWS_NEW;
}

const struct rows_row *rows_next(struct rows *r, bool all)
{
	if (r->given) {
		if (!push(&r->spare, &r->n_spare, &r->spare_capacity, r->given))
			row_free(r->given);
		r->given = NULL;
	}
	if (r->first == r->n || (!all && r->held[r->first]->ts >= r->newest - r->reorder))
		return NULL;
	r->given = r->held[r->first++];
	compact(r);
	return r->given;
}

const struct rows_counts *rows_counted(const struct rows *r)
{
	return &r->counts;
}

double rows_newest(const struct rows *r)
{
	return r->newest;
}
