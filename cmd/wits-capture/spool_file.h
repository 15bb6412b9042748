/*
 * spool_file.h - the file that a spool appends to: opened, continued and left behind. Whole lines only ever stand in it.
 */
#ifndef SPOOL_FILE_H
#define SPOOL_FILE_H
#include <stdint.h>
#include <sys/types.h>

#include "spooldays.h"

struct spool_file {
	int folder;             /* of the well; borrowed */
	int fd;                 /* -1: none is open */
	struct spoolday at;     /* day SPOOLDAY_NONE: the well has none yet */
	char name[SPOOLDAY_NAME];
	off_t size;             /* up to the end of its last whole line */
	bool cut;               /* there may be bytes behind that, to be cut off before anything else */
	bool dirty;             /* written since it was synced */
	bool no_sync;           /* the caller syncs all files of the disk together: only spool_file_sync() itself does */
	uint64_t torn;          /* unfinished lines cut off when a file was continued */
};

/* Leaves the open file, synced, and opens the last one of `day` that has this header, or makes the next. False and errno; then
 * none is open and nothing is left half made. */
bool spool_file_turn(struct spool_file *, int64_t day, const char *header, size_t len);
/* The same for the file in `at`, at a start: the file is left closed when it has another header. False and errno. */
bool spool_file_continue(struct spool_file *, const char *header, size_t len);
/* Appends whole lines; *wrote bytes of them are in the file, whole lines too. False and errno when that is not all. */
bool spool_file_put(struct spool_file *, const char *lines, size_t len, size_t *wrote);
bool spool_file_sync(struct spool_file *);              /* false and errno */
/* Synced, unless no_sync; false and errno when that failed, closed all the same. */
bool spool_file_close(struct spool_file *);
#endif
