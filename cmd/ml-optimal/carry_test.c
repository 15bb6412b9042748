/* carry_test.c - what is carried from window to window, the policy of advice, the least MSE of a rock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "carry.h"
#include "reference.h"

static struct carry_segment segment(double d, double depth)
{
	return (struct carry_segment){ .key = { "4", "production", "rotary", "surface", "surface" }, .length_s = 30, .d = d,
		.gamma = 80, .depth = depth, .first_ts = 1000, .last_ts = 4600 };
}

static void blocks(struct block *b, int first, int n, double window)
{
	for (int i = 0; i < n; i++)
		b[i] = (struct block){ .k = first + i, .ts = 1000 + 30. * (first + i), .wob = 20, .rpm = 120, .rop = 60, .mse = NAN,
			.depth = 5000 + first + i, .window = window, .n = 30 };
}

static void what_goes_on(void **state)
{
	struct carries all = { 0 };
	struct carry *c = carries_find(&all, "F", "W");
	struct carry_segment s = segment(1.5, 5000), other;
	struct block b[120];

	(void)state;
	assert_non_null(c);
	assert_false(carry_goes_on(c, &s));             /* nothing is carried yet */
	carry_restart(c, &s);
	blocks(b, 0, 120, 4600);
	assert_true(carry_add(c, &s, b, 120) && c->blocks == 120 && carry_windows(c) == 1);
	other = segment(1.6, 5130);
	assert_true(carry_goes_on(c, &other));
	other.d = 1.5 * 1.16;
	assert_false(carry_goes_on(c, &other));         /* another rock */
	other.d = NAN;
	assert_false(carry_goes_on(c, &other));
	other = segment(1.5, 5400);
	assert_false(carry_goes_on(c, &other));         /* the hole stepped */
	other = segment(1.5, 5130);
	other.gamma = 69;
	assert_false(carry_goes_on(c, &other));         /* a settings change may hide another rock; gamma shows it */
	other.gamma = NAN;
	assert_true(carry_goes_on(c, &other));
	other = segment(1.5, 5130);
	snprintf(other.key.drill_mode, sizeof other.key.drill_mode, "slide");
	assert_false(carry_goes_on(c, &other));
	other = segment(1.5, 5130);
	other.length_s = 60;
	assert_false(carry_goes_on(c, &other));
	/* an overlap replaces its own blocks, and twelve hours are kept */
	blocks(b, 60, 120, 6400);
	assert_true(carry_add(c, &s, b, 120) && c->blocks == 180 && carry_windows(c) == 2 && c->block[60].window == 6400);
	for (int h = 0; h < 13; h++) {
		blocks(b, 180 + 120 * h, 120, 10000 + 3600 * h);
		assert_true(carry_add(c, &s, b, 120));
	}
	assert_true(c->blocks == 1440 && c->block[1439].k == 180 + 13 * 120 - 1 && carry_windows(c) == 12);
	other.last_ts = 2000;
	assert_true(carry_is_past(c, &other));
	assert_ptr_equal(carries_find(&all, "F", "W"), c);
	carries_free(&all);
}

static void a_file_comes_back(void **state)
{
	char dir[] = "/tmp/carry_test.XXXXXX", path[64], why[KEPT_WHY];
	struct carries all = { 0 }, back;
	struct carry *c = carries_find(&all, "F", "15/9-F-9 A");
	struct carry_segment s = segment(1.5, NAN);
	struct block b[3];
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/carry", dir);
	assert_int_equal(carries_load(path, &back, why), KEPT_ABSENT);
	assert_true(c && back.n == 0);
	carry_restart(c, &s);
	blocks(b, 0, 3, 4600);
	b[1].wob = 20.123456789012345;
	assert_true(carry_add(c, &s, b, 3));
	c->policy = (struct policy){ .published = true, .advice = { 22, 120, NAN }, .since = 4600, .waits_since = NAN,
		.last_end = 4600 };
	assert_true(carries_save(path, &all));
	assert_int_equal(carries_load(path, &back, why), KEPT_LOADED);
	assert_int_equal(back.n, 1);
	assert_string_equal(back.item[0].well, "15/9-F-9 A");
	assert_true(back.item[0].blocks == 3 && back.item[0].block[1].wob == b[1].wob && isnan(back.item[0].block[2].mse));
	assert_true(back.item[0].policy.published && back.item[0].policy.advice.wob == 22 && !back.item[0].policy.waiting);
	assert_true(isnan(back.item[0].policy.advice.flow) && back.item[0].d == 1.5);
	carries_free(&back);
	carries_free(&all);
	f = fopen(path, "w");
	assert_true(f && fputs("{\"type\":\"ml-optimal-carry\",\"version\":1,\"wells\":[{\"field\":\"F\",\"well\":\"W\"}]}", f) >= 0);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(carries_load(path, &back, why), KEPT_WRONG);
	assert_non_null(strstr(why, "not a file of type ml-optimal-carry"));
	unlink(path);
	rmdir(dir);
}

