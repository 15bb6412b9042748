/*
 * heartbeat_test.c - what is sent and when, and that an echo is taken out in whatever pieces it comes, and nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "heartbeat.h"
#include "text.h"

#define PASON "&&\r\n0111-9999\r\n!!\r\n"

static void expect_wrong(const char *spec, const char *part)
{
	struct heartbeat h;
	char why[HEARTBEAT_WHY];

	if (heartbeat_parse(&h, spec, why) || !strstr(why, part))
		fail_msg("%s: '%s' does not say '%s'", spec, why, part);
}

static void expect_text(const char *spec, const char *text, size_t len, double interval)
{
	struct heartbeat h;
	char why[HEARTBEAT_WHY];

	assert_true(heartbeat_parse(&h, spec, why));
	assert_int_equal(h.len, len);
	assert_memory_equal(h.text, text, len);
	assert_true(h.interval >= interval && h.interval <= interval);
}

static void specs(void **state)
{
	char longest[HEARTBEAT_MAX + 2];

	(void)state;
	expect_text("pason", PASON, sizeof PASON - 1, 25);
	expect_text("pason@10", PASON, sizeof PASON - 1, 10);
	expect_text("&&\\r\\n!!\\r\\n@0.5", "&&\r\n!!\r\n", 8, 0.5);
	expect_text("a\\x40b\\\\\\x00", "a@b\\\0", 5, 25);
	expect_text("pasone", "pasone", 6, 25);
	expect_wrong("", "no text");
	expect_wrong("@5", "no text");
	expect_wrong("x@", "no interval");
	expect_wrong("x@soon", "no interval");
	expect_wrong("x@0", "no interval");
	expect_wrong("x@-5", "no interval");
	expect_wrong("x@nan", "no interval");
	expect_wrong("\\q", "no escape");
	expect_wrong("x\\", "no escape");
	expect_wrong("x\\x4", "no escape");
	expect_wrong("x\\x4@5", "no escape");
	expect_wrong("x\\@5", "no escape");
	memset(longest, 'x', sizeof longest);
	longest[HEARTBEAT_MAX] = '\0';
	expect_text(longest, longest, HEARTBEAT_MAX, 25);
	longest[HEARTBEAT_MAX] = 'x';
	longest[HEARTBEAT_MAX + 1] = '\0';
	expect_wrong(longest, "longer than 1024");
}

static void when_due(void **state)
{
	struct heartbeat h = { 0 };
	char why[HEARTBEAT_WHY], rest[HEARTBEAT_MAX];

	(void)state;
	assert_false(heartbeat_due(&h, 1e9));
	assert_true(heartbeat_parse(&h, "pason", why));
	assert_true(heartbeat_due(&h, 1000));
	heartbeat_sent(&h, 1000);
	assert_false(heartbeat_due(&h, 1024.9));
	assert_true(heartbeat_due(&h, 1025));
	assert_int_equal(h.sent, 1);
	assert_int_equal(heartbeat_rest(&h, rest), 0);
	assert_true(heartbeat_due(&h, 1000));
}

/* Gives the input in pieces of one size to a heartbeat that was sent `sent` times; what is left, and the number of echoes. */
static void strip(struct heartbeat *h, const char *input, size_t len, size_t piece, struct text *out)
{
	char bytes[256 + HEARTBEAT_MAX];

	assert_true(piece <= 256);
	text_clear(out);
	for (size_t i = 0; i < len; i += piece) {
		size_t n = len - i < piece ? len - i : piece;

		memcpy(bytes, input + i, n);
		n = heartbeat_strip(h, bytes, n);
		text_add(out, bytes, n);
	}
	text_add(out, bytes, heartbeat_rest(h, bytes));
}

static void expect(const char *spec, int sent, const char *input, const char *output, unsigned echoes)
{
	struct text out = { 0 };

	for (size_t piece = 1; piece <= strlen(input); piece++) {
		struct heartbeat h;
		char why[HEARTBEAT_WHY];

		assert_true(heartbeat_parse(&h, spec, why));
		for (int k = 0; k < sent; k++)
			heartbeat_sent(&h, k);
		strip(&h, input, strlen(input), piece, &out);
		assert_string_equal(text_view(&out), output);
		assert_int_equal(h.echoes, echoes);
	}
	text_free(&out);
}

static void echoes(void **state)
{
	(void)state;
	expect("pason", 1, PASON, "", 1);
	expect("pason", 1, PASON "&&\r\n01161\r\n!!\r\n", "&&\r\n01161\r\n!!\r\n", 1);
	/* In the middle of a line of data, as a half-duplex line gives it. */
	expect("pason", 1, "&&\r\n0116" PASON "22.4\r\n!!\r\n", "&&\r\n011622.4\r\n!!\r\n", 1);
	expect("pason", 2, PASON "0116" PASON "1", "01161", 2);
	/* No more than were sent. */
	expect("pason", 1, PASON PASON, PASON, 1);
	expect("pason", 0, PASON, PASON, 0);
	/* A line that never echoed owes no more than 3. */
	expect("pason", 9, PASON PASON PASON PASON, PASON, 3);
}

static void data_like_an_echo(void **state)
{
	(void)state;
	expect("pason", 1, "&&\r\n0111-9998\r\n!!\r\n", "&&\r\n0111-9998\r\n!!\r\n", 0);
	expect("pason", 1, "&&\r\n0111-999", "&&\r\n0111-999", 0);
	expect("pason", 1, "&&\r\n0111&&\r\n0111-9999\r\n!!\r\n", "&&\r\n0111", 1);
	expect("pason", 1, "&" PASON, "&", 1);
	/* Begins again inside itself: no byte may be left out of the search. */
	expect("ababac", 1, "abababac.", "ab.", 1);
	expect("aaaa", 1, "aaaaaaa", "aaa", 1);
	expect("aaaa", 2, "aaaaaaa", "aaa", 1);
	expect("aaaab", 1, "aaaaaaab", "aaa", 1);
}

static void too_short_to_tell(void **state)
{
	(void)state;
	/* Were these taken out, two items would become one, or a value another. */
	expect("\\r\\n", 1, "01161\r\n01172\r\n", "01161\r\n01172\r\n", 0);
	expect("1\\r\\n", 1, "01161\r\n01172\r\n", "01161\r\n01172\r\n", 0);
	expect("READ\\r", 1, "READ\r01161\r", "01161\r", 1);
}

/* A line that was lost in the midst of what began like an echo. */
static void lost_line(void **state)
{
	struct heartbeat h;
	char why[HEARTBEAT_WHY], bytes[16 + HEARTBEAT_MAX] = "0116&&\r\n01";

	(void)state;
	assert_true(heartbeat_parse(&h, "pason", why));
	heartbeat_sent(&h, 0);
	assert_int_equal(heartbeat_strip(&h, bytes, 10), 4);
	assert_int_equal(heartbeat_strip(&h, bytes, 0), 0);
	assert_int_equal(heartbeat_rest(&h, bytes), 6);
	assert_memory_equal(bytes, "&&\r\n01", 6);
	memcpy(bytes, "11-9999\r\n!!\r\n", 13);
	assert_int_equal(heartbeat_strip(&h, bytes, 13), 13);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(specs), cmocka_unit_test(when_due), cmocka_unit_test(echoes),
		cmocka_unit_test(data_like_an_echo),
		cmocka_unit_test(too_short_to_tell), cmocka_unit_test(lost_line),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
