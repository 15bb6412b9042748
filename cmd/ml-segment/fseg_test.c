/*
 * fseg_test.c - table 09: boundaries, penalty and noise, from bins and from samples; bins of time, of depth, over gaps.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bins.h"
#include "fseg.h"
#include "oracle.h"
#include "stats.h"

enum { N_MAX = 4000 };

static double t[N_MAX], depth[N_MAX], y[N_MAX];
static struct segment_settings settings;

static struct segment_series series(size_t n, double step)
{
	settings = (struct segment_settings){ .method = segment_method_find("fseg"), .min_shift = 0.15, .log = true };
	for (size_t i = 0; i < n; i++) {
		t[i] = 1000 + step * (double)i;
		depth[i] = 5000 + 0.02 * step * (double)i;
	}
	return (struct segment_series){ .value = y, .t = t, .depth = depth, .n = n, .interval = step, .settings = &settings };
}

static void same(const json_t *want, const int *got, int n)
{
	assert_int_equal(n, json_array_size(want));
	for (int i = 0; i < n; i++)
		assert_int_equal(got[i], oracle_value(json_array_get(want, (size_t)i)));
}

static void table_09(void **state)
{
	json_t *table = oracle_load("09_fseg.json"), *rows = json_object_get(table, "cases"), *row;
	size_t i;

	(void)state;
	assert_true(json_array_size(rows) >= 12);
	json_array_foreach(rows, i, row) {
		double *column = NULL, z[N_MAX];
		size_t n = oracle_series(json_string_value(json_object_get(row, "series")), &column, 1);
		struct segment_cuts cuts = {0};
		struct segment_series s;
		struct fseg_fit fit;
		struct bins b;
		int change[N_MAX], count;

		assert_true(n > 0 && n <= N_MAX);
		memcpy(y, column, n * sizeof *y);
		free(column);
		s = series(n, 1);
		assert_true(bins_make(&s, &b));
		assert_int_equal(b.n, oracle_number(row, "bins"));
		assert_int_equal(b.minimum, fseg_default.minimum);
		count = fseg_bins(b.z, b.n, &fseg_default, z, change, &fit);
		same(json_object_get(row, "cps_bins"), change, count);
		assert_int_equal(fit.raw, json_array_size(json_object_get(row, "raw_cps_bins")));
		if (json_is_null(json_object_get(row, "beta"))) {
			assert_true(isnan(fit.beta) && isnan(fit.variance));
		} else {
			oracle_close(fit.beta, oracle_number(row, "beta"), 1e-9, 0);
			oracle_close(fit.variance, oracle_number(row, "sigma2_LR"), 1e-9, 0);
		}
		bins_free(&b);

		assert_true(fseg_find(&s, &cuts));
		count = (int)cuts.n;
		for (int k = 0; k < count; k++)
			change[k] = (int)cuts.at[k];
		same(json_object_get(row, "cps_samples"), change, count);
		free(cuts.at);
	}
	json_decref(table);
}

/* 10 s and three samples at any interval; the rest is in no bin; no bin over a gap. */
static void bins_of_time(void **state)
{
	static const struct { double step; int samples; } rates[] = { { 1, 10 }, { 2, 5 }, { 4, 3 }, { 5, 3 }, { 10, 3 } };
	struct segment_series s;
	struct bins b;

	(void)state;
	for (size_t i = 0; i < N_MAX; i++)
		y[i] = exp((double)(i % 7));
	for (size_t k = 0; k < sizeof rates / sizeof *rates; k++) {
		s = series(100, rates[k].step);
		assert_true(bins_make(&s, &b));
		assert_int_equal(b.n, 100 / rates[k].samples);
		assert_int_equal(b.first[1], rates[k].samples);
		assert_int_equal(b.minimum, 6);
		oracle_close(b.z[0], log(stats_median(y, (size_t)rates[k].samples)), 1e-15, 0);
		bins_free(&b);
	}
	s = series(100, 1);
	for (size_t i = 25; i < 100; i++)
		t[i] += 60;             /* 61 s */
	assert_true(bins_make(&s, &b));
	assert_int_equal(b.n, 2 + 7);
	assert_int_equal(b.first[2], 25);
	bins_free(&b);
	for (size_t i = 25; i < 100; i++)
		t[i] -= 1;              /* 60 s is no gap yet */
	assert_true(bins_make(&s, &b));
	assert_int_equal(b.n, 10);
	bins_free(&b);
	settings.bin_s = 1;
	settings.min_s = 5;
	settings.log = false;
	y[3] = -2;
	assert_true(bins_make(&s, &b));
	assert_true(b.n == 100 && b.minimum == 5 && b.z[3] <= -2 && b.z[3] >= -2);
	bins_free(&b);
}

