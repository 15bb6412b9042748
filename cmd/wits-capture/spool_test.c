/* spool_test.c - a spool that is written, cut, packed and continued: every row once, whatever happens. */
#include "spool_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sys/syscall.h>

#include "atomic.h"
#include "lines.h"
#include "spooldays.h"
#include "text.h"

static unsigned syncs;

/* In place of the C library's: counted. */
int fsync(int fd)
{
	syncs++;
	return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	syncs++;
	return (int)syscall(SYS_fdatasync, fd);
}

static const char other_header[] = "ts,hole_depth_ft,rop_ft_h,rpm";

static void record(struct spool *s, double ts, const char *json)
{
	spool_record(s, ts, json, strlen(json));
}

/* The text of one file of the well, unpacked; "" when it is not there. */
static char *text_of(const char *name)
{
	char path[300];
	struct text t = { 0 };
	struct lines lines;
	int fd;

	snprintf(path, sizeof path, "%s/NORTH%%20SEA/15%%2F9-F-9%%20A/%s", folder, name);
	fd = open(path, O_RDONLY);
	text_str(&t, "");
	if (fd >= 0) {
		assert_true(lines_open(&lines, fd));
		while (lines_next(&lines) == LINE_OK) {
			text_add(&t, lines.line, lines.len);
			if (lines.whole)
				text_put(&t, '\n');
		}
		lines_close(&lines);
	}
	assert_false(t.failed);
	return t.s ? t.s : strdup("");
}

static void expect(const char *name, const char *wanted)
{
	char *s = text_of(name);

	assert_string_equal(s, wanted);
	free(s);
}

static bool is_there(const char *name)
{
	char path[300];

	snprintf(path, sizeof path, "%s/NORTH%%20SEA/15%%2F9-F-9%%20A/%s", folder, name);
	return access(path, F_OK) == 0;
}

static void first_and_next_start(void **state)
{
	struct spool_past past;
	struct spool *s = begin(1, 1 << 20, &past);

	(void)state;
	assert_true(isnan(past.last_ts) && isnan(past.hole_depth_ft) && !past.held);
	assert_string_equal(spool_path(s), "");
	row(s, day + 1, 0);
	record(s, day + 2, "{\"type\":\"set\",\"ts\":1,\"hold\":\"hole depth fell\"}");
	row(s, day + 2, 60);
	assert_int_equal(spool_flush(s, 10), SPOOL_FINE);
	assert_non_null(strstr(spool_path(s), "/NORTH%20SEA/15%2F9-F-9%20A/2023-11-15.csv"));
	expect("2023-11-15.csv", "ts,hole_depth_ft,rop_ft_h\n1700006401,9000.5,60\n"
		"#{\"type\":\"set\",\"ts\":1,\"hold\":\"hole depth fell\"}\n1700006402,9001.5,64\n");
	end(s);
	s = begin(1, 1 << 20, &past);
	assert_true(past.last_ts >= day + 2 && past.last_ts <= day + 2);
	assert_true(past.hole_depth_ft > 9001 && past.hole_depth_ft < 9002);
	assert_string_equal(json_string_value(json_object_get(past.held, "hold")), "hole depth fell");
	json_decref(past.held);
	assert_true(spool_knows(s, day + 2, "1700006402,9001.5,64", 20));
	assert_false(spool_knows(s, day + 2, "1700006402,9001.5,65", 20));
	assert_false(spool_knows(s, day + 3, "1700006403,9001.5,64", 20));
	row(s, day + 2, 60);
	row(s, day + 3, 60);
	record(s, day + 3, "{\"type\":\"set\",\"ts\":3,\"hold\":null}");
	end(s);
	expect("2023-11-15.csv", "ts,hole_depth_ft,rop_ft_h\n1700006401,9000.5,60\n"
		"#{\"type\":\"set\",\"ts\":1,\"hold\":\"hole depth fell\"}\n1700006402,9001.5,64\n1700006403,9001.5,64\n"
		"#{\"type\":\"set\",\"ts\":3,\"hold\":null}\n");
	s = begin(1, 1 << 20, &past);
	assert_null(past.held);
	end(s);
}

