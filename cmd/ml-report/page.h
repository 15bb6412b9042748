/*
 * page.h - a report as a page for the crew: what to do, by how much, how sure, why or why not.
 */
#ifndef PAGE_H
#define PAGE_H
#include "report.h"
#include "text.h"
#include "when.h"

struct page_style { struct when_zone zone; bool metric; };      /* metric: kdaN, L/min, m/h, m, MPa; else field units */

void page_window(struct text *, const struct window *, const struct outcome *, const struct identity *,
	const struct levels *, const struct last_good *, const struct page_style *);
#endif
