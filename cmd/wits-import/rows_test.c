/* rows_test.c - rows in order of time: late ones, equal times, conflicts, and no more memory than the window. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "rows.h"

static enum rows_result add(struct rows *r, double ts, const char *a, const char *b)
{
	struct field f[3] = { { "t", 1 }, { a, strlen(a) }, { b, strlen(b) } };

	return rows_add(r, ts, f);
}

/* What is due, as "ts:a:b ". */
static const char *due(struct rows *r, bool all)
{
	static char said[512];
	const struct rows_row *row;
	size_t n = 0;

	said[0] = '\0';
	while ((row = rows_next(r, all)) != NULL)
		n += (size_t)snprintf(said + n, sizeof said - n, "%g:%.*s:%.*s ", row->ts, (int)row->field[1].len,
			row->bytes.s + row->field[1].at, (int)row->field[2].len, row->bytes.s + row->field[2].at);
	return said;
}

static void test_order(void **state)
{
	struct rows *r = rows_new(3, 5);

	(void)state;
	assert_int_equal(add(r, 10, "a", ""), ROWS_NEW);
	assert_int_equal(add(r, 12, "b", ""), ROWS_NEW);
	assert_int_equal(add(r, 11, "c", ""), ROWS_NEW);
	assert_string_equal(due(r, false), "");
	assert_int_equal(add(r, 16, "d", ""), ROWS_NEW);
	assert_string_equal(due(r, false), "10:a: ");
	assert_int_equal(add(r, 11, "", "late but in time"), ROWS_MERGED);
	assert_int_equal(add(r, 10.999, "e", ""), ROWS_LATE);
	assert_string_equal(due(r, true), "11:c:late but in time 12:b: 16:d: ");
	assert_string_equal(due(r, true), "");
	assert_int_equal(rows_counted(r)->reordered, 1);
	assert_int_equal(rows_counted(r)->late, 1);
	assert_true(rows_newest(r) == 16);
	rows_free(r);
}

static void test_equal_times(void **state)
{
	struct rows *r = rows_new(3, 0);

	(void)state;
	add(r, 1, "", "");
	assert_int_equal(add(r, 1, "5", ""), ROWS_MERGED);
	assert_int_equal(add(r, 1, "5.0", ""), ROWS_DUPLICATE);
	assert_int_equal(add(r, 1, "", ""), ROWS_DUPLICATE);
	assert_int_equal(rows_counted(r)->conflicts, 0);
	assert_int_equal(add(r, 1, "6", ""), ROWS_DUPLICATE);
	assert_int_equal(add(r, 1, "7", "x"), ROWS_MERGED);
	assert_int_equal(rows_counted(r)->conflicts, 2);
	assert_int_equal(rows_counted(r)->merged, 2);
	assert_int_equal(rows_counted(r)->duplicates, 3);
	assert_string_equal(due(r, true), "1:5:x ");
	rows_free(r);
}

static void test_long_run(void **state)
{
	struct rows *r = rows_new(3, 5);
	double last = -INFINITY;
	size_t out = 0;

	(void)state;
	for (int k = 0; k < 20000; k++) {
		const struct rows_row *row;

		assert_int_equal(add(r, (k ^ 3), "v", ""), ROWS_NEW);   /* each four seconds backwards */
		while ((row = rows_next(r, false)) != NULL) {
			assert_true(row->ts > last);
			last = row->ts;
			out++;
		}
		assert_true((size_t)k + 1 - out <= 9);
	}
	for (const struct rows_row *row; (row = rows_next(r, true)) != NULL; out++) {
		assert_true(row->ts > last);
		last = row->ts;
	}
	assert_int_equal(out, 20000);
	rows_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order), cmocka_unit_test(test_equal_times), cmocka_unit_test(test_long_run),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
