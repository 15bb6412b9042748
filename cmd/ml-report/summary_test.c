/* summary_test.c - the words: each failure exactly as the plan prints it, the summary, the window read from records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>
#include "json.h"
#include "report.h"
#include "summary.h"

static const struct levels *const levels = &levels_default;
static const struct last_good no_last = { 0 };
static const struct report_tags no_tags = { NULL, NULL };

static json_t *json(const char *s)
{
	json_error_t e;
	json_t *value = json_loads(s, 0, &e);

	if (!value)
		fail_msg("%s: %s", e.text, s);
	return value;
}

static void take(struct window *w, const char *type, const char *s)
{
	json_t *record = json(s);
	char why[WINDOW_WHY] = "";

	if (!window_take(w, type, record, why))
		fail_msg("%s", why);
	json_decref(record);
}

/* Closes the window by a record and returns its report. */
static json_t *report(struct window *w, const char *window, enum campaign campaign)
{
	const struct window_rows rows = { 0, NAN, NAN, NAN };
	json_t *record = json(window), *value;
	struct identity who;
	struct outcome o;
	char why[WINDOW_WHY] = "";

	identity_default(&who);
	who.campaign = campaign;
	if (!window_close(w, record, &rows, &who, why))
		fail_msg("%s", why);
	json_decref(record);
	o = verdict_window(w, levels);
	value = report_build(w, &o, &who, levels, &no_last, &no_tags);
	assert_non_null(value);
	return value;
}

static const char *result(const json_t *value, const char *key)
{
	const char *s = json_get_text(json_object_get(value, "result"), key);

	return s ? s : "(null)";
}

#define WINDOW(samples, valid, more) "{\"type\":\"window\",\"start\":0,\"end\":3600,\"samples\":" samples \
	",\"valid\":" valid ",\"interval_s\":1,\"avg_depth_ft\":8150,\"formation_estimate\":\"Soft Shale\"" more "}"
#define SEGMENT(index, n) "{\"type\":\"segment\",\"index\":" index ",\"n\":" n ",\"clean_seconds\":" n \
	",\"depth_ft\":[8100,8200],\"formation_type\":\"Hard Sandstone\"}"

static void insufficient_data(void **state)
{
	struct window w = { 0 };
	json_t *r = report(&w, WINDOW("3600", "211", ""), CAMPAIGN_PRODUCTION);

	(void)state;
	assert_string_equal(result(r, "status"), "failure");
	assert_string_equal(result(r, "failure"), "insufficient_data");
	assert_string_equal(result(r, "message"), "Insufficient data: 211 samples (need 360)");
	assert_string_equal(json_get_text(r, "formation_type"), "Soft Shale");
	assert_true(json_number_value(json_array_get(json_object_get(r, "depth_range"), 1)) == 8150);
	json_decref(r);
	window_clear(&w);
}

static void unstable_formation(void **state)
{
	struct window w = { 0 };
	json_t *r;

	(void)state;
	take(&w, "segment", SEGMENT("0", "200"));
	take(&w, "segment", SEGMENT("1", "205"));
	r = report(&w, WINDOW("3600", "405", ""), CAMPAIGN_PRODUCTION);
	assert_string_equal(result(r, "failure"), "unstable_formation");
	assert_string_equal(result(r, "message"), "Unstable formation: 2 segments, largest has 205 samples");
	assert_string_equal(json_get_text(r, "formation_type"), "Mixed");
	assert_int_equal(json_array_size(json_object_get(r, "segments")), 2);
	json_decref(r);
	window_clear(&w);
}

