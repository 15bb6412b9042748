/*
 * fields.h - dotted paths into an object ("result.optimal_params.best_wob", "depth_range.0"), and a row of them.
 *
 * A path goes by keys and, in arrays, by numbers from 0. What is absent is null, an empty field of CSV.
 */
#ifndef FIELDS_H
#define FIELDS_H
#include <jansson.h>
#include "text.h"

struct query_fields;

/* Of a list with commas between; empty names are left out. NULL when out of memory. */
struct query_fields *fields_new(const char *list);
void fields_free(struct query_fields *);
int fields_count(const struct query_fields *);
/* The first path that no object had so far; NULL when each was found. */
const char *fields_unseen(const struct query_fields *);
/* The value at a path, borrowed; NULL when absent. */
json_t *fields_at(const json_t *, const char *path);
/* Each without a line end, but for the header of CSV. */
void fields_csv_header(const struct query_fields *, struct text *);
void fields_csv(struct query_fields *, const json_t *, struct text *);
void fields_json(struct query_fields *, const json_t *, struct text *);
void fields_text(struct query_fields *, const json_t *, struct text *);        /* "well_id=A  result.status=success" */
#endif
