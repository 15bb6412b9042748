/* line_test.c - a report in one line: its words, its length, hostile names, units and zone; what is left without advice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "fallback.h"
#include "json.h"
#include "line.h"
#include "show.h"

static const struct levels *const levels = &levels_default;

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

#define SEGMENT "{\"type\":\"segment\",\"index\":0,\"n\":2280,\"clean_seconds\":2280,\"depth_ft\":[8120.2,8180]," \
	"\"formation_type\":\"Hard Sandstone\"}"
#define WINDOW(valid, more) "{\"type\":\"window\",\"start\":1246640400,\"end\":1246644000,\"samples\":3600,\"valid\":" valid \
	",\"interval_s\":1,\"depth_ft\":[8120.2,8180],\"avg_depth_ft\":8150,\"mse_basis\":\"surface\"" more "}"
#define CHANGE "{\"type\":\"optimal\",\"segment\":0,\"verdict\":\"recommend\",\"best_wob\":24,\"best_rpm\":140,\"best_flow\":600," \
	"\"evidence\":\"strong\",\"gain_rop\":0.18,\"gain_rop_ci90\":[0.06,0.31]}"
#define HOLD "{\"type\":\"optimal\",\"segment\":0,\"verdict\":\"no_evidence_hold\",\"practice\":{\"wob\":20,\"rpm\":120," \
	"\"flow\":560,\"rop\":60,\"mse\":30000},\"now\":{\"wob\":20,\"rpm\":120,\"flow\":560,\"rop\":60,\"mse\":52000}"
#define FINDING "{\"type\":\"correlation\",\"segment\":0,\"x\":\"WOB\",\"y\":\"ROP\",\"status\":\"ok\",\"r\":0.6,\"p\":0.001," \
	"\"p_adjusted\":0.003,\"significant\":true}"

static void close_window(struct window *w, const char *record, struct identity *who)
{
	const struct window_rows rows = { 0, NAN, NAN, NAN };
	json_t *value = json(record);
	char why[WINDOW_WHY] = "";

	if (!window_close(w, value, &rows, who, why))
		fail_msg("%s", why);
	json_decref(value);
}

/* Closes the window and compares its line. */
static void expect(struct window *w, const char *record, const char *well, const char *zone, bool metric, const char *words)
{
	struct page_style style = { .metric = metric };
	struct identity who;
	struct text line = { 0 };
	char why[WHEN_WHY];

	identity_default(&who);
	snprintf(who.field, sizeof who.field, "NORTH");
	snprintf(who.well, sizeof who.well, "%s", well);
	assert_true(when_zone_parse(&style.zone, zone, why));
	close_window(w, record, &who);
	struct outcome o = verdict_window(w, levels);
	line_window(&line, w, &o, &who, levels, &style);
	assert_string_equal(text_view(&line), words);
	text_free(&line);
	window_clear(w);
}

static void verdicts(void **state)
{
	struct window w = { 0 };

	(void)state;
	take(&w, "segment", SEGMENT);
	take(&w, "optimal", CHANGE);
	expect(&w, WINDOW("2280", ""), "A-12", "UTC", false, "2009-07-03T18:00Z NORTH/A-12 production 8120-8180 ft: "
		"CHANGE WOB 24.0 klbf RPM 140 flow 600 gpm (+18% [+6%, +31%] ROP, evidence strong, HIGH) [advisory only]\n");
	take(&w, "segment", SEGMENT);
	take(&w, "optimal", CHANGE);
	expect(&w, WINDOW("2280", ""), "A-12", "+02:00", true, "2009-07-03T20:00+02:00 NORTH/A-12 production 2475-2493 m: "
		"CHANGE WOB 10.7 kdaN RPM 140 flow 2271 L/min (+18% [+6%, +31%] ROP, evidence strong, HIGH) [advisory only]\n");
	take(&w, "segment", SEGMENT);
	take(&w, "optimal", HOLD ",\"advice\":{\"wob\":24,\"rpm\":140,\"flow\":600,\"since\":1246636800}}");
	take(&w, "correlation", FINDING);
	expect(&w, WINDOW("2280", ""), "A-12", "UTC", false, "2009-07-03T18:00Z NORTH/A-12 production 8120-8180 ft: "
		"HOLD WOB 20.0 klbf RPM 120 flow 560 gpm (evidence none, HIGH); standing advice WOB 24.0 klbf RPM 140 flow 600 gpm: "
		"no drilled p... [advisory only]\n");
	expect(&w, WINDOW("0", ",\"rig_state_s\":{\"Connection\":3600}"), "A-12", "UTC", false, "2009-07-03T18:00Z NORTH/A-12 "
		"production 8120-8180 ft: NO ADVICE not_applicable: no drilling in the window: Connection 60 min; nothing to do until "
		"drilling goes on; if the rig was dr... [advisory only]\n");
}

