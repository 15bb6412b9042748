/*
 * context.h - the plan's text for an LLM, `### HISTORICAL ML INSIGHTS`, from reports. No I/O.
 *
 * Layout, words and units are the plan's, with its defects mended: the depth of a failure is its own; unknown bit hours are
 * "bit: unknown"; evidence stands before confidence; a hold or a test says so instead of "Optimal".
 */
#ifndef CONTEXT_H
#define CONTEXT_H
#include "evidence.h"
#include "text.h"

void context_start(struct text *);
/* Item number n (from 1): a segment of a report, or its headline. */
void context_item(struct text *, size_t n, const struct evidence *);
void context_end(struct text *, size_t items, const char *notice);
#endif
