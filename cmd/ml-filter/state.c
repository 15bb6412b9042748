/* state.c - the --state file to and from JSON; see state.h. */
#include "state.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

static const char TYPE[] = "ml-filter-state";

void carried_init(struct carried *s, double known_rev_gal)
{
	struct identity none;

	identity_default(&none);
	*s = (struct carried){ .bit = none.bit, .evidence_ts = NAN, .deepest = NAN, .deepest_ts = NAN,
		.wob_zero = NAN, .torque = NAN, .spp = NAN, .spp_flow = NAN };
	rpm_finder_init(&s->rpm, known_rev_gal);
	block_finder_init(&s->block);
}

void carried_mark(struct carried *s, double ts, double hours, double footage)
{
	int at = 0;

	if (isnan(hours) && isnan(footage))
		return;
	while (at < s->marks && s->mark[at].ts < ts)
		at++;
	if (at < s->marks && s->mark[at].ts <= ts) {
		s->mark[at] = (struct mark){ ts, hours, footage };
		return;
	}
	if (s->marks == STATE_MARKS) {
		if (at == 0)
			return;
		memmove(s->mark, s->mark + 1, (size_t)(at - 1) * sizeof *s->mark);
		s->mark[at - 1] = (struct mark){ ts, hours, footage };
		return;
	}
	memmove(s->mark + at + 1, s->mark + at, (size_t)(s->marks - at) * sizeof *s->mark);
	s->mark[at] = (struct mark){ ts, hours, footage };
	s->marks++;
}

const struct mark *carried_find(const struct carried *s, double ts)
{
	for (int i = 0; i < s->marks; i++)
		if (s->mark[i].ts >= ts)
			return &s->mark[i];
	return s->marks > 0 ? &s->mark[s->marks - 1] : NULL;
}

/* Steals value. */
static bool append(json_t *array, json_t *value)
{
	return json_array_append_new(array, value) == 0;
}

static json_t *triple(double a, double b, double c)
{
	json_t *t = json_array();

	if (t && append(t, json_number(a)) && append(t, json_number(b)) && append(t, json_number(c)))
		return t;
	json_decref(t);
	return NULL;
}

static json_t *rpm_object(const struct rpm_finder *f)
{
	json_t *o = json_object(), *plateaus = json_array();
	bool fine = o && plateaus;

	for (int i = 0; fine && i < f->n; i++)
		fine = append(plateaus, triple(f->plateau[i].flow, f->plateau[i].rpm, f->plateau[i].seconds));
	if (fine && json_put_number(o, "stopped_s", f->stopped_s) && json_put(o, "plateaus", json_incref(plateaus))) {
		json_decref(plateaus);
		return o;
	}
	json_decref(o);
	json_decref(plateaus);
	return NULL;
}

static json_t *block_array(const struct block_finder *f)
{
	json_t *a = json_array();

	for (int i = 0; a && i < BLOCK_BINS; i++)
		if (f->seconds[i] > 0 && !append(a, json_pair(i, f->seconds[i]))) {
			json_decref(a);
			return NULL;
		}
	return a;
}

static json_t *bit_object(const struct bit *b)
{
	json_t *o = json_object();

	if (o && json_put_text(o, "run", b->run) && json_put_text(o, "type", b->kind) &&
	    json_put_number(o, "diameter_in", b->diameter_in) && json_put_number(o, "start_ts", b->start_ts) &&
	    json_put_number(o, "start_depth_ft", b->start_depth_ft))
		return o;
	json_decref(o);
	return NULL;
}

static json_t *mark_array(const struct carried *s)
{
	json_t *a = json_array();

	for (int i = 0; a && i < s->marks; i++)
		if (!append(a, triple(s->mark[i].ts, s->mark[i].hours, s->mark[i].footage))) {
			json_decref(a);
			return NULL;
		}
	return a;
}

/* Keys that are there only while there is a hold or a suspicion. */
static bool put_quarantine(json_t *o, const struct quarantine_state *q)
{
	return (!q->hold[0] || (json_put_text(o, "hold", q->hold) && json_put_number(o, "hold_ts", q->since))) &&
		(!q->suspect || json_put(o, "suspect", quarantine_names(q->suspect)));
}

static bool take_quarantine(const json_t *o, struct quarantine_state *q)
{
	const char *hold = json_get_text(o, "hold");
	const json_t *suspect = json_object_get(o, "suspect");

	if ((hold && strlen(hold) >= sizeof q->hold) || (suspect && !quarantine_channels(suspect, &q->suspect)))
		return false;
	if (hold)
		memcpy(q->hold, hold, strlen(hold) + 1);
	q->since = json_get_number(o, "hold_ts");
	return true;
}

