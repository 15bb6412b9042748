/*
 * wits-import - a rig's log to an mlstream: canonical columns and units, UTC times in order, one row a time.
 *
 * A format (log.h) gives columns and rows of text; layout.c says what the columns are; rows.c puts the rows in order.
 * What is left out, merged or out of order is counted in the `import` record before `end`.
 */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <unistd.h>

#include "closing.h"
#include "footage.h"
#include "input.h"
#include "list.h"
#include "rows.h"
#include "runs.h"
#include "sample.h"
#include "settings.h"
#include "tally.h"

static const double year_1980 = 315532800;
static const double depth_gap = 10;     /* ft between two rows of a log by depth: more is a gap */

struct import {
	struct cmd c;
	struct settings set;
	struct runs *runs;
	struct outline outline;         /* fixed by the first log, as sample and rows are */
	struct sample sample;
	struct rows *rows;
	struct log log;                 /* the one being read */
	struct layout layout;
	int place[CHANNELS];            /* columns of the stream, -1: none */
	struct footage footage;
	struct derivation derivation;
	bool begun, told_zone, told_1970;
	const char *well_from;          /* the log that said what well it is; NULL: none did */
	const char *newest_name;        /* where the newest time was read */
	uint64_t newest_line;
	double last_ts, last_depth;     /* of the row written last; NAN before the first */
	struct tally tally;
};
static struct import im = { .last_ts = NAN, .last_depth = NAN };

/* What was whole before the fault still goes out; the missing `end` tells the next stage that this was cut. */
static void __attribute__((noreturn, format(printf, 1, 2))) bad_data(const char *format, ...)
{
	char words[2048];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(words, sizeof words, format, arguments);
	va_end(arguments);
	if (!im.c.o.output)
		cmd_check(&im.c, stream_out_flush(im.c.out));
	die(EX_DATAERR, "%s", words);
}

static void __attribute__((noreturn)) out_of_memory(void)
{
	die(EX_OSERR, "out of memory");
}

static void begin_stream(void)
{
	json_t *record, *derived;

	if (im.begun)
		return;
	im.begun = true;
	record = identity_record(&im.c.identity);
	derived = im.set.plan.by_depth ? footage_object(im.set.start) :
		derivation_object(&im.set.derive, im.set.plan.added);
	if (!record || !derived || (json_object_size(derived) > 0 && !json_put(record, "derived", json_incref(derived))))
		out_of_memory();
	json_decref(derived);
	cmd_check(&im.c, stream_out_start(im.c.out, record));
	json_decref(record);
	cmd_write_header(&im.c, NULL, (const char *const *)im.outline.name, im.outline.n);
}

static void write_gap(double start, double end)
{
	json_t *gap = json_object();

	if (!json_put_text(gap, "type", "gap") || !json_put_number(gap, "start", start) ||
	    !json_put_number(gap, "end", end) || !json_put_text(gap, "cause", "no data in the log"))
		out_of_memory();
	cmd_write_record(&im.c, gap);
	im.tally.gaps++;
}

static double measured(enum channel c)
{
	return im.place[c] < 0 ? (double)NAN : sample_number(&im.sample.field[im.place[c]]);
}

static void derive(double ts)
{
	const bool *added = im.set.plan.added;
	struct derivation_row row = { ts, measured(CH_BLOCK), measured(CH_HOOKLOAD), measured(CH_BIT_DEPTH),
		measured(CH_HOLE_DEPTH) };
	struct derived made = derivation_next(&im.derivation, &row);
	const struct { enum channel channel; double v; } values[] = {
		{ CH_BIT_DEPTH, made.bit }, { CH_HOLE_DEPTH, made.hole }, { CH_ROP, made.rop }, { CH_WOB, made.wob },
	};

	for (size_t k = 0; k < sizeof values / sizeof *values; k++)
		if (added[values[k].channel])
			sample_set(&im.sample, im.place[values[k].channel], round(values[k].v * 1e4) / 1e4);
}

/* A log by time is silent for a while, one by depth for a few feet. */
static bool is_gap(double ts, double depth)
{
	return im.set.plan.by_depth ? depth - im.last_depth > depth_gap : ts - im.last_ts > im.set.gap;
}

