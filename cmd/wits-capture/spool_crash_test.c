/* spool_crash_test.c - a spool whose disk is full and whose writer is killed: every row is there once, or counted as lost. */
#include "spool_fixture.h"

#include <math.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

/* ---- a full disk ---- */

/* In a child whose files may have so many bytes: 4000 rows, the limit lifted at row 3000. Rows are there once or counted. */
static void child_of_full(size_t limit, size_t pending, bool second_day)
{
	struct rlimit r;
	struct spool *s = begin(600, pending, NULL);
	double now = 0;
	int k;

	if (getrlimit(RLIMIT_FSIZE, &r) != 0)
		_exit(3);
	r.rlim_cur = limit;
	if (setrlimit(RLIMIT_FSIZE, &r) != 0)
		_exit(3);
	for (k = 0; k < 4000; k++, now += 0.5) {
		double ts = day + k + (second_day && k >= 2000 ? 86400 - 2000 : 0);

		if (k == 3000) {
			if (spool_flush(s, now) != SPOOL_PAUSED || strncmp(spool_why(s), "disk full", 9) != 0)
				_exit(4);
			r.rlim_cur = r.rlim_max;
			setrlimit(RLIMIT_FSIZE, &r);
		}
		row(s, ts, k);
		spool_flush(s, now);
		spool_tick(s, now);
	}
	if (!spool_sync(s))
		_exit(5);
	if (spool_count(s, SPOOL_WRITTEN) + spool_count(s, SPOOL_LOST) != 4000 || spool_count(s, SPOOL_PAUSES) != 1)
		_exit(6);
	if ((spool_count(s, SPOOL_LOST) > 0) != (pending < 1 << 20))
		_exit(7);
	spool_free(s);
	_exit(0);
}

static void full(size_t limit, size_t pending, bool second_day, const char *check)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		child_of_full(limit, pending, second_day);
	assert_true(child > 0 && waitpid(child, &status, 0) == child);
	assert_int_equal(status, 0);
	run(check, folder);
}

/* The first numbers of the rows of all files, in order: how many, all different, and those that a gap record tells. */
#define ROWS "cd \"$1\"/NORTH%20SEA/15*A && cat *.csv | grep '^17' > ../../rows; "

static void disk_full(void **state)
{
	full(20000, 1 << 20, false, ROWS "test `wc -l < ../../rows` -eq 4000 && sort -u ../../rows | cmp - ../../rows && "
		"! grep -q '\"gap\"' *.csv && ! grep -vE '^(ts,.*|17[0-9]{8},[0-9]{4}.5,[0-9]{2})$' *.csv");
	fresh(state);
	full(20001, 5000, false, ROWS "sort -u ../../rows | cmp - ../../rows && "
		"n=`sed -n 's/.*\"cause\":\"disk full: \\([0-9]*\\) rows lost\".*/\\1/p' *.csv` && "
		"test $((n + `wc -l < ../../rows`)) -eq 4000 && test $n -gt 1000 && "
		"sed -n 's/^#{\"type\":\"gap\",\"start\":\\([0-9]*\\),\"end\":\\([0-9]*\\).*/\\1 \\2/p' *.csv | "
		"{ read a b; test $((b - a + 1)) -eq $n; }");
	fresh(state);   /* midnight comes while the disk is full */
	full(20002, 1 << 20, true, ROWS "test `wc -l < ../../rows` -eq 4000 && sort -u ../../rows | cmp - ../../rows && "
		"test `grep -c ^17 2023-11-15.csv` -eq 2000 && test `grep -c ^17 2023-11-16.csv` -eq 2000");
	fresh(state);   /* not even a header fits */
	full(10, 1 << 20, false, ROWS "test `wc -l < ../../rows` -eq 4000 && sort -u ../../rows | cmp - ../../rows");
}

/* One row lost is a gap that has a length, and one the other way about, of a clock that was set back, too. What still waits at
 * the end is counted. */
static void child_of_loss(void)
{
	struct rlimit r;
	struct spool *s = begin(600, 100, NULL);

	if (getrlimit(RLIMIT_FSIZE, &r) != 0)
		_exit(3);
	for (int k = 0; k < 4; k++) {           /* one row lost, two, two with the clock set back; three at the end */
		row(s, day + 100 * k, k);
		spool_flush(s, 100 * k);
		r.rlim_cur = 10;
		setrlimit(RLIMIT_FSIZE, &r);
		for (int i = 0; spool_count(s, SPOOL_LOST) < (uint64_t[]){ 1, 3, 5, 5 }[k] && i < 100; i++) {
			row(s, day + 100 * k + (k == 2 ? 60 - i : i + 1), 60 * i + k);
			spool_flush(s, 100 * k + 1);
		}
		if (k == 3)
			break;
		r.rlim_cur = r.rlim_max;
		setrlimit(RLIMIT_FSIZE, &r);
		if (spool_flush(s, 100 * k + 50) != SPOOL_FINE)
			_exit(4);
	}
	for (int i = 1; i < 4; i++)
		row(s, day + 300 + i, i);
	if (spool_sync(s))
		_exit(5);
	spool_give_up(s);
	if (spool_count(s, SPOOL_LOST) != 8)
		_exit(6);
	spool_free(s);
	_exit(0);
}

