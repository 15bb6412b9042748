/*
 * rig.h - one sender: its bytes become rows of a stream, of a spool, or of both.
 *
 * Keeps what must outlast a lost line: the decoder's and the merge's state, the clock's offset, what is in doubt, the last
 * row. A rig's rows go to the stream of `cmd` when it has one, and to its spool when the settings name a folder. Frames come
 * with their arrival (Unix s; NAN: not known, a saved log). Ends the program when the stream cannot be written.
 */
#ifndef RIG_H
#define RIG_H
#include "cmd.h"
#include "doubt.h"
#include "merge.h"
#include "recognise.h"
#include "runs.h"
#include "settings.h"
#include "skew.h"
#include "spool.h"

enum { RIG_WORDS = 320, RIG_NAME = ADDRESS_HOST + 16 };
struct rig {
	const struct settings *s;
	const struct profile *profile;
	struct cmd *cmd;                /* whose stream; NULL: none */
	struct spool *spool;            /* NULL: none */
	struct doubt *doubt;
	struct runs *runs;
	struct identity told;           /* what they have said so far, and of what (rigruns.c) */
	unsigned told_keys;
	bool again;                     /* it is to be said to the spool with the next row */
	char name[RIG_NAME];            /* for messages: the source, or the well */
	char field[128], well[128], sidetrack[32];
	bool live;                      /* a line, not a saved log */
	bool settled;                   /* a person named the well: 0101 does not change it */
	bool failed;                    /* its rows have nowhere to go: `cause` says why; it is to be freed */
	bool started;                   /* the stream's header is written */
	bool judged, told_binary, told_offset;
	double last_ts, interval;       /* of the rows written: the last, the last step; NAN */
	double arrival, row_arrival;    /* of the last frame, and of that of the row under way */
	double last_frame;              /* CLOCK_MONOTONIC s of the last frame, or of when it began to be waited for */
	bool alarmed;                   /* no frame for --stale, which was said */
	char cause[RIG_WORDS];          /* why rows may be missing before the next one; "": no reason known */
	bool clock_set;                 /* ... that is the sender's clock, which was set */
	char held[DOUBT_WORDS];         /* the hold that the output was told; "": none */
	bool release;                   /* --confirm: the hold that the spool had is over */
	bool known;                     /* the row under way is in the spool already */
	bool stream_behind;             /* the spool holds a doubt that the stream was not told */
	uint64_t suspects;              /* channels that the output was told, by bit */
	double told_ts;                 /* when those two were last told; NAN: not */
	enum spool_status spool_status;
	bool spool_dirty;
	uint64_t heartbeats, echoes, connections, refused;
	struct frametime time;
	struct skew skew;
	struct merge merge;
	unsigned char first[RECOGNISE_BYTES]; size_t n_first;   /* until the first frame */
	struct text line;
	void *connection;               /* live.c's; NULL: the line is down */
	struct wits0 decoder;           /* last, and untouched where it was not needed */
};

/* Dies when out of memory. cmd NULL: rows go to the spool only. */
struct rig *rig_new(const struct settings *, const struct profile *, struct cmd *, const char *name, double now);
void rig_free(struct rig *);
/* The well is known: begins or continues its spool. False and a reason (errno EWOULDBLOCK: another one writes it). */
bool rig_settle(struct rig *, const char *field, const char *well, char why[SPOOL_WHY]);
/* Bytes as they came; returns how many frames they ended. */
unsigned rig_feed(struct rig *, const char *bytes, size_t len, double arrival, double now);
/* The same for bytes that the caller has put into the decoder's room. */
unsigned rig_fed(struct rig *, size_t len, double arrival, double now);
/* The line is gone, or begins anew: what was cut is counted, the row under way is written. cause: "line lost: ...". */
void rig_cut(struct rig *, const char *cause);
/* Timers: a settled row that waits, the alarm. now: CLOCK_MONOTONIC s. */
void rig_tick(struct rig *, double now);
double rig_due(const struct rig *);
/* Writes what is pending in the spool and says when it cannot, or can again. */
void rig_flush(struct rig *, double now);
/* The end: last row, a gap that is open (until: Unix s or NAN), and for a stream `capture` and `end`. False when the spool could
 * not take it all: what waited is counted as lost. */
bool rig_stop(struct rig *, double until);
/* As the decoder and the merge found it (a saved log): dies 65 when it could give no row. */
void rig_check_input(struct rig *, uint64_t taken);
void rig_say_counts(struct rig *);      /* on standard error */
void __attribute__((noreturn, format(printf, 2, 3))) rig_bad_data(struct rig *, const char *format, ...);
/* rigruns.c: what --runs says from this row on */
void rig_put_runs(struct rig *, double ts);
/* rigrow.c */
void rig_put_record(struct rig *, double ts, json_t *record);          /* takes the record */
void rig_put_in_spool(struct rig *, double ts, const json_t *record);
void rig_start_stream(struct rig *);
void rig_put_row(struct rig *);
void rig_put_gap(struct rig *, double until);           /* an open gap up to then */
void rig_put_counts(struct rig *);
void rig_judge_units(struct rig *);
#endif
