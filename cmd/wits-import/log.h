/*
 * log.h - a rig's log of some format, as the importer sees it: named columns, then rows of text.
 *
 * A format is one file with a struct log_format. Everything behind it (channels, units, times, order) is the same for all.
 */
#ifndef LOG_H
#define LOG_H
#include <stdbool.h>
#include <stdint.h>
#include "csvrow.h"
#include "map.h"

struct log_column { char *name, *unit; };       /* unit NULL: not said beside the name */
struct log_settings {
	const char *columns;            /* --columns: the names, as the log has no header; else NULL */
	long header;                    /* --header: the line of the header, 0: find it */
	struct map *map;                /* NULL: none */
	int (*before_wait)(void *tied); /* called before a read that would wait: 0, or -1 and errno */
	void *tied;
};
enum log_status { LOG_OK, LOG_END, LOG_DATA, LOG_READ, LOG_WRITE, LOG_MEMORY };

struct log_format;
struct log {
	const char *name;               /* of the file, for messages */
	struct log_column *column;
	int n;
	uint64_t header_line;           /* 0: the log has no header */
	uint64_t line;                  /* where the current row begins */
	const struct field *f;          /* the row: n fields, valid until the next call */
	uint64_t blank, titles, comments;
	uint64_t unnamed;               /* rows with values behind the last column that has a name: left out */
	uint64_t bytes;                 /* read so far */
	struct text why;                /* "file:line: what is wrong", after LOG_DATA */
	void *state;                    /* the format's own */
};
struct log_format {
	const char *name;
	/* Reads up to the names of the columns. fd is taken over. */
	enum log_status (*open)(struct log *, int fd, const char *name, const struct log_settings *);
	enum log_status (*next)(struct log *);
	void (*close)(struct log *);
};

extern const struct log_format csvlog;
#endif
