/*
 * witsmllog.c - WITSML 1.3.1.1 and 1.4.1.1 log objects: each <log> of a file is a log, each <data> of it a row.
 *
 * Memory is that of one row, whatever the size of the file. A logData with other columns than the one before goes on as a
 * log of its own.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "witsmlhead.h"

enum { SEEN_MAX = 1024 };
enum where { IN_FILE, IN_LOG, IN_DATA };        /* the element whose children come next */

struct witsml_state {
	struct elements *x;
	struct witsml_head head;
	struct witsml_null *null;
	struct csvrow *split;
	struct field *field;            /* the row */
	struct text data, mnemonics, units;
	struct text seen;               /* the logs there are, for a message */
	const char *pick;
	enum where where;
	bool row_read;                  /* data has a row that is still to be given */
	bool single;                    /* the root is a <log> */
	bool columns_changed, picked, lists;    /* lists: logData has a mnemonicList */
	char delimiter;
	int number;                     /* logs so far */
};

static enum log_status fault(struct log *log)
{
	struct witsml_state *s = log->state;

	elements_complain(s->x, "the XML ends too early: get the whole file again", NULL);      /* unless there was a reason */
	return elements_fault(s->x, &log->why);
}

static enum log_status complain(struct log *log, const char *format, const char *a)
{
	struct witsml_state *s = log->state;

	elements_complain(s->x, format, a);
	return elements_fault(s->x, &log->why);
}

/* The columns that logData begins with: its lists, up to its first row. A row already read waits in data. */
static enum element read_lists(struct witsml_state *s)
{
	enum element e;

	s->row_read = false;
	while ((e = elements_next(s->x)) == ELEMENT_START) {
		const char *name = elements_name(s->x);

		if (strcmp(name, "data") == 0) {
			e = elements_text(s->x, &s->data);
			s->row_read = e == ELEMENT_STOP;
			return e == ELEMENT_STOP ? ELEMENT_START : e;
		}
		if (strcmp(name, "mnemonicList") == 0) {
			e = elements_text(s->x, &s->mnemonics);
			s->lists = true;
		} else if (strcmp(name, "unitList") == 0) {
			e = elements_text(s->x, &s->units);
		} else {
			e = elements_skip(s->x);
		}
		if (e == ELEMENT_FAULT)
			return e;
	}
	return e;
}

static enum log_status take_columns(struct log *log)
{
	struct witsml_state *s = log->state;
	const char *delimiter = text_view(&s->head.delimiter);
	struct text why = { 0 };

	witsml_columns_free(log, s->null);
	s->null = NULL;
	if (!witsml_columns(&s->head, s->lists ? text_view(&s->mnemonics) : NULL,
		    s->units.len > 0 && s->lists ? s->units.s : NULL, log, &s->null, &why)) {
		complain(log, why.len > 0 ? "%s" : NULL, text_view(&why));
		text_free(&why);
		return fault(log);
	}
	text_free(&why);
	free(s->field);
	s->field = calloc((size_t)log->n, sizeof *s->field);
	if (!s->field)
		return LOG_MEMORY;
	if (strlen(delimiter) > 1)
		return complain(log, "dataDelimiter '%.20s' is not one character", delimiter);
	s->delimiter = *delimiter ? *delimiter : ',';
	return LOG_OK;
}

/* Enters <logData>. Other columns than there were are made by witsml_again(), when the caller is done with the old ones. */
static enum log_status enter_data(struct log *log, bool first)
{
	struct witsml_state *s = log->state;
	struct text mnemonics = s->mnemonics, units = s->units;
	enum log_status status = LOG_OK;
	bool same;

	s->mnemonics = (struct text){ 0 };
	s->units = (struct text){ 0 };
	s->lists = false;
	s->where = IN_DATA;
	switch (read_lists(s)) {
	case ELEMENT_FAULT: status = fault(log); break;
	case ELEMENT_START: break;
	default:            s->where = IN_LOG;
	}
	same = !first && strcmp(text_view(&mnemonics), text_view(&s->mnemonics)) == 0 &&
		strcmp(text_view(&units), text_view(&s->units)) == 0;
	if (status == LOG_OK && first)
		status = take_columns(log);
	s->columns_changed = !same && !first;
	text_free(&mnemonics);
	text_free(&units);
	return status;
}

static bool is_picked(const struct witsml_state *s)
{
	const char *at = s->pick;

	while (at && isdigit((unsigned char)*at))
		at++;
	if (s->pick && *s->pick && !*at)
		return strtol(s->pick, NULL, 10) == s->number;
	return !s->pick || strcmp(s->pick, text_view(&s->head.title)) == 0;
}

static void remember(struct witsml_state *s)
{
	if (s->seen.len < SEEN_MAX)
		text_format(&s->seen, "%s%d '%.60s' by %.30s", s->seen.len ? ", " : "", s->number, text_view(&s->head.title),
			s->head.index_type.len ? s->head.index_type.s : "an index it does not name");
}

