/*
 * tops_test.c - the tops file: ft and m, quotes and comments, and what is wrong with it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>

#include "oracle.h"
#include "tops.h"

static char path[] = "/tmp/tops_test.XXXXXX";
static struct tops tops;
static char why[TOPS_WHY];

static enum tops_status load(const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	return tops_load(path, &tops, why);
}

static int begin(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int end(void **state)
{
	(void)state;
	return unlink(path);
}

static void good(void **state)
{
	(void)state;
	assert_int_equal(load("\xEF\xBB\xBF# from the end of well report\nname,depth_m\r\n\"Ty, upper\",1000\r\n\r\nEkofisk,1524\n"),
		TOPS_LOADED);
	assert_int_equal(tops.n, 2);
	assert_string_equal(tops.item[0].name, "Ty, upper");
	oracle_close(tops.item[0].depth, 1000 / 0.3048, 1e-15, 0);
	oracle_close(tops.item[1].depth, 5000, 1e-15, 0);
	tops_free(&tops);
	assert_int_equal(load("depth_ft,name\n"), TOPS_LOADED);
	assert_int_equal(tops.n, 0);
	tops_free(&tops);
	assert_int_equal(load("depth_ft,name\n12.5,x"), TOPS_LOADED);
	assert_true(tops.n == 1 && tops.item[0].depth >= 12.5);
	tops_free(&tops);
}

static void bad(void **state)
{
	static const struct { const char *text, *says; } cases[] = {
		{ "", "no header" }, { "name\n", "no column 'depth_ft" }, { "depth_ft\n", "no column 'name'" },
		{ "depth_ft,depth_m,name\n", ":1: two columns for the depth" }, { "depth_ft,name,age\n", ":1: 'age' is not a column" },
		{ "depth_ft,name\nten,a\n", ":2: depth_ft: 'ten' is not a depth" },
		{ "depth_ft,name\n10,a\n10,b\n", ":3: depth_ft: not below" }, { "depth_ft,name\n10,\n", ":2: name: empty" },
		{ "depth_ft,name\n10\n", ":2: 1 fields where the header has 2" }, { "depth_m,name\n-9999,a\n", ":2: depth_m: '-9999'" },
		{ "depth_ft,name\n10,\"a\n", ":2: a quoted field is not closed" }, { "depth_ft,name\n10,\xff\n", ":2: name: not UTF-8" },
	};

	(void)state;
	for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
		assert_int_equal(load(cases[k].text), TOPS_WRONG);
		if (!strstr(why, cases[k].says))
			fail_msg("'%s' does not say '%s'", why, cases[k].says);
		assert_int_equal(tops.n, 0);
	}
	assert_int_equal(tops_load("/nonexistent", &tops, why), TOPS_UNREADABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(good), cmocka_unit_test(bad) };

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, begin, end);
}
