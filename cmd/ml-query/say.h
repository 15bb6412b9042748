/*
 * say.h - the pieces that pages for people are made of, in the crew's units. See query.h for query_show().
 *
 * A page is made line by line: a name out of the data must neither drive the terminal nor begin a line of its own.
 */
#ifndef SAY_H
#define SAY_H
#include "query.h"
#include "weigh.h"

struct say { struct text *line; size_t from; };

struct say say_start(struct text *);
void say_label(struct say *, const char *name);         /* ends the line and begins "  Name      " */
void say_line(struct say *);                            /* ends the line, control characters as `?` */
void say_end(struct say *);

/* "WOB 22.0 klbf, rotary 120 rpm, flow 600 gpm" */
void say_point(struct text *, const struct query *, const struct point *);
void say_depths(struct text *, const struct query *, const double depth[2]);    /* "8120 to 8180 ft" */
void say_rock(struct text *, const char *formation, const char *name);          /* "Hugin Fm, hard by d-exponent" */
void say_age(struct text *, double seconds);                                    /* "38 min old", "12 d old" */
void say_hours(struct text *, double seconds);                                  /* "45 s", "38 min", "2.5 h" */
void say_percent(struct text *, double fraction);                               /* "+12%" */
void say_gain(struct text *, const json_t *optimal_params);     /* "ROP +12% (90% interval +4% to +20%), MSE -8%" */
#endif
