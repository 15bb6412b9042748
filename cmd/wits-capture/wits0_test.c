/*
 * wits0_test.c - frames from whole and damaged bytes, in one piece and byte by byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text.h"
#include "wits0.h"

static struct wits0 decoder;

/* The frames as "116=22.5,118=3;" and so on. */
static void decode(const char *s, size_t len, size_t piece, struct text *frames)
{
	text_clear(frames);
	wits0_init(&decoder);
	while (len > 0) {
		size_t room, n;
		char *to = wits0_room(&decoder, &room);

		n = len < piece ? len : piece;
		if (n > room)
			n = room;
		memcpy(to, s, n);
		wits0_fed(&decoder, n);
		while (wits0_next(&decoder)) {
			for (int i = 0; i < decoder.n; i++)
				text_format(frames, "%s%d=%.*s", i ? "," : "", decoder.item[i].number, (int)decoder.item[i].len,
					wits0_text(&decoder, &decoder.item[i]));
			text_put(frames, ';');
		}
		s += n;
		len -= n;
	}
	wits0_finish(&decoder);
}

static void expect(const char *s, size_t len, const char *frames, const char *counts)
{
	struct text got = { 0 }, counted = { 0 };

	for (size_t piece = 1; piece <= len + 1; piece += piece < 8 ? 1 : len) {
		decode(s, len, piece, &got);
		assert_string_equal(text_view(&got), frames);
		text_clear(&counted);
		for (int k = WITS0_FRAMES + 1; k < WITS0_COUNTS; k++)
			if (decoder.count[k])
				text_format(&counted, "%s%s %d", counted.len ? ", " : "", wits0_count_names[k], (int)decoder.count[k]);
		assert_string_equal(text_view(&counted), counts);
	}
	text_free(&got);
	text_free(&counted);
}
#define EXPECT(s, frames, counts) expect(s, sizeof s - 1, frames, counts)

static void whole_frames(void **state)
{
	(void)state;
	EXPECT("&&\r\n0101A-1\r\n01161.5\r\n!!\r\n&&\r\n0116-2\r\n!!\r\n", "101=A-1,116=1.5;116=-2;", "");
	EXPECT("&&\n01161\n!!\n", "116=1;", "");
	EXPECT("&&\r01161\r!!\r&&\r01162\r!!\r", "116=1;116=2;", "");
	EXPECT("\r\n\r\n&&  \r\n 0116  1.5 \t\r\n\r\n!! \r\n\n", "116=1.5;", "");
	EXPECT("&&\r\n!!\r\n", ";", "");
	EXPECT("&&\r\n1984PASON/EDR\r\n01161\r\n1985\r\n!!\r\n", "1984=PASON/EDR,116=1,1985=;", "");
	EXPECT("", "", "");
}

static void frame_needs_no_line_end(void **state)
{
	struct text got = { 0 };

	(void)state;
	decode("&&\r\n01161\r\n!!", 14, 99, &got);
	assert_string_equal(text_view(&got), "116=1;");
	text_free(&got);
	EXPECT("&&\r\n01161\r\n!!&&\r\n01162\r\n!!", "116=1;116=2;", "joined 1");
}

static void lost_marks(void **state)
{
	(void)state;
	/* the line before a lost end may be cut: it goes, once the sender is known to write `!!` */
	EXPECT("&&\n01161\n!!\n&&\n01162\n01183\n&&\n01164\n!!\n", "116=1;116=2;116=4;", "no_end 1, stray 1");
	EXPECT("&&\n01161\n01182\n&&\n01163\n01184\n&&\n", "116=1,118=2;116=3,118=4;", "no_end 2, cut 1");
	/* likewise the line behind a lost begin */
	EXPECT("&&\n01161\n!!\n01082\n01163\n!!\n", "116=1;116=3;", "no_begin 1, stray 1");
	EXPECT("01161\n!!\n01082\n01163\n!!\n", "108=2,116=3;", "no_begin 1, stray 1");
	/* the input starts and ends inside a frame */
	EXPECT("26.5\n01161\n!!\n&&\n01162\n!!\n&&\n01163\n011", "116=2;", "stray 1, cut 1, junk 1");
	EXPECT("01161\n01182\n&&\n01163\n!!\n", "116=3;", "stray 2");
	/* stray items behind a frame belong to none when the next `&&` comes */
	EXPECT("&&\n01161\n!!\n01082\n01183\n&&\n01164\n!!\n", "116=1;116=4;", "stray 2");
}

