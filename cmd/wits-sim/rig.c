/* rig.c - the rig in time: driller, crew and string; see rig.h. What the sensors make of it is in sense.c. */
#include "rig.h"

#include <math.h>

static const double block_klbf = 55, string_klbf = 175;         /* travelling block; string in mud */
static const double block_low_ft = 5;                           /* where the block stops above the floor */
static const double drag_up_klbf = 9, drag_down_klbf = 6;
static const double pumps_s = 6, rotation_s = 3, settings_s = 5;        /* time constants */
static const double drift_turn_h = 2;

/* What the crew does off bottom, row by row. lift: the bit moves by this; block: the block rises by this part of a stand
 * while the string hangs in the slips. A row of 0 s takes the world's rest_s. */
struct chore { double seconds, lift_ft, block; bool pumps, rotation, slips; };
static const struct chore connection[] = {
	{ 35, 8, 0, true, true, false },        /* pick up off bottom */
	{ 40, 0, 0, true, true, false },        /* wash the cuttings past the collars */
	{ 30, 0, 0, false, false, false },      /* pumps and rotation off */
	{ 10, 0, 0, false, false, true },       /* set the slips */
	{ 70, 0, 1, false, false, true },       /* break out, block to the top */
	{ 45, 0, 0, false, false, true },       /* make up the next stand */
	{ 15, 0, 0, false, false, false },      /* pull the slips */
	{ 30, 0, 0, true, false, false },       /* pumps on */
	{ 20, 0, 0, true, true, false },        /* rotate */
	{ 35, -8, 0, true, true, false },       /* back to bottom */
};
static const struct chore rest[] = {
	{ 40, 10, 0, true, true, false },
	{ 0, 0, 0, true, true, false },
	{ 45, -10, 0, true, true, false },
};
static const struct chore wait_in_slips[] = {
	{ 900, 0, 0, true, true, false },
	{ 60, 0, 0, false, false, false },
	{ 1500, 0, 0, false, false, true },
	{ 40, 0, 0, false, false, false },
	{ 60, 0, 0, true, false, false },
};
static const struct { const struct chore *row; int rows; } sequences[] = {
	[RIG_CONNECTION] = { connection, sizeof connection / sizeof connection[0] },
	[RIG_RESTING] = { rest, sizeof rest / sizeof rest[0] },
	[RIG_WAITING] = { wait_in_slips, sizeof wait_in_slips / sizeof wait_in_slips[0] },
};

enum purpose { FOR_DRILLER = 1, FOR_ROP, FOR_WOB, FOR_RPM, FOR_TORQUE };

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
		for (int i = r->points - 1; i > 0; i--) {
			int j = prng_below(&r->driller, i + 1), keep = r->order[i];
			r->order[i] = r->order[j];
			r->order[j] = keep;
		}
		if (r->visits > 0 && r->points > 1 && r->order[0] == last) {
			r->order[0] = r->order[r->points - 1];
			r->order[r->points - 1] = last;
		}
		r->at = 0;
	}
	if (r->points > 1 || r->visits == 0)
		r->steady_s = 0;
	r->point = r->order[r->at];
	r->dwell_left_s = prng_between(&r->driller, w->dwell_s[0], w->dwell_s[1]);
	r->visits++;
}

static void start_row(struct rig *r, int row)
{
	const struct chore *c = &sequences[r->phase].row[row];

	r->row = row;
	r->row_s = c->seconds > 0 ? c->seconds * r->stretch : r->world->rest_s;
	r->row_left_s = r->row_s;
}

static void leave_bottom(struct rig *r, enum rig_phase phase)
{
	double usual = 0;

	r->phase = phase;
	r->stretch = 1;
	if (phase == RIG_CONNECTION) {
		for (int i = 0; i < sequences[phase].rows; i++)
			usual += connection[i].seconds;
		r->stretch = r->world->connection_s / usual * prng_between(&r->driller, .8, 1.2);
	}
	start_row(r, 0);
}

static void go_drilling(struct rig *r)
{
	r->phase = RIG_DRILLING;
	r->lift_ft = 0;
	r->steady_s = 0;
	r->bout_left_s = r->world->bout_s;
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
	for (int i = 0; i < r->points; i++)
		r->order[i] = i;
	r->at = r->points;
	r->hole_ft = w->start_ft;
	r->block_ft = block_low_ft + w->stand_ft;
	r->rock = rock_at(w->layers, r->layers, 0, &r->layer);
	r->gamma_api = r->rock.gamma_api;
	next_point(r);
	/* The log begins with the bit on its way to bottom, or waiting. */
	if (w->never_drills) {
		r->lift_ft = 30;
		r->block_ft -= 30;
		leave_bottom(r, RIG_WAITING);
	} else {
		r->lift_ft = 10;
		leave_bottom(r, RIG_RESTING);
		start_row(r, sequences[RIG_RESTING].rows - 1);
		r->steady = r->now = (struct settings){ 0, w->points[r->point].rpm, w->points[r->point].flow };
		r->flow_out = r->now.flow;
		r->pumps = r->rotation = true;
	}
	r->bit_ft = r->hole_ft - r->lift_ft;
	r->hookload_klbf = block_klbf + string_klbf;
}

