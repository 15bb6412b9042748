/* stats_test.c - means, quantiles (oracle 13) and the recording GSL handler. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>

#include "oracle.h"
#include "stats.h"

static void quantiles_of_the_oracle(void **state)
{
	static const struct { const char *key; double p; } q[] = {
		{ "q05", .05 }, { "q10", .10 }, { "q50", .50 }, { "q90", .90 }, { "q95", .95 },
	};
	json_t *table = oracle_load("13_robust.json"), *row;
	size_t k;

	(void)state;
	assert_non_null(table);
	assert_true(json_array_size(table) >= 6);
	json_array_foreach(table, k, row) {
		const json_t *list = json_object_get(row, "x");
		size_t n = json_array_size(list);
		double x[64], away[64], median;

		assert_in_range(n, 1, 64);
		for (size_t i = 0; i < n; i++)
			x[i] = oracle_value(json_array_get(list, i));
		for (size_t j = 0; j < sizeof q / sizeof q[0]; j++)
			oracle_close(stats_quantile(x, n, q[j].p), oracle_number(row, q[j].key), 1e-14, 0);
		assert_true(x[0] == oracle_value(json_array_get(list, 0)));     /* a copy was sorted */
		median = stats_median(x, n);
		for (size_t i = 0; i < n; i++)
			away[i] = fabs(x[i] - median);
		oracle_close(stats_median(away, n), oracle_number(row, "mad"), 1e-13, 0);
	}
	json_decref(table);
}

static void moments(void **state)
{
	const double x[] = { 1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16 };
	double y[] = { 3, -1, 2, -1 };

	(void)state;
	oracle_close(stats_mean(x, 4), 1e9 + 10, 1e-16, 0);
	oracle_close(stats_sd(x, 4), sqrt(30), 1e-9, 0);
	assert_true(isnan(stats_mean(x, 0)));
	assert_true(isnan(stats_sd(x, 1)));
	assert_true(isnan(stats_quantile(x, 0, .5)));
	assert_true(isnan(stats_quantile(x, 4, 1.5)));
	assert_true(isnan(stats_quantile(x, 4, NAN)));
	assert_true(stats_quantile(x, 4, 0) == x[0]);
	assert_true(stats_quantile(x, 4, 1) == x[3]);
	stats_sort(y, 4);
	assert_true(y[0] == -1 && y[1] == -1 && y[2] == 2 && y[3] == 3);
}

/* An error that GSL reports only to its handler is remembered until the next gsl_watch(). */
static void handler(void **state)
{
	gsl_sf_result result;

	(void)state;
	gsl_watch();
	assert_true(gsl_fine(GSL_SUCCESS));
	assert_false(gsl_fine(GSL_EDOM));
	assert_true(isnan(gsl_sf_gamma(-1)));
	assert_false(gsl_fine(GSL_SUCCESS));
	gsl_watch();
	assert_true(gsl_fine(gsl_sf_gamma_e(4, &result)));
	assert_true(fabs(result.val - 6) < 1e-12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quantiles_of_the_oracle), cmocka_unit_test(moments), cmocka_unit_test(handler),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