static void write_row(const struct rows_row *row)
{
	struct field *f = im.sample.field;
	double depth;
	bool empty = true;
	json_t *set;

	begin_stream();
	for (int k = 0; k < im.outline.n; k++) {
		f[k] = (struct field){ row->bytes.s + row->field[k].at, row->field[k].len };
		empty = empty && (k == 0 || f[k].len == 0);
	}
	if (im.set.derive.depth || im.set.derive.rop || im.set.derive.wob)
		derive(row->ts);
	depth = measured(CH_HOLE_DEPTH);
	if (is_gap(row->ts, depth))
		write_gap(im.last_ts, row->ts);
	while (im.runs && (set = runs_due(im.runs, row->ts, depth)) != NULL)
		cmd_write_record(&im.c, set);
	cmd_check(&im.c, stream_out_fields(im.c.out, f, im.outline.n));
	im.last_ts = row->ts;
	im.last_depth = depth;
	im.tally.written++;
	im.tally.empty += empty;
}

static void write_due(bool all)
{
	const struct rows_row *row;

	while (im.rows && (row = rows_next(im.rows, all)) != NULL)
		write_row(row);
}

static void say_once_of_times(void)
{
	const char *name = im.log.name;
	char first[WHEN_LEN];

	if (im.set.clock.bare && !im.told_zone && !im.set.tz_given && !im.layout.utc && !im.c.o.quiet) {
		warning("%s: times have no zone and are taken as UTC; --tz says otherwise", name);
		im.told_zone = true;
	}
	if (im.sample.ts < year_1980 && !im.told_1970 && !im.set.start_given && !im.c.o.quiet) {
		when_iso(im.sample.ts, first);
		warning("%s:%llu: the time is %s: are these Unix seconds? If they count from 0, --start says when that was",
			name, (unsigned long long)im.log.line, first);
		im.told_1970 = true;
	}
}

/* Where the row is; a WITSML file may be one line, so its rows are counted. */
static const char *where(void)
{
	static struct text at;

	text_clear(&at);
	text_format(&at, "%s:%llu", im.log.name, (unsigned long long)im.log.line);
	if (im.log.number > 0)
		text_format(&at, " (log %d '%.60s', row %llu)", im.log.number, im.log.title, (unsigned long long)im.log.row);
	return text_view(&at);
}

static void __attribute__((noreturn)) bad_field(void)
{
	const struct sample *s = &im.sample;
	struct text name = { 0 };

	if (im.log.header_line == 0 && im.log.number == 0)
		text_format(&name, "@%d", s->wrong + 1);
	else
		head_tidy(&name, im.log.column[s->wrong].name, strlen(im.log.column[s->wrong].name));
	bad_data("%s: %s: %s%s", where(), text_view(&name), text_view(&s->why), im.set.columns && im.tally.read == 1 ?
			"; if this line is a header, leave out --columns" : "");
}

static void __attribute__((noreturn)) too_late(void)
{
	char now[WHEN_LEN], newest[WHEN_LEN], back[NUM_LEN], most[NUM_LEN];

	when_iso(im.sample.ts, now);
	when_iso(rows_newest(im.rows), newest);
	num_format(rows_newest(im.rows) - im.sample.ts, back);
	num_format(im.set.reorder, most);
	bad_data("%s: the time %s is %s s before %s (%s:%llu), and rows may be %s s late: see --reorder, "
		"--late drop; logs are given in order of time%s", where(), now, back, newest, im.newest_name,
		(unsigned long long)im.newest_line, most, im.log.number > 1 ? ", and --log picks one of this file" : "");
}

/* The time of a row of a log by depth, with the bit on bottom by definition. False: it has none and is left out. */
static bool time_by_depth(void)
{
	double depth = measured(CH_HOLE_DEPTH);

	if (footage_next(&im.footage, depth, measured(CH_ROP)) == FOOTAGE_NONE)
		return false;
	im.sample.ts = im.footage.ts;
	sample_set(&im.sample, im.place[CH_TS], im.sample.ts);
	im.sample.field[im.place[CH_BIT_DEPTH]] = im.sample.field[im.place[CH_HOLE_DEPTH]];
	return true;
}

