/*
 * segment_test.c - the plan's rule, one boundary a shift; forced cuts, tops and what goes with a neighbour; boundaries that the
 * settings explain; missing values; the plan's formation names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "oracle.h"
#include "segment.h"

enum { N_MAX = 7200 };

struct world {
	double t[N_MAX], d[N_MAX], depth[N_MAX], changed[N_MAX], rop[N_MAX], rpm[N_MAX], wob[N_MAX], diameter[N_MAX],
		gamma[N_MAX], unknown[N_MAX];
	size_t n;
	double step;
};

static struct world w;

/* n samples of a steady hole at `step` seconds; d is 1.5. */
static void begin(size_t n, double step)
{
	w.n = n;
	w.step = step;
	for (size_t i = 0; i < n; i++) {
		w.t[i] = 1000 + step * (double)i;
		w.d[i] = 1.5;
		w.depth[i] = 5000 + 0.01 * step * (double)i;
		w.changed[i] = 0;
		w.rop[i] = w.rpm[i] = w.wob[i] = w.diameter[i] = w.gamma[i] = w.unknown[i] = NAN;
	}
}

static struct segment_list cut_by(const struct segment_settings *settings)
{
	struct segment_rows r = { .t = w.t, .value = w.d, .d = w.d, .depth = w.depth, .changed = w.changed, .rop = w.rop,
		.rpm = w.rpm, .wob = w.wob, .diameter = w.diameter, .gamma = w.gamma, .lithology = w.unknown, .n = w.n,
		.interval = w.step };
	struct segment_list l = {0};

	assert_true(segment_window(&r, settings, &l));
	return l;
}

static struct segment_list cut(double min_shift)
{
	struct segment_settings plan = { .method = segment_method_find("plan"), .min_shift = min_shift };

	return cut_by(&plan);
}

static struct segment_settings fseg(void)
{
	return (struct segment_settings){ .method = segment_method_find("fseg"), .min_shift = 0.15, .log = true, .join = true,
		.check = true };
}

/* From sample `at` on, d is multiplied. */
static void shift(size_t at, double factor)
{
	for (size_t i = at; i < w.n; i++)
		w.d[i] *= factor;
}

/* The plan's verification: 1.5 to 2.0; its own code makes 32 segments of it. */
static void one_boundary_a_shift(void **state)
{
	static const double steps[] = { 1, 2, 4, 5, 10 };

	(void)state;
	for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
		size_t n = (size_t)(3600 / steps[k]), at = (size_t)(1800 / steps[k]);
		struct segment_list l;

		begin(n, steps[k]);
		shift(at, 2.0 / 1.5);
		l = cut(0.15);
		assert_int_equal(l.n, 2);
		assert_int_equal(l.item[0].last, at);
		assert_int_equal(l.item[1].first, at);
		assert_int_equal(l.item[1].last, n);
		assert_true(l.item[0].boundary == BOUNDARY_NONE && l.item[1].boundary == BOUNDARY_PROVISIONAL);
		oracle_close(l.item[0].mean_d, 1.5, 1e-12, 0);
		oracle_close(l.item[1].mean_d, 2.0, 1e-12, 0);
		assert_true(l.item[0].end == w.t[at - 1] + w.step && l.item[1].start == w.t[at]);
		assert_string_equal(l.item[0].formation, "Medium Shale/Siltstone");
		segment_list_free(&l);

		begin(n, steps[k]);
		shift(at, 1.20);
		l = cut(0.15);
		assert_int_equal(l.n, 2);
		assert_int_equal(l.item[1].first, at);
		segment_list_free(&l);

		begin(n, steps[k]);
		shift(at, 1.14);
		l = cut(0.15);
		assert_int_equal(l.n, 1);
		segment_list_free(&l);
		l = cut(0.10);
		assert_int_equal(l.n, 2);
		segment_list_free(&l);
	}
}

