/*
 * fault.h - a world's faults by name: the option --fault NAME[=VALUE],... over any scenario.
 */
#ifndef FAULT_H
#define FAULT_H
#include <stdbool.h>
#include "text.h"
#include "world.h"

/* Applies a list to a world. False and a reason, appended to `why`, when a name or value is wrong. */
bool fault_apply(struct world *, const char *list, struct text *why);
/* Row k (0..) of the table: name, usual value as text ("" when it must be given) and what it does; false past the last. */
bool fault_row(int k, const char **name, double *usual, const char **about);
/* Settles what one parameter asks of another (a slide needs a motor); after all options. */
void fault_settle(struct world *);
#endif
