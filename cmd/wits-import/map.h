/*
 * map.h - a channel map: what the columns of a log are where their headers do not say it.
 *
 * A CSV file of `column,channel,unit`. column: the header's text, or @N for the Nth column (from 1); channel: a channel's
 * name (wob_klbf, wob), date, time, or - to leave the column out; unit: a unit of that channel, or for a time one of
 * iso mdy dmy ymd epoch or a unit of epoch time (s, ms). Lines that begin with # are comments.
 */
#ifndef MAP_H
#define MAP_H
#include <stdbool.h>
#include "channel.h"
#include "spell.h"
#include "text.h"

struct map_line {
	char *column;                   /* NULL with at > 0 */
	int at;                         /* N of @N, from 1; 0: by text */
	bool drop;
	enum spell_kind kind;
	enum channel channel;
	const struct unit *unit;        /* NULL: canonical */
	char time_format[8];            /* "" when the map does not say */
	int line;                       /* in the map file */
	bool used;
};
struct map { struct map_line *line; int n, highest; };  /* highest: the largest @N */

/* Reads a map from its bytes. False and a reason "LINE: what is wrong" in why. */
bool map_parse(struct map *, const char *bytes, size_t len, struct text *why);
void map_free(struct map *);
/* The line for a column (k from 0) of this header, NULL when there is none. An @N line comes first. */
struct map_line *map_find(struct map *, int k, const char *column, size_t len);
bool time_format_known(const char *name);               /* iso mdy dmy ymd epoch */
#endif
