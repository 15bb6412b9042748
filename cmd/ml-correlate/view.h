/*
 * view.h - the samples of a segment in which two columns are both there, and what is made of the columns there: their
 * values, their ranks and what is left of them once depth is taken out. Each is made once, however many pairs ask.
 */
#ifndef VIEW_H
#define VIEW_H
#include "series.h"

enum { VIEW_COLUMNS_MAX = 200 };
enum view_kind { VIEW_VALUES, VIEW_RANKS, VIEW_RESIDUALS, VIEW_KINDS };

/* The columns of a segment: n samples, NAN where a value is missing. */
struct columns {
	const double *column[VIEW_COLUMNS_MAX];
	size_t n;
	const bool *used;               /* the samples that may be used at all; NULL: all */
	const size_t *cell;             /* where each lies on the grid of time, ascending */
	struct spectrum *spectrum;
	struct pool *pool;              /* owns the views */
	struct view *first;
};

struct view {
	struct view *next;
	bool *mask;                     /* of the n samples */
	size_t *row;                    /* those of the view */
	struct acf_grid grid;           /* grid.n samples */
	struct series *series[VIEW_COLUMNS_MAX][VIEW_KINDS];
};

/* The view of columns a, b and, when it is not negative, c. NULL when out of memory. */
struct view *view_find(struct columns *, int a, int b, int c);
/* Column k there; depth: the column that VIEW_RESIDUALS takes out (it has to be in the view and not constant). NULL when out
 * of memory. */
struct series *view_series(struct columns *, struct view *, int k, enum view_kind, int depth);
#endif
