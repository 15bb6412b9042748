/*
 * las_fuzz.c - any bytes as a LAS file: nothing breaks, each row has a value for each column, names and texts are UTF-8, and
 * what is refused has a reason. The first byte says how the log is to be laid out.
 */
#include <jansson.h>
#include <math.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "layout.h"
#include "sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must_be_utf8(const char *s, size_t len)
{
	json_t *text = json_stringn(s, len);

	if (!text)
		abort();
	json_decref(text);
}

static void check_row(const struct log *log)
{
	for (int k = 0; k < log->n; k++)
		must_be_utf8(log->f[k].text, log->f[k].len);
	if (log->line == 0)
		abort();
}

static void read_rows(struct log *log, const struct layout *layout, int columns)
{
	struct clock clock = { .zone = { .name = "UTC" }, .start = NAN };
	struct sample sample;
	struct nulls nulls;
	enum log_status status;

	nulls_default(&nulls);
	if (!sample_init(&sample, columns))
		abort();
	while ((status = laslog.next(log)) == LOG_OK) {
		check_row(log);
		if (!sample_make(&sample, layout, log, &clock, &nulls) && sample.why.len == 0)
			abort();
	}
	if ((status == LOG_DATA && log->why.len == 0) || (status != LOG_DATA && status != LOG_END))
		abort();
	sample_free(&sample);
}

static void check_header(const struct log *log)
{
	for (int k = 0; k < log->n; k++) {
		must_be_utf8(log->column[k].name, strlen(log->column[k].name));
		must_be_utf8(log->column[k].about, strlen(log->column[k].about));
	}
	must_be_utf8(log->well, strlen(log->well));
	must_be_utf8(log->field, strlen(log->field));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct log_settings settings = { 0 };
	struct text why = { 0 };
	struct outline outline = { 0 };
	struct layout layout = { 0 };
	struct log log;
	int fd;

	if (size == 0)
		return 0;
	fd = memfd_create("log", MFD_CLOEXEC);
	if (fd < 0 || write(fd, data + 1, size - 1) != (ssize_t)(size - 1) || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	if (laslog.open(&log, fd, "log", &settings) == LOG_OK) {
		struct layout_plan plan = { .keep = data[0] & 1, .torque_psi = NAN, .by_depth = data[0] & 4 };

		plan.added[CH_BIT_DEPTH] = plan.by_depth;
		check_header(&log);
		if (layout_find(&layout, &log, &plan, &why) && layout_place(&layout, &outline, &log, &plan))
			read_rows(&log, &layout, outline.n);
		else if (why.len == 0)
			abort();
		layout_free(&layout);
	} else if (log.why.len == 0) {
		abort();
	}
	laslog.close(&log);
	outline_free(&outline);
	text_free(&why);
	return 0;
}
