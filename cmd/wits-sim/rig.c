/* rig.c - the rig in time: driller, crew and string; see rig.h. What it does off bottom is in crew.c, what the
 * sensors make of it in sense.c. */
#include "rig.h"

#include <math.h>

#include "crew.h"

static const double block_klbf = 55, string_klbf = 175;         /* travelling block; string in mud */
const double rig_block_low_ft = 5;
static const double drag_up_klbf = 9, drag_down_klbf = 6;
static const double pumps_s = 6, rotation_s = 3, settings_s = 5;        /* time constants */
static const double drift_turn_h = 2;
static const double worn_out_ft = 600;                          /* a bit does not dull any further */
static const double slide_rop = .5, slide_torque_kft_lbf = .4;  /* against the same settings rotated; at surface */
static const double ream_klbf = 2.5;

enum purpose { FOR_DRILLER = 1, FOR_ROP, FOR_WOB, FOR_RPM, FOR_TORQUE, FOR_WOB_SWING, FOR_ROP_SWING };

/* Moves *v towards `to` with a time constant; at once when that is 0. */
static void approach(double *v, double to, double constant_s, double step_s)
{
	*v = constant_s > 0 ? to + (*v - to) * exp(-step_s / constant_s) : to;
}

/* The hours that count for drift and trend: up to two, and back again. */
static double slow_hours(const struct rig *r)
{
	double h = fmod(r->on_bottom_s / 3600, 2 * drift_turn_h);

	return h < drift_turn_h ? h : 2 * drift_turn_h - h;
}

/* The next point: the following one of the pass, or the first of a newly shuffled pass that does not repeat the last. */
static void next_point(struct rig *r)
{
	const struct world *w = r->world;

	if (++r->at >= r->points) {
		int last = r->order[r->points - 1];
		for (int i = r->points - 1; i > 0 && w->trial_min <= 0; i--) {
			int j = prng_below(&r->driller, i + 1), keep = r->order[i];
			r->order[i] = r->order[j];
			r->order[j] = keep;
		}
		if (r->visits > 0 && r->points > 1 && w->trial_min <= 0 && r->order[0] == last) {
			r->order[0] = r->order[r->points - 1];
			r->order[r->points - 1] = last;
		}
		r->at = 0;
	}
	if (r->points > 1 || r->visits == 0)
		r->steady_s = 0;
	r->point = r->order[r->at];
	r->dwell_left_s = w->trial_min > 0 ? w->trial_min * 60 / (2 * r->points)
		: prng_between(&r->driller, w->dwell_s[0], w->dwell_s[1]);
	r->visits++;
}

static void go_drilling(struct rig *r)
{
	r->phase = RIG_DRILLING;
	r->lift_ft = 0;
	r->steady_s = 0;
	r->bout_left_s = r->world->bout_s;
	if (r->world->trial_min > 0) {
		r->bout_left_s = r->world->trial_min * 60;
		r->at = r->points;
		next_point(r);
	}
	r->gain_part = r->point == r->world->gain_point;
	r->pumps = r->rotation = true;
	r->slips = false;
	if (r->world->hold_rop_ft_h > 0)
		r->steady.wob = .5 * r->world->reference.wob;
}

void rig_init(struct rig *r, const struct world *w, uint64_t seed, double step_s)
{
	*r = (struct rig){ .world = w, .step_s = step_s, .layers = world_layers(w), .points = world_points(w) };
	r->bit_rock = (struct bit_rock){ w->bit_in, w->reference, &w->response };
	prng_seed(&r->driller, seed, FOR_DRILLER);
	ar1_init(&r->rop_noise, w->rop.phi, w->rop.sd, step_s, seed, FOR_ROP);
	ar1_init(&r->wob_noise, w->wob.phi, w->wob.sd, step_s, seed, FOR_WOB);
	ar1_init(&r->rpm_noise, w->rpm.phi, w->rpm.sd, step_s, seed, FOR_RPM);
	ar1_init(&r->torque_noise, w->rop.phi > 0 ? .8 : 0, .03, step_s, seed, FOR_TORQUE);
	if (w->cycle.period_s > 0 && w->cycle_memory > 0) {
		swing_init(&r->wob_swing, w->cycle.period_s, w->cycle_memory * w->cycle.period_s, step_s, seed, FOR_WOB_SWING);
		swing_init(&r->rop_swing, w->cycle.period_s, w->cycle_memory * w->cycle.period_s, step_s, seed, FOR_ROP_SWING);
	}
	for (int i = 0; i < r->points; i++)
		r->order[i] = i;
	r->at = r->points;
	r->hole_ft = r->bit_start_ft = w->start_ft;
	r->block_ft = rig_block_low_ft + w->stand_ft;
	r->rock = rock_at(w->layers, r->layers, 0, &r->layer);
	r->gamma_api = r->rock.gamma_api;
	next_point(r);
	/* The log begins with the bit on its way to bottom, or waiting. */
	if (w->never_drills) {
		r->lift_ft = 30;
		r->block_ft -= 30;
		crew_leave_bottom(r, RIG_WAITING);
	} else {
		r->lift_ft = 10;
		crew_last_chore(r, RIG_RESTING);
		r->steady = r->now = (struct settings){ 0, w->points[r->point].rpm, w->points[r->point].flow };
		r->flow_out = r->now.flow;
		r->pumps = r->rotation = true;
	}
	r->bit_ft = r->hole_ft - r->lift_ft;
	r->hookload_klbf = block_klbf + string_klbf;
}

