/* scout_test.c - whose line it is, and that what was held comes out as it went in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scout.h"

struct begun { struct itemmap map; struct nulls nulls; struct scout *scout; };

static struct begun *begin(void)
{
	struct begun *b = calloc(1, sizeof *b);
	char why[ITEMMAP_WHY];

	assert_non_null(b);
	nulls_default(&b->nulls);
	assert_true(itemmap_build(&b->map, false, 1, NULL, 0, NULL, NULL, why));
	b->scout = scout_new();
	assert_non_null(b->scout);
	return b;
}

static void end(struct begun *b)
{
	scout_free(b->scout);
	free(b);
}

static enum scout_status feed(struct begun *b, const char *s, double arrival)
{
	return scout_feed(b->scout, &b->map, &b->nulls, s, strlen(s), arrival);
}

static void test_named(void **state)
{
	struct begun *b = begin();
	size_t at = 0, len;
	const char *bytes;
	double arrival;

	(void)state;
	assert_int_equal(feed(b, "junk\r\n&&\r\n0101-9999\r\n0116", 1), SCOUT_MORE);
	assert_int_equal(feed(b, "22\r\n!!\r\n&&\r\n0101RIG 7 \r\n!!\r\n", 2), SCOUT_NAMED);
	assert_string_equal(scout_well(b->scout), "RIG 7");
	assert_int_equal(scout_frames(b->scout), 2);
	assert_true(scout_held(b->scout, &at, &bytes, &len, &arrival));
	assert_int_equal(len, 25);
	assert_memory_equal(bytes, "junk\r\n&&\r\n0101-9999\r\n0116", len);
	assert_true(arrival > 0.9 && arrival < 1.1);
	assert_true(scout_held(b->scout, &at, &bytes, &len, &arrival));
	assert_memory_equal(bytes, "22\r\n", 4);
	assert_true(arrival > 1.9);
	assert_false(scout_held(b->scout, &at, &bytes, &len, &arrival));
	end(b);
}

static void test_nameless(void **state)
{
	struct begun *b = begin();

	(void)state;
	for (int k = 1; k < SCOUT_FRAMES; k++)
		assert_int_equal(feed(b, "&&\r\n011622\r\n!!\r\n", k), SCOUT_MORE);
	assert_int_equal(feed(b, "&&\r\n011622\r\n!!\r\n", 99), SCOUT_NAMELESS);
	end(b);
}

static void test_no_wits(void **state)
{
	struct begun *b = begin();
	enum scout_status status = SCOUT_MORE;
	int n = 0;

	(void)state;
	while (status == SCOUT_MORE && ++n < 10000)
		status = feed(b, "GET / HTTP/1.1\r\n", 1);
	assert_int_equal(status, SCOUT_NO_WITS);
	assert_int_equal(n, SCOUT_BYTES / 16);
	end(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_named), cmocka_unit_test(test_nameless), cmocka_unit_test(test_no_wits),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("scout", tests, NULL, NULL);
}
