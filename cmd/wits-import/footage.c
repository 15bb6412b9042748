/*
 * footage.c - see footage.h.
 */
#include "footage.h"

#include <math.h>
#include <stdbool.h>

#include "json.h"
#include "when.h"

static const double millisecond = 1e-3;

void footage_init(struct footage *f, double start, double highest_rop)
{
	*f = (struct footage){ .highest_rop = highest_rop, .seconds = start, .deepest = NAN, .rop = NAN };
}

static double rounded(double seconds)
{
	return round(seconds * 1000) / 1000;
}

/* Sums in seconds and rounds only what is given out, so that a thousand rows do not add up a thousand roundings. */
static void advance(struct footage *f, double depth)
{
	double ts;

	f->last_step = depth - f->deepest;
	f->seconds += f->last_step / f->rop * 3600;
	ts = rounded(f->seconds);
	f->ts = ts > f->ts ? ts : rounded(f->ts + millisecond);
	f->deepest = depth;
}

enum footage_result footage_next(struct footage *f, double depth, double rop)
{
	bool good = rop > 0 && rop <= f->highest_rop;

	if (!isfinite(depth)) {
		f->no_depth++;
		return FOOTAGE_NONE;
	}
	if (isnan(f->deepest) && !good) {
		f->before++;
		return FOOTAGE_NONE;
	}
	if (depth < f->deepest) {
		f->back++;
		return FOOTAGE_NONE;
	}
	if (depth <= f->deepest)
		return FOOTAGE_SAME;
	if (good)
		f->rop = rop;
	else
		f->held++;
	if (!isnan(f->deepest)) {
		advance(f, depth);
		return FOOTAGE_TIME;
	}
	f->deepest = depth;
	f->last_step = 0;
	f->ts = rounded(f->seconds);
	return FOOTAGE_TIME;
}

json_t *footage_object(double start)
{
	struct text how = { 0 };
	json_t *made = json_object();
	char when[WHEN_LEN];
	bool fine;

	when_iso(start, when);
	text_format(&how, "footage over ROP from %s", when);
	fine = json_put_text(made, "ts", text_view(&how)) && json_put_text(made, "bit_depth_ft", "hole depth") && !how.failed;
	text_free(&how);
	if (fine)
		return made;
	json_decref(made);
	return NULL;
}
