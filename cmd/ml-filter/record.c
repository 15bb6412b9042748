/* record.c - the `window` record, keys in the order of mlstream(5). */
#include "record.h"

#include <math.h>

#include "derive.h"
#include "json.h"

static json_t *rejected(const struct window *w)
{
	json_t *o = json_object();
	bool fine = o;

	for (int i = 0; fine && i < REASONS; i++)
		fine = json_put_number(o, reason_names[i], (double)w->rejected[i]);
	if (fine)
		return o;
	json_decref(o);
	return NULL;
}

static json_t *untested(const bool *off)
{
	json_t *a = json_array();

	for (int i = 0; a && i < REASONS; i++)
		if (off[i] && json_array_append_new(a, json_string(reason_names[i])) < 0) {
			json_decref(a);
			return NULL;
		}
	return a;
}

/* The names of the members of a set. */
static json_t *names(const char *const *name, int n, unsigned set)
{
	json_t *a = json_array();

	for (int i = 0; a && i < n; i++)
		if (set & 1u << i && json_array_append_new(a, json_string(name[i])) < 0) {
			json_decref(a);
			return NULL;
		}
	return a;
}

static json_t *stale(const struct window *w)
{
	static const char *const name[STALE_CHANNELS] = {
		"rop_ft_h", "wob_klbf", "torque_kft_lbf", "hookload_klbf", "spp_psi"
	};

	return names(name, STALE_CHANNELS, w->stale);
}

static json_t *suspect(const struct window *w)
{
	static const char *const name[] = { "torque_suspect", "spp_suspect", "flow_suspect", "bit_below_hole" };

	return names(name, 4, (window_torque_suspect(w) ? 1u : 0) | (window_spp_suspect(w) ? 2u : 0) |
		(window_flow_suspect(w) ? 4u : 0) | (window_bit_below_hole(w) ? 8u : 0));
}

static json_t *seconds_by_state(const struct window *w, double interval)
{
	json_t *o = json_object();
	bool fine = o;

	for (int i = 0; fine && i < RIG_STATES; i++)
		if (w->state_rows[i])
			fine = json_put_number(o, rig_state_names[i], (double)w->state_rows[i] * interval);
	if (fine)
		return o;
	json_decref(o);
	return NULL;
}

json_t *record_window(const struct window *w, const struct record_about *about)
{
	double step = steps_median(&w->steps), interval = step > 0 ? step : about->interval;
	const struct depths *d = w->valid_depth.n ? &w->valid_depth : &w->all_depth;
	json_t *o = json_object();

	if (o && json_put_text(o, "type", "window") && json_put_number(o, "start", w->start) &&
	    json_put_number(o, "end", w->end) && json_put_number(o, "samples", (double)w->samples) &&
	    json_put_number(o, "valid", (double)w->valid) && json_put(o, "rejected", rejected(w)) &&
	    json_put(o, "untested", untested(about->untested)) &&
	    json_put_number(o, "duplicates", (double)w->duplicates) && json_put_number(o, "late", (double)w->late) &&
	    json_put_number(o, "gaps_s", w->gaps_s) && json_put(o, "stale", stale(w)) && json_put(o, "suspect", suspect(w)) &&
	    json_put(o, "rig_state_s", seconds_by_state(w, interval > 0 ? interval : 1)) &&
	    json_put(o, "depth_ft", d->n ? json_pair(d->low, d->high) : json_null()) &&
	    json_put_number(o, "avg_depth_ft", d->n ? d->sum / (double)d->n : NAN) &&
	    json_put_text(o, "formation_estimate", derive_hardness(w->d_n ? w->d_sum / (double)w->d_n : NAN)) &&
	    json_put_number(o, "bit_hours", w->bit_hours) && json_put_number(o, "bit_depth", w->bit_footage) &&
	    json_put_number(o, "interval_s", interval) && json_put_text(o, "mse_basis", about->mse_basis) &&
	    json_put_text(o, "rpm_basis", about->rpm_basis) && json_put(o, "partial", json_boolean(about->partial)) &&
	    json_put_number(o, "motor_rev_gal", about->rev_gal) && json_put_number(o, "block_klbf", about->block_klbf))
		return o;
	json_decref(o);
	return NULL;
}
