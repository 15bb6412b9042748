/*
 * table.c - columns of numbers that grow row by row, and lines held in order until a window closes.
 *
 * Both grow by doubling and keep their memory over a clear, so a long run settles at the size of its largest
 * window.
 */
#include "table.h"

#include <stdint.h>
#include <stdlib.h>

bool table_init(struct table *t, int columns)
{
	*t = (struct table){ .columns = columns };
	t->column = calloc(columns > 0 ? (size_t)columns : 1, sizeof *t->column);
	return t->column != NULL;
}

void table_free(struct table *t)
{
	for (int c = 0; t->column && c < t->columns; c++)
		free(t->column[c]);
	free(t->column);
	*t = (struct table){0};
}

void table_clear(struct table *t)
{
	t->rows = 0;
}

/* A failure half-way leaves some columns longer than `capacity` says, which does no harm. */
static bool table_grow(struct table *t)
{
	size_t capacity = t->capacity ? t->capacity * 2 : 1024;

	if (capacity > SIZE_MAX / 2 / sizeof(double))
		return false;
	for (int c = 0; c < t->columns; c++) {
		double *more = realloc(t->column[c], capacity * sizeof *more);

		if (!more)
			return false;
		t->column[c] = more;
	}
	t->capacity = capacity;
	return true;
}

bool table_add(struct table *t, const double *row)
{
	if (t->rows == t->capacity && !table_grow(t))
		return false;
	for (int c = 0; c < t->columns; c++)
		t->column[c][t->rows] = row[c];
	t->rows++;
	return true;
}

bool held_add(struct held *h, int kind, const char *s, size_t len)
{
	size_t at = h->bytes.len;

	if (h->n == h->capacity) {
		size_t capacity = h->capacity ? h->capacity * 2 : 256;
		struct held_line *line;

		if (capacity > SIZE_MAX / 2 / sizeof *line)
			return false;
		line = realloc(h->line, capacity * sizeof *line);
		if (!line)
			return false;
		h->line = line;
		h->capacity = capacity;
	}
	/* each line keeps a NUL of its own, so held_text() gives a C string */
	if (!text_room(&h->bytes, len + 1))
		return false;
	text_add(&h->bytes, s, len);
	text_put(&h->bytes, '\0');
	h->line[h->n++] = (struct held_line){ .kind = kind, .at = at, .len = len };
	return true;
}

const char *held_text(const struct held *h, size_t k)
{
	return h->bytes.s + h->line[k].at;
}

void held_clear(struct held *h)
{
	text_clear(&h->bytes);
	h->n = 0;
}

void held_free(struct held *h)
{
	text_free(&h->bytes);
	free(h->line);
	*h = (struct held){0};
}
