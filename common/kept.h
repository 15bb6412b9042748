/*
 * kept.h - a JSON file that a run leaves to the next one: {"type":TYPE,"version":1,...}, written whole or not at all.
 */
#ifndef KEPT_H
#define KEPT_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum { KEPT_WHY = 256 };
enum kept_status { KEPT_LOADED, KEPT_ABSENT, KEPT_UNREADABLE, KEPT_WRONG };

/* *o: new reference when loaded. Else a reason in why (none when absent). */
enum kept_status kept_read(const char *path, const char *type, json_t **o, char why[KEPT_WHY]);
/* KEPT_WRONG and the reason that the file is not what it should be. */
enum kept_status kept_wrong(const char *path, const char *type, char why[KEPT_WHY]);
/* A new object with type and version; NULL when out of memory. */
json_t *kept_object(const char *type);
/* Writes and frees o (NULL: out of memory). False and errno. */
bool kept_write(const char *path, json_t *o);
/* The text of a key, which must fit. */
bool kept_text(const json_t *o, const char *key, char *to, size_t size);
#endif
