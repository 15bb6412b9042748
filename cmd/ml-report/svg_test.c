/* svg_test.c - pictures: text stays text, no number that is none gets into an attribute; scales; rows by depth. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>
#include "axis.h"
#include "html.h"
#include "json.h"
#include "plots.h"
#include "svg.h"
#include "track.h"

static void expect(struct text *got, const char *want)
{
	assert_false(got->failed);
	assert_string_equal(text_view(got), want);
	text_free(got);
}

static void escaping(void **state)
{
	static const struct { const char *in, *out; } cases[] = {
		{ "", "" }, { "15/9-F-9 A", "15/9-F-9 A" },
		{ "<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;" },
		{ "\"'&amp;", "&quot;&#39;&amp;amp;" }, { "a\nb\tc\x7f\x1b[31m", "a?b?c??[31m" },
		{ "Br\xc3\xb8nn \xe2\x82\xac \xf0\x9f\x9b\xa2", "Br\xc3\xb8nn \xe2\x82\xac \xf0\x9f\x9b\xa2" },
		{ "\xc2\x9b" "31m", "?31m" },                           /* a control character of two bytes */
		{ "a\xff" "b\xc3", "a\xef\xbf\xbd" "b\xef\xbf\xbd" },   /* Latin-1, a cut character */
		{ "\xc0\xbc", "\xef\xbf\xbd\xef\xbf\xbd" },             /* an overlong `<` */
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },     /* a surrogate */
		{ "\xef\xbf\xbf", "\xef\xbf\xbd" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text t = { 0 };
		svg_escape(&t, cases[i].in);
		expect(&t, cases[i].out);
	}
}

