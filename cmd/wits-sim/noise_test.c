/* noise_test.c - the generator's known values, and that noise has the mean, spread and memory it is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "noise.h"

static void test_known_values(void **state)
{
	(void)state;
	/* The state 1, 2, 3, 4 gives these by the published algorithm, worked out by hand with 64-bit integers. */
	struct prng p = { .s = { 1, 2, 3, 4 } };
	const uint64_t expected[] = { 11520, 0, 1509978240, 1215971899390074240 };

	for (int i = 0; i < 4; i++)
		assert_true(prng_next(&p) == expected[i]);
}

static void test_purposes_differ(void **state)
{
	(void)state;
	struct prng a, b, c;

	prng_seed(&a, 1, 2);
	prng_seed(&b, 2, 1);
	prng_seed(&c, 1, 2);
	for (int i = 0; i < 100; i++) {
		uint64_t x = prng_next(&a);
		assert_true(x == prng_next(&c));
		assert_true(x != prng_next(&b));
	}
}

/* Neighbouring seeds start series that have nothing in common. */
static void test_seeds(void **state)
{
	(void)state;
	enum { N = 100000 };
	double sum = 0, squares = 0, product = 0, previous = 0;
	struct ar1 a;

	for (uint64_t seed = 0; seed < N; seed++) {
		ar1_init(&a, .5, 1, 1, seed, seed % 20);
		sum += a.value;
		squares += a.value * a.value;
		product += a.value * previous;
		previous = a.value;
	}
	assert_true(fabs(sum / N) < 5 / sqrt(N) && fabs(squares / N - 1) < 5 * sqrt(2.0 / N));
	assert_true(fabs(product / N) < 5 / sqrt(N));
}

static void test_uniform_and_below(void **state)
{
	(void)state;
	enum { N = 600000 };
	struct prng p;
	double sum = 0;
	int count[6] = { 0 };

	prng_seed(&p, 7, 0);
	for (int i = 0; i < N; i++) {
		double u = prng_uniform(&p);
		assert_true(u >= 0 && u < 1);
		sum += u;
		count[prng_below(&p, 6)]++;
	}
	assert_true(fabs(sum / N - .5) < 5 * .2887 / sqrt(N));
	for (int i = 0; i < 6; i++)
		assert_true(fabs(count[i] - N / 6.0) < 5 * sqrt(N / 6.0));
}

static void test_normal(void **state)
{
	(void)state;
	enum { N = 400000 };
	struct prng p;
	double s1 = 0, s2 = 0, s3 = 0, s4 = 0;
	int beyond = 0;

	prng_seed(&p, 11, 0);
	for (int i = 0; i < N; i++) {
		double x = prng_normal(&p);
		s1 += x;
		s2 += x * x;
		s3 += x * x * x;
		s4 += x * x * x * x;
		beyond += fabs(x) > 1.959963984540054;
	}
	assert_true(fabs(s1 / N) < 5 / sqrt(N));
	assert_true(fabs(s2 / N - 1) < 5 * sqrt(2.0 / N));
	assert_true(fabs(s3 / N) < 5 * sqrt(15.0 / N));
	assert_true(fabs(s4 / N - 3) < 5 * sqrt(96.0 / N));
	assert_true(fabs((double)beyond / N - .05) < 5 * sqrt(.05 * .95 / N));
}

/* phi and sd of a long series, drawn at two step lengths. */
static void check_ar1(double phi, double sd, double step_s)
{
	enum { N = 400000 };
	struct ar1 a;
	double previous, c0 = 0, c1 = 0, expected = phi > 0 ? pow(phi, step_s) : 0;

	ar1_init(&a, phi, sd, step_s, 3, 4);
	previous = a.value;
	for (int i = 0; i < N; i++) {
		double v = ar1_next(&a);
		c0 += v * v;
		c1 += v * previous;
		previous = v;
	}
	/* Bartlett: the standard error of phi is sqrt((1 - phi^2)/n), that of the variance sqrt(2 (1+phi^2)/(1-phi^2)/n). */
	assert_true(fabs(c1 / c0 - expected) < 5 * sqrt((1 - expected * expected) / N) + 1e-4);
	assert_true(fabs(c0 / N / (sd * sd) - 1) <
		5 * sqrt(2 * (1 + expected * expected) / (1 - expected * expected) / N));
}

static void test_ar1(void **state)
{
	(void)state;
	check_ar1(0, 1, 1);
	check_ar1(.5, .3, 1);
	check_ar1(.97, .1, 1);
	check_ar1(.97, .1, .25);
	check_ar1(.99, 2, 1);
}

/* A swing has the spread of a sine, turns over after half a period and fades with its memory. */
static void test_swing(void **state)
{
	(void)state;
	enum { N = 2000000, PERIOD = 60, MEMORY = 600 };
	static double v[N];
	struct swing w;
	double c0 = 0, half = 0, whole = 0;

	swing_init(&w, PERIOD, MEMORY, 1, 3, 0);
	for (int i = 0; i < N; i++)
		v[i] = swing_next(&w);
	for (int i = 0; i + PERIOD < N; i++) {
		c0 += v[i] * v[i];
		half += v[i] * v[i + PERIOD / 2];
		whole += v[i] * v[i + PERIOD];
	}
	assert_true(fabs(c0 / N - .5) < .05);
	assert_true(fabs(half / c0 + exp(-.5 * PERIOD / MEMORY)) < .02);
	assert_true(fabs(whole / c0 - exp(-1.0 * PERIOD / MEMORY)) < .02);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_values), cmocka_unit_test(test_purposes_differ), cmocka_unit_test(test_seeds),
		cmocka_unit_test(test_uniform_and_below), cmocka_unit_test(test_normal), cmocka_unit_test(test_swing), cmocka_unit_test(test_ar1),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
