/*
 * raw_read.c - reads raw files chunk by chunk, over damage; see raw.h.
 *
 * A chunk counts when its head, its length and the LF behind it agree. What does not is passed over up to the next place where
 * a line begins like a head and the chunk there is whole and ends where a chunk begins, or the file.
 */
#include "raw.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "num.h"

enum {
	HEAD_MAX = 24 + RAW_PEER + 24,          /* "@ARRIVAL PEER LENGTH" LF */
	CHUNK_MAX = HEAD_MAX + RAW_CHUNK_MAX + 2, /* with its LF and the byte after it */
	BUFFER = 2 * CHUNK_MAX
};
static const char magic[] = "WITSRAW 1\n";
enum { MAGIC = sizeof magic - 1 };

struct raw_reader {
	int fd;
	bool begun, ended;
	size_t at, end;                         /* bytes not yet looked at are buffer[at..end) */
	uint64_t before, good, skipped;         /* bytes before the buffer; end of the last whole chunk */
	char why[RAW_WHY];
	char buffer[BUFFER];
};
struct head { double arrival; const char *peer; size_t peer_len, len, size; };

bool raw_is(const char *bytes, size_t len)
{
	return len >= MAGIC && memcmp(bytes, magic, MAGIC) == 0;
}

struct raw_reader *raw_reader_open(int fd)
{
	struct raw_reader *r = malloc(sizeof *r);

	if (r) {
		memset(r, 0, offsetof(struct raw_reader, buffer));
		r->fd = fd;
	}
	return r;
}

/* Reads until n bytes are there, or the file ends. False on an error. */
static bool fill(struct raw_reader *r, size_t n)
{
	if (BUFFER - r->at < n) {
		memmove(r->buffer, r->buffer + r->at, r->end - r->at);
		r->before += r->at;
		r->end -= r->at;
		r->at = 0;
	}
	while (r->end - r->at < n && !r->ended) {
		ssize_t got = read(r->fd, r->buffer + r->end, BUFFER - r->end);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			snprintf(r->why, sizeof r->why, "cannot read: %s", strerror(errno));
			return false;
		}
		if (got == 0)
			r->ended = true;
		r->end += (size_t)got;
	}
	return true;
}

static bool read_length(const char *s, size_t n, size_t *len)
{
	*len = 0;
	if (n == 0 || n > 7 || (n > 1 && s[0] == '0'))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*len = *len * 10 + (size_t)(s[i] - '0');
	}
	return *len <= RAW_CHUNK_MAX;
}

/* The head at s[0..n). */
static bool read_head(const char *s, size_t n, struct head *h)
{
	const char *lf = memchr(s, '\n', n < HEAD_MAX ? n : HEAD_MAX), *first, *second;

	if (!lf || s[0] != '@' || !(first = memchr(s, ' ', (size_t)(lf - s))))
		return false;
	second = memchr(first + 1, ' ', (size_t)(lf - first - 1));
	if (!second || !num_parse(s + 1, (size_t)(first - s - 1), &h->arrival) || s[1] == ' ')
		return false;
	h->peer = first + 1;
	h->peer_len = (size_t)(second - first - 1);
	for (const char *p = first + 1; p < second; p++)
		if (*p <= ' ' || *p > '~')
			return false;
	h->size = (size_t)(lf + 1 - s);
	return h->peer_len > 0 && h->peer_len < RAW_PEER && read_length(second + 1, (size_t)(lf - second - 1), &h->len);
}

/* Whether a whole chunk begins at `at`. sure: it must also end where a chunk begins, or with the file. */
static bool is_chunk(const struct raw_reader *r, size_t at, bool sure, struct head *h)
{
	const char *s = r->buffer + at;
	size_t n = r->end - at, size;

	if (!read_head(s, n, h))
		return false;
	size = h->size + h->len + 1;
	return n >= size && s[size - 1] == '\n' && (!sure || (n > size ? s[size] == '@' : r->ended));
}

/* Passes over damage: 1 at the next chunk, 0 at the end, -1 on an error. */
static int find_chunk(struct raw_reader *r, struct head *h)
{
	for (bool first = true;; first = false) {
		const char *lf;
		size_t pass;

		if (!fill(r, CHUNK_MAX))
			return -1;
		if (!first && is_chunk(r, r->at, true, h))
			return 1;
		if (r->at == r->end)
			return 0;
		lf = memmem(r->buffer + r->at, r->end - r->at, "\n@", 2);
		/* Without one the last byte may still be the LF of one. */
		pass = lf ? (size_t)(lf + 1 - r->buffer) - r->at : r->ended ? r->end - r->at : r->end - r->at - 1;
		r->at += pass;
		r->skipped += pass;
	}
}

int raw_reader_next(struct raw_reader *r, struct raw_chunk *c)
{
	struct head h;
	int found = 1;

	if (!r->begun) {
		if (!fill(r, MAGIC))
			return -1;
		if (!raw_is(r->buffer, r->end)) {
			snprintf(r->why, sizeof r->why, "no raw file: it does not begin with the line WITSRAW 1");
			return -1;
		}
		r->begun = true;
		r->at = r->good = MAGIC;
	}
	if (!fill(r, CHUNK_MAX))
		return -1;
	if (r->at == r->end)
		return 0;
	if (!is_chunk(r, r->at, false, &h))
		found = find_chunk(r, &h);
	if (found <= 0)
		return found;
	c->arrival = h.arrival;
	memcpy(c->peer, h.peer, h.peer_len);
	c->peer[h.peer_len] = '\0';
	c->bytes = r->buffer + r->at + h.size;
	c->len = h.len;
	r->at += h.size + h.len + 1;
	r->good = r->before + r->at;
	return 1;
}

const char *raw_reader_why(const struct raw_reader *r) { return r->why; }
uint64_t raw_reader_skipped(const struct raw_reader *r) { return r->skipped; }
uint64_t raw_reader_at(const struct raw_reader *r) { return r->good; }

void raw_reader_close(struct raw_reader *r)
{
	if (!r)
		return;
	(void)close(r->fd);     /* it was only read */
	free(r);
}
