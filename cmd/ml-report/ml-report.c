/*
 * ml-report - one report a window: what to do, or why there is no advice.
 *
 * Reads an mlstream to its `window` records, settles each window by verdict.c and writes it as one line of JSON, as a page
 * for the crew, or into a store of reports. Nothing of a window that did not close is written.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "atomic.h"
#include "cmd.h"
#include "fallback.h"
#include "html.h"
#include "line.h"
#include "page.h"
#include "report.h"
#include "stats.h"
#include "store.h"
#include "summary.h"
#include "table.h"
#include "when.h"

static const char *format, *output, *store_folder;
static bool replace, window_given;
static double window_option;

static const struct opt opts[] = {
	{ .letter = 'f', .name = "format", .type = OPT_CHOICE, .to = &format, .arg = "json|text|line|html",
		.help = "a line of JSON (default), a page for the crew, a line for a log, a page with pictures" },
	{ .letter = 'o', .name = "output", .type = OPT_TEXT, .to = &output, .arg = "FILE",
		.help = "write FILE, whole or not at all, instead of standard output" },
	{ .name = "store", .type = OPT_TEXT, .to = &store_folder, .arg = "DIR",
		.help = "store each report below DIR and print its key instead" },
	{ .name = "replace", .type = OPT_FLAG, .to = &replace,
		.help = "with --store: a report may take the place of another one" },
	{ .name = "window", .type = OPT_DURATION, .to = &window_option, .arg = "SECS", .min = 0, .max = HUGE_VAL,
		.given = &window_given,
		.help = "with --store: the usual length; others are named in the key (else ML_WINDOW_SECS)" },
	OPT_END
};
static const struct opt_usage usage = {
	.synopsis = "[option]... [FILE]",
	.about = "Writes one report a window of an analysed stream: the best settings that were drilled, or why there is no\n"
		"advice. Advisory only: not a well-control, stuck-pipe or barrier-certification system.",
	.example = "wits-import well.csv | ml-filter | ml-segment | ml-correlate | ml-optimal | ml-report --store reports",
};

struct session {
	struct cmd c;
	struct window window;
	struct identity who;            /* as of the window's end: `set` records from then on wait */
	json_t *sets;
	struct table steps;             /* of the rows that no window record closed yet */
	struct channel_place ts, depth, curve[TRACK_CURVES], reject;
	double rows, first, last;
	struct levels levels;
	struct page_style style;
	bool page, line, pictures;      /* --format text, line, html */
	struct html html;
	struct track track;             /* of the rows of the open window */
	struct report_tags tags;
	struct store *store;
	double usual;                   /* length of a window that a key does not name, s */
	unsigned long successes, failures, stored, unchanged;
};

static struct atomic file = { .fd = -1 };

static void discard_file(void)
{
	if (file.fd >= 0)
		atomic_discard(&file);
}

static void out_of_memory(void)
{
	die(EX_OSERR, "out of memory");
}

static void start_output(void)
{
	if (!output || strcmp(output, "-") == 0) {
		output = NULL;
		return;
	}
	if (atomic_open(&file, output) != 0)
		die(EX_CANTCREAT, "cannot create %s: %s", output, strerror(errno));
	if (atexit(discard_file) != 0)
		die(EX_OSERR, "cannot register an exit handler");
}

/* A window is written when it closes: a live pipe must not wait for a buffer to fill. */
static void put_out(const struct text *t)
{
	if (t->failed)
		out_of_memory();
	if (write_all(output ? file.fd : STDOUT_FILENO, text_view(t), t->len) != 0)
		die_write(output ? output : "<stdout>");
}

static void finish_output(void)
{
	if (output ? atomic_publish(&file, false) != 0 : close(STDOUT_FILENO) != 0)
		die_write(output ? output : "<stdout>");
}

/* Prints the key, and with --format line that line behind it. */
static void store_report(struct session *s, const char *key, const struct text *report, const struct text *words)
{
	char why[STORE_WHY];
	struct text line = { 0 };

	switch (store_put(s->store, key, report->s, report->len, replace, why)) {
	case STORE_SAME:
		s->unchanged++;
		break;
	case STORE_NEW:
	case STORE_REPLACED:
		s->stored++;
		break;
	case STORE_FULL:
		die(EX_IOERR, "%s", why);
	default:
		die(EX_CANTCREAT, "%s", why);
	}
	text_format(&line, words->len ? "%s\t%s" : "%s%s\n", key, text_view(words));
	line.failed |= words->failed;
	put_out(&line);
	text_free(&line);
}

/* A failure looks for what was good before in the same rock, in the store and never after its window began. */
static json_t *find_last_good(struct session *s, const struct outcome *o, const char *key, struct text *found,
	bool *by_depth)
{
	struct store_like like = { .before = s->window.start };
	char why[STORE_WHY];
	json_t *report;

	*by_depth = false;
	if (!s->store || o->failure == FAILURE_NONE || !fallback_rock(&s->window, o, &like.formation, &like.depth))
		return NULL;
	*by_depth = !like.formation;
	report = store_last_good(s->store, key, &like, found, why);
	if (*why)
		die(EX_IOERR, "%s", why);
	return report;
}

