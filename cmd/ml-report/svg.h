/*
 * svg.h - pictures as SVG inside an HTML page: a few shapes, numbers of one decimal, text as data.
 *
 * Each call appends to a text. A shape with a number that is not finite is left out, and so is that point of a path: NaN never
 * gets into an attribute. How a shape looks is the page's: `class` names are ours, never data; of a text it may be empty.
 * The units are those of the viewBox.
 */
#ifndef SVG_H
#define SVG_H
#include <stdbool.h>
#include "text.h"

/* Text of anyone's as text: & < > " ' as entities, control characters as `?`, what is not UTF-8 as U+FFFD. */
void svg_escape(struct text *, const char *words);
/* A number of at most one decimal, never -0; nothing when it is not finite. */
void svg_number(struct text *, double v);

/* label: what a person hears who does not see it. min_width: px that it does not get narrower than on a screen; 0: any. */
void svg_open(struct text *, double width, double height, double min_width, const char *label);
void svg_close(struct text *);
void svg_line(struct text *, const char *class, double x1, double y1, double x2, double y2);
void svg_rect(struct text *, const char *class, double x, double y, double width, double height);
void svg_circle(struct text *, const char *class, double x, double y, double radius);
void svg_text(struct text *, const char *class, double x, double y, const char *words);

/* A path point by point; a point that is not finite ends the line, the next one begins a new one. */
struct svg_path { struct text *out; bool begun, down; const char *class; };
void svg_path_to(struct svg_path *, double x, double y);
void svg_path_end(struct svg_path *, bool closed);
#endif
