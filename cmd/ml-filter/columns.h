/*
 * columns.h - from rows of the input to samples: where the channels are, and how rows of a later file fit the first header.
 */
#ifndef COLUMNS_H
#define COLUMNS_H
#include "cmd.h"
#include "sample.h"
#include "text.h"

struct columns {
	struct channel_place place[CHANNELS];
	bool has[CHANNELS];
	/* The header of the first file, kept: the reader's own goes when another file is read. */
	struct header header;
	struct text names;
	int *from;                      /* of a later file: its field for each column, -1: none; NULL: they are the same */
	struct text row;                /* a row of a later file, put in order, or one without its suspect fields */
	uint64_t suspect;               /* set of enum channel whose fields of the current row are left out */
};
/* At the first HEADER of a stream. Dies 64 without a time column. */
void columns_first(struct cmd *, struct columns *);
/* At the HEADER of a later file: maps by name, warns of columns that are missing or new. */
void columns_later(struct cmd *, struct columns *);
/* The `ts` of the current row; dies 65 when it is none. */
double columns_time(struct cmd *, const struct columns *);
/* The rest of the current row. */
void columns_read(struct cmd *, const struct columns *, struct sample *);
/* Whether the current row leaves otherwise than it came. */
bool columns_differ(const struct columns *);
/* The current row's CSV text under the first header; valid until the next row. */
struct field columns_raw(struct cmd *, struct columns *);
void columns_free(struct columns *);
#endif
