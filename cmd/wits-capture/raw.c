/*
 * raw.c - appends the bytes of a line to a raw file; see raw.h.
 *
 * A chunk is one writev(2) to a file opened for appending. One that did not go through whole is cut off again, so what is
 * in the file are whole chunks but for the last after a crash. A lock on the file keeps a second writer away.
 */
#include "raw.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "when.h"

static const char magic[] = "WITSRAW 1\n";
enum { MAGIC = sizeof magic - 1, HEAD_MAX = 24 + RAW_PEER + 24, LAST_NUMBER = 100000 };
static const double DAY = 86400;

struct raw {
	int fd;
	uint64_t size, max, lost;       /* size: up to the end of the last whole chunk */
	bool torn;                      /* behind size is what could not be cut off yet */
	uint64_t damaged;               /* bytes of no whole chunk in the file that was there */
	double day;                     /* midnight at which the day of the file's first chunk began; NAN: no chunk */
	char why[RAW_WHY];
	char path[];
};

/* The words of a failure that goes with errno. */
static bool fail(struct raw *r, const char *what)
{
	snprintf(r->why, sizeof r->why, "%s %.300s: %s", what, r->path, strerror(errno));
	return false;
}

static double day_of(double ts) { return floor(ts / DAY) * DAY; }

/* PATH.YYYYMMDD, or .2, .3 ... of it: moves the file there. What is open stays open. */
static bool move_away(struct raw *r)
{
	size_t room = strlen(r->path) + 32;
	char *to = malloc(room), key[WHEN_LEN];
	bool fine = false;

	if (!to)
		return fail(r, "cannot rename");
	when_key(isnan(r->day) ? 0 : r->day, key);
	snprintf(to, room, "%s.%.8s", r->path, key);
	for (int n = 2; n < LAST_NUMBER; n++) {
		struct stat st;

		if (lstat(to, &st) < 0) {
			fine = errno == ENOENT && rename(r->path, to) == 0;
			break;
		}
		errno = EEXIST;
		snprintf(to, room, "%s.%.8s.%d", r->path, key, n);
	}
	if (!fine)
		(void)fail(r, "cannot rename");
	free(to);
	return fine;
}

/* Where the last whole chunk ends, and the day of the first. False on an error. */
static bool look_through(struct raw *r, int fd)
{
	struct raw_reader *reader;
	struct raw_chunk c;
	int mine = dup(fd), found;

	if (mine < 0)
		return fail(r, "cannot open");
	reader = raw_reader_open(mine);
	if (!reader) {
		(void)close(mine);
		return fail(r, "cannot read");
	}
	while ((found = raw_reader_next(reader, &c)) > 0)
		if (isnan(r->day))
			r->day = day_of(c.arrival);
	r->size = raw_reader_at(reader);
	r->damaged = raw_reader_skipped(reader);
	if (found < 0)
		snprintf(r->why, sizeof r->why, "%.300s: %.150s", r->path, raw_reader_why(reader));
	raw_reader_close(reader);
	return found == 0;
}

/* What is behind the last whole chunk: cut off when it can be the rest of one and there is no other damage, in which new chunks
 * might be taken for a part of old ones; else all is kept as it is, by moving the file away. */
static bool settle_tail(struct raw *r, int fd, uint64_t size, bool *moved)
{
	uint64_t tail = size - r->size;

	*moved = tail > HEAD_MAX + RAW_CHUNK_MAX + 1 || r->damaged > tail;
	if (*moved)
		return move_away(r);
	return tail == 0 || ftruncate(fd, (off_t)r->size) == 0 || fail(r, "cannot cut the unfinished chunk off");
}

/* An open file that has content. */
static bool take_over(struct raw *r, int fd, uint64_t size, bool *moved)
{
	char begin[MAGIC];
	ssize_t n = pread(fd, begin, sizeof begin, 0);

	if (n < 0)
		return fail(r, "cannot read");
	if (size < MAGIC && memcmp(begin, magic, (size_t)n) == 0) {
		r->size = 0;            /* a crash in the first write */
		return settle_tail(r, fd, size, moved);
	}
	if (!raw_is(begin, (size_t)n)) {
		snprintf(r->why, sizeof r->why, "%.300s is no raw file and is left alone; name another file", r->path);
		return false;
	}
	return look_through(r, fd) && settle_tail(r, fd, size, moved);
}

