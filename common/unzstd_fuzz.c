/* unzstd_fuzz.c - any bytes behind the sign of zstd data as lines: read without harm, and to an end. */
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lines.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char sign[4] = { '\x28', '\xb5', '\x2f', '\xfd' };
	int fd = memfd_create("in", MFD_CLOEXEC);
	struct lines lines;
	enum line_status status;
	uint64_t bytes = 0;

	/* The first byte says how much of the sign stands before the others, and whether a last line needs its LF. */
	size_t n = size > 0 ? data[0] & 7 : 0;
	if (fd < 0 || write(fd, sign, n < 4 ? n : 4) < 0 || (size > 0 && write(fd, data + 1, size - 1) < 0) ||
	    lseek(fd, 0, SEEK_SET) != 0 || !lines_open(&lines, fd))
		abort();
	lines.whole_only = size > 0 && data[0] & 8;
	while ((status = lines_next(&lines)) == LINE_OK && bytes < (64u << 20))
		bytes += lines.len + 1;
	if (status == LINE_READ || status == LINE_WRITE)
		abort();
	lines_close(&lines);
	return 0;
}
