/* window.c - the records of one window as numbers; see window.h. */
#include "window.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "json.h"

enum { SEGMENTS_MAX = 100000 };

static const struct { const char *name; enum advice advice; } advices[] = {
	{ "recommend", ADVICE_RECOMMEND }, { "no_evidence_hold", ADVICE_HOLD },
	{ "insufficient_variation", ADVICE_NO_VARIATION }, { "insufficient_blocks", ADVICE_NO_BLOCKS },
	{ "insufficient_data", ADVICE_NO_DATA }, { "plan", ADVICE_PLAN },
};

const char *advice_name(enum advice advice)
{
	for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
		if (advices[i].advice == advice)
			return advices[i].name;
	return NULL;
}

const json_t *window_standing(const struct window *w)
{
	const json_t *advice = w->segments ? json_object_get(w->segment[w->segments - 1].optimal.record, "advice") : NULL;

	return json_is_object(advice) ? advice : NULL;
}

static bool fail(char why[WINDOW_WHY], const char *key, const char *what)
{
	snprintf(why, WINDOW_WHY, "%s: %s", key, what);
	return false;
}

/* The key's number; NAN when absent or null. */
static bool take_number(const json_t *record, const char *key, double *v, char why[WINDOW_WHY])
{
	const json_t *value = json_object_get(record, key);

	*v = json_is_number(value) ? json_number_value(value) : NAN;
	if (value && !json_is_null(value) && !json_is_number(value))
		return fail(why, key, "not a number");
	return true;
}

static bool take_text(const json_t *record, const char *key, const char **s, char why[WINDOW_WHY])
{
	const json_t *value = json_object_get(record, key);

	*s = json_string_value(value);
	if (value && !json_is_null(value) && !json_is_string(value))
		return fail(why, key, "not a text");
	return true;
}

static bool take_pair(const json_t *record, const char *key, double v[2], char why[WINDOW_WHY])
{
	const json_t *value = json_object_get(record, key);

	v[0] = v[1] = NAN;
	if (!value || json_is_null(value))
		return true;
	if (!json_is_array(value) || json_array_size(value) != 2)
		return fail(why, key, "not a pair of numbers");
	for (size_t i = 0; i < 2; i++) {
		const json_t *item = json_array_get(value, i);
		if (json_is_number(item))
			v[i] = json_number_value(item);
		else if (!json_is_null(item))
			return fail(why, key, "not a pair of numbers");
	}
	return true;
}

static bool take_setting(const json_t *record, const char *key, struct setting *s, char why[WINDOW_WHY])
{
	const json_t *value = json_object_get(record, key);

	*s = (struct setting){ NAN, NAN, NAN, NAN, NAN };
	if (!value || json_is_null(value))
		return true;
	if (!json_is_object(value))
		return fail(why, key, "not an object of wob, rpm, flow, rop");
	return take_number(value, "wob", &s->wob, why) && take_number(value, "rpm", &s->rpm, why) &&
		take_number(value, "flow", &s->flow, why) && take_number(value, "rop", &s->rop, why) &&
		take_number(value, "mse", &s->mse, why);
}

/* Names with numbers, largest first; zeros are left out. */
static bool take_counts(const json_t *record, const char *key, struct counts *counts, char why[WINDOW_WHY])
{
	const json_t *object = json_object_get(record, key);
	void *at;

	counts->n = 0;
	if (!object || json_is_null(object))
		return true;
	if (!json_is_object(object) || json_object_size(object) > COUNTS_MAX)
		return fail(why, key, "not an object of at most 24 counts");
	for (at = json_object_iter((json_t *)object); at; at = json_object_iter_next((json_t *)object, at)) {
		const json_t *value = json_object_iter_value(at);
		struct count c = { json_object_iter_key(at), 0 };
		size_t i = counts->n;
		if (json_is_null(value))
			continue;
		if (!json_is_number(value) || json_number_value(value) < 0)
			return fail(why, key, "not an object of counts");
		c.n = json_number_value(value);
		if (!(c.n > 0))
			continue;
		for (; i > 0 && counts->of[i - 1].n < c.n; i--)
			counts->of[i] = counts->of[i - 1];
		counts->of[i] = c;
		counts->n++;
	}
	return true;
}

static void segment_clear(struct segment *s)
{
	for (size_t i = 0; i < s->pairs; i++)
		json_decref(s->pair[i].record);
	free(s->pair);
	json_decref(s->optimal.record);
	json_decref(s->settings_changed);
	json_decref(s->record);
}

void window_clear(struct window *w)
{
	for (size_t i = 0; i < w->segments + w->joined; i++)
		segment_clear(&w->segment[i]);
	free(w->segment);
	json_decref(w->record);
	*w = (struct window){ 0 };
}

