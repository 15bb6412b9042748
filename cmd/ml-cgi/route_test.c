/* route_test.c - endpoints, the grammar of their parameters, and the words that ml-query is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "route.h"
#include "text.h"

static struct uri uri;
static struct route route;
static const struct route_places both = { "/store", "/spool" };

static int find(const char *rest)
{
	char target[URI_MAX + 1];

	snprintf(target, sizeof target, "/api/v1/ml/%s", rest);
	assert_int_equal(uri_parse(&uri, target), URI_OK);
	return route_find(&route, &uri, &both);
}

static void words_are(const char *rest, const char *expected)
{
	struct text words = { 0 };

	assert_int_equal(find(rest), 200);
	for (int i = 0; route.word[i]; i++)
		text_format(&words, "%s[%s]", i ? " " : "", route.word[i]);
	assert_string_equal(text_view(&words), expected);
	text_free(&words);
}

static void words(void **state)
{
	(void)state;
	words_are("latest", "[--format=json] [--] [/store] [latest]");
	words_are("latest?well_id=--help&campaign=idle",
		"[--format=json] [--well=--help] [--campaign=idle] [--] [/store] [latest]");
	words_are("history?hours=24", "[--format=json] [--hours=24] [--limit=1000] [--] [/store] [history]");
	words_are("field/--x?limit=2", "[--format=json] [--limit=2] [--] [/store] [field] [--x]");
	words_are("field/$(touch%20z)%3B%60id%60", "[--format=json] [--limit=1000] [--] [/store] [field] [$(touch z);`id`]");
	words_are("report/F%2FA%252FB%2Fidle%2Fx", "[--format=json] [--] [/store] [show] [F/A%2FB/idle/x]");
	words_are("wells", "[--format=json] [--spool=/spool] [--] [/store] [overview]");
	words_are("samples?well_id=W&columns=rop,wob_klbf&max_points=10&since=2026-01-01T00:00:00%2B01:00",
		"[--format=json] [--well=W] [--columns=rop,wob_klbf] [--max-points=10] [--since=2026-01-01T00:00:00+01:00] "
		"[--spool=/spool] [--] [samples]");
	assert_int_equal(find("config"), 200);
	assert_null(route.word[0]);
}

static void not_there(void **state)
{
	static const char *const rest[] = { "", "latest/", "latests", "field", "field/", "report/", "Latest", "../latest",
		"latest/x", "help" };
	(void)state;

	for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
		assert_int_equal(find(rest[i]), 404);
	assert_int_equal(uri_parse(&uri, "/api/v1"), URI_OK);
	assert_int_equal(route_find(&route, &uri, &both), 404);
}

static void grammar(void **state)
{
	static const char *const wrong[] = {
		"latest?x=1", "latest?limit=1", "wells?well_id=A", "latest?campaign=Production", "history?hours=-1",
		"history?hours=1e3",
		"history?hours=nan", "history?hours=0x10", "history?hours=%201", "history?hours=1000001", "history?hours=.",
		"history?limit=0",
		"history?limit=1001", "history?limit=1.5", "history?limit=99999999999999999999999", "optimal", "optimal?depth=",
		"context",
		"samples", "samples?well_id=A&max_points=1", "samples?well_id=A&max_points=20001",
		"samples?well_id=A&columns=a%3Bb",
		"samples?well_id=A&since=yesterday", "history?fields=a%20b", "optimal?depth=100001",
	};
	char rest[600] = "latest?well_id=";
	(void)state;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char target[URI_MAX + 1];
		snprintf(target, sizeof target, "/api/v1/ml/%s", wrong[i]);
		if (uri_parse(&uri, target) == URI_OK && route_find(&route, &uri, &both) != 400)
			fail_msg("accepted: %s", wrong[i]);
	}
	size_t len = strlen(rest);
	memset(rest + len, 'x', 255);
	assert_int_equal(find(rest), 200);
	rest[len + 255] = 'x';
	assert_int_equal(find(rest), 400);
}

static void places(void **state)
{
	const struct route_places none = { NULL, NULL };
	char path[3 * URI_MAX];
	(void)state;

	assert_int_equal(uri_parse(&uri, "/api/v1/ml/latest"), URI_OK);
	assert_int_equal(route_find(&route, &uri, &none), 200);
	assert_true(route.needs_store && !route.word[0]);
	assert_int_equal(uri_parse(&uri, "/api/v1/ml/samples?well_id=A"), URI_OK);
	assert_int_equal(route_find(&route, &uri, &none), 200);
	assert_true(route.needs_spool && !route.word[0]);
	/* paths that do not fit are said, not cut */
	memset(path, 'p', sizeof path - 1);
	path[sizeof path - 1] = '\0';
	const struct route_places large = { path, path };
	assert_int_equal(route_find(&route, &uri, &large), 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words), cmocka_unit_test(not_there), cmocka_unit_test(grammar), cmocka_unit_test(places),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
