/*
 * bituse.h - how long and how far the bit has drilled. Unknown is NAN, never 0: a bit that was already at work when the
 * data begin has hours only if somebody says so.
 */
#ifndef BITUSE_H
#define BITUSE_H
#include <stdbool.h>
#include "identity.h"

struct bit_use {
	double hours, seconds;          /* h drilled before, NAN: unknown; s drilled since */
	double footage, from;           /* ft on it when the hole was `from` ft deep; NAN: unknown */
	bool from_here;                 /* `from` is the first hole depth to come */
};
/* Another bit than before: run, type, start or diameter differ. */
bool bit_use_is_other(const struct bit *, const struct bit *);
/* A bit at ts. begins: it goes to work here (a `set` record), not at some time before the data. */
void bit_use_begin(struct bit_use *, const struct bit *, double ts, bool begins);
/* Takes over hours and footage that were counted before; footage as of the hole depth `deepest` (NAN: the next one). */
void bit_use_resume(struct bit_use *, double hours, double footage, double deepest);
/* dt seconds of a row; `deepest` is the deepest hole so far, ft. */
void bit_use_add(struct bit_use *, double dt, bool drilling, double deepest);
double bit_use_hours(const struct bit_use *);
double bit_use_footage(const struct bit_use *, double deepest);
#endif