/* Bins of depth go by the deepest sample so far; where nothing was drilled there is no bin. */
static void bins_of_depth(void **state)
{
	struct segment_series s = series(400, 1);       /* 8 ft */
	struct bins b;

	(void)state;
	for (size_t i = 0; i < 400; i++)
		y[i] = depth[i] < 5004 ? 1 : 2;
	settings.bin_ft = 0.5;
	settings.min_ft = 2;
	depth[120] = 4999;
	depth[130] = NAN;
	assert_true(bins_make(&s, &b));
	assert_int_equal(b.n, 16);
	assert_int_equal(b.minimum, 4);
	for (int k = 0; k < b.n; k++) {
		assert_int_equal(b.first[k], 25 * k);
		oracle_close(b.z[k], k < 8 ? 0 : log(2), 1e-15, 1e-15);
	}
	bins_free(&b);
	for (size_t i = 200; i < 400; i++)
		depth[i] += 2;
	assert_true(bins_make(&s, &b));
	assert_int_equal(b.n, 16);
	assert_int_equal(b.first[8], 200);
	bins_free(&b);
	for (size_t i = 0; i < 400; i++)
		depth[i] = NAN;
	assert_true(bins_make(&s, &b));
	assert_int_equal(b.n, 0);
	bins_free(&b);
}

/* A clean step is found at every rate, within a bin; a step of 10 % is not; without the logarithm the same. */
static void rates(void **state)
{
	static const double steps[] = { 1, 2, 4, 5, 10 };

	(void)state;
	for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
		for (int log = 0; log < 2; log++) {
			size_t n = (size_t)(3600 / steps[k]), at = (size_t)(1800 / steps[k]);
			struct segment_series s = series(n, steps[k]);
			struct segment_cuts cuts = {0};

			settings.log = log;
			for (size_t i = 0; i < n; i++)
				y[i] = (i < at ? 1.5 : 1.8) + 0.01 * (double)(i % 3);
			assert_true(fseg_find(&s, &cuts));
			assert_int_equal(cuts.n, 1);
			assert_true(fabs((double)cuts.at[0] - (double)at) * steps[k] <= fmax(10, 3 * steps[k]));
			free(cuts.at);
			cuts = (struct segment_cuts){0};
			for (size_t i = at; i < n; i++)
				y[i] -= 0.15;
			assert_true(fseg_find(&s, &cuts));
			assert_int_equal(cuts.n, 0);
			settings.min_shift = 0;
			assert_true(fseg_find(&s, &cuts));
			assert_int_equal(cuts.n, 1);
			free(cuts.at);
		}
}

/* What earlier runs were sure of stays down to 10 %, and where a side is too short to deny it. */
static void held(void **state)
{
	static const struct { double at, step; size_t n; size_t cut; } cases[] = {
		{ 1600, 1.12, 1, 600 }, { 1600, 1.08, 0, 0 }, { 1600, 1.30, 1, 600 }, { 1640, 1.30, 1, 600 }, { 1030, 1, 1, 30 },
		{ 2180, 1, 1, 1180 }, { 1000, 1, 0, 0 }, { 2300, 1, 0, 0 },
	};

	(void)state;
	for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
		struct segment_series s = series(1200, 1);
		struct segment_cuts cuts = {0};

		for (size_t i = 0; i < s.n; i++)
			y[i] = 1.4 * (i < 600 ? 1 : cases[k].step);
		s.held = &cases[k].at;
		s.held_n = 1;
		assert_true(fseg_find(&s, &cuts));
		assert_int_equal(cuts.n, cases[k].n);
		if (cuts.n)
			assert_int_equal(cuts.at[0], cases[k].cut);
		free(cuts.at);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_09), cmocka_unit_test(bins_of_time), cmocka_unit_test(bins_of_depth),
		cmocka_unit_test(rates), cmocka_unit_test(held),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
