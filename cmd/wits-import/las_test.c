/* las_test.c - lines of LAS headers as found in the field, values by their separators, and whole files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#include "las.h"

/* A line taken apart, as "name|unit|value|about". */
static const char *taken_apart(const char *line, enum las_part part)
{
	static char said[300];
	struct las_line l;

	if (!las_line_split(line, strlen(line), part, &l))
		return "-";
	snprintf(said, sizeof said, "%.*s|%.*s|%.*s|%.*s", (int)l.name.len, l.name.text, (int)l.unit.len, l.unit.text,
		(int)l.value.len, l.value.text, (int)l.about.len, l.about.text);
	return said;
}

static void test_curve_lines(void **state)
{
	static const struct { const char *line, *is; } seen[] = {
		{ " DEPT.M                      :  1  DEPTH", "DEPT|M||1  DEPTH" },
		{ "DT  .US/M  60 520 32 00 : 2 SONIC", "DT|US/M|60 520 32 00|2 SONIC" },
		{ "HKLD . KLB : hook load", "HKLD|KLB|KLB|hook load" },
		{ "WOB.KLB:Weight on bit: surface", "WOB|KLB||Weight on bit: surface" },
		{ "TIME.HH:MM:SS : time of day", "TIME|HH:MM:SS||time of day" },
		{ "TIME.HH:MM:SS: time", "TIME|HH:MM:SS||time" },
		{ "TQ.KN.M 0 : torque", "TQ|KN.M|0|torque" },
		{ "TQ.1000 ft.lbf : torque", "TQ|1000 ft.lbf|ft.lbf|torque" },
		{ "D.EXP. : d exponent 1.5", "D.EXP|||d exponent 1.5" },
		{ "DEPT..M : depth", "DEPT|M||depth" },
		{ "DEPT M : depth no. 1", "DEPT|M|M|depth no. 1" },
		{ "GR.", "GR|||" }, { "GR", "GR|||" }, { "\tWOB 1 .KLB\t: x", "WOB 1|KLB||x" },
		{ "FLOW.L/MIN  45: flow", "FLOW|L/MIN|45|flow" },
		{ ".M : no name", "-" }, { ": no name", "-" },
	};

	(void)state;
	for (size_t k = 0; k < sizeof seen / sizeof *seen; k++) {
		const char *got = taken_apart(seen[k].line, LAS_CURVES);
		if (strcmp(got, seen[k].is) != 0)
			fail_msg("'%s' is %s, expected %s", seen[k].line, got, seen[k].is);
	}
}

static void test_well_lines(void **state)
{
	static const struct { const char *line, *is; } seen[] = {
		{ "STRT.M   1670.0000 : START DEPTH", "STRT|M|1670.0000|START DEPTH" },
		{ "STRT.1670.0 : start", "STRT||1670.0|start" },
		{ "STRT.S 10:15:00 : START TIME (hh:mm:ss)", "STRT|S|10:15:00|START TIME (hh:mm:ss)" },
		{ "NULL.-999.25 : null", "NULL||-999.25|null" },
		{ "NULL .  -999.25:", "NULL||-999.25|" },
		{ "WELL.  15/9-F-9 A : WELL NAME", "WELL||15/9-F-9 A|WELL NAME" },
		{ "WELL.ANY ET AL : WELL", "WELL||ANY ET AL|WELL" },
		{ "WELL. A : B : WELL", "WELL||A : B|WELL" },
		{ "WELL. no colon", "WELL||no colon|" },
		{ "DATE. 2019-03-01 06:00:00 : LOG DATE", "DATE||2019-03-01 06:00:00|LOG DATE" },
		{ "DATE. 2019-03-01 06:00:00 : made (at: night)", "DATE||2019-03-01 06:00:00|made (at: night)" },
	};

	(void)state;
	for (size_t k = 0; k < sizeof seen / sizeof *seen; k++) {
		const char *got = taken_apart(seen[k].line, LAS_WELL);
		if (strcmp(got, seen[k].is) != 0)
			fail_msg("'%s' is %s, expected %s", seen[k].line, got, seen[k].is);
	}
}

