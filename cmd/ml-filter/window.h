/*
 * window.h - where windows begin and end, and what is counted in one.
 *
 * A window is [start, end). Times are Unix s, depths ft. "Seconds" are rows x the median step, but for gaps_s, which are
 * measured.
 */
#ifndef WINDOW_H
#define WINDOW_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "dysfunction.h"
#include "quality.h"
#include "unitslip.h"

/* Ends are origin + k x every. length 0: one window over everything. */
struct grid { double length, every, origin; };
/* The first end after ts (HUGE_VAL with length 0). */
double grid_end_after(const struct grid *, double ts);
/* Whether ts lies in the window that ends at `end` (it may not where every > length). */
bool grid_holds(const struct grid *, double end, double ts);

/* Steps between samples, by the millisecond. */
struct steps { int32_t *ms; uint64_t *count; size_t n, capacity, hit; uint64_t total; };
bool steps_add(struct steps *, double seconds);         /* false when out of memory */
double steps_median(const struct steps *);              /* s; NAN when there is none */
void steps_clear(struct steps *);
void steps_free(struct steps *);

/* Where the torque of MSE comes from; what MSE_CCS says is of efficiency: the rock's strength is measured. */
enum mse_basis { MSE_SURFACE, MSE_LESS_OFFBOTTOM, MSE_MOTOR_DP, MSE_ESTIMATED, MSE_CCS, MSE_UNKNOWN, MSE_BASES,
	MSE_NONE = MSE_BASES };
extern const char *const mse_basis_names[MSE_BASES];
enum mse_basis mse_basis_parse(const char *);   /* MSE_NONE when it is none, or NULL */

/* What a row adds to its window: kept for the rows of an overlap. */
struct facts {
	double ts, step;                /* s since the row before; NAN for the first */
	double depth, d_exp;            /* hole depth, else bit depth */
	uint8_t reason, state, stale;   /* enum reason, enum rig_state, set of stale channels */
	bool torque_tested, torque_bad; /* reached the MSE test; failed it or had no positive torque */
	bool flowing, spp_working;      /* pumps on with a standpipe pressure read; a working one */
	bool below_hole;                /* the bit reads well below the bottom of the hole */
	bool cuts_dry;                  /* drills ahead without flow */
	bool slides;                    /* drills while the string stands still */
	bool drills;                    /* counts among what the units are judged by */
	bool ccs;                       /* has an efficiency by a log of the rock's strength */
	uint8_t basis;                  /* enum mse_basis */
	uint8_t screened, dysfunction;  /* sets of enum dysfunction: could be judged; were found */
	uint64_t suspect;               /* set of enum channel that a `set` record says are not to be used */
	float slip[SLIP_CHANNELS];
};
struct depths { double low, high, sum; uint64_t n; };
struct window {
	bool open;
	double start, end;
	double first_ts, last_ts;       /* NAN: no row yet */
	uint64_t samples, valid, rejected[REASONS], state_rows[RIG_STATES], slide_rows, duplicates, late;
	double gaps_s;
	struct steps steps;
	struct depths valid_depth, all_depth;
	double d_sum;
	uint64_t d_n;
	unsigned stale;
	uint64_t torque_tested, torque_bad, flowing, spp_working, below_hole, cuts_dry;
	uint64_t basis_rows[MSE_BASES]; /* of valid rows; at MSE_CCS those with such an efficiency, counted at their basis too */
	uint64_t screened[DYSFUNCTIONS], dysfunction[DYSFUNCTIONS];
	struct slip_counts slips;
	uint64_t suspect;               /* of any row */
	bool held_at_end;               /* the last row was under a hold */
	double bit_hours, bit_footage;  /* at start; NAN: unknown */
};
void window_open(struct window *, double start, double end);   /* keeps the memory of the one before */
bool window_add(struct window *, const struct facts *);        /* false when out of memory */
/* The part of a gap [from, to) that lies in the window. */
void window_gap(struct window *, double from, double to);
void window_free(struct window *);
bool window_torque_suspect(const struct window *);      /* torque <= 0 or MSE out of its limits in over 5 % of rows on bottom */
bool window_spp_suspect(const struct window *);         /* with the pumps on its median is no working pressure */
bool window_bit_below_hole(const struct window *);      /* over 1 % of rows */
bool window_flow_suspect(const struct window *);        /* drills ahead without flow in over 1 % of rows */
/* The basis of most valid rows; unknown when it is of any; `present` when there is no valid row. */
enum mse_basis window_mse_basis(const struct window *, enum mse_basis present);
#endif
