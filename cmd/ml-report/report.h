/*
 * report.h - the report of one window as JSON, keys in the order of the design, the names of the plan.
 */
#ifndef REPORT_H
#define REPORT_H
#include <jansson.h>
#include "verdict.h"

/* The last good report on this rock, for `fallback`: its key and the report, NULL when there is none; looked: a store was asked;
 * by_depth: the rock is not known, and this is the report from where the hole is. */
struct last_good { const char *key; const json_t *report; bool looked, by_depth; };
/* What the configuration says of the well, for queries by likeness; NULL: nothing. */
struct report_tags { const char *well_type, *barrier_kind; };

/* The whole report (new reference), NULL when out of memory. */
json_t *report_build(const struct window *, const struct outcome *, const struct identity *, const struct levels *,
	const struct last_good *, const struct report_tags *);
#endif
