/* atomic_test.c - a published file is whole, a failed one leaves nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "atomic.h"

static char dir[64], path[96];

static int set_up(void **state)
{
	(void)state;
	snprintf(dir, sizeof dir, "/tmp/atomic_test.XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof path, "%s/file", dir);
	return 0;
}

static int entries(void)
{
	DIR *d = opendir(dir);
	int n = 0;

	if (!d)
		return -1;
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(dir);
}

static void expect_content(const char *want)
{
	size_t len;
	char *s = read_whole(path, 1 << 20, &len);

	assert_non_null(s);
	assert_int_equal(len, strlen(want));
	assert_string_equal(s, want);
	free(s);
}

static void publishes(void **state)
{
	struct atomic a;
	struct stat st;

	(void)state;
	assert_int_equal(atomic_open(&a, path), 0);
	assert_int_equal(write_all(a.fd, "hello\n", 6), 0);
	assert_int_equal(access(path, F_OK), -1);               /* absent until it is whole */
	assert_int_equal(atomic_publish(&a, true), 0);
	expect_content("hello\n");
	assert_int_equal(entries(), 1);

	/* exclusive: what is there stays */
	assert_int_equal(atomic_open(&a, path), 0);
	assert_int_equal(write_all(a.fd, "other\n", 6), 0);
	assert_int_equal(atomic_publish(&a, true), -1);
	assert_int_equal(errno, EEXIST);
	expect_content("hello\n");
	assert_int_equal(entries(), 1);

	/* replacing keeps the mode */
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(atomic_open(&a, path), 0);
	assert_int_equal(write_all(a.fd, "new\n", 4), 0);
	assert_int_equal(atomic_publish(&a, false), 0);
	expect_content("new\n");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(entries(), 1);
}

static void discards(void **state)
{
	struct atomic a;

	(void)state;
	assert_int_equal(atomic_open(&a, path), 0);
	assert_int_equal(write_all(a.fd, "x", 1), 0);
	assert_int_equal(entries(), 1);
	atomic_discard(&a);
	assert_int_equal(entries(), 0);
}

/* Two writers of one path do not meet. */
static void two_writers(void **state)
{
	struct atomic a, b;

	(void)state;
	assert_int_equal(atomic_open(&a, path), 0);
	assert_int_equal(atomic_open(&b, path), 0);
	assert_int_equal(write_all(a.fd, "first", 5), 0);
	assert_int_equal(write_all(b.fd, "second", 6), 0);
	assert_int_equal(atomic_publish(&b, false), 0);
	assert_int_equal(atomic_publish(&a, false), 0);
	expect_content("first");
	assert_int_equal(entries(), 1);
}

static void refuses(void **state)
{
	struct atomic a;
	char deep[128];

	(void)state;
	assert_int_equal(atomic_open(&a, dir), -1);
	assert_int_equal(errno, EISDIR);
	snprintf(deep, sizeof deep, "%s/none/file", dir);
	assert_int_equal(atomic_open(&a, deep), -1);
	assert_int_equal(errno, ENOENT);
	snprintf(deep, sizeof deep, "%s/none/", dir);
	assert_int_equal(atomic_open(&a, deep), -1);
	assert_int_equal(entries(), 0);
}

/* A device is written and stays a device; a full one says so. */
static void devices(void **state)
{
	struct atomic a;
	struct stat st;

	(void)state;
	assert_int_equal(atomic_open(&a, "/dev/full"), 0);
	assert_int_equal(write_all(a.fd, "x", 1), -1);
	assert_int_equal(errno, ENOSPC);
	atomic_discard(&a);
	assert_int_equal(stat("/dev/full", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
	assert_int_equal(atomic_open(&a, "/dev/null"), 0);
	assert_int_equal(write_all(a.fd, "x", 1), 0);
	assert_int_equal(atomic_publish(&a, false), 0);
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
}

static void through_a_link(void **state)
{
	struct atomic a;
	struct stat st;
	char link[96];

	(void)state;
	snprintf(link, sizeof link, "%s/link", dir);
	assert_int_equal(atomic_open(&a, path), 0);
	assert_int_equal(atomic_publish(&a, true), 0);
	assert_int_equal(symlink(path, link), 0);
	assert_int_equal(atomic_open(&a, link), 0);
	assert_int_equal(write_all(a.fd, "via", 3), 0);
	assert_int_equal(atomic_publish(&a, false), 0);
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	expect_content("via");
	assert_int_equal(unlink(link), 0);
}

static void reads_whole(void **state)
{
	struct atomic a;
	size_t len;
	char *big = malloc(100000), *s;

	(void)state;
	assert_non_null(big);
	memset(big, 'z', 100000);
	big[5] = '\0';
	assert_int_equal(atomic_open(&a, path), 0);
	assert_int_equal(write_all(a.fd, big, 100000), 0);
	assert_int_equal(atomic_publish(&a, false), 0);
	s = read_whole(path, 100000, &len);
	assert_non_null(s);
	assert_int_equal(len, 100000);
	assert_memory_equal(s, big, 100000);
	assert_int_equal(s[len], 0);
	free(s);
	assert_null(read_whole(path, 99999, &len));
	assert_int_equal(errno, EFBIG);
	assert_null(read_whole(dir, 10, &len));
	assert_int_equal(errno, EISDIR);
	assert_null(read_whole("/nonexistent", 10, &len));
	assert_int_equal(errno, ENOENT);
	free(big);
}

#define WITH_DIR(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_DIR(publishes), WITH_DIR(discards), WITH_DIR(two_writers), WITH_DIR(refuses), WITH_DIR(devices),
		WITH_DIR(through_a_link), WITH_DIR(reads_whole),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
