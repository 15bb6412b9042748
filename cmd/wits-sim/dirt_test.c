/* dirt_test.c - faults by name, and that each does to the log what its table says, and nothing to the truth. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dirt.h"
#include "fault.h"

enum { HOUR = 3600 };

struct log { struct world world; struct rig rig; struct sense sense; struct mess mess; };

static void open_log(struct log *l, const char *faults, double hours)
{
	struct text why = { 0 };

	l->world = *world_find("no_better", CAMPAIGN_PRODUCTION);
	if (faults && !fault_apply(&l->world, faults, &why))
		fail_msg("%s", text_view(&why));
	fault_settle(&l->world);
	rig_init(&l->rig, &l->world, 1, 1);
	sense_init(&l->sense, &l->world, 1, 1);
	dirt_init(&l->mess, hours, 1, 1);
}

/* clean: as the sensors have it; dirty: as it is logged. */
static void step(struct log *l, struct sample *clean, struct sample *dirty)
{
	rig_step(&l->rig);
	sense_step(&l->sense);
	dirt_step(&l->mess, &l->world);
	sense_sample(&l->sense, &l->rig, l->rig.now_s, clean);
	*dirty = *clean;
	dirt_sample(&l->mess, &l->rig, dirty);
}

static void test_clean(void **state)
{
	(void)state;
	struct log l;
	struct sample a = { { 0 } }, b;

	open_log(&l, NULL, 1);
	for (int t = 0; t < HOUR; t++) {
		step(&l, &a, &b);
		for (int i = 0; i < CHANNELS; i++)
			assert_true(a.value[i] == b.value[i] || (isnan(a.value[i]) && isnan(b.value[i])));
	}
}

static void test_tare(void **state)
{
	(void)state;
	struct log l;
	struct sample a = { { 0 } }, b;

	open_log(&l, "wob_tare=6,tare_drift=-1", 8);
	for (int t = 1; t <= 6 * HOUR; t++) {
		step(&l, &a, &b);
		double off = b.value[CH_WOB] - a.value[CH_WOB];
		if (isnan(off))
			continue;
		double h = t / (double)HOUR, expected = 6 - (h < 2 ? h : h < 4 ? 4 - h : h - 4);
		assert_true(fabs(off - expected) < .01);
		assert_true(b.value[CH_TORQUE] == a.value[CH_TORQUE] || isnan(a.value[CH_TORQUE]));
	}
}

static void test_hold(void **state)
{
	(void)state;
	struct log l;
	struct sample a = { { 0 } }, b, last = { { 0 } };
	int changes[SENSE_SENSORS] = { 0 };

	open_log(&l, "sample_hold=10,dropouts=0", 1);
	for (int t = 1; t <= HOUR; t++) {
		step(&l, &a, &b);
		for (int i = 0; i < SENSE_SENSORS; i++)
			changes[i] += b.value[sense_channel(i)] != last.value[sense_channel(i)];
		last = b;
		assert_true(b.value[CH_HOLE_DEPTH] == a.value[CH_HOLE_DEPTH]);
	}
	/* RPM, strokes and flow stand at 0 in a connection; the others change with every reading. */
	for (int i = 0; i < SENSE_SENSORS; i++)
		assert_true(changes[i] <= HOUR / 10 + 2 && changes[i] > HOUR / 10 - 60);
}

static void test_glitches(void **state)
{
	(void)state;
	enum { HOURS = 40 };
	struct log l;
	struct sample a = { { 0 } }, b;
	int wild = 0;

	open_log(&l, "glitches=.01", HOURS);
	for (int t = 0; t < HOURS * HOUR; t++) {
		int different = 0;
		step(&l, &a, &b);
		for (int i = 0; i < CHANNELS; i++)
			different += a.value[i] != b.value[i] && !isnan(a.value[i]);
		assert_true(different <= (l.mess.wild >= 0));
		wild += l.mess.wild >= 0;
	}
	assert_int_equal(wild, l.mess.glitches);
	assert_true(fabs(wild - .01 * HOURS * HOUR) < 5 * sqrt(.01 * HOURS * HOUR));
}