/* Oracle 09's noise-free step, read by the plan's rule. */
static void oracle_step(void **state)
{
	double *y = NULL;
	size_t n = oracle_series("series/fseg_step33_clean.csv", &y, 1), at = 1;
	struct segment_list l;

	(void)state;
	assert_true(n > 0 && n <= N_MAX);
	while (at < n && y[at] == y[0])
		at++;
	begin(n, 1);
	memcpy(w.d, y, n * sizeof *y);
	l = cut(0.15);
	assert_int_equal(l.n, 2);
	assert_int_equal(l.item[1].first, at);
	segment_list_free(&l);
	free(y);
}

/* Up for 50 s and down again is two shifts, not 59; a noisy flank is not a second boundary. */
static void stringer_and_noise(void **state)
{
	struct segment_list l;
	unsigned long seed = 1;

	(void)state;
	begin(3600, 1);
	shift(1000, 1.4);
	shift(1050, 1 / 1.4);
	l = cut(0.15);
	assert_int_equal(l.n, 3);
	assert_int_equal(l.item[1].first, 1000);
	assert_int_equal(l.item[2].first, 1050);
	segment_list_free(&l);

	begin(3600, 1);
	shift(1800, 1.25);
	for (size_t i = 0; i < w.n; i++) {
		seed = (seed * 1103515245UL + 12345UL) & 0x7fffffffUL;
		w.d[i] += 0.3 * ((double)seed / 0x7fffffff - 0.5);
	}
	l = cut(0.15);
	assert_int_equal(l.n, 2);
	assert_true(l.item[1].first >= 1794 && l.item[1].first <= 1806);
	segment_list_free(&l);
}

static void forced(void **state)
{
	struct segment_list l;

	(void)state;
	begin(600, 1);
	w.changed[0] = 1;               /* before the first sample: nothing to cut */
	w.changed[200] = 1;
	for (size_t i = 400; i < w.n; i++)
		w.depth[i] += 3.5;
	w.depth[399] = NAN;             /* the step is seen over a missing depth */
	l = cut(0.15);
	assert_int_equal(l.n, 3);
	assert_int_equal(l.item[1].first, 200);
	assert_int_equal(l.item[2].first, 400);
	assert_true(l.item[0].boundary == BOUNDARY_NONE);
	assert_true(l.item[1].boundary == BOUNDARY_CONFIRMED && l.item[2].boundary == BOUNDARY_CONFIRMED);
	oracle_close(l.item[2].depth_low, 5007.5, 1e-12, 0);
	oracle_close(l.item[2].depth_high, 5009.49, 1e-12, 0);
	segment_list_free(&l);

	begin(600, 1);
	for (size_t i = 300; i < w.n; i++)
		w.depth[i] += 2.9;
	l = cut(0.15);
	assert_int_equal(l.n, 1);
	segment_list_free(&l);

	/* a shift is not looked for across a forced cut, and each side is long enough or not by itself */
	begin(230, 1);
	w.changed[115] = 1;
	shift(60, 1.4);
	l = cut(0.15);
	assert_int_equal(l.n, 2);
	assert_int_equal(l.item[1].first, 115);
	segment_list_free(&l);
}

/* Missing d: no cut of its own, no part in the mean; all missing: one segment without a name. */
static void missing(void **state)
{
	struct segment_list l;

	(void)state;
	begin(600, 1);
	shift(300, 1.4);
	for (size_t i = 290; i < 300; i++)
		w.d[i] = NAN;
	for (size_t i = 0; i < 600; i += 7)
		w.d[i] = NAN;
	l = cut(0.15);
	assert_int_equal(l.n, 2);
	assert_int_equal(l.item[1].first, 300);
	oracle_close(l.item[0].mean_d, 1.5, 1e-12, 0);
	oracle_close(l.item[1].mean_d, 2.1, 1e-12, 0);
	segment_list_free(&l);

	for (size_t i = 0; i < w.n; i++)
		w.d[i] = NAN;
	l = cut(0.15);
	assert_int_equal(l.n, 1);
	assert_true(isnan(l.item[0].mean_d) && isnan(l.item[0].sd_d) && !l.item[0].formation);
	segment_list_free(&l);

	w.n = 0;
	l = cut(0.15);
	assert_int_equal(l.n, 0);
	segment_list_free(&l);
}

