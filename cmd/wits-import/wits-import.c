/*
 * wits-import - a rig's log to an mlstream: canonical columns and units, UTC times in order, one row a time.
 *
 * A format (log.h) gives columns and rows of text; layout.c says what the columns are; rows.c puts the rows in order.
 * What is left out, merged or out of order is counted in the `import` record before `end`.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "atomic.h"
#include "clock.h"
#include "cmd.h"
#include "layout.h"
#include "rows.h"
#include "runs.h"
#include "sample.h"
#include "tally.h"

enum { MAP_MAX = 1 << 20 };
static const double year_1980 = 315532800;

static struct {
	const char *map, *columns, *time_format, *tz, *runs, *late;
	double reorder, gap, bit_diameter;
	long header;
	bool keep;
} o = { .late = "error", .reorder = 5, .gap = 60, .bit_diameter = NAN };

static const struct opt options[] = {
	{ .letter = 'm', .name = "map", .type = OPT_TEXT, .to = &o.map, .arg = "NAME",
		.help = "what the columns are: a map's file, or the name of a shipped one (mudlog)" },
	{ .letter = 'c', .name = "columns", .type = OPT_TEXT, .to = &o.columns, .arg = "LIST",
		.help = "the log has no header: names of its columns (ts,wob_klbf,...); - leaves one out" },
	{ .name = "header", .type = OPT_INT, .to = &o.header, .arg = "LINE", .min = 1, .max = 1e6,
		.help = "the line of the header (else the first line that names known channels)" },
	{ .name = "keep", .type = OPT_FLAG, .to = &o.keep, .help = "pass the columns that are no channel, too" },
	{ .name = "time-format", .type = OPT_CHOICE, .to = &o.time_format, .arg = "iso|mdy|dmy|ymd|epoch",
		.help = "what times are (mdy, dmy, ymd: the order of a date with slashes)" },
	{ .name = "tz", .type = OPT_TEXT, .to = &o.tz, .arg = "ZONE",
		.help = "zone of times without one: UTC (default), +01:00, Europe/Oslo" },
	{ .name = "reorder", .type = OPT_DURATION, .to = &o.reorder, .arg = "TIME", .min = 0, .max = 3600,
		.help = "put rows in order that are at most this late (5s)" },
	{ .name = "late", .type = OPT_CHOICE, .to = &o.late, .arg = "error|drop",
		.help = "what to do with rows that are later than that (error)" },
	{ .name = "gap", .type = OPT_DURATION, .to = &o.gap, .arg = "TIME", .min = 0.001, .max = HUGE_VAL,
		.help = "record a gap where the log has no row for longer than this (60s)" },
	{ .name = "runs", .type = OPT_TEXT, .to = &o.runs, .arg = "FILE",
		.help = "what changes on the way: bits, mud, campaign (CSV, see the manual)" },
	{ .name = "bit-diameter", .type = OPT_QUANTITY, .to = &o.bit_diameter, .arg = "LEN", .min = 1, .max = 60,
		.quantity = Q_DIAMETER, .help = "diameter of the bit, in inches or with a unit (12.25, 311.15mm)" },
	OPT_END
};
static const struct opt_usage usage = {
	.synopsis = "[option]... [FILE]...",
	.about = "Reads a rig's log (CSV, by time) and writes it as a stream with canonical columns, units and times.",
	.example = "wits-import --bit-diameter 12.25 well.csv | ml-filter | ml-segment | ml-correlate |\n"
		"    ml-optimal | ml-report",
};

struct import {
	struct cmd c;
	struct map map;
	struct runs *runs;
	struct clock clock;
	struct outline outline;         /* fixed by the first log, as sample and rows are */
	struct sample sample;
	struct rows *rows;
	struct log log;                 /* the one being read */
	struct layout layout;
	int hole_depth;                 /* column of the stream, -1: none */
	bool begun, told_zone, told_1970;
	const char *newest_name;        /* where the newest time was read */
	uint64_t newest_line;
	double last_ts;                 /* of the row written last; NAN before the first */
	struct tally tally;
};
static struct import im = { .hole_depth = -1, .last_ts = NAN };

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

