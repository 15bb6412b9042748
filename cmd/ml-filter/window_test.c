/* window_test.c - borders of windows, steps, counts, the record's keys. */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <stdlib.h>
#include <math.h>
#include <cmocka.h>

#include "hold.h"
#include "json.h"
#include "record.h"

static void borders(void **state)
{
	struct grid g = { .length = 3600, .every = 3600, .origin = 0 };

	(void)state;
	assert_true(grid_end_after(&g, 0) == 3600);
	assert_true(grid_end_after(&g, 3599.999999) == 3600);
	assert_true(grid_end_after(&g, 3600) == 7200);          /* [start, end) */
	assert_true(grid_end_after(&g, 1699984200) == 1699984800);
	g.origin = 1699984200;
	assert_true(grid_end_after(&g, 1699984200) == 1699987800);
	assert_true(grid_end_after(&g, 1699984199) == 1699984200);
	g = (struct grid){ .length = 600, .every = 3600, .origin = 0 };
	assert_true(grid_holds(&g, 3600, 3000));
	assert_false(grid_holds(&g, 3600, 2999));
	assert_false(grid_holds(&g, 3600, 3600));
	g.length = 0;
	assert_true(grid_end_after(&g, 5) == HUGE_VAL);
	assert_true(grid_holds(&g, HUGE_VAL, 5));
}

/* However odd the length, the end is after the time and one step at most. */
static void borders_hold_for_odd_lengths(void **state)
{
	static const double every[] = { 1, 7, 1.5, 3600, 86400, 123.456 };

	(void)state;
	for (size_t i = 0; i < sizeof every / sizeof *every; i++)
		for (int k = 0; k < 5000; k++) {
			struct grid g = { .length = every[i], .every = every[i], .origin = 0 };
			double ts = 1.7e9 + k * every[i] / 3, end = grid_end_after(&g, ts);
			assert_true(end > ts && end - ts <= every[i] * 1.000001);
		}
}

static void medians(void **state)
{
	struct steps s = { 0 };

	(void)state;
	assert_true(isnan(steps_median(&s)));
	assert_true(steps_add(&s, 4) && steps_median(&s) == 4);
	assert_true(steps_add(&s, 1) && steps_median(&s) == 2.5);
	assert_true(steps_add(&s, 1) && steps_median(&s) == 1);
	for (int i = 0; i < 70000; i++)
		assert_true(steps_add(&s, 0.25 + i * 0.001));
	assert_true(s.n <= 60001);              /* bounded, whatever comes */
	steps_clear(&s);
	assert_true(isnan(steps_median(&s)));
	steps_free(&s);
}

static struct facts row(double ts, double step, enum reason reason, double depth)
{
	return (struct facts){ .ts = ts, .step = step, .depth = depth, .d_exp = 1.7, .reason = (uint8_t)reason,
		.state = RIG_DRILLING };
}

static void counts(void **state)
{
	struct window w = { 0 };
	struct facts f;

	(void)state;
	window_open(&w, 0, 3600);
	f = row(10, NAN, REASON_NONE, 100);
	assert_true(window_add(&w, &f));
	f = row(14, 4, REASON_WOB_LOW, 90);
	f.d_exp = 5;
	assert_true(window_add(&w, &f));
	f = row(18, 4, REASON_NONE, 104);
	assert_true(window_add(&w, &f));
	assert_int_equal(w.samples, 3);
	assert_int_equal(w.valid, 2);
	assert_int_equal(w.rejected[REASON_WOB_LOW], 1);
	assert_true(w.valid_depth.low == 100 && w.valid_depth.high == 104 && w.all_depth.low == 90);
	assert_true(w.d_sum / (double)w.d_n == 1.7);            /* of valid rows only */
	window_gap(&w, -100, 5);
	window_gap(&w, 3500, 9000);
	window_gap(&w, 5000, 9000);
	assert_true(w.gaps_s == 105);           /* clipped to the window */
	window_open(&w, 3600, 7200);
	assert_int_equal(w.samples, 0);
	assert_true(w.gaps_s == 0 && isnan(steps_median(&w.steps)));
	window_free(&w);
}

static void suspects(void **state)
{
	struct window w = { 0 };

	(void)state;
	window_open(&w, 0, 3600);
	for (int i = 0; i < 100; i++) {
		struct facts f = row(i, 1, REASON_NONE, 100);
		f.torque_tested = true;
		f.torque_bad = i < 5;
		f.flowing = true;
		f.spp_working = i < 51;
		f.below_hole = f.cuts_dry = i < 1;
		assert_true(window_add(&w, &f));
	}
	assert_false(window_torque_suspect(&w) || window_spp_suspect(&w) || window_bit_below_hole(&w) ||
		window_flow_suspect(&w));
	w.torque_bad = 6;
	w.spp_working = 50;
	w.below_hole = w.cuts_dry = 2;
	assert_true(window_torque_suspect(&w) && window_spp_suspect(&w) && window_bit_below_hole(&w) && window_flow_suspect(&w));
	window_free(&w);
}

