/*
 * ml-query - asks a store of reports: what is latest, what was, what fits here. Read-only: nothing is opened for writing, nothing
 * is locked, so that a web side may use it and nothing else.
 *
 * A command is a row of the table; options are common to all, and a row says which of them it takes.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "fields.h"
#include "folder.h"
#include "gnuplot_text.h"
#include "query.h"

#define PLACE "well field campaign"
#define PERIOD "since until hours now"

static const struct query_command commands[] = {
	{ "latest", NULL, PLACE " limit now fields", "json|text|csv|gnuplot", "the newest report", query_latest },
	{ "history", NULL, PLACE " " PERIOD " limit fields", "json|text|csv|gnuplot", "reports of a time", query_history },
	{ "field", "NAME", "well campaign " PERIOD " limit fields", "json|text|csv|gnuplot",
		"reports of all wells of a field", query_field },
	{ "show", "KEY", "", "json|text", "one report as it is stored", query_show_key },
	{ "stats", NULL, PLACE " " PERIOD, "text|json", "how many and how good", query_stats },
	{ "wells", NULL, PLACE " " PERIOD " limit fields", "json|text|csv", "which fields, wells and campaigns there are",
		query_wells },
	{ "optimal", NULL, PLACE " depth formation tops d-exponent limit now fields", "json|text|csv",
		"the best point drilled near a depth, and what speaks for it", query_optimal },
	{ "search", NULL, PLACE " depth formation tops d-exponent barrier well-type text limit now fields", "json|text|csv",
		"reports like a question, with the reasons", query_search },
	{ "context", NULL, PLACE " depth formation tops d-exponent limit now", "text|json",
		"history in words for an LLM", query_context },
	{ "tour", NULL, PLACE " from hours date tz now", "text|html", "the hand-over of a shift on one page", query_tour },
	{ "overview", NULL, "well field spool fields", "json|csv", "each well's newest report, last failure and last sample",
		query_overview },
	{ "samples", NULL, "spool well field since until columns max-points", "json|csv",
		"rows of a spool, thinned for a screen (no STORE)", query_samples },
};
enum { N_COMMANDS = sizeof commands / sizeof *commands, N_OPTIONS = 32 };

static struct query_options options = { .hours = NAN, .depth = NAN, .d_exponent = NAN };
static bool given[N_OPTIONS];

static const struct opt opts[N_OPTIONS + 1] = {
	{ .letter = 'f', .name = "format", .type = OPT_CHOICE, .to = &options.format, .arg = "json|text|csv|html|gnuplot",
		.help = "a report a line (default), for people, CSV, or a script of gnuplot" },
	{ .name = "well", .type = OPT_TEXT, .to = &options.well, .arg = "NAME", .help = "only this well", .given = &given[1] },
	{ .name = "field", .type = OPT_TEXT, .to = &options.field, .arg = "NAME", .help = "only this field", .given = &given[2] },
	{ .name = "campaign", .type = OPT_TEXT, .to = &options.campaign, .arg = "NAME",
		.help = "only production, plug_abandonment or idle", .given = &given[3] },
	{ .name = "limit", .type = OPT_INT, .to = &options.limit, .arg = "N", .min = 1, .max = 1e9,
		.help = "at most N, the newest", .given = &given[4] },
	{ .name = "fields", .type = OPT_TEXT, .to = &options.fields, .arg = "LIST",
		.help = "only these parts: well_id,result.confidence,depth_range.0", .given = &given[5] },
	{ .name = "since", .type = OPT_TEXT, .to = &options.since, .arg = "TIME",
		.help = "windows that ended at TIME or later", .given = &given[6] },
	{ .name = "until", .type = OPT_TEXT, .to = &options.until, .arg = "TIME",
		.help = "windows that ended at TIME or before", .given = &given[7] },
	{ .name = "hours", .type = OPT_REAL, .to = &options.hours, .arg = "N", .min = 0, .max = 1e7,
		.help = "windows that ended in the last N hours", .given = &given[8] },
	{ .name = "now", .type = OPT_TEXT, .to = &options.now, .arg = "TIME",
		.help = "as of TIME instead of the clock", .given = &given[9] },
	{ .type = OPT_GROUP, .help = "optimal, search, context" },
	{ .name = "depth", .type = OPT_QUANTITY, .to = &options.depth, .arg = "FT", .min = 0, .max = 100000, .quantity = Q_LENGTH,
		.help = "near this depth", .given = &given[11] },
	{ .name = "formation", .type = OPT_TEXT, .to = &options.formation, .arg = "NAME",
		.help = "in this rock: soft, medium, hard, very hard, or a name", .given = &given[12] },
	{ .name = "tops", .type = OPT_TEXT, .to = &options.tops, .arg = "NAME",
		.help = "in the formation that a tops file calls so", .given = &given[13] },
	{ .name = "d-exponent", .type = OPT_REAL, .to = &options.d_exponent, .arg = "D", .min = 0.01, .max = 10,
		.help = "in rock of about this d-exponent", .given = &given[14] },
	{ .name = "well-type", .type = OPT_TEXT, .to = &options.well_type, .arg = "TYPE",
		.help = "plug and abandonment: a well of this type", .given = &given[15] },
	{ .name = "barrier", .type = OPT_TEXT, .to = &options.barrier_kind, .arg = "KIND",
		.help = "plug and abandonment: a barrier of this kind", .given = &given[16] },
	{ .name = "text", .type = OPT_TEXT, .to = &options.text, .arg = "WORDS",
		.help = "with these words", .given = &given[17] },
	{ .type = OPT_GROUP, .help = "tour" },
	{ .name = "from", .type = OPT_TEXT, .to = &options.from, .arg = "HH:MM",
		.help = "when the shift began; it lasts --hours (default 12)", .given = &given[19] },
	{ .name = "date", .type = OPT_TEXT, .to = &options.date, .arg = "YYYY-MM-DD",
		.help = "on which day (default: the last shift that has begun)", .given = &given[20] },
	{ .name = "tz", .type = OPT_TEXT, .to = &options.tz, .arg = "ZONE",
		.help = "of --from, and of the times shown (else [well] tz, else UTC)", .given = &given[21] },
	{ .type = OPT_GROUP, .help = "samples, overview" },
	{ .name = "spool", .type = OPT_TEXT, .to = &options.spool, .arg = "DIR",
		.help = "the spool of wits-capture", .given = &given[23] },
	{ .name = "columns", .type = OPT_TEXT, .to = &options.columns, .arg = "LIST",
		.help = "only these columns or channels: wob_klbf,rop", .given = &given[24] },
	{ .name = "max-points", .type = OPT_INT, .to = &options.max_points, .arg = "N", .min = 2, .max = 20000,
		.help = "more rows than N (2000) become N buckets of least and greatest", .given = &given[25] },
	OPT_END
};

static const struct query_command *find_command(const char *name)
{
	for (int i = 0; i < N_COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* Whether a word is one of a list with `between` between. */
