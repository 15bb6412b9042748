/*
 * samples_test.c - grouping by segment keeps the order of time, and the median step ignores gaps.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "samples.h"

static void grouping(void **state)
{
	static const long order[] = { 2, 0, 0, 5, 2, 0 };
	struct samples s;

	(void)state;
	assert_true(samples_init(&s, 2));
	assert_true(samples_group(&s, NULL, 0));
	assert_int_equal(s.parts, 0);
	for (int round = 0; round < 2; round++) {
		samples_clear(&s);
		for (int i = 0; i < 6; i++)
			assert_true(samples_add(&s, order[i], (double[]){ i, 10 * i }));
		assert_true(samples_group(&s, NULL, 0));
		assert_int_equal(s.parts, 3);
		assert_int_equal(s.part[0].segment, 0);
		assert_int_equal(s.part[0].n, 3);
		assert_int_equal(s.part[1].segment, 2);
		assert_int_equal(s.part[1].n, 2);
		assert_int_equal(s.part[2].segment, 5);
		assert_true(samples_column(&s, &s.part[0], 0)[0] == 1 && samples_column(&s, &s.part[0], 0)[2] == 5);
		assert_true(samples_column(&s, &s.part[1], 1)[0] == 0 && samples_column(&s, &s.part[1], 1)[1] == 40);
		assert_true(samples_column(&s, &s.part[2], 1)[0] == 30);
	}
	samples_free(&s);
	assert_false(samples_init(&s, 1000));
}

/* 2 and 3 go to 1, 6 to 5, 0 has nothing before it; 4, which has no row of its own, still ends the first group. */
static void joining(void **state)
{
	static const long confounded[] = { 0, 2, 3, 3, 6 };
	static const long order[] = { 0, 1, 2, 3, 5, 6, 6, 7 };
	static const long joined[] = { 0, 1, 1, 1, 4, 5, 5, 7, 8 };
	struct samples s;

	(void)state;
	for (long k = 0; k < 9; k++)
		assert_int_equal(samples_joined(k, confounded, 5), joined[k]);
	assert_int_equal(samples_joined(3, NULL, 0), 3);
	assert_true(samples_init(&s, 1));
	for (int i = 0; i < 8; i++)
		assert_true(samples_add(&s, order[i], (double[]){ i }));
	assert_true(samples_group(&s, confounded, 5));
	assert_int_equal(s.parts, 4);
	assert_int_equal(s.part[1].segment, 1);
	assert_int_equal(s.part[1].n, 3);
	assert_true(samples_column(&s, &s.part[1], 0)[2] == 3);
	assert_int_equal(s.part[2].segment, 5);
	assert_int_equal(s.part[2].n, 3);
	assert_int_equal(s.part[3].segment, 7);
	samples_free(&s);
}

static void step(void **state)
{
	static const double t[] = { 0, 4, 8, 8, 1000, 1004, 1008.5 };

	(void)state;
	assert_true(samples_step(t, 7) == 4);
	assert_true(isnan(samples_step(t, 1)));
	assert_true(isnan(samples_step((double[]){ 5, 5, 5 }, 3)));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(grouping), cmocka_unit_test(joining), cmocka_unit_test(step) };

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
