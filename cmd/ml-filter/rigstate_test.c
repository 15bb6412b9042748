/* rigstate_test.c - the rules and the machine against testdata/oracles/16_rig_state.json; history, slips, hysteresis. */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "oracle.h"
#include "rigstate.h"

static double or_zero(double v) { return isnan(v) ? 0 : v; }

static enum rig_truth truth(bool yes) { return yes ? RIG_YES : RIG_NO; }

/* A case seen through the thresholds of the table (block weight 55 klbf). */
static struct rig_view view_of(const json_t *row)
{
	double hookload = oracle_number(row, "hkld"), since = oracle_number(row, "t_since_bottom");

	return (struct rig_view){
		.pumps = truth(oracle_number(row, "flow") >= 13),
		.rotating = truth(oracle_number(row, "rpm") >= 5),
		.on_bottom = truth(oracle_number(row, "hole") - oracle_number(row, "bit") <= 1.5),
		.slips = isnan(hookload) ? RIG_CANNOT_TELL : truth(hookload <= 1.15 * 55),
		.deepened = oracle_number(row, "dhole60") > 0,
		.bit_speed = or_zero(oracle_number(row, "vbit")),
		.wob = or_zero(oracle_number(row, "wob")), .rop = or_zero(oracle_number(row, "rop")),
		.since_bottom = isnan(since) ? HUGE_VAL : since,
	};
}

static void rules_agree_with_oracle(void **state)
{
	json_t *table = oracle_load("16_rig_state.json"), *row;
	size_t i;

	(void)state;
	assert_non_null(table);
	json_array_foreach(json_object_get(table, "cases"), i, row) {
		struct rig_view v = view_of(row);
		enum rig_activity got = rig_classify(&v);

		assert_string_equal(rig_activity_names[got], json_string_value(json_object_get(row, "expected")));
		assert_string_equal(rig_state_names[rig_state_of(got)], json_string_value(json_object_get(row, "seed_state")));
	}
	assert_int_equal(i, 18);
	const char *name;
	json_t *mapped;
	json_object_foreach(json_object_get(table, "mapping"), name, mapped) {
		int k = 0;
		while (k < RIG_ACTIVITIES && strcmp(rig_activity_names[k], name) != 0)
			k++;
		assert_true(k < RIG_ACTIVITIES);
		assert_string_equal(rig_state_names[rig_state_of((enum rig_activity)k)], json_string_value(mapped));
	}
	json_decref(table);
}

static struct rig_sample sample_of(const json_t *row, double ago)
{
	double v = or_zero(oracle_number(row, "vbit")), gain = or_zero(oracle_number(row, "dhole60"));

	return (struct rig_sample){
		.ts = 10000 - ago, .bit = oracle_number(row, "bit") - v * ago, .hole = oracle_number(row, "hole") - gain * ago / 60,
		.block = NAN, .rop = oracle_number(row, "rop"), .hookload = oracle_number(row, "hkld"),
		.wob = oracle_number(row, "wob"), .flow = oracle_number(row, "flow"), .spp = oracle_number(row, "spp"),
		.string_rpm = oracle_number(row, "rpm"), .block_weight = 55, .has_bit = true, .has_hole = true,
	};
}

/* Each case lived through for some minutes ends in its state, at every sample rate. */
static void machine_agrees_with_oracle(void **state)
{
	static const double steps[] = { 0.5, 1, 2, 4, 5, 10 };
	json_t *table = oracle_load("16_rig_state.json"), *row;
	size_t i;

	(void)state;
	json_array_foreach(json_object_get(table, "cases"), i, row)
		for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
			static struct rig r;
			struct rig_result got = { 0 };
			double since = oracle_number(row, "t_since_bottom");

			rig_init(&r);
			for (double ago = isfinite(since) ? since : 300; ago >= 0; ago -= steps[k]) {
				struct rig_sample s = sample_of(row, ago);
				if (ago == since)
					s.bit = s.hole - 1;     /* on bottom for the last time */
				got = rig_next(&r, &s);
			}
			assert_string_equal(rig_activity_names[got.activity], json_string_value(json_object_get(row, "expected")));
			assert_string_equal(rig_state_names[got.state], json_string_value(json_object_get(row, "seed_state")));
		}
	json_decref(table);
}

