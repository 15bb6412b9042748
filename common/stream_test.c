/* stream_test.c - the mlstream: what the reader hands out for every odd input, and what the writer makes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stream.h"

static struct stream_in *reader(const char *bytes, size_t len)
{
	int fd = memfd_create("in", 0);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), (ssize_t)len);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	struct stream_in *in = stream_in_fd(fd, "in");
	assert_non_null(in);
	return in;
}

static const char *const fault_names[] = { "fine", "data", "cut", "read", "write", "memory" };

/* All that is read, as one line: O(type or bare) H(names) R(fields) r(type) c(comment) C, then E or !fault message. */
static void describe(struct text *said, const char *bytes, size_t len)
{
	struct stream_in *in = reader(bytes, len);

	for (;;) {
		enum stream_kind kind = stream_read(in);
		const struct record *record = stream_record(in);
		if (kind == STREAM_EOF || kind == STREAM_ERROR) {
			if (kind == STREAM_EOF)
				text_str(said, "E");
			else
				text_format(said, "!%s %s", fault_names[stream_in_fault(in)], stream_in_error(in));
			assert_int_equal(stream_read(in), kind);        /* and so it stays */
			break;
		}
		switch (kind) {
		case STREAM_OPEN:
			text_format(said, "O%s ", record->json ? "" : "(bare)");
			break;
		case STREAM_HEADER:
			text_str(said, "H");
			for (int i = 0; i < stream_in_header(in)->n; i++)
				text_format(said, "[%s]", stream_in_header(in)->names[i]);
			text_str(said, " ");
			break;
		case STREAM_ROW:
			text_str(said, "R");
			for (int i = 0; i < stream_row(in)->n; i++)
				text_format(said, "[%.*s]", (int)stream_row(in)->f[i].len, stream_row(in)->f[i].text);
			text_str(said, " ");
			break;
		case STREAM_RECORD:
			text_format(said, "r(%s) ", record->type);
			break;
		case STREAM_COMMENT:
			text_format(said, "c(%.*s) ", (int)stream_comment(in)->len, stream_comment(in)->text);
			break;
		default:
			text_str(said, "C ");
			break;
		}
	}
	stream_in_close(in);
}

static void expect_bytes(const char *bytes, size_t len, const char *wanted)
{
	struct text said = { 0 };

	describe(&said, bytes, len);
	assert_string_equal(text_view(&said), wanted);
	text_free(&said);
}

static void expect(const char *bytes, const char *wanted) { expect_bytes(bytes, strlen(bytes), wanted); }

#define OPENED "#{\"type\":\"stream\",\"version\":1}\n"
#define OPENED_JSON "{\"type\":\"stream\",\"version\":1}\n"
#define END(rows, records) "#{\"type\":\"end\",\"rows\":" #rows ",\"records\":" #records "}\n"

static void test_bare(void **state)
{
	(void)state;
	expect("a,b\n1,2\n3,4\n", "O(bare) H[a][b] R[1][2] R[3][4] C E");
	expect("a,b\n1,2", "O(bare) H[a][b] R[1][2] C E");
	expect("a\n", "O(bare) H[a] C E");
	expect("a", "O(bare) H[a] C E");
	expect("", "!data in:1: no header: the input is empty");
	expect("# only a comment\n", "c(# only a comment) !data in:2: no header: the input is empty");
	expect("# x\na\n# y\n1\n", "c(# x) O(bare) H[a] c(# y) R[1] C E");
	expect("#{\"type\":\"set\"}\na\n1\n", "O(bare) r(set) H[a] R[1] C E");
	expect("#{\"type\":\"set\"}\n", "O(bare) r(set) !data in:2: no header: the input has only comments and records");
	expect("a\n1\n#{\"type\":\"window\"}\n2\n", "O(bare) H[a] R[1] r(window) R[2] C E");
}

