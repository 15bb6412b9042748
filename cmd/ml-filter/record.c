/* record.c - the `window` record, keys in the order of mlstream(5). */
#include "record.h"

#include <math.h>

#include "derive.h"
#include "json.h"
#include "quarantine.h"

static json_t *rejected(const struct window *w)
{
	json_t *o = json_object();
	bool fine = o;

	for (int i = 0; fine && i < REASONS; i++)
		if (i != REASON_QUARANTINE || w->rejected[i])
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

static json_t *suspect(const struct window *w, bool bit_changed)
{
	static const char *const name[] = { "torque_suspect", "spp_suspect", "flow_suspect", "bit_below_hole", "bit_changed" };
	json_t *a = names(name, 5, (window_torque_suspect(w) ? 1u : 0) | (window_spp_suspect(w) ? 2u : 0) |
		(window_flow_suspect(w) ? 4u : 0) | (window_bit_below_hole(w) ? 8u : 0) | (bit_changed ? 16u : 0));
	json_t *columns = w->suspect ? quarantine_names(w->suspect) : NULL;
	struct slip slip;

	if (a && w->suspect && (!columns || json_array_extend(a, columns) < 0)) {
		json_decref(a);
		a = NULL;
	}
	json_decref(columns);
	for (int k = 0; a && k < SLIP_CHANNELS; k++)
		if (slip_find(&w->slips, k, &slip) && json_array_append_new(a, json_sprintf("%s:%s?",
				channel_table[slip_channel[k]].name, slip.unit)) < 0) {
			json_decref(a);
			return NULL;
		}
	return a;
}

/* Seconds of valid rows by the basis of their MSE; null where there is no MSE. */
static json_t *seconds_by_basis(const struct window *w, enum mse_basis basis, double interval)
{
	json_t *o = basis == MSE_NONE ? json_null() : json_object();
	bool fine = o;

	for (int i = 0; fine && basis != MSE_NONE && i < MSE_BASES; i++)
		if (i != MSE_CCS && w->basis_rows[i])
			fine = json_put_number(o, mse_basis_names[i], (double)w->basis_rows[i] * interval);
	if (fine && basis != MSE_NONE && json_object_size(o) == 0 && w->valid)
		fine = json_put_number(o, mse_basis_names[basis], (double)w->valid * interval);
	if (fine)
		return o;
	json_decref(o);
	return NULL;
}

/* Seconds in which each was found; null where it could not be judged at all. */
static json_t *dysfunction(const struct window *w, double interval)
{
	json_t *o = json_object();
	bool fine = o;

	for (int i = 0; fine && i < DYSFUNCTIONS; i++)
		fine = json_put_number(o, dysfunction_names[i], w->screened[i] ? (double)w->dysfunction[i] * interval : NAN);
	if (fine)
		return o;
	json_decref(o);
	return NULL;
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

/* Only in a window that had a hold, so that the record of any other stays as it was. */
static bool put_hold(json_t *o, const struct window *w, const char *words)
{
	return w->rejected[REASON_QUARANTINE] == 0 ||
		(json_put_text(o, "hold", words) && json_put(o, "held_at_end", json_boolean(w->held_at_end)));
}

json_t *record_window(const struct window *w, const struct record_about *about)
{
	double step = steps_median(&w->steps), interval = step > 0 ? step : about->interval;
	double second = interval > 0 ? interval : 1;
	enum mse_basis basis = about->mse_basis == MSE_NONE ? MSE_NONE : window_mse_basis(w, about->mse_basis);
	const struct depths *d = w->valid_depth.n ? &w->valid_depth : &w->all_depth;
	json_t *o = json_object();

	if (o && json_put_text(o, "type", "window") && json_put_number(o, "start", w->start) &&
	    json_put_number(o, "end", w->end) && json_put_number(o, "samples", (double)w->samples) &&
	    json_put_number(o, "valid", (double)w->valid) && json_put(o, "rejected", rejected(w)) &&
	    json_put(o, "untested", untested(about->untested)) &&
	    json_put_number(o, "duplicates", (double)w->duplicates) && json_put_number(o, "late", (double)w->late) &&
	    json_put_number(o, "gaps_s", w->gaps_s) && json_put(o, "stale", stale(w)) &&
	    json_put(o, "suspect", suspect(w, about->bit_changed)) &&
	    json_put(o, "rig_state_s", seconds_by_state(w, second)) &&
	    json_put(o, "depth_ft", d->n ? json_pair(d->low, d->high) : json_null()) &&
	    json_put_number(o, "avg_depth_ft", d->n ? d->sum / (double)d->n : NAN) &&
	    json_put_text(o, "formation_estimate", derive_hardness(w->d_n ? w->d_sum / (double)w->d_n : NAN)) &&
	    json_put_number(o, "bit_hours", w->bit_hours) && json_put_number(o, "bit_depth", w->bit_footage) &&
	    json_put_number(o, "interval_s", interval) &&
	    json_put_text(o, "mse_basis", basis == MSE_NONE ? NULL : mse_basis_names[basis]) &&
	    json_put_text(o, "rpm_basis", about->rpm_basis) && json_put(o, "partial", json_boolean(about->partial)) &&
	    json_put_number(o, "motor_rev_gal", about->rev_gal) && json_put_number(o, "block_klbf", about->block_klbf) &&
	    json_put(o, "mse_bases", seconds_by_basis(w, basis, second)) &&
	    json_put_number(o, "torque_offset_kft_lbf", about->torque_offset) &&
	    json_put(o, "dysfunction", dysfunction(w, second)) && json_put_number(o, "wob_zero_klbf", about->wob_zero) &&
	    put_hold(o, w, about->hold) &&
	    (w->slide_rows == 0 || json_put_number(o, "slide_s", (double)w->slide_rows * second)))
		return o;
	json_decref(o);
	return NULL;
}
