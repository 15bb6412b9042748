/*
 * peek.h - where a report was drilled, from its bytes: most reports of a field are too far from a depth to be worth parsing.
 */
#ifndef PEEK_H
#define PEEK_H
#include <stdbool.h>
#include <stddef.h>

/* False when the bytes of a report (NUL after the last) say that each of its depths (`depth_ft`, `depth_range`) is more than
 * `reach` from `depth`, ft. True when one is near, and when it cannot be told: a depth is null or absent, the file was cut. */
bool peek_near(const char *bytes, size_t len, double depth, double reach);
#endif
