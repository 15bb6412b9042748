/*
 * las.c - logs as LAS 1.2 and 2.0 (CWLS): the header by lashead.c, then rows of values, wrapped or not.
 *
 * A row has as many values as there are curves, no more and no less. Of a wrapped log the index stands alone on its line,
 * so that a lost value is found in the next row. A value that is the header's NULL or only asterisks (a number that was too
 * large for its place) is empty.
 */
#include "las.h"

#include <math.h>
#include <stdlib.h>

#include "lasdate.h"
#include "lines.h"
#include "num.h"

struct las_state {
	struct lines lines;
	struct las_header header;
	const struct log_settings *settings;
	struct field *f;                /* a row: the curves and one more, to see that there are too many */
	char separator;                 /* 0: the first row settles it */
	double null, stop, step;        /* NAN: none */
	struct text line;               /* the current line as UTF-8, where it was not */
	struct text row;                /* the values of a wrapped row, end to end */
	struct piece { size_t at, len; } *piece; /* where each is in it */
	int first_alone;                /* wrapped: the index is alone on its line; -1: not known yet */
	struct field index;             /* of the row read last, in index_text */
	char index_text[48];
	struct lasdate date;
	bool read;                      /* a row was */
};

static enum log_status fail(struct log *log, uint64_t line, const char *format, const char *a)
{
	text_clear(&log->why);
	text_format(&log->why, "%s:%llu: ", log->name, (unsigned long long)line);
	text_format(&log->why, format, a);
	return LOG_DATA;
}

static enum log_status line_fault(struct log *log, enum line_status status)
{
	struct las_state *s = log->state;

	switch (status) {
	case LINE_END:    return LOG_END;
	case LINE_READ:   return LOG_READ;
	case LINE_WRITE:  return LOG_WRITE;
	case LINE_MEMORY: return LOG_MEMORY;
	case LINE_NUL:    return fail(log, s->lines.last_number, "%s (for UTF-16: iconv -f UTF-16 -t UTF-8)", lines_why(status));
	default:          return fail(log, s->lines.last_number, "%s", lines_why(status));
	}
}

/* The next line that is neither blank nor a comment, without blanks at its ends. */
static enum log_status next_line(struct log *log, struct field *line)
{
	struct las_state *s = log->state;

	for (;;) {
		enum line_status got = lines_next(&s->lines);

		if (got != LINE_OK)
			return line_fault(log, got);
		log->bytes = s->lines.taken;
		*line = las_trim(s->lines.line, s->lines.len);
		if (line->len == 0)
			log->blank++;
		else if (line->text[0] == '#')
			log->comments++;
		else
			return LOG_OK;
	}
}

static bool same(double a, double b)
{
	return a >= b && a <= b;
}

static enum log_status prepare(struct log *log)
{
	struct las_state *s = log->state;
	const struct las_header *h = &s->header;

	s->null = las_number(&h->null);
	s->stop = las_number(&h->stop);
	if (same(s->stop, s->null) || same(s->stop, las_number(&h->start)))
		s->stop = NAN;                  /* never filled in */
	s->step = las_number(&h->step);
	s->separator = h->delimiter;
	s->first_alone = -1;
	s->f = calloc((size_t)log->n + 1, sizeof *s->f);
	s->piece = calloc((size_t)log->n + 1, sizeof *s->piece);
	lasdate_find(&s->date, log, h, s->settings->time_format);
	return s->f && s->piece ? LOG_OK : LOG_MEMORY;
}

static enum log_status read_header(struct log *log)
{
	struct las_state *s = log->state;
	struct text why = { 0 };
	enum log_status status;
	struct field line;
	bool fine = true;

	las_header_init(&s->header);
	while ((status = next_line(log, &line)) == LOG_OK) {
		if (log->titles == 0 && line.text[0] != '~')
			return fail(log, s->lines.number, "this is no LAS file: it does not begin with a section (~V)", NULL);
		log->titles++;
		fine = las_header_line(&s->header, log, line.text, line.len, s->lines.number, &why);
		if (!fine || s->header.part == LAS_DATA)
			break;
	}
	if (status == LOG_END)
		return fail(log, s->lines.last_number - 1, "no ~A section: the file ends in its header", NULL);
	if (status != LOG_OK)
		return status;
	log->header_line = s->header.curves_line ? s->header.curves_line : s->lines.number;
	if (fine && !las_header_end(&s->header, log, line.text, line.len, &why))
		fine = false;
	if (!fine)
		fail(log, s->lines.number, "%s", text_view(&why));
	text_free(&why);
	return fine ? prepare(log) : LOG_DATA;
}

