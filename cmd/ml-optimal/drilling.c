/* drilling.c - the samples of one drill mode; see drilling.h. */
#include "drilling.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

const char *const drill_mode_names[MODES] = { "rotary", "slide" };

static const double SLIDE_RPM = 5;      /* below it the string does not turn */

enum { ARRAYS = 15 };

double rpm_at_surface(const struct rpm_source *source, double rpm, double flow)
{
	return source->is_bit && isfinite(source->rev_gal) ? fmax(0, rpm - source->rev_gal * flow) : rpm;
}

double rpm_at_bit(const struct rpm_source *source, double rpm, double flow)
{
	return !source->is_bit && isfinite(source->rev_gal) ? rpm + source->rev_gal * flow : rpm;
}

static bool usable(const struct drilling *all, size_t i, double rpm, double last)
{
	return isfinite(all->wob[i]) && isfinite(rpm) && all->rop[i] > 0 && isfinite(all->rop[i]) && all->ts[i] > last;
}

/* fmax() drops a NAN: a surface speed that needs a flow which is missing stays unknown. */
static double surface(const struct rpm_source *source, const struct drilling *all, size_t i)
{
	return source->is_bit && isfinite(source->rev_gal) && !isfinite(all->flow[i]) ? (double)NAN :
		rpm_at_surface(source, all->rpm[i], all->flow[i]);
}

double *drilling_pick(const struct drilling *all, const double *mode_of, const struct rpm_source *source,
	enum drill_mode mode, struct drilling *out)
{
	size_t size = all->n + 1, n = 0;
	double *store = size > SIZE_MAX / ARRAYS / sizeof *store ? NULL : malloc(ARRAYS * size * sizeof *store), *a[ARRAYS];
	const double *from[] = { all->ts, all->wob, all->wob_true, all->flow, all->rop, all->torque, all->depth, all->spp,
		all->diff, all->mse, all->ccs, all->d, all->gamma };
	enum { SAME = sizeof from / sizeof *from };
	double last = -HUGE_VAL;
	bool any_mse = false;

	if (!store)
		return NULL;
	for (int k = 0; k < ARRAYS; k++)
		a[k] = store + (size_t)k * size;
	for (size_t i = 0; i < all->n; i++) {
		double rpm = surface(source, all, i);
		double is = isfinite(mode_of[i]) ? mode_of[i] : rpm < SLIDE_RPM ? MODE_SLIDE : MODE_ROTARY;

		if (!usable(all, i, rpm, last) || (int)is != (int)mode)
			continue;
		last = all->ts[i];
		for (int k = 0; k < SAME; k++)
			a[k][n] = from[k] ? from[k][i] : (double)NAN;
		a[SAME][n] = rpm;
		a[SAME + 1][n] = rpm_at_bit(source, all->rpm[i], all->flow[i]);
		any_mse = any_mse || isfinite(all->mse[i]);
		n++;
	}
	*out = (struct drilling){ .n = n, .ts = a[0], .wob = a[1], .wob_true = a[2], .flow = a[3], .rop = a[4], .torque = a[5],
		.depth = a[6], .spp = a[7], .diff = a[8], .mse = any_mse ? a[9] : NULL,
		.ccs = a[10], .d = a[11], .gamma = a[12], .rpm = a[SAME],
		.bit_rpm = a[SAME + 1], .diameter_in = all->diameter_in };
	return store;
}
