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

struct log_column {
	char *name, *unit;              /* unit NULL: not said beside the name */
	char *also;                     /* another name for it, taken where the first is not known; NULL: none */
	char *about;                    /* what the log says of it in words; NULL: nothing */
};
struct log_settings {
	const char *columns;            /* --columns: the names, as the log has no header; else NULL */
	long header;                    /* --header: the line of the header, 0: find it */
	struct map *map;                /* NULL: none */
	const char *time_format;        /* --time-format; NULL: not given */
	int (*before_wait)(void *tied); /* called before a read that would wait: 0, or -1 and errno */
	void *tied;
	const char *begun;              /* bytes of the input that were read already, to see its format; before those of fd */
	size_t begun_size;
	const char *pick;               /* --log: the name or the number of a log in the file; NULL: all */
};
enum log_status { LOG_OK, LOG_END, LOG_DATA, LOG_READ, LOG_WRITE, LOG_MEMORY };

/* What a log says its rows are by (a CSV log says nothing: its column's name does). */
enum log_index { INDEX_UNSAID, INDEX_TIME, INDEX_DEPTH };

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
	char well[128], field[128];     /* whose it is, as the log itself says; "": it does not */
	bool elapsed;                   /* its times are numbers that count from its own start, not from 1970 */
	char start[64];                 /* when that was, as the log says it; "": it does not */
	uint64_t overflows;             /* values that are only asterisks: too large for their place in the log; empty */
	struct text notice;             /* lines to be said on standard error when the log has been read */
	enum log_index index_kind;
	int index;                      /* its column, where the log says so */
	const char *title;              /* the name of this log in its file; NULL: it has none */
	int number;                     /* of this log in its file, from 1; 0: a file of this format is one log */
	uint64_t row;                   /* of this log, from 1; 0: not counted */
	char version[16];               /* of the format, as the log says it */
	struct text why;                /* "file:line: what is wrong", after LOG_DATA */
	void *state;                    /* the format's own */
};
struct log_format {
	const char *name;
	/* Reads up to the names of the columns. fd is taken over. */
	enum log_status (*open)(struct log *, int fd, const char *name, const struct log_settings *);
	enum log_status (*next)(struct log *);
	void (*close)(struct log *);
	/* After LOG_END: goes on to the next log of the file, with columns of its own; LOG_END: there is none. NULL: a file
	 * of this format is one log. */
	enum log_status (*again)(struct log *);
};

extern const struct log_format csvlog, witsmllog, laslog;
#endif