static void numbers(void **state)
{
	static const struct { double v; const char *out; } cases[] = {
		{ 0, "0" }, { -0.0, "0" }, { -0.04, "0" }, { 1.25, "1.3" }, { -1.26, "-1.3" }, { 100, "100" }, { 99.96, "100" },
		{ 1e6, "1000000" }, { NAN, "" }, { INFINITY, "" }, { -INFINITY, "" }, { 1.7e308, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text t = { 0 };
		svg_number(&t, cases[i].v);
		expect(&t, cases[i].out);
	}
}

static void shapes_without_numbers(void **state)
{
	struct text t = { 0 };
	struct svg_path path = { &t, false, false, "p" };

	(void)state;
	svg_line(&t, "a", 0, NAN, 1, 1);
	svg_rect(&t, "a", 0, 0, -1, 1);
	svg_rect(&t, "a", 0, INFINITY, 1, 1);
	svg_circle(&t, "a", 0, 0, NAN);
	svg_text(&t, "a", NAN, 0, "words");
	svg_path_to(&path, NAN, 1);
	svg_path_end(&path, true);
	assert_int_equal(t.len, 0);
	svg_path_to(&path, 1, 2);
	svg_path_to(&path, 3, 4);
	svg_path_to(&path, NAN, 4);
	svg_path_to(&path, 5, 6);
	svg_path_to(&path, 7, 8);
	svg_path_end(&path, false);
	expect(&t, "<path class=\"p\" d=\"M1 2L3 4M5 6L7 8\"/>\n");
}

static void shapes(void **state)
{
	struct text t = { 0 };

	(void)state;
	svg_open(&t, 10, 20.5, 0, "<&>");
	svg_text(&t, "mid", 1, 2, "a<b");
	svg_circle(&t, "s0", 1, 2, 3);
	svg_close(&t);
	expect(&t, "<svg viewBox=\"0 0 10 20.5\" role=\"img\" aria-label=\"&lt;&amp;&gt;\">\n"
		"<text class=\"mid\" x=\"1\" y=\"2\">a&lt;b</text>\n<circle class=\"s0\" cx=\"1\" cy=\"2\" r=\"3\"/>\n</svg>\n");
}

static void scales(void **state)
{
	struct axis a = axis_round(17.8, 29.9, 5, 0, 100);
	double values[] = { 5, 1, 1000, 3, 2, 4 }, bounds[2];
	struct text t = { 0 };

	(void)state;
	assert_true(a.low == 15 && a.high == 30 && a.step == 5);
	assert_true(axis_at(&a, 15) == 0 && axis_at(&a, 30) == 100 && axis_at(&a, 99) == 100 && axis_at(&a, -99) == 0);
	assert_true(isnan(axis_at(&a, NAN)));
	a = axis_round(7, 7, 5, 0, 1);
	assert_true(a.low < 7 && a.high > 7);
	a = axis_round(NAN, 3, 5, 0, 1);
	assert_true(isfinite(a.low) && a.high > a.low && a.step > 0);
	a = axis_round(1.21, 1.44, 3, 0, 1);
	axis_label(&t, &a, a.low);
	expect(&t, "1.2");
	a = axis_round(-1, 1, 4, 0, 1);
	axis_label(&t, &a, -1e-17);
	expect(&t, "0.0");
	axis_bounds(values, 6, 0.2, bounds);
	assert_true(bounds[0] == 2 && bounds[1] == 5);
	axis_bounds(values, 0, 0.2, bounds);
	assert_true(isnan(bounds[0]) && isnan(bounds[1]));
}

static void track_is_bounded(void **state)
{
	static struct track t;
	double n = 0, sum = 0, low = INFINITY, high = -INFINITY;

	(void)state;
	track_clear(&t);
	for (int i = 0; i < 100000; i++) {
		const double values[TRACK_CURVES] = { i, NAN, 3, 4, 5 };
		track_add(&t, 8000 + 0.01 * ((i * 7919) % 100000), values);
	}
	assert_true(t.bins <= TRACK_BINS && t.bins >= TRACK_BINS / 2);
	for (size_t i = 0; i < t.bins; i++) {
		const struct track_values *v = &t.bin[i].of[TRACK_ROP];
		n += v->n;
		sum += v->sum;
		low = fmin(low, v->n > 0 ? v->low : low);
		high = fmax(high, v->n > 0 ? v->high : high);
		assert_true(isnan(track_mean(&t, i, TRACK_WOB)));
		assert_true(t.bin[i].n == 0 || track_mean(&t, i, TRACK_RPM) == 3);
	}
	assert_true(n == 100000 && sum == 99999.0 * 50000 && low == 0 && high == 99999);
	assert_true(fabs(track_depth(&t, 0) - 8000) <= t.width && fabs(track_depth(&t, t.bins - 1) - 9000) <= t.width);
}

static void track_of_odd_depths(void **state)
{
	static struct track t;
	const double values[TRACK_CURVES] = { 1, 1, 1, 1, 1 };

	(void)state;
	track_clear(&t);
	track_add(&t, NAN, values);
	track_add(&t, INFINITY, values);
	track_add(&t, 1e300, values);
	assert_int_equal(t.bins, 0);
	track_add(&t, 1000, values);
	track_add(&t, 999.8, values);           /* a bin before the first */
	track_add(&t, -3, values);
	track_add(&t, 9e5, values);
	assert_true(t.bins <= TRACK_BINS);
	double n = 0;
	for (size_t i = 0; i < t.bins; i++)
		n += t.bin[i].n;
	assert_true(n == 4);
	track_clear(&t);
	track_add(&t, 10, values);
	assert_int_equal(t.bins, 1);
	assert_true(t.width == 0.25);
}

static void points_and_their_colours(void **state)
{
	json_error_t e;
	struct segment s = { .optimal.record = json_loads("{\"tried\":[{\"wob\":20,\"rpm\":100,\"score\":0.9,\"minutes\":5},"
		"{\"wob\":22,\"rpm\":120,\"score\":0.2,\"minutes\":9},{\"wob\":null,\"rpm\":120,\"score\":0.5},7,"
		"{\"wob\":24,\"rpm\":120}]}", 0, &e) };
	struct plot_point points[PLOT_POINTS];

	(void)state;
	assert_non_null(s.optimal.record);
	assert_int_equal(plot_tried(&s, points), 3);
	assert_true(points[0].wob == 24 && points[1].wob == 22 && points[2].wob == 20);        /* the best last */
	assert_string_equal(plot_class(0.9), "s3");
	assert_string_equal(plot_class(0.75), "s2");
	assert_string_equal(plot_class(0.46), "s1");
	assert_string_equal(plot_class(0), "s0");
	assert_string_equal(plot_class(NAN), "sn");
	json_decref(s.optimal.record);
}

/* A picture of records without values, and of wild ones, has no attribute that is no number. */
static void pictures_of_nothing(void **state)
{
	static const char *const records[] = { "{}", "{\"tried\":[{\"wob\":1,\"rpm\":1}]}",
		("{\"tried\":[{\"wob\":1e308,\"rpm\":-1e308,\"mse\":1e308,\"rop\":1,\"score\":1,\"minutes\":1e300},"
		"{\"wob\":-1e308,\"rpm\":1}],"
		"\"founder_wob\":1e308,\"trial\":{\"a\":{},\"b\":{\"wob\":2,\"rpm\":2}}}") };
	static struct track track;

	(void)state;
	for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
		json_error_t e;
		struct setting none = { NAN, NAN, NAN, NAN, NAN };
		struct segment s = { .depth = { NAN, NAN }, .optimal = { .record = json_loads(records[i], 0, &e), .best = none,
			.practice = none, .now = none } };
		struct window w = { .segment = &s, .segments = 1 };
		struct outcome o = { .action = ACTION_CHANGE, .segment = &s };
		const double values[TRACK_CURVES] = { NAN, 1e308, -1e308, NAN, 0 };
		struct text t = { 0 };
		track_clear(&track);
		for (int rows = 0; rows < 2; rows++) {
			plots_points(&t, &o, &s, rows);
			plots_energy(&t, &o, &s, &track, rows);
			plots_track(&t, &w, &o, &track, rows);
			track_add(&track, 1000, values);
			track_add(&track, 1010, values);
		}
		assert_false(t.failed);
		assert_null(strstr(text_view(&t), "nan"));
		assert_null(strstr(text_view(&t), "inf"));
		assert_null(strstr(text_view(&t), "=\"\""));
		text_free(&t);
		json_decref(s.optimal.record);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escaping), cmocka_unit_test(numbers), cmocka_unit_test(shapes_without_numbers),
		cmocka_unit_test(shapes), cmocka_unit_test(scales), cmocka_unit_test(track_is_bounded),
		cmocka_unit_test(track_of_odd_depths), cmocka_unit_test(points_and_their_colours),
		cmocka_unit_test(pictures_of_nothing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