static void test_framed(void **state)
{
	(void)state;
	expect(OPENED "a,b\n1,2\n" END(1, 1), "O H[a][b] R[1][2] C E");
	expect(OPENED "a\n" END(0, 1), "O H[a] C E");
	expect(OPENED "#{\"type\":\"set\"}\na\n1\n#{\"type\":\"window\"}\n#z\n" END(1, 3), "O r(set) H[a] R[1] r(window) c(#z) C E");
	expect("#hello\n" OPENED "a\n" END(0, 1), "c(#hello) O H[a] C E");
	expect(OPENED "a\n1\n" END(1, 1) OPENED "b,c\n" END(0, 1), "O H[a] R[1] C O H[b][c] C E");
	expect(OPENED "a\n1\n" END(1, 1) "#bye\n", "O H[a] R[1] C c(#bye) E");
}

static void test_cut(void **state)
{
	(void)state;
	expect(OPENED, "O !cut in:2: the stream was cut: it stops after 0 rows without its 'end' record");
	expect(OPENED "a\n1\n", "O H[a] R[1] !cut in:4: the stream was cut: it stops after 1 rows without its 'end' record");
	expect(OPENED "a\n1\n" END(2, 1),
		"O H[a] R[1] !cut in:4: the stream was cut: 1 rows and 1 records came, its 'end' says 2 and 1");
	expect(OPENED "a\n1\n" END(1, 2),
		"O H[a] R[1] !cut in:4: the stream was cut: 1 rows and 1 records came, its 'end' says 1 and 2");
	expect(OPENED "a\n1\n" OPENED "a\n" END(0, 1),
		"O H[a] R[1] !cut in:4: the stream was cut: another 'stream' record comes before its 'end'");
	/* The last line has lost a part: a row that still has all its fields must not pass for whole. */
	expect(OPENED "a,b\n1,234", "O H[a][b] R[1][234] !cut in:4: the stream was cut: it stops after 1 rows without its 'end' record");
}

static void test_frame_misused(void **state)
{
	(void)state;
	expect(END(0, 0), "!data in:1: an 'end' record without a 'stream' record");
	expect("a\n1\n" END(1, 0), "O(bare) H[a] R[1] !data in:3: an 'end' record without a 'stream' record");
	expect("a\n" OPENED, "O(bare) H[a] !data in:2: a 'stream' record inside a stream that began without one");
	expect(OPENED "a\n" END(0, 1) "1\n", "O H[a] C !data in:4: after 'end' only another 'stream' record may follow");
	expect(OPENED "a\n" END(0, 1) "#{\"type\":\"gap\"}\n",
		"O H[a] C !data in:4: after 'end' only another 'stream' record may follow");
	expect(OPENED "a\n" "#{\"type\":\"end\"}\n", "O H[a] !data in:3: the 'end' record needs whole numbers 'rows' and 'records'");
	expect(OPENED "a\n" END(0.5, 1), "O H[a] !data in:3: the 'end' record needs whole numbers 'rows' and 'records'");
}

static void test_odd_lines(void **state)
{
	(void)state;
	expect("\xef\xbb\xbf" "a,b\n1,2\n", "O(bare) H[a][b] R[1][2] C E");
	expect("\xef\xbb\xbf" OPENED "a\n" END(0, 1), "O H[a] C E");
	expect("a\n\xef\xbb\xbf" "1\n", "O(bare) H[a] R[\xef\xbb\xbf" "1] C E");
	expect("a,b\r\n1,2\r\n3,4\r\n", "O(bare) H[a][b] R[1][2] R[3][4] C E");
	expect("#{\"type\":\"stream\"}\r\na\r\n1\r\n#{\"type\":\"end\",\"rows\":1,\"records\":1}\r\n", "O H[a] R[1] C E");
	expect("a,b\r\r\n1,2\r\r\n", "O(bare) H[a][b] R[1][2] C E");
	expect("a,b\n1\n", "O(bare) H[a][b] !data in:2: 1 fields where the header has 2");
	expect("a,b\n1,2,3\n", "O(bare) H[a][b] !data in:2: 3 fields where the header has 2");
	expect("a,b\n1,2\n\n3,4\n", "O(bare) H[a][b] R[1][2] !data in:3: the line is blank; a row has 2 fields");
	expect("a,b\n\r\n", "O(bare) H[a][b] !data in:2: the line is blank; a row has 2 fields");
	expect("a\n1\n\n2\n", "O(bare) H[a] R[1] R[] R[2] C E");
	expect("\na,b\n", "!data in:1: no header: the line is blank");
	expect("\"\"\n1\n", "O(bare) H[] R[1] C E");
	expect("a,a,b\n1,2,3\n", "O(bare) H[a][a][b] R[1][2][3] C E");
	expect("a,b,\n1,2,\n", "O(bare) H[a][b][] R[1][2][] C E");
	expect_bytes("a,b\n1,\0\n", 8, "O(bare) H[a][b] !data in:2: the line has a NUL byte; the input must be text");
	expect_bytes("a\0,b\n", 5, "!data in:1: the line has a NUL byte; the input must be text");
	expect("a,b\n\xff\xfe,2\n", "O(bare) H[a][b] R[\xff\xfe][2] C E");
}

