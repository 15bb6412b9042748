/* dysfunction_test.c - each dysfunction at its threshold, what keeps it from being judged, and names. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <math.h>
#include <cmocka.h>

#include "dysfunction.h"

static struct screen screen;
static double now;

static struct screen_sample steady(void)
{
	return (struct screen_sample){ .torque = 5, .spp = 2800, .flow = 550, .flow_out = 560, .wob = 25, .rpm = 120, .rop = 60,
		.drilling = true };
}

/* `seconds` of a row every `step` s; the torque swings by +-swing with a period of 4 rows. */
static void run(struct screen_sample s, double seconds, double step, double swing)
{
	static const double wave[4] = { 0, 1, 0, -1 };
	double torque = s.torque;

	for (int i = 0; i < seconds / step; i++, now += step) {
		s.ts = now;
		s.torque = torque + swing * wave[i % 4];
		screen_next(&screen, &s);
	}
}

static void fresh(void)
{
	screen_init(&screen);
	now = 1.7e9;
}

static void all_is_well(void **state)
{
	(void)state;
	fresh();
	run(steady(), 10, 1, 0);
	assert_int_equal(screen.known, 0);
	run(steady(), 300, 1, 0);
	assert_int_equal(screen.known, (1u << DYSFUNCTIONS) - 1);
	assert_int_equal(screen.seen, 0);
	struct screen_sample s = steady();
	s.drilling = false;
	run(s, 1, 1, 0);
	assert_int_equal(screen.known, 0);
	run(steady(), 20, 1, 0);                /* and begins anew */
	assert_int_equal(screen.known, 1u << DYSFUNCTION_STICK_SLIP);
}

static void torque(void **state)
{
	(void)state;
	fresh();
	run(steady(), 100, 1, 1.2);             /* range 2.4 of 5; coefficient of variation .17 */
	assert_int_equal(screen.seen, 0);
	fresh();
	run(steady(), 100, 1, 1.3);             /* range 2.6 of 5 */
	assert_int_equal(screen.seen, 1u << DYSFUNCTION_STICK_SLIP);
	fresh();
	run(steady(), 100, 1, 1.8);             /* .255 */
	assert_int_equal(screen.seen, 1u << DYSFUNCTION_STICK_SLIP | 1u << DYSFUNCTION_TORQUE);
	fresh();
	run(steady(), 100, 4, 1.8);             /* too slow to see stick-slip */
	assert_int_equal(screen.known & (1u << DYSFUNCTION_STICK_SLIP), 0);
	assert_int_equal(screen.seen, 1u << DYSFUNCTION_TORQUE);
	fresh();
	struct screen_sample s = steady();
	s.torque = NAN;
	run(s, 100, 1, 0);
	assert_int_equal(screen.known & 3u, 0);
}

static void pack_off(void **state)
{
	struct screen_sample s = steady();

	(void)state;
	s.spp = 2800 * 1.12;
	s.torque = 5.5;
	fresh();
	run(steady(), 300, 1, 0);
	run(s, 60, 1, 0);
	assert_int_equal(screen.seen, 1u << DYSFUNCTION_PACK_OFF);
	fresh();
	s.flow_out = 600;                       /* more comes back */
	run(steady(), 300, 1, 0);
	run(s, 60, 1, 0);
	assert_int_equal(screen.seen, 0);
	fresh();
	s.flow_out = 560;
	s.flow = 590;                           /* more is pumped */
	run(steady(), 300, 1, 0);
	run(s, 60, 1, 0);
	assert_int_equal(screen.seen, 0);
	fresh();
	s.flow = 550;
	s.flow_out = NAN;                       /* nobody measures what comes back */
	run(steady(), 300, 1, 0);
	run(s, 60, 1, 0);
	assert_int_equal(screen.seen, 1u << DYSFUNCTION_PACK_OFF);
	run(s, 200, 1, 0);                      /* two minutes later it is as it was */
	assert_int_equal(screen.seen, 0);
}

static void founder(void **state)
{
	struct screen_sample s = steady();

	(void)state;
	s.wob = 30;
	s.rop = 49;
	fresh();
	run(steady(), 300, 1, 0);
	run(s, 80, 1, 0);
	assert_int_equal(screen.seen, 1u << DYSFUNCTION_FOUNDER);
	fresh();
	s.rop = 55;
	run(steady(), 300, 1, 0);
	run(s, 80, 1, 0);
	assert_int_equal(screen.seen, 0);
	fresh();
	s.rop = 49;
	s.rpm = 100;                            /* slower, too: that explains it */
	run(steady(), 300, 1, 0);
	run(s, 80, 1, 0);
	assert_int_equal(screen.seen, 0);
}

/* Odd times must not break it. */
static void odd_times(void **state)
{
	struct screen_sample s = steady();
	const double ts[] = { 0, -1e9, 1e300, 3, 4, 8, 13, 33, 34, 1e18, 1e18 + 512 };

	(void)state;
	screen_init(&screen);
	for (size_t i = 0; i < sizeof ts / sizeof *ts; i++) {
		s.ts = ts[i];
		screen_next(&screen, &s);
		assert_int_equal(screen.seen, 0);
	}
}

static void names(void **state)
{
	(void)state;
	for (int i = 0; i < DYSFUNCTIONS; i++)
		assert_int_equal(dysfunction_parse(dysfunction_names[i], strlen(dysfunction_names[i])), i);
	assert_int_equal(dysfunction_parse("stick", 5), DYSFUNCTIONS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_is_well), cmocka_unit_test(torque), cmocka_unit_test(pack_off), cmocka_unit_test(founder),
		cmocka_unit_test(odd_times), cmocka_unit_test(names),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
