/*
 * merge_test.c - values, maps, times and the merge of frames into rows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "merge.h"
#include "value.h"

static struct wits0 decoder;
static struct itemmap map;
static struct merge merge;
static struct nulls nulls;
static struct when_zone zone;
static struct frametime frames_time;

static void value_is(const char *s, enum quantity q, enum value_kind kind, double v, const char *unit, bool comma)
{
	struct value got = { 0 };

	assert_int_equal(value_read(s, strlen(s), q, &nulls, false, &got), kind);
	if (kind != VALUE_NUMBER)
		return;
	assert_true(fabs(got.v - v) < 1e-12);
	assert_int_equal(got.comma, comma);
	if (unit)
		assert_string_equal(got.unit->suffix, unit);
	else
		assert_null(got.unit);
}

static void values(void **state)
{
	struct value got;

	(void)state;
	nulls_default(&nulls);
	value_is("12.5", Q_FORCE, VALUE_NUMBER, 12.5, NULL, false);
	value_is("+0012.50", Q_FORCE, VALUE_NUMBER, 12.5, NULL, false);
	value_is("1.25E+1", Q_FORCE, VALUE_NUMBER, 12.5, NULL, false);
	value_is("-.5", Q_FORCE, VALUE_NUMBER, -0.5, NULL, false);
	value_is("12,5", Q_FORCE, VALUE_NUMBER, 12.5, NULL, true);
	value_is("0,567", Q_FORCE, VALUE_NUMBER, 0.567, NULL, true);
	value_is("1234,567", Q_FORCE, VALUE_NUMBER, 1234.567, NULL, true);
	value_is("1,234", Q_FORCE, VALUE_TEXT, 0, NULL, false);
	value_is("12.3 klb", Q_FORCE, VALUE_NUMBER, 12.3, "klbf", false);
	value_is("12,3kN", Q_FORCE, VALUE_NUMBER, 12.3, "kn", true);
	value_is("12.3 psi", Q_FORCE, VALUE_TEXT, 0, NULL, false);
	value_is("-9999", Q_FORCE, VALUE_NULL, 0, NULL, false);
	value_is("-999.2500", Q_FORCE, VALUE_NULL, 0, NULL, false);
	value_is("-999,25", Q_FORCE, VALUE_NULL, 0, NULL, false);
	value_is("NaN", Q_FORCE, VALUE_NULL, 0, NULL, false);
	value_is("", Q_FORCE, VALUE_BLANK, 0, NULL, false);
	value_is("1.2.3", Q_FORCE, VALUE_TEXT, 0, NULL, false);
	value_is("2023-09-25 08:37:24", Q_COUNT, VALUE_TEXT, 0, NULL, false);
	value_is("0x10", Q_FORCE, VALUE_TEXT, 0, NULL, false);
	assert_int_equal(value_read("1,234", 5, Q_FORCE, &nulls, true, &got), VALUE_NUMBER);
	assert_true(fabs(got.v - 1.234) < 1e-12);
}

static void time_is(struct frametime *f, const char *date, const char *time, double want)
{
	char why[WHEN_WHY];
	double ts = NAN;
	bool fine = frametime_read(f, date, strlen(date), time, strlen(time), &ts, why);

	if (isnan(want) ? fine : !fine || fabs(ts - want) > 1e-9)
		fail_msg("'%s' '%s' is %.3f, not %.3f", date, time, fine ? ts : NAN, want);
}

static void times(void **state)
{
	const double t = 1695631044;    /* 2023-09-25 08:37:24 UTC */
	struct frametime f;
	char why[WHEN_WHY];

	(void)state;
	assert_true(when_zone_parse(&zone, "UTC", why));
	frametime_init(&f, &zone, WHEN_ORDER_YMD);
	time_is(&f, "", "083724", NAN);
	time_is(&f, "230925", "083724", t);
	time_is(&f, "20230925", "83724", t);
	time_is(&f, "2023-09-25", "08:37:24", t);
	time_is(&f, "23/9/25", "8:37:24", t);
	time_is(&f, "230925.0", "83724.00", t);
	time_is(&f, "230925", "083724.25", t + 0.25);
	time_is(&f, "230925", "083724", t);
	time_is(&f, "230925", "0", t - 31044);
	time_is(&f, "230925", "083760", NAN);
	time_is(&f, "230925", "243724", NAN);
	time_is(&f, "092523", "083724", NAN);
	time_is(&f, "230931", "083724", NAN);
	time_is(&f, "September", "083724", NAN);
	time_is(&f, "230925", "8.37.24", NAN);
	time_is(&f, "230925", "", NAN);
	/* a date that is sent only when it changes */
	time_is(&f, "230925", "235959", t - 31044 + 86399);
	time_is(&f, "", "000001", t - 31044 + 86401);
	time_is(&f, "", "120001", t - 31044 + 86400 + 43201);
	time_is(&f, "", "235959", t - 31044 + 2 * 86400 - 1);
	time_is(&f, "", "0", t - 31044 + 2 * 86400);
	frametime_init(&f, &zone, WHEN_ORDER_MDY);
	time_is(&f, "092523", "083724", t);
	time_is(&f, "92523", "083724", t);
	time_is(&f, "09252023", "083724", t);
	time_is(&f, "9/25/2023", "083724", t);
	time_is(&f, "2023-09-25", "083724", t);
	frametime_init(&f, &zone, WHEN_ORDER_DMY);
	time_is(&f, "250923", "083724", t);
}

