/*
 * client.c - who listens to the simulated rig: what waits for them, what they say, the ledger of what was sent. See serve.h.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "atomic.h"
#include "num.h"
#include "serve_state.h"

enum { GARBAGE_MAX = 40 };
static const double HEARD_FOR = 30;     /* s; Pason DOCU225: the EDR stops sending after 30 s without a packet */

static bool write_ledger(struct serve *s, const struct client *c, const struct piece *p)
{
	char number[NUM_LEN], line[NUM_LEN + 24];
	int n;

	s->counts.sent++;
	if (s->keep > 0 && p->sample + (uint64_t)s->keep > s->samples)
		s->kept[p->sample % (uint64_t)s->keep].sent = true;
	if (s->ledger < 0)
		return true;
	(void)num_format(p->ts, number);
	n = snprintf(line, sizeof line, "%s,%d\n", number, c->number);
	return write_all(s->ledger, line, (size_t)n) == 0 || serve_fail(s, "cannot write", s->o.ledger);
}

struct client *client_new(struct serve *s, int fd)
{
	for (int k = 0; k < CLIENTS; k++) {
		struct client *c = &s->client[k];

		if (c->fd >= 0)
			continue;
		*c = (struct client){ .fd = fd, .number = (int)++s->counts.connects, .heard = -INFINITY, .moved = serve_now() };
		return c;
	}
	return NULL;
}

/* A terminal stays ours when its listener has gone; a connection is closed. What was not sent is gone. */
void client_drop(struct serve *s, struct client *c)
{
	char rest[4096];

	if (s->o.listen) {
		/* Bytes that nobody reads would make of this end a reset, which takes data back that is under way. */
		while (recv(c->fd, rest, sizeof rest, MSG_DONTWAIT) > 0)
			;
		(void)close(c->fd);
	}
	text_free(&c->out);
	free(c->piece);
	*c = (struct client){ .fd = -1 };
}

/* Writes what waits. False when the ledger could not be written; a lost line is no failure. */
bool client_send(struct serve *s, struct client *c)
{
	size_t done = 0;

	if (c->out.failed)
		return serve_fail(s, "cannot queue", "a sample");
	while (c->out_at < c->out.len) {
		const char *from = c->out.s + c->out_at;
		ssize_t n = s->o.listen ? send(c->fd, from, c->out.len - c->out_at, MSG_NOSIGNAL) :
			write(c->fd, from, c->out.len - c->out_at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			break;
		if (n <= 0) {
			client_drop(s, c);
			return true;
		}
		c->out_at += (size_t)n;
		c->taken += (uint64_t)n;
		c->moved = serve_now();
	}
	while (done < c->pieces && c->piece[done].end <= c->taken)
		if (!write_ledger(s, c, &c->piece[done++]))
			return false;
	if (done > 0) {
		c->pieces -= done;
		memmove(c->piece, c->piece + done, c->pieces * sizeof *c->piece);
	}
	if (c->out_at == c->out.len || c->out_at > FULL) {
		c->out.len -= c->out_at;
		memmove(c->out.s, c->out.s + c->out_at, c->out.len);
		c->out_at = 0;
	}
	if (c->closing && c->out.len == 0)
		client_drop(s, c);
	return true;
}

/* What the other end says: heartbeats; on a half-duplex line it comes back. False when it has gone. */
bool client_hear(struct serve *s, struct client *c)
{
	char bytes[4096];
	ssize_t n;

	while ((n = read(c->fd, bytes, sizeof bytes)) > 0) {
		for (ssize_t k = 0; k < n; k++) {
			if (bytes[k] == '!' && c->last == '!') {
				c->heard = serve_now();
				s->counts.heartbeats++;
			}
			c->last = bytes[k];
		}
		if (s->o.echo && !c->closing) {
			text_add(&c->out, bytes, (size_t)n);
			c->queued += (uint64_t)n;
		}
	}
	return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

bool client_is_ready(const struct serve *s, const struct client *c)
{
	return c->fd >= 0 && !c->closing && (!s->o.heartbeat || serve_now() - c->heard <= HEARD_FOR);
}

bool client_queue(struct serve *s, struct client *c, uint64_t sample, double ts, const char *bytes, size_t len)
{
	if (c->pieces == c->room) {
		size_t room = c->room ? 2 * c->room : 64;
		struct piece *more = realloc(c->piece, room * sizeof *more);

		if (!more)
			return serve_fail(s, "cannot queue", "a sample");
		c->piece = more;
		c->room = room;
	}
	text_add(&c->out, bytes, len);
	c->queued += len;
	c->piece[c->pieces++] = (struct piece){ c->queued, sample, ts };
	return true;                    /* client_send() looks whether the text has failed */
}

/* A listener that is new gets what waited for one, and what is sent twice. */
bool client_greet(struct serve *s, struct client *c)
{
	uint64_t n = s->samples < (uint64_t)s->keep ? s->samples : (uint64_t)s->keep;

	c->greeted = true;
	for (uint64_t back = n; back > 0; back--) {
		uint64_t sample = s->samples - back;
		const struct kept *k = &s->kept[sample % (uint64_t)s->keep];

		if (((!k->sent && back <= (uint64_t)s->o.backlog) || (c->number > 1 && back <= (uint64_t)s->o.resend)) &&
		    !client_queue(s, c, sample, k->ts, text_view(&k->bytes), k->bytes.len))
			return false;
	}
	return true;
}

void client_garbage(struct serve *s, struct client *c)
{
	int n = 1 + prng_below(&s->prng, GARBAGE_MAX);

	for (int k = 0; k < n; k++)
		text_put(&c->out, (char)prng_below(&s->prng, 256));
	c->queued += (uint64_t)n;
}
