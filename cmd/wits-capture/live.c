/*
 * live.c - one poll loop over the lines of a live capture; see live.h.
 *
 * A turn: what the lines brought goes to their rigs, what is due by time is done, everything is written out. With many lines
 * a turn takes at least TURN_S, so that their bytes are gathered and poll() is not asked for each of them.
 */
#include "live.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "line.h"
#include "signals.h"

enum { FILES_A_RIG = 4, FILES_ELSE = 32 };        /* socket, folder, lock, file */
enum { READ_PASSES = 64, MANY = 64, ACCEPTS = 64, FIXED = 3 };
static const double TURN_S = 0.01, NEW_S = 0.05, LONGEST_S = 3600;
static const uint64_t RAW_FILE_MAX = UINT64_C(1) << 30;         /* bytes of a raw file before it is put aside */

double live_clock(clockid_t clock)
{
	struct timespec t;

	if (clock_gettime(clock, &t) < 0)
		die(EX_OSERR, "cannot read the clock: %s", strerror(errno));
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void remove_gone(struct live *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct line *line = l->line[i];

		if (!line->gone)
			continue;
		link_close(&line->link);
		free(line);
		l->line[i--] = l->line[--l->n];
	}
}

/* A new connection: taken, or refused with a word. */
static void greet(struct live *l, int fd, const struct sockaddr_storage *peer)
{
	const struct sockaddr *address = (const struct sockaddr *)peer;
	char host[LISTEN_NAME], name[LISTEN_NAME];
	const char *why = NULL;
	struct line *line;
	size_t most = l->s->spool ? (size_t)l->s->max_senders : 1;

	listen_peer(peer, host, name);
	if (!nets_allow(&l->s->allow, address))
		why = "refused: --allow does not have its address";
	else if (l->n >= most)
		why = l->s->spool ? "refused: --max-senders are connected" :
			"refused: another sender is connected; several at once need --spool";
	if (why) {
		l->hub->refused++;
		if (!l->s->quiet)
			warning("%s: %s", name, why);
		close(fd);
		return;
	}
	line = line_add(l);
	link_accepted(&line->link, fd, name, l->now);
	feeder_begin(&line->feeder, l->hub, address, host, name, l->now);
	line->heartbeat = line->feeder.profile->heartbeat;
	line->heartbeat.next = l->now;
	snprintf(line->peer, sizeof line->peer, "%.60s", name);
	if (l->s->verbose)
		warning("%s: connected", name);
}

static void accept_lines(struct live *l)
{
	struct sockaddr_storage peer;
	char why[LISTEN_WHY];

	for (int k = 0; k < ACCEPTS; k++) {
		int fd = listen_accept(&l->listener, &peer, l->now, why);

		if (*why)
			warning("%s: %s", l->listener.name, why);
		if (fd < 0)
			return;
		greet(l, fd, &peer);
	}
}

/* Fills poll's table: signals, the reader of our output, the socket, the lines. Returns how long to wait, s. */
static double prepare_poll(struct live *l, size_t *n)
{
	double due = fmin(fmin(hub_due(l->hub), l->until), l->now + LONGEST_S);
	bool accepts = l->listener.fd >= 0 && l->now >= l->listener.again_at;

	if (l->poll_room < l->n + FIXED) {
		l->poll_room = 2 * (l->n + FIXED);
		l->poll = xrealloc(l->poll, l->poll_room, sizeof *l->poll);
	}
	l->poll[0] = (struct pollfd){ .fd = signals_fd(), .events = POLLIN };
	l->poll[1] = (struct pollfd){ .fd = l->stdout_on ? STDOUT_FILENO : -1 };
	l->poll[2] = (struct pollfd){ .fd = accepts ? l->listener.fd : -1, .events = POLLIN };
	if (l->listener.fd >= 0 && !accepts)
		due = fmin(due, l->listener.again_at);
	*n = FIXED;
	for (size_t i = 0; i < l->n; i++) {
		struct line *line = l->line[i];

		line->slot = 0;
		due = fmin(due, line_due(l, line));
		if (line->link.fd < 0)
			continue;
		line->slot = (*n)++;
		l->poll[line->slot] = (struct pollfd){ .fd = line->link.fd, .events = link_events(&line->link) };
	}
	return fmax(0, due - l->now);
}

static void take_signals(struct live *l, bool *stop)
{
	struct signals got = signals_take();
	char why[RAW_WHY];

	*stop = got.stop;
	if (got.reopen) {
		hub_reopen(l->hub);
		if (l->raw && !raw_reopen(l->raw, why))
			warning("cannot reopen the raw file: %s", why);
	}
	if (got.counters)
		hub_say_counts(l->hub);
}

