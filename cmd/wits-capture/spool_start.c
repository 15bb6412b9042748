/* spool_start.c - a spool begins, is opened anew, packs its old days, and is left; see spool.h. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "folder.h"
#include "spool_state.h"

static const char lock_name[] = ".lock";

void spool_leave(struct spool *s)
{
	spool_packer_free(s->packer);
	s->packer = NULL;
	spool_file_close(&s->file);     /* a sync that fails here has been said by spool_sync() */
	if (s->lock >= 0)
		close(s->lock);
	if (s->folder >= 0)
		close(s->folder);
	if (s->top >= 0)
		close(s->top);
	s->lock = s->folder = s->top = s->file.folder = -1;
	s->file.at = (struct spoolday){ .day = SPOOLDAY_NONE };
	s->max_ts = NAN;
	s->packs = false;
	spool_known_forget(&s->known, true);
}

static bool refuse(struct spool *s, char why[SPOOL_WHY], const char *words)
{
	int saved = errno;

	snprintf(why, SPOOL_WHY, "%.200s/%.200s: %s", s->o.folder, text_view(&s->below), words);
	spool_leave(s);
	errno = saved;
	return false;
}

/* Opens the folder of the well and takes its lock. */
static bool enter(struct spool *s, char why[SPOOL_WHY])
{
	s->top = folder_make(s->o.folder);
	if (s->top < 0) {
		snprintf(why, SPOOL_WHY, "cannot make the folder %.300s: %s", s->o.folder, strerror(errno));
		return false;
	}
	s->folder = s->file.folder = folder_walk(s->top, text_view(&s->below), true);
	if (s->folder < 0)
		return refuse(s, why, errno == ELOOP || errno == ENOTDIR ?
			"a file or a symbolic link stands where a folder belongs" : strerror(errno));
	s->lock = openat(s->folder, lock_name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
	if (s->lock < 0)
		return refuse(s, why, strerror(errno));
	if (flock(s->lock, LOCK_EX | LOCK_NB) != 0)
		return refuse(s, why, errno == EWOULDBLOCK ? "another wits-capture writes this well; one can" : strerror(errno));
	return true;
}

/* Reads what is there, and goes on with the last file if it is of this header. */
static bool look(struct spool *s, struct spool_past *past, char why[SPOOL_WHY])
{
	struct spoolday *all = NULL, last = { .day = SPOOLDAY_NONE };
	struct spool_was was;
	size_t n = 0;
	bool fine;

	spool_packer_clean(s->folder);
	if (!spooldays_list(s->folder, &all, &n))
		return refuse(s, why, strerror(errno));
	fine = spool_was_read(&was, &s->known, s->folder, all, n);
	if (n > 0)
		last = all[n - 1];
	free(all);
	if (!fine) {
		spool_was_free(&was);
		return refuse(s, why, strerror(errno));
	}
	s->max_ts = was.max_ts;
	s->file.at = last;
	s->packs = s->o.compress;
	if (past)
		*past = (struct spool_past){ was.last_ts, was.hole_depth_ft, was.held, was.suspects };
	else
		spool_was_free(&was);
	return true;
}

static bool resume(struct spool *s, char why[SPOOL_WHY])
{
	/* A day that has a file goes on with it or begins its next part; what stops that now (a full disk) may pass. */
	if (s->file.at.day == SPOOLDAY_NONE || !s->file.at.plain)
		return true;
	if (spool_file_continue(&s->file, s->header.s, s->header.len) || errno == ENOSPC || errno == EDQUOT || errno == EIO) {
		text_clear(&s->path);
		text_format(&s->path, "%s/%s/%s", s->o.folder, text_view(&s->below), s->file.name);
		return true;
	}
	return refuse(s, why, errno == ELOOP || errno == EINVAL ? "the last file is not a regular file" : strerror(errno));
}

bool spool_start(struct spool *s, const char *field, const char *well, const char *header, size_t len,
	struct spool_past *past, char why[SPOOL_WHY])
{
	if (past)
		*past = (struct spool_past){ .last_ts = NAN, .hole_depth_ft = NAN };
	if (s->folder >= 0 && !spool_sync(s))
		spool_give_up(s);
	spool_leave(s);
	if (s->status == SPOOL_FAILED) {
		snprintf(why, SPOOL_WHY, "%s", s->why);
		return false;
	}
	text_clear(&s->below);
	text_clear(&s->header);
	text_clear(&s->path);
	if (!folder_encode(&s->below, "field", field, why))
		return false;
	text_put(&s->below, '/');
	if (!folder_encode(&s->below, "well", well, why))
		return false;
	text_add(&s->header, header, len);
	if (s->header.failed || s->below.failed || memchr(header, '\n', len) || len == 0) {
		snprintf(why, SPOOL_WHY, "%s", s->header.failed || s->below.failed ? "out of memory" : "the header is no line");
		errno = EINVAL;
		return false;
	}
	return enter(s, why) && look(s, past, why) && resume(s, why);
}

bool spool_reopen(struct spool *s, char why[SPOOL_WHY])
{
	struct spoolday at = s->file.at;
	double max_ts = s->max_ts;
	bool synced = spool_sync(s);

	if (!synced)
		snprintf(why, SPOOL_WHY, "%s", s->why);
	if (s->folder < 0)
		return synced;
	spool_leave(s);
	if (!enter(s, why) || !look(s, NULL, why))
		return false;
	if (s->file.at.day == SPOOLDAY_NONE)
		s->file.at = (struct spoolday){ .day = at.day };
	if (isnan(s->max_ts) || max_ts > s->max_ts)
		s->max_ts = max_ts;
	return resume(s, why) && synced;
}

/* The first plain file of a day that is over. */
static struct spool_packer *next_packer(struct spool *s)
{
	struct spoolday *all = NULL;
	struct spool_packer *packer = NULL;
	size_t n = 0;

	if (!spooldays_list(s->folder, &all, &n))
		return NULL;
	for (size_t i = 0; i < n && !packer; i++)
		if (all[i].plain && all[i].day < s->file.at.day)
			packer = spool_packer_new(s->folder, &all[i]);
	free(all);
	return packer;
}

bool spool_compress(struct spool *s)
{
	if (!s->packs || s->folder < 0)
		return false;
	if (!s->packer && !(s->packer = next_packer(s))) {
		s->packs = false;
		return false;
	}
	switch (spool_packer_step(s->packer)) {
	case PACKING_MORE:
		return true;
	case PACKING_FAILED:            /* the next day, or start, tries again */
		s->packs = false;
		break;
	case PACKING_DONE:
		break;
	}
	spool_packer_free(s->packer);
	s->packer = NULL;
	return s->packs;
}
