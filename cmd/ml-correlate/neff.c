/*
 * neff.c - the table of methods for the effective number of samples.
 */
#include "neff.h"

#include <math.h>
#include <string.h>

struct sums { double first, fifth; };

/* Adds the lags after..last; false as soon as the sum up to the first zero is complete and no other is wanted. */
static bool add(struct sums *s, const struct acf *x, const struct acf *y, size_t after, size_t last, bool fifth, bool open)
{
	for (size_t k = after + 1; k <= last && (open || fifth); k++) {
		double pairs = acf_pairs(x->grid, k);
		double part = pairs / (double)x->grid->n * x->r[k] * y->r[k];

		open = open && x->r[k] > 0 && y->r[k] > 0;
		if (open)
			s->first += part;
		if (fifth && pairs > 0)
			s->fifth += part;
	}
	return open;
}

/* Both sums: the first fifth of the lags settles nearly every pair. */
static bool sum(struct acf *x, struct acf *y, struct sums *s)
{
	size_t end = x->grid->cells - 1, fifth = x->grid->n / 5 < end ? x->grid->n / 5 : end;

	*s = (struct sums){0};
	if (!acf_reach(x, fifth) || !acf_reach(y, fifth))
		return false;
	if (!add(s, x, y, 0, fifth, true, true) || fifth == end)
		return true;
	if (!acf_reach(x, end) || !acf_reach(y, end))
		return false;
	add(s, x, y, fifth, end, false, true);
	return true;
}

static double from_sum(const struct acf *x, double s)
{
	double n = (double)x->grid->n;

	return n / fmax(1, 1 + 2 * s);
}

static bool first_zero(struct acf *x, struct acf *y, double *n_eff)
{
	struct sums s;

	if (!sum(x, y, &s))
		return false;
	*n_eff = from_sum(x, s.first);
	return true;
}

static bool fifth(struct acf *x, struct acf *y, double *n_eff)
{
	struct sums s;

	if (!sum(x, y, &s))
		return false;
	*n_eff = from_sum(x, s.fifth);
	return true;
}

static bool least(struct acf *x, struct acf *y, double *n_eff)
{
	struct sums s;

	if (!sum(x, y, &s))
		return false;
	*n_eff = fmin(from_sum(x, s.first), from_sum(x, s.fifth));
	return true;
}

static bool lag_one(struct acf *x, struct acf *y, double *n_eff)
{
	double n = (double)x->grid->n, weight, both;

	if (!acf_reach(x, 1) || !acf_reach(y, 1))
		return false;
	weight = acf_pairs(x->grid, 1) / n;     /* the plain estimate of r_1, not the unbiased one */
	both = weight > 0 ? x->r[1] * weight * y->r[1] * weight : 0;
	*n_eff = fmin(n, n * (1 - both) / (1 + both));
	return true;
}

static bool none(struct acf *x, struct acf *y, double *n_eff)
{
	(void)x;
	(void)y;
	*n_eff = NAN;
	return true;
}

static const struct neff_method methods[] = {
	{ "min", least }, { "first0", first_zero }, { "pp", fifth }, { "lag1", lag_one }, { "none", none },
};

const struct neff_method *neff_find(const char *name)
{
	for (size_t k = 0; k < sizeof methods / sizeof *methods; k++)
		if (!strcmp(methods[k].name, name))
			return &methods[k];
	return NULL;
}
