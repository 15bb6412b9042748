/*
 * state.h - the --state FILE: the boundaries that a run hands to the next one. JSON, written whole or not at all.
 */
#ifndef STATE_H
#define STATE_H
#include "remember.h"

enum { STATE_WHY = 256 };
enum state_status { STATE_LOADED, STATE_ABSENT, STATE_UNREADABLE, STATE_WRONG };

/* Fills an empty memory; it stays empty unless STATE_LOADED. */
enum state_status state_load(const char *path, struct memory *, char why[STATE_WHY]);
/* False and errno. */
bool state_save(const char *path, const struct memory *);
#endif
