/*
 * wits-capture.c - WITS level 0 in, an mlstream of sample rows out.
 *
 * Options, the loop and the records. The bytes come from source.c, frames from wits0.c, rows from merge.c; what is done with
 * damage is in wits0(5).
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "atomic.h"
#include "cmd.h"
#include "merge.h"
#include "runs.h"
#include "source.h"

enum {
	MAP_MAX = 1 << 20,      /* bytes of a map file */
	TIMELESS = 10,          /* frames without a time before it is an error */
	VOTES = 60,             /* rows before the units are judged */
	BINARY = 4096,          /* bytes without a frame before a warning */
	SPREAD = 10             /* rows from which frames of one second are worth a warning */
};
static const double GAP_S = 60; /* a longer step between rows is told by a `gap` record */

static const char *units = "fps", *map_path, *items, *tz, *runs_path, *time_format = "ymd";
static long primary = 1;
static double hold = 10;
static bool stamp, settle;

static const struct opt options[] = {
	{ .name = "units", .type = OPT_CHOICE, .to = &units, .arg = "fps|metric", .help = "units of the sender (fps)" },
	{ .name = "map", .type = OPT_TEXT, .to = &map_path, .arg = "FILE",
		.help = "CSV of item,channel,unit for a sender with items of its own" },
	{ .name = "items", .type = OPT_TEXT, .to = &items, .arg = "RRII,...",
		.help = "add a column wits_RRII with the text of an item as sent" },
	{ .name = "primary", .type = OPT_INT, .to = &primary, .arg = "RR", .min = 1, .max = 99,
		.help = "the record whose frames make rows (01)" },
	{ .name = "hold", .type = OPT_DURATION, .to = &hold, .arg = "TIME", .min = 0, .max = 86400,
		.help = "how long items of other records wait for a row (10s)" },
	{ .name = "settle", .type = OPT_FLAG, .to = &settle,
		.help = "join the frames of one second; a row waits for a later frame" },
	{ .name = "tz", .type = OPT_TEXT, .to = &tz, .arg = "ZONE", .help = "zone of the sender's clock (UTC)" },
	{ .name = "time-format", .type = OPT_CHOICE, .to = &time_format, .arg = "ymd|mdy|dmy",
		.help = "order of the digits of 0105 (ymd)" },
	{ .name = "stamp", .type = OPT_FLAG, .to = &stamp, .help = "give a frame without date and time that of its arrival" },
	{ .name = "runs", .type = OPT_TEXT, .to = &runs_path, .arg = "FILE",
		.help = "CSV of what changes on the way (bit, mud, campaign)" },
	OPT_END
};
static const struct opt_usage usage = {
	.synopsis = "[option]... [FILE | -]",
	.about = "Reads WITS level 0 frames and writes them as sample rows, over any damage, which it counts.",
	.example = "wits-capture --units metric rig.wits | ml-filter --bit-diameter 12.25",
};

struct capture {
	struct cmd cmd;
	struct source source;
	struct wits0 decoder;
	struct itemmap map;
	struct frametime time;
	struct when_zone zone;
	struct merge merge;
	struct runs *runs;
	bool well_settled;      /* by option, environment or configuration */
	bool started, judged, told_binary;
	double last_ts;         /* of the rows written; NAN before the first */
	double shown;           /* when progress was last shown */
	struct text ts;
};

