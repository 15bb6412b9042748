/*
 * show.h - quantities and names as a crew reads them: in field units or in metric ones, nothing that drives a terminal.
 */
#ifndef SHOW_H
#define SHOW_H
#include <stdbool.h>
#include "text.h"
#include "unit.h"

/* How a quantity is shown: its unit in either system, and decimals. */
struct show {
	enum quantity quantity;
	const char *field, *metric;     /* as written */
	int decimals, metric_decimals;
	const char *suffix;             /* of the metric unit, in unit.h */
	double scale;                   /* of the field unit: 1000 for kpsi */
};
extern const struct show show_wob, show_rpm, show_flow, show_rop, show_depth, show_mse;

/* v in the unit that is shown, not rounded. */
double show_value(const struct show *, double v, bool metric);
/* The number alone; v is in the base unit (klbf, rpm, gpm, ft/h, ft, psi). */
void show_number(struct text *, const struct show *, double v, bool metric);
const char *show_unit(const struct show *, bool metric);
/* "WOB 24.0 klbf", "WOB unknown". */
void show_named(struct text *, const char *name, const struct show *, double v, bool metric);
/* A line whose control characters, those of one byte and those of two (U+0080 to U+009F), are `?`: a name out of the data
 * must neither drive the terminal nor begin a line of its own. */
void show_clean(struct text *, const char *s, size_t len);
#endif
