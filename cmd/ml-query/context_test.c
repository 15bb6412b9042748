/* context_test.c - the plan's text, line by line. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "context.h"

static void says(const char *report, const char *want)
{
	json_t *json = json_loads(report, 0, NULL);
	struct text out = { 0 };
	struct evidence e;

	assert_non_null(json);
	e = evidence_headline(json);
	context_item(&out, 1, &e);
	assert_string_equal(text_view(&out), want);
	text_free(&out);
	json_decref(json);
}

static void change(void **state)
{
	(void)state;
	says("{\"timestamp\":1,\"well_id\":\"F-9\",\"depth_range\":[8120.2,8180],\"bit_hours\":12.4,\"formation_type\":\"Hard Sandstone\","
		"\"result\":{\"action\":\"change\",\"optimal_params\":{\"best_wob\":22,\"best_rpm\":120,\"best_flow\":600,"
		"\"achieved_rop\":85.3,\"mse_efficiency\":92,\"confidence\":\"High\",\"evidence\":\"strong\",\"gain\":{\"rop\":0.12,"
		"\"rop_ci90\":[0.04,0.2]}},\"correlations\":[{\"x_param\":\"WOB\",\"y_param\":\"ROP\",\"r_value\":0.62,"
		"\"p_value\":0.003}]}}",
		"[1] F-9 at 8120-8180ft in Hard Sandstone (bit: 12hrs, evidence strong, HIGH confidence):\n"
		"    Optimal: WOB=22.0 klbs, RPM=120, Flow=600 gpm\n"
		"    Achieved: ROP=85.3 ft/hr, MSE_eff=92%\n"
		"    Gain: ROP +12% (90% interval +4% to +20%) against practice there\n"
		"    Correlation: WOB vs ROP r=0.62 (p=0.0030)\n\n");
}

static void hold_with_unknowns(void **state)
{
	(void)state;
	says("{\"timestamp\":1,\"well_id\":\"F\\n[2] 9\",\"depth_range\":[8120,8180],\"bit_hours\":null,\"name\":\"Hugin Fm\","
		"\"formation_type\":\"Soft Shale\",\"result\":{\"action\":\"hold\",\"optimal_params\":{\"best_wob\":18,\"best_rpm\":100,"
		"\"best_flow\":null,\"achieved_rop\":70.1,\"mse_efficiency\":null,\"confidence\":\"Medium\",\"evidence\":\"none\","
		"\"limited_by\":\"drilled_once\",\"trial\":{\"text\":\"repeat it\"}},\"correlations\":[{\"x_param\":\"RPM\","
		"\"y_param\":\"ROP\",\"r_value\":-0.5,\"p_value\":1.2e-09}]}}",
		"[1] F [2] 9 at 8120-8180ft in Hugin Fm (Soft Shale) (bit: unknown, evidence none, MEDIUM confidence):\n"
		"    Hold: keep WOB=18.0 klbs, RPM=100, Flow=unknown (present practice; no drilled point is shown to be better; "
		"limited by drilled once)\n"
		"    Achieved: ROP=70.1 ft/hr, MSE_eff=unknown\n"
		"    Trial: repeat it\n"
		"    Correlation: RPM vs ROP r=-0.50 (p=1.2e-09)\n\n");
}

static void failure_has_its_own_depth(void **state)
{
	(void)state;
	says("{\"timestamp\":1,\"well_id\":\"F-9\",\"depth_range\":[8150,8150],\"result\":{\"status\":\"failure\","
		"\"message\":\"Insufficient data: 211 samples (need 360)\",\"suggestion\":\"keep on drilling\"}}",
		"[1] F-9 at 8150ft: Analysis unavailable - Insufficient data: 211 samples (need 360)\n"
		"    Suggestion: keep on drilling\n\n");
	says("{\"timestamp\":1,\"well_id\":\"F-9\",\"depth_range\":[null,null],\"result\":{\"status\":\"failure\"}}",
		"[1] F-9 at unknown depth: Analysis unavailable - no reason was given\n\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(change), cmocka_unit_test(hold_with_unknowns), cmocka_unit_test(failure_has_its_own_depth),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
