/*
 * verdict.h - which result a window has: success or one of the plan's five failures, by one order of tests.
 *
 *   not_applicable (campaign idle; no data; held; no drilling; nobody analysed it) > all_data_rejected > insufficient_data >
 *   unstable_formation > by the verdict of ml-optimal and the significant pairs of the segment
 *
 * A window is held when a `set` record held its last row back, or when no row is valid and most of them were held back.
 * The headline is the window's last segment if it has enough clean time (it is the rock at the bit), else the largest,
 * marked historical. Pure functions of what window.h holds.
 */
#ifndef VERDICT_H
#define VERDICT_H
#include "window.h"

/* Clean drilling time in seconds: below low nothing is said; from it on the plan's levels of confidence. */
struct levels { double low_s, medium_s, high_s; };
extern const struct levels levels_default;              /* 360, 900, 1800 */

enum failure {
	FAILURE_NONE, FAILURE_NOT_APPLICABLE, FAILURE_ALL_REJECTED, FAILURE_INSUFFICIENT, FAILURE_UNSTABLE,
	FAILURE_NO_CORRELATION
};
enum cause {
	CAUSE_NONE,
	CAUSE_IDLE, CAUSE_NO_DATA, CAUSE_HELD, CAUSE_NO_DRILLING, CAUSE_NO_ANALYSIS,    /* of not_applicable */
	CAUSE_CLEAN_TIME, CAUSE_BLOCKS, CAUSE_USABLE                            /* of insufficient_data */
};
enum action { ACTION_NONE, ACTION_CHANGE, ACTION_HOLD, ACTION_TEST };
enum confidence { CONFIDENCE_INSUFFICIENT, CONFIDENCE_LOW, CONFIDENCE_MEDIUM, CONFIDENCE_HIGH };

struct outcome {
	enum failure failure;
	enum cause cause;
	enum action action;             /* of a success */
	enum confidence confidence;
	const struct segment *segment;  /* what it rests on; NULL: the window as a whole */
	bool historical;                /* that segment is not the rock at the bit any more */
	double valid_samples, required; /* insufficient_data; required is a whole number */
	size_t segment_count;           /* unstable_formation */
	double max_segment_size;
	double best_p;                  /* smallest p of the pairs that could be findings; NAN: none was tested */
};

/* NULL when the window has no segments. */
const struct segment *verdict_headline(const struct window *, const struct levels *, bool *historical);
struct outcome verdict_window(const struct window *, const struct levels *);
struct outcome verdict_segment(const struct window *, const struct segment *, const struct levels *);
enum confidence verdict_confidence(double clean_s, const struct levels *);
/* The strongest significant pair that is a finding (smallest p, then largest |r|), NULL when there is none. */
const struct pair *verdict_finding(const struct segment *);
/* For qsort: strongest first; equal ones keep no order of their own, so compare the names last. */
int verdict_compare_pairs(const void *, const void *);
/* True when the settings differ by at least 1 klbf, 5 rpm or 8 % of the flow: less is no change for a driller. */
bool verdict_differs(const struct setting *, const struct setting *);
#endif