static struct optimal answer(enum optimal_verdict verdict, double at, bool strict)
{
	struct optimal o = optimal_nothing(3600);

	o.verdict = verdict;
	o.best = (struct optimal_setting){ at, 120, 600, 60, 30000 };
	o.strict = strict;
	o.evidence = EVIDENCE_STRONG;
	return o;
}

static void advice_is_confirmed(void **state)
{
	const struct point_steps steps = { 4, 20, 48 };
	struct policy p;
	struct optimal o;
	struct block b[120];

	(void)state;
	policy_init(&p);
	blocks(b, 0, 120, 0);                           /* ts 1000..4570 */
	o = answer(VERDICT_RECOMMEND, 24, false);
	policy_apply(&p, 0, 2800, &steps, b, 60, &o);
	assert_true(o.verdict == VERDICT_HOLD && !p.published && o.evidence == EVIDENCE_SOME);
	assert_string_equal(o.limited_by, "unconfirmed");
	o = answer(VERDICT_RECOMMEND, 24, false);
	policy_apply(&p, 1400, 4600, &steps, b, 120, &o);
	assert_true(o.verdict == VERDICT_HOLD);         /* overlaps with the one that found it */
	o = answer(VERDICT_RECOMMEND, 25, false);
	policy_apply(&p, 2800, 4600, &steps, b, 120, &o);
	assert_true(o.verdict == VERDICT_RECOMMEND && p.published && p.since == 4600 && p.advice.wob == 25);
	o = answer(VERDICT_HOLD, 24, false);            /* no word against it: it stands */
	policy_apply(&p, 4600, 8200, &steps, b, 120, &o);
	assert_true(p.published);
	o = answer(VERDICT_RECOMMEND, 26, false);       /* the same within a step */
	policy_apply(&p, 8200, 11800, &steps, b, 120, &o);
	assert_true(o.verdict == VERDICT_RECOMMEND && p.advice.wob == 25);
	o = answer(VERDICT_RECOMMEND, 32, true);        /* better than practice, but not than what stands */
	o.point[o.n_points++] = (struct optimal_point){ .wob = 25, .rpm = 120, .flow = 600 };
	policy_apply(&p, 11800, 15400, &steps, b, 120, &o);
	assert_true(o.verdict == VERDICT_HOLD && p.advice.wob == 25);
	o = answer(VERDICT_RECOMMEND, 32, true);        /* so clear that it needs no second */
	o.point[o.n_points++] = (struct optimal_point){ .wob = 25, .rpm = 120, .flow = 600, .beaten = true };
	policy_apply(&p, 11800, 15400, &steps, b, 120, &o);
	assert_true(o.verdict == VERDICT_RECOMMEND && p.advice.wob == 32);
	o = answer(VERDICT_HOLD, 24, false);
	o.point[o.n_points++] = (struct optimal_point){ .wob = 31, .rpm = 120, .flow = 600, .worse = true };
	policy_apply(&p, 15400, 19000, &steps, b, 120, &o);
	assert_false(p.published);
}

/* With much carried the next analysis is no second opinion: half of the blocks must be new. */
static void carried_blocks_do_not_confirm(void **state)
{
	const struct point_steps steps = { 4, 20, 48 };
	struct policy p;
	static struct block b[480];

	(void)state;
	policy_init(&p);
	blocks(b, 0, 480, 0);
	for (int h = 2; h <= 4; h++) {
		struct optimal o = answer(VERDICT_RECOMMEND, 24, false);

		policy_apply(&p, 1000 + 3600 * (h - 1), 1000 + 3600 * h, &steps, b, 120 * h, &o);
		assert_int_equal(o.verdict, h < 4 ? VERDICT_HOLD : VERDICT_RECOMMEND);
	}
}

static void the_least_mse(void **state)
{
	struct references all = { 0 };
	struct reference_key key = { "F", "W", "4", "Hard Sandstone", "rotary", "surface" }, other = key;

	(void)state;
	assert_true(isnan(references_find(&all, &key)));
	assert_true(references_note(&all, &key, 30000, 1) && references_note(&all, &key, 35000, 2));
	assert_true(references_find(&all, &key) == 30000);
	assert_true(references_note(&all, &key, 25000, 3) && references_find(&all, &key) == 25000);
	snprintf(other.mse_basis, sizeof other.mse_basis, "motor_dp");
	assert_true(isnan(references_find(&all, &other)));
	for (int i = 0; i < 1005; i++) {
		snprintf(other.run, sizeof other.run, "%d", i);
		assert_true(references_note(&all, &other, 1000, 100 + i));
	}
	assert_true(all.n == 1000 && isnan(references_find(&all, &key)));
	references_free(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_on), cmocka_unit_test(a_file_comes_back), cmocka_unit_test(advice_is_confirmed),
		cmocka_unit_test(carried_blocks_do_not_confirm), cmocka_unit_test(the_least_mse),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
