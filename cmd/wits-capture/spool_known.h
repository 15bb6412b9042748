/*
 * spool_known.h - which rows a spool has, so that none gets in twice. Rows are known by 128 bits of a seeded hash.
 *
 * Memory is taken only when asked about rows that are no newer than the last; a day's file is then read once.
 */
#ifndef SPOOL_KNOWN_H
#define SPOOL_KNOWN_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "spooldays.h"

struct seen { uint64_t (*slot)[2]; size_t n, capacity; uint64_t key[2]; };
/* Adds a line: 1 when it is new, 0 when it was there, -1 when out of memory. */
int seen_add(struct seen *, const char *line, size_t len);
bool seen_has(const struct seen *, const char *line, size_t len);
void seen_free(struct seen *);          /* it may be used again */

struct spool_known {
	struct seen rows;               /* of the days that have been read */
	struct seen odd;                /* rows in a file of another day than their own, and records */
	int64_t *day; size_t days;      /* read */
	int64_t odd_from;               /* files from this day on have been searched for odd rows */
};
void spool_known_init(struct spool_known *);
/* What was read is forgotten (a day has passed; another well: all). */
void spool_known_forget(struct spool_known *, bool all);
bool spool_known_ready(const struct spool_known *, int64_t day, int64_t open_day);
/* Reads the files of a day, and those that a row of it may have got into late. False and errno. */
bool spool_known_read(struct spool_known *, int folder, int64_t day, int64_t open_day);

/* Reads the files of a spool: `take` gets every row with its ts (NAN: no number) and every record (with its #). */
struct spool_line { const char *s; size_t len; bool record; double ts; };
typedef bool spool_taker(void *to, const struct spool_line *, int64_t file_day);        /* false: out of memory */
bool spool_scan(int folder, const struct spoolday *, spool_taker *, void *to);          /* false and errno */

/* What was there at the start (spool.h); the file must not be written meanwhile. */
struct spool_was { double last_ts, max_ts, hole_depth_ft; json_t *held, *suspects; };
void spool_was_free(struct spool_was *);
bool spool_was_read(struct spool_was *, struct spool_known *, int folder, const struct spoolday *, size_t n);
#endif
