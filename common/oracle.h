/*
 * oracle.h - for unit tests: the tables of testdata/oracles and their series. Numbers may be JSON strings there.
 *
 * Paths are relative to the top of the tree, where the tests are run ($TOP says so when they are run elsewhere).
 */
#ifndef ORACLE_H
#define ORACLE_H
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define oracle_close(got, want, relative, absolute) do { \
	double got_ = (got), want_ = (want); \
	if (!(fabs(got_ - want_) <= (relative) * fabs(want_) + (absolute))) \
		fail_msg("%s = %.17g, not %.17g", #got, got_, want_); \
} while (0)

static inline void oracle_path(char *out, size_t size, const char *name)
{
	const char *top = getenv("TOP");

	snprintf(out, size, "%s/testdata/oracles/%s", top && *top ? top : ".", name);
}

/* The table, an array of cases; NULL when it cannot be read. */
static inline json_t *oracle_load(const char *name)
{
	char path[512];
	json_error_t error;
	json_t *table;

	oracle_path(path, sizeof path, name);
	table = json_load_file(path, 0, &error);
	if (!table)
		fprintf(stderr, "%s: %s\n", path, error.text);
	return table;
}

static inline double oracle_value(const json_t *v)
{
	if (json_is_string(v))
		return strtod(json_string_value(v), NULL);
	return json_is_number(v) ? json_number_value(v) : NAN;
}

static inline double oracle_number(const json_t *row, const char *key)
{
	return oracle_value(json_object_get(row, key));
}

/* The columns of a series file; returns the number of rows, 0 when it cannot be read. Columns are malloc'd. */
static inline size_t oracle_series(const char *name, double **column, int columns)
{
	enum { ROWS_MAX = 100000 };
	char path[512], line[512];
	size_t n = 0;
	FILE *f;

	oracle_path(path, sizeof path, name);
	f = fopen(path, "r");
	if (!f || !fgets(line, sizeof line, f)) {
		fprintf(stderr, "%s: cannot be read\n", path);
		if (f)
			fclose(f);
		return 0;
	}
	for (int c = 0; c < columns; c++)
		column[c] = calloc(ROWS_MAX, sizeof **column);
	while (n < ROWS_MAX && fgets(line, sizeof line, f)) {
		char *s = line;

		for (int c = 0; c < columns; c++) {
			column[c][n] = strtod(s, &s);
			s += *s == ',';
		}
		n++;
	}
	fclose(f);
	return n;
}
#endif
