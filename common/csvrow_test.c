/* csvrow_test.c - rows of CSV: fields, quotes, what is refused, the two paths against each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "csvrow.h"

static void expect(const char *row, enum csv_status wanted, const char *joined)
{
	struct csvrow *csv = csvrow_new();
	const struct field *f;
	int n;

	assert_non_null(csv);
	for (int path = 0; path < 2; path++) {
		enum csv_status got = path ? csvrow_split_slow(csv, row, strlen(row), &f, &n) :
			csvrow_split(csv, row, strlen(row), &f, &n);
		assert_int_equal(got, wanted);
		if (got != CSV_OK)
			continue;
		struct text text = { 0 };
		for (int i = 0; i < n; i++) {
			text_put(&text, '[');
			text_add(&text, f[i].text, f[i].len);
			text_put(&text, ']');
		}
		assert_string_equal(text_view(&text), joined);
		text_free(&text);
	}
	csvrow_free(csv);
}

static void test_fields(void **state)
{
	(void)state;
	expect("", CSV_OK, "[]");
	expect(",", CSV_OK, "[][]");
	expect("a", CSV_OK, "[a]");
	expect("1,2.50,-3e4,", CSV_OK, "[1][2.50][-3e4][]");
	expect(" a , b\t,", CSV_OK, "[ a ][ b\t][]");
	expect("sixteen bytes is,one lane of SSE2,and a rest,x", CSV_OK, "[sixteen bytes is][one lane of SSE2][and a rest][x]");
	expect("a\rb,c\n", CSV_OK, "[a\rb][c\n]");
}

static void test_quotes(void **state)
{
	(void)state;
	expect("\"\"", CSV_OK, "[]");
	expect("\"a,b\",c", CSV_OK, "[a,b][c]");
	expect("x,\"say \"\"hi\"\"\"", CSV_OK, "[x][say \"hi\"]");
	expect("\"two\nlines\",\"\"", CSV_OK, "[two\nlines][]");
	expect("\" kept \",1", CSV_OK, "[ kept ][1]");
	expect("0123456789abcdef,\"late\"", CSV_OK, "[0123456789abcdef][late]");
}

static void test_refused(void **state)
{
	(void)state;
	expect("\"open", CSV_MORE, NULL);
	expect("1,\"open,2", CSV_MORE, NULL);
	expect("\"a\"\"", CSV_MORE, NULL);
	expect("\"a\"b,c", CSV_BAD, NULL);
	expect("\"a\" ,c", CSV_BAD, NULL);
	expect("a\"b,c", CSV_BAD, NULL);
	expect(" \"a\"", CSV_BAD, NULL);
}

/* A NUL is a byte like any other here (the stream refuses it). */
static void test_nul(void **state)
{
	struct csvrow *csv = csvrow_new();
	const struct field *f;
	int n;

	(void)state;
	assert_int_equal(csvrow_split(csv, "a\0b,c", 5, &f, &n), CSV_OK);
	assert_int_equal(n, 2);
	assert_int_equal(f[0].len, 3);
	assert_memory_equal(f[0].text, "a\0b", 3);
	csvrow_free(csv);
}

static void expect_put(const char *field, const char *wanted)
{
	struct text text = { 0 };

	csvrow_put(&text, field, strlen(field));
	assert_string_equal(text_view(&text), wanted);
	text_free(&text);
}

static void test_put(void **state)
{
	(void)state;
	expect_put("", "");
	expect_put("12.5", "12.5");
	expect_put("a b", "a b");
	expect_put("#1 Mud", "\"#1 Mud\"");
	expect_put("a,b", "\"a,b\"");
	expect_put("5\"", "\"5\"\"\"");
	expect_put(" x", "\" x\"");
	expect_put("x\t", "\"x\t\"");
	expect_put("x\ny", "\"x\ny\"");
	expect_put("x\ry", "\"x\ry\"");
}

static uint64_t seed = 0x9e3779b97f4a7c15u;
static unsigned next_random(unsigned below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)((seed >> 16) % below);
}

/* What csvrow_put() writes, csvrow_split() reads back; and both paths say the same of any bytes. */
static void test_random(void **state)
{
	static const char alphabet[] = "aZ09,,,\"\" \t#.\r\n-";
	struct csvrow *csv = csvrow_new(), *slow = csvrow_new();
	const struct field *f, *g;
	int n, m;

	(void)state;
	for (int round = 0; round < 200000; round++) {
		char row[80];
		size_t len = next_random(sizeof row);
		for (size_t i = 0; i < len; i++)
			row[i] = alphabet[next_random(sizeof alphabet - 1)];
		enum csv_status a = csvrow_split(csv, row, len, &f, &n), b = csvrow_split_slow(slow, row, len, &g, &m);
		assert_int_equal(a, b);
		if (a != CSV_OK)
			continue;
		struct text text = { 0 };
		assert_int_equal(n, m);
		for (int i = 0; i < n; i++) {
			assert_int_equal(f[i].len, g[i].len);
			assert_memory_equal(f[i].text, g[i].text, f[i].len);
			if (i)
				text_put(&text, ',');
			csvrow_put(&text, f[i].text, f[i].len);
		}
		assert_int_equal(csvrow_split(slow, text_view(&text), text.len, &g, &m), CSV_OK);
		assert_int_equal(n, m);
		for (int i = 0; i < n; i++) {
			assert_int_equal(f[i].len, g[i].len);
			assert_memory_equal(f[i].text, g[i].text, f[i].len);
		}
		text_free(&text);
	}
	csvrow_free(csv);
	csvrow_free(slow);
}

static void test_many_fields(void **state)
{
	struct csvrow *csv = csvrow_new();
	struct text row = { 0 };
	const struct field *f;
	int n;

	(void)state;
	for (int i = 0; i < 5000; i++)
		text_format(&row, "%s%d", i ? "," : "", i);
	assert_int_equal(csvrow_split(csv, row.s, row.len, &f, &n), CSV_OK);
	assert_int_equal(n, 5000);
	assert_memory_equal(f[4999].text, "4999", 4);
	text_str(&row, ",\"5,000\"");
	assert_int_equal(csvrow_split(csv, row.s, row.len, &f, &n), CSV_OK);
	assert_int_equal(n, 5001);
	assert_memory_equal(f[5000].text, "5,000", 5);
	assert_memory_equal(f[0].text, "0", 1);
	text_free(&row);
	csvrow_free(csv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields), cmocka_unit_test(test_quotes), cmocka_unit_test(test_refused),
		cmocka_unit_test(test_nul), cmocka_unit_test(test_put), cmocka_unit_test(test_random),
		cmocka_unit_test(test_many_fields),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
