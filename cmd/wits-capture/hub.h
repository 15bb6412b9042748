/*
 * hub.h - which line is which rig: the rigs that are known, and the lines whose bytes go to them.
 *
 * With a spool a line is first listened to until its well is known (scout.h), by its row of --senders, by --well, or by item
 * 0101; then its bytes, from the first, go to the rig of that well. A line that comes back goes on with its rig. Without
 * a spool there is one rig, whose rows are the stream.
 */
#ifndef HUB_H
#define HUB_H
#include "check.h"
#include "listen.h"
#include "rig.h"
#include "scout.h"
#include "senders.h"
#include "syncer.h"

enum { HUB_WHY = 640 };
struct hub {
	const struct settings *s;
	const struct profile *options;
	const struct senders *senders;
	struct cmd *cmd;                /* whose stream rows go to; NULL: none */
	bool listens;                   /* a nameless line is named by its peer's address */
	bool newest_wins;               /* replay: a second line of a well takes it over */
	bool live;
	struct check *check;            /* not NULL: frames go there, and there are no rigs */
	struct wits0 *decoder;          /* ... through this */
	size_t compressing;             /* whose old days are looked at in the next turn */
	bool busy;                      /* ... and there is more to do */
	struct syncer syncer;           /* when listens, with a spool */
	bool to_sync, sync_bad;         /* rows were written since the last sync; it failed, which was said */
	struct rig **rig;
	size_t n;
	uint64_t refused;
};
struct feeder {                         /* one line */
	struct hub *hub;
	const struct profile *profile;
	struct rig *rig;                /* NULL: not known yet, or dropped */
	struct scout *scout;
	char host[LISTEN_NAME], name[RIG_NAME];
	double last_frame;              /* `now` of the last frame, or of the beginning */
	bool dropped;                   /* another line took its rig over */
	double tokens, tokens_at;       /* lines that may still come, for --max-rate */
};

/* Before the first line. */
void hub_begin(struct hub *);
/* peer NULL: not a listener's; name for messages. */
void feeder_begin(struct feeder *, struct hub *, const struct sockaddr *peer, const char *host, const char *name, double now);
/* Before its first bytes: its rig, where that is known without them, so that what is wrong with it is found at the start. */
bool feeder_prepare(struct feeder *, double now, char why[HUB_WHY]);
/* False when the line is to be dropped, with the words for it. */
bool feeder_take(struct feeder *, const char *bytes, size_t len, double arrival, double now, char why[HUB_WHY]);
/* The line is lost: cause is kept for the gap. What the scout holds still goes to its rig. */
void feeder_end(struct feeder *, const char *cause, double now);
/* After each turn, and at the end of all: false when a spool could not take all that there was. */
void hub_turn(struct hub *, double now);
double hub_due(const struct hub *);
bool hub_stop(struct hub *, double until);
void hub_reopen(struct hub *);
void hub_say_counts(const struct hub *);
#endif