/* Opens r->path; -1 and r->why. Sets size and day. */
static int open_file(struct raw *r)
{
	for (int tries = 0;; tries++) {
		int fd = open(r->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
		struct stat st;
		bool moved = false, fine = false;

		r->size = r->damaged = 0;
		r->torn = false;
		r->day = NAN;
		if (fd < 0) {
			(void)fail(r, "cannot open");
			return -1;
		}
		if (fstat(fd, &st) < 0)
			(void)fail(r, "cannot open");
		else if (!S_ISREG(st.st_mode))
			snprintf(r->why, sizeof r->why, "%.300s is no regular file; name one", r->path);
		else if (flock(fd, LOCK_EX | LOCK_NB) < 0)
			snprintf(r->why, sizeof r->why, "%.300s: %s", r->path,
				errno == EWOULDBLOCK ? "another program writes it; name another file" : strerror(errno));
		else
			fine = st.st_size == 0 || take_over(r, fd, (uint64_t)st.st_size, &moved);
		if (fine && !moved)
			return fd;
		(void)close(fd);
		if (!fine || tries > 0)
			return -1;
	}
}

struct raw *raw_open(const char *path, uint64_t max_bytes, char why[RAW_WHY])
{
	size_t len = strlen(path);
	struct raw *r = malloc(sizeof *r + len + 1);

	if (!r) {
		snprintf(why, RAW_WHY, "out of memory");
		return NULL;
	}
	*r = (struct raw){ .max = max_bytes };
	memcpy(r->path, path, len + 1);
	r->fd = open_file(r);
	if (r->fd < 0) {
		memcpy(why, r->why, RAW_WHY);
		free(r);
		return NULL;
	}
	return r;
}

/* Whether the path still leads to the open file. */
static bool is_in_place(const struct raw *r)
{
	struct stat mine, there;

	return fstat(r->fd, &mine) == 0 && stat(r->path, &there) == 0 && mine.st_dev == there.st_dev &&
		mine.st_ino == there.st_ino;
}

/* Goes over to what is at the path now. When that cannot be opened the old file goes on. */
static bool go_over(struct raw *r)
{
	struct raw old = *r;
	int fd;

	(void)flock(old.fd, LOCK_UN);   /* it may be the same file */
	fd = open_file(r);
	if (fd < 0) {
		r->size = old.size;
		r->day = old.day;
		r->torn = old.torn;
		(void)flock(old.fd, LOCK_EX | LOCK_NB);
		return false;
	}
	r->fd = fd;
	return close(old.fd) == 0 || fail(r, "cannot close the moved");
}

static bool rotate(struct raw *r)
{
	return (!is_in_place(r) || move_away(r)) && go_over(r);
}

bool raw_reopen(struct raw *r, char why[RAW_WHY])
{
	if (is_in_place(r) || go_over(r))
		return true;
	memcpy(why, r->why, RAW_WHY);
	return false;
}

/* Somebody removed or shortened the open file: goes on with one that is whole. */
static bool notice_others(struct raw *r)
{
	struct stat st;

	if (fstat(r->fd, &st) < 0)
		return fail(r, "cannot look at");
	return (st.st_nlink > 0 && (uint64_t)st.st_size >= r->size) || go_over(r);
}

static bool cut_back(struct raw *r)
{
	if (r->torn && ftruncate(r->fd, (off_t)r->size) < 0)
		return fail(r, "cannot cut the unfinished chunk off");
	r->torn = false;
	return true;
}

bool raw_flush(struct raw *r)
{
	return notice_others(r) && cut_back(r);
}

static bool write_chunk(struct raw *r, double arrival, const char *peer, const char *bytes, size_t len)
{
	static char lf[] = "\n";
	char head[HEAD_MAX];
	int n = snprintf(head, sizeof head, "@%.6f %s %zu\n", arrival, peer, len);
	struct iovec part[4] = {
		{ (char *)magic, MAGIC }, { head, (size_t)n }, { (char *)bytes, len }, { lf, 1 }
	};
	int first = r->size == 0 ? 0 : 1;
	size_t all = (first ? 0 : MAGIC) + (size_t)n + len + 1;
	ssize_t done;

	if (n < 0 || (size_t)n >= sizeof head || !isfinite(arrival)) {
		snprintf(r->why, sizeof r->why, "%.300s: an arrival time that cannot be", r->path);
		return false;
	}
	do
		done = writev(r->fd, part + first, 4 - first);
	while (done < 0 && errno == EINTR);
	if (done >= 0 && (size_t)done == all) {
		r->size += all;
		if (isnan(r->day))
			r->day = day_of(arrival);
		return true;
	}
	if (done >= 0)
		errno = ENOSPC;         /* a regular file takes less than all only then */
	(void)fail(r, "cannot write");
	r->torn = done > 0;
	if (r->torn && ftruncate(r->fd, (off_t)r->size) == 0)
		r->torn = false;
	return false;
}

/* A word: what is no letter, digit or mark becomes `_`. */
static void clean_peer(char to[RAW_PEER], const char *peer)
{
	size_t n = 0;

	for (; peer && peer[n] && n < RAW_PEER - 1; n++)
		to[n] = peer[n] > ' ' && peer[n] < 127 ? peer[n] : '_';
	if (n == 0)
		to[n++] = '-';
	to[n] = '\0';
}

bool raw_put(struct raw *r, double arrival, const char *peer, const char *bytes, size_t len)
{
	char word[RAW_PEER];

	clean_peer(word, peer);
	if (!raw_flush(r)) {
		r->lost += len;
		return false;
	}
	while (len > 0) {
		size_t piece = len < RAW_CHUNK_MAX ? len : RAW_CHUNK_MAX;

		/* A rotation that fails is tried again by the next chunk; the bytes go where they can. */
		if (r->size > MAGIC && (arrival >= r->day + DAY || (r->max && r->size + HEAD_MAX + piece > r->max)))
			(void)rotate(r);
		if (!write_chunk(r, arrival, word, bytes, piece)) {
			r->lost += len;
			return false;
		}
		bytes += piece;
		len -= piece;
	}
	return true;
}

bool raw_sync(struct raw *r)
{
	return fdatasync(r->fd) == 0 || fail(r, "cannot sync");
}

uint64_t raw_lost(const struct raw *r) { return r->lost; }
const char *raw_why(const struct raw *r) { return r->why; }
const char *raw_path(const struct raw *r) { return r->path; }

bool raw_close(struct raw *r)
{
	bool fine;

	if (!r)
		return true;
	fine = cut_back(r);
	if (close(r->fd) < 0)
		fine = false;
	free(r);
	return fine;
}
