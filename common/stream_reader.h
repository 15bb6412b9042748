/*
 * stream_reader.h - the reader's state, shared by stream_in.c (its calls) and stream_lines.c (what its lines mean). Private.
 */
#ifndef STREAM_READER_H
#define STREAM_READER_H
#include "lines.h"
#include "ndjson.h"
#include "stream.h"

/* Where the reader is: before a stream, in one whose header has not come, among its rows, after its `end`. */
enum phase { BEFORE, OPENED, BODY };

struct stream_in {
	struct lines lines;
	char *name;
	enum phase phase;
	bool framed, ended;             /* ended: at least one framed stream has closed */
	enum stream_format format;
	bool format_known;
	uint64_t rows, records;
	enum stream_kind queued[3];     /* kinds to hand out before the next line is taken */
	int queue_n, queue_next;
	struct text header_text, header_raw;
	const char **names;
	struct header header;
	struct csvrow *csv;
	struct ndjson *ndjson;
	struct field *cells;            /* an NDJSON row in header order */
	struct text encoded;            /* ... and as CSV */
	struct row row;
	struct record record, late_record;      /* late: waits behind a bare OPEN */
	json_t *json;
	struct field comment;
	enum stream_fault fault;
	struct text error;
};


/* Records a fault and its words, with the place of the current line. Returns STREAM_ERROR. */
enum stream_kind reader_fail(struct stream_in *, enum stream_fault, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* A fault of the lines as a fault of the stream. */
enum stream_kind reader_line_fault(struct stream_in *, enum line_status);
/* The item that the current line is (CSV or NDJSON); the end of the input. */
enum stream_kind reader_take_csv(struct stream_in *);
enum stream_kind reader_take_ndjson(struct stream_in *);
enum stream_kind reader_take_end(struct stream_in *);
#endif
