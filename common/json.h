/*
 * json.h - JSON values written the house's way over jansson.
 *
 * Keys keep their order; numbers are the shortest decimal that reads back equal, whole ones without exponent;
 * non-finite numbers are null.
 */
#ifndef JSON_H
#define JSON_H
#include <jansson.h>
#include <stdbool.h>
#include "text.h"

json_t *json_number(double v);                           /* null when not finite; an integer when whole and below 1e15 */
json_t *json_pair(double a, double b);                   /* [a,b] */
bool json_put(json_t *object, const char *key, json_t *value);      /* steals value; false when NULL or out of memory */
bool json_put_number(json_t *object, const char *key, double v);
bool json_put_text(json_t *object, const char *key, const char *s); /* null when s is NULL */
void json_write(struct text *, const json_t *);          /* one line, no blanks */
void json_write_string(struct text *, const char *s, size_t len);   /* with its quotes; bytes that are not UTF-8 become U+FFFD */
/* Reading: NAN / NULL when absent, null or of another type. */
double json_get_number(const json_t *object, const char *key);
const char *json_get_text(const json_t *object, const char *key);
#endif