/* A shipped map is named by a bare word; anything with a `/` or a `.` is a file. */
static const char *map_path(const char *name, struct text *path)
{
	const char *data = getenv("DRILLPIPE_DATA");

	if (strpbrk(name, "/."))
		return name;
	text_format(path, "%s/maps/%s.csv", data && *data ? data : DATADIR, name);
	if (path->failed)
		die(EX_OSERR, "out of memory");
	return path->s;
}

static void load_map(void)
{
	struct text path = { 0 }, why = { 0 };
	const char *file;
	char *bytes;
	size_t len;

	if (!o.map)
		return;
	file = map_path(o.map, &path);
	bytes = read_whole(file, MAP_MAX, &len);
	if (!bytes && file == path.s && errno == ENOENT)
		die(EX_NOINPUT, "--map: no map '%s' is shipped (%s is not there); for a file of this name use ./%s", o.map,
			file, o.map);
	if (!bytes)
		die(EX_NOINPUT, "--map: cannot read %s: %s", file, strerror(errno));
	if (!map_parse(&im.map, bytes, len, &why))
		die(EX_CONFIG, "--map: %s:%s", file, text_view(&why));
	free(bytes);
	text_free(&path);
	text_free(&why);
}

static void load_settings(void)
{
	char why[256];

	if (o.columns && o.header)
		die(EX_USAGE, "--columns is for logs without a header; leave out --header or --columns");
	load_map();
	if (!when_zone_parse(&im.clock.zone, o.tz ? o.tz : "UTC", why))
		die(EX_USAGE, "--tz: %s", why);
	if (o.runs && access(o.runs, R_OK) < 0)
		die(EX_NOINPUT, "--runs: cannot read %s: %s", o.runs, strerror(errno));
	if (o.runs && !(im.runs = runs_load(o.runs, why)))
		die(EX_CONFIG, "--runs: %s", why);
	cmd_identity(&im.c);
	memcpy(im.c.identity.tz, im.clock.zone.name, sizeof im.c.identity.tz);
	if (!isnan(o.bit_diameter))
		im.c.identity.bit.diameter_in = o.bit_diameter;
}

