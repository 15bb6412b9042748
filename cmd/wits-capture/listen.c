/*
 * listen.c - see listen.h.
 */
#include "listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void listen_peer(const struct sockaddr_storage *peer, char host[LISTEN_NAME], char host_port[LISTEN_NAME])
{
	char port[8] = "";

	if (getnameinfo((const struct sockaddr *)peer, sizeof *peer, host, LISTEN_NAME - 16, port, sizeof port,
		NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		snprintf(host, LISTEN_NAME, "unknown");
	if (strncmp(host, "::ffff:", 7) == 0)
		memmove(host, host + 7, strlen(host + 7) + 1);
	snprintf(host_port, LISTEN_NAME, strchr(host, ':') ? "[%.64s]:%s" : "%.64s:%s", host, port);
}

static bool bind_one(struct listener *l, const struct addrinfo *a)
{
	int on = 1, off = 0;

	l->fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (l->fd < 0)
		return false;
	if (setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
	    (a->ai_family != AF_INET6 || setsockopt(l->fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) == 0) &&
	    bind(l->fd, a->ai_addr, a->ai_addrlen) == 0 && listen(l->fd, SOMAXCONN) == 0)
		return true;
	on = errno;
	close(l->fd);
	l->fd = -1;
	errno = on;
	return false;
}

bool listen_open(struct listener *l, const struct address *address, char why[LISTEN_WHY])
{
	const char *host = *address->host ? address->host : "127.0.0.1";
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE }, *found;
	struct sockaddr_storage bound;
	socklen_t len = sizeof bound;
	char bare[LISTEN_NAME];
	int status = getaddrinfo(host, address->port, &hints, &found);

	*l = (struct listener){ .fd = -1, .said_at = -1e9 };
	if (status != 0) {
		snprintf(why, LISTEN_WHY, "cannot listen on %.100s: %s", host, gai_strerror(status));
		return false;
	}
	for (struct addrinfo *a = found; a && l->fd < 0; a = a->ai_next)
		(void)bind_one(l, a);
	if (l->fd < 0 || getsockname(l->fd, (struct sockaddr *)&bound, &len) < 0) {
		snprintf(why, LISTEN_WHY, "cannot listen on %.100s:%.7s: %s", host, address->port, strerror(errno));
		freeaddrinfo(found);
		listen_close(l);
		return false;
	}
	freeaddrinfo(found);
	listen_peer(&bound, bare, l->name);
	return true;
}

int listen_accept(struct listener *l, struct sockaddr_storage *peer, double now, char why[LISTEN_WHY])
{
	socklen_t len = sizeof *peer;
	int fd, on = 1;

	why[0] = '\0';
	if (now < l->again_at)
		return -1;
	memset(peer, 0, sizeof *peer);
	fd = accept4(l->fd, (struct sockaddr *)peer, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd >= 0) {
		/* A peer that vanished without a word is noticed by the time-out; this only helps the kernel to forget it. */
		(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
		return fd;
	}
	if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ECONNABORTED || errno == EINTR || errno == EPROTO)
		return -1;
	l->again_at = now + 1;
	if (now - l->said_at >= 60) {
		l->said_at = now;
		snprintf(why, LISTEN_WHY, "cannot take a connection: %s; it is tried again every second", strerror(errno));
	}
	return -1;
}

void listen_close(struct listener *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}
