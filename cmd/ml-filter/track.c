/* track.c - one row after the other; see track.h. */
#include "track.h"

#include <math.h>

#include "derive.h"

static const double step_longest_s = 60;        /* a longer step is a gap: no drilling is counted over it */
static const double bit_below_ft = 1.5;
static const double flowing_gpm = 100, working_psi = 200;       /* a standpipe pressure that works shows it here */
static const double near_least_ft = 1.5, near_most_ft = 30;     /* off bottom, where the gauges are read */
static const double raised_ft_s = -0.05;
static const double standing_rpm = 5;   /* a string below this has no friction that a torque gauge shows */
static const double transient_s = 60;
static const double bedding_ft = 3, bedding_h = 10.0 / 60;

void track_init(struct track *t, double known_rev_gal)
{
	*t = (struct track){ .last_ts = NAN, .evidence_ts = NAN, .bit_use = { .hours = NAN, .footage = NAN, .from = NAN } };
	rig_init(&t->rig);
	rpm_finder_init(&t->rpm, known_rev_gal);
	block_finder_init(&t->block);
	stale_init(&t->stale);
	offbottom_init(&t->off);
	trip_init(&t->trip);
	screen_init(&t->screen);
	t->landed_ts = -HUGE_VAL;
}

/* What rests on the state of the rig is off where that is not tested: with --no-test rig_state nothing is learnt. */
static void plan_learning(struct track_plan *p, const bool *no_derive, const struct bit *bit)
{
	bool near_bottom = p->follows_state && p->has[CH_BIT_DEPTH] && p->has[CH_FLOW_IN] && p->has[CH_RPM];
	bool mse = p->mse_basis != MSE_NONE && !p->has[CH_MSE];

	p->learns_zero = near_bottom && p->find_zero && p->has[CH_WOB] && !p->has[CH_WOB_CORR] && !no_derive[DERIVED_WOB_CORR];
	p->learns_offset = near_bottom && p->find_offset && p->has[CH_TORQUE] && mse;
	p->learns_spp = near_bottom && p->has[CH_SPP] && !p->has[CH_DIFF] && isfinite(bit->motor_psi_kft_lbf) && mse;
	p->derive[DERIVED_WOB_CORR] = p->has[CH_WOB] && !p->has[CH_WOB_CORR] && !no_derive[DERIVED_WOB_CORR] &&
		(p->learns_zero || isfinite(p->wob_zero));
}

static void plan_mse(struct track_plan *p, const struct bit *bit)
{
	bool cuts = p->has[CH_WOB] && p->has[CH_RPM] && p->has[CH_ROP];

	p->motor = isfinite(bit->motor_psi_kft_lbf);
	p->mse_basis = MSE_NONE;
	if (p->has[CH_MSE])
		p->mse_basis = p->given_basis;
	else if (p->derive[DERIVED_MSE] && cuts && p->motor && p->has[CH_DIFF])
		p->mse_basis = MSE_MOTOR_DP;
	else if (p->derive[DERIVED_MSE] && cuts && p->has[CH_TORQUE])
		p->mse_basis = MSE_SURFACE;
	else if (p->derive[DERIVED_MSE] && cuts && isfinite(p->friction))
		p->mse_basis = MSE_ESTIMATED;
}

void track_plan(struct track_plan *p, const bool *no_derive, const bool *no_test, const struct bit *bit)
{
	struct quality *q = &p->quality;
	bool pumps = p->has[CH_FLOW_IN] || p->has[CH_SPP];

	for (int i = 0; i < DERIVED; i++) {
		static const enum channel channel[DERIVED] = {
			CH_MSE, CH_D_EXP, CH_DXC, CH_MSE_EFF, CH_RIG_STATE, CH_DRILL_MODE, CH_WOB_CORR
		};
		p->derive[i] = !p->has[channel[i]] && !no_derive[i];
	}
	plan_mse(p, bit);
	p->rpm_basis = p->has[CH_RPM] ? "surface" : NULL;
	q->needs_wob = p->has[CH_WOB];
	q->needs_rpm = p->has[CH_RPM];
	q->needs_rop = p->has[CH_ROP];
	q->needs_torque = !p->has[CH_MSE] && p->mse_basis != MSE_NONE && p->has[CH_TORQUE];
	bool state = p->has[CH_RIG_STATE] ||
		(p->derive[DERIVED_RIG_STATE] && p->has[CH_HOLE_DEPTH] && (pumps || p->has[CH_WOB]));
	p->follows_state = state && p->has[CH_HOLE_DEPTH] && !no_test[REASON_RIG_STATE];
	const bool can[REASONS] = {
		[REASON_MISSING] = p->has[CH_WOB] || p->has[CH_RPM] || p->has[CH_ROP], [REASON_RIG_STATE] = state,
		[REASON_WOB_LOW] = p->has[CH_WOB], [REASON_RPM_LOW] = p->has[CH_RPM], [REASON_ROP_RANGE] = p->has[CH_ROP],
		[REASON_MSE_RANGE] = p->mse_basis != MSE_NONE, [REASON_NOT_MAKING_HOLE] = p->has[CH_HOLE_DEPTH],
		[REASON_TRANSIENT] = p->follows_state && p->has[CH_BIT_DEPTH], [REASON_BEDDING_IN] = p->follows_state,
		[REASON_DYSFUNCTION] = p->left_out != 0,
	};
	for (int i = 0; i < REASONS; i++) {
		q->on[i] = can[i] && !no_test[i];
		p->untested[i] = !q->on[i] && i < REASON_DYSFUNCTION;   /* that one has to be asked for; quarantine is no test */
	}
	plan_learning(p, no_derive, bit);
}

