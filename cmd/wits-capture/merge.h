/*
 * merge.h - frames to sample rows: units, nulls, times, duplicates, items of several records. No I/O.
 *
 * A row is ready when a frame of the primary record has been taken. Items of other records wait for the next row, at most
 * `hold` seconds by their own times. With `settle` a row is ready only when a frame of a later time has come, and frames of
 * one second share it. Memory does not grow with the input.
 */
#ifndef MERGE_H
#define MERGE_H
#include "csvrow.h"
#include "frametime.h"
#include "itemmap.h"
#include "num.h"
#include "wits0.h"

enum { MERGE_RECENT = 128, MERGE_WELL = 128, MERGE_WHY = 256 };
enum merge_count {
	MERGE_ROWS, MERGE_DUPLICATES,
	MERGE_HANDSHAKES,       /* frames with nothing but 0111 null or a vendor's name: requests, echoes */
	MERGE_NO_TIME,          /* primary frames that no time could be had for; no row */
	MERGE_BAD_TIME,         /* frames whose date or time cannot be */
	MERGE_STAMPED,          /* frames that got their arrival time */
	MERGE_DATE_CARRIED,     /* frames with a time whose date was the last one */
	MERGE_ZONE_BRIDGED,     /* frames in a local hour that the zone skips or repeats */
	MERGE_TIME_BACK,        /* rows before the row before */
	MERGE_TIME_JUMP,        /* frames far off the clock, which no next frame confirmed; no row */
	MERGE_SAME_TIME,        /* primary frames of the last row's time; what that row lacked goes to the next */
	MERGE_NOT_NUMBER,       /* values that are no numbers, left empty */
	MERGE_UNIT_TEXT,        /* values with their unit behind them */
	MERGE_DECIMAL_COMMA,
	MERGE_BLANK,            /* items without a value */
	MERGE_NULLS,            /* values that are nulls */
	MERGE_FILLED,           /* items of other frames that filled a field */
	MERGE_UNUSED,           /* ... that filled none: too old, overtaken, or the row had its own */
	MERGE_KEPT,             /* fields that got their last value again, as the map says */
	MERGE_UNMAPPED,         /* items without a column */
	MERGE_COUNTS
};
extern const char *const merge_count_names[MERGE_COUNTS];

struct merge_options {
	int primary;                    /* record whose frames make rows */
	double hold;                    /* s */
	bool settle, stamp;
};
struct slot { char *text; unsigned len; int rank; double v, ts; };    /* len 0: empty; v NAN: a text */
struct slots { bool open, stamped; double ts; struct slot *slot; };     /* stamped: ts is an arrival; a slot a column */
struct vote { uint32_t own, other; };   /* rows whose value fits only the sender's stated, only the other unit */

struct merge {
	const struct itemmap *map;
	const struct nulls *nulls;
	struct merge_options o;
	struct frametime *time;
	struct slots set[4], *row, *ready, *held;       /* under way, last made, waiting */
	struct slots *kept;                     /* last values; NULL: the map keeps none */
	double last, interval, jump;            /* last row's time, step before it, a time far off that waits for a second */
	double stamped;                         /* last arrival stamp */
	bool timed;                             /* some frame had a time of its own */
	bool commas;
	uint64_t recent[MERGE_RECENT];          /* hashes of the last frames */
	unsigned next_recent;
	char well[MERGE_WELL], next_well[MERGE_WELL];   /* by the items; one that differs waits for a second */
	uint64_t count[MERGE_COUNTS], primaries;
	uint32_t *unmapped;                     /* WITS0_NUMBERS counts */
	bool record_seen[100];
	struct vote vote[ITEMMAP_COLUMNS];
	uint64_t voted;                         /* rows judged */
	char bad_time[MERGE_WHY], bad_value[MERGE_WHY]; /* the first of each, for messages */
	void *memory;
};

/* False when out of memory. map, nulls and time stay the caller's and must outlive it. */
bool merge_init(struct merge *, const struct itemmap *, const struct nulls *, struct frametime *, const struct merge_options *);
void merge_free(struct merge *);
/* Takes the decoder's frame; arrival in Unix s (used with `stamp`). True when a row is ready in `ready`. */
bool merge_take(struct merge *, const struct wits0 *, double arrival);
bool merge_finish(struct merge *);              /* at the end of the input; true when a last row is ready */
/* The ready row's fields, without `ts`: n_columns of them, valid until the next call of merge_take. */
void merge_fields(const struct merge *, struct field *);
/* The value of a channel in the ready row, canonical unit; NAN when there is none. */
double merge_value(const struct merge *, enum channel);
/* Keeps the first of the messages about a kind: "line: RRII: words". */
void merge_note(char to[MERGE_WHY], uint64_t line, int number, const char *words);
/* Columns whose values fit only the other unit system (suspect) and those that fit only the stated one; names of the
 * first to at most size bytes, blank between. */
int merge_misfits(const struct merge *, char *names, size_t size, int *fits);
#endif
