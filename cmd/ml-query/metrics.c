/* metrics.c - the plan's success metrics, counted over reports; see metrics.h. */
#include "metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "json.h"

static const double steady_share = 0.75, significant = 0.05;

bool metrics_start(struct metrics *m)
{
	*m = (struct metrics){ .oldest = NAN, .newest = NAN };
	m->action = json_object();
	m->confidence = json_object();
	m->failure = json_object();
	return m->action && m->confidence && m->failure;
}

void metrics_free(struct metrics *m)
{
	for (size_t i = 0; i < m->n_wells; i++) {
		free(m->well[i].name);
		free(m->well[i].end);
	}
	free(m->well);
	free(m->mse_change);
	json_decref(m->action);
	json_decref(m->confidence);
	json_decref(m->failure);
	*m = (struct metrics){ 0 };
}

static bool add_number(double **list, size_t *n, size_t *cap, double v)
{
	if (*n == *cap) {
		size_t more = *cap ? *cap * 2 : 64;
		double *bigger = reallocarray(*list, more, sizeof *bigger);
		if (!bigger)
			return false;
		*list = bigger;
		*cap = more;
	}
	(*list)[(*n)++] = v;
	return true;
}

/* One more of a name; a name that is missing is "none". */
static bool count(json_t *counts, const char *name)
{
	const char *key = name ? name : "none";

	return json_object_set_new(counts, key, json_integer(1 + json_integer_value(json_object_get(counts, key)))) == 0;
}

static void note(char to[METRICS_KEY], const char *key)
{
	size_t len = strnlen(key, METRICS_KEY - 1);

	if (*to)
		return;
	memcpy(to, key, len);
	to[len] = '\0';
}

static void take_pairs(struct metrics *m, const json_t *result, const char *key)
{
	const json_t *pairs = json_object_get(result, "correlations"), *pair;
	size_t i;

	json_array_foreach(pairs, i, pair) {
		m->correlations++;
		if (json_get_number(pair, "p_value") < significant)
			continue;
		m->weak++;
		note(m->weak_key, key);
	}
}

static void take_failure(struct metrics *m, const json_t *result, const char *key)
{
	const char *message = json_get_text(result, "message"), *name = json_get_text(result, "failure");

	if (name && *name && message && *message)
		return;
	m->unexplained++;
	note(m->unexplained_key, key);
}

static void take_steady(struct metrics *m, const json_t *report, const json_t *result, bool success)
{
	const json_t *window = json_object_get(report, "window"), *segments = json_object_get(report, "segments"), *segment;
	double length = json_get_number(window, "end") - json_get_number(window, "start");
	const char *confidence = json_get_text(result, "confidence");
	bool steady = false;
	size_t i;

	json_array_foreach(segments, i, segment)
		steady |= json_get_number(segment, "clean_seconds") >= steady_share * length;
	if (!steady)
		return;
	m->steady++;
	m->steady_no_advice += !success;
	m->steady_high += success && confidence && strcmp(confidence, "High") == 0;
}

/* In a segment with operating points: does the composite score choose a point of less energy than ROP alone would? */
static bool take_tried(struct metrics *m, const json_t *segment)
{
	const json_t *tried = json_object_get(segment, "tried"), *point, *by_score = NULL, *by_rop = NULL;
	size_t i;

	json_array_foreach(tried, i, point) {
		if (!isfinite(json_get_number(point, "score")) || !(json_get_number(point, "mse") > 0))
			continue;
		if (!by_score || json_get_number(point, "score") > json_get_number(by_score, "score"))
			by_score = point;
		if (!by_rop || json_get_number(point, "rop") > json_get_number(by_rop, "rop"))
			by_rop = point;
	}
	if (!by_score || json_array_size(tried) < 2)
		return true;
	double change = json_get_number(by_score, "mse") / json_get_number(by_rop, "mse") - 1;
	return add_number(&m->mse_change, &m->n_mse, &m->mse_cap, change);
}

/* The well of a key: FIELD/WELL before its second slash. */
static struct metrics_well *well_of(struct metrics *m, const char *key)
{
	const char *slash = strchr(key, '/'), *second = slash ? strchr(slash + 1, '/') : NULL;
	size_t len = second ? (size_t)(second - key) : strlen(key);

	for (size_t i = 0; i < m->n_wells; i++)
		if (strlen(m->well[i].name) == len && memcmp(m->well[i].name, key, len) == 0)
			return &m->well[i];
	if (m->n_wells == m->wells_cap) {
		size_t cap = m->wells_cap ? m->wells_cap * 2 : 16;
		struct metrics_well *more = reallocarray(m->well, cap, sizeof *more);
		if (!more)
			return NULL;
		m->well = more;
		m->wells_cap = cap;
	}
	struct metrics_well *well = &m->well[m->n_wells];
	*well = (struct metrics_well){ .name = strndup(key, len) };
	if (!well->name)
		return NULL;
	m->n_wells++;
	return well;
}

/* The window's end, for the schedule; not of a partial one, nor of one of another length than usual (the key has it). */
static bool take_window(struct metrics *m, const json_t *report, const char *key)
{
	struct metrics_well *well = well_of(m, key);
	const char *name = strrchr(key, '/');
	double end = json_get_number(report, "timestamp");

	m->oldest = fmin(m->oldest, end);
	m->newest = fmax(m->newest, end);
	if (!well)
		return false;
	if (json_is_true(json_object_get(json_object_get(report, "window"), "partial")) || (name && strchr(name, '-')))
		return true;
	return add_number(&well->end, &well->n, &well->cap, end);
}

bool metrics_take(struct metrics *m, const json_t *report, const char *key)
{
	const json_t *result = json_object_get(report, "result"), *segments = json_object_get(report, "segments"), *segment;
	const char *status = json_get_text(result, "status");
	bool success = status && strcmp(status, "success") == 0, good;
	size_t i;

	m->reports++;
	m->successes += success;
	m->failures += !success;
	if (success)
		good = count(m->action, json_get_text(result, "action")) &&
			count(m->confidence, json_get_text(result, "confidence"));
	else
		good = count(m->failure, json_get_text(result, "failure"));
	if (success)
		take_pairs(m, result, key);
	else
		take_failure(m, result, key);
	take_steady(m, report, result, success);
	json_array_foreach(segments, i, segment)
		good = good && take_tried(m, segment);
	return good && take_window(m, report, key);
}
