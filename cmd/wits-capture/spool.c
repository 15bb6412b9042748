/*
 * spool.c - the rows of one rig on disk: what waits to be written, when it is, and what is lost; see spool.h.
 *
 * Lines wait in one text; where the day changes in it, a turn is noted. The file is spool_file.c's, what is there already
 * spool_known.c's and spool_past.c's.
 */
#include "spool.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "folder.h"
#include "json.h"
#include "spool_state.h"

static const double wait_least = 1, wait_most = 10;     /* s between two tries while writing is not possible */
enum { BULK = 64 * 1024, RECORDS_SPARE = 64 * 1024 };

const char *const spool_count_names[SPOOL_COUNTS] = {
	"spooled", "spool_known", "spool_lost", "spool_torn", "spool_pauses"
};

struct spool *spool_new(const struct spool_options *o)
{
	struct spool *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	/* A limit on the size of files is to be an error of write() like any other, not the end. */
	signal(SIGXFSZ, SIG_IGN);
	s->o = *o;
	s->top = s->folder = s->lock = -1;
	s->file = (struct spool_file){ .folder = -1, .fd = -1, .at.day = SPOOLDAY_NONE, .no_sync = isinf(o->fsync_s) };
	s->max_ts = s->lost_from = s->lost_to = NAN;
	s->retry = INFINITY;
	spool_known_init(&s->known);
	return s;
}

void spool_free(struct spool *s)
{
	if (!s)
		return;
	spool_leave(s);
	text_free(&s->pending);
	text_free(&s->header);
	text_free(&s->path);
	text_free(&s->below);
	text_free(&s->line);
	free(s->turn);
	free(s);
}

const char *spool_why(const struct spool *s) { return s->why; }
const char *spool_path(const struct spool *s) { return s->file.fd >= 0 ? text_view(&s->path) : ""; }

uint64_t spool_count(const struct spool *s, enum spool_count k)
{
	return k == SPOOL_TORN ? s->file.torn : s->count[k];
}

/* ---- what waits ---- */

