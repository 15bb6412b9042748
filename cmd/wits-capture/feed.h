/*
 * feed.h - a source that ends: a saved log, standard input, or a raw file that is replayed as it came.
 */
#ifndef FEED_H
#define FEED_H
#include "hub.h"
#include "source.h"

/* Whether it is a raw file; its position stays at the start. */
bool feed_is_raw(const struct source *);
/* Reads it all into the hub; dies on errors. arrivals: the time of reading counts as that of arrival. A pipe or terminal is
 * ended by a signal as if it had ended itself. */
void feed_run(struct hub *, struct source *, bool arrivals);
/* A raw file, with the arrival times in it. speed: times real time, 0: as fast as it can be read. */
void feed_replay(struct hub *, struct source *, double speed);
#endif
