/* schedule_test.c - windows that lack a report, by the spacing of the others; and names that are near. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "near.h"
#include "schedule.h"

static double at[4];

/* Hours at which there is a report, up to a negative one. */
static struct schedule look(const double *hours, double from, double to)
{
	double end[64];
	size_t n = 0;

	for (; hours[n] >= 0; n++)
		end[n] = hours[n] * 3600;
	return schedule_look(end, n, from * 3600, to * 3600, at, 4);
}

static void whole(void **state)
{
	struct schedule s = look((const double[]){ 1, 2, 3, 3, 4, -1 }, NAN, NAN);

	(void)state;
	assert_true(s.present == 4 && s.missing == 0 && s.interval == 3600);
	s = look((const double[]){ -1 }, 0, 10);
	assert_true(s.present == 0 && s.missing == 0 && isnan(s.interval));
	s = look((const double[]){ 5, -1 }, 0, 10);
	assert_true(s.present == 1 && s.missing == 0 && isnan(s.interval));
}

static void outages(void **state)
{
	struct schedule s = look((const double[]){ 1, 2, 3, 6, 7, 8, -1 }, NAN, NAN);

	(void)state;
	assert_true(s.present == 6 && s.missing == 2 && at[0] == 4 * 3600 && at[1] == 5 * 3600);
	/* several, one after the other */
	s = look((const double[]){ 1, 2, 4, 6, 8, 9, -1 }, NAN, NAN);
	assert_true(s.missing == 3 && at[0] == 3 * 3600 && at[1] == 5 * 3600 && at[2] == 7 * 3600);
	/* more than there is room for */
	s = look((const double[]){ 1, 2, 22, 23, -1 }, NAN, NAN);
	assert_true(s.missing == 19 && at[3] == 6 * 3600);
}

static void edges(void **state)
{
	struct schedule s = look((const double[]){ 5, 6, 7, -1 }, 2.5, 9);

	(void)state;
	assert_true(s.missing == 4 && at[0] == 3 * 3600 && at[1] == 4 * 3600 && at[2] == 8 * 3600 && at[3] == 9 * 3600);
	s = look((const double[]){ 5, 6, 7, -1 }, 4.5, 7.9);
	assert_true(s.missing == 0);
}

/* Another interval from some time on is no outage. */
static void change(void **state)
{
	struct schedule s = look((const double[]){ 1, 1.25, 1.5, 1.75, 2, 3, 4, 5, -1 }, NAN, NAN);

	(void)state;
	assert_true(s.missing == 0 && s.present == 8);
	s = look((const double[]){ 1, 2, 3, 3.25, 3.5, 3.75, -1 }, NAN, NAN);
	assert_true(s.missing == 0);
}

static void names(void **state)
{
	const char *known[] = { "WELL-002", "A", "well-001", "" };

	(void)state;
	assert_int_equal(near_distance("kitten", "sitting"), 3);
	assert_int_equal(near_distance("", "abc"), 3);
	assert_int_equal(near_distance("WELL", "well"), 0);
	near_sort("WELL-001", known, 4);
	assert_string_equal(known[0], "well-001");
	assert_string_equal(known[1], "WELL-002");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole), cmocka_unit_test(outages), cmocka_unit_test(edges), cmocka_unit_test(change),
		cmocka_unit_test(names),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
