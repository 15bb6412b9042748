/* crew.c - what the crew does off bottom; see crew.h. */
#include "crew.h"

#include <math.h>

static const double bleed_s = 30;                               /* time constant of casing pressure that is let off */
const double crew_thermal_pct = 1;
static const double test_s = 15 * 60;

/* Row by row. lift: the bit moves by this; block: the block rises by this part of a stand while the string hangs in the
 * slips. A row of 0 s is as long as open_seconds() says. */
struct chore { double seconds, lift, block; bool pumps, rotation, slips; };
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
/* Between two trials: a connection, then circulating until the next one is due. */
static const struct chore between[] = {
	{ 35, 8, 0, true, true, false },
	{ 30, 0, 0, false, false, false },
	{ 10, 0, 0, false, false, true },
	{ 70, 0, 1, false, false, true },
	{ 45, 0, 0, false, false, true },
	{ 15, 0, 0, false, false, false },
	{ 30, 0, 0, true, false, false },
	{ 0, 0, 0, true, true, false },
	{ 35, -8, 0, true, true, false },
};
static const struct chore ream[] = {
	{ 150, 1, 0, true, true, false },
	{ 210, -1, 0, true, true, false },
};
/* A stand at a time: at 90 ft some 2200 ft/h. */
static const struct chore pull_stand[] = {
	{ 60, 1, 0, false, false, false },
	{ 85, 0, -1, false, false, true },
};
static const struct chore change_bit[] = {
	{ 2700, 0, 0, false, false, true },
};
static const struct chore run_stand[] = {
	{ 80, 0, 1, false, false, true },
	{ 65, -1, 0, false, false, false },
};
static const struct chore wash_down[] = {
	{ 80, 0, 1, false, false, true },
	{ 60, 0, 0, true, false, false },
	{ 30, 0, 0, true, true, false },
	{ 400, -1, 0, true, true, false },
};
enum { PRESSURE_UP = 2, PRESSURE_HELD };
static const struct chore pressure_test[] = {
	{ 40, 10, 0, true, true, false },
	{ 60, 0, 0, false, false, false },
	{ 120, 0, 0, false, false, false },     /* the cement pump: the rig's own stand still */
	{ 0, 0, 0, false, false, false },
	{ 180, 0, 0, false, false, false },     /* bled off */
	{ 40, 0, 0, true, false, false },
	{ 20, 0, 0, true, true, false },
	{ 45, -10, 0, true, true, false },
};
enum measure { FEET, STANDS, REAMED };          /* what lift is in */
#define SEQUENCE(rows) { rows, sizeof rows / sizeof rows[0], FEET }
#define MEASURED(rows, measure) { rows, sizeof rows / sizeof rows[0], measure }
static const struct { const struct chore *row; int rows; enum measure measure; } sequences[] = {
	[RIG_CONNECTION] = SEQUENCE(connection), [RIG_RESTING] = SEQUENCE(rest), [RIG_WAITING] = SEQUENCE(wait_in_slips),
	[RIG_BETWEEN] = SEQUENCE(between), [RIG_REAMING] = MEASURED(ream, REAMED),
	[RIG_PULLING] = MEASURED(pull_stand, STANDS), [RIG_CHANGING_BIT] = SEQUENCE(change_bit),
	[RIG_RUNNING] = MEASURED(run_stand, STANDS), [RIG_WASHING] = MEASURED(wash_down, STANDS),
	[RIG_TESTING] = SEQUENCE(pressure_test),
};

static double lift_ft(const struct rig *r)
{
	double lift = sequences[r->phase].row[r->row].lift;

	switch (sequences[r->phase].measure) {
	case STANDS: return lift * r->world->stand_ft;
	case REAMED: return lift * r->world->ream_ft;
	default: return lift;
	}
}

/* Trials begin on the hour, so that a window holds one. */
static double to_next_trial(const struct rig *r)
{
	double period = 3600 * ceil((r->world->trial_min * 60 + 540) / 3600);

	return ceil(r->now_s / period) * period - r->now_s;
}