static enum log_status las_open(struct log *log, int fd, const char *name, const struct log_settings *settings)
{
	struct las_state *s = calloc(1, sizeof *s);

	*log = (struct log){ .name = name, .state = s };
	if (!s)
		return LOG_MEMORY;
	s->settings = settings;
	if (!lines_open(&s->lines, fd))
		return LOG_MEMORY;
	lines_begin(&s->lines, settings->begun, settings->begun_size);
	s->lines.before_wait = settings->before_wait;
	s->lines.tied = settings->tied;
	return read_header(log);
}

static enum log_status wrong_count(struct log *log, int n)
{
	struct las_state *s = log->state;
	bool cut = !s->lines.whole && n < log->n;

	text_clear(&log->why);
	text_format(&log->why, "%s:%llu: %s%d values where %s has %d%s", log->name, (unsigned long long)log->line,
		n > log->n ? "more than " : "", n > log->n ? log->n : n, s->header.curves_line ? "~C" : "~A", log->n,
		cut ? "; the file ends here: it was cut" : s->header.wrap ? "" : " (WRAP says NO)");
	return LOG_DATA;
}

/* The file may have bytes that are not UTF-8: what goes on must be. */
static enum log_status as_utf8(struct las_state *s, struct field *line)
{
	size_t k = 0;

	while (k < line->len && (unsigned char)line->text[k] < 0x80)
		k++;
	if (k == line->len)
		return LOG_OK;
	text_clear(&s->line);
	las_utf8(&s->line, line->text, line->len);
	*line = (struct field){ text_view(&s->line), s->line.len };
	return s->line.failed ? LOG_MEMORY : LOG_OK;
}

/* A line of values to f. The first settles what is between them where DLM did not: what gives a value for each curve. */
static int split(struct log *log, const struct field *line)
{
	static const char separators[] = { ',', '\t', ' ' };
	struct las_state *s = log->state;
	int n = 0;

	for (size_t k = 0; !s->separator && k < sizeof separators; k++) {
		bool there = separators[k] == ' ' || memchr(line->text, separators[k], line->len);

		n = there ? las_values(line->text, line->len, separators[k], s->f, 0, log->n + 1) : 0;
		if (n == log->n || separators[k] == ' ')
			s->separator = separators[k];
	}
	n = las_values(line->text, line->len, s->separator, s->f, 0, log->n + 1);
	return n == log->n + 1 && s->separator != ' ' && s->f[log->n].len == 0 ? log->n : n;
}

static enum log_status data_line(struct log *log, struct field *line)
{
	struct las_state *s = log->state;
	enum log_status status = next_line(log, line);

	if (status == LOG_OK && line->text[0] == '~')
		return fail(log, s->lines.number, "a section behind ~A: a LAS file has one log, and ~A is its last section",
			NULL);
	*line = (struct field){ s->lines.line, s->lines.len };  /* with its tabs: they may part empty values */
	return status == LOG_OK ? as_utf8(s, line) : status;
}

static enum log_status read_plain(struct log *log)
{
	struct las_state *s = log->state;
	struct field line;
	enum log_status status = data_line(log, &line);
	int n;

	if (status != LOG_OK)
		return status;
	log->line = s->lines.number;
	n = split(log, &line);
	return n == log->n ? LOG_OK : wrong_count(log, n);
}

/* Adds a line to a wrapped row; the number of its values, or more than there are curves. */
static int add_wrapped(struct log *log, const struct field *line, int have)
{
	struct las_state *s = log->state;
	int n;

	if (!s->separator)
		s->separator = memchr(line->text, ',', line->len) ? ',' : ' ';
	n = las_values(line->text, line->len, s->separator, s->f, 0, log->n + 1);
	if (n > 1 && n <= log->n + 1 && s->separator != ' ' && s->f[n - 1].len == 0)
		n--;                            /* the comma at the end of a line parts it from the next */
	for (int k = 0; k < n && have + k < log->n; k++) {
		s->piece[have + k] = (struct piece){ s->row.len, s->f[k].len };
		text_add(&s->row, s->f[k].text, s->f[k].len);
	}
	return have + n;
}

