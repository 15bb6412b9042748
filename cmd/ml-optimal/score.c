/* score.c - the composite score of blocks; see score.h. */
#include "score.h"

#include <math.h>

#include "composite.h"
#include "stats.h"

enum { LEAST_FOR_REFERENCE = 20 };
static const double FLOOR_ROP = .05, FLOOR_EFFICIENCY = 5;      /* of the median; points: less is not stretched to 0..1 */

static bool all_known(const double *v, int n)
{
	for (int i = 0; i < n; i++)
		if (!(v[i] > 0))
			return false;
	return true;
}

static bool find_efficiency(const struct block *block, int n, const struct find_rules *rules, double *efficiency,
	double *scratch, double *reference)
{
	double *mse = scratch, *ccs = scratch + n;

	*reference = NAN;
	for (int i = 0; i < n; i++) {
		efficiency[i] = NAN;
		mse[i] = block[i].mse;
		ccs[i] = block[i].ccs;
	}
	if (!all_known(mse, n))
		return false;
	*reference = rules->reference_mse;
	if (n >= LEAST_FOR_REFERENCE)
		*reference = fmin(stats_quantile(mse, (size_t)n, .10), *reference);     /* fmin drops a NAN */
	bool by_strength = all_known(ccs, n);
	if (!by_strength && !isfinite(*reference))
		return false;
	for (int i = 0; i < n; i++)
		efficiency[i] = 100 * fmin(1, (by_strength ? ccs[i] : *reference) / mse[i]);
	return true;
}

static void add(const double *v, int n, double weight, double floor, double *score)
{
	double low = stats_quantile(v, (size_t)n, .05), high = stats_quantile(v, (size_t)n, .95);

	for (int i = 0; i < n; i++)
		score[i] += weight * composite_normalise(v[i], low, high, floor);
}

void score_blocks(const struct block *block, int n, const struct find_rules *rules, double *efficiency, double *score,
	double *scratch, double *reference)
{
	bool known = find_efficiency(block, n, rules, efficiency, scratch, reference);
	double *rop = scratch;

	for (int i = 0; i < n; i++) {
		score[i] = 0;
		rop[i] = block[i].rop;
	}
	add(rop, n, known ? rules->rop_weight : 1, rules->plain ? 0 : FLOOR_ROP * stats_median(rop, (size_t)n), score);
	if (known)
		add(efficiency, n, rules->efficiency_weight, rules->plain ? 0 : FLOOR_EFFICIENCY, score);
}
