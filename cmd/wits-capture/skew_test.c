/*
 * skew_test.c - offset, spread, drift and jumps from synthetic delays.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "skew.h"

static const double T0 = 1.7e9;
static uint64_t seed;

static double uniform(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return ((double)(seed >> 11) + 0.5) / 9007199254740992.0;
}

static double delay(double mean)
{
	return -mean * log(uniform());
}

static void nothing_known(void **state)
{
	struct skew s;
	double jump;

	(void)state;
	skew_init(&s);
	assert_true(isnan(s.offset));
	assert_true(fabs(skew_correct(&s, 5) - 5) < 1e-9);
	assert_false(skew_add(&s, NAN, T0, &jump));
	assert_int_equal(s.n, 0);
}

/* A clock 37 minutes off, delays of 0.2 s on average: the edge, not the mean. */
static void lower_edge(void **state)
{
	struct skew s;
	double jump;

	(void)state;
	seed = 1;
	skew_init(&s);
	for (int i = 0; i < 3600; i++)
		assert_false(skew_add(&s, T0 + i - 2220, T0 + i + delay(0.2), &jump));
	assert_true(fabs(s.offset - 2220) < 0.01);
	assert_true(fabs(s.spread - 0.2) < 0.1);
	assert_true(fabs(skew_correct(&s, T0 - 2220) - T0) < 0.01);
	assert_int_equal(s.jumps, 0);
}

/* Stalls of 3 to 200 s, each followed by all that waited: no jump, the offset stays. */
static void stalls(void **state)
{
	struct skew s;
	double jump;

	(void)state;
	seed = 2;
	skew_init(&s);
	for (int i = 0; i < 7200; i++) {
		int at = i % 600, length = 3 + i / 600 * 18;
		double arrival = at >= 300 && at < 300 + length ? T0 + i - at + 300 + length : T0 + i;
		assert_false(skew_add(&s, T0 + i + 12, arrival + delay(0.05), &jump));
		assert_true(fabs(s.offset + 12) < 0.5);
	}
}

/* An hour forward, an hour back, 2 s by NTP (taken up, not told), 30 s back. */
static void jumps(void **state)
{
	static const struct { double step; bool told; } change[] = { { 3600, true }, { -3600, true }, { -2, false }, { -30, true } };
	struct skew s;
	double jump = 0, off = 0;
	int i = 0;

	(void)state;
	seed = 3;
	skew_init(&s);
	for (int k = 0; k < 4; k++) {
		int told = 0;
		for (int end = i + 1800; i < end; i++)
			skew_add(&s, T0 + i + off, T0 + i + delay(0.1), &jump);
		off += change[k].step;
		for (int end = i + 1800; i < end; i++)
			if (skew_add(&s, T0 + i + off, T0 + i + delay(0.1), &jump)) {
				told++;
				assert_true(fabs(jump + change[k].step) < 0.6);
				assert_true(i < end - 1800 + 30);
			}
		assert_int_equal(told, change[k].told);
		assert_true(fabs(s.offset + off) < 0.05);
	}
	assert_int_equal(s.jumps, 3);
}

/* One or two frames of another time are no jump. */
static void odd_frames(void **state)
{
	struct skew s;
	double jump;

	(void)state;
	skew_init(&s);
	for (int i = 0; i < 1000; i++)
		assert_false(skew_add(&s, i % 100 == 50 || i % 100 == 51 ? T0 + 86400 : T0 + i, T0 + i + 0.1, &jump));
	assert_true(fabs(s.offset - 0.1) < 1e-6);
}

/* A rig's clock that gains 2 s a day. */
static void drift(void **state)
{
	struct skew s;
	double jump;

	(void)state;
	seed = 4;
	skew_init(&s);
	for (int i = 0; i < 86400; i++) {
		assert_false(skew_add(&s, T0 + i * (1 + 2 / 86400.0), T0 + i + delay(0.1), &jump));
		if (i < 3000)
			assert_true(fabs(s.drift) < 1e-9);
		if (i > 1200)
			assert_true(fabs(s.offset + i * 2 / 86400.0) < 0.06);
	}
	assert_true(fabs(s.drift + 2) < 0.1);
}

/* Own times in whole seconds: with a moving phase the edge is exact, with a fixed one it holds the phase. */
static void whole_seconds(void **state)
{
	struct skew s;
	double jump;

	(void)state;
	seed = 5;
	skew_init(&s);
	for (int i = 0; i < 3600; i++) {
		double sent = T0 + i * 1.01;
		assert_false(skew_add(&s, floor(sent), sent + delay(0.05), &jump));
	}
	assert_true(s.offset > -0.001 && s.offset < 0.05);
	skew_init(&s);
	for (int i = 0; i < 3600; i++)
		assert_false(skew_add(&s, T0 + i, T0 + i + 0.7 + delay(0.05), &jump));
	assert_true(s.offset >= 0.7 && s.offset < 0.72);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_known), cmocka_unit_test(lower_edge), cmocka_unit_test(stalls), cmocka_unit_test(jumps),
		cmocka_unit_test(odd_frames), cmocka_unit_test(drift), cmocka_unit_test(whole_seconds),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
