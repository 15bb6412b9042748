/*
 * tree.h - what is in a store, by names alone: FIELD/WELL/CAMPAIGN/YYYYMMDDTHHMMSSZ[-LENGTHs].json (ml-report(1)).
 *
 * Read-only: folders and files are opened for reading, no symbolic link is followed below the top, nothing is locked. A list is
 * made from names; a report is opened only when it is asked for. Other files, temporary ones among them, are passed over.
 */
#ifndef TREE_H
#define TREE_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "identity.h"

enum { TREE_WHY = 512 };
struct tree;
/* What is wanted; NULL and NAN: any. Names as people write them (decoded). */
struct tree_want {
	const char *field, *well;
	const char *campaign;           /* "production" ...; NULL any */
	double since, until;            /* end of the window in [since, until], Unix s */
	size_t limit;                   /* 0: all */
};
struct tree_entry { char *key; const char *field, *well, *campaign; double end, length; };  /* length NAN: the usual one */

/* NULL and a reason: absent (errno ENOENT), not a folder (ENOTDIR), not readable. */
struct tree *tree_open(const char *folder, char why[TREE_WHY]);
void tree_close(struct tree *);
/* Newest first (equal times by key); the list belongs to the tree and holds until the next call. -1 and a reason on an error of
 * the file system; folders that vanish meanwhile are no error. */
ssize_t tree_list(struct tree *, const struct tree_want *, const struct tree_entry **, char why[TREE_WHY]);
/* The fields and wells there are, as names: pairs, sorted. */
ssize_t tree_wells(struct tree *, const struct tree_entry **, char why[TREE_WHY]);
/* The folders that hold reports: how many of what is wanted (limit is not looked at), from when to when; sorted by names. */
struct tree_count { const char *field, *well, *campaign; size_t reports; double oldest, newest; };
ssize_t tree_counts(struct tree *, const struct tree_want *, const struct tree_count **, char why[TREE_WHY]);
/* A report: its bytes (malloc'd) and its JSON. NULL and a reason when the file is damaged (no JSON object with `timestamp` and
 * `result`), too large (16 MiB) or gone (errno ENOENT: pruned meanwhile). raw may be NULL. */
json_t *tree_load(struct tree *, const char *key, char **raw, size_t *len, char why[TREE_WHY]);
/* Its bytes alone (malloc'd, NUL after the last), with the same faults but those of the JSON. */
char *tree_read(struct tree *, const char *key, size_t *len, char why[TREE_WHY]);
/* The JSON of such bytes; takes no ownership. NULL, errno EBADMSG and a reason when damaged. */
json_t *tree_report(struct tree *, const char *key, const char *bytes, size_t len, char why[TREE_WHY]);
/* Whether a text is a key as above (no `..`, nothing absolute). */
bool tree_is_key(const char *);
/* The file of a report by its name: when its window ended and, where the name has it, how long it was (else NAN). */
bool tree_stamp(const char *name, double *end, double *length);
/* The bytes of a report as JSON; NULL and a reason when they are none. */
json_t *tree_parse(const char *bytes, size_t len, char why[TREE_WHY]);
#endif
