/*
 * line.h - a report as one line for a log: when, where, what to do or why not, in at most about 200 columns.
 */
#ifndef LINE_H
#define LINE_H
#include "page.h"

enum { LINE_COLUMNS = 200, LINE_NAME = 40 };    /* the longest line, and what is shown of a name, in characters */

void line_window(struct text *, const struct window *, const struct outcome *, const struct identity *,
	const struct levels *, const struct page_style *);
#endif
