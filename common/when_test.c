/* when_test.c - times in every form that is read, and back; some against date(1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <unistd.h>

#include "num.h"
#include "when.h"

static const struct when_zone utc = { .name = "UTC" };

static double parse_in(const char *s, const struct when_zone *zone, enum when_order order)
{
	struct when_read read;
	char why[WHEN_WHY];
	double ts;

	if (!when_parse(s, strlen(s), zone, order, &ts, &read, why))
		fail_msg("'%s': %s", s, why);
	return ts;
}

static void expect(const char *s, double want)
{
	double ts = parse_in(s, &utc, WHEN_ORDER_NONE);

	if (!(fabs(ts - want) < 1e-7))
		fail_msg("'%s' is %.9f, not %.9f", s, ts, want);
}

static void refuse(const char *s, const struct when_zone *zone, enum when_order order, const char *want)
{
	struct when_read read;
	char why[WHEN_WHY] = "";
	double ts;

	if (when_parse(s, strlen(s), zone, order, &ts, &read, why))
		fail_msg("'%s' was taken as %.6f", s, ts);
	if (!strstr(why, want))
		fail_msg("'%s': \"%s\" does not say \"%s\"", s, why, want);
}

static struct when_zone zone_of(const char *name)
{
	struct when_zone zone;
	char why[WHEN_WHY];

	if (!when_zone_parse(&zone, name, why))
		fail_msg("%s", why);
	return zone;
}

static void iso(void **state)
{
	(void)state;
	expect("1970-01-01T00:00:00Z", 0);
	expect("2009-07-03T18:04:32Z", 1246644272);
	expect("2009-07-03 18:04:32", 1246644272);
	expect("2009-7-3 18:04:32", 1246644272);
	expect("03-Jul-2009 18:04:32", 1246644272);
	expect("3 july 2009 18:04:32", 1246644272);
	expect("3/JUL/2009 06:04:32 PM", 1246644272);
	refuse("3-Jly-2009", &utc, WHEN_ORDER_NONE, "is not a time");
	refuse("3-Jul-09 18:04:32", &utc, WHEN_ORDER_NONE, "two digits");
	refuse("31-Jun-2009", &utc, WHEN_ORDER_NONE, "cannot be");
	refuse("3 7 2009", &utc, WHEN_ORDER_NONE, "is not a time");
	expect("2009-07-03T18:04:32.25Z", 1246644272.25);
	expect("2009-07-03T18:04:32,5", 1246644272.5);
	expect("2009-07-03T18:04:59.9999999Z", 1246644300);
	expect("2009-07-03T20:04:32+02:00", 1246644272);
	expect("2009-07-03T20:04:32+0200", 1246644272);
	expect("2009-07-03 20:04:32 +02", 1246644272);
	expect("2009-07-03T12:34:32-05:30", 1246644272);
	expect("2009-07-03T18:04:32 utc", 1246644272);
	expect("2009-07-03T18:04Z", 1246644240);
	expect("2009-07-03", 1246579200);
	expect("2009/07/03 18:04:32", 1246644272);
	expect("20090703T180432Z", 1246644272);
	expect("2000-02-29T00:00:00Z", 951782400);
	expect("1969-12-31T23:59:59Z", -1);
	expect("1246644272", 1246644272);
	expect("1246644272.125", 1246644272.125);
	expect("  2009-07-03T18:04:32Z ", 1246644272);
	refuse("", &utc, WHEN_ORDER_NONE, "is not a time");
	refuse("2009-07-03T", &utc, WHEN_ORDER_NONE, "is not a time");
	refuse("2009-07-03T18", &utc, WHEN_ORDER_NONE, "is not a time");
	refuse("2009-07-03T18:04:32X", &utc, WHEN_ORDER_NONE, "is not a time");
	refuse("2009-07-03T18:04:32+15:00", &utc, WHEN_ORDER_NONE, "is not a time");
	refuse("2009-07-03T18:04:32+02:75", &utc, WHEN_ORDER_NONE, "is not a time");
	refuse("2009-07/03", &utc, WHEN_ORDER_NONE, "is not a time");
	refuse("2009-02-29", &utc, WHEN_ORDER_NONE, "has a date that cannot be");
	refuse("1900-02-29", &utc, WHEN_ORDER_NONE, "has a date that cannot be");
	refuse("2009-13-01", &utc, WHEN_ORDER_NONE, "has a date that cannot be");
	refuse("2009-07-03T24:00:00Z", &utc, WHEN_ORDER_NONE, "has a time of day that cannot be");
	refuse("2009-07-03T18:60:00Z", &utc, WHEN_ORDER_NONE, "has a time of day that cannot be");
	refuse("09-07-03", &utc, WHEN_ORDER_NONE, "a year of two digits");
	refuse("1246644272000", &utc, WHEN_ORDER_NONE, "milliseconds must be divided by 1000");
	refuse("-5", &utc, WHEN_ORDER_NONE, "is no time in Unix seconds");
	refuse("yesterday", &utc, WHEN_ORDER_NONE, "is not a time");
}

static void orders(void **state)
{
	enum when_order order;

	(void)state;
	assert_true(parse_in("3/1/2019 12:12:47 AM", &utc, WHEN_ORDER_MDY) == 1551399167);
	assert_true(parse_in("3/1/2019 12:12:47 PM", &utc, WHEN_ORDER_MDY) == 1551399167 + 43200);
	assert_true(parse_in("3/1/2019 12:12:47 AM", &utc, WHEN_ORDER_DMY) == 1546474367);
	assert_true(parse_in("01.03.2019 7:12:48", &utc, WHEN_ORDER_DMY) == 1551424368);
	assert_true(parse_in("2019/3/1 0:12:47", &utc, WHEN_ORDER_YMD) == 1551399167);
	refuse("3/1/2019 12:12:47 AM", &utc, WHEN_ORDER_NONE, "--time-format mdy or dmy");
	refuse("13/1/2019", &utc, WHEN_ORDER_NONE, "--time-format mdy or dmy");
	refuse("13/1/2019", &utc, WHEN_ORDER_MDY, "has a date that cannot be");
	refuse("3/1/19 0:00:00", &utc, WHEN_ORDER_MDY, "a year of two digits");
	refuse("3/1/2019 13:12:47 PM", &utc, WHEN_ORDER_MDY, "is not a time");
	refuse("3/1/2019 0:12:47 AM", &utc, WHEN_ORDER_MDY, "is not a time");
	assert_true(when_order_parse("mdy", &order) && order == WHEN_ORDER_MDY);
	assert_true(when_order_parse("dmy", &order) && order == WHEN_ORDER_DMY);
	assert_true(when_order_parse("ymd", &order) && order == WHEN_ORDER_YMD);
	assert_true(when_order_parse("iso", &order) && order == WHEN_ORDER_NONE);
	assert_true(when_order_parse("epoch", &order) && order == WHEN_ORDER_NONE);
	assert_false(when_order_parse("us", &order));
}

static void had_zone(void **state)
{
	static const struct { const char *text; bool had; } texts[] = {
		{ "2009-07-03 18:04:32", false }, { "2009-07-03", false }, { "2009-07-03 18:04:32Z", true },
		{ "2009-07-03 18:04:32+00:00", true }, { "1246644272", true }, { "20090703T180432Z", true },
	};
	char why[WHEN_WHY];
	double ts;

	(void)state;
	for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
		struct when_read read;

		assert_true(when_parse(texts[k].text, strlen(texts[k].text), &utc, WHEN_ORDER_NONE, &ts, &read, why));
		assert_int_equal(read.had_zone, texts[k].had);
	}
}

static void zones(void **state)
{
	struct when_zone zone;
	char why[WHEN_WHY], out[WHEN_LEN];

	(void)state;
	zone = zone_of("-0600");
	assert_true(!zone.named && zone.offset_s == -21600);
	assert_true(parse_in("2009-07-03 12:04:32", &zone, WHEN_ORDER_NONE) == 1246644272);
	when_local(1246644272, &zone, out);
	assert_string_equal(out, "2009-07-03 12:04 -06:00");
	zone = zone_of("+05:30");
	when_local(1246644272, &zone, out);
	assert_string_equal(out, "2009-07-03 23:34 +05:30");
	zone = zone_of("z");
	assert_string_equal(zone.name, "UTC");
	when_local(1246644272, &zone, out);
	assert_string_equal(out, "2009-07-03 18:04 +00:00");
	assert_false(when_zone_parse(&zone, "", why));
	assert_false(when_zone_parse(&zone, "+25:00", why));
	assert_string_equal(why, "'+25:00' is no offset from UTC; +02:00 is one");
	assert_false(when_zone_parse(&zone, "/etc/passwd", why));
	assert_false(when_zone_parse(&zone, "../../../etc/passwd", why));
	assert_false(when_zone_parse(&zone, "Europe", why));
	assert_false(when_zone_parse(&zone, "Europe/Olso", why));
	assert_string_equal(why, "no time zone 'Europe/Olso' on this machine; install tzdata or use +hh:mm");
}

static bool has_tzdata(void)
{
	return access("/usr/share/zoneinfo/Europe/Oslo", R_OK) == 0 &&
		access("/usr/share/zoneinfo/Australia/Lord_Howe", R_OK) == 0;
}

static void named_zones(void **state)
{
	struct when_zone oslo, howe;
	char out[WHEN_LEN];

	(void)state;
	if (!has_tzdata()) {
		print_message("# skipped: no tz database\n");
		return;
	}
	oslo = zone_of("Europe/Oslo");
	howe = zone_of("Australia/Lord_Howe");
	assert_true(oslo.named);
	assert_true(parse_in("2009-07-03 20:04:32", &oslo, WHEN_ORDER_NONE) == 1246644272);
	assert_true(parse_in("2009-01-03 19:04:32", &oslo, WHEN_ORDER_NONE) == 1231005872);
	/* the text's own zone wins */
	assert_true(parse_in("2009-07-03 18:04:32Z", &oslo, WHEN_ORDER_NONE) == 1246644272);
	when_local(1246644272, &oslo, out);
	assert_string_equal(out, "2009-07-03 20:04 +02:00");
	when_local(1231005872, &oslo, out);
	assert_string_equal(out, "2009-01-03 19:04 +01:00");
	/* 2019-03-31: 02:00 to 03:00 does not exist; 2019-10-27: 02:00 to 03:00 comes twice */
	assert_true(parse_in("2019-03-31 01:59:59", &oslo, WHEN_ORDER_NONE) == 1553993999);
	refuse("2019-03-31 02:00:00", &oslo, WHEN_ORDER_NONE, "does not exist (clocks go forward) in Europe/Oslo");
	refuse("2019-03-31 02:59:59", &oslo, WHEN_ORDER_NONE, "does not exist");
	assert_true(parse_in("2019-03-31 03:00:00", &oslo, WHEN_ORDER_NONE) == 1553994000);
	assert_true(parse_in("2019-10-27 01:59:59", &oslo, WHEN_ORDER_NONE) == 1572134399);
	refuse("2019-10-27 02:00:00", &oslo, WHEN_ORDER_NONE, "comes twice (clocks go back) in Europe/Oslo");
	refuse("2019-10-27 02:59:59", &oslo, WHEN_ORDER_NONE, "comes twice");
	assert_true(parse_in("2019-10-27 03:00:00", &oslo, WHEN_ORDER_NONE) == 1572141600);
	/* half an hour, from +11 to +10:30 and back; and one zone after the other */
	refuse("2019-04-07 01:45:00", &howe, WHEN_ORDER_NONE, "comes twice");
	assert_true(parse_in("2019-04-07 02:00:00", &howe, WHEN_ORDER_NONE) == 1554564600);
	refuse("2019-10-06 02:15:00", &howe, WHEN_ORDER_NONE, "does not exist");
	assert_true(parse_in("2009-07-03 20:04:32", &oslo, WHEN_ORDER_NONE) == 1246644272);
}

