/*
 * heartbeat.h - what a sender wants to hear so that it goes on, and our own words coming back. No I/O.
 *
 * "pason": 0111-9999 every 25 s (Pason EDR, DOCU225: at least one packet in 30 s). Else the text of an option, with \r \n
 * \\ \xHH, and an interval. A half-duplex line gives our own bytes back: they are recognised by content and taken out of
 * what was read before it is decoded, counted.
 */
#ifndef HEARTBEAT_H
#define HEARTBEAT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HEARTBEAT_MAX = 1024, HEARTBEAT_WHY = 256 };
struct heartbeat {
	char text[HEARTBEAT_MAX]; size_t len;   /* 0: none */
	double interval;                        /* s */
	double next;                            /* monotonic s */
	uint64_t sent, echoes;
	unsigned unechoed;                      /* sent and perhaps still to come back */
	size_t matched;                         /* bytes of an echo that ended one read */
};
/* spec: "pason", "TEXT" or "TEXT@SECS". False and a reason. */
bool heartbeat_parse(struct heartbeat *, const char *spec, char why[HEARTBEAT_WHY]);
/* Whether one is to be sent now; then call heartbeat_sent(). */
bool heartbeat_due(const struct heartbeat *, double now);
void heartbeat_sent(struct heartbeat *, double now);
/* Takes echoes out of bytes[0..len) in place; returns the new length. What began an echo at the end of the last read and
 * turns out to be data is never lost: at most HEARTBEAT_MAX held bytes are put back, so to must have room for len +
 * HEARTBEAT_MAX. */
size_t heartbeat_strip(struct heartbeat *, char *bytes, size_t len);
/* The line was lost or closed: gives what strip still holds (at most HEARTBEAT_MAX bytes), which was data, expects no echo
 * any more, and one is due at once on the next line. A text with fewer than 4 characters beside blanks and line ends is
 * never taken for an echo. */
size_t heartbeat_rest(struct heartbeat *, char *bytes);
#endif
