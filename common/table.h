/*
 * table.h - columns of numbers that grow row by row, and lines held in order until a window closes.
 */
#ifndef TABLE_H
#define TABLE_H
#include <stdbool.h>
#include <stddef.h>
#include "text.h"

struct table { int columns; size_t rows, capacity; double **column; };

bool table_init(struct table *, int columns);           /* false when out of memory */
void table_free(struct table *);
void table_clear(struct table *);                       /* keeps the memory */
bool table_add(struct table *, const double *row);      /* one value a column; false when out of memory */

/* Lines of any kind, kept byte for byte in the order they came. */
struct held_line { int kind; size_t at, len; };
struct held { struct text bytes; struct held_line *line; size_t n, capacity; };

bool held_add(struct held *, int kind, const char *s, size_t len);
const char *held_text(const struct held *, size_t k);
void held_clear(struct held *);
void held_free(struct held *);
#endif