static void begin_stream(void)
{
	if (im.begun)
		return;
	im.begun = true;
	cmd_start_stream(&im.c);
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

static void write_row(const struct rows_row *row)
{
	struct field *f = im.sample.field;
	double depth = NAN;
	bool empty = true;
	json_t *set;

	begin_stream();
	for (int k = 0; k < im.outline.n; k++) {
		f[k] = (struct field){ row->bytes.s + row->field[k].at, row->field[k].len };
		empty = empty && (k == 0 || f[k].len == 0);
	}
	if (row->ts - im.last_ts > o.gap)
		write_gap(im.last_ts, row->ts);
	if (im.hole_depth >= 0 && !num_parse(f[im.hole_depth].text, f[im.hole_depth].len, &depth))
		depth = NAN;
	while (im.runs && (set = runs_due(im.runs, row->ts, depth)) != NULL)
		cmd_write_record(&im.c, set);
	cmd_check(&im.c, stream_out_fields(im.c.out, f, im.outline.n));
	im.last_ts = row->ts;
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

	if (im.clock.bare && !im.told_zone && !o.tz && !im.layout.utc && !im.c.o.quiet) {
		warning("%s: times have no zone and are taken as UTC; --tz says otherwise", name);
		im.told_zone = true;
	}
	if (im.sample.ts < year_1980 && !im.told_1970 && !im.c.o.quiet) {
		when_iso(im.sample.ts, first);
		warning("%s:%llu: the time is %s: are these Unix seconds?", name, (unsigned long long)im.log.line, first);
		im.told_1970 = true;
	}
}

static void __attribute__((noreturn)) bad_field(void)
{
	const struct sample *s = &im.sample;
	struct text name = { 0 };

	if (im.log.header_line == 0)
		text_format(&name, "@%d", s->wrong + 1);
	else
		head_tidy(&name, im.log.column[s->wrong].name, strlen(im.log.column[s->wrong].name));
	bad_data("%s:%llu: %s: %s%s", im.log.name, (unsigned long long)im.log.line, text_view(&name),
		text_view(&s->why), o.columns && im.tally.read == 1 ? "; if this line is a header, leave out --columns" : "");
}

static void __attribute__((noreturn)) too_late(void)
{
	char now[WHEN_LEN], newest[WHEN_LEN], back[NUM_LEN], most[NUM_LEN];

	when_iso(im.sample.ts, now);
	when_iso(rows_newest(im.rows), newest);
	num_format(rows_newest(im.rows) - im.sample.ts, back);
	num_format(o.reorder, most);
	bad_data("%s:%llu: the time %s is %s s before %s (%s:%llu), and rows may be %s s late: see --reorder, "
		"--late drop; logs are given in order of time", im.log.name, (unsigned long long)im.log.line, now, back,
		newest, im.newest_name, (unsigned long long)im.newest_line, most);
}

static void take_row(void)
{
	im.tally.read++;
	if (!sample_make(&im.sample, &im.layout, &im.log, &im.clock, &im.c.nulls))
		bad_field();
	say_once_of_times();
	switch (rows_add(im.rows, im.sample.ts, im.sample.field)) {
	case ROWS_MEMORY:
		out_of_memory();
	case ROWS_LATE:
		if (strcmp(o.late, "drop") != 0)
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
	struct head head;

	for (int k = 0; o.columns && !o.keep && k < im.log.n; k++) {
		const char *name = im.log.column[k].name;
		if (*name && strcmp(name, "-") != 0 && !(o.map && map_find(&im.map, k, name, strlen(name))) &&
		    !head_recognise(name, strlen(name), NULL, 0, &head))
			die(EX_USAGE, "--columns: '%s' is not a channel; use names such as wob_klbf, - to leave it out, or "
				"--keep", name);
	}
}

/* What the first log fixes for all. */
static void fix_outline(void)
{
	if (im.rows)
		return;
	im.rows = rows_new(im.outline.n, o.reorder);
	if (!im.rows || !sample_init(&im.sample, im.outline.n))
		out_of_memory();
	for (int k = 0; k < im.outline.n; k++)
		if (strcmp(im.outline.name[k], channel_table[CH_HOLE_DEPTH].name) == 0)
			im.hole_depth = k;
}

static void lay_out(void)
{
	struct text why = { 0 }, names = { 0 };
	bool first = im.rows == NULL;

	check_columns_option();
	if (!layout_make(&im.layout, &im.outline, &im.log, o.map ? &im.map : NULL, o.keep, &why)) {
		if (im.log.header_line)
			bad_data("%s:%llu: %s", im.log.name, (unsigned long long)im.log.header_line, text_view(&why));
		bad_data("%s: %s", im.log.name, text_view(&why));
	}
	fix_outline();
	snprintf(im.clock.format, sizeof im.clock.format, "%s", o.time_format ? o.time_format : im.layout.time_format);
	im.clock.unit = im.layout.time_unit;
	im.tally.left_out += (uint64_t)im.layout.left_out;
	layout_left_out(&im.layout, &im.log, !first, &names);
	if (names.len > 0 && first && im.c.o.verbose)
		warning("%s: columns left out, %d: %s", im.log.name, im.layout.left_out, text_view(&names));
	else if (names.len > 0 && !first && !im.c.o.quiet)
		warning("%s: left out what %s did not have: %s", im.log.name, im.c.files[0], text_view(&names));
	text_free(&why);
	text_free(&names);
}

static int flush_before_wait(void *out)
{
	return stream_out_flush(out);
}

static int open_file(const char *path)
{
	struct stat about;
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		die(EX_NOINPUT, "cannot open %s: %s", path, strerror(errno));
	if (fstat(fd, &about) < 0 || S_ISDIR(about.st_mode))
		die(EX_NOINPUT, "cannot read %s: %s", path, strerror(S_ISDIR(about.st_mode) ? EISDIR : errno));
	im.c.size = S_ISREG(about.st_mode) ? about.st_size : -1;
	im.c.show = !im.c.o.quiet && im.c.size > 0 && (im.c.o.progress || isatty(STDERR_FILENO));
	return fd;
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

static void read_file(const char *path)
{
	const struct log_format *format = &csvlog;
	const struct log_settings settings = { .columns = o.columns, .header = o.header, .map = o.map ? &im.map : NULL,
		.before_wait = flush_before_wait, .tied = im.c.out };
	enum log_status status;

	check_log(format->open(&im.log, open_file(path), strcmp(path, "-") == 0 ? "<stdin>" : path, &settings));
	lay_out();
	while ((status = format->next(&im.log)) == LOG_OK) {
		take_row();
		if (im.c.show && (im.tally.read & 4095) == 0)
			cmd_progress(&im.c, im.log.bytes, im.c.size, false);
	}
	check_log(status);
	if (im.c.show)
		cmd_progress(&im.c, im.log.bytes, im.c.size, true);
	im.tally.files++;
	im.tally.blank += im.log.blank;
	im.tally.titles += im.log.titles;
	im.tally.comments += im.log.comments;
	layout_free(&im.layout);
	format->close(&im.log);
}

/* Lines of a map that named no column: a slip of the pen in the user's own map; a shipped one has more than any one log. */
static void say_unused_map_lines(void)
{
	struct text list = { 0 };

	for (int k = 0; k < im.map.n; k++) {
		const struct map_line *m = &im.map.line[k];
		if (!m->used && !m->drop)
			text_format(&list, "%s%d", list.len ? ", " : "", m->line);
	}
	if (list.len > 0 && (im.c.o.verbose || (strpbrk(o.map, "/.") && !im.c.o.quiet)))
		warning("--map %s: the log has no column for line %s", o.map, text_view(&list));
	text_free(&list);
}

static void say_what_was_done(void)
{
	const struct rows_counts *n = rows_counted(im.rows);

	say_unused_map_lines();
	if (n->conflicts > 0 && !im.c.o.quiet)
		warning("values left out as they differ from those of an earlier row of the same time: %llu",
			(unsigned long long)n->conflicts);
	if (n->late > 0 && !im.c.o.quiet)
		warning("rows left out as too late: %llu", (unsigned long long)n->late);
	if (im.c.o.verbose)
		warning("rows read %llu, written %llu, merged %llu, duplicates %llu, reordered %llu; gaps %llu",
			(unsigned long long)im.tally.read, (unsigned long long)im.tally.written, (unsigned long long)n->merged,
			(unsigned long long)n->duplicates, (unsigned long long)n->reordered, (unsigned long long)im.tally.gaps);
}

int main(int argc, char **argv)
{
	cmd_start(&im.c, argc, argv, options, &usage, CMD_IDENTITY);
	load_settings();
	for (int k = 0; k < im.c.n_files; k++)
		read_file(im.c.files[k]);
	write_due(true);
	begin_stream();
	cmd_write_record(&im.c, tally_record(&im.tally, rows_counted(im.rows)));
	cmd_check(&im.c, stream_out_end(im.c.out));
	say_what_was_done();
	rows_free(im.rows);
	sample_free(&im.sample);
	outline_free(&im.outline);
	map_free(&im.map);
	runs_free(im.runs);
	return cmd_finish(&im.c);
}
