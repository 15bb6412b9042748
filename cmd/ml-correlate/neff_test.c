/*
 * neff_test.c - effective numbers of samples (oracle 05), the lag of ROP (oracle 19), ranks, and autocorrelation by transform
 * against plain sums.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fixture.h"
#include "lag.h"
#include "oracle.h"
#include "rank.h"

static void table(void **state)
{
	json_t *all = oracle_load("05_neff.json"), *row;
	size_t i;

	(void)state;
	assert_non_null(all);
	json_array_foreach(all, i, row) {
		double *v[2] = {0}, pp, first0;
		size_t n = oracle_series(json_string_value(json_object_get(row, "file")), v, 2);
		struct correlation c = fixture_pair(v[0], v[1], NULL, n, "first0");

		oracle_close(c.r, oracle_number(row, "r"), 1e-9, 0);
		if (json_object_get(row, "n_valid")) {
			assert_true((double)c.n == oracle_number(row, "n_valid") && c.n < n);
			oracle_close(c.n_eff, oracle_number(row, "neff_first0_gap"), 1e-9, 0);
			oracle_close(c.p, oracle_number(row, "p"), 1e-9, 0);
		} else {
			first0 = oracle_number(row, "neff_first0");
			pp = oracle_number(row, "neff_pp_n5");
			oracle_close(c.n_eff, first0, 1e-9, 0);
			oracle_close(c.p, oracle_number(row, "p_first0"), 1e-9, 0);
			oracle_close(c.log10_p, oracle_number(row, "log10_p_first0"), 1e-9, 0);
			oracle_close(fixture_pair(v[0], v[1], NULL, n, "pp").n_eff, pp, 1e-9, 0);
			oracle_close(fixture_pair(v[0], v[1], NULL, n, "lag1").n_eff, oracle_number(row, "neff_lag1"), 1e-9, 0);
			oracle_close(fixture_pair(v[0], v[1], NULL, n, "min").n_eff, fmin(first0, pp), 1e-9, 0);
			c = fixture_pair(v[0], v[1], NULL, n, "none");
			assert_true(isnan(c.n_eff));
			oracle_close(c.p, oracle_number(row, "p_naive"), 1e-9, 0);
		}
		free(v[0]);
		free(v[1]);
	}
	assert_int_equal(i, 7);
	assert_null(neff_find("magic"));
	json_decref(all);
}

/* A hole of an hour in two hours of samples: by transform and by plain sums, at every lag. */
static void gaps(void **state)
{
	enum { N = 700 };
	struct pool pool = {0};
	struct spectrum *spectrum = spectrum_new();
	double x[N], squares = 0;
	size_t cell[N];
	unsigned long long seed = 3;
	struct acf_grid grid = { .cell = cell, .n = N, .spectrum = spectrum, .pool = &pool };
	struct acf acf = { .grid = &grid, .x = x };

	(void)state;
	for (size_t i = 0; i < N; i++) {
		cell[i] = i + (i > 200 ? 150 : 0) + (i > 500 ? i / 7 : 0);
		x[i] = fixture_normal(&seed) + (i ? .9 * x[i - 1] : 0);
		squares += x[i] * x[i];
	}
	grid.cells = cell[N - 1] + 1;
	acf.squares = squares;
	assert_true(acf_reach(&acf, 40));       /* few lags, then all of them */
	assert_true(acf_reach(&acf, grid.cells + 5));
	for (size_t k = 0; k < grid.cells; k++) {
		double sum = 0, pairs = 0;

		for (size_t i = 0; i < N; i++)
			for (size_t j = i; j < N && cell[j] - cell[i] <= k; j++)
				if (cell[j] - cell[i] == k) {
					sum += x[i] * x[j];
					pairs++;
				}
		assert_true(acf_pairs(&grid, k) == pairs);
		if (pairs > 0)
			oracle_close(acf.r[k], sum / pairs / (squares / N), 1e-9, 1e-12);
		else
			assert_true(isnan(acf.r[k]));
	}
	assert_true(acf_pairs(&grid, grid.cells) == 0);
	pool_free(&pool);
	spectrum_free(spectrum);
}

