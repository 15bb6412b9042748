/*
 * hub.c - see hub.h.
 */
#include "hub.h"

#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OWN_PAGES = 32 * 1024 };        /* bytes of an allocation that gets pages of its own */
static const double SYNC_LEAST_S = 0.05;
static const double BURST_S = 30;       /* s of --max-rate that may come at once: a sender that was offline sends what it kept */

void feeder_begin(struct feeder *f, struct hub *h, const struct sockaddr *peer, const char *host, const char *name, double now)
{
	const struct profile *p = peer && h->senders ? senders_find(h->senders, peer) : NULL;

	*f = (struct feeder){ .hub = h, .profile = p ? p : h->options, .last_frame = now, .tokens_at = now };
	f->tokens = BURST_S * (double)h->s->max_rate;
	snprintf(f->host, sizeof f->host, "%s", host);
	snprintf(f->name, sizeof f->name, "%s", name);
}

static void forget_rig(struct hub *h, size_t i)
{
	struct rig *r = h->rig[i];

	(void)rig_stop(r, NAN);
	if (r->connection)
		((struct feeder *)r->connection)->rig = NULL;
	rig_free(r);
	h->rig[i] = h->rig[--h->n];
}

static struct rig *add_rig(struct hub *h, const struct profile *p, const char *name, double now)
{
	struct rig *r;

	/* Wells that were named once and never again must not fill the memory. */
	while (h->s->spool && h->n >= (size_t)h->s->max_senders) {
		size_t oldest = h->n;

		for (size_t i = 0; i < h->n; i++)
			if (!h->rig[i]->connection && (oldest == h->n || h->rig[i]->last_frame < h->rig[oldest]->last_frame))
				oldest = i;
		if (oldest == h->n)
			break;
		forget_rig(h, oldest);
	}
	r = rig_new(h->s, p, h->cmd, name, now);
	r->live = h->live;
	h->rig = xrealloc(h->rig, h->n + 1, sizeof *h->rig);
	h->rig[h->n++] = r;
	return r;
}

static struct rig *find_rig(struct hub *h, const char *field, const char *well)
{
	for (size_t i = 0; i < h->n; i++)
		if (strcmp(h->rig[i]->well, well) == 0 && strcmp(h->rig[i]->field, field) == 0)
			return h->rig[i];
	return NULL;
}

/* The rig of a well that another line has: it loses it when that line is silent. */
static bool take_over(struct feeder *f, struct rig *r, double now, char why[HUB_WHY])
{
	struct feeder *other = r->connection;

	if (!f->hub->newest_wins && now - other->last_frame < f->hub->s->stale) {
		r->refused++;
		f->hub->refused++;
		snprintf(why, HUB_WHY, "refused: well '%s' is being sent by %s", r->well, other->name);
		return false;
	}
	if (!f->hub->s->quiet && !f->hub->newest_wins)
		warning("%s: well '%s' is now sent by %s; the line before was silent", other->name, r->well, f->name);
	other->rig = NULL;
	other->dropped = true;
	r->connection = NULL;
	return true;
}

static void join(struct feeder *f, struct rig *r)
{
	rig_cut(r, NULL);       /* what another line left unfinished in the decoder */
	f->rig = r;
	r->connection = f;
	r->connections++;
}

static const char *own_well(const struct feeder *f, const char *said)
{
	const struct hub *h = f->hub;

	if (*f->profile->well)
		return f->profile->well;
	if (h->s->settled)
		return h->s->well;
	if (said && *said)
		return said;
	return h->listens && *f->host ? f->host : h->s->well;
}

/* A refused line's bytes are nobody's. */
static bool forget(struct feeder *f)
{
	scout_free(f->scout);
	f->scout = NULL;
	return false;
}

/* The rig of this line's well, made or found; and the bytes that were held for it. */
static bool settle(struct feeder *f, double now, char why[HUB_WHY])
{
	struct hub *h = f->hub;
	const char *well = own_well(f, f->scout ? scout_well(f->scout) : NULL), *bytes;
	const char *field = *f->profile->field ? f->profile->field : h->s->field;
	struct rig *r = find_rig(h, field, well);
	char words[SPOOL_WHY];
	size_t at = 0, len;
	double arrival;

	if (r && r->connection && !take_over(f, r, now, why))
		return forget(f);
	for (size_t i = 0; r && r->profile != f->profile && i < h->n; i++)
		if (h->rig[i] == r) {           /* read in another way now */
			forget_rig(h, i);
			r = NULL;
		}
	if (!r) {
		r = add_rig(h, f->profile, h->listens ? well : f->name, now);
		r->settled |= *f->profile->well != '\0';
		if (!rig_settle(r, field, well, words)) {
			snprintf(why, HUB_WHY, "refused: %s", words);
			rig_free(r);
			h->n--;
			return forget(f);
		}
	}
	join(f, r);
	while (f->scout && scout_held(f->scout, &at, &bytes, &len, &arrival))
		(void)rig_feed(r, bytes, len, arrival, now);
	scout_free(f->scout);
	f->scout = NULL;
	return true;
}

