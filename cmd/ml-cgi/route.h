/*
 * route.h - which endpoint a request is for, whether its parameters fit their grammar, and what ml-query is asked. No I/O.
 */
#ifndef ROUTE_H
#define ROUTE_H
#include <stdbool.h>
#include <stddef.h>
#include "uri.h"

enum { ROUTE_WORDS = 32, ROUTE_WHY = 256 };
#define ROUTE_BASE "/api/v1/ml/"

/* What becomes of ml-query's answer. */
enum route_shape { SHAPE_ONE, SHAPE_REPORTS, SHAPE_STORED, SHAPE_WELLS, SHAPE_SAMPLES, SHAPE_CONFIG };

struct route {
	enum route_shape shape;
	const char *argument;                   /* the key of SHAPE_STORED; points into the uri */
	const char *word[ROUTE_WORDS];          /* ml-query's arguments after its name, NULL at the end */
	bool needs_store, needs_spool;
	char bytes[2 * URI_MAX + 1024];         /* what word points into */
	size_t used;
	int words;
	bool full;
	char why[ROUTE_WHY];
};
struct route_places { const char *store, *spool; };     /* NULL: not configured */

/* 200, 404 (no such endpoint), 400 or (paths too long) 500, with the reason in why. Where the store or the spool that is
 * needed is NULL, word is empty. */
int route_find(struct route *, const struct uri *, const struct route_places *);
#endif