/* Norway, 29 October 2023: 03:00 +02:00 is followed by 02:00 +01:00; the clock of 02:00..03:00 comes twice. */
static void repeated_hour(void **state)
{
	const double start = 1698537600;        /* 2023-10-29 00:00 UTC = 02:00 +02:00 */
	struct frametime f;
	char why[WHEN_WHY];

	(void)state;
	assert_true(when_zone_parse(&zone, "Europe/Oslo", why));
	frametime_init(&f, &zone, WHEN_ORDER_YMD);
	time_is(&f, "231029", "023000", NAN);   /* nothing before it: either could be */
	for (int s = -600; s < 3 * 3600; s += 10) {
		char text[40];
		int local = s < 3600 ? s + 2 * 3600 : s + 3600;
		snprintf(text, sizeof text, "%02d%02d%02d", local / 3600 % 24, local / 60 % 60, local % 60);
		time_is(&f, "231029", text, start + s);
	}
}

static void begin(const char *file, bool metric, const char *items, struct merge_options o)
{
	char why[ITEMMAP_WHY];

	nulls_default(&nulls);
	assert_true(when_zone_parse(&zone, "UTC", why));
	frametime_init(&frames_time, &zone, WHEN_ORDER_YMD);
	if (!itemmap_build(&map, metric, o.primary, file, file ? strlen(file) : 0, "map", items, why))
		fail_msg("%s", why);
	assert_true(merge_init(&merge, &map, &nulls, &frames_time, &o));
	wits0_init(&decoder);
}

static void put_row(struct text *rows)
{
	struct field f[ITEMMAP_COLUMNS];

	merge_fields(&merge, f);
	text_number(rows, round((merge.ready->ts - 1714521600) * 1000) / 1000);        /* since 2024-05-01 */
	for (int c = 0; c < map.n_columns; c++)
		if (f[c].len)
			text_format(rows, " %s=%.*s", map.column[c].name, (int)f[c].len, f[c].text);
	text_put(rows, ';');
}

