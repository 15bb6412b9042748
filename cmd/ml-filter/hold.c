/* hold.c - rows kept for an overlap; see hold.h. */
#include "hold.h"

#include <stdlib.h>
#include <string.h>

bool hold_add(struct hold *h, const struct held_row *row, const char *raw, size_t len)
{
	if (h->n == h->capacity) {
		size_t more = h->capacity ? 2 * h->capacity : 1024;
		struct held_row *rows = realloc(h->row, more * sizeof *rows);
		if (!rows)
			return false;
		h->row = rows;
		h->capacity = more;
	}
	h->row[h->n] = *row;
	h->row[h->n].at = h->text.len;
	h->row[h->n].len = raw ? len : 0;
	if (raw)
		text_add(&h->text, raw, len);
	h->n++;
	return !h->text.failed;
}

void hold_drop_before(struct hold *h, double ts)
{
	size_t first = 0, at;

	while (first < h->n && h->row[first].facts.ts < ts)
		first++;
	if (first == 0)
		return;
	at = first < h->n ? h->row[first].at : h->text.len;
	h->text.len -= at;
	if (h->text.s) {
		memmove(h->text.s, h->text.s + at, h->text.len);
		h->text.s[h->text.len] = '\0';
	}
	h->n -= first;
	memmove(h->row, h->row + first, h->n * sizeof *h->row);
	for (size_t i = 0; i < h->n; i++)
		h->row[i].at -= at;
}

void hold_clear(struct hold *h)
{
	h->n = 0;
	text_clear(&h->text);
}

void hold_free(struct hold *h)
{
	free(h->row);
	text_free(&h->text);
	*h = (struct hold){ 0 };
}
