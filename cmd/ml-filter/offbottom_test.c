/* offbottom_test.c - what counts off bottom, what is refused, and how long it holds. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <math.h>
#include <cmocka.h>

#include "offbottom.h"

static struct offbottom off;
static double now;

/* Some seconds off bottom, 20 more before them so that the gauges have settled. */
static void hang(double seconds, double wob, double torque, double flow, double rpm)
{
	for (double t = 0; t < 20 + seconds; t++, now++)
		offbottom_add(&off, &(struct offbottom_sample){ now, 1, wob, torque, 2500, flow, rpm }, true);
}

static void drill(double flow, double rpm)
{
	for (int i = 0; i < 20; i++, now++)
		offbottom_drill(&off, now, flow, rpm);
}

static void fresh(void)
{
	offbottom_init(&off);
	now = 1000;
}

static void is_learnt(void **state)
{
	(void)state;
	fresh();
	drill(550, 120);
	assert_true(isnan(off.zero) && isnan(off.torque) && isnan(offbottom_spp(&off, 550)));
	offbottom_connect(&off);
	hang(30, -4, 2, 560, 115);
	assert_true(isnan(off.zero));           /* the flow and speed of drilling are still to come */
	drill(550, 120);
	assert_true(off.zero == -4 && off.torque == 2 && offbottom_spp(&off, 560) == 2500);
	assert_true(isnan(offbottom_spp(&off, 600)));
	offbottom_connect(&off);                /* the weight is zeroed there; friction stays what it was */
	assert_true(isnan(off.zero) && off.torque == 2);
	drill(550, 120);
	assert_true(isnan(off.zero) && off.torque == 2);
}

static void other_settings_say_nothing(void **state)
{
	(void)state;
	fresh();
	hang(30, -4, 2, 500, 120);              /* the pumps 10 % off */
	drill(550, 120);
	assert_true(isnan(off.zero) && off.torque == 2 && isnan(offbottom_spp(&off, 550)));
	fresh();
	hang(30, -4, 2, 550, 100);              /* rotation 20 rpm off */
	drill(550, 120);
	assert_true(isnan(off.zero) && isnan(off.torque));
	drill(550, 104);                        /* and then it is the driller's: learnt when he comes to it */
	assert_true(off.zero == -4 && off.torque == 2);
	fresh();
	hang(30, -4, 0.3, 550, 0);              /* a string that stands has no friction */
	drill(550, 0);
	assert_true(off.zero == -4 && isnan(off.torque));
}

static void is_refused(void **state)
{
	(void)state;
	fresh();
	hang(6, -4, 2, 550, 120);               /* too short */
	drill(550, 120);
	assert_true(isnan(off.zero) && isnan(off.torque));
	fresh();
	hang(30, 16, 2, 550, 120);              /* beyond 15 klbf */
	drill(550, 120);
	assert_true(isnan(off.zero) && off.torque == 2);
	fresh();
	for (int t = 0; t < 60; t++, now++)     /* it wanders */
		offbottom_add(&off, &(struct offbottom_sample){ now, 1, t % 20 / 5.0, 2, 2500, 550, 120 }, true);
	drill(550, 120);
	assert_true(fabs(off.zero) <= 4);
	fresh();
	for (int t = 0; t < 60; t++, now++)
		offbottom_add(&off, &(struct offbottom_sample){ now, 1, t % 4 * 1.2, 2, 2500, 550, 120 }, true);
	drill(550, 120);
	assert_true(isnan(off.zero));
	fresh();
	for (int t = 0; t < 60; t++, now++)     /* raised, or the pumps off */
		offbottom_add(&off, &(struct offbottom_sample){ now, 1, -4, 2, 2500, 550, 120 }, false);
	drill(550, 120);
	assert_true(isnan(off.zero) && isnan(off.torque));
	fresh();
	hang(0, 9, 2, 550, 120);                /* the averaged gauge right after leaving bottom */
	drill(550, 120);
	assert_true(isnan(off.zero));
}

/* Fill takes weight and torque: what hung free before counts. */
static void weight_off_bottom(void **state)
{
	(void)state;
	fresh();
	hang(30, -3, 2, 550, 120);
	hang(60, 9, 6, 550, 120);
	drill(550, 120);
	assert_true(off.zero == -3 && off.torque == 2);
}

/* Ten samples a second, and more of them than are kept. */
static void fast_logs(void **state)
{
	(void)state;
	fresh();
	for (int i = 0; i < 20000; i++)
		offbottom_add(&off, &(struct offbottom_sample){ now + i * 0.1, 0.1, -2, 1.5, 2500, 550, 120 }, true);
	assert_int_equal(off.n, OFFBOTTOM_SAMPLES);
	drill(550, 120);
	assert_true(off.zero == -2 && off.torque == 1.5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_learnt), cmocka_unit_test(other_settings_say_nothing), cmocka_unit_test(is_refused),
		cmocka_unit_test(weight_off_bottom), cmocka_unit_test(fast_logs),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
