/*
 * store.h - the tree of stored reports: FIELD/WELL/CAMPAIGN/YYYYMMDDTHHMMSSZ.json below one folder.
 *
 * A key is that path. Names are percent-encoded outside [A-Za-z0-9._-], a leading dot too, so that no name leaves the tree;
 * below the folder no symbolic link is followed. A file under its key is whole: it is written beside and renamed. Folders
 * are synced with what is new in them. Calls leave a reason in why and never print.
 */
#ifndef STORE_H
#define STORE_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "identity.h"
#include "text.h"

enum { STORE_WHY = 512 };
enum store_status { STORE_NEW, STORE_SAME, STORE_REPLACED, STORE_TAKEN, STORE_FAILED, STORE_FULL };

struct store;

/* Opens the folder, made when absent (not its parents). NULL and a reason. */
struct store *store_open(const char *folder, char why[STORE_WHY]);
void store_close(struct store *);
/* The key of a window that ends at `end`; its length is named where it is not the usual one (all s). */
bool store_key(struct text *, const struct identity *, double end, double length, double usual, char why[STORE_WHY]);
/* Puts a report under its key. The same bytes again are STORE_SAME; others are STORE_TAKEN unless replace.
 * STORE_FULL: no space, or the device fails; STORE_FAILED: it cannot be made. */
enum store_status store_put(struct store *, const char *key, const char *report, size_t len, bool replace,
	char why[STORE_WHY]);
/* What a report is looked for on: a formation, or when that is NULL the rock at a depth (ft; reports from within 30 ft of it);
 * its window ended no later than `before` (Unix s). */
struct store_like { const char *formation; double depth, before; };
/* The latest success like that beside `key`, as stored, and its key appended to found. NULL when there is none; with a reason
 * (else "") when the store cannot be read. */
json_t *store_last_good(struct store *, const char *key, const struct store_like *, struct text *found, char why[STORE_WHY]);
#endif
