/*
 * check_test.c - what --check says of senders of many kinds.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "check.h"
#include "wits_names.h"

static struct wits0 decoder;
static struct itemmap map;
static struct nulls nulls;
static struct when_zone utc = { .name = "UTC" };
static struct check_options options;
static struct text bytes, page;

static int fresh(void **state)
{
	(void)state;
	nulls_default(&nulls);
	options = (struct check_options){ .source = "tcp://rig:5000", .given = "", .live = true, .primary = 1, .nulls = &nulls,
		.zone = &utc, .order = WHEN_ORDER_YMD };
	text_clear(&bytes);
	text_clear(&page);
	return 0;
}

static int gone(void **state)
{
	(void)state;
	text_free(&bytes);
	text_free(&page);
	return 0;
}

/* The page on what is in bytes; the frames arrive a second apart from `from` on. */
static const char *look(double from)
{
	struct check *c = check_new(&options);
	char why[ITEMMAP_WHY];
	size_t at = 0, room, n;

	assert_non_null(c);
	assert_true(itemmap_build(&map, options.metric, options.primary, NULL, 0, NULL, NULL, why));
	wits0_init(&decoder);
	while (at < bytes.len) {
		char *to = wits0_room(&decoder, &room);

		n = bytes.len - at < room ? bytes.len - at : room;
		memcpy(to, bytes.s + at, n);
		at += n;
		wits0_fed(&decoder, n);
		while (wits0_next(&decoder))
			check_frame(c, &decoder, &map, from++);
	}
	text_clear(&page);
	check_text(c, &decoder, &page);
	check_free(c);
	assert_false(page.failed);
	return text_view(&page);
}

#define SAYS(s) do { if (!strstr(text_view(&page), s)) fail_msg("no '%s' in:\n%s", s, text_view(&page)); } while (0)
#define SAYS_NOT(s) do { if (strstr(text_view(&page), s)) fail_msg("'%s' in:\n%s", s, text_view(&page)); } while (0)

/* A rig in field units, 2026-01-01T12:00:00Z and on. */
static void whole_rig(int frames, const char *more)
{
	for (int k = 0; k < frames; k++)
		text_format(&bytes, "&&\r\n0101WELL-7\r\n0105260101\r\n010612%02d%02d\r\n0108%d.5\r\n0110%d.5\r\n0112%d\r\n"
			"011342.%d\r\n0114180.%d\r\n011622.%d\r\n01184.%d\r\n0120120\r\n01212600.%d\r\n0130600.%d\r\n013210.1\r\n"
			"%s!!\r\n", k / 60, k % 60, 8000 + k, 8000 + k, k % 90,
			k % 10, k % 10, k % 10, k % 10, k % 10, k % 10, more);
}

static const double noon = 1767268800;

static void good_sender(void **state)
{
	(void)state;
	whole_rig(60, "");
	look(noon + .3);
	SAYS("ITEM NAME                        FILLS          UNIT     COUNT RATE   LAST         NOTE\n"
		"0101 Well Identifier             (well)                     60 1 Hz   WELL-7\n"
		"0105 Date                        (date)                     60 1 Hz   260101\n"
		"0106 Time                        (time)                     60 1 Hz   120059\n"
		"0108 Depth Bit (meas)            bit_depth_ft   ft          60 1 Hz   8059.5\n");
	SAYS("0118 Rotary Torque (surf,avg)    torque_kft_lbf kft.lbf     60 1 Hz   4.9\n");
	SAYS("0120 Rotary Speed (surf,avg)     rpm            1/min       60 1 Hz   120          does not change\n");
	SAYS("Records: 01 General time-based, 60 frames, 1 Hz.\n");
	SAYS("Date and time: in all frames of record 01, from 2026-01-01T12:00:00Z to 2026-01-01T12:00:59Z.\n");
	SAYS("Its clock agrees with ours to 5 s.\n");
	SAYS("Lines end in CR LF, as the standard wants. No damage.\n");
	SAYS("The well is 'WELL-7'");
	SAYS("Units: fps fits.");
	SAYS("All that the tools want is there");
	SAYS("\nNext:\n\n  wits-capture tcp://rig:5000 --spool spool --raw rig.raw\n\n");
	SAYS("not a well-control, stuck-pipe or barrier-certification system");
	SAYS_NOT("--heartbeat");
}

static void no_line_over_100(void **state)
{
	(void)state;
	whole_rig(12, "1984A SENDER WITH A VERY LONG NAME INDEED, LONGER THAN ANY\r\n"
		"0142spare text that is rather long\r\n0199x\xC3\xB8y\r\n");
	look(noon + 40000);
	for (const char *s = text_view(&page); *s; ) {
		size_t len = strcspn(s, "\n");

		if (len > 100)
			fail_msg("%zu bytes: %.*s", len, (int)len, s);
		s += len + (s[len] == '\n');
	}
	SAYS("0199 (not of the standard)       not used                   12 1 Hz   x\xC3\xB8y\n");
}

static void metric_sender(void **state)
{
	(void)state;
	for (int k = 0; k < 20; k++)
		text_format(&bytes, "&&\n0105260101\n01061200%02d\n01102500.%d\n012118000\n01321210\n!!\n", k, k % 10);
	look(noon);
	SAYS("0121 Standpipe Pressure (avg)    spp_psi        psi         20 1 Hz   18000        fits only metric\n");
	SAYS("Units: the values of spp_psi, mud_in_ppg fit only metric units: add --units metric.");
	SAYS("Next, the same look with what was found:\n\n  wits-capture --check tcp://rig:5000 --units metric\n");
	SAYS("Lines end in LF alone.");
	SAYS("Missing: weight on bit (0116)");
	options.metric = true;
	look(noon);
	SAYS("kPa");
	SAYS("Units: metric fits.");
	SAYS("  wits-capture tcp://rig:5000 --units metric --spool spool --raw rig.raw\n");
}

