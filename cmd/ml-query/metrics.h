/*
 * metrics.h - the plan's success metrics, counted over reports.
 *
 * Steady drilling is a window in which one segment has clean drilling for three quarters of the window (45 minutes of an hour),
 * as in the validation of the methods. A report of such a window that gives no advice is not one of high confidence.
 */
#ifndef METRICS_H
#define METRICS_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum { METRICS_KEY = 640, METRICS_MISSING = 10 };
struct metrics_well { char *name; double *end; size_t n, cap; };        /* name: "FIELD/WELL" as in keys */
struct metrics {
	size_t reports, successes, failures;
	json_t *action, *confidence, *failure;  /* name: count */
	size_t steady, steady_high, steady_no_advice;
	size_t correlations, weak;              /* reported; of these p is not below .05 */
	size_t unexplained;                     /* failures without their name or their message */
	char weak_key[METRICS_KEY], unexplained_key[METRICS_KEY];       /* the first such report */
	double *mse_change; size_t n_mse, mse_cap;      /* MSE of the best score against that of the best ROP, per segment, - */
	double oldest, newest;                  /* window ends, Unix s */
	struct metrics_well *well; size_t n_wells, wells_cap;
};

bool metrics_start(struct metrics *);           /* false when out of memory, as all of these */
bool metrics_take(struct metrics *, const json_t *report, const char *key);
void metrics_free(struct metrics *);
#endif
