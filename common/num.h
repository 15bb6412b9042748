/*
 * num.h - numbers from text and back, exactly.
 *
 * num_parse() has an exact fast path for plain decimals (mantissa < 2^53, divided once by 10^k, k <= 22, so one
 * correctly rounded operation: Clinger 1990) and strtod for the rest. num_format() gives the shortest decimal that
 * reads back equal; whole numbers below 1e15 have no exponent.
 */
#ifndef NUM_H
#define NUM_H
#include <stdbool.h>
#include <stddef.h>

enum { NUM_LEN = 32, NULLS_MAX = 16 };

/* The numbers that mean "no value": -9999, -8888, -999.25, -999, -32768 unless a list says otherwise. */
struct nulls { int n; double v[NULLS_MAX]; double low, high; };
enum num_kind { NUM_MISSING, NUM_VALUE, NUM_TEXT };

/* The whole of s[0..len) as a finite decimal number, blanks around it allowed; no hex, no inf, no nan. */
bool num_parse(const char *s, size_t len, double *v);
/* A field: NUM_MISSING when empty, blank, NaN (any case) or a null by number; NUM_TEXT when not a number. */
enum num_kind num_field(const char *s, size_t len, const struct nulls *, double *v);
/* Writes v and a NUL into out, returns its length; 0 (empty) when v is not finite. */
size_t num_format(double v, char out[NUM_LEN]);
/* True when s[0..len) is a number by JSON's grammar. */
bool num_is_json(const char *s, size_t len);

void nulls_default(struct nulls *);
/* "-999.25,-9999"; "none" for an empty list. False when it is not a list of numbers. */
bool nulls_parse(struct nulls *, const char *list);
bool nulls_has(const struct nulls *, double v);          /* equal within 1e-6 of the null */
#endif
