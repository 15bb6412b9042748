/* stream_out.c - the writer of an mlstream; see stream.h. Bytes are gathered in blocks and written whole. */
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "atomic.h"
#include "json.h"

enum { BLOCK = 64 * 1024, PIPE_SIZE = 256 * 1024 };

struct stream_out {
	int fd;
	struct atomic file;             /* with a path: written beside it, put in place at the end */
	bool to_file, failed;
	int why;                        /* errno of the first failure */
	char *name;
	enum stream_format format;
	struct text block;
	uint64_t rows, records;
	struct text name_text;          /* NDJSON: the column names, each NUL-terminated */
	int columns;
	struct csvrow *csv;             /* NDJSON: to split rows held as CSV */
	struct text scratch;
};

struct stream_out *stream_out_open(const char *path, enum stream_format format)
{
	struct stream_out *out = calloc(1, sizeof *out);
	struct stat about;
	int why;

	if (!out)
		return NULL;
	out->to_file = path && strcmp(path, "-") != 0;
	out->fd = STDOUT_FILENO;
	out->format = format;
	out->name = strdup(out->to_file ? path : "<stdout>");
	out->csv = csvrow_new();
	if (!out->name || !out->csv) {
		errno = ENOMEM;
		goto fail;
	}
	if (out->to_file) {
		if (atomic_open(&out->file, path) < 0)
			goto fail;
		out->fd = out->file.fd;
	} else if (fstat(out->fd, &about) == 0 && S_ISFIFO(about.st_mode)) {
		(void)fcntl(out->fd, F_SETPIPE_SZ, PIPE_SIZE);
	}
	return out;
fail:
	why = errno;
	free(out->name);
	csvrow_free(out->csv);
	free(out);
	errno = why;
	return NULL;
}

static int fail(struct stream_out *out, int why)
{
	if (!out->failed) {
		out->failed = true;
		out->why = why;
	}
	errno = out->why;
	return -1;
}

int stream_out_flush(struct stream_out *out)
{
	if (out->failed)
		return fail(out, out->why);
	if (out->block.failed)
		return fail(out, ENOMEM);
	if (out->block.len > 0 && write_all(out->fd, out->block.s, out->block.len) < 0)
		return fail(out, errno);
	text_clear(&out->block);
	return 0;
}

/* Ends a line: the block goes out when it is full. */
static int end_line(struct stream_out *out)
{
	text_put(&out->block, '\n');
	if (out->failed || out->block.len >= BLOCK || out->block.failed)
		return stream_out_flush(out);
	return 0;
}

int stream_out_start(struct stream_out *out, const json_t *stream_record)
{
	out->rows = 0;
	out->records = 0;
	return stream_out_record(out, stream_record);
}

static int header_names(struct stream_out *out, const struct header *from, const char *const *added, int n)
{
	text_clear(&out->name_text);
	for (int i = 0; from && i < from->n; i++)
		text_add(&out->name_text, from->names[i], strlen(from->names[i]) + 1);
	for (int i = 0; i < n; i++)
		text_add(&out->name_text, added[i], strlen(added[i]) + 1);
	return out->name_text.failed ? fail(out, ENOMEM) : 0;
}

int stream_out_header(struct stream_out *out, const struct header *from, const char *const *added, int n)
{
	out->columns = (from ? from->n : 0) + n;
	if (out->format == STREAM_NDJSON)
		return header_names(out, from, added, n);
	if (out->columns == 0)
		return 0;
	if (from && from->raw)
		text_add(&out->block, from->raw, from->raw_len);
	for (int i = 0; from && !from->raw && i < from->n; i++) {
		if (i)
			text_put(&out->block, ',');
		csvrow_put(&out->block, from->names[i], strlen(from->names[i]));
	}
	for (int i = 0; i < n; i++) {
		if (i || (from && from->n > 0))
			text_put(&out->block, ',');
		csvrow_put(&out->block, added[i], strlen(added[i]));
	}
	if (out->columns == 1 && from && !from->raw && !*from->names[0])
		text_str(&out->block, "\"\"");          /* one column without a name must not be a blank line */
	return end_line(out);
}

