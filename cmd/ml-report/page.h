/*
 * page.h - a report as a page for the crew: what to do, by how much, how sure, why or why not.
 */
#ifndef PAGE_H
#define PAGE_H
#include "report.h"
#include "text.h"
#include "when.h"

struct page_style { struct when_zone zone; bool metric; };      /* metric: kdaN, L/min, m/h, m, MPa; else field units */

/* The page as lines without line ends: the headline (label NULL) first, the notice (label NULL) last, between them what has a
 * label ("Do", "How sure"; "" continues the one before). Zero-initialise; `failed` when out of memory. */
struct page_line { const char *label; struct text words; };
struct page_lines { struct page_line *line; size_t n, capacity; bool failed; };

void page_collect(struct page_lines *, const struct window *, const struct outcome *, const struct identity *,
	const struct levels *, const struct last_good *, const struct page_style *);
void page_free(struct page_lines *);
const char *page_heading(enum action);          /* "CHANGE"; of no action: "NO ADVICE" */
void page_window(struct text *, const struct window *, const struct outcome *, const struct identity *,
	const struct levels *, const struct last_good *, const struct page_style *);
#endif