static void test_quotes(void **state)
{
	(void)state;
	expect("\"a,1\",b\n\"x\"\"y\",2\n", "O(bare) H[a,1][b] R[x\"y][2] C E");
	expect("a,b\n\"two\nlines\",2\n3,4,5\n", "O(bare) H[a][b] R[two\nlines][2] !data in:4: 3 fields where the header has 2");
	expect("a,b\n\"two\r\nlines\",2\r\n", "O(bare) H[a][b] R[two\r\nlines][2] C E");
	expect("a\n\"#1\"\n", "O(bare) H[a] R[#1] C E");
	expect("a\n\"# \n#{ \n\"\n", "O(bare) H[a] R[# \n#{ \n] C E");
	expect("a\n1\n\"open\n2\n3\n", "O(bare) H[a] R[1] !data in:3: a quoted field is not closed");
	expect("a\n\"open", "O(bare) H[a] !data in:2: a quoted field is not closed");
	expect("a\nx\"y\n", "O(bare) H[a] !data in:2: a quote stands inside a field; double it and quote the whole field");
	expect("a\n\"x\"y\n", "O(bare) H[a] !data in:2: a quote stands inside a field; double it and quote the whole field");
	/* An open quote must not swallow the end of a framed stream unseen. */
	expect(OPENED "a\n\"1\n" END(1, 1), "O H[a] !data in:3: a quoted field is not closed");
	expect(OPENED "a\n\"1\n\"x\n" END(1, 1), "O H[a] !data in:3: a quote stands inside a field; double it and quote the whole field");
}

static void test_records(void **state)
{
	(void)state;
	expect("#{\"type\":\"x\",\"deep\":{\"a\":[1,2]}}\na\n", "O(bare) r(x) H[a] C E");
	expect("#{\"typ\":\"x\"}\n", "!data in:1: a record needs a string 'type'");
	expect("#{\"type\":1}\n", "!data in:1: a record needs a string 'type'");
	expect("# {\"type\":\"x\"}\na\n", "c(# {\"type\":\"x\"}) O(bare) H[a] C E");
	struct text said = { 0 };
	describe(&said, "#{nonsense\n", 11);
	assert_non_null(strstr(text_view(&said), "!data in:1: the record is not JSON: "));
	text_clear(&said);
	describe(&said, "a\n#{\"type\":\"x\"\n", 16);
	assert_non_null(strstr(text_view(&said), "!data in:2: the record is not JSON: "));
	text_clear(&said);
	describe(&said, "a\n#{\"type\":\"x\",\"type\":\"y\"}\n", 27);
	assert_non_null(strstr(text_view(&said), "!data in:2: the record is not JSON: duplicate"));
	text_free(&said);
}

