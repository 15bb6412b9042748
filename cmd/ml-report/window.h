/*
 * window.h - what the records of one window say, as numbers, held until the window closes.
 *
 * Records are taken one by one (window_take) in any order of segments; window_close() then settles what needs the whole:
 * the step, the clean time, the one segment of a window that was not segmented. A quantity nobody gave is NAN, a text NULL.
 * Depths ft, times Unix s, WOB klbf, rotary speed rpm, flow gpm, ROP ft/h, MSE psi. Texts point into the copies held here.
 */
#ifndef WINDOW_H
#define WINDOW_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "identity.h"

enum { WINDOW_WHY = 200 };

struct pair {
	const char *x, *y;              /* "WOB", "ROP" */
	double r, p;                    /* p: adjusted for the number of pairs, else the raw one; NAN when not tested */
	bool tested;                    /* status ok */
	bool significant;               /* by the tool that tested it */
	bool structural;                /* x is part of y's formula: never a finding */
	json_t *record;
};

struct setting { double wob, rpm, flow, rop, mse; };

enum advice {                           /* the verdict of an `optimal` record */
	ADVICE_NONE, ADVICE_RECOMMEND, ADVICE_HOLD, ADVICE_NO_VARIATION, ADVICE_NO_BLOCKS, ADVICE_NO_DATA, ADVICE_PLAN
};

struct optimal {
	enum advice advice;             /* ADVICE_NONE: no record */
	struct setting best, practice, now;
	double efficiency;              /* MSE efficiency of the best point, % */
	double mse_reference;           /* the best MSE of this rock, psi */
	double score;                   /* 0..1 */
	double gain_rop, gain_mse;      /* against practice, fractions */
	double gain_rop_ci[2], gain_mse_ci[2];
	double blocks, visits, hours;
	const char *aim, *rating, *evidence, *limited_by, *method;
	json_t *record;
};

struct segment {
	size_t index;
	double start, end, depth[2], range[2], n, clean_s, d_exponent;
	const char *formation, *name, *boundary, *method;
	struct pair *pair;
	size_t pairs;
	struct optimal optimal;
	json_t *record;                 /* NULL: the window as a whole */
	json_t *settings_changed;       /* [{ts,depth_ft}]: confounded borders inside it; NULL: none */
};

struct count { const char *name; double n; };
enum { COUNTS_MAX = 24 };
struct counts { struct count of[COUNTS_MAX]; size_t n; };       /* largest first */

struct window {
	double start, end, samples, valid, interval_s, clean_s, depth[2], avg_depth, bit_hours, bit_footage;
	double wob_zero;                /* klbf: what the gauge reads off bottom; NAN: unknown */
	const char *formation;          /* formation_estimate */
	const char *hold;               /* why rows were held back; NULL: none was */
	bool held_at_end;
	const json_t *suspect;          /* names of what is not to be trusted; NULL: not known */
	struct counts rejected, states; /* samples by reason, seconds by rig state */
	bool filtered;                  /* there was a `window` record */
	struct segment *segment;        /* by index */
	size_t segments, capacity;
	size_t joined;                  /* segments taken into the one before, kept behind the others */
	json_t *record;                 /* the `window` record; made here when there was none */
	enum campaign campaign;
};

/* The rows that no record closed: their number, first and last time (NAN: unknown) and median step (NAN below two). */
struct window_rows { double n, first, last, step; };

void window_clear(struct window *);     /* back to nothing; zero-initialise before the first use */
bool window_empty(const struct window *);
/* Takes a copy of a `segment`, `correlation` or `optimal` record; other types are left alone. False and a reason. */
bool window_take(struct window *, const char *type, const json_t *, char why[WINDOW_WHY]);
/* Closes the window by its record, or by its rows when record is NULL. False and a reason. */
bool window_close(struct window *, const json_t *record, const struct window_rows *, const struct identity *,
	char why[WINDOW_WHY]);
/* Joins each segment whose border is confounded to the one before; window_close() calls it. False when out of memory. */
bool window_join(struct window *);
/* The advice that stands ({wob,rpm,flow,since}) for the rock at the bit, as ml-optimal --carry says; NULL: none. */
const json_t *window_standing(const struct window *);
/* The words of one spelling: "recommend", "no_evidence_hold" ... */
const char *advice_name(enum advice);
#endif