static void hostile_names(void **state)
{
	char well[128];
	struct window w = { 0 };

	(void)state;
	expect(&w, WINDOW("214", ""), "A\n\033[2J\302\23312", "UTC", false, "2009-07-03T18:00Z NORTH/A??[2J?12 production 8120-8180 ft: "
		"NO ADVICE insufficient_data: 214 of 360 samples; keep on drilling: 2 min more of clean drilling are needed"
		" [advisory only]\n");
	for (size_t i = 0; i < 63; i++)
		memcpy(well + 2 * i, "\303\246", 2);            /* of two bytes each: a cut is between them */
	well[126] = '\0';
	struct text short_well = { 0 }, words = { 0 };
	text_add(&short_well, well, 2 * (LINE_NAME - 3));
	text_format(&words, "2009-07-03T18:00Z NORTH/%s... production 8120-8180 ft: NO ADVICE insufficient_data: 214 of 360 samples; "
		"keep on drilling: 2 min more of clean dril... [advisory only]\n", text_view(&short_well));
	expect(&w, WINDOW("214", ""), well, "UTC", false, text_view(&words));
	text_free(&short_well);
	text_free(&words);
}

static void clean(void **state)
{
	struct text t = { 0 };

	(void)state;
	show_clean(&t, "a\tb\177\302\205c\302", 8);
	assert_string_equal(text_view(&t), "a?b??c\302");
	text_clear(&t);
	show_clean(&t, "\302\240\303\205", 4);                  /* a blank and a letter that share those bytes */
	assert_string_equal(text_view(&t), "\302\240\303\205");
	text_free(&t);
}

/* Physics: the best of the record goes before that of the last good report, which counts only on the same basis. */
static void physics(void **state)
{
	json_t *report = json("{\"result\":{\"optimal_params\":{\"achieved_mse\":29000,\"mse_efficiency\":100}},"
		"\"provenance\":{\"methods\":{\"mse_basis\":\"surface\"}}}");
	struct last_good last = { "key", report, true, false };
	const struct last_good none = { .looked = true };
	struct window w = { 0 };
	struct identity who;
	struct text t = { 0 };

	(void)state;
	identity_default(&who);
	take(&w, "segment", SEGMENT);
	take(&w, "optimal", HOLD "}");
	close_window(&w, WINDOW("2280", ""), &who);
	struct outcome o = verdict_window(&w, levels);
	struct fallback f = fallback_find(&w, &o, &last);
	assert_true(f.present == 52000 && f.best == 29000 && f.by_report);
	fallback_words(&t, &f);
	assert_string_equal(text_view(&t), "present MSE of 52.0 kpsi is 1.8 times the best in this rock, 29.0 kpsi (of the last good report)");
	f = fallback_find(&w, &o, &none);
	assert_true(isnan(f.present) && isnan(f.best));
	text_clear(&t);
	fallback_reason(&t, &w, &o, &none);
	assert_string_equal(text_view(&t), "the best MSE of this rock is not known yet; no report with advice on this rock from before "
		"this window is in the store");
	json_object_set_new(w.record, "mse_basis", json_string("motor"));
	f = fallback_find(&w, &o, &last);
	assert_true(isnan(f.best));
	w.segment[0].optimal.mse_reference = 26000;
	f = fallback_find(&w, &o, &last);
	assert_true(f.best == 26000 && !f.by_report);
	w.segment[0].clean_s = 400;                             /* the last ten minutes are not all of this rock */
	f = fallback_find(&w, &o, &last);
	assert_true(f.present == 30000);
	o.cause = CAUSE_HELD;
	f = fallback_find(&w, &o, &last);
	assert_true(isnan(f.best));
	text_free(&t);
	window_clear(&w);
	json_decref(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts), cmocka_unit_test(hostile_names), cmocka_unit_test(clean), cmocka_unit_test(physics),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
