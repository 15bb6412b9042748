/*
 * trip.h - a round trip by the depth of the bit: out beyond 1000 ft or half the hole, and back on bottom. A bit may have been
 * changed there, which only a `set` record can say.
 */
#ifndef TRIP_H
#define TRIP_H
#include <stdbool.h>

struct trip {
	bool drilled;                   /* the bit was on bottom */
	bool away;                      /* and has then been far off it */
	bool changed;                   /* and is back, and nobody has said which bit it is */
	double far_since;               /* Unix s; NAN: it is not far off */
};
void trip_init(struct trip *);
/* Somebody has said which bit it is. */
void trip_told(struct trip *);
/* A row, off ft off the bottom of a hole this deep; drills: it makes hole. True when a trip ends with it. */
bool trip_next(struct trip *, double ts, double off, double hole, bool drills);
#endif
