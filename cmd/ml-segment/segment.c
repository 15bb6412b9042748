/*
 * segment.c - forced cuts, the table of methods, and what is said of each segment.
 *
 * Samples without a value of the series stay in the segment of the sample before them; they count in its length, not
 * in its means.
 */
#include "segment.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "stats.h"

static const double TOP_AGREES_FT = 15;         /* a top this near makes a boundary rock */
enum { SHORT_S = 60, SHORT_BINS = 6, JOIN_FT = 30 };    /* runs shorter than this go with a neighbour not further away */
static const double EXPLAINED = 0.5;            /* a share from here on: the settings made the boundary */

static const struct segment_method methods[] = {
	{ "fseg", fseg_find }, { "plan", plan_find },
};

const struct segment_method *segment_method_find(const char *name)
{
	for (size_t k = 0; k < sizeof methods / sizeof *methods; k++)
		if (!strcmp(methods[k].name, name))
			return &methods[k];
	return NULL;
}

const char *segment_boundary_name(enum segment_boundary b)
{
	static const char *const names[] = { "none", "provisional", "confirmed", "confounded" };

	return names[b];
}

const char *segment_formation(double d)
{
	if (!isfinite(d))
		return NULL;
	return d < 1.2 ? "Soft Shale" : d < 1.6 ? "Medium Shale/Siltstone" : d < 2.0 ? "Hard Sandstone" :
		"Very Hard Formation";
}

bool segment_cut(struct segment_cuts *c, size_t at)
{
	if (c->n == c->capacity) {
		size_t capacity = c->capacity ? c->capacity * 2 : 64, *more;

		if (capacity > SIZE_MAX / 2 / sizeof *more)
			return false;
		more = realloc(c->at, capacity * sizeof *more);
		if (!more)
			return false;
		c->at = more;
		c->capacity = capacity;
	}
	c->at[c->n++] = at;
	return true;
}

/* A run between forced cuts. step: ft of depth over which it follows the run before; NAN: cut for another reason. */
struct run { size_t first, last; double step; };
struct runs { struct run *item; size_t n, capacity; };

/* The next sample at or after `from` that must begin a run, or n; *step as in a run. */
static size_t forced_cut(const struct segment_rows *r, const struct tops *tops, size_t from, double *step)
{
	double depth = NAN, deepest = NAN;

	*step = NAN;

	for (size_t i = from; i < r->n; i++) {
		bool known = isfinite(deepest);
		size_t above = tops_above(tops, deepest);

		*step = fabs(r->depth[i] - depth);
		if (isfinite(r->depth[i]))
			depth = r->depth[i];
		deepest = fmax(deepest, r->depth[i]);
		if (i > from && (r->changed[i] != 0 || (known && tops_above(tops, deepest) > above))) {
			*step = NAN;
			return i;
		}
		if (*step > SEGMENT_DEPTH_STEP_FT)
			return i;
	}
	return r->n;
}

static bool run_add(struct runs *l, const struct run *run)
{
	if (l->n == l->capacity) {
		size_t capacity = l->capacity ? l->capacity * 2 : 16;
		struct run *more;

		if (capacity > SIZE_MAX / 2 / sizeof *more)
			return false;
		more = realloc(l->item, capacity * sizeof *more);
		if (!more)
			return false;
		l->item = more;
		l->capacity = capacity;
	}
	l->item[l->n++] = *run;
	return true;
}

static bool is_short(const struct segment_rows *r, const struct segment_settings *set, const struct run *run)
{
	if (set->bin_ft > 0)
		return fabs(r->depth[run->last - 1] - r->depth[run->first]) < SHORT_BINS * set->bin_ft;
	return (double)(run->last - run->first) * r->interval < SHORT_S;
}

/* A run too short to be a segment goes with the neighbour that is nearer, where a step of depth alone parts them. */
static void join_short(const struct segment_rows *r, const struct segment_settings *set, struct runs *l)
{
	for (size_t k = 0; k < l->n;) {
		double before = k ? l->item[k].step : NAN, after = k + 1 < l->n ? l->item[k + 1].step : NAN;
		size_t to = before <= after || isnan(after) ? k : k + 1;        /* the run whose border goes */

		if (!is_short(r, set, &l->item[k]) || !(fmin(before, after) <= JOIN_FT)) {
			k++;
			continue;
		}
		l->item[to - 1].last = l->item[to].last;
		memmove(l->item + to, l->item + to + 1, (l->n - to - 1) * sizeof *l->item);
		l->n--;
		k = to - 1;
	}
}

