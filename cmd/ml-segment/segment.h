/*
 * segment.h - a window's kept samples cut into formation segments: forced cuts, then a method between them.
 *
 * A method is one file and one row of the table in segment.c. Lengths in samples become seconds by the interval: 60 s is
 * 60 samples at 1 Hz and 15 at 4 s.
 */
#ifndef SEGMENT_H
#define SEGMENT_H
#include <stdbool.h>
#include <stddef.h>

/* The kept samples of a window, in order of time. NAN: no value. */
struct segment_rows {
	const double *t;                /* Unix s */
	const double *value;            /* the series that is cut */
	const double *d;                /* d-exponent */
	const double *depth;            /* ft, hole depth (else bit depth) */
	const double *changed;          /* not 0: a `set` record stood before this sample */
	size_t n;
	double interval;                /* s between samples */
};

/* The values of one stretch between forced cuts, all finite. */
struct segment_series { const double *value; size_t n; double interval, min_shift; };
/* Where new segments begin: indices into a series, ascending. */
struct segment_cuts { size_t *at, n, capacity; };

struct segment_method {
	const char *name;
	bool (*find)(const struct segment_series *, struct segment_cuts *);     /* false when out of memory */
};
#define SEGMENT_METHODS "plan"          /* for the option table */

enum segment_boundary { BOUNDARY_NONE, BOUNDARY_PROVISIONAL, BOUNDARY_CONFIRMED };

struct segment {
	size_t first, last;             /* kept samples [first, last) */
	double start, end;              /* Unix s; end = last sample + interval */
	double depth_low, depth_high;   /* ft; NAN when no depth is known */
	double mean_d, sd_d;            /* over the segment's finite d; NAN */
	const char *formation;          /* the plan's name for mean_d; NULL without one */
	enum segment_boundary boundary; /* of its start */
};
struct segment_list { struct segment *item; size_t n, capacity; };

enum { SEGMENT_DEPTH_STEP_FT = 3 };     /* a larger step of depth between kept samples is a cut */

/* NULL when there is no such method. */
const struct segment_method *segment_method_find(const char *name);
/* Fills the list (cleared first). No samples: no segments. False when out of memory. */
bool segment_window(const struct segment_rows *, const struct segment_method *, double min_shift, struct segment_list *);
void segment_list_free(struct segment_list *);
const char *segment_boundary_name(enum segment_boundary);
/* The plan's hardness class of a mean d-exponent; NULL when it is not finite. */
const char *segment_formation(double mean_d);

/* For methods. */
bool segment_cut(struct segment_cuts *, size_t at);
/* plan.c: the plan's rule, one boundary a shift. */
bool plan_find(const struct segment_series *, struct segment_cuts *);
#endif
