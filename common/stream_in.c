/* stream_in.c - the reader of an mlstream: its calls; see stream.h. */
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "spooldays.h"
#include "stream_reader.h"

struct stream_in *stream_in_fd(int fd, const char *name)
{
	struct stream_in *in = calloc(1, sizeof *in);

	if (!in)
		return NULL;
	in->name = strdup(name);
	in->csv = csvrow_new();
	in->ndjson = ndjson_new();
	if (!in->name || !in->csv || !in->ndjson || !lines_open(&in->lines, fd)) {
		in->lines.fd = -1;      /* the caller keeps fd on failure */
		stream_in_close(in);
		errno = ENOMEM;
		return NULL;
	}
	return in;
}

static int open_plain(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC);
}

static struct stream_in *open_by(const char *path, int (*opener)(const char *))
{
	bool standard = !path || strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : opener(path);
	struct stat about;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) {
		if (!standard)
			close(fd);
		errno = EISDIR;
		return NULL;
	}
	struct stream_in *in = stream_in_fd(fd, standard ? "<stdin>" : path);
	if (!in && !standard) {
		close(fd);
		errno = ENOMEM;
	}
	return in;
}

struct stream_in *stream_in_open(const char *path)
{
	return open_by(path, open_plain);
}

struct stream_in *stream_in_open_spool(const char *path)
{
	struct stream_in *in = open_by(path, spoolday_open_path);

	if (in)
		in->lines.whole_only = true;
	return in;
}

void stream_in_close(struct stream_in *in)
{
	if (!in)
		return;
	lines_close(&in->lines);
	csvrow_free(in->csv);
	ndjson_free(in->ndjson);
	json_decref(in->json);
	text_free(&in->header_text);
	text_free(&in->header_raw);
	text_free(&in->encoded);
	text_free(&in->error);
	free(in->names);
	free(in->cells);
	free(in->name);
	free(in);
}

static int flush_tied(void *tied)
{
	return stream_out_flush(tied);
}

void stream_in_tie(struct stream_in *in, struct stream_out *out)
{
	in->lines.before_wait = flush_tied;
	in->lines.tied = out;
}

const struct header *stream_in_header(const struct stream_in *in) { return &in->header; }
const struct row *stream_row(const struct stream_in *in) { return &in->row; }
const struct record *stream_record(const struct stream_in *in) { return &in->record; }
const struct field *stream_comment(const struct stream_in *in) { return &in->comment; }
bool stream_in_framed(const struct stream_in *in) { return in->framed; }
enum stream_format stream_in_format(const struct stream_in *in) { return in->format; }
uint64_t stream_in_line(const struct stream_in *in) { return in->lines.number; }
const char *stream_in_name(const struct stream_in *in) { return in->name; }
uint64_t stream_in_bytes(const struct stream_in *in) { return in->lines.taken; }
enum stream_fault stream_in_fault(const struct stream_in *in) { return in->fault; }
const char *stream_in_error(const struct stream_in *in) { return text_view(&in->error); }

int64_t stream_in_size(const struct stream_in *in)
{
	struct stat about;

	return fstat(in->lines.fd, &about) == 0 && S_ISREG(about.st_mode) ? (int64_t)about.st_size : -1;
}

static void complain(struct stream_in *in, const char *column, const char *format, va_list arguments)
{
	char words[1024];

	vsnprintf(words, sizeof words, format, arguments);
	text_clear(&in->error);
	text_format(&in->error, "%s:%llu: ", in->name, (unsigned long long)in->lines.number);
	if (column)
		text_format(&in->error, "%.200s: ", column);
	text_str(&in->error, words);
}

void stream_in_complain(struct stream_in *in, const char *column, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	complain(in, column, format, arguments);
	va_end(arguments);
}

enum stream_kind reader_fail(struct stream_in *in, enum stream_fault fault, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	complain(in, NULL, format, arguments);
	va_end(arguments);
	in->fault = fault;
	return STREAM_ERROR;
}

enum stream_kind stream_read(struct stream_in *in)
{
	enum line_status status;

	if (in->fault != STREAM_FINE)
		return STREAM_ERROR;
	if (in->queue_next < in->queue_n) {
		enum stream_kind kind = in->queued[in->queue_next++];
		if (kind == STREAM_RECORD)
			in->record = in->late_record;
		return kind;
	}
	in->queue_n = in->queue_next = 0;
	status = lines_next(&in->lines);
	if (status == LINE_END)
		return reader_take_end(in);
	if (status != LINE_OK)
		return reader_line_fault(in, status);
	if (!in->format_known) {
		in->format_known = true;
		in->format = in->lines.len > 0 && in->lines.line[0] == '{' ? STREAM_NDJSON : STREAM_CSV;
	}
	return in->format == STREAM_NDJSON ? reader_take_ndjson(in) : reader_take_csv(in);
}

enum num_kind stream_number(struct stream_in *in, int column, const struct nulls *nulls, double *v)
{
	const struct field *f = &in->row.f[column];
	enum num_kind kind = num_field(f->text, f->len, nulls, v);

	if (kind == NUM_TEXT)
		stream_in_complain(in, in->names[column], "'%.*s' is not a number", f->len > 60 ? 60 : (int)f->len, f->text);
	return kind;
}