bool track_needs_diameter(const struct track_plan *p, const struct bit *bit)
{
	bool d = (p->derive[DERIVED_D_EXP] || (p->derive[DERIVED_DXC] && !p->has[CH_D_EXP])) && p->has[CH_WOB] &&
		p->has[CH_RPM] && p->has[CH_ROP];

	return (d || (!p->has[CH_MSE] && p->mse_basis != MSE_NONE)) && isnan(bit->diameter_in) && !p->has[CH_BIT_DIAMETER];
}

static enum rpm_basis basis_now(const struct track *t, const struct bit *bit)
{
	if (bit->rpm_basis != RPM_AUTO)
		return bit->rpm_basis;
	return t->rpm.bit ? RPM_BIT : RPM_SURFACE;
}

double track_rev_gal(const struct track *t, const struct bit *bit)
{
	return basis_now(t, bit) == RPM_BIT ? rpm_finder_factor(&t->rpm) : bit->motor_rev_gal;
}

double track_block_weight(const struct track *t, const struct track_plan *p)
{
	return isfinite(p->block_weight) ? p->block_weight : t->block.weight;
}

/* Speed of the string and of the bit from the one speed in the log. */
static void speeds(const struct track *t, const struct track_plan *p, const struct bit *bit, const struct sample *s,
	double *string, double *at_bit)
{
	double k = track_rev_gal(t, bit);
	double motor = s->flow <= 0 ? 0 : k * s->flow;

	*string = *at_bit = s->rpm;
	if (basis_now(t, bit) == RPM_BIT)
		*string = s->rpm - motor;
	else if (isfinite(k) && p->has[CH_FLOW_IN])
		*at_bit = derive_bit_rpm(s->rpm, k, fmax(s->flow, 0));
}

static double first_finite(double a, double b)
{
	return isfinite(a) ? a : b;
}

double track_wob_zero(const struct track *t, const struct track_plan *p)
{
	if (isfinite(p->wob_zero) && !p->has[CH_WOB_CORR])
		return p->wob_zero;
	return p->learns_zero || p->has[CH_WOB_CORR] ? t->off.zero : NAN;
}

double track_torque_offset(const struct track *t, const struct track_plan *p)
{
	return isfinite(p->torque_offset) ? p->torque_offset : p->learns_offset ? t->off.torque : NAN;
}

/* Weight on bit without what the gauge reads off bottom; NAN where that is not known. */
static double corrected_wob(const struct track *t, const struct track_plan *p, const struct sample *s)
{
	return p->has[CH_WOB_CORR] ? s->wob_corr : s->wob - track_wob_zero(t, p);
}

/* The torque that breaks rock, kft.lbf, and where it comes from. */
static double torque_at_bit(const struct track *t, const struct track_plan *p, const struct bit *bit, const struct sample *s,
	double wob, double diameter, double string_rpm, enum mse_basis *basis)
{
	double offset = track_torque_offset(t, p);

	*basis = MSE_MOTOR_DP;
	if (p->motor && p->has[CH_DIFF])
		return derive_motor_torque(s->diff, bit->motor_psi_kft_lbf);
	if (p->learns_spp) {
		double torque = derive_motor_torque(s->spp - offbottom_spp(&t->off, s->flow), bit->motor_psi_kft_lbf);
		if (isfinite(torque))
			return torque;
	}
	*basis = isfinite(offset) ? MSE_LESS_OFFBOTTOM : MSE_SURFACE;
	if (p->has[CH_TORQUE])
		return isfinite(offset) && string_rpm >= standing_rpm ? s->torque - offset : s->torque;
	*basis = MSE_ESTIMATED;
	return derive_friction_torque(p->friction, wob, diameter);
}