/* What the last run held in doubt outlasts it, channels as well, until a record takes it back. */
static void suspects(void **state)
{
	struct spool_past past;
	struct spool *s = begin(1, 1 << 20, &past);

	(void)state;
	assert_null(past.suspects);
	row(s, day + 1, 0);
	record(s, day + 2, "{\"type\":\"set\",\"ts\":1,\"suspect\":[\"rpm\"]}");
	record(s, day + 2, "{\"type\":\"set\",\"ts\":2,\"suspect\":[\"rpm\",\"spp_psi\"]}");
	record(s, day + 2, "{\"type\":\"set\",\"ts\":2,\"hold\":\"why\"}");
	row(s, day + 2, 0);
	end(s);
	s = begin(1, 1 << 20, &past);
	assert_int_equal(json_array_size(json_object_get(past.suspects, "suspect")), 2);
	assert_non_null(past.held);
	json_decref(past.held);
	json_decref(past.suspects);
	/* a day without a row says that the hold is over, and nothing of the channels */
	row(s, day + 86400, 0);
	end(s);
	run("cd \"$1\"/NORTH%20SEA/15*A && printf 'ts,hole_depth_ft,rop_ft_h\\n"
		"#{\"type\":\"set\",\"ts\":9,\"hold\":null}\\n' > 2023-11-16.csv", folder);
	s = begin(1, 1 << 20, &past);
	assert_int_equal(json_array_size(json_object_get(past.suspects, "suspect")), 2);
	assert_null(past.held);
	json_decref(past.suspects);
	record(s, day + 86401, "{\"type\":\"set\",\"ts\":3,\"suspect\":[]}");
	end(s);
	s = begin(1, 1 << 20, &past);
	assert_true(!past.suspects && !past.held);
	end(s);
}

static void one_writer(void **state)
{
	struct spool *s = begin(1, 1 << 20, NULL);
	struct spool_options o = { folder, 1, 1 << 20, true };
	struct spool *second = spool_new(&o);
	char why[SPOOL_WHY];

	(void)state;
	assert_non_null(second);
	assert_false(spool_start(second, "NORTH SEA", "15/9-F-9 A", header, strlen(header), NULL, why));
	assert_int_equal(errno, EWOULDBLOCK);
	assert_non_null(strstr(why, "another wits-capture"));
	assert_true(spool_start(second, "NORTH SEA", "15/9-F-9 B", header, strlen(header), NULL, why));
	end(second);
	end(s);
}