/* Weight that a driller (or, with a held ROP, the auto-driller) puts on the bit this moment. */
static void lay_on_weight(struct rig *r, const struct settings *set, double cycle)
{
	const struct world *w = r->world;
	double target = set->wob + w->trend_klbf_per_h * slow_hours(r);

	target = fmin(target, w->high.wob);
	if (w->hold_rop_ft_h > 0 && !r->sliding) {
		double aim = w->hold_rop_ft_h * set->wob / w->reference.wob;
		/* Weight moves in proportion to the error in ROP: some 10 s to settle, as auto-drillers do. */
		r->steady.wob *= 1 + .12 * r->step_s * (aim - r->rop_ft_h) / aim;
		r->steady.wob = fmin(fmax(r->steady.wob, .2 * w->reference.wob), w->high.wob);
	} else {
		approach(&r->steady.wob, target, w->engage_s, r->step_s);
	}
	r->now.wob = fmax(0, r->steady.wob + ar1_next(&r->wob_noise) + w->cycle.klbf * cycle);
}

/* Swings of weight and of ROP that have nothing to do with each other but their period. */
static void swing(struct rig *r, double *weight, double *rop)
{
	const struct world *w = r->world;

	*weight = *rop = 0;
	if (!(w->cycle.period_s > 0))
		return;
	if (w->cycle_memory > 0) {
		*weight = swing_next(&r->wob_swing);
		*rop = swing_next(&r->rop_swing);
		return;
	}
	/* Two of one period, a quarter and a bit apart and each slowly losing step with the other. */
	*weight = sin(2 * M_PI * r->on_bottom_s / w->cycle.period_s);
	*rop = sin(2 * M_PI * r->on_bottom_s / (w->cycle.period_s * 1.03) + 1.9);
}

/* ROP at this moment's settings, without the rock's unevenness, drift, wear and cycles. */
static double true_rop(const struct rig *r)
{
	struct settings s = r->now;

	if (r->sliding)
		s.rpm = r->world->points[r->point].rpm;
	return rock_rop(&r->bit_rock, &r->rock, &s) * (r->sliding ? slide_rop : 1) * (1 + r->world->gain * r->gain_part);
}

static enum rig_phase after_the_stand(const struct rig *r)
{
	const struct world *w = r->world;

	if (w->trip_h > 0 && r->on_bottom_s - r->bit_start_s > w->trip_h * 3600)
		return RIG_PULLING;
	return w->ream_ft > 0 ? RIG_REAMING : RIG_CONNECTION;
}

/* What the driller does when the step is drilled. */
static void decide(struct rig *r)
{
	const struct world *w = r->world;
	bool bouts = w->bout_s > 0 || w->trial_min > 0;

	if (r->block_ft <= rig_block_low_ft) {
		crew_leave_bottom(r, after_the_stand(r));
	} else if (bouts && r->bout_left_s <= 0) {
		crew_leave_bottom(r, w->trial_min > 0 ? RIG_BETWEEN : RIG_RESTING);
	} else if (w->test.psi > 0 && r->on_bottom_s - r->last_test_s > w->test.every_h * 3600) {
		r->last_test_s = r->on_bottom_s;
		crew_leave_bottom(r, RIG_TESTING);
	} else if (r->dwell_left_s <= 0) {
		next_point(r);
	}
}

