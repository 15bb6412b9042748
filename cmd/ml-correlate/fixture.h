/*
 * fixture.h - for the tests of this folder: series into columns on a grid of one second.
 */
#ifndef FIXTURE_H
#define FIXTURE_H
#include <stdlib.h>

#include "correlation.h"

struct fixture { struct columns columns; struct pool pool; size_t *cell; };

/* Up to three columns of n values; NULL ends them. */
static inline struct fixture *fixture_new(const double *x, const double *y, const double *z, size_t n)
{
	struct fixture *f = calloc(1, sizeof *f);

	f->cell = malloc((n + 1) * sizeof *f->cell);
	for (size_t i = 0; i < n; i++)
		f->cell[i] = i;
	f->columns = (struct columns){ .column = { x, y, z }, .n = n, .cell = f->cell, .spectrum = spectrum_new(),
		.pool = &f->pool };
	return f;
}

static inline void fixture_free(struct fixture *f)
{
	spectrum_free(f->columns.spectrum);
	pool_free(&f->pool);
	free(f->cell);
	free(f);
}

/* x and y, given z when it is not NULL. */
static inline struct correlation fixture_pair(const double *x, const double *y, const double *z, size_t n, const char *method)
{
	struct fixture *f = fixture_new(x, y, z, n);
	struct correlation_how how = { neff_find(method), true };
	struct correlation c;

	if (!correlation_find(&f->columns, 0, 1, z ? 2 : -1, &how, &c))
		abort();
	fixture_free(f);
	return c;
}

/* Normal deviates and uniform ones, the same on every machine: xorshift64* (Vigna 2016) and the sum of twelve. */
static inline double fixture_uniform(unsigned long long *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (double)(*state * 2685821657736338717ULL >> 11) / 9007199254740992.0;
}

static inline double fixture_normal(unsigned long long *state)
{
	double sum = -6;

	for (int k = 0; k < 12; k++)
		sum += fixture_uniform(state);
	return sum;
}
#endif
