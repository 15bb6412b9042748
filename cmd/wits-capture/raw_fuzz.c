/*
 * raw_fuzz.c - any bytes as a raw file: the reader accounts for every byte, and a start on that file keeps every chunk the
 * reader had found and adds its own.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "raw.h"

struct seen { uint64_t hash, chunks, bytes, skipped, last_len; int end; };

static void add(struct seen *seen, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < len; i++)
		seen->hash = (seen->hash ^ p[i]) * 1099511628211u;
}

/* Reads all but the last `less` chunks into the hash. */
static struct seen read_all(int fd, uint64_t upto)
{
	struct seen seen = { .hash = 14695981039346656037u };
	struct raw_reader *r = raw_reader_open(dup(fd));
	struct raw_chunk c;

	if (!r || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	while ((seen.end = raw_reader_next(r, &c)) > 0) {
		if (strlen(c.peer) == 0 || strlen(c.peer) >= RAW_PEER || c.len > RAW_CHUNK_MAX)
			abort();
		seen.bytes += c.len;
		seen.last_len = c.len;
		if (seen.chunks++ >= upto)
			continue;
		add(&seen, &c.arrival, sizeof c.arrival);
		add(&seen, c.peer, sizeof c.peer - 1 < strlen(c.peer) ? sizeof c.peer - 1 : strlen(c.peer));
		add(&seen, c.bytes, c.len);
	}
	seen.skipped = raw_reader_skipped(r);
	if (seen.end < 0 && !*raw_reader_why(r))
		abort();
	raw_reader_close(r);
	return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *s, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *s, size_t len)
{
	static const char magic[] = "WITSRAW 1\n";
	char path[64], why[RAW_WHY];
	int fd = memfd_create("raw", 0);
	struct seen before, after;
	struct raw *r;

	if (fd < 0 || write(fd, magic, sizeof magic - 1) < 0 || write(fd, s, len) < 0)
		abort();
	before = read_all(fd, UINT64_MAX);
	if (before.end != 0 || before.bytes + before.skipped > len)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	r = raw_open(path, 0, why);
	/* The year of the first chunk may be so far off that its file cannot be moved; then all stays as it was. */
	if (r && (!raw_put(r, -1e14, "fuzz", "abc", 3) || !raw_close(r)))
		abort();
	after = read_all(fd, before.chunks);
	if (after.end != 0 || after.hash != before.hash || after.chunks != before.chunks + (r ? 1 : 0))
		abort();
	close(fd);
	return 0;
}
