/*
 * doubt_test.c - what makes wits-capture doubt that it is the same well in the same units, and what does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "doubt.h"

static struct doubt *d;
static struct doubt_event event[DOUBT_EVENTS];
static double value[CHANNELS], ts;
static int events;      /* of the last call of send() */
static const char *well, *sidetrack;
static bool settled;

static int set_up(void **state)
{
	(void)state;
	d = doubt_new();
	for (int i = 0; i < CHANNELS; i++)
		value[i] = NAN;
	ts = 1.7e9;
	well = sidetrack = "";
	settled = true;
	return d ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	doubt_free(d);
	return 0;
}

static void send(double hole, double bit)
{
	value[CH_HOLE_DEPTH] = hole;
	value[CH_BIT_DEPTH] = bit;
	ts += 1;
	events = doubt_row(d, ts, value, well, sidetrack, settled, event);
}

static void send_rows(int n, double hole, double bit)
{
	for (int i = 0; i < n; i++) {
		send(hole, bit);
		assert_int_equal(events, 0);
	}
}

static bool held(void)
{
	return doubt_holds(d, NULL, NULL);
}

static void told(enum doubt_kind kind, bool raised, const char *words)
{
	assert_int_equal(events, 1);
	assert_int_equal(event[0].kind, kind);
	assert_int_equal(event[0].raised, raised);
	assert_string_equal(event[0].words, words);
}

static void units(void **state)
{
	const char *words;
	double since;

	(void)state;
	send_rows(10, 9842, 9842);
	send(9842 * 0.3048, 9842 * 0.3048);
	told(DOUBT_UNITS, true, "hole depth went 9842 -> 3000 (x 0.3048) within 1 s: were the EDR's units changed to metric?");
	assert_true(event[0].holds);
	assert_true(doubt_holds(d, &words, &since));
	assert_string_equal(words, event[0].words);
	assert_true(fabs(since - ts) < 1e-9);
	for (int i = 0; i < 7200; i++) {        /* it drills on, on the new scale */
		send(3000 + i * 0.01 * 0.3048, 3000 + i * 0.01 * 0.3048);
		assert_int_equal(events, 0);
		assert_true(held());
	}
	send(9842 + 72, 9842 + 72);
	told(DOUBT_UNITS, false, "hole depth is 9914 ft again");
	assert_false(held());
	send_rows(10, 9914, 9914);
	send(9914 / 0.3048, 9914 / 0.3048);
	assert_int_equal(event[0].kind, DOUBT_UNITS);
	assert_non_null(strstr(event[0].words, "(x 3.2808) within 1 s: were the EDR's units changed to feet?"));
	doubt_confirm(d);
	assert_false(held());
	send_rows(10, 9915 / 0.3048, 9915 / 0.3048);
}

static void bit_alone(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++)          /* a trip at 3 ft/s */
		send_rows(1, 9842, 9842 - 3 * i);
	send(9842, (9842 - 3000) * 0.3048);
	told(DOUBT_BIT_UNITS, true, "bit depth went 6845 -> 2085 (x 0.3048) within 1 s: were the EDR's units changed to metric?");
	for (int i = 1; i < 1000; i++) {
		send(9842, (6842 - i) * 0.3048);
		assert_true(held());
	}
	send(9842, 5842);
	told(DOUBT_BIT_UNITS, false, "bit depth is 5842 ft again");
	assert_false(held());
	/* through a gap, and at surface, where it is typed in */
	ts += 3700;
	send_rows(5, 9842, 1780);
	ts += 3700;
	send_rows(5, 9842, 60);
	send_rows(5, 9842, 18.3);
}

static void fell(void **state)
{
	(void)state;
	send_rows(10, 9842, 9842);
	send(1204, 1100);
	told(DOUBT_DEPTH_FELL, true, "hole depth fell 9842 -> 1204 ft: new well or sidetrack?");
	for (int i = 0; i < 40000; i++) {       /* the new well drills its way to where the old one was: that is no way back */
		send(1204 + 0.25 * i, 1100 + 0.25 * i);
		assert_int_equal(events, 0);
		assert_true(held());
	}
	doubt_confirm(d);
	assert_false(held());
	send_rows(10, 11204, 11204);
}

