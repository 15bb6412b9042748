/*
 * ndjson.h - one flat JSON object of a line to keys and values, its numbers kept as they were written.
 *
 * jansson reads every number into a double and would change the digits of a sample, so flat objects are scanned here;
 * jansson decodes the strings that have escapes or bytes beyond ASCII, and reads all records. ndjson_fuzz.c shows that
 * what is taken here is what jansson takes.
 */
#ifndef NDJSON_H
#define NDJSON_H
#include <stddef.h>
#include "csvrow.h"

enum ndjson_value { NDJSON_NULL, NDJSON_NUMBER, NDJSON_STRING, NDJSON_BOOL };
struct ndjson_pair { struct field key, value; enum ndjson_value kind; };
struct ndjson;

enum ndjson_status { NDJSON_FLAT, NDJSON_NOT_FLAT, NDJSON_MEMORY };

struct ndjson *ndjson_new(void);         /* NULL when out of memory */
void ndjson_free(struct ndjson *);
/* Splits one object. NDJSON_FLAT: *pairs (valid until the next call; pointing into the line where nothing was decoded)
 * and *n are set. NDJSON_NOT_FLAT: not JSON, not an object, or a nested value: ask jansson what. */
enum ndjson_status ndjson_split(struct ndjson *, const char *line, size_t len, const struct ndjson_pair **pairs, int *n);
#endif