bool state_save(const char *path, const struct carried *s)
{
	json_t *o = kept_object(TYPE);

	if (o && json_put_text(o, "well", s->well) && json_put(o, "bit", bit_object(&s->bit)) &&
	    json_put_number(o, "evidence_ts", s->evidence_ts) && json_put(o, "rpm", rpm_object(&s->rpm)) &&
	    json_put(o, "block", block_array(&s->block)) && json_put_number(o, "deepest_ft", s->deepest) &&
	    json_put_number(o, "deepest_ts", s->deepest_ts) && json_put(o, "marks", mark_array(s)) &&
	    json_put_number(o, "wob_zero_klbf", s->wob_zero) && json_put_number(o, "torque_offset_kft_lbf", s->torque) &&
	    json_put(o, "spp_off", json_pair(s->spp_flow, s->spp)) && json_put(o, "bit_away", json_boolean(s->away)) &&
	    json_put(o, "bit_changed", json_boolean(s->bit_changed)) && put_quarantine(o, &s->quarantine))
		return kept_write(path, o);
	json_decref(o);
	errno = ENOMEM;
	return false;
}

static bool take_numbers(const json_t *array, double *to, size_t n)
{
	if (json_array_size(array) != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		const json_t *v = json_array_get(array, i);
		if (!json_is_number(v) && !json_is_null(v))
			return false;
		to[i] = json_is_number(v) ? json_number_value(v) : NAN;
	}
	return true;
}

static bool take_rpm(const json_t *o, struct rpm_finder *f)
{
	const json_t *plateaus = json_object_get(o, "plateaus");
	double stopped = json_get_number(o, "stopped_s"), v[3];

	if (!json_is_array(plateaus) || json_array_size(plateaus) > BASIS_PLATEAUS || !(stopped >= 0))
		return false;
	f->stopped_s = stopped;
	for (size_t i = 0; i < json_array_size(plateaus); i++) {
		if (!take_numbers(json_array_get(plateaus, i), v, 3) || !(v[0] > 0) || !(v[1] >= 0) || !(v[2] > 0))
			return false;
		f->plateau[f->n++] = (struct plateau){ v[0], v[1], v[2] };
	}
	rpm_finder_decide(f);
	return true;
}

static bool take_block(const json_t *a, struct block_finder *f)
{
	double v[2];

	if (!json_is_array(a))
		return false;
	for (size_t i = 0; i < json_array_size(a); i++) {
		if (!take_numbers(json_array_get(a, i), v, 2) || !(v[0] >= 0 && v[0] < BLOCK_BINS) || !(v[1] > 0))
			return false;
		f->seconds[(int)v[0]] = v[1];
		f->total += v[1];
	}
	block_finder_decide(f);
	return true;
}

static bool take_marks(const json_t *a, struct carried *s)
{
	double v[3];

	if (!json_is_array(a) || json_array_size(a) > STATE_MARKS)
		return false;
	for (size_t i = 0; i < json_array_size(a); i++) {
		if (!take_numbers(json_array_get(a, i), v, 3) || isnan(v[0]))
			return false;
		s->mark[s->marks++] = (struct mark){ v[0], v[1], v[2] };
	}
	return true;
}

static bool take_name(const json_t *o, const char *key, char *to, size_t size)
{
	const char *s = json_get_text(o, key);

	if (!s || strlen(s) >= size)
		return false;
	memcpy(to, s, strlen(s) + 1);
	return true;
}

static bool take_all(const json_t *o, struct carried *s)
{
	const json_t *bit = json_object_get(o, "bit");
	double spp[2];

	s->evidence_ts = json_get_number(o, "evidence_ts");
	s->deepest = json_get_number(o, "deepest_ft");
	s->deepest_ts = json_get_number(o, "deepest_ts");
	s->wob_zero = json_get_number(o, "wob_zero_klbf");
	s->torque = json_get_number(o, "torque_offset_kft_lbf");
	s->away = json_is_true(json_object_get(o, "bit_away"));
	s->bit_changed = json_is_true(json_object_get(o, "bit_changed"));
	if (take_numbers(json_object_get(o, "spp_off"), spp, 2)) {
		s->spp_flow = spp[0];
		s->spp = spp[1];
	}
	s->bit.diameter_in = json_get_number(bit, "diameter_in");
	s->bit.start_ts = json_get_number(bit, "start_ts");
	s->bit.start_depth_ft = json_get_number(bit, "start_depth_ft");
	return take_name(o, "well", s->well, sizeof s->well) && take_name(bit, "run", s->bit.run, sizeof s->bit.run) &&
		take_name(bit, "type", s->bit.kind, sizeof s->bit.kind) && take_rpm(json_object_get(o, "rpm"), &s->rpm) &&
		take_block(json_object_get(o, "block"), &s->block) && take_marks(json_object_get(o, "marks"), s) &&
		take_quarantine(o, &s->quarantine);
}

enum kept_status state_load(const char *path, struct carried *s, char why[KEPT_WHY])
{
	json_t *o;
	enum kept_status status = kept_read(path, TYPE, &o, why);

	if (status == KEPT_LOADED && !take_all(o, s))
		status = kept_wrong(path, TYPE, why);
	json_decref(o);
	return status;
}
