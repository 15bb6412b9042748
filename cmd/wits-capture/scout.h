/*
 * scout.h - finds out whose line it is: holds its first bytes until a frame names the well (item 01 of a record). No I/O.
 */
#ifndef SCOUT_H
#define SCOUT_H
#include "itemmap.h"
#include "num.h"
#include "text.h"
#include "wits0.h"

enum { SCOUT_FRAMES = 10, SCOUT_BYTES = 64 * 1024, SCOUT_WELL = 128 };
enum scout_status {
	SCOUT_MORE,             /* not known yet */
	SCOUT_NAMED,            /* by a frame: in well */
	SCOUT_NAMELESS,         /* frames enough, and none says it */
	SCOUT_NO_WITS,          /* bytes enough, and no frame in them */
	SCOUT_MEMORY
};
struct scout;

struct scout *scout_new(void);          /* NULL when out of memory */
void scout_free(struct scout *);
enum scout_status scout_feed(struct scout *, const struct itemmap *, const struct nulls *, const char *bytes, size_t len,
	double arrival);
unsigned scout_frames(const struct scout *);
const char *scout_well(const struct scout *);           /* "" when not known */
/* What was held, in the order it came: *at is 0 before the first call. False at the end. */
bool scout_held(const struct scout *, size_t *at, const char **bytes, size_t *len, double *arrival);
#endif