/* Each hour of a year, read in a zone, is the instant that was written; the hour that comes twice is refused. */
static void a_year_of_hours(void **state)
{
	struct when_zone oslo;
	int twice = 0;

	(void)state;
	if (!has_tzdata()) {
		print_message("# skipped: no tz database\n");
		return;
	}
	oslo = zone_of("Europe/Oslo");
	for (int64_t t = 1546300800; t < 1577836800; t += 1800) {
		struct when_read read;
		char out[WHEN_LEN], why[WHEN_WHY];
		double ts;

		when_local((double)t, &oslo, out);
		assert_true(parse_in(out, &utc, WHEN_ORDER_NONE) == (double)t);  /* with its offset */
		out[16] = '\0';                                                 /* without */
		if (when_parse(out, 16, &oslo, WHEN_ORDER_NONE, &ts, &read, why))
			assert_true(ts == (double)t);
		else
			twice++;
	}
	assert_int_equal(twice, 4);
}

static void wits(void **state)
{
	static const struct { const char *date, *time; double want; } good[] = {
		{ "20230925", "083724", 1695631044 }, { "230925", "083724", 1695631044 },
		{ "230925", "83724", 1695631044 }, { "230925", "0", 1695600000 }, { "90703", "180432", 1246644272 },
		{ "910102", "3", 662774403 }, { " 230925 ", " 083724 ", 1695631044 }, { "230925", "083724.5", 1695631044.5 },
		{ "230925.0", "83724.00", 1695631044 },
	};
	static const char *const bad[][2] = {
		{ "092523", "083724" }, { "032519", "083724" }, { "09252023", "083724" }, { "", "083724" },
		{ "230925", "" }, { "230925", "246000" }, { "230925", "083760" }, { "231325", "0" }, { "230230", "0" },
		{ "2309251", "0" }, { "2023-09-25", "0" }, { "230925", "8h" }, { "230925.5", "0" }, { "230925", "-1" },
		{ "230925", "1083724" },
	};
	struct when_zone west = zone_of("-06:00");
	char why[WHEN_WHY];
	double ts;

	(void)state;
	for (size_t k = 0; k < sizeof good / sizeof good[0]; k++) {
		if (!when_wits(good[k].date, strlen(good[k].date), good[k].time, strlen(good[k].time), &utc, &ts, why))
			fail_msg("%s %s: %s", good[k].date, good[k].time, why);
		assert_true(ts == good[k].want);
	}
	for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++)
		if (when_wits(bad[k][0], strlen(bad[k][0]), bad[k][1], strlen(bad[k][1]), &utc, &ts, why))
			fail_msg("%s %s was taken", bad[k][0], bad[k][1]);
	assert_true(when_wits("230925", 6, "023724", 6, &west, &ts, why) && ts == 1695631044);
}

