/*
 * senders.h - how each sender is read: the options' profile, and those of the --senders FILE.
 *
 * The file is CSV with a header: peer (an address or network) and any of field, well, units, map, null, tz, heartbeat. An
 * empty field is as the options say. The first row whose peer fits holds.
 */
#ifndef SENDERS_H
#define SENDERS_H
#include "settings.h"

enum { SENDERS_WHY = 512 };
/* What is said of a profile as text; NULL: not said. */
struct profile_words { const char *units, *map, *items, *nulls, *tz, *heartbeat; int primary; };
struct senders { size_t n; struct profile *row; };

/* Fills units, map, nulls, zone and heartbeat. 0, or an exit status (sysexits.h) and a reason. */
int profile_build(struct profile *, const struct profile_words *, char why[SENDERS_WHY]);
void profile_free(struct profile *);
/* Reads the file; what a row does not say is as in `options`. 0, or an exit status and a reason "file:line: ...". */
int senders_load(struct senders *, const char *path, const struct profile_words *options, char why[SENDERS_WHY]);
/* The profile of a peer; NULL when no row fits. */
const struct profile *senders_find(const struct senders *, const struct sockaddr *);
void senders_free(struct senders *);
#endif
