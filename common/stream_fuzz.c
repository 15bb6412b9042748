/*
 * stream_fuzz.c - any bytes as a stream: read without harm, and what is written of them is whole again: a copy of a copy is the
 * same bytes.
 */
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct stream_in *reader(const void *bytes, size_t len)
{
	int fd = memfd_create("in", MFD_CLOEXEC);

	if (fd < 0 || write(fd, bytes, len) != (ssize_t)len || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	struct stream_in *in = stream_in_fd(fd, "in");
	if (!in)
		abort();
	return in;
}

/* Bare input is opened by its first reader, as every tool does. */
static int write_item(struct stream_in *in, struct stream_out *out, enum stream_kind kind, json_t *opening)
{
	const struct record *record = stream_record(in);

	switch (kind) {
	case STREAM_OPEN:
		return stream_out_start(out, record->json ? record->json : opening);
	case STREAM_HEADER:
		return stream_out_header(out, stream_in_header(in), NULL, 0);
	case STREAM_ROW:
		return stream_out_row(out, stream_row(in), NULL, 0);
	case STREAM_RECORD:
		return stream_out_pass(out, record->raw, record->raw_len);
	case STREAM_COMMENT:
		return stream_out_comment(out, stream_comment(in)->text, stream_comment(in)->len);
	case STREAM_CLOSE:
		return stream_out_end(out);
	default:
		return 0;
	}
}

/* Copies as CSV into text; false when the source has a fault, or no columns (NDJSON without a sample). */
static bool copy(const void *bytes, size_t len, struct text *text)
{
	struct stream_in *in = reader(bytes, len);
	int fd = memfd_create("out", MFD_CLOEXEC), saved = dup(STDOUT_FILENO);
	enum stream_kind kind;
	bool columns = true;
	json_t *opening = json_pack("{s:s,s:i}", "type", "stream", "version", 1);

	if (fd < 0 || saved < 0 || dup2(fd, STDOUT_FILENO) < 0)
		abort();
	struct stream_out *out = stream_out_open(NULL, STREAM_CSV);
	if (!out || !opening)
		abort();
	stream_in_tie(in, out);
	while ((kind = stream_read(in)) != STREAM_EOF && kind != STREAM_ERROR) {
		double v;
		columns = columns && (kind != STREAM_HEADER || stream_in_header(in)->n > 0);
		for (int i = 0; kind == STREAM_ROW && i < stream_row(in)->n; i++)
			stream_number(in, i, NULL, &v);
		if (write_item(in, out, kind, opening) != 0)
			abort();
	}
	if (kind == STREAM_ERROR && !*stream_in_error(in))
		abort();
	stream_in_close(in);
	json_decref(opening);
	if (stream_out_close(out, true) != 0 || dup2(saved, STDOUT_FILENO) < 0)
		abort();
	close(saved);
	off_t end = lseek(fd, 0, SEEK_END);
	if (!text_room(text, (size_t)end) || pread(fd, text->s, (size_t)end, 0) != end)
		abort();
	text->len = (size_t)end;
	close(fd);
	return kind == STREAM_EOF && columns;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text once = { 0 }, twice = { 0 };

	if (copy(data, size, &once))
		if (!copy(once.s, once.len, &twice) || twice.len != once.len || memcmp(once.s, twice.s, once.len) != 0)
			abort();
	text_free(&once);
	text_free(&twice);
	return 0;
}