/* Feeds frames written as "01061 01161.5|11062 11115", `_` for a blank. Returns the rows; free them. */
static char *feed(const char *s)
{
	struct text bytes = { 0 }, rows = { 0 };
	size_t room;
	double arrival = 1714521600 + 1000;

	text_str(&bytes, "&&\n");
	for (; *s; s++) {
		if (*s == '|')
			text_str(&bytes, "\n!!\n&&\n");
		else
			text_put(&bytes, *s == ' ' ? '\n' : *s == '_' ? ' ' : *s);
	}
	text_str(&bytes, "\n!!\n");
	char *to = wits0_room(&decoder, &room);
	assert_true(room >= bytes.len);
	memcpy(to, bytes.s, bytes.len);
	wits0_fed(&decoder, bytes.len);
	text_free(&bytes);
	text_str(&rows, "");
	while (wits0_next(&decoder))
		if (merge_take(&merge, &decoder, arrival))
			put_row(&rows);
	if (merge_finish(&merge))
		put_row(&rows);
	return rows.s;
}

static void rows_are(const char *frames, const char *want)
{
	char *rows = feed(frames);

	assert_string_equal(rows, want);
	free(rows);
	merge_free(&merge);
}
#define D "0105240501 "
#define E "1105240501 "
static const struct merge_options plain = { .primary = 1, .hold = 10 };

static void rows_and_records(void **state)
{
	(void)state;
	begin(NULL, false, NULL, plain);
	rows_are(D "01061 01161.50|" D "01062 0116+2 01183e0", "1 wob_klbf=1.50;2 wob_klbf=2 torque_kft_lbf=3e0;");
	/* items of another record wait for the row; too old ones, and ones the row has itself, do not get in */
	begin(NULL, false, NULL, plain);
	rows_are(E "11062 1111150|" D "01061 01161|" D "01062 01162",
		"1 wob_klbf=1 tank_bbl=150;2 wob_klbf=2;");
	assert_int_equal(merge.count[MERGE_FILLED], 1);
	begin(NULL, false, NULL, plain);
	rows_are(E "11061 1111150|" D "010612 01161", "12 wob_klbf=1;");
	assert_int_equal(merge.count[MERGE_UNUSED], 1);
	begin(NULL, false, NULL, plain);
	rows_are(E "11061 1111150|" D "01061 0126149", "1 tank_bbl=149;");
	assert_int_equal(merge.count[MERGE_UNUSED], 1);
	/* one of a later time waits on */
	begin(NULL, false, NULL, plain);
	rows_are(E "110630 1111150|" D "01061 01161|" D "010631 01162", "1 wob_klbf=1;31 wob_klbf=2 tank_bbl=150;");
	/* several records in a frame; the better item of a channel holds */
	begin(NULL, false, NULL, plain);
	rows_are(D "01062 02119 01168 1111150", "2 wob_klbf=8 tank_bbl=150;");
	assert_int_equal(merge.count[MERGE_UNUSED], 1);
}

static void times_of_rows(void **state)
{
	(void)state;
	begin(NULL, false, NULL, plain);
	rows_are(D "01062 01161|" D "01061 01162|" D "01061 01162|" D "01063 01163", "2 wob_klbf=1;1 wob_klbf=2;3 wob_klbf=3;");
	assert_int_equal(merge.count[MERGE_TIME_BACK], 1);
	assert_int_equal(merge.count[MERGE_DUPLICATES], 1);
	/* the same second again, not the same frame: what was lacking goes to the next row */
	begin(NULL, false, NULL, plain);
	rows_are(D "01062 01161|" D "01062 01169 01187|" D "01063 01162", "2 wob_klbf=1;3 wob_klbf=2 torque_kft_lbf=7;");
	assert_int_equal(merge.count[MERGE_SAME_TIME], 1);
	/* with settle it is one row */
	begin(NULL, false, NULL, (struct merge_options){ .primary = 1, .hold = 10, .settle = true });
	rows_are(D "01062 01161|" E "11062 1111150|" D "01062 01169 01187|" D "01063 01162",
		"2 wob_klbf=1 torque_kft_lbf=7 tank_bbl=150;3 wob_klbf=2;");
	/* one damaged date is dropped, a clock that has really moved is followed */
	begin(NULL, false, NULL, plain);
	rows_are(D "01061 01161|" "0105940501 01062 01162|" D "01063 01163", "1 wob_klbf=1;3 wob_klbf=3;");
	assert_int_equal(merge.count[MERGE_TIME_JUMP], 1);
	begin(NULL, false, NULL, plain);
	rows_are(D "01061 01161|" D "0106050000 01162|" D "0106050001 01163", "1 wob_klbf=1;18001 wob_klbf=3;");
	/* no time, before and after there was one */
	begin(NULL, false, NULL, plain);
	rows_are("01161|" D "01061 01162|01163", "1 wob_klbf=2;");
	assert_int_equal(merge.count[MERGE_NO_TIME], 2);
	begin(NULL, false, NULL, (struct merge_options){ .primary = 1, .hold = 10, .stamp = true });
	rows_are("01161|01161|1111150|01162", "1000 wob_klbf=1;1000.001 wob_klbf=1;1000.003 wob_klbf=2 tank_bbl=150;");
}

