/*
 * serve_state.h - what serve.c and client.c share: the line, its listeners and their queues.
 */
#ifndef SERVE_STATE_H
#define SERVE_STATE_H
#include "noise.h"
#include "port.h"
#include "serve.h"
#include "text.h"

enum { CLIENTS = 64, FULL = 64 * 1024 };        /* FULL: bytes that wait for a listener before the clock does */

/* A sample in a listener's queue, by where its last byte is. */
struct piece { uint64_t end; uint64_t sample; double ts; };
struct client {
	int fd;                         /* -1: free */
	int number;
	bool greeted;                   /* it got what waited */
	bool closing;                   /* to be cut once its queue is out */
	struct text out;
	size_t out_at;
	uint64_t taken, queued;         /* bytes in all */
	struct piece *piece;
	size_t pieces, room;
	double heard, moved;            /* when it last sent a frame; when it last took a byte */
	char last;                      /* byte received */
};
/* A sample that may be sent later or again. */
struct kept { double ts; bool sent; struct text bytes; };
struct serve {
	struct serve_options o;
	int fd;                         /* listening socket, terminal or device */
	bool terminal;                  /* ours: nobody else made it */
	char name[PORT_NAME], why[SERVE_WHY];
	int ledger;
	struct client client[CLIENTS];
	struct kept *kept;
	long keep;
	uint64_t samples;               /* put so far */
	double start, next_cut;         /* when the clock started; NAN: not yet */
	struct prng prng;
	struct serve_counts counts;
};

double serve_now(void);                         /* CLOCK_MONOTONIC, s */
bool serve_fail(struct serve *, const char *what, const char *name);   /* keeps the reason with errno's words; false */

/* client.c: a listener. Those that return false have failed for good; a lost line is no failure. */
struct client *client_new(struct serve *, int fd);
void client_drop(struct serve *, struct client *);
bool client_is_ready(const struct serve *, const struct client *);
bool client_hear(struct serve *, struct client *);      /* false: the other end has gone */
bool client_send(struct serve *, struct client *);
bool client_queue(struct serve *, struct client *, uint64_t sample, double ts, const char *bytes, size_t len);
bool client_greet(struct serve *, struct client *);
void client_garbage(struct serve *, struct client *);
#endif
