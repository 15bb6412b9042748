/*
 * listing.h - one log of a file as --list shows it: text or NDJSON.
 */
#ifndef LISTING_H
#define LISTING_H
#include <stdint.h>
#include "layout.h"

struct listing {
	const struct log *log;
	const char *format;             /* name of the format */
	const struct layout *layout;    /* NULL: the log cannot be imported, why says what would be right */
	const char *why;
	const struct map *map;          /* NULL: none */
	bool by_depth;
	uint64_t rows;
	int index;                      /* column of from and to; -1: not known */
	struct text from, to;           /* the index of the first row and of the last, as they stand there */
	struct text *first;             /* one a column: its first value */
	struct text command;            /* that imports it */
};
void listing_text(const struct listing *, struct text *to);
void listing_ndjson(const struct listing *, struct text *to);
#endif
