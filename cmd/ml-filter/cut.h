/*
 * cut.h - ml-filter in the middle of its work, and how it opens and closes windows. Like cmd.h, it ends a program on faults.
 *
 * Rows go out as soon as they are judged; a window's record follows when a row at or past its end is read. Nothing of a
 * window is held but its counts, unless windows overlap: then the rows of one window are.
 */
#ifndef CUT_H
#define CUT_H
#include "cmd.h"
#include "columns.h"
#include "hold.h"
#include "quarantine.h"
#include "runs.h"
#include "settings.h"
#include "state.h"
#include "track.h"

struct filter {
	struct cmd c;
	struct settings set;
	struct columns columns;
	struct track_plan plan;
	struct track track;
	struct carried carried;
	struct runs *runs;
	struct identity identity;       /* as it holds for the row under way; a new file's OPEN resets c.identity */
	struct grid grid;               /* origin settled */
	struct window window;
	struct quarantine quarantine;
	struct hold hold;
	bool holds;                     /* windows overlap */
	bool both;                      /* --since and --until: empty windows close too */
	bool told;                      /* a `set` record of this stream has said what is held and suspect */
	bool opened, rows_began, windows_began, warm, done;
	bool resumes;                   /* bit hours are to be taken over from the state file, at this mark */
	struct mark resume;
	uint64_t fresh;                 /* rows of the open window that no window before it had */
	double last_ts;                 /* NAN: no row yet */
	double interval;                /* s, of the last window that could say; NAN: none */
	double split;                   /* no window reaches back over this time: a `set` */
	double gap_from, gap_to;        /* the gap before the row under way; NAN: none */
	double said_from, said_to;      /* gap records since the row before */
	bool slip_said[SLIP_CHANNELS];  /* a warning about the unit was given */
	struct text line;
	uint64_t read, kept, windows;
};

void out_of_memory(void) __attribute__((noreturn));
/* Opens the window that ends at `end`, at a row or border `ts`. */
void cut_open(struct filter *, double end, double ts);
/* Closes every window that ends at or before ts. */
void cut_advance(struct filter *, double ts);
/* Notes the gap before ts, by the step from the last row or by a `gap` record. */
void cut_gap(struct filter *, double ts);
/* The window before a `set` at ts closes; the next reaches back to it at most. */
void cut_split(struct filter *, double ts);
/* The input, or the time up to --until, is over. */
void cut_finish(struct filter *);
#endif
