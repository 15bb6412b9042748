/*
 * report.c - the report of one window as JSON; see report.h.
 *
 * Every helper returns a new reference, or NULL when out of memory; json_put() takes NULL for a failure, so a chain of
 * && is enough.
 */
#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "fallback.h"
#include "json.h"
#include "summary.h"

static json_t *owned(json_t *object, bool ok)
{
	if (ok)
		return object;
	json_decref(object);
	return NULL;
}

/* Empty is null. Frees the text. */
static json_t *text_value(struct text *t)
{
	json_t *value = t->failed ? NULL : t->len ? json_string_nocheck(text_view(t)) : json_null();

	text_free(t);
	return value;
}

/* What the record has under a key, as read. */
static bool copy_key(json_t *to, const char *key, const json_t *from, const char *from_key)
{
	const json_t *value = json_object_get(from, from_key);

	return json_put(to, key, value ? json_deep_copy(value) : json_null());
}

static json_t *gain_value(const json_t *record)
{
	json_t *o = json_object();

	return owned(o, o && copy_key(o, "rop", record, "gain_rop") &&
		copy_key(o, "rop_ci90", record, "gain_rop_ci90") &&
		copy_key(o, "mse", record, "gain_mse") && copy_key(o, "mse_ci90", record, "gain_mse_ci90") &&
		copy_key(o, "now", record, "gain_now"));
}

/* The plan's names first. Of a hold the settings are present practice: what belongs to the best point is null. */
static json_t *optimal_params(const struct outcome *outcome)
{
	static const char *const ranges[] = { "wob_range", "rpm_range", "flow_range" };
	static const char *const more[] = { "aim", "points", "blocks", "visits", "n_eff", "hours_used",
		"limited_by", "trial" };
	const struct optimal *optimal = &outcome->segment->optimal;
	const json_t *record = optimal->record;
	struct setting s = summary_setting(outcome);
	bool best = outcome->action == ACTION_CHANGE;
	struct text rating = { 0 };
	json_t *o = json_object();
	bool ok;

	if (best && optimal->rating)
		summary_rating(&rating, optimal->rating);
	ok = o && json_put_number(o, "best_wob", s.wob) && json_put_number(o, "best_rpm", s.rpm) &&
		json_put_number(o, "best_flow", s.flow) && json_put_number(o, "achieved_rop", s.rop) &&
		json_put_number(o, "achieved_mse", s.mse) &&
		json_put_number(o, "mse_efficiency", best ? optimal->efficiency : NAN) &&
		json_put_number(o, "composite_score", best ? optimal->score : NAN) &&
		json_put_text(o, "confidence", summary_confidence_name(outcome->confidence));
	for (size_t i = 0; ok && i < sizeof ranges / sizeof *ranges; i++)
		ok = best ? copy_key(o, ranges[i], record, ranges[i]) : json_put(o, ranges[i], json_null());
	ok = json_put(o, "rating", text_value(&rating)) && ok;
	ok = ok && copy_key(o, "evidence", record, "evidence") && json_put(o, "gain", gain_value(record)) &&
		copy_key(o, "practice", record, "practice") && copy_key(o, "now", record, "now");
	for (size_t i = 0; ok && i < sizeof more / sizeof *more; i++)
		ok = copy_key(o, more[i], record, more[i]);
	return owned(o, ok);
}

static json_t *pair_value(const struct pair *pair, bool all)
{
	json_t *o = json_object();
	bool ok = o && json_put_text(o, "x_param", pair->x) && json_put_text(o, "y_param", pair->y) &&
		json_put_number(o, "r_value", pair->r) && copy_key(o, "r_squared", pair->record, "r_squared") &&
		json_put_number(o, "p_value", pair->p) && copy_key(o, "sample_count", pair->record, "n") &&
		copy_key(o, "p_raw", pair->record, "p") && copy_key(o, "n_eff", pair->record, "n_eff") &&
		copy_key(o, "ci95", pair->record, "ci95") && copy_key(o, "log10_p", pair->record, "log10_p");

	if (all)
		ok = ok && copy_key(o, "status", pair->record, "status") &&
			json_put(o, "significant", json_boolean(pair->significant)) &&
			json_put(o, "structural", json_boolean(pair->structural));
	return owned(o, ok);
}

