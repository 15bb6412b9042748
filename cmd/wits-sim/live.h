/*
 * live.h - wits-sim's options of a live line, and what they make of serve.h. Ends the program when something is wrong.
 */
#ifndef LIVE_H
#define LIVE_H
#include "serve.h"
#include "text.h"
#include "world.h"

struct live_options { const char *listen, *serial, *speed, *heartbeat, *ledger; long backlog; bool echo; };
struct live {
	const struct live_options *o;
	const struct wire *wire;
	double speed;                   /* data seconds a second */
	struct serve *serve;            /* NULL: not live */
};

/* Settles the options and the line's faults; true when there is a line. */
bool live_settle(struct live *, const struct live_options *, const struct wire *);
void live_open(struct live *, uint64_t seed, bool quiet);       /* nothing without a line */
bool live_is(const struct live *);
const char *live_vendor(const struct live *);                   /* item 1984, or NULL */
bool live_is_due(struct live *, double data_s);                 /* waits; false when the rig is to stop */
void live_put(struct live *, double data_s, double ts, const struct text *frames);
void live_close(struct live *, bool verbose);
#endif
