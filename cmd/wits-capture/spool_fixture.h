/* spool_fixture.h - a fresh folder for each test of a spool, and rows to put there. */
#ifndef SPOOL_FIXTURE_H
#define SPOOL_FIXTURE_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "spool.h"

static const char header[] = "ts,hole_depth_ft,rop_ft_h";
static const double day = 1700006400;   /* 2023-11-15T00:00:00Z */
static char top[] = "/tmp/spool_test.XXXXXX", folder[80];
static unsigned spools;

/* sh with $1 what and $2 number. */
static void run_with(const char *command, const char *what, uint64_t number)
{
	char digits[24];
	char *const words[] = { (char[]){ "sh" }, (char[]){ "-c" }, (char *)(uintptr_t)command, (char[]){ "sh" },
		(char *)(uintptr_t)what, digits, NULL };
	pid_t child;
	int status = 0;

	snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
	child = fork();
	if (child == 0) {
		execv("/bin/sh", words);
		_exit(1);
	}
	assert_true(child > 0 && waitpid(child, &status, 0) == child);
	assert_int_equal(status, 0);
}

static void run(const char *command, const char *what)
{
	run_with(command, what, 0);
}

/* A fresh folder for each test. */
static int fresh(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s/%u", top, spools++);
	return mkdir(folder, 0777);
}

static struct spool *begin(double fsync_s, size_t pending, struct spool_past *past)
{
	struct spool_options o = { folder, fsync_s, pending, true };
	struct spool *s = spool_new(&o);
	char why[SPOOL_WHY] = "";

	assert_non_null(s);
	if (!spool_start(s, "NORTH SEA", "15/9-F-9 A", header, strlen(header), past, why))
		fail_msg("%s", why);
	return s;
}

static void end(struct spool *s)
{
	assert_true(spool_sync(s));
	spool_free(s);
}

static size_t line_of(char *to, size_t size, double ts, int k)
{
	return (size_t)snprintf(to, size, "%.10g,%d.5,%d", ts, 9000 + k / 60, 60 + k % 7);
}

static void row(struct spool *s, double ts, int k)
{
	char line[80];

	spool_row(s, ts, line, line_of(line, sizeof line, ts, k));
}

static int make_top(void **state)
{
	(void)state;
	return mkdtemp(top) ? 0 : -1;
}

static int remove_top(void **state)
{
	(void)state;
	run("rm -rf \"$1\"", top);
	return 0;
}

#endif
