/* track.c - one row after the other; see track.h. */
#include "track.h"

#include <math.h>

#include "derive.h"

static const double step_longest_s = 60;        /* a longer step is a gap: no drilling is counted over it */
static const double bit_below_ft = 1.5;
static const double flowing_gpm = 100, working_psi = 200;       /* a standpipe pressure that works shows it here */

void track_init(struct track *t, double known_rev_gal)
{
	*t = (struct track){ .last_ts = NAN, .evidence_ts = NAN, .bit_use = { .hours = NAN, .footage = NAN, .from = NAN } };
	rig_init(&t->rig);
	rpm_finder_init(&t->rpm, known_rev_gal);
	block_finder_init(&t->block);
	stale_init(&t->stale);
}

/* Where the torque at the bit comes from: a motor's pressure, the string, an assumed friction; NULL: nowhere. */
static const char *torque_basis(const struct track_plan *p, const struct bit *bit)
{
	if (p->has[CH_DIFF] && isfinite(bit->motor_psi_kft_lbf))
		return "motor_dp";
	if (p->has[CH_TORQUE])
		return "surface";
	return isfinite(p->friction) ? "torque_estimated" : NULL;
}

void track_plan(struct track_plan *p, const bool *no_derive, const bool *no_test, const struct bit *bit)
{
	struct quality *q = &p->quality;
	bool cuts = p->has[CH_WOB] && p->has[CH_RPM] && p->has[CH_ROP];
	bool pumps = p->has[CH_FLOW_IN] || p->has[CH_SPP];

	for (int i = 0; i < DERIVED; i++) {
		static const enum channel channel[DERIVED] = {
			CH_MSE, CH_D_EXP, CH_DXC, CH_MSE_EFF, CH_RIG_STATE, CH_DRILL_MODE
		};
		p->derive[i] = !p->has[channel[i]] && !no_derive[i];
	}
	p->mse_basis = NULL;
	if (p->has[CH_MSE])
		p->mse_basis = "surface";
	else if (p->derive[DERIVED_MSE] && cuts)
		p->mse_basis = torque_basis(p, bit);
	p->rpm_basis = p->has[CH_RPM] ? "surface" : NULL;
	q->needs_wob = p->has[CH_WOB];
	q->needs_rpm = p->has[CH_RPM];
	q->needs_rop = p->has[CH_ROP];
	q->needs_torque = !p->has[CH_MSE] && p->mse_basis && p->has[CH_TORQUE];
	const bool can[REASONS] = {
		[REASON_MISSING] = p->has[CH_WOB] || p->has[CH_RPM] || p->has[CH_ROP],
		[REASON_RIG_STATE] = p->has[CH_RIG_STATE] ||
			(p->derive[DERIVED_RIG_STATE] && p->has[CH_HOLE_DEPTH] && (pumps || p->has[CH_WOB])),
		[REASON_WOB_LOW] = p->has[CH_WOB], [REASON_RPM_LOW] = p->has[CH_RPM], [REASON_ROP_RANGE] = p->has[CH_ROP],
		[REASON_MSE_RANGE] = p->mse_basis != NULL, [REASON_NOT_MAKING_HOLE] = p->has[CH_HOLE_DEPTH],
	};
	for (int i = 0; i < REASONS; i++) {
		q->on[i] = can[i] && !no_test[i];
		p->untested[i] = !q->on[i];
	}
}

bool track_needs_diameter(const struct track_plan *p, const struct bit *bit)
{
	bool d = (p->derive[DERIVED_D_EXP] || (p->derive[DERIVED_DXC] && !p->has[CH_D_EXP])) && p->has[CH_WOB] &&
		p->has[CH_RPM] && p->has[CH_ROP];

	return (d || (!p->has[CH_MSE] && p->mse_basis)) && isnan(bit->diameter_in) && !p->has[CH_BIT_DIAMETER];
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

static void physics(struct outcome *o, const struct track_plan *p, const struct identity *id, const struct sample *s,
	double bit_rpm)
{
	double diameter = first_finite(s->diameter, id->bit.diameter_in), torque = s->torque, mse = s->mse, d = s->d_exp;

	if (!p->has[CH_MSE] && p->mse_basis) {
		if (p->has[CH_DIFF] && isfinite(id->bit.motor_psi_kft_lbf))
			torque = derive_motor_torque(s->diff, id->bit.motor_psi_kft_lbf);
		else if (!p->has[CH_TORQUE])
			torque = derive_friction_torque(p->friction, s->wob, diameter);
		mse = derive_mse(s->wob, torque, bit_rpm, s->rop, diameter);
	}
	if (!p->has[CH_D_EXP])
		d = derive_d_exponent(s->rop, bit_rpm, s->wob, diameter);
	o->number[DERIVED_MSE] = mse;
	o->number[DERIVED_D_EXP] = d;
	o->number[DERIVED_DXC] = derive_dxc(d, first_finite(s->ecd, first_finite(s->mud, id->mud_ppg)), p->normal_mud);
	o->number[DERIVED_MSE_EFF] = derive_mse_efficiency(first_finite(s->ccs, p->ccs), mse);
}

static void judge(struct outcome *o, const struct track *t, const struct track_plan *p, const struct sample *s,
	enum rig_state state, double bit_rpm)
{
	double off = p->has[CH_BIT_DEPTH] ? s->hole - s->bit : 0;
	struct quality_sample q = { .wob = s->wob, .rpm = s->rpm, .bit_rpm = bit_rpm, .rop = s->rop, .torque = s->torque,
		.mse = o->number[DERIVED_MSE], .off_bottom = off, .makes_hole = rig_makes_hole(&t->rig, s->ts, s->rop),
		.state = state };
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
}

static struct rig_result follow(struct track *t, const struct track_plan *p, const struct bit *bit, const struct sample *s,
	double string_rpm)
{
	struct rig_sample r = { .ts = s->ts, .bit = s->bit, .hole = s->hole, .block = s->block, .rop = s->rop,
		.hookload = s->hookload, .wob = s->wob, .flow = s->flow, .spp = s->spp, .string_rpm = string_rpm,
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

	speeds(t, p, &id->bit, s, &string_rpm, &bit_rpm);
	struct rig_result rig = follow(t, p, &id->bit, s, string_rpm);
	enum rig_state state = p->has[CH_RIG_STATE] ? s->state : rig.state;
	if (!p->has[CH_RIG_STATE] && !p->has[CH_HOLE_DEPTH] && rig.activity == RIG_UNKNOWN)
		state = RIG_STATES;             /* without depths most states cannot be told: say nothing rather than Idle */
	if (state < RIG_STATES)
		o.rig_state = rig_state_names[state];
	if (rig.on_bottom && rig.turns != RIG_CANNOT_TELL)
		o.drill_mode = rig.turns == RIG_YES ? "rotary" : "slide";
	physics(&o, p, id, s, bit_rpm);
	judge(&o, t, p, s, state, bit_rpm);
	o.facts.cuts_dry = rig.cuts_dry;
	o.facts.ts = s->ts;
	o.facts.step = step;
	double dt = step <= step_longest_s ? step : 0;
	bool drilling = state == RIG_DRILLING;
	const double watched[STALE_CHANNELS] = { s->rop, s->wob, s->torque, s->hookload, s->spp };
	o.facts.stale = (uint8_t)stale_next(&t->stale, watched, dt, drilling, s->hole);
	bit_use_add(&t->bit_use, dt, drilling, t->rig.deepest);
	t->last_ts = s->ts;
	if (p->rpm_basis)
		p->rpm_basis = rpm_basis_name(basis_now(t, &id->bit));
	return o;
}
