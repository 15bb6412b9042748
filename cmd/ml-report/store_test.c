/* store_test.c - keys that stay in the tree, reports that are whole, the last good report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "atomic.h"
#include "folder.h"
#include "json.h"
#include "store.h"
#include "scratch.h"

static void encode(const char *name, const char *expected)
{
	struct text t = { 0 };
	char why[STORE_WHY] = "";

	if (expected) {
		assert_true(folder_encode(&t, "well", name, why));
		assert_string_equal(text_view(&t), expected);
	} else {
		assert_false(folder_encode(&t, "well", name, why));
		assert_int_not_equal(*why, '\0');
	}
	text_free(&t);
}

static void names(void **state)
{
	char just[FOLDER_NAME_MAX + 2];

	(void)state;
	encode("WELL-001_a.b", "WELL-001_a.b");
	encode("15/9-F-9 A", "15%2F9-F-9%20A");
	encode("../../etc/x", "%2E.%2F..%2Fetc%2Fx");
	encode(".", "%2E");
	encode("..", "%2E.");
	encode(".hidden", "%2Ehidden");
	encode("%2E", "%252E");
	encode("a\nb\x7f", "a%0Ab%7F");
	encode("\xc3\x98st", "%C3%98st");
	encode("-rf", "-rf");
	encode("", NULL);
	memset(just, 'w', sizeof just);
	just[FOLDER_NAME_MAX + 1] = '\0';
	encode(just, NULL);
	just[FOLDER_NAME_MAX] = '\0';
	encode(just, just);
	just[0] = '/';                          /* three bytes instead of one */
	encode(just, NULL);
}

static void key(double end, double length, const char *expected)
{
	struct text t = { 0 };
	struct identity who;
	char why[STORE_WHY] = "";

	identity_default(&who);
	assert_true(store_key(&t, &who, end, length, 3600, why));
	assert_string_equal(text_view(&t), expected);
	text_free(&t);
}

static void keys(void **state)
{
	(void)state;
	key(1246644000, 3600, "DEFAULT/WELL-001/production/20090703T180000Z.json");
	key(1246644000, 300, "DEFAULT/WELL-001/production/20090703T180000Z-300s.json");
	key(1246644000.5, 100.25, "DEFAULT/WELL-001/production/20090703T180000Z-100.25s.json");
	key(1246644000, 3600 + 1e-9, "DEFAULT/WELL-001/production/20090703T180000Z.json");
}

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	strncpy(folder, "/tmp/store_test.XXXXXX", sizeof folder - 1);
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static const char good[] = "f/w/production/20090703T180000Z.json";

static char *content(const char *path)
{
	size_t len;

	return read_whole(path, 1000000, &len);
}

static void put(struct store *s, const char *name, const char *report, bool replace, enum store_status expected)
{
	char why[STORE_WHY] = "";

	assert_int_equal(store_put(s, name, report, strlen(report), replace, why), expected);
}

static void same_other_replaced(void **state)
{
	char why[STORE_WHY] = "", *text;
	struct store *s = store_open("a", why);

	(void)state;
	assert_non_null(s);
	put(s, good, "one\n", false, STORE_NEW);
	put(s, good, "one\n", false, STORE_SAME);
	put(s, good, "one\n", true, STORE_SAME);
	put(s, good, "two\n", false, STORE_TAKEN);
	text = content("a/f/w/production/20090703T180000Z.json");
	assert_string_equal(text, "one\n");
	free(text);
	put(s, good, "two\n", true, STORE_REPLACED);
	text = content("a/f/w/production/20090703T180000Z.json");
	assert_string_equal(text, "two\n");
	free(text);
	put(s, "f/v/production/20090703T180000Z.json", "three\n", false, STORE_NEW);    /* another folder */
	store_close(s);
}