/* Up to the end of the log that is open. */
static enum element leave_log(struct witsml_state *s)
{
	int depth = s->single ? 0 : 1;

	while (s->where != IN_FILE) {
		enum element e = elements_next(s->x);

		if (e == ELEMENT_STOP && elements_depth(s->x) == depth)
			s->where = IN_FILE;
		else if (e == ELEMENT_FAULT || e == ELEMENT_NONE)
			return ELEMENT_FAULT;
	}
	return ELEMENT_STOP;
}

/* The log just started: its head, and its columns when it is one to be read. *taken says whether. */
static enum log_status begin_log(struct log *log, bool *taken)
{
	struct witsml_state *s = log->state;
	enum log_status status = LOG_OK;
	enum element e;

	s->number++;
	s->where = IN_LOG;
	witsml_head_free(&s->head);
	e = witsml_head_read(&s->head, s->x);
	if (e == ELEMENT_FAULT)
		return fault(log);
	remember(s);
	*taken = is_picked(s);
	if (e == ELEMENT_STOP)
		s->where = IN_FILE;
	if (!*taken)
		return e == ELEMENT_STOP || leave_log(s) == ELEMENT_STOP ? LOG_OK : fault(log);
	s->picked = true;
	log->number = s->number;
	log->title = text_view(&s->head.title);
	log->row = 0;
	if (!witsml_well(&s->head, log->well, sizeof log->well))
		text_format(&log->notice, "the names of well and wellbore are longer than 127 bytes: say the well by --well\n");
	s->columns_changed = false;
	if (e == ELEMENT_START)
		return enter_data(log, true);
	s->lists = false;
	status = take_columns(log);
	return status;
}

static enum log_status no_such_log(struct log *log)
{
	struct witsml_state *s = log->state;
	struct text why = { 0 };
	enum log_status status;

	if (s->number == 0) {
		status = complain(log, "the file has no <log>: nothing to read", NULL);
	} else {
		text_format(&why, "no log '%.60s'; there are %s", s->pick, text_view(&s->seen));
		status = complain(log, "%s", text_view(&why));
	}
	text_free(&why);
	return status;
}

/* The next log that is to be read; LOG_END when the file has no more. */
static enum log_status next_log(struct log *log)
{
	struct witsml_state *s = log->state;

	for (;;) {
		enum log_status status = LOG_OK;
		bool taken = false;

		switch (elements_next(s->x)) {
		case ELEMENT_FAULT:
			return fault(log);
		case ELEMENT_NONE:
			log->bytes = elements_bytes(s->x);
			return s->picked ? LOG_END : no_such_log(log);
		case ELEMENT_STOP:
			break;
		case ELEMENT_START:
			if (strcmp(elements_name(s->x), "log") == 0)
				status = begin_log(log, &taken);
			else if (elements_skip(s->x) == ELEMENT_FAULT)
				status = fault(log);
			break;
		}
		if (status != LOG_OK || taken)
			return status;
	}
}

/* The root must be <logs> or a bare <log>. */
static enum log_status read_root(struct log *log)
{
	struct witsml_state *s = log->state;
	struct text version = { 0 };
	enum log_status status;
	bool taken;

	if (elements_next(s->x) != ELEMENT_START)
		return fault(log);
	if (elements_attribute(s->x, "version", &version) == ELEMENT_FAULT)
		return fault(log);
	if (version.len > 0 && version.len < sizeof log->version)
		memcpy(log->version, version.s, version.len + 1);
	text_free(&version);
	if (log->version[0] >= '2' && log->version[0] <= '9')
		return complain(log, "WITSML %s is not read; ask the server for 1.4.1.1 or 1.3.1.1", log->version);
	s->single = strcmp(elements_name(s->x), "log") == 0;
	if (s->single) {
		status = begin_log(log, &taken);
		return status == LOG_OK && !taken ? no_such_log(log) : status;
	}
	if (strcmp(elements_name(s->x), "logs") != 0)
		return complain(log, "<%.60s> is no WITSML log; logs of WITSML 1.3.1.1 and 1.4.1.1 begin with <logs> or <log>",
			elements_name(s->x));
	return next_log(log);
}

static enum log_status witsml_open(struct log *log, int fd, const char *name, const struct log_settings *settings)
{
	struct witsml_state *s = calloc(1, sizeof *s);

	*log = (struct log){ .name = name, .state = s };
	if (!s)
		return LOG_MEMORY;
	s->pick = settings->pick;
	s->split = csvrow_new();
	s->x = elements_open(fd, name, settings);
	if (!s->x || !s->split)
		return LOG_MEMORY;
	return read_root(log);
}

