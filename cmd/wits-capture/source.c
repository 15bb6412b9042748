/*
 * source.c - opening and reading where the bytes come from; see source.h.
 */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool open_standard(struct source *s, const char *operand, char why[SOURCE_WHY])
{
	(void)operand;
	(void)why;
	s->fd = STDIN_FILENO;
	s->name = "<stdin>";
	return true;
}

static bool open_file(struct source *s, const char *operand, char why[SOURCE_WHY])
{
	s->fd = open(operand, O_RDONLY | O_CLOEXEC);
	if (s->fd >= 0)
		return true;
	snprintf(why, SOURCE_WHY, "cannot open %.180s: %s", operand, strerror(errno));
	return false;
}

/* By how the operand begins; the last row takes every other one. */
static const struct source_kind {
	const char *prefix;
	bool whole;             /* the prefix is all of the operand */
	bool (*open)(struct source *, const char *, char[SOURCE_WHY]);
} kinds[] = {
	{ "-", true, open_standard },
	{ "", false, open_file },
};

bool source_open(struct source *s, const char *operand, char why[SOURCE_WHY])
{
	const struct source_kind *kind = kinds;
	struct stat about;

	*s = (struct source){ .fd = -1, .name = operand, .size = -1 };
	while (kind->whole ? strcmp(operand, kind->prefix) != 0 : strncmp(operand, kind->prefix, strlen(kind->prefix)) != 0)
		kind++;
	if (!kind->open(s, operand, why))
		return false;
	if (fstat(s->fd, &about) < 0) {
		snprintf(why, SOURCE_WHY, "cannot read %.180s: %s", s->name, strerror(errno));
		return false;
	}
	if (S_ISDIR(about.st_mode)) {
		snprintf(why, SOURCE_WHY, "cannot read %.180s: %s", s->name, strerror(EISDIR));
		return false;
	}
	if (S_ISREG(about.st_mode)) {
		s->never_waits = true;
		s->size = (int64_t)about.st_size;
	}
	return true;
}

bool source_waits(const struct source *s)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };

	return !s->never_waits && poll(&p, 1, 0) == 0;
}

ssize_t source_read(struct source *s, char *to, size_t room)
{
	ssize_t n;

	do
		n = read(s->fd, to, room);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		s->taken += (uint64_t)n;
	return n;
}

void source_close(struct source *s)
{
	if (s->fd > STDIN_FILENO)
		close(s->fd);
	s->fd = -1;
}