static void no_significant_correlation(void **state)
{
	struct window w = { 0 };
	json_t *r;

	(void)state;
	take(&w, "segment", SEGMENT("0", "1000"));
	take(&w, "correlation",
		"{\"type\":\"correlation\",\"segment\":0,\"x\":\"WOB\",\"y\":\"ROP\",\"status\":\"ok\","
		"\"r\":0.2,\"p\":0.012,\"p_adjusted\":0.06,\"significant\":false,\"structural\":false}");
	take(&w, "correlation",
		"{\"type\":\"correlation\",\"segment\":0,\"x\":\"RPM\",\"y\":\"MSE\",\"status\":\"ok\","
		"\"r\":0.9,\"p\":0,\"p_adjusted\":0,\"significant\":true,\"structural\":true}");
	take(&w, "optimal", "{\"type\":\"optimal\",\"segment\":0,\"verdict\":\"no_evidence_hold\",\"achieved_mse\":20000,"
		"\"practice\":{\"wob\":18,\"rpm\":100,\"flow\":600,\"rop\":70,\"mse\":50000},"
		"\"trial\":\"A 18 klbf, B 24 klbf\"}");
	r = report(&w, WINDOW("3600", "1000", ""), CAMPAIGN_PRODUCTION);
	assert_string_equal(result(r, "failure"), "no_significant_correlation");
	assert_string_equal(result(r, "message"), "No significant correlations (best p=0.060)");
	assert_true(json_get_number(json_object_get(r, "result"), "best_p_value") == 0.06);
	assert_string_equal(result(r, "suggestion"), "A 18 klbf, B 24 klbf");
	assert_string_equal(json_get_text(json_object_get(json_object_get(r, "result"), "fallback"), "text"),
		"present MSE of 50.0 kpsi is 2.5 times the best in this rock, 20.0 kpsi");
	json_decref(r);
	window_clear(&w);
}

static void all_data_rejected(void **state)
{
	struct window w = { 0 };
	json_t *r = report(&w,
		WINDOW("3600", "0", ",\"rejected\":{\"missing\":100,\"wob_low\":2900,\"rop_range\":600},"
		"\"rig_state_s\":{\"Drilling\":60,\"Circulating\":3540}"), CAMPAIGN_PRODUCTION);

	(void)state;
	assert_string_equal(result(r, "failure"), "all_data_rejected");
	assert_string_equal(result(r, "message"),
		"All data rejected: no sample passed the quality filter: WOB too low (2900 of "
		"3600 samples), ROP out of range (600 of 3600 samples), WOB, RPM, ROP or torque missing (100 of 3600 samples); "
		"rig state: Circulating 59 min, Drilling 60 s");
	assert_true(json_get_number(json_object_get(json_object_get(r, "result"), "rejected"), "wob_low") == 2900);
	json_decref(r);
	window_clear(&w);
}

static void not_applicable(void **state)
{
	struct window w = { 0 };
	json_t *r = report(&w,
		WINDOW("3600", "0", ",\"rig_state_s\":{\"Idle\":0,\"TrippingOut\":1100,\"Circulating\":2500}"),
		CAMPAIGN_PRODUCTION);

	(void)state;
	assert_string_equal(result(r, "failure"), "not_applicable");
	assert_string_equal(result(r, "message"),
		"Analysis not applicable: no drilling in the window: Circulating 41 min, TrippingOut 18 min");
	json_decref(r);
	window_clear(&w);
	r = report(&w, WINDOW("3600", "2000", ""), CAMPAIGN_IDLE);
	assert_string_equal(result(r, "message"), "Analysis not applicable: campaign is idle");
	assert_string_equal(json_get_text(r, "campaign"), "idle");
	json_decref(r);
	window_clear(&w);
	r = report(&w, WINDOW("0", "0", ""), CAMPAIGN_PRODUCTION);
	assert_string_equal(result(r, "message"), "Analysis not applicable: no data in the window");
	json_decref(r);
	window_clear(&w);
}

