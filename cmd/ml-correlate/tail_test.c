/*
 * tail_test.c - p and log10 p against 60-digit values: oracles 01 (by r, also fractional df) and 02 (by t).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "oracle.h"
#include "tail.h"

static void by_r(void **state)
{
	json_t *table = oracle_load("01_pearson_p.json"), *row;
	size_t i, far = 0;

	(void)state;
	assert_non_null(table);
	json_array_foreach(table, i, row) {
		double r = oracle_number(row, "r"), df = oracle_number(row, "df");
		double p = oracle_number(row, "p_two_sided"), log10_p = oracle_number(row, "log10_p");
		struct tail t;

		assert_true(tail_of_r(r, df, &t));
		if (fabs(r) < 1)
			oracle_close(t.log10_p, log10_p, 1e-10, 1e-13);
		else
			assert_true(t.p == 0 && t.log10_p == -INFINITY);
		if (p > 1e-290)
			oracle_close(t.p, p, 1e-12, 0);
		else
			far++;
	}
	assert_int_equal(i, 29);
	assert_int_equal(far, 6);
	json_decref(table);
}

static void by_t(void **state)
{
	json_t *table = oracle_load("02_student_t_tail.json"), *row;
	size_t i;

	(void)state;
	assert_non_null(table);
	json_array_foreach(table, i, row) {
		struct tail t;
		double p = oracle_number(row, "two_sided");

		assert_true(tail_of_t(oracle_number(row, "t"), oracle_number(row, "nu"), &t));
		oracle_close(t.log10_p, oracle_number(row, "log10_two_sided"), 1e-10, 1e-13);
		if (p > 1e-290)
			oracle_close(t.p, p, 1e-12, 0);
	}
	assert_int_equal(i, 15);
	json_decref(table);
}

/* The plan says that r = 0.2 with n = 100 is rejected. It is not; with n = 96 it is. */
static void the_plans_example(void **state)
{
	struct tail t;

	(void)state;
	assert_true(tail_of_r(0.2, 98, &t));
	oracle_close(t.p, 0.0460362864600541, 1e-12, 0);
	assert_true(t.p < 0.05);
	assert_true(tail_of_r(0.2, 94, &t));
	assert_true(t.p > 0.05);
}

static void refused(void **state)
{
	struct tail t;

	(void)state;
	assert_false(tail_of_r(1.001, 10, &t));
	assert_false(tail_of_r(NAN, 10, &t));
	assert_false(tail_of_r(0.5, 0, &t));
	assert_false(tail_of_r(0.5, NAN, &t));
	assert_false(tail_of_t(INFINITY, 10, &t));
	assert_true(tail_of_r(0, 10, &t));
	assert_true(t.p == 1 && t.log10_p == 0);
}

/* Both ways give the same where they meet. */
static void seam(void **state)
{
	struct tail above, below;

	(void)state;
	for (double r = 0.529; r < 0.56; r += 0.001) {
		assert_true(tail_of_r(r, 3598, &above));
		assert_true(tail_of_r(r + 1e-9, 3598, &below));
		assert_true(below.log10_p < above.log10_p && above.log10_p - below.log10_p < 1e-5);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_r), cmocka_unit_test(by_t), cmocka_unit_test(the_plans_example),
		cmocka_unit_test(refused), cmocka_unit_test(seam),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