bool window_empty(const struct window *w)
{
	return w->segments == 0;
}

/* The segment a record is about, made when new. Records come in order of segments or nearly so: look from the end. */
static struct segment *segment_of(struct window *w, const json_t *record, const char *key, char why[WINDOW_WHY])
{
	const json_t *value = json_object_get(record, key);
	json_int_t index = json_integer_value(value);
	size_t at = w->segments;
	struct segment *s;

	if (!json_is_integer(value) || index < 0 || index >= SEGMENTS_MAX) {
		fail(why, key, "not the index of a segment: 0, 1, 2 ...");
		return NULL;
	}
	while (at > 0 && w->segment[at - 1].index > (size_t)index)
		at--;
	if (at > 0 && w->segment[at - 1].index == (size_t)index)
		return &w->segment[at - 1];
	if (w->segments == w->capacity) {
		size_t capacity = w->capacity ? w->capacity * 2 : 8;
		s = realloc(w->segment, capacity * sizeof *s);
		if (!s) {
			fail(why, key, "out of memory");
			return NULL;
		}
		w->segment = s;
		w->capacity = capacity;
	}
	s = &w->segment[at];
	memmove(s + 1, s, (w->segments - at) * sizeof *s);
	w->segments++;
	*s = (struct segment){ .index = (size_t)index, .start = NAN, .end = NAN, .depth = { NAN, NAN }, .range = { NAN, NAN },
		.n = NAN, .clean_s = NAN, .d_exponent = NAN };
	return s;
}

static bool take_segment(struct window *w, json_t *record, char why[WINDOW_WHY])
{
	struct segment *s = segment_of(w, record, "index", why);

	if (!s)
		return false;
	if (s->record)
		return fail(why, "index",
			"this segment has come before in this window; is ml-segment in the pipe twice?");
	s->record = json_incref(record);
	return take_number(record, "start", &s->start, why) && take_number(record, "end", &s->end, why) &&
		take_pair(record, "depth_ft", s->depth, why) && take_pair(record, "range", s->range, why) &&
		take_number(record, "n", &s->n, why) &&
		take_number(record, "clean_seconds", &s->clean_s, why) &&
		take_number(record, "avg_d_exponent", &s->d_exponent, why) &&
		take_text(record, "formation_type", &s->formation, why) && take_text(record, "name", &s->name, why) &&
		take_text(record, "boundary", &s->boundary, why) && take_text(record, "method", &s->method, why);
}

/* Of two records on one pair the later holds: it is from the stage nearest to us. */
static struct pair *pair_of(struct segment *s, const char *x, const char *y)
{
	struct pair *more;

	for (size_t i = 0; i < s->pairs; i++)
		if (strcmp(s->pair[i].x, x) == 0 && strcmp(s->pair[i].y, y) == 0) {
			json_decref(s->pair[i].record);
			return &s->pair[i];
		}
	more = realloc(s->pair, (s->pairs + 1) * sizeof *more);
	if (!more)
		return NULL;
	s->pair = more;
	return &s->pair[s->pairs++];
}

static bool take_correlation(struct window *w, json_t *record, char why[WINDOW_WHY])
{
	struct segment *s = segment_of(w, record, "segment", why);
	const char *x, *y, *status;
	double r, p, adjusted;
	struct pair *pair;

	if (!s || !take_text(record, "x", &x, why) || !take_text(record, "y", &y, why) ||
	    !take_text(record, "status", &status, why) || !take_number(record, "r", &r, why) ||
	    !take_number(record, "p", &p, why) || !take_number(record, "p_adjusted", &adjusted, why))
		return false;
	if (!x || !y)
		return fail(why, x ? "y" : "x", "missing");
	if (!status || (strcmp(status, "ok") != 0 && strcmp(status, "constant") != 0 &&
	    strcmp(status, "insufficient") != 0))
		return fail(why, "status", "not ok, constant or insufficient");
	pair = pair_of(s, x, y);
	if (!pair)
		return fail(why, "x", "out of memory");
	*pair = (struct pair){ .x = x, .y = y, .r = r, .p = isfinite(adjusted) ? adjusted : p,
		.record = json_incref(record) };
	pair->structural = json_is_true(json_object_get(record, "structural"));
	pair->tested = strcmp(status, "ok") == 0 && isfinite(pair->r) && pair->p >= 0 && pair->p <= 1;
	pair->significant = pair->tested && json_is_true(json_object_get(record, "significant"));
	if (isfinite(pair->p) && !(pair->p >= 0 && pair->p <= 1))
		return fail(why, isfinite(adjusted) ? "p_adjusted" : "p", "a probability is 0 to 1");
	return true;
}

