/*
 * schedule.h - which windows a series of reports lacks, by its own spacing.
 *
 * The interval at a gap is the larger of the shortest step in the three before and in the three after it (at the first and last
 * step: the one next to it). So an outage, or several, stands out, and a change of the interval does not look like one. A gap of
 * more than one and a half intervals lacks windows.
 */
#ifndef SCHEDULE_H
#define SCHEDULE_H
#include <stddef.h>

struct schedule { size_t present, missing; double interval; };  /* interval, s: the median step; NAN when there is none */

/* Of n window ends (Unix s, ascending; equal ones are one). Those missing from `from` on before the first, and up to `to` after
 * the last, count, too; NAN: do not look there. The first `max` missing ones go to at, ascending. */
struct schedule schedule_look(const double *end, size_t n, double from, double to, double *at, size_t max);
#endif
