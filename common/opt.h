/*
 * opt.h - one table describes a tool's options; parsing, --help and completion are all made from it.
 *
 * Long names are never abbreviated. Values given twice: the last holds. Errors are usage errors (64).
 */
#ifndef OPT_H
#define OPT_H
#include <stdbool.h>
#include "unit.h"

enum opt_type {
	OPT_FLAG,       /* bool * */
	OPT_INT,        /* long *, min..max */
	OPT_REAL,       /* double *, min..max */
	OPT_TEXT,       /* const char ** */
	OPT_CHOICE,     /* const char **, one of `arg` split at '|' */
	OPT_QUANTITY,   /* double *, a number with an optional unit of `quantity`; min..max in the base unit */
	OPT_DURATION,   /* double *, seconds: 90, 90s, 30m, 1h; min..max */
	OPT_GROUP,      /* a heading in --help */
	OPT_NONE        /* the end */
};
struct opt {
	char letter;             /* 0: long only */
	const char *name;        /* long name */
	enum opt_type type;
	void *to;
	const char *arg;         /* what --help calls the value; NULL for a flag */
	const char *help;
	double min, max;         /* checked when min < max */
	enum quantity quantity;
	bool *given;             /* set true when the option is used; may be NULL */
};
#define OPT_END { .type = OPT_NONE }

struct opt_usage {
	const char *synopsis;    /* "[option]... [FILE]" */
	const char *about;       /* one or two sentences */
	const char *example;
};

/* Parses argv with the two tables; ends the program on --help, --version, --completion and on misuse.
 * Operands may stand anywhere (`--` ends the options); they are moved to the end of argv. Returns the first one's index. */
int opt_parse(int argc, char **argv, const struct opt *own, const struct opt *shared, const struct opt_usage *);
#endif
