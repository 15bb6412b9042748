/* evidence_test.c - what counts as evidence, and which drilled point answers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "evidence.h"

static struct evidence_list list;
static int keys;

/* One segment of an hour that ends at `hour`; result as given. Weighed at 8000 ft, from well OWN. */
static void add(const char *well, double hour, double depth, const char *tried, const char *result)
{
	json_t *segment = json_pack("{s:i,s:f,s:f,s:[f,f],s:s}", "index", 0, "start", (hour - 1) * 3600, "end", hour * 3600, "depth_ft",
		depth, depth + 20, "formation_type", "Hard Sandstone");
	json_t *report = json_pack("{s:f,s:s,s:[o]}", "timestamp", hour * 3600, "well_id", well, "segments", segment);
	const struct traits asked = { .depth = { 8000, 8000 }, .d_exponent = NAN, .bit_diameter = NAN };
	struct evidence e;
	char key[32];

	assert_non_null(report);
	if (tried)
		json_object_set_new(segment, "tried", json_loads(tried, 0, NULL));
	json_object_set_new(segment, "result", json_loads(result, 0, NULL));
	e = evidence_unit(report, 0);
	e.own = strcmp(well, "OWN") == 0;
	e.w = weigh_likeness(&asked, &e.is);
	snprintf(key, sizeof key, "k%d", keys++);
	assert_true(evidence_add(&list, &e, key));
	json_decref(report);
}

static const char *change(double wob, const char *evidence)
{
	static char words[2][400];
	static int which;

	which = !which;
	snprintf(words[which], sizeof words[which], "{\"action\":\"change\",\"optimal_params\":{\"best_wob\":%g,\"best_rpm\":120,"
		"\"best_flow\":600,\"evidence\":\"%s\"},\"correlations\":[]}", wob, evidence);
	return words[which];
}

static const char hold18[] = "{\"action\":\"hold\",\"optimal_params\":{\"evidence\":\"none\",\"practice\":{\"wob\":18,\"rpm\":120,"
	"\"flow\":600}},\"correlations\":[{\"x_param\":\"WOB\"}]}";

static int start(void **state)
{
	(void)state;
	keys = 0;
	return 0;
}

static int end(void **state)
{
	(void)state;
	evidence_free(&list);
	return 0;
}

static struct evidence *find(const char *key)
{
	for (size_t i = 0; i < list.n; i++)
		if (strcmp(list.item[i].key, key) == 0)
			return &list.item[i];
	fail_msg("no %s", key);
	return NULL;
}

static void what_counts(void **state)
{
	json_t *failure = json_loads("{\"result\":{\"status\":\"failure\",\"message\":\"Insufficient data\"}}", 0, NULL);
	json_t *silent = json_loads("{\"result\":{\"action\":\"hold\",\"correlations\":[]}}", 0, NULL);
	json_t *plan = json_loads("{\"result\":{\"action\":\"change\",\"optimal_params\":{\"best_wob\":22,\"best_rpm\":120,"
		"\"evidence\":null},\"correlations\":[1]}}", 0, NULL);
	struct evidence e = evidence_unit(failure, 0);

	(void)state;
	assert_string_equal(evidence_lacks(&e), "Insufficient data");
	assert_int_equal(e.segment, -1);
	e = evidence_unit(silent, 0);
	assert_non_null(evidence_lacks(&e));
	e = evidence_unit(plan, 0);             /* counts, but its best point is an average that nobody drilled */
	assert_null(evidence_lacks(&e));
	assert_true(isnan(e.point.wob));
	json_decref(failure);
	json_decref(silent);
	json_decref(plan);
}

static void own_before_field_strong_before_some(void **state)
{
	(void)state;
	add("NEAR", 100, 7990, NULL, change(22, "strong"));     /* at the depth, likeness 1 */
	add("OWN", 50, 8200, NULL, change(30, "some"));         /* 200 ft off */
	add("OWN", 10, 7600, NULL, change(26, "strong"));       /* 380 ft off, and in another rock than 8200 ft */
	assert_true(evidence_judge(&list, NAN));
	assert_string_equal(list.item[0].key, "k2");
	assert_string_equal(list.item[1].key, "k1");
	assert_int_equal(list.item[1].standing, EVIDENCE_STANDS);
	assert_string_equal(list.item[2].key, "k0");
	/* k2: exp(-380/500) x 2^(-90 h in years) x 1; k1: exp(-200/500) x 2^(-50 h) x 1/2 */
	assert_true(fabs(list.item[0].weight - 0.467666 * exp2(-90 / 8766.)) < 1e-5);
	assert_true(fabs(list.item[1].weight - 0.670320 * exp2(-50 / 8766.) / 2) < 1e-5);
}

