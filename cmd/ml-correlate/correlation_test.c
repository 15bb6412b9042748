/*
 * correlation_test.c - r, Spearman, Fisher's interval, partial r, Holm and the structural pairs: oracles 03, 04, 06, 07.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "family.h"
#include "fixture.h"
#include "oracle.h"
#include "series.h"

static void series(void **state)
{
	json_t *table = oracle_load("03_pearson_series.json"), *row;
	size_t i;

	(void)state;
	assert_non_null(table);
	json_array_foreach(table, i, row) {
		double *column[2] = {0}, r = oracle_number(row, "r"), log10_p = oracle_number(row, "log10_p_naive");
		size_t n = oracle_series(json_string_value(json_object_get(row, "file")), column, 2);
		struct fixture *f = fixture_new(column[0], column[1], NULL, n);
		struct view *v = view_find(&f->columns, 0, 1, -1);
		struct series *x = view_series(&f->columns, v, 0, VIEW_VALUES, -1);
		struct series *y = view_series(&f->columns, v, 1, VIEW_VALUES, -1);
		struct correlation c = fixture_pair(column[0], column[1], NULL, n, "none");

		assert_true((double)n == oracle_number(row, "n"));
		oracle_close(x->mean, oracle_number(row, "mean_x"), 1e-14, 0);
		oracle_close(y->mean, oracle_number(row, "mean_y"), 1e-13, 0);
		if (isnan(r)) {
			assert_int_equal(c.status, CORRELATION_CONSTANT);
			assert_true(isnan(c.r) && isnan(c.p) && isnan(c.log10_p) && !c.significant);
		} else {
			assert_int_equal(c.status, CORRELATION_OK);
			oracle_close(x->squares / (double)(n - 1), oracle_number(row, "var_x"), 1e-12, 0);
			oracle_close(y->squares / (double)(n - 1), oracle_number(row, "var_y"), 1e-12, 0);
			oracle_close(c.r, r, 1e-13, 0);
			oracle_close(c.spearman, oracle_number(row, "spearman"), 1e-13, 0);
			assert_true(c.exact == (fabs(r) == 1));
			if (c.exact)
				assert_true(c.p == 0 && !isfinite(c.log10_p));
			else
				oracle_close(c.log10_p, log10_p, 1e-10, 0);
		}
		fixture_free(f);
		free(column[0]);
		free(column[1]);
	}
	assert_int_equal(i, 9);
	json_decref(table);
}

static void interval(void **state)
{
	json_t *table = oracle_load("06_fisher_ci.json"), *row;
	size_t i;

	(void)state;
	assert_non_null(table);
	json_array_foreach(table, i, row) {
		double low, high;

		series_interval(oracle_number(row, "r"), oracle_number(row, "n_eff"), &low, &high);
		oracle_close(low, oracle_number(row, "lo"), 1e-12, 0);
		oracle_close(high, oracle_number(row, "hi"), 1e-12, 0);
	}
	assert_int_equal(i, 10);
	json_decref(table);
}

static double given(double r_xy, double r_xz, double r_yz)
{
	return (r_xy - r_xz * r_yz) / sqrt((1 - r_xz * r_xz) * (1 - r_yz * r_yz));
}

static void partial(void **state)
{
	json_t *table = oracle_load("07_partial.json"), *row = json_array_get(table, 0);
	double *v[4] = {0}, want = oracle_number(row, "partial_wob_rop_given_depth"), both;
	size_t n = oracle_series("series/partial.csv", v, 4);     /* depth, wob, rpm, rop */
	struct correlation c;

	(void)state;
	assert_true(n == 300);
	c = fixture_pair(v[1], v[3], v[0], n, "none");
	oracle_close(c.r, oracle_number(row, "r_wob_rop"), 1e-12, 0);
	oracle_close(c.partial, want, 1e-9, 0);
	/* r is -0.86, but given depth 0.29: they differ in sign, nothing is claimed */
	assert_true(c.r < 0 && c.partial > 0 && c.p == 1 && c.log10_p == 0 && c.partial_p < 1e-6);
	/* given depth and rpm: by recursion on the ones given depth */
	both = given(c.partial, fixture_pair(v[1], v[2], v[0], n, "none").partial,
		fixture_pair(v[3], v[2], v[0], n, "none").partial);
	oracle_close(both, oracle_number(row, "partial_wob_rop_given_depth_rpm"), 1e-9, 0);
	/* two that are both depth and nothing else */
	for (size_t i = 0; i < n; i++) {
		v[1][i] = 3 * v[0][i] + 1;
		v[2][i] = 7 - v[0][i];
	}
	c = fixture_pair(v[1], v[2], v[0], n, "none");
	assert_true(c.exact && c.r == -1 && isnan(c.partial) && c.p == 1);
	/* a depth that never changes explains nothing and is not made up */
	memset(v[0], 0, n * sizeof *v[0]);
	c = fixture_pair(v[1], v[2], v[0], n, "none");
	assert_true(isnan(c.partial) && c.p == 0 && isinf(c.log10_p));
	for (int k = 0; k < 4; k++)
		free(v[k]);
	json_decref(table);
}