static void plan_success(void **state)
{
	struct window w = { 0 };
	json_t *r;

	(void)state;
	take(&w, "segment", SEGMENT("0", "2280"));
	take(&w, "correlation",
		"{\"type\":\"correlation\",\"segment\":0,\"x\":\"WOB\",\"y\":\"ROP\",\"status\":\"ok\","
		"\"r\":0.623,\"p\":0.003,\"p_adjusted\":null,\"significant\":true,\"structural\":false}");
	take(&w, "optimal", "{\"type\":\"optimal\",\"segment\":0,\"verdict\":\"plan\",\"best_wob\":22.04,\"best_rpm\":120.4,"
		"\"best_flow\":600,\"achieved_rop\":85.26,\"mse_efficiency\":91.6,\"composite_score\":0.704,"
		"\"rating\":\"GOOD efficiency\"}");
	r = report(&w, WINDOW("3600", "2280", ",\"bit_hours\":12.4,\"bit_depth\":340"), CAMPAIGN_PRODUCTION);
	assert_string_equal(result(r, "summary_text"),
		"Change: evidence not tested. ML Analysis for WELL-001 in formation hard by d-exponent "
		"(plan's class: Hard Sandstone), not lithology (HIGH confidence, 38 min clean data, bit: 12hrs/340ft). "
		"Optimal: WOB=22.0 klbs, RPM=120, Flow=600 gpm. Achieved ROP=85.3 ft/hr with MSE efficiency 92% "
		"(composite score: 0.70 - GOOD efficiency (within this window)). The gain is not tested: the plan's rule "
		"averages the best tenth of the samples, which is partly luck. "
		"Key finding: WOB shows r=0.62 correlation with ROP (p=0.003). "
		"Advisory only: not a well-control, stuck-pipe or barrier-certification system.");
	assert_string_equal(result(r, "confidence"), "High");
	json_decref(r);
	window_clear(&w);
}

static void unknown_bit_is_said(void **state)
{
	struct window w = { 0 };
	json_t *r;

	(void)state;
	take(&w, "optimal", "{\"type\":\"optimal\",\"segment\":0,\"verdict\":\"recommend\",\"best_wob\":22,\"best_rpm\":120}");
	r = report(&w, WINDOW("3600", "1000", ""), CAMPAIGN_PRODUCTION);
	assert_non_null(strstr(result(r, "summary_text"), "MEDIUM confidence, 16 min clean data, bit: unknown)"));
	assert_non_null(strstr(result(r, "summary_text"), "Flow=unknown"));
	assert_null(strstr(result(r, "summary_text"), "nan"));
	assert_true(json_is_null(json_object_get(r, "bit_hours")));
	json_decref(r);
	window_clear(&w);
}

static void hold_shows_practice(void **state)
{
	struct window w = { 0 };
	const json_t *params;
	json_t *r;

	(void)state;
	take(&w, "segment", SEGMENT("0", "1000"));
	take(&w, "correlation",
		"{\"type\":\"correlation\",\"segment\":0,\"x\":\"WOB\",\"y\":\"ROP\",\"status\":\"ok\","
		"\"r\":0.5,\"p\":0.00001,\"p_adjusted\":0.00002,\"significant\":true,\"structural\":false}");
	take(&w, "optimal", "{\"type\":\"optimal\",\"segment\":0,\"verdict\":\"no_evidence_hold\",\"best_wob\":30,"
		"\"best_rpm\":150,"
		"\"composite_score\":0.8,\"rating\":\"EXCELLENT drilling conditions\",\"limited_by\":\"rop_held\","
		"\"practice\":{\"wob\":18,\"rpm\":100,\"flow\":600,\"rop\":70}}");
	r = report(&w, WINDOW("3600", "1000", ""), CAMPAIGN_PRODUCTION);
	assert_string_equal(result(r, "action"), "hold");
	params = json_object_get(json_object_get(r, "result"), "optimal_params");
	assert_true(json_get_number(params, "best_wob") == 18);
	assert_true(json_is_null(json_object_get(params, "composite_score")));
	assert_true(json_is_null(json_object_get(params, "rating")));
	assert_ptr_equal(strstr(result(r, "summary_text"), "Hold: evidence none."), result(r, "summary_text"));
	assert_non_null(strstr(result(r, "summary_text"),
		"Keep WOB=18.0 klbs, RPM=100, Flow=600 gpm (present practice), "
		"ROP=70.0 ft/hr. No drilled point is shown to be better: ROP was held"));
	assert_non_null(strstr(result(r, "summary_text"), "(p=2e-05)"));
	json_decref(r);
	window_clear(&w);
}

