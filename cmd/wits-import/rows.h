/*
 * rows.h - rows put in order of time within a window, and rows of one time made one.
 *
 * A row is held until the newest time read is more than `reorder` seconds past it. Of rows with the same time the first
 * to come stands; a later one fills what is empty in it (merged), or has nothing to add (duplicate). Where both have a
 * value and the two differ, the first holds (a conflict, counted a value). Memory: the rows of the window.
 */
#ifndef ROWS_H
#define ROWS_H
#include <stdbool.h>
#include <stdint.h>
#include "csvrow.h"

struct span { size_t at, len; };
struct rows_row {
	double ts;
	struct span *field;             /* into bytes; len 0: empty */
	struct text bytes;
};
enum rows_result { ROWS_NEW, ROWS_MERGED, ROWS_DUPLICATE, ROWS_LATE, ROWS_MEMORY };
struct rows_counts { uint64_t merged, duplicates, conflicts, reordered, late; };

struct rows;
struct rows *rows_new(int columns, double reorder);     /* NULL when out of memory */
void rows_free(struct rows *);
/* Takes a copy of the fields. ROWS_LATE: more than reorder before the newest; counted, not taken. */
enum rows_result rows_add(struct rows *, double ts, const struct field *);
/* The oldest row that is due, or with `all` the oldest; NULL when there is none. Valid until the next call of either. */
const struct rows_row *rows_next(struct rows *, bool all);
const struct rows_counts *rows_counted(const struct rows *);
double rows_newest(const struct rows *);                /* -INFINITY before the first */
#endif
