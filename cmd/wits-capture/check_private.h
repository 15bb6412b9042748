/*
 * check_private.h - what check.c has collected, for check_text.c. No I/O.
 */
#ifndef CHECK_PRIVATE_H
#define CHECK_PRIVATE_H
#include "check.h"
#include "frametime.h"

enum { CHECK_LAST = 24, CHECK_OFFSETS = 512, CHECK_RECENT = 16 };
enum check_end { CHECK_CR_LF, CHECK_LF, CHECK_CR, CHECK_ENDS };
/* A time span and how many fell into it; by the sender's clock where it has one, else by arrival. */
struct check_span { uint64_t n; double first, last; };
struct check_item {
	uint64_t n, blanks, nulls, texts;
	uint64_t own, other, neither;   /* numbers that are plausible in the stated, only in the other, in no unit system */
	bool changed;
	struct check_span span;
	char last[CHECK_LAST + 1], first[CHECK_LAST + 1];
};
struct check {
	struct check_options o;
	const struct itemmap *map;      /* of the last frame */
	struct frametime time;
	struct check_item *item;        /* WITS0_NUMBERS */
	struct check_span record[100], own, arrivals;   /* own: by the sender's clock */
	uint64_t timed, untimed, bad_time;      /* primary frames by whether they have a time that can be */
	uint64_t primaries, requests, repeats, ends[CHECK_ENDS];
	uint64_t recent[CHECK_RECENT], hashes;  /* of the last frames with a time of their own */
	double offset[CHECK_OFFSETS];   /* arrival minus own, the last ones */
	uint64_t offsets;
	char vendor[48], well[48], why[WHEN_WHY];
};
/* The page under way. */
struct check_page {
	const struct check *c;
	const struct wits0 *d;
	struct text *out;
	int fits, misfits;              /* channels by the unit system their values fit */
	char misfit_names[120];
	bool to_units, to_stamp, to_heartbeat;  /* what the next command adds */
	char to_tz[16];
};

/* check_table.c: the table, and what the sentences need of it. */
void check_table(struct check_page *);
void check_put_rate(struct text *, const struct check_span *);         /* "1 Hz", "5 s"; nothing when none can be told */
const struct item_entry *check_entry(const struct check_page *, int number);
bool check_is_channel(const struct item_entry *);
uint64_t check_numbers(const struct check_item *);                      /* values that are numbers and no nulls */
bool check_misfits(const struct check_item *);                          /* they fit only the other unit system */
const char *check_other_system(const struct check_page *);
#endif
