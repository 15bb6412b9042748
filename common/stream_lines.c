/*
 * stream_lines.c - what the lines of an mlstream mean: header, rows, records, framing; see stream.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "stream_reader.h"

static enum stream_kind memory(struct stream_in *in)
{
	return reader_fail(in, STREAM_MEMORY, "out of memory");
}

static void queue(struct stream_in *in, enum stream_kind kind)
{
	in->queued[in->queue_n++] = kind;
}

/* Names from fields: copied, NUL-terminated. */
static bool take_names(struct stream_in *in, const struct field *field, int n)
{
	size_t at = 0;

	text_clear(&in->header_text);
	for (int i = 0; i < n; i++) {
		text_add(&in->header_text, field[i].text, field[i].len);
		text_put(&in->header_text, '\0');
	}
	free(in->names);
	free(in->cells);
	in->names = calloc((size_t)n + 1, sizeof *in->names);
	in->cells = calloc((size_t)n + 1, sizeof *in->cells);
	if (!in->names || !in->cells || in->header_text.failed)
		return false;
	for (int i = 0; i < n; i++) {
		in->names[i] = text_view(&in->header_text) + at;
		at += field[i].len + 1;
	}
	in->header = (struct header){ n, in->names, NULL, 0 };
	in->phase = BODY;
	return true;
}

/* A fault of the lines as a fault of the stream. */
enum stream_kind reader_line_fault(struct stream_in *in, enum line_status status)
{
	switch (status) {
	case LINE_WRITE:
		return reader_fail(in, STREAM_WRITE, "%s", lines_why(status));
	case LINE_READ:
		text_clear(&in->error);
		text_format(&in->error, "cannot read %s: %s", in->name, strerror(errno));
		in->fault = STREAM_READ;
		return STREAM_ERROR;
	case LINE_MEMORY:
		return memory(in);
	default:
		return reader_fail(in, STREAM_DATA, "%s", lines_why(status));
	}
}

static bool odd_quotes(const char *s, const char *end)
{
	bool odd = false;

	for (; (s = memchr(s, '"', (size_t)(end - s))); s++)
		odd = !odd;
	return odd;
}

/* Takes in physical lines until the quote that is open can be closed: until one has an odd number of quotes. */
static enum stream_kind extend(struct stream_in *in)
{
	size_t before;

	do {
		before = in->lines.len;
		enum line_status status = lines_extend(&in->lines);
		if (status == LINE_END)
			return reader_fail(in, STREAM_DATA, "a quoted field is not closed");
		if (status != LINE_OK)
			return reader_line_fault(in, status);
	} while (!odd_quotes(in->lines.line + before, in->lines.line + in->lines.len));
	return STREAM_ROW;
}

/* Splits the current line as CSV, taking in more physical lines while a quote is open. */
static enum stream_kind split(struct stream_in *in, const struct field **field, int *n)
{
	for (;;) {
		switch (csvrow_split(in->csv, in->lines.line, in->lines.len, field, n)) {
		case CSV_OK:
			return STREAM_ROW;
		case CSV_BAD:
			return reader_fail(in, STREAM_DATA, "a quote stands inside a field; double it and quote the whole field");
		case CSV_MEMORY:
			return memory(in);
		case CSV_MORE:
			break;
		}
		if (extend(in) == STREAM_ERROR)
			return STREAM_ERROR;
	}
}

static enum stream_kind take_header(struct stream_in *in)
{
	const struct field *field;
	int n;

	if (split(in, &field, &n) == STREAM_ERROR)
		return STREAM_ERROR;
	if (n > STREAM_COLUMNS_MAX)
		return reader_fail(in, STREAM_DATA, "%d columns; at most %d", n, STREAM_COLUMNS_MAX);
	if (in->lines.len == 0)
		return reader_fail(in, STREAM_DATA, "no header: the line is blank");
	if (!take_names(in, field, n))
		return memory(in);
	text_clear(&in->header_raw);
	text_add(&in->header_raw, in->lines.line, in->lines.len);
	if (in->header_raw.failed)
		return memory(in);
	in->header.raw = text_view(&in->header_raw);
	in->header.raw_len = in->header_raw.len;
	return STREAM_HEADER;
}

static enum stream_kind take_row(struct stream_in *in)
{
	const struct field *field;
	int n;

