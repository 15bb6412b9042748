/*
 * quarantine.h - rows that a `set` record says are not to be used: all of them (`hold`), or some channels (`suspect`).
 *
 * wits-capture writes these where the rows may be of another well or in other units (mlstream(5)). A record holds from the next
 * row on. No I/O.
 */
#ifndef QUARANTINE_H
#define QUARANTINE_H
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include "sample.h"

enum { QUARANTINE_WORDS = 512, QUARANTINE_WHY = 160 };
struct quarantine_state {
	char hold[QUARANTINE_WORDS];    /* the sentence; "": no hold */
	double since;                   /* ts of the record that began it */
	uint64_t suspect;               /* a bit each enum channel */
};
struct quarantine {
	struct quarantine_state now, next;      /* of the row under way; of the next */
	char last[QUARANTINE_WORDS];    /* sentence of the last row that was held */
};

/* What a `set` record says of both; other keys are not looked at. False and a reason when it is of a wrong type. */
bool quarantine_set(struct quarantine *, const json_t *set, char why[QUARANTINE_WHY]);
/* At each row. True when it is held. */
bool quarantine_row(struct quarantine *);
/* Suspect channels are missing, and what the input has derived from them. */
void quarantine_mask(const struct quarantine *, struct sample *);
/* The names of a set of channels, and back; names of no channel are passed over. NULL when out of memory; false when that is
 * no list of names. */
json_t *quarantine_names(uint64_t suspect);
bool quarantine_channels(const json_t *names, uint64_t *suspect);
#endif
