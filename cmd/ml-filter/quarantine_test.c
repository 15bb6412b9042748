/*
 * quarantine_test.c - what `set` records say of rows and channels in doubt, and from which row on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "quarantine.h"

static char why[QUARANTINE_WHY];

static bool take(struct quarantine *q, const char *text)
{
	json_t *set = json_loads(text, 0, NULL);
	bool fine;

	assert_non_null(set);
	fine = quarantine_set(q, set, why);
	json_decref(set);
	return fine;
}

static void holds(void **state)
{
	struct quarantine q = { 0 };

	(void)state;
	assert_false(quarantine_row(&q));
	assert_true(take(&q, "{\"ts\":100,\"hold\":\"why\"}"));
	assert_string_equal(q.now.hold, "");            /* of the row before */
	assert_true(quarantine_row(&q));
	assert_true(take(&q, "{\"ts\":700,\"hold\":\"why then\"}"));
	assert_true(take(&q, "{\"ts\":700,\"suspect\":[]}"));
	assert_true(quarantine_row(&q));
	assert_string_equal(q.last, "why then");
	assert_true(fabs(q.now.since - 100) < 1e-9);    /* it was repeated */
	assert_true(take(&q, "{\"ts\":800,\"hold\":null}"));
	assert_false(quarantine_row(&q));
	assert_string_equal(q.last, "why then");
	assert_true(take(&q, "{\"ts\":900,\"hold\":\"\"}"));
	assert_true(quarantine_row(&q));
	assert_true(take(&q, "{\"ts\":950,\"mud\":{\"ppg\":10}}"));
	assert_true(quarantine_row(&q));
	assert_false(take(&q, "{\"ts\":950,\"hold\":true}"));
	assert_string_equal(why, "hold: not a text or null");
}

static void long_words(void **state)
{
	struct quarantine q = { 0 };
	char text[2 * QUARANTINE_WORDS + 40] = "{\"ts\":1,\"hold\":\"";
	size_t n = strlen(text);

	(void)state;
	for (int i = 0; i < QUARANTINE_WORDS; i++) {    /* characters of two bytes */
		text[n++] = '\xC3';
		text[n++] = '\xA9';
	}
	memcpy(text + n, "\"}", 3);
	assert_true(take(&q, text));
	assert_int_equal(strlen(q.next.hold), QUARANTINE_WORDS - 2);
}

static void suspects(void **state)
{
	struct quarantine q = { 0 };
	struct sample s = { .spp = 2650, .wob = 25, .wob_corr = 24, .mse = 30000, .torque = 8 };
	json_t *names;
	uint64_t set;

	(void)state;
	assert_true(take(&q, "{\"ts\":1,\"suspect\":[\"spp_psi\",\"wob_kdan\",\"unheard_of\"]}"));
	quarantine_mask(&q, &s);
	assert_true(s.spp > 0);
	assert_false(quarantine_row(&q));
	quarantine_mask(&q, &s);
	assert_true(isnan(s.spp) && isnan(s.wob) && isnan(s.wob_corr) && isnan(s.mse));
	assert_true(s.torque > 0);
	names = quarantine_names(q.now.suspect);
	assert_int_equal(json_array_size(names), 2);
	assert_true(quarantine_channels(names, &set));
	assert_true(set == q.now.suspect);
	json_decref(names);
	assert_false(take(&q, "{\"ts\":1,\"suspect\":\"spp_psi\"}"));
	assert_false(take(&q, "{\"ts\":1,\"suspect\":[1]}"));
	assert_true(take(&q, "{\"ts\":1,\"suspect\":[]}"));
	assert_false(quarantine_row(&q));
	assert_true(q.now.suspect == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds), cmocka_unit_test(long_words), cmocka_unit_test(suspects),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
