/*
 * line.c - see line.h.
 */
#include "line.h"

#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "live.h"

struct line *line_add(struct live *l)
{
	struct line *line = xrealloc(NULL, 1, sizeof *line);

	memset(line, 0, sizeof *line);
	line->since = l->now;
	l->line = xrealloc(l->line, l->n + 1, sizeof *l->line);
	return l->line[l->n++] = line;
}

void line_tell_raw(struct live *l, bool fine)
{
	if (fine == l->raw_bad)
		warning(fine ? "the raw file is written again; %llu bytes were lost so far" : "cannot write the raw file, %llu "
			"bytes lost: %s", (unsigned long long)raw_lost(l->raw), raw_why(l->raw));
	l->raw_bad = !fine;
}

/* Keeps bytes as they came. Those of a line whose well is not known yet wait: were it refused, a replay would take them for
 * the well's. */
static void keep_raw(struct live *l, struct line *line, size_t len)
{
	if (!l->raw)
		return;
	if (line->feeder.rig || !l->s->spool)
		line_tell_raw(l, raw_put(l->raw, l->wall, line->peer, l->buffer, len));
	else
		text_add(&line->raw, l->buffer, len);
}

static void keep_waiting(struct live *l, struct line *line)
{
	if (line->raw.len)
		line_tell_raw(l, raw_put(l->raw, l->wall, line->peer, text_view(&line->raw), line->raw.len));
	text_free(&line->raw);
}

/* The line is down, whoever did it: what is left of it goes to its rig. */
static void line_down(struct live *l, struct line *line)
{
	char cause[LINK_WHY + 16], why[HUB_WHY];
	size_t len = heartbeat_rest(&line->heartbeat, l->buffer);

	if (len && !line->feeder.dropped)
		(void)feeder_take(&line->feeder, l->buffer, len, l->wall, l->now, why);
	snprintf(cause, sizeof cause, strncmp(line->link.why, "no frame", 8) == 0 ? "%s" : "line lost: %s", line->link.why);
	feeder_end(&line->feeder, cause, l->now);
	keep_waiting(l, line);
	line->gone = !line->opened_here;
	if (!l->s->quiet && line->opened_here)
		warning("%s: %s; trying again", line->link.name, cause);
	else if (l->s->verbose && !line->feeder.dropped)
		warning("%s: %s", line->link.name, cause);
	line->told_down = true;
}

/* Ends a line ourselves, and says why. */
static void drop_line(struct live *l, struct line *line, const char *why)
{
	if (!line->opened_here && !l->s->quiet)
		warning("%s: %s", line->link.name, why);
	link_drop(&line->link, why, l->now);
	line_down(l, line);
}

static void line_up(struct live *l, struct line *line)
{
	line->since = line->feeder.last_frame = l->now;
	line->heartbeat.next = l->now;
	snprintf(line->peer, sizeof line->peer, "%.40s#%llu", line->link.name, (unsigned long long)line->link.opened);
	if (!l->s->quiet && (line->told_down || l->s->verbose))
		warning("%s: connected%s", line->link.name, line->link.opened > 1 ? " again" : "");
	line->told_down = false;
}

bool line_read(struct live *l, struct line *line)
{
	char why[HUB_WHY];
	ssize_t n = link_read(&line->link, l->buffer, LINE_READ, l->now);
	size_t len;

	if (n < 0)
		line_down(l, line);
	if (n <= 0)
		return false;
	l->wall = live_clock(CLOCK_REALTIME);   /* a turn of many lines may be long */
	keep_raw(l, line, (size_t)n);
	len = heartbeat_strip(&line->heartbeat, l->buffer, (size_t)n);
	if (len > 0 && !feeder_take(&line->feeder, l->buffer, len, l->wall, l->now, why)) {
		if (strncmp(why, "refused", 7) == 0)
			text_free(&line->raw);
		drop_line(l, line, why);
		return false;
	}
	if (line->feeder.rig) {
		keep_waiting(l, line);
		line->feeder.rig->echoes += line->heartbeat.echoes;
		line->feeder.rig->heartbeats += line->heartbeat.sent;
		line->heartbeat.echoes = line->heartbeat.sent = 0;
	}
	return n == LINE_READ;
}

static void beat(struct live *l, struct line *line)
{
	if (line->link.state != LINK_UP || !heartbeat_due(&line->heartbeat, l->now))
		return;
	if (link_write(&line->link, line->heartbeat.text, line->heartbeat.len)) {
		heartbeat_sent(&line->heartbeat, l->now);
		(void)link_step(&line->link, 0, l->now);
	} else {
		line->heartbeat.next = l->now + line->heartbeat.interval;       /* the peer does not read */
	}
}

void line_step(struct live *l, struct line *line, short revents)
{
	enum link_state before = line->link.state;
	char words[64];

	if (line->feeder.dropped) {
		link_drop(&line->link, "another line has its well", l->now);
		line_down(l, line);
		return;
	}
	if (link_step(&line->link, revents, l->now)) {
		if (line->link.state == LINK_UP && before != LINK_UP)
			line_up(l, line);
		else if (line->link.state == LINK_DOWN && (before == LINK_UP || !line->told_down))
			line_down(l, line);
	}
	if (line->link.state == LINK_UP && revents & (POLLIN | POLLHUP | POLLERR))
		(void)line_read(l, line);
	beat(l, line);
	if (line->link.state == LINK_UP && l->now - fmax(line->since, line->feeder.last_frame) >= l->s->timeout) {
		snprintf(words, sizeof words, "no frame for %.0f s", l->now - fmax(line->since, line->feeder.last_frame));
		drop_line(l, line, words);
	}
}

double line_due(const struct live *l, const struct line *line)
{
	double due = link_due(&line->link);

	if (line->link.state != LINK_UP)
		return due;
	if (line->heartbeat.len)
		due = fmin(due, line->heartbeat.next);
	return fmin(due, fmax(line->since, line->feeder.last_frame) + l->s->timeout);
}

void line_end(struct live *l, struct line *line)
{
	if (line->link.state == LINK_UP)
		feeder_end(&line->feeder, NULL, l->now);
	keep_waiting(l, line);
	line->gone = true;
}
