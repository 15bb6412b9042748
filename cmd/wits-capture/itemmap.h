/*
 * itemmap.h - which item fills which column, in which unit. No I/O.
 *
 * The standard map is the channel table's items; a map file (item,channel,unit,null,keep) replaces the items of the channels
 * it names.
 */
#ifndef ITEMMAP_H
#define ITEMMAP_H
#include <stdbool.h>
#include <stdint.h>
#include "channel.h"
#include "num.h"
#include "text.h"

enum { ITEMMAP_COLUMNS = 256, ITEMMAP_ENTRIES = 512, ITEMMAP_NAME = 40, ITEMMAP_WHY = 256,
	ITEMMAP_NULLS = 64 };
enum item_use { USE_COLUMN, USE_DATE, USE_TIME, USE_STAMP, USE_WELL, USE_DROP };

struct item_entry {
	enum item_use use;
	enum channel channel;           /* of USE_COLUMN; CHANNELS when there is only an --items column */
	int number;                     /* RRII */
	int column, extra;              /* columns for the number and for the verbatim text; -1: none */
	int rank;                       /* 0 is best */
	const struct unit *unit;        /* of its values; NULL: canonical */
	const struct unit *other;       /* were the sender's units of the other system; NULL: no other */
	int nulls;                      /* its own nulls, 1 more than their place in the map's `nulls`; 0: those of the stream */
};
struct item_column {
	char name[ITEMMAP_NAME];
	enum channel channel;           /* CHANNELS: an --items column */
	double keep;                    /* s for which the last value stands in where the sender leaves it out; 0: never */
};

struct itemmap {
	int n, n_columns, n_nulls;
	bool keeps;                     /* some column does */
	struct item_entry entry[ITEMMAP_ENTRIES];
	struct item_column column[ITEMMAP_COLUMNS];     /* without `ts` */
	struct nulls nulls[ITEMMAP_NULLS];
	uint16_t at[10000];             /* entry + 1 by RRII; 0: unmapped */
};

/* Builds the map. metric: the units of items that the map file gives none. primary: the record whose items rank first.
 * file: the text of a map file or NULL, name for messages; items: "0141,0150" or NULL. False and a reason. */
bool itemmap_build(struct itemmap *, bool metric, int primary, const char *file, size_t len, const char *name,
	const char *items, char why[ITEMMAP_WHY]);
static inline const struct item_entry *itemmap_get(const struct itemmap *m, int number)
{
	return m->at[number] ? &m->entry[m->at[number] - 1] : NULL;
}
/* The unit that an item of a quantity has in the metric set of WITS; the base unit where both are the same. */
const struct unit *itemmap_metric(enum quantity);
#endif