static enum log_status read_wrapped(struct log *log)
{
	struct las_state *s = log->state;
	int have = 0;

	text_clear(&s->row);
	while (have < log->n) {
		struct field line;
		enum log_status status = data_line(log, &line);
		int n = have;

		if (status == LOG_END && have > 0)
			return wrong_count(log, have);
		if (status != LOG_OK)
			return status;
		have = add_wrapped(log, &line, have);
		if (n > 0)
			continue;
		log->line = s->lines.number;
		if (s->first_alone < 0)
			s->first_alone = have == 1 && log->n > 1;
		if (s->first_alone != (have == 1 && log->n > 1))
			return fail(log, log->line, have > 1 ? "more than the index on the first line of a row: the row before "
				"lacks a value, or this one was not wrapped as the others are" :
				"the index is alone on this line, and in the rows before it was not", NULL);
	}
	if (s->row.failed)
		return LOG_MEMORY;
	if (have > log->n)
		return wrong_count(log, have);
	for (int k = 0; k < log->n; k++)
		s->f[k] = (struct field){ text_view(&s->row) + s->piece[k].at, s->piece[k].len };
	return LOG_OK;
}

static bool all_asterisks(const struct field *f)
{
	size_t k = 0;

	while (k < f->len && f->text[k] == '*')
		k++;
	return f->len > 0 && k == f->len;
}

static void empty_missing(struct log *log)
{
	struct las_state *s = log->state;
	struct nulls null = { .n = 0 };
	double v;

	for (int k = 1; k < log->n; k++) {
		struct field *f = &s->f[k];
		bool minus = f->len > 0 && f->text[0] == '-';

		if (all_asterisks(f))
			log->overflows++;
		else if (isnan(s->null) || minus != signbit(s->null) || num_field(f->text, f->len, &null, &v) != NUM_VALUE ||
			 fabs(v - s->null) > 1e-6)
			continue;
		*f = (struct field){ "", 0 };
	}
}

/* Whether the index of the last row is where the header says that the log ends. */
static bool at_stop(const struct las_state *s)
{
	double v, near = fmax(fabs(s->step) / 2, 1e-6 * fabs(s->stop));

	if (isnan(s->stop) || !num_parse(s->index.text, s->index.len, &v))
		return true;
	return fabs(v - s->stop) <= (isnan(near) ? 1e-6 * fabs(s->stop) : near);
}

static enum log_status ended(struct log *log)
{
	struct las_state *s = log->state;

	if (s->read && !at_stop(s))
		text_format(&log->notice, "the last row is at %.*s, and STOP says %s: was the log cut?\n", (int)s->index.len,
			s->index.text, s->header.stop.value);
	return LOG_END;
}

static enum log_status las_next(struct log *log)
{
	struct las_state *s = log->state;
	enum log_status status = s->header.wrap ? read_wrapped(log) : read_plain(log);
	const struct las_header *h = &s->header;
	size_t len;

	if (status == LOG_END)
		return ended(log);
	if (status != LOG_OK)
		return status;
	s->read = true;
	len = s->f[0].len < sizeof s->index_text ? s->f[0].len : sizeof s->index_text - 1;
	memcpy(s->index_text, s->f[0].text, len);
	s->index = (struct field){ s->index_text, len };
	if (!s->lines.whole && !at_stop(s))
		return fail(log, log->line, "the last line has no end, and its index is not that of STOP (%s): the file was cut",
			s->header.stop.value);
	empty_missing(log);
	log->f = s->f;
	if (!lasdate_put(&s->date, s->f))
		return fail(log, h->date.line, "DATE: %s", s->date.why);
	return LOG_OK;
}

static void las_close(struct log *log)
{
	struct las_state *s = log->state;

	for (int k = 0; log->column && k < log->n; k++) {
		free(log->column[k].name);
		free(log->column[k].unit);
		free(log->column[k].about);
	}
	free(log->column);
	text_free(&log->why);
	text_free(&log->notice);
	if (!s)
		return;
	text_free(&s->line);
	text_free(&s->row);
	free(s->f);
	free(s->piece);
	lines_close(&s->lines);
	free(s);
	log->state = NULL;
}

const struct log_format laslog = { "las", las_open, las_next, las_close, NULL };
