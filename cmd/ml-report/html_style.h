/*
 * html_style.h - how a report looks as HTML: one style sheet, written into the page.
 */
#ifndef HTML_STYLE_H
#define HTML_STYLE_H
extern const char html_style[];
#endif
