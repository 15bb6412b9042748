/* metrics_test.c - the plan's success metrics counted over reports, and dotted paths into one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "fields.h"
#include "json.h"
#include "metrics.h"

#define KEY(hour) "F/W/production/20200101T" hour "0000Z.json"

static struct metrics m;

static void take(const char *key, const char *words)
{
	json_t *report = json_loads(words, 0, NULL);

	assert_non_null(report);
	assert_true(metrics_take(&m, report, key));
	json_decref(report);
}

static void counted(void **state)
{
	(void)state;
	assert_true(metrics_start(&m));
	/* 45 of 60 min in one segment: steady */
	take(KEY("01"), "{\"timestamp\":3600,\"result\":{\"status\":\"success\",\"action\":\"hold\",\"confidence\":\"High\","
		"\"correlations\":[{\"p_value\":0.049},{\"p_value\":0.05}]},\"segments\":[{\"clean_seconds\":2700}],"
		"\"window\":{\"start\":0,\"end\":3600}}");
	/* a second less */
	take(KEY("02"), "{\"timestamp\":7200,\"result\":{\"status\":\"success\",\"action\":\"hold\",\"confidence\":\"Medium\","
		"\"correlations\":[{\"p_value\":null}]},\"segments\":[{\"clean_seconds\":2699},{\"clean_seconds\":900}],"
		"\"window\":{\"start\":3600,\"end\":7200}}");
	/* steady, without advice, and without a message */
	take(KEY("03"), "{\"timestamp\":10800,\"result\":{\"status\":\"failure\",\"failure\":\"no_significant_correlation\","
		"\"message\":\"\"},\"segments\":[{\"clean_seconds\":3000}],\"window\":{\"start\":7200,\"end\":10800}}");
	take("F/X/idle/20200101T010000Z.json", "{\"timestamp\":3600,\"result\":{\"status\":\"failure\",\"failure\":\"not_applicable\","
		"\"message\":\"idle\"}}");
	/* partial, and of another length than usual: not of the schedule */
	take(KEY("04"), "{\"timestamp\":14000,\"result\":{},\"window\":{\"partial\":true}}");
	take("F/W/production/20200101T050000Z-300s.json", "{\"timestamp\":18000,\"result\":{}}");
	assert_true(m.reports == 6 && m.successes == 2 && m.failures == 4);
	assert_int_equal(json_integer_value(json_object_get(m.action, "hold")), 2);
	assert_int_equal(json_integer_value(json_object_get(m.failure, "none")), 2);
	assert_true(m.steady == 2 && m.steady_high == 1 && m.steady_no_advice == 1);
	assert_true(m.correlations == 3 && m.weak == 2);
	assert_string_equal(m.weak_key, KEY("01"));
	assert_true(m.unexplained == 3);
	assert_string_equal(m.unexplained_key, KEY("03"));
	assert_true(m.n_wells == 2 && m.well[0].n == 3 && m.well[1].n == 1 && m.oldest == 3600 && m.newest == 18000);
	metrics_free(&m);
}

static void energy(void **state)
{
	(void)state;
	assert_true(metrics_start(&m));
	take(KEY("01"), "{\"timestamp\":3600,\"result\":{},\"segments\":["
		"{\"tried\":[{\"rop\":50,\"mse\":30000,\"score\":0.7},{\"rop\":60,\"mse\":40000,\"score\":0.6}]},"
		"{\"tried\":[{\"rop\":50,\"mse\":30000,\"score\":0.5},{\"rop\":60,\"mse\":30000,\"score\":0.6}]},"
		"{\"tried\":[{\"rop\":50,\"mse\":30000,\"score\":0.7}]},{\"tried\":null},{\"tried\":[{},{\"mse\":0,\"score\":1}]}]}");
	assert_int_equal(m.n_mse, 2);
	assert_true(fabs(m.mse_change[0] + 0.25) < 1e-12 && m.mse_change[1] == 0);
	metrics_free(&m);
}

/* Anything that is JSON: nothing of it is taken for granted. */
static void odd(void **state)
{
	static const char *const reports[] = {
		"{}", "{\"result\":[]}", "{\"result\":{\"status\":1,\"correlations\":{}}}", "{\"segments\":[1,null,[]],\"window\":[]}",
		"{\"result\":{\"status\":\"success\",\"correlations\":[1,[],null]},\"segments\":{\"a\":1}}", "[]", "1",
	};

	(void)state;
	assert_true(metrics_start(&m));
	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
		json_t *report = json_loads(reports[i], JSON_DECODE_ANY, NULL);
		assert_non_null(report);
		assert_true(metrics_take(&m, report, "short"));
		json_decref(report);
	}
	assert_true(m.weak == 3 && m.successes == 1);
	metrics_free(&m);
}

static void paths(void **state)
{
	json_t *o = json_loads("{\"a\":{\"b\":[1,{\"c\":\"x,y\"}]},\"n\":null,\"t\":\"e\\u001b[0m\"}", 0, NULL);
	struct query_fields *f = fields_new(",a.b.1.c,,a.b.0,n,gone.x,a.b");
	struct text out = { 0 };

	(void)state;
	assert_non_null(o);
	assert_non_null(f);
	assert_int_equal(fields_count(f), 5);
	assert_null(fields_at(o, "a.b.2"));
	assert_null(fields_at(o, "a.b.-1"));
	assert_null(fields_at(o, "a.b.1x"));
	assert_null(fields_at(o, "a.b.99999999999999999999"));
	assert_null(fields_at(o, ""));
	assert_null(fields_at(o, "a..b"));
	fields_csv_header(f, &out);
	fields_csv(f, o, &out);
	assert_string_equal(out.s, "a.b.1.c,a.b.0,n,gone.x,a.b\n\"x,y\",1,,,\"[1,{\"\"c\"\":\"\"x,y\"\"}]\"");
	text_clear(&out);
	fields_json(f, o, &out);
	assert_string_equal(out.s, "{\"a.b.1.c\":\"x,y\",\"a.b.0\":1,\"n\":null,\"gone.x\":null,\"a.b\":[1,{\"c\":\"x,y\"}]}");
	assert_string_equal(fields_unseen(f), "gone.x");
	fields_free(f);
	text_clear(&out);
	assert_non_null(f = fields_new("a.b.0,t"));
	fields_text(f, o, &out);
	assert_string_equal(out.s, "a.b.0=1  t=e?[0m");
	assert_null(fields_unseen(f));
	fields_free(f);
	text_free(&out);
	json_decref(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counted), cmocka_unit_test(energy), cmocka_unit_test(odd), cmocka_unit_test(paths),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