static void hostile_trees(void **state)
{
	char why[STORE_WHY] = "";
	struct store *s;
	struct stat st;

	(void)state;
	assert_int_equal(mkdir("elsewhere", 0777), 0);
	assert_int_equal(mkdir("b", 0777), 0);
	assert_int_equal(symlink("../elsewhere", "b/f"), 0);
	s = store_open("b", why);
	assert_non_null(s);
	assert_int_equal(store_put(s, good, "x", 1, true, why), STORE_FAILED);
	assert_non_null(strstr(why, "a file or a symbolic link stands where a folder belongs"));
	assert_int_not_equal(stat("elsewhere/w", &st), 0);
	assert_int_equal(unlink("b/f"), 0);
	put(s, good, "x", false, STORE_NEW);
	assert_int_equal(unlink("b/f/w/production/20090703T180000Z.json"), 0);
	assert_int_equal(symlink("../../../../elsewhere/victim", "b/f/w/production/20090703T180000Z.json"), 0);
	assert_int_equal(store_put(s, good, "x", 1, true, why), STORE_FAILED);
	assert_int_not_equal(stat("elsewhere/victim", &st), 0);
	store_close(s);
	assert_null(store_open("elsewhere/victim/deep", why));
	assert_int_equal(symlink("nowhere", "c"), 0);
	assert_null(store_open("c", why));
}

static void last_good(void **state)
{
	static const char report[] = "{\"timestamp\":%s,\"formation_type\":\"Soft Shale\",\"result\":{\"status\":\"%s\"}}\n";
	static const struct { const char *stamp, *seconds, *status; } stored[] = {
		{ "20090703T160000Z", "1246636800", "success" }, { "20090703T170000Z", "1246640400", "success" },
		{ "20090703T180000Z", "1246644000", "failure" }, { "20090703T190000Z", "1246647600", "success" },
	};
	struct text name = { 0 }, body = { 0 }, found = { 0 };
	char why[STORE_WHY] = "";
	struct store *s = store_open("d", why);
	json_t *last;

	(void)state;
	assert_null(store_last_good(s, good, &(struct store_like){ "Soft Shale", NAN, 1246644000 }, &found, why));
	assert_string_equal(why, "");
	for (size_t i = 0; i < sizeof stored / sizeof *stored; i++) {
		text_clear(&name);
		text_clear(&body);
		text_format(&name, "f/w/production/%s.json", stored[i].stamp);
		text_format(&body, report, stored[i].seconds, stored[i].status);
		put(s, name.s, body.s, false, STORE_NEW);
	}
	put(s, "f/w/production/20090703T173000Z.json", "torn{", false, STORE_NEW);
	last = store_last_good(s, good, &(struct store_like){ "Soft Shale", NAN, 1246644000 }, &found, why);
	assert_true(json_get_number(last, "timestamp") == 1246640400);
	assert_string_equal(text_view(&found), "f/w/production/20090703T170000Z.json");
	json_decref(last);
	assert_null(store_last_good(s, good, &(struct store_like){ "Hard Sandstone", NAN, 1246644000 }, &found, why));
	assert_null(store_last_good(s, good, &(struct store_like){ "Soft Shale", NAN, 1246636799 }, &found, why));
	text_clear(&found);
	put(s, "f/w/production/20090703T150000Z.json", "{\"timestamp\":1246633200,\"formation_type\":\"Hard Sandstone\","
		"\"depth_range\":[8100,8150],\"result\":{\"status\":\"success\"}}\n", false, STORE_NEW);
	last = store_last_good(s, good, &(struct store_like){ NULL, 8179, 1246644000 }, &found, why);
	assert_string_equal(text_view(&found), "f/w/production/20090703T150000Z.json");
	json_decref(last);
	assert_null(store_last_good(s, good, &(struct store_like){ NULL, 8181, 1246644000 }, &found, why));
	assert_null(store_last_good(s, good, &(struct store_like){ NULL, 8069, 1246644000 }, &found, why));
	text_free(&name);
	text_free(&body);
	text_free(&found);
	store_close(s);
}

static void no_such_place(void **state)
{
	char why[STORE_WHY] = "";
	struct atomic file;

	(void)state;
	assert_int_equal(atomic_open(&file, "file"), 0);
	assert_int_equal(atomic_publish(&file, true), 0);
	assert_null(store_open("file", why));
	assert_string_equal(why, "file: not a folder; --store wants one for reports");
}

/* Removes what the tests made; every path in it is ours. */
static int remove_folder(void **state)
{
	(void)state;
	return scratch_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names), cmocka_unit_test(keys), cmocka_unit_test(same_other_replaced),
		cmocka_unit_test(hostile_trees), cmocka_unit_test(last_good), cmocka_unit_test(no_such_place),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