/* Below two minutes there is one segment, whatever is in it. */
static void too_short(void **state)
{
	struct segment_list l;

	(void)state;
	begin(119, 1);
	shift(60, 2);
	l = cut(0.15);
	assert_int_equal(l.n, 1);
	segment_list_free(&l);
	begin(120, 1);
	shift(60, 2);
	l = cut(0.15);
	assert_int_equal(l.n, 2);
	segment_list_free(&l);
	begin(1, 1);
	l = cut(0.15);
	assert_int_equal(l.n, 1);
	assert_true(isnan(l.item[0].sd_d) && l.item[0].mean_d == 1.5 && l.item[0].end == l.item[0].start + 1);
	segment_list_free(&l);
}

/* Table 09 through forced cuts and all. */
static void table_09(void **state)
{
	json_t *table = oracle_load("09_fseg.json"), *rows = json_object_get(table, "cases"), *row;
	size_t i;

	(void)state;
	json_array_foreach(rows, i, row) {
		const json_t *want = json_object_get(row, "cps_samples");
		struct segment_settings settings = fseg();
		struct segment_list l;
		double *y = NULL;
		size_t n = oracle_series(json_string_value(json_object_get(row, "series")), &y, 1);

		assert_true(n > 0 && n <= N_MAX);
		begin(n, 1);
		memcpy(w.d, y, n * sizeof *y);
		free(y);
		l = cut_by(&settings);
		assert_int_equal(l.n, json_array_size(want) + 1);
		for (size_t k = 1; k < l.n; k++)
			assert_int_equal(l.item[k].first, oracle_value(json_array_get(want, k - 1)));
		assert_int_equal(l.item[l.n - 1].last, n);
		segment_list_free(&l);
	}
	assert_true(i >= 12);
	json_decref(table);
}

/* The depths at which d changed and the driller changed something; what is in doubt is said. */
static void confounded(void **state)
{
	struct top top = { 5018 + 14, (char *)"Top" };
	struct segment_settings settings = fseg();
	struct segment_list l;

	(void)state;
	begin(3600, 1);
	for (size_t i = 0; i < w.n; i++) {
		w.rpm[i] = 120;
		w.diameter[i] = 8.5;
		w.wob[i] = i < 1800 ? 15 : 30;
		w.rop[i] = i < 2700 ? 45 : 18;
		w.d[i] = log10(w.rop[i] / (60 * w.rpm[i])) / log10(12e3 * w.wob[i] / (1e6 * w.diameter[i]));
	}
	l = cut_by(&settings);
	assert_int_equal(l.n, 3);
	assert_true(l.item[1].first == 1800 && l.item[2].first == 2700);
	assert_int_equal(l.item[0].boundary, BOUNDARY_NONE);
	assert_int_equal(l.item[1].boundary, BOUNDARY_CONFOUNDED);
	assert_int_equal(l.item[2].boundary, BOUNDARY_PROVISIONAL);
	oracle_close(l.item[1].explained, 1, 1e-9, 0);
	oracle_close(l.item[2].explained, 0, 0, 1e-9);
	assert_true(isnan(l.item[0].explained));
	segment_list_free(&l);

	settings.tops = (struct tops){ &top, 1 };               /* 14 ft off: the prognosis was wrong by so much, not the rock */
	l = cut_by(&settings);
	assert_int_equal(l.item[1].boundary, BOUNDARY_PROVISIONAL);
	assert_null(l.item[1].name);
	segment_list_free(&l);
	top.depth = 5018 - 16;
	l = cut_by(&settings);
	assert_int_equal(l.n, 4);
	assert_true(l.item[1].boundary == BOUNDARY_CONFIRMED && l.item[1].forced && l.item[2].boundary == BOUNDARY_CONFOUNDED);
	assert_string_equal(l.item[2].name, "Top");
	segment_list_free(&l);

	/* the top lies five minutes before the step that drew the boundary: near it gamma is even, the segments differ */
	settings = fseg();
	for (size_t i = 0; i < w.n; i++)
		w.gamma[i] = (i < 1500 ? 80 : 20) + (double)(i % 3);
	l = cut_by(&settings);
	assert_int_equal(l.item[1].first, 1800);
	assert_int_equal(l.item[1].boundary, BOUNDARY_PROVISIONAL);
	segment_list_free(&l);

	settings = fseg();
	settings.check = false;
	l = cut_by(&settings);
	assert_int_equal(l.item[1].boundary, BOUNDARY_PROVISIONAL);
	assert_true(isnan(l.item[1].explained));
	segment_list_free(&l);

	settings = fseg();
	settings.held = &w.t[1790];
	settings.held_n = 1;
	l = cut_by(&settings);
	assert_int_equal(l.n, 3);
	assert_int_equal(l.item[1].boundary, BOUNDARY_CONFIRMED);
	segment_list_free(&l);
}

