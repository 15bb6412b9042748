/*
 * spool_zstd.h - a day's file packed in slices: beside, synced, renamed, and only then the plain one removed, so that at any
 * instant one of the two is there whole.
 */
#ifndef SPOOL_ZSTD_H
#define SPOOL_ZSTD_H
#include "spooldays.h"

struct spool_packer;
enum spool_packing { PACKING_MORE, PACKING_DONE, PACKING_FAILED };

/* NULL and errno when it cannot begin. folder is borrowed. */
struct spool_packer *spool_packer_new(int folder, const struct spoolday *);
/* Goes on for some milliseconds. FAILED (errno): the plain file stays as it is. */
enum spool_packing spool_packer_step(struct spool_packer *);
void spool_packer_free(struct spool_packer *);          /* what is half done goes */
/* Removes what a crash left half packed; nobody else may be packing here. */
void spool_packer_clean(int folder);
#endif