static void drill(struct rig *r)
{
	const struct world *w = r->world;
	double cycle, other, made;

	swing(r, &cycle, &other);
	lay_on_weight(r, &w->points[r->point], cycle);
	approach(&r->gain_part, r->point == w->gain_point, settings_s, r->step_s);
	r->true_rop_ft_h = true_rop(r);
	r->rop_ft_h = r->true_rop_ft_h * exp(r->rop_noise.value - w->rop.sd * w->rop.sd / 2
		- w->drift_per_h * slow_hours(r) + w->cycle.ln_rop * other
		- w->wear_per_100ft * fmin(r->hole_ft - r->bit_start_ft, worn_out_ft) / 100);
	made = r->rop_ft_h / 3600 * r->step_s;
	r->hole_ft += made;
	r->block_ft -= made;
	r->rock = rock_at(w->layers, r->layers, r->hole_ft - w->start_ft, &r->layer);
	r->gamma_api = r->rock.gamma_api;
	r->move_ft_s = 0;
	r->on_bottom_s += r->step_s;
	r->steady_s = r->sliding ? 0 : r->steady_s + r->step_s;
	r->dwell_left_s -= r->step_s;
	r->bout_left_s -= r->step_s;
	decide(r);
}

/* The first part of a stand is slid, where the world has a motor for it. */
static void steer(struct rig *r)
{
	const struct world *w = r->world;

	r->sliding = r->phase == RIG_DRILLING && w->slide_part > 0 &&
		r->block_ft > rig_block_low_ft + (1 - w->slide_part) * w->stand_ft;
	if (r->phase == RIG_DRILLING)
		r->rotation = !r->sliding;
}

static void turn_and_pump(struct rig *r)
{
	const struct settings *set = &r->world->points[r->point];
	bool drilling = r->phase == RIG_DRILLING;
	double rpm = r->rotation ? set->rpm : 0, flow = r->pumps ? set->flow : 0;

	approach(&r->steady.rpm, rpm, drilling ? settings_s : rotation_s, r->step_s);
	approach(&r->steady.flow, flow, drilling ? settings_s : pumps_s, r->step_s);
	ar1_next(&r->rpm_noise);
	r->now.rpm = r->steady.rpm > 2 ? fmax(0, r->steady.rpm + r->rpm_noise.value) : 0;
	r->now.flow = r->steady.flow > 3 ? r->steady.flow : 0;
	approach(&r->flow_out, r->now.flow, 15, r->step_s);
}

static void hang_string(struct rig *r)
{
	double deeper = (r->hole_ft - r->world->start_ft) * .018, string = string_klbf + deeper, target = block_klbf;

	if (r->phase >= RIG_PULLING && r->phase <= RIG_WASHING)
		string *= r->bit_ft / r->hole_ft;
	if (!r->slips)
		target += string - r->now.wob + (r->move_ft_s > 0 ? drag_up_klbf : r->move_ft_s < 0 ? -drag_down_klbf : 0);
	approach(&r->hookload_klbf, target, 2, r->step_s);
}

static double torque(const struct rig *r)
{
	if (r->sliding && !(r->now.rpm > 0))
		return slide_torque_kft_lbf;
	return rock_torque(&r->bit_rock, &r->rock, &r->now);
}

void rig_step(struct rig *r)
{
	steer(r);
	turn_and_pump(r);
	ar1_next(&r->rop_noise);
	ar1_next(&r->torque_noise);
	if (r->phase == RIG_DRILLING) {
		drill(r);
	} else {
		r->now.wob = r->steady.wob = r->rop_ft_h = r->true_rop_ft_h = 0;
		if (crew_step(r))
			go_drilling(r);
		else if (r->phase == RIG_REAMING && r->move_ft_s < 0)
			r->now.wob = ream_klbf;
	}
	/* Past its founder point the bit stalls and frees itself: torque swings wider. */
	r->torque_kft_lbf = torque(r)
		* (1 + r->torque_noise.value * (1 + 4 * rock_past_founder(&r->bit_rock, &r->rock, &r->now)));
	approach(&r->rop_shown, r->rop_ft_h, r->world->rop_average_s, r->step_s);
	r->bit_ft = r->hole_ft - r->lift_ft;
	hang_string(r);
	r->now_s += r->step_s;
}
