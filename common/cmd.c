/* cmd.c - what every tool's main() does the same way; see cmd.h. */
#include "cmd.h"
#include "conf_show.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>


/* The shared options write here: a program has one set. */
static struct cmd_options shared;
static struct stream_out *unfinished;   /* the output of a program that ends early: its file must not stay */

static void discard_unfinished(void)
{
	if (unfinished && shared.output)
		(void)stream_out_close(unfinished, false);
}

static const struct opt opt_stream[] = {
	{ .letter = 'f', .name = "format", .type = OPT_CHOICE, .to = &shared.format, .arg = "csv|ndjson",
		.help = "format of the output (input is recognised)" },
	{ .letter = 'o', .name = "output", .type = OPT_TEXT, .to = &shared.output, .arg = "FILE",
		.help = "write FILE, whole or not at all, instead of standard output" },
	OPT_END
};
static const struct opt opt_nulls[] = {
	{ .name = "null", .type = OPT_TEXT, .to = &shared.nulls, .arg = "LIST",
		.help = "numbers that mean no value (-9999,-8888,-999.25,-999,-32768; or none)" },
	OPT_END
};
static const struct opt opt_identity[] = {
	{ .name = "well", .type = OPT_TEXT, .to = &shared.well, .arg = "NAME", .help = "well and wellbore (else WELL_ID)" },
	{ .name = "field", .type = OPT_TEXT, .to = &shared.field, .arg = "NAME", .help = "field (else FIELD_NAME)" },
	{ .name = "campaign", .type = OPT_TEXT, .to = &shared.campaign, .arg = "NAME",
		.help = "production, plug_abandonment or idle (else CAMPAIGN)" },
	OPT_END
};
static const struct opt opt_common[] = {
	{ .name = "config", .type = OPT_TEXT, .to = &shared.config, .arg = "FILE", .help = "read ml.conf(5) (else ML_CONF)" },
	{ .name = "show-config", .type = OPT_FLAG, .to = &shared.show_config, .help = "show the settings in force and end" },
	{ .letter = 'v', .name = "verbose", .type = OPT_FLAG, .to = &shared.verbose, .help = "say at the end what was done" },
	{ .letter = 'q', .name = "quiet", .type = OPT_FLAG, .to = &shared.quiet, .help = "no warnings and no progress" },
	{ .name = "progress", .type = OPT_FLAG, .to = &shared.progress, .help = "show progress on standard error" },
	OPT_END
};

static void gather_options(struct opt *all, int flags)
{
	const struct opt *parts[] = {
		flags & CMD_NO_STREAM_OUT ? NULL : opt_stream, flags & CMD_NO_NULLS ? NULL : opt_nulls,
		flags & CMD_IDENTITY ? opt_identity : NULL, opt_common
	};
	int n = 0;

	for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
		for (const struct opt *o = parts[p]; o && o->type != OPT_NONE; o++)
			all[n++] = *o;
	all[n] = (struct opt)OPT_END;
}

static void read_settings(struct cmd *c)
{
	const char *path = c->o.config ? c->o.config : getenv("ML_CONF");
	char why[CONF_WHY];

	if (path && *path && !(c->conf = conf_load(path, why)))
		die(EX_CONFIG, "%s", why);
	nulls_default(&c->nulls);
	if (c->o.nulls && !nulls_parse(&c->nulls, c->o.nulls))
		die(EX_USAGE, "--null: '%s' is not a list of at most %d numbers, such as -999.25,-9999", c->o.nulls, NULLS_MAX);
}

static void show_settings(const struct cmd *c)
{
	const struct conf_given given = { .well = c->o.well, .field = c->o.field, .campaign = c->o.campaign };
	struct text t = { 0 };
	char why[CONF_WHY];

	if (!conf_show(&t, c->conf, &given, why))
		die(EX_CONFIG, "%s", why);
	if (t.failed)
		die(EX_OSERR, "out of memory");
	if (fwrite(t.s, 1, t.len, stdout) != t.len || fflush(stdout) != 0)
		die_write("<stdout>");
	exit(EXIT_SUCCESS);
}

