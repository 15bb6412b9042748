/* derivation_test.c - bit depth, ROP and WOB from the block and the hook, over a made-up stand and its connection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "derivation.h"

static void parse(void **state)
{
	static const struct { const char *list, *why; } wrong[] = {
		{ "", "'' is no rule: there are bit_depth=block:START, rop=block:SECONDS and wob=hookload" },
		{ "rop=block:30s,", "'' is no rule: there are bit_depth=block:START, rop=block:SECONDS and wob=hookload" },
		{ "rop=hookload", "'rop=hookload' is no rule: there are bit_depth=block:START, rop=block:SECONDS and wob=hookload" },
		{ "bit_depth=block", "bit_depth=block needs the depth of the bit at the first row: bit_depth=block:3000ft" },
		{ "bit_depth=block:3000psi", "bit_depth=block: 'psi' is no unit of length; there are ft m in cm mm" },
		{ "bit_depth=block:-1", "bit_depth=block: '-1' is not a depth of 0 to 50000 ft" },
		{ "rop=block", "rop=block needs the time to look back over: rop=block:30s" },
		{ "rop=block:1s", "rop=block: '1s' is not a time of 2s to 120s" },
		{ "wob=hookload:3", "wob=hookload takes no value, not '3'" },
		{ "wob=hookload,wob=hookload", "wob is given twice" },
	};
	struct derivation_plan p;
	struct text why = { 0 };

	(void)state;
	assert_true(derivation_parse(&p, "bit_depth=block:100m,rop=block:30,wob=hookload", &why));
	assert_true(p.depth && p.rop && p.wob && fabs(p.start - 100 / .3048) < 1e-9 && p.seconds == 30);
	assert_true(derivation_parse(&p, "rop=block:1m", &why));
	assert_true(!p.depth && p.rop && !p.wob && p.seconds == 60);
	for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
		text_clear(&why);
		assert_false(derivation_parse(&p, wrong[k].list, &why));
		assert_string_equal(text_view(&why), wrong[k].why);
	}
	text_free(&why);
}

static void check(void **state)
{
	struct derivation_plan p = { .depth = true, .rop = true, .wob = true }, alone = { .rop = true };
	bool has[CHANNELS] = { [CH_BLOCK] = true, [CH_HOOKLOAD] = true }, add[CHANNELS] = { false };

	(void)state;
	assert_null(derivation_check(&p, has, add));
	assert_true(add[CH_BIT_DEPTH] && add[CH_HOLE_DEPTH] && add[CH_ROP] && add[CH_WOB] && !add[CH_BLOCK]);
	assert_non_null(derivation_check(&alone, has, add));            /* no depth */
	has[CH_HOLE_DEPTH] = true;
	add[CH_HOLE_DEPTH] = false;
	assert_null(derivation_check(&p, has, add));
	assert_false(add[CH_HOLE_DEPTH]);                               /* the measured one stays */
	has[CH_HOOKLOAD] = false;
	assert_non_null(derivation_check(&p, has, add));
	has[CH_HOOKLOAD] = has[CH_ROP] = true;
	assert_non_null(derivation_check(&p, has, add));                /* measured already */
}

static struct derived step(struct derivation *d, double ts, double block, double hookload)
{
	struct derivation_row row = { ts, block, hookload, NAN, NAN };

	return derivation_next(d, &row);
}

static void begin(struct derivation *d)
{
	struct derivation_plan p = { .depth = true, .rop = true, .wob = true, .start = 3000, .seconds = 30, .block_weight = 36 };

	derivation_init(d, &p);
}

