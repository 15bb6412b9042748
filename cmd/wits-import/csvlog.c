/*
 * csvlog.c - logs as CSV: finds the header behind title lines, takes a row of units under it, then gives the rows.
 *
 * The header is the first line with two columns that are known channels (or are in the map by their text), unless
 * --header or --columns says otherwise. Empty fields at the end of a header or a row do not count.
 */
#include "log.h"

#include <errno.h>

#include "head.h"
#include "lines.h"
#include "num.h"

enum { HEADER_WITHIN = 100, KNOWN_ENOUGH = 2, COLUMNS_MAX = 4096 };

struct csv_state {
	struct lines lines;
	struct csvrow *split;
	const struct log_settings *settings;
	const struct field *f;          /* the line read last */
	int nf;
	bool pending;                   /* it is still to be given as a row */
	bool stray;                     /* it has a quote where none can be */
	uint64_t stray_line;            /* the first such line that was taken for a title; 0: none */
	char first[40];                 /* how the input begins, for messages */
	int header_fields;              /* of the header line, with the empty ones at its end */
	char separator;                 /* `;` or tab where the first line has these and no commas */
};

static enum log_status fail(struct log *log, uint64_t line, const char *format, const char *a)
{
	text_clear(&log->why);
	if (line)
		text_format(&log->why, "%s:%llu: ", log->name, (unsigned long long)line);
	else
		text_format(&log->why, "%s: ", log->name);
	text_format(&log->why, format, a);
	return LOG_DATA;
}

static enum log_status line_fault(struct log *log, enum line_status status)
{
	struct csv_state *s = log->state;

	switch (status) {
	case LINE_READ:   return LOG_READ;
	case LINE_WRITE:  return LOG_WRITE;
	case LINE_MEMORY: return LOG_MEMORY;
	case LINE_NUL:    return fail(log, s->lines.last_number, "%s (for UTF-16: iconv -f UTF-16 -t UTF-8)", lines_why(status));
	default:          return fail(log, s->lines.last_number, "%s", lines_why(status));
	}
}

/* Splits the current line, and those its open quotes take in, to s->f. */
static enum log_status split_line(struct log *log)
{
	struct csv_state *s = log->state;

	for (s->stray = false;;) {
		enum line_status status;

		switch (csvrow_split(s->split, s->lines.line, s->lines.len, &s->f, &s->nf)) {
		case CSV_OK:
			return LOG_OK;
		case CSV_MEMORY:
			return LOG_MEMORY;
		case CSV_BAD:
			s->stray = true;
			return fail(log, s->lines.number, "a quote inside a field, or text behind a closing quote", NULL);
		case CSV_MORE:
			break;
		}
		status = lines_extend(&s->lines);
		if (status == LINE_END)
			return fail(log, s->lines.number, "a quoted field is not closed", NULL);
		if (status != LINE_OK)
			return line_fault(log, status);
	}
}

static bool is_blank(const struct field *f)
{
	for (size_t k = 0; k < f->len; k++)
		if (f->text[k] != ' ' && f->text[k] != '\t')
			return false;
	return true;
}

/* Number of fields without the empty ones at the end. */
static int filled(const struct field *f, int n)
{
	while (n > 0 && is_blank(&f[n - 1]))
		n--;
	return n;
}

/* The next line that is not blank and no comment, split to s->f. Lines whose fields are all empty are blank. */
static enum log_status next_line(struct log *log)
{
	struct csv_state *s = log->state;

	for (;;) {
		enum line_status got = lines_next(&s->lines);
		enum log_status status;

		if (got == LINE_END)
			return LOG_END;
		if (got != LINE_OK)
			return line_fault(log, got);
		if (s->lines.len > 0 && s->lines.line[0] == '#') {
			if (s->lines.len > 1 && s->lines.line[1] == '{' && log->header_line == 0 && !log->column)
				return fail(log, s->lines.number, "this is an mlstream already; ml-filter reads it", NULL);
			log->comments++;
			continue;
		}
		status = split_line(log);
		if (status != LOG_OK)
			return status;
		if (filled(s->f, s->nf) > 0)
			return LOG_OK;
		log->blank++;
	}
}

static bool is_number(const struct field *f)
{
	double v;

	return f->len > 0 && num_field(f->text, f->len, NULL, &v) != NUM_TEXT && !is_blank(f);
}

