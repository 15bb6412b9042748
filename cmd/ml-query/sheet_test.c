/* sheet_test.c - the page as text and as HTML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "sheet.h"

static struct sheet s;
static struct text out;

static int clear(void **state)
{
	(void)state;
	sheet_free(&s);
	text_free(&out);
	s = (struct sheet){ 0 };
	return 0;
}

static void fill(void)
{
	struct sheet_table *t;
	struct text *row;

	text_str(&s.title, "A\n<b> & 'c'");
	text_str(&s.subtitle, "sub");
	s.notice = "Notice.";
	text_str(sheet_fact(&s, "Fact"), "words");
	t = sheet_table(&s, "Table", "none", 2);
	sheet_column(t, "N", 1);
	sheet_column(t, "Words", 0);
	for (int i = 0; i < 4; i++) {
		row = sheet_row(t);
		if (!row)
			continue;
		text_format(&row[0], "%d", 9 + i);
		text_str(&row[1], i ? "x" : "\xc3\xa6\x1b[2J");
	}
	sheet_table(&s, "Empty", "nothing there", 2);
}

static void as_text(void **state)
{
	(void)state;
	fill();
	sheet_text(&out, &s);
	assert_string_equal(text_view(&out), "A?<b> & 'c'\nsub\n\nFact            words\n\nTable (2 of 4)\n   N  Words\n   9  \xc3\xa6?[2J\n"
		"  10  x\n\nEmpty: nothing there\n\nNotice.\n");
}

static void as_html(void **state)
{
	(void)state;
	fill();
	sheet_html(&out, &s);
	assert_non_null(strstr(text_view(&out), "<h1>A?&lt;b&gt; &amp; &#39;c&#39;</h1>"));
	assert_non_null(strstr(text_view(&out), "<td class=n>10</td><td>x</td>"));
	assert_non_null(strstr(text_view(&out), "nothing there"));
	assert_null(strstr(text_view(&out), "<script"));
	assert_null(strstr(text_view(&out), "http"));
}

/* 100 columns, cut at a letter, not within one. */
static void long_words(void **state)
{
	struct text *fact;
	size_t columns = 0;

	(void)state;
	s.notice = "";
	fact = sheet_fact(&s, "F");
	for (int i = 0; i < 300; i++)
		text_str(fact, "\xc3\xa6");
	fact = sheet_fact(&s, "G");
	for (int i = 0; i < 60; i++)
		text_str(fact, "four ");
	sheet_text(&out, &s);
	for (const char *p = text_view(&out); *p; p++) {
		columns = *p == '\n' ? 0 : columns + (((unsigned char)*p & 0xC0) != 0x80);
		assert_true(columns <= SHEET_WIDTH);
	}
	assert_non_null(strstr(text_view(&out), "\xc3\xa6...\nG "));
	assert_non_null(strstr(text_view(&out), "four\n                four"));
}

/* A long name in a column of words gives way to the numbers after it. */
static void long_cell(void **state)
{
	struct sheet_table *t;
	struct text *row;
	const char *line;

	(void)state;
	s.notice = "";
	t = sheet_table(&s, "T", "", 2);
	sheet_column(t, "Words", 0);
	sheet_column(t, "N", 1);
	row = sheet_row(t);
	for (int i = 0; i < 30; i++)
		text_str(&row[0], "words ");
	text_str(&row[1], "12345");
	sheet_text(&out, &s);
	line = strstr(text_view(&out), "  words");
	assert_non_null(line);
	assert_int_equal(strcspn(line, "\n"), SHEET_WIDTH);
	assert_memory_equal(line + SHEET_WIDTH - 10, "...  12345", 10);
	text_clear(&out);
	sheet_html(&out, &s);
	assert_non_null(strstr(text_view(&out), "words words...</td><td class=n>12345</td>"));
}

int main(void)
{
#define EACH(f) cmocka_unit_test_teardown(f, clear)
	const struct CMUnitTest tests[] = { EACH(as_text), EACH(as_html), EACH(long_words), EACH(long_cell) };

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
