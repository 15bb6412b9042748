/*
 * ml-filter - derives MSE, d-exponent and rig state, keeps the samples in which rock was drilled, cuts windows of time.
 *
 * Rows go out as soon as they are judged; a window's record follows when a row at or past its end is read. Nothing of a
 * window is held but its counts, unless windows overlap: then the rows of one window are.
 */
#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "carry.h"
#include "operands.h"

static const double warm_up_s = 1800;   /* read before --since, for the state of the rig */

/* ---- changes on the way ---- */

static void plan_rows(struct filter *f)
{
	f->plan.normal_mud = f->set.normal_mud;
	f->plan.ccs = f->set.ccs;
	f->plan.friction = f->set.friction;
	f->plan.block_weight = f->set.block_weight;
	f->plan.wob_zero = f->set.wob_zero;
	f->plan.torque_offset = f->set.torque_offset;
	f->plan.find_zero = f->set.find_zero;
	f->plan.find_offset = f->set.find_offset;
	f->plan.left_out = f->set.left_out;
	f->plan.quality.limits = settings_limits(&f->c);
	track_plan(&f->plan, f->set.no_derive, f->set.no_test, &f->identity.bit);
}

/* c.identity has changed by a `set` record: it holds from here on. */
static void change(struct filter *f, const json_t *set)
{
	const struct bit old = f->identity.bit, *new = &f->c.identity.bit;
	bool other = bit_use_is_other(&old, new);

	if (isfinite(f->last_ts))
		cut_split(f, json_get_number(set, "ts"));
	f->identity = f->c.identity;
	if (other && f->rows_began) {
		bit_use_begin(&f->track.bit_use, new, f->last_ts, true);
		f->resumes = false;
		f->window.bit_hours = bit_use_hours(&f->track.bit_use);
		f->window.bit_footage = NAN;
	}
	if (json_object_get(set, "bit"))
		trip_told(&f->track.trip);
	if (other || old.motor_rev_gal < new->motor_rev_gal || old.motor_rev_gal > new->motor_rev_gal)
		carry_basis(f);
	if (f->columns.header.n > 0)
		plan_rows(f);
	if (isnan(new->diameter_in) && isfinite(old.diameter_in) && !f->c.o.quiet)
		warning("a new bit of unknown diameter: MSE and d-exponent are empty from here on");
}

static void apply_runs(struct filter *f, const struct sample *s)
{
	char why[160];
	json_t *set;

	while (f->runs && (set = runs_due(f->runs, s->ts, s->hole))) {
		if (!identity_apply_set(&f->c.identity, set, why))
			die(EX_DATAERR, "%s: %s", f->set.runs, why);
		change(f, set);
		cmd_write_record(&f->c, set);
	}
}

/* ---- rows ---- */

static void write_row(struct filter *f, const struct outcome *o)
{
	char digits[DERIVED][NUM_LEN];
	struct field added[DERIVED + 1], raw = columns_raw(&f->c, &f->columns);
	int n = 0;

	for (int i = 0; i < DERIVED; i++) {
		if (!f->plan.derive[i])
			continue;
		if (i < DERIVED_RIG_STATE || i == DERIVED_WOB_CORR) {
			size_t len = num_format(i == DERIVED_WOB_CORR ? o->wob_corr : o->number[i], digits[i]);
			added[n++] = (struct field){ digits[i], len };
		} else {
			const char *s = i == DERIVED_RIG_STATE ? o->rig_state : o->drill_mode;
			added[n++] = (struct field){ s, strlen(s) };
		}
	}
	if (f->set.annotate) {
		const char *s = o->facts.reason < REASONS ? reason_names[o->facts.reason] : "";
		added[n++] = (struct field){ s, strlen(s) };
	}
	f->kept++;
	if (!f->holds) {
		cmd_check(&f->c, columns_differ(&f->columns) ? stream_out_raw(f->c.out, raw.text, raw.len, added, n) :
			stream_out_row(f->c.out, stream_row(f->c.in), added, n));
		return;
	}
	text_clear(&f->line);
	text_add(&f->line, raw.text, raw.len);
	for (int i = 0; i < n; i++) {
		text_put(&f->line, ',');
		text_add(&f->line, added[i].text, added[i].len);
	}
	if (f->line.failed)
		out_of_memory();
	cmd_check(&f->c, stream_out_raw(f->c.out, f->line.s, f->line.len, NULL, 0));
}

