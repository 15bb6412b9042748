/* thin_test.c - rows thinned: what fits stays, spikes stay, gaps are told, buckets do not move. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "thin.h"

static void what_fits_stays(void **state)
{
	struct thin t;
	(void)state;

	assert_true(thin_init(&t, 2, 3, 0, 100));
	for (int i = 0; i < 3; i++)
		assert_true(thin_add(&t, 10 * i, (double[]){ i, i == 1 ? (double)NAN : -i }));
	/* outside, not later, no number */
	assert_true(thin_add(&t, 20, (double[]){ 9, 9 }) && thin_add(&t, 101, (double[]){ 9, 9 }));
	assert_true(thin_add(&t, NAN, (double[]){ 9, 9 }));
	thin_finish(&t);
	assert_false(thin_is_thinned(&t));
	assert_int_equal(t.rows, 3);
	assert_memory_equal(t.raw + 6, ((double[]){ 20, 2, -2 }), 3 * sizeof(double));
	assert_true(isnan(t.raw[5]));
	assert_true(thin_step(&t) == 10);
	assert_int_equal(t.gaps, 0);
	thin_free(&t);
}

static void spikes_stay(void **state)
{
	struct thin t;
	double low = INFINITY, high = -INFINITY;
	(void)state;

	assert_true(thin_init(&t, 1, 100, 1000, 87400));
	for (int i = 1000; i < 87400; i++)
		assert_true(thin_add(&t, i, (double[]){ i == 5555 ? 1e6 : i == 40001 ? -1e6 : i % 7 == 3 ? NAN : 5 }));
	thin_finish(&t);
	assert_true(thin_is_thinned(&t));
	assert_true(t.buckets <= 100 && t.buckets > 40);
	assert_true(fmod(t.first, t.width) == 0 && t.first <= 1000);
	for (size_t b = 0; b < t.buckets; b++) {
		assert_true(t.any[b]);
		low = fmin(low, t.low[b]);
		high = fmax(high, t.high[b]);
	}
	assert_true(low == -1e6 && high == 1e6);
	size_t spike = (size_t)((5555 - t.first) / t.width);
	assert_true(t.high[spike] == 1e6 && t.low[spike] == 5 && t.high[spike + 1] == 5);
	thin_free(&t);
}

static void gaps_are_told(void **state)
{
	struct thin t;
	(void)state;

	assert_true(thin_init(&t, 1, 1000, 0, 10000));
	for (int i = 0; i < 400; i++)
		assert_true(thin_add(&t, i < 100 ? i : i < 200 ? i + 100 : i < 300 ? i + 160 : i + 500, (double[]){ 1 }));
	assert_true(thin_gap(&t, 100, 200, "cut off"));
	assert_true(thin_gap(&t, 300, 290, "clock"));           /* has no length */
	assert_true(thin_gap(&t, 20000, 20100, "later"));
	thin_finish(&t);
	assert_int_equal(t.gaps, 3);
	assert_string_equal(t.gap[0].cause, "cut off");
	assert_null(t.gap[1].cause);
	assert_true(t.gap[1].start == 299 && t.gap[1].end == 360 && t.gap[2].start == 459 && t.gap[2].end == 800);
	assert_true(thin_breaks(&t, 99, 200) && thin_breaks(&t, 150, 160) && thin_breaks(&t, 459, 800));
	assert_false(thin_breaks(&t, 98, 99) || thin_breaks(&t, 200, 201) || thin_breaks(&t, 800, 900));
	thin_free(&t);
}

static void slow_rows_are_no_gaps(void **state)
{
	struct thin t;
	(void)state;

	assert_true(thin_init(&t, 0, 1000, 0, 1e6));
	for (int i = 0; i < 50; i++)
		assert_true(thin_add(&t, i < 25 ? 300 * i : 300 * i + 3000, NULL));
	thin_finish(&t);
	assert_int_equal(t.gaps, 1);
	assert_true(t.gap[0].start == 7200 && t.gap[0].end == 10500);
	thin_free(&t);
}

/* Wide times end, and a time of one instant has one bucket. */
static void any_width(void **state)
{
	struct thin t;
	(void)state;

	assert_true(thin_init(&t, 1, 2, 0, 253402300799.0));
	assert_true(t.buckets >= 1 && t.buckets <= 2);
	thin_free(&t);
	assert_true(thin_init(&t, 1, 2, 5, 5));
	assert_int_equal(t.buckets, 1);
	for (int i = 0; i < 2; i++)
		assert_true(thin_add(&t, 5, (double[]){ i }));
	assert_int_equal(t.rows, 1);
	thin_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fits_stays), cmocka_unit_test(spikes_stay), cmocka_unit_test(gaps_are_told),
		cmocka_unit_test(slow_rows_are_no_gaps), cmocka_unit_test(any_width),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
