/*
 * serve.c - the rig on the line; see serve.h. One poll loop; nothing blocks but poll(2).
 */
#include "serve.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "atomic.h"
#include "die.h"
#include "serve_state.h"

enum { HANG_UP_MS = 20, CLOSING_S = 5 };
static const double NONE_FOR = .5;      /* s */

static volatile sig_atomic_t stopped;

static void stop(int signal_number)
{
	(void)signal_number;
	stopped = 1;
}

double serve_now(void)
{
	struct timespec t;

	return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (double)t.tv_sec + (double)t.tv_nsec / 1e9 : 0;
}

bool serve_fail(struct serve *s, const char *what, const char *name)
{
	snprintf(s->why, sizeof s->why, "%s %.200s: %s", what, name, strerror(errno));
	return false;
}

static bool open_line(struct serve *s)
{
	s->terminal = s->o.serial && !port_is_device(s->o.serial);
	if (s->o.listen)
		s->fd = port_listen(s->o.listen, s->name, s->why);
	else if (s->terminal)
		s->fd = port_terminal(s->o.serial, s->name, s->why);
	else
		s->fd = port_device(s->o.serial, s->why);
	return s->fd >= 0;
}

struct serve *serve_open(const struct serve_options *o, char why[SERVE_WHY])
{
	struct serve *s = calloc(1, sizeof *s);
	struct sigaction on_stop = { .sa_handler = stop };
	bool fine = true;