static void gaps_have_a_length(void **state)
{
	pid_t child = fork();
	int status = 0;

	(void)state;
	if (child == 0)
		child_of_loss();
	assert_true(child > 0 && waitpid(child, &status, 0) == child);
	assert_int_equal(status, 0);
	run("cd \"$1\"/NORTH%20SEA/15*A && sed -n 's/.*\"start\":\\([0-9]*\\),\"end\":\\([0-9]*\\).*: \\([0-9]\\) rows lost.*/\\1 \\2 \\3/p' *.csv | "
		"awk '$2 <= $1 { exit 1 } { n += $3 } END { if (NR != 3 || n != 5) exit 1 }'", folder);
}

/* A real one: 256 KiB of tmpfs, filled by another file, emptied again. */
static void small_disk(void **state)
{
	struct spool *s;
	char path[100];
	double now = 0;

	(void)state;
	if (mount("tmpfs", folder, "tmpfs", 0, "size=256k") != 0) {
		skip();
		return;
	}
	s = begin(1, 20000, NULL);
	for (int k = 0; k < 12000; k++, now += 0.25) {
		if (k == 1000)
			run("dd if=/dev/zero of=\"$1\"/ballast bs=1k 2> /dev/null || true", folder);
		if (k == 6000) {
			snprintf(path, sizeof path, "%s/ballast", folder);
			assert_int_equal(spool_flush(s, now), SPOOL_PAUSED);
			assert_int_equal(unlink(path), 0);
		}
		if (k == 7000)
			assert_int_equal(spool_flush(s, now), SPOOL_FINE);
		row(s, day + k, k);
		spool_flush(s, now);
		spool_tick(s, now);
		if (k % 1000 == 999 && k < 6000)
			run("cd \"$1\"/NORTH%20SEA/15*A; ! grep -vE '^(ts,.*|17[0-9]{8},[0-9]{4}.5,[0-9]{2})$' *.csv", folder);
	}
	/* the second time it stays full: what cannot be written is counted */
	spool_sync(s);
	if (spool_flush(s, now + 100) != SPOOL_FINE)
		spool_give_up(s);
	assert_int_equal(spool_count(s, SPOOL_WRITTEN) + spool_count(s, SPOOL_LOST), 12000);
	assert_true(spool_count(s, SPOOL_LOST) > 0);
	uint64_t written = spool_count(s, SPOOL_WRITTEN);
	spool_free(s);
	run_with("cd \"$1\"/NORTH%20SEA/15*A && test `cat *.csv | grep -c '^17'` -eq $2 && "
		"test `grep -h '^17' *.csv | sort -u | wc -l` -eq $2", folder, written);
}

static int unmount(void **state)
{
	(void)state;
	(void)umount2(folder, MNT_DETACH);      /* it may not have been mounted */
	return 0;
}

/* ---- kill -9 ---- */

/* Writes rows from `from` on, three times faster than days pass, and says after each flush which was the last. */
static void child_of_kill(int from, int to_parent)
{
	struct spool *s = begin(2, 1 << 20, NULL);
	double now = 0;

	for (int k = from > 50 ? from - 50 : 0; ; k++, now += 0.01) {
		row(s, day + 60 * k, k);                /* a day is 1440 rows; the last 50 are sent again */
		if (k % 7 && k % 3)
			continue;
		if (spool_flush(s, now) != SPOOL_FINE)
			_exit(1);
		if (write(to_parent, &k, sizeof k) != sizeof k)
			_exit(1);
		spool_tick(s, now);
		spool_compress(s);
	}
}

static void killed(void **state)
{
	int last = -1, rounds = 24, got = -1;
	unsigned seed = 12345;

	(void)state;
	for (int round = 0; round < rounds; round++) {
		int ends[2], status;
		pid_t child;

		assert_int_equal(pipe(ends), 0);
		child = fork();
		if (child == 0) {
			close(ends[0]);
			child_of_kill(last + 1, ends[1]);
		}
		assert_true(child > 0);
		close(ends[1]);
		seed = seed * 1103515245 + 12345;
		for (int n = 0, most = 20 + (int)(seed >> 16) % 600; n < most && read(ends[0], &got, sizeof got) == sizeof got; n++)
			last = got;
		usleep((seed >> 20) % 3000);
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		while (read(ends[0], &got, sizeof got) == sizeof got)
			last = got;
		close(ends[0]);
	}
	struct spool *s = begin(1, 1 << 20, NULL);      /* cuts off what the last one left */
	end(s);
	/* every acknowledged row is there, once */
	run_with("cd \"$1\"/NORTH%20SEA/15*A && for f in *.csv *.zst; do case $f in *.zst) test -e \"${f%.zst}\" || "
		"zstd -qdc \"$f\" ;; *) cat \"$f\" ;; esac; done 2> ../../err | grep '^17' | cut -d, -f1 | sort > ../../rows && "
		"test ! -s ../../err && sort -u ../../rows | cmp - ../../rows && "
		"awk -v least=$2 '{ if ($1 != 1700006400 + 60 * (NR - 1)) exit 1 } END { if (NR < least) exit 1 }' ../../rows",
		folder, (uint64_t)last + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(disk_full, fresh), cmocka_unit_test_setup(gaps_have_a_length, fresh),
		cmocka_unit_test_setup_teardown(small_disk, fresh, unmount),
		cmocka_unit_test_setup(killed, fresh),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_top, remove_top);
}
