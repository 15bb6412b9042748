/* schedule.c - which windows a series of reports lacks; see schedule.h. */
#include "schedule.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include "stats.h"

enum { NEIGHBOURS = 3 };

/* The shortest of the steps i .. i + n - 1, of those there are; NAN of none. */
static double shortest(const double *step, ptrdiff_t steps, ptrdiff_t i, ptrdiff_t n)
{
	double least = NAN;

	for (ptrdiff_t k = i < 0 ? 0 : i; k < i + n && k < steps; k++)
		least = fmin(least, step[k]);
	return least;
}

static void add(struct schedule *s, double end, double *at, size_t max)
{
	if (s->missing < max)
		at[s->missing] = end;
	s->missing++;
}

static void look_between(struct schedule *s, const double *end, const double *step, ptrdiff_t steps, double *at, size_t max)
{
	for (ptrdiff_t i = 0; i < steps; i++) {
		/* at an end there is one side only: its nearest step, lest a change of the interval further on be taken for it */
		ptrdiff_t n = i == 0 || i == steps - 1 ? 1 : NEIGHBOURS;
		double local = fmax(shortest(step, steps, i - n, n), shortest(step, steps, i + 1, n));

		if (!(step[i] > 1.5 * local))
			continue;
		for (double e = end[i] + local; e < end[i + 1] - local / 2; e += local)
			add(s, e, at, max);
	}
}

struct schedule schedule_look(const double *all, size_t n, double from, double to, double *at, size_t max)
{
	struct schedule s = { 0, 0, NAN };
	double *end = n ? calloc(n, 2 * sizeof *end) : NULL, *step = end ? end + n : NULL;
	size_t m = 0;

	for (size_t i = 0; end && i < n; i++)
		if (!m || all[i] > end[m - 1])
			end[m++] = all[i];
	s.present = m;
	for (size_t i = 0; i + 1 < m; i++)
		step[i] = end[i + 1] - end[i];
	if (m >= 2) {
		ptrdiff_t steps = (ptrdiff_t)m - 1;
		double first = shortest(step, steps, 0, NEIGHBOURS), last = shortest(step, steps, steps - NEIGHBOURS, NEIGHBOURS);

		for (double e = end[0] - floor((end[0] - from) / first) * first; e < end[0] - first / 2; e += first)
			add(&s, e, at, max);
		look_between(&s, end, step, steps, at, max);
		for (double e = end[m - 1] + last; e <= to; e += last)
			add(&s, e, at, max);
		s.interval = stats_median(step, (size_t)steps);
	}
	free(end);
	return s;
}
