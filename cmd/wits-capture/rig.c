/*
 * rig.c - one sender's bytes to frames to rows, over lines that come and go; see rig.h.
 */
#include "rig.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { TIMELESS = 10 };                 /* frames without a time before it is an error */
enum { BINARY = 4096 };                 /* bytes without a frame before a warning */
enum { PENDING_MAX = 4 << 20 };         /* bytes of rows that wait for room on the disk */
static const double SETTLE_S = 2;       /* a row that waits for the frames of its second waits no longer */

void rig_bad_data(struct rig *r, const char *format, ...)
{
	char words[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(words, sizeof words, format, arguments);
	va_end(arguments);
	/* What was whole before still goes out; the missing `end` tells the reader that it was cut. */
	if (r->cmd && !r->cmd->o.output)
		cmd_check(r->cmd, stream_out_flush(r->cmd->out));
	if (r->spool)
		(void)spool_sync(r->spool);
	die(EX_DATAERR, "%s", words);
}

struct rig *rig_new(const struct settings *s, const struct profile *p, struct cmd *cmd, const char *name, double now)
{
	struct spool_options spool = { .folder = s->spool, .fsync_s = s->sync_together ? HUGE_VAL : s->fsync,
		.pending_max = PENDING_MAX, .compress = true };
	struct rig *r = calloc(1, sizeof *r);
	char why[256];

	if (!r)
		die(EX_OSERR, "out of memory");
	r->s = s;
	r->profile = p;
	r->cmd = cmd;
	r->settled = s->settled;
	r->last_ts = r->interval = r->arrival = r->row_arrival = r->told_ts = NAN;
	r->last_frame = now;
	snprintf(r->name, sizeof r->name, "%s", name);
	snprintf(r->field, sizeof r->field, "%s", s->field);
	snprintf(r->well, sizeof r->well, "%s", s->well);
	wits0_init_zeroed(&r->decoder);
	frametime_init(&r->time, &p->zone, s->order);
	skew_init(&r->skew);
	identity_default(&r->told);
	r->doubt = doubt_new();
	if (!r->doubt || !merge_init(&r->merge, p->map, &p->nulls, &r->time, &s->merge) ||
	    (s->spool && !(r->spool = spool_new(&spool))))
		die(EX_OSERR, "out of memory");
	if (s->runs && !(r->runs = runs_load(s->runs, why)))
		die(EX_DATAERR, "%s", why);
	return r;
}

void rig_free(struct rig *r)
{
	if (!r)
		return;
	if (r->spool)
		spool_free(r->spool);
	doubt_free(r->doubt);
	runs_free(r->runs);
	merge_free(&r->merge);
	text_free(&r->line);
	free(r);
}

/* Channels that the spool's last word names as suspect; with --confirm the next row says that they are not. */
static void resume_suspects(struct rig *r, const json_t *set)
{
	const json_t *list = json_object_get(set, "suspect");
	struct text names = { 0 };

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *name = json_string_value(json_array_get(list, i));

		for (int c = 0; name && c < CHANNELS; c++) {
			if (strcmp(channel_table[c].name, name) != 0)
				continue;
			if (!r->s->confirm)
				doubt_resume_suspect(r->doubt, (enum channel)c);
			r->suspects |= UINT64_C(1) << c;
			text_format(&names, "%s%s", names.len ? ", " : "", name);
		}
	}
	if (names.len && !r->s->quiet)
		warning(r->s->confirm ? "%s: confirmed: the units of %s" :
			"%s: not to be used until --confirm: %s, whose units may have changed", r->name, text_view(&names));
	text_free(&names);
}

/* What the spool knew at its end: the last row, its depth, a hold that nobody lifted. */
static void take_past(struct rig *r, struct spool_past *past)
{
	const char *words = past->held ? json_get_text(past->held, "hold") : NULL;
	double told_ts = fmin(json_get_number(past->held, "ts"), json_get_number(past->suspects, "ts"));

	if (!isnan(past->last_ts)) {
		r->last_ts = past->last_ts;
		snprintf(r->cause, sizeof r->cause, past->last_ts > r->s->began ? "no data" : "capture stopped");
	}
	if (!r->s->confirm)
		doubt_begin(r->doubt, past->last_ts, past->hole_depth_ft);
	if (words && r->s->confirm) {
		r->release = true;
		if (!r->s->quiet)
			warning("%s: confirmed: %s", r->name, words);
	} else if (words) {
		doubt_resume(r->doubt, json_get_number(past->held, "ts"), words);
		snprintf(r->held, sizeof r->held, "%s", words);
		if (!r->s->quiet)
			warning("%s: not to be used until --confirm: %s", r->name, words);
	}
	resume_suspects(r, past->suspects);
	r->told_ts = told_ts;
	r->stream_behind = r->cmd && (*r->held || (r->suspects && !r->s->confirm));
	r->again = r->runs && !isnan(past->last_ts);
	json_decref(past->held);
	json_decref(past->suspects);
}

