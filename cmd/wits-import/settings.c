/*
 * settings.c - wits-import's table of options, and the map; see settings.h.
 */
#include "settings.h"

#include <errno.h>
#include <math.h>
#include <unistd.h>

#include "atomic.h"

enum { MAP_MAX = 1 << 20 };

/* The options write here: a program has one set. */
static struct {
	const char *map, *columns, *time_format, *tz, *runs, *late, *index, *start, *derive, *without, *log;
	double reorder, gap, bit_diameter, torque_psi, block_weight;
	long header;
	bool keep, list;
} o = { .reorder = NAN, .gap = NAN, .bit_diameter = NAN, .torque_psi = NAN, .block_weight = NAN };

static const struct opt options[] = {
	{ .type = OPT_GROUP, .help = "What there is" },
	{ .letter = 'l', .name = "list", .type = OPT_FLAG, .to = &o.list,
		.help = "only show what the logs hold and how each column would be read" },
	{ .name = "log", .type = OPT_TEXT, .to = &o.log, .arg = "NAME|N",
		.help = "of a file with several logs (WITSML): the one with this name or number" },
	{ .type = OPT_GROUP, .help = "Columns" },
	{ .letter = 'm', .name = "map", .type = OPT_TEXT, .to = &o.map, .arg = "NAME",
		.help = "what the columns are: a map's file, or mudlog, geothermal-mudlog or surface-sensors" },
	{ .letter = 'c', .name = "columns", .type = OPT_TEXT, .to = &o.columns, .arg = "LIST",
		.help = "the log has no header: names of its columns (ts,wob_klbf,...); - leaves one out" },
	{ .name = "header", .type = OPT_INT, .to = &o.header, .arg = "LINE", .min = 1, .max = 1e6,
		.help = "the line of the header (else the first line that names known channels)" },
	{ .name = "keep", .type = OPT_FLAG, .to = &o.keep, .help = "pass the columns that are no channel, too" },
	{ .name = "without", .type = OPT_TEXT, .to = &o.without, .arg = "CHANNEL,...",
		.help = "leave out the columns of these channels (torque,flow_out_pct)" },
	{ .name = "torque-psi-per-kft-lbf", .type = OPT_REAL, .to = &o.torque_psi, .arg = "X", .min = 0.1, .max = 10000,
		.help = "torque is the pressure of a hydraulic top drive: psi a kft.lbf" },
	{ .type = OPT_GROUP, .help = "Time and order" },
	{ .name = "index", .type = OPT_CHOICE, .to = &o.index, .arg = "time|depth",
		.help = "what rows are by (time); depth: the time is made of footage over ROP" },
	{ .name = "start", .type = OPT_TEXT, .to = &o.start, .arg = "TIME",
		.help = "when a log by depth, or whose times count from 0, began (1970-01-01)" },
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
	{ .type = OPT_GROUP, .help = "What no sensor measured" },
	{ .name = "derive", .type = OPT_TEXT, .to = &o.derive, .arg = "RULE,...",
		.help = "make channels: bit_depth=block:3000ft, rop=block:30s, wob=hookload" },
	{ .name = "block-weight", .type = OPT_QUANTITY, .to = &o.block_weight, .arg = "KLBF", .min = 1, .max = 2500,
		.quantity = Q_FORCE, .help = "hookload in slips, for --derive" },
	{ .type = OPT_GROUP, .help = "Bit" },
	{ .name = "runs", .type = OPT_TEXT, .to = &o.runs, .arg = "FILE",
		.help = "what changes on the way: bits, mud, campaign (CSV, see the manual)" },
	{ .name = "bit-diameter", .type = OPT_QUANTITY, .to = &o.bit_diameter, .arg = "LEN", .min = 1, .max = 60,
		.quantity = Q_DIAMETER, .help = "diameter of the bit, in inches or with a unit (12.25, 311.15mm)" },
	OPT_END
};
static const struct opt_usage usage = {
	.synopsis = "[option]... [FILE]...",
	.about = "Reads a rig's log (CSV, WITSML or LAS, by time or depth) and writes it as a stream with canonical columns, "
		"units and times.",
	.example = "wits-import --bit-diameter 12.25 well.csv | ml-filter | ml-segment | ml-correlate |\n"
		"    ml-optimal | ml-report",
};

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

static void load_map(struct settings *s)
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
	if (!map_parse(&s->map, bytes, len, &why))
		die(EX_CONFIG, "--map: %s:%s", file, text_view(&why));
	free(bytes);
	text_free(&path);
	text_free(&why);
	s->plan.map = &s->map;
}

