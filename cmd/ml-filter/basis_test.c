/* basis_test.c - RPM basis and block weight found in made-up spells; what must not be found. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <math.h>
#include <cmocka.h>

#include "basis.h"

struct feed { struct rpm_finder finder; double ts; };

/* So many seconds at one flow and RPM, a sample every `step` seconds. */
static void spell(struct feed *f, double seconds, double step, double flow, double rpm, bool off_bottom)
{
	for (double t = 0; t < seconds; t += step, f->ts += step)
		rpm_finder_add(&f->finder, f->ts, flow, rpm, off_bottom);
}

static struct feed start(double known)
{
	struct feed f = { .ts = 1e9 };

	rpm_finder_init(&f.finder, known);
	return f;
}

static void bit_rpm_sits_on_two_flows(void **state)
{
	static const double steps[] = { 1, 2, 4, 5 };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct feed f = start(NAN);
		spell(&f, 120, steps[i], 911, 104, true);
		assert_false(f.finder.found);
		spell(&f, 600, steps[i], 911, 143.5, false);
		spell(&f, 40, steps[i], 231, 26, true);
		assert_true(f.finder.found);
		assert_true(f.finder.bit);
		assert_true(fabs(f.finder.rev_gal - 0.1142) < 0.0005);
	}
}

static void string_rpm_stands(void **state)
{
	struct feed f = start(NAN);

	(void)state;
	spell(&f, 120, 1, 600, 120, true);
	spell(&f, 120, 1, 600, 0, false);       /* a slide */
	assert_true(f.finder.found);
	assert_false(f.finder.bit);
}

/* One flow fits any K; so do two that are nearly the same. */
static void one_flow_tells_nothing(void **state)
{
	struct feed f = start(NAN);

	(void)state;
	spell(&f, 3000, 1, 600, 120, true);
	spell(&f, 300, 1, 640, 128, true);
	assert_false(f.finder.found);
	assert_true(isnan(f.finder.rev_gal));
}

/* RPM below K x flow cannot be the bit's, and standing with the pumps on outweighs what looked like K before. */
static void never_below(void **state)
{
	struct feed f = start(NAN);

	(void)state;
	spell(&f, 120, 1, 600, 120, true);
	spell(&f, 120, 1, 300, 60, true);
	assert_true(f.finder.bit);
	spell(&f, 120, 1, 600, 80, true);
	assert_false(f.finder.bit);
	f = start(NAN);
	spell(&f, 120, 1, 600, 120, true);
	spell(&f, 120, 1, 300, 60, true);
	spell(&f, 120, 1, 600, 0, true);
	assert_true(f.finder.found);
	assert_false(f.finder.bit);
}

static void ramps_are_no_spells(void **state)
{
	struct feed f = start(NAN);

	(void)state;
	for (int t = 0; t < 600; t++)
		rpm_finder_add(&f.finder, t, 911 - t, 104 - 0.114 * t, true);
	assert_int_equal(f.finder.n, 0);
	spell(&f, 100, 70, 911, 104, true);     /* samples too far apart */
	spell(&f, 100, 1, NAN, 104, true);
	spell(&f, 100, 1, 911, NAN, true);
	assert_int_equal(f.finder.n, 0);
}

static void given_factor(void **state)
{
	struct feed f = start(0.1142);

	(void)state;
	spell(&f, 120, 1, 911, 104, true);
	spell(&f, 120, 1, 231, 26, true);
	assert_true(f.finder.bit);
	assert_true(rpm_finder_factor(&f.finder) == 0.1142);
	f = start(0.25);
	spell(&f, 120, 1, 911, 104, true);
	spell(&f, 120, 1, 231, 26, true);
	assert_false(f.finder.bit);
	f = start(NAN);
	spell(&f, 120, 1, 900, 90, true);
	assert_true(fabs(rpm_finder_factor(&f.finder) - 0.1) < 1e-12);
}

static void room_runs_out(void **state)
{
	struct feed f = start(NAN);

	(void)state;
	for (int i = 0; i < 40; i++)
		spell(&f, 20 + i, 1, 200 + 20 * i, 30 + 7 * i, true);
	assert_int_equal(f.finder.n, BASIS_PLATEAUS);
}

static void block_is_learnt_from_slips(void **state)
{
	static struct block_finder f;

	(void)state;
	block_finder_init(&f);
	for (int t = 0; t < 200; t++)
		block_finder_add(&f, 1, 240, false);
	assert_true(isnan(f.weight));
	for (int t = 0; t < 25; t++)
		block_finder_add(&f, 1, 160 - t * 5 % 3, true);         /* passing readings */
	for (int t = 0; t < 60; t++)
		block_finder_add(&f, 1, 145 + t % 2, true);
	assert_true(fabs(f.weight - 146) < 1.5);
	block_finder_add(&f, 1, NAN, true);
	block_finder_add(&f, 1, -5, true);
	block_finder_add(&f, 1, 5000, true);
	assert_true(fabs(f.weight - 146) < 1.5);
}

/* A few low readings are no block: a light glitch must not pull the weight down. */
static void glitch_is_no_block(void **state)
{
	static struct block_finder f;

	(void)state;
	block_finder_init(&f);
	for (int t = 0; t < 300; t++)
		block_finder_add(&f, 1, 53, true);
	for (int t = 0; t < 35; t++)
		block_finder_add(&f, 1, 5, true);
	assert_true(fabs(f.weight - 53.5) < 0.01);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bit_rpm_sits_on_two_flows), cmocka_unit_test(string_rpm_stands),
		cmocka_unit_test(one_flow_tells_nothing), cmocka_unit_test(never_below), cmocka_unit_test(ramps_are_no_spells),
		cmocka_unit_test(given_factor), cmocka_unit_test(room_runs_out), cmocka_unit_test(block_is_learnt_from_slips),
		cmocka_unit_test(glitch_is_no_block),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
