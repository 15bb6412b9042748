/*
 * drilling.h - the samples of one drill mode out of a segment: sliding and rotating are never mixed, for they differ in
 * everything that is compared (TSPP3: median MSE 4.6 against 22.2 kpsi).
 */
#ifndef DRILLING_H
#define DRILLING_H
#include "block.h"

enum drill_mode { MODE_ROTARY, MODE_SLIDE, MODES };
extern const char *const drill_mode_names[MODES];

/* What the column rpm is. rev_gal: of the motor, rev/gal; NAN: none or unknown. */
struct rpm_source { bool is_bit; double rev_gal; };
/* RPM at surface, which the driller sets, and at the bit. */
double rpm_at_surface(const struct rpm_source *, double rpm, double flow);
double rpm_at_bit(const struct rpm_source *, double rpm, double flow);

/* The usable samples of `mode` out of `all`, whose rpm is the column. mode_of: enum drill_mode of each sample, NAN where the
 * log does not say: slide below 5 rpm at surface. Samples that step back in time are left out. The arrays of *out lie in the
 * returned buffer, to be freed; NULL when out of memory. */
double *drilling_pick(const struct drilling *all, const double *mode_of, const struct rpm_source *, enum drill_mode mode,
	struct drilling *out);
#endif
