/*
 * hold.h - the rows of a window that the next one repeats: what each adds and, of kept rows, their text.
 */
#ifndef HOLD_H
#define HOLD_H
#include "text.h"
#include "window.h"

struct held_row {
	struct facts facts;
	double hours, footage;          /* on the bit before this row */
	size_t at, len;                 /* in text; len 0: the row was not kept */
};
struct hold { struct held_row *row; size_t n, capacity; struct text text; };

/* False when out of memory. raw is the row as written, NULL for one that was not kept. */
bool hold_add(struct hold *, const struct held_row *, const char *raw, size_t len);
void hold_drop_before(struct hold *, double ts);
void hold_clear(struct hold *);
void hold_free(struct hold *);
#endif
