/* num_test.c - numbers from text and back: equal to strtod bit for bit, shortest on the way out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "num.h"

static uint64_t seed = 0x2545f4914f6cdd1du;
static uint64_t next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static uint64_t bits(double v)
{
	uint64_t u;

	memcpy(&u, &v, sizeof u);
	return u;
}

static void expect_strtod(const char *s)
{
	double v = NAN, reference = strtod(s, NULL);

	if (!num_parse(s, strlen(s), &v) || bits(v) != bits(reference))
		fail_msg("num_parse(\"%s\") gives %.17g, strtod %.17g", s, v, reference);
}

/* Decimals as loggers write them, and up to and over the borders of the fast path. */
static void test_parse_equals_strtod(void **state)
{
	char s[64];

	(void)state;
	for (int i = 0; i < 3000000; i++) {
		uint64_t r = next_random(), mantissa = r >> (r & 63);
		int decimals = (int)(next_random() % 24), n;
		switch (i & 3) {
		case 0:
			n = snprintf(s, sizeof s, "%s%llu.%0*llu", r & 64 ? "-" : "", (unsigned long long)(mantissa % 100000),
				1 + decimals % 6, (unsigned long long)(next_random() % 1000));
			break;
		case 1:
			n = snprintf(s, sizeof s, "%s%llu", r & 64 ? "-" : "", (unsigned long long)mantissa);
			if (decimals < n - 2) {
				memmove(s + n - decimals + 1, s + n - decimals, (size_t)decimals + 1);
				s[n - decimals] = '.';
				n++;
			}
			break;
		case 2:
			n = snprintf(s, sizeof s, "0.%0*llu%llu", decimals, 0ull, (unsigned long long)mantissa);
			break;
		default:
			n = snprintf(s, sizeof s, "%.*e", decimals % 18, (double)mantissa * 1e-9);
			break;
		}
		assert_in_range(n, 1, sizeof s - 1);
		expect_strtod(s);
	}
}

static void test_parse_borders(void **state)
{
	static const char *const text[] = {
		"0", "-0", "0.0", "-0.000", ".5", "5.", "-.5", "+3", "007", "9007199254740991", "9007199254740992", "9007199254740993",
		"900719925474099.3", "0.9007199254740993", "999999999999999999", "9999999999999999999", "18446744073709551616",
		"184467440737095516170", "0.000000000000000001", "0.0000000000000000000000000000001", "1e308", "-1.7976931348623157e308",
		"4.9e-324", "2.2250738585072014e-308", "1e-400", "1E5", "1e+05", "123456789012345678901234567890.5",
	};

	(void)state;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		expect_strtod(text[i]);
	char longest[600] = "0.";
	memset(longest + 2, '3', sizeof longest - 3);
	longest[sizeof longest - 1] = '\0';
	expect_strtod(longest);
}

static void test_parse_refuses(void **state)
{
	static const char *const text[] = {
		"", " ", ".", "-", "+", "e5", "1e", "1e+", "1.2.3", "1,5", "0x10", "inf", "-inf", "nan", "infinity", "1 2", "12a", "--1", "+-1",
		"1e999", "-1e999", "\302\2405", "1_000", "1d5",
	};
	double v;

	(void)state;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		if (num_parse(text[i], strlen(text[i]), &v))
			fail_msg("num_parse(\"%s\") is not refused", text[i]);
	assert_false(num_parse("1\0002", 3, &v));
	assert_true(num_parse("12345", 2, &v));         /* only the length counts */
	assert_true(v == 12);
	assert_true(num_parse(" \t-7.25 ", 8, &v));
	assert_true(v == -7.25);
}

static void expect_round_trip(double v)
{
	char s[NUM_LEN];
	size_t len = num_format(v, s);
	double back;

	assert_int_equal(len, strlen(s));
	if (!num_parse(s, len, &back) || back != v)
		fail_msg("%.17g is written %s", v, s);
	if (!num_is_json(s, len))
		fail_msg("%.17g is written %s, which is not JSON", v, s);
}

/* Significant digits of a decimal text: without sign, point, exponent, leading and trailing zeros. */
static int significant(const char *s)
{
	int n = 0, last = 0;

	for (; *s && *s != 'e'; s++)
		if (*s >= '0' && *s <= '9' && (n > 0 || *s != '0')) {
			n++;
			if (*s != '0')
				last = n;
		}
	return last;
}

static void expect_shortest(double v)
{
	char s[NUM_LEN], best[NUM_LEN];
	int digits = 1;

	num_format(v, s);
	for (; digits < 17; digits++) {
		snprintf(best, sizeof best, "%.*e", digits - 1, v);
		if (strtod(best, NULL) == v)
			break;
	}
	if (significant(s) > digits)
		fail_msg("%.17g is written %s, %d digits would do", v, s, digits);
}

