/*
 * lines.h - physical lines from a file descriptor: numbered, bounded, without their LF or CRLF. An input that begins as zstd
 * data do is unpacked on the way.
 *
 * Before a read that would block, before_wait(tied) is called, so that a filter shows what it has before it waits.
 */
#ifndef LINES_H
#define LINES_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LINE_MAX_BYTES = 1 << 20, LINES_BEGUN = 64 * 1024 };

enum line_status { LINE_END, LINE_OK, LINE_LONG, LINE_NUL, LINE_READ, LINE_WRITE, LINE_MEMORY,
	LINE_PACKED, LINE_CUT };      /* zstd data that are wrong, or stop too soon */

struct lines {
	int fd;
	int (*before_wait)(void *tied);  /* 0, or -1 and errno: LINE_WRITE */
	void *tied;
	char *buffer;
	size_t start, stop, capacity;    /* bytes not yet handed out */
	size_t next;                     /* where the line after the current one begins */
	uint64_t number;                 /* 1-based number of the current line's first physical line */
	uint64_t last_number;            /* ... and of its last */
	uint64_t taken;                  /* bytes read, before they are unpacked */
	struct unzstd *unpack;           /* NULL: they are read as they are */
	bool whole_only;                 /* for the caller to set: a last line without its LF is none */
	bool at_end, whole;              /* whole: the current line had its LF */
	const char *line;                /* the current line; valid until the next call */
	size_t len;
};

bool lines_open(struct lines *, int fd);                 /* false when out of memory; zeroes the struct first */
/* Right after opening: bytes of the input that the caller has read already, LINES_BEGUN at most. */
void lines_begin(struct lines *, const char *bytes, size_t size);
void lines_close(struct lines *);                        /* closes fd unless it is standard input */
enum line_status lines_next(struct lines *);             /* a BOM at the start of the input is passed over */
enum line_status lines_extend(struct lines *);           /* the current line takes in the next one, its LF between */
const char *lines_why(enum line_status);
#endif