static void keys_in_order(void **state)
{
	static const char *const keys[] = { "timestamp", "campaign", "depth_range", "well_id", "field_name",
		"bit_hours",
		"bit_depth", "formation_type", "result", "segments", "window", "provenance" };
	struct window w = { 0 };
	json_t *r = report(&w, WINDOW("0", "0", ""), CAMPAIGN_PRODUCTION);
	void *at = json_object_iter(r);

	(void)state;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++, at = json_object_iter_next(r, at))
		assert_string_equal(json_object_iter_key(at), keys[i]);
	assert_null(at);
	json_decref(r);
	window_clear(&w);
}

static void wrong_records(void **state)
{
	static const struct { const char *type, *record, *why; } table[] = {
		{ "segment", "{\"index\":-1}", "segment: index: not the index of a segment: 0, 1, 2 ..." },
		{ "segment", "{\"index\":0,\"n\":\"x\"}", "segment: n: not a number" },
		{ "segment", "{\"index\":0,\"depth_ft\":[1]}", "segment: depth_ft: not a pair of numbers" },
		{ "correlation", "{\"segment\":0,\"x\":\"WOB\",\"status\":\"ok\"}", "correlation: y: missing" },
		{ "correlation", "{\"segment\":0,\"x\":\"WOB\",\"y\":\"ROP\",\"status\":\"good\"}",
			"correlation: status: not ok, constant or insufficient" },
		{ "correlation", "{\"segment\":0,\"x\":\"WOB\",\"y\":\"ROP\",\"status\":\"ok\",\"r\":1,\"p\":2}",
			"correlation: p: a probability is 0 to 1" },
		{ "optimal", "{\"segment\":0,\"verdict\":\"recommend\"}",
			"optimal: best_wob: an answer needs one of best_wob, best_rpm and best_flow" },
		{ "optimal", "{\"segment\":0,\"verdict\":\"insufficient_blocks\"}",
			"optimal: blocks: insufficient_blocks without the number of blocks" },
		{ "optimal", "{\"segment\":0}",
			"optimal: verdict: not recommend, no_evidence_hold, insufficient_variation, "
			"insufficient_blocks, insufficient_data or plan" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct window w = { 0 };
		char why[WINDOW_WHY] = "";
		json_t *record = json(table[i].record);
		assert_false(window_take(&w, table[i].type, record, why));
		assert_string_equal(why, table[i].why);
		json_decref(record);
		window_clear(&w);
	}
}

static void wrong_windows(void **state)
{
	static const struct { const char *record, *why; } table[] = {
		{ "{\"start\":5,\"end\":5,\"samples\":1,\"valid\":1}", "end: not after start" },
		{ "{\"start\":0,\"end\":5,\"samples\":-1,\"valid\":0}", "samples: not a count" },
		{ "{\"start\":0,\"end\":5,\"samples\":1,\"valid\":2}", "valid: not a count up to samples" },
		{ "{\"start\":0,\"end\":5,\"samples\":1,\"valid\":0,\"rejected\":{\"wob_low\":\"x\"}}",
			"rejected: not an object of counts" },
	};
	const struct window_rows rows = { 0, NAN, NAN, NAN };
	struct identity who;

	(void)state;
	identity_default(&who);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct window w = { 0 };
		char why[WINDOW_WHY] = "";
		json_t *record = json(table[i].record);
		assert_false(window_close(&w, record, &rows, &who, why));
		assert_string_equal(why, table[i].why);
		json_decref(record);
		window_clear(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(insufficient_data), cmocka_unit_test(unstable_formation),
		cmocka_unit_test(no_significant_correlation), cmocka_unit_test(all_data_rejected),
		cmocka_unit_test(not_applicable),
		cmocka_unit_test(plan_success), cmocka_unit_test(unknown_bit_is_said),
		cmocka_unit_test(hold_shows_practice),
		cmocka_unit_test(keys_in_order), cmocka_unit_test(wrong_records), cmocka_unit_test(wrong_windows),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
