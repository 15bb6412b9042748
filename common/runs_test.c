/* runs_test.c - a runs file as set records, and its mistakes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <unistd.h>

#include "json.h"
#include "runs.h"

static struct runs *load(const char *text, char why[256])
{
	char dir[] = "/tmp/runs_test.XXXXXX", path[64], *found;
	struct runs *runs;
	FILE *f;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/runs.csv", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	why[0] = '\0';
	runs = runs_load(path, why);
	if (!runs && (found = strstr(why, dir)))
		memmove(found, found + sizeof dir, strlen(found + sizeof dir) + 1);
	unlink(path);
	rmdir(dir);
	return runs;
}

static void expect(struct runs *runs, double ts, double depth, const char *want)
{
	json_t *set = runs_due(runs, ts, depth);
	struct text t = {0};

	if (!want) {
		assert_null(set);
		return;
	}
	assert_non_null(set);
	json_write(&t, set);
	assert_string_equal(text_view(&t), want);
	text_free(&t);
	json_decref(set);
}

static void by_time(void **state)
{
	char why[256];
	struct runs *runs = load("\xEF\xBB\xBF# made by hand\r\nstart_ts,bit_run,bit_diameter_in,campaign,mud_ppg,wellbore\r\n"
		"2009-07-03T18:00:00Z,1,12.25,production,9.5,\"15/9-F-9 A, main\"\r\n\r\n"
		"1246647600,1,12.25,,10,\r\n"
		"1246651200.5,2,8.5,pa,,", why);

	(void)state;
	if (!runs)
		fail_msg("%s", why);
	expect(runs, 1246643999, NAN, NULL);
	expect(runs, 1246644004, 100, "{\"type\":\"set\",\"ts\":1246644000,\"campaign\":\"production\","
		"\"wellbore\":\"15/9-F-9 A, main\",\"bit\":{\"run\":\"1\",\"diameter_in\":12.25,\"start_ts\":1246644000},"
		"\"mud\":{\"ppg\":9.5}}");
	expect(runs, 1246644004, 100, NULL);
	/* the same bit: no start, the mud only */
	expect(runs, 1246660000, 100, "{\"type\":\"set\",\"ts\":1246647600,\"bit\":{\"run\":\"1\",\"diameter_in\":12.25},"
		"\"mud\":{\"ppg\":10}}");
	expect(runs, 1246660000, 100, "{\"type\":\"set\",\"ts\":1246651200.5,\"campaign\":\"plug_abandonment\",\"bit\":{\"run\":\"2\","
		"\"diameter_in\":8.5,\"start_ts\":1246651200.5}}");
	expect(runs, 1e11, 1e6, NULL);
	runs_free(runs);
	runs_free(NULL);
}

static void by_depth(void **state)
{
	char why[256];
	struct runs *runs = load("start_depth_ft,bit_diameter_in,bit_type,motor_rev_gal,rpm_basis\n"
		"1000,12.25,PDC,0.1142,surface\n2000,12.25,,,bit\n3000,8.5,,,\n", why);

	(void)state;
	if (!runs)
		fail_msg("%s", why);
	expect(runs, 5, NAN, NULL);
	expect(runs, 6, 999.9, NULL);
	expect(runs, 7, 1000, "{\"type\":\"set\",\"ts\":7,\"bit\":{\"diameter_in\":12.25,\"type\":\"PDC\","
		"\"motor_rev_gal\":0.1142,\"rpm_basis\":\"surface\",\"start_depth_ft\":1000}}");
	expect(runs, 8, 2500, "{\"type\":\"set\",\"ts\":8,\"bit\":{\"diameter_in\":12.25,\"rpm_basis\":\"bit\"}}");
	expect(runs, 9, 2500, NULL);
	runs_free(runs);                                /* with a row that never came due */
}

static void mistakes(void **state)
{
	static const struct { const char *text, *why; } wrong[] = {
		{ "", "runs.csv: no header" },
		{ "# only a comment\n", "runs.csv:1: no header" },
		{ "start_ts,bit_dia\n", "runs.csv:1: 'bit_dia' is not a column of a runs file; see mlstream(5)" },
		{ "start_ts,mud_ppg,mud_ppg\n", "runs.csv:1: mud_ppg: given twice" },
		{ "bit_run\n1\n", "runs.csv:1: neither start_ts nor start_depth_ft is a column; one must be" },
		{ "start_ts,bit_run\n,1\n", "runs.csv:2: neither start_ts nor start_depth_ft is given; one must be" },
		{ "start_ts,bit_run\n5,\n", "runs.csv:2: the row says nothing but its start" },
		{ "start_ts,bit_run\n5,1,2\n", "runs.csv:2: 3 fields where the header has 2" },
		{ "start_ts,bit_run\n5,1\n\n4,2\n",
			"runs.csv:4: starts before the row above; rows go in order of their start" },
		{ "start_ts,bit_run\n2009-07-03 18:00:00,1\n",
			"runs.csv:2: start_ts: '2009-07-03 18:00:00' has no zone; end it with Z or +hh:mm" },
		{ "start_depth_ft,bit_run\nx,1\n", "runs.csv:2: start_depth_ft: 'x' is not a number" },
		{ "start_ts,bit_diameter_in\n5,12 1/4\n", "runs.csv:2: bit_diameter_in: '12 1/4' is not a number" },
		{ "start_ts,bit_diameter_in\n5,0\n", "runs.csv:2: bit_diameter_in: 0 is out of range 1 to 60" },
		{ "start_ts,campaign\n5,mining\n",
			"runs.csv:2: campaign: 'mining' is none; production, plug_abandonment and idle are" },
		{ "start_ts,rpm_basis\n5,top\n", "runs.csv:2: rpm_basis: 'top' is none; auto, surface and bit are" },
		{ "start_ts,wellbore\n5,\"a\n", "runs.csv:2: a quoted field is not closed" },
		{ "start_ts,wellbore\n5,\"a\"b\n", "runs.csv:2: a quote where none can be" },
		{ "start_ts,wellbore\n5,\"a\nb\"\n6,x,y\n", "runs.csv:4: 3 fields where the header has 2" },
	};
	char why[256];

	(void)state;
	for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++) {
		struct runs *runs = load(wrong[k].text, why);

		if (runs)
			fail_msg("taken: %s", wrong[k].text);
		assert_string_equal(why, wrong[k].why);
	}
	assert_null(runs_load("/nonexistent/runs.csv", why));
	assert_string_equal(why, "cannot read /nonexistent/runs.csv: No such file or directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(by_time), cmocka_unit_test(by_depth), cmocka_unit_test(mistakes) };

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
