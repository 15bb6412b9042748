/*
 * conf_keys.h - what may be in ml.conf: for conf.c only.
 */
#ifndef CONF_KEYS_H
#define CONF_KEYS_H
#include <stdbool.h>
#include "conf.h"

/* Checks one key and its value. *number is its number (a time: Unix seconds), NAN for a text. False and a
 * reason, without file and line, when the section or key is unknown or the value is not of its kind. */
bool conf_key_check(const char *section, const char *key, const char *value, double *number, char why[CONF_WHY]);
#endif
