/* peek_test.c - what is near by its bytes; in doubt, all is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "peek.h"

static bool near_to(const char *bytes, double depth, double reach)
{
	return peek_near(bytes, strlen(bytes), depth, reach);
}

static void far_only_when_all_is_far(void **state)
{
	static const char one[] = "{\"depth_range\":[8000,8040],\"segments\":[{\"depth_ft\":[8000,8020]},"
		"{\"depth_ft\" : [ 8020 ,\n8040 ] }]}\n";

	(void)state;
	assert_true(near_to(one, 8010, 0));
	assert_true(near_to(one, 8040, 0));
	assert_false(near_to(one, 8040.5, 0));
	assert_true(near_to(one, 8540, 500));
	assert_false(near_to(one, 8541, 500));
	assert_false(near_to(one, 7499, 500));
	assert_true(near_to("{\"depth_range\":[1,2],\"window\":{\"depth_ft\":[90,80]}}", 85, 1));
}

static void in_doubt_near(void **state)
{
	(void)state;
	assert_true(near_to("{}", 8000, 1));
	assert_true(near_to("", 8000, 1));
	assert_true(near_to("{\"depth_range\":[null,null]}", 8000, 1));
	assert_true(near_to("{\"depth_range\":[1,2],\"window\":{\"depth_ft\":null}}", 8000, 1));
	assert_true(near_to("{\"depth_range\":[1,2]", 8000, 1));
	assert_true(near_to("{\"depth_range\":[1,2,3]}", 8000, 1));
	assert_true(near_to("{\"depth_range\":[1,1e999]}", 8000, 1));
	assert_true(near_to("{\"depth_range\":", 8000, 1));
	/* words of a text are not a key */
	assert_false(near_to("{\"depth_range\":[1,2],\"x\":\"\\\"depth_ft\\\":[8000,8000]\"}", 8000, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(far_only_when_all_is_far), cmocka_unit_test(in_doubt_near) };

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