static void handshakes_and_well(void **state)
{
	(void)state;
	begin(NULL, false, NULL, plain);
	rows_are("0111-9999|0111-9999.0 1984PASON/EDR|" D "01061 01161 0101A|" D "01062 01162 0101B|" D "01063 01163 0101A",
		"1 wob_klbf=1;2 wob_klbf=2;3 wob_klbf=3;");
	assert_int_equal(merge.count[MERGE_HANDSHAKES], 2);
	assert_string_equal(merge.well, "A");
	begin(NULL, false, NULL, plain);
	rows_are(D "01061 01161 0101A|" D "01062 01162 0101B|" D "01063 01163 0101B", "1 wob_klbf=1;2 wob_klbf=2;3 wob_klbf=3;");
	assert_string_equal(merge.well, "B");
}

static void maps_and_units(void **state)
{
	char names[64];
	int fits;

	(void)state;
	begin(NULL, true, "0141,0116", plain);
	rows_are(D "01061 0110100 01168 012110_klb 0141x,y",
		"1 hole_depth_ft=328.0839895013123 wob_klbf=17.98471544797684 wits_0141=x,y wits_0116=8;");
	assert_int_equal(merge.count[MERGE_NOT_NUMBER], 1);
	/* a sender with its own items: 0105 is the block, 0117 RPM, date and time elsewhere */
	begin("item,channel,unit\n0105,block_pos_ft,m\n0117,rpm\n0104,ts\n0120,-\n0121,spp_kpa\n", false, NULL, plain);
	rows_are("01042024-05-01T00:00:05Z 010510 0117120 0120999 0121100 01162", "5 block_pos_ft=32.808398950131235"
		" wob_klbf=2 rpm=120 spp_psi=14.503773773020923;");
	/* values that only the other system explains */
	begin(NULL, false, NULL, plain);
	rows_are(D "01061 012126242.33 01321300 01168", "1 wob_klbf=8 spp_psi=26242.33 mud_in_ppg=1300;");
	assert_int_equal(merge_misfits(&merge, names, sizeof names, &fits), 2);
	assert_string_equal(names, "spp_psi mud_in_ppg");
	assert_int_equal(fits, 0);
	begin(NULL, true, NULL, plain);
	rows_are(D "01061 01168", "1 wob_klbf=17.98471544797684;");
	assert_int_equal(merge_misfits(&merge, names, sizeof names, &fits), 0);
}

