/*
 * live.h - the loop of a live capture: one line that we open, or a socket that rigs connect to.
 */
#ifndef LIVE_H
#define LIVE_H
#include "hub.h"

/* Runs until it is stopped by a signal, or for so many seconds (INFINITY); what was received is then in the hub, for
 * hub_stop(). Dies when it cannot begin or go on. name: the operand, for messages. Returns the Unix time of the stop. */
double live_run(struct hub *, const struct address *, const char *name, double seconds);
double live_clock(clockid_t);           /* s; dies when there is none */
#endif
