/*
 * record.h - the `window` record from what was counted.
 */
#ifndef RECORD_H
#define RECORD_H
#include <jansson.h>
#include "window.h"

/* What a window's counts do not say. */
struct record_about {
	const bool *untested;           /* REASONS flags */
	double interval;                /* s, where the window has too few rows to say; NAN: unknown */
	const char *mse_basis;          /* NULL: no MSE */
	const char *rpm_basis;          /* NULL: no RPM */
	double rev_gal;                 /* of the motor; NAN: none known */
	double block_klbf;              /* block weight, NAN: not learnt */
	bool partial;
};
/* New reference; NULL when out of memory. */
json_t *record_window(const struct window *, const struct record_about *);
#endif
