/*
 * witsml_fuzz.c - any bytes as a WITSML file: nothing breaks, rows are as wide as their columns, faults have a reason.
 *
 * The first byte says which logs are picked, and whether the file comes with its first bytes read already; the rest is the
 * file.
 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "layout.h"
#include "num.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_log(struct log *log)
{
	struct text why = { 0 };
	struct layout layout = { 0 };
	struct layout_plan plan = { .torque_psi = 1, .by_depth = log->index_kind == INDEX_DEPTH, .keep = true };
	enum log_status status;
	size_t bytes = 0;

	if (log->n <= 0 || log->index < 0 || log->index >= log->n)
		abort();
	for (int k = 0; k < log->n; k++)
		if (!log->column[k].name)
			abort();
	if (!layout_find(&layout, log, &plan, &why) && why.len == 0)
		abort();
	while ((status = witsmllog.next(log)) == LOG_OK)
		for (int k = 0; k < log->n; k++)
			for (size_t i = 0; i < log->f[k].len; i++)
				bytes += (unsigned char)log->f[k].text[i];      /* each can be read */
	if (bytes == SIZE_MAX || status == LOG_READ || status == LOG_WRITE)
		abort();
	if (status == LOG_DATA && log->why.len == 0)
		abort();
	layout_free(&layout);
	text_free(&why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const picks[] = { NULL, "1", "2", "A" };
	struct log_settings settings = { 0 };
	enum log_status status;
	struct log log;
	size_t begun;
	int fd;

	if (size == 0)
		return 0;
	settings.pick = picks[data[0] & 3];
	begun = data[0] & 4 && size > 1 ? size / 2 : 1;
	if (begun > 65536)
		begun = 65536;
	settings.begun = (const char *)data + 1;
	settings.begun_size = begun - 1;
	fd = memfd_create("log", MFD_CLOEXEC);
	if (fd < 0 || write(fd, data + begun, size - begun) != (ssize_t)(size - begun) || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	status = witsmllog.open(&log, fd, "log", &settings);
	while (status == LOG_OK) {
		read_log(&log);
		status = log.why.len > 0 ? LOG_DATA : witsmllog.again(&log);
	}
	if (status == LOG_DATA && log.why.len == 0)
		abort();
	witsmllog.close(&log);
	return 0;
}
