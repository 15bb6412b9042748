/* verdict_test.c - the order of the results, the levels of confidence, the headline segment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "summary.h"
#include "verdict.h"

static const struct levels *const levels = &levels_default;

/* Ten minutes of good rows of 1 s in one segment that ml-optimal recommends something for, and a significant pair. */
struct world {
	struct window w;
	struct segment s[3];
	struct pair pair[2];
};

static void make(struct world *x)
{
	*x = (struct world){ .w = { .start = 0, .end = 3600, .samples = 3600, .valid = 600, .interval_s = 1, .clean_s = 600,
		.filtered = true, .campaign = CAMPAIGN_PRODUCTION, .bit_hours = NAN, .bit_footage = NAN } };
	x->pair[0] = (struct pair){ .x = "WOB", .y = "ROP", .r = 0.5, .p = 0.01, .tested = true,
		.significant = true };
	x->pair[1] = (struct pair){ .x = "RPM", .y = "MSE", .r = 0.9, .p = 1e-9, .tested = true, .significant = true,
		.structural = true };
	for (size_t i = 0; i < 3; i++)
		x->s[i] = (struct segment){ .index = i, .n = 600, .clean_s = 600, .formation = "Hard Sandstone",
			.pair = x->pair,
			.pairs = 2, .optimal = { .advice = ADVICE_RECOMMEND, .best = { 22, 120, 600, 80, NAN },
			.practice = { 18, 100, 600, 70, NAN }, .now = { NAN, NAN, NAN, NAN, NAN }, .blocks = 20,
			.hours = NAN } };
	x->w.segment = x->s;
	x->w.segments = 1;
	x->w.rejected = (struct counts){ .of = { { "wob_low", 3000 } }, .n = 1 };
	x->w.states = (struct counts){ .of = { { "Drilling", 700 }, { "Circulating", 2900 } }, .n = 2 };
}

static void recommend_is_a_change(void **state)
{
	struct world x;

	(void)state;
	make(&x);
	struct outcome o = verdict_window(&x.w, levels);
	assert_int_equal(o.failure, FAILURE_NONE);
	assert_int_equal(o.action, ACTION_CHANGE);
	assert_int_equal(o.confidence, CONFIDENCE_LOW);
	x.pair[0].significant = false;          /* the contrast of points needs no pair */
	assert_int_equal(verdict_window(&x.w, levels).failure, FAILURE_NONE);
}

/* Each condition holds together with all that come after it in the order. */
static void order_of_failures(void **state)
{
	struct world x;
	struct outcome o;

	(void)state;
	make(&x);
	x.s[0].optimal.advice = ADVICE_HOLD;
	x.pair[0].significant = false;
	x.pair[0].p = 0.06;
	o = verdict_window(&x.w, levels);
	assert_int_equal(o.failure, FAILURE_NO_CORRELATION);
	assert_true(o.best_p == 0.06);          /* never the structural pair's 1e-9 */

	x.w.segments = 3;
	for (size_t i = 0; i < 3; i++)
		x.s[i].n = x.s[i].clean_s = 200 + 10 * (double)i;
	o = verdict_window(&x.w, levels);
	assert_int_equal(o.failure, FAILURE_UNSTABLE);
	assert_int_equal(o.segment_count, 3);
	assert_true(o.max_segment_size == 220);

	x.w.valid = x.w.clean_s = 359;
	o = verdict_window(&x.w, levels);
	assert_int_equal(o.failure, FAILURE_INSUFFICIENT);
	assert_true(o.valid_samples == 359 && o.required == 360);

	x.w.valid = x.w.clean_s = 0;
	assert_int_equal(verdict_window(&x.w, levels).failure, FAILURE_ALL_REJECTED);

	x.w.states.of[0].name = "TrippingIn";
	o = verdict_window(&x.w, levels);
	assert_int_equal(o.failure, FAILURE_NOT_APPLICABLE);
	assert_int_equal(o.cause, CAUSE_NO_DRILLING);

	/* a hold goes before that: at the end of the window, or where it is why no row is valid */
	x.w.hold = "hole depth fell 9842 -> 1204 ft: new well or sidetrack?";
	assert_int_equal(verdict_window(&x.w, levels).cause, CAUSE_NO_DRILLING);
	x.w.rejected.n = 1;
	x.w.rejected.of[0] = (struct count){ "quarantine", 3600 };
	assert_int_equal(verdict_window(&x.w, levels).cause, CAUSE_HELD);
	x.w.rejected.of[0].name = "missing";
	x.w.held_at_end = true;
	x.w.valid = x.w.clean_s = 2000;
	assert_int_equal(verdict_window(&x.w, levels).cause, CAUSE_HELD);
	assert_int_equal(verdict_window(&x.w, levels).failure, FAILURE_NOT_APPLICABLE);

	x.w.segments = 0;
	x.w.samples = 0;
	x.w.states.n = 0;
	assert_int_equal(verdict_window(&x.w, levels).cause, CAUSE_NO_DATA);

	x.w.campaign = CAMPAIGN_IDLE;
	o = verdict_window(&x.w, levels);
	assert_int_equal(o.failure, FAILURE_NOT_APPLICABLE);
	assert_int_equal(o.cause, CAUSE_IDLE);
}