static void write_report(struct session *s)
{
	struct outcome o = verdict_window(&s->window, &s->levels);
	struct text key = { 0 }, found = { 0 }, out = { 0 }, line = { 0 };
	char why[STORE_WHY];
	json_t *last, *report;
	bool by_depth;

	if (s->store && !store_key(&key, &s->who, s->window.end, s->window.end - s->window.start, s->usual, why))
		die(EX_CANTCREAT, "%s", why);
	last = find_last_good(s, &o, text_view(&key), &found, &by_depth);
	const struct last_good good = { text_view(&found), last, s->store != NULL, by_depth };
	if (s->pictures) {
		if (!s->html.windows)
			html_start(&out, s->who.field, s->who.well);
		html_window(&s->html, &out, &s->window, &o, &s->who, &s->levels, &good, &s->style, &s->track);
	} else if (s->page) {
		page_window(&out, &s->window, &o, &s->who, &s->levels, &good, &s->style);
	} else {
		report = report_build(&s->window, &o, &s->who, &s->levels, &good, &s->tags);
		if (!report)
			out_of_memory();
		json_write(&out, report);
		text_put(&out, '\n');
		json_decref(report);
	}
	if (out.failed || found.failed)
		out_of_memory();
	if (s->line)
		line_window(&line, &s->window, &o, &s->who, &s->levels, &s->style);
	if (s->store)
		store_report(s, key.s, &out, &line);
	else
		put_out(s->line ? &line : &out);
	if (o.failure == FAILURE_NONE)
		s->successes++;
	else
		s->failures++;
	json_decref(last);
	text_free(&key);
	text_free(&found);
	text_free(&out);
	text_free(&line);
}

/* Applies the `set` records that hold before the window ends; the later ones are of the next window. */
static void settle_identity(struct session *s, double end)
{
	char why[WINDOW_WHY];

	while (json_array_size(s->sets)) {
		const json_t *set = json_array_get(s->sets, 0);
		if (json_get_number(set, "ts") >= end)
			return;
		if (!identity_apply_set(&s->who, set, why))
			cmd_bad(&s->c, NULL, "%s", why);
		json_array_remove(s->sets, 0);
	}
}

static void forget_rows(struct session *s)
{
	table_clear(&s->steps);
	track_clear(&s->track);
	s->rows = 0;
	s->first = s->last = NAN;
}

static void close_window(struct session *s, const json_t *record)
{
	struct window_rows rows = { s->rows, s->first, s->last, s->c.identity.interval_s };
	double end = record ? json_get_number(record, "end") : INFINITY;
	char why[WINDOW_WHY];

	if (s->steps.rows)
		rows.step = stats_median(s->steps.column[0], s->steps.rows);
	settle_identity(s, end);
	if (!window_close(&s->window, record, &rows, &s->who, why))
		cmd_bad(&s->c, NULL, "%s", why);
	write_report(s);
	window_clear(&s->window);
	forget_rows(s);
}

/* A row that the filter let pass goes into the pictures. */
static void take_curves(struct session *s)
{
	double values[TRACK_CURVES];

	if (s->reject.column >= 0 && stream_row(s->c.in)->f[s->reject.column].len)
		return;
	for (size_t i = 0; i < TRACK_CURVES; i++)
		values[i] = cmd_value(&s->c, &s->curve[i]);
	track_add(&s->track, cmd_value(&s->c, &s->depth), values);
}

static void take_row(struct session *s)
{
	s->rows++;
	if (s->pictures)
		take_curves(s);
	if (s->ts.column < 0)
		return;
	double ts = cmd_time(&s->c, &s->ts), step = ts - s->last;
	if (step > 0 && !table_add(&s->steps, &step))
		out_of_memory();
	if (!(ts >= s->first))
		s->first = ts;
	if (!(ts <= s->last))
		s->last = ts;
}

static void take_record(struct session *s)
{
	const struct record *record = stream_record(s->c.in);
	char why[WINDOW_WHY];

	if (strcmp(record->type, "window") == 0) {
		close_window(s, record->json);
	} else if (strcmp(record->type, "set") == 0) {
		if (!identity_set_is_doubt(record->json) && json_array_append_new(s->sets, json_deep_copy(record->json)) != 0)
			out_of_memory();
	} else if (!window_take(&s->window, record->type, record->json, why)) {
		cmd_bad(&s->c, NULL, "%s", why);
	}
}

/* What the configuration says of a well holds for that well alone, where it names one. */
static void settle_tags(struct session *s)
{
	const char *id = conf_text(s->c.conf, "well", "id");

	s->tags = (struct report_tags){ NULL, NULL };
	if (id && strcmp(id, s->c.identity.well) != 0)
		return;
	s->tags.well_type = conf_text(s->c.conf, "well", "type");
	s->tags.barrier_kind = conf_text(s->c.conf, "barrier", "kind");
}

