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
	enum mse_basis mse_basis;       /* at the end of the window; MSE_NONE: no MSE */
	const char *rpm_basis;          /* NULL: no RPM */
	double rev_gal;                 /* of the motor; NAN: none known */
	double block_klbf;              /* block weight, NAN: not learnt */
	double torque_offset, wob_zero; /* in use at the end, kft.lbf and klbf; NAN: none */
	bool bit_changed;               /* after a trip nobody has said which bit it is */
	const char *hold;               /* sentence of the last row that a hold kept out */
	bool partial;
};
/* New reference; NULL when out of memory. */
json_t *record_window(const struct window *, const struct record_about *);
#endif