static bool has_word(const char *list, char between, const char *word)
{
	char reject[2] = { between, '\0' };
	size_t len = strlen(word);

	for (; *list; list += strcspn(list, reject), list += *list == between)
		if (strcspn(list, reject) == len && memcmp(list, word, len) == 0)
			return true;
	return false;
}

/* The help's list of commands. */
static const char *about(void)
{
	static struct text words;

	text_str(&words, "Asks the reports in STORE, newest first. Reads only.\nAdvisory only: not a well-control, stuck-pipe or "
		"barrier-certification system.\n\nCommands:");
	for (int i = 0; i < N_COMMANDS; i++) {
		char left[40];
		snprintf(left, sizeof left, "%s%s%s", commands[i].name, commands[i].argument ? " " : "",
			commands[i].argument ? commands[i].argument : "");
		text_format(&words, "\n  %-14s %s", left, commands[i].help);
	}
	if (words.failed)
		query_out_of_memory();
	return words.s;
}

static void check_options(const struct query_command *command)
{
	for (int i = 0; opts[i].type != OPT_NONE; i++)
		if (opts[i].given && *opts[i].given && !has_word(command->takes, ' ', opts[i].name))
			die(EX_USAGE, "'%s' takes no --%s%s%s", command->name, opts[i].name, *command->takes ? "; it takes " : "",
				command->takes);
	if (options.format && !has_word(command->formats, '|', options.format))
		die(EX_USAGE, "--format: '%s' knows %s, not '%s'", command->name, command->formats, options.format);
}

