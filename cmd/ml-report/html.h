/*
 * html.h - reports as one HTML file: no script, nothing loaded, prints on A4, dark where the reader's screen is.
 *
 * html_start(), html_window() for each window, html_end(). A window is complete when html_window() returns, so a live pipe can
 * write it out at once; the index of several windows comes last, and is shown first on a screen.
 */
#ifndef HTML_H
#define HTML_H
#include "page.h"
#include "track.h"

struct html { struct text index; size_t windows; };

void html_start(struct text *, const char *field, const char *well);
void html_window(struct html *, struct text *, const struct window *, const struct outcome *, const struct identity *,
	const struct levels *, const struct last_good *, const struct page_style *, const struct track *);
void html_end(struct html *, struct text *);            /* frees the index */
#endif