static void record_has_the_keys_in_order(void **state)
{
	static const bool untested[REASONS] = { [REASON_MSE_RANGE] = true };
	static const char *const keys[] = { "type", "start", "end", "samples", "valid", "rejected", "untested", "duplicates", "late",
		"gaps_s", "stale", "suspect", "rig_state_s", "depth_ft", "avg_depth_ft", "formation_estimate", "bit_hours",
		"bit_depth", "interval_s", "mse_basis", "rpm_basis", "partial", "motor_rev_gal", "block_klbf",
		"mse_bases", "torque_offset_kft_lbf", "dysfunction", "wob_zero_klbf" };
	struct record_about about = { .untested = untested, .interval = NAN, .mse_basis = MSE_NONE, .torque_offset = NAN,
		.wob_zero = -4.2, .bit_changed = true, .rev_gal = NAN, .block_klbf = 146.5 };
	struct window w = { 0 };
	struct facts f = row(10, NAN, REASON_NONE, 100);
	const char *key;
	json_t *o, *v;
	size_t i = 0;

	(void)state;
	window_open(&w, 0, 3600);
	f.stale = 1u << STALE_SPP;
	f.screened = 1u << DYSFUNCTION_PACK_OFF;
	assert_true(window_add(&w, &f));
	assert_non_null(o = record_window(&w, &about));
	json_object_foreach(o, key, v) {
		assert_true(i < sizeof keys / sizeof *keys);
		assert_string_equal(key, keys[i++]);
	}
	assert_int_equal(i, sizeof keys / sizeof *keys);
	struct text t = { 0 };
	json_write(&t, o);
	assert_non_null(strstr(text_view(&t), "\"untested\":[\"mse_range\"]"));
	assert_non_null(strstr(text_view(&t), "\"stale\":[\"spp_psi\"]"));
	assert_non_null(strstr(text_view(&t), "\"formation_estimate\":\"Hard Sandstone\",\"bit_hours\":null,\"bit_depth\":null,"
		"\"interval_s\":null,\"mse_basis\":null"));
	assert_non_null(strstr(text_view(&t), "\"suspect\":[\"bit_changed\"]"));
	assert_non_null(strstr(text_view(&t), "\"mse_bases\":null,\"torque_offset_kft_lbf\":null,\"dysfunction\":"
		"{\"torque_instability\":null,\"stick_slip\":null,\"pack_off\":0,\"founder\":null},\"wob_zero_klbf\":-4.2}"));
	assert_non_null(strstr(text_view(&t), "\"rig_state_s\":{\"Drilling\":1}"));
	text_free(&t);
	json_decref(o);
	window_free(&w);
}

/* The basis of most valid rows, all of them listed; unknown of any makes it unknown. */
static void basis_of_a_window(void **state)
{
	static const bool untested[REASONS];
	struct record_about about = { .untested = untested, .interval = NAN, .mse_basis = MSE_SURFACE, .torque_offset = NAN,
		.wob_zero = NAN, .rev_gal = NAN, .block_klbf = NAN };
	struct window w = { 0 };
	struct text t = { 0 };
	json_t *o;

	(void)state;
	window_open(&w, 0, 3600);
	assert_int_equal(window_mse_basis(&w, MSE_ESTIMATED), MSE_ESTIMATED);
	for (int i = 0; i < 5; i++) {
		struct facts f = row(10 * i, 10, REASON_NONE, 100);
		f.basis = i < 2 ? MSE_SURFACE : MSE_LESS_OFFBOTTOM;
		assert_true(window_add(&w, &f));
	}
	struct facts out = row(60, 10, REASON_WOB_LOW, 100);
	out.basis = MSE_UNKNOWN;                /* of a row that is not valid it does not matter */
	assert_true(window_add(&w, &out));
	assert_int_equal(window_mse_basis(&w, MSE_SURFACE), MSE_LESS_OFFBOTTOM);
	assert_non_null(o = record_window(&w, &about));
	json_write(&t, o);
	assert_non_null(strstr(text_view(&t), "\"mse_basis\":\"surface_less_offbottom\""));
	assert_non_null(strstr(text_view(&t), "\"mse_bases\":{\"surface\":20,\"surface_less_offbottom\":30}"));
	text_free(&t);
	json_decref(o);
	w.basis_rows[MSE_CCS] = 3;
	assert_int_equal(window_mse_basis(&w, MSE_SURFACE), MSE_CCS);
	w.basis_rows[MSE_UNKNOWN] = 1;
	assert_int_equal(window_mse_basis(&w, MSE_SURFACE), MSE_UNKNOWN);
	window_free(&w);
	assert_int_equal(mse_basis_parse("motor_dp"), MSE_MOTOR_DP);
	assert_int_equal(mse_basis_parse("motor"), MSE_NONE);
	assert_int_equal(mse_basis_parse(NULL), MSE_NONE);
}

static void an_overlap_is_held(void **state)
{
	struct hold h = { 0 };
	char text[32];

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct held_row r = { .facts = { .ts = i } };
		int n = snprintf(text, sizeof text, "row %d", i);
		assert_true(hold_add(&h, &r, i % 3 ? text : NULL, (size_t)n));
	}
	hold_drop_before(&h, 2500);
	assert_int_equal(h.n, 500);
	for (size_t i = 0; i < h.n; i++) {
		int k = 2500 + (int)i, n = snprintf(text, sizeof text, "row %d", k);
		assert_true(h.row[i].facts.ts == k);
		assert_int_equal(h.row[i].len, k % 3 ? n : 0);
		if (k % 3)
			assert_memory_equal(h.text.s + h.row[i].at, text, (size_t)n);
	}
	hold_drop_before(&h, 9999);
	assert_int_equal(h.n, 0);
	assert_int_equal(h.text.len, 0);
	hold_free(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(borders), cmocka_unit_test(borders_hold_for_odd_lengths), cmocka_unit_test(medians),
		cmocka_unit_test(counts), cmocka_unit_test(suspects), cmocka_unit_test(record_has_the_keys_in_order),
		cmocka_unit_test(basis_of_a_window), cmocka_unit_test(an_overlap_is_held),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
