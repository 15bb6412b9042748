/* founder_test.c - the broken stick against table 18, and how often alike blocks are taken for a founder point. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "founder.h"
#include "oracle.h"

static void table_18(void **state)
{
	json_t *table = oracle_load("18_founder.json"), *row;
	size_t i;

	(void)state;
	assert_non_null(table);
	json_array_foreach(table, i, row) {
		double *column[2];
		size_t n = oracle_series(json_string_value(json_object_get(row, "series")), column, 2);
		struct founder f;

		assert_int_equal(n, (int)oracle_number(row, "n"));
		assert_true(founder_fit(column[0], column[1], NULL, (int)n, &f));
		oracle_close(f.wob, oracle_number(row, "break_wob"), 1e-9, 0);
		oracle_close(f.below, oracle_number(row, "slope_below"), 1e-9, 0);
		oracle_close(f.above, oracle_number(row, "slope_above"), 1e-9, 0);
		oracle_close(f.sse, oracle_number(row, "sse"), 1e-9, 0);
		oracle_close(f.sse_line, oracle_number(row, "sse_linear"), 1e-9, 0);
		oracle_close(f.f, oracle_number(row, "F"), 1e-9, 0);
		assert_int_equal(f.found, i != 1);
		free(column[0]);
		free(column[1]);
	}
	assert_int_equal(i, 3);
	json_decref(table);
}

static uint64_t seed_state;

/* Near enough to normal: the sum of twelve. */
static double normal(void)
{
	double sum = -6;

	for (int i = 0; i < 12; i++) {
		uint64_t z = seed_state += 0x9E3779B97F4A7C15u;
		z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
		z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
		sum += (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.;
	}
	return sum;
}

enum { N = 120, RUNS = 400 };
static double wob[N], cut[N];
static long k[N];

/* Depth of cut grows with WOB, or stops at 24 klbf; noise that remembers for minutes, settings held for six. */
static void drill(uint64_t seed, double stops)
{
	static const double settings[] = { 16, 28, 20, 24, 32 };
	double e;

	seed_state = seed;
	e = normal();
	for (int i = 0; i < N; i++) {
		e = .8 * e + .6 * normal();
		k[i] = i;
		wob[i] = settings[i / 12 % 5] + .3 * normal();
		cut[i] = .004 * fmin(wob[i], stops) * exp(.15 * e);
	}
}

static void alike_blocks_are_no_founder(void **state)
{
	int counted = 0, naive = 0, found = 0;

	(void)state;
	for (uint64_t r = 0; r < RUNS; r++) {
		struct founder f;

		drill(r, HUGE_VAL);
		assert_true(founder_fit(wob, cut, k, N, &f) && f.n_eff > 1 && f.n_eff <= N);
		counted += f.found;
		assert_true(founder_fit(wob, cut, NULL, N, &f));
		naive += f.found;
		drill(r, 24);
		assert_true(founder_fit(wob, cut, k, N, &f));
		found += f.found && fabs(f.wob - 24) < 4;
	}
	print_message("# no founder: claimed %.3f with n_eff, %.3f with n; founder: found %.3f, of %d\n", (double)counted / RUNS,
		(double)naive / RUNS, (double)found / RUNS, RUNS);
	assert_true(counted <= .05 * RUNS && naive > 2 * counted && found > 0);
}

static void too_little(void **state)
{
	struct founder f;

	(void)state;
	drill(1, 24);
	assert_false(founder_fit(wob, cut, k, 7, &f));
	assert_true(isnan(f.wob) && !f.found);
	for (int i = 0; i < N; i++)
		wob[i] = 20;
	assert_false(founder_fit(wob, cut, k, N, &f));
	assert_false(f.found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_18), cmocka_unit_test(alike_blocks_are_no_founder), cmocka_unit_test(too_little),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