static void marks_on_other_lines(void **state)
{
	(void)state;
	EXPECT("&&0101A\r\n01161!!\r\n", "101=A,116=1;", "joined 2");
	EXPECT("xx&&\r\n01161\r\n!!\r\n", "116=1;", "junk 1, joined 1");
	EXPECT("\x80\xff\x01&&\r\n01161\r\n!!\r\n", "116=1;", "noise 1, joined 1");
}

static void junk_and_noise(void **state)
{
	(void)state;
	EXPECT("&&\n01161\nhello\n0018\n0100x\n01182\n!!\n", "116=1,118=2;", "junk 3");
	EXPECT("&&\n0116\x81\x32\n0118\0" "1\n01203\n!!\n\xfe\xff\n", "120=3;", "noise 3");
	EXPECT("# log of 3 May\n&&\n# inside\n01161\n!!\n", "116=1;", "comments 2");
	EXPECT("&&\n0101\xc3\x85lg\xc3\xa5rd 1\n!!\n", "101=\xc3\x85lg\xc3\xa5rd 1;", "");
	EXPECT("&&\n0101\xe0\x80\x80\n01161\n!!\n", "116=1;", "noise 1");
	EXPECT("&&\n01161\n01162\n!!\n", "116=1;", "repeated 1");
}

static void limits(void **state)
{
	struct text s = { 0 }, got = { 0 };

	(void)state;
	text_str(&s, "&&\n01161\n0117");
	for (int i = 0; i < 5000; i++)
		text_put(&s, 'x');
	text_str(&s, "\n01182\n!!\n");
	for (int i = 0; i < 300000; i++)
		text_put(&s, 'y');
	text_str(&s, "\n&&\n01163\n!!\n");
	decode(s.s, s.len, 4096, &got);
	assert_string_equal(text_view(&got), "116=1,118=2;116=3;");
	assert_int_equal(decoder.count[WITS0_LONG_LINE], 2);
	assert_int_equal(decoder.count[WITS0_LONG_FRAME], 0);
	text_clear(&s);
	text_str(&s, "&&\n01161\n");
	for (int i = 0; i < 200000; i++)
		text_str(&s, "junk\n");
	text_str(&s, "01182\n!!\n&&\n01163\n!!\n");
	decode(s.s, s.len, 70000, &got);
	assert_string_equal(text_view(&got), "116=3;");
	assert_int_equal(decoder.count[WITS0_LONG_FRAME], 1);
	text_clear(&s);
	text_str(&s, "&&\n");
	for (int i = 101; i < 101 + 12 * 100; i++)
		text_format(&s, "%04d1\n", i);
	text_str(&s, "!!\n&&\n01163\n!!\n");
	decode(s.s, s.len, 100, &got);
	assert_string_equal(text_view(&got), "116=3;");
	assert_int_equal(decoder.count[WITS0_LONG_FRAME], 1);
	text_free(&s);
	text_free(&got);
}

static void many_frames_in_small_memory(void **state)
{
	struct text s = { 0 };
	uint64_t frames = 0;

	(void)state;
	text_str(&s, "&&\r\n0101WELL\r\n01161.5\r\n!!\r\n");
	wits0_init(&decoder);
	for (int i = 0; i < 100000; i++) {
		size_t room;
		char *to = wits0_room(&decoder, &room);

		assert_true(room >= s.len);
		memcpy(to, s.s, s.len);
		wits0_fed(&decoder, s.len);
		while (wits0_next(&decoder)) {
			frames++;
			assert_int_equal(decoder.n, 2);
			assert_int_equal(decoder.frame_line, (frames - 1) * 4 + 1);
		}
	}
	assert_int_equal(frames, 100000);
	text_free(&s);
}

static void binary_is_told(void **state)
{
	struct text s = { 0 }, got = { 0 };

	(void)state;
	for (int i = 0; i < 600; i++)
		text_put(&s, (char)(i * 37));
	decode(s.s, s.len, 100, &got);
	assert_true(wits0_is_binary(&decoder));
	decode("&&\n01161\n!!\n", 12, 100, &got);
	assert_false(wits0_is_binary(&decoder));
	text_free(&s);
	text_free(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_frames), cmocka_unit_test(frame_needs_no_line_end), cmocka_unit_test(lost_marks),
		cmocka_unit_test(marks_on_other_lines), cmocka_unit_test(junk_and_noise), cmocka_unit_test(limits),
		cmocka_unit_test(many_frames_in_small_memory), cmocka_unit_test(binary_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