/* One turn. False when the capture is to stop. */
static bool turn(struct live *l)
{
	double began = l->now, wait;
	size_t n, lines;
	bool stop = false;
	int ready;

	wait = prepare_poll(l, &n);
	ready = poll(l->poll, n, (int)ceil(fmin(wait, LONGEST_S) * 1000));
	if (ready < 0 && errno != EINTR)
		die(EX_OSERR, "cannot wait for input: %s", strerror(errno));
	if (ready < 0)
		return true;
	l->now = live_clock(CLOCK_MONOTONIC);
	l->wall = live_clock(CLOCK_REALTIME);
	if (l->poll[0].revents)
		take_signals(l, &stop);
	if (l->poll[1].revents & (POLLERR | POLLNVAL)) {
		errno = EPIPE;
		die_write(stream_out_name(l->hub->cmd->out));
	}
	lines = l->n;
	for (size_t i = 0; i < lines; i++) {
		struct line *line = l->line[i];
		short revents = line->slot ? l->poll[line->slot].revents : 0;

		/* A new rig costs some waits for the disk: those that are known do not wait for all that are new. */
		if (!line->feeder.rig && l->s->spool && live_clock(CLOCK_MONOTONIC) - l->now > NEW_S)
			continue;
		if (revents || line->feeder.dropped || line_due(l, line) <= l->now)
			line_step(l, line, revents);
	}
	remove_gone(l);         /* first, so that a sender that comes back finds its place free */
	if (l->poll[2].revents)
		accept_lines(l);
	hub_turn(l->hub, l->now);
	if (l->raw && l->now - l->raw_synced >= l->s->fsync) {
		l->raw_synced = l->now;
		line_tell_raw(l, raw_sync(l->raw));
	} else if (l->raw) {
		line_tell_raw(l, raw_flush(l->raw));
	}
	if (l->hub->cmd)
		cmd_check(l->hub->cmd, stream_out_flush(l->hub->cmd->out));
	if (!stop && l->n > MANY && l->now - began < TURN_S) {
		double rest = TURN_S - (l->now - began);
		struct timespec t = { .tv_nsec = (long)(rest * 1e9) };

		(void)nanosleep(&t, NULL);
	}
	return !stop && l->now < l->until;
}

/* What a thousand lines and their spools need of descriptors. */
static void raise_limit(const struct live *l)
{
	rlim_t wanted = (rlim_t)l->s->max_senders * (l->s->spool ? FILES_A_RIG : 1) + FILES_ELSE;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	if (limit.rlim_cur < wanted) {
		limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	if (limit.rlim_cur < wanted && !l->s->quiet)
		warning("only %llu files may be open, which is too few for %ld senders; see ulimit -n, LimitNOFILE, "
			"--max-senders",
			(unsigned long long)limit.rlim_cur, l->s->max_senders);
}

static void begin(struct live *l, const struct address *a, const char *name)
{
	char why[HUB_WHY];
	struct line *line;

	l->listener.fd = -1;
	if (l->s->raw && !(l->raw = raw_open(l->s->raw, RAW_FILE_MAX, why)))
		die(EX_CANTCREAT, "%s", why);
	if (a->kind == ADDRESS_LISTEN) {
		raise_limit(l);
		if (!listen_open(&l->listener, a, why))
			die(EX_UNAVAILABLE, "%s", why);
		if (!l->s->quiet)
			warning("listening on %s", l->listener.name);
		return;
	}
	line = line_add(l);
	line->opened_here = true;
	link_init(&line->link, a, l->now);
	feeder_begin(&line->feeder, l->hub, NULL, "", name, l->now);
	line->heartbeat = line->feeder.profile->heartbeat;
	if (!feeder_prepare(&line->feeder, l->now, why))
		die(errno == EWOULDBLOCK ? EX_TEMPFAIL : EX_CANTCREAT, "%s", why);
}

double live_run(struct hub *hub, const struct address *a, const char *name, double seconds)
{
	static struct live l;   /* its buffer is large */

	l = (struct live){ .hub = hub, .s = hub->s, .now = live_clock(CLOCK_MONOTONIC), .wall = live_clock(CLOCK_REALTIME) };
	l.stdout_on = hub->cmd && (!hub->cmd->o.output || strcmp(hub->cmd->o.output, "-") == 0);
	l.until = l.now + seconds;
	if (!signals_open())
		die(EX_OSERR, "cannot take signals: %s", strerror(errno));
	begin(&l, a, name);
	while (turn(&l))
		continue;
	/* What the kernel has taken from the senders already is not to be lost. */
	for (size_t i = 0; i < l.n; i++) {
		struct line *line = l.line[i];

		for (int k = 0; k < READ_PASSES && line->link.state == LINK_UP && line_read(&l, line); k++)
			continue;
		line_end(&l, line);
	}
	remove_gone(&l);
	listen_close(&l.listener);
	free(l.line);
	free(l.poll);
	if (l.raw && !raw_close(l.raw))
		warning("the raw file is not whole: the disk could not take all");
	return l.wall;
}
