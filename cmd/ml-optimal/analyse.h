/*
 * analyse.h - one segment from its samples to an answer: drill mode, blocks, what is carried, method, policy.
 */
#ifndef ANALYSE_H
#define ANALYSE_H
#include <stdbool.h>
#include "carry.h"
#include "conf.h"
#include "drilling.h"
#include "identity.h"
#include "optimal.h"
#include "record.h"
#include "reference.h"

struct analyse_settings {
	const struct optimal_method *method;
	struct composite_weights weights[CAMPAIGNS];
	const struct conf *conf;
	double high_s;                  /* clean seconds of high confidence */
	bool plain;
	struct carries *carries;        /* NULL: each window stands alone */
	struct references *references;  /* NULL: none are kept */
};
/* Of the window that a segment lies in. */
struct analyse_window {
	double start, end, interval;            /* Unix s, s */
	const char *rpm_basis, *mse_basis;      /* NULL: not said */
	double rev_gal;                         /* of the motor, as found; NAN: not said */
	bool bit_changed;                       /* a trip without a word of which bit went in */
	struct drilling all;                    /* all its samples, rpm as the column has it */
	const double *mode;                     /* of each; see drilling_pick() */
};
struct analyse_segment {
	long index;
	struct drilling all;                    /* of the segment */
	const double *mode;
	struct optimal_rows rows;               /* the same, for the plan's method */
	const struct identity *identity;
	const char *hardness;                   /* class by d-exponent; NULL: unknown */
};
/* Fills *o and *about. False when out of memory or a fit fails. */
bool analyse(const struct analyse_settings *, const struct analyse_window *, const struct analyse_segment *, struct optimal *o,
	struct record_about *about);
#endif