static void test_ndjson(void **state)
{
	(void)state;
	expect("{\"type\":\"sample\",\"a\":1.50,\"b\":null}\n{\"type\":\"sample\",\"b\":\"x\",\"a\":-0}\n",
		"O(bare) H[a][b] R[1.50][] R[-0][x] C E");
	expect(OPENED_JSON "{\"type\":\"sample\",\"a\":1e5}\n{\"type\":\"window\",\"x\":[1]}\n{\"type\":\"end\",\"rows\":1,\"records\":2}\n",
		"O H[a] R[1e5] r(window) C E");
	expect(OPENED_JSON "{\"type\":\"end\",\"rows\":0,\"records\":1}\n", "O H C E");
	expect(OPENED_JSON "{\"type\":\"sample\",\"a\":1}\n",
		"O H[a] R[1] !cut in:3: the stream was cut: it stops after 1 rows without its 'end' record");
	expect("{\"type\":\"sample\",\"a\":12345678901234567890.10}\n", "O(bare) H[a] R[12345678901234567890.10] C E");
	expect("{\"a\":1,\"type\":\"sample\",\"b\":true}\n{\"type\":\"sample\",\"a\":2}\n", "O(bare) H[a][b] R[1][true] R[2][] C E");
	expect("{\"type\":\"sample\",\"a\":\"q\\\"\\n\\u00e5\"}\n", "O(bare) H[a] R[q\"\n\xc3\xa5] C E");
	expect("{\"type\":\"sample\",\"a\":1}\n{\"type\":\"sample\",\"a\":1,\"b\":2}\n",
		"O(bare) H[a] R[1] !data in:2: 'b' is a new key; the first sample has the columns");
	expect("{\"type\":\"sample\",\"a\":1}\n{\"type\":\"sample\",\"a\":1,\"a\":2}\n", "O(bare) H[a] R[1] !data in:2: the key 'a' stands twice");
	expect("{\"type\":\"sample\",\"a\":[1]}\n", "!data in:1: a sample with a nested value; samples are flat");
	expect("{\"type\":\"sample\",\"a\":{\"b\":1}}\n", "!data in:1: a sample with a nested value; samples are flat");
	expect("{\"type\":\"sample\",\"a\":1}\n" "{\"type\":\"end\",\"rows\":1,\"records\":0}\n",
		"O(bare) H[a] R[1] !data in:2: an 'end' record without a 'stream' record");
	expect("{\"a\":1}\n", "!data in:1: a record needs a string 'type'");
	struct text said = { 0 };
	describe(&said, "{\"type\":\"sample\",\"a\":01}\n", 25);
	assert_non_null(strstr(text_view(&said), "!data in:1: the record is not JSON: "));
	text_clear(&said);
	describe(&said, "{\"type\":\"sample\",\"a\":1}\n1,2\n", 28);
	assert_non_null(strstr(text_view(&said), "R[1] !data in:2: the record is not JSON: "));
	text_free(&said);
}

static void test_long_lines(void **state)
{
	enum { LIMIT = 1 << 20 };
	char *bytes = malloc(LIMIT + 64);
	struct text said = { 0 };

	(void)state;
	assert_non_null(bytes);
	memcpy(bytes, "a\n", 2);
	memset(bytes + 2, 'x', LIMIT + 1);
	bytes[2 + LIMIT] = '\n';
	struct stream_in *in = reader(bytes, 2 + LIMIT + 1);
	assert_int_equal(stream_read(in), STREAM_OPEN);
	assert_int_equal(stream_read(in), STREAM_HEADER);
	assert_int_equal(stream_read(in), STREAM_ROW);
	assert_int_equal(stream_row(in)->f[0].len, LIMIT);
	assert_int_equal(stream_read(in), STREAM_CLOSE);
	stream_in_close(in);

	bytes[2 + LIMIT] = 'x';
	bytes[3 + LIMIT] = '\n';
	expect_bytes(bytes, 4 + LIMIT, "O(bare) H[a] !data in:2: the line is longer than 1 MiB");
	expect_bytes(bytes + 2, LIMIT + 1, "!data in:1: the line is longer than 1 MiB");

	/* Quotes that open a field over many lines are bounded by the same limit, and in time. */
	for (int k = 2; k + 4 <= LIMIT + 60; k += 2)
		memcpy(bytes + k, k == 2 ? "\"\n" : ",\n", 2);
	describe(&said, bytes, LIMIT + 60);
	assert_non_null(strstr(text_view(&said), "the line is longer than 1 MiB"));
	text_free(&said);
	free(bytes);
}

