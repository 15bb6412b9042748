/*
 * cmd_rows.h - which rows an analysing tool may use and what segment they are in. Like cmd.h, it ends a program.
 */
#ifndef CMD_ROWS_H
#define CMD_ROWS_H
#include "cmd.h"

struct cmd_rows {
	struct channel_place ts;
	int reject, segment;            /* columns; -1 when absent */
	long sets;                      /* `set` records among the rows of the open window */
	bool any;                       /* it has rows that count */
	/* indices, ascending, of the segments of the open window whose start border is `confounded` (a change of the
	 * settings explains it): to be handed to samples_group(), which joins each to the one before it */
	long *confounded;
	size_t n_confounded, capacity;
};

/* At HEADER. Dies 64 without a `ts` column. */
void cmd_rows_header(struct cmd *, struct cmd_rows *);
/* Whether the current row passed the filter: it has nothing in the column `reject`. */
bool cmd_rows_kept(struct cmd *, const struct cmd_rows *);
/* The segment of the current row: the column `segment`, else the number of `set` records before it in its window. -1 when
 * the row is rejected or in no segment. Dies 65 on text. */
long cmd_rows_segment(struct cmd *, struct cmd_rows *);
/* At RECORD: counts a `set`, notes a confounded `segment`; true for a `window` record, which closes a window. */
bool cmd_rows_record(struct cmd *, struct cmd_rows *);
void cmd_rows_close(struct cmd_rows *);                 /* after a window, and at CLOSE: frees what was noted */
/* Seconds between samples: of the `window` record (NULL: none), of the stream, the median step of n times, else 1. */
double cmd_rows_interval(const struct cmd *, const json_t *window, const double *t, size_t n);
#endif