static void physics(struct outcome *o, const struct track *t, struct track_plan *p, const struct identity *id,
	const struct sample *s, double string_rpm, double bit_rpm)
{
	double diameter = first_finite(s->diameter, id->bit.diameter_in), mse = s->mse, d = s->d_exp;
	double wob = first_finite(o->wob_corr, s->wob);

	if (!p->has[CH_MSE] && p->mse_basis != MSE_NONE) {
		double torque = torque_at_bit(t, p, &id->bit, s, wob, diameter, string_rpm, &p->mse_basis);
		mse = derive_mse(wob, torque, bit_rpm, s->rop, diameter);
	}
	if (p->mse_basis != MSE_NONE && t->trip.changed)
		p->mse_basis = MSE_UNKNOWN;
	else if (p->has[CH_MSE])
		p->mse_basis = p->given_basis;
	if (!p->has[CH_D_EXP])
		d = derive_d_exponent(s->rop, bit_rpm, wob, diameter);
	o->number[DERIVED_MSE] = mse;
	o->number[DERIVED_D_EXP] = d;
	o->number[DERIVED_DXC] = derive_dxc(d, first_finite(s->ecd, first_finite(s->mud, id->mud_ppg)), p->normal_mud);
	o->number[DERIVED_MSE_EFF] = derive_mse_efficiency(first_finite(s->ccs, p->ccs), mse);
	/* Of MSE that the input has, the window record that says its basis is still to come. */
	o->facts.basis = (uint8_t)(p->has[CH_MSE] && p->mse_basis != MSE_UNKNOWN ? MSE_NONE : p->mse_basis);
	o->facts.ccs = isfinite(s->ccs) && isfinite(o->number[DERIVED_MSE_EFF]) && p->derive[DERIVED_MSE_EFF];
}

static void judge(struct outcome *o, const struct track *t, const struct track_plan *p, const struct sample *s,
	enum rig_state state, double bit_rpm)
{
	double off = p->has[CH_BIT_DEPTH] ? s->hole - s->bit : 0;
	double hours = bit_use_hours(&t->bit_use), footage = bit_use_footage(&t->bit_use, t->rig.deepest);
	bool new_bit = (isfinite(hours) || isfinite(footage)) && !(hours >= bedding_h) && !(footage >= bedding_ft);
	struct quality_sample q = { .wob = first_finite(o->wob_corr, s->wob), .rpm = s->rpm, .bit_rpm = bit_rpm,
		.rop = s->rop, .torque = s->torque, .mse = o->number[DERIVED_MSE], .off_bottom = off,
		.makes_hole = rig_makes_hole(&t->rig, s->ts, s->rop), .state = state,
		.transient = s->ts - t->landed_ts < transient_s, .bedding_in = new_bit,
		.dysfunction = t->screen.seen & p->left_out };
	struct facts *f = &o->facts;
	enum reason reason = quality_test(&p->quality, &q);

	f->reason = (uint8_t)reason;
	f->state = (uint8_t)state;
	f->depth = first_finite(s->hole, s->bit);
	f->d_exp = o->number[DERIVED_D_EXP];
	f->torque_tested = p->quality.on[REASON_MSE_RANGE] && p->has[CH_TORQUE] && reason >= REASON_MSE_RANGE;
	f->torque_bad = f->torque_tested && (reason == REASON_MSE_RANGE || !(s->torque > 0));
	f->flowing = s->flow >= flowing_gpm && isfinite(s->spp);
	f->spp_working = f->flowing && s->spp >= working_psi;
	f->below_hole = off < -bit_below_ft;
	f->screened = (uint8_t)t->screen.known;
	f->dysfunction = (uint8_t)t->screen.seen;
	f->drills = state == RIG_DRILLING || (state == RIG_STATES && reason == REASON_NONE);
	const double slip[SLIP_CHANNELS] = { s->wob, s->torque, s->rpm, s->rop, s->flow, s->spp, s->hookload, s->mud };
	for (int i = 0; i < SLIP_CHANNELS; i++)
		f->slip[i] = (float)slip[i];
}

/* What was left by an earlier run holds from where its evidence ends: before, the rows speak for themselves again. */
static void take_over(struct track *t)
{
	t->kept.waits = false;
	t->off.zero = t->kept.zero;
	t->off.torque = t->kept.torque;
	t->off.spp = t->kept.spp;
	t->off.spp_flow = t->kept.spp_flow;
	t->trip.away = t->kept.away;
	t->trip.changed = t->kept.changed;
	t->trip.drilled = true;
}