/* 5 ft down to bottom, 60 s at 0.02 ft/s (72 ft/h) with 4 klbf on the bit, up 10 ft, slips, a new stand, down again. */
static void a_stand(void **state)
{
	static struct derivation d;
	struct derived m = { 0 };
	double block = 30, t = 0;

	(void)state;
	begin(&d);
	m = step(&d, t, block, 80);
	assert_true(m.bit == 3000 && m.hole == 3000);
	for (int k = 0; k < 20; k++)                                    /* up 10 ft */
		m = step(&d, ++t, block += .5, 83);
	assert_true(fabs(m.bit - 2990) < 1e-9 && m.hole == 3000 && m.rop == 0);
	assert_true(isnan(m.wob));                                      /* hoisting weighs nothing */
	for (int k = 0; k < 20; k++)
		m = step(&d, ++t, block -= .5, 80);                     /* down again */
	assert_true(fabs(m.bit - 3000) < 1e-9 && fabs(m.hole - 3000) < 1e-9);
	assert_true(fabs(m.wob) < 1e-9);
	for (int k = 0; k < 60; k++)
		m = step(&d, ++t, block -= .02, 76);
	assert_true(fabs(m.bit - 3001.2) < 1e-6 && fabs(m.hole - m.bit) < 1e-6);
	assert_true(fabs(m.rop - 72) < 1e-6 && fabs(m.wob - 4) < 1e-9);
	for (int k = 0; k < 10; k++)
		m = step(&d, ++t, block += 1, 82);
	assert_true(fabs(m.bit - 2991.2) < 1e-6 && fabs(m.hole - 3001.2) < 1e-6 && m.rop == 0);
	for (int k = 0; k < 30; k++)                                    /* in slips: the block is free */
		m = step(&d, ++t, block += 1, 35);
	assert_true(fabs(m.bit - 2991.2) < 1e-6 && isnan(m.wob) && m.rop == 0);
	m = step(&d, ++t, block, 82);
	assert_true(isnan(m.wob));                                      /* one more stand: its weight is not known yet */
	for (int k = 0; k < 20; k++)
		m = step(&d, ++t, block -= .4, 82);
	assert_true(fabs(m.wob) < 1e-9 && fabs(m.bit - 2999.2) < 1e-6);
	assert_int_equal(d.unseen, 0);
}

/* ROP waits until the bit has made hole for a third of its seconds, and never looks behind a time off bottom. */
static void rop_begins(void **state)
{
	static struct derivation d;
	struct derived m = { 0 };
	double block = 30, t = 0;

	(void)state;
	begin(&d);
	m = step(&d, t, block, 80);
	for (int k = 0; k < 20; k++)
		m = step(&d, ++t, block += .1, 83);                     /* up 2 ft */
	assert_true(m.rop == 0);
	for (int k = 0; k < 20; k++)
		m = step(&d, ++t, block -= .1, 80);                     /* eased down to bottom, at 360 ft/h */
	for (int k = 0; k < 10; k++) {
		m = step(&d, ++t, block -= .01, 80);
		assert_true(isnan(m.rop));
	}
	m = step(&d, ++t, block -= .01, 80);
	assert_true(fabs(m.rop - 36) < 1e-6);                           /* without the way down */
	for (int k = 0; k < 90; k++)
		m = step(&d, ++t, block -= .02, 80);
	assert_true(fabs(m.rop - 72) < 1e-6);
	m = step(&d, ++t, block -= .5, 80);                             /* half a foot in a second is no drilling */
	assert_true(isnan(m.rop));
	for (int k = 0; k < 40; k++)                                    /* the brake is set: ROP goes to nothing */
		m = step(&d, ++t, block, 80);
	assert_true(m.rop == 0);
}

static void missing_and_glitches(void **state)
{
	static struct derivation d;
	struct derived m;

	(void)state;
	begin(&d);
	step(&d, 0, 50, 80);
	m = step(&d, 1, NAN, NAN);
	assert_true(isnan(m.bit) && isnan(m.wob));
	m = step(&d, 2, 49, 80);                                        /* two seconds later: still followed */
	assert_true(fabs(m.bit - 3001) < 1e-9);
	m = step(&d, 100, 20, 80);                                      /* too long after */
	assert_true(fabs(m.bit - 3001) < 1e-9);
	m = step(&d, 101, 60, 80);                                      /* 40 ft in a second is no block */
	assert_true(fabs(m.bit - 3001) < 1e-9);
	assert_int_equal(d.unseen, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse), cmocka_unit_test(check), cmocka_unit_test(a_stand), cmocka_unit_test(rop_begins),
		cmocka_unit_test(missing_and_glitches),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
