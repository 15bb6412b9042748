/*
 * wits-capture.c - WITS level 0 in, an mlstream of sample rows or a spool out: the options, and which loop runs.
 *
 * Saved logs and pipes are read by feed.c, lines by live.c; hub.c knows whose bytes they are, rig.c makes rows of them. What
 * is done with damage is in wits0(5).
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "feed.h"
#include "live.h"

static const char *units = "fps", *map_path, *items, *tz, *runs_path, *time_format = "ymd";
static const char *spool_dir, *raw_path, *heartbeat, *allow, *replay, *senders_path, *clock_name = "rig";
static long primary = 1, max_senders = 256, max_rate = 2000;
static double hold = 10, fsync_s = 1, timeout_s = 120, stale_s = 60, check_s = 30;
static bool stamp, settle, check, confirm;
static bool gave_fsync, gave_timeout, gave_stale, gave_senders_max, gave_rate, gave_clock, gave_for;

static const struct opt options[] = {
	{ .type = OPT_GROUP, .help = "What the sender sends:" },
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
	{ .name = "clock", .type = OPT_CHOICE, .to = &clock_name, .arg = "rig|arrival|corrected", .given = &gave_clock,
		.help = "time of a row: the rig's, ours, or the rig's set right (rig)" },
	{ .name = "runs", .type = OPT_TEXT, .to = &runs_path, .arg = "FILE",
		.help = "CSV of what changes on the way (bit, mud, campaign)" },
	{ .type = OPT_GROUP, .help = "A line to a rig:" },
	{ .name = "check", .type = OPT_FLAG, .to = &check, .help = "show what comes, with names, units and rates, and end" },
	{ .name = "for", .type = OPT_DURATION, .to = &check_s, .arg = "TIME", .min = 0, .max = 86400, .given = &gave_for,
		.help = "how long --check looks; 0: until interrupted (30s)" },
	{ .name = "heartbeat", .type = OPT_TEXT, .to = &heartbeat, .arg = "pason|TEXT[@SECS]",
		.help = "what the sender wants to hear so that it goes on" },
	{ .name = "timeout", .type = OPT_DURATION, .to = &timeout_s, .arg = "TIME", .min = 0.1, .max = 1e6,
		.given = &gave_timeout, .help = "without a frame for this long a line is begun anew (120s)" },
	{ .name = "stale", .type = OPT_DURATION, .to = &stale_s, .arg = "TIME", .min = 0.1, .max = 1e6, .given = &gave_stale,
		.help = "without a frame for this long there is an alarm (60s)" },
	{ .name = "allow", .type = OPT_TEXT, .to = &allow, .arg = "CIDR,...", .help = "addresses that may connect (all)" },
	{ .name = "senders", .type = OPT_TEXT, .to = &senders_path, .arg = "FILE",
		.help = "CSV: which well an address is, and how it is read" },
	{ .name = "max-senders", .type = OPT_INT, .to = &max_senders, .arg = "N", .min = 1, .max = 100000,
		.given = &gave_senders_max, .help = "senders at a time (256)" },
	{ .name = "max-rate", .type = OPT_INT, .to = &max_rate, .arg = "LINES/S", .min = 0, .max = 1e9, .given = &gave_rate,
		.help = "a sender of more lines for long is dropped; 0: none is (2000)" },
	{ .type = OPT_GROUP, .help = "Keeping it:" },
	{ .name = "spool", .type = OPT_TEXT, .to = &spool_dir, .arg = "DIR",
		.help = "append the rows to DIR/FIELD/WELL/YYYY-MM-DD.csv" },
	{ .name = "fsync", .type = OPT_DURATION, .to = &fsync_s, .arg = "TIME", .min = 0, .max = 86400, .given = &gave_fsync,
		.help = "at most this long until rows are on the disk (1s)" },
	{ .name = "confirm", .type = OPT_FLAG, .to = &confirm, .help = "what the spool holds in doubt is right" },
	{ .name = "raw", .type = OPT_TEXT, .to = &raw_path, .arg = "FILE", .help = "keep the bytes as they came" },
	{ .name = "replay", .type = OPT_CHOICE, .to = &replay, .arg = "1|60|max",
		.help = "speed at which a raw file is read (max)" },
	OPT_END
};
static const struct opt_usage usage = {
	.synopsis = "[option]... [FILE | - | tcp://HOST:PORT | listen://[ADDR]:PORT | serial:///dev/TTY]",
	.about = "Reads WITS level 0 frames and writes them as sample rows, over any damage, which it counts.",
	.example = "wits-capture --units metric rig.wits | ml-filter --bit-diameter 12.25",
};

enum kind { FILE_LOG = 1, FILE_RAW = 2, PIPE = 4, LINE = 8, LISTENER = 16 };

/* What an option is for; with another source it would say nothing, and whoever gave it expected something. */
static void check_kinds(enum kind kind)
{
	const struct { bool given; int kinds; const char *name, *words; } rules[] = {
		{ allow != NULL, LISTENER, "allow", "listen://" }, { senders_path != NULL, LISTENER, "senders", "listen://" },
		{ gave_senders_max, LISTENER, "max-senders", "listen://" }, { gave_rate, LISTENER, "max-rate", "listen://" },
		{ heartbeat != NULL, LINE | LISTENER, "heartbeat", "tcp://, listen:// and serial://" },
		{ gave_timeout, LINE | LISTENER, "timeout", "tcp://, listen:// and serial://" },
		{ gave_stale, LINE | LISTENER, "stale", "tcp://, listen:// and serial://" },
		{ gave_for, LINE | LISTENER | PIPE, "for", "a line" },
		{ raw_path != NULL, PIPE | LINE | LISTENER, "raw", "a line or standard input" },
		{ replay != NULL, FILE_RAW, "replay", "a raw file, as --raw writes it" },
		{ strcmp(clock_name, "rig") != 0, FILE_RAW | PIPE | LINE | LISTENER, "clock",
			"what has arrival times: a line, standard input, a raw file" },
	};

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].given && !(rules[i].kinds & (int)kind))
			die(EX_USAGE, "--%s is for %s", rules[i].name, rules[i].words);
	if (kind == LISTENER && runs_path && spool_dir)
		die(EX_USAGE, "--runs is of one well; a listener with --spool takes many");
	if (!spool_dir && gave_fsync)
		die(EX_USAGE, "--fsync is for --spool");
	if (!spool_dir && confirm)
		die(EX_USAGE, "--confirm is for --spool");
	if (!check && gave_for)
		die(EX_USAGE, "--for is for --check");
	if (check && spool_dir)
		die(EX_USAGE, "--check writes no rows; it goes without --spool");
}

