/* tour_part.c - one window's share of a shift: time, footage, rock, settings, doubts; see tour.h. */
#include "tour_part.h"

#include <math.h>
#include <string.h>
#include "evidence.h"
#include "json.h"

static double at(const json_t *array, size_t i)
{
	const json_t *value = json_array_get(array, i);

	return json_is_number(value) ? json_number_value(value) : NAN;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Adds the numbers of an object up by their names; zeros and nulls make no name. */
static void add_seconds(struct tour_state *list, size_t *n, json_t *seconds)
{
	const char *name;
	json_t *value;

	json_object_foreach(seconds, name, value) {
		size_t i = 0;
		if (!(json_is_number(value) && json_number_value(value) > 0))
			continue;
		while (i < *n && strcmp(list[i].name, name) != 0)
			i++;
		if (i == TOUR_STATES)
			continue;
		if (i == *n)
			list[(*n)++] = (struct tour_state){ name, 0 };
		list[i].seconds += json_number_value(value);
	}
}

/* Time on bottom: the state Drilling; without states, clean time. */
static double on_bottom(const json_t *report, const json_t *window)
{
	double seconds = json_get_number(json_object_get(window, "rig_state_s"), "Drilling"), clean = 0;
	const json_t *segments = json_object_get(report, "segments");

	if (isfinite(seconds) || json_object_size(json_object_get(window, "rig_state_s")))
		return isfinite(seconds) ? seconds : 0;
	for (size_t i = 0; i < json_array_size(segments); i++)
		clean += fmax(0, json_get_number(json_array_get(segments, i), "clean_seconds"));
	return clean;
}

/* Is there time without a report between two moments? */
static bool missing_between(const struct tour *t, double from, double to)
{
	for (size_t i = 0; i < t->missings; i++)
		if (t->missing[i].from < to && t->missing[i].to > from)
			return true;
	return false;
}

/* The hole made: in the window, and from where the one before ended (rows that failed a test lie between). Returns the depth from
 * which it was made. */
static double add_depth(struct tour *t, const json_t *window, double before_end, double start)
{
	const json_t *depth = json_object_get(window, "depth_ft");
	double low = at(depth, 0), high = at(depth, 1), from = low;

	if (isnan(low) || isnan(high))
		return NAN;
	/* begun above the hole that was there but ended below it: overlap; all above it: another hole */
	if (t->depth[1] < low && missing_between(t, before_end, start))
		t->unreported_ft += low - t->depth[1];
	else if (high > t->depth[1])
		from = t->depth[1];
	t->footage_ft += high - from;
	t->depth[0] = fmin(t->depth[0], low);
	t->depth[1] = high;
	return from;
}

/* Rock goes on from the window before, unless a boundary, another class or name, or time without a report is between. */
static struct tour_rock *rock_of(struct tour *t, const json_t *segment, size_t index)
{
	const json_t *depth = json_object_get(segment, "depth_ft");
	const char *formation = json_get_text(segment, "formation_type"), *name = json_get_text(segment, "name"),
		*boundary = json_get_text(segment, "boundary");
	struct tour_rock *last = t->rocks ? &t->rock[t->rocks - 1] : NULL;

	if (last && index == 0 && (!boundary || strcmp(boundary, "none") == 0) && same_text(last->formation, formation) &&
	    same_text(last->name, name) && !missing_between(t, last->end, json_get_number(segment, "start")))
		return last;
	if (t->rocks == TOUR_PARTS) {
		t->rocks_lost++;
		return NULL;
	}
	last = &t->rock[t->rocks++];
	*last = (struct tour_rock){ .formation = formation, .name = name, .depth = { at(depth, 0), at(depth, 0) },
		.start = json_get_number(segment, "start") };
	return last;
}

/* An entry of `tried`. */
static struct tour_tried tried_of(size_t rock, const json_t *o)
{
	return (struct tour_tried){ rock, { json_get_number(o, "wob"), json_get_number(o, "rpm"), json_get_number(o, "flow") },
		json_get_number(o, "rop"), json_get_number(o, "mse"), json_get_number(o, "minutes"), json_get_number(o, "visits"),
		false };
}

/* Where blocks are carried on, a later list holds the earlier one: each of its points, no shorter. */
static bool holds(const struct tour *t, size_t rock, const json_t *tried, double diameter)
{
	bool any = false;

	for (size_t i = 0; i < t->tries; i++) {
		const struct tour_tried *old = &t->tried[i];
		bool found = false;
		if (old->rock != rock || old->practice)
			continue;
		any = true;
		for (size_t k = 0; k < json_array_size(tried) && !found; k++) {
			struct tour_tried new = tried_of(rock, json_array_get(tried, k));
			found = weigh_distance(&new.point, &old->point, diameter) <= 1 && new.minutes >= old->minutes - 0.01;
		}
		if (!found)
			return false;
	}
	return any;
}

static void drop_tried(struct tour *t, size_t rock)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->tries; i++)
		if (t->tried[i].rock != rock)
			t->tried[kept++] = t->tried[i];
	t->tries = kept;
}

