/* tour_test.c - a shift from a few windows, added up by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "tour.h"

enum { MOST = 8 };
static struct tour_window window[MOST];
static json_t *reports[MOST];
static size_t n;
static struct tour t;

static void close_to(double got, double want)
{
	if (!(fabs(got - want) <= 1e-6))
		fail_msg("%.6f is not %.6f", got, want);
}

/* Hours from the start of the shift; the rest of the report as JSON. */
static void add(double start, double end, const char *json)
{
	static const char *const keys[MOST] = { "k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7" };

	reports[n] = json_loads(json, 0, NULL);
	assert_non_null(reports[n]);
	window[n] = (struct tour_window){ reports[n], keys[n], start * 3600, end * 3600, false, NAN };
	n++;
}

static int clear(void **state)
{
	(void)state;
	for (size_t i = 0; i < n; i++)
		json_decref(reports[i]);
	n = 0;
	return 0;
}

static size_t counted(void)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		k += window[i].counted;
	return k;
}

static void the_choice_covers_most(void **state)
{
	(void)state;
	/* [0,1] [1,2] against [0.5,1.5]; then [2,4] against [3,4] with [2,3] */
	add(0, 1, "{}");
	add(0.5, 1.5, "{}");
	add(1, 2, "{}");
	add(2, 3, "{}");
	add(2, 4, "{}");
	add(3, 4, "{}");
	close_to(tour_choose(window, n, 0, 4 * 3600), 4 * 3600);
	assert_int_equal(counted(), 4);
	assert_false(window[1].counted);
	assert_false(window[4].counted);
	/* what lies outside the shift is worth nothing: [0.5,1.5] is an hour of [0.5,1.5) */
	close_to(tour_choose(window, 3, 0.5 * 3600, 1.5 * 3600), 3600);
}

#define WINDOW(low, high, drilling) "\"window\":{\"depth_ft\":[" #low "," #high "],\"rig_state_s\":{\"Drilling\":" #drilling "}"
static const char first[] = "{\"bit_hours\":10,\"bit_depth\":300," WINDOW(8000, 8060, 3000) ",\"slide_s\":900,\"stale\":[\"rop_ft_h\"],\"gaps_s\":60},"
	"\"result\":{\"action\":\"change\",\"optimal_params\":{\"best_wob\":22,\"best_rpm\":120,\"best_flow\":600}},"
	"\"segments\":[{\"start\":0,\"end\":1800,\"depth_ft\":[8000,8039],\"clean_seconds\":1500,\"avg_d_exponent\":1.5,"
	"\"formation_type\":\"Hard Sandstone\",\"boundary\":\"none\",\"tried\":[{\"wob\":20,\"rpm\":120,\"flow\":600,\"rop\":50,\"mse\":3e4,"
	"\"minutes\":10,\"visits\":2}]},{\"start\":1800,\"end\":3600,\"depth_ft\":[8040,8060],\"clean_seconds\":500,"
	"\"avg_d_exponent\":1.9,\"formation_type\":\"Very Hard Formation\",\"boundary\":\"provisional\"}]}";
static const char second[] = "{\"bit_hours\":11,\"bit_depth\":360," WINDOW(8062, 8080, 1800) ",\"stale\":[\"rop_ft_h\"],"
	"\"suspect\":[\"torque_suspect\"]},\"result\":{\"action\":\"change\",\"optimal_params\":{\"best_wob\":23,\"best_rpm\":120,"
	"\"best_flow\":600}},\"segments\":[{\"start\":3600,\"end\":7200,\"depth_ft\":[8062,8080],\"clean_seconds\":1700,"
	"\"avg_d_exponent\":1.9,\"formation_type\":\"Very Hard Formation\",\"boundary\":\"none\"}]}";
static const char third[] = "{" WINDOW(8090, 8095, 600) "},\"depth_range\":[8092,8092],\"result\":{\"status\":\"failure\","
	"\"failure\":\"insufficient_data\",\"message\":\"Insufficient data: 100 samples (need 360)\"}}";

