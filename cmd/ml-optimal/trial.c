/* trial.c - the suggested step test; see trial.h. */
#include "trial.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

enum { VISITS = 4, LEAST_MIN = 5, LONGEST_MIN = 120 };  /* a bit needs a minute or two to settle */
static const double POWER = .9;         /* gives .8 where the noise must be fitted anew: trial_test.c */
static const double ALPHA = .05;

/* By how many sd the effect stands above what the test asks, for visits of so many blocks. */
static double margin(const struct noise *noise, int blocks, double effect)
{
	int n = VISITS * blocks, *at = calloc((size_t)n, sizeof *at);
	long *k = calloc((size_t)n, sizeof *k);
	double *drift = calloc((size_t)n, sizeof *drift), variance = NAN, n_eff = NAN;

	if (at && k && drift) {
		for (int i = 0; i < n; i++) {
			k[i] = i;
			at[i] = i / blocks % 2;
			drift[i] = (i - (n - 1) / 2.) / n;
		}
		if (contrast_difference(&(struct design){ n, 2, k, at, drift, 1 }, noise, &variance, &n_eff) < 0)
			variance = NAN;
	}
	free(at);
	free(k);
	free(drift);
	double df = fmax(3, n_eff - 3);
	return log1p(effect) / sqrt(variance) - gsl_cdf_tdist_Pinv(1 - ALPHA / 2, df) - gsl_cdf_ugaussian_Pinv(POWER);
}

double trial_minutes(const struct noise *noise, double block_s, double effect)
{
	int low = (int)ceil(LEAST_MIN * 60 / block_s), high = (int)floor(LONGEST_MIN * 60 / block_s);

	if (!isfinite(noise->white) || !(noise->white + noise->memory > 0) || high <= low ||
	    !(margin(noise, high, effect) >= 0))
		return NAN;
	while (low < high) {
		int middle = (low + high) / 2;

		if (margin(noise, middle, effect) >= 0)
			high = middle;
		else
			low = middle + 1;
	}
	return ceil(high * block_s / 60 - 1e-9);
}

bool trial_step(const struct trial_setting *now, const struct point_steps *steps, const struct limits *limits, bool slide,
	struct trial_setting *b)
{
	const struct { double wob, rpm; } moves[] = { { steps->wob, 0 }, { 0, steps->rpm }, { -steps->wob, 0 } };

	if (!isfinite(now->wob) || !isfinite(now->rpm))
		return false;
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
		*b = (struct trial_setting){ now->wob + moves[i].wob, now->rpm + moves[i].rpm, now->flow };
		struct limit_values v = { b->wob, slide ? (double)NAN : b->rpm, b->flow, NAN, NAN, NAN };
		if ((slide && moves[i].rpm > 0) || b->wob < steps->wob / 2)
			continue;
		if (!limit_forbids(limits, &v))
			return true;
	}
	return false;
}
