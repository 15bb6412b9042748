/* spool_file.c - the file that a spool appends to; see spool_file.h. */
#include "spool_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"

enum { BLOCK = 64 * 1024 };

/* Closes a descriptor and keeps errno. */
static void drop(int fd)
{
	int saved = errno;

	close(fd);
	errno = saved;
}

bool spool_file_sync(struct spool_file *f)
{
	if (f->fd < 0 || !f->dirty)
		return true;
	if (fdatasync(f->fd) != 0 && errno != EINVAL)
		return false;
	f->dirty = false;
	return true;
}

bool spool_file_close(struct spool_file *f)
{
	bool fine = f->no_sync || spool_file_sync(f);
	int saved = errno;

	if (f->fd >= 0 && close(f->fd) != 0 && fine) {
		saved = errno;
		fine = false;
	}
	f->fd = -1;
	f->dirty = f->cut = false;
	errno = saved;
	return fine;
}

static bool cut_back(struct spool_file *f)
{
	f->cut = ftruncate(f->fd, f->size) != 0;
	return !f->cut;
}

bool spool_file_put(struct spool_file *f, const char *lines, size_t len, size_t *wrote)
{
	size_t at = 0;
	int saved;

	*wrote = 0;
	if (f->cut && !cut_back(f))
		return false;
	while (at < len) {
		ssize_t n = write(f->fd, lines + at, len - at);

		if (n > 0)
			at += (size_t)n;
		else if (n == 0 || errno != EINTR)
			break;
	}
	saved = at < len && errno == 0 ? EIO : errno;
	f->dirty |= at > 0;
	if (at < len) {
		const char *lf = memrchr(lines, '\n', at);

		*wrote = lf ? (size_t)(lf - lines) + 1 : 0;
	} else {
		*wrote = len;
	}
	f->size += (off_t)*wrote;
	if (*wrote < at)
		cut_back(f);
	errno = saved;
	return at == len;
}

/* Where the last whole line of a file ends: an unfinished one does not count, nor NULs, which a loss of power leaves. */
static bool find_end(int fd, off_t size, off_t *end)
{
	static char block[BLOCK];
	bool padding = true;

	while (size > 0) {
		size_t n = size < BLOCK ? (size_t)size : BLOCK, k = n;

		if (pread(fd, block, n, size - (off_t)n) != (ssize_t)n)
			return false;
		while (padding && k > 0 && block[k - 1] == '\0')
			k--;
		padding = k == 0;
		const char *lf = memrchr(block, '\n', k);
		if (lf) {
			*end = size - (off_t)n + (lf - block) + 1;
			return true;
		}
		size -= (off_t)n;
	}
	*end = 0;
	return true;
}

/* Whether the file begins with this header line; an empty one may still get it. */
static bool has_header(int fd, off_t size, const char *header, size_t len)
{
	char *first;
	bool same;

	if (size == 0)
		return true;
	if ((off_t)len >= size || !(first = malloc(len + 1)))
		return false;
	same = pread(fd, first, len + 1, 0) == (ssize_t)len + 1 && memcmp(first, header, len) == 0 && first[len] == '\n';
	free(first);
	return same;
}

static bool put_header(struct spool_file *f, const char *header, size_t len)
{
	char *line = malloc(len + 1);
	size_t wrote;
	bool fine = line != NULL;

	if (fine) {
		memcpy(line, header, len);
		line[len] = '\n';
		fine = spool_file_put(f, line, len + 1, &wrote) &&
			(f->no_sync || (spool_file_sync(f) && folder_sync(f->folder) == 0));
	}
	int saved = errno;
	free(line);
	errno = saved;
	return fine;
}

enum found { FOUND, OTHER, FAILED };

/* Goes on with a file that is there, if it is of this header. */
static enum found go_on(struct spool_file *f, const char *header, size_t len)
{
	struct stat about;
	off_t end;

	f->fd = openat(f->folder, f->name, O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (f->fd < 0)
		return FAILED;
	if (fstat(f->fd, &about) != 0 || (!S_ISREG(about.st_mode) && (errno = EINVAL)) ||
	    !find_end(f->fd, about.st_size, &end)) {
		drop(f->fd);
		f->fd = -1;
		return FAILED;
	}
	if (!has_header(f->fd, end, header, len)) {
		close(f->fd);
		f->fd = -1;
		return OTHER;
	}
	f->size = end;
	f->cut = end < about.st_size;
	f->torn += f->cut;
	if ((f->cut && !cut_back(f)) || (end == 0 && !put_header(f, header, len))) {
		drop(f->fd);
		f->fd = -1;
		return FAILED;
	}
	return FOUND;
}

static bool make(struct spool_file *f, const char *header, size_t len)
{
	f->fd = openat(f->folder, f->name, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (f->fd < 0)
		return false;
	f->size = 0;
	f->cut = false;
	if (put_header(f, header, len))
		return true;
	unlinkat(f->folder, f->name, 0);        /* a file without a header must not stay: errno is that of the header */
	drop(f->fd);
	f->fd = -1;
	return false;
}

bool spool_file_turn(struct spool_file *f, int64_t day, const char *header, size_t len)
{
	struct spoolday *all, last = { .day = day };
	size_t n;

	if (!spool_file_close(f) || !spooldays_list(f->folder, &all, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (all[i].day == day)
			last = all[i];
	free(all);
	f->at = last;
	if (last.plain) {
		spoolday_name(&f->at, false, f->name);
		enum found found = go_on(f, header, len);
		if (found != OTHER)
			return found == FOUND;
	}
	f->at.part = last.part + 1;
	spoolday_name(&f->at, false, f->name);
	return make(f, header, len);
}

bool spool_file_continue(struct spool_file *f, const char *header, size_t len)
{
	spoolday_name(&f->at, false, f->name);
	return go_on(f, header, len) != FAILED;
}
