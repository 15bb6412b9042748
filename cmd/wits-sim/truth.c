/* truth.c - what was so in a simulated log; see truth.h. It is written in truth_put.c. */
#include "truth.h"

#include <math.h>
#include <stdlib.h>

#include "crew.h"
#include "json.h"

static const double settle_s = 60;

bool truth_init(struct truth *t, double start_ts)
{
	*t = (struct truth){ .settings = json_array(), .connections = json_array(), .events = json_array(),
		.bits = json_array(), .start_ts = start_ts, .phase = RIG_RESTING, .last_point = -1, .bit = -1 };
	return t->settings && t->connections && t->events && t->bits;
}

void truth_free(struct truth *t)
{
	free(t->layer);
	free(t->hour);
	json_decref(t->events);
	json_decref(t->bits);
	json_decref(t->settings);
	json_decref(t->connections);
	*t = (struct truth){ 0 };
}

static struct truth_layer *current_layer(struct truth *t, const struct rig *r)
{
	if (t->n > 0 && t->layer[t->n - 1].index == r->layer)
		return &t->layer[t->n - 1];
	if (t->n == t->capacity) {
		size_t capacity = t->capacity ? 2 * t->capacity : 16;
		struct truth_layer *grown = reallocarray(t->layer, capacity, sizeof *grown);
		if (!grown)
			return NULL;
		t->layer = grown;
		t->capacity = capacity;
	}
	t->layer[t->n] = (struct truth_layer){ .index = r->layer, .from_s = r->now_s };
	t->last_point = -1;
	return &t->layer[t->n++];
}

/* What is under way that a log's reader should know of. */
static const char *event_now(const struct rig *r)
{
	switch (r->phase) {
	case RIG_DRILLING: return r->sliding ? "slide" : NULL;
	case RIG_REAMING: return "reaming";
	case RIG_PULLING: case RIG_CHANGING_BIT: case RIG_RUNNING: case RIG_WASHING: return "trip";
	case RIG_TESTING: return "pressure_test";
	default: return NULL;
	}
}

static bool end_event(struct truth *t, const struct rig *r)
{
	json_t *o = json_object();
	bool fine = o && json_put_text(o, "what", t->event) && json_put_number(o, "start", t->start_ts + t->event_s) &&
		json_put_number(o, "end", t->start_ts + r->now_s) && json_put_number(o, "depth_ft", r->hole_ft);

	if (fine && t->event_psi > 0)
		fine = json_put_number(o, "psi", t->event_psi) && json_put(o, "leaks", json_boolean(r->leaks)) &&
			json_put_number(o, "drop_pct_15min", r->leaks ? r->world->test.leak_pct : crew_thermal_pct);
	return truth_append(t->events, o, fine);
}

static bool note_work(struct truth *t, const struct rig *r)
{
	const char *event = event_now(r);
	json_t *o;

	if (event != t->event) {
		if (t->event && !end_event(t, r))
			return false;
		t->event = event;
		t->event_s = r->now_s;
		t->event_psi = 0;
	}
	if (r->phase == RIG_TESTING)
		t->event_psi = fmax(t->event_psi, r->casing_psi);
	if (r->bits == t->bit)
		return true;
	t->bit = r->bits;
	o = json_object();
	return truth_append(t->bits, o, o && json_put_number(o, "run", r->bits + 1) &&
		json_put_number(o, "start_ts", t->start_ts + fmax(0, r->now_s)) &&
		json_put_number(o, "start_depth_ft", r->bit_start_ft));
}

static bool note_events(struct truth *t, const struct rig *r)
{
	json_t *o;

	if (!note_work(t, r))
		return false;
	if (r->visits != t->visits) {
		t->visits = r->visits;
		o = json_object();
		if (!truth_append(t->settings, o, o && json_put_number(o, "ts", t->start_ts + fmax(0, r->now_s)) &&
				truth_put_settings(o, &r->world->points[r->point])))
			return false;
	}
	if (r->phase == t->phase)
		return true;
	if (r->phase == RIG_CONNECTION)
		t->connection_s = r->now_s;
	if (t->phase == RIG_CONNECTION) {
		o = json_object();
		if (!truth_append(t->connections, o, o && json_put_number(o, "start", t->start_ts + t->connection_s) &&
				json_put_number(o, "end", t->start_ts + r->now_s) && json_put_number(o, "depth_ft", r->hole_ft)))
			return false;
	}
	t->phase = r->phase;
	return true;
}

static struct truth_hour *current_hour(struct truth *t, const struct rig *r)
{
	size_t h = (size_t)fmax(0, r->now_s / 3600);

	if (h >= t->hour_capacity) {
		size_t capacity = h + 64;
		struct truth_hour *grown = reallocarray(t->hour, capacity, sizeof *grown);
		if (!grown)
			return NULL;
		t->hour = grown;
		t->hour_capacity = capacity;
	}
	while (t->hours <= h)
		t->hour[t->hours++] = (struct truth_hour){ { 0 } };
	return &t->hour[h];
}

bool truth_add(struct truth *t, const struct rig *r)
{
	const double area = M_PI * r->bit_rock.diameter_in * r->bit_rock.diameter_in / 4;
	struct truth_hour *hour;
	struct truth_layer *layer;
	struct truth_point *point;

	if (!note_events(t, r))
		return false;
	if (r->phase != RIG_DRILLING || !(r->rop_ft_h > 0))
		return true;
	layer = current_layer(t, r);
	if (!layer)
		return false;
	layer->to_s = r->now_s + r->step_s;
	layer->last_ft = r->hole_ft;
	layer->drilled_s += r->step_s;
	if (r->steady_s <= settle_s)
		return true;
	point = &layer->point[r->point];
	if (t->last_point != r->point)
		point->visits++;
	t->last_point = r->point;
	point->steady_s += r->step_s;
	point->sum.wob += r->now.wob * r->step_s;
	point->sum.rpm += r->now.rpm * r->step_s;
	point->sum.flow += r->now.flow * r->step_s;
	/* Work on a square inch of hole: weight over the footage, torque over the turns (Teale 1965). */
	point->footage += r->rop_ft_h / 3600 * r->step_s;
	point->work += 1000 / area * (r->now.wob * r->rop_ft_h / 3600
		+ r->torque_kft_lbf * 2 * M_PI * r->now.rpm / 60) * r->step_s;
	hour = current_hour(t, r);
	if (!hour)
		return false;
	hour->steady_s[r->point] += r->step_s;
	return true;
}