/* All the pairs as tested, or the findings, strongest first. */
static json_t *pairs_value(const struct segment *s, bool all)
{
	const struct pair **order = calloc(s->pairs ? s->pairs : 1, sizeof *order);
	json_t *array = json_array();
	size_t n = 0;
	bool ok = order && array;

	for (size_t i = 0; ok && i < s->pairs; i++)
		if (all || (s->pair[i].significant && !s->pair[i].structural))
			order[n++] = &s->pair[i];
	if (n && !all)
		qsort(order, n, sizeof *order, verdict_compare_pairs);
	for (size_t i = 0; ok && i < n; i++)
		ok = json_array_append_new(array, pair_value(order[i], all)) == 0;
	free(order);
	return owned(array, ok);
}

static json_t *success_value(const struct window *w, const struct outcome *outcome, const struct identity *who)
{
	struct text summary = { 0 };
	json_t *o = json_object();

	summary_success(&summary, w, outcome, who);
	return owned(o, json_put_text(o, "status", "success") &&
		json_put_text(o, "action", summary_action_name(outcome->action)) &&
		json_put(o, "optimal_params", optimal_params(outcome)) &&
		json_put(o, "correlations", pairs_value(outcome->segment, false)) &&
		json_put(o, "correlations_tested", pairs_value(outcome->segment, true)) &&
		json_put(o, "summary_text", text_value(&summary)) &&
		json_put_text(o, "confidence", summary_confidence_name(outcome->confidence)) &&
		json_put_number(o, "sample_count", outcome->segment->n));
}

static json_t *last_good_value(const struct last_good *last)
{
	const json_t *result = json_object_get(last->report, "result"),
		*params = json_object_get(result, "optimal_params");
	json_t *o;

	if (!last->report)
		return json_null();
	o = json_object();
	return owned(o, o && json_put_text(o, "key", last->key) &&
		copy_key(o, "timestamp", last->report, "timestamp") &&
		copy_key(o, "depth_range", last->report, "depth_range") && copy_key(o, "action", result, "action") &&
		copy_key(o, "wob", params, "best_wob") && copy_key(o, "rpm", params, "best_rpm") &&
		copy_key(o, "flow", params, "best_flow") && copy_key(o, "rop", params, "achieved_rop") &&
		copy_key(o, "confidence", result, "confidence") &&
		(!last->by_depth || json_put_text(o, "by", "depth")));
}

/* Physics where it is known, and the last good report on this rock; null when neither. */
static json_t *fallback_value(const struct window *w, const struct outcome *outcome, const struct last_good *last)
{
	struct fallback f = fallback_find(w, outcome, last);
	struct text words = { 0 };
	json_t *o;

	fallback_words(&words, &f);
	if (!words.len && !words.failed && !last->report)
		return json_null();
	o = json_object();
	return owned(o, json_put_number(o, "present_mse", f.present) && json_put_number(o, "best_mse", f.best) &&
		json_put_number(o, "mse_ratio", f.present / f.best) && json_put(o, "text", text_value(&words)) &&
		json_put(o, "last_good", last_good_value(last)));
}