static void copy(char *to, size_t size, const char *from) { snprintf(to, size, "%s", from); }

static void prepare(struct cmd *cmd, struct settings *s, struct profile_words *words)
{
	char why[ADDRESS_WHY];

	if (cmd->n_files > 1)
		die(EX_USAGE, "one source at a time; '%s' is too many", cmd->files[1]);
	*words = (struct profile_words){ .units = units, .map = map_path, .items = items, .nulls = cmd->o.nulls, .tz = tz,
		.heartbeat = heartbeat, .primary = (int)primary };
	*s = (struct settings){
		.merge = { .primary = (int)primary, .hold = hold, .settle = settle, .stamp = stamp },
		.clock = strcmp(clock_name, "rig") == 0 ? CLOCK_RIG :
			strcmp(clock_name, "arrival") == 0 ? CLOCK_ARRIVAL : CLOCK_CORRECTED,
		.runs = runs_path, .spool = spool_dir, .raw = raw_path, .replay = replay, .output = cmd->o.output,
		.fsync = fsync_s, .timeout = timeout_s, .stale = stale_s, .check_s = check_s,
		.max_senders = max_senders, .check = check, .confirm = confirm, .quiet = cmd->o.quiet, .verbose = cmd->o.verbose,
	};
	if (!when_order_parse(time_format, &s->order))
		die(EX_SOFTWARE, "--time-format: no order '%s'", time_format);
	if (allow && !nets_parse(&s->allow, allow, why))
		die(EX_USAGE, "--allow: %s", why);
	cmd_identity(cmd);
	s->settled = cmd_setting(cmd, cmd->o.well, "WELL_ID", "well", "id") != NULL;
	copy(s->well, sizeof s->well, cmd->identity.well);
	copy(s->field, sizeof s->field, cmd->identity.field);
}