/* A channel as users name it: by its column, its alias or its stem. */
static enum channel find_channel(const char *name)
{
	enum channel found = channel_by_name(name);

	for (enum channel c = 0; found == CHANNELS && c < CHANNELS; c++)
		if (strcmp(channel_table[c].stem, name) == 0)
			found = c;
	return found;
}

static void load_without(struct settings *s)
{
	for (const char *at = o.without; at; at = *at ? at + 1 : NULL) {
		size_t len = strcspn(at, ",");
		char name[64] = "";
		enum channel c;

		if (len < sizeof name)
			memcpy(name, at, len);
		c = find_channel(name);
		if (c == CHANNELS || c == CH_TS)
			die(EX_USAGE, "--without: '%.*s' is not a channel; use names such as torque_kft_lbf or torque",
				(int)len, at);
		s->plan.without[c] = true;
		at += len;
	}
}

static void load_start(struct settings *s)
{
	const struct when_zone *zone = &s->clock.zone;
	struct when_read read;
	char why[WHEN_WHY];

	s->start_given = o.start != NULL;
	s->start = 0;
	if (o.start && !when_parse(o.start, strlen(o.start), zone, WHEN_ORDER_NONE, &s->start, &read, why))
		die(EX_USAGE, "--start: %s", why);
	s->clock.start = o.start && !s->plan.by_depth ? s->start : (double)NAN;
	if (o.start && !s->plan.by_depth && o.time_format && strcmp(o.time_format, "epoch") != 0)
		die(EX_USAGE, "--start is for times that count from 0, and --time-format %s says they are dates; leave one out",
			o.time_format);
}

/* What is of time only, or of depth only. */
static void check_index(void)
{
	const struct { const char *name; bool given; } of_time[] = {
		{ "--time-format", o.time_format != NULL }, { "--reorder", !isnan(o.reorder) }, { "--late", o.late != NULL },
		{ "--gap", !isnan(o.gap) }, { "--derive", o.derive != NULL },
	};

	for (size_t k = 0; k < sizeof of_time / sizeof *of_time; k++)
		if (of_time[k].given)
			die(EX_USAGE, "%s is for logs by time; leave out it or --index depth", of_time[k].name);
}

static void load_derive(struct settings *s)
{
	struct text why = { 0 };

	if (!o.derive) {
		if (!isnan(o.block_weight))
			die(EX_USAGE, "--block-weight is for --derive; to tell ml-filter, give it there");
		return;
	}
	if (!derivation_parse(&s->derive, o.derive, &why))
		die(EX_USAGE, "--derive: %s", text_view(&why));
	text_free(&why);
	if (isnan(o.block_weight) && (s->derive.depth || s->derive.wob))
		die(EX_USAGE, "--derive bit_depth and wob need the hookload in slips: say it by --block-weight KLBF");
	s->derive.block_weight = o.block_weight;
}

void settings_start(struct settings *s, struct cmd *c, int argc, char **argv)
{
	char why[256];

	cmd_start(c, argc, argv, options, &usage, CMD_IDENTITY);
	*s = (struct settings){ .map_name = o.map, .columns = o.columns, .time_format = o.time_format,
		.runs = o.runs, .pick = o.log, .list = o.list, .header = o.header, .tz_given = o.tz != NULL,
		.drop_late = o.late && strcmp(o.late, "drop") == 0, .reorder = isnan(o.reorder) ? 5 : o.reorder,
		.gap = isnan(o.gap) ? 60 : o.gap };
	s->plan = (struct layout_plan){ .keep = o.keep, .torque_psi = o.torque_psi,
		.by_depth = o.index && strcmp(o.index, "depth") == 0 };
	if (o.columns && o.header)
		die(EX_USAGE, "--columns is for logs without a header; leave out --header or --columns");
	if (s->plan.by_depth)
		check_index();
	load_map(s);
	load_without(s);
	if (!when_zone_parse(&s->clock.zone, o.tz ? o.tz : "UTC", why))
		die(EX_USAGE, "--tz: %s", why);
	load_start(s);
	load_derive(s);
	cmd_identity(c);
	s->well_given = cmd_setting(c, c->o.well, "WELL_ID", "well", "id") != NULL;
	s->field_given = cmd_setting(c, c->o.field, "FIELD_NAME", "well", "field") != NULL;
	memcpy(c->identity.tz, s->clock.zone.name, sizeof c->identity.tz);
	c->identity.by_depth = s->plan.by_depth;
	if (!isnan(o.bit_diameter))
		c->identity.bit.diameter_in = o.bit_diameter;
}
