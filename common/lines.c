/* lines.c - physical lines from a file descriptor; see lines.h. */
#include "lines.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unzstd.h"

enum { READ_SIZE = 64 * 1024, PIPE_SIZE = 256 * 1024 };

bool lines_open(struct lines *lines, int fd)
{
	struct stat about;

	*lines = (struct lines){ .fd = fd, .capacity = 2 * READ_SIZE };
	lines->buffer = malloc(lines->capacity);
	if (lines->buffer && fstat(fd, &about) == 0 && S_ISFIFO(about.st_mode))
		(void)fcntl(fd, F_SETPIPE_SZ, PIPE_SIZE);       /* faster where the limit allows it; else as it was */
	return lines->buffer != NULL;
}

void lines_begin(struct lines *lines, const char *bytes, size_t size)
{
	if (size == 0)
		return;
	memcpy(lines->buffer, bytes, size);
	lines->stop = size;
	lines->taken = size;
}

void lines_close(struct lines *lines)
{
	free(lines->buffer);
	lines->buffer = NULL;
	unzstd_free(lines->unpack);
	lines->unpack = NULL;
	if (lines->fd > STDIN_FILENO)
		close(lines->fd);
}

static bool would_wait(int fd)
{
	struct pollfd ask = { .fd = fd, .events = POLLIN };

	return poll(&ask, 1, 0) == 0;
}

/* Reads once; what came is added to *stop. */
static enum line_status read_into(struct lines *lines, char *to, size_t room, size_t *stop)
{
	ssize_t n;

	if (lines->before_wait && would_wait(lines->fd) && lines->before_wait(lines->tied) < 0)
		return LINE_WRITE;
	do
		n = read(lines->fd, to, room);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return LINE_READ;
	if (n == 0)
		lines->at_end = true;
	*stop += (size_t)n;
	lines->taken += (uint64_t)n;
	return LINE_OK;
}

/* Unpacks more behind what there is, reading as far as that takes. */
static enum line_status unpack(struct lines *lines)
{
	for (;;) {
		size_t n = 0, room, came = 0;
		char *to;
		enum line_status status;

		if (!unzstd_take(lines->unpack, lines->buffer + lines->stop, READ_SIZE, &n))
			return LINE_PACKED;
		lines->stop += n;
		if (n > 0)
			return LINE_OK;
		to = unzstd_room(lines->unpack, &room);
		status = read_into(lines, to, room, &came);
		if (status != LINE_OK)
			return status;
		unzstd_fed(lines->unpack, came);
		if (lines->at_end)
			return unzstd_whole(lines->unpack) ? LINE_OK : LINE_CUT;
	}
}

/* Reads more behind what there is; the bytes from `start` on stay in order but may move. */
static enum line_status fill(struct lines *lines)
{
	if (lines->start > 0 && lines->stop + READ_SIZE > lines->capacity) {
		memmove(lines->buffer, lines->buffer + lines->start, lines->stop - lines->start);
		lines->stop -= lines->start;
		lines->next -= lines->start;
		lines->start = 0;
	}
	if (lines->stop + READ_SIZE > lines->capacity) {
		char *grown = realloc(lines->buffer, lines->capacity * 2);
		if (!grown)
			return LINE_MEMORY;
		lines->buffer = grown;
		lines->capacity *= 2;
	}
	return lines->unpack ? unpack(lines) : read_into(lines, lines->buffer + lines->stop, READ_SIZE, &lines->stop);
}

/* Whether the input is zstd data: by its first bytes, before any line is handed out. */
static enum line_status look(struct lines *lines)
{
	enum unzstd_guess guess;
	size_t room;
	char *to;

	while ((guess = unzstd_is(lines->buffer, lines->stop)) == UNZSTD_PERHAPS && !lines->at_end) {
		enum line_status status = fill(lines);
		if (status != LINE_OK)
			return status;
	}
	if (guess != UNZSTD_YES)
		return LINE_OK;
	lines->unpack = unzstd_new();
	if (!lines->unpack)
		return LINE_MEMORY;
	to = unzstd_room(lines->unpack, &room);
	memcpy(to, lines->buffer, lines->stop);         /* READ_SIZE or LINES_BEGUN at most: it fits */
	unzstd_fed(lines->unpack, lines->stop);
	lines->stop = 0;
	return LINE_OK;
}

/* Finds the end of the physical line that begins at `from` (an offset from start); sets next. */
static enum line_status find_end(struct lines *lines, size_t from, size_t *end)
{
	size_t searched = from;

	for (;;) {
		char *lf = memchr(lines->buffer + lines->start + searched, '\n', lines->stop - lines->start - searched);
		if (lf) {
			*end = (size_t)(lf - lines->buffer) - lines->start;
			lines->next = (size_t)(lf - lines->buffer) + 1;
			lines->whole = true;
			break;
		}
		searched = lines->stop - lines->start;
		if (searched > LINE_MAX_BYTES)
			return LINE_LONG;
		if (lines->at_end) {
			if (searched == from || lines->whole_only)
				return LINE_END;
			*end = searched;
			lines->next = lines->stop;
			lines->whole = false;
			break;
		}
		enum line_status status = fill(lines);
		if (status != LINE_OK)
			return status;
	}
	return *end > LINE_MAX_BYTES ? LINE_LONG : LINE_OK;
}

/* The line up to `end`; its bytes before `from` have been looked at already. */
static enum line_status hand_out(struct lines *lines, size_t from, size_t end)
{
	lines->line = lines->buffer + lines->start;
	lines->len = end;
	while (lines->len > 0 && lines->line[lines->len - 1] == '\r')
		lines->len--;
	return lines->len > from && memchr(lines->line + from, '\0', lines->len - from) ? LINE_NUL : LINE_OK;
}

enum line_status lines_next(struct lines *lines)
{
	bool first = lines->last_number == 0;
	size_t end;
	enum line_status status;

	if (first && (status = look(lines)) != LINE_OK) {
		lines->number = 1;
		return status;
	}
	lines->start = lines->next;
	lines->number = ++lines->last_number;
	status = find_end(lines, 0, &end);
	if (status != LINE_OK)
		return status;
	if (first && end >= 3 && memcmp(lines->buffer + lines->start, "\xef\xbb\xbf", 3) == 0) {
		lines->start += 3;
		end -= 3;
	}
	return hand_out(lines, 0, end);
}

enum line_status lines_extend(struct lines *lines)
{
	size_t from = lines->next - lines->start, end;
	enum line_status status;

	if (!lines->whole)
		return LINE_END;
	status = find_end(lines, from, &end);
	if (status != LINE_OK)
		return status;
	lines->last_number++;
	return hand_out(lines, from, end);
}

const char *lines_why(enum line_status status)
{
	switch (status) {
	case LINE_LONG:   return "the line is longer than 1 MiB";
	case LINE_NUL:    return "the line has a NUL byte; the input must be text";
	case LINE_READ:   return "cannot read";
	case LINE_WRITE:  return "cannot write";
	case LINE_MEMORY: return "out of memory";
	case LINE_PACKED: return "the zstd data are damaged";
	case LINE_CUT:    return "the zstd data stop before their end; the file was cut";
	case LINE_END:    return "the input ends";
	case LINE_OK:     break;
	}
	return "";
}