	if (split(in, &field, &n) == STREAM_ERROR)
		return STREAM_ERROR;
	if (n != in->header.n) {
		if (in->lines.len == 0)
			return reader_fail(in, STREAM_DATA, "the line is blank; a row has %d fields", in->header.n);
		return reader_fail(in, STREAM_DATA, "%d fields where the header has %d", n, in->header.n);
	}
	in->row = (struct row){ in->lines.line, in->lines.len, field, n };
	in->rows++;
	return STREAM_ROW;
}

/* The columns of NDJSON are the keys of the first sample. */
static enum stream_kind take_sample_names(struct stream_in *in, const struct ndjson_pair *pair, int n)
{
	struct field *names = calloc((size_t)n + 1, sizeof *names);
	int columns = 0;
	bool fine;

	if (!names)
		return memory(in);
	for (int i = 0; i < n; i++)
		if (pair[i].key.len != 4 || memcmp(pair[i].key.text, "type", 4) != 0)
			names[columns++] = pair[i].key;
	fine = columns <= STREAM_COLUMNS_MAX && take_names(in, names, columns);
	free(names);
	if (columns > STREAM_COLUMNS_MAX)
		return reader_fail(in, STREAM_DATA, "%d keys; at most %d", columns, STREAM_COLUMNS_MAX);
	return fine ? STREAM_HEADER : memory(in);
}

static int find_name(const struct stream_in *in, const struct field *key, int guess)
{
	for (int k = 0; k < in->header.n; k++) {
		int i = (guess + k) % in->header.n;
		if (strlen(in->names[i]) == key->len && memcmp(in->names[i], key->text, key->len) == 0)
			return i;
	}
	return -1;
}

static enum stream_kind take_sample(struct stream_in *in, const struct ndjson_pair *pair, int n)
{
	int guess = 0;

	for (int i = 0; i < in->header.n; i++)
		in->cells[i] = (struct field){ NULL, 0 };
	for (int i = 0; i < n; i++) {
		if (pair[i].key.len == 4 && memcmp(pair[i].key.text, "type", 4) == 0)
			continue;
		int column = find_name(in, &pair[i].key, guess);
		if (column < 0)
			return reader_fail(in, STREAM_DATA, "'%.*s' is a new key; the first sample has the columns",
				(int)pair[i].key.len, pair[i].key.text);
		if (in->cells[column].text)
			return reader_fail(in, STREAM_DATA, "the key '%s' stands twice", in->names[column]);
		in->cells[column] = pair[i].value;
		guess = column + 1 < in->header.n ? column + 1 : 0;
	}
	text_clear(&in->encoded);
	for (int i = 0; i < in->header.n; i++) {
		if (i)
			text_put(&in->encoded, ',');
		if (!in->cells[i].text)
			in->cells[i].text = "";
		csvrow_put(&in->encoded, in->cells[i].text, in->cells[i].len);
	}
	if (in->encoded.failed)
		return memory(in);
	in->row = (struct row){ text_view(&in->encoded), in->encoded.len, in->cells, in->header.n };
	in->rows++;
	return STREAM_ROW;
}

static enum stream_kind open_stream(struct stream_in *in, bool framed)
{
	in->phase = OPENED;
	in->framed = framed;
	in->rows = 0;
	in->records = framed ? 1 : 0;
	in->header = (struct header){ 0 };
	if (!framed)
		in->record = (struct record){ 0 };
	return STREAM_OPEN;
}

static enum stream_kind close_framed(struct stream_in *in)
{
	double rows = json_number_value(json_object_get(in->json, "rows"));
	double records = json_number_value(json_object_get(in->json, "records"));

	if (in->phase == BEFORE || !in->framed)
		return reader_fail(in, STREAM_DATA, "an 'end' record without a 'stream' record");
	if (!json_is_integer(json_object_get(in->json, "rows")) || !json_is_integer(json_object_get(in->json, "records")))
		return reader_fail(in, STREAM_DATA, "the 'end' record needs whole numbers 'rows' and 'records'");
	if (rows != (double)in->rows || records != (double)in->records)
		return reader_fail(in, STREAM_CUT,
			"the stream was cut: %llu rows and %llu records came, its 'end' says %.0f and %.0f",
			(unsigned long long)in->rows, (unsigned long long)in->records, rows, records);
	if (in->phase == OPENED)
		queue(in, STREAM_HEADER);       /* NDJSON without a sample has no columns */
	in->phase = BEFORE;
	in->ended = true;
	queue(in, STREAM_CLOSE);
	return in->queued[in->queue_next++];
}

/* A record: s is its JSON text. */
static enum stream_kind take_record(struct stream_in *in, const char *s, size_t len)
{
	json_error_t why;
	const char *type;