static void lags(void **state)
{
	json_t *all = oracle_load("19_lag.json"), *row;
	size_t i;

	(void)state;
	assert_non_null(all);
	json_array_foreach(all, i, row) {
		double *v[2] = {0};
		size_t n = oracle_series(json_string_value(json_object_get(row, "series")), v, 2);
		struct lag lag;

		for (size_t k = 0; k < n; k++) {
			v[0][k] = log(v[0][k]);
			v[1][k] = log(v[1][k]);
		}
		assert_true(lag_find(v[0], v[1], n, 1, &lag));
		assert_true((double)lag.steps == oracle_number(row, "est_lag_s"));
		oracle_close(lag.peak, oracle_number(row, "peak"), 1e-9, 0);
		/* the same samples at 4 s: in steps, and not past 120 s */
		assert_true(lag_find(v[0], v[1], n, 4, &lag));
		assert_true((double)lag.steps == (oracle_number(row, "est_lag_s") <= 30 ? oracle_number(row, "est_lag_s") : 0));
		free(v[0]);
		free(v[1]);
	}
	assert_int_equal(i, 3);
	json_decref(all);
}

/* An ROP that the rig averages over the last 31 s is behind by 15 s; the largest c_k alone would say anything from 0 to 30. */
static void averaged(void **state)
{
	enum { N = 3600, OVER = 31 };
	static double x[N], y[N], wob[N];
	unsigned long long seed = 11;
	struct lag lag;

	(void)state;
	for (int i = 0; i < N; i++) {
		wob[i] = i % 60 ? wob[i - 1] : 20 + 2 * fixture_normal(&seed);
		x[i] = log(wob[i] + .02 * fixture_normal(&seed));
		y[i] = 0;
		for (int k = 0; k < OVER; k++)
			y[i] += 3 * wob[i > k ? i - k : 0] / OVER;
		y[i] = log(y[i]) + .0002 * fixture_normal(&seed);
		if (i % 100 == 37)
			x[i] = NAN;
	}
	assert_true(lag_find(x, y, N, 1, &lag));
	assert_in_range(lag.steps, 14, 16);
	for (int i = 0; i < N; i++)
		y[i] = fixture_normal(&seed);
	assert_true(lag_find(x, y, N, 1, &lag));
	assert_int_equal(lag.steps, 0);
	assert_true(lag_find(x, y, 2, 1, &lag) && lag.steps == 0);
	assert_true(lag_find(x, y, 0, 1, &lag) && lag.steps == 0);
}

/* Ties, one value far out (all others then fall into one bucket), zeros of both signs, extremes. */
static void ranks(void **state)
{
	enum { N = 500 };
	double x[N], rank[N];
	unsigned long long seed = 5;

	(void)state;
	for (int kind = 0; kind < 5; kind++) {
		for (int i = 0; i < N; i++) {
			x[i] = fixture_normal(&seed);
			if (kind == 1)
				x[i] = floor(4 * x[i]) * 0.1;
			if (kind == 2 && i == 77)
				x[i] = 1e300;
			if (kind == 3)
				x[i] = i % 3 ? 0.0 : -0.0;
			if (kind == 4)
				x[i] *= i % 2 ? 1e308 / 7 : -1e308 / 7;
		}
		assert_true(rank_find(x, N, rank));
		for (int i = 0; i < N; i++) {
			int below = 0, equal = 0;

			for (int j = 0; j < N; j++) {
				below += x[j] < x[i];
				equal += x[j] == x[i];
			}
			assert_true(rank[i] == below + (equal + 1) / 2.);
		}
	}
	assert_true(rank_find(x, 0, rank));
	assert_true(rank_find(x, 1, rank) && rank[0] == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table), cmocka_unit_test(gaps), cmocka_unit_test(lags), cmocka_unit_test(averaged),
		cmocka_unit_test(ranks),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