static bool looks_like_data(const struct field *f, int n)
{
	int numbers = 0, texts = 0;

	for (int k = 0; k < n; k++) {
		if (is_number(&f[k]))
			numbers++;
		else if (!is_blank(&f[k]))
			texts++;
	}
	return numbers > texts;
}

static int known_columns(const struct csv_state *s)
{
	struct map *map = s->settings->map;
	struct head head;
	int known = 0;

	for (int k = 0; k < s->nf && known < KNOWN_ENOUGH; k++) {
		struct map_line *m = map ? map_find(map, k, s->f[k].text, s->f[k].len) : NULL;
		if ((m && !m->at) || head_recognise(s->f[k].text, s->f[k].len, NULL, 0, &head))
			known++;
	}
	return known;
}

static bool take_names(struct log *log, const struct field *f, int n)
{
	log->column = calloc((size_t)n, sizeof *log->column);
	if (!log->column)
		return false;
	for (log->n = 0; log->n < n; log->n++) {
		log->column[log->n].name = strndup(f[log->n].text, f[log->n].len);
		if (!log->column[log->n].name)
			return false;
	}
	return true;
}

static enum log_status take_header(struct log *log)
{
	struct csv_state *s = log->state;
	int n = filled(s->f, s->nf);

	log->header_line = s->lines.number;
	s->header_fields = s->nf;
	if (n > COLUMNS_MAX)
		return fail(log, log->header_line, "more than 4096 columns", NULL);
	return take_names(log, s->f, n) ? LOG_OK : LOG_MEMORY;
}

/* The log has no header: the line read last is a row, its columns are known by their number. */
static enum log_status take_no_header(struct log *log)
{
	struct csv_state *s = log->state;

	s->pending = true;
	log->n = filled(s->f, s->nf);
	if (log->n < s->settings->map->highest)
		log->n = s->settings->map->highest;
	log->column = calloc((size_t)log->n, sizeof *log->column);
	for (int k = 0; log->column && k < log->n; k++)
		if (!(log->column[k].name = strdup("")))
			return LOG_MEMORY;
	return log->column ? LOG_OK : LOG_MEMORY;
}

static enum log_status take_columns_option(struct log *log, const char *columns)
{
	struct csvrow *split = csvrow_new();
	const struct field *f;
	enum log_status status = LOG_OK;
	int n;

	if (!split)
		return LOG_MEMORY;
	if (csvrow_split(split, columns, strlen(columns), &f, &n) != CSV_OK)
		status = fail(log, 0, "--columns '%s': the quotes do not match", columns);
	else if (!take_names(log, f, n))
		status = LOG_MEMORY;
	csvrow_free(split);
	return status;
}

static void remember_first(struct csv_state *s)
{
	size_t len = s->lines.len < sizeof s->first - 1 ? s->lines.len : sizeof s->first - 1;

	if (s->first[0])
		return;
	memcpy(s->first, s->lines.line, len);
	s->first[len] = '\0';
	if (!memchr(s->lines.line, ',', s->lines.len))
		s->separator = memchr(s->lines.line, ';', s->lines.len) ? ';' :
			memchr(s->lines.line, '\t', s->lines.len) ? '\t' : '\0';
}

static enum log_status no_header(struct log *log)
{
	struct csv_state *s = log->state;

	if (s->lines.taken == 0)
		return fail(log, 0, "no header: the input is empty", NULL);
	if (s->settings->header > 0)
		return fail(log, 0, "no header: the input ends before the line of --header", NULL);
	if (s->stray_line)
		return fail(log, s->stray_line, "a quote inside a field, or text behind a closing quote; no other line is a "
			"header", NULL);
	if (log->titles == 0)
		return fail(log, 0, "no header: the input has only blank lines and comments", NULL);
	if (s->first[0] == '<')
		return fail(log, 0, "no header: this looks like XML, but is not as WITSML logs begin (<?xml, <logs or "
			"<log)", NULL);
	if (s->separator)
		return fail(log, 0, "no header: the fields are separated by %s; turn these into commas first",
			s->separator == ';' ? "`;`" : "tabs");
	return fail(log, 0, "no header with known channels (the first line is '%s'): name the columns with --columns, "
		"or say with --map what they are", s->first);
}

static enum log_status find_header(struct log *log)
{
	struct csv_state *s = log->state;
	const struct log_settings *set = s->settings;

