/* axis.c - scales with round numbers on them; see axis.h. */
#include "axis.h"

#include <math.h>
#include <stdlib.h>

static const double beyond = 1e15;      /* no quantity of ours */

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void axis_bounds(double *values, size_t n, double share, double bounds[2])
{
	bounds[0] = bounds[1] = NAN;
	if (!n)
		return;
	qsort(values, n, sizeof *values, compare);
	bounds[0] = values[(size_t)floor(share * (double)(n - 1))];
	bounds[1] = values[(size_t)ceil((1 - share) * (double)(n - 1))];
}

struct axis axis_round(double low, double high, int ticks, double from, double to)
{
	if (!(fabs(low) < beyond) || !(fabs(high) < beyond) || high < low) {
		low = 0;
		high = 1;
	}
	if (!(high - low > 1e-9 * fmax(1, fabs(high)))) {
		double more = fmax(0.5, 0.05 * fabs(high));
		low -= more;
		high += more;
	}
	double raw = (high - low) / ticks, unit = pow(10, floor(log10(raw))), share = raw / unit;
	double step = unit * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);

	return (struct axis){ step * floor(low / step + 1e-9), step * ceil(high / step - 1e-9), step, from, to };
}

double axis_at(const struct axis *a, double v)
{
	double share = (v - a->low) / (a->high - a->low);

	if (!isfinite(share))
		return NAN;
	return a->from + fmin(1, fmax(0, share)) * (a->to - a->from);
}

void axis_label(struct text *out, const struct axis *a, double v)
{
	int decimals = (int)fmax(0, -floor(log10(a->step) + 1e-9));
	double rounded = round(v / a->step) * a->step;

	text_format(out, "%.*f", decimals, fabs(rounded) < a->step / 2 ? 0.0 : rounded);
}
