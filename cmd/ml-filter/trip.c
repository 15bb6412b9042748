/* trip.c - sees round trips; see trip.h. */
#include "trip.h"

#include <math.h>

static const double far_ft = 1000, far_part = 0.5;      /* off bottom; the lesser of the two */
static const double far_s = 60;         /* a bit depth that reads 0 for a moment is no trip */

void trip_init(struct trip *t)
{
	*t = (struct trip){ .far_since = NAN };
}

void trip_told(struct trip *t)
{
	t->away = t->changed = false;
	t->far_since = NAN;
}

bool trip_next(struct trip *t, double ts, double off, double hole, bool drills)
{
	bool back = drills && t->away;

	if (drills) {
		t->drilled = true;
		t->away = false;
		t->changed = t->changed || back;
		t->far_since = NAN;
		return back;
	}
	if (!(off > fmin(far_ft, far_part * hole)))
		t->far_since = NAN;
	else if (isnan(t->far_since))
		t->far_since = ts;
	else if (t->drilled && ts - t->far_since >= far_s)
		t->away = true;
	return false;
}
