/* track_test.c - what is derived and tested with which columns; bases of MSE and RPM; the torque of a motor. */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stddef.h>
#include <string.h>
#include <math.h>
#include <cmocka.h>

#include "derive.h"
#include "track.h"

static const bool none_derived[DERIVED], none_tested[REASONS];
static struct track track;
static struct track_plan plan;
static struct identity id;

/* All the columns of a plain log, a bit of 8.5 in. */
static void start(void)
{
	static const enum channel columns[] = { CH_TS, CH_BIT_DEPTH, CH_HOLE_DEPTH, CH_BLOCK, CH_ROP, CH_HOOKLOAD, CH_WOB,
		CH_TORQUE, CH_RPM, CH_SPP, CH_FLOW_IN };

	plan = (struct track_plan){ .normal_mud = 9, .ccs = NAN, .friction = NAN, .block_weight = NAN, .wob_zero = NAN,
		.torque_offset = NAN, .find_zero = true, .find_offset = true, .given_basis = MSE_SURFACE };
	plan.quality.limits = limits_of_the_plan;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		plan.has[columns[i]] = true;
	identity_default(&id);
	id.bit.diameter_in = 8.5;
}

static void go(void)
{
	track_plan(&plan, none_derived, none_tested, &id.bit);
	track_init(&track, id.bit.motor_rev_gal);
}

static struct sample drilling(double ts)
{
	double depth = 9000 + ts / 60;

	return (struct sample){ .ts = ts, .bit = depth, .hole = depth, .block = 50 - ts / 60, .rop = 60, .hookload = 210,
		.wob = 25, .torque = 4.5, .rpm = 120, .spp = 2800, .flow = 550, .diff = NAN, .mud = NAN, .ecd = NAN, .ccs = NAN,
		.diameter = NAN, .mse = NAN, .d_exp = NAN,
		.flow_out = NAN, .wob_corr = NAN, .state = RIG_STATES };
}

static struct outcome next(double ts)
{
	struct sample s = drilling(ts);

	return track_next(&track, &plan, &id, &s);
}

static void plain_log(void **state)
{
	(void)state;
	start();
	go();
	struct outcome o = next(0);
	assert_true(o.number[DERIVED_MSE] == derive_mse(25, 4.5, 120, 60, 8.5));
	assert_true(o.number[DERIVED_D_EXP] == derive_d_exponent(60, 120, 25, 8.5));
	assert_true(isnan(o.number[DERIVED_DXC]) && isnan(o.number[DERIVED_MSE_EFF]));
	assert_string_equal(o.rig_state, "Drilling");
	assert_string_equal(o.drill_mode, "rotary");
	assert_int_equal(o.facts.reason, REASON_NONE);
	assert_int_equal(o.facts.basis, MSE_SURFACE);
	assert_string_equal(plan.rpm_basis, "surface");
	id.mud_ppg = 10;
	plan.ccs = 15000;
	o = next(1);
	assert_true(o.number[DERIVED_DXC] == derive_dxc(o.number[DERIVED_D_EXP], 10, 9));
	assert_true(o.number[DERIVED_MSE_EFF] == derive_mse_efficiency(15000, o.number[DERIVED_MSE]));
	struct sample s = drilling(2);
	s.mud = 11;
	s.ecd = 12;
	s.diameter = 12.25;
	o = track_next(&track, &plan, &id, &s);
	assert_true(o.number[DERIVED_DXC] == derive_dxc(o.number[DERIVED_D_EXP], 12, 9));       /* ECD is nearer the truth */
	assert_true(o.number[DERIVED_MSE] == derive_mse(25, 4.5, 120, 60, 12.25));
}

