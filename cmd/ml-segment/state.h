/*
 * state.h - the --state FILE: the boundaries that a run hands to the next one. JSON, written whole or not at all.
 */
#ifndef STATE_H
#define STATE_H
#include "kept.h"
#include "remember.h"

/* Fills an empty memory; it stays empty unless KEPT_LOADED. */
enum kept_status state_load(const char *path, struct memory *, char why[KEPT_WHY]);
/* False and errno. */
bool state_save(const char *path, const struct memory *);
#endif
