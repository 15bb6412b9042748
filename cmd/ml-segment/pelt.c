/*
 * pelt.c - the exact best split into pieces of constant mean; see pelt.h.
 */
#include "pelt.h"

#include <math.h>
#include <stdlib.h>

struct work {
	double *sum, *squares;          /* of y - mean, up to each index */
	double *best;                   /* best[t]: the least objective of y[0..t) */
	int *last;                      /* its last change */
	int *candidate, candidates;
	int *dead;                      /* a candidate is out from this t on */
};

static double cost(const struct work *w, int from, int to)
{
	double s = w->sum[to] - w->sum[from];

	return fmax(w->squares[to] - w->squares[from] - s * s / (to - from), 0);
}

static void take_step(struct work *w, int t, double beta, int minimum)
{
	int kept = 0;

	if (t > minimum && isfinite(w->best[t - minimum]))
		w->candidate[w->candidates++] = t - minimum;
	for (int i = 0; i < w->candidates; i++) {
		int s = w->candidate[i];
		double v;

		if (w->dead[s] <= t)
			continue;
		w->candidate[kept++] = s;
		v = w->best[s] + cost(w, s, t) + beta;
		if (v < w->best[t]) {
			w->best[t] = v;
			w->last[t] = s;
		}
	}
	w->candidates = kept;
	for (int i = 0; i < kept; i++) {
		int s = w->candidate[i];

		if (w->dead[s] > t + minimum && w->best[s] + cost(w, s, t) > w->best[t])
			w->dead[s] = t + minimum;
	}
}

static int trace_back(const struct work *w, int n, int *changes)
{
	int count = 0;

	for (int t = w->last[n]; t > 0; t = w->last[t])
		changes[count++] = t;
	for (int i = 0; i < count / 2; i++) {
		int other = changes[count - 1 - i];

		changes[count - 1 - i] = changes[i];
		changes[i] = other;
	}
	return count;
}

int pelt(const double *y, int n, double beta, int minimum, int *changes, double *objective)
{
	size_t size = (size_t)n + 1;
	double *real = calloc(3 * size, sizeof *real), mean = 0;
	int *whole = calloc(3 * size, sizeof *whole), count = 0;
	struct work w = {0};

	if (!real || !whole) {
		free(real);
		free(whole);
		return -1;
	}
	w = (struct work){
		.sum = real, .squares = real + size, .best = real + 2 * size,
		.last = whole, .candidate = whole + size, .dead = whole + 2 * size, .candidates = 1
	};
	for (int i = 0; i < n; i++)
		mean += y[i] / n;
	for (int i = 0; i < n; i++) {
		double v = y[i] - mean;

		w.sum[i + 1] = w.sum[i] + v;
		w.squares[i + 1] = w.squares[i] + v * v;
	}
	for (int i = 0; i <= n; i++) {
		w.best[i] = HUGE_VAL;
		w.dead[i] = n + 1 + minimum;
	}
	w.best[0] = -beta;
	for (int t = minimum; t <= n; t++)
		take_step(&w, t, beta, minimum);
	if (n >= minimum)
		count = trace_back(&w, n, changes);
	if (objective)
		*objective = n >= minimum ? w.best[n] : 0;
	free(real);
	free(whole);
	return count;
}
