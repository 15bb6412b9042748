/* uri_test.c - targets of requests taken apart: what is accepted, what is refused, and that nothing is decoded twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "uri.h"

static void decoded_once(void **state)
{
	(void)state;
	struct uri u;

	assert_int_equal(uri_parse(&u, "/field/A%2FB%2520C+D?well_id=15%2F9-F-9+A&x=%252e%2B"), URI_OK);
	assert_string_equal(u.path, "/field/A/B%20C+D");
	assert_string_equal(uri_value(&u, "well_id"), "15/9-F-9 A");
	assert_string_equal(uri_value(&u, "x"), "%2e+");
	assert_null(uri_value(&u, "y"));
	assert_int_equal(uri_parse(&u, "/a?"), URI_OK);
	assert_int_equal(u.n, 0);
	assert_int_equal(uri_parse(&u, "/%C3%98st?n=%F0%9F%9B%A2"), URI_OK);
	assert_string_equal(u.path, "/\xc3\x98st");
}

static void refused(void **state)
{
	static const char *const targets[] = {
		"", "latest", "http://a/b", "/a#b", "/%", "/%4", "/%4g", "/%g4", "/a%00b", "/a%0ab", "/a\nb", "/%7f", "/?a=%1b",
		"/%C2%85", "/%ff", "/%c0%af", "/%ed%a0%80", "/%f4%90%80%80", "/%e2%82", "/?%ff=1", "/?a", "/?a=", "/?=a", "/?a=1&",
		"/?&a=1",
		"/?a=1&a=2", "/?a=1&%61=2", "/?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=0&k=1&l=2&m=3&n=4&o=5&p=6&q=7",
	};
	(void)state;
	struct uri u;

	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		assert_int_equal(uri_parse(&u, targets[i]), URI_BAD);
		assert_true(strlen(u.why) > 5);
	}
}

static void bounded(void **state)
{
	char target[URI_MAX + 2];
	(void)state;
	struct uri u;

	memset(target, 'a', sizeof target);
	target[0] = '/';
	target[URI_MAX] = '\0';
	assert_int_equal(uri_parse(&u, target), URI_OK);
	assert_int_equal(strlen(u.path), URI_MAX);
	target[URI_MAX] = 'a';
	target[URI_MAX + 1] = '\0';
	assert_int_equal(uri_parse(&u, target), URI_LONG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decoded_once), cmocka_unit_test(refused), cmocka_unit_test(bounded),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
