/*
 * stream.h - the mlstream: samples, records and comments, read and written as CSV or NDJSON (mlstream(5)).
 *
 * The layer never exits and never prints: calls return a status and leave the reason in stream_in_error(). A field that
 * no tool has set is written byte for byte as it was read. Before a read that may block, the tied output is flushed.
 *
 * The reader gives, in order: OPEN (record: the `stream` record, or json NULL for bare input), HEADER, then ROW, RECORD,
 * COMMENT in any order, CLOSE (a matching `end`, or the end of bare input), and EOF or another OPEN. A framed stream that
 * stops without its `end`, or whose counts differ, is STREAM_ERROR with STREAM_CUT. `end` itself is never handed out:
 * stream_out_end() writes the writer's own. Comments and records before the header come before HEADER.
 */
#ifndef STREAM_H
#define STREAM_H
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include "csvrow.h"
#include "num.h"

enum { STREAM_LINE_MAX = 1 << 20, STREAM_COLUMNS_MAX = 4096 };
enum stream_format { STREAM_CSV, STREAM_NDJSON };
enum stream_kind {
	STREAM_ERROR = -1, STREAM_EOF, STREAM_OPEN, STREAM_HEADER, STREAM_ROW, STREAM_RECORD, STREAM_COMMENT, STREAM_CLOSE
};
enum stream_fault { STREAM_FINE, STREAM_DATA, STREAM_CUT, STREAM_READ, STREAM_WRITE, STREAM_MEMORY };

struct stream_in;
struct stream_out;

/* Names are NUL-terminated and decoded; raw is the line as it was read (of CSV; else NULL). */
struct header { int n; const char *const *names; const char *raw; size_t raw_len; };
/* A row. raw is the CSV text without its line end (of an NDJSON row: encoded as CSV). Valid until the next read. */
struct row { const char *raw; size_t raw_len; const struct field *f; int n; };
/* A record. raw is its JSON text without `#`; json belongs to the reader. Valid until the next read. */
struct record { const char *type; const json_t *json; const char *raw; size_t raw_len; };

/* path NULL or "-" is standard input. NULL and errno on failure. What begins as zstd data do is unpacked. */
struct stream_in *stream_in_open(const char *path);
/* The same for a file of a spool (mlstream(5)): a last line without its LF is none, no line at all is no error, and a file that
 * has been packed since it was listed is opened as that. */
struct stream_in *stream_in_open_spool(const char *path);
struct stream_in *stream_in_fd(int fd, const char *name);       /* takes over fd; name is for messages */
void stream_in_close(struct stream_in *);
void stream_in_tie(struct stream_in *, struct stream_out *);
enum stream_kind stream_read(struct stream_in *);
const struct header *stream_in_header(const struct stream_in *);
const struct row *stream_row(const struct stream_in *);
const struct record *stream_record(const struct stream_in *);   /* after OPEN and RECORD; json NULL for a bare OPEN */
const struct field *stream_comment(const struct stream_in *);   /* the line with its `#` */
bool stream_in_framed(const struct stream_in *);
enum stream_format stream_in_format(const struct stream_in *);
uint64_t stream_in_line(const struct stream_in *);              /* 1-based line where the current item starts */
const char *stream_in_name(const struct stream_in *);           /* "<stdin>" or the path */
uint64_t stream_in_bytes(const struct stream_in *);             /* read so far, before unpacking */
int64_t stream_in_size(const struct stream_in *);               /* of a regular file, else -1 */
/* The number in a column of the current row. NUM_TEXT also sets the error text "file:line: column: 'x' is not a number". */
enum num_kind stream_number(struct stream_in *, int column, const struct nulls *, double *v);
enum stream_fault stream_in_fault(const struct stream_in *);
const char *stream_in_error(const struct stream_in *);
/* Leaves an error of the tool's own about the current item: "file:line: column: text". column NULL: none. */
void stream_in_complain(struct stream_in *, const char *column, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Output. With a path, writes beside it and renames on a clean stream_out_close(out, true). path NULL or "-": standard
 * output. NULL and errno on failure. Every call returns 0, or -1 with errno. */
struct stream_out *stream_out_open(const char *path, enum stream_format);
int stream_out_start(struct stream_out *, const json_t *stream_record);   /* the `stream` record; counting starts */
/* The header: `from` verbatim (may be NULL), then n added names. */
int stream_out_header(struct stream_out *, const struct header *from, const char *const *added, int n);
/* A row: its raw text (or fields), then n added fields; an added field of len 0 is empty. */
int stream_out_row(struct stream_out *, const struct row *, const struct field *added, int n);
/* A row held as raw CSV text, then n added fields. */
int stream_out_raw(struct stream_out *, const char *raw, size_t len, const struct field *added, int n);
/* A row made by the tool: all its fields. */
int stream_out_fields(struct stream_out *, const struct field *, int n);
int stream_out_record(struct stream_out *, const json_t *);     /* {"type":...}; borrowed */
int stream_out_pass(struct stream_out *, const char *raw, size_t len);    /* a record's JSON text, verbatim */
int stream_out_comment(struct stream_out *, const char *s, size_t len);   /* with its `#`; in NDJSON dropped (counted) */
int stream_out_end(struct stream_out *);                        /* the `end` record */
int stream_out_bytes(struct stream_out *, const char *s, size_t len);   /* as they are: for output that is no stream */
int stream_out_flush(struct stream_out *);
bool stream_out_failed(const struct stream_out *);
const char *stream_out_name(const struct stream_out *);         /* "<stdout>" or the path */
/* Flushes, and with keep puts a file in place; else discards it. 0 or -1 and errno. Frees. */
int stream_out_close(struct stream_out *, bool keep);
#endif
