/*
 * remember.c - boundaries from run to run; see remember.h.
 */
#include "remember.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const double AFTER_S = 300;      /* of samples after a boundary before it can be confirmed */

static bool fits(const char *s)
{
	return strlen(s) < sizeof ((struct well *)0)->name;
}

struct well *remember_well(struct memory *m, const char *field, const char *name, const char *series)
{
	struct well *more;

	for (size_t i = 0; i < m->n; i++)
		if (!strcmp(m->well[i].field, field) && !strcmp(m->well[i].name, name) && !strcmp(m->well[i].series, series))
			return &m->well[i];
	if (!fits(field) || !fits(name) || !fits(series) || m->n >= SIZE_MAX / 2 / sizeof *more)
		return NULL;
	more = realloc(m->well, (m->n + 1) * sizeof *more);
	if (!more)
		return NULL;
	m->well = more;
	more += m->n++;
	*more = (struct well){ .end = NAN };
	memcpy(more->field, field, strlen(field) + 1);
	memcpy(more->name, name, strlen(name) + 1);
	memcpy(more->series, series, strlen(series) + 1);
	return more;
}

size_t remember_held(const struct well *w, double end, double *held)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		if (w->item[i].confirmed <= end)
			held[n++] = w->item[i].ts;
	return n;
}

/* The nearest known boundary that no segment has taken; w->n when there is none. */
static size_t nearest(const struct well *w, const bool *taken, double ts)
{
	size_t best = w->n;
	double least = SEGMENT_SAME_S;

	for (size_t i = 0; i < w->n; i++) {
		double distance = fabs(w->item[i].ts - ts);

		if (!taken[i] && distance <= least) {
			least = distance;
			best = i;
		}
	}
	return best;
}

static int by_time(const void *a, const void *b)
{
	const struct known *x = a, *y = b;

	return (x->ts > y->ts) - (x->ts < y->ts);
}

static bool covered(const struct segment_list *l, double ts)
{
	return ts > l->item[0].start + SEGMENT_SAME_S && ts < l->item[l->n - 1].end;
}

bool remember_run(struct well *w, struct segment_list *l, double interval, bool *changed)
{
	double end = l->n ? l->item[l->n - 1].end : NAN;
	struct known *keep;
	bool *taken;
	size_t n = 0;

	*changed = false;
	if (!l->n)
		return true;
	keep = malloc((w->n + l->n) * sizeof *keep);
	taken = calloc(w->n + 1, sizeof *taken);
	if (!keep || !taken) {
		free(keep);
		free(taken);
		return false;
	}
	for (size_t k = 1; k < l->n; k++) {
		struct segment *s = &l->item[k];
		struct known now = { s->start, end, NAN };
		size_t i;

		if (s->forced || s->boundary == BOUNDARY_CONFOUNDED)
			continue;
		i = nearest(w, taken, s->start);
		if (i < w->n) {
			taken[i] = true;
			now.found = fmin(w->item[i].found, end);
			now.confirmed = w->item[i].confirmed <= end ? w->item[i].confirmed : NAN;
		}
		if (isnan(now.confirmed) && now.found < end &&
		    (double)(l->item[l->n - 1].last - s->first) * interval >= AFTER_S)
			now.confirmed = end;
		s->boundary = isnan(now.confirmed) ? BOUNDARY_PROVISIONAL : BOUNDARY_CONFIRMED;
		keep[n++] = now;
	}
	for (size_t i = 0; i < w->n; i++)
		if (!taken[i] && !covered(l, w->item[i].ts))
			keep[n++] = w->item[i];
	free(taken);
	if (end < w->end) {             /* older data than the memory's */
		free(keep);
		return true;
	}
	qsort(keep, n, sizeof *keep, by_time);
	if (n > REMEMBER_MOST) {
		memmove(keep, keep + (n - REMEMBER_MOST), REMEMBER_MOST * sizeof *keep);
		n = REMEMBER_MOST;
	}
	free(w->item);
	w->item = keep;
	w->n = n;
	w->end = end;
	*changed = true;
	return true;
}

void remember_free(struct memory *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->well[i].item);
	free(m->well);
	*m = (struct memory){0};
}