static void adds_up(void **state)
{
	(void)state;
	add(0, 1, first);
	add(1, 2, second);
	add(3, 4, third);               /* [2,3) is missing, and [4,12) */
	assert_true(tour_make(&t, window, n, 0, 12 * 3600., 5 * 3600.));
	close_to(t.to, 5 * 3600);       /* the shift goes on: not later than now */
	assert_int_equal(t.counted, 3);
	assert_int_equal(t.missings, 2);
	close_to(t.missing[0].from, 2 * 3600);
	close_to(t.missing_s, 2 * 3600);
	/* 60 ft; 2 between that failed a test and 18; then 10 with no report between, and 5 */
	close_to(t.footage_ft, 85);
	close_to(t.slide_s, 900);
	close_to(t.unreported_ft, 10);
	close_to(t.depth[0], 8000);
	close_to(t.depth[1], 8095);
	close_to(t.on_bottom_s, 5400);
	close_to(t.gaps_s, 60);
	/* the first rock has 3/4 of 3000 s and 39 ft, the second 1/4 and 21 ft, and all of the next window: 1800 s and 20 ft */
	assert_int_equal(t.rocks, 2);
	close_to(t.rock[0].on_bottom_s, 2250);
	close_to(t.rock[0].footage_ft, 39);
	close_to(tour_rop(&t.rock[0]), 62.4);
	close_to(t.rock[1].on_bottom_s, 2550);
	close_to(t.rock[1].footage_ft, 41);
	close_to(t.rock[1].depth[1], 8080);
	close_to(window[0].rop, 72);
	/* 22 and 23 klbf are one advice */
	assert_int_equal(t.advices, 1);
	assert_int_equal(t.failures, 1);
	close_to(t.failure[0].depth, 8092);
	assert_int_equal(t.doubts, 2);
	assert_string_equal(t.doubt[0].what, "rop_ft_h");
	assert_int_equal(t.doubt[0].windows, 2);
	close_to(t.bit[0].hours, 10);
	close_to(t.bit[1].ts, 3600);
	close_to(t.bit[1].footage, 360);
}

static void a_window_belongs_to_one_shift(void **state)
{
	(void)state;
	add(-1, 0, first);              /* tells what stood */
	add(11.25, 12.25, second);      /* its middle is 11.75 */
	add(11.75, 12.75, third);
	assert_true(tour_make(&t, window, n, 0, 12 * 3600., INFINITY));
	assert_int_equal(t.windows, 1);
	close_to(t.crosses_s, 900);
	assert_true(t.had_before);
	assert_int_equal(t.advices, 0); /* 23 klbf is what stood */
	/* the next shift has the other one */
	assert_true(tour_make(&t, window, n, 12 * 3600., 24 * 3600., INFINITY));
	assert_int_equal(t.windows, 1);
	assert_int_equal(t.failures, 1);
}

#define TRIED(minutes20, more) "{\"window\":{\"depth_ft\":[8000,8010],\"rig_state_s\":{\"Drilling\":60}},\"result\":{}," \
	"\"segments\":[{\"start\":0,\"end\":60,\"depth_ft\":[8000,8010],\"clean_seconds\":60,\"boundary\":\"none\",\"tried\":[" \
	"{\"wob\":20,\"rpm\":120,\"flow\":600,\"rop\":" #minutes20 ",\"mse\":1,\"minutes\":" #minutes20 ",\"visits\":1}" more "]}]}"

static void settings_carried_on_are_not_added_twice(void **state)
{
	(void)state;
	add(0, 1, TRIED(10, ""));
	add(1, 2, TRIED(25, ",{\"wob\":30,\"rpm\":120,\"flow\":600,\"rop\":1,\"mse\":1,\"minutes\":5,\"visits\":1}"));
	assert_true(tour_make(&t, window, n, 0, 2 * 3600., INFINITY));
	assert_int_equal(t.tries, 2);
	close_to(t.tried[0].minutes, 25);
	clear(state);
	/* less time than before: other rows; 10 and 30 minutes at ROP 10 and 30 make 25 */
	add(0, 1, TRIED(30, ""));
	add(1, 2, TRIED(10, ""));
	assert_true(tour_make(&t, window, n, 0, 2 * 3600., INFINITY));
	assert_int_equal(t.tries, 1);
	close_to(t.tried[0].minutes, 40);
	close_to(t.tried[0].rop, 25);
	close_to(t.tried[0].visits, 2);
}

static void nothing(void **state)
{
	(void)state;
	assert_true(tour_make(&t, window, 0, 0, 3600, INFINITY));
	assert_int_equal(t.windows, 0);
	close_to(t.missing_s, 3600);
}

int main(void)
{
#define EACH(f) cmocka_unit_test_teardown(f, clear)
	const struct CMUnitTest tests[] = {
		EACH(the_choice_covers_most), EACH(adds_up), EACH(a_window_belongs_to_one_shift),
		EACH(settings_carried_on_are_not_added_twice), EACH(nothing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