static void holm(void **state)
{
	json_t *table = oracle_load("04_multiplicity.json"), *row;
	size_t i;

	(void)state;
	assert_non_null(table);
	json_array_foreach(table, i, row) {
		json_t *p = json_object_get(row, "p"), *want = json_object_get(row, "holm");
		size_t m = json_array_size(p);
		double in[8], out[8];

		for (size_t k = 0; k < m; k++)
			in[k] = oracle_value(json_array_get(p, k));
		family_holm(in, out, m);
		for (size_t k = 0; k < m; k++)
			oracle_close(out[k], oracle_value(json_array_get(want, k)), 1e-12, 0);
	}
	assert_int_equal(i, 10);
	json_decref(table);
}

/* A missing value takes its row out, too few rows are no answer, and only tested pairs make the family. */
static void missing_and_family(void **state)
{
	enum { N = 60 };
	double x[N], y[N], flat[N];
	struct correlation c[3];

	(void)state;
	for (int i = 0; i < N; i++) {
		x[i] = i % 2 ? (double)NAN : i;
		y[i] = 3 * i + (i % 3);
		flat[i] = 600.1;
	}
	c[0] = fixture_pair(x, y, NULL, N, "none");
	assert_int_equal(c[0].status, CORRELATION_OK);
	assert_int_equal(c[0].n, 30);
	x[0] = NAN;
	c[1] = fixture_pair(x, y, NULL, N, "none");
	assert_int_equal(c[1].status, CORRELATION_INSUFFICIENT);
	assert_int_equal(c[1].n, 29);
	c[2] = fixture_pair(flat, y, NULL, N, "none");
	assert_int_equal(c[2].status, CORRELATION_CONSTANT);
	family_adjust(c, 3, 0.05, 0);
	assert_true(c[0].significant && c[0].p_adjusted == c[0].p);
	assert_true(!c[1].significant && isnan(c[1].p_adjusted));
	assert_true(!c[2].significant && isnan(c[2].p_adjusted));
	c[0].p = 0.05;
	family_adjust(c, 1, 0.05, 0);
	assert_false(c[0].significant);
	/* a weak one is none, however sure; a structural one is none and is counted by itself */
	c[0].p = 1e-9;
	c[0].r = 0.19;
	c[1] = c[2] = c[0];
	c[1].structural = true;
	c[2].r = -0.2;
	family_adjust(c, 3, 0.05, 0.2);
	assert_true(!c[0].significant && !c[1].significant && c[2].significant);
	assert_true(c[0].p_adjusted == 2e-9 && c[1].p_adjusted == 1e-9);
}

/* Sixty samples that drift are worth a few: r is shown, nothing is tested, nothing counts. */
static void few(void **state)
{
	double x[60], y[60];
	struct correlation c;

	(void)state;
	for (int i = 0; i < 60; i++) {
		x[i] = i;
		y[i] = i + 5 * sin(i * .1);
	}
	c = fixture_pair(x, y, NULL, 60, "min");
	assert_int_equal(c.status, CORRELATION_INSUFFICIENT);
	assert_true(c.r > .9 && c.n_eff >= 1 && c.n_eff < NEFF_LEAST && isnan(c.p) && isnan(c.log10_p));
	family_adjust(&c, 1, 0.05, 0);
	assert_true(!c.significant && isnan(c.p_adjusted));
}

/* MSE = c RPM / ROP with ROP on its own: r(RPM, MSE) is strong and says nothing, the slope is 1. With ROP ~ RPM^2 it is -1. */
static void structural(void **state)
{
	enum { N = 2000 };
	static double part[N], rest[N], rpm[N], mse[N];
	unsigned long long seed = 7;

	(void)state;
	for (int follows = 0; follows < 2; follows++) {
		struct correlation_how how = { neff_find("min"), true };
		struct correlation c;
		struct fixture *f;

		for (int i = 0; i < N; i++) {
			rpm[i] = 120 + 15 * fixture_normal(&seed);
			mse[i] = 1e4 * rpm[i] / (follows ? rpm[i] * rpm[i] / 200 : 60) * exp(.05 * fixture_normal(&seed));
			part[i] = log(rpm[i]);
			rest[i] = log(mse[i]) - part[i];
		}
		f = fixture_new(rpm, mse, part, N);
		f->columns.column[3] = rest;
		assert_true(correlation_find(&f->columns, 0, 1, -1, &how, &c));
		assert_true(c.status == CORRELATION_OK && c.p < 1e-9 && fabs(c.r) > .8);
		assert_true(correlation_structural(&f->columns, 0, 1, -1, &(struct correlation_formula){ 2, 3, 1 }, &how, &c));
		assert_true(fabs(c.r) > .8 && c.n_eff > 100 && isnan(c.spearman_p) && isfinite(c.spearman));
		assert_true(c.structural && c.status == CORRELATION_OK && c.p == c.slope_p);
		assert_true(fabs(c.slope - (follows ? -1 : 1)) < .03);
		assert_true(follows ? c.slope_p < 1e-9 : c.slope_p > .05);
		c.p = 0;
		family_adjust(&c, 1, 0.05, 0);
		assert_false(c.significant);
		fixture_free(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(series), cmocka_unit_test(interval), cmocka_unit_test(partial), cmocka_unit_test(holm),
		cmocka_unit_test(missing_and_family), cmocka_unit_test(few), cmocka_unit_test(structural),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
