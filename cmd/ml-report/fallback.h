/*
 * fallback.h - what is left to say when there is no advice: physics, and the last good report.
 *
 * Physics is the MSE of present drilling against the best in this rock (Teale 1965): a ratio well over one is energy that does
 * not make hole. The best is what ml-optimal has seen, else that of the last good report where MSE is reckoned on the same basis.
 */
#ifndef FALLBACK_H
#define FALLBACK_H
#include "report.h"
#include "text.h"

struct fallback {
	double present, best;           /* psi; both NAN where one is unknown */
	bool by_report;                 /* the best is that of the last good report */
};

struct fallback fallback_find(const struct window *, const struct outcome *, const struct last_good *);
/* "present MSE of 52.0 kpsi is 1.8 times the best in this rock, 29.0 kpsi"; nothing when it is unknown. */
void fallback_words(struct text *, const struct fallback *);
/* Why there is neither physics nor a last good report. */
void fallback_reason(struct text *, const struct window *, const struct outcome *, const struct last_good *);
/* Whether an earlier report may be looked for, and of which rock: its class; NULL with *depth finite: what lies there (ft). */
bool fallback_rock(const struct window *, const struct outcome *, const char **formation, double *depth);
#endif