bool feeder_prepare(struct feeder *f, double now, char why[HUB_WHY])
{
	struct hub *h = f->hub;

	if (!h->s->spool) {
		if (h->n == 0 && !h->check)
			(void)add_rig(h, f->profile, f->name, now);
		return true;
	}
	if (!*f->profile->well && !h->s->settled)
		return true;
	if (!settle(f, now, why))
		return false;
	f->rig->connections--;
	feeder_end(f, NULL, now);
	return true;
}

/* Lines beyond the rate for longer than a burst. */
static bool is_flood(struct feeder *f, const char *bytes, size_t len, double now)
{
	double rate = (double)f->hub->s->max_rate, lf = 0, cr = 0;

	if (rate <= 0)
		return false;
	for (size_t i = 0; i < len; i++) {
		lf += bytes[i] == '\n';
		cr += bytes[i] == '\r';
	}
	f->tokens = fmin(BURST_S * rate, f->tokens + rate * (now - f->tokens_at));
	f->tokens -= fmax(fmax(lf, cr), (double)len / WITS0_LINE_MAX);
	f->tokens_at = now;
	return f->tokens < 0;
}

static bool scout_on(struct feeder *f, const char *bytes, size_t len, double arrival, double now, char why[HUB_WHY])
{
	unsigned before;

	if (!f->scout && !(f->scout = scout_new()))
		die(EX_OSERR, "out of memory");
	before = scout_frames(f->scout);
	switch (scout_feed(f->scout, f->profile->map, &f->profile->nulls, bytes, len, arrival)) {
	case SCOUT_MEMORY:
		die(EX_OSERR, "out of memory");
	case SCOUT_NO_WITS:
		snprintf(why, HUB_WHY, "no WITS frame (&& ... !!) in its first %d bytes", SCOUT_BYTES);
		return false;
	case SCOUT_MORE:
		if (scout_frames(f->scout) > before)
			f->last_frame = now;
		/* A well that is named needs no more than a frame to be believed. */
		if (scout_frames(f->scout) == 0 || (!*f->profile->well && !f->hub->s->settled))
			return true;
		break;
	case SCOUT_NAMED:
	case SCOUT_NAMELESS:
		break;
	}
	f->last_frame = now;
	return settle(f, now, why);
}

/* --check: the frames only. */
static void take_for_check(struct feeder *f, const char *bytes, size_t len, double arrival, double now)
{
	struct wits0 *d = f->hub->decoder;

	while (len > 0) {
		size_t room;
		char *to = wits0_room(d, &room);

		if (room > len)
			room = len;
		memcpy(to, bytes, room);
		wits0_fed(d, room);
		while (wits0_next(d)) {
			check_frame(f->hub->check, d, f->profile->map, arrival);
			f->last_frame = now;
		}
		bytes += room;
		len -= room;
	}
}

bool feeder_take(struct feeder *f, const char *bytes, size_t len, double arrival, double now, char why[HUB_WHY])
{
	struct hub *h = f->hub;

	if (is_flood(f, bytes, len, now)) {
		snprintf(why, HUB_WHY, "more than %ld lines a second for too long; see --max-rate", h->s->max_rate);
		return false;
	}
	if (h->check) {
		take_for_check(f, bytes, len, arrival, now);
		return true;
	}
	if (!f->rig && h->s->spool) {
		if (!scout_on(f, bytes, len, arrival, now, why))
			return false;
		if (!f->rig)
			return true;
	} else {
		if (!f->rig) {
			if (h->n == 0)
				(void)add_rig(h, f->profile, f->name, now);
			join(f, h->rig[0]);
		}
		if (rig_feed(f->rig, bytes, len, arrival, now) > 0)
			f->last_frame = now;
	}
	if (!f->rig->failed)
		return true;
	snprintf(why, HUB_WHY, "%s", f->rig->cause);
	return false;
}

