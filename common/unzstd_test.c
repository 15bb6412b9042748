/* unzstd_test.c - packed data in pieces of any size, cut, damaged; and the lines of a packed input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zstd.h>

#include "lines.h"
#include "text.h"
#include "unzstd.h"

static char plain[400000], packed[500000];
static size_t plain_len, packed_len;

/* Two frames and an empty one between. */
static int pack(void **state)
{
	size_t half;

	(void)state;
	for (int i = 0; plain_len < sizeof plain - 64; i++)
		plain_len += (size_t)snprintf(plain + plain_len, 64, "%d,%d\n", i, i * 7919 % 100003);
	half = plain_len / 3;
	packed_len = ZSTD_compress(packed, sizeof packed, plain, half, 3);
	packed_len += ZSTD_compress(packed + packed_len, sizeof packed - packed_len, plain, 0, 3);
	packed_len += ZSTD_compress(packed + packed_len, sizeof packed - packed_len, plain + half, plain_len - half, 19);
	return 0;
}

/* Feeds `len` packed bytes in pieces: what comes out, in t. False when the data are wrong. */
static bool unpack(struct unzstd *u, const char *s, size_t len, size_t piece, size_t room, struct text *t)
{
	char *out = malloc(room);
	size_t n, free_bytes;
	bool fine = true;

	assert_non_null(out);
	for (size_t at = 0; fine;) {
		fine = unzstd_take(u, out, room, &n);
		if (!fine)
			break;
		text_add(t, out, n);
		if (n > 0)
			continue;
		if (at == len)
			break;
		char *to = unzstd_room(u, &free_bytes);
		n = len - at < piece ? len - at : piece;
		n = n < free_bytes ? n : free_bytes;
		assert_true(n > 0);
		memcpy(to, s + at, n);
		unzstd_fed(u, n);
		at += n;
	}
	free(out);
	return fine;
}

static void pieces(void **state)
{
	static const size_t piece[] = { 1, 2, 7, 1000, 65536, 1 << 20 }, room[] = { 1, 100, 65536, 1 << 20 };

	(void)state;
	for (size_t i = 0; i < 6; i++)
		for (size_t k = 0; k < 4; k++) {
			struct unzstd *u = unzstd_new();
			struct text t = { 0 };

			assert_non_null(u);
			assert_true(unpack(u, packed, packed_len, piece[i], room[k], &t));
			assert_true(unzstd_whole(u));
			assert_true(t.len == plain_len && memcmp(t.s, plain, plain_len) == 0);
			text_free(&t);
			unzstd_free(u);
		}
}

/* However it is cut, what came is a beginning of what it was, and only at the end of a frame it is whole. */
static void cut(void **state)
{
	unsigned whole = 0;

	(void)state;
	for (size_t len = 4; len < packed_len; len += len < 60 || len > packed_len - 60 ? 1 : 997) {
		struct unzstd *u = unzstd_new();
		struct text t = { 0 };

		assert_non_null(u);
		assert_true(unpack(u, packed, len, 65536, 65536, &t));
		whole += unzstd_whole(u);
		assert_true(t.len <= plain_len && (t.len == 0 || memcmp(t.s, plain, t.len) == 0));
		text_free(&t);
		unzstd_free(u);
	}
	assert_int_equal(whole, 0);
}

static void guesses(void **state)
{
	(void)state;
	assert_int_equal(unzstd_is("", 0), UNZSTD_PERHAPS);
	assert_int_equal(unzstd_is("(", 1), UNZSTD_PERHAPS);
	assert_int_equal(unzstd_is("(a", 2), UNZSTD_NO);
	assert_int_equal(unzstd_is("\x28\xb5\x2f", 3), UNZSTD_PERHAPS);
	assert_int_equal(unzstd_is("\x28\xb5\x2f\xfd", 4), UNZSTD_YES);
	assert_int_equal(unzstd_is("\x28\xb5\x2f\xfe", 4), UNZSTD_NO);
	assert_int_equal(unzstd_is("ts,", 3), UNZSTD_NO);
}

static int file_of(const char *bytes, size_t len)
{
	int fd = memfd_create("in", 0);

	assert_true(fd >= 0 && write(fd, bytes, len) == (ssize_t)len && lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

/* The status that ends an input and what its lines were. */
static enum line_status read_lines(const char *bytes, size_t len, bool whole_only, struct text *t)
{
	struct lines lines;
	enum line_status status;

	assert_true(lines_open(&lines, file_of(bytes, len)));
	lines.whole_only = whole_only;
	while ((status = lines_next(&lines)) == LINE_OK) {
		text_add(t, lines.line, lines.len);
		text_put(t, '\n');
	}
	assert_true(status == LINE_PACKED || lines.taken == len);
	lines_close(&lines);
	return status;
}

static void lines_of_packed(void **state)
{
	struct text t = { 0 };

	(void)state;
	assert_int_equal(read_lines(packed, packed_len, false, &t), LINE_END);
	assert_true(t.len == plain_len && memcmp(t.s, plain, plain_len) == 0);
	text_clear(&t);
	assert_int_equal(read_lines(packed, packed_len - 1, false, &t), LINE_CUT);
	assert_true(t.len < plain_len && memcmp(t.s, plain, t.len) == 0);
	text_clear(&t);
	packed[packed_len] = packed[0];
	assert_int_equal(read_lines(packed, packed_len + 1, false, &t), LINE_CUT);      /* another frame begins */
	memcpy(packed + packed_len, "not zstd", 8);
	assert_int_equal(read_lines(packed, packed_len + 8, false, &t), LINE_PACKED);
	text_free(&t);
}

static void last_line(void **state)
{
	static const struct { const char *in, *all, *whole; } t[] = {
		{ "", "", "" }, { "a", "a\n", "" }, { "a\n", "a\n", "a\n" }, { "a\nb", "a\nb\n", "a\n" }, { "(", "(\n", "" },
		{ "\xef\xbb\xbf", "\n", "" }, { "a\n\n", "a\n\n", "a\n\n" }, { "a\r", "a\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		for (int whole = 0; whole < 2; whole++) {
			struct text got = { 0 };

			assert_int_equal(read_lines(t[i].in, strlen(t[i].in), whole, &got), LINE_END);
			assert_string_equal(text_view(&got), whole ? t[i].whole : t[i].all);
			text_free(&got);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces), cmocka_unit_test(cut), cmocka_unit_test(guesses), cmocka_unit_test(lines_of_packed),
		cmocka_unit_test(last_line),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, pack, NULL);
}