static const char *put_member(struct stream_out *out, const char *name, const struct field *value)
{
	size_t len = strlen(name);

	text_put(&out->block, ',');
	json_write_string(&out->block, name, len);
	text_put(&out->block, ':');
	if (value->len == 0)
		text_str(&out->block, "null");
	else if (num_is_json(value->text, value->len))
		text_add(&out->block, value->text, value->len);
	else
		json_write_string(&out->block, value->text, value->len);
	return name + len + 1;
}

static int put_sample(struct stream_out *out, const struct field *f, int n, const struct field *added, int n_added)
{
	const char *name = text_view(&out->name_text);

	if (n + n_added != out->columns)
		return fail(out, EINVAL);
	text_str(&out->block, "{\"type\":\"sample\"");
	for (int i = 0; i < n; i++)
		name = put_member(out, name, &f[i]);
	for (int i = 0; i < n_added; i++)
		name = put_member(out, name, &added[i]);
	text_put(&out->block, '}');
	return end_line(out);
}

static int put_csv(struct stream_out *out, const char *raw, size_t len, const struct field *added, int n)
{
	text_add(&out->block, raw, len);
	for (int i = 0; i < n; i++) {
		text_put(&out->block, ',');
		csvrow_put(&out->block, added[i].text, added[i].len);
	}
	return end_line(out);
}

int stream_out_row(struct stream_out *out, const struct row *row, const struct field *added, int n)
{
	out->rows++;
	if (out->format == STREAM_NDJSON)
		return put_sample(out, row->f, row->n, added, n);
	return put_csv(out, row->raw, row->raw_len, added, n);
}

int stream_out_raw(struct stream_out *out, const char *raw, size_t len, const struct field *added, int n)
{
	const struct field *f;
	int fields;

	out->rows++;
	if (out->format == STREAM_CSV)
		return put_csv(out, raw, len, added, n);
	if (csvrow_split(out->csv, raw, len, &f, &fields) != CSV_OK)
		return fail(out, EINVAL);
	return put_sample(out, f, fields, added, n);
}

int stream_out_fields(struct stream_out *out, const struct field *f, int n)
{
	out->rows++;
	if (out->format == STREAM_NDJSON)
		return put_sample(out, f, n, NULL, 0);
	for (int i = 0; i < n; i++) {
		if (i)
			text_put(&out->block, ',');
		csvrow_put(&out->block, f[i].text, f[i].len);
	}
	return end_line(out);
}

int stream_out_pass(struct stream_out *out, const char *raw, size_t len)
{
	out->records++;
	if (out->format == STREAM_CSV)
		text_put(&out->block, '#');
	text_add(&out->block, raw, len);
	return end_line(out);
}

int stream_out_record(struct stream_out *out, const json_t *record)
{
	text_clear(&out->scratch);
	json_write(&out->scratch, record);
	if (out->scratch.failed)
		return fail(out, ENOMEM);
	return stream_out_pass(out, text_view(&out->scratch), out->scratch.len);
}

int stream_out_comment(struct stream_out *out, const char *s, size_t len)
{
	if (out->format == STREAM_NDJSON)
		return out->failed ? fail(out, out->why) : 0;
	text_add(&out->block, s, len);
	return end_line(out);
}

int stream_out_end(struct stream_out *out)
{
	if (out->format == STREAM_CSV)
		text_put(&out->block, '#');
	text_format(&out->block, "{\"type\":\"end\",\"rows\":%llu,\"records\":%llu}", (unsigned long long)out->rows,
		(unsigned long long)out->records);
	return end_line(out);
}

int stream_out_bytes(struct stream_out *out, const char *s, size_t len)
{
	text_add(&out->block, s, len);
	if (out->failed || out->block.len >= BLOCK || out->block.failed)
		return stream_out_flush(out);
	return 0;
}

bool stream_out_failed(const struct stream_out *out) { return out->failed; }
const char *stream_out_name(const struct stream_out *out) { return out->name; }

int stream_out_close(struct stream_out *out, bool keep)
{
	int status = keep ? stream_out_flush(out) : 0, why = errno;

	if (out->to_file) {
		if (keep && status == 0) {
			status = atomic_publish(&out->file, false);
			why = errno;
		} else {
			atomic_discard(&out->file);
		}
	} else if (status == 0 && close(out->fd) < 0) {
		status = -1;
		why = errno;
	}
	text_free(&out->block);
	text_free(&out->name_text);
	text_free(&out->scratch);
	csvrow_free(out->csv);
	free(out->name);
	free(out);
	errno = why;
	return status;
}
