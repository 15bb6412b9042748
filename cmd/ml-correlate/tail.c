/*
 * tail.c - two-sided p of Student's t and its logarithm.
 *
 * With x = df / (df + t^2) = 1 - r^2 both are I_x(df/2, 1/2). x and r^2 are handed down separately, because each is
 * exact only where the other is near 1.
 */
#include "tail.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "stats.h"

static const double SMALLEST = 1e-290;          /* below this the distribution function is about to underflow */
enum { TERMS_MAX = 100000 };

/* ln I_x(a, 1/2) by its series in x. It is called only where p < 1e-290, where it converges in a few hundred terms. */
static bool log_beta_tail(double x, double square, double a, double *out)
{
	double term = 1, sum = 1, beta;
	int k;

	for (k = 0; k < TERMS_MAX && term > 1e-17 * sum; k++) {
		term *= (a + 0.5 + k) / (a + 1 + k) * x;
		sum += term;
	}
	gsl_watch();
	beta = gsl_sf_lnbeta(a, 0.5);
	*out = a * log(x) + 0.5 * log(square) - log(a) - beta + log(sum);
	return k < TERMS_MAX && gsl_fine(0) && isfinite(*out);
}

static bool tail(double t, double x, double square, double df, struct tail *out)
{
	double ln_p;

	gsl_watch();
	out->p = 2 * gsl_cdf_tdist_Q(t, df);
	if (gsl_fine(0) && out->p >= SMALLEST && isfinite(out->p)) {
		if (out->p > 1)
			out->p = 1;
		out->log10_p = log10(out->p);
		return true;
	}
	if (!log_beta_tail(x, square, df / 2, &ln_p))
		return false;
	out->p = exp(ln_p);
	out->log10_p = ln_p / M_LN10;
	return true;
}

bool tail_of_r(double r, double df, struct tail *out)
{
	double a = fabs(r), x = (1 - a) * (1 + a);

	if (!(a <= 1) || !(df > 0) || !isfinite(df))
		return false;
	if (!(x > 0)) {
		*out = (struct tail){ 0, -INFINITY };
		return true;
	}
	return tail(a * sqrt(df / x), x, a * a, df, out);
}

bool tail_of_t(double t, double df, struct tail *out)
{
	double a = fabs(t), q = t * t / df;

	if (!isfinite(q) || !(df > 0) || !isfinite(df))
		return false;
	return tail(a, 1 / (1 + q), q / (1 + q), df, out);
}
