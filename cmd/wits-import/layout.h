/*
 * layout.h - which column of a log goes to which column of the stream, and as what.
 *
 * The stream's columns are fixed by the first log: ts, the channels in the order of the table, then the kept columns.
 * A later log is laid out by name; what the first did not have is left out and listed.
 */
#ifndef LAYOUT_H
#define LAYOUT_H
#include "head.h"
#include "log.h"

enum role { ROLE_LEFT_OUT, ROLE_TIME, ROLE_DATE, ROLE_CLOCK, ROLE_NUMBER, ROLE_TEXT, ROLE_KEPT };
struct layout_column {
	enum role role;
	enum channel channel;           /* of ROLE_NUMBER and ROLE_TEXT */
	const struct unit *unit;        /* to be converted from; NULL: as it is */
	int out;                        /* column of the stream; -1: none */
};
struct layout {
	struct layout_column *column;   /* one a column of the log */
	int n, left_out;
	int day, tod;                   /* the time; tod -1 where one column has it all */
	bool utc;                       /* the header says that times are UTC */
	char time_format[8];            /* from the map; "" when it does not say */
	const struct unit *time_unit;
	bool has[CHANNELS];             /* measured: a column of the log */
	struct unit torque_unit;        /* of a torque that is a pressure */
	bool elapsed;                   /* the times count from the start of the log */
	struct text said;               /* what was chosen between two columns by a vendor's layout, a line each */
};
/* What the user wants of a log. */
struct layout_plan {
	struct map *map;                /* NULL: none */
	bool keep;                      /* columns that are no channel go on under their own names */
	bool by_depth;                  /* no time: the bit depth is that of the hole, and the time is made of it */
	bool without[CHANNELS];         /* left out */
	bool added[CHANNELS];           /* made: columns of the stream that no column of the log fills */
	double torque_psi;              /* psi a kft.lbf, of a torque that is a pressure; NAN: not said */
};
struct outline { char **name; int n; };         /* the stream's columns, [0] is "ts" */

/* What a column is by what the log says of it, without a map. False: nothing that is known. */
bool layout_recognise(const struct log *, int column, struct head *);
/* The first column whose name is no channel, in no map and not "-" or empty; -1: none. */
int layout_unknown(const struct log *, struct map *);
/* A column as messages name it; the text is the caller's to free. */
const char *layout_call(const struct log *, int column, struct text *);
/* Finds the columns of a log that are taken. False and a reason, which says what would be right, without the file's name.
 * The layout must stay where it is: its columns point into it. */
bool layout_find(struct layout *, const struct log *, const struct layout_plan *, struct text *why);
/* Then gives each its column of the stream. False when out of memory. */
bool layout_place(struct layout *, struct outline *, const struct log *, const struct layout_plan *);
void layout_free(struct layout *);
void outline_free(struct outline *);
/* Appends the names of the columns left out, ", " between; new_only: those only that the first log did not have. */
void layout_left_out(const struct layout *, const struct log *, bool new_only, struct text *names);
#endif