/* The keys of one failure, between its name and its message. */
static bool put_details(json_t *o, const struct window *w, const struct outcome *outcome)
{
	struct text reason = { 0 };

	switch (outcome->failure) {
	case FAILURE_INSUFFICIENT:
		return json_put_number(o, "valid_samples", outcome->valid_samples) &&
			json_put_number(o, "required", outcome->required);
	case FAILURE_UNSTABLE:
		return json_put_number(o, "segment_count", (double)outcome->segment_count) &&
			json_put_number(o, "max_segment_size", outcome->max_segment_size);
	case FAILURE_NO_CORRELATION:
		return json_put_number(o, "best_p_value", outcome->best_p) &&
			json_put(o, "correlations_tested", pairs_value(outcome->segment, true)) &&
			copy_key(o, "verdict", outcome->segment->optimal.record, "verdict") &&
			copy_key(o, "limited_by", outcome->segment->optimal.record, "limited_by") &&
			copy_key(o, "trial", outcome->segment->optimal.record, "trial");
	case FAILURE_ALL_REJECTED:
		summary_reason(&reason, w, outcome);
		return json_put(o, "rejection_reason", text_value(&reason)) &&
			copy_key(o, "rejected", w->record, "rejected");
	default:
		summary_reason(&reason, w, outcome);
		return json_put(o, "reason", text_value(&reason));
	}
}

static json_t *failure_value(const struct window *w, const struct outcome *outcome, const struct levels *levels,
	const struct last_good *last, bool headline)
{
	struct text message = { 0 }, suggestion = { 0 }, reason = { 0 };
	json_t *o = json_object(), *fallback = fallback_value(w, outcome, last);
	bool ok;

	summary_message(&message, w, outcome);
	summary_suggestion(&suggestion, w, outcome, levels);
	ok = json_put_text(o, "status", "failure") &&
		json_put_text(o, "failure", summary_failure_name(outcome->failure)) && put_details(o, w, outcome);
	ok = json_put(o, "message", text_value(&message)) && ok;
	if (headline && json_is_null(fallback)) {
		fallback_reason(&reason, w, outcome, last);
		ok = json_put(o, "fallback", fallback) && json_put(o, "fallback_reason", text_value(&reason)) && ok;
	} else {
		ok = json_put(o, "fallback", fallback) && ok;
	}
	ok = json_put(o, "suggestion", text_value(&suggestion)) && ok;
	return owned(o, ok && json_put_text(o, "notice", summary_notice));
}

static json_t *result_value(const struct window *w, const struct outcome *outcome, const struct identity *who,
	const struct levels *levels, const struct last_good *last, bool headline)
{
	json_t *o = outcome->failure == FAILURE_NONE ? success_value(w, outcome, who) :
		failure_value(w, outcome, levels, last, headline);

	if (!o || !headline || !outcome->segment)
		return o;
	return owned(o, json_put_number(o, "segment", (double)outcome->segment->index) &&
		json_put(o, "historical", json_boolean(outcome->historical)));
}

static json_t *segments_value(const struct window *w, const struct identity *who, const struct levels *levels)
{
	const struct last_good none = { 0 };
	json_t *array = json_array();
	bool ok = array != NULL;

	for (size_t i = 0; ok && i < w->segments; i++) {
		const struct segment *s = &w->segment[i];
		struct outcome outcome = verdict_segment(w, s, levels);
		json_t *o = json_object();
		ok = json_put_number(o, "index", (double)s->index) && json_put_number(o, "start", s->start) &&
			json_put_number(o, "end", s->end) &&
			json_put(o, "range", isfinite(s->range[0]) ? json_pair(s->range[0], s->range[1]) : json_null()) &&
			json_put(o, "depth_ft", json_pair(s->depth[0], s->depth[1])) &&
			json_put_number(o, "n", s->n) &&
			json_put_number(o, "clean_seconds", s->clean_s) &&
			json_put_number(o, "avg_d_exponent", s->d_exponent) &&
			copy_key(o, "sd_d_exponent", s->record, "sd_d_exponent") &&
			json_put_text(o, "formation_type", s->formation) && json_put_text(o, "name", s->name) &&
			json_put_text(o, "boundary", s->boundary) &&
			json_put(o, "historical", json_boolean(i + 1 < w->segments)) &&
			copy_key(o, "tried", s->optimal.record, "tried") &&
			copy_key(o, "founder_wob", s->optimal.record, "founder_wob") &&
			(!s->settings_changed || json_put(o, "settings_changed", json_incref(s->settings_changed))) &&
			json_put(o, "result", result_value(w, &outcome, who, levels, &none, false));
		ok = json_array_append_new(array, owned(o, ok)) == 0;
	}
	return owned(array, ok);
}

