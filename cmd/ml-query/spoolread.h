/*
 * spoolread.h - the rows of a well's spool of some time, as numbers in named columns.
 */
#ifndef SPOOLREAD_H
#define SPOOLREAD_H
#include <stdbool.h>
#include <stddef.h>
#include "thin.h"

/* The columns that are read. A name is that of a column, or of a channel in any spelling and unit (then the canonical name). */
struct spoolread {
	int folder;                     /* of the well, open */
	double since, until;            /* Unix s */
	char **name;
	size_t columns;
	char why[256];
	bool damaged;                   /* the fault is the data's, not the file system's */
};

/* The columns: those of `list` (commas between), or with NULL all that the files of the time have. -1 and r->why: a fault of the
 * data, the file system or memory; 0 and r->why when a name is neither a channel nor a column of those files; 1. */
int spoolread_columns(struct spoolread *, const char *list);
/* All rows of the time into `thin`, which has r->columns columns. False and r->why. What is no number is missing. */
bool spoolread_rows(struct spoolread *, struct thin *);
void spoolread_free(struct spoolread *);
#endif
