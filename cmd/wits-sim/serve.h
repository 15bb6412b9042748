/*
 * serve.h - a rig on the line: gives the simulated frames to whoever listens, paced by a clock, over a line that fails.
 *
 * The clock starts when somebody first listens: a connection or an open terminal, and where a heartbeat is wanted, one that was
 * heard. At full speed time stands still while nobody listens; else it runs on, and what nobody hears is gone but for the
 * backlog, as with a real EDR. A listener that stops reading holds the clock for up to SERVE_PATIENCE seconds.
 */
#ifndef SERVE_H
#define SERVE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SERVE_WHY = 512, SERVE_PATIENCE = 60, SERVE_KEEP_MAX = 100000 };
struct serve_options {
	const char *listen;             /* [ADDR:]PORT or NULL */
	const char *serial;             /* "-", a path for a link, or a device; or NULL */
	const char *ledger;             /* file, or NULL: a row ts,client for each sample that was sent whole */
	double speed;                   /* data seconds a second; INFINITY: as fast as it is read */
	bool heartbeat;                 /* send only to who sent a frame within 30 s */
	bool echo;                      /* a half-duplex line: what is received comes back */
	long backlog;                   /* samples that wait while nobody listens */
	/* The line's faults; 0: none. */
	double cut_every_s;             /* data seconds; the line is cut in mid-frame */
	double garbage;                 /* chance a sample of some bytes of noise before it */
	long resend;                    /* samples that are sent again after a reconnect */
	uint64_t seed;
	bool quiet;
};
struct serve_counts { uint64_t connects, cuts, sent, unheard, heartbeats; };
struct serve;

/* Opens the line and says on standard error where it is. NULL and a reason. */
struct serve *serve_open(const struct serve_options *, char why[SERVE_WHY]);
/* Waits until a second of the data is due, serving meanwhile. False when it was asked to stop (SIGINT, SIGTERM), or for a
 * failure: then serve_why() is not empty. */
bool serve_wait(struct serve *, double data_s);
bool serve_put(struct serve *, double data_s, double ts, const char *bytes, size_t len);
/* Waits until what was put is sent, and closes. False as above. */
bool serve_finish(struct serve *);
const char *serve_why(const struct serve *);
struct serve_counts serve_counts(const struct serve *);
void serve_free(struct serve *);
#endif