/* Which method made each part, as far as the records say: one run of a tool has one. */
static json_t *methods_value(const struct window *w)
{
	const char *segment = NULL, *correlation = NULL, *optimal = NULL;
	json_t *o = json_object();

	for (size_t i = 0; i < w->segments; i++) {
		const struct segment *s = &w->segment[i];
		if (s->method)
			segment = s->method;
		if (s->pairs)
			correlation = json_get_text(s->pair[0].record, "method");
		if (s->optimal.method || s->optimal.advice == ADVICE_PLAN)
			optimal = s->optimal.method ? s->optimal.method : advice_name(ADVICE_PLAN);
	}
	return owned(o, o && json_put_text(o, "segment", segment) && json_put_text(o, "correlation", correlation) &&
		json_put_text(o, "optimal", optimal) && copy_key(o, "mse_basis", w->record, "mse_basis") &&
		copy_key(o, "rpm_basis", w->record, "rpm_basis"));
}

static json_t *provenance_value(const struct window *w, const struct identity *who, const struct levels *levels)
{
	json_t *o = json_object(), *thresholds = json_object();

	if (!thresholds || !copy_key(thresholds, "filter", w->record, "thresholds") ||
	    !json_put_number(thresholds, "low_s", levels->low_s) ||
	    !json_put_number(thresholds, "medium_s", levels->medium_s) ||
	    !json_put_number(thresholds, "high_s", levels->high_s)) {
		json_decref(thresholds);
		thresholds = NULL;
	}
	return owned(o, json_put(o, "methods", methods_value(w)) && json_put(o, "thresholds", thresholds) &&
		json_put_text(o, "source", *who->source ? who->source : NULL));
}

json_t *report_build(const struct window *w, const struct outcome *outcome, const struct identity *who,
	const struct levels *levels, const struct last_good *last, const struct report_tags *tags)
{
	bool success = outcome->failure == FAILURE_NONE;
	const struct segment *s = outcome->segment;
	const char *formation = outcome->failure == FAILURE_UNSTABLE ? "Mixed" : w->formation;
	double depth[2] = { w->avg_depth, w->avg_depth };
	const json_t *standing = window_standing(w);
	json_t *o = json_object();

	if (success) {
		formation = s->formation;
		depth[0] = s->depth[0];
		depth[1] = s->depth[1];
	}
	return owned(o, json_put_number(o, "timestamp", w->end) &&
		json_put_text(o, "campaign", campaign_name(w->campaign)) &&
		json_put(o, "depth_range", json_pair(depth[0], depth[1])) &&
		json_put_text(o, "well_id", who->well) && json_put_text(o, "field_name", who->field) &&
		(!tags->well_type || json_put_text(o, "well_type", tags->well_type)) &&
		(!tags->barrier_kind || json_put_text(o, "barrier_kind", tags->barrier_kind)) &&
		(!isfinite(who->bit.diameter_in) || json_put_number(o, "bit_diameter_in", who->bit.diameter_in)) &&
		(!*who->bit.kind || json_put_text(o, "bit_type", who->bit.kind)) &&
		json_put_number(o, "bit_hours", w->bit_hours) && json_put_number(o, "bit_depth", w->bit_footage) &&
		json_put_text(o, "formation_type", formation) &&
		json_put(o, "result", result_value(w, outcome, who, levels, last, true)) &&
		(!standing || json_put(o, "advice", json_deep_copy(standing))) &&
		json_put(o, "segments", segments_value(w, who, levels)) &&
		json_put(o, "window", json_deep_copy(w->record)) &&
		json_put(o, "provenance", provenance_value(w, who, levels)));
}
