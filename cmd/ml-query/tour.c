/* tour.c - what a shift did; see tour.h. */
#include "tour.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "evidence.h"
#include "json.h"
#include "tour_part.h"

static int by_end(const void *a, const void *b)
{
	const struct tour_window *x = a, *y = b;

	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return strcmp(x->key, y->key);
}

/* Best choice among the first n windows: seconds, and how many windows. */
struct choice { double seconds; size_t count; bool take; size_t before; };

double tour_choose(struct tour_window *w, size_t n, double from, double to)
{
	struct choice *best = calloc(n + 1, sizeof *best);
	double seconds;

	if (!best)
		return NAN;
	for (size_t i = 1; i <= n; i++) {
		size_t before = i - 1;
		while (before && w[before - 1].end > w[i - 1].start)
			before--;
		double own = fmin(w[i - 1].end, to) - fmax(w[i - 1].start, from);
		double with = best[before].seconds + fmax(0, own), without = best[i - 1].seconds;
		size_t count = best[before].count + 1;
		bool take = with > without + 1e-6 || (with >= without - 1e-6 && count > best[i - 1].count);
		best[i] = take ? (struct choice){ with, count, true, before } : best[i - 1];
		if (!take)
			best[i].take = false;
		best[i].before = before;
	}
	seconds = best[n].seconds;
	for (size_t i = n; i > 0; i = best[i].take ? best[i].before : i - 1)
		w[i - 1].counted = best[i].take;
	free(best);
	return seconds;
}

double tour_rop(const struct tour_rock *r)
{
	return r->on_bottom_s > 0 ? r->footage_ft / (r->on_bottom_s / 3600) : NAN;
}

static void add_missing(struct tour *t, double from, double to)
{
	if (to - from < 1)
		return;
	t->missing_s += to - from;
	if (t->missings < TOUR_PARTS)
		t->missing[t->missings++] = (struct tour_span){ from, to };
	else
		t->missing[TOUR_PARTS - 1].to = to;     /* the last one stands for the rest */
}

static int by_start(const void *a, const void *b)
{
	const struct tour_window *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* What of [from, to) no window covers. */
static bool find_missing(struct tour *t, const struct tour_window *w, size_t n)
{
	struct tour_window *sorted = malloc((n ? n : 1) * sizeof *sorted);
	double at = t->from;

	if (!sorted)
		return false;
	if (n)
		memcpy(sorted, w, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, by_start);
	for (size_t i = 0; i < n && at < t->to; i++) {
		if (sorted[i].start > at)
			add_missing(t, at, fmin(sorted[i].start, t->to));
		at = fmax(at, sorted[i].end);
	}
	add_missing(t, at, t->to);
	free(sorted);
	return true;
}

static void take_advice(struct tour *t, const struct tour_window *w, bool before)
{
	struct evidence e = evidence_headline(w->report);
	struct tour_advice a = { w->end, e.action, w->key, e.params, { json_get_number(e.params, "best_wob"),
		json_get_number(e.params, "best_rpm"), json_get_number(e.params, "best_flow") } };
	const struct tour_advice *last = t->advices ? &t->advice[t->advices - 1] : t->had_before ? &t->before : NULL;

	if (!e.action)
		return;
	if (before) {
		t->before = a;
		t->had_before = true;
		return;
	}
	t->successes++;
	/* a hold keeps to practice, which drifts: only a recommended point that moved is another advice */
	if (last && strcmp(last->action, a.action) == 0 &&
	    (!e.change || weigh_distance(&last->point, &a.point, e.is.bit_diameter) <= 1))
		return;
	if (t->advices == TOUR_PARTS) {
		memmove(t->advice, t->advice + 1, (TOUR_PARTS - 1) * sizeof *t->advice);
		t->advices--;
		t->advices_lost++;
	}
	t->advice[t->advices++] = a;
}

static void take_failure(struct tour *t, const struct tour_window *w)
{
	const json_t *result = json_object_get(w->report, "result");
	const char *failure = json_get_text(result, "failure"), *message = json_get_text(result, "message");
	struct tour_failure *last = t->failures ? &t->failure[t->failures - 1] : NULL;
	struct evidence e = evidence_headline(w->report);

	if (e.action)
		return;
	if (last && failure && last->failure && strcmp(last->failure, failure) == 0) {
		last->n++;
		last->last = w->end;
		last->message = message;
		return;
	}
	if (t->failures == TOUR_PARTS) {
		t->failures_lost++;
		return;
	}
	t->failure[t->failures++] = (struct tour_failure){ w->end, w->end, 1, failure, message, e.is.depth[0] };
}

bool tour_make(struct tour *t, struct tour_window *w, size_t n, double from, double to, double now)
{
	size_t first = 0, k = 0;

	*t = (struct tour){ .from = from, .to = fmax(from, fmin(to, now)), .window = w, .depth = { NAN, NAN },
		.bit = { { NAN, NAN, NAN }, { NAN, NAN, NAN } } };
	if (n)
		qsort(w, n, sizeof *w, by_end);
	for (; first < n; first++)
		if ((w[first].start + w[first].end) / 2 >= from)
			break;
	for (size_t i = 0; i < first; i++)
		take_advice(t, &w[i], true);
	if (!find_missing(t, w, n))
		return false;
	/* of the rest those whose middle is in the shift; a long window may stand among later ones */
	for (size_t i = first; i < n; i++) {
		double middle = (w[i].start + w[i].end) / 2;
		if (!(middle >= from && middle < to))
			continue;
		struct tour_window other = w[first + k];
		w[first + k++] = w[i];
		w[i] = other;
	}
	t->window = w + first;
	t->windows = k;
	t->covered_s = tour_choose(t->window, k, from, to);
	if (isnan(t->covered_s))
		return false;
	for (size_t i = 0; i < k; i++) {
		take_advice(t, &t->window[i], false);
		take_failure(t, &t->window[i]);
		if (t->window[i].counted)
			tour_add(t, &t->window[i]);
		t->counted += t->window[i].counted;
	}
	return true;
}
