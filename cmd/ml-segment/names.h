/*
 * names.h - texts of a column as numbers: 0 for the first one seen, 1 for the next other one ...
 */
#ifndef NAMES_H
#define NAMES_H
#include <stddef.h>

struct names { char **item; size_t n; };

/* The number of a text, given one where it is new; -1 when out of memory. */
long names_number(struct names *, const char *s, size_t len);
void names_clear(struct names *);
#endif