/* A whole log, once more and in pieces: nothing twice, nothing missing. */
static void twice(void **state)
{
	struct spool *s = begin(1, 1 << 20, NULL);
	char *before[3], name[40];

	(void)state;
	for (int k = 0; k < 3 * 1440; k++) {
		if (k % 1000 == 7)
			record(s, day + 60 * k, "{\"type\":\"gap\",\"start\":1,\"end\":2,\"cause\":\"no data\"}");
		row(s, day + 60 * k, k);
		if (k == 2000)
			row(s, day + 60 * 100 + 1, k);          /* late, into the second day's file */
	}
	end(s);
	for (int i = 0; i < 3; i++) {
		snprintf(name, sizeof name, "2023-11-%d.csv", 15 + i);
		before[i] = text_of(name);
	}
	s = begin(1, 1 << 20, NULL);
	for (int k = 0; k < 3 * 1440; k++) {
		if (k % 1000 == 7)
			record(s, day + 60 * k, "{\"type\":\"gap\",\"start\":1,\"end\":2,\"cause\":\"no data\"}");
		row(s, day + 60 * k, k);
		if (k == 2000)
			row(s, day + 60 * 100 + 1, k);
		if (k % 977 == 0)
			spool_flush(s, k);
	}
	assert_int_equal(spool_count(s, SPOOL_WRITTEN), 0);
	assert_int_equal(spool_count(s, SPOOL_KNOWN), 3 * 1440 + 1);
	row(s, day + 60 * 50 + 7, 5);           /* new, and of an old day: to the open file */
	row(s, day + 60 * 50 + 7, 5);
	assert_true(spool_sync(s));
	row(s, day + 60 * 50 + 7, 5);
	assert_int_equal(spool_count(s, SPOOL_WRITTEN), 1);
	assert_int_equal(spool_count(s, SPOOL_KNOWN), 3 * 1440 + 3);
	while (spool_compress(s))
		;
	assert_true(is_there("2023-11-15.csv.zst") && is_there("2023-11-16.csv.zst") && is_there("2023-11-17.csv"));
	assert_false(is_there("2023-11-15.csv"));
	expect("2023-11-15.csv.zst", before[0]);
	expect("2023-11-16.csv.zst", before[1]);
	end(s);
	s = begin(1, 1 << 20, NULL);            /* known out of the packed files as well */
	for (int k = 0; k < 3 * 1440; k++)
		row(s, day + 60 * k, k);
	row(s, day + 60 * 50 + 7, 5);
	row(s, day + 60 * 100 + 1, 2000);
	assert_int_equal(spool_count(s, SPOOL_KNOWN), 3 * 1440 + 2);
	end(s);
	for (int i = 0; i < 3; i++)
		free(before[i]);
}

static void torn(void **state)
{
	static const struct { const char *there, *after; unsigned cut; } t[] = {
		{ "ts,hole_depth_ft,rop_ft_h\n1700006401,9000.5,60\n17000064", "1700006401,9000.5,60\n", 1 },
		{ "ts,hole_depth_ft,rop_ft_h\n17", "", 1 },
		{ "ts,hole_dep", "", 1 },
		{ "", "", 0 },
	};
	char path[300], wanted[300];

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct spool *s;
		int fd;

		fresh(state);
		end(begin(1, 1 << 20, NULL));
		snprintf(path, sizeof path, "%s/NORTH%%20SEA/15%%2F9-F-9%%20A/2023-11-15.csv", folder);
		fd = open(path, O_WRONLY | O_CREAT, 0666);
		assert_true(fd >= 0 && write_all(fd, t[i].there, strlen(t[i].there)) == 0 && close(fd) == 0);
		s = begin(1, 1 << 20, NULL);
		row(s, day + 2, 0);
		end(s);
		snprintf(wanted, sizeof wanted, "%s\n%s1700006402,9000.5,60\n", header, t[i].after);
		expect("2023-11-15.csv", wanted);
	}
	/* a loss of power may leave NULs */
	fresh(state);
	struct spool *s = begin(1, 1 << 20, NULL);
	row(s, day + 1, 0);
	end(s);
	snprintf(path, sizeof path, "%s/NORTH%%20SEA/15%%2F9-F-9%%20A/2023-11-15.csv", folder);
	assert_int_equal(truncate(path, 200000), 0);
	s = begin(1, 1 << 20, NULL);
	assert_int_equal(spool_count(s, SPOOL_TORN), 1);
	row(s, day + 2, 0);
	end(s);
	expect("2023-11-15.csv", "ts,hole_depth_ft,rop_ft_h\n1700006401,9000.5,60\n1700006402,9000.5,60\n");
}

