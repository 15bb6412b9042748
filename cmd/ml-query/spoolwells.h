/*
 * spoolwells.h - which wells a spool has (mlstream(5), SPOOL), and when their last row was. Read-only, no link followed.
 */
#ifndef SPOOLWELLS_H
#define SPOOLWELLS_H
#include <stdbool.h>
#include <stddef.h>

enum { SPOOLWELLS_HOLD = 300 };
struct spoolwell { char *field, *well; };

/* The wells below an open folder, sorted by field and well; other folders are passed over. False and errno. */
bool spoolwells_list(int top, struct spoolwell **, size_t *n);
void spoolwells_free(struct spoolwell *, size_t n);
/* Opens the folder of a well. -1 and errno. */
int spoolwells_open(int top, const char *field, const char *well);
/* The time of the last row in the folder of a well; NAN when there is none, or none that can be read. Costs the end of a file, or
 * one whole where it is packed. hold: the sentence of a hold that is on at the end of an open day (wits-capture(1)), else "". */
double spoolwells_last(int folder, char hold[SPOOLWELLS_HOLD]);
#endif
