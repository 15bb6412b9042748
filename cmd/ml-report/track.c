/* track.c - the rows of one window by depth, kept small; see track.h. */
#include "track.h"

#include <math.h>
#include <string.h>

static const double narrowest_ft = 0.25, deepest_ft = 1e6;

void track_clear(struct track *t)
{
	t->width = 0;
	t->first = 0;
	t->bins = 0;
}

static void join(struct track_bin *into, const struct track_bin *from)
{
	into->n += from->n;
	for (size_t i = 0; i < TRACK_CURVES; i++) {
		struct track_values *to = &into->of[i];
		const struct track_values *v = &from->of[i];
		if (!(v->n > 0))
			continue;
		to->low = to->n > 0 ? fmin(to->low, v->low) : v->low;
		to->high = to->n > 0 ? fmax(to->high, v->high) : v->high;
		to->sum += v->sum;
		to->n += v->n;
	}
}

/* Two bins become one. */
static void widen(struct track *t)
{
	double first = floor(t->first / 2);
	size_t bins = 0;

	for (size_t i = 0; i < t->bins; i++) {
		size_t to = (size_t)(floor((t->first + (double)i) / 2) - first);
		struct track_bin bin = t->bin[i];
		if (to >= bins) {
			memset(&t->bin[to], 0, sizeof t->bin[to]);
			bins = to + 1;
		}
		join(&t->bin[to], &bin);
	}
	t->width *= 2;
	t->first = first;
	t->bins = bins;
}

/* The bin of a depth, made where it is missing. */
static struct track_bin *bin_at(struct track *t, double depth)
{
	double k, low, high;

	for (;;) {
		k = floor(depth / t->width);
		low = t->bins ? fmin(k, t->first) : k;
		high = t->bins ? fmax(k, t->first + (double)t->bins - 1) : k;
		if (high - low < TRACK_BINS)
			break;
		widen(t);
	}
	size_t before = t->bins ? (size_t)(t->first - low) : 0, bins = (size_t)(high - low) + 1;
	if (before)
		memmove(&t->bin[before], t->bin, t->bins * sizeof *t->bin);
	memset(t->bin, 0, before * sizeof *t->bin);
	memset(&t->bin[before + t->bins], 0, (bins - before - t->bins) * sizeof *t->bin);
	t->first = low;
	t->bins = bins;
	return &t->bin[(size_t)(k - low)];
}

void track_add(struct track *t, double depth, const double values[TRACK_CURVES])
{
	struct track_bin row = { .n = 1 };

	if (!(fabs(depth) <= deepest_ft))
		return;
	if (t->width == 0)
		t->width = narrowest_ft;
	for (size_t i = 0; i < TRACK_CURVES; i++)
		if (isfinite(values[i]))
			row.of[i] = (struct track_values){ 1, values[i], values[i], values[i] };
	join(bin_at(t, depth), &row);
}

double track_depth(const struct track *t, size_t bin)
{
	return (t->first + (double)bin + 0.5) * t->width;
}

double track_mean(const struct track *t, size_t bin, enum track_curve curve)
{
	const struct track_values *v = &t->bin[bin].of[curve];

	return v->n > 0 ? v->sum / v->n : NAN;
}