	json_decref(in->json);
	in->json = json_loadb(s, len, JSON_REJECT_DUPLICATES, &why);
	if (!in->json)
		return reader_fail(in, STREAM_DATA, "the record is not JSON: %s (at byte %d)", why.text, why.position);
	type = json_string_value(json_object_get(in->json, "type"));
	if (!type)
		return reader_fail(in, STREAM_DATA, "a record needs a string 'type'");
	if (strcmp(type, "end") == 0)
		return close_framed(in);
	in->record = in->late_record = (struct record){ type, in->json, s, len };
	if (strcmp(type, "stream") == 0) {
		if (in->phase == BEFORE)
			return open_stream(in, true);
		if (in->framed)
			return reader_fail(in, STREAM_CUT, "the stream was cut: another 'stream' record comes before its 'end'");
		return reader_fail(in, STREAM_DATA, "a 'stream' record inside a stream that began without one");
	}
	if (in->phase == BEFORE && in->ended)
		return reader_fail(in, STREAM_DATA, "after 'end' only another 'stream' record may follow");
	if (in->phase == BEFORE) {
		open_stream(in, false);
		in->records++;
		queue(in, STREAM_RECORD);
		return STREAM_OPEN;
	}
	in->records++;
	return STREAM_RECORD;
}

enum stream_kind reader_take_ndjson(struct stream_in *in)
{
	const struct ndjson_pair *pair;
	int n;
	enum ndjson_status status = ndjson_split(in->ndjson, in->lines.line, in->lines.len, &pair, &n);

	if (status == NDJSON_MEMORY)
		return memory(in);
	if (status == NDJSON_FLAT)
		for (int i = 0; i < n; i++) {
			if (pair[i].key.len != 4 || memcmp(pair[i].key.text, "type", 4) != 0)
				continue;
			if (pair[i].value.len != 6 || memcmp(pair[i].value.text, "sample", 6) != 0)
				break;
			if (in->phase == BEFORE && in->ended)
				return reader_fail(in, STREAM_DATA, "after 'end' only another 'stream' record may follow");
			if (in->phase == BODY)
				return take_sample(in, pair, n);
			if (in->phase == BEFORE) {
				open_stream(in, false);
				queue(in, STREAM_OPEN);
			}
			if (take_sample_names(in, pair, n) == STREAM_ERROR || take_sample(in, pair, n) == STREAM_ERROR)
				return STREAM_ERROR;
			queue(in, STREAM_HEADER);
			queue(in, STREAM_ROW);
			return in->queued[in->queue_next++];
		}
	enum stream_kind kind = take_record(in, in->lines.line, in->lines.len);
	const char *type = json_string_value(json_object_get(in->json, "type"));
	if (kind != STREAM_ERROR && type && strcmp(type, "sample") == 0)
		return reader_fail(in, STREAM_DATA, "a sample with a nested value; samples are flat");
	return kind;
}

enum stream_kind reader_take_csv(struct stream_in *in)
{
	const char *s = in->lines.line;
	size_t len = in->lines.len;

	if (len > 0 && s[0] == '#') {
		if (len > 1 && s[1] == '{')
			return take_record(in, s + 1, len - 1);
		in->comment = (struct field){ s, len };
		return STREAM_COMMENT;
	}
	if (in->phase == BODY)
		return take_row(in);
	if (in->phase == BEFORE && in->ended)
		return reader_fail(in, STREAM_DATA, "after 'end' only another 'stream' record may follow");
	if (in->phase == OPENED)
		return take_header(in);
	open_stream(in, false);
	if (take_header(in) == STREAM_ERROR)
		return STREAM_ERROR;
	queue(in, STREAM_HEADER);
	return STREAM_OPEN;
}

enum stream_kind reader_take_end(struct stream_in *in)
{
	if (in->phase == BEFORE)
		return in->ended || in->lines.whole_only ? STREAM_EOF :
			reader_fail(in, STREAM_DATA, "no header: the input is empty");
	if (in->framed)
		return reader_fail(in, STREAM_CUT, "the stream was cut: it stops after %llu rows without its 'end' record",
			(unsigned long long)in->rows);
	if (in->phase == OPENED && in->format == STREAM_CSV)
		return reader_fail(in, STREAM_DATA, "no header: the input has only comments and records");
	if (in->phase == OPENED)
		queue(in, STREAM_HEADER);
	in->phase = BEFORE;
	in->ended = true;
	queue(in, STREAM_CLOSE);
	return in->queued[in->queue_next++];
}
