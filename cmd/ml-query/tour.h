/*
 * tour.h - what a shift did, from the reports of its windows. No I/O.
 *
 * A window belongs to the shift in which its middle lies, so that two shifts count nothing twice and drop nothing. Windows may
 * overlap: what is summed (footage, time, rock, settings) comes from a choice of windows without overlap that covers most time
 * (of equal ones, that with more windows; weighted interval scheduling, Kleinberg & Tardos 2005, 6.1). Advice and failures come
 * from all. Times are Unix s, depths ft, durations s.
 */
#ifndef TOUR_H
#define TOUR_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "weigh.h"

enum { TOUR_STATES = 12, TOUR_PARTS = 64 };
/* rop: of a counted one, on bottom */
struct tour_window { json_t *report; const char *key; double start, end; bool counted; double rop; };
/* One rock: segments that follow each other without a boundary between, class and name the same. */
struct tour_rock {
	const char *formation, *name;
	double depth[2], start, end, clean_s, on_bottom_s, footage_ft, d_sum;   /* d_sum: d-exponent x clean seconds */
};
/* A setting that was drilled; rock: which of the rocks. practice: from a report that lists none, its mean. */
struct tour_tried { size_t rock; struct point point; double rop, mse, minutes, visits; bool practice; };
/* Advice that differs from the one before. result: its words are within. */
struct tour_advice { double ts; const char *action, *key; const json_t *params; struct point point; };
/* Failures of one kind that follow each other; message: the last one's. */
struct tour_failure { double first, last; size_t n; const char *failure, *message; double depth; };
struct tour_span { double from, to; };
struct tour_state { const char *name; double seconds; };
/* A channel or test in doubt: how ("stale"), which, in how many windows counted. */
struct tour_doubt { const char *how, *what; size_t windows; };

struct tour {
	double from, to;                /* of the shift; to is no later than now */
	struct tour_window *window; size_t windows, counted;
	double covered_s;               /* by the windows counted */
	struct tour_rock rock[TOUR_PARTS]; size_t rocks, rocks_lost;    /* lost: no room */
	struct tour_tried tried[TOUR_PARTS]; size_t tries;
	struct tour_advice advice[TOUR_PARTS]; size_t advices, advices_lost;    /* lost: the oldest, when there are too many */
	struct tour_advice before; bool had_before;     /* what stood when the shift began */
	struct tour_failure failure[TOUR_PARTS]; size_t failures, failures_lost;
	struct tour_span missing[TOUR_PARTS]; size_t missings;  /* in no report */
	double missing_s;
	struct tour_state state[TOUR_STATES]; size_t states;
	struct tour_state trouble[TOUR_STATES]; size_t troubles;        /* dysfunctions that were found, not 0 s */
	struct tour_doubt doubt[TOUR_PARTS]; size_t doubts;
	double depth[2], footage_ft, unreported_ft;     /* the second: between windows with no report between them */
	double on_bottom_s, slide_s, gaps_s;
	/* at the start of the first and of the last window that know; ts NAN: none */
	struct { double ts, hours, footage; } bit[2];
	double crosses_s;               /* how much of the counted windows lies outside the shift */
	size_t successes;
};

/* Windows in any order (sorted here by start); those before `from` only tell what stood. False when out of memory. */
bool tour_make(struct tour *, struct tour_window *, size_t n, double from, double to, double now);
/* Marks the choice without overlap among windows sorted by end that covers most of [from, to); returns the seconds of it that are
 * covered, NAN when out of memory. */
double tour_choose(struct tour_window *, size_t n, double from, double to);
double tour_rop(const struct tour_rock *);              /* ft/h on bottom; NAN without time */
#endif
