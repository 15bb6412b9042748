/*
 * composite.c - the plan's composite score.
 */
#include "composite.h"

#include <math.h>
#include <stddef.h>

double composite_normalise(double v, double low, double high, double floor)
{
	double range = fmax(high - low, floor);

	if (!(range >= 1e-9))
		return 0.5;
	return fmin(1, fmax(0, 0.5 + (v - (low + high) / 2) / range));
}

double composite_score(struct composite_weights w, double rop, double efficiency)
{
	return w.rop * rop + w.efficiency * efficiency;
}

const char *composite_rating(double score)
{
	if (!isfinite(score))
		return NULL;
	return score > 0.75 ? "EXCELLENT drilling conditions" : score > 0.60 ? "GOOD efficiency" :
		score > 0.45 ? "ACCEPTABLE" : "POOR efficiency - optimization needed";
}

const char *composite_confidence(double seconds, double high_s)
{
	return !(seconds >= COMPOSITE_LEAST_S) ? "insufficient" : seconds >= high_s ? "high" :
		seconds >= COMPOSITE_MEDIUM_S ? "medium" : "low";
}
