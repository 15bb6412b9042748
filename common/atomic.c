/*
 * atomic.c - a file that is whole or absent.
 *
 * The temporary file lies in the folder of its place, because only a rename within one file system is atomic.
 * It is made with O_EXCL and the usual mode, so the umask of the caller holds; a file that is replaced keeps
 * its mode. A path that is no regular file (/dev/null, a FIFO) is written straight: renaming over it would
 * replace the device.
 */
#include "atomic.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder of path ("." when it has none), malloc'd. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return strdup(".");
	return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static void forget(struct atomic *a)
{
	int saved = errno;

	if (a->fd >= 0)
		close(a->fd);
	if (a->temporary)
		unlinkat(a->at, a->temporary, 0);
	free(a->temporary);
	free(a->path);
	*a = (struct atomic){ .fd = -1, .at = AT_FDCWD };
	errno = saved;
}

static int open_temporary(struct atomic *a, mode_t mode)
{
	const char *slash = strrchr(a->path, '/');
	const char *base = slash ? slash + 1 : a->path;
	char *folder;

	if (!*base) {
		errno = EISDIR;
		return -1;
	}
	folder = folder_of(a->path);
	if (!folder)
		return -1;
	for (unsigned k = 0; k < 1000; k++) {
		if (asprintf(&a->temporary, "%s/.%.200s.%ld.%u", folder, base, (long)getpid(), k) < 0) {
			a->temporary = NULL;
			break;
		}
		a->fd = openat(a->at, a->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (a->fd >= 0 || errno != EEXIST)
			break;
		free(a->temporary);
		a->temporary = NULL;
	}
	free(folder);
	if (a->fd < 0) {
		free(a->temporary);
		a->temporary = NULL;
		return -1;
	}
	return mode ? fchmod(a->fd, mode) : 0;
}

int atomic_open(struct atomic *a, const char *path)
{
	struct stat st;
	mode_t mode = 0;
	bool there;

	*a = (struct atomic){ .fd = -1, .at = AT_FDCWD };
	there = stat(path, &st) == 0;
	if (there && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return -1;
	}
	/* Through a symbolic link the file it names is replaced, not the link. A pipe behind /dev/stdout has no real path. */
	a->path = there && S_ISREG(st.st_mode) ? realpath(path, NULL) : strdup(path);
	if (!a->path)
		return -1;
	if (there && !S_ISREG(st.st_mode)) {
		a->fd = open(a->path, O_WRONLY | O_CLOEXEC);
	} else {
		if (there)
			mode = st.st_mode & 0777;
		if (open_temporary(a, mode) == 0)
			return 0;
	}
	if (a->fd >= 0 && !a->temporary)
		return 0;
	forget(a);
	return -1;
}

int atomic_open_at(struct atomic *a, int folder, const char *name)
{
	*a = (struct atomic){ .fd = -1, .at = folder };
	if (strchr(name, '/')) {
		errno = EINVAL;
		return -1;
	}
	a->path = strdup(name);
	if (a->path && open_temporary(a, 0) == 0)
		return 0;
	forget(a);
	return -1;
}

/* The name a file system without RENAME_NOREPLACE gets: a link fails when the place is taken. */
static int rename_exclusive(int at, const char *from, const char *to)
{
	if (renameat2(at, from, at, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (linkat(at, from, at, to, 0) != 0)
		return -1;
	return unlinkat(at, from, 0);
}

static int sync_folder(int at, const char *path)
{
	char *folder = folder_of(path);
	int fd, status, saved;

	if (!folder)
		return -1;
	fd = openat(at, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (fd < 0)
		return errno == EACCES ? 0 : -1;        /* a folder one may write but not list */
	status = fsync(fd);
	if (status != 0 && errno == EINVAL)
		status = 0;                             /* a file system that has no such thing */
	saved = errno;
	close(fd);
	errno = saved;
	return status;
}

int atomic_publish(struct atomic *a, bool exclusive)
{
	int fd = a->fd, status;

	if (!a->temporary) {
		a->fd = -1;
		status = close(fd);
		if (status == 0 && exclusive) {
			errno = EEXIST;
			status = -1;
		}
		forget(a);
		return status;
	}
	status = fsync(fd);
	if (status == 0) {
		a->fd = -1;
		status = close(fd);
	}
	if (status == 0)
		status = exclusive ? rename_exclusive(a->at, a->temporary, a->path) :
			renameat(a->at, a->temporary, a->at, a->path);
	if (status == 0) {
		free(a->temporary);
		a->temporary = NULL;
		status = sync_folder(a->at, a->path);
	}
	forget(a);
	return status;
}

void atomic_discard(struct atomic *a)
{
	forget(a);
}

int write_all(int fd, const char *s, size_t len)
{
	while (len) {
		ssize_t n = write(fd, s, len);

		if (n > 0) {
			s += n;
			len -= (size_t)n;
		} else if (n == 0) {
			errno = EIO;
			return -1;
		} else if (errno == EAGAIN) {
			/* someone who shares the pipe made it non-blocking */
			struct pollfd p = { .fd = fd, .events = POLLOUT };

			if (poll(&p, 1, -1) < 0 && errno != EINTR)
				return -1;
		} else if (errno != EINTR) {
			return -1;
		}
	}
	return 0;
}

/* Reads to the end of fd; the buffer in *s stays the caller's to free. */
static int read_to_end(int fd, size_t max, char **s, size_t *len)
{
	size_t cap = 0;

	for (;;) {
		ssize_t n;

		if (*len + 1 >= cap) {
			char *more;

			cap = cap ? cap * 2 : 8192;
			more = realloc(*s, cap);
			if (!more)
				return -1;
			*s = more;
		}
		n = read(fd, *s + *len, cap - *len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		*len += (size_t)n;
		if (*len > max) {
			errno = EFBIG;
			return -1;
		}
	}
	(*s)[*len] = '\0';
	return 0;
}

char *read_whole(const char *path, size_t max, size_t *len)
{
	char *s = NULL;
	size_t n = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC), status, saved;

	if (fd < 0)
		return NULL;
	status = read_to_end(fd, max, &s, &n);
	saved = errno;
	close(fd);
	if (status != 0) {
		free(s);
		errno = saved;
		return NULL;
	}
	*len = n;
	return s;
}
