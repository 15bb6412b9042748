/*
 * conf_show.h - the configuration that is in force, as text: for --show-config and for scripts.
 */
#ifndef CONF_SHOW_H
#define CONF_SHOW_H
#include <stdbool.h>
#include "conf.h"
#include "text.h"

/* What options say of these; NULL: nothing. */
struct conf_given { const char *well, *field, *campaign; };

/* Appends `section.key=value`, one a line: option > environment > file > default, and what else the file has, in its order. Keys
 * that have no default and are given nowhere are left out. conf may be NULL. False and a reason when the environment or an option
 * says what the file may not. Running out of memory stays in the text. */
bool conf_show(struct text *, const struct conf *, const struct conf_given *, char why[CONF_WHY]);
#endif
