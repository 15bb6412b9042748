/* lines.c - physical lines from a file descriptor; see lines.h. */
#include "lines.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

void lines_close(struct lines *lines)
{
	free(lines->buffer);
	lines->buffer = NULL;
	if (lines->fd > STDIN_FILENO)
		close(lines->fd);
}

static bool would_wait(int fd)
{
	struct pollfd ask = { .fd = fd, .events = POLLIN };

	return poll(&ask, 1, 0) == 0;
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
	if (lines->before_wait && would_wait(lines->fd) && lines->before_wait(lines->tied) < 0)
		return LINE_WRITE;
	for (;;) {
		ssize_t n = read(lines->fd, lines->buffer + lines->stop, READ_SIZE);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return LINE_READ;
		if (n == 0)
			lines->at_end = true;
		lines->stop += (size_t)n;
		lines->taken += (uint64_t)n;
		return LINE_OK;
	}
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
			if (searched == from)
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
	case LINE_END:    return "the input ends";
	case LINE_OK:     break;
	}
	return "";
}
