/*
 * summary.h - what a result says in words: the plan's messages and summary, the reason, the suggestion.
 *
 * Words and units are the plan's (klbs, ft/hr, gpm), whatever the crew's display units are: these texts are stored and are
 * read by programs too. Each function appends to a text.
 */
#ifndef SUMMARY_H
#define SUMMARY_H
#include "text.h"
#include "verdict.h"

/* What every text for people says. */
extern const char summary_notice[];

/* The plan's line on a failure: "Insufficient data: 211 samples (need 360)". */
void summary_message(struct text *, const struct window *, const struct outcome *);
/* The reason in it, of not_applicable and all_data_rejected. */
void summary_reason(struct text *, const struct window *, const struct outcome *);
/* What to do about a failure; nothing when there is nothing to do. */
void summary_suggestion(struct text *, const struct window *, const struct outcome *, const struct levels *);
/* The summary_text of a success. */
void summary_success(struct text *, const struct window *, const struct outcome *, const struct identity *);

const char *summary_failure_name(enum failure);         /* "insufficient_data" */
const char *summary_action_name(enum action);           /* "change" */
const char *summary_confidence_name(enum confidence);   /* "High" */
const char *summary_confidence_text(enum confidence);   /* "HIGH confidence", as the plan has it */
const char *summary_evidence(const struct optimal *);   /* "strong"; "not tested" for the plan's rule */
/* The settings a success is about: the best point of a change, else present practice. */
struct setting summary_setting(const struct outcome *);
/* "hard by d-exponent (plan's class: Hard Sandstone), not lithology"; name: from tops or lithology, may be NULL. */
void summary_formation(struct text *, const char *formation, const char *name);
/* The short form for lists, without the plan's class: "hard by d-exponent". */
void summary_hardness(struct text *, const char *formation, const char *name);
/* "GOOD efficiency (within this window)". */
void summary_rating(struct text *, const char *rating);
/* Why ml-optimal does not go further, from its limited_by; nothing when that is NULL. */
void summary_limit(struct text *, const char *limited_by);
/* "WOB shows r=0.62 correlation with ROP (p=0.003)". */
void summary_finding(struct text *, const struct pair *);
void summary_p(struct text *, double p);                /* p=0.060; p=1.2e-05 below 0.0005 */
void summary_duration(struct text *, double seconds);   /* 45 s, 38 min, 2.5 h */
void summary_percent(struct text *, double fraction);   /* +12% */
/* That WOB is in the driller's gauge, and by how much it is off, where that is 1 klbf or more. */
void summary_gauge(struct text *, const struct window *);
/* Channels whose values were not used; nothing when there are none. */
void summary_suspects(struct text *, const struct window *);
/* What the trial is, from the `optimal` record, else the general one. */
void summary_trial(struct text *, const struct segment *);
#endif
