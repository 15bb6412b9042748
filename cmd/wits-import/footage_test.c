/* footage_test.c - times of a log by depth: footage over ROP, and each row that has none of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdbool.h>

#include "footage.h"

static bool is(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

static void footage_over_rop(void **state)
{
	struct footage f;

	(void)state;
	footage_init(&f, 1000, 2000);
	assert_int_equal(footage_next(&f, 100, 60), FOOTAGE_TIME);      /* the first row: no footage yet */
	assert_true(is(f.ts, 1000));
	assert_int_equal(footage_next(&f, 101, 60), FOOTAGE_TIME);      /* 1 ft at 60 ft/h: a minute */
	assert_true(is(f.ts, 1060) && is(f.last_step, 1));
	assert_int_equal(footage_next(&f, 103, 30), FOOTAGE_TIME);      /* 2 ft at the row's own 30: 240 s */
	assert_true(is(f.ts, 1300) && is(f.last_step, 2));
	assert_int_equal(f.held + f.back + f.before + f.no_depth, 0);
}

/* Missing, zero, negative and impossible ROP: the time is that of the last good one, the row stays. */
static void last_good_rop(void **state)
{
	static const double bad[] = { NAN, 0, -3, 2978, INFINITY };
	struct footage f;

	(void)state;
	footage_init(&f, 0, 2000);
	assert_int_equal(footage_next(&f, 10, NAN), FOOTAGE_NONE);      /* no ROP yet: no time, and no start */
	assert_int_equal(footage_next(&f, 11, 0), FOOTAGE_NONE);
	assert_int_equal(f.before, 2);
	assert_int_equal(footage_next(&f, 12, 36), FOOTAGE_TIME);
	for (int k = 0; k < 5; k++) {
		assert_int_equal(footage_next(&f, 13 + k, bad[k]), FOOTAGE_TIME);
		assert_true(is(f.ts, 100 * (k + 1)));
	}
	assert_int_equal(f.held, 5);
}

static void not_deeper(void **state)
{
	struct footage f;

	(void)state;
	footage_init(&f, 0, 2000);
	assert_int_equal(footage_next(&f, 10, 36), FOOTAGE_TIME);
	assert_int_equal(footage_next(&f, 11, 36), FOOTAGE_TIME);
	assert_int_equal(footage_next(&f, 11, 72), FOOTAGE_SAME);       /* and its ROP is not taken for the next */
	assert_int_equal(footage_next(&f, 10.5, 36), FOOTAGE_NONE);
	assert_int_equal(footage_next(&f, NAN, 36), FOOTAGE_NONE);
	assert_int_equal(footage_next(&f, 12, NAN), FOOTAGE_TIME);      /* from 11, not from 10.5 */
	assert_true(is(f.ts, 200));
	assert_int_equal(f.back, 1);
	assert_int_equal(f.no_depth, 1);
}

/* Deeper rows have later times, whatever is rounded; and roundings do not add up. */
static void always_later(void **state)
{
	struct footage f;
	double last;

	(void)state;
	footage_init(&f, 1.7e9, 2000);
	footage_next(&f, 0, 2000);
	last = f.ts;
	for (int k = 1; k <= 1000; k++) {
		assert_int_equal(footage_next(&f, k * 1e-6, 2000), FOOTAGE_TIME);
		assert_true(f.ts > last);
		last = f.ts;
	}
	footage_init(&f, 0, 2000);
	for (int k = 0; k <= 3000; k++)
		footage_next(&f, k, 1080);              /* 10/3 s a foot */
	assert_true(is(f.ts, 10000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(footage_over_rop), cmocka_unit_test(last_good_rop), cmocka_unit_test(not_deeper),
		cmocka_unit_test(always_later),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
