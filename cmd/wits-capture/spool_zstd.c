/* spool_zstd.c - a day's file packed in slices; see spool_zstd.h. */
#include "spool_zstd.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zstd.h>

#include "atomic.h"
#include "folder.h"

enum { LEVEL = 6, BLOCK = 64 * 1024, OUTPUT = 160 * 1024 };
static const double slice_s = 0.004;

struct spool_packer {
	int folder, fd;
	char plain[SPOOLDAY_NAME], packed[SPOOLDAY_NAME];
	struct stat before;
	struct atomic to;
	bool open;              /* `to` is */
	ZSTD_CCtx *zstd;
	char input[BLOCK], output[OUTPUT];
};

struct spool_packer *spool_packer_new(int folder, const struct spoolday *d)
{
	struct spool_packer *p = calloc(1, sizeof *p);

	if (!p)
		return NULL;
	p->folder = folder;
	spoolday_name(d, false, p->plain);
	spoolday_name(d, true, p->packed);
	p->fd = openat(folder, p->plain, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (p->fd >= 0 && fstat(p->fd, &p->before) == 0 && S_ISREG(p->before.st_mode) && (p->zstd = ZSTD_createCCtx()) &&
	    !ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_compressionLevel, LEVEL)) &&
	    !ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_checksumFlag, 1)) &&
	    atomic_open_at(&p->to, folder, p->packed) == 0) {
		p->open = true;
		return p;
	}
	int saved = errno ? errno : EINVAL;
	spool_packer_free(p);
	errno = saved;
	return NULL;
}

void spool_packer_free(struct spool_packer *p)
{
	if (!p)
		return;
	if (p->open)
		atomic_discard(&p->to);
	if (p->fd >= 0)
		close(p->fd);
	ZSTD_freeCCtx(p->zstd);
	free(p);
}

/* Packs one block; *last: the file is at its end and the frame closed. */
static bool pack_block(struct spool_packer *p, bool *last)
{
	ssize_t n;
	size_t left;

	do
		n = read(p->fd, p->input, BLOCK);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return false;
	*last = n == 0;
	ZSTD_inBuffer in = { p->input, (size_t)n, 0 };
	do {
		ZSTD_outBuffer out = { p->output, OUTPUT, 0 };

		left = ZSTD_compressStream2(p->zstd, &out, &in, *last ? ZSTD_e_end : ZSTD_e_continue);
		if (ZSTD_isError(left)) {
			errno = EINVAL;
			return false;
		}
		if (out.pos > 0 && write_all(p->to.fd, p->output, out.pos) != 0)
			return false;
	} while (*last ? left != 0 : in.pos < in.size);
	return true;
}

static double now(void)
{
	struct timespec t;

	return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (double)t.tv_sec + (double)t.tv_nsec / 1e9 : 0;
}

/* The packed file is in its place, durably, before the plain one goes. */
static enum spool_packing finish(struct spool_packer *p)
{
	struct stat after;

	if (fstat(p->fd, &after) != 0 || after.st_size != p->before.st_size) {
		errno = EBUSY;          /* somebody writes it; another time */
		return PACKING_FAILED;
	}
	p->open = false;
	if (atomic_publish(&p->to, false) != 0 || unlinkat(p->folder, p->plain, 0) != 0 || folder_sync(p->folder) != 0)
		return PACKING_FAILED;
	return PACKING_DONE;
}

enum spool_packing spool_packer_step(struct spool_packer *p)
{
	double end = now() + slice_s;
	bool last = false;

	do {
		if (!pack_block(p, &last))
			return PACKING_FAILED;
	} while (!last && now() < end);
	return last ? finish(p) : PACKING_MORE;
}

void spool_packer_clean(int folder)
{
	int fd = folder_open(folder, ".", 0);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	struct spoolday d;

	if (!dir) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((entry = readdir(dir))) {
		/* .NAME.csv.zst.PID.K, as atomic.c names what lies beside */
		const char *zst = strstr(entry->d_name, ".csv.zst.");
		char name[SPOOLDAY_NAME];

		if (entry->d_name[0] != '.' || !zst || zst - entry->d_name > 30)
			continue;
		snprintf(name, sizeof name, "%.*s", (int)(zst - entry->d_name) + 7, entry->d_name + 1);
		if (spoolday_parse(name, &d) && d.packed)
			unlinkat(folder, entry->d_name, 0);
	}
	closedir(dir);
}
