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

	plan = (struct track_plan){ .normal_mud = 9, .ccs = NAN, .friction = NAN, .block_weight = NAN };
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
		.diameter = NAN, .mse = NAN, .d_exp = NAN, .state = RIG_STATES };
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
	assert_string_equal(plan.mse_basis, "surface");
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

static void motors(void **state)
{
	(void)state;
	start();
	id.bit.motor_rev_gal = 0.16;
	id.bit.motor_psi_kft_lbf = 62.5;
	plan.has[CH_DIFF] = true;
	go();
	assert_string_equal(plan.mse_basis, "motor_dp");
	struct sample s = drilling(0);
	s.rpm = 0;                              /* a slide: the motor turns the bit */
	s.diff = 600;
	struct outcome o = track_next(&track, &plan, &id, &s);
	assert_true(o.number[DERIVED_MSE] == derive_mse(25, 600 / 62.5, 0.16 * 550, 60, 8.5));
	assert_string_equal(o.drill_mode, "slide");
	assert_int_equal(o.facts.reason, REASON_NONE);
	start();
	plan.has[CH_TORQUE] = false;
	plan.friction = 0.5;
	go();
	assert_string_equal(plan.mse_basis, "torque_estimated");
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
		cmocka_unit_test(who_needs_a_diameter), cmocka_unit_test(motors), cmocka_unit_test(bit_basis),
		cmocka_unit_test(given_columns_hold),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