static void small_changes(void **state)
{
	(void)state;
	send_rows(10, 9842, 9842);
	send_rows(10, 9800, 9842);      /* a correction */
	send_rows(10, 9870, 9842);
	send_rows(1, 9940, 9842);       /* one odd row of less than 100 ft */
	send_rows(10, 9870, 9842);
	send_rows(1, 9780, 9842);
	ts += 8 * 3650;                 /* what eight hours without data can drill */
	send_rows(10, 11000, 11000);
}

static void spikes(void **state)
{
	(void)state;
	for (int k = 0; k < 3; k++) {
		double odd = k == 0 ? 1204 : k == 1 ? 25000 : 9842 * 0.3048;
		send_rows(10, 9842, 9842);
		send(odd, 9842);
		assert_int_equal(events, 1);
		assert_true(event[0].raised && held());
		send(odd, 9842);
		assert_int_equal(events, 0);
		send(9842, 9842);
		assert_int_equal(events, 1);
		assert_false(event[0].raised || held());
	}
}

static void no_depth(void **state)
{
	(void)state;
	send_rows(10, 9842, 9842);
	send_rows(30, 0, 0);
	send_rows(300, NAN, NAN);
	ts += 3000;
	send_rows(10, 9850, 9850);
	send_rows(60, 0, 0);
	send(0, 0);
	send(0, 0);
	told(DOUBT_DEPTH_FELL, true, "hole depth fell 9850 -> 0 ft: new well or sidetrack?");
	send(9850, 9850);
	assert_false(held());
}

static void rose(void **state)
{
	(void)state;
	send(3, 3);             /* the first rows are not believed alone */
	assert_int_equal(events, 0);
	send_rows(10, 9842, 9842);
	send(12004, 9842);
	told(DOUBT_DEPTH_ROSE, true, "hole depth rose 9842 -> 12004 ft: new well, or a wrong depth?");
	send(12004 * 0.3048, 9842);
	assert_int_equal(events, 1);    /* it stepped on: 100 ft and more below */
	assert_int_equal(event[0].kind, DOUBT_DEPTH_FELL);
	send(9843, 9842);
	assert_false(held());
	for (int i = 0; i < 30 && !held(); i++) /* in steps that each could be a correction */
		send(9843 + 40 * i, 9842);
	assert_true(held());
}

static void names(void **state)
{
	(void)state;
	well = "A-1";
	sidetrack = "0";
	send_rows(10, 9842, 9842);
	well = "A-\002";
	sidetrack = "7";
	send_rows(1, 9842, 9842);       /* one frame alone */
	well = "A-1";
	sidetrack = "0.0";
	send_rows(10, 9842, 9842);
	sidetrack = "1";
	send_rows(1, 9842, 9842);
	sidetrack = "";
	send_rows(1, 9842, 9842);
	sidetrack = "1";
	send(9842, 9842);
	told(DOUBT_SIDETRACK, true, "sidetrack (0102) changed from '0' to '1': sidetrack or another hole section?");
	well = "B-1";
	send(9842, 9842);
	send(9842, 9842);
	told(DOUBT_WELL, true, "well name (0101) changed from 'A-1' to 'B-1': new well?");
	well = "A-1";
	sidetrack = "0";
	send(9842, 9842);
	send(9842, 9842);
	assert_int_equal(events, 2);
	assert_false(held());
}

/* A well that nobody named follows the data. */
static void next_well(void **state)
{
	(void)state;
	settled = false;
	well = "A-1";
	send_rows(10, 9842, 9842);
	well = "B-1";
	send(150, 150);
	assert_int_equal(event[0].kind, DOUBT_DEPTH_FELL);
	send(150, 150);
	assert_int_equal(events, 1);
	assert_false(event[0].raised || held());
	send_rows(10, 151, 151);
}

