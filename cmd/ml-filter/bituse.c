/* bituse.c - counts bit hours and footage; see bituse.h. */
#include "bituse.h"

#include <math.h>
#include <string.h>

static const double begin_s = 60;       /* a start so close to the first row is a start in the data */

static bool differ(double a, double b)
{
	return isnan(a) ? !isnan(b) : !(a == b);
}

bool bit_use_is_other(const struct bit *a, const struct bit *b)
{
	return strcmp(a->run, b->run) != 0 || strcmp(a->kind, b->kind) != 0 || differ(a->start_ts, b->start_ts) ||
		differ(a->start_depth_ft, b->start_depth_ft) || differ(a->diameter_in, b->diameter_in);
}

void bit_use_begin(struct bit_use *u, const struct bit *bit, double ts, bool begins)
{
	bool undated = isnan(bit->start_ts);

	begins = begins || bit->start_ts >= ts - begin_s;
	*u = (struct bit_use){ .hours = NAN, .footage = NAN, .from = NAN };
	if (begins || undated)
		u->hours = begins && isnan(bit->hours) ? 0 : bit->hours;
	if (isfinite(bit->start_depth_ft)) {
		u->footage = isnan(bit->footage) ? 0 : bit->footage;
		u->from = bit->start_depth_ft;
	} else if (begins || undated) {
		u->footage = begins && isnan(bit->footage) ? 0 : bit->footage;
		u->from_here = true;
	}
}

void bit_use_resume(struct bit_use *u, double hours, double footage, double deepest)
{
	u->hours = hours;
	u->seconds = 0;
	if (isnan(footage))
		return;
	u->footage = footage;
	u->from = deepest;
	u->from_here = isnan(deepest);
}

void bit_use_add(struct bit_use *u, double dt, bool drilling, double deepest)
{
	if (u->from_here && isfinite(deepest)) {
		u->from = deepest;
		u->from_here = false;
	}
	if (drilling && dt > 0)
		u->seconds += dt;
}

double bit_use_hours(const struct bit_use *u)
{
	return u->hours + u->seconds / 3600;
}

double bit_use_footage(const struct bit_use *u, double deepest)
{
	if (u->from_here)
		return u->footage;
	return u->footage + fmax(deepest - u->from, 0);
}