static void tops_cut(void **state)
{
	struct top top[] = { { 4000, (char *)"Hordaland" }, { 5002, (char *)"Shetland" }, { 5004, (char *)"Cromer Knoll" } };
	struct segment_settings settings = fseg();
	struct segment_list l;

	(void)state;
	begin(600, 1);
	settings.tops = (struct tops){ top, 3 };
	w.depth[250] = 5001.5;                  /* pulled back: still in the formation below */
	w.depth[0] = NAN;
	l = cut_by(&settings);
	assert_int_equal(l.n, 3);
	assert_true(l.item[1].first == 200 && l.item[2].first == 400);
	assert_true(l.item[1].forced && l.item[1].boundary == BOUNDARY_CONFIRMED);
	assert_string_equal(l.item[0].name, "Hordaland");
	assert_string_equal(l.item[1].name, "Shetland");
	assert_string_equal(l.item[2].name, "Cromer Knoll");
	segment_list_free(&l);
	assert_int_equal(tops_above(&settings.tops, NAN), 0);
	assert_int_equal(tops_above(&settings.tops, 3999), 0);
	assert_int_equal(tops_above(&settings.tops, 5002), 2);
}

/* Less than 60 s between steps of depth goes with the nearer side; never over `set` or more than 30 ft. */
static void short_runs(void **state)
{
	static const struct { double before, after; bool set; size_t n, first; } cases[] = {
		{ 5, 8, false, 2, 350 }, { 8, 5, false, 2, 300 }, { 31, 31, false, 3, 300 }, { 31, 8, false, 2, 300 }, { 5, 8, true, 2, 300 },
	};

	(void)state;
	for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
		struct segment_settings settings = fseg();
		struct segment_list l;

		begin(700, 1);
		for (size_t i = 300; i < w.n; i++)
			w.depth[i] += cases[k].before + (i >= 350 ? cases[k].after : 0);
		w.changed[300] = cases[k].set;
		l = cut_by(&settings);
		assert_int_equal(l.n, cases[k].n);
		assert_int_equal(l.item[1].first, cases[k].first);
		segment_list_free(&l);
		settings.join = false;
		l = cut_by(&settings);
		assert_int_equal(l.n, 3);
		segment_list_free(&l);
	}
}

static void formation_names(void **state)
{
	(void)state;
	assert_string_equal(segment_formation(0.5), "Soft Shale");
	assert_string_equal(segment_formation(1.2), "Medium Shale/Siltstone");
	assert_string_equal(segment_formation(1.6), "Hard Sandstone");
	assert_string_equal(segment_formation(1.9999), "Hard Sandstone");
	assert_string_equal(segment_formation(2.0), "Very Hard Formation");
	assert_null(segment_formation(NAN));
	assert_null(segment_method_find("fastest"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_boundary_a_shift), cmocka_unit_test(oracle_step), cmocka_unit_test(stringer_and_noise),
		cmocka_unit_test(forced), cmocka_unit_test(missing), cmocka_unit_test(too_short),
		cmocka_unit_test(table_09), cmocka_unit_test(confounded), cmocka_unit_test(tops_cut), cmocka_unit_test(short_runs),
		cmocka_unit_test(formation_names),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
