/*
 * fseg.c - boundaries in bins: winsorise, long-run variance, exact PELT, deletion of small steps; see fseg.h.
 */
#include "fseg.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "pelt.h"
#include "stats.h"

const struct fseg_options fseg_default = {
	.minimum = 6, .penalty = 3, .shift = 0.13976194237515868, .window = 9, .length = 0, .floor = 1e-4
};
static const double mad_to_sd = 1.4826;

/* False when out of memory. */
static bool winsorise(const double *z, int n, int window, double *median, double *scratch, double *out)
{
	int half = window / 2;
	double spread;

	for (int i = 0; i < n; i++) {
		int from = i > half ? i - half : 0, to = i + half + 1 < n ? i + half + 1 : n;

		median[i] = stats_median(z + from, (size_t)(to - from));
		scratch[i] = fabs(z[i] - median[i]);
	}
	spread = 3 * mad_to_sd * stats_median(scratch, (size_t)n);
	for (int i = 0; i < n; i++)
		out[i] = spread > 0 ? fmin(fmax(z[i], median[i] - spread), median[i] + spread) : z[i];
	return isfinite(spread);
}

/* Differences of adjacent means of L bins: a change of level spoils only 2 L of them, so their median stands. */
static double long_run_variance(const double *z, int n, int length, double *scratch)
{
	int l = length < n / 4 ? length : n / 4, count;
	double sd;

	if (l < 1)
		l = 1;
	count = n - 2 * l + 1;

	for (int i = 0; i < count; i++) {
		double left = 0, right = 0;

		for (int k = 0; k < l; k++) {
			left += z[i + k];
			right += z[i + l + k];
		}
		scratch[i] = fabs(right - left) / l;
	}
	sd = mad_to_sd * stats_median(scratch, (size_t)count);
	return l * sd * sd / 2;
}

static double mean_of(const double *z, int from, int to)
{
	return stats_mean(z + from, (size_t)(to - from));
}

static int delete_small(const double *z, int n, double shift, int *changes, int count)
{
	while (count > 0) {
		int least = 0;
		double step = HUGE_VAL;

		for (int i = 0; i < count; i++) {
			double before = mean_of(z, i ? changes[i - 1] : 0, changes[i]);
			double after = mean_of(z, changes[i], i + 1 < count ? changes[i + 1] : n);

			if (fabs(after - before) < step) {
				step = fabs(after - before);
				least = i;
			}
		}
		if (step >= shift)
			break;
		memmove(changes + least, changes + least + 1, (size_t)(count - least - 1) * sizeof *changes);
		count--;
	}
	return count;
}

int fseg_bins(const double *z, int n, const struct fseg_options *o, double *winsorised, int *changes, struct fseg_fit *fit)
{
	int length = o->length > 0 ? o->length : n / 10 > 12 ? 12 : n / 10 > 2 ? n / 10 : 2;
	double *scratch;
	bool ok;
	int count;

	*fit = (struct fseg_fit){ NAN, NAN, 0 };
	if (n <= 0)
		return 0;
	scratch = calloc(2 * (size_t)n, sizeof *scratch);
	if (!scratch)
		return -1;
	ok = winsorise(z, n, o->window, scratch, scratch + n, winsorised);
	if (!ok || n < 2 * o->minimum) {
		free(scratch);
		return ok ? 0 : -1;
	}
	fit->variance = long_run_variance(winsorised, n, length, scratch);
	free(scratch);
	if (!isfinite(fit->variance))
		return -1;
	fit->variance = fmax(fit->variance, o->floor);
	fit->beta = o->penalty * fit->variance * log(n);
	count = pelt(winsorised, n, fit->beta, o->minimum, changes, NULL);
	if (count < 0)
		return -1;
	fit->raw = count;
	return o->shift > 0 ? delete_small(winsorised, n, o->shift, changes, count) : count;
}