/* Items with nulls of their own, and items that the sender leaves out while they do not change. */
static void own_nulls_and_kept_values(void **state)
{
	(void)state;
	begin("item,channel,unit,null,keep\n0116,wob,,-1\n0120,rpm,,\"0,9999\"\n0121,spp,,none\n", false, NULL, plain);
	rows_are(D "01061 0116-1 01200 0121-9999 0118-9999|" D "01062 0116-9999 01209999 0118-1",
		"1 spp_psi=-9999;2 wob_klbf=-9999 torque_kft_lbf=-1;");
	assert_int_equal(merge.count[MERGE_NULLS], 4);
	begin("item,channel,unit,null,keep\n0116,wob,kdan,,60\n0120,rpm,,,1m\n0210,rop,,,60s\n0113,rop,,,5\n", false, NULL, plain);
	rows_are(D "01060 011610 0120100|0205240501 02063 02105|" D "01063 01181|" D "0106100 01183|" D "0106101 01184|"
		D "0106110 01185",
		"0 wob_klbf=22.48089430997105 rpm=100;3 rop_ft_h=5 wob_klbf=22.48089430997105 torque_kft_lbf=1 rpm=100;"
		"60 rop_ft_h=5 wob_klbf=22.48089430997105 torque_kft_lbf=3 rpm=100;61 rop_ft_h=5 torque_kft_lbf=4;"
		"70 torque_kft_lbf=5;");
	assert_int_equal(merge.count[MERGE_KEPT], 6);
	/* The age counts from when it was last sent; a null or an item without a value ends it. */
	begin("0116,wob,,,60\n", false, NULL, plain);
	rows_are(D "01060 01161|" D "010640 01181|" D "010659 01182|" D "0106100 01183|" D "0106110 01162|" D "0106111 01184|"
		D "0106112 0116-999.25|" D "0106113 01185|" D "0106114 01163|" D "0106115 0116_|" D "0106116 01186",
		"0 wob_klbf=1;40 wob_klbf=1 torque_kft_lbf=1;59 wob_klbf=1 torque_kft_lbf=2;60 wob_klbf=1 torque_kft_lbf=3;"
		"70 wob_klbf=2;71 wob_klbf=2 torque_kft_lbf=4;72;73 torque_kft_lbf=5;74 wob_klbf=3;75;76 torque_kft_lbf=6;");
	assert_int_equal(merge.count[MERGE_KEPT], 4);
}

static void map_is_refused(const char *file, const char *items, const char *want)
{
	char why[ITEMMAP_WHY];

	assert_false(itemmap_build(&map, false, 1, file, file ? strlen(file) : 0, "map", items, why));
	assert_string_equal(why, want);
}

static void wrong_maps(void **state)
{
	(void)state;
	map_is_refused("item,channel,unit\n116,wob\n", NULL, "map:2: item: '116' is not RRII, such as 0116");
	map_is_refused("0116,wob\n0116,rop\n", NULL, "map:2: item: '0116' has a row already");
	map_is_refused("0116,weight\n", NULL, "map:1: channel: 'weight' is none of mlstream(5), nor date, time, ts, well or -");
	map_is_refused("0116,wob,psi\n", NULL, "map:1: unit: 'psi' is unknown here; there are klbf lbf kdan dan kn n kkgf kgf");
	map_is_refused("0104,ts,s\n", NULL, "map:1: 's' but a date, time or well has no unit");
	map_is_refused("0104,ts,,0\n", NULL, "map:1: '0' but a date, time or well has no null");
	map_is_refused("0116,wob,,x\n", NULL, "map:1: null: 'x' is not a list of numbers, such as \"-1,9999\", or none");
	map_is_refused("0116,wob,,,2d\n", NULL, "map:1: keep: '2d' is not a time of at most 1 d, such as 60 or 10m");
	map_is_refused("0116,wob,,,-1\n", NULL, "map:1: keep: '-1' is not a time of at most 1 d, such as 60 or 10m");
	map_is_refused("\"0116\n", NULL, "map:1: '\"0116' is not a row of CSV: item,channel,unit,null,keep");
	map_is_refused(NULL, "0141;0150", "--items: '0141;0150' is not RRII; use a list such as 0141,0150");
	map_is_refused(NULL, "0141,0141", "--items: '0141' is there twice");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values), cmocka_unit_test(times), cmocka_unit_test(repeated_hour),
		cmocka_unit_test(rows_and_records), cmocka_unit_test(times_of_rows), cmocka_unit_test(handshakes_and_well),
		cmocka_unit_test(maps_and_units), cmocka_unit_test(own_nulls_and_kept_values),
		cmocka_unit_test(wrong_maps),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
