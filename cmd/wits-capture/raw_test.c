/*
 * raw_test.c - raw files: any bytes out as they went in, crashes at every byte, rotation, full disks, other programs.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "raw.h"
#include "text.h"

static char folder[64], path[96], why[RAW_WHY];
static const double noon = 1767268800;          /* 2026-01-01T12:00:00Z */

static int fresh(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/raw_test.XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/rig.raw", folder);
	return 0;
}

static int gone(void **state)
{
	char name[160];
	static const char *const ends[] = { "", ".20260101", ".20260101.2", ".20260101.3", ".20260102", ".moved" };

	(void)state;
	for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
		snprintf(name, sizeof name, "%s%s", path, ends[k]);
		unlink(name);
	}
	return rmdir(folder);
}

static const char *beside(const char *end)
{
	static char name[160];

	snprintf(name, sizeof name, "%s%s", path, end);
	return name;
}

/* The chunks of a file as "peer:length:first byte;". */
static void expect_chunks(const char *name, const char *want, uint64_t skipped)
{
	struct raw_reader *r = raw_reader_open(open(name, O_RDONLY));
	struct text got = { 0 };
	struct raw_chunk c;
	int found;

	assert_non_null(r);
	while ((found = raw_reader_next(r, &c)) > 0)
		text_format(&got, "%s:%zu:%02x;", c.peer, c.len, c.len ? (unsigned char)c.bytes[0] : 0);
	assert_string_equal(raw_reader_why(r), "");
	assert_int_equal(found, 0);
	assert_string_equal(text_view(&got), want);
	assert_int_equal(raw_reader_skipped(r), skipped);
	raw_reader_close(r);
	text_free(&got);
}