static enum query_format format_of(const struct query_command *command)
{
	static const char *const names[] = { "json", "text", "csv", "html", "gnuplot" };
	const char *name = options.format ? options.format : command->formats;
	size_t len = strcspn(name, "|");

	for (int i = 0; i < 5; i++)
		if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
			return (enum query_format)i;
	return QUERY_JSON;
}

static double time_option(const char *option, const char *words, double otherwise)
{
	static const struct when_zone utc = { .name = "UTC" };
	struct when_read read;
	char why[WHEN_WHY];
	double ts;

	if (!words)
		return otherwise;
	if (!when_parse(words, strlen(words), &utc, WHEN_ORDER_NONE, &ts, &read, why))
		die(EX_USAGE, "--%s: %s", option, why);
	if (!read.had_zone)
		die(EX_USAGE, "--%s: '%s' has no time zone; use 2009-07-03T18:00:00Z or Unix seconds", option, words);
	return ts;
}

static void settle_time(struct query *q)
{
	struct timespec clock = { 0 };
	struct tree_want *want = &q->want;

	if (clock_gettime(CLOCK_REALTIME, &clock) != 0)
		die(EX_OSERR, "cannot read the clock: %s", strerror(errno));
	q->now = time_option("now", options.now, (double)clock.tv_sec + (double)clock.tv_nsec / 1e9);
	want->since = time_option("since", options.since, NAN);
	want->until = time_option("until", options.until, NAN);
	if (isfinite(options.hours) && (options.since || options.until))
		die(EX_USAGE, "--hours counts back from --now; leave --since and --until, or use them alone");
	if (options.hours <= 0)
		die(EX_USAGE, "--hours: 0 is no time; use more");
	/* a window that ended just N hours ago is of the time before */
	if (isfinite(options.hours))
		want->since = nextafter(q->now - options.hours * 3600, INFINITY);
	if (options.now)
		want->until = fmin(want->until, q->now);
	if (want->since > want->until)
		die(EX_USAGE, "--since: '%s' is after %s", options.since ? options.since : "",
			options.now && !(options.until && want->until < q->now) ? "--now" : "--until");
}

static void check_name(const char *option, const char *name)
{
	struct text encoded = { 0 };
	char why[FOLDER_WHY];

	if (name && !folder_encode(&encoded, option, name, why))
		die(EX_USAGE, "%s", why);
	text_free(&encoded);
}

static void settle_want(struct query *q)
{
	enum campaign campaign;

	check_name("--well", options.well);
	check_name("--field", options.field);
	q->want.well = options.well;
	q->want.field = options.field;
	if (options.campaign && !campaign_parse(options.campaign, &campaign))
		die(EX_USAGE, "--campaign: '%s' is not production, plug_abandonment or idle", options.campaign);
	q->want.campaign = options.campaign ? campaign_name(campaign) : NULL;
	settle_time(q);
	if (!options.fields)
		return;
	if (q->format == QUERY_GNUPLOT)
		die(EX_USAGE, "--fields does not go with --format gnuplot: the script has the columns that it draws");
	q->columns = fields_new(options.fields);
	if (!q->columns)
		query_out_of_memory();
	if (!fields_count(q->columns))
		die(EX_USAGE, "--fields: '%s' names none; use key,well_id,result.confidence", options.fields);
}

