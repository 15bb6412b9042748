/*
 * check.h - what a person at a new rig wants to know of its WITS before anything is built on it (wits-capture --check). No I/O.
 *
 * Collects frames and says in a table and in sentences what comes, under which names, in which units and how often, what is
 * wrong with it, what the other tools will miss, and what to type next. Memory does not grow with the input.
 */
#ifndef CHECK_H
#define CHECK_H
#include "itemmap.h"
#include "num.h"
#include "text.h"
#include "when.h"
#include "wits0.h"

struct check_options {
	const char *source;             /* the operand, for the command to type next */
	const char *given;              /* further options to repeat in it (" --map rig.csv"), or "" */
	bool metric, stamp, heartbeat;  /* what the user has given */
	bool live;                      /* arrival times are those of a line, not of a file */
	bool serial;
	int primary;
	const struct nulls *nulls;
	const struct when_zone *zone;
	enum when_order order;
};
struct check;

/* NULL when out of memory. The texts, nulls and zone stay the caller's and must outlive it. */
struct check *check_new(const struct check_options *);
void check_free(struct check *);
void check_frame(struct check *, const struct wits0 *, const struct itemmap *, double arrival);
/* Appends the whole page, at most 100 columns wide. The decoder's counts are those of damage. */
void check_text(const struct check *, const struct wits0 *, struct text *out);
#endif