static void take_row(void)
{
	im.tally.read++;
	if (!sample_make(&im.sample, &im.layout, &im.log, &im.set.clock, &im.c.nulls))
		bad_field();
	if (!im.set.plan.by_depth)
		say_once_of_times();
	else if (!time_by_depth())
		return;
	switch (rows_add(im.rows, im.sample.ts, im.sample.field)) {
	case ROWS_MEMORY:
		out_of_memory();
	case ROWS_LATE:
		if (!im.set.drop_late)
			too_late();
		return;
	default:
		break;
	}
	if (im.sample.ts == rows_newest(im.rows)) {
		im.newest_name = im.log.name;
		im.newest_line = im.log.line;
	}
	write_due(false);
}

/* --columns names must be known: a slip of the pen would lose a channel. */
static void check_columns_option(void)
{
	int k = im.set.columns && !im.set.plan.keep ? layout_unknown(&im.log, im.set.plan.map) : -1;

	if (k >= 0)
		die(EX_USAGE, "--columns: '%s' is not a channel; use names such as wob_klbf, - to leave it out, or --keep",
			im.log.column[k].name);
}

/* What the first log fixes for all. */
static void fix_outline(void)
{
	if (im.rows)
		return;
	im.rows = rows_new(im.outline.n, im.set.reorder);
	if (!im.rows || !sample_init(&im.sample, im.outline.n))
		out_of_memory();
	for (enum channel c = 0; c < CHANNELS; c++) {
		im.place[c] = -1;
		for (int k = 0; k < im.outline.n && im.place[c] < 0; k++)
			if (strcmp(im.outline.name[k], channel_table[c].name) == 0)
				im.place[c] = k;
	}
}

static void __attribute__((noreturn)) bad_header(const char *why)
{
	if (im.log.header_line)
		bad_data("%s:%llu: %s", im.log.name, (unsigned long long)im.log.header_line, why);
	if (im.log.number > 0)
		bad_data("%s: log %d '%.60s': %s; --list shows what the file holds%s", im.log.name, im.log.number, im.log.title,
			why, im.log.number > 1 ? ", --log picks a log" : "");
	bad_data("%s: %s", im.log.name, why);
}

static void say_left_out(bool first)
{
	struct text names = { 0 };

	im.tally.left_out += (uint64_t)im.layout.left_out;
	layout_left_out(&im.layout, &im.log, !first, &names);
	if (names.len > 0 && first && im.c.o.verbose)
		warning("%s: columns left out, %d: %s", im.log.name, im.layout.left_out, text_view(&names));
	else if (names.len > 0 && !first && !im.c.o.quiet)
		warning("%s: left out what %s did not have: %s", im.log.name,
			im.tally.files > 0 ? im.c.files[0] : "its first log", text_view(&names));
	text_free(&names);
}

static void lay_out(void)
{
	struct layout_plan *plan = &im.set.plan;
	struct text why = { 0 };
	bool first = im.rows == NULL;
	const char *wrong;

	check_columns_option();
	plan->added[CH_BIT_DEPTH] = plan->by_depth;
	if (!layout_find(&im.layout, &im.log, plan, &why))
		bad_header(text_view(&why));
	if (!isnan(plan->torque_psi) && !im.layout.torque_unit.suffix)
		bad_header("--torque-psi-per-kft-lbf, but no torque of this log is a pressure: leave it out");
	wrong = derivation_check(&im.set.derive, im.layout.has, plan->added);
	if (wrong)
		bad_header(wrong);
	if (!layout_place(&im.layout, &im.outline, &im.log, plan))
		out_of_memory();
	fix_outline();
	snprintf(im.set.clock.format, sizeof im.set.clock.format, "%s",
		im.set.time_format ? im.set.time_format : im.layout.time_format);
	im.set.clock.unit = im.layout.time_unit;
	if (!im.set.start_given && !clock_begin(&im.set.clock, im.layout.elapsed, im.log.start, &why))
		bad_header(text_view(&why));
	text_add(&im.log.notice, text_view(&im.layout.said), im.layout.said.len);
	say_left_out(first);
	text_free(&why);
}

static int flush_before_wait(void *out)
{
	return stream_out_flush(out);
}

static void check_log(enum log_status status)
{
	switch (status) {
	case LOG_DATA:   bad_data("%s", text_view(&im.log.why));
	case LOG_READ:   die(EX_IOERR, "cannot read %s: %s", im.log.name, strerror(errno));
	case LOG_WRITE:  die_write(stream_out_name(im.c.out));
	case LOG_MEMORY: out_of_memory();
	default:         break;
	}
}