bool rig_settle(struct rig *r, const char *field, const char *well, char why[SPOOL_WHY])
{
	struct spool_past past = { .last_ts = NAN, .hole_depth_ft = NAN };
	struct doubt *doubt;
	struct text header = { 0 };
	bool fine;

	text_str(&header, "ts");
	for (int k = 0; k < r->profile->map->n_columns; k++) {
		text_put(&header, ',');
		csvrow_put(&header, r->profile->map->column[k].name, strlen(r->profile->map->column[k].name));
	}
	doubt = doubt_new();
	if (header.failed || !doubt)
		die(EX_OSERR, "out of memory");
	fine = spool_start(r->spool, field, well, text_view(&header), header.len, &past, why);
	text_free(&header);
	if (!fine) {
		doubt_free(doubt);
		return false;
	}
	doubt_free(r->doubt);
	r->doubt = doubt;
	if (field != r->field)
		snprintf(r->field, sizeof r->field, "%s", field);
	if (well != r->well)
		snprintf(r->well, sizeof r->well, "%s", well);
	r->last_ts = r->interval = r->told_ts = NAN;
	r->held[0] = r->cause[0] = '\0';
	r->suspects = 0;
	r->known = false;
	take_past(r, &past);
	return true;
}

/* Frames without a time, and none so far with one: every row would be without one. */
static void __attribute__((noreturn)) die_timeless(struct rig *r)
{
	int primary = r->s->merge.primary;

	if (*r->merge.bad_time)
		rig_bad_data(r, "%s:%s; see --time-format and --map, or --stamp", r->name, r->merge.bad_time);
	rig_bad_data(r, "%s:%llu: no date and time (%02d05, %02d06) in the frames; --stamp gives them the time of arrival",
		r->name, (unsigned long long)r->decoder.frame_line, primary, primary);
}

/* Item 02 of the primary record: the sidetrack. */
static void take_sidetrack(struct rig *r)
{
	const struct wits0_item *i = wits0_find(&r->decoder, r->s->merge.primary * 100 + 2);
	double v;

	if (!i || i->len == 0 || i->len >= sizeof r->sidetrack ||
	    num_field(wits0_text(&r->decoder, i), i->len, &r->profile->nulls, &v) == NUM_MISSING)
		return;
	memcpy(r->sidetrack, wits0_text(&r->decoder, i), i->len);
	r->sidetrack[i->len] = '\0';
}

static void take_frame(struct rig *r, double arrival)
{
	struct merge *m = &r->merge;

	take_sidetrack(r);
	/* With --settle a frame of a later time makes the row before it ready: that one came with the frame before. */
	r->row_arrival = r->s->merge.settle ? r->arrival : arrival;
	r->arrival = arrival;
	if (merge_take(m, &r->decoder, arrival))
		rig_put_row(r);
	else if (r->cmd && !r->started && *m->well)
		rig_start_stream(r);
	if (!m->timed && !m->o.stamp && m->count[MERGE_NO_TIME] >= TIMELESS)
		die_timeless(r);
}

unsigned rig_fed(struct rig *r, size_t len, double arrival, double now)
{
	unsigned frames = 0;

	if (r->decoder.count[WITS0_FRAMES] == 0 && r->n_first < sizeof r->first) {
		size_t room = sizeof r->first - r->n_first, n = len < room ? len : room;

		memcpy(r->first + r->n_first, r->decoder.buffer + r->decoder.end, n);
		r->n_first += n;
	}
	wits0_fed(&r->decoder, len);
	while (!r->failed && wits0_next(&r->decoder)) {
		take_frame(r, arrival);
		frames++;
	}
	if (frames) {
		r->last_frame = now;
		if (r->alarmed && !r->s->quiet)
			warning("%s: frames again", r->name);
	}
	if (!r->told_binary && r->decoder.taken >= BINARY && wits0_is_binary(&r->decoder)) {
		r->told_binary = true;
		if (!r->s->quiet)
			warning("%s: this looks like %s, not level 0", r->name,
				recognise_words(recognise_level(r->first, r->n_first)));
	}
	return frames;
}

unsigned rig_feed(struct rig *r, const char *bytes, size_t len, double arrival, double now)
{
	unsigned frames = 0;

	while (len > 0 && !r->failed) {
		size_t room;
		char *to = wits0_room(&r->decoder, &room);

		if (room > len)
			room = len;
		memcpy(to, bytes, room);
		frames += rig_fed(r, room, arrival, now);
		bytes += room;
		len -= room;
	}
	return frames;
}