/* Drilling on bottom at 1 Hz, 60 ft/h; tests change what they need. */
static struct rig_sample drilling(double ts)
{
	double depth = 9000 + ts / 60;

	return (struct rig_sample){ .ts = ts, .bit = depth, .hole = depth, .block = 50 - ts / 60, .rop = 60, .hookload = 210,
		.wob = 25, .flow = 550, .spp = 2800, .string_rpm = 120, .block_weight = NAN, .has_bit = true, .has_hole = true };
}

static void first_state_at_once_then_it_must_last(void **state)
{
	static struct rig r;
	struct rig_sample s = drilling(0);

	(void)state;
	rig_init(&r);
	assert_int_equal(rig_next(&r, &s).state, RIG_DRILLING);
	for (int t = 1; t <= 100; t++) {
		s = drilling(t);
		assert_int_equal(rig_next(&r, &s).state, RIG_DRILLING);
	}
	for (int t = 101; t <= 120; t++) {      /* the bit is picked up: 0.1 ft/s with pumps and rotation */
		s = drilling(100);
		s.ts = t;
		s.wob = 0;
		s.bit -= 0.1 * (t - 100);
		struct rig_result got = rig_next(&r, &s);
		if (t < 110)
			assert_int_equal(got.state, RIG_DRILLING);
		if (t == 120)
			assert_int_equal(got.state, RIG_REAMING);
	}
}

static void gap_forgets(void **state)
{
	static struct rig r;
	struct rig_sample s = drilling(0);

	(void)state;
	rig_init(&r);
	rig_next(&r, &s);
	s = drilling(1000);
	s.wob = 0;
	s.bit -= 100;
	s.flow = s.string_rpm = 0;
	s.hookload = 210;
	s.block_weight = 55;
	assert_int_equal(rig_next(&r, &s).state, RIG_IDLE);
}

/* Until the block weight is learnt: pumps and rotation off, the block moves, the bit stands. It lasts while the block rests. */
static void slips_without_a_weight(void **state)
{
	static struct rig r;
	bool looked = false;

	(void)state;
	rig_init(&r);
	for (int t = 0; t <= 300; t++) {
		struct rig_sample s = drilling(t < 60 ? t : 60);
		s.ts = t;
		if (t > 60) {
			s.wob = s.flow = s.string_rpm = s.rop = 0;
			s.hookload = 145;
			s.block = t < 100 ? 49 : t < 170 ? 49 + 0.9 * (t - 100) : 112;
		}
		struct rig_result got = rig_next(&r, &s);
		looked = looked || got.looks_like_slips;
		if (t == 99)
			assert_int_equal(got.state, RIG_IDLE);
		if (t >= 125)
			assert_int_equal(got.state, RIG_CONNECTION);
	}
	assert_true(looked);
}

static void rotation_in_slips_is_the_top_drive(void **state)
{
	struct rig_view v = { .pumps = RIG_NO, .rotating = RIG_YES, .on_bottom = RIG_YES, .slips = RIG_YES };

	(void)state;
	assert_int_equal(rig_classify(&v), RIG_CONNECTION_MADE);
	v.slips = RIG_NO;
	assert_int_equal(rig_classify(&v), RIG_ROTATING_DRY);
}

static void reckoned_slide(void **state)
{
	static struct rig r;

	(void)state;
	rig_init(&r);
	for (int t = 0; t < 30; t++) {
		struct rig_sample s = drilling(t);
		s.reckoned = true;
		s.string_rpm = t < 15 ? 3 : 3.5;
		assert_int_equal(rig_next(&r, &s).activity, t < 15 ? RIG_DRILLING_SLIDE : RIG_DRILLING_ROTARY);
	}
}

static void switches_have_hysteresis(void **state)
{
	static struct rig r;
	struct rig_sample s;

	(void)state;
	rig_init(&r);
	for (int t = 0; t < 40; t++) {
		s = drilling(t);
		s.flow = t < 20 ? 13 : t < 30 ? 8 : 7;
		rig_next(&r, &s);
		assert_int_equal(r.pumps, t < 30 ? RIG_YES : RIG_NO);
	}
	rig_init(&r);
	s = drilling(0);
	s.flow = 12;
	rig_next(&r, &s);
	assert_int_equal(r.pumps, RIG_NO);
}