/* What a log says of itself: options, environment and configuration come before it, two wells are never mixed. */
static void take_identity(void)
{
	char *well = im.c.identity.well;

	if (im.log.well[0] && !im.set.well_given && im.well_from && strcmp(well, im.log.well) != 0)
		bad_data("%s: %s of the well '%s', and %s is of '%s': import one at a time%s, or say by --well what they are",
			im.log.name, im.log.number > 1 ? "its next log is" : "it is", im.log.well, im.well_from, well,
			im.log.number > 1 ? " (--log)" : "");
	if (im.log.well[0] && !im.set.well_given) {
		snprintf(well, sizeof im.c.identity.well, "%s", im.log.well);
		im.well_from = im.log.name;
	}
	if (im.log.field[0] && !im.set.field_given && !im.rows)
		snprintf(im.c.identity.field, sizeof im.c.identity.field, "%s", im.log.field);
}

static enum log_status read_log(const struct log_format *format)
{
	enum log_status status;

	take_identity();
	lay_out();
	closing_notices(&im.c, &im.log);
	while ((status = format->next(&im.log)) == LOG_OK) {
		take_row();
		if (im.c.show && (im.tally.read & 4095) == 0)
			cmd_progress(&im.c, im.log.bytes, im.c.size, false);
	}
	layout_free(&im.layout);
	return status;
}

static void read_file(const char *path)
{
	struct log_settings settings = { .columns = im.set.columns, .header = im.set.header, .map = im.set.plan.map,
		.time_format = im.set.time_format, .before_wait = flush_before_wait, .tied = im.c.out, .pick = im.set.pick };
	struct input in;
	enum log_status status = input_open(&in, path, &settings);

	im.log = (struct log){ .name = in.name };
	im.c.size = in.size;
	im.c.show = !im.c.o.quiet && in.size > 0 && (im.c.o.progress || isatty(STDERR_FILENO));
	check_log(status);
	check_log(input_start(&in, &im.log, &settings));
	do {
		status = read_log(in.format);
		if (status == LOG_END && in.format->again)
			status = in.format->again(&im.log);
	} while (status == LOG_OK);
	check_log(status);
	if (im.c.show)
		cmd_progress(&im.c, im.log.bytes, im.c.size, true);
	closing_notices(&im.c, &im.log);
	im.tally.files++;
	im.tally.blank += im.log.blank;
	im.tally.titles += im.log.titles;
	im.tally.comments += im.log.comments;
	im.tally.unnamed += im.log.unnamed;
	im.tally.overflows += im.log.overflows;
	in.format->close(&im.log);
}

static void load_runs(void)
{
	const char *file = im.set.runs;
	char why[256];

	if (file && access(file, R_OK) < 0)
		die(EX_NOINPUT, "--runs: cannot read %s: %s", file, strerror(errno));
	if (file && !(im.runs = runs_load(file, why)))
		die(EX_CONFIG, "--runs: %s", why);
}

int main(int argc, char **argv)
{
	settings_start(&im.set, &im.c, argc, argv);
	if (im.set.list) {
		list_files(&im.c, &im.set, argv);
		map_free(&im.set.map);
		return cmd_finish(&im.c);
	}
	load_runs();
	footage_init(&im.footage, im.set.start, channel_table[CH_ROP].high);
	derivation_init(&im.derivation, &im.set.derive);
	for (int k = 0; k < im.c.n_files; k++)
		read_file(im.c.files[k]);
	write_due(true);
	if (im.set.plan.by_depth && im.tally.read > 0 && isnan(im.footage.deepest))
		bad_data("no row has a depth and an ROP above 0: no time can be made");
	begin_stream();
	cmd_write_record(&im.c, tally_record(&im.tally, rows_counted(im.rows), im.set.plan.by_depth ? &im.footage : NULL));
	cmd_check(&im.c, stream_out_end(im.c.out));
	closing_say(&im.c, &im.set, &im.tally, rows_counted(im.rows), &im.footage, im.derivation.unseen);
	rows_free(im.rows);
	sample_free(&im.sample);
	outline_free(&im.outline);
	map_free(&im.set.map);
	runs_free(im.runs);
	return cmd_finish(&im.c);
}
