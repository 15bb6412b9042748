/*
 * record.h - the `optimal` record from what a method found.
 */
#ifndef RECORD_H
#define RECORD_H
#include <jansson.h>
#include "optimal.h"
#include "policy.h"

/* What a method does not know. NULL and NAN: not said. */
struct record_about {
	long segment;
	const char *method, *drill_mode, *rpm_basis, *mse_basis;
	double high_s;                  /* clean seconds of high confidence */
	double windows;                 /* whose blocks were used */
	const struct policy *policy;    /* of --carry: the advice that stands */
};
/* New reference; NULL when out of memory. */
json_t *record_optimal(const struct optimal *, const struct record_about *);
#endif
