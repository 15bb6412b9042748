/*
 * near.h - which known name a person may have meant.
 */
#ifndef NEAR_H
#define NEAR_H
#include <stddef.h>

/* Letters to insert, delete or replace to make a of b, case of ASCII aside (Levenshtein 1966); names longer than 255 bytes are
 * cut. */
int near_distance(const char *a, const char *b);
/* Sorts n names by distance to `asked`, equal ones by strcmp. */
void near_sort(const char *asked, const char **names, size_t n);
#endif
