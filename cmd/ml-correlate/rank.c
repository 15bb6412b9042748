/*
 * rank.c - the ranks of a series: two passes of a radix sort on where each value lies in the range, then each run of one key
 * is put in order. A sensor's values spread over its range, so nearly every run is short.
 */
#include "rank.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { BITS = 11, BUCKETS = 1 << BITS, SHORT_RUN = 24 };

struct place { double value; uint32_t key, index; };

static int compare(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	return (p->value > q->value) - (p->value < q->value);
}

static void pass(const struct place *from, struct place *to, size_t n, unsigned shift)
{
	size_t start[BUCKETS] = {0}, sum = 0;

	for (size_t i = 0; i < n; i++)
		start[from[i].key >> shift & (BUCKETS - 1)]++;
	for (size_t b = 0; b < BUCKETS; b++) {
		size_t count = start[b];

		start[b] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[start[from[i].key >> shift & (BUCKETS - 1)]++] = from[i];
}

static void order(struct place *p, size_t n)
{
	if (n > SHORT_RUN) {
		qsort(p, n, sizeof *p, compare);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct place moving = p[i];
		size_t at = i;

		for (; at > 0 && p[at - 1].value > moving.value; at--)
			p[at] = p[at - 1];
		p[at] = moving;
	}
}

static void keys(const double *x, size_t n, struct place *p)
{
	double low = INFINITY, high = -INFINITY, scale;

	for (size_t i = 0; i < n; i++) {
		low = x[i] < low ? x[i] : low;
		high = x[i] > high ? x[i] : high;
	}
	scale = ((double)BUCKETS * BUCKETS - 1) / (high - low);
	if (!isfinite(scale))
		scale = 0;                      /* a range too small or too large for this: one run */
	for (size_t i = 0; i < n; i++) {
		double key = (x[i] - low) * scale;

		p[i] = (struct place){ x[i], scale > 0 && key >= 0 ? (uint32_t)key : 0, (uint32_t)i };
	}
}

bool rank_find(const double *x, size_t n, double *rank)
{
	struct place *p, *q;

	if (n > UINT32_MAX || n > SIZE_MAX / 2 / sizeof *p)
		return false;
	if (!n)
		return true;
	p = malloc(2 * n * sizeof *p);
	if (!p)
		return false;
	q = p + n;
	keys(x, n, p);
	pass(p, q, n, 0);
	pass(q, p, n, BITS);
	for (size_t first = 0, last; first < n; first = last) {
		bool equal = true;

		for (last = first + 1; last < n && p[last].key == p[first].key; last++)
			equal = equal && !(p[last].value < p[first].value || p[last].value > p[first].value);
		if (!equal)
			order(p + first, last - first);
	}
	for (size_t first = 0, last; first < n; first = last) {
		for (last = first + 1; last < n && !(p[last].value > p[first].value); last++)
			;
		/* ranks first+1 .. last share their mean */
		for (size_t k = first; k < last; k++)
			rank[p[k].index] = ((double)first + 1 + (double)last) / 2;
	}
	free(p);
	return true;
}