static void clocks(void **state)
{
	(void)state;
	send_rows(10, 9842, 9842);
	ts -= 30;
	send_rows(10, 9842, 9842);
	ts -= 421;
	send(9842, 9842);
	told(DOUBT_CLOCK, true, "the sender's clock went back by 420 s");
	send_rows(10, 9842, 9842);
	ts += 3600;
	send(9842, 9842);
	told(DOUBT_CLOCK, true, "the sender's clock went 1 h ahead: was its time zone or summer time changed?");
	assert_false(event[0].holds || held());
	send_rows(10, 9842, 9842);
	ts -= 7200;
	send(9842, 9842);
	told(DOUBT_CLOCK, true, "the sender's clock went 2 h back: was its time zone or summer time changed?");
	ts += 3700;
	send_rows(10, 9842, 9842);      /* a gap */
}

/* Each sentence of a hold, given back to another run, can be taken back there. */
static void resumed(void **state)
{
	static const struct { double old, new; } depth[] = { { 9842, 3000 }, { 9842, 1204 }, { 9842, 15000 } };
	const char *words;
	char kept[DOUBT_WORDS];

	(void)state;
	for (int k = 0; k < 4; k++) {
		double old = k < 3 ? depth[k].old : 9842, new = k < 3 ? depth[k].new : 9842, bit = k < 3 ? 500 : 3000;
		send_rows(10, old, k < 3 ? 500 : 9842);
		send(new, bit);
		assert_true(doubt_holds(d, &words, NULL));
		memcpy(kept, words, strlen(words) + 1);
		for (int order = 0; order < 2; order++) {
			doubt_free(d);
			d = doubt_new();
			assert_non_null(d);
			if (order)
				doubt_begin(d, ts, new);
			doubt_resume(d, ts, kept);
			if (!order)
				doubt_begin(d, ts, new);
			assert_true(doubt_holds(d, &words, NULL));
			assert_string_equal(words, kept);
			send_rows(5, new, bit);
			assert_true(held());
		}
		send(old, k < 3 ? 500 : 9842);
		assert_false(held());
		doubt_confirm(d);
	}
	doubt_resume(d, ts, "words of another version");
	send_rows(5, 9842, 500);
	assert_true(held());
	doubt_confirm(d);
	assert_false(held());
}

/* Confirmed at the start: what the spool says is forgotten. */
static void confirmed(void **state)
{
	(void)state;
	doubt_begin(d, ts, 9842);
	doubt_confirm(d);
	send_rows(10, 3000, 3000);
	doubt_free(d);
	d = doubt_new();
	assert_non_null(d);
	doubt_begin(d, ts, 9842);
	send(3000, 3000);
	assert_true(held());
}

/* ---- channels ---- */

static unsigned noise_seed;

static double noisy(double v, double part)
{
	noise_seed = noise_seed * 1103515245 + 12345;
	return v * (1 + part * ((double)(noise_seed >> 16 & 0x7FFF) / 16384 - 1));
}

static double depth_now, weight;
static enum channel changed;
static double by;

/* A row of drilling at 60 ft/h, `changed` multiplied. */
static void drill(void)
{
	depth_now += 60.0 / 3600;
	value[CH_ROP] = noisy(60, 0.1);
	value[CH_WOB] = noisy(weight, 0.05);
	value[CH_HOOKLOAD] = noisy(250 - weight, 0.002);
	value[CH_TORQUE] = noisy(weight / 3, 0.05);
	value[CH_RPM] = noisy(120, 0.01);
	value[CH_SPP] = noisy(2650, 0.02);
	value[CH_FLOW_IN] = noisy(520, 0.01);
	value[CH_SPM1] = noisy(60, 0.01);
	value[CH_MUD_IN] = 10.2;
	value[CH_TANK] = noisy(620, 0.002);
	value[CH_BLOCK] = 80;
	if (changed < CHANNELS)
		value[changed] *= by;
	send(depth_now, depth_now);
}