static void do_chores(struct rig *r)
{
	const struct chore *c = &sequences[r->phase].row[r->row];
	double part = fmin(1, r->step_s / r->row_s);

	r->pumps = c->pumps;
	r->rotation = c->rotation;
	r->slips = c->slips;
	r->move_ft_s = c->lift_ft / r->row_s;
	r->lift_ft = fmax(0, r->lift_ft + c->lift_ft * part);
	r->block_ft += c->lift_ft * part + c->block * r->world->stand_ft * part;
	r->row_left_s -= r->step_s;
	if (r->row_left_s > r->step_s / 2)
		return;
	if (r->row + 1 < sequences[r->phase].rows)
		start_row(r, r->row + 1);
	else if (r->phase == RIG_WAITING)
		leave_bottom(r, RIG_WAITING);
	else
		go_drilling(r);
}

/* Weight that a driller (or, with a held ROP, the auto-driller) puts on the bit this moment. */
static void lay_on_weight(struct rig *r, const struct settings *set, double cycle)
{
	const struct world *w = r->world;
	double target = set->wob + w->trend_klbf_per_h * slow_hours(r);

	target = fmin(target, w->high.wob);
	if (w->hold_rop_ft_h > 0) {
		double aim = w->hold_rop_ft_h * set->wob / w->reference.wob;
		/* Weight moves in proportion to the error in ROP: some 10 s to settle, as auto-drillers do. */
		r->steady.wob *= 1 + .12 * r->step_s * (aim - r->rop_ft_h) / aim;
		r->steady.wob = fmin(fmax(r->steady.wob, .2 * w->reference.wob), w->high.wob);
	} else {
		approach(&r->steady.wob, target, w->engage_s, r->step_s);
	}
	r->now.wob = fmax(0, r->steady.wob + ar1_next(&r->wob_noise) + w->cycle.klbf * cycle);
}

static void drill(struct rig *r)
{
	const struct world *w = r->world;
	double cycle = 0, other = 0, made;

	if (w->cycle.period_s > 0) {
		/* Two swings of one period, a quarter and a bit apart and each slowly losing step with the other. */
		cycle = sin(2 * M_PI * r->on_bottom_s / w->cycle.period_s);
		other = sin(2 * M_PI * r->on_bottom_s / (w->cycle.period_s * 1.03) + 1.9);
	}
	lay_on_weight(r, &w->points[r->point], cycle);
	r->true_rop_ft_h = rock_rop(&r->bit_rock, &r->rock, &r->now);
	r->rop_ft_h = r->true_rop_ft_h * exp(r->rop_noise.value - w->rop.sd * w->rop.sd / 2
		- w->drift_per_h * slow_hours(r) + w->cycle.ln_rop * other);
	made = r->rop_ft_h / 3600 * r->step_s;
	r->hole_ft += made;
	r->block_ft -= made;
	r->rock = rock_at(w->layers, r->layers, r->hole_ft - w->start_ft, &r->layer);
	r->gamma_api = r->rock.gamma_api;
	r->move_ft_s = 0;
	r->on_bottom_s += r->step_s;
	r->steady_s += r->step_s;
	r->dwell_left_s -= r->step_s;
	r->bout_left_s -= r->step_s;
	if (r->block_ft <= block_low_ft)
		leave_bottom(r, RIG_CONNECTION);
	else if (w->bout_s > 0 && r->bout_left_s <= 0)
		leave_bottom(r, RIG_RESTING);
	else if (r->dwell_left_s <= 0)
		next_point(r);
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

	if (!r->slips)
		target += string - r->now.wob + (r->move_ft_s > 0 ? drag_up_klbf : r->move_ft_s < 0 ? -drag_down_klbf : 0);
	approach(&r->hookload_klbf, target, 2, r->step_s);
}

void rig_step(struct rig *r)
{
	turn_and_pump(r);
	ar1_next(&r->rop_noise);
	ar1_next(&r->torque_noise);
	if (r->phase == RIG_DRILLING) {
		drill(r);
	} else {
		r->now.wob = r->steady.wob = r->rop_ft_h = r->true_rop_ft_h = 0;
		do_chores(r);
	}
	/* Past its founder point the bit stalls and frees itself: torque swings wider. */
	r->torque_kft_lbf = rock_torque(&r->bit_rock, &r->rock, &r->now)
		* (1 + r->torque_noise.value * (1 + 4 * rock_past_founder(&r->bit_rock, &r->rock, &r->now)));
	approach(&r->rop_shown, r->rop_ft_h, r->world->rop_average_s, r->step_s);
	r->bit_ft = r->hole_ft - r->lift_ft;
	hang_string(r);
	r->now_s += r->step_s;
}
