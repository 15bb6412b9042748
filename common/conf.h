/*
 * conf.h - ml.conf(5), an INI file read by inih.
 *
 * Every key of every tool is in one table (conf.c): an unknown section or key, a value that is not of its kind, ` ;` or
 * ` #` after a value, an indented line and an over-long line are errors that name the line. Named by --config or ML_CONF only.
 */
#ifndef CONF_H
#define CONF_H
#include <stdbool.h>
#include <stddef.h>

struct conf;
enum { CONF_WHY = 256, CONF_BANDS_MAX = 16 };

/* NULL and a reason ("file:line: ...") on failure. */
struct conf *conf_load(const char *path, char why[CONF_WHY]);
void conf_free(struct conf *);
/* The text of a key, or NULL when conf is NULL or the file does not have it. */
const char *conf_text(const struct conf *, const char *section, const char *key);
/* The number of a key (checked at load), or `otherwise`. */
double conf_number(const struct conf *, const char *section, const char *key, double otherwise);
/* Key k (0..) of a section: *key and *value; false when there are no more. */
bool conf_each(const struct conf *, const char *section, int k, const char **key, const char **value);
/* Section k (0..) of those whose names begin with prefix, in the order of the file; NULL when there are no more. */
const char *conf_section(const struct conf *, const char *prefix, int k);
/* "95-105": two numbers, 0 <= low < high. */
bool conf_range(const char *s, size_t len, double *low, double *high);
#endif
