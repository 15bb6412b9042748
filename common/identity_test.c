/* identity_test.c - the stream record out and in, set records, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "identity.h"
#include "json.h"

static void expect_record(const struct identity *id, const char *want)
{
	json_t *record = identity_record(id);
	struct text t = {0};

	assert_non_null(record);
	json_write(&t, record);
	assert_string_equal(text_view(&t), want);
	text_free(&t);
	json_decref(record);
}

static bool from(struct identity *id, const char *text, char why[160])
{
	json_t *o = json_loads(text, 0, NULL);
	bool fine;

	assert_non_null(o);
	fine = identity_from_stream(id, o, why);
	json_decref(o);
	return fine;
}

static bool set(struct identity *id, const char *text, char why[160])
{
	json_t *o = json_loads(text, 0, NULL);
	bool fine;

	assert_non_null(o);
	fine = identity_apply_set(id, o, why);
	json_decref(o);
	return fine;
}

static void campaigns(void **state)
{
	static const struct { const char *text; enum campaign campaign; } known[] = {
		{ "production", CAMPAIGN_PRODUCTION }, { "Production", CAMPAIGN_PRODUCTION },
		{ "PlugAbandonment", CAMPAIGN_PLUG_ABANDONMENT }, { "plug_abandonment", CAMPAIGN_PLUG_ABANDONMENT },
		{ "pa", CAMPAIGN_PLUG_ABANDONMENT }, { "P&A", CAMPAIGN_PLUG_ABANDONMENT },
		{ "Plug and Abandonment", CAMPAIGN_PLUG_ABANDONMENT }, { "IDLE", CAMPAIGN_IDLE },
	};
	enum campaign campaign;

	(void)state;
	for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
		assert_true(campaign_parse(known[k].text, &campaign));
		assert_int_equal(campaign, known[k].campaign);
	}
	assert_false(campaign_parse("", &campaign));
	assert_false(campaign_parse("prod", &campaign));
	assert_false(campaign_parse("production of very much more oil", &campaign));
	for (int k = 0; k < CAMPAIGNS; k++) {
		assert_true(campaign_parse(campaign_name((enum campaign)k), &campaign));
		assert_int_equal(campaign, k);
	}
}

static void record_of_the_design(void **state)
{
	struct identity id, back;
	char why[160];

	(void)state;
	identity_default(&id);
	id.bit.diameter_in = 12.25;
	snprintf(id.source, sizeof id.source, "wits-import");
	expect_record(&id, "{\"type\":\"stream\",\"version\":1,\"field\":\"DEFAULT\",\"well\":\"WELL-001\","
		"\"campaign\":\"production\",\"bit\":{\"diameter_in\":12.25,\"start_ts\":null,\"start_depth_ft\":null},"
		"\"interval_s\":null,\"units\":\"fps\",\"tz\":\"UTC\",\"source\":\"wits-import\"}");
	id.bit.motor_rev_gal = 0.1142;
	id.bit.rpm_basis = RPM_BIT;
	id.bit.start_ts = 1700000000.5;
	snprintf(id.bit.run, sizeof id.bit.run, "4");
	snprintf(id.bit.kind, sizeof id.bit.kind, "PDC");
	id.bit.hours = 3.5;
	id.mud_ppg = 10.2;
	id.interval_s = 4;
	id.campaign = CAMPAIGN_PLUG_ABANDONMENT;
	const char *full = "{\"type\":\"stream\",\"version\":1,\"field\":\"DEFAULT\",\"well\":\"WELL-001\","
		"\"campaign\":\"plug_abandonment\",\"bit\":{\"diameter_in\":12.25,\"start_ts\":1700000000.5,"
		"\"start_depth_ft\":null,\"run\":\"4\",\"type\":\"PDC\",\"motor_rev_gal\":0.1142,\"rpm_basis\":\"bit\","
		"\"hours\":3.5},\"interval_s\":4,\"units\":\"fps\",\"tz\":\"UTC\",\"source\":\"wits-import\","
		"\"mud\":{\"ppg\":10.2}}";
	expect_record(&id, full);
	identity_default(&back);
	assert_true(from(&back, full, why));
	expect_record(&back, full);
	assert_true(from(&back, "{\"version\":1,\"index\":\"depth\"}", why) && back.by_depth);
	assert_true(from(&back, "{\"version\":1}", why) && back.by_depth);
	assert_true(from(&back, "{\"version\":1,\"index\":\"time\"}", why) && !back.by_depth);
}

static void stream_refuses(void **state)
{
	static const struct { const char *text, *why; } wrong[] = {
		{ "{}", "version: missing; 1 is known here" },
		{ "{\"version\":2}", "version: 2 is not known here; 1 is" },
		{ "{\"version\":1,\"well\":7}", "well: not a text" },
		{ "{\"version\":1,\"well\":\"\"}", "well: a text of 1 to 127 bytes is wanted" },
		{ "{\"version\":1,\"well\":\"a\\u0000b\"}", NULL },
		{ "{\"version\":1,\"campaign\":\"mining\"}",
			"campaign: 'mining' is none; production, plug_abandonment and idle are" },
		{ "{\"version\":1,\"bit\":12.25}", "bit: not an object" },
		{ "{\"version\":1,\"bit\":{\"diameter_in\":0}}", "diameter_in: 0 is out of range 1 to 60" },
		{ "{\"version\":1,\"bit\":{\"diameter_in\":\"12.25\"}}", "diameter_in: not a number" },
		{ "{\"version\":1,\"bit\":{\"rpm_basis\":\"top\"}}", "rpm_basis: 'top' is none; auto, surface and bit are" },
		{ "{\"version\":1,\"units\":\"si\"}", "units: 'si' are none; fps and metric are" },
		{ "{\"version\":1,\"interval_s\":0}", NULL },
		{ "{\"version\":1,\"mud\":{\"ppg\":-1}}", NULL },
		{ "{\"version\":1,\"index\":\"tvd\"}", "index: 'tvd' is none; time and depth are" },
	};
	struct identity id;
	char why[160];

	(void)state;
	for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++) {
		json_t *o = json_loads(wrong[k].text, JSON_ALLOW_NUL, NULL);
		struct identity before;

		identity_default(&id);
		before = id;
		assert_non_null(o);
		assert_false(identity_from_stream(&id, o, why));
		if (wrong[k].why)
			assert_string_equal(why, wrong[k].why);
		assert_memory_equal(&id, &before, sizeof id);   /* nothing taken over */
		json_decref(o);
	}
}

