/*
 * doubt.h - whether what a rig sends can still be the same well in the same units. No I/O.
 *
 * Looks at each row before it is written. A hold means: from this row on nothing may be concluded until a person confirms it
 * or the data take it back; a suspect channel is not to be used. The sentences are for people.
 *
 * When, exactly:
 *   depths      on the row that shows the step, so that not even a spike's rows are trusted; taken back on the row on which the
 *               depth steps back to where it could be. What is a step: depthstep.h.
 *   0101, 0102  on the second frame in a row that says another name (numbers compare as numbers); taken back likewise.
 *               A 0101 that changes where the user named no well (settled false) is no doubt: all begins anew.
 *   channels    when the rows that are asked for lie behind the step (45 of the same state; 75 after a connection); `since` is
 *               the first of them. What is a step: unitstep.h. Taken back when a step back is seen in the same way. None is
 *               judged during a hold, and the rows before one are not held against those after it.
 *   the clock   on the row whose ts is more than 60 s before the last, or whole hours (1 to 14) from where it was to be,
 *               to 1.5 s and one usual step.
 * Several holds may be under way: after each row with an event that holds, what counts is doubt_holds(): its words, or none.
 * --confirm at a start is doubt_confirm() before the first row: what doubt_begin() and doubt_resume() said is then forgotten.
 */
#ifndef DOUBT_H
#define DOUBT_H
#include <stdbool.h>
#include "channel.h"

enum { DOUBT_WORDS = 256, DOUBT_EVENTS = 8 };
enum doubt_kind {
	DOUBT_UNITS,            /* depth stepped by 0.3048 or 3.2808 within 60 s: the EDR's units were changed */
	DOUBT_DEPTH_FELL,       /* hole depth fell by more than 100 ft: new well, sidetrack, skid, forgotten WELL_ID */
	DOUBT_WELL,             /* 0101 changed though the well is settled by the user */
	DOUBT_SIDETRACK,        /* 0102 changed */
	DOUBT_CHANNEL,          /* another channel stepped by a unit's factor without a change of set-point or state */
	DOUBT_CLOCK,            /* the sender's clock jumped (told, not held) */
	DOUBT_DEPTH_ROSE,       /* hole depth rose by more than 100 ft beyond what can be drilled */
	DOUBT_BIT_UNITS,        /* bit depth alone stepped by 0.3048 or 3.2808, which no trip can */
	DOUBT_KINDS
};
struct doubt_event {
	enum doubt_kind kind;
	bool raised;            /* false: taken back (depth is on the old scale again, the channel stepped back) */
	bool holds;             /* units, depth, well, sidetrack */
	enum channel channel;   /* of DOUBT_CHANNEL, else CHANNELS */
	double since;           /* ts from which it holds */
	char words[DOUBT_WORDS];        /* "hole depth fell 9842 -> 1204 ft: new well or sidetrack?" */
};
struct doubt;

struct doubt *doubt_new(void);                  /* NULL when out of memory */
void doubt_free(struct doubt *);
/* The last hole depth known before the start (a spool), ft; NAN: none. */
void doubt_begin(struct doubt *, double ts, double hole_depth_ft);
/* A row: value by channel in canonical units, NAN absent. well, sidetrack: as the items 0101 and 0102 say, "" absent; settled:
 * the user named the well. Returns how many events, in out. */
int doubt_row(struct doubt *, double ts, const double value[CHANNELS], const char *well, const char *sidetrack, bool settled,
	struct doubt_event out[DOUBT_EVENTS]);
/* Whether a hold is under way, and its sentence; and the suspect channels. */
bool doubt_holds(const struct doubt *, const char **words, double *since);
bool doubt_suspects(const struct doubt *, enum channel);
/* A hold found in the spool at the start goes on. */
void doubt_resume(struct doubt *, double since, const char *words);
/* A channel that the last `set` record before the start named as suspect stays so until it steps. */
void doubt_resume_suspect(struct doubt *, enum channel);
/* A person said that the change is right: holds and suspicions end, the present values are the new basis. */
void doubt_confirm(struct doubt *);
#endif