/* Without regard to quotes, as where a text has one ("5" liner"). */
static int split_plainly(struct witsml_state *s, int room)
{
	const char *at = text_view(&s->data), *end = at + s->data.len;
	int n = 0;

	for (;;) {
		const char *stop = memchr(at, s->delimiter, (size_t)(end - at));

		if (!stop)
			stop = end;
		if (n < room)
			s->field[n] = (struct field){ at, (size_t)(stop - at) };
		n++;
		if (stop == end)
			return n;
		at = stop + 1;
	}
}

static enum log_status split_row(struct log *log)
{
	struct witsml_state *s = log->state;
	const struct field *f;
	char said[96];
	int n = 0;

	switch (s->delimiter == ',' ? csvrow_split(s->split, text_view(&s->data), s->data.len, &f, &n) : CSV_BAD) {
	case CSV_MEMORY:
		return LOG_MEMORY;
	case CSV_OK:
		if (n == log->n)
			memcpy(s->field, f, (size_t)n * sizeof *f);
		break;
	default:
		n = split_plainly(s, log->n);
	}
	if (n == log->n)
		return LOG_OK;
	snprintf(said, sizeof said, "%d values in <data> where %s %d", n,
		s->lists ? "mnemonicList has" : "the curves (logCurveInfo) are", log->n);
	return complain(log, "%s", said);
}

static bool is_null(const struct witsml_null *null, const struct field *f)
{
	double v;

	if (null->len == 0 || f->len == 0 || f->text[0] != null->text[0])
		return false;
	return (f->len == null->len && memcmp(f->text, null->text, f->len) == 0) ||
		(!isnan(null->v) && num_parse(f->text, f->len, &v) && v == null->v);
}

/* The next <data>, over the ends of logData. LOG_END: the log ends, or goes on with other columns. */
static enum log_status next_data(struct log *log)
{
	struct witsml_state *s = log->state;

	while (!s->row_read) {
		enum log_status status = LOG_OK;
		enum element e;

		if (s->where == IN_FILE)
			return LOG_END;
		e = elements_next(s->x);
		if (e == ELEMENT_FAULT || e == ELEMENT_NONE)
			return fault(log);
		if (e == ELEMENT_STOP) {
			s->where = s->where == IN_DATA ? IN_LOG : IN_FILE;
		} else if (s->where == IN_DATA && strcmp(elements_name(s->x), "data") == 0) {
			s->row_read = elements_text(s->x, &s->data) == ELEMENT_STOP;
			status = s->row_read ? LOG_OK : fault(log);
		} else if (s->where == IN_LOG && strcmp(elements_name(s->x), "logData") == 0) {
			status = enter_data(log, false);
			if (status == LOG_OK && s->columns_changed)
				return LOG_END;
		} else if (strcmp(elements_name(s->x), "logCurveInfo") == 0 || strcmp(elements_name(s->x), "mnemonicList") == 0) {
			return complain(log, "<%s> behind the data that it is for: put it before", elements_name(s->x));
		} else if (elements_skip(s->x) == ELEMENT_FAULT) {
			status = fault(log);
		}
		if (status != LOG_OK)
			return status;
	}
	return LOG_OK;
}

static enum log_status witsml_next(struct log *log)
{
	struct witsml_state *s = log->state;
	enum log_status status;

	if (s->columns_changed)         /* again() was not asked for them */
		return LOG_END;
	status = next_data(log);
	log->bytes = elements_bytes(s->x);
	if (status != LOG_OK)
		return status;
	s->row_read = false;
	log->line = elements_line(s->x);
	log->row++;
	status = split_row(log);
	if (status != LOG_OK)
		return status;
	for (int k = 0; k < log->n; k++)
		if (k != log->index && is_null(&s->null[k], &s->field[k]))
			s->field[k].len = 0;
	log->f = s->field;
	return LOG_OK;
}

static enum log_status witsml_again(struct log *log)
{
	struct witsml_state *s = log->state;

	if (s->columns_changed) {
		s->columns_changed = false;
		return take_columns(log);
	}
	if (s->single && s->where == IN_FILE && s->number > 0)
		return elements_next(s->x) == ELEMENT_NONE ? LOG_END : fault(log);
	return next_log(log);
}

static void witsml_close(struct log *log)
{
	struct witsml_state *s = log->state;

	witsml_columns_free(log, s ? s->null : NULL);
	text_free(&log->why);
	text_free(&log->notice);
	if (!s)
		return;
	witsml_head_free(&s->head);
	text_free(&s->data);
	text_free(&s->mnemonics);
	text_free(&s->units);
	text_free(&s->seen);
	csvrow_free(s->split);
	elements_close(s->x);
	free(s->field);
	free(s);
	log->state = NULL;
}

const struct log_format witsmllog = { "WITSML", witsml_open, witsml_next, witsml_close, witsml_again };