static bool find_runs(const struct segment_rows *r, const struct segment_settings *set, struct runs *l)
{
	struct run run = { 0, 0, NAN };

	while (run.first < r->n) {
		double step;

		run.last = forced_cut(r, &set->tops, run.first, &step);
		if (!run_add(l, &run))
			return false;
		run = (struct run){ run.last, 0, step };
	}
	if (set->join)
		join_short(r, set, l);
	return true;
}

/* What a run between forced cuts is worked on with; room for its samples. */
struct work {
	const struct segment_rows *rows;
	const struct segment_settings *settings;
	double *value, *t, *depth, *held;
	size_t *row;                    /* of each value */
};

static struct segment describe(const struct work *w, size_t first, size_t last)
{
	const struct segment_rows *r = w->rows;
	struct segment s = { .first = first, .last = last, .start = r->t[first], .end = r->t[last - 1] + r->interval,
		.depth_low = NAN, .depth_high = NAN, .explained = NAN, .lithology = -1 };
	double at = NAN;
	size_t n = 0, tops;

	for (size_t i = first; i < last; i++) {
		s.depth_low = fmin(s.depth_low, r->depth[i]);
		s.depth_high = fmax(s.depth_high, r->depth[i]);
		if (isnan(at))
			at = r->depth[i];
		if (isfinite(r->d[i]))
			w->value[n++] = r->d[i];
	}
	s.mean_d = stats_mean(w->value, n);
	s.sd_d = stats_sd(w->value, n);
	s.formation = segment_formation(s.mean_d);
	tops = tops_above(&w->settings->tops, at);
	s.name = tops ? w->settings->tops.item[tops - 1].name : NULL;
	for (size_t i = first; i < last; i++)
		w->row[i - first] = i;
	s.lithology = explain_lithology(r->lithology, w->row, last - first);
	return s;
}

static bool list_add(struct segment_list *l, const struct segment *s)
{
	if (l->n == l->capacity) {
		size_t capacity = l->capacity ? l->capacity * 2 : 16;
		struct segment *more;

		if (capacity > SIZE_MAX / 2 / sizeof *more)
			return false;
		more = realloc(l->item, capacity * sizeof *more);
		if (!more)
			return false;
		l->item = more;
		l->capacity = capacity;
	}
	l->item[l->n++] = *s;
	return true;
}

/* The values of the rows [first, last) as a series. */
static struct segment_series series_of(const struct work *w, size_t first, size_t last)
{
	const struct segment_settings *set = w->settings;
	const struct segment_rows *r = w->rows;
	struct segment_series s = { .value = w->value, .t = w->t, .depth = w->depth, .interval = r->interval,
		.settings = set, .held = w->held };

	for (size_t i = first; i < last; i++) {
		if (!isfinite(r->value[i]) || (set->log && !(r->value[i] > 0)))
			continue;
		w->row[s.n] = i;
		w->value[s.n] = r->value[i];
		w->t[s.n] = r->t[i];
		w->depth[s.n++] = r->depth[i];
	}
	for (size_t k = 0; k < set->held_n; k++) {
		double ts = set->held[k];

		/* a forced cut close by is the same boundary */
		if (ts > r->t[first] && ts <= r->t[last - 1] && !(first && ts - r->t[first] <= SEGMENT_SAME_S) &&
		    !(last < r->n && r->t[last] - ts <= SEGMENT_SAME_S))
			w->held[s.held_n++] = ts;
	}
	return s;
}

/* What lies 30 to 180 s (3 to 18 bins of depth) before and after value `at` of the run. */
static struct sides sides_of(const struct work *w, const struct segment_series *s, size_t at)
{
	double bin = 10 / s->interval, span = s->depth[s->n - 1] - s->depth[0], most = (double)s->n;
	size_t near, far, from;

