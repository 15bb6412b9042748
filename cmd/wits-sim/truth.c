/* truth.c - what was so in a simulated log; see truth.h. */
#include "truth.h"

#include <math.h>
#include <stdlib.h>

#include "json.h"

static const double settle_s = 60;

bool truth_init(struct truth *t, double start_ts)
{
	*t = (struct truth){ .settings = json_array(), .connections = json_array(), .start_ts = start_ts,
		.phase = RIG_RESTING, .last_point = -1 };
	return t->settings && t->connections;
}

void truth_free(struct truth *t)
{
	free(t->layer);
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

static bool put_settings(json_t *o, const struct settings *s)
{
	return json_put_number(o, "wob", s->wob) && json_put_number(o, "rpm", s->rpm) && json_put_number(o, "flow", s->flow);
}

/* An object that was filled (or not), into an array. */
static bool append(json_t *array, json_t *o, bool filled)
{
	if (o && filled)
		return json_array_append_new(array, o) == 0;
	json_decref(o);
	return false;
}

static bool note_events(struct truth *t, const struct rig *r)
{
	json_t *o;

	if (r->visits != t->visits) {
		t->visits = r->visits;
		o = json_object();
		if (!append(t->settings, o, o && json_put_number(o, "ts", t->start_ts + fmax(0, r->now_s)) &&
				put_settings(o, &r->world->points[r->point])))
			return false;
	}
	if (r->phase == t->phase)
		return true;
	if (r->phase == RIG_CONNECTION)
		t->connection_s = r->now_s;
	if (t->phase == RIG_CONNECTION) {
		o = json_object();
		if (!append(t->connections, o, o && json_put_number(o, "start", t->start_ts + t->connection_s) &&
				json_put_number(o, "end", t->start_ts + r->now_s) && json_put_number(o, "depth_ft", r->hole_ft)))
			return false;
	}
	t->phase = r->phase;
	return true;
}

bool truth_add(struct truth *t, const struct rig *r)
{
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
	return true;
}

/* What settings truly drill in a rock. */
struct figures { struct settings settings; double rop, torque, mse, d_exp; };

static struct figures figures_at(const struct rig *r, const struct rock *rock, const struct settings *s)
{
	struct figures f = { .settings = *s, .rop = rock_rop(&r->bit_rock, rock, s),
		.torque = rock_torque(&r->bit_rock, rock, s) };

	f.mse = rock_mse(r->bit_rock.diameter_in, s, f.torque, f.rop);
	f.d_exp = rock_d_exp(r->bit_rock.diameter_in, s, f.rop);
	return f;
}

static bool put_figures(json_t *o, const struct figures *f)
{
	return put_settings(o, &f->settings) && json_put_number(o, "rop_ft_h", f->rop) &&
		json_put_number(o, "torque_kft_lbf", f->torque) && json_put_number(o, "mse_psi", f->mse) &&
		json_put_number(o, "d_exp", f->d_exp);
}

/* Time-share mean of the points: rop arithmetic, mse by energy over volume. */
struct practice { double seconds; struct figures mean; double ln_rop; };

static void add_practice(struct practice *p, const struct figures *f, double seconds)
{
	p->seconds += seconds;
	p->mean.settings.wob += seconds * f->settings.wob;
	p->mean.settings.rpm += seconds * f->settings.rpm;
	p->mean.settings.flow += seconds * f->settings.flow;
	p->mean.rop += seconds * f->rop;
	p->mean.mse += seconds * f->rop * f->mse;
	p->ln_rop += seconds * log(f->rop);
}

static void settle_practice(struct practice *p)
{
	p->mean.settings.wob /= p->seconds;
	p->mean.settings.rpm /= p->seconds;
	p->mean.settings.flow /= p->seconds;
	p->mean.mse /= p->mean.rop;
	p->mean.rop /= p->seconds;
	p->ln_rop /= p->seconds;
}

/* A best point with its gain over practice: of the mean, and of the mean of logarithms. */
static bool put_best(json_t *to, const char *key, const struct figures *best, const struct practice *p)
{
	json_t *o = json_object();

	if (o && put_figures(o, best) && json_put_number(o, "gain_rop", best->rop / p->mean.rop - 1) &&
	    json_put_number(o, "gain_ln_rop", exp(log(best->rop) - p->ln_rop) - 1) &&
	    json_put_number(o, "gain_mse", best->mse / p->mean.mse - 1))
		return json_put(to, key, o);
	json_decref(o);
	return false;
}

static bool put_practice(json_t *to, const struct practice *p)
{
	json_t *o = json_object();

	if (o && put_settings(o, &p->mean.settings) && json_put_number(o, "rop_ft_h", p->mean.rop) &&
	    json_put_number(o, "mse_psi", p->mean.mse))
		return json_put(to, "practice", o);
	json_decref(o);
	return false;
}

static bool put_bests(json_t *to, const struct rig *r, const struct rock *rock, const struct figures *drilled,
	const struct practice *p)
{
	struct settings s;
	struct figures allowed;

	if (!drilled || !rock_best(&r->bit_rock, rock, &r->world->low, &r->world->high, &s))
		return json_put(to, "best_drilled", json_null()) && json_put(to, "best_allowed", json_null());
	allowed = figures_at(r, rock, &s);
	return put_best(to, "best_drilled", drilled, p) && put_best(to, "best_allowed", &allowed, p);
}

static bool put_points(json_t *to, const struct rig *r, const struct truth_layer *t, const struct rock *rock)
{
	json_t *points = json_array();
	struct practice practice = { 0 };
	struct figures best = { .rop = -1 };

	for (int i = 0; i < r->points; i++) {
		const struct truth_point *p = &t->point[i];
		if (!(p->steady_s > 0))
			continue;
		struct settings mean = { p->sum.wob / p->steady_s, p->sum.rpm / p->steady_s, p->sum.flow / p->steady_s };
		struct figures f = figures_at(r, rock, &mean);
		json_t *o = json_object();
		if (!append(points, o, o && put_figures(o, &f) && json_put_number(o, "steady_s", p->steady_s) &&
				json_put_number(o, "visits", (double)p->visits)))
			goto fail;
		add_practice(&practice, &f, p->steady_s);
		if (f.rop > best.rop)
			best = f;
	}
	settle_practice(&practice);
	if (!put_practice(to, &practice) || !put_bests(to, r, rock, practice.seconds > 0 ? &best : NULL, &practice))
		goto fail;
	return json_put(to, "points", points);
fail:
	json_decref(points);
	return false;
}

static bool put_layer(json_t *layers, const struct truth *t, const struct truth_layer *l, const struct rig *r)
{
	const struct world *w = r->world;
	const struct layer *row = &w->layers[l->index % r->layers];
	const struct rock rock = { row->d_exp, row->strength_psi, row->founder_klbf, row->gamma_api };
	json_t *o = json_object();

	return append(layers, o, o && json_put_text(o, "name", row->name) &&
		json_put_number(o, "top_ts", t->start_ts + l->from_s) && json_put_number(o, "end_ts", t->start_ts + l->to_s) &&
		json_put_number(o, "top_ft", w->start_ft + rock_top(w->layers, r->layers, l->index)) &&
		json_put_number(o, "end_ft", l->last_ft) &&
		json_put_number(o, "gradual_ft", l->index > 0 ? row->gradual_ft : 0) &&
		json_put_number(o, "drilled_s", l->drilled_s) && json_put_number(o, "strength_psi", row->strength_psi) &&
		json_put_number(o, "d_exp", row->d_exp) && json_put_number(o, "founder_klbf", row->founder_klbf) &&
		json_put_number(o, "gamma_api", row->gamma_api) && put_points(o, r, l, &rock));
}

static bool put_wobble(json_t *to, const char *key, const struct wobble *w)
{
	json_t *o = json_object();

	if (o && json_put_number(o, "sd", w->sd) && json_put_number(o, "phi", w->phi))
		return json_put(to, key, o);
	json_decref(o);
	return false;
}

static bool put_noise(json_t *to, const struct world *w, const struct sense *sense)
{
	json_t *o = json_object(), *sd = json_object();
	bool fine = o && sd && put_wobble(o, "ln_rop", &w->rop) && put_wobble(o, "wob", &w->wob) &&
		put_wobble(o, "rpm", &w->rpm) &&
		json_put_number(o, "ln_rop_drift_per_h", w->drift_per_h) &&
		json_put_number(o, "wob_trend_klbf_per_h", w->trend_klbf_per_h) &&
		json_put_number(o, "cycle_s", w->cycle.period_s) && json_put_number(o, "sensor_phi", w->sensor_phi) &&
		json_put_number(o, "sensor_losses", (double)sense->losses);

	for (int i = 0; fine && i < CHANNELS; i++)
		if (sense_sd(w, (enum channel)i) > 0)
			fine = json_put_number(sd, channel_table[i].name, sense_sd(w, (enum channel)i));
	if (fine && json_put(o, "sensor_sd", json_incref(sd)) && json_put(to, "noise", json_incref(o))) {
		json_decref(sd);
		json_decref(o);
		return true;
	}
	json_decref(sd);
	json_decref(o);
	return false;
}

bool truth_put(const struct truth *t, const struct rig *r, const struct sense *sense, json_t *to)
{
	json_t *layers = json_array();

	if (!layers)
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (!put_layer(layers, t, &t->layer[i], r)) {
			json_decref(layers);
			return false;
		}
	return put_noise(to, r->world, sense) && json_put(to, "layers", layers) &&
		json_put(to, "settings", json_incref(t->settings)) &&
		json_put(to, "connections", json_incref(t->connections));
}
