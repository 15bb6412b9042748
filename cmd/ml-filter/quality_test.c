/* quality_test.c - each reason at its limit, their order, missing values, frozen channels. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <math.h>
#include <cmocka.h>

#include "quality.h"

static struct quality all_tests(void)
{
	struct quality q = { .limits = limits_of_the_plan, .needs_wob = true, .needs_rpm = true, .needs_rop = true,
		.needs_torque = true };

	for (int i = 0; i < REASONS; i++)
		q.on[i] = true;
	return q;
}

static struct quality_sample good(void)
{
	return (struct quality_sample){ .wob = 25, .rpm = 120, .bit_rpm = 120, .rop = 60, .torque = 4.5, .mse = 60000,
		.off_bottom = 0, .makes_hole = true, .state = RIG_DRILLING };
}

static void limits_are_valid(void **state)
{
	struct quality q = all_tests();
	struct quality_sample s = good();
	const struct { double *value, last_good, first_bad; enum reason reason; } edges[] = {
		{ &s.wob, 5, 4.9, REASON_WOB_LOW }, { &s.bit_rpm, 40, 39, REASON_RPM_LOW }, { &s.rop, 1, 0.999, REASON_ROP_RANGE },
		{ &s.rop, 500, 500.001, REASON_ROP_RANGE }, { &s.mse, 1000, 999.9, REASON_MSE_RANGE },
		{ &s.mse, 500000, 500001, REASON_MSE_RANGE }, { &s.off_bottom, 1.5, 1.51, REASON_NOT_MAKING_HOLE },
	};

	(void)state;
	assert_int_equal(quality_test(&q, &s), REASON_NONE);
	for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
		double was = *edges[i].value;
		*edges[i].value = edges[i].last_good;
		assert_int_equal(quality_test(&q, &s), REASON_NONE);
		*edges[i].value = edges[i].first_bad;
		assert_int_equal(quality_test(&q, &s), edges[i].reason);
		*edges[i].value = was;
	}
}

/* With the test for missing values off, NaN fails the test that reads it; it passes none. */
static void nan_fails(void **state)
{
	struct quality q = all_tests();
	struct quality_sample s = good();
	const struct { double *value; enum reason reason, first; } values[] = {
		{ &s.wob, REASON_WOB_LOW, REASON_MISSING }, { &s.rpm, REASON_NONE, REASON_MISSING },
		{ &s.bit_rpm, REASON_RPM_LOW, REASON_RPM_LOW }, { &s.rop, REASON_ROP_RANGE, REASON_MISSING },
		{ &s.torque, REASON_NONE, REASON_MISSING }, { &s.mse, REASON_MSE_RANGE, REASON_MSE_RANGE },
		{ &s.off_bottom, REASON_NOT_MAKING_HOLE, REASON_NOT_MAKING_HOLE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		double was = *values[i].value;
		*values[i].value = NAN;
		q.on[REASON_MISSING] = false;
		assert_int_equal(quality_test(&q, &s), values[i].reason);
		q.on[REASON_MISSING] = true;
		assert_int_equal(quality_test(&q, &s), values[i].first);
		*values[i].value = was;
	}
	q.needs_torque = false;
	s.torque = NAN;
	assert_int_equal(quality_test(&q, &s), REASON_NONE);
}

static void states_that_drill(void **state)
{
	struct quality q = all_tests();
	struct quality_sample s = good();

	(void)state;
	for (int i = 0; i <= RIG_STATES; i++) {
		s.state = (enum rig_state)i;
		assert_int_equal(quality_test(&q, &s), i == RIG_DRILLING || i == RIG_REAMING ? REASON_NONE : REASON_RIG_STATE);
	}
	s.state = RIG_REAMING;          /* reaming counts only where it makes hole */
	s.makes_hole = false;
	assert_int_equal(quality_test(&q, &s), REASON_NOT_MAKING_HOLE);
}

/* A sample wrong in everything gives one reason after the other as the tests go off. */
static void first_reason_counts(void **state)
{
	struct quality q = all_tests();
	struct quality_sample s = { .wob = NAN, .rpm = NAN, .bit_rpm = NAN, .rop = NAN, .torque = NAN, .mse = NAN,
		.off_bottom = NAN, .state = RIG_STATES, .transient = true, .bedding_in = true, .dysfunction = true };

	(void)state;
	for (int i = 0; i < REASON_QUARANTINE; i++) {
		assert_int_equal(quality_test(&q, &s), i);
		q.on[i] = false;
	}
	assert_int_equal(quality_test(&q, &s), REASON_NONE);
	for (int i = 0; i < REASONS; i++) {
		const char *name = reason_names[i];
		size_t n = 0;
		while (name[n])
			n++;
		assert_int_equal(reason_parse(name, n), i);
		assert_int_equal(reason_parse(name, n - 1), REASONS);
	}
}

static void frozen_channels(void **state)
{
	struct stale s;
	double v[STALE_CHANNELS] = { 60, 25, 4.5, 210, 2800 };
	unsigned set = 0;

	(void)state;
	stale_init(&s);
	for (int t = 0; t <= 600; t++) {
		v[STALE_WOB] = 25 + t % 7;
		v[STALE_SPP] = NAN;             /* missing is not frozen */
		set = stale_next(&s, v, 1, true, 9000 + t * 0.01);
		assert_int_equal(set != 0, t >= 600);
	}
	assert_int_equal(set, 1u << STALE_ROP | 1u << STALE_TORQUE | 1u << STALE_HOOKLOAD);
	assert_int_equal(stale_next(&s, v, 1, false, 9010), 0);
	v[STALE_ROP] = 61;
	assert_int_equal(stale_next(&s, v, 1, true, 9010), 1u << STALE_TORQUE | 1u << STALE_HOOKLOAD);
	stale_init(&s);
	for (int t = 0; t <= 2000; t++)         /* the depth stands too: nothing is said */
		assert_int_equal(stale_next(&s, v, 1, true, 9000), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_are_valid), cmocka_unit_test(nan_fails), cmocka_unit_test(states_that_drill),
		cmocka_unit_test(first_reason_counts), cmocka_unit_test(frozen_channels),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