/* Rows go to the stream, to the spool, or (with -o) to both. */
static struct cmd *stream_of(struct cmd *cmd, enum kind kind)
{
	if (!spool_dir || check)
		return check ? NULL : cmd;
	if (!cmd->o.output) {
		if (cmd->o.format)
			die(EX_USAGE, "--format is of the stream, which --spool takes the place of; -o - writes it too");
		return NULL;
	}
	if (kind == LISTENER)
		die(EX_USAGE, "the rows of several senders make no stream; --spool goes without --output here");
	return cmd;
}

/* The options that a person will want again in the command that --check ends with. */
static void repeat_options(struct text *t)
{
	const struct { const char *name, *value; } given[] = {
		{ "map", map_path }, { "items", items }, { "heartbeat", heartbeat }, { "tz", tz },
		{ "time-format", strcmp(time_format, "ymd") == 0 ? NULL : time_format },
	};

	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		if (given[i].value)
			text_format(t, strpbrk(given[i].value, " \t\\'\"$&;|<>(){}*?#!`~") ? " --%s '%s'" : " --%s %s",
				given[i].name, given[i].value);
	if (primary != 1)
		text_format(t, " --primary %02ld", primary);
}

static void begin_check(struct hub *h, const struct address *a, const char *name, enum kind kind)
{
	static struct text given;
	struct check_options o = {
		.source = name, .metric = strcmp(units, "metric") == 0, .stamp = stamp, .heartbeat = heartbeat != NULL,
		.live = kind != FILE_LOG && kind != FILE_RAW, .serial = a->kind == ADDRESS_SERIAL, .primary = (int)primary,
		.nulls = &h->options->nulls, .zone = &h->options->zone, .order = h->s->order,
	};

	repeat_options(&given);
	o.given = text_view(&given);
	h->check = check_new(&o);
	h->decoder = calloc(1, sizeof *h->decoder);
	if (given.failed || !h->check || !h->decoder)
		die(EX_OSERR, "out of memory");
	wits0_init_zeroed(h->decoder);
}

static enum kind kind_of(const struct address *a, const struct source *source)
{
	if (a->kind == ADDRESS_LISTEN)
		return LISTENER;
	if (a->kind == ADDRESS_TCP || a->kind == ADDRESS_SERIAL)
		return LINE;
	return !source->never_waits ? PIPE : feed_is_raw(source) ? FILE_RAW : FILE_LOG;
}