/* The MSE the rock is drilled with now, and the best seen in it: as written, else from what the gain says. */
static void settle_mse(struct optimal *o)
{
	if (!isfinite(o->practice.mse) && isfinite(o->gain_mse) && o->gain_mse > -1)
		o->practice.mse = o->best.mse / (1 + o->gain_mse);
	if (!(o->mse_reference > 0))
		o->mse_reference = o->best.mse * (o->efficiency > 0 && o->efficiency < 100 ? o->efficiency / 100 : 1);
}

static bool take_optimal(struct window *w, json_t *record, char why[WINDOW_WHY])
{
	struct segment *s = segment_of(w, record, "segment", why);
	const char *verdict;
	struct optimal o = { .record = record };

	if (!s || !take_text(record, "verdict", &verdict, why))
		return false;
	for (size_t i = 0; verdict && i < sizeof advices / sizeof *advices; i++)
		if (strcmp(verdict, advices[i].name) == 0)
			o.advice = advices[i].advice;
	if (o.advice == ADVICE_NONE)
		return fail(why, "verdict",
			"not recommend, no_evidence_hold, insufficient_variation, insufficient_blocks, "
			"insufficient_data or plan");
	if (!take_number(record, "best_wob", &o.best.wob, why) ||
	    !take_number(record, "best_rpm", &o.best.rpm, why) ||
	    !take_number(record, "best_flow", &o.best.flow, why) ||
	    !take_number(record, "achieved_rop", &o.best.rop, why) ||
	    !take_number(record, "achieved_mse", &o.best.mse, why) ||
	    !take_number(record, "mse_efficiency", &o.efficiency, why) ||
	    !take_number(record, "mse_ref", &o.mse_reference, why) ||
	    !take_number(record, "composite_score", &o.score, why) ||
	    !take_number(record, "gain_rop", &o.gain_rop, why) ||
	    !take_pair(record, "gain_rop_ci90", o.gain_rop_ci, why) ||
	    !take_number(record, "gain_mse", &o.gain_mse, why) ||
	    !take_pair(record, "gain_mse_ci90", o.gain_mse_ci, why) ||
	    !take_setting(record, "practice", &o.practice, why) ||
	    !take_setting(record, "now", &o.now, why) || !take_number(record, "blocks", &o.blocks, why) ||
	    !take_number(record, "visits", &o.visits, why) || !take_number(record, "hours_used", &o.hours, why) ||
	    !take_text(record, "aim", &o.aim, why) || !take_text(record, "rating", &o.rating, why) ||
	    !take_text(record, "evidence", &o.evidence, why) ||
	    !take_text(record, "limited_by", &o.limited_by, why) ||
	    !take_text(record, "method", &o.method, why))
		return false;
	if ((o.advice == ADVICE_RECOMMEND || o.advice == ADVICE_PLAN) &&
	    !isfinite(o.best.wob) && !isfinite(o.best.rpm) && !isfinite(o.best.flow))
		return fail(why, "best_wob", "an answer needs one of best_wob, best_rpm and best_flow");
	if (o.advice == ADVICE_NO_BLOCKS && !(o.blocks >= 0))
		return fail(why, "blocks", "insufficient_blocks without the number of blocks");
	settle_mse(&o);
	json_decref(s->optimal.record);
	json_incref(record);
	s->optimal = o;
	return true;
}

bool window_take(struct window *w, const char *type, const json_t *record, char why[WINDOW_WHY])
{
	static const struct { const char *type; bool (*take)(struct window *, json_t *, char *); } takes[] = {
		{ "segment", take_segment }, { "correlation", take_correlation }, { "optimal", take_optimal },
	};
	char inner[WINDOW_WHY - 20];
	json_t *copy;
	bool taken;

	for (size_t i = 0; i < sizeof takes / sizeof *takes; i++) {
		if (strcmp(type, takes[i].type) != 0)
			continue;
		copy = json_deep_copy(record);
		if (!copy)
			return fail(why, type, "out of memory");
		taken = takes[i].take(w, copy, why);
		json_decref(copy);
		if (!taken) {
			snprintf(inner, sizeof inner, "%s", why);
			snprintf(why, WINDOW_WHY, "%s: %s", type, inner);
		}
		return taken;
	}
	return true;
}