static double open_seconds(const struct rig *r)
{
	switch (r->phase) {
	case RIG_BETWEEN: return fmax(r->step_s, to_next_trial(r));
	case RIG_TESTING: return r->world->test.hold_min * 60;
	default: return r->world->rest_s;
	}
}

static void start_row(struct rig *r, int row)
{
	const struct chore *c = &sequences[r->phase].row[row];

	r->row = row;
	r->row_s = c->seconds > 0 ? c->seconds * r->stretch : open_seconds(r);
	r->row_left_s = r->row_s;
	/* A trial ends anywhere in a stand. */
	r->hoist_ft = c->block * (r->phase == RIG_BETWEEN ? rig_block_low_ft + r->world->stand_ft - r->block_ft
		: r->world->stand_ft);
}

void crew_leave_bottom(struct rig *r, enum rig_phase phase)
{
	double usual = 0;

	r->phase = phase;
	r->stretch = 1;
	if (phase == RIG_CONNECTION) {
		for (int i = 0; i < sequences[phase].rows; i++)
			usual += connection[i].seconds;
		r->stretch = r->world->connection_s / usual * prng_between(&r->driller, .8, 1.2);
	}
	if (phase == RIG_TESTING)
		r->leaks = ++r->tests % 2 == 0;
	start_row(r, 0);
}

void crew_last_chore(struct rig *r, enum rig_phase phase)
{
	r->phase = phase;
	r->stretch = 1;
	start_row(r, sequences[phase].rows - 1);
}

static void hold_pressure(struct rig *r)
{
	const struct world *w = r->world;
	double lost = (r->leaks ? w->test.leak_pct : crew_thermal_pct) / 100;

	if (r->phase == RIG_TESTING && r->row == PRESSURE_UP)
		r->casing_psi += w->test.psi * r->step_s / r->row_s;
	else if (r->phase == RIG_TESTING && r->row == PRESSURE_HELD)
		r->casing_psi *= pow(1 - lost, r->step_s / test_s);
	else
		r->casing_psi *= exp(-r->step_s / bleed_s);
}

/* After a phase's last row. True when it is drilling. */
static bool next_phase(struct rig *r)
{
	switch (r->phase) {
	case RIG_WAITING:
		crew_leave_bottom(r, RIG_WAITING);
		return false;
	case RIG_REAMING:
		crew_leave_bottom(r, RIG_CONNECTION);
		return false;
	case RIG_PULLING:
		crew_leave_bottom(r, r->lift_ft + r->world->stand_ft < r->hole_ft ? RIG_PULLING : RIG_CHANGING_BIT);
		return false;
	case RIG_CHANGING_BIT:
		r->bits++;
		r->bit_start_ft = r->hole_ft;
		r->bit_start_s = r->on_bottom_s;
		/* fall through */
	case RIG_RUNNING:
		crew_leave_bottom(r, r->lift_ft > 1.5 * r->world->stand_ft ? RIG_RUNNING : RIG_WASHING);
		return false;
	default:
		return true;
	}
}

bool crew_step(struct rig *r)
{
	const struct chore *c = &sequences[r->phase].row[r->row];
	double part = fmin(1, r->step_s / r->row_s), lift = lift_ft(r);

	r->pumps = c->pumps;
	r->rotation = c->rotation;
	r->slips = c->slips;
	r->move_ft_s = lift / r->row_s;
	r->lift_ft = fmax(0, r->lift_ft + lift * part);
	r->block_ft += lift * part + r->hoist_ft * part;
	hold_pressure(r);
	r->row_left_s -= r->step_s;
	if (r->row_left_s > r->step_s / 2)
		return false;
	if (r->row + 1 < sequences[r->phase].rows) {
		start_row(r, r->row + 1);
		return false;
	}
	return next_phase(r);
}
