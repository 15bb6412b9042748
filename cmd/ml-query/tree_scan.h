/*
 * tree_scan.h - reads the names in a store: its folders and the reports in them. For tree.c only.
 *
 * A hundred thousand names are read, so that one is not more than 16 bytes and its text, and what cannot be among the newest
 * `limit` is dropped on the way. No file is looked at: a name says when its window ended.
 */
#ifndef TREE_SCAN_H
#define TREE_SCAN_H
#include <stddef.h>
#include <stdint.h>
#include "text.h"
#include "tree.h"

enum scan_depth { SCAN_WELLS, SCAN_COUNTS, SCAN_REPORTS };
struct scan_hit { double end; uint32_t folder, name; };         /* name: where it begins in scan.names */
struct scan_folder {
	char *path;                             /* "FIELD/WELL/CAMPAIGN/" as components; "FIELD/WELL/" of SCAN_WELLS */
	char *field, *well;                     /* as people write them */
	const char *campaign;                   /* NULL of SCAN_WELLS */
	size_t reports;                         /* of those wanted */
	double oldest, newest;
};
struct scan {
	struct scan_folder *folders;
	size_t n_folders, folders_cap;
	struct scan_hit *hits;                  /* SCAN_REPORTS: newest first, equal times by key */
	size_t n_hits, hits_cap;
	struct text names;                      /* NUL between */
};

/* False and a reason. What vanishes meanwhile is passed over. The scan must be all zero. */
bool scan_store(struct scan *, int top, const char *path, const struct tree_want *, enum scan_depth, char why[TREE_WHY]);
void scan_free(struct scan *);
#endif