static void test_format_round_trip(void **state)
{
	(void)state;
	for (int i = 0; i < 1000000; i++) {
		uint64_t r = next_random();
		double v;
		switch (i & 3) {
		case 0:                         /* any double at all */
			memcpy(&v, &r, sizeof v);
			if (!isfinite(v))
				continue;
			break;
		case 1:                         /* as sensors give them */
			v = (double)(r % 10000000) / pow(10, (double)(r >> 40 & 7));
			break;
		case 2:                         /* computed ones */
			v = (double)(int64_t)r * 0x1p-63 * pow(10, (double)(next_random() % 12) - 3);
			break;
		default:
			v = (double)(int64_t)(r >> (r & 31));
			break;
		}
		expect_round_trip(v);
		if (i % 16 < 4)
			expect_shortest(v);
	}
}

static void expect_format(double v, const char *wanted)
{
	char s[NUM_LEN];

	num_format(v, s);
	assert_string_equal(s, wanted);
}

static void test_format(void **state)
{
	char s[NUM_LEN];

	(void)state;
	expect_format(0, "0");
	expect_format(-0.0, "0");
	expect_format(12.5, "12.5");
	expect_format(0.1 + 0.2, "0.30000000000000004");
	expect_format(-0.001, "-0.001");
	expect_format(1767225600, "1767225600");
	expect_format(1767225600.25, "1767225600.25");
	expect_format(999999999999999, "999999999999999");
	expect_format(1e15, "1e+15");
	expect_format(500000, "500000");
	expect_format(1e-5, "0.00001");
	expect_format(5e-324, "5e-324");
	assert_int_equal(num_format(NAN, s), 0);
	assert_string_equal(s, "");
	assert_int_equal(num_format(-HUGE_VAL, s), 0);
}

static void test_fields_and_nulls(void **state)
{
	static const char *const missing[] = { "", "  ", "NaN", "NAN", "-nan", " nan ", "-9999", "-999.25", "-999.250", "-8888.00", "-999",
		"-32768", "-9.999e3" };
	struct nulls nulls;
	double v;

	(void)state;
	nulls_default(&nulls);
	for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
		if (num_field(missing[i], strlen(missing[i]), &nulls, &v) != NUM_MISSING)
			fail_msg("'%s' is not taken as missing", missing[i]);
	assert_int_equal(num_field("-998", 4, &nulls, &v), NUM_VALUE);
	assert_int_equal(num_field("-999.26", 7, &nulls, &v), NUM_VALUE);
	assert_int_equal(num_field("0", 1, &nulls, &v), NUM_VALUE);
	assert_int_equal(num_field("inf", 3, &nulls, &v), NUM_TEXT);
	assert_int_equal(num_field("n/a", 3, &nulls, &v), NUM_TEXT);
	assert_int_equal(num_field("nano", 4, &nulls, &v), NUM_TEXT);

	assert_true(nulls_parse(&nulls, "0,-1e3"));
	assert_int_equal(nulls.n, 2);
	assert_int_equal(num_field("-1000", 5, &nulls, &v), NUM_MISSING);
	assert_int_equal(num_field("-9999", 5, &nulls, &v), NUM_VALUE);
	assert_true(nulls_parse(&nulls, "none"));
	assert_int_equal(num_field("-9999", 5, &nulls, &v), NUM_VALUE);
	assert_false(nulls_parse(&nulls, ""));
	assert_false(nulls_parse(&nulls, "1,,2"));
	assert_false(nulls_parse(&nulls, "1,x"));
	assert_false(nulls_parse(&nulls, "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17"));
}

static void test_json_grammar(void **state)
{
	static const char *const yes[] = { "0", "-0", "10", "-1.5", "1e5", "1E-5", "0.0", "1.5e+10" };
	static const char *const no[] = { "", "-", "+1", "01", ".5", "5.", "1e", "1e+", "0x1", "NaN", "1 ", " 1", "-.5", "1.e5" };

	(void)state;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_true(num_is_json(yes[i], strlen(yes[i])));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (num_is_json(no[i], strlen(no[i])))
			fail_msg("'%s' is taken for a JSON number", no[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse_equals_strtod), cmocka_unit_test(test_parse_borders),
		cmocka_unit_test(test_parse_refuses), cmocka_unit_test(test_format_round_trip), cmocka_unit_test(test_format),
		cmocka_unit_test(test_fields_and_nulls), cmocka_unit_test(test_json_grammar),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