/* To the nearest point of the same rock within half a step, else a new one. ROP and MSE by minutes. */
static void add_tried(struct tour *t, const struct tour_tried *new, double diameter)
{
	struct tour_tried *nearest = NULL;
	double least = 1;

	for (size_t i = 0; i < t->tries; i++) {
		double distance = weigh_distance(&t->tried[i].point, &new->point, diameter);
		if (t->tried[i].rock == new->rock && t->tried[i].practice == new->practice && distance <= least) {
			least = distance;
			nearest = &t->tried[i];
		}
	}
	if (!nearest) {
		if (t->tries < TOUR_PARTS)
			t->tried[t->tries++] = *new;
		return;
	}
	double minutes = nearest->minutes + new->minutes, share = minutes > 0 ? new->minutes / minutes : 0.5;
	nearest->rop += share * (new->rop - nearest->rop);
	nearest->mse += share * (new->mse - nearest->mse);
	nearest->minutes = minutes;
	nearest->visits += new->visits;
}

static void add_settings(struct tour *t, const struct tour_rock *rock, const struct evidence *e, double clean_s)
{
	size_t which = (size_t)(rock - t->rock);

	if (json_array_size(e->tried) && holds(t, which, e->tried, e->is.bit_diameter))
		drop_tried(t, which);
	for (size_t i = 0; i < json_array_size(e->tried); i++) {
		struct tour_tried tried = tried_of(which, json_array_get(e->tried, i));
		if (isfinite(tried.point.wob) && isfinite(tried.minutes))
			add_tried(t, &tried, e->is.bit_diameter);
	}
	if (!json_array_size(e->tried) && isfinite(e->practice.wob)) {
		const json_t *practice = json_object_get(e->params, "practice");
		struct tour_tried tried = { which, e->practice, json_get_number(practice, "rop"),
			json_get_number(practice, "mse"), clean_s / 60, NAN, true };
		add_tried(t, &tried, e->is.bit_diameter);
	}
}

/* Time on bottom is shared among the segments by their clean time; the hole made (from where the window before ended, to the
 * window's end) by their depths: what failed a test, slides say, was drilled in the same rock. */
static void add_segments(struct tour *t, json_t *report, double on_bottom_s, double from)
{
	const json_t *segments = json_object_get(report, "segments"), *window = json_object_get(report, "window");
	size_t n = json_array_size(segments);
	double clean = 0, high = at(json_object_get(window, "depth_ft"), 1);

	for (size_t i = 0; i < n; i++)
		clean += fmax(0, json_get_number(json_array_get(segments, i), "clean_seconds"));
	for (size_t i = 0; i < n; i++) {
		const json_t *s = json_array_get(segments, i);
		double own = fmax(0, json_get_number(s, "clean_seconds")), d = json_get_number(s, "avg_d_exponent");
		struct tour_rock *rock = rock_of(t, s, i);
		struct evidence e = evidence_unit(report, i);
		double to = i + 1 == n && isfinite(high) ? high : e.is.depth[1];
		if (!rock)
			continue;
		rock->end = json_get_number(s, "end");
		if (isfinite(to)) {
			rock->footage_ft += fmax(0, to - (isfinite(from) ? from : e.is.depth[0]));
			rock->depth[1] = from = to;
		}
		rock->clean_s += own;
		rock->d_sum += isfinite(d) ? d * own : 0;
		rock->on_bottom_s += clean > 0 ? on_bottom_s * own / clean : 0;
		add_settings(t, rock, &e, own);
	}
}

static void add_doubt(struct tour *t, const char *how, const char *what)
{
	for (size_t i = 0; i < t->doubts; i++)
		if (strcmp(t->doubt[i].how, how) == 0 && strcmp(t->doubt[i].what, what) == 0) {
			t->doubt[i].windows++;
			return;
		}
	if (t->doubts < TOUR_PARTS)
		t->doubt[t->doubts++] = (struct tour_doubt){ how, what, 1 };
}

static void add_doubts(struct tour *t, const json_t *window)
{
	static const char *const lists[] = { "suspect", "stale", "untested" };
	const char *hold = json_get_text(window, "hold");

	if (hold)
		add_doubt(t, "held", hold);
	for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
		const json_t *names = json_object_get(window, lists[k]);
		for (size_t i = 0; i < json_array_size(names); i++) {
			const char *name = json_string_value(json_array_get(names, i));
			if (name)
				add_doubt(t, lists[k], name);
		}
	}
}

void tour_add(struct tour *t, struct tour_window *w)
{
	const json_t *window = json_object_get(w->report, "window");
	double seconds = on_bottom(w->report, window), hours = json_get_number(w->report, "bit_hours"),
		footage = json_get_number(w->report, "bit_depth"), before = t->from, made = t->footage_ft, from;

	for (const struct tour_window *p = w; p-- > t->window;)
		if (p->counted) {
			before = p->end;
			break;
		}
	t->on_bottom_s += seconds;
	t->slide_s += fmin(seconds, fmax(0, json_get_number(window, "slide_s")));
	t->gaps_s += fmax(0, json_get_number(window, "gaps_s"));
	t->crosses_s += fmax(0, t->from - w->start) + fmax(0, w->end - t->to);
	if (isfinite(hours) || isfinite(footage)) {
		int which = !isnan(t->bit[0].ts);
		t->bit[which].ts = w->start;
		t->bit[which].hours = hours;
		t->bit[which].footage = footage;
	}
	add_seconds(t->state, &t->states, json_object_get(window, "rig_state_s"));
	add_seconds(t->trouble, &t->troubles, json_object_get(window, "dysfunction"));
	from = add_depth(t, window, before, w->start);
	w->rop = seconds > 0 ? (t->footage_ft - made) / (seconds / 3600) : NAN;
	add_segments(t, w->report, seconds, from);
	add_doubts(t, window);
}
