/* json_test.c - JSON as the house writes it: order of keys, numbers, strings of any bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "json.h"

static void expect_written(json_t *value, const char *wanted)
{
	struct text text = { 0 };

	assert_non_null(value);
	json_write(&text, value);
	assert_false(text.failed);
	assert_string_equal(text_view(&text), wanted);
	text_free(&text);
	json_decref(value);
}

static void test_numbers(void **state)
{
	(void)state;
	expect_written(json_number(12), "12");
	expect_written(json_number(-0.5), "-0.5");
	expect_written(json_number(1767225600), "1767225600");
	expect_written(json_number(0.1), "0.1");
	expect_written(json_number(1e15), "1e+15");
	expect_written(json_number(NAN), "null");
	expect_written(json_number(HUGE_VAL), "null");
	expect_written(json_pair(1, NAN), "[1,null]");
}

static void test_order(void **state)
{
	json_t *object = json_object();

	(void)state;
	assert_true(json_put_text(object, "type", "window"));
	assert_true(json_put_number(object, "start", 3600));
	assert_true(json_put(object, "depth_ft", json_pair(1.5, 2)));
	assert_true(json_put_text(object, "name", NULL));
	assert_true(json_put(object, "partial", json_false()));
	assert_true(json_put(object, "a", json_true()));
	expect_written(object, "{\"type\":\"window\",\"start\":3600,\"depth_ft\":[1.5,2],\"name\":null,\"partial\":false,\"a\":true}");
	object = json_object();
	assert_false(json_put(object, "x", NULL));
	json_decref(object);
}

static void expect_quoted(const char *s, size_t len, const char *wanted)
{
	struct text text = { 0 };

	json_write_string(&text, s, len);
	assert_string_equal(text_view(&text), wanted);
	text_free(&text);
}

static void test_strings(void **state)
{
	(void)state;
	expect_quoted("15/9-F-9 A", 10, "\"15/9-F-9 A\"");
	expect_quoted("a\"b\\c\n\t\r", 8, "\"a\\\"b\\\\c\\n\\t\\r\"");
	expect_quoted("\x01\x7f", 2, "\"\\u0001\\u007f\"");
	expect_quoted("a\0b", 3, "\"a\\u0000b\"");
	expect_quoted("\xc3\xa5\xe2\x82\xac\xf0\x9f\x98\x80", 9, "\"\xc3\xa5\xe2\x82\xac\xf0\x9f\x98\x80\"");
	expect_quoted("\xff", 1, "\"\xef\xbf\xbd\"");                           /* no UTF-8 */
	expect_quoted("\xc3", 1, "\"\xef\xbf\xbd\"");                           /* cut */
	expect_quoted("\xc0\xaf", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\"");           /* overlong */
	expect_quoted("\xed\xa0\x80x", 4, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx\"");     /* a surrogate */
	expect_quoted("\xf4\x90\x80\x80", 4, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");   /* past U+10FFFF */
}

static uint64_t seed = 88172645463325252u;
static uint64_t next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

/* Whatever is written, jansson reads back: strings of any bytes, doubles bit for bit. */
static void test_read_back(void **state)
{
	struct text text = { 0 };

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char bytes[24];
		size_t len = next_random() % sizeof bytes;
		uint64_t r = next_random();
		double v;
		for (size_t k = 0; k < len; k++)
			bytes[k] = (char)next_random();
		memcpy(&v, &r, sizeof v);
		if (!isfinite(v))
			v = 0.25;
		text_clear(&text);
		text_put(&text, '[');
		json_write_string(&text, bytes, len);
		text_put(&text, ',');
		text_number(&text, v);
		text_put(&text, ']');
		json_t *back = json_loads(text_view(&text), JSON_ALLOW_NUL, NULL);
		if (!back)
			fail_msg("jansson refuses %s", text_view(&text));
		assert_true(json_is_string(json_array_get(back, 0)));
		assert_true(json_number_value(json_array_get(back, 1)) == v);
		json_decref(back);
	}
	text_free(&text);
}

static void test_get(void **state)
{
	json_t *object = json_loads("{\"a\":1.5,\"b\":\"x\",\"c\":null,\"d\":3}", 0, NULL);

	(void)state;
	assert_true(json_get_number(object, "a") == 1.5);
	assert_true(json_get_number(object, "d") == 3);
	assert_true(isnan(json_get_number(object, "b")));
	assert_true(isnan(json_get_number(object, "c")));
	assert_true(isnan(json_get_number(object, "zz")));
	assert_string_equal(json_get_text(object, "b"), "x");
	assert_null(json_get_text(object, "a"));
	assert_null(json_get_text(object, "c"));
	json_decref(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers), cmocka_unit_test(test_order), cmocka_unit_test(test_strings),
		cmocka_unit_test(test_read_back), cmocka_unit_test(test_get),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
