/*
 * carry.h - what one run of ml-filter hands to the next through the --state file (state.h), taken into the filter and out of it.
 */
#ifndef CARRY_H
#define CARRY_H
#include "cut.h"

/* At OPEN. */
void carry_load(struct filter *);
/* Evidence for the basis of RPM: none with another motor, but what an earlier run has found for this bit. */
void carry_basis(struct filter *);
/* At the first row, or at --since where there is none: bit hours counted before, when the state is about this bit. */
void carry_mark(struct filter *, double ts);
/* At the first row: what else is about this well. */
void carry_well(struct filter *, double ts);
/* A window has closed at ts. */
void carry_save(struct filter *, double ts);
#endif
