/* formats_test.c - which format an input is, from its first bytes, whole and piece by piece. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "formats.h"

static const struct { const char *begun; const struct log_format *format; } table[] = {
	{ "<?xml version=\"1.0\"?><logs/>", &witsmllog },
	{ "\xef\xbb\xbf\r\n <logs version=\"1.4.1.1\">", &witsmllog },
	{ "<log uid='1'>", &witsmllog },
	{ "<!-- export --><logs>", &witsmllog },
	{ "<WITSML:logs>", &witsmllog },
	{ "\xff\xfe<", &witsmllog },
	{ "~Version information\n", &laslog },
	{ "# a comment\n\n~V\n", &laslog },
	{ "Time,WOB (klbf)\n", &csvlog },
	{ "< SPARE 1 >,Time\n", &csvlog },
	{ "# a comment\n# <logs>\nts,wob_klbf\n", &csvlog },
	{ "\n\n1,2,3\n", &csvlog },
	{ "\xef\xbb\xbfts,rpm\n", &csvlog },
	{ "\xef\xbb", &csvlog },
	{ "", &csvlog },
	{ "<", &csvlog },
	{ "   \n", &csvlog },
};

static void by_first_bytes(void **state)
{
	(void)state;
	for (size_t k = 0; k < sizeof table / sizeof *table; k++)
		assert_ptr_equal(formats_find(table[k].begun, strlen(table[k].begun), true), table[k].format);
}

/* However few bytes there are, an answer is the right one, or that more are needed. */
static void piece_by_piece(void **state)
{
	(void)state;
	for (size_t k = 0; k < sizeof table / sizeof *table; k++)
		for (size_t n = 0; n <= strlen(table[k].begun); n++) {
			const struct log_format *f = formats_find(table[k].begun, n, false);

			assert_true(f == NULL || f == table[k].format);
		}
	assert_ptr_equal(formats_find("t", 1, false), &csvlog);
	assert_null(formats_find("", 0, false));
	assert_null(formats_find("<", 1, false));
}

static void blanks_without_end(void **state)
{
	static char blanks[FORMATS_BEGIN];

	(void)state;
	memset(blanks, ' ', sizeof blanks);
	assert_null(formats_find(blanks, sizeof blanks - 1, false));
	assert_ptr_equal(formats_find(blanks, sizeof blanks, false), &csvlog);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_first_bytes), cmocka_unit_test(piece_by_piece), cmocka_unit_test(blanks_without_end),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
