/*
 * neff.c - the table of methods for the effective number of samples.
 */
#include "neff.h"

#include <math.h>
#include <string.h>

static double none(const struct neff_series *s)
{
	(void)s;
	return NAN;
}

static const struct neff_method methods[] = {
	{ "none", none },
};

const struct neff_method *neff_find(const char *name)
{
	for (size_t k = 0; k < sizeof methods / sizeof *methods; k++)
		if (!strcmp(methods[k].name, name))
			return &methods[k];
	return NULL;
}