static void is_doubt(const char *text, bool expected)
{
	json_t *record = json_loads(text, 0, NULL);

	assert_non_null(record);
	assert_int_equal(identity_set_is_doubt(record), expected);
	json_decref(record);
}

static void doubts(void **state)
{
	(void)state;
	is_doubt("{\"ts\":5,\"hold\":\"new well?\"}", true);
	is_doubt("{\"ts\":5,\"hold\":null}", true);
	is_doubt("{\"ts\":5,\"suspect\":[]}", true);
	is_doubt("{\"ts\":5,\"hold\":null,\"wellbore\":\"B\"}", false);
	is_doubt("{\"ts\":5,\"mud\":{\"ppg\":10}}", false);
	is_doubt("{\"ts\":5,\"unheard_of\":1}", false);
}

static void is_repeat(const struct identity *id, const char *text, bool expected)
{
	json_t *record = json_loads(text, 0, NULL);

	assert_non_null(record);
	assert_int_equal(identity_set_is_repeat(id, record), expected);
	json_decref(record);
}

static void repeats(void **state)
{
	static const char told[] = "{\"type\":\"set\",\"ts\":5,\"campaign\":\"pa\",\"wellbore\":\"B\","
		"\"bit\":{\"run\":\"2\",\"diameter_in\":8.5,\"start_ts\":5,\"start_depth_ft\":null,\"hours\":3},\"mud\":{\"ppg\":10.5}}";
	struct identity id;
	char why[160];

	(void)state;
	identity_default(&id);
	is_repeat(&id, told, false);
	assert_true(set(&id, told, why));
	is_repeat(&id, told, true);
	is_repeat(&id, "{\"ts\":9,\"mud\":{\"ppg\":10.5}}", true);
	is_repeat(&id, "{\"ts\":9,\"mud\":{\"ppg\":10.6}}", false);
	is_repeat(&id, "{\"ts\":9,\"mud\":{\"type\":\"OBM\"}}", false);
	is_repeat(&id, "{\"ts\":9,\"bit\":{\"run\":\"3\"}}", false);
	is_repeat(&id, "{\"ts\":9,\"bit\":{\"hours\":4}}", false);
	is_repeat(&id, "{\"ts\":9,\"bit\":{\"rpm_basis\":\"bit\"}}", false);
	is_repeat(&id, "{\"ts\":9,\"campaign\":\"production\"}", false);
	is_repeat(&id, "{\"ts\":9,\"wellbore\":\"C\"}", false);
	is_repeat(&id, "{\"ts\":9,\"mud\":{\"ppg\":10.5},\"unheard_of\":1}", false);     /* somebody else's word passes */
	is_repeat(&id, "{\"ts\":9,\"hold\":null}", false);
	is_repeat(&id, "{\"mud\":{\"ppg\":10.5}}", false);                                     /* no record: it has no time */
}

