/* cut.c - windows opened and closed; see cut.h. */
#include "cut.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "record.h"

static const double gap_s = 60;         /* a longer step is a gap */

void out_of_memory(void)
{
	die(EX_OSERR, "out of memory");
}

/* A run over rows that the state has seen long ago reads it and leaves it alone. */
static void save_state(struct filter *f, double ts)
{
	struct carried *s = &f->carried;

	if (isnan(f->last_ts) || f->last_ts < s->evidence_ts)
		return;
	if (bit_use_is_other(&s->bit, &f->identity.bit))
		s->marks = 0;
	carried_mark(s, ts, bit_use_hours(&f->track.bit_use), bit_use_footage(&f->track.bit_use, f->track.rig.deepest));
	memcpy(s->well, f->identity.well, sizeof s->well);
	s->bit = f->identity.bit;
	s->rpm = f->track.rpm;
	s->block = f->track.block;
	s->evidence_ts = f->last_ts;
	s->deepest = f->track.rig.deepest;
	s->deepest_ts = f->track.rig.deepest_ts;
	if (!state_save(f->set.state, s))
		die(errno == EACCES || errno == ENOENT || errno == ENOTDIR || errno == EISDIR || errno == EROFS ? EX_CANTCREAT :
			EX_IOERR, "cannot write %s: %s", f->set.state, strerror(errno));
}

static double interval_now(const struct filter *f)
{
	double step = steps_median(&f->window.steps);

	return step > 0 ? step : f->interval > 0 ? f->interval : f->identity.interval_s;
}

static void close_window(struct filter *f, double end, bool partial)
{
	struct record_about about = { .untested = f->plan.untested, .interval = interval_now(f),
		.mse_basis = f->plan.mse_basis, .rpm_basis = f->plan.rpm_basis,
		.rev_gal = track_rev_gal(&f->track, &f->identity.bit), .block_klbf = track_block_weight(&f->track, &f->plan),
		.partial = partial };

	f->interval = about.interval;
	f->window.end = end;
	cmd_write_record(&f->c, record_window(&f->window, &about));
	f->window.open = false;
	f->windows++;
	if (f->set.state)
		save_state(f, end);
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