	if (!s) {
		snprintf(why, SERVE_WHY, "out of memory");
		return NULL;
	}
	s->o = *o;
	s->fd = s->ledger = -1;
	s->start = NAN;
	s->next_cut = o->cut_every_s;
	s->keep = o->backlog > o->resend ? o->backlog : o->resend;
	prng_seed(&s->prng, o->seed, 0x6C696E65);
	for (int k = 0; k < CLIENTS; k++)
		s->client[k].fd = -1;
	if (s->keep > 0 && !(s->kept = calloc((size_t)s->keep, sizeof *s->kept)))
		fine = serve_fail(s, "cannot keep", "samples");
	if (fine && o->ledger && (s->ledger = open(o->ledger, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) < 0)
		fine = serve_fail(s, "cannot create", o->ledger);
	if (s->ledger >= 0 && write_all(s->ledger, "ts,client\n", 10) < 0)
		fine = serve_fail(s, "cannot write", o->ledger);
	if (fine && (sigaction(SIGINT, &on_stop, NULL) < 0 || sigaction(SIGTERM, &on_stop, NULL) < 0))
		fine = serve_fail(s, "cannot catch", "signals");
	if (!fine || !open_line(s)) {
		memcpy(why, s->why, SERVE_WHY);
		serve_free(s);
		return NULL;
	}
	if (!o->quiet && s->o.listen)
		warning("listening on %s", s->name);
	else if (!o->quiet && s->terminal)
		warning("serial line is %s", s->name);
	return s;
}

/* A terminal has one listener at most, while somebody has it open; a device has one unless it hangs up. */
static void look_for_listener(struct serve *s)
{
	struct client *c = &s->client[0];
	bool open = port_is_open(s->fd);

	if (open && c->fd < 0)
		(void)client_new(s, s->fd);
	else if (!open && c->fd >= 0)
		client_drop(s, c);
}

static void accept_all(struct serve *s)
{
	int fd;

	while ((fd = port_accept(s->fd)) >= 0)
		if (!client_new(s, fd))
			(void)close(fd);
}

static bool serve_client(struct serve *s, struct client *c, short events)
{
	if ((events & (POLLIN | POLLHUP | POLLERR)) && !client_hear(s, c)) {
		client_drop(s, c);
		return true;
	}
	if (client_is_ready(s, c) && !c->greeted && !client_greet(s, c))
		return false;
	if (c->out_at < c->out.len || c->closing) {
		if (!client_send(s, c))
			return false;
		if (c->fd >= 0 && c->out_at < c->out.len && serve_now() - c->moved > SERVE_PATIENCE) {
			warning("listener %d does not read; dropped", c->number);
			client_drop(s, c);
		}
	}
	return true;
}

/* One turn: at most timeout seconds. */
static bool turn(struct serve *s, double timeout)
{
	struct pollfd p[CLIENTS + 1];
	int which[CLIENTS + 1], n = 0;

	if (!s->o.listen)
		look_for_listener(s);
	else
		p[n++] = (struct pollfd){ .fd = s->fd, .events = POLLIN };
	for (int k = 0; k < CLIENTS; k++) {
		const struct client *c = &s->client[k];

		if (c->fd < 0)
			continue;
		which[n] = k;
		p[n++] = (struct pollfd){ .fd = c->fd, .events = (short)(POLLIN | (c->out_at < c->out.len ? POLLOUT : 0)) };
	}
	timeout *= 1000;
	if (s->o.serial && timeout > HANG_UP_MS && s->client[0].fd < 0)
		timeout = HANG_UP_MS;   /* nothing wakes us when somebody opens it */
	if (poll(p, (nfds_t)n, timeout > 1000 ? 1000 : (int)ceil(timeout)) < 0)
		return errno == EINTR || serve_fail(s, "cannot wait for", s->name);
	for (int i = s->o.listen ? 1 : 0; i < n; i++)
		if (!serve_client(s, &s->client[which[i]], p[i].revents))
			return false;
	if (s->o.listen && p[0].revents)
		accept_all(s);
	return true;
}

static bool somebody_listens(const struct serve *s)
{
	for (int k = 0; k < CLIENTS; k++)
		if (client_is_ready(s, &s->client[k]))
			return true;
	return false;
}

static size_t longest_queue(const struct serve *s)
{
	size_t most = 0;

	for (int k = 0; k < CLIENTS; k++)
		if (s->client[k].fd >= 0 && s->client[k].out.len - s->client[k].out_at > most)
			most = s->client[k].out.len - s->client[k].out_at;
	return most;
}

bool serve_wait(struct serve *s, double data_s)
{
	for (bool first = true; !stopped; first = false) {
		bool listens = somebody_listens(s), still = isnan(s->start) || isinf(s->o.speed);
		double wait;

		if (listens && isnan(s->start))
			s->start = serve_now() - (isinf(s->o.speed) ? 0 : data_s / s->o.speed);
		wait = isnan(s->start) || isinf(s->o.speed) ? 0 : s->start + data_s / s->o.speed - serve_now();
		if ((still && !listens) || longest_queue(s) > FULL)
			wait = 1;
		else if (!(wait > 0) && !first)
			return true;
		if (!turn(s, fmax(0, wait)))
			return false;
	}
	return false;
}

static bool keep(struct serve *s, double ts, const char *bytes, size_t len)
{
	struct kept *k;

	if (s->keep == 0)
		return true;
	k = &s->kept[s->samples % (uint64_t)s->keep];
	k->ts = ts;
	k->sent = false;
	text_clear(&k->bytes);
	text_add(&k->bytes, bytes, len);
	return !k->bytes.failed || serve_fail(s, "cannot keep", "a sample");
}

bool serve_put(struct serve *s, double data_s, double ts, const char *bytes, size_t len)
{
	bool heard = somebody_listens(s), cut = heard && s->next_cut > 0 && data_s >= s->next_cut, garbage;
	size_t part = len;

	garbage = s->o.garbage > 0 && prng_uniform(&s->prng) < s->o.garbage;
	if (cut) {
		part = (size_t)prng_below(&s->prng, (int)len);
		s->next_cut += s->o.cut_every_s;
	}
	if (!keep(s, ts, bytes, len))
		return false;
	s->samples++;
	for (int k = 0; k < CLIENTS; k++) {
		struct client *c = &s->client[k];

		if (!client_is_ready(s, c))
			continue;
		if (garbage)
			client_garbage(s, c);
		if (cut) {
			text_add(&c->out, bytes, part);
			c->queued += part;
			c->closing = true;
		} else if (!client_queue(s, c, s->samples - 1, ts, bytes, len)) {
			return false;
		}
		if (!client_send(s, c))
			return false;
	}
	s->counts.unheard += !heard;
	s->counts.cuts += cut;
	return true;
}

/* What a slave has not read is gone once we close: waits for its reader. Bytes on their way to the slave are in nobody's count
 * for a moment, so none for a while is what counts. */
static bool finish_terminal(struct serve *s)
{
	double until = serve_now() + SERVE_PATIENCE, none_since = serve_now();

	while (s->client[0].fd >= 0 && serve_now() < until && serve_now() - none_since < NONE_FOR) {
		if (port_unread(s->name))
			none_since = serve_now();
		if (!turn(s, .02))
			return false;
	}
	return true;
}

bool serve_finish(struct serve *s)
{
	double until = serve_now() + SERVE_PATIENCE;

	if (s->o.listen) {
		(void)close(s->fd);     /* who comes now is too late */
		s->fd = -1;
	}
	while (longest_queue(s) > 0 && serve_now() < until)
		if (!turn(s, .1))
			return false;
	/* The other end reads what is under way, and closes. */
	for (int k = 0; k < CLIENTS && s->o.listen; k++)
		if (s->client[k].fd >= 0)
			(void)shutdown(s->client[k].fd, SHUT_WR);
	for (until = serve_now() + CLOSING_S; s->o.listen && serve_now() < until; ) {
		int left = 0;

		if (!turn(s, .05))
			return false;
		for (int k = 0; k < CLIENTS; k++)
			left += s->client[k].fd >= 0;
		if (left == 0)
			break;
	}
	if (s->terminal && !finish_terminal(s))
		return false;
	if (s->ledger >= 0 && close(s->ledger) < 0) {
		s->ledger = -1;
		return serve_fail(s, "cannot write", s->o.ledger);
	}
	s->ledger = -1;
	return true;
}

const char *serve_why(const struct serve *s) { return s->why; }
struct serve_counts serve_counts(const struct serve *s) { return s->counts; }

void serve_free(struct serve *s)
{
	if (!s)
		return;
	for (int k = 0; k < CLIENTS; k++)
		if (s->client[k].fd >= 0)
			client_drop(s, &s->client[k]);
	for (long k = 0; s->kept && k < s->keep; k++)
		text_free(&s->kept[k].bytes);
	free(s->kept);
	if (s->terminal)
		port_unlink(s->o.serial);
	if (s->fd >= 0)
		(void)close(s->fd);
	if (s->ledger >= 0)
		(void)close(s->ledger);
	free(s);
}