static void kept_samples_are_drilling_whatever_the_state(void **state)
{
	struct world x;

	(void)state;
	make(&x);
	x.w.states.of[0].name = "Idle";         /* --no-test rig_state */
	assert_int_equal(verdict_window(&x.w, levels).failure, FAILURE_NONE);
	x.w.valid = 0;
	x.w.states.n = 0;                       /* the state is not known: nothing says that nobody drilled */
	assert_int_equal(verdict_window(&x.w, levels).failure, FAILURE_ALL_REJECTED);
}

static void by_verdict_and_pairs(void **state)
{
	static const struct { enum advice advice; bool pair; enum failure failure; enum action action; } table[] = {
		{ ADVICE_HOLD, true, FAILURE_NONE, ACTION_HOLD },
		{ ADVICE_HOLD, false, FAILURE_NO_CORRELATION, ACTION_NONE },
		{ ADVICE_NO_VARIATION, true, FAILURE_NONE, ACTION_TEST },
		{ ADVICE_NO_VARIATION, false, FAILURE_NO_CORRELATION, ACTION_NONE },
		{ ADVICE_NO_BLOCKS, true, FAILURE_INSUFFICIENT, ACTION_NONE },
		{ ADVICE_NO_DATA, true, FAILURE_INSUFFICIENT, ACTION_NONE },
		{ ADVICE_PLAN, true, FAILURE_NONE, ACTION_CHANGE },
		{ ADVICE_PLAN, false, FAILURE_NO_CORRELATION, ACTION_NONE },
		{ ADVICE_NONE, true, FAILURE_NOT_APPLICABLE, ACTION_NONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct world x;
		make(&x);
		x.s[0].optimal.advice = table[i].advice;
		x.pair[0].significant = table[i].pair;  /* the structural pair stays significant: it must not count */
		struct outcome o = verdict_window(&x.w, levels);
		assert_int_equal(o.failure, table[i].failure);
		assert_int_equal(o.action, table[i].action);
	}
}

static void few_blocks_count_in_samples_of_blocks(void **state)
{
	struct world x;
	struct outcome o;

	(void)state;
	make(&x);
	x.s[0].optimal.advice = ADVICE_NO_BLOCKS;
	x.s[0].optimal.blocks = 5;
	o = verdict_window(&x.w, levels);
	assert_true(o.valid_samples == 150 && o.required == 360);
	x.w.interval_s = 4;                     /* blocks of 30 s */
	o = verdict_window(&x.w, levels);
	assert_true(o.valid_samples == 37 && o.required == 90);
	x.w.interval_s = 10;                    /* blocks of six steps: 60 s */
	o = verdict_window(&x.w, levels);
	assert_true(o.valid_samples == 30 && o.required == 72);
}

static void required_is_time_not_rows(void **state)
{
	struct world x;
	struct outcome o;

	(void)state;
	make(&x);
	x.w.valid = 89;
	x.w.interval_s = 4;
	x.w.clean_s = 356;
	o = verdict_window(&x.w, levels);
	assert_int_equal(o.failure, FAILURE_INSUFFICIENT);
	assert_true(o.valid_samples == 89 && o.required == 90);
	x.w.interval_s = 7;
	x.w.valid = 51;
	x.w.clean_s = 357;
	assert_true(verdict_window(&x.w, levels).required == 52);
	x.w.interval_s = NAN;                   /* one row: no step is known */
	x.w.clean_s = NAN;
	x.w.valid = 1;
	o = verdict_window(&x.w, levels);
	assert_int_equal(o.failure, FAILURE_INSUFFICIENT);
	assert_true(o.required == 360);
}

static void headline_is_the_rock_at_the_bit(void **state)
{
	struct world x;
	bool historical;

	(void)state;
	make(&x);
	x.w.segments = 3;
	x.s[0].clean_s = x.s[0].n = 2000;
	x.s[2].clean_s = x.s[2].n = 360;
	assert_ptr_equal(verdict_headline(&x.w, levels, &historical), &x.s[2]);
	assert_false(historical);
	x.s[2].clean_s = x.s[2].n = 359;
	assert_ptr_equal(verdict_headline(&x.w, levels, &historical), &x.s[0]);
	assert_true(historical);
	assert_true(verdict_window(&x.w, levels).historical);
	x.s[1].clean_s = 2000;                  /* of equal ones the later */
	assert_ptr_equal(verdict_headline(&x.w, levels, &historical), &x.s[1]);
	x.w.segments = 0;
	assert_null(verdict_headline(&x.w, levels, &historical));
}

static void confidence_by_clean_time(void **state)
{
	static const struct { double s; enum confidence c; } table[] = {
		{ 0, CONFIDENCE_INSUFFICIENT }, { 359, CONFIDENCE_INSUFFICIENT }, { 360, CONFIDENCE_LOW },
		{ 899, CONFIDENCE_LOW },
		{ 900, CONFIDENCE_MEDIUM }, { 1799, CONFIDENCE_MEDIUM }, { 1800, CONFIDENCE_HIGH },
		{ 3600, CONFIDENCE_HIGH },
		{ NAN, CONFIDENCE_INSUFFICIENT }, { 1200 * 0.3, CONFIDENCE_LOW },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		assert_int_equal(verdict_confidence(table[i].s, levels), table[i].c);
	assert_string_equal(summary_confidence_name(CONFIDENCE_HIGH), "High");
	assert_string_equal(summary_confidence_text(CONFIDENCE_LOW), "LOW confidence (use with caution)");
}

static void plan_holds_where_drilling_goes_on_already(void **state)
{
	struct world x;

	(void)state;
	make(&x);
	x.s[0].optimal.advice = ADVICE_PLAN;
	x.s[0].optimal.now = (struct setting){ 22.9, 124, 620, 80, NAN };
	assert_int_equal(verdict_window(&x.w, levels).action, ACTION_HOLD);
	x.s[0].optimal.now.flow = 660;
	assert_int_equal(verdict_window(&x.w, levels).action, ACTION_CHANGE);
	x.s[0].optimal.limited_by = "limit:rpm_max";
	assert_int_equal(verdict_window(&x.w, levels).action, ACTION_HOLD);
}

static void strongest_finding(void **state)
{
	struct pair pairs[] = {
		{ .x = "WOB", .y = "ROP", .r = 0.9, .p = 0.02, .tested = true, .significant = true },
		{ .x = "RPM", .y = "ROP", .r = -0.4, .p = 0.001, .tested = true, .significant = true },
		{ .x = "Flow", .y = "ROP", .r = 0.3, .p = 0.001, .tested = true, .significant = true },
		{ .x = "RPM", .y = "MSE", .r = 0.99, .p = 0, .tested = true, .significant = true,
			.structural = true },
	};
	struct segment s = { .pair = pairs, .pairs = 4 };

	(void)state;
	assert_ptr_equal(verdict_finding(&s), &pairs[1]);
	pairs[1].significant = pairs[2].significant = pairs[0].significant = false;
	assert_null(verdict_finding(&s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(recommend_is_a_change), cmocka_unit_test(order_of_failures),
		cmocka_unit_test(kept_samples_are_drilling_whatever_the_state),
		cmocka_unit_test(by_verdict_and_pairs),
		cmocka_unit_test(few_blocks_count_in_samples_of_blocks), cmocka_unit_test(required_is_time_not_rows),
		cmocka_unit_test(headline_is_the_rock_at_the_bit), cmocka_unit_test(confidence_by_clean_time),
		cmocka_unit_test(plan_holds_where_drilling_goes_on_already), cmocka_unit_test(strongest_finding),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
