/*
 * formats.h - the formats of logs that are known, and which of them an input is by how it begins.
 */
#ifndef FORMATS_H
#define FORMATS_H
#include <stdbool.h>
#include <stddef.h>
#include "log.h"

enum { FORMATS_BEGIN = 64 * 1024 };     /* bytes that settle it at the latest */

/* NULL: more bytes are needed to say (never with `whole`: there are no more, or with FORMATS_BEGIN of them). */
const struct log_format *formats_find(const char *begun, size_t size, bool whole);
#endif