static bool read_window(struct window *w, const json_t *record, char why[WINDOW_WHY])
{
	w->record = json_deep_copy(record);
	if (!w->record)
		return fail(why, "window", "out of memory");
	record = w->record;
	w->filtered = true;
	if (!take_number(record, "start", &w->start, why) || !take_number(record, "end", &w->end, why) ||
	    !take_number(record, "samples", &w->samples, why) || !take_number(record, "valid", &w->valid, why) ||
	    !take_counts(record, "rejected", &w->rejected, why) ||
	    !take_counts(record, "rig_state_s", &w->states, why) ||
	    !take_pair(record, "depth_ft", w->depth, why) ||
	    !take_number(record, "avg_depth_ft", &w->avg_depth, why) ||
	    !take_text(record, "formation_estimate", &w->formation, why) ||
	    !take_number(record, "bit_hours", &w->bit_hours, why) ||
	    !take_number(record, "bit_depth", &w->bit_footage, why) ||
	    !take_number(record, "wob_zero_klbf", &w->wob_zero, why) ||
	    !take_number(record, "interval_s", &w->interval_s, why) || !take_text(record, "hold", &w->hold, why))
		return false;
	w->held_at_end = json_is_true(json_object_get(record, "held_at_end"));
	w->suspect = json_object_get(record, "suspect");
	if (!(w->end > w->start))
		return fail(why, "end", "not after start");
	if (!(w->samples >= 0))
		return fail(why, "samples", "not a count");
	if (!(w->valid >= 0 && w->valid <= w->samples))
		return fail(why, "valid", "not a count up to samples");
	return true;
}

/* The window of rows that nothing closed, and its record: what is known, the rest null. */
static bool make_window(struct window *w, const struct window_rows *rows, char why[WINDOW_WHY])
{
	static const char *const unknown[] = { "valid", "rejected", "untested", "duplicates", "late", "gaps_s",
		"stale", "suspect",
		"rig_state_s", "depth_ft", "avg_depth_ft", "formation_estimate", "bit_hours", "bit_depth" };
	bool ok;

	w->samples = rows->n;
	w->wob_zero = NAN;
	w->valid = w->avg_depth = w->bit_hours = w->bit_footage = w->depth[0] = w->depth[1] = NAN;
	w->interval_s = rows->step;
	w->start = rows->first;
	w->end = isfinite(rows->step) ? rows->last + rows->step : rows->last;
	if (!isfinite(w->start) && w->segments) {
		w->start = w->segment[0].start;
		w->end = w->segment[w->segments - 1].end;
	}
	if (!(w->end >= w->start))
		return fail(why, "window",
			"these rows have no `ts` column, and no window record says when they were");
	w->record = json_object();
	ok = w->record && json_put_text(w->record, "type", "window") &&
		json_put_number(w->record, "start", w->start) &&
		json_put_number(w->record, "end", w->end) && json_put_number(w->record, "samples", w->samples);
	for (size_t i = 0; ok && i < sizeof unknown / sizeof *unknown; i++)
		ok = json_put(w->record, unknown[i], json_null());
	ok = ok && json_put_number(w->record, "interval_s", w->interval_s) &&
		json_put(w->record, "mse_basis", json_null()) && json_put(w->record, "rpm_basis", json_null()) &&
		json_put(w->record, "partial", json_true());
	return ok || fail(why, "window", "out of memory");
}

/* Without segments the window is segment 0. */
static bool settle_segments(struct window *w, char why[WINDOW_WHY])
{
	double n = 0, clean = 0;

	for (size_t i = 0; i < w->segments; i++) {
		struct segment *s = &w->segment[i];
		if (!s->record) {
			if (w->segments > 1 || s->index != 0)
				return fail(why, "segment",
					"a correlation or optimal record is of a segment that has no segment record");
			s->start = w->start;
			s->end = w->end;
			s->depth[0] = w->depth[0];
			s->depth[1] = w->depth[1];
			s->n = isfinite(w->valid) ? w->valid : w->samples;
			s->formation = w->formation;
		}
		if (!isfinite(s->n) || s->n < 0)
			return fail(why, "segment", "n is not a count");
		if (!isfinite(s->clean_s))
			s->clean_s = s->n * w->interval_s;
		n += s->n;
		clean += s->clean_s;
	}
	if (!isfinite(w->interval_s) && n > 0)
		w->interval_s = clean / n;
	w->clean_s = isfinite(w->valid) ? w->valid * w->interval_s : w->segments ? clean : NAN;
	return true;
}

bool window_close(struct window *w, const json_t *record, const struct window_rows *rows, const struct identity *who,
	char why[WINDOW_WHY])
{
	if (!(record ? read_window(w, record, why) : make_window(w, rows, why)))
		return false;
	if (!(w->interval_s > 0))
		w->interval_s = who->interval_s > 0 ? who->interval_s : rows->step;
	w->campaign = who->campaign;
	if (!settle_segments(w, why))
		return false;
	return window_join(w) || fail(why, "window", "out of memory");
}