static void test_too_many_columns(void **state)
{
	struct text bytes = { 0 };

	(void)state;
	for (int i = 0; i < STREAM_COLUMNS_MAX; i++)
		text_format(&bytes, ",%d", i);
	text_put(&bytes, '\n');
	expect(bytes.s, "!data in:1: 4097 columns; at most 4096");
	text_free(&bytes);
}

/* Reads and writes on, as a tool does that changes nothing; with an added column when `added` is given. */
static int copy(struct stream_in *in, struct stream_out *out, const char *added)
{
	const struct field value = { "7.5", 3 };
	int n = added ? 1 : 0, status = 0;

	while (status == 0) {
		enum stream_kind kind = stream_read(in);
		const struct record *record = stream_record(in);
		if (kind == STREAM_ERROR)
			return -1;
		if (kind == STREAM_EOF)
			return 0;
		if (kind == STREAM_OPEN && record->json)
			status = stream_out_start(out, record->json);
		else if (kind == STREAM_HEADER)
			status = stream_out_header(out, stream_in_header(in), &added, n);
		else if (kind == STREAM_ROW)
			status = stream_out_row(out, stream_row(in), &value, n);
		else if (kind == STREAM_RECORD)
			status = stream_out_pass(out, record->raw, record->raw_len);
		else if (kind == STREAM_COMMENT)
			status = stream_out_comment(out, stream_comment(in)->text, stream_comment(in)->len);
		else if (kind == STREAM_CLOSE && stream_in_framed(in))
			status = stream_out_end(out);
	}
	return -2;
}

static void expect_copy(const char *bytes, enum stream_format format, const char *added, const char *wanted)
{
	char path[] = "/tmp/stream_test.XXXXXX", got[4096];
	int fd = mkstemp(path);
	struct stream_in *in = reader(bytes, strlen(bytes));
	struct stream_out *out = stream_out_open(path, format);

	assert_true(fd >= 0);
	close(fd);
	assert_non_null(out);
	assert_string_equal(stream_out_name(out), path);
	assert_int_equal(copy(in, out, added), 0);
	assert_int_equal(stream_out_close(out, true), 0);
	stream_in_close(in);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, got, sizeof got - 1);
	close(fd);
	unlink(path);
	assert_true(n >= 0);
	got[n] = '\0';
	assert_string_equal(got, wanted);
}

#define ODD OPENED "\"a\",b c,\" c\"\n#why\n1.500,\"x,\"\"y\"\"\", 3 \n#{\"type\":\"w\", \"k\": 1.0}\n,\"\",-0\n" END(2, 2)
#define ODD_JSON OPENED_JSON "{\"type\":\"sample\",\"a\":1.500,\"b c\":\"x,\\\"y\\\"\",\" c\":\" 3 \"}\n" \
	"{\"type\":\"w\", \"k\": 1.0}\n{\"type\":\"sample\",\"a\":null,\"b c\":null,\" c\":-0}\n{\"type\":\"end\",\"rows\":2,\"records\":2}\n"

static void test_verbatim(void **state)
{
	(void)state;
	expect_copy(ODD, STREAM_CSV, NULL, ODD);
	expect_copy(ODD, STREAM_CSV, "mse,x", OPENED "\"a\",b c,\" c\",\"mse,x\"\n#why\n1.500,\"x,\"\"y\"\"\", 3 ,7.5\n"
		"#{\"type\":\"w\", \"k\": 1.0}\n,\"\",-0,7.5\n" END(2, 2));
	expect_copy("a\r\n1\r\n", STREAM_CSV, NULL, "a\n1\n");
	expect_copy("\xef\xbb\xbf" "a\n\"two\nlines\"\n", STREAM_CSV, "b", "a,b\n\"two\nlines\",7.5\n");
}