static void test_parts(void **state)
{
	(void)state;
	assert_int_equal(las_part("~Version", 8), LAS_VERSION);
	assert_int_equal(las_part("~w", 2), LAS_WELL);
	assert_int_equal(las_part("~curve information", 18), LAS_CURVES);
	assert_int_equal(las_part("~A  DEPT WOB", 12), LAS_DATA);
	assert_int_equal(las_part("~Tops", 5), LAS_NOWHERE);
	assert_int_equal(las_part("~", 1), LAS_NOWHERE);
}

/* Values with `_` between. */
static const char *values(const char *line, char separator, int size)
{
	static char said[200];
	struct field f[8];
	int n = las_values(line, strlen(line), separator, f, 0, size);
	size_t at = (size_t)snprintf(said, sizeof said, "%d", n);

	for (int k = 0; k < n && k < size; k++)
		at += (size_t)snprintf(said + at, sizeof said - at, "_%.*s", (int)f[k].len, f[k].text);
	return said;
}

static void test_values(void **state)
{
	(void)state;
	assert_string_equal(values(" 1  2\t3 ", ' ', 8), "3_1_2_3");
	assert_string_equal(values("1, 2,,3", ',', 8), "4_1_2__3");
	assert_string_equal(values("1,2,", ',', 8), "3_1_2_");
	assert_string_equal(values("1\t\t3\t", '\t', 8), "4_1__3_");
	assert_string_equal(values("\"2019-03-01 06:00:00\" 5", ' ', 8), "2_2019-03-01 06:00:00_5");
	assert_string_equal(values("\"a,b\",5", ',', 8), "2_a,b_5");
	assert_string_equal(values("\"open 5", ' ', 8), "2_\"open_5");
	assert_string_equal(values("", ' ', 8), "0");
	assert_string_equal(values("", ',', 8), "1_");
	assert_string_equal(values("1 2 3 4", ' ', 3), "4_1_2_3");
}

static void test_utf8(void **state)
{
	struct text t = { 0 };

	(void)state;
	las_utf8(&t, "H\xf8gda \xb0""C", 8);
	assert_string_equal(text_view(&t), "H\xc3\xb8gda \xc2\xb0""C");
	text_clear(&t);
	las_utf8(&t, "H\xc3\xb8gda", 6);
	assert_string_equal(text_view(&t), "H\xc3\xb8gda");
	text_free(&t);
}

