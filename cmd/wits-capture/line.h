/*
 * line.h - the lines of a live capture, for live.c: reading, raw bytes, heartbeats, time-outs, and what is said of them.
 */
#ifndef LINE_H
#define LINE_H
#include "hub.h"
#include "link.h"
#include "raw.h"

struct pollfd;
enum { LINE_READ = 64 * 1024 };
struct line {
	struct link link;
	struct heartbeat heartbeat;
	struct feeder feeder;
	bool opened_here;               /* a line that we open again; else an accepted one */
	bool gone;                      /* to be removed */
	bool told_down;
	struct text raw;                /* bytes for the raw file that wait until it is known whose they are */
	char peer[RAW_PEER];            /* in the raw file: another one each time the line begins anew */
	double since;                   /* when it went up or was begun */
	size_t slot;                    /* in poll's table; 0: not there */
};
struct live {
	struct hub *hub;
	const struct settings *s;
	struct line **line;
	size_t n;
	struct pollfd *poll; size_t poll_room;
	struct listener listener;
	struct raw *raw;
	bool raw_bad, stdout_on;
	double now, wall, until, raw_synced;
	char buffer[LINE_READ + HEARTBEAT_MAX];
};

struct line *line_add(struct live *);
void line_step(struct live *, struct line *, short revents);
double line_due(const struct live *, const struct line *);
/* One read. False when there is nothing more now. */
bool line_read(struct live *, struct line *);
void line_end(struct live *, struct line *);            /* at the stop of the capture */
void line_tell_raw(struct live *, bool fine);           /* says once that the raw file cannot be written, and once that it can */
#endif