static void other_columns(void **state)
{
	struct spool *s = begin(1, 1 << 20, NULL);
	char why[SPOOL_WHY];

	(void)state;
	row(s, day + 1, 0);
	assert_true(spool_start(s, "NORTH SEA", "15/9-F-9 A", other_header, strlen(other_header), NULL, why));
	spool_row(s, day + 2, "1700006402,1,2,3", 16);
	end(s);
	s = begin(1, 1 << 20, NULL);
	row(s, day + 3, 0);
	end(s);
	s = begin(1, 1 << 20, NULL);
	row(s, day + 1, 0);
	row(s, day + 4, 0);
	end(s);
	expect("2023-11-15.csv", "ts,hole_depth_ft,rop_ft_h\n1700006401,9000.5,60\n");
	expect("2023-11-15.2.csv", "ts,hole_depth_ft,rop_ft_h,rpm\n1700006402,1,2,3\n");
	expect("2023-11-15.3.csv", "ts,hole_depth_ft,rop_ft_h\n1700006403,9000.5,60\n1700006404,9000.5,60\n");
}

static void days(void **state)
{
	struct spool *s = begin(1, 1 << 20, NULL);

	(void)state;
	row(s, day - 1, 0);
	row(s, day, 0);
	row(s, day - 0.25, 8);                  /* late over midnight: to the open file */
	row(s, 4e9, 0);                         /* a clock gone mad: years ahead of the rig and of this machine */
	row(s, 1e300, 0);
	row(s, day + 1, 0);
	row(s, day + 86400, 0);
	assert_int_equal(spool_flush(s, 1), SPOOL_FINE);
	expect("2023-11-14.csv", "ts,hole_depth_ft,rop_ft_h\n1700006399,9000.5,60\n");
	char *second = text_of("2023-11-15.csv");
	assert_non_null(strstr(second, "\n1700006400,9000.5,60\n1700006400,9000.5,61\n4000000000,9000.5,60\n"));
	assert_non_null(strstr(second, "\n1700006401,9000.5,60\n"));
	free(second);
	expect("2023-11-16.csv", "ts,hole_depth_ft,rop_ft_h\n1700092800,9000.5,60\n");
	end(s);
	s = begin(1, 1 << 20, NULL);
	row(s, 4e9, 0);
	row(s, day, 0);
	assert_int_equal(spool_count(s, SPOOL_KNOWN), 1);
	end(s);
}

/* A listener syncs all spools together: none waits for the disk at midnight, and each does when it is told to. */
static void synced_together(void **state)
{
	struct spool *s = begin(INFINITY, 1 << 20, NULL);

	(void)state;
	syncs = 0;
	for (int k = 0; k < 3; k++) {
		row(s, day + 86400 * k, k);
		assert_int_equal(spool_flush(s, k), SPOOL_FINE);
		assert_int_equal(spool_tick(s, k + 0.5), SPOOL_FINE);
		assert_true(isinf(spool_due(s)));
	}
	assert_int_equal(syncs, 0);
	assert_true(spool_sync(s));
	assert_int_equal(syncs, 1);
	spool_free(s);
	fresh(state);
	s = begin(1, 1 << 20, NULL);
	syncs = 0;
	row(s, day, 0);
	assert_int_equal(spool_flush(s, 0), SPOOL_FINE);
	assert_int_equal(syncs, 2);             /* a file begins: header and folder */
	spool_flush(s, 0.5);
	spool_tick(s, 0.9);
	assert_int_equal(syncs, 2);
	spool_tick(s, 1);
	assert_int_equal(syncs, 3);
	end(s);
}

static void moved_away(void **state)
{
	struct spool *s = begin(1, 1 << 20, NULL);
	char why[SPOOL_WHY];

	(void)state;
	row(s, day + 1, 0);
	assert_int_equal(spool_flush(s, 1), SPOOL_FINE);
	run("mv \"$1\"/NORTH%20SEA/15%2F9-F-9%20A/2023-11-15.csv \"$1\"/old", folder);
	row(s, day + 2, 0);
	assert_true(spool_reopen(s, why));
	row(s, day + 3, 0);
	end(s);
	expect("2023-11-15.csv", "ts,hole_depth_ft,rop_ft_h\n1700006403,9000.5,60\n");
	run("test `wc -l < \"$1\"/old` -eq 3", folder);
}

