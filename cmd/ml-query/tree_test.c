/* tree_test.c - a store by its names: what is a report, the order, limits, what is passed over, damage. */
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

#include "tree.h"
#include "scratch.h"

static char top[] = "/tmp/tree_test.XXXXXX";
static const struct tree_want all = { .since = NAN, .until = NAN };

/* A file below top, its folders made. */
static void put(const char *path, const char *bytes)
{
	char full[512];
	int fd;

	snprintf(full, sizeof full, "%s/%s", top, path);
	for (char *s = full + strlen(top) + 1; (s = strchr(s, '/')); *s++ = '/') {
		*s = '\0';
		assert_true(mkdir(full, 0777) == 0 || errno == EEXIST);
	}
	fd = open(full, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	assert_true(fd >= 0 && write(fd, bytes, strlen(bytes)) == (ssize_t)strlen(bytes) && close(fd) == 0);
}

#define GOOD "{\"timestamp\":1,\"result\":{}}\n"

static void stamps(void **state)
{
	static const struct { const char *name; double end, length; } good[] = {
		{ "19700101T000000Z.json", 0, NAN }, { "20090703T180000Z.json", 1246644000, NAN },
		{ "20240229T235959Z.json", 1709251199, NAN }, { "20090703T180000Z-300s.json", 1246644000, 300 },
		{ "20090703T180000Z-0.5s.json", 1246644000, 0.5 }, { "00010101T000000Z.json", -62135596800, NAN },
	};
	static const char *const bad[] = {
		"", "2009", "20090703T180000Z", "20090703T180000Z.jso", "20090703T180000Z.json~", "20091303T180000Z.json",
		"20090732T180000Z.json", "20090703T240000Z.json", "20090703 180000Z.json", "20090703T180000.json",
		"20090703T180000Z-.json", "20090703T180000Z-s.json", "20090703T180000Z-0x10s.json", "20090703T180000Z-1e999s.json",
		"20090703T180000Z--5s.json", "20090703T180000Z-infs.json", ".20090703T180000Z.json.7.0",
	};
	double end, length;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(tree_stamp(good[i].name, &end, &length));
		assert_true(end == good[i].end);
		assert_true(isnan(good[i].length) ? isnan(length) : length == good[i].length);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (tree_stamp(bad[i], &end, &length))
			fail_msg("'%s' is taken for a report", bad[i]);
}

static void keys(void **state)
{
	static const char *const bad[] = {
		"", "/", "///", "F/W/production", "F/W/drilling/20090703T180000Z.json", "F/../production/20090703T180000Z.json",
		"../W/production/20090703T180000Z.json", "/F/W/production/20090703T180000Z.json",
		"F/W/production/20090703T180000Z.json/x", "F/a b/production/20090703T180000Z.json", "F//production/20090703T180000Z.json",
		".runs/F/production/20090703T180000Z.json", "F/W/production/../../20090703T180000Z.json",
		"F/%41/production/20090703T180000Z.json", "F/%00/production/20090703T180000Z.json",
	};

	(void)state;
	assert_true(tree_is_key("F/15%2F9-F-9%20A/plug_abandonment/20090703T180000Z-300s.json"));
	assert_true(tree_is_key("%2E./W/idle/20090703T180000Z.json"));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (tree_is_key(bad[i]))
			fail_msg("'%s' is taken for a key", bad[i]);
}

static void opening(void **state)
{
	char why[TREE_WHY], path[512];

	(void)state;
	snprintf(path, sizeof path, "%s/absent", top);
	assert_null(tree_open(path, why));
	assert_int_equal(errno, ENOENT);
	put("file", "x");
	snprintf(path, sizeof path, "%s/file", top);
	assert_null(tree_open(path, why));
	assert_int_equal(errno, ENOTDIR);
	assert_non_null(strstr(why, "not a folder"));
	unlink(path);
}

static const struct tree_entry *list(struct tree *tree, const struct tree_want *want, ssize_t n)
{
	const struct tree_entry *entries = NULL;
	char why[TREE_WHY] = "";
	ssize_t found = tree_list(tree, want, &entries, why);

	if (found != n)
		fail_msg("%zd reports, not %zd: %s", found, n, why);
	return entries;
}

static void order(void **state)
{
	char why[TREE_WHY], link[512], to[512];
	struct tree *tree;
	struct tree_want want = all;
	const struct tree_entry *e;

	(void)state;
	put("F/A%201/production/20200101T010000Z.json", GOOD);
	put("F/A%201/production/20200101T030000Z.json", GOOD);
	put("F/A%201/production/.20200101T040000Z.json.7.0", "half");
	put("F/A%201/production/notes.txt", "x");
	put("F/A%201/idle/20200101T020000Z.json", GOOD);
	put("F/B/production/20200101T030000Z.json", GOOD);
	put("F/B/production/20200101T030000Z-300s.json", GOOD);
	put("G/A%201/production/20200101T050000Z.json", GOOD);
	put(".runs/F/B/production/20200101T060000Z.json", GOOD);
	put("F/a b/production/20200101T070000Z.json", GOOD);            /* no name that ml-report writes */
	put("F/B/drilling/20200101T070000Z.json", GOOD);
	put("F/stray.json", GOOD);
	snprintf(to, sizeof to, "%s/G", top);
	snprintf(link, sizeof link, "%s/H", top);
	assert_int_equal(symlink(to, link), 0);
	assert_non_null(tree = tree_open(top, why));
	e = list(tree, &all, 6);
	assert_string_equal(e[0].key, "G/A%201/production/20200101T050000Z.json");
	assert_string_equal(e[0].well, "A 1");
	assert_string_equal(e[1].key, "F/A%201/production/20200101T030000Z.json");
	assert_string_equal(e[2].key, "F/B/production/20200101T030000Z-300s.json");
	assert_true(e[2].length == 300 && isnan(e[3].length));
	assert_string_equal(e[3].key, "F/B/production/20200101T030000Z.json");
	assert_string_equal(e[4].campaign, "idle");
	want.well = "A 1";
	list(tree, &want, 4);
	want.field = "F";
	list(tree, &want, 3);
	want.campaign = "production";
	want.limit = 1;
	e = list(tree, &want, 1);
	assert_string_equal(e[0].key, "F/A%201/production/20200101T030000Z.json");
	want = (struct tree_want){ .since = 1577844000, .until = 1577847600 };          /* 02:00 to 03:00, both in */
	list(tree, &want, 4);
	want = all;
	want.well = "../F/B";
	list(tree, &want, 0);
	want.well = "H";
	list(tree, &want, 0);
	tree_close(tree);
}

static void counts(void **state)
{
	char why[TREE_WHY];
	struct tree *tree = tree_open(top, why);
	const struct tree_entry *wells;
	const struct tree_count *c;

	(void)state;
	assert_non_null(tree);
	assert_int_equal(tree_wells(tree, &wells, why), 3);
	assert_string_equal(wells[0].well, "A 1");
	assert_string_equal(wells[1].well, "B");
	assert_string_equal(wells[2].field, "G");
	assert_int_equal(tree_counts(tree, &all, &c, why), 4);
	assert_string_equal(c[1].campaign, "production");
	assert_true(c[1].reports == 2 && c[1].oldest == 1577840400 && c[1].newest == 1577847600);
	tree_close(tree);
}

/* More than are sorted at once: the newest 10 of 5000 must be the same as without a limit. */
static void limits(void **state)
{
	struct tree_want want = { .well = "many", .since = NAN, .until = NAN };
	char why[TREE_WHY], path[128], keep[10][96];
	struct tree *tree;
	const struct tree_entry *e;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		int k = i * 2003 % 5000;        /* 2003 and 5000 have no common divisor: each k once */
		snprintf(path, sizeof path, "M/many/%s/20200101T%02d%02d%02dZ.json", i & 1 ? "production" : "idle", k / 3600,
			k / 60 % 60, k % 60);
		put(path, GOOD);
	}
	assert_non_null(tree = tree_open(top, why));
	e = list(tree, &want, 5000);
	for (int i = 0; i < 4999; i++)
		assert_true(e[i].end > e[i + 1].end);
	for (int i = 0; i < 10; i++)
		snprintf(keep[i], sizeof keep[i], "%s", e[i].key);
	want.limit = 10;
	e = list(tree, &want, 10);
	for (int i = 0; i < 10; i++)
		assert_string_equal(e[i].key, keep[i]);
	tree_close(tree);
}

