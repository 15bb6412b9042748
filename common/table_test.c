/* table_test.c - growing columns, held lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "table.h"

static void columns(void **state)
{
	struct table t;

	(void)state;
	assert_true(table_init(&t, 3));
	for (int k = 0; k < 5000; k++) {
		double row[3] = { k, 2.0 * k, -k };

		assert_true(table_add(&t, row));
	}
	assert_int_equal(t.rows, 5000);
	for (int k = 0; k < 5000; k++) {
		assert_true(t.column[0][k] == k);
		assert_true(t.column[1][k] == 2.0 * k);
		assert_true(t.column[2][k] == -k);
	}
	double *before = t.column[1];
	table_clear(&t);
	assert_int_equal(t.rows, 0);
	assert_true(table_add(&t, (double[]){ 1, 2, 3 }));
	assert_ptr_equal(t.column[1], before);          /* a clear keeps the memory */
	assert_true(t.column[2][0] == 3);
	table_free(&t);
	assert_null(t.column);
}

static void lines(void **state)
{
	struct held h = {0};
	char text[32];

	(void)state;
	for (int k = 0; k < 2000; k++) {
		int n = snprintf(text, sizeof text, "row %d", k);

		assert_true(held_add(&h, k % 3, text, (size_t)n));
	}
	assert_true(held_add(&h, 7, "", 0));
	assert_true(held_add(&h, 8, "a\0b", 3));
	assert_int_equal(h.n, 2002);
	assert_string_equal(held_text(&h, 0), "row 0");
	assert_string_equal(held_text(&h, 1999), "row 1999");
	assert_int_equal(h.line[1999].kind, 1999 % 3);
	assert_int_equal(h.line[2000].len, 0);
	assert_string_equal(held_text(&h, 2000), "");
	assert_memory_equal(held_text(&h, 2001), "a\0b", 4);
	held_clear(&h);
	assert_int_equal(h.n, 0);
	assert_true(held_add(&h, 1, "again", 5));
	assert_string_equal(held_text(&h, 0), "again");
	held_free(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(columns), cmocka_unit_test(lines) };

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