static void open_text(struct log *log, const char *bytes)
{
	static const struct log_settings settings = { 0 };
	int fd = memfd_create("log", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	if (laslog.open(log, fd, "x.las", &settings) != LOG_OK)
		assert_true(log->why.len > 0);
}

/* All the rows, `;` between, values with blanks between; then "!" and the reason of a failure. */
static const char *read_all(const char *bytes)
{
	static char said[1000];
	enum log_status status;
	struct log log;
	size_t at = 0;

	said[0] = '\0';
	open_text(&log, bytes);
	if (log.why.len > 0) {
		at += (size_t)snprintf(said + at, sizeof said - at, "!%s", text_view(&log.why));
		laslog.close(&log);
		return said;
	}
	while ((status = laslog.next(&log)) == LOG_OK) {
		at += (size_t)snprintf(said + at, sizeof said - at, "%s", at ? ";" : "");
		for (int k = 0; k < log.n; k++)
			at += (size_t)snprintf(said + at, sizeof said - at, "%s%.*s", k ? " " : "", (int)log.f[k].len,
				log.f[k].text);
	}
	if (status == LOG_DATA)
		snprintf(said + at, sizeof said - at, "!%s", text_view(&log.why));
	else
		snprintf(said + at, sizeof said - at, "%s%s", log.notice.len ? "?" : "", text_view(&log.notice));
	laslog.close(&log);
	return said;
}

#define HEAD "~V\nVERS. 2.0:\n~W\nNULL. -999.25:\n~C\nDEPT.M:\nWOB.KLB:\nROP.M/H:\n"
#define WRAPPED "~V\nVERS. 2.0:\nWRAP. YES:\n~C\nDEPT.M:\nWOB.KLB:\nROP.M/H:\n~A\n"

static void test_rows(void **state)
{
	static const struct { const char *bytes, *is; } seen[] = {
		{ HEAD "~A\n1 2 3\n\n#x\n2 -999.2500 ***\n", "1 2 3;2  " },
		{ HEAD "~A\r\n1,2,3\r\n2,,3\r\n", "1 2 3;2  3" },
		{ HEAD "~A\n1\t\t3\n2\t2\t\n", "1  3;2 2 " },
		{ HEAD "~A\n1 2\n", "!x.las:10: 2 values where ~C has 3 (WRAP says NO)" },
		{ HEAD "~A\n1 2 3 4\n", "!x.las:10: more than 3 values where ~C has 3 (WRAP says NO)" },
		{ HEAD "~A\n1 2 3\n2 2", "1 2 3!x.las:11: 2 values where ~C has 3; the file ends here: it was cut" },
		{ HEAD "~A DEPT ROP WOB\n1 2 3\n", "!x.las:9: the names behind ~A are in another order than those of ~C: one of the "
			"two is wrong" },
		{ HEAD "~A DEPT WOB ROP\n1 2 3\n", "1 2 3" },
		{ HEAD, "!x.las:8: no ~A section: the file ends in its header" },
		{ HEAD "~A\n1 2 3\n~P\n", "1 2 3!x.las:11: a section behind ~A: a LAS file has one log, and ~A is its last section" },
		{ WRAPPED "1\n2 3\n2\n4\n5\n", "1 2 3;2 4 5" },
		{ WRAPPED "1\n2 3\n2\n4\n", "1 2 3!x.las:11: 2 values where ~C has 3" },
		{ WRAPPED "1\n2\n2\n4 5\n", "1 2 2!x.las:12: more than the index on the first line of a row: the row before lacks a "
			"value, or this one was not wrapped as the others are" },
		{ WRAPPED "1 2\n3\n2 4\n5\n", "1 2 3;2 4 5" },
		{ WRAPPED "1\n2 3 4\n", "!x.las:9: more than 3 values where ~C has 3" },
		{ "~V\nVERS. 3.0:\n~A\n", "!x.las:2: this is LAS 3.0, and 1.2 and 2.0 are read: export it as LAS 2.0, or its "
			"~Log_Data as CSV" },
		{ "~V\nVERS. 2.0:\nWRAP. MAYBE:\n~A\n", "!x.las:3: WRAP: 'MAYBE' is neither YES nor NO" },
		{ "~W\n~A A B\n1 2\n", "!x.las:2: no VERS before ~A: a LAS file says ~V and VERS. 1.2 or 2.0" },
		{ "~V\nVERS.2.0:\n~A\n1 2\n", "!x.las:3: no ~C section before ~A, and no names behind it: nobody knows what the "
			"columns are" },
		{ "~v\nvers.2.0:\n~a x y\n1 2\n", "1 2" },
		{ "~V\nVERS.2.0:\nDLM.COMMA:\n~A x y\n1 2,3\n", "1 2 3" },
		{ "DEPT,WOB\n", "!x.las:1: this is no LAS file: it does not begin with a section (~V)" },
		{ "~V\nVERS.2.0:\n~W\nSTRT.F 1:\n~C\nDEPT.M:\nWOB.KLB:\n~A\n1 2\n", "!x.las:8: STRT (line 4) is in F and the first "
			"curve, DEPT, in M: one of the two is wrong" },
		{ "~V\nVERS.2.0:\n~W\nSTOP.M 3:\n~C\nDEPT.M:\nWOB.KLB:\n~A\n1 2\n2 3\n", "1 2;2 3?the last row is at 2, and STOP says "
			"3: was the log cut?\n" },
		{ "~V\nVERS.2.0:\n~W\nSTOP.M 3:\n~C\nDEPT.M:\nWOB.KLB:\n~A\n1 2\n2 3", "1 2!x.las:10: the last line has no end, and "
			"its index is not that of STOP (3): the file was cut" },
		{ "~V\nVERS.2.0:\n~W\nSTRT.M 0:\nSTOP.M 0:\n~C\nDEPT.M:\nWOB.KLB:\n~A\n1 2\n2 3", "1 2;2 3" },
		{ "~V\nVERS.2.0:\n~W\nDATE.2019-03-01:\n~C\nTIME.HH:MM:SS:\nWOB.KLB:\n~A\n23:59:59 2\n0:00:01 3\n",
			"2019-03-01 23:59:59 2;2019-03-02 0:00:01 3" },
		{ "~V\nVERS.1.2:\n~W\nDATE. LOG DATE:28-Feb-2020\n~C\nTIME.:\nWOB.KLB:\n~A\n23:59:59 2\n00:00:01 3\n",
			"2020-02-28 23:59:59 2;2020-02-29 00:00:01 3" },
		{ "~V\nVERS.2.0:\n~W\nDATE.3/1/2019:\n~C\nTIME.:\nWOB.KLB:\n~A\n23:59:59 2\n", "!x.las:4: DATE: '3/1/2019' can be read "
			"two ways; say --time-format mdy or dmy" },
	};

	(void)state;
	for (size_t k = 0; k < sizeof seen / sizeof *seen; k++) {
		const char *got = read_all(seen[k].bytes);
		if (strcmp(got, seen[k].is) != 0)
			fail_msg("%zu gives %s, expected %s", k, got, seen[k].is);
	}
}

static void test_whose(void **state)
{
	struct log log;

	(void)state;
	open_text(&log, "~V\nVERS.2.0:\n~W\nWELL. A-1 : WELL\nFLD. H\xf8gda : FIELD\n~A x y\n");
	assert_string_equal(log.well, "A-1");
	assert_string_equal(log.field, "H\xc3\xb8gda");
	laslog.close(&log);
	open_text(&log, "~V\nVERS.1.2:\n~W\nWELL. WELL : A-2\nFLD. FIELD : North\n~A x y\n");
	assert_string_equal(log.well, "A-2");
	assert_string_equal(log.field, "North");
	laslog.close(&log);
	open_text(&log, "~V\nVERS.2.0:\n~W\nWELL. : WELL\nUWI. 100123401234W500 : UNIQUE WELL ID\n~A x y\n");
	assert_string_equal(log.well, "100123401234W500");
	assert_string_equal(log.field, "");
	laslog.close(&log);
}

static void test_elapsed(void **state)
{
	struct log log;

	(void)state;
	open_text(&log, "~V\nVERS.2.0:\n~W\nSTRT.S 0:\nDATE. 2019-03-01 06:00:00:\n~C\nTIME.S:\nWOB.KLB:\n~A\n");
	assert_true(log.elapsed);
	assert_string_equal(log.start, "2019-03-01 06:00:00");
	laslog.close(&log);
	open_text(&log, "~V\nVERS.2.0:\n~W\nSTRT.MIN 0:\nDATE. 2019-03-01:\nTIME. 06:00:\n~C\nETIM.MIN:\nWOB.KLB:\n~A\n");
	assert_true(log.elapsed);
	assert_string_equal(log.start, "2019-03-01 06:00");
	laslog.close(&log);
	open_text(&log, "~V\nVERS.2.0:\n~W\nSTRT.S 1551420000:\nDATE. 2019-03-01:\n~C\nTIME.S:\nWOB.KLB:\n~A\n");
	assert_false(log.elapsed);
	assert_string_equal(log.start, "");
	laslog.close(&log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_curve_lines), cmocka_unit_test(test_well_lines), cmocka_unit_test(test_parts),
		cmocka_unit_test(test_values), cmocka_unit_test(test_utf8), cmocka_unit_test(test_rows),
		cmocka_unit_test(test_whose), cmocka_unit_test(test_elapsed),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