static void test_formats_both_ways(void **state)
{
	(void)state;
	expect_copy(ODD, STREAM_NDJSON, NULL, ODD_JSON);
	expect_copy(ODD_JSON, STREAM_NDJSON, NULL, ODD_JSON);
	expect_copy(ODD_JSON, STREAM_CSV, NULL,
		OPENED "a,b c,\" c\"\n1.500,\"x,\"\"y\"\"\",\" 3 \"\n#{\"type\":\"w\", \"k\": 1.0}\n,,-0\n" END(2, 2));
	expect_copy(ODD_JSON, STREAM_CSV, "d",
		OPENED "a,b c,\" c\",d\n1.500,\"x,\"\"y\"\"\",\" 3 \",7.5\n#{\"type\":\"w\", \"k\": 1.0}\n,,-0,7.5\n" END(2, 2));
	expect_copy("{\"type\":\"sample\",\"a\":\"#1\",\"b\":\"01\"}\n", STREAM_CSV, NULL, "a,b\n\"#1\",01\n");
	expect_copy("{\"type\":\"sample\",\"\":5}\n", STREAM_CSV, NULL, "\"\"\n5\n");
	expect_copy("a,b\n\"#1\",01\n+5,1.\n", STREAM_NDJSON, NULL,
		"{\"type\":\"sample\",\"a\":\"#1\",\"b\":\"01\"}\n{\"type\":\"sample\",\"a\":\"+5\",\"b\":\"1.\"}\n");
	expect_copy("a\n\xff\x01\n", STREAM_NDJSON, NULL, "{\"type\":\"sample\",\"a\":\"\xef\xbf\xbd\\u0001\"}\n");
}

/* A field that begins with `#` is quoted on writing, so that no row can be taken for a record. */
static void test_row_like_a_record(void **state)
{
	expect_copy("{\"type\":\"sample\",\"a\":\"#{\\\"type\\\":\\\"end\\\"}\"}\n", STREAM_CSV, NULL,
		"a\n\"#{\"\"type\"\":\"\"end\"\"}\"\n");
	(void)state;
}

static void test_numbers(void **state)
{
	struct stream_in *in = reader("a,b\n1.5,x\n-999.25,\n", 19);
	struct nulls nulls;
	double v;

	(void)state;
	nulls_default(&nulls);
	assert_int_equal(stream_read(in), STREAM_OPEN);
	assert_int_equal(stream_read(in), STREAM_HEADER);
	assert_int_equal(stream_read(in), STREAM_ROW);
	assert_int_equal(stream_number(in, 0, &nulls, &v), NUM_VALUE);
	assert_true(v == 1.5);
	assert_int_equal(stream_number(in, 1, &nulls, &v), NUM_TEXT);
	assert_string_equal(stream_in_error(in), "in:2: b: 'x' is not a number");
	assert_int_equal(stream_read(in), STREAM_ROW);
	assert_int_equal(stream_number(in, 0, &nulls, &v), NUM_MISSING);
	assert_int_equal(stream_number(in, 1, &nulls, &v), NUM_MISSING);
	stream_in_complain(in, "a", "'%s' is odd", "it");
	assert_string_equal(stream_in_error(in), "in:3: a: 'it' is odd");
	stream_in_close(in);
}

/* In a child whose standard output is `to`: copies from `from`, without the other end of its pipe; the status is the fault that ended it. */
static pid_t copier(int from, int to, int not_ours)
{
	pid_t child = fork();

	assert_true(child >= 0);
	if (child > 0)
		return child;
	if (dup2(to, STDOUT_FILENO) < 0 || (not_ours >= 0 && close(not_ours) < 0))
		_exit(99);
	struct stream_out *out = stream_out_open(NULL, STREAM_CSV);
	struct stream_in *in = stream_in_fd(from, "in");
	if (!in || !out)
		_exit(98);
	stream_in_tie(in, out);
	int status = copy(in, out, NULL) == -1 ? (int)stream_in_fault(in) : 0;
	stream_in_close(in);
	if (stream_out_close(out, true) < 0 && status == 0)
		status = 77;
	_exit(status);
}

