/*
 * spool_state.h - a spool from the inside, shared by spool.c (what waits and is written) and spool_start.c (beginning, packing,
 * leaving). Private.
 */
#ifndef SPOOL_STATE_H
#define SPOOL_STATE_H
#include "spool.h"
#include "spool_file.h"
#include "spool_known.h"
#include "spool_zstd.h"
#include "text.h"

struct turn { size_t at; int64_t day; };        /* from this byte of what waits on, lines go to this day's file */

struct spool {
	struct spool_options o;
	int top, folder, lock;          /* FOLDER, FOLDER/FIELD/WELL, its lock; -1: not open */
	struct text below;              /* FIELD/WELL */
	struct text header, path;       /* without LF; of the file */
	struct spool_file file;
	struct text pending, line;      /* whole lines that wait; the one that comes */
	struct turn *turn; size_t turns;
	struct spool_known known;
	double max_ts;                  /* no row above it is there */
	enum spool_status status;
	int error;                      /* of the pause */
	double now, wait, retry, dirty_since;
	uint64_t lost;                  /* rows, not told yet ... */
	double lost_from, lost_to;
	uint64_t count[SPOOL_COUNTS];
	bool packs;                     /* there may be a day to pack */
	struct spool_packer *packer;
	char why[SPOOL_WHY];
};

/* Closes the file and the folder and gives the lock up; what waits is kept. */
void spool_leave(struct spool *);
#endif
