/*
 * link.h - one line to a rig that comes and goes: connects, reads, writes, and is opened again after it was lost.
 *
 * Nothing here waits: every call returns at once, the loop polls link_fd() for link_events() until link_due(). A lost line is
 * tried again after 1, 2, 4 ... 60 s, each time with jitter of +-25 %, counted from 1 s again once bytes came. Times are
 * CLOCK_MONOTONIC s.
 */
#ifndef LINK_H
#define LINK_H
#include "address.h"
#include <stddef.h>
#include <sys/types.h>

enum { LINK_WHY = 256, LINK_OUT = 4096 };
enum link_state { LINK_DOWN, LINK_CONNECTING, LINK_UP };
struct link {
	struct address address;
	enum link_state state;
	int fd;
	char name[ADDRESS_HOST + 16];   /* for messages */
	double retry_at, wait;          /* when DOWN: next try; length of the present wait */
	double up_since, last_bytes;    /* NAN when not */
	uint64_t taken, opened, lost;   /* bytes; times opened; times lost */
	char why[LINK_WHY];             /* why it is down */
	unsigned seed;                  /* of the jitter */
	char out[LINK_OUT]; size_t out_len;     /* waits to be written (heartbeats) */
	void *private;                  /* link.c's: addresses still to try */
};
/* For tcp and serial: starts DOWN with a first try at once. For an accepted connection: UP with that fd, never tried again. */
void link_init(struct link *, const struct address *, double now);
void link_accepted(struct link *, int fd, const char *peer, double now);
/* Does what is due: opens, goes on connecting, writes what waits. Returns true when the state changed
 * or a try failed (why says how). revents from poll. */
bool link_step(struct link *, short revents, double now);
short link_events(const struct link *);
double link_due(const struct link *);           /* INFINITY: only its fd can wake it */
/* To be called when poll says anything of an UP line, a mere POLLHUP or POLLERR too. As read(2): > 0 bytes; 0 nothing
 * now; -1 the line was lost (state is DOWN, why says it; for a serial line or socket). */
ssize_t link_read(struct link *, char *to, size_t room, double now);
/* Queues bytes for the line; false when the queue is full (the peer does not read): they are not sent, nothing waits. */
bool link_write(struct link *, const char *bytes, size_t len);
void link_drop(struct link *, const char *why, double now);     /* closes it ourselves: read time-out, limits */
void link_close(struct link *);
#endif