	if (s->settings->bin_ft > 0 && span > 0)
		bin = most * s->settings->bin_ft / span;
	near = (size_t)fmin(round(3 * bin), most);
	far = (size_t)fmin(round(18 * bin), most);
	from = at > far ? at - far : 0;
	return (struct sides){
		.before = w->row + from, .n_before = at > near + from ? at - near - from : 0,
		.after = w->row + (at + near < s->n ? at + near : s->n),
		.n_after = at + near < s->n ? (at + far < s->n ? at + far : s->n) - at - near : 0,
	};
}

static bool near_top(const struct tops *tops, double depth)
{
	for (size_t i = 0; i < tops->n; i++)
		if (fabs(tops->item[i].depth - depth) <= TOP_AGREES_FT)
			return true;
	return false;
}

/* Judges the boundary at value `at` of the run, between the segments that begin at `from` and end before `end`. */
static void judge(const struct work *w, const struct segment_series *s, size_t from, size_t at, size_t end, struct segment *to)
{
	struct sides sides = sides_of(w, s, at);
	/* A set-point step may draw the boundary away from a top close by: the whole segments still differ in gamma. */
	struct sides whole = { .before = w->row + from, .n_before = at - from, .after = w->row + at, .n_after = end - at };

	to->boundary = BOUNDARY_PROVISIONAL;
	for (size_t k = 0; k < s->held_n; k++)
		if (fabs(s->held[k] - s->t[at]) <= SEGMENT_SAME_S)
			to->boundary = BOUNDARY_CONFIRMED;
	if (!s->settings->check)
		return;
	to->explained = explain_share(w->rows, &sides);
	if (to->boundary == BOUNDARY_PROVISIONAL && to->explained >= EXPLAINED && !explain_rock_agrees(w->rows, &sides) &&
	    !explain_rock_agrees(w->rows, &whole) && !near_top(&s->settings->tops, s->depth[at]))
		to->boundary = BOUNDARY_CONFOUNDED;
}

/* Cuts the run [first, last) by the method. */
static bool cut_run(const struct work *w, size_t first, size_t last, struct segment_list *list)
{
	struct segment_series series = series_of(w, first, last);
	struct segment_cuts cuts = {0};
	size_t begin = first, from = list->n;
	struct segment s;
	bool ok = w->settings->method->find(&series, &cuts);

	/* judged before they are described, which takes the room of the series */
	for (size_t k = 0; ok && k <= cuts.n; k++) {
		s = (struct segment){ .first = begin, .last = k < cuts.n ? w->row[cuts.at[k]] : last, .explained = NAN,
			.boundary = first ? BOUNDARY_CONFIRMED : BOUNDARY_NONE, .forced = first && !k };
		if (k)
			judge(w, &series, k > 1 ? cuts.at[k - 2] : 0, cuts.at[k - 1], k < cuts.n ? cuts.at[k] : series.n, &s);
		ok = list_add(list, &s);
		begin = s.last;
	}
	for (size_t k = from; ok && k < list->n; k++) {
		struct segment *to = &list->item[k];

		s = describe(w, to->first, to->last);
		s.boundary = to->boundary;
		s.forced = to->forced;
		s.explained = to->explained;
		*to = s;
	}
	free(cuts.at);
	return ok;
}

bool segment_window(const struct segment_rows *r, const struct segment_settings *settings, struct segment_list *list)
{
	struct work w = { .rows = r, .settings = settings };
	struct runs runs = {0};
	bool ok;

	list->n = 0;
	if (!r->n)
		return true;
	if (r->n > SIZE_MAX / 8 / sizeof *w.value || settings->held_n > SIZE_MAX / 8 / sizeof *w.held)
		return false;
	w.value = malloc(3 * r->n * sizeof *w.value);
	w.held = malloc((settings->held_n + 1) * sizeof *w.held);
	w.row = malloc(r->n * sizeof *w.row);
	ok = w.value && w.held && w.row;
	w.t = ok ? w.value + r->n : NULL;
	w.depth = ok ? w.t + r->n : NULL;
	ok = ok && find_runs(r, settings, &runs);
	for (size_t k = 0; ok && k < runs.n; k++)
		ok = cut_run(&w, runs.item[k].first, runs.item[k].last, list);
	free(runs.item);
	free(w.value);
	free(w.held);
	free(w.row);
	return ok;
}

void segment_list_free(struct segment_list *l)
{
	free(l->item);
	*l = (struct segment_list){0};
}