/* The first row of a stream: what had to wait for its time. */
static void begin_rows(struct filter *f, double ts)
{
	f->rows_began = true;
	if (isnan(f->grid.origin))
		f->grid.origin = ts;
	bit_use_begin(&f->track.bit_use, &f->identity.bit, ts, false);
	carry_well(f, ts);
	carry_mark(f, ts);
}

static void count_into_window(struct filter *f, const struct outcome *o, double hours, double footage)
{
	bool keep = f->set.annotate || o->facts.reason == REASON_NONE;

	if (!f->window.open)
		cut_open(f, grid_end_after(&f->grid, o->facts.ts), o->facts.ts);
	f->fresh++;
	if (f->fresh == 1 && f->window.samples == 0) {
		f->window.bit_hours = hours;
		f->window.bit_footage = footage;
	}
	if (!window_add(&f->window, &o->facts))
		out_of_memory();
	if (keep)
		write_row(f, o);
	if (f->holds) {
		struct held_row row = { .facts = o->facts, .hours = hours, .footage = footage };
		if (!hold_add(&f->hold, &row, keep ? f->line.s : NULL, f->line.len))
			out_of_memory();
	}
}

/* True when the row at ts is to be looked at: it is not late, not a duplicate, not before the warm-up or after --until. */
static bool in_order(struct filter *f, double ts)
{
	if (ts < f->last_ts) {
		f->window.late += f->window.open;
		return false;
	}
	if (ts <= f->last_ts) {
		f->window.duplicates += f->window.open;
		return false;
	}
	if (ts >= f->set.until) {
		f->done = true;
		return false;
	}
	return !(ts < f->set.since - warm_up_s);
}

/* A row under a hold: kept by no window, and nothing is learnt from it. */
static struct outcome held_row(struct filter *f, const struct sample *s)
{
	struct outcome o = { .rig_state = "", .drill_mode = "", .wob_corr = NAN };

	for (size_t i = 0; i < sizeof o.number / sizeof *o.number; i++)
		o.number[i] = NAN;
	o.facts = (struct facts){ .ts = s->ts, .step = s->ts - f->last_ts, .depth = NAN, .d_exp = NAN,
		.reason = REASON_QUARANTINE, .state = RIG_STATES, .basis = MSE_NONE };
	f->track.last_ts = s->ts;
	return o;
}

static void take_row(struct filter *f)
{
	struct sample s;

	if (f->done)
		return;
	f->read++;
	s.ts = columns_time(&f->c, &f->columns);
	if (!in_order(f, s.ts))
		return;
	columns_read(&f->c, &f->columns, &s);
	apply_runs(f, &s);
	if (!f->rows_began)
		begin_rows(f, s.ts);
	if (track_needs_diameter(&f->plan, &f->identity.bit) && f->warm)
		die(EX_USAGE, "MSE and d-exponent need the bit's diameter: add --bit-diameter IN (in the configuration [bit] "
			"diameter_in), or --no-derive mse_psi,d_exp,dxc");
	if (f->resumes && s.ts >= f->resume.ts) {
		bit_use_resume(&f->track.bit_use, f->resume.hours, f->resume.footage, f->track.rig.deepest);
		f->resumes = false;
	}
	double hours = bit_use_hours(&f->track.bit_use), footage = bit_use_footage(&f->track.bit_use, f->track.rig.deepest);
	bool counts = !(s.ts < f->set.since);
	if (counts) {
		cut_gap(f, s.ts);
		cut_advance(f, s.ts);
		f->warm = false;
	}
	bool held = quarantine_row(&f->quarantine);
	quarantine_mask(&f->quarantine, &s);
	f->columns.suspect = held ? 0 : f->quarantine.now.suspect;
	struct outcome o = held ? held_row(f, &s) : track_next(&f->track, &f->plan, &f->identity, &s);
	o.facts.suspect = f->columns.suspect;
	if (o.trip_ended && !f->c.o.quiet)
		warning("at %.0f the bit is back from a trip: a new bit? run ml-filter with --runs FILE, which says "
			"what went in; until then the basis of MSE is unknown", s.ts);
	f->last_ts = s.ts;
	if (counts && grid_holds(&f->grid, grid_end_after(&f->grid, s.ts), s.ts))
		count_into_window(f, &o, hours, footage);
}