static void sets(void **state)
{
	struct identity id;
	char why[160];

	(void)state;
	identity_default(&id);
	id.bit.diameter_in = 12.25;
	id.bit.hours = 20;
	id.bit.motor_rev_gal = 0.1142;
	/* what is not said stays; unknown keys pass */
	assert_true(set(&id, "{\"ts\":5,\"campaign\":\"pa\",\"mud\":{\"ppg\":9.8,\"type\":\"WBM\"},\"who\":1}", why));
	assert_int_equal(id.campaign, CAMPAIGN_PLUG_ABANDONMENT);
	assert_true(id.mud_ppg == 9.8 && id.bit.diameter_in == 12.25 && id.bit.hours == 20);
	assert_string_equal(id.mud_type, "WBM");
	/* a start that was not known: the same bit, but its hours counted from elsewhere */
	assert_true(set(&id, "{\"ts\":6,\"bit\":{\"run\":1,\"start_ts\":100}}", why));
	assert_string_equal(id.bit.run, "1");
	assert_true(isnan(id.bit.hours) && id.bit.motor_rev_gal == 0.1142 && id.bit.diameter_in == 12.25);
	/* the same run again only adds */
	assert_true(set(&id, "{\"ts\":7,\"bit\":{\"run\":\"1\",\"hours\":2,\"type\":\"PDC\"}}", why));
	assert_true(id.bit.hours == 2 && id.bit.start_ts == 100 && id.bit.motor_rev_gal == 0.1142);
	/* another run is another bit */
	assert_true(set(&id, "{\"ts\":8,\"bit\":{\"run\":\"2\",\"diameter_in\":8.5}}", why));
	assert_true(id.bit.diameter_in == 8.5 && isnan(id.bit.hours) && isnan(id.bit.motor_rev_gal));
	assert_true(isnan(id.bit.start_ts));
	assert_string_equal(id.bit.kind, "");
	/* so is another start */
	id.bit.start_depth_ft = 5000;
	id.bit.motor_rev_gal = 0.3;
	assert_true(set(&id, "{\"ts\":9,\"bit\":{\"diameter_in\":8.5,\"start_depth_ft\":6000}}", why));
	assert_true(isnan(id.bit.motor_rev_gal) && id.bit.start_depth_ft == 6000);
	assert_string_equal(id.bit.run, "");
	assert_true(set(&id, "{\"ts\":9,\"wellbore\":\"15/9-F-9 A\"}", why));
	assert_string_equal(id.well, "15/9-F-9 A");
	assert_false(set(&id, "{\"bit\":{\"diameter_in\":8.5}}", why));
	assert_string_equal(why, "ts: missing; a set record needs its time");
	assert_false(set(&id, "{\"ts\":9,\"campaign\":\"idle\",\"bit\":{\"diameter_in\":800}}", why));
	assert_int_equal(id.campaign, CAMPAIGN_PLUG_ABANDONMENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(campaigns), cmocka_unit_test(record_of_the_design), cmocka_unit_test(stream_refuses),
		cmocka_unit_test(sets), cmocka_unit_test(doubts), cmocka_unit_test(repeats),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