static int status_of(pid_t child)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* A row comes out while the input stays open. */
static void test_flush_before_wait(void **state)
{
	static const char row[] = "a,b\n1,2\n";
	int to[2], from[2];
	char got[64];

	(void)state;
	assert_int_equal(pipe2(to, O_CLOEXEC), 0);
	assert_int_equal(pipe2(from, O_CLOEXEC), 0);
	pid_t child = copier(to[0], from[1], to[1]);
	close(to[0]);
	close(from[1]);
	assert_int_equal(write(to[1], row, strlen(row)), (ssize_t)strlen(row));
	struct pollfd ask = { .fd = from[0], .events = POLLIN };
	assert_int_equal(poll(&ask, 1, 20000), 1);
	ssize_t n = read(from[0], got, sizeof got);
	assert_int_equal(n, (ssize_t)strlen(row));
	assert_memory_equal(got, row, strlen(row));
	close(to[1]);
	assert_int_equal(status_of(child), 0);
	close(from[0]);
}

/* A full disk that is met by the flush inside a read is a write fault; met at the end, the close says so. */
static void test_full(void **state)
{
	static const char rows[] = "a,b\n1,2\n\"open\n";
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC), to[2];

	(void)state;
	if (full < 0) {
		print_message("# skipped: no /dev/full\n");
		return;
	}
	for (size_t len = 8; len <= strlen(rows); len += 6) {   /* waiting for a row, and inside one */
		assert_int_equal(pipe2(to, O_CLOEXEC), 0);
		pid_t child = copier(to[0], full, to[1]);
		assert_int_equal(write(to[1], rows, len), (ssize_t)len);
		assert_int_equal(status_of(child), STREAM_WRITE);
		close(to[0]);
		close(to[1]);
	}
	int fd = memfd_create("in", 0);
	assert_int_equal(write(fd, rows, 8), 8);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(status_of(copier(fd, full, -1)), 77);
	close(fd);
	close(full);
}

static void test_bad_read(void **state)
{
	int folder = open("/", O_RDONLY | O_CLOEXEC);
	struct stream_in *in = stream_in_fd(folder, "in");

	(void)state;
	assert_int_equal(stream_read(in), STREAM_ERROR);
	assert_int_equal(stream_in_fault(in), STREAM_READ);
	assert_string_equal(stream_in_error(in), "cannot read in: Is a directory");
	stream_in_close(in);
	assert_null(stream_in_open("/"));
	assert_int_equal(errno, EISDIR);
	assert_null(stream_in_open("/nonexistent/file"));
	assert_int_equal(errno, ENOENT);
}

/* -o FILE is whole or absent. */
static void test_file_whole_or_absent(void **state)
{
	char folder[] = "/tmp/stream_test.XXXXXX", path[64];

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/out.csv", folder);
	struct stream_out *out = stream_out_open(path, STREAM_CSV);
	struct field f = { "1", 1 };
	assert_non_null(out);
	assert_int_equal(stream_out_fields(out, &f, 1), 0);
	assert_int_equal(stream_out_flush(out), 0);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(stream_out_close(out, false), 0);
	assert_int_equal(access(path, F_OK), -1);
	out = stream_out_open(path, STREAM_CSV);
	assert_int_equal(stream_out_fields(out, &f, 1), 0);
	assert_int_equal(stream_out_close(out, true), 0);
	assert_int_equal(access(path, F_OK), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);             /* nothing else is left in it */
	assert_null(stream_out_open("/nonexistent/out.csv", STREAM_CSV));
	assert_int_equal(errno, ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bare), cmocka_unit_test(test_framed), cmocka_unit_test(test_cut),
		cmocka_unit_test(test_frame_misused), cmocka_unit_test(test_odd_lines), cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_records), cmocka_unit_test(test_ndjson), cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_too_many_columns), cmocka_unit_test(test_verbatim),
		cmocka_unit_test(test_formats_both_ways), cmocka_unit_test(test_row_like_a_record),
		cmocka_unit_test(test_numbers), cmocka_unit_test(test_flush_before_wait), cmocka_unit_test(test_full),
		cmocka_unit_test(test_bad_read), cmocka_unit_test(test_file_whole_or_absent),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