static void settle_display(struct query *q)
{
	const char *units = conf_text(q->cmd->conf, "display", "units"), *zone = conf_text(q->cmd->conf, "well", "tz");
	char why[WHEN_WHY];

	q->metric = units && strcmp(units, "metric") == 0;
	if (options.tz)
		zone = options.tz;
	if (!when_zone_parse(&q->zone, zone ? zone : "UTC", why))
		die(options.tz ? EX_USAGE : EX_CONFIG, "%s: %s", options.tz ? "--tz" : "[well] tz", why);
}

/* Reads the spool, not a store. */
static bool stands_alone(const struct query_command *command)
{
	return command && command->run == query_samples;
}

/* STORE COMMAND [ARGUMENT] */
static const struct query_command *take_operands(struct query *q)
{
	char **words = q->cmd->files;
	int n = q->cmd->n_files;

	if (n == 1 && stands_alone(find_command(words[0])))
		return find_command(words[0]);
	if (n < 2)
		die(EX_USAGE, "%s; use ml-query STORE COMMAND, see ml-query --help", n == 1 && strcmp(words[0], "-") != 0 ?
			"no command" : "no store");
	const struct query_command *command = find_command(words[1]);
	if (!command)
		die(EX_USAGE, "'%s' is no command; see ml-query --help%s", words[1],
			find_command(words[0]) ? " (the store comes first)" : "");
	if (stands_alone(command))
		die(EX_USAGE, "'%s' takes no store, '%s' is too many; use ml-query %s --spool DIR", command->name, words[0],
			command->name);
	q->store = words[0];
	if (!command->argument && n > 2)
		die(EX_USAGE, "'%s' takes no more words; '%s' is too many", command->name, words[2]);
	if (command->argument && n < 3)
		die(EX_USAGE, "'%s' needs a %s", command->name, command->argument);
	if (n > 3)
		die(EX_USAGE, "'%s' takes one %s; '%s' is too many", command->name, command->argument, words[3]);
	q->argument = n > 2 ? words[2] : NULL;
	return command;
}

static int finish(struct query *q, int status)
{
	const char *unseen;

	if (status == QUERY_FOUND && q->format == QUERY_GNUPLOT)
		gnuplot_end(q);
	if (status == QUERY_FOUND && q->notice_due)
		text_format(&q->out, "%s\n", query_notice);
	query_flush(q, true);
	if (close(STDOUT_FILENO) != 0)
		die_write("<stdout>");
	if (q->damaged && !q->cmd->o.quiet)
		warning("%zu report%s damaged", q->damaged, q->damaged == 1 ? "" : "s");
	unseen = options.fields && q->puts ? fields_unseen(q->columns) : NULL;
	if (unseen && !q->cmd->o.quiet)
		warning("--fields: nothing has a '%s'", unseen);
	if (q->cmd->o.verbose)
		warning("%zu written, %zu damaged", q->puts, q->damaged);
	return status == QUERY_NONE && q->damaged && !q->puts ? EX_DATAERR : status;
}

int main(int argc, char **argv)
{
	static struct cmd c;
	static struct query q = { .cmd = &c };
	struct opt_usage usage = {
		.synopsis = "[option]... STORE COMMAND [NAME]", .about = about(),
		.example = "ml-query reports history --hours 24 --well WELL-001 -f text",
	};
	char why[TREE_WHY];

	cmd_start(&c, argc, argv, opts, &usage, CMD_NO_STREAM_OUT | CMD_NO_NULLS);
	const struct query_command *command = take_operands(&q);
	check_options(command);
	q.o = options;
	q.format = format_of(command);
	settle_want(&q);
	settle_display(&q);
	if (strcmp(command->name, "field") == 0)
		check_name("field", q.argument);
	c.show = c.o.progress && !c.o.quiet;
	if (!stands_alone(command))
		q.tree = tree_open(q.store, why);
	if (!q.tree && !stands_alone(command))
		die(EX_NOINPUT, "%s", why);
	int status = finish(&q, command->run(&q));
	query_rewind(&q);
	json_decref(q.damaged_keys);
	tree_close(q.tree);
	fields_free(q.columns);
	text_free(&q.out);
	cmd_finish(&c);
	return status;
}
