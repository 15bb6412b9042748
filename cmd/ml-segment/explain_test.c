/*
 * explain_test.c - what the settings explain of a shift, against numbers of the reference; gamma and lithology as witnesses.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "explain.h"
#include "oracle.h"

enum { HALF = 150, N = 2 * HALF };

static double wob[N], rpm[N], rop[N], diameter[N], gamma_api[N], lithology[N];
static size_t row[N];
static const struct segment_rows rows = { .rop = rop, .rpm = rpm, .wob = wob, .diameter = diameter, .gamma = gamma_api,
	.lithology = lithology, .n = N };
static const struct sides sides = { row, row + HALF, HALF, HALF };

/* The middle sample of each side has the value, one more is far off, the rest is around it. */
static void fill(double *to, double before, double after)
{
	for (size_t i = 0; i < N; i++) {
		double v = i < HALF ? before : after;

		row[i] = i;
		to[i] = v * (1 + 0.02 * ((double)(i % 3) - 1));
	}
	to[7] = to[N - 7] = 1e6;
}

static void world(double w0, double w1, double n0, double n1, double r0, double r1)
{
	fill(wob, w0, w1);
	fill(rpm, n0, n1);
	fill(rop, r0, r1);
	fill(gamma_api, NAN, NAN);
	fill(lithology, NAN, NAN);
	for (size_t i = 0; i < N; i++) {
		diameter[i] = 8.5;
		gamma_api[i] = lithology[i] = NAN;
	}
}

static void share(void **state)
{
	static const struct { double w0, w1, n0, n1, r0, r1, want; } cases[] = {
		{ 18, 30, 120, 120, 45, 45, 1 },                        /* ROP flat */
		{ 18, 30, 120, 120, 45, 60, 1.6383443287690898 },
		{ 20, 20, 120, 120, 60, 30, 0 },                        /* rock: the settings stood */
		{ 20, 21, 120, 120, 60, 35, 0.11433006506137236 },
		{ 24, 24, 100, 150, 50, 50, 1 },
		{ 25, 15, 120, 120, 80, 40, -127.88201620699583 },
		/* weight up and speed down, past the founder: .224 if ROP stood still, .63 if it followed speed */
		{ 18, 24, 140, 110, 75, 46.7, 0.629 },
	};

	(void)state;
	for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
		world(cases[k].w0, cases[k].w1, cases[k].n0, cases[k].n1, cases[k].r0, cases[k].r1);
		oracle_close(explain_share(&rows, &sides), cases[k].want, k == 6 ? 2e-3 : 1e-9, 1e-12);
	}
	oracle_close(explain_d(30, 120, 35, 8.5), 1.8222834, 1e-7, 0);
	assert_true(isnan(explain_d(0, 120, 35, 8.5)) && isnan(explain_d(60 * 120, 120, 35, 8.5)) &&
		isnan(explain_d(30, 120, NAN, 8.5)) && isnan(explain_d(30, 120, -3, 8.5)) && isnan(explain_d(30, 0, 35, 8.5)));
}

static void not_known(void **state)
{
	struct sides few = sides;

	(void)state;
	world(18, 30, 120, 120, 45, 45);
	few.n_after = 2;
	assert_true(isnan(explain_share(&rows, &few)));
	few.n_after = 3;
	assert_true(isfinite(explain_share(&rows, &few)));
	for (size_t i = 0; i < HALF; i++)
		wob[i] = NAN;
	assert_true(isnan(explain_share(&rows, &sides)));
}

static void witnesses(void **state)
{
	(void)state;
	world(18, 30, 120, 120, 45, 45);
	assert_false(explain_rock_agrees(&rows, &sides));
	fill(gamma_api, 80, 89);                /* steady, but less than 10 API */
	assert_false(explain_rock_agrees(&rows, &sides));
	fill(gamma_api, 80, 40);
	assert_true(explain_rock_agrees(&rows, &sides));
	for (size_t i = 0; i < N; i++)
		gamma_api[i] = (i < HALF ? 80 : 95) + 12 * ((double)(i % 5) - 2);
	assert_false(explain_rock_agrees(&rows, &sides));       /* within twice the spread */
	for (size_t i = 0; i < N; i++) {
		gamma_api[i] = NAN;
		lithology[i] = i < HALF ? (i % 3 ? 4 : 7) : (i % 4 ? 7 : NAN);
	}
	assert_true(explain_rock_agrees(&rows, &sides));
	assert_int_equal(explain_lithology(lithology, row, HALF), 4);
	assert_int_equal(explain_lithology(lithology, row + HALF, HALF), 7);
	for (size_t i = HALF; i < N; i++)
		lithology[i] = i % 2 ? 7 : 4;   /* no majority */
	assert_int_equal(explain_lithology(lithology, row + HALF, HALF), -1);
	assert_false(explain_rock_agrees(&rows, &sides));
	assert_int_equal(explain_lithology(lithology, row, 0), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(share), cmocka_unit_test(not_known), cmocka_unit_test(witnesses),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