static void test_slip(void **state)
{
	(void)state;
	struct log l;
	struct sample a = { { 0 } }, b;
	struct text why = { 0 };

	open_log(&l, "unit_slip=wob_klbf:kdan,dropouts=0", 2);
	assert_true(dirt_slip_s(&l.mess, &l.world) == HOUR);
	for (int t = 1; t < 2 * HOUR; t++) {
		step(&l, &a, &b);
		double factor = t < HOUR ? 1 : .44482216152605;
		assert_true(fabs(b.value[CH_WOB] - a.value[CH_WOB] * factor) < 1e-9);
	}
	open_log(&l, "unit_slip=torque:n_m@0.25", 2);
	assert_true(dirt_slip_s(&l.mess, &l.world) == HOUR / 4.0);
	assert_true(l.world.dirt.slip_channel == CH_TORQUE);
	assert_false(fault_apply(&l.world, "unit_slip=wob_klbf:psi", &why));
	assert_false(fault_apply(&l.world, "unit_slip=mood:psi", &why));
	assert_false(fault_apply(&l.world, "unit_slip=wob_klbf", &why));
	assert_false(fault_apply(&l.world, "unit_slip=wob_klbf:kdan@soon", &why));
	text_free(&why);
}

static void test_frozen_and_bit_rpm(void **state)
{
	(void)state;
	enum { HOURS = 100 };
	struct log l;
	struct sample a = { { 0 } }, b;
	long frozen = 0;
	double last = NAN;

	open_log(&l, "frozen=600,rpm_of_bit,dropouts=0", HOURS);
	for (int t = 0; t < HOURS * HOUR; t++) {
		step(&l, &a, &b);
		if (l.mess.frozen_left_s > 0 && !isnan(last)) {
			frozen++;
			assert_true(b.value[CH_ROP] == last);
		}
		last = l.mess.frozen_left_s > 0 ? b.value[CH_ROP] : NAN;
		assert_true(fabs(b.value[CH_RPM] - a.value[CH_RPM] - .114 * l.rig.now.flow) < 1e-9);
	}
	/* Once in two hours of a rig at work, on average. */
	assert_true(l.mess.freezes > 25 && l.mess.freezes < 75);
	assert_true(labs(frozen - l.mess.freezes * 599) < 1200);
}

static void test_lists(void **state)
{
	(void)state;
	struct world w = *world_find("no_better", CAMPAIGN_PRODUCTION);
	struct text why = { 0 };
	const char *name, *about;
	double usual;
	int rows = 0;

	assert_true(fault_apply(&w, "wob_tare=3,slide,cycle=40", &why));
	fault_settle(&w);
	assert_true(w.dirt.wob_tare_klbf == 3 && w.slide_part == .3 && w.motor_rev_gal == .114);
	assert_true(w.cycle.period_s == 40 && w.cycle.klbf == 2 && w.cycle.ln_rop == .15);
	assert_false(fault_apply(&w, "", &why));
	assert_false(fault_apply(&w, "wob_tare=", &why));
	assert_false(fault_apply(&w, "wob_tare=heavy", &why));
	text_clear(&why);
	assert_false(fault_apply(&w, "wob_tare=99", &why));
	assert_string_equal(text_view(&why), "wob_tare: 99 is outside -50 to 50");
	assert_false(fault_apply(&w, "wob_tare=3,,slide", &why));
	assert_false(fault_apply(&w, "wob_tar=3", &why));
	while (fault_row(rows, &name, &usual, &about)) {
		if (isfinite(usual)) {
			assert_true(fault_apply(&w, name, &why));
		}
		rows++;
	}
	assert_true(rows > 15);
	text_free(&why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean), cmocka_unit_test(test_tare), cmocka_unit_test(test_hold),
		cmocka_unit_test(test_glitches), cmocka_unit_test(test_slip), cmocka_unit_test(test_frozen_and_bit_rpm),
		cmocka_unit_test(test_lists),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