/* Standpipe pressure decides where flow is missing, but not one that never showed a working pressure. */
static void pressure_votes_when_plausible(void **state)
{
	static struct rig r;
	struct rig_sample s;

	(void)state;
	for (int plausible = 0; plausible < 2; plausible++) {
		rig_init(&r);
		for (int t = 0; t < 100; t++) {
			s = drilling(t);
			s.spp = plausible ? 2800 : 130;
			rig_next(&r, &s);
		}
		s = drilling(100);
		s.flow = NAN;
		s.spp = plausible ? 2800 : 130;
		rig_next(&r, &s);
		assert_int_equal(r.pumps, plausible ? RIG_YES : RIG_CANNOT_TELL);
	}
	rig_init(&r);
	s = drilling(0);
	s.flow = NAN;
	s.spp = 72;
	rig_next(&r, &s);
	assert_int_equal(r.pumps, RIG_NO);
}

/* 30 gpm without pressure is a leak or a creeping stroke counter, where the pressure is known to work; 500 gpm is flow. */
static void trickle_without_pressure(void **state)
{
	static struct rig r;
	struct rig_sample s;

	(void)state;
	for (int works = 0; works < 2; works++) {
		rig_init(&r);
		for (int t = 0; t < 100; t++) {
			s = drilling(t);
			s.spp = works ? 2800 : 130;
			rig_next(&r, &s);
		}
		for (int t = 100; t < 102; t++) {
			s = drilling(t);
			s.flow = t == 100 ? 500 : 30;
			s.spp = 10;
			rig_next(&r, &s);
			assert_int_equal(r.pumps, t == 100 || !works ? RIG_YES : RIG_NO);
		}
	}
}

static void missing_channels(void **state)
{
	static struct rig r;
	struct rig_sample s = drilling(0);

	(void)state;
	rig_init(&r);
	s.hookload = s.block = NAN;     /* drilling needs neither */
	assert_int_equal(rig_next(&r, &s).state, RIG_DRILLING);
	rig_init(&r);
	s.has_bit = false;              /* a log of hole depth alone is on bottom */
	s.bit = NAN;
	assert_int_equal(rig_next(&r, &s).state, RIG_DRILLING);
	rig_init(&r);
	s.has_hole = false;
	s.hole = NAN;
	assert_int_equal(rig_next(&r, &s).activity, RIG_UNKNOWN);
	assert_int_equal(rig_state_of(RIG_UNKNOWN), RIG_IDLE);
}

static void making_hole(void **state)
{
	static struct rig r;
	struct rig_sample s = drilling(0);

	(void)state;
	rig_init(&r);
	s.hole = s.bit = 1000;
	for (int t = 0; t <= 200; t++) {
		s.ts = t;
		rig_next(&r, &s);
		assert_int_equal(rig_makes_hole(&r, t, 60), t <= 60);
		assert_int_equal(rig_makes_hole(&r, t, 0.5), t <= 144);        /* 0.02 ft at 0.5 ft/h */
	}
	for (int t = 201; t <= 300; t++) {      /* one spike, then the true depth again, going on */
		s.ts = t;
		s.hole = t == 201 ? 9999 : 1000 + 0.001 * (t - 201);
		rig_next(&r, &s);
	}
	assert_true(r.deepest < 1001);
	assert_true(rig_makes_hole(&r, 300, 4));
}

static void names(void **state)
{
	(void)state;
	assert_int_equal(rig_state_parse("Drilling", 8), RIG_DRILLING);
	assert_int_equal(rig_state_parse("TRIPPINGOUT", 11), RIG_TRIPPING_OUT);
	assert_int_equal(rig_state_parse("Drill", 5), RIG_STATES);
	assert_int_equal(rig_state_parse("", 0), RIG_STATES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_agree_with_oracle), cmocka_unit_test(machine_agrees_with_oracle),
		cmocka_unit_test(first_state_at_once_then_it_must_last), cmocka_unit_test(gap_forgets),
		cmocka_unit_test(slips_without_a_weight), cmocka_unit_test(rotation_in_slips_is_the_top_drive),
		cmocka_unit_test(reckoned_slide), cmocka_unit_test(switches_have_hysteresis),
		cmocka_unit_test(pressure_votes_when_plausible), cmocka_unit_test(trickle_without_pressure),
		cmocka_unit_test(missing_channels),
		cmocka_unit_test(making_hole), cmocka_unit_test(names),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
