/*
 * explain.h - does a change of the settings explain a boundary of the d-exponent?
 *
 * The d-exponent is not free of weight and rotary speed where ROP does not follow them: the driller's step looks like
 * another rock. With medians on both sides: o = ln(d after / d before), e = the same with the ROP from before. e is what d
 * would do if ROP had not answered the settings at all, or (the second e) had followed rotary speed in proportion, but not
 * weight, as past the founder point. A boundary with e/o of a half or more says nothing of the rock.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H
#include <stdbool.h>
#include "segment.h"

/* The two sides of a boundary: n rows each, by their numbers in the window. */
struct sides { const size_t *before, *after; size_t n_before, n_after; };

/* From ROP ft/h, rotary speed at the bit rpm, weight klbf and bit diameter in: d = log10(R/60N) / log10(12W/10^6 D) (Jorden and
 * Shirley 1966). NAN outside the range of the formula. */
double explain_d(double rop, double rpm, double wob, double diameter);
/* The larger e/o; NAN where a channel is missing on a side, or out of memory. */
double explain_share(const struct segment_rows *, const struct sides *);
/* Whether another witness says that the rock did change: the median of gamma ray differs by 10 API and twice the spread within
 * the sides, or most of the samples name another lithology. */
bool explain_rock_agrees(const struct segment_rows *, const struct sides *);
/* The lithology that more than half of the named samples have; -1 when none. */
long explain_lithology(const double *lithology, const size_t *row, size_t n);
#endif
