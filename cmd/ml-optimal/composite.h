/*
 * composite.h - the plan's composite score: weights by campaign, normalisation, rating, confidence.
 */
#ifndef COMPOSITE_H
#define COMPOSITE_H

struct composite_weights { double rop, efficiency; };   /* each 0..1, together 1 */

/* Where v lies in low..high, 0..1 and cut off there; the range counts as at least `floor` wide, about its middle, and an
 * empty one gives 0.5. */
double composite_normalise(double v, double low, double high, double floor);
double composite_score(struct composite_weights, double rop, double efficiency);        /* of normalised values */
/* "GOOD efficiency": > 0.75, > 0.60, > 0.45, else poor; NULL when not finite. */
const char *composite_rating(double score);
/* The plan's level for so many seconds of clean drilling: "high" from high_s (1800 in the plan) on, "medium" from 900, "low"
 * from 360, else "insufficient". */
const char *composite_confidence(double seconds, double high_s);

enum { COMPOSITE_HIGH_S = 1800, COMPOSITE_MEDIUM_S = 900, COMPOSITE_LEAST_S = 360 };
#endif
