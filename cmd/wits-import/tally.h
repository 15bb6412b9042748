/*
 * tally.h - what an import read, wrote and left out: the `import` record.
 */
#ifndef TALLY_H
#define TALLY_H
#include <jansson.h>
#include <stdint.h>
#include "footage.h"
#include "rows.h"

struct tally {
	uint64_t files, read, written;  /* rows */
	uint64_t empty;                 /* rows written without a value */
	uint64_t blank, titles, comments;       /* lines */
	uint64_t gaps;
	uint64_t left_out;              /* columns */
	uint64_t unnamed;               /* rows with values in columns without a name at the header's end */
	uint64_t overflows;             /* values that were only asterisks: too large for their place in the log */
};
/* The record (new reference), with what footage counted in a log by depth (NULL: by time); NULL when out of memory. */
json_t *tally_record(const struct tally *, const struct rows_counts *, const struct footage *);
#endif