static void mixed_units(void **state)
{
	(void)state;
	whole_rig(20, "");
	for (int k = 0; k < 30; k++)
		text_format(&bytes, "&&\r\n0105260101\r\n01061201%02d\r\n012118000\r\n013210\r\n!!\r\n", k);
	look(noon);
	SAYS("Units are mixed: spp_psi fit only metric units, others only fps.");
}

/* As the Pason EDR's: its name in each frame, no date, no time. */
static void pason_without_time(void **state)
{
	(void)state;
	for (int k = 0; k < 20; k++)
		text_format(&bytes, "&&\r\n1984PASON/EDR\r\n01088000.%d\r\n01139999\r\n0139-8888\r\n!!\r\n"
			"&&\r\n0111-9999\r\n!!\r\n", k % 10);
	look(noon);
	SAYS("0139 Depth Returns (meas)        not used       ft          20 2 s    -8888        null\n");
	SAYS("No frame has a date and time (0105, 0106): add --stamp");
	SAYS("The sender is a Pason EDR");
	SAYS("20 frames are requests");
	SAYS("  wits-capture --check tcp://rig:5000 --stamp --heartbeat pason\n");
	options.stamp = options.heartbeat = true;
	options.given = " --heartbeat pason";
	look(noon);
	SAYS("and it is answered");
	SAYS("  wits-capture tcp://rig:5000 --heartbeat pason --stamp --spool spool --raw rig.raw\n");
}

static void clocks(void **state)
{
	(void)state;
	whole_rig(60, "");
	look(noon - 7200 + 1);
	SAYS("Its clock is 2 h 0 min ahead of ours, so it seems to show local time: add --tz +02:00");
	SAYS("  wits-capture --check tcp://rig:5000 --tz +02:00\n");
	look(noon + 5 * 3600 + 1800);
	SAYS("add --tz -05:30");
	look(noon + 77);
	SAYS("Its clock is 77 s behind ours. Rows have its times; --clock corrected gives them ours.");
	look(noon + 30 * 86400);
	SAYS("Its clock is 30 days behind ours.");
	SAYS_NOT("--tz");
	options.live = false;
	options.source = "my log.wits";
	look(noon + 77);
	SAYS_NOT("clock");
	SAYS("  wits-capture 'my log.wits' > capture.csv\n");
}

static void nothing_of_use(void **state)
{
	(void)state;
	look(noon);
	SAYS("Nothing came.");
	SAYS("  wits-capture --check tcp://rig:5000 --heartbeat pason\n");
	text_str(&bytes, "$GPGGA,123519,4807.038,N*47\r\n");
	look(noon);
	SAYS("It is text, but not WITS level 0");
	text_clear(&bytes);
	for (int k = 0; k < 100; k++)
		text_str(&bytes, "\x81\x92\x03\x14");
	options.serial = true;
	look(noon);
	SAYS("another baud rate or parity");
	text_clear(&bytes);
	text_str(&bytes, "&&\r\n0111-9999\r\n!!\r\n");
	look(noon);
	SAYS("Requests alone came");
	text_clear(&bytes);
	text_str(&bytes, "&&\r\n08233\r\n!!\r\n&&\r\n08234\r\n!!\r\n");
	look(noon);
	SAYS("None is of record 01");
}

static void damage_and_notes(void **state)
{
	(void)state;
	whole_rig(12, "0211\r\n0140abc\r\n0128\r\n021021\r\n");
	whole_rig(12, "0211\r\n0140abc\r\n0128\r\n021021\r\n");      /* each frame twice */
	text_str(&bytes, "rubbish\r\n&&\r\n01161\r\n");
	look(noon);
	SAYS("0140 Gas (avg)                   gas_pct        %           12 1 Hz   abc          not a number\n");
	SAYS("0128 Mud Flow Out %              flow_out_pct   %           12 1 Hz                empty\n");
	SAYS("0210 Rate of Penetration (avg)   rop_ft_h       ft/h        12 1 Hz   21           after 0113\n");
	SAYS("12 frames came twice and were counted once.");
	SAYS("Damage: 1 junk");
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(wits_name(108)->name, "Depth Bit (meas)");
	assert_string_equal(wits_name(145)->name, "Spare 5");
	assert_string_equal(wits_name(1228)->name, "Spare 5");
	assert_string_equal(wits_name(1989)->name, "Vendor 6 Name/Service");
	assert_string_equal(wits_name(805)->name, "Date");
	assert_string_equal(wits_name(121)->metric, "kPa");
	assert_int_equal(wits_name(1510)->type, 'A');
	assert_null(wits_name(146));
	assert_null(wits_name(3101));
	assert_null(wits_name(0));
	assert_string_equal(wits_record_name(25), "Weather/sea state");
	assert_string_equal(wits_record_name(26), "");
	assert_string_equal(wits_record_name(0), "");
	/* Every item that fills a channel has a name. */
	for (int k = 0; k < CHANNELS; k++)
		for (const char *s = channel_table[k].items; *s; s += strcspn(s, " "), s += *s == ' ')
			assert_non_null(wits_name((int)strtol(s, NULL, 10)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh, gone)
		TEST(good_sender), TEST(no_line_over_100), TEST(metric_sender), TEST(mixed_units), TEST(pason_without_time),
		TEST(clocks), TEST(nothing_of_use), TEST(damage_and_notes), TEST(names),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
