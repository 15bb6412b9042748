/*
 * link.c - a line that comes and goes; see link.h.
 */
#include "link.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "serial.h"

static const double first_wait = 1, longest_wait = 60, jitter = 0.25;   /* s, s, part */
static const double answer_s = 15;      /* a connection that is not made in this time will not be: the next address */

/* Kept from one call to the next. */
struct attempt {
	struct addrinfo *all, *next;    /* of the name */
	double until;                   /* when CONNECTING: the end of the patience */
	bool broken;                    /* writing failed; what can still be read is read first */
};

/* Error texts stand in the middle of sentences. */
static void say(struct link *l, const char *words)
{
	snprintf(l->why, sizeof l->why, "%c%s", tolower((unsigned char)words[0]), words[0] ? words + 1 : "");
}

static void forget_addresses(struct attempt *t)
{
	if (t->all)
		freeaddrinfo(t->all);
	t->all = t->next = NULL;
}

static void close_fd(struct link *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}

/* 0 to 1, by a linear congruence (Knuth, MMIX): spreads the tries of many clients, no more. */
static double random_part(struct link *l)
{
	uint64_t x = (uint64_t)l->seed * 6364136223846793005u + 1442695040888963407u;

	l->seed = (unsigned)(x >> 32);
	return (double)l->seed / 4294967296.0;
}

static void go_down(struct link *l, double now)
{
	struct attempt *t = l->private;

	l->lost += l->state == LINK_UP;
	close_fd(l);
	l->state = LINK_DOWN;
	l->up_since = l->last_bytes = NAN;
	l->out_len = 0;         /* what was meant for a lost line is not for the next one */
	if (!t) {
		l->retry_at = INFINITY;
		return;
	}
	forget_addresses(t);
	t->broken = false;
	l->wait = l->wait > 0 ? fmin(2 * l->wait, longest_wait) : first_wait;
	l->retry_at = now + l->wait * (1 + jitter * (2 * random_part(l) - 1));
}

static void go_up(struct link *l, double now)
{
	struct attempt *t = l->private;

	if (t)
		forget_addresses(t);
	l->state = LINK_UP;
	l->opened++;
	l->up_since = now;
	l->last_bytes = NAN;
	l->out_len = 0;
	l->why[0] = '\0';
}

void link_init(struct link *l, const struct address *a, double now)
{
	struct attempt *t = calloc(1, sizeof *t);
	struct timespec clock = { 0 };
	unsigned hash = 2166136261u;

	*l = (struct link){ .address = *a, .state = LINK_DOWN, .fd = -1, .retry_at = now, .up_since = NAN, .last_bytes = NAN };
	if (a->kind == ADDRESS_TCP)
		snprintf(l->name, sizeof l->name, strchr(a->host, ':') ? "[%s]:%s" : "%s:%s", a->host, a->port);
	else
		snprintf(l->name, sizeof l->name, "%s", a->path);
	if (!t || (a->kind != ADDRESS_TCP && a->kind != ADDRESS_SERIAL)) {
		free(t);
		t = NULL;
		say(l, a->kind == ADDRESS_TCP || a->kind == ADDRESS_SERIAL ? "out of memory" : "not a line");
		l->retry_at = INFINITY;
	}
	l->private = t;
	/* Clients that a rig's restart cut off at one moment must not all come back at one moment. */
	for (const char *s = l->name; *s; s++)
		hash = (hash ^ (unsigned char)*s) * 16777619u;
	if (clock_gettime(CLOCK_MONOTONIC, &clock) == 0)
		hash ^= (unsigned)clock.tv_nsec;
	l->seed = hash ^ (unsigned)getpid();
}

/* A peer that vanished without a word is found out in about a minute, also when we only read. */
static void keep_alive(int fd)
{
	static const struct { int level, name, value; } options[] = {
		{ SOL_SOCKET, SO_KEEPALIVE, 1 }, { IPPROTO_TCP, TCP_KEEPIDLE, 30 }, { IPPROTO_TCP, TCP_KEEPINTVL, 10 },
		{ IPPROTO_TCP, TCP_KEEPCNT, 3 }, { IPPROTO_TCP, TCP_USER_TIMEOUT, 60000 }, { IPPROTO_TCP, TCP_NODELAY, 1 },
	};

	/* What a kernel or a kind of socket does not know is done without: the read time-out is above it. */
	for (size_t k = 0; k < sizeof options / sizeof options[0]; k++)
		(void)setsockopt(fd, options[k].level, options[k].name, &options[k].value, sizeof options[k].value);
}

void link_accepted(struct link *l, int fd, const char *peer, double now)
{
	int flags = fcntl(fd, F_GETFL);

	*l = (struct link){ .address.kind = ADDRESS_TCP, .state = LINK_UP, .fd = fd, .retry_at = INFINITY, .opened = 1,
		.up_since = now, .last_bytes = NAN };
	snprintf(l->name, sizeof l->name, "%s", peer);
	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) {
		say(l, strerror(errno));
		go_down(l, now);
		return;
	}
	keep_alive(fd);
}

/* A client that tries a local port again and again is one day given that port as its own and talks to itself. */
static bool is_own_echo(int fd)
{
	struct sockaddr_storage own = { 0 }, peer = { 0 };
	socklen_t own_len = sizeof own, peer_len = sizeof peer;

	return getsockname(fd, (struct sockaddr *)&own, &own_len) == 0 &&
		getpeername(fd, (struct sockaddr *)&peer, &peer_len) == 0 &&
		own_len == peer_len && memcmp(&own, &peer, own_len) == 0;
}

