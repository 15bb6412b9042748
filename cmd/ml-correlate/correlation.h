/*
 * correlation.h - everything that is said of one pair of channels in one segment.
 */
#ifndef CORRELATION_H
#define CORRELATION_H
#include "neff.h"
#include "view.h"

enum correlation_status { CORRELATION_OK, CORRELATION_CONSTANT, CORRELATION_INSUFFICIENT };
enum { CORRELATION_LEAST = 30, CORRELATION_PAIRS_MAX = 64 };       /* the plan's smallest n; pairs a family */

/* What does not apply is NAN. */
struct correlation {
	enum correlation_status status;
	size_t n;
	double r, p, log10_p;           /* exact: p 0, log10_p minus infinity */
	double p_adjusted;              /* by Holm, set by family_adjust() */
	double n_eff, low, high;        /* 95 % interval of r */
	double spearman, spearman_p;    /* with the n_eff of the ranks */
	double partial, partial_p, partial_n_eff;       /* given depth, with the n_eff of the residuals */
	double lag_s;
	double slope, slope_p, slope_n_eff;             /* structural pairs: of ln MSE, against what mechanics alone gives */
	bool exact, significant, structural;
};

struct correlation_how {
	const struct neff_method *method;
	bool depth_trend;               /* p is also that of the partial r given depth */
};

/* Columns x and y. depth: its column, negative when there is none. p is the larger of the p of r (Student's t, n_eff - 2
 * degrees of freedom) and of the partial r given depth (n_eff - 3); 1 where the two differ in sign. False when out of
 * memory. */
bool correlation_find(struct columns *, int x, int y, int depth, const struct correlation_how *, struct correlation *);
/* Of a structural pair, MSE and a part v of its formula: columns log_part = ln v and log_rest = ln MSE - power ln v, where
 * power is the slope of ln MSE on ln v that the formula alone gives. */
struct correlation_formula { int log_part, log_rest; double power; };
/* The same for a structural pair. r = 0 is not the question there, and is not tested; p is that of slope = power (Student's t
 * of r(log_rest, log_part), with the n_eff of these two). */
bool correlation_structural(struct columns *, int x, int y, int depth, const struct correlation_formula *,
	const struct correlation_how *, struct correlation *);
const char *correlation_status_name(enum correlation_status);
#endif