	for (;;) {
		enum log_status status = next_line(log);

		if (status == LOG_END)
			return no_header(log);
		if (s->stray) {                 /* a title may have a quote in it */
			if (!s->stray_line)
				s->stray_line = s->lines.number;
			log->titles++;
			continue;
		}
		if (status != LOG_OK)
			return status;
		remember_first(s);
		if (set->header > 0) {
			if (s->lines.number == (uint64_t)set->header)
				return take_header(log);
			if (s->lines.number > (uint64_t)set->header)
				return fail(log, (uint64_t)set->header, "the line of --header is blank or a comment", NULL);
		} else if (known_columns(s) >= KNOWN_ENOUGH) {
			return take_header(log);
		} else if (set->map && set->map->highest > 0 && filled(s->f, s->nf) >= set->map->highest) {
			return looks_like_data(s->f, s->nf) ? take_no_header(log) : take_header(log);
		} else if (s->lines.number >= HEADER_WITHIN) {
			return no_header(log);
		}
		log->titles++;
	}
}

/* True when the line under the header gives units: at least one for a channel, and no number in it. */
static bool is_unit_row(const struct log *log)
{
	const struct csv_state *s = log->state;
	struct head head;
	int units = 0;

	for (int k = 0; k < s->nf; k++)
		if (is_number(&s->f[k]))
			return false;
	for (int k = 0; k < log->n && k < s->nf; k++) {
		const char *name = log->column[k].name;
		if (is_blank(&s->f[k]) || !head_recognise(name, strlen(name), NULL, 0, &head))
			continue;
		if (head.kind == SPELL_CHANNEL && unit_by_text(s->f[k].text, s->f[k].len, channel_table[head.channel].quantity))
			units++;
	}
	return units > 0;
}

static enum log_status take_unit_row(struct log *log)
{
	struct csv_state *s = log->state;
	enum log_status status = next_line(log);

	if (status == LOG_END)
		return LOG_OK;
	if (status != LOG_OK)
		return status;
	if (!is_unit_row(log)) {
		s->pending = true;
		return LOG_OK;
	}
	log->titles++;
	for (int k = 0; k < log->n && k < s->nf; k++) {
		if (is_blank(&s->f[k]))
			continue;
		log->column[k].unit = strndup(s->f[k].text, s->f[k].len);
		if (!log->column[k].unit)
			return LOG_MEMORY;
	}
	return LOG_OK;
}

static enum log_status csv_open(struct log *log, int fd, const char *name, const struct log_settings *settings)
{
	struct csv_state *s = calloc(1, sizeof *s);
	enum log_status status;

	*log = (struct log){ .name = name, .state = s };
	if (!s)
		return LOG_MEMORY;
	s->settings = settings;
	s->split = csvrow_new();
	if (!lines_open(&s->lines, fd) || !s->split)
		return LOG_MEMORY;
	lines_begin(&s->lines, settings->begun, settings->begun_size);
	s->lines.before_wait = settings->before_wait;
	s->lines.tied = settings->tied;
	if (settings->columns)
		return take_columns_option(log, settings->columns);
	status = find_header(log);
	return status == LOG_OK && log->header_line > 0 ? take_unit_row(log) : status;
}

static enum log_status csv_next(struct log *log)
{
	struct csv_state *s = log->state;
	enum log_status status = s->pending ? LOG_OK : next_line(log);
	int have;

	s->pending = false;
	if (status != LOG_OK)
		return status;
	log->line = s->lines.number;
	log->bytes = s->lines.taken;
	log->f = s->f;
	have = filled(s->f, s->nf);
	if (s->nf >= log->n && have <= log->n)
		return LOG_OK;
	/* values under the empty fields at the header's end: nobody knows what they are */
	if (s->nf >= log->n && have <= s->header_fields) {
		log->unnamed++;
		return LOG_OK;
	}
	if (s->nf < log->n)
		have = s->nf;
	fail(log, log->line, "%s", "");
	text_format(&log->why, "%d fields where %s has %d", have,
		log->header_line ? "the header" : s->settings->columns ? "--columns" : "the first row", log->n);
	return LOG_DATA;
}

static void csv_close(struct log *log)
{
	struct csv_state *s = log->state;

	for (int k = 0; log->column && k < log->n; k++) {
		free(log->column[k].name);
		free(log->column[k].unit);
	}
	free(log->column);
	text_free(&log->why);
	text_free(&log->notice);
	if (!s)
		return;
	csvrow_free(s->split);
	lines_close(&s->lines);
	free(s);
	log->state = NULL;
}

const struct log_format csvlog = { "CSV", csv_open, csv_next, csv_close, NULL };
