/* spooldays_test.c - names of a spool's files, their order, and whose they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "spooldays.h"
#include "scratch.h"

static char top[] = "/tmp/spooldays_test.XXXXXX";

static void names(void **state)
{
	static const struct { const char *name; int64_t day; int part; bool packed; } good[] = {
		{ "1970-01-01.csv", 0, 1, false }, { "2023-11-15.csv", 19676, 1, false },
		{ "2023-11-15.csv.zst", 19676, 1, true }, { "2023-11-15.2.csv", 19676, 2, false },
		{ "2024-02-29.10.csv.zst", 19782, 10, true }, { "9999-12-31.csv", 2932896, 1, false },
	};
	static const char *const bad[] = {
		"", "2", "2023", "2023-", "2023-11", "2023-11-", "2023-11-1", "2023-11-15", "2023-11-15.", "2023-11-15.cs",
		"2023-11-15.csv ", "2023-11-15.csv.zs", "2023-11-15.csv.zst.1", "2023-11-15.1.csv", "2023-11-15.02.csv",
		"2023-11-15.0.csv", "2023-11-15.99999999999999999999.csv", "2023-11-15..csv", "2023-02-29.csv", "2023-13-01.csv",
		"2023-00-01.csv", "2023-01-00.csv", "1969-12-31.csv", "2023_11_15.csv", ".2023-11-15.csv.zst.7.0", "x2023-11-15.csv",
	};
	struct spoolday d;
	char again[SPOOLDAY_NAME];

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(spoolday_parse(good[i].name, &d));
		assert_true(d.day == good[i].day && d.part == good[i].part && d.packed == good[i].packed && d.plain != d.packed);
		spoolday_name(&d, good[i].packed, again);
		assert_string_equal(again, good[i].name);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (spoolday_parse(bad[i], &d))
			fail_msg("'%s' is taken for a file of a spool", bad[i]);
	assert_int_equal(spoolday_of(1700006399.999), 19675);
	assert_int_equal(spoolday_of(1700006400), 19676);
	assert_true(spoolday_of(-1) == SPOOLDAY_NONE && spoolday_of(NAN) == SPOOLDAY_NONE && spoolday_of(1e300) == SPOOLDAY_NONE);
}

static void touch(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0666);

	assert_true(fd >= 0 && close(fd) == 0);
}

static void order(void **state)
{
	static const char *const made[] = { "2023-11-15.10.csv", "2023-11-15.csv.zst", "2023-11-14.csv.zst", "2023-11-15.2.csv",
		"2023-11-15.csv", "2023-12-01.csv", "notes" };
	static const char *const wanted[] = { "2023-11-14.csv", "2023-11-15.csv", "2023-11-15.2.csv", "2023-11-15.10.csv",
		"2023-12-01.csv" };
	struct spoolday *d;
	char **paths, path[200];
	size_t n;
	int fd = open(top, O_RDONLY | O_DIRECTORY);

	(void)state;
	assert_true(fd >= 0);
	assert_true(spooldays_list(fd, &d, &n) && n == 0 && !d);
	for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
		snprintf(path, sizeof path, "%s/%s", top, made[i]);
		touch(path);
	}
	assert_true(spooldays_list(fd, &d, &n));
	assert_int_equal(n, 5);
	assert_true(!d[0].plain && d[0].packed && d[1].plain && d[1].packed && d[2].plain && !d[2].packed);
	free(d);
	static const struct { double from; size_t skip; } t[] = {
		{ NAN, 0 }, { -5, 0 }, { 0, 0 }, { 1700006399, 0 }, { 1700006400, 1 }, { 1700092799, 1 }, { 1700092800, 4 }, { 2e9, 4 },
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		assert_true(spooldays_paths(top, t[i].from, &paths, &n));
		assert_int_equal(n, 5 - t[i].skip);
		for (size_t k = 0; k < n; k++) {
			assert_string_equal(strrchr(paths[k], '/') + 1, wanted[k + t[i].skip]);
			int day = spoolday_open_path(paths[k]);         /* the packed one where there is no other */
			assert_true(day >= 0 && close(day) == 0);
			free(paths[k]);
		}
		free(paths);
	}
	assert_int_equal(spoolday_open_path("/nowhere/2023-11-14.csv"), -1);
	struct spoolday none = { .day = 1, .part = 1 };
	assert_true(spoolday_open(fd, &none) < 0 && errno == ENOENT);
	assert_int_equal(symlinkat("notes", fd, "1970-01-02.csv"), 0);
	assert_true(spoolday_open(fd, &none) < 0 && errno == ELOOP);
	assert_true(unlinkat(fd, "1970-01-02.csv", 0) == 0 && mkfifoat(fd, "1970-01-02.csv", 0666) == 0);
	assert_true(spoolday_open(fd, &none) < 0 && errno == EINVAL);
	close(fd);
}

static void whose(void **state)
{
	char path[300], field[128], well[128];

	(void)state;
	snprintf(path, sizeof path, "%s/NORTH%%20SEA", top);
	assert_int_equal(mkdir(path, 0777), 0);
	strncat(path, "/15%2F9-F-9%20A", sizeof path - strlen(path) - 1);
	assert_int_equal(mkdir(path, 0777), 0);
	assert_true(spooldays_identity(path, field, sizeof field, well, sizeof well));
	assert_string_equal(field, "NORTH SEA");
	assert_string_equal(well, "15/9-F-9 A");
	strncat(path, "/2023-11-15.csv", sizeof path - strlen(path) - 1);
	*field = '\0';
	assert_true(spooldays_identity(path, field, sizeof field, well, sizeof well));     /* it has just been packed */
	touch(path);
	assert_true(spooldays_identity(path, field, sizeof field, well, sizeof well));
	assert_string_equal(field, "NORTH SEA");
	assert_false(spooldays_identity(path, field, sizeof field, well, 5));
	memcpy(strrchr(path, '/'), "/notes", 7);
	touch(path);
	assert_false(spooldays_identity(path, field, sizeof field, well, sizeof well));
	assert_false(spooldays_identity("/", field, sizeof field, well, sizeof well));
	assert_false(spooldays_identity("/nowhere", field, sizeof field, well, sizeof well));
}

static void components(void **state)
{
	static const char *const bad[] = { "", ".", "..", "a b", "%2", "%", "%2f", "%41", "a%2", "x%00", "a/b", "%2E%2E" };
	static const char *const good[] = { "%2E.", "%2Ex", "a.b", "%25", "15%2F9", "%C3%98st" };
	char to[100], why[FOLDER_WHY];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(folder_decode(bad[i], strlen(bad[i]), to, sizeof to));
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct text again = { 0 };

		assert_true(folder_decode(good[i], strlen(good[i]), to, sizeof to));
		assert_true(folder_encode(&again, "x", to, why));
		assert_string_equal(text_view(&again), good[i]);
		text_free(&again);
	}
}

static int make_top(void **state)
{
	(void)state;
	return mkdtemp(top) ? 0 : -1;
}

static int remove_top(void **state)
{
	(void)state;
	return scratch_remove(top);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names), cmocka_unit_test(order), cmocka_unit_test(whose), cmocka_unit_test(components),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_top, remove_top);
}
