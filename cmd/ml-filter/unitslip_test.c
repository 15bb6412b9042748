/* unitslip_test.c - what a wrong unit looks like, what is no sign of one; round trips. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <math.h>
#include <cmocka.h>

#include "trip.h"
#include "unitslip.h"

static struct slip_counts counts;
static struct slip slip;

static bool suspect(enum channel channel, double value)
{
	float v[SLIP_CHANNELS];
	int at = 0;

	counts = (struct slip_counts){ .n = { 0 } };
	for (int k = 0; k < SLIP_CHANNELS; k++) {
		v[k] = NAN;
		at = slip_channel[k] == channel ? k : at;
	}
	v[at] = (float)value;
	for (int i = 0; i < 60; i++)
		slip_add(&counts, v);
	return slip_find(&counts, at, &slip);
}

static void units(void **state)
{
	static const struct { enum channel channel; double value; const char *unit; } cases[] = {
		{ CH_WOB, 22000, "lbf" }, { CH_WOB, 9800, "dan" }, { CH_TORQUE, 4500, "ft_lbf" }, { CH_RPM, 2, "rps" },
		{ CH_RPM, 12.6, "rad_s" }, { CH_ROP, 0.33, "m_min" }, { CH_FLOW_IN, 2080, "l_min" }, { CH_FLOW_IN, 35, "l_s" },
		{ CH_FLOW_IN, 2, "m3_min" }, { CH_FLOW_IN, 13, "bbl_min" }, { CH_SPP, 19000, "kpa" }, { CH_SPP, 190, "bar" },
		{ CH_SPP, 19, "mpa" }, { CH_HOOKLOAD, 210000, "lbf" }, { CH_MUD_IN, 71.08, "pcf" }, { CH_MUD_IN, 1.2, "sg" },
		{ CH_MUD_IN, 1200, "kg_m3" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(suspect(cases[i].channel, cases[i].value));
		assert_string_equal(slip.unit, cases[i].unit);
		assert_true(fabs(slip.median / cases[i].value - 1) < 0.07);
		assert_true(slip.median * slip.factor >= slip.low && slip.median * slip.factor <= slip.high);
	}
}

static void no_signs(void **state)
{
	static const struct { enum channel channel; double value; } cases[] = {
		{ CH_WOB, 25 }, { CH_WOB, 0.5 }, { CH_WOB, -3 }, { CH_TORQUE, 0 }, { CH_TORQUE, 4.5 }, { CH_RPM, 0 }, { CH_RPM, 120 },
		{ CH_ROP, 2.5 }, { CH_ROP, 400 }, { CH_FLOW_IN, 550 }, { CH_SPP, 2800 }, { CH_HOOKLOAD, 53.5 }, { CH_MUD_IN, 8.6 },
		{ CH_SPP, 1e-30 }, { CH_SPP, 1e30 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_false(suspect(cases[i].channel, cases[i].value));
	counts.n[0] = counts.bin[0][200] = 59;  /* too few to say */
	assert_false(slip_find(&counts, 0, &slip));
}

/* A median is not moved by the tails. */
static void medians(void **state)
{
	float v[SLIP_CHANNELS] = { 25, 4.5F, 120, 60, 550, 2800, 210, 10 };

	(void)state;
	counts = (struct slip_counts){ .n = { 0 } };
	for (int i = 0; i < 101; i++) {
		v[0] = i < 50 ? 22000 : i < 51 ? 26 : 24;
		slip_add(&counts, v);
	}
	for (int k = 0; k < SLIP_CHANNELS; k++)
		assert_false(slip_find(&counts, k, &slip));
}

static void trips(void **state)
{
	struct trip t;

	(void)state;
	trip_init(&t);
	for (int ts = 0; ts < 3600; ts++)       /* the data begin with a trip in: the bit that they are about */
		assert_false(trip_next(&t, ts, 8000, 9000, false));
	assert_false(trip_next(&t, 3600, 0, 9000, true));
	for (int ts = 3601; ts < 3650; ts++)    /* a depth that reads 0 for a while is no trip */
		assert_false(trip_next(&t, ts, 9000, 9000, false));
	assert_false(trip_next(&t, 3650, 0, 9000, true));
	for (int ts = 3651; ts < 4000; ts++)    /* a short one */
		assert_false(trip_next(&t, ts, 999, 9000, false));
	assert_false(trip_next(&t, 4000, 0, 9000, true));
	for (int ts = 4001; ts < 4100; ts++)
		assert_false(trip_next(&t, ts, 1001, 9000, false));
	assert_true(t.away && !t.changed);
	assert_true(trip_next(&t, 4100, 0, 9000, true));
	assert_true(t.changed && !trip_next(&t, 4101, 0, 9000, true) && t.changed);
	trip_told(&t);
	assert_false(t.changed);
	for (int ts = 4200; ts < 4300; ts++)    /* half of a shallow hole; told on the way, nothing is in doubt */
		assert_false(trip_next(&t, ts, 201, 400, false));
	assert_true(t.away);
	trip_told(&t);
	assert_false(trip_next(&t, 4300, 0, 400, true));
	assert_false(t.changed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units), cmocka_unit_test(no_signs), cmocka_unit_test(medians), cmocka_unit_test(trips),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