/* The connection was made, or the error says why not. */
static bool connected(struct link *l, int error, double now)
{
	if (error == 0 && is_own_echo(l->fd))
		error = ECONNREFUSED;
	if (error) {
		say(l, strerror(error));
		close_fd(l);
		return false;
	}
	keep_alive(l->fd);
	go_up(l, now);
	return true;
}

/* The addresses that are left, until one is under way or connected; none: down. */
static void try_next(struct link *l, double now)
{
	struct attempt *t = l->private;

	while (t->next) {
		const struct addrinfo *a = t->next;

		t->next = a->ai_next;
		l->fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, a->ai_protocol);
		if (l->fd < 0) {
			say(l, strerror(errno));
			continue;
		}
		if (connect(l->fd, a->ai_addr, a->ai_addrlen) < 0) {
			if (errno == EINPROGRESS || errno == EINTR) {
				l->state = LINK_CONNECTING;
				t->until = now + answer_s;
				return;
			}
			(void)connected(l, errno, now);
		} else if (connected(l, 0, now)) {
			return;
		}
	}
	go_down(l, now);
}

/*
 * A name is looked up at each try, because a rig's address may have changed. The look-up is the one thing here that may wait:
 * as long as the resolver's own limits let it (resolv.conf(5), usually some seconds a server). Numeric addresses never wait.
 */
static void look_up(struct link *l, double now)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
	struct attempt *t = l->private;
	int error = getaddrinfo(l->address.host, l->address.port, &hints, &t->all);

	if (error) {
		t->all = NULL;
		say(l, error == EAI_SYSTEM ? strerror(errno) : gai_strerror(error));
		go_down(l, now);
		return;
	}
	t->next = t->all;
	try_next(l, now);
}

static void open_line(struct link *l, double now)
{
	if (l->address.kind == ADDRESS_TCP) {
		look_up(l, now);
		return;
	}
	l->fd = serial_open(&l->address, l->why, sizeof l->why);
	if (l->fd >= 0)
		go_up(l, now);
	else
		go_down(l, now);
}

static void go_on_connecting(struct link *l, short revents, double now)
{
	struct attempt *t = l->private;
	int error = 0;
	socklen_t size = sizeof error;

	if (revents & (POLLOUT | POLLERR | POLLHUP | POLLNVAL)) {
		if (getsockopt(l->fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
			error = errno;
		if (!connected(l, error, now))
			try_next(l, now);
	} else if (now >= t->until) {
		close_fd(l);
		snprintf(l->why, sizeof l->why, "no answer for %.0f s", answer_s);
		try_next(l, now);
	}
}

static void write_some(struct link *l)
{
	struct attempt *t = l->private;
	ssize_t n;

	do
		n = l->address.kind == ADDRESS_TCP ? send(l->fd, l->out, l->out_len, MSG_NOSIGNAL)
			: write(l->fd, l->out, l->out_len);
	while (n < 0 && errno == EINTR);
	if (n > 0) {
		l->out_len -= (size_t)n;
		memmove(l->out, l->out + n, l->out_len);
	} else if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK) {
		say(l, strerror(errno));
		l->out_len = 0;
		/* Reading finds the end of an accepted line by itself. */
		if (t)
			t->broken = true;
	}
}

bool link_step(struct link *l, short revents, double now)
{
	enum link_state before = l->state;
	struct attempt *t = l->private;
	uint64_t opened = l->opened;
	double retry_at = l->retry_at;

	if (l->state == LINK_DOWN && now >= l->retry_at && t)
		open_line(l, now);
	else if (l->state == LINK_CONNECTING)
		go_on_connecting(l, revents, now);
	else if (l->state == LINK_UP && t && t->broken && !(revents & POLLIN))
		go_down(l, now);
	if (l->state == LINK_UP && l->out_len)
		write_some(l);
	return l->state != before || l->opened != opened || fabs(l->retry_at - retry_at) > 0;
}

short link_events(const struct link *l)
{
	switch (l->state) {
	case LINK_CONNECTING:
		return POLLOUT;
	case LINK_UP:
		return l->out_len ? POLLIN | POLLOUT : POLLIN;
	case LINK_DOWN:
		break;
	}
	return 0;
}

double link_due(const struct link *l)
{
	const struct attempt *t = l->private;

	switch (l->state) {
	case LINK_DOWN:
		return l->retry_at;
	case LINK_CONNECTING:
		return t->until;
	case LINK_UP:
		break;
	}
	return t && t->broken ? 0 : INFINITY;
}

ssize_t link_read(struct link *l, char *to, size_t room, double now)
{
	ssize_t n;

	if (l->state != LINK_UP)
		return l->state == LINK_DOWN ? -1 : 0;
	if (room == 0)
		return 0;
	do
		n = read(l->fd, to, room);
	while (n < 0 && errno == EINTR);
	if (n > 0) {
		l->taken += (uint64_t)n;
		l->last_bytes = now;
		l->wait = 0;
		return n;
	}
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return 0;
	if (!*l->why)           /* a write may have found out before */
		say(l, n < 0 ? strerror(errno)
			: l->address.kind == ADDRESS_SERIAL ? "the device hung up" : "closed by the sender");
	go_down(l, now);
	return -1;
}

bool link_write(struct link *l, const char *bytes, size_t len)
{
	if (l->state != LINK_UP || len > LINK_OUT - l->out_len)
		return false;
	memcpy(l->out + l->out_len, bytes, len);
	l->out_len += len;
	return true;
}

void link_drop(struct link *l, const char *why, double now)
{
	if (l->state == LINK_DOWN)
		return;
	say(l, why);
	go_down(l, now);
}

void link_close(struct link *l)
{
	struct attempt *t = l->private;

	close_fd(l);
	if (t)
		forget_addresses(t);
	free(t);
	l->private = NULL;
	l->state = LINK_DOWN;
	l->retry_at = INFINITY;
	l->out_len = 0;
}
