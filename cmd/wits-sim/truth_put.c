/* truth_put.c - the truth of a log as JSON; see truth.h. */
#include "truth.h"

#include <math.h>

#include "json.h"

bool truth_put_settings(json_t *o, const struct settings *s)
{
	return json_put_number(o, "wob", s->wob) && json_put_number(o, "rpm", s->rpm) && json_put_number(o, "flow", s->flow);
}

bool truth_append(json_t *array, json_t *o, bool filled)
{
	if (o && filled)
		return json_array_append_new(array, o) == 0;
	json_decref(o);
	return false;
}

/* What settings truly drill in a rock; point: whose settings they are, -1 for none. */
struct figures { struct settings settings; double rop, torque, mse, d_exp; };

static struct figures figures_at(const struct rig *r, const struct rock *rock, const struct settings *s, int point)
{
	const struct world *w = r->world;
	struct figures f = { .settings = *s,
		.rop = rock_rop(&r->bit_rock, rock, s) * (point == w->gain_point ? 1 + w->gain : 1),
		.torque = rock_torque(&r->bit_rock, rock, s) };

	f.mse = rock_mse(r->bit_rock.diameter_in, s, f.torque, f.rop);
	f.d_exp = rock_d_exp(r->bit_rock.diameter_in, s, f.rop);
	return f;
}

static bool put_figures(json_t *o, const struct figures *f)
{
	return truth_put_settings(o, &f->settings) && json_put_number(o, "rop_ft_h", f->rop) &&
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

	if (o && truth_put_settings(o, &p->mean.settings) && json_put_number(o, "rop_ft_h", p->mean.rop) &&
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

	if (!drilled || (r->world->response.flat && r->world->gain == 0))
		return json_put(to, "best_drilled", json_null()) && json_put(to, "best_allowed", json_null());
	if (!put_best(to, "best_drilled", drilled, p))
		return false;
	if (!rock_best(&r->bit_rock, rock, &r->world->low, &r->world->high, &s))
		return json_put(to, "best_allowed", json_null());
	allowed = figures_at(r, rock, &s, -1);
	return put_best(to, "best_allowed", &allowed, p);
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
		struct figures f = figures_at(r, rock, &mean, i);
		json_t *o = json_object();
		if (!truth_append(points, o, o && put_figures(o, &f) && json_put_number(o, "point", i) &&
				json_put_number(o, "mean_rop_ft_h", p->footage / p->steady_s * 3600) &&
				json_put_number(o, "mean_mse_psi", p->work / p->footage) &&
				json_put_number(o, "steady_s", p->steady_s) && json_put_number(o, "visits", (double)p->visits)))
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

	return truth_append(layers, o, o && json_put_text(o, "name", row->name) &&
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

static bool put_faults(json_t *to, const struct world *w, const struct mess *m)
{
	const struct dirt *d = &w->dirt;
	json_t *o = json_object();

	if (o && json_put_number(o, "wob_tare_klbf", d->wob_tare_klbf) &&
	    json_put_number(o, "tare_drift_klbf_per_h", d->tare_drift_klbf_per_h) &&
	    json_put_number(o, "sample_hold_s", d->hold_s) && json_put_number(o, "frozen", (double)m->freezes) &&
	    json_put_number(o, "glitches", (double)m->glitches) &&
	    json_put(o, "rpm_of_bit", json_boolean(d->rpm_of_bit != 0)) &&
	    json_put_number(o, "motor_rev_gal", w->motor_rev_gal > 0 ? w->motor_rev_gal : NAN) &&
	    json_put_number(o, "wear_per_100ft", w->wear_per_100ft) &&
	    json_put_text(o, "slip_channel", d->slip_unit ? channel_table[d->slip_channel].name : NULL) &&
	    json_put_text(o, "slip_unit", d->slip_unit ? d->slip_unit->suffix : NULL) &&
	    json_put_number(o, "slip_s", d->slip_unit ? dirt_slip_s(m, w) : NAN))
		return json_put(to, "faults", o);
	json_decref(o);
	return false;
}

/* Steady seconds at each point, an hour a row. */
static bool put_hours(json_t *to, const struct truth *t, int points)
{
	json_t *hours = json_array(), *row = NULL;
	bool fine = hours;

	for (size_t h = 0; fine && h < t->hours; h++) {
		row = json_array();
		fine = row;
		for (int i = 0; fine && i < points; i++)
			fine = json_array_append_new(row, json_number(t->hour[h].steady_s[i])) == 0;
		fine = fine && json_array_append(hours, row) == 0;
		json_decref(row);
	}
	if (fine)
		return json_put(to, "hours_at_points", hours);
	json_decref(hours);
	return false;
}

bool truth_put(const struct truth *t, const struct rig *r, const struct sense *sense, const struct mess *mess, json_t *to)
{
	json_t *layers = json_array();

	if (!layers)
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (!put_layer(layers, t, &t->layer[i], r)) {
			json_decref(layers);
			return false;
		}
	return put_noise(to, r->world, sense) && put_faults(to, r->world, mess) && json_put(to, "layers", layers) &&
		put_hours(to, t, r->points) && json_put(to, "events", json_incref(t->events)) &&
		json_put(to, "bits", json_incref(t->bits)) &&
		json_put(to, "settings", json_incref(t->settings)) &&
		json_put(to, "connections", json_incref(t->connections));
}
