/* answer_test.c - bodies of answers, tags, reasons and dates. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "answer.h"

static void body_is(enum route_shape shape, const char *said, const char *expected)
{
	struct route r = { .shape = shape, .argument = "F/\"" };
	struct text body = { 0 }, words = { 0 };

	text_str(&words, said);
	bool fine = answer_body(&body, &r, &words, 1000.5);
	assert_int_equal(fine, expected != NULL);
	if (expected)
		assert_string_equal(text_view(&body), expected);
	text_free(&body);
	text_free(&words);
}

static void bodies(void **state)
{
	(void)state;
	body_is(SHAPE_REPORTS, "", "{\"reports\":[],\"count\":0,\"now\":1000}\n");
	body_is(SHAPE_REPORTS, "{\"a\":1}\n{\"b\":2}\n", "{\"reports\":[{\"a\":1},{\"b\":2}],\"count\":2,\"now\":1000}\n");
	body_is(SHAPE_REPORTS, "{\"a\":1}\n{\"b\":", NULL);
	body_is(SHAPE_REPORTS, "no\n", NULL);
	body_is(SHAPE_WELLS, "{\"field\":\"\\\"last_ts\\\":7\",\"last_ts\":990}\n{\"last_ts\":null}\n",
		"{\"wells\":[{\"field\":\"\\\"last_ts\\\":7\",\"last_ts\":990,\"data_age_s\":10.5},"
		"{\"last_ts\":null,\"data_age_s\":null}],"
		"\"count\":2,\"now\":1000}\n");
	body_is(SHAPE_STORED, " {\"timestamp\":1}\n", "{\"key\":\"F/\\\"\",\"timestamp\":1}\n");
	body_is(SHAPE_STORED, "x", NULL);
	body_is(SHAPE_ONE, "{\"a\":1}\n", "{\"a\":1}\n");
	body_is(SHAPE_ONE, "{\"a\":", NULL);
	body_is(SHAPE_ONE, "", NULL);
}

static void tags(void **state)
{
	char tag[ANSWER_TAG];
	(void)state;

	answer_tag(tag, "", 0);
	assert_string_equal(tag, "W/\"cbf29ce484222325\"");
	answer_tag(tag, "foobar", 6);                   /* the published vector of FNV-1a */
	assert_string_equal(tag, "W/\"85944171f73967e8\"");
	assert_true(answer_tag_matches("*", tag));
	assert_true(answer_tag_matches("\"85944171f73967e8\"", tag));
	assert_true(answer_tag_matches("\"x\", W/\"85944171f73967e8\"", tag));
	assert_false(answer_tag_matches("\"x\", W/\"85944171f73967e9\",", tag));
	assert_false(answer_tag_matches(NULL, tag));
	assert_false(answer_tag_matches("85944171f73967e8", tag));
}

static void reasons(void **state)
{
	const struct route_places places = { "/srv/store", "/srv/spool" };
	struct text reason = { 0 };
	(void)state;

	answer_reason(&reason, "ml-query: damaged\nml-query: no well 'A' in /srv/store; /srv/spool\n", &places);
	assert_string_equal(text_view(&reason), "no well 'A' in the store; the spool");
	text_clear(&reason);
	answer_reason(&reason, "ml-query: --since: 'x' is no time", &(struct route_places){ NULL, NULL });
	assert_string_equal(text_view(&reason), "since: 'x' is no time");
	text_clear(&reason);
	answer_reason(&reason, "", &places);
	assert_string_equal(text_view(&reason), "");
	answer_error(&reason, 404, "a\"b\xff");
	assert_string_equal(text_view(&reason), "{\"error\":{\"status\":404,\"message\":\"a\\\"b\xef\xbf\xbd\"}}\n");
	text_free(&reason);
}

static double time_in(enum route_shape shape, const char *said)
{
	return answer_time(shape, said, strlen(said));
}

static void times(void **state)
{
	char date[ANSWER_DATE];
	(void)state;

	answer_date(date, 784111777.9);                 /* the example of RFC 9110, 5.6.7 */
	assert_string_equal(date, "Sun, 06 Nov 1994 08:49:37 GMT");
	answer_date(date, NAN);
	assert_string_equal(date, "");
	assert_true(time_in(SHAPE_REPORTS, "{\"key\":\"a\",\"timestamp\":17.5,\"x\":1}\n"
		"{\"key\":\"b\",\"timestamp\":1}\n") == 17.5);
	assert_true(time_in(SHAPE_STORED, "{\"timestamp\":3600,\"x\":1}\n") == 3600);
	assert_true(isnan(time_in(SHAPE_ONE, "{\"depth\":1,\"timestamp\":3600,\"x\":1}\n")));
	assert_true(isnan(time_in(SHAPE_ONE, "{}")));
	assert_true(time_in(SHAPE_SAMPLES, "{\"rows\":[],\"last_ts\":12}\n") == 12);
	assert_true(isnan(time_in(SHAPE_SAMPLES, "{\"last_ts\":null}\n")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies), cmocka_unit_test(tags), cmocka_unit_test(reasons), cmocka_unit_test(times),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