static void write_file(const char *name, const char *s, size_t len)
{
	FILE *f = fopen(name, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(s, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static off_t size_of(const char *name)
{
	struct stat st;

	return stat(name, &st) == 0 ? st.st_size : -1;
}

static void any_bytes(void **state)
{
	char all[256], big[3000];
	struct raw *r = raw_open(path, 0, why);
	struct raw_reader *reader;
	struct raw_chunk c;

	(void)state;
	for (int k = 0; k < 256; k++)
		all[k] = (char)k;
	memset(big, '\n', sizeof big);
	assert_non_null(r);
	assert_true(raw_put(r, noon + .25, "10.0.0.1:5000", all, 256));
	assert_true(raw_put(r, noon + 1, NULL, "\n@1 - 3\nabc\n", 12));
	assert_true(raw_put(r, noon + 2, "two words", "", 0));
	assert_true(raw_put(r, noon + 3, "", big, sizeof big));
	assert_true(raw_sync(r));
	assert_true(raw_close(r));
	reader = raw_reader_open(open(path, O_RDONLY));
	assert_int_equal(raw_reader_next(reader, &c), 1);
	assert_true(c.arrival == noon + .25);
	assert_string_equal(c.peer, "10.0.0.1:5000");
	assert_int_equal(c.len, 256);
	assert_memory_equal(c.bytes, all, 256);
	assert_int_equal(raw_reader_next(reader, &c), 1);
	assert_memory_equal(c.bytes, "\n@1 - 3\nabc\n", 12);
	assert_int_equal(raw_reader_next(reader, &c), 1);
	assert_memory_equal(c.bytes, big, sizeof big);
	assert_int_equal(raw_reader_next(reader, &c), 0);
	raw_reader_close(reader);
}

/* Cut at every byte of the last chunk: the reader has what was whole, and a new start goes on behind it. */
static void crash_at_every_byte(void **state)
{
	char whole[200];
	int n = snprintf(whole, sizeof whole, "WITSRAW 1\n@%.6f - 3\nabc\n", noon), m;

	(void)state;
	m = n + snprintf(whole + n, sizeof whole - (size_t)n, "@%.6f - 12\n0123\n@5 - 1\n\n", noon + 1);
	for (int cut = 0; cut < m; cut++) {
		struct raw *r;
		bool had = cut >= n;

		write_file(path, whole, (size_t)cut);
		if (cut >= 10)
			expect_chunks(path, had ? "-:3:61;" : "", (uint64_t)(cut - (had ? n : 10)));
		r = raw_open(path, 0, why);
		assert_non_null(r);
		assert_true(raw_put(r, noon + 2, "rig", "new", 3));
		assert_true(raw_close(r));
		expect_chunks(path, had ? "-:3:61;rig:3:6e;" : "rig:3:6e;", 0);
	}
}

static void damage_in_the_middle(void **state)
{
	static const char bytes[] = "WITSRAW 1\n@1 a 3\nabc\n@2 b 9\nabc\n@3 c 1\nx\n@4 d 1\n@\n";

	(void)state;
	write_file(path, bytes, sizeof bytes - 1);
	expect_chunks(path, "a:3:61;c:1:78;d:1:40;", 11);
	write_file(path, "WITSRAW 1\n", 10);
	expect_chunks(path, "", 0);
}

static void foreign_files(void **state)
{
	struct raw_reader *r;
	struct raw_chunk c;

	(void)state;
	write_file(path, "&&\r\n0101X\r\n!!\r\n", 15);
	assert_null(raw_open(path, 0, why));
	assert_non_null(strstr(why, "is no raw file and is left alone; name another file"));
	assert_int_equal(size_of(path), 15);
	r = raw_reader_open(open(path, O_RDONLY));
	assert_int_equal(raw_reader_next(r, &c), -1);
	assert_string_equal(raw_reader_why(r), "no raw file: it does not begin with the line WITSRAW 1");
	raw_reader_close(r);
	assert_null(raw_open("/dev/null", 0, why));
	assert_non_null(strstr(why, "no regular file"));
	assert_null(raw_open("/no/such/folder/x", 0, why));
	assert_non_null(strstr(why, "No such file"));
	assert_true(raw_is("WITSRAW 1\nx", 11));
	assert_false(raw_is("WITSRAW 1", 9));
	assert_false(raw_is("WITSRAW 2\n", 10));
}

static void one_writer(void **state)
{
	struct raw *r = raw_open(path, 0, why);

	(void)state;
	assert_non_null(r);
	assert_null(raw_open(path, 0, why));
	assert_non_null(strstr(why, "another program writes it"));
	assert_true(raw_close(r));
	r = raw_open(path, 0, why);
	assert_non_null(r);
	assert_true(raw_close(r));
}

static void rotates_at_midnight(void **state)
{
	struct raw *r = raw_open(path, 0, why);

	(void)state;
	assert_true(raw_put(r, noon, "-", "one", 3));
	assert_true(raw_put(r, noon + 43199.9, "-", "two", 3));
	assert_true(raw_put(r, noon - 86400, "-", "our clock went back", 19));
	assert_true(raw_put(r, noon + 43200, "-", "next", 4));
	assert_true(raw_close(r));
	expect_chunks(beside(".20260101"), "-:3:6f;-:3:74;-:19:6f;", 0);
	expect_chunks(path, "-:4:6e;", 0);
	/* A start on a later day moves the old day's file away. */
	r = raw_open(path, 0, why);
	assert_true(raw_put(r, noon + 3 * 86400, "-", "later", 5));
	assert_true(raw_close(r));
	expect_chunks(beside(".20260102"), "-:4:6e;", 0);
	expect_chunks(path, "-:5:6c;", 0);
}

static void rotates_by_size(void **state)
{
	struct raw *r = raw_open(path, 250, why);
	char bytes[100];

	(void)state;
	memset(bytes, 'x', sizeof bytes);
	for (int k = 0; k < 4; k++)
		assert_true(raw_put(r, noon + k, "-", bytes, sizeof bytes));
	assert_true(raw_close(r));
	expect_chunks(beside(".20260101"), "-:100:78;", 0);
	expect_chunks(beside(".20260101.2"), "-:100:78;", 0);
	expect_chunks(beside(".20260101.3"), "-:100:78;", 0);
	expect_chunks(path, "-:100:78;", 0);
}

/* A file that may not grow is a full disk: part of the chunk is written, then cut off again. */
static void full_disk(void **state)
{
	struct raw *r = raw_open(path, 0, why);
	struct rlimit limit, was;
	char bytes[1000];
	off_t before;

	(void)state;
	memset(bytes, 'x', sizeof bytes);
	signal(SIGXFSZ, SIG_IGN);
	assert_true(raw_put(r, noon, "-", bytes, sizeof bytes));
	before = size_of(path);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	limit = was;
	limit.rlim_cur = 1500;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_false(raw_put(r, noon, "-", bytes, sizeof bytes));
	assert_non_null(strstr(raw_why(r), "cannot write"));
	assert_int_equal(size_of(path), before);
	assert_true(raw_put(r, noon, "-", bytes, 10));
	assert_false(raw_put(r, noon, "-", bytes, sizeof bytes));
	assert_int_equal(raw_lost(r), 2000);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_true(raw_put(r, noon, "-", bytes, sizeof bytes));
	assert_true(raw_flush(r));
	assert_int_equal(raw_lost(r), 2000);
	assert_true(raw_close(r));
	expect_chunks(path, "-:1000:78;-:10:78;-:1000:78;", 0);
}

static void moved_removed_emptied(void **state)
{
	struct raw *r = raw_open(path, 0, why);
	char moved[160];

	(void)state;
	snprintf(moved, sizeof moved, "%s", beside(".moved"));
	assert_true(raw_put(r, noon, "-", "1", 1));
	assert_true(raw_reopen(r, why));
	assert_int_equal(rename(path, moved), 0);
	assert_true(raw_put(r, noon, "-", "2", 1));
	assert_true(raw_reopen(r, why));
	assert_true(raw_put(r, noon, "-", "3", 1));
	expect_chunks(moved, "-:1:31;-:1:32;", 0);
	expect_chunks(path, "-:1:33;", 0);
	assert_int_equal(unlink(path), 0);
	assert_true(raw_put(r, noon, "-", "4", 1));
	expect_chunks(path, "-:1:34;", 0);
	assert_int_equal(truncate(path, 0), 0);
	assert_true(raw_put(r, noon, "-", "5", 1));
	expect_chunks(path, "-:1:35;", 0);
	assert_null(raw_open(path, 0, why));    /* still locked */
	assert_true(raw_close(r));
}

/* A damaged file is left as it is; new chunks go to a new one. */
static void damage_is_kept_aside(void **state)
{
	static const char bytes[] = "WITSRAW 1\n@1767268800 a 3\nabc\n@0 b 60\n\n@1767268801 c 1\nx\n@2 d";
	struct raw *r;

	(void)state;
	write_file(path, bytes, sizeof bytes - 1);
	r = raw_open(path, 0, why);
	assert_non_null(r);
	assert_true(raw_put(r, noon + 2, "-", "new", 3));
	assert_true(raw_close(r));
	expect_chunks(path, "-:3:6e;", 0);
	expect_chunks(beside(".20260101"), "a:3:61;c:1:78;", 13);
	assert_int_equal(size_of(beside(".20260101")), sizeof bytes - 1);
}

/* More than a chunk of zeros at the end, as after a power cut: kept aside, not cut off. */
static void long_damaged_tail(void **state)
{
	struct raw *r = raw_open(path, 0, why);

	(void)state;
	assert_true(raw_put(r, noon, "-", "1", 1));
	assert_true(raw_close(r));
	assert_int_equal(truncate(path, 3 << 20), 0);
	r = raw_open(path, 0, why);
	assert_non_null(r);
	assert_true(raw_put(r, noon, "-", "2", 1));
	assert_true(raw_close(r));
	expect_chunks(path, "-:1:32;", 0);
	expect_chunks(beside(".20260101"), "-:1:31;", (3 << 20) - 35);
}

static void long_chunks_are_split(void **state)
{
	size_t len = RAW_CHUNK_MAX + 5;
	char *bytes = malloc(len), want[64];
	struct raw *r = raw_open(path, 0, why);

	(void)state;
	assert_non_null(bytes);
	memset(bytes, '@', len);
	assert_true(raw_put(r, noon, "-", bytes, len));
	assert_false(raw_put(r, 0. / 0., "-", "x", 1));
	assert_true(raw_close(r));
	snprintf(want, sizeof want, "-:%d:40;-:5:40;", RAW_CHUNK_MAX);
	expect_chunks(path, want, 0);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh, gone)
		TEST(any_bytes), TEST(crash_at_every_byte), TEST(damage_in_the_middle), TEST(foreign_files), TEST(one_writer),
		TEST(rotates_at_midnight), TEST(rotates_by_size), TEST(full_disk), TEST(moved_removed_emptied),
		TEST(damage_is_kept_aside), TEST(long_damaged_tail), TEST(long_chunks_are_split),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
