/*
 * tops.h - the --tops FILE: where formations begin in this well, and what they are called.
 *
 * A CSV file with a header: depth_ft or depth_m (measured depth along the hole) and name; rows in order of depth.
 */
#ifndef TOPS_H
#define TOPS_H
#include <stdbool.h>
#include <stddef.h>

struct top { double depth; char *name; };       /* ft */
struct tops { struct top *item; size_t n; };

enum tops_status { TOPS_LOADED, TOPS_UNREADABLE, TOPS_WRONG };
enum { TOPS_WHY = 256 };

/* Fills tops; on failure leaves it empty and a reason "file:line: column: ...". */
enum tops_status tops_load(const char *path, struct tops *, char why[TOPS_WHY]);
void tops_free(struct tops *);
/* How many tops are at this depth or above it: 0 when it is not known or above them all. */
size_t tops_above(const struct tops *, double depth);
#endif