static void hostile(void **state)
{
	struct spool_options o = { folder, 1, 1 << 20, true };
	struct spool *s = spool_new(&o);
	char why[SPOOL_WHY];

	(void)state;
	assert_non_null(s);
	assert_false(spool_start(s, "", "w", header, strlen(header), NULL, why));
	assert_true(spool_start(s, "..", ".", header, strlen(header), NULL, why));
	row(s, day, 0);
	assert_true(spool_sync(s));
	run("test -s \"$1/%2E./%2E/2023-11-15.csv\"", folder);
	run("mkdir \"$1/out\" \"$1/A\" && ln -s ../out \"$1/A/B\" && ln -s out \"$1/C\"", folder);
	assert_false(spool_start(s, "A", "B", header, strlen(header), NULL, why));
	assert_non_null(strstr(why, "symbolic link"));
	assert_false(spool_start(s, "C", "D", header, strlen(header), NULL, why));
	run("mkdir \"$1/A/E\" && : > \"$1/target\" && ln -s ../../target \"$1/A/E/2023-11-15.csv\"", folder);
	assert_false(spool_start(s, "A", "E", header, strlen(header), NULL, why));
	run("mkdir \"$1/A/F\" && ln -s ../../target \"$1/A/F/.lock\"", folder);
	assert_false(spool_start(s, "A", "F", header, strlen(header), NULL, why));
	run("test ! -s \"$1/target\" && test -z \"$(ls \"$1/out\")\"", folder);
	spool_free(s);
}

/* What a crash can leave of packing: half of it beside, both, a damaged packed file with the plain one still there. */
static void half_packed(void **state)
{
	struct spool *s = begin(1, 1 << 20, NULL);

	(void)state;
	row(s, day, 0);
	row(s, day + 86400, 0);
	end(s);
	run("cd \"$1\"/NORTH%20SEA/15*A && echo half > .2023-11-15.csv.zst.77.0 && echo wrong > 2023-11-15.csv.zst", folder);
	s = begin(1, 1 << 20, NULL);
	row(s, day, 0);
	assert_int_equal(spool_count(s, SPOOL_KNOWN), 1);
	while (spool_compress(s))
		;
	end(s);
	assert_false(is_there(".2023-11-15.csv.zst.77.0") || is_there("2023-11-15.csv"));
	expect("2023-11-15.csv.zst", "ts,hole_depth_ft,rop_ft_h\n1700006400,9000.5,60\n");
}

/* A day that is packed and goes on: another part. */
static void packed_goes_on(void **state)
{
	struct spool *s = begin(1, 1 << 20, NULL);

	(void)state;
	row(s, day, 0);
	row(s, day + 86400, 0);
	assert_int_equal(spool_flush(s, 1), SPOOL_FINE);
	while (spool_compress(s))
		;
	end(s);
	run("cd \"$1\"/NORTH%20SEA/15*A && rm 2023-11-16.csv", folder);
	s = begin(1, 1 << 20, NULL);
	row(s, day, 0);
	row(s, day + 5, 0);
	end(s);
	expect("2023-11-15.2.csv", "ts,hole_depth_ft,rop_ft_h\n1700006405,9000.5,60\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(first_and_next_start, fresh), cmocka_unit_test_setup(suspects, fresh),
		cmocka_unit_test_setup(one_writer, fresh),
		cmocka_unit_test_setup(twice, fresh), cmocka_unit_test_setup(torn, fresh),
		cmocka_unit_test_setup(other_columns, fresh), cmocka_unit_test_setup(days, fresh),
		cmocka_unit_test_setup(synced_together, fresh), cmocka_unit_test_setup(moved_away, fresh), cmocka_unit_test_setup(hostile, fresh),
		cmocka_unit_test_setup(half_packed, fresh), cmocka_unit_test_setup(packed_goes_on, fresh),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_top, remove_top);
}