static void loading(void **state)
{
	static const char *const damaged[] = {
		"", "{", "[]", "null", "{}", "{\"timestamp\":1}", "{\"timestamp\":\"1\",\"result\":{}}", "{\"timestamp\":1,\"result\":[]}",
		GOOD "x", "{\"timestamp\":1,\"result\":{},\"result\":{}}", "\xff\xfe",
	};
	char why[TREE_WHY], *raw, link[512];
	struct tree *tree = tree_open(top, why);
	json_t *report;
	size_t len;

	(void)state;
	assert_non_null(tree);
	report = tree_load(tree, "F/B/production/20200101T030000Z.json", &raw, &len, why);
	assert_non_null(report);
	assert_true(len == strlen(GOOD));
	assert_memory_equal(raw, GOOD, len);
	free(raw);
	json_decref(report);
	for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
		put("F/B/production/20200102T000000Z.json", damaged[i]);
		assert_null(tree_load(tree, "F/B/production/20200102T000000Z.json", NULL, NULL, why));
		assert_int_equal(errno, EBADMSG);
		assert_non_null(strstr(why, "20200102T000000Z.json"));
	}
	assert_null(tree_load(tree, "F/B/production/20200103T000000Z.json", NULL, NULL, why));
	assert_int_equal(errno, ENOENT);
	assert_null(tree_load(tree, "N/B/production/20200103T000000Z.json", NULL, NULL, why));
	assert_int_equal(errno, ENOENT);
	assert_null(tree_load(tree, "../etc/passwd", NULL, NULL, why));
	assert_int_equal(errno, EINVAL);
	snprintf(link, sizeof link, "%s/F/B/production/20200104T000000Z.json", top);
	assert_int_equal(symlink("20200101T030000Z.json", link), 0);
	assert_null(tree_load(tree, "F/B/production/20200104T000000Z.json", NULL, NULL, why));
	assert_int_not_equal(errno, ENOENT);
	tree_close(tree);
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
		cmocka_unit_test(stamps), cmocka_unit_test(keys), cmocka_unit_test(opening), cmocka_unit_test(order),
		cmocka_unit_test(counts), cmocka_unit_test(limits), cmocka_unit_test(loading),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_top, remove_top);
}