/* Ends with 65; what was whole before still goes out, and the missing `end` tells the reader that it was cut. */
static void __attribute__((noreturn, format(printf, 2, 3))) bad_data(struct capture *c, const char *format, ...)
{
	char words[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(words, sizeof words, format, arguments);
	va_end(arguments);
	if (!c->cmd.o.output)
		cmd_check(&c->cmd, stream_out_flush(c->cmd.out));
	die(EX_DATAERR, "%s", words);
}

static void read_map(struct capture *c)
{
	char why[ITEMMAP_WHY], *text = NULL;
	size_t len = 0;

	if (map_path && !(text = read_whole(map_path, MAP_MAX, &len)))
		die(EX_NOINPUT, "cannot read %s: %s", map_path, strerror(errno));
	if (!itemmap_build(&c->map, strcmp(units, "metric") == 0, (int)primary, text, len, map_path, items, why))
		die(strncmp(why, "--items", 7) == 0 ? EX_USAGE : EX_DATAERR, "%s", why);
	free(text);
}

static void prepare(struct capture *c)
{
	struct cmd *cmd = &c->cmd;
	struct merge_options o = { .primary = (int)primary, .hold = hold, .settle = settle, .stamp = stamp };
	enum when_order order;
	char why[SOURCE_WHY];

	if (cmd->n_files > 1)
		die(EX_USAGE, "one source at a time; '%s' is too many", cmd->files[1]);
	if (!when_zone_parse(&c->zone, tz ? tz : "UTC", why))
		die(EX_USAGE, "--tz: %s", why);
	if (!when_order_parse(time_format, &order))
		die(EX_SOFTWARE, "--time-format: no order '%s'", time_format);
	read_map(c);
	if (runs_path && !(c->runs = runs_load(runs_path, why)))
		die(EX_DATAERR, "%s", why);
	cmd_identity(cmd);
	c->well_settled = cmd_setting(cmd, cmd->o.well, "WELL_ID", "well", "id") != NULL;
	snprintf(cmd->identity.units, sizeof cmd->identity.units, "%s", units);
	snprintf(cmd->identity.tz, sizeof cmd->identity.tz, "%s", c->zone.name);
	wits0_init(&c->decoder);
	frametime_init(&c->time, &c->zone, order);
	if (!merge_init(&c->merge, &c->map, &cmd->nulls, &c->time, &o))
		die(EX_OSERR, "out of memory");
	c->last_ts = NAN;
	if (!source_open(&c->source, cmd->files[0], why))
		die(EX_NOINPUT, "%s", why);
}

/* The `stream` record and the header. */
static void start(struct capture *c)
{
	const char *names[ITEMMAP_COLUMNS + 1] = { "ts" };

	c->started = true;
	if (!c->well_settled && *c->merge.well)
		snprintf(c->cmd.identity.well, sizeof c->cmd.identity.well, "%s", c->merge.well);
	cmd_start_stream(&c->cmd);
	for (int k = 0; k < c->map.n_columns; k++)
		names[k + 1] = c->map.column[k].name;
	cmd_write_header(&c->cmd, NULL, names, c->map.n_columns + 1);
}

/* What holds from this row on: a gap before it, another well, what --runs says. */
static void write_changes(struct capture *c, double ts)
{
	json_t *record;

	if (ts - c->last_ts > GAP_S) {
		record = json_pack("{s:s}", "type", "gap");
		if (!record || !json_put_number(record, "start", c->last_ts) || !json_put_number(record, "end", ts) ||
		    !json_put_text(record, "cause", "no data"))
			die(EX_OSERR, "out of memory");
		cmd_write_record(&c->cmd, record);
	}
	if (!c->well_settled && *c->merge.well && strcmp(c->merge.well, c->cmd.identity.well) != 0) {
		snprintf(c->cmd.identity.well, sizeof c->cmd.identity.well, "%s", c->merge.well);
		record = json_pack("{s:s}", "type", "set");
		if (!record || !json_put_number(record, "ts", ts) || !json_put_text(record, "wellbore", c->merge.well))
			die(EX_OSERR, "out of memory");
		cmd_write_record(&c->cmd, record);
	}
	while (c->runs && (record = runs_due(c->runs, ts, merge_value(&c->merge, CH_HOLE_DEPTH))))
		cmd_write_record(&c->cmd, record);
}

static void judge_units(struct capture *c)
{
	const char *other = strcmp(units, "metric") == 0 ? "fps" : "metric";
	char names[160];
	int fits, misfits = merge_misfits(&c->merge, names, sizeof names, &fits);

	c->judged = true;
	if (misfits == 0 || c->cmd.o.quiet)
		return;
	if (fits == 0)
		warning("%s: the values of %s fit only --units %s", c->source.name, names, other);
	else
		warning("%s: the values of %s fit only %s units, others only %s; a --map can give each item its unit",
			c->source.name, names, other, units);
}

static void write_row(struct capture *c)
{
	struct field f[ITEMMAP_COLUMNS + 1];
	double ts = c->merge.ready->ts;

	if (!c->started)
		start(c);
	write_changes(c, ts);
	text_clear(&c->ts);
	text_number(&c->ts, ts);
	if (c->ts.failed)
		die(EX_OSERR, "out of memory");
	f[0] = (struct field){ text_view(&c->ts), c->ts.len };
	merge_fields(&c->merge, f + 1);
	cmd_check(&c->cmd, stream_out_fields(c->cmd.out, f, c->map.n_columns + 1));
	c->last_ts = ts;
	if (!c->judged && c->merge.count[MERGE_ROWS] >= VOTES)
		judge_units(c);
}

/* Frames without a time, and none so far with one: every row would be without one. */
static void __attribute__((noreturn)) die_timeless(struct capture *c)
{
	if (*c->merge.bad_time)
		bad_data(c, "%s:%s; see --time-format and --map, or --stamp", c->source.name, c->merge.bad_time);
	bad_data(c, "%s:%llu: no date and time (%02ld05, %02ld06) in the frames; --stamp gives them the time of arrival",
		c->source.name, (unsigned long long)c->decoder.frame_line, primary, primary);
}

static void take_frames(struct capture *c, double arrival)
{
	struct merge *m = &c->merge;

	while (wits0_next(&c->decoder)) {
		if (merge_take(m, &c->decoder, arrival))
			write_row(c);
		else if (!c->started && *m->well)
			start(c);
		if (!m->timed && !stamp && m->count[MERGE_NO_TIME] >= TIMELESS)
			die_timeless(c);
	}
	if (!c->told_binary && c->decoder.taken >= BINARY && wits0_is_binary(&c->decoder)) {
		c->told_binary = true;
		if (!c->cmd.o.quiet)
			warning("%s: this looks like WITS level 1 or higher (binary), not level 0", c->source.name);
	}
}

static double now(clockid_t clock)
{
	struct timespec t;

	if (clock_gettime(clock, &t) < 0)
		die(EX_OSERR, "cannot read the clock: %s", strerror(errno));
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void show_progress(struct capture *c, bool last)
{
	const struct cmd_options *o = &c->cmd.o;
	double t, part;
	char line[64];
	int n;

	if (o->quiet || c->source.size <= 0 || !(o->progress || isatty(STDERR_FILENO)))
		return;
	t = now(CLOCK_MONOTONIC);
	if (!last && t < c->shown + 0.25)
		return;
	c->shown = t;
	part = (double)c->source.taken / (double)c->source.size;
	n = snprintf(line, sizeof line, "\r%s: %3.0f %%%s", progname, 100 * fmin(part, 1), last ? "\n" : "");
	if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0)
		c->source.size = -1;    /* nobody to show it to */
}

static void read_all(struct capture *c)
{
	for (;;) {
		size_t room;
		char *to = wits0_room(&c->decoder, &room);
		ssize_t n;

		if (source_waits(&c->source))
			cmd_check(&c->cmd, stream_out_flush(c->cmd.out));
		n = source_read(&c->source, to, room);
		if (n < 0)
			die(EX_IOERR, "cannot read %s: %s", c->source.name, strerror(errno));
		if (n == 0)
			break;
		wits0_fed(&c->decoder, (size_t)n);
		take_frames(c, stamp ? now(CLOCK_REALTIME) : NAN);
		show_progress(c, false);
	}
	wits0_finish(&c->decoder);
	if (merge_finish(&c->merge))
		write_row(c);
	show_progress(c, true);
}

/* An input that cannot give a row is an error, not an empty stream. */
static void check_input(struct capture *c)
{
	const struct merge *m = &c->merge;
	struct text seen = { 0 };

	if (c->source.taken == 0)
		bad_data(c, "%s: empty; no WITS frame", c->source.name);
	if (wits0_is_binary(&c->decoder) && !(c->told_binary && !c->cmd.o.quiet))
		bad_data(c, "%s: this looks like WITS level 1 or higher (binary), not level 0", c->source.name);
	if (c->decoder.count[WITS0_FRAMES] == 0)
		bad_data(c, "%s: no WITS frame (&& ... !!) in %llu bytes", c->source.name, (unsigned long long)c->source.taken);
	if (m->primaries == 0) {
		for (int r = 1; r < 100; r++)
			if (m->record_seen[r])
				text_format(&seen, " %02d", r);
		bad_data(c, "%s: no frame of record %02ld; there are records%s; see --primary", c->source.name, primary,
			seen.len ? text_view(&seen) : " none");
	}
	if (m->count[MERGE_ROWS] == 0 && m->count[MERGE_NO_TIME] == m->primaries)
		die_timeless(c);
	if (!settle && !c->cmd.o.quiet && m->count[MERGE_ROWS] >= SPREAD && m->count[MERGE_SAME_TIME] >= m->count[MERGE_ROWS])
		warning("%s: %llu of %llu frames of record %02ld are for the same second as the one before; see --settle",
			c->source.name, (unsigned long long)m->count[MERGE_SAME_TIME], (unsigned long long)m->primaries, primary);
}

/* Every count by its name: those of the decoder, then those of the merge. */
static const char *count_at(const struct capture *c, int k, uint64_t *count)
{
	if (k < WITS0_COUNTS) {
		*count = c->decoder.count[k];
		return wits0_count_names[k];
	}
	*count = c->merge.count[k - WITS0_COUNTS];
	return merge_count_names[k - WITS0_COUNTS];
}

static void write_counts(struct capture *c)
{
	json_t *record = json_pack("{s:s}", "type", "capture"), *unmapped = json_object();
	bool fine = record && unmapped;
	uint64_t count;
	char number[12];

	for (int k = 0; k < WITS0_COUNTS + MERGE_COUNTS && fine; k++) {
		const char *name = count_at(c, k, &count);
		fine = json_put_number(record, name, (double)count);
	}
	for (int i = 0; i < WITS0_NUMBERS && fine; i++) {
		if (!c->merge.unmapped[i])
			continue;
		snprintf(number, sizeof number, "%04d", i);
		fine = json_put_number(unmapped, number, (double)c->merge.unmapped[i]);
	}
	if (!fine || !json_put(record, "unmapped_items", unmapped))
		die(EX_OSERR, "out of memory");
	cmd_write_record(&c->cmd, record);
}

static void say_counts(struct capture *c)
{
	struct text t = { 0 };
	uint64_t count;

	for (int k = 0; k < WITS0_COUNTS + MERGE_COUNTS; k++) {
		const char *name = count_at(c, k, &count);
		if (count || strcmp(name, "rows") == 0)
			text_format(&t, "%s%llu %s", t.len ? ", " : "", (unsigned long long)count, name);
	}
	warning("%s: %s", c->source.name, text_view(&t));
	text_clear(&t);
	for (int i = 0; i < WITS0_NUMBERS && t.len < 1000; i++)
		if (c->merge.unmapped[i])
			text_format(&t, " %04d", i);
	if (t.len)
		warning("%s: items without a column:%s", c->source.name, text_view(&t));
	text_free(&t);
	if (*c->merge.bad_value)
		warning("%s:%s is not a number (the first of them)", c->source.name, c->merge.bad_value);
	if (*c->merge.bad_time)
		warning("%s:%s (the first of them)", c->source.name, c->merge.bad_time);
}

int main(int argc, char **argv)
{
	/* Static: the decoder's buffer and tables are half a megabyte. */
	static struct capture c;

	cmd_start(&c.cmd, argc, argv, options, &usage, CMD_IDENTITY);
	prepare(&c);
	read_all(&c);
	check_input(&c);
	if (!c.started)
		start(&c);
	if (!c.judged)
		judge_units(&c);
	write_counts(&c);
	cmd_check(&c.cmd, stream_out_end(c.cmd.out));
	if (c.cmd.o.verbose)
		say_counts(&c);
	source_close(&c.source);
	merge_free(&c.merge);
	runs_free(c.runs);
	text_free(&c.ts);
	return cmd_finish(&c.cmd);
}