/* ---- records, headers, streams ---- */

static void take_record(struct filter *f)
{
	const struct record *r = stream_record(f->c.in);
	char why[QUARANTINE_WHY];

	/* Windows are cut anew here: those of an earlier pass would close these a second time. */
	if (f->done || strcmp(r->type, "window") == 0) {
		enum mse_basis basis = mse_basis_parse(json_get_text(r->json, "mse_basis"));
		if (basis != MSE_NONE)
			f->plan.given_basis = basis;
		return;
	}
	if (strcmp(r->type, "set") == 0 && identity_set_is_repeat(&f->identity, r->json))
		return;         /* nothing is new, and the tools behind would cut at it */
	if (strcmp(r->type, "set") == 0) {
		if (!quarantine_set(&f->quarantine, r->json, why))
			cmd_bad(&f->c, NULL, "%s", why);
		f->told = f->told || json_object_get(r->json, "hold") || json_object_get(r->json, "suspect");
		if (!identity_set_is_doubt(r->json))
			change(f, r->json);
	} else if (strcmp(r->type, "gap") == 0) {
		double from = json_get_number(r->json, "start"), to = json_get_number(r->json, "end");
		if (to <= f->set.since)
			return;
		f->said_from = isfinite(f->said_from) ? fmin(f->said_from, from) : from;
		f->said_to = isfinite(f->said_to) ? fmax(f->said_to, to) : to;
	}
	cmd_pass(&f->c, STREAM_RECORD);
}

static void take_header(struct filter *f)
{
	const char *added[DERIVED + 1];
	int n = 0;

	if (f->columns.header.n > 0) {
		columns_later(&f->c, &f->columns);
		return;
	}
	columns_first(&f->c, &f->columns);
	memcpy(f->plan.has, f->columns.has, sizeof f->plan.has);
	plan_rows(f);
	for (int i = 0; i < DERIVED; i++)
		if (f->plan.derive[i])
			added[n++] = channel_table[derived_channel[i]].name;
	if (f->set.annotate && f->columns.has[CH_REJECT])
		die(EX_USAGE, "--annotate: %s has a column 'reject' already", stream_in_name(f->c.in));
	if (f->set.annotate)
		added[n++] = channel_table[CH_REJECT].name;
	cmd_write_header(&f->c, stream_in_header(f->c.in), added, n);
}

/* The `stream` record, with what options say; keys that we do not know stay. */
static void write_stream(struct filter *f)
{
	const json_t *came = stream_record(f->c.in)->json;
	json_t *record = identity_record(&f->c.identity);

	if (came) {
		json_t *all = json_deep_copy(came);
		if (!all || !record || json_object_update_recursive(all, record) < 0)
			out_of_memory();
		json_decref(record);
		record = all;
	}
	if (!record)
		out_of_memory();
	cmd_check(&f->c, stream_out_start(f->c.out, record));
	json_decref(record);
}