void cmd_start(struct cmd *c, int argc, char **argv, const struct opt *own, const struct opt_usage *usage, int flags)
{
	static struct opt all[16];
	const char *slash = strrchr(argv[0], '/');
	int first;

	progname = slash ? slash + 1 : argv[0];
	/* A parent (systemd, cron) may have left SIGPIPE ignored; a filter ends quietly with its reader. */
	signal(SIGPIPE, SIG_DFL);
	*c = (struct cmd){ .source = progname, .flags = flags };
	gather_options(all, flags);
	first = opt_parse(argc, argv, own, all, usage);
	c->o = shared;
	c->files = argv + first;
	c->n_files = argc - first;
	if (c->n_files == 0) {
		static char standard[] = "-", *only[] = { standard, NULL };
		c->files = only;
		c->n_files = 1;
	}
	read_settings(c);
	if (c->o.show_config)
		show_settings(c);
	identity_default(&c->identity);
	if (flags & CMD_NO_STREAM_OUT)
		return;
	c->out_format = c->o.format && strcmp(c->o.format, "ndjson") == 0 ? STREAM_NDJSON : STREAM_CSV;
	c->out = stream_out_open(c->o.output, c->out_format);
	if (!c->out)
		die(EX_CANTCREAT, "cannot create %s: %s", c->o.output ? c->o.output : "<stdout>", strerror(errno));
	unfinished = c->out;
	if (atexit(discard_unfinished) != 0)
		die(EX_OSERR, "cannot register an exit handler");
}

bool cmd_open_input(struct cmd *c)
{
	if (c->next_file >= c->n_files)
		return false;
	const char *path = c->files[c->next_file++];
	stream_in_close(c->in);
	c->in = c->spool ? stream_in_open_spool(path) : stream_in_open(path);
	if (!c->in)
		die(EX_NOINPUT, "cannot open %s: %s", path, strerror(errno));
	if (c->out)
		stream_in_tie(c->in, c->out);
	c->size = stream_in_size(c->in);
	c->show = !c->o.quiet && c->size > 0 && (c->o.progress || isatty(STDERR_FILENO));
	return true;
}

void cmd_one_input(struct cmd *c)
{
	if (c->n_files > 1)
		die(EX_USAGE, "one input at a time; '%s' is too many", c->files[1]);
	cmd_open_input(c);
}

void cmd_progress(struct cmd *c, uint64_t done, int64_t size, bool last)
{
	struct timespec now;
	char line[64];

	if (clock_gettime(CLOCK_MONOTONIC, &now) < 0)
		return;
	double t = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
	if (!last && t < c->shown + 0.25)
		return;
	c->shown = t;
	double part = (double)done / (double)size;
	int n = snprintf(line, sizeof line, "\r%s: %3.0f %%%s", progname, 100 * fmin(part, 1), last ? "\n" : "");
	if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0)
		c->show = false;
}

void cmd_fault(struct cmd *c)
{
	switch (stream_in_fault(c->in)) {
	case STREAM_WRITE:
		die_write(stream_out_name(c->out));
	case STREAM_READ:
		die(EX_IOERR, "%s", stream_in_error(c->in));
	case STREAM_MEMORY:
		die(EX_OSERR, "%s", stream_in_error(c->in));
	default:
		break;
	}
	/* What was whole before the fault still goes out; the missing `end` tells the next stage that this was cut. */
	if (c->out && !(c->o.output) && stream_out_flush(c->out) < 0)
		die_write(stream_out_name(c->out));
	die(EX_DATAERR, "%s", stream_in_error(c->in));
}

enum stream_kind cmd_next(struct cmd *c)
{
	enum stream_kind kind = stream_read(c->in);
	char why[160];

