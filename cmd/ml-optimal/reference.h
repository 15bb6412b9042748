/*
 * reference.h - the --state FILE: the least MSE reached in each rock, by field, well, bit run, hardness class, drill mode and
 * basis of MSE, so that a later window in the same rock is held against the best ever reached there.
 */
#ifndef REFERENCE_H
#define REFERENCE_H
#include <stdbool.h>
#include "kept.h"

struct reference_key { char field[128], well[128], run[160], hardness[48], drill_mode[8], mse_basis[32]; };
struct reference { struct reference_key key; double mse, ts; };         /* psi; end of the window that reached it, Unix s */
struct references { struct reference *item; int n; };

/* *all is empty unless loaded. */
enum kept_status references_load(const char *path, struct references *all, char why[KEPT_WHY]);
bool references_save(const char *path, const struct references *);      /* false and errno */
void references_free(struct references *);
double references_find(const struct references *, const struct reference_key *);        /* psi; NAN: none */
/* Notes an MSE where it is the least. Of more than 1000 rocks the one that was reached longest ago is forgotten. False when
 * out of memory. */
bool references_note(struct references *, const struct reference_key *, double mse, double ts);
#endif