/* What a person reads, and the answer as a status: 0 there were frames, 1 there were none. */
static int finish_check(struct cmd *cmd, struct hub *h)
{
	struct text page = { 0 };
	bool any = h->decoder->count[WITS0_FRAMES] > 0;

	check_text(h->check, h->decoder, &page);
	if (page.failed)
		die(EX_OSERR, "out of memory");
	cmd_check(cmd, stream_out_bytes(cmd->out, text_view(&page), page.len));
	text_free(&page);
	check_free(h->check);
	free(h->decoder);
	return any ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* A source that ends: read to its end, judged as a whole. */
static void run_feed(struct hub *h, struct source *source, struct cmd *cmd, enum kind kind)
{
	bool many;

	cmd->size = source->size;
	cmd->show = !cmd->o.quiet && source->size > 0 && (cmd->o.progress || isatty(STDERR_FILENO));
	if (kind == FILE_RAW)
		feed_replay(h, source, !replay || strcmp(replay, "max") == 0 ? 0 : strtod(replay, NULL));
	else
		feed_run(h, source, stamp || check || strcmp(clock_name, "rig") != 0);
	many = h->n != 1;
	if (!h->check && many && source->taken == 0)
		die(EX_DATAERR, "%s: empty; no WITS frame", source->name);
	if (!h->check && h->n == 0)
		die(EX_DATAERR, "%s: no WITS frame (&& ... !!) in %llu bytes", source->name, (unsigned long long)source->taken);
	if (!h->check && !many)
		rig_check_input(h->rig[0], source->taken);
	source_close(source);
}

/* Opens what the operand names; whether it is a line or ends is known then. */
static enum kind open_source(struct cmd *cmd, struct address *a, struct source *source)
{
	const char *operand = cmd->files[0];
	char why[SOURCE_WHY];

	*a = (struct address){ .kind = strcmp(operand, "-") == 0 ? ADDRESS_STDIN : ADDRESS_FILE };
	if (strstr(operand, "://") && !address_parse(a, operand, why))
		die(EX_USAGE, "%s", why);
	if ((a->kind == ADDRESS_STDIN || a->kind == ADDRESS_FILE) && !source_open(source, operand, why))
		die(EX_NOINPUT, "%s", why);
	return kind_of(a, source);
}

static int finish(struct cmd *cmd, struct hub *h, struct profile *p, struct senders *senders, double until)
{
	int status = EXIT_SUCCESS, closed;
	bool whole = true;

	if (h->check)
		status = finish_check(cmd, h);
	else
		whole = hub_stop(h, until);
	profile_free(p);
	senders_free(senders);
	closed = cmd_finish(cmd);
	return !whole ? EX_IOERR : status ? status : closed;
}

int main(int argc, char **argv)
{
	static struct cmd cmd;
	static struct settings settings;
	static struct profile profile;
	struct profile_words words;
	struct senders senders = { 0 };
	struct hub hub = { .s = &settings, .options = &profile, .senders = &senders };
	struct source source = { .fd = -1 };
	struct address address;
	char why[SENDERS_WHY];
	double until = NAN;
	enum kind kind;
	int status;

	cmd_start(&cmd, argc, argv, options, &usage, CMD_IDENTITY);
	prepare(&cmd, &settings, &words);
	if ((status = profile_build(&profile, &words, why)) != 0)
		die(status, "%s", why);
	if (runs_path) {
		struct runs *runs = runs_load(runs_path, why);  /* a wrong file is said before anything is waited for */

		if (!runs)
			die(EX_DATAERR, "%s", why);
		runs_free(runs);
	}
	kind = open_source(&cmd, &address, &source);
	check_kinds(kind);
	hub.cmd = stream_of(&cmd, kind);
	hub.listens = kind == LISTENER;
	hub.newest_wins = kind == FILE_RAW;
	hub.live = kind == LINE || kind == LISTENER;
	settings.merge.stamp |= hub.live || kind == FILE_RAW;
	settings.began = live_clock(CLOCK_REALTIME);
	settings.sync_together = kind == LISTENER;
	settings.max_rate = kind == LISTENER ? max_rate : 0;
	if (!hub.live)
		settings.stale = HUGE_VAL;
	if (senders_path && (status = senders_load(&senders, senders_path, &words, why)) != 0)
		die(status, "%s", why);
	if (check)
		begin_check(&hub, &address, cmd.files[0], kind);
	hub_begin(&hub);
	if (hub.live)
		until = live_run(&hub, &address, cmd.files[0], check && check_s > 0 ? check_s : HUGE_VAL);
	else
		run_feed(&hub, &source, &cmd, kind);
	return finish(&cmd, &hub, &profile, &senders, until);
}