/* The zone of the page: the crew's, else the one that the stream states. */
static void settle_zone(struct session *s)
{
	const char *configured = conf_text(s->c.conf, "well", "tz");
	char why[WHEN_WHY];

	if ((s->page || s->line || s->pictures) &&
	    !when_zone_parse(&s->style.zone, configured ? configured : s->c.identity.tz, why)) {
		if (configured)
			die(EX_CONFIG, "[well] tz: %s", why);
		cmd_bad(&s->c, NULL, "tz: %s", why);
	}
}

static void find_columns(struct session *s)
{
	static const enum channel curves[TRACK_CURVES] = { [TRACK_ROP] = CH_ROP, [TRACK_WOB] = CH_WOB, [TRACK_RPM] = CH_RPM,
		[TRACK_MSE] = CH_MSE, [TRACK_D_EXP] = CH_D_EXP };

	s->ts = cmd_channel(&s->c, CH_TS);
	if (!s->pictures)
		return;
	for (size_t i = 0; i < TRACK_CURVES; i++)
		s->curve[i] = cmd_channel(&s->c, curves[i]);
	s->depth = cmd_channel(&s->c, CH_HOLE_DEPTH);
	if (s->depth.column < 0)
		s->depth = cmd_channel(&s->c, CH_BIT_DEPTH);
	s->reject = cmd_channel(&s->c, CH_REJECT);
}

/* The last words of the page. */
static void close_page(struct session *s)
{
	struct text out = { 0 };

	if (!s->html.windows)
		html_start(&out, s->c.identity.field, s->c.identity.well);
	html_end(&s->html, &out);
	put_out(&out);
	text_free(&out);
}

static void read_streams(struct session *s)
{
	enum stream_kind kind;

	while ((kind = cmd_next(&s->c)) != STREAM_EOF) {
		switch (kind) {
		case STREAM_OPEN:
			s->who = s->c.identity;
			s->ts.column = -1;
			json_array_clear(s->sets);
			settle_zone(s);
			settle_tags(s);
			break;
		case STREAM_HEADER:
			find_columns(s);
			break;
		case STREAM_ROW:
			take_row(s);
			break;
		case STREAM_RECORD:
			take_record(s);
			break;
		case STREAM_CLOSE:
			if (s->rows > 0 || !window_empty(&s->window))
				close_window(s, NULL);
			break;
		default:
			break;
		}
	}
}

/* The usual length of a window: option > environment > configuration > max(3600, interval). */
static double usual_length(struct cmd *c)
{
	const char *words = cmd_setting(c, NULL, "ML_WINDOW_SECS", "ml_engine", "window_secs");
	const char *interval = cmd_setting(c, NULL, "ML_INTERVAL_SECS", "ml_engine", "interval_secs");
	double seconds = 3600;

	if (window_given)
		return window_option;
	if (words) {
		if (!when_duration(words, &seconds) || seconds < 0)
			die(EX_USAGE, "ML_WINDOW_SECS: '%s' is not a duration; use seconds or 90s, 30m, 1h, 2d",
				words);
		return seconds;
	}
	if (interval && (!when_duration(interval, &seconds) || seconds <= 0))
		die(EX_USAGE, "ML_INTERVAL_SECS: '%s' is not a duration; use seconds or 90s, 30m, 1h, 2d", interval);
	return seconds > 3600 ? seconds : 3600;
}

static void start(struct session *s)
{
	const char *units = conf_text(s->c.conf, "display", "units");
	char why[STORE_WHY];

	s->page = format && strcmp(format, "text") == 0;
	s->line = format && strcmp(format, "line") == 0;
	s->pictures = format && strcmp(format, "html") == 0;
	s->style.metric = units && strcmp(units, "metric") == 0;
	s->levels = levels_default;
	s->levels.high_s = conf_number(s->c.conf, "ml_engine", "min_samples_high_confidence", levels_default.high_s);
	s->sets = json_array();
	if (!s->sets || !table_init(&s->steps, 1))
		out_of_memory();
	forget_rows(s);
	if (!store_folder && (replace || window_given))
		die(EX_USAGE, "--%s says how reports are stored; it needs --store", replace ? "replace" : "window");
	if (store_folder && (s->page || s->pictures))
		die(EX_USAGE, "--format %s does not go with --store: reports are stored as JSON, and their keys are printed",
			format);
	if (!store_folder)
		return;
	s->usual = usual_length(&s->c);
	s->store = store_open(store_folder, why);
	if (!s->store)
		die(EX_CANTCREAT, "%s", why);
}

int main(int argc, char **argv)
{
	static struct session s;

	cmd_start(&s.c, argc, argv, opts, &usage, CMD_IDENTITY | CMD_NO_STREAM_OUT | CMD_NO_NULLS);
	start(&s);
	cmd_one_input(&s.c);
	start_output();
	read_streams(&s);
	if (s.pictures)
		close_page(&s);
	finish_output();
	if (s.c.o.verbose)
		warning("%lu windows: %lu with advice, %lu without; %lu stored, %lu stored before",
			s.successes + s.failures,
			s.successes, s.failures, s.stored, s.unchanged);
	store_close(s.store);
	window_clear(&s.window);
	table_free(&s.steps);
	json_decref(s.sets);
	return cmd_finish(&s.c);
}