/* Rows of drilling up to n, until there is an event. */
static int drill_rows(int n)
{
	for (int i = 1; i <= n; i++) {
		drill();
		if (events)
			return i;
	}
	return 0;
}

static void begin_drilling(void)
{
	depth_now = 9842;
	weight = 25;
	changed = CHANNELS;
	noise_seed = 7;
	assert_int_equal(drill_rows(200), 0);
}

static void each_unit(void **state)
{
	static const struct { enum channel channel; double by; } change[] = {
		{ CH_WOB, 0.444822 }, { CH_WOB, 1000 }, { CH_HOOKLOAD, 0.453592 }, { CH_HOOKLOAD, 4.44822 }, { CH_TORQUE, 1.355818 },
		{ CH_TORQUE, 1000 }, { CH_ROP, 0.3048 }, { CH_SPP, 6.894757 }, { CH_SPP, 0.06894757 }, { CH_FLOW_IN, 3.785412 },
		{ CH_MUD_IN, 0.119826 }, { CH_MUD_IN, 119.826 }, { CH_TANK, 0.158987 }, { CH_BLOCK, 0.3048 },
	};

	(void)state;
	begin_drilling();
	for (size_t k = 0; k < sizeof change / sizeof change[0]; k++) {
		by = change[k].by;
		changed = change[k].channel;
		assert_int_equal(drill_rows(60), 45);
		assert_int_equal(event[0].kind, DOUBT_CHANNEL);
		assert_int_equal(event[0].channel, changed);
		assert_true(event[0].raised && !event[0].holds && !held());
		assert_true(fabs(event[0].since - (ts - 44)) < 1e-9);
		assert_true(doubt_suspects(d, changed));
		assert_int_equal(drill_rows(200), 0);
		changed = CHANNELS;
		assert_int_equal(drill_rows(60), 45);
		assert_false(event[0].raised);
		assert_false(doubt_suspects(d, change[k].channel));
		assert_int_equal(drill_rows(200), 0);
	}
	changed = CH_SPP;
	by = 0.06894757;
	drill_rows(60);
	assert_string_equal(channel_table[event[0].channel].name, "spp_psi");
	assert_non_null(strstr(event[0].words, "(x 0.06895, as psi to bar) and nothing else did: was its unit changed?"));
	doubt_confirm(d);
	assert_false(doubt_suspects(d, CH_SPP));
	doubt_resume_suspect(d, CH_SPP);
	assert_true(doubt_suspects(d, CH_SPP));
	assert_int_equal(drill_rows(100), 0);
	changed = CHANNELS;
	assert_int_equal(drill_rows(60), 45);
	assert_false(event[0].raised || doubt_suspects(d, CH_SPP));
}

/* A change of set-point by what happens to be a unit's ratio moves what hangs on it. */
static void set_points(void **state)
{
	(void)state;
	begin_drilling();
	weight = 25 * 0.444822;         /* hookload and torque follow */
	assert_int_equal(drill_rows(300), 0);
	begin_drilling();
	for (int i = 0; i < 300; i++) { /* the pumps: flow, strokes and SPP together */
		drill();
		value[CH_FLOW_IN] *= 0.227;
		value[CH_SPM1] *= 0.227;
		value[CH_SPP] *= 0.0694;
		send(depth_now, depth_now);
		assert_int_equal(events, 0);
	}
	/* less than 1.25 apart is never judged: kdaN, tonne-force */
	begin_drilling();
	changed = CH_WOB;
	by = 1.0197;
	assert_int_equal(drill_rows(300), 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(units), TEST(bit_alone), TEST(fell), TEST(small_changes), TEST(spikes), TEST(no_depth), TEST(rose), TEST(names),
		TEST(next_well), TEST(clocks), TEST(resumed), TEST(confirmed), TEST(each_unit), TEST(set_points),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
