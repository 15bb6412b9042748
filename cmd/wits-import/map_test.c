/* map_test.c - channel maps: what a line means, and the lines that are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "map.h"

static void expect_map(const char *text, int lines, struct map *map)
{
	struct text why = { 0 };

	if (!map_parse(map, text, strlen(text), &why))
		fail_msg("'%s' is refused: %s", text, text_view(&why));
	assert_int_equal(map->n, lines);
	text_free(&why);
}

static void test_lines(void **state)
{
	struct map map;
	struct map_line *m;

	(void)state;
	expect_map("\xef\xbb\xbf# a note\r\ncolumn,channel,unit\r\n\"WOB, surface\",wob,kkgf\n\n@3,rop_m_h,\nDate,date,\nClock,time\n"
		"T,ts,ms\nU,ts,dmy\nSpare,-,\nW,wob_klbf\n", 8, &map);
	assert_string_equal(map.line[0].column, "WOB, surface");
	assert_int_equal(map.line[0].channel, CH_WOB);
	assert_string_equal(map.line[0].unit->suffix, "kkgf");
	assert_int_equal(map.line[1].at, 3);
	assert_int_equal(map.line[1].channel, CH_ROP);
	assert_string_equal(map.line[1].unit->suffix, "m_h");
	assert_int_equal(map.line[2].kind, SPELL_DATE);
	assert_int_equal(map.line[3].kind, SPELL_CLOCK);
	assert_string_equal(map.line[4].unit->suffix, "ms");
	assert_string_equal(map.line[5].time_format, "dmy");
	assert_true(map.line[6].drop);
	assert_null(map.line[7].unit);
	assert_int_equal(map.highest, 3);

	m = map_find(&map, 2, "anything", 8);
	assert_ptr_equal(m, &map.line[1]);
	m = map_find(&map, 7, " 'WOB;  surface '", 17);
	assert_ptr_equal(m, &map.line[0]);
	assert_null(map_find(&map, 7, "WOB", 3));
	map_free(&map);
}

static void test_exact_before_alike(void **state)
{
	struct map map;

	(void)state;
	expect_map("ROP,rop,ft_h\n'ROP',-\n", 2, &map);
	assert_ptr_equal(map_find(&map, 0, "'ROP'", 5), &map.line[1]);
	assert_ptr_equal(map_find(&map, 0, "ROP ", 4), &map.line[0]);
	map_free(&map);
}

static void test_refused(void **state)
{
	static const struct { const char *text, *why; } wrong[] = {
		{ "", "1: the map is empty" }, { "column,channel,unit\n", "1: the map is empty" }, { "a\n", "1: not column,channel,unit" },
		{ "a,wob,klbf,more\n", "1: not column,channel,unit" }, { "a,wob\n", "1: 'wob' needs a unit: one of klbf lbf" },
		{ "\na,wob,stones\n", "2: 'stones' is not a unit of this channel: there are klbf" }, { "a,wobb,klbf\n", "1: 'wobb' is not a channel" },
		{ "@0,wob,klbf\n", "1: '@0' is not a column" }, { "@1.5,wob,klbf\n", "1: '@1.5' is not a column" },
		{ ",wob,klbf\n", "1: no column" }, { "a,wob_kdan,klbf\n", "1: 'wob_kdan' and the unit 'klbf' do not agree" },
		{ "a,ts,fortnight\n", "1: 'fortnight' is not a form of time" }, { "\"a,wob,klbf\n", "1: the quotes" },
		{ "a,dxc,psi\n", "1: 'psi' is not a unit of this channel: there are none" },
	};

	(void)state;
	for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
		struct text why = { 0 };
		struct map map;

		if (map_parse(&map, wrong[k].text, strlen(wrong[k].text), &why))
			fail_msg("'%s' is taken", wrong[k].text);
		if (strncmp(text_view(&why), wrong[k].why, strlen(wrong[k].why)) != 0)
			fail_msg("'%s' gives '%s', expected '%s'", wrong[k].text, text_view(&why), wrong[k].why);
		text_free(&why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines), cmocka_unit_test(test_exact_before_alike), cmocka_unit_test(test_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
