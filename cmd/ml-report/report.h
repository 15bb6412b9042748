/*
 * report.h - the report of one window as JSON, keys in the order of the design, the names of the plan.
 */
#ifndef REPORT_H
#define REPORT_H
#include <jansson.h>
#include "verdict.h"

/* The last good report on this rock, for `fallback`: its key and the report; both NULL when there is none. */
struct last_good { const char *key; const json_t *report; };

/* The whole report (new reference), NULL when out of memory. */
json_t *report_build(const struct window *, const struct outcome *, const struct identity *, const struct levels *,
	const struct last_good *);
/* The rock a failure's last good report should be of: that of its segment, else the last one's; NULL when unknown. */
const char *report_rock(const struct window *, const struct outcome *);
#endif