static bool is_full(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

/* The words of a pause; they begin as spool.h says a `gap` record's cause does. */
static void explain(struct spool *s, int error)
{
	int n = snprintf(s->why, sizeof s->why, "%s: %.300s: %s; rows wait in memory",
		is_full(error) ? "disk full" : "disk error", s->path.len ? text_view(&s->path) : s->o.folder, strerror(error));

	if (s->lost > 0 && n > 0 && (size_t)n < sizeof s->why)
		snprintf(s->why + n, sizeof s->why - (size_t)n, " up to %zu bytes, %llu rows are lost so far", s->o.pending_max,
			(unsigned long long)s->lost);
}

static void pause_writing(struct spool *s, int error)
{
	if (error == ENOMEM) {
		s->status = SPOOL_FAILED;
		snprintf(s->why, sizeof s->why, "out of memory");
		return;
	}
	if (s->status != SPOOL_PAUSED) {
		s->count[SPOOL_PAUSES]++;
		s->wait = wait_least;
	} else {
		s->wait = fmin(2 * s->wait, wait_most);
	}
	s->status = SPOOL_PAUSED;
	s->error = error;
	s->retry = s->now + s->wait;
	explain(s, error);
}

static uint64_t count_rows(const char *s, size_t len)
{
	uint64_t n = 0;
	const char *end = s + len, *lf;

	for (; s < end && (lf = memchr(s, '\n', (size_t)(end - s))); s = lf + 1)
		n += *s != '#';
	return n;
}

/* The first `n` bytes and `turns` turns of what waits are done with. */
static void consume(struct spool *s, size_t n, size_t turns)
{
	if (turns > 0)
		memmove(s->turn, s->turn + turns, (s->turns - turns) * sizeof *s->turn);
	s->turns -= turns;
	for (size_t i = 0; i < s->turns; i++)
		s->turn[i].at -= n;
	if (n > 0) {
		memmove(s->pending.s, s->pending.s + n, s->pending.len - n + 1);
		s->pending.len -= n;
	}
}

/* What was lost is told before the next line that is kept. */
static void tell_loss(struct spool *s)
{
	json_t *gap = json_pack("{s:s}", "type", "gap");
	char cause[80];

	if (!(s->lost_to > s->lost_from))
		s->lost_to = s->lost_from + 1;          /* one row still stood for some time */
	snprintf(cause, sizeof cause, "%s: %llu rows lost", is_full(s->error) ? "disk full" : "disk error",
		(unsigned long long)s->lost);
	if (gap && json_put_number(gap, "start", s->lost_from) && json_put_number(gap, "end", s->lost_to) &&
	    json_put_text(gap, "cause", cause)) {
		text_put(&s->pending, '#');
		json_write(&s->pending, gap);
		text_put(&s->pending, '\n');
	}
	json_decref(gap);
	s->lost = 0;
	s->lost_from = s->lost_to = NAN;
}

static bool put(struct spool *s, size_t from, size_t to, size_t *done)
{
	size_t wrote;
	bool was_dirty = s->file.dirty, fine = spool_file_put(&s->file, s->pending.s + from, to - from, &wrote);
	int saved = errno;

	s->count[SPOOL_WRITTEN] += count_rows(s->pending.s + from, wrote);
	*done += wrote;
	if (!was_dirty)
		s->dirty_since = s->now;
	errno = saved;
	return fine;
}

static bool turn_to(struct spool *s, int64_t day)
{
	bool fine = spool_file_turn(&s->file, day, s->header.s, s->header.len);
	int saved = errno;

	text_clear(&s->path);
	text_format(&s->path, "%s/%s/%s", s->o.folder, text_view(&s->below), s->file.name);
	if (fine) {
		spool_known_forget(&s->known, false);
		s->packs = s->o.compress;
	}
	errno = saved;
	return fine;
}

/* Writes all that waits. False and errno when some stays. */
static bool drain(struct spool *s)
{
	size_t done = 0, turns = 0;
	bool fine = true;

	while (fine) {
		size_t end = turns < s->turns ? s->turn[turns].at : s->pending.len;

		if (done < end && s->file.fd < 0)
			fine = turn_to(s, s->file.at.day);
		if (fine && done < end)
			fine = put(s, done, end, &done);
		if (!fine || turns == s->turns)
			break;
		fine = turn_to(s, s->turn[turns].day);
		turns += fine;
	}
	int saved = errno;
	consume(s, done, turns);
	if (s->lost > 0 && s->pending.len <= s->o.pending_max / 2) {
		tell_loss(s);
		if (s->pending.failed) {
			fine = false;
			saved = ENOMEM;
		} else if (fine) {
			return drain(s);
		}
	}
	errno = saved;
	return fine;
}

static enum spool_status attempt(struct spool *s, bool sync)
{
	if (drain(s) && (!sync || spool_file_sync(&s->file))) {
		s->status = SPOOL_FINE;
		s->retry = INFINITY;
	} else {
		pause_writing(s, errno);
	}
	return s->status;
}

enum spool_status spool_flush(struct spool *s, double now)
{
	s->now = now;
	if (s->status == SPOOL_FAILED || (s->status == SPOOL_PAUSED && now < s->retry))
		return s->status;
	if (s->status == SPOOL_FINE && s->pending.len == 0 && s->turns == 0)
		return SPOOL_FINE;
	return attempt(s, !(s->o.fsync_s > 0) || s->status == SPOOL_PAUSED);
}

enum spool_status spool_tick(struct spool *s, double now)
{
	s->now = now;
	if (s->status == SPOOL_PAUSED)
		return spool_flush(s, now);
	if (s->status == SPOOL_FINE && s->file.dirty && now >= s->dirty_since + s->o.fsync_s)
		return attempt(s, true);
	return s->status;
}

double spool_due(const struct spool *s)
{
	if (s->status == SPOOL_FAILED)
		return INFINITY;
	return fmin(s->retry, s->file.dirty && s->status == SPOOL_FINE ? s->dirty_since + s->o.fsync_s : INFINITY);
}

bool spool_sync(struct spool *s)
{
	return s->status != SPOOL_FAILED && attempt(s, true) == SPOOL_FINE;
}

void spool_give_up(struct spool *s)
{
	s->count[SPOOL_LOST] += count_rows(text_view(&s->pending), s->pending.len);
	text_clear(&s->pending);
	s->turns = 0;
}

/* ---- lines ---- */

/* Whether a row may begin a day: the first of all, the next one, or one that has come by this machine's clock. A rig's clock
 * that jumps years ahead would else begin a file for it, and every row behind it would follow. */
static bool may_begin(int64_t day, int64_t open)
{
	time_t t = time(NULL);

	return day > open && (day == open + 1 || day <= (int64_t)(t / 86400) + 1);
}

static bool add_turn(struct spool *s, int64_t day)
{
	struct turn *more = realloc(s->turn, (s->turns + 1) * sizeof *more);

	if (!more)
		return false;
	s->turn = more;
	s->turn[s->turns++] = (struct turn){ s->pending.len, day };
	return true;
}

/* The day of the file that a line of this time goes to; a turn is noted where it is another than that of the line before. */
static bool choose_day(struct spool *s, double ts, int64_t *day)
{
	int64_t own = spoolday_of(ts), open = s->turns ? s->turn[s->turns - 1].day : s->file.at.day;

	*day = open;
	if (open == SPOOLDAY_NONE)
		*day = own != SPOOLDAY_NONE ? own : (int64_t)(time(NULL) / 86400);
	else if (own != SPOOLDAY_NONE && may_begin(own, open))
		*day = own;
	if (*day != open || (s->file.fd < 0 && s->turns == 0))
		return add_turn(s, *day);
	return true;
}

/* Everything that waits is known too. */
static bool know_pending(struct spool *s)
{
	const char *at = text_view(&s->pending), *end = at + s->pending.len, *lf;

	for (; at < end && (lf = memchr(at, '\n', (size_t)(end - at))); at = lf + 1)
		if (seen_add(&s->known.rows, at, (size_t)(lf - at)) < 0)
			return false;
	return true;
}

/* 1: the spool has this line; 0: it has not; -1: out of memory. */
static int is_known(struct spool *s, double ts, const char *line, size_t len)
{
	int64_t day = spoolday_of(ts), open = s->file.at.day;

	if (ts > s->max_ts || (isnan(s->max_ts) && !isnan(ts)))
		return 0;
	if (!spool_known_ready(&s->known, day, open)) {
		if (!spool_known_read(&s->known, s->folder, day, open) && errno == ENOMEM)
			return -1;
		if (!know_pending(s))
			return -1;
	}
	return seen_has(&s->known.rows, line, len) || seen_has(&s->known.odd, line, len);
}

static bool note(struct spool *s, double ts, int64_t day, bool record)
{
	const char *line = s->line.s;
	size_t len = s->line.len - 1;

	if ((record || spoolday_of(ts) != day) && seen_add(&s->known.odd, line, len) < 0)
		return false;
	return s->known.days == 0 || seen_add(&s->known.rows, line, len) >= 0;
}

static enum spool_status fail(struct spool *s)
{
	s->status = SPOOL_FAILED;
	snprintf(s->why, sizeof s->why, "out of memory");
	return s->status;
}

static void lose(struct spool *s, double ts)
{
	s->count[SPOOL_LOST]++;
	s->lost++;
	if (isfinite(ts)) {
		s->lost_from = fmin(s->lost_from, ts);  /* of NAN and a number fmin() takes the number */
		s->lost_to = fmax(s->lost_to, ts);
	}
	explain(s, s->error);
}

/* The line is s->line, with its LF. */
static enum spool_status queue(struct spool *s, double ts, bool record)
{
	size_t limit = s->o.pending_max + (record ? RECORDS_SPARE : 0);
	int64_t day;
	int known;

	if (s->line.failed || s->folder < 0)
		return fail(s);
	known = record ? seen_has(&s->known.odd, s->line.s, s->line.len - 1) || (spoolday_of(ts) < s->file.at.day &&
		is_known(s, ts, s->line.s, s->line.len - 1) > 0) : is_known(s, ts, s->line.s, s->line.len - 1);
	if (known < 0)
		return fail(s);
	if (known) {
		s->count[SPOOL_KNOWN] += !record;
		return s->status;
	}
	if (s->status == SPOOL_PAUSED && ((s->lost > 0 && !record) || s->pending.len + s->line.len > limit)) {
		if (!record)
			lose(s, ts);
		return s->status;
	}
	if (!choose_day(s, ts, &day) || !note(s, ts, day, record))
		return fail(s);
	text_add(&s->pending, s->line.s, s->line.len);
	if (s->pending.failed)
		return fail(s);
	if (!record && isfinite(ts))
		s->max_ts = fmax(s->max_ts, ts);
	if (s->status == SPOOL_FINE && s->pending.len >= BULK)
		attempt(s, false);
	return s->status;
}

enum spool_status spool_row(struct spool *s, double ts, const char *line, size_t len)
{
	if (s->status == SPOOL_FAILED)
		return s->status;
	text_clear(&s->line);
	text_add(&s->line, line, len);
	text_put(&s->line, '\n');
	return queue(s, ts, false);
}

bool spool_knows(struct spool *s, double ts, const char *line, size_t len)
{
	return s->folder >= 0 && is_known(s, ts, line, len) > 0;        /* what fails here fails again in spool_row() */
}

enum spool_status spool_record(struct spool *s, double ts, const char *json, size_t len)
{
	if (s->status == SPOOL_FAILED)
		return s->status;
	text_clear(&s->line);
	text_put(&s->line, '#');
	text_add(&s->line, json, len);
	text_put(&s->line, '\n');
	return queue(s, ts, true);
}
