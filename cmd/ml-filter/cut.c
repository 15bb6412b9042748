/* cut.c - windows opened and closed; see cut.h. */
#include "cut.h"

#include <math.h>
#include <string.h>

#include "carry.h"
#include "record.h"

static const double gap_s = 60;         /* a longer step is a gap */

void out_of_memory(void)
{
	die(EX_OSERR, "out of memory");
}

static double interval_now(const struct filter *f)
{
	double step = steps_median(&f->window.steps);

	return step > 0 ? step : f->interval > 0 ? f->interval : f->identity.interval_s;
}

/* Once a channel: a unit that cannot be right spoils every window in the same way. */
static void warn_of_units(struct filter *f)
{
	struct slip slip;

	for (int k = 0; k < SLIP_CHANNELS && !f->c.o.quiet; k++) {
		if (f->slip_said[k] || !slip_find(&f->window.slips, k, &slip))
			continue;
		f->slip_said[k] = true;
		warning("%s: its median while drilling is %.3g, but rigs drill with %g to %g; it may be in %s (times %.4g)",
			channel_table[slip_channel[k]].name, slip.median, slip.low, slip.high, slip.unit, slip.factor);
	}
}

static void close_window(struct filter *f, double end, bool partial)
{
	struct record_about about = { .untested = f->plan.untested, .interval = interval_now(f),
		.mse_basis = f->plan.mse_basis, .rpm_basis = f->plan.rpm_basis,
		.rev_gal = track_rev_gal(&f->track, &f->identity.bit), .block_klbf = track_block_weight(&f->track, &f->plan),
		.torque_offset = track_torque_offset(&f->track, &f->plan), .wob_zero = track_wob_zero(&f->track, &f->plan),
		.bit_changed = f->track.trip.changed, .hold = f->quarantine.last, .partial = partial };

	if (f->plan.has[CH_MSE] && about.mse_basis != MSE_UNKNOWN)
		about.mse_basis = f->plan.given_basis;
	f->interval = about.interval;
	f->window.end = end;
	cmd_write_record(&f->c, record_window(&f->window, &about));
	warn_of_units(f);
	f->window.open = false;
	f->windows++;
	if (f->set.state)
		carry_save(f, end);
}

static void replay(struct filter *f)
{
	for (size_t i = 0; i < f->hold.n; i++) {
		const struct held_row *row = &f->hold.row[i];
		if (i == 0) {
			f->window.bit_hours = row->hours;
			f->window.bit_footage = row->footage;
		}
		if (row->facts.step > gap_s)
			window_gap(&f->window, row->facts.ts - row->facts.step, row->facts.ts);
		if (!window_add(&f->window, &row->facts))
			out_of_memory();
		if (row->len)
			cmd_check(&f->c, stream_out_raw(f->c.out, f->hold.text.s + row->at, row->len, NULL, 0));
	}
}

void cut_open(struct filter *f, double end, double ts)
{
	double start = f->grid.length > 0 ? end - f->grid.length : isfinite(f->set.since) ? f->set.since : ts;

	if (start < f->split)
		start = f->split;
	if (start < f->set.since)
		start = f->set.since;
	window_open(&f->window, start, end);
	f->window.bit_hours = bit_use_hours(&f->track.bit_use);
	f->window.bit_footage = bit_use_footage(&f->track.bit_use, f->track.rig.deepest);
	f->fresh = 0;
	f->windows_began = true;
	if (isfinite(f->gap_from))
		window_gap(&f->window, f->gap_from, f->gap_to);
	replay(f);
}

void cut_advance(struct filter *f, double ts)
{
	if (f->both && !f->windows_began)
		cut_open(f, grid_end_after(&f->grid, f->set.since), f->set.since);
	while (f->window.open && ts >= f->window.end) {
		double next = f->window.end + f->grid.every;
		close_window(f, f->window.end, false);
		hold_drop_before(&f->hold, next - f->grid.length);
		if (f->hold.n > 0 || (f->both && next <= f->set.until))
			cut_open(f, next, ts);
	}
}

void cut_gap(struct filter *f, double ts)
{
	double from = isfinite(f->last_ts) ? f->last_ts : f->set.since;

	f->gap_from = f->gap_to = NAN;
	if (ts - from > gap_s) {
		f->gap_from = from;
		f->gap_to = ts;
	} else if (isfinite(f->said_from)) {
		f->gap_from = f->said_from;
		f->gap_to = fmin(f->said_to, ts);
	}
	f->said_from = f->said_to = NAN;
	if (isfinite(f->gap_from))
		window_gap(&f->window, f->gap_from, f->gap_to);
}

void cut_finish(struct filter *f)
{
	struct window *w = &f->window;
	bool until = f->both || f->done;

	if (until)
		cut_gap(f, f->set.until);
	if (f->both)
		cut_advance(f, f->set.until);
	if (!w->open || (w->samples == 0 && isfinite(w->end)) || (f->fresh == 0 && w->samples > 0)) {
		w->open = false;
		return;
	}
	double step = interval_now(f), last = until ? f->set.until : f->last_ts + (step > 0 ? step : 1);
	bool partial = isfinite(w->end) && last < w->end;
	close_window(f, fmin(last, w->end), partial);
}

void cut_split(struct filter *f, double ts)
{
	double end;

	if (!(ts > f->last_ts))         /* said late, or without a time: right after the last row */
		ts = f->last_ts + (interval_now(f) > 0 ? interval_now(f) : 1);
	if (!f->warm)
		cut_advance(f, ts);
	end = f->window.end;
	if (f->window.open && f->fresh > 0)
		close_window(f, fmin(ts, end), false);
	hold_clear(&f->hold);
	f->split = ts;
	if (f->both && f->windows_began && end > ts && end <= f->set.until)
		cut_open(f, end, ts);
	else
		f->window.open = false;
}