/* Learns what the gauges read off bottom, and notes when the bit lands and when it has been away. */
static bool watch(struct track *t, const struct track_plan *p, const struct sample *s, const struct rig_result *rig, double dt,
	double string_rpm)
{
	double off = s->hole - s->bit;

	if (!p->follows_state || !p->has[CH_BIT_DEPTH])
		return false;
	if (rig->cuts) {
		if (t->lifted)
			t->landed_ts = s->ts;
		t->lifted = false;
	} else if (rig->off_bottom) {
		t->lifted = true;
	}
	if (rig->activity == RIG_CONNECTION_MADE || rig->activity == RIG_IN_SLIPS) {
		offbottom_connect(&t->off);
	} else if (rig->cuts) {
		offbottom_drill(&t->off, s->ts, s->flow, string_rpm);
	} else if (rig->off_bottom) {
		const struct offbottom_sample o = { s->ts, dt, s->wob, s->torque, s->spp, s->flow, string_rpm };
		offbottom_add(&t->off, &o, off >= near_least_ft && off <= near_most_ft && s->flow >= flowing_gpm &&
			!(rig->bit_speed < raised_ft_s));
	}
	return trip_next(&t->trip, s->ts, off, s->hole, rig->cuts);
}

static struct rig_result follow(struct track *t, const struct track_plan *p, const struct bit *bit, const struct sample *s,
	double string_rpm)
{
	struct rig_sample r = { .ts = s->ts, .bit = s->bit, .hole = s->hole, .block = s->block, .rop = s->rop,
		.hookload = s->hookload, .wob = first_finite(corrected_wob(t, p, s), s->wob), .flow = s->flow, .spp = s->spp,
		.string_rpm = string_rpm,
		.reckoned = basis_now(t, bit) == RPM_BIT, .block_weight = track_block_weight(t, p),
		.has_bit = p->has[CH_BIT_DEPTH], .has_hole = p->has[CH_HOLE_DEPTH] };
	struct rig_result result = rig_next(&t->rig, &r);

	/* Evidence that an earlier run has taken from the same rows is not taken twice. */
	if (s->ts <= t->evidence_ts)
		return result;
	rpm_finder_add(&t->rpm, s->ts, s->flow, s->rpm, !result.cuts);
	block_finder_add(&t->block, fmin(s->ts - t->last_ts, step_longest_s), s->hookload, result.looks_like_slips);
	return result;
}

struct outcome track_next(struct track *t, struct track_plan *p, const struct identity *id, const struct sample *s)
{
	struct outcome o = { .rig_state = "", .drill_mode = "" };
	double step = s->ts - t->last_ts, string_rpm, bit_rpm;

	if (t->kept.waits && s->ts > t->evidence_ts)
		take_over(t);
	speeds(t, p, &id->bit, s, &string_rpm, &bit_rpm);
	struct rig_result rig = follow(t, p, &id->bit, s, string_rpm);
	enum rig_state state = p->has[CH_RIG_STATE] ? s->state : rig.state;
	if (!p->has[CH_RIG_STATE] && !p->has[CH_HOLE_DEPTH] && rig.activity == RIG_UNKNOWN)
		state = RIG_STATES;             /* without depths most states cannot be told: say nothing rather than Idle */
	if (state < RIG_STATES)
		o.rig_state = rig_state_names[state];
	if (rig.on_bottom && rig.turns != RIG_CANNOT_TELL)
		o.drill_mode = rig.turns == RIG_YES ? "rotary" : "slide";
	double dt = step <= step_longest_s ? step : 0;
	o.trip_ended = watch(t, p, s, &rig, dt, string_rpm);
	if (o.trip_ended)               /* what was counted may be on another bit */
		t->bit_use = (struct bit_use){ .hours = NAN, .footage = NAN, .from = NAN };
	o.wob_corr = corrected_wob(t, p, s);
	if (p->has[CH_WOB_CORR] && isfinite(s->wob - s->wob_corr))      /* as an earlier pass has learnt it */
		t->off.zero = s->wob - s->wob_corr;
	physics(&o, t, p, id, s, string_rpm, bit_rpm);
	bool drilling = state == RIG_DRILLING;
	const struct screen_sample seen = { s->ts, s->torque, s->spp, s->flow, s->flow_out, s->wob, s->rpm, s->rop,
		drilling && (rig.cuts || !p->has[CH_HOLE_DEPTH]), rig.turns == RIG_NO };
	screen_next(&t->screen, &seen);
	judge(&o, t, p, s, state, bit_rpm);
	o.facts.cuts_dry = rig.cuts_dry;
	o.facts.slides = drilling && rig.on_bottom && rig.turns == RIG_NO;
	o.facts.ts = s->ts;
	o.facts.step = step;
	const double watched[STALE_CHANNELS] = { s->rop, s->wob, s->torque, s->hookload, s->spp };
	o.facts.stale = (uint8_t)stale_next(&t->stale, watched, dt, drilling, s->hole);
	bit_use_add(&t->bit_use, dt, drilling, t->rig.deepest);
	t->last_ts = s->ts;
	if (p->rpm_basis)
		p->rpm_basis = rpm_basis_name(basis_now(t, &id->bit));
	return o;
}