static void a_recommendation_before_a_finding(void **state)
{
	static const char tried[] = "[{\"wob\":18.4,\"rpm\":118,\"flow\":600,\"rop\":70,\"visits\":2},"
		"{\"wob\":25,\"rpm\":120,\"flow\":600,\"rop\":71,\"visits\":1}]";

	(void)state;
	add("OWN", 10, 7990, tried, hold18);
	assert_true(evidence_judge(&list, NAN));
	assert_true(list.item[0].point.wob == 18.4);            /* drilled; the mean 18 was not */
	add("FAR", 5, 8300, NULL, change(22, "some"));
	assert_true(evidence_judge(&list, NAN));
	assert_string_equal(list.item[0].key, "k1");
	assert_int_equal(list.item[1].relation, EVIDENCE_SILENT);       /* never drilled 22 */
}

static void agreement(void **state)
{
	(void)state;
	add("A", 10, 7990, NULL, change(22, "strong"));
	add("B", 9, 7990, NULL, change(24, "strong"));          /* 2 klbf: half a step */
	add("C", 8, 7990, NULL, change(24.1, "strong"));
	assert_true(evidence_judge(&list, NAN));
	assert_int_equal(find("k0")->relation, EVIDENCE_ANSWER);
	assert_int_equal(find("k1")->relation, EVIDENCE_AGREES);
	assert_int_equal(find("k2")->relation, EVIDENCE_CONTRADICTS);
}

static void the_later_of_a_well_wins(void **state)
{
	(void)state;
	add("OWN", 10, 7990, NULL, change(30, "strong"));
	add("OWN", 12, 8010, NULL, change(22, "some"));
	assert_true(evidence_judge(&list, NAN));
	assert_string_equal(list.item[0].key, "k1");
	assert_int_equal(find("k0")->standing, EVIDENCE_SUPERSEDED);
	assert_string_equal(find("k0")->by, "k1");
	/* of another well it does not, */
	evidence_free(&list);
	add("A", 10, 7990, NULL, change(30, "strong"));
	add("B", 12, 8010, NULL, change(22, "some"));
	assert_true(evidence_judge(&list, NAN));
	assert_int_equal(find("k2")->standing, EVIDENCE_STANDS);
	/* nor from far below: 400 ft are exp(-.8) = .45 */
	evidence_free(&list);
	add("OWN", 10, 7990, NULL, change(30, "strong"));
	add("OWN", 20, 8410, NULL, change(22, "some"));
	assert_true(evidence_judge(&list, NAN));
	assert_int_equal(find("k4")->standing, EVIDENCE_STANDS);
}

static void a_later_hold_that_drilled_it_again(void **state)
{
	static const char once[] = "[{\"wob\":30,\"rpm\":120,\"flow\":600,\"visits\":1}]",
		twice[] = "[{\"wob\":30,\"rpm\":120,\"flow\":600,\"visits\":2}]";

	(void)state;
	add("OWN", 10, 7990, NULL, change(30, "strong"));
	add("OWN", 12, 8010, once, hold18);
	assert_true(evidence_judge(&list, NAN));
	assert_int_equal(find("k0")->standing, EVIDENCE_STANDS);
	add("OWN", 14, 8020, twice, hold18);
	assert_false(evidence_judge(&list, NAN));               /* what is left names no drilled point near its practice */
	assert_int_equal(find("k0")->standing, EVIDENCE_SUPERSEDED);
	assert_string_equal(find("k0")->by, "k2");
}

static void one_stretch_of_time_counts_once(void **state)
{
	(void)state;
	add("OWN", 10, 7990, NULL, change(22, "strong"));
	add("OWN", 10.25, 7990, NULL, change(22, "strong"));
	add("OWN", 11.25, 8010, NULL, change(22, "strong"));    /* begins where k1 ends */
	assert_true(evidence_judge(&list, NAN));
	assert_int_equal(find("k0")->standing, EVIDENCE_OVERLAPPED);
	assert_int_equal(find("k1")->standing, EVIDENCE_STANDS);
	assert_int_equal(find("k2")->standing, EVIDENCE_STANDS);
}

int main(void)
{
#define EACH(f) cmocka_unit_test_setup_teardown(f, start, end)
	const struct CMUnitTest tests[] = {
		EACH(what_counts), EACH(own_before_field_strong_before_some), EACH(a_recommendation_before_a_finding), EACH(agreement),
		EACH(the_later_of_a_well_wins), EACH(a_later_hold_that_drilled_it_again), EACH(one_stretch_of_time_counts_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