void feeder_end(struct feeder *f, const char *cause, double now)
{
	char why[HUB_WHY];

	if (f->scout && scout_frames(f->scout) > 0 && !settle(f, now, why) && !f->hub->s->quiet)
		warning("%s: %s", f->name, why);
	scout_free(f->scout);
	f->scout = NULL;
	if (f->hub->check)
		wits0_finish(f->hub->decoder);
	if (!f->rig)
		return;
	rig_cut(f->rig, cause);
	f->rig->connection = NULL;
	f->rig = NULL;
}

void hub_begin(struct hub *h)
{
	/* Large pieces of a rig are touched in part only; the heap would clear, and so touch, all of them. */
	(void)mallopt(M_MMAP_THRESHOLD, OWN_PAGES);
	if (h->listens && h->s->spool && !syncer_start(&h->syncer, h->s->spool))
		die(EX_CANTCREAT, "cannot begin to write %s: %s", h->s->spool, strerror(errno));
}

/* All spools of a listener go to the disk together. */
static void sync_together(struct hub *h, double now)
{
	int answer;

	if (!h->listens || !h->s->spool)
		return;
	answer = syncer_answer(&h->syncer);
	if (answer == ECHILD)
		die(EX_OSERR, "the process that syncs the spool has ended");
	if (answer >= 0 && (answer != 0) != h->sync_bad) {
		h->sync_bad = answer != 0;
		warning(answer ? "cannot sync the spool %s: %s" : "the spool %s is synced again", h->s->spool, strerror(answer));
	}
	if (h->to_sync && now - h->syncer.asked_at >= fmax(h->s->fsync, SYNC_LEAST_S) && !h->syncer.asked) {
		h->to_sync = false;
		syncer_ask(&h->syncer, now);
	}
}

void hub_turn(struct hub *h, double now)
{
	sync_together(h, now);
	for (size_t i = 0; i < h->n; i++) {
		rig_tick(h->rig[i], now);
		h->to_sync |= h->rig[i]->spool_dirty;
		rig_flush(h->rig[i], now);
		if (h->rig[i]->failed && !h->rig[i]->connection) {
			warning("%s: %s", h->rig[i]->name, h->rig[i]->cause);
			forget_rig(h, i--);
		}
	}
	/* Old days are compressed a slice a turn, one rig after the other. */
	if (h->s->spool && h->n > 0) {
		h->compressing %= h->n;
		h->busy = !h->rig[h->compressing]->failed && spool_compress(h->rig[h->compressing]->spool);
		h->compressing += !h->busy;
	}
}

double hub_due(const struct hub *h)
{
	double due = h->busy ? 0 : INFINITY;

	if (h->to_sync)
		due = fmin(due, h->syncer.asked_at + fmax(h->s->fsync, SYNC_LEAST_S));

	for (size_t i = 0; i < h->n; i++)
		due = fmin(due, rig_due(h->rig[i]));
	return due;
}

bool hub_stop(struct hub *h, double until)
{
	bool fine = true;
	int why;

	for (size_t i = 0; i < h->n; i++)
		rig_flush(h->rig[i], INFINITY);
	/* Together first: the sync of each one finds little to do then. */
	if (h->listens && h->s->spool && (why = syncer_stop(&h->syncer)) != 0) {
		warning("cannot sync the spool %s: %s", h->s->spool, strerror(why));
		fine = false;
	}
	for (size_t i = 0; i < h->n; i++) {
		struct rig *r = h->rig[i];

		if (!rig_stop(r, until)) {
			warning("%s: cannot write the spool: %.300s; %llu rows are lost", r->name, spool_why(r->spool),
				(unsigned long long)spool_count(r->spool, SPOOL_LOST));
			fine = false;
		}
		if (h->s->verbose)
			rig_say_counts(r);
		rig_free(r);
	}
	free(h->rig);
	h->rig = NULL;
	h->n = 0;
	return fine;
}

void hub_reopen(struct hub *h)
{
	char why[SPOOL_WHY];

	for (size_t i = 0; i < h->n; i++)
		if (h->rig[i]->spool && !h->rig[i]->failed && !spool_reopen(h->rig[i]->spool, why))
			warning("%s: cannot reopen the spool: %s", h->rig[i]->name, why);
}

void hub_say_counts(const struct hub *h)
{
	if (h->n == 0 || h->refused)
		warning("%zu rigs, %llu lines refused", h->n, (unsigned long long)h->refused);
	for (size_t i = 0; i < h->n; i++)
		rig_say_counts(h->rig[i]);
}