void rig_cut(struct rig *r, const char *cause)
{
	wits0_finish(&r->decoder);
	r->row_arrival = r->arrival;
	if (!r->failed && r->merge.row->open && merge_finish(&r->merge))
		rig_put_row(r);
	if (cause && !isnan(r->last_ts))
		snprintf(r->cause, sizeof r->cause, "%s", cause);
}

void rig_tick(struct rig *r, double now)
{
	if (r->merge.row->open && now - r->last_frame >= SETTLE_S && !r->failed) {
		r->row_arrival = r->arrival;
		if (merge_finish(&r->merge))
			rig_put_row(r);
	}
	if (!r->alarmed && now - r->last_frame >= r->s->stale) {
		r->alarmed = true;
		if (!r->s->quiet)
			warning("%s: no frame for %.0f s%s%s", r->name, now - r->last_frame, *r->cause ? ": " : "", r->cause);
	}
}

double rig_due(const struct rig *r)
{
	double due = r->spool ? spool_due(r->spool) : INFINITY;

	if (r->merge.row->open)
		due = fmin(due, r->last_frame + SETTLE_S);
	if (!r->alarmed)
		due = fmin(due, r->last_frame + r->s->stale);
	return due;
}

static void tell_spool(struct rig *r, enum spool_status status)
{
	if (status == r->spool_status)
		return;
	r->spool_status = status;
	/* An alarm is no warning: --quiet does not keep it back. */
	if (status == SPOOL_PAUSED)
		warning("%s: cannot write the spool: %s", r->name, spool_why(r->spool));
	else if (status == SPOOL_FINE)
		warning("%s: the spool is written again; %llu rows were lost so far", r->name,
			(unsigned long long)spool_count(r->spool, SPOOL_LOST));
	else {
		r->failed = true;
		snprintf(r->cause, sizeof r->cause, "%.300s", spool_why(r->spool));
	}
}

void rig_flush(struct rig *r, double now)
{
	if (!r->spool)
		return;
	if (r->spool_dirty) {
		r->spool_dirty = false;
		tell_spool(r, spool_flush(r->spool, now));
	}
	if (spool_due(r->spool) <= now)
		tell_spool(r, spool_tick(r->spool, now));
}

/* The end of an open gap: where the last row of it would have been. */
static double whole_steps(const struct rig *r, double until)
{
	double step = isnan(r->interval) ? 1 : r->interval;

	return round((r->last_ts + floor((until - r->last_ts) / step) * step) * 1000) / 1000;
}

bool rig_stop(struct rig *r, double until)
{
	bool fine = true;

	wits0_finish(&r->decoder);
	r->row_arrival = r->arrival;
	if (!r->failed && merge_finish(&r->merge))
		rig_put_row(r);
	if (r->cmd) {
		if (!r->started)
			rig_start_stream(r);
		if (!r->judged)
			rig_judge_units(r);
	}
	r->known = false;
	if (!isnan(until))
		rig_put_gap(r, whole_steps(r, r->s->clock == CLOCK_RIG && r->skew.n ? until - r->skew.offset : until));
	if (r->spool && !r->failed && !spool_sync(r->spool)) {
		fine = false;
		spool_give_up(r->spool);
	}
	if (r->cmd) {
		rig_put_counts(r);
		cmd_check(r->cmd, stream_out_end(r->cmd->out));
	}
	return fine;
}

/* An input that cannot give a row is an error, not an empty stream. */
void rig_check_input(struct rig *r, uint64_t taken)
{
	const struct merge *m = &r->merge;
	const int primary = r->s->merge.primary;
	struct text seen = { 0 };

	if (taken == 0)
		rig_bad_data(r, "%s: empty; no WITS frame", r->name);
	if (wits0_is_binary(&r->decoder) && !(r->told_binary && !r->s->quiet))
		rig_bad_data(r, "%s: this looks like %s, not level 0", r->name,
			recognise_words(recognise_level(r->first, r->n_first)));
	if (r->decoder.count[WITS0_FRAMES] == 0)
		rig_bad_data(r, "%s: no WITS frame (&& ... !!) in %llu bytes", r->name, (unsigned long long)taken);
	if (m->primaries == 0) {
		for (int k = 1; k < 100; k++)
			if (m->record_seen[k])
				text_format(&seen, " %02d", k);
		rig_bad_data(r, "%s: no frame of record %02d; there are records%s; see --primary", r->name, primary,
			seen.len ? text_view(&seen) : " none");
	}
	if (m->count[MERGE_ROWS] == 0 && m->count[MERGE_NO_TIME] == m->primaries)
		die_timeless(r);
	if (!m->o.settle && !r->s->quiet && m->count[MERGE_ROWS] >= 10 && m->count[MERGE_SAME_TIME] >= m->count[MERGE_ROWS])
		warning("%s: %llu of %llu frames of record %02d are for the same second as the one before; see --settle",
			r->name, (unsigned long long)m->count[MERGE_SAME_TIME], (unsigned long long)m->primaries, primary);
}
