/*
 * pelt_test.c - tables 08 and 08b: the exact split, also where pruning at once would miss it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "oracle.h"
#include "pelt.h"

enum { N_MAX = 1000 };

/* Numbers of a JSON array; their count. */
static int take(const json_t *array, double *y)
{
	assert_true(json_array_size(array) <= N_MAX);
	for (size_t i = 0; i < json_array_size(array); i++)
		y[i] = oracle_value(json_array_get(array, i));
	return (int)json_array_size(array);
}

static void check(const json_t *row, const double *y, int n)
{
	const json_t *want = json_object_get(row, "cps");
	int changes[N_MAX], count;
	double objective = NAN;

	count = pelt(y, n, oracle_number(row, "beta"), (int)oracle_number(row, "minseg"), changes, &objective);
	assert_int_equal(count, json_array_size(want));
	for (int i = 0; i < count; i++)
		assert_int_equal(changes[i], oracle_value(json_array_get(want, (size_t)i)));
	oracle_close(objective, oracle_number(row, "objective"), 1e-9, 1e-9);
}

static void table_08(void **state)
{
	json_t *table = oracle_load("08_pelt.json"), *rows = json_object_get(table, "cases"), *row;
	size_t i, done = 0;

	(void)state;
	json_array_foreach(rows, i, row) {
		const char *series = json_string_value(json_object_get(row, "series"));
		double *y = NULL;
		size_t n;

		if (strstr(series, "well_log"))
			continue;
		n = oracle_series(series, &y, 1);
		assert_int_equal(n, oracle_number(row, "n"));
		check(row, y, (int)n);
		free(y);
		done++;
	}
	assert_true(done >= 10);
	json_decref(table);
}

/* The cases of table 08 on a series that is kept beside the tree. */
static void table_08_well_log(void **state)
{
	const char *shared = getenv("SHARED"), *top = getenv("TOP");
	json_t *table = oracle_load("08_pelt.json"), *rows = json_object_get(table, "cases"), *row, *data;
	static double y[N_MAX];
	char path[512];
	size_t i;
	int n;

	(void)state;
	if (shared && *shared)
		snprintf(path, sizeof path, "%s/data/tcpd/well_log.json", shared);
	else
		snprintf(path, sizeof path, "%s/../shared/data/tcpd/well_log.json", top && *top ? top : ".");
	data = json_load_file(path, 0, NULL);
	if (!data) {
		json_decref(table);
		print_message("# skipped: no %s\n", path);   /* skip() of cmocka 1.1 is "not ok" to prove */
		return;
	}
	n = take(json_object_get(json_array_get(json_object_get(data, "series"), 0), "raw"), y);
	assert_int_equal(n, 675);
	json_array_foreach(rows, i, row) {
		if (strstr(json_string_value(json_object_get(row, "series")), "well_log"))
			check(row, y, n);
	}
	json_decref(data);
	json_decref(table);
}

static void table_08b(void **state)
{
	json_t *table = oracle_load("08b_pelt_minseg_trap.json"), *rows = json_object_get(table, "cases"), *row;
	double y[N_MAX];
	size_t i;

	(void)state;
	assert_true(json_array_size(rows) >= 1);
	json_array_foreach(rows, i, row) {
		check(row, y, take(json_object_get(row, "y"), y));
	}
	json_decref(table);
}

/* Against every split of short series by brute force, with steps, ties and least lengths. */
static double best_of(const double *y, int n, double beta, int minimum)
{
	double best = HUGE_VAL;

	for (unsigned mask = 0; mask < 1U << (n - 1); mask++) {
		double total = 0;
		int from = 0;

		for (int i = 1; i <= n && isfinite(total); i++) {
			double mean = 0, sse = 0;

			if (i < n && !(mask >> (i - 1) & 1))
				continue;
			for (int k = from; k < i; k++)
				mean += y[k] / (i - from);
			for (int k = from; k < i; k++)
				sse += (y[k] - mean) * (y[k] - mean);
			total += i - from < minimum ? HUGE_VAL : sse + (from ? beta : 0);
			from = i;
		}
		if (total < best)
			best = total;
	}
	return best;
}

static void brute_force(void **state)
{
	unsigned long seed = 7;

	(void)state;
	for (int run = 0; run < 300; run++) {
		int n = 4 + run % 8, minimum = 1 + run % 4, changes[16];
		double y[16], objective, beta = 0.2 + run % 5;

		for (int i = 0; i < n; i++) {
			seed = (seed * 1103515245UL + 12345UL) & 0x7fffffffUL;
			y[i] = (double)(seed >> 16 & 15) / 4 + (i > n / 2 ? run % 3 : 0);
		}
		assert_true(pelt(y, n, beta, minimum, changes, &objective) >= 0);
		oracle_close(objective, best_of(y, n, beta, minimum), 1e-9, 1e-9);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_08), cmocka_unit_test(table_08_well_log), cmocka_unit_test(table_08b),
		cmocka_unit_test(brute_force),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
