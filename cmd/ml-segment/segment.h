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
#include "tops.h"

/* The kept samples of a window, in order of time. NAN: no value. */
struct segment_rows {
	const double *t;                /* Unix s */
	const double *value;            /* the series that is cut */
	const double *d;                /* d-exponent */
	const double *depth;            /* ft, hole depth (else bit depth) */
	const double *changed;          /* not 0: a `set` record stood before this sample */
	const double *rop, *rpm, *wob, *diameter;       /* ft/h, rpm at the bit, klbf, in: what d was made from */
	const double *gamma;            /* API */
	const double *lithology;        /* the number of its name */
	size_t n;
	double interval;                /* s between samples */
};

struct segment_method;
struct segment_settings {
	const struct segment_method *method;
	double min_shift;               /* least relative change that is a boundary; 0: any */
	bool log;                       /* the logarithm of the series is looked at, and only values above 0 */
	bool join;                      /* runs between steps of depth that are too short for a segment go with a neighbour */
	bool check;                     /* boundaries that the settings explain are confounded */
	double bin_s, bin_ft;           /* length of a bin, one of them; both 0: the method's */
	double min_s, min_ft;           /* the shortest segment, of the same kind; 0: the method's */
	struct tops tops;               /* none: n is 0 */
	const double *held;             /* Unix s, ascending: boundaries that earlier runs were sure of */
	size_t held_n;
};

/* The values of one run between forced cuts, all finite, and the times and depths they are of. */
struct segment_series {
	const double *value, *t, *depth;
	size_t n;
	double interval;
	const struct segment_settings *settings;
	const double *held;             /* those inside the run */
	size_t held_n;
};
/* Where new segments begin: indices into a series, ascending. */
struct segment_cuts { size_t *at, n, capacity; };

struct segment_method {
	const char *name;
	bool (*find)(const struct segment_series *, struct segment_cuts *);     /* false when out of memory */
};
#define SEGMENT_METHODS "fseg|plan"     /* for the option table */

enum segment_boundary { BOUNDARY_NONE, BOUNDARY_PROVISIONAL, BOUNDARY_CONFIRMED, BOUNDARY_CONFOUNDED };

struct segment {
	size_t first, last;             /* kept samples [first, last) */
	double start, end;              /* Unix s; end = last sample + interval */
	double depth_low, depth_high;   /* ft; NAN when no depth is known */
	double mean_d, sd_d;            /* over the segment's finite d; NAN */
	const char *formation;          /* the plan's name for mean_d; NULL without one */
	const char *name;               /* of its top; NULL */
	long lithology;                 /* number of the name that most of its samples have; -1 */
	enum segment_boundary boundary; /* of its start */
	bool forced;                    /* ... which does not come from the series */
	double explained;               /* share of the step at its start that the settings explain; NAN: not known */
};
struct segment_list { struct segment *item; size_t n, capacity; };

enum { SEGMENT_DEPTH_STEP_FT = 3 };     /* a larger step of depth between kept samples is a cut */
enum { SEGMENT_SAME_S = 60 };           /* boundaries of two runs that are no further apart are the same */

/* NULL when there is no such method. */
const struct segment_method *segment_method_find(const char *name);
/* Fills the list (cleared first). No samples: no segments. False when out of memory. */
bool segment_window(const struct segment_rows *, const struct segment_settings *, struct segment_list *);
void segment_list_free(struct segment_list *);
const char *segment_boundary_name(enum segment_boundary);
/* The plan's hardness class of a mean d-exponent; NULL when it is not finite. */
const char *segment_formation(double mean_d);

/* For methods. */
bool segment_cut(struct segment_cuts *, size_t at);
/* plan.c: the plan's rule, one boundary a shift. */
bool plan_find(const struct segment_series *, struct segment_cuts *);
/* find.c: robust bins, exact PELT, a penalty by the noise. */
bool fseg_find(const struct segment_series *, struct segment_cuts *);
#endif
