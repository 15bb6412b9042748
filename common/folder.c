/* folder.c - folders below one that the user named; see folder.h. */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(char why[FOLDER_WHY], const char *what, const char *words)
{
	snprintf(why, FOLDER_WHY, "%s: %s", what, words);
	return false;
}

bool folder_encode(struct text *out, const char *what, const char *name, char why[FOLDER_WHY])
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t from = out->len;

	if (!*name)
		return fail(why, what, "an empty name cannot be stored");
	for (const char *s = name; *s; s++) {
		if (strchr(plain, *s) && !(s == name && *s == '.'))
			text_put(out, *s);
		else
			text_format(out, "%%%02X", (unsigned)(unsigned char)*s);
	}
	if (out->failed)
		return fail(why, what, "out of memory");
	if (out->len - from > FOLDER_NAME_MAX) {
		snprintf(why, FOLDER_WHY, "%s: '%.60s...' needs %zu bytes as the name of a folder; a file system takes %d", what,
			name, out->len - from, FOLDER_NAME_MAX);
		return false;
	}
	return true;
}

static int hex(char c)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

bool folder_decode(const char *component, size_t len, char *to, size_t size)
{
	struct text again = { 0 };
	char why[FOLDER_WHY];
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		char c = component[i];

		if (c == '%') {
			int high = len - i > 2 ? hex(component[i + 1]) : -1, low = len - i > 2 ? hex(component[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		}
		if (n + 1 >= size || !c)
			return false;
		to[n++] = c;
	}
	to[n] = '\0';
	bool same = folder_encode(&again, "", to, why) && again.len == len && memcmp(again.s, component, len) == 0;
	text_free(&again);
	return same;
}

int folder_open(int at, const char *name, int more)
{
	return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | more);
}

int folder_sync(int fd)
{
	return fsync(fd) == 0 || errno == EINVAL ? 0 : -1;
}

/* Makes a folder durable in the one that holds it. 0 or -1 and errno. */
static int sync_parent(const char *path)
{
	char *copy = strdup(path);
	size_t len = copy ? strlen(copy) : 0;
	int fd, status, saved;

	if (!copy)
		return -1;
	while (len > 1 && copy[len - 1] == '/')
		len--;
	while (len > 0 && copy[len - 1] != '/')
		len--;
	copy[len] = '\0';
	fd = folder_open(AT_FDCWD, len ? copy : ".", 0);
	free(copy);
	if (fd < 0)
		return errno == EACCES ? 0 : -1;        /* one may write it but not list it */
	status = folder_sync(fd);
	saved = errno;
	close(fd);
	errno = saved;
	return status;
}

int folder_make(const char *path)
{
	if (mkdir(path, 0777) == 0 ? sync_parent(path) != 0 : errno != EEXIST)
		return -1;
	return folder_open(AT_FDCWD, path, 0);
}

int folder_walk(int top, const char *path, bool make)
{
	int at = top, next, saved;

	while (at >= 0 && *path) {
		size_t len = strcspn(path, "/");
		char name[FOLDER_NAME_MAX + 1];

		if (len >= sizeof name) {
			errno = ENAMETOOLONG;
			next = -1;
		} else {
			memcpy(name, path, len);
			name[len] = '\0';
			if (make && mkdirat(at, name, 0777) != 0 && errno != EEXIST)
				next = -1;
			else if (make && folder_sync(at) != 0)
				next = -1;
			else
				next = folder_open(at, name, O_NOFOLLOW);
		}
		saved = errno;
		if (at != top)
			close(at);
		errno = saved;
		at = next;
		path += len + (path[len] == '/');
	}
	return at;
}