static void missing_columns_switch_tests_off(void **state)
{
	static const struct { enum channel column; enum reason off; } cases[] = {
		{ CH_WOB, REASON_WOB_LOW }, { CH_RPM, REASON_RPM_LOW }, { CH_ROP, REASON_ROP_RANGE }, { CH_TORQUE, REASON_MSE_RANGE },
		{ CH_HOLE_DEPTH, REASON_NOT_MAKING_HOLE }, { CH_HOLE_DEPTH, REASON_RIG_STATE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		start();
		plan.has[cases[i].column] = false;
		go();
		assert_true(plan.untested[cases[i].off]);
		assert_false(plan.untested[REASON_MISSING]);
	}
	start();
	plan.has[CH_HOLE_DEPTH] = plan.has[CH_BIT_DEPTH] = false;
	go();
	struct sample s = drilling(0);
	s.hole = s.bit = NAN;
	assert_int_equal(track_next(&track, &plan, &id, &s).facts.reason, REASON_NONE);
}

static void who_needs_a_diameter(void **state)
{
	static const bool no_physics[DERIVED] = { [DERIVED_MSE] = true, [DERIVED_D_EXP] = true, [DERIVED_DXC] = true };

	(void)state;
	start();
	go();
	assert_false(track_needs_diameter(&plan, &id.bit));
	id.bit.diameter_in = NAN;
	assert_true(track_needs_diameter(&plan, &id.bit));
	track_plan(&plan, no_physics, none_tested, &id.bit);
	assert_false(track_needs_diameter(&plan, &id.bit));
	assert_true(plan.untested[REASON_MSE_RANGE]);
	plan.has[CH_BIT_DIAMETER] = true;
	go();
	assert_false(track_needs_diameter(&plan, &id.bit));
	start();
	id.bit.diameter_in = NAN;
	plan.has[CH_MSE] = plan.has[CH_D_EXP] = true;
	go();
	assert_false(track_needs_diameter(&plan, &id.bit));
	start();
	id.bit.diameter_in = NAN;
	plan.has[CH_ROP] = false;               /* nothing can be derived without ROP */
	go();
	assert_false(track_needs_diameter(&plan, &id.bit));
}

/* One row of a stand: drilling, a connection (pumps off, the block goes up alone), off bottom with the gauge 4 low, drilling. */
static struct sample stand(double ts, double torque_off)
{
	struct sample s = drilling(ts);
	double drilled = ts < 100 ? ts : ts < 300 ? 100 : ts - 199;

	s.hole = s.bit = 9000 + drilled / 60;
	s.block = 50 - drilled / 60;
	s.wob = 21;
	if (ts < 100 || ts >= 300)
		return s;
	s.bit = s.hole - 10;
	s.rop = 0;
	s.wob = -4;
	s.torque = torque_off;
	if (ts < 200) {
		s.rpm = s.flow = s.spp = 0;
		s.hookload = 40;
		s.block = ts < 190 ? 50 + (ts - 100) : 140;
	}
	return s;
}

static struct outcome run_stand(double from, double to)
{
	struct outcome o = { .rig_state = "" };

	for (double ts = from; ts < to; ts++) {
		struct sample s = stand(ts, 2);
		o = track_next(&track, &plan, &id, &s);
	}
	return o;
}

static void zeros_of_a_stand(void **state)
{
	static const bool no_state[REASONS] = { [REASON_RIG_STATE] = true };

	(void)state;
	start();
	go();
	struct outcome o = run_stand(0, 100);
	assert_true(isnan(o.wob_corr) && o.facts.basis == MSE_SURFACE);
	o = run_stand(100, 301);
	assert_true(o.wob_corr == 25 && o.facts.basis == MSE_LESS_OFFBOTTOM);
	assert_true(o.number[DERIVED_MSE] == derive_mse(25, 4.5 - 2, 120, 60, 8.5));
	assert_true(o.number[DERIVED_D_EXP] == derive_d_exponent(60, 120, 25, 8.5));
	o = run_stand(301, 360);
	assert_int_equal(o.facts.reason, REASON_TRANSIENT);
	o = run_stand(360, 365);
	assert_int_equal(o.facts.reason, REASON_NONE);

	/* what was said goes before what could be learnt */
	start();
	plan.wob_zero = 3;
	plan.torque_offset = 1;
	go();
	o = run_stand(0, 400);
	assert_true(o.wob_corr == 18 && o.number[DERIVED_MSE] == derive_mse(18, 3.5, 120, 60, 8.5));

	/* with the test of the state everything that rests on it is off */
	start();
	track_plan(&plan, none_derived, no_state, &id.bit);
	track_init(&track, NAN);
	o = run_stand(0, 310);
	assert_true(isnan(o.wob_corr) && !plan.derive[DERIVED_WOB_CORR] && o.facts.basis == MSE_SURFACE);
	assert_int_equal(o.facts.reason, REASON_NONE);
	assert_true(plan.untested[REASON_TRANSIENT] && plan.untested[REASON_BEDDING_IN] && !plan.untested[REASON_DYSFUNCTION]);
}

/* The pressure of a motor is what standpipe pressure rises by on bottom. */
static void motor_by_standpipe(void **state)
{
	(void)state;
	start();
	id.bit.motor_psi_kft_lbf = 100;
	go();
	struct outcome o = { .rig_state = "" };
	for (double ts = 0; ts < 320; ts++) {
		struct sample s = stand(ts, 2);
		s.spp += ts >= 300 ? 350 : 0;
		o = track_next(&track, &plan, &id, &s);
		assert_true(ts < 300 || o.facts.basis == MSE_MOTOR_DP);
	}
	assert_true(o.number[DERIVED_MSE] == derive_mse(25, 3.5, 120, 60, 8.5));
}

/* A new bit beds in for 3 ft or 10 min; a round trip that nobody speaks of puts the bit, and MSE, in doubt. */
static void bits(void **state)
{
	struct outcome o;
	int bedding = 0;

	(void)state;
	start();
	go();
	bit_use_begin(&track.bit_use, &id.bit, 0, true);
	for (double ts = 0; ts < 600; ts++) {
		o = next(ts);                   /* 1 ft a minute */
		bedding += o.facts.reason == REASON_BEDDING_IN;
	}
	assert_in_range(bedding, 178, 182);
	for (double ts = 600; ts < 800; ts++) {
		struct sample s = drilling(ts);
		s.bit = 5000;
		s.rop = s.wob = 0;
		o = track_next(&track, &plan, &id, &s);
	}
	assert_true(track.trip.away && !track.trip.changed && bit_use_hours(&track.bit_use) > 0);
	o = next(800);
	assert_true(o.trip_ended && track.trip.changed && o.facts.basis == MSE_UNKNOWN);
	assert_true(isnan(bit_use_hours(&track.bit_use)));
	o = next(801);
	assert_true(!o.trip_ended && o.facts.basis == MSE_UNKNOWN);
	trip_told(&track.trip);
	o = next(802);
	assert_int_equal(o.facts.basis, MSE_SURFACE);
}

/* What an earlier run has left holds after the rows it has seen, not before. */
static void kept_from_a_run_before(void **state)
{
	(void)state;
	start();
	go();
	track.evidence_ts = 10;
	track.kept.waits = track.kept.changed = true;
	track.kept.zero = -4;
	track.kept.torque = track.kept.spp = track.kept.spp_flow = NAN;
	assert_true(isnan(next(10).wob_corr));
	struct outcome o = next(11);
	assert_true(o.wob_corr == 29 && o.facts.basis == MSE_UNKNOWN);
}

static void motors(void **state)
{
	(void)state;
	start();
	id.bit.motor_rev_gal = 0.16;
	id.bit.motor_psi_kft_lbf = 62.5;
	plan.has[CH_DIFF] = true;
	go();
	assert_int_equal(plan.mse_basis, MSE_MOTOR_DP);
	struct sample s = drilling(0);
	s.rpm = 0;                              /* a slide: the motor turns the bit */
	s.diff = 600;
	struct outcome o = track_next(&track, &plan, &id, &s);
	assert_true(o.number[DERIVED_MSE] == derive_mse(25, 600 / 62.5, 0.16 * 550, 60, 8.5));
	assert_string_equal(o.drill_mode, "slide");
	assert_true(o.facts.slides);
	assert_int_equal(o.facts.reason, REASON_NONE);
	start();
	plan.has[CH_TORQUE] = false;
	plan.friction = 0.5;
	go();
	assert_int_equal(plan.mse_basis, MSE_ESTIMATED);
	o = next(0);
	assert_true(o.number[DERIVED_MSE] == derive_mse(25, derive_friction_torque(0.5, 25, 8.5), 120, 60, 8.5));
}

/* RPM of the bit: what sits on K x flow is a slide, and the bit's speed is what the column says. */
static void bit_basis(void **state)
{
	(void)state;
	start();
	id.bit.rpm_basis = RPM_BIT;
	id.bit.motor_rev_gal = 104 / 911.0;
	go();
	for (int t = 0; t < 40; t++) {
		struct sample s = drilling(t);
		s.flow = 911;
		s.rpm = t < 20 ? 105 : 143;
		struct outcome o = track_next(&track, &plan, &id, &s);
		assert_string_equal(o.drill_mode, t < 20 ? "slide" : "rotary");
		assert_true(o.number[DERIVED_MSE] == derive_mse(25, 4.5, s.rpm, 60, 8.5));
	}
	assert_string_equal(plan.rpm_basis, "bit");
}

static void given_columns_hold(void **state)
{
	struct sample s = drilling(0);

	(void)state;
	start();
	plan.has[CH_MSE] = plan.has[CH_D_EXP] = plan.has[CH_RIG_STATE] = true;
	go();
	assert_false(plan.derive[DERIVED_MSE] || plan.derive[DERIVED_D_EXP] || plan.derive[DERIVED_RIG_STATE]);
	s.mse = 40000;
	s.d_exp = 1.75;
	s.state = RIG_CIRCULATING;
	struct outcome o = track_next(&track, &plan, &id, &s);
	assert_true(o.facts.d_exp == 1.75);
	assert_int_equal(o.facts.reason, REASON_RIG_STATE);
	s = drilling(1);
	s.state = RIG_STATES;                   /* empty, or a word that is no state */
	s.mse = 40000;
	assert_int_equal(track_next(&track, &plan, &id, &s).facts.reason, REASON_RIG_STATE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_log), cmocka_unit_test(missing_columns_switch_tests_off),
		cmocka_unit_test(who_needs_a_diameter), cmocka_unit_test(zeros_of_a_stand), cmocka_unit_test(motor_by_standpipe),
		cmocka_unit_test(bits), cmocka_unit_test(kept_from_a_run_before), cmocka_unit_test(motors), cmocka_unit_test(bit_basis),
		cmocka_unit_test(given_columns_hold),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