	if (c->show && (++c->items & 4095) == 0)
		cmd_progress(c, stream_in_bytes(c->in), c->size, false);
	switch (kind) {
	case STREAM_ERROR:
		cmd_fault(c);
	case STREAM_OPEN:
		cmd_settle(c);
		break;
	case STREAM_RECORD:
		if (strcmp(stream_record(c->in)->type, "set") == 0 &&
		    !identity_apply_set(&c->identity, stream_record(c->in)->json, why))
			cmd_bad(c, NULL, "%s", why);
		break;
	case STREAM_EOF:
		if (c->show)
			cmd_progress(c, stream_in_bytes(c->in), c->size, true);
		break;
	default:
		break;
	}
	return kind;
}

void cmd_check(struct cmd *c, int status)
{
	if (status < 0)
		die_write(stream_out_name(c->out));
}

void cmd_write_record(struct cmd *c, json_t *record)
{
	if (!record)
		die(EX_OSERR, "out of memory");
	cmd_check(c, stream_out_record(c->out, record));
	json_decref(record);
}

void cmd_start_stream(struct cmd *c)
{
	json_t *record = identity_record(&c->identity);

	if (!record)
		die(EX_OSERR, "out of memory");
	cmd_check(c, stream_out_start(c->out, record));
	json_decref(record);
}

/* Column i of those read and those added. */
static const char *name_of(const struct header *from, const char *const *added, int i)
{
	int old = from ? from->n : 0;

	return i < old ? from->names[i] : added[i - old];
}

void cmd_write_header(struct cmd *c, const struct header *from, const char *const *added, int n)
{
	int columns = (from ? from->n : 0) + n;

	/* NDJSON keys must differ, and `type` is taken. */
	for (int i = 0; c->out_format == STREAM_NDJSON && i < columns; i++) {
		const char *name = name_of(from, added, i);
		if (strcmp(name, "type") == 0)
			cmd_bad(c, name, "NDJSON needs the name 'type' for itself; rename the column");
		for (int k = 0; k < i; k++)
			if (strcmp(name, name_of(from, added, k)) == 0)
				cmd_bad(c, name, "two columns have this name; NDJSON needs distinct ones");
	}
	cmd_check(c, stream_out_header(c->out, from, added, n));
}

void cmd_pass(struct cmd *c, enum stream_kind kind)
{
	static const char *const none[1];
	const struct record *record = stream_record(c->in);

	switch (kind) {
	case STREAM_OPEN:
		if (c->bare || c->flags & CMD_REWRITE)
			cmd_start_stream(c);
		else
			cmd_check(c, stream_out_start(c->out, record->json));
		break;
	case STREAM_HEADER:
		cmd_write_header(c, stream_in_header(c->in), none, 0);
		break;
	case STREAM_ROW:
		cmd_check(c, stream_out_row(c->out, stream_row(c->in), NULL, 0));
		break;
	case STREAM_RECORD:
		cmd_check(c, stream_out_pass(c->out, record->raw, record->raw_len));
		break;
	case STREAM_COMMENT:
		cmd_check(c, stream_out_comment(c->out, stream_comment(c->in)->text, stream_comment(c->in)->len));
		break;
	case STREAM_CLOSE:
		cmd_check(c, stream_out_end(c->out));
		break;
	default:
		break;
	}
}

void cmd_bad(struct cmd *c, const char *column, const char *format, ...)
{
	char words[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(words, sizeof words, format, arguments);
	va_end(arguments);
	stream_in_complain(c->in, column, "%s", words);
	cmd_fault(c);
}

int cmd_finish(struct cmd *c)
{
	if (c->out) {
		char *name = xstrdup(stream_out_name(c->out));
		unfinished = NULL;
		if (stream_out_close(c->out, true) < 0)
			die_write(name);
		free(name);
	}
	stream_in_close(c->in);
	conf_free(c->conf);
	return EXIT_SUCCESS;
}
