/*
 * spool.h - the rows of one rig on disk, a file a day: FOLDER/FIELD/WELL/YYYY-MM-DD.csv (mlstream(5), ml-filter(1)).
 *
 * Bare CSV plus `gap` and `set` records. Lines only ever grow at the end, whole lines a write; after a crash the last line
 * may lack its LF and is then cut off by the next start. A changed header begins YYYY-MM-DD.2.csv. The day is that of a row's
 * ts in UTC; a row of an earlier day than the open file's is appended to the open file. A day that is over is compressed to
 * YYYY-MM-DD.csv.zst, beside and renamed. With the disk full, lines wait in memory up to a limit; beyond it they are lost,
 * counted, and told by a `gap` record ("disk full: N rows lost") once there is room. One writer a rig, held by a lock.
 */
#ifndef SPOOL_H
#define SPOOL_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SPOOL_WHY = 512 };
enum spool_count {
	SPOOL_WRITTEN,          /* rows handed to the kernel */
	SPOOL_KNOWN,            /* rows that the spool had already (a restart, a sender that repeats): not written again */
	SPOOL_LOST,             /* rows lost to a full disk or an I/O error */
	SPOOL_TORN,             /* unfinished last lines cut off at a start */
	SPOOL_PAUSES,           /* times that writing had to stop */
	SPOOL_COUNTS
};
extern const char *const spool_count_names[SPOOL_COUNTS];
enum spool_status {
	SPOOL_FINE,
	SPOOL_PAUSED,           /* no room or an I/O error: lines wait or are lost; spool_why() says which */
	SPOOL_FAILED            /* out of memory, or a name that cannot be: nothing more will be written */
};
struct spool_options {
	const char *folder;
	double fsync_s;         /* at most this long from a write to its fsync; 0: after every flush; INFINITY: the caller's */
	size_t pending_max;     /* bytes that may wait while the disk is full */
	bool compress;          /* days that are over */
};
/* What was there at the start; NAN and NULL when nothing was. */
struct spool_past {
	double last_ts;         /* of the last row */
	double hole_depth_ft;   /* last known hole depth (column hole_depth_ft), looking back over at most the last file */
	json_t *held;           /* the last `set` record with a `hold` that no later one released; the caller's */
	json_t *suspects;       /* the last `set` record with a `suspect` list that is not empty; the caller's */
};
struct spool;

struct spool *spool_new(const struct spool_options *);  /* NULL when out of memory; options are copied, folder borrowed */
/* Opens or continues the spool of a well: header without its LF. Percent-encodes the names as the store does. Another
 * writer on it, or a folder that cannot be made: false and a reason (errno EWOULDBLOCK for the lock). May be called again for
 * another well; what is pending is written first. */
bool spool_start(struct spool *, const char *field, const char *well, const char *header, size_t len, struct spool_past *,
	char why[SPOOL_WHY]);
/* A row (CSV without LF) or a record (JSON object text). They reach the file at the next flush. */
enum spool_status spool_row(struct spool *, double ts, const char *line, size_t len);
enum spool_status spool_record(struct spool *, double ts, const char *json, size_t len);
/* Whether the spool has this row already, so that nothing that follows from it is news (a hold, a gap). */
bool spool_knows(struct spool *, double ts, const char *line, size_t len);
/* Writes what is pending: once a turn of the loop. now: CLOCK_MONOTONIC s. */
enum spool_status spool_flush(struct spool *, double now);
/* fsync and retries that are due; when the next are (INFINITY: nothing). */
enum spool_status spool_tick(struct spool *, double now);
double spool_due(const struct spool *);
/* Compresses a day that is over, if there is one, a slice of at most some ms a call; true while there is more to do. */
bool spool_compress(struct spool *);
bool spool_sync(struct spool *);                /* flush and fsync now, at a stop; false when something could not be written */
/* After spool_sync() was false at a stop: what still waits is counted as lost. */
void spool_give_up(struct spool *);
bool spool_reopen(struct spool *, char why[SPOOL_WHY]);         /* SIGHUP: the file may have been moved away */
const char *spool_why(const struct spool *);
const char *spool_path(const struct spool *);   /* of the open file; "" before the start */
uint64_t spool_count(const struct spool *, enum spool_count);
void spool_free(struct spool *);                /* after spool_sync() */
#endif
