/*
 * feed.c - see feed.h.
 */
#include "feed.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "live.h"
#include "raw.h"
#include "signals.h"

enum { READ_MAX = 64 * 1024 };
static const uint64_t RAW_FILE_MAX = UINT64_C(1) << 30;

bool feed_is_raw(const struct source *s)
{
	char begin[16];
	ssize_t n = s->never_waits ? pread(s->fd, begin, sizeof begin, 0) : 0;

	return n > 0 && lseek(s->fd, 0, SEEK_CUR) == 0 && raw_is(begin, (size_t)n);
}

static void flush(struct hub *h, double now)
{
	hub_turn(h, now);
	if (h->cmd)
		cmd_check(h->cmd, stream_out_flush(h->cmd->out));
}

static void take_signals(struct hub *h, bool *stop)
{
	struct signals got = signals_take();

	*stop = got.stop;
	if (got.reopen)
		hub_reopen(h);
	if (got.counters)
		hub_say_counts(h);
}

/* Waits for input of a pipe. False when a signal says to stop. */
static bool wait_input(struct hub *h, const struct source *s)
{
	struct pollfd p[2] = { { .fd = s->fd, .events = POLLIN }, { .fd = signals_fd(), .events = POLLIN } };
	bool stop = false;

	for (;;) {
		double now = live_clock(CLOCK_MONOTONIC);
		int ready;

		flush(h, now);
		ready = poll(p, 2, (int)ceil(fmin(fmax(0, hub_due(h) - now), 3600) * 1000));
		if (ready < 0 && errno != EINTR)
			die(EX_OSERR, "cannot wait for input: %s", strerror(errno));
		if (ready > 0 && p[1].revents)
			take_signals(h, &stop);
		if (stop)
			return false;
		if (ready > 0 && p[0].revents)
			return true;
	}
}

void feed_run(struct hub *h, struct source *s, bool arrivals)
{
	static char buffer[READ_MAX];
	struct cmd *cmd = h->cmd;
	char why[HUB_WHY];
	struct raw *raw = NULL;
	struct feeder f;
	ssize_t n;

	if (!s->never_waits && !signals_open())
		die(EX_OSERR, "cannot take signals: %s", strerror(errno));
	if (h->s->raw && !(raw = raw_open(h->s->raw, RAW_FILE_MAX, why)))
		die(EX_CANTCREAT, "%s", why);
	feeder_begin(&f, h, NULL, "", s->name, live_clock(CLOCK_MONOTONIC));
	if (!feeder_prepare(&f, f.last_frame, why))
		die(errno == EWOULDBLOCK ? EX_TEMPFAIL : EX_CANTCREAT, "%s", why);
	for (;;) {
		double now, wall;

		if (source_waits(s) && !wait_input(h, s))
			break;
		n = source_read(s, buffer, sizeof buffer);
		if (n < 0)
			die(EX_IOERR, "cannot read %s: %s", s->name, strerror(errno));
		if (n == 0)
			break;
		now = live_clock(CLOCK_MONOTONIC);
		wall = live_clock(CLOCK_REALTIME);
		if (raw && !raw_put(raw, wall, "-", buffer, (size_t)n))
			die(EX_IOERR, "cannot write %s: %s", h->s->raw, raw_why(raw));
		if (!feeder_take(&f, buffer, (size_t)n, arrivals ? wall : NAN, now, why))
			die(EX_CANTCREAT, "%s: %s", s->name, why);
		if (h->s->spool)
			hub_turn(h, now);
		if (cmd && cmd->show)
			cmd_progress(cmd, s->taken, s->size, false);
	}
	feeder_end(&f, NULL, live_clock(CLOCK_MONOTONIC));
	if (cmd && cmd->show)
		cmd_progress(cmd, s->taken, s->size, true);
	if (raw && !raw_close(raw))
		die(EX_IOERR, "cannot write %s", h->s->raw);
}

/* Until a chunk's time has come. False when a signal says to stop. */
static bool pace(struct hub *h, double due, double data_now)
{
	struct pollfd p = { .fd = signals_fd(), .events = POLLIN };
	bool stop = false;

	flush(h, data_now);
	for (;;) {
		double left = due - live_clock(CLOCK_MONOTONIC);

		if (left <= 0)
			return true;
		if (poll(&p, 1, (int)fmin(ceil(left * 1000), 3600e3)) > 0)
			take_signals(h, &stop);
		if (stop)
			return false;
	}
}

/* The lines of a raw file, by the names they have there. */
struct lines_of { struct feeder **f; size_t n; };

static struct feeder *line_of(struct hub *h, struct lines_of *l, const char *peer, const char *source, double now)
{
	char name[RIG_NAME], host[LISTEN_NAME];
	struct feeder *f;

	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->f[i]->host, peer) == 0)
			return l->f[i];
	/* Without a spool one line follows the other into one stream; two at once would be mixed. */
	if (!h->s->spool && l->n > 0 && !h->check)
		feeder_end(l->f[l->n - 1], "line lost: another one began", now);
	snprintf(name, sizeof name, "%.160s: %.60s", source, peer);
	snprintf(host, sizeof host, "%s", peer);
	f = xrealloc(NULL, 1, sizeof *f);
	feeder_begin(f, h, NULL, host, h->s->spool ? name : source, now);
	l->f = xrealloc(l->f, l->n + 1, sizeof *l->f);
	return l->f[l->n++] = f;
}

static void check_one(const struct hub *h, const struct lines_of *l, const struct feeder *f, const char *source)
{
	if (!h->s->spool && !h->check && f != l->f[l->n - 1])
		die(EX_DATAERR, "%s: holds several senders at once, %s and %s; --spool DIR gives each its own file", source,
			f->host, l->f[l->n - 1]->host);
}

void feed_replay(struct hub *h, struct source *s, double speed)
{
	struct raw_reader *reader = raw_reader_open(s->fd);
	double begun = live_clock(CLOCK_MONOTONIC), first = NAN, now = 0;
	struct lines_of lines = { 0 };
	struct raw_chunk chunk;
	char why[HUB_WHY];
	int got;

	if (!reader)
		die(EX_OSERR, "out of memory");
	if (speed > 0 && !signals_open())
		die(EX_OSERR, "cannot take signals: %s", strerror(errno));
	while ((got = raw_reader_next(reader, &chunk)) > 0) {
		struct feeder *f;

		if (isnan(first))
			first = chunk.arrival;
		if (speed > 0 && !pace(h, begun + (chunk.arrival - first) / speed, chunk.arrival))
			break;
		now = chunk.arrival;    /* the time of everything that follows is the file's */
		f = line_of(h, &lines, chunk.peer, s->name, now);
		check_one(h, &lines, f, s->name);
		f->dropped = false;
		if (!feeder_take(f, chunk.bytes, chunk.len, chunk.arrival, now, why))
			die(EX_CANTCREAT, "%s: %s", f->name, why);
		s->taken += chunk.len;
		hub_turn(h, now);
		if (h->cmd && h->cmd->show)
			cmd_progress(h->cmd, s->taken, s->size, false);
	}
	if (got < 0)
		die(EX_IOERR, "%s: %s", s->name, raw_reader_why(reader));
	for (size_t i = 0; i < lines.n; i++) {
		feeder_end(lines.f[i], NULL, now);
		free(lines.f[i]);
	}
	free(lines.f);
	if (h->cmd && h->cmd->show)
		cmd_progress(h->cmd, s->taken, s->size, true);
	raw_reader_close(reader);
	s->fd = -1;
}
