/*
 * correlation_test.c - r, Spearman, Fisher's interval, partial r and Holm: oracles 03, 04, 06, 07.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "correlation.h"
#include "oracle.h"
#include "pearson.h"

static struct correlation pair(const double *x, const double *y, const double *z, size_t n)
{
	struct correlation c;
	double *t = calloc(n, sizeof *t);

	assert_true(correlation_pair(x, y, z, t, n, 1, neff_find("none"), &c));
	free(t);
	return c;
}

static void series(void **state)
{
	json_t *table = oracle_load("03_pearson_series.json"), *row;
	size_t i;

	(void)state;
	assert_non_null(table);
	json_array_foreach(table, i, row) {
		double *column[2] = {0}, r = oracle_number(row, "r"), log10_p = oracle_number(row, "log10_p_naive");
		size_t n = oracle_series(json_string_value(json_object_get(row, "file")), column, 2);
		struct moments m;
		struct correlation c;

		assert_true((double)n == oracle_number(row, "n"));
		m = pearson_moments(column[0], column[1], n);
		oracle_close(m.mean_x, oracle_number(row, "mean_x"), 1e-14, 0);
		oracle_close(m.mean_y, oracle_number(row, "mean_y"), 1e-13, 0);
		c = pair(column[0], column[1], NULL, n);
		if (isnan(r)) {
			assert_int_equal(c.status, CORRELATION_CONSTANT);
			assert_true(isnan(c.r) && isnan(c.p) && isnan(c.log10_p) && !c.significant);
		} else {
			assert_int_equal(c.status, CORRELATION_OK);
			oracle_close(m.sxx / (double)(n - 1), oracle_number(row, "var_x"), 1e-12, 0);
			oracle_close(m.syy / (double)(n - 1), oracle_number(row, "var_y"), 1e-12, 0);
			oracle_close(c.r, r, 1e-13, 0);
			oracle_close(c.spearman, oracle_number(row, "spearman"), 1e-13, 0);
			assert_true(c.exact == (fabs(r) == 1));
			if (c.exact)
				assert_true(c.p == 0 && !isfinite(c.log10_p));
			else
				oracle_close(c.log10_p, log10_p, 1e-10, 0);
		}
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

		pearson_interval(oracle_number(row, "r"), oracle_number(row, "n_eff"), &low, &high);
		oracle_close(low, oracle_number(row, "lo"), 1e-12, 0);
		oracle_close(high, oracle_number(row, "hi"), 1e-12, 0);
	}
	assert_int_equal(i, 10);
	json_decref(table);
}

static void partial(void **state)
{
	json_t *table = oracle_load("07_partial.json"), *row = json_array_get(table, 0);
	double *v[4] = {0}, want = oracle_number(row, "partial_wob_rop_given_depth"), rz_depth, xz_depth, yz_depth;
	size_t n = oracle_series("series/partial.csv", v, 4);     /* depth, wob, rpm, rop */
	struct correlation c;

	(void)state;
	assert_true(n == 300);
	c = pair(v[1], v[3], v[0], n);
	oracle_close(c.r, oracle_number(row, "r_wob_rop"), 1e-12, 0);
	oracle_close(c.partial, want, 1e-9, 0);
	/* given depth and rpm: by recursion on the ones given depth */
	yz_depth = pair(v[3], v[2], v[0], n).partial;
	xz_depth = pair(v[1], v[2], v[0], n).partial;
	rz_depth = pearson_partial(c.partial, xz_depth, yz_depth);
	oracle_close(rz_depth, oracle_number(row, "partial_wob_rop_given_depth_rpm"), 1e-9, 0);
	assert_true(isnan(pearson_partial(0.5, 1, 0.2)));
	/* a depth that never changes explains nothing and is not made up */
	memset(v[0], 0, n * sizeof *v[0]);
	assert_true(isnan(pair(v[1], v[3], v[0], n).partial));
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
		correlation_holm(in, out, m);
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
	c[0] = pair(x, y, NULL, N);
	assert_int_equal(c[0].status, CORRELATION_OK);
	assert_int_equal(c[0].n, 30);
	x[0] = NAN;
	c[1] = pair(x, y, NULL, N);
	assert_int_equal(c[1].status, CORRELATION_INSUFFICIENT);
	assert_int_equal(c[1].n, 29);
	c[2] = pair(flat, y, NULL, N);
	assert_int_equal(c[2].status, CORRELATION_CONSTANT);
	correlation_family(c, 3, 0.05);
	assert_true(c[0].significant && c[0].p_adjusted == c[0].p);
	assert_true(!c[1].significant && isnan(c[1].p_adjusted));
	assert_true(!c[2].significant && isnan(c[2].p_adjusted));
	c[0].p = 0.05;
	correlation_family(c, 1, 0.05);
	assert_false(c[0].significant);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(series), cmocka_unit_test(interval), cmocka_unit_test(partial),
		cmocka_unit_test(holm), cmocka_unit_test(missing_and_family),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