static void end_stream(struct filter *f)
{
	if (!f->opened)
		return;
	if (!f->rows_began && isfinite(f->set.since)) {         /* an hour without a row knows its bit as well */
		carry_mark(f, f->set.since);
		if (f->resumes)
			bit_use_resume(&f->track.bit_use, f->resume.hours, f->resume.footage, f->carried.deepest);
		f->track.rig.deepest = f->carried.deepest;
		f->track.rig.deepest_ts = f->carried.deepest_ts;
	}
	cut_finish(f);
	cmd_check(&f->c, stream_out_end(f->c.out));
	f->opened = false;
}

/* Whether a stream that opens goes on with the one before: bare input does, and one about the same well, bit and campaign. */
static bool goes_on(const struct filter *f)
{
	const struct identity *a = &f->identity, *b = &f->c.identity;

	return f->opened && (f->c.bare || (strcmp(a->well, b->well) == 0 && strcmp(a->field, b->field) == 0 &&
		a->campaign == b->campaign && !bit_use_is_other(&a->bit, &b->bit)));
}

static void take_open(struct filter *f)
{
	settings_identity(&f->c);
	if (goes_on(f)) {
		f->c.identity = f->identity;
		return;
	}
	end_stream(f);
	f->identity = f->c.identity;
	track_init(&f->track, f->identity.bit.motor_rev_gal);
	carry_load(f);
	columns_free(&f->columns);
	hold_clear(&f->hold);
	f->quarantine = (struct quarantine){ 0 };
	f->told = false;
	f->grid = f->set.grid;
	if (isnan(f->grid.origin))      /* --align first: else the first row's time */
		f->grid.origin = f->set.since;
	f->window.open = false;
	f->rows_began = f->windows_began = false;
	f->warm = true;
	f->last_ts = f->interval = f->gap_from = f->gap_to = f->said_from = f->said_to = NAN;
	f->split = -HUGE_VAL;
	f->plan.given_basis = MSE_SURFACE;
	memset(f->slip_said, 0, sizeof f->slip_said);
	f->opened = true;
	write_stream(f);
}

/* One input to its end, or to --until where there is nobody upstream who would mind. */
static void read_input(struct filter *f)
{
	for (;;) {
		enum stream_kind kind = cmd_next(&f->c);

		switch (kind) {
		case STREAM_OPEN:
			take_open(f);
			break;
		case STREAM_HEADER:
			take_header(f);
			break;
		case STREAM_ROW:
			take_row(f);
			break;
		case STREAM_RECORD:
			take_record(f);
			break;
		case STREAM_COMMENT:
			if (!f->done)
				cmd_pass(&f->c, kind);
			break;
		case STREAM_EOF:
			return;
		default:
			break;
		}
		if (f->done && stream_in_size(f->c.in) >= 0)
			return;
	}
}

int main(int argc, char **argv)
{
	static struct filter f;
	char why[256];

	settings_start(&f.c, argc, argv, &f.set);
	f.both = isfinite(f.set.since) && isfinite(f.set.until);
	f.holds = f.set.grid.every < f.set.grid.length;
	if (f.set.runs && access(f.set.runs, R_OK) < 0)
		die(EX_NOINPUT, "cannot open %s: %s", f.set.runs, strerror(errno));
	if (f.set.runs && !(f.runs = runs_load(f.set.runs, why)))
		die(EX_DATAERR, "%s", why);
	if (f.set.spool)
		operands_spool(&f.c, f.set.since - warm_up_s);
	while (!f.done && cmd_open_input(&f.c))
		read_input(&f);
	if (!f.opened)
		die(EX_DATAERR, "no header: the spool has no whole line yet");
	end_stream(&f);
	if (f.c.o.verbose)
		warning("%llu rows read, %llu written, %llu window%s", (unsigned long long)f.read, (unsigned long long)f.kept,
			(unsigned long long)f.windows, f.windows == 1 ? "" : "s");
	columns_free(&f.columns);
	window_free(&f.window);
	hold_free(&f.hold);
	text_free(&f.line);
	runs_free(f.runs);
	return cmd_finish(&f.c);
}
