/*
 * input.c - see input.h.
 */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "die.h"
#include "formats.h"
#include "unzstd.h"

static int open_file(const char *path, int64_t *size)
{
	struct stat about;
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		die(EX_NOINPUT, "cannot open %s: %s", path, strerror(errno));
	if (fstat(fd, &about) < 0 || S_ISDIR(about.st_mode))
		die(EX_NOINPUT, "cannot read %s: %s", path, strerror(S_ISDIR(about.st_mode) ? EISDIR : errno));
	*size = S_ISREG(about.st_mode) ? about.st_size : -1;
	return fd;
}

static enum log_status read_some(struct input *in, const struct log_settings *set, size_t *read_now)
{
	struct pollfd ask = { .fd = in->fd, .events = POLLIN };
	ssize_t n;

	if (poll(&ask, 1, 0) == 0 && set->before_wait(set->tied) < 0)
		return LOG_WRITE;
	do
		n = read(in->fd, in->begun + in->begun_size, FORMATS_BEGIN - in->begun_size);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return LOG_READ;
	*read_now = (size_t)n;
	in->begun_size += (size_t)n;
	return LOG_OK;
}

/* The format of zstd data, by their first 64 KiB unpacked. Lines unpack themselves (lines.h); XML does not. */
static const struct log_format *packed_format(const struct input *in, bool whole)
{
	struct unzstd *z = unzstd_new();
	char *plain = xrealloc(NULL, FORMATS_BEGIN, 1);
	const struct log_format *found;
	size_t room = 0, size = 0, n = 0;
	char *to = z ? unzstd_room(z, &room) : NULL;

	if (!z || room < in->begun_size)
		die(EX_OSERR, "out of memory");
	memcpy(to, in->begun, in->begun_size);
	unzstd_fed(z, in->begun_size);
	while (size < FORMATS_BEGIN && unzstd_take(z, plain + size, FORMATS_BEGIN - size, &n) && n > 0)
		size += n;
	unzstd_free(z);
	found = formats_find(plain, size, whole || in->begun_size == FORMATS_BEGIN);
	free(plain);
	if (found == &witsmllog)
		die(EX_DATAERR, "%s is WITSML packed by zstd, which is not read so: unpack it first "
			"(zstd -dc FILE | wits-import)", in->name);
	return found;
}

static const struct log_format *find_format(const struct input *in, bool whole)
{
	switch (unzstd_is(in->begun, in->begun_size)) {
	case UNZSTD_YES:     return packed_format(in, whole);
	case UNZSTD_PERHAPS: return whole ? &csvlog : NULL;
	case UNZSTD_NO:      break;
	}
	return formats_find(in->begun, in->begun_size, whole);
}

enum log_status input_open(struct input *in, const char *path, const struct log_settings *set)
{
	enum log_status status = LOG_OK;

	*in = (struct input){ .name = strcmp(path, "-") == 0 ? "<stdin>" : path };
	in->fd = open_file(path, &in->size);
	in->begun = xrealloc(NULL, FORMATS_BEGIN, 1);
	while (!in->format && status == LOG_OK) {
		size_t n = 0;

		status = read_some(in, set, &n);
		in->format = find_format(in, n == 0);
	}
	return status;
}

/* What only other formats have is misuse. */
static void check_settings(const struct input *in, const struct log_settings *set)
{
	if (in->format != &csvlog && (set->columns || set->header))
		die(EX_USAGE, "%s is %s, which names its columns: leave out %s", in->name, in->format->name,
			set->columns ? "--columns" : "--header");
	if (!in->format->again && set->pick)
		die(EX_USAGE, "%s is %s, which is one log: leave out --log", in->name, in->format->name);
}

enum log_status input_start(struct input *in, struct log *log, struct log_settings *set)
{
	enum log_status status;

	check_settings(in, set);
	set->begun = in->begun;
	set->begun_size = in->begun_size;
	status = in->format->open(log, in->fd, in->name, set);
	free(in->begun);
	in->begun = NULL;
	set->begun = NULL;
	set->begun_size = 0;
	return status;
}