static void out_and_back(void **state)
{
	char out[WHEN_LEN], number[NUM_LEN];

	(void)state;
	when_iso(1246644272, out);
	assert_string_equal(out, "2009-07-03T18:04:32Z");
	when_iso(1246644272.25, out);
	assert_string_equal(out, "2009-07-03T18:04:32.25Z");
	when_iso(1246644272.9999999, out);
	assert_string_equal(out, "2009-07-03T18:04:33Z");
	when_iso(-0.5, out);
	assert_string_equal(out, "1969-12-31T23:59:59.5Z");
	when_iso(NAN, out);
	assert_string_equal(out, "");
	when_iso(1e300, out);
	assert_string_equal(out, "");
	when_key(1246644272.75, out);
	assert_string_equal(out, "20090703T180432Z");
	for (int64_t k = 0; k < 20000; k++) {
		double ts = (double)(1246644272000000 + k * 1234567891) / 1e6, back;

		when_iso(ts, out);
		back = parse_in(out, &utc, WHEN_ORDER_NONE);
		assert_true(back == ts);
		num_format(ts, number);                 /* the same instant as a decimal is the same double */
		assert_true(parse_in(number, &utc, WHEN_ORDER_NONE) == ts);
	}
}

/* Dates over two centuries, in UTC and in a zone, as date(1) has them. */
static void as_date_has_them(void **state)
{
	static const char *const where[] = { "UTC", "America/Edmonton" };
	char path[] = "/tmp/when_test.XXXXXX", command[160], line[64];
	int fd = mkstemp(path);
	FILE *f;

	(void)state;
	assert_true(fd >= 0);
	f = fdopen(fd, "w");
	assert_non_null(f);
	for (int k = 0; k < 300; k++)
		fprintf(f, "%d-%02d-%02d %02d:%02d:%02d\n", 1972 + k % 60, 1 + k % 12, 1 + k * 7 % 28, 4 + k % 20, k * 11 % 60,
			k * 13 % 60);
	assert_int_equal(fclose(f), 0);
	for (int z = 0; z < (has_tzdata() ? 2 : 1); z++) {
		struct when_zone zone = zone_of(where[z]);
		FILE *texts = fopen(path, "r"), *seconds;
		int n = 0;

		snprintf(command, sizeof command, "TZ=%s date -f %s +%%s", where[z], path);
		seconds = popen(command, "r");
		assert_non_null(texts);
		assert_non_null(seconds);
		while (fgets(line, sizeof line, texts)) {
			double ts;

			line[strcspn(line, "\n")] = '\0';
			ts = parse_in(line, &zone, WHEN_ORDER_NONE);
			assert_non_null(fgets(line, sizeof line, seconds));
			assert_true(ts == strtod(line, NULL));
			n++;
		}
		assert_int_equal(n, 300);
		fclose(texts);
		assert_int_equal(pclose(seconds), 0);
	}
	unlink(path);
}

static void durations(void **state)
{
	double s;

	(void)state;
	assert_true(when_duration("90", &s) && s == 90);
	assert_true(when_duration("90s", &s) && s == 90);
	assert_true(when_duration("30m", &s) && s == 1800);
	assert_true(when_duration("1h", &s) && s == 3600);
	assert_true(when_duration("1.5h", &s) && s == 5400);
	assert_true(when_duration("2d", &s) && s == 172800);
	assert_true(when_duration("0", &s) && s == 0);
	assert_false(when_duration("", &s));
	assert_false(when_duration("-5", &s));
	assert_false(when_duration("5x", &s));
	assert_false(when_duration("h", &s));
	assert_false(when_duration("5ft", &s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(iso), cmocka_unit_test(orders), cmocka_unit_test(had_zone), cmocka_unit_test(zones),
		cmocka_unit_test(named_zones), cmocka_unit_test(a_year_of_hours), cmocka_unit_test(wits),
		cmocka_unit_test(out_and_back), cmocka_unit_test(as_date_has_them), cmocka_unit_test(durations),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
