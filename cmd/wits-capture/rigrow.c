/*
 * rigrow.c - a ready row on its way out: its time, what changed before it (gap, set records), the row itself; see rig.h.
 */
#include <math.h>
#include <string.h>

#include "rig.h"

enum { VOTES = 60 };                    /* rows before the units are judged */
static const double GAP_S = 60;         /* a longer step between rows is told by a `gap` record in any case ... */
static const double MISSED = 1.5;       /* ... and from this many usual steps on where a reason for it is known */
static const double REPEAT_S = 600;     /* data time after which what is in doubt is told again */
static const double OFFSET_S = 5;       /* a clock that is further off is told */
static const double DAY = 86400;
enum { OFFSET_FRAMES = 30 };

void rig_put_in_spool(struct rig *r, double ts, const json_t *record)
{
	struct text t = { 0 };

	json_write(&t, record);
	if (t.failed)
		die(EX_OSERR, "out of memory");
	(void)spool_record(r->spool, ts, text_view(&t), t.len);         /* rig_flush() looks at the state */
	r->spool_dirty = true;
	text_free(&t);
}

void rig_put_record(struct rig *r, double ts, json_t *record)
{
	if (!record)
		die(EX_OSERR, "out of memory");
	if (r->spool && !r->known)
		rig_put_in_spool(r, ts, record);
	if (r->cmd)
		cmd_write_record(r->cmd, record);
	else
		json_decref(record);
}

/* The `stream` record and the header. */
void rig_start_stream(struct rig *r)
{
	const char *names[ITEMMAP_COLUMNS + 1] = { "ts" };
	struct identity *id = &r->cmd->identity;

	r->started = true;
	if (r->spool) {
		snprintf(id->well, sizeof id->well, "%s", r->well);
		snprintf(id->field, sizeof id->field, "%s", r->field);
	} else if (!r->settled && *r->merge.well) {
		snprintf(id->well, sizeof id->well, "%s", r->merge.well);
	}
	snprintf(r->well, sizeof r->well, "%s", id->well);
	snprintf(id->units, sizeof id->units, "%s", r->profile->units);
	snprintf(id->tz, sizeof id->tz, "%s", r->profile->zone.name);
	cmd_start_stream(r->cmd);
	for (int k = 0; k < r->profile->map->n_columns; k++)
		names[k + 1] = r->profile->map->column[k].name;
	cmd_write_header(r->cmd, NULL, names, r->profile->map->n_columns + 1);
}

static void put_gap(struct rig *r, double from, double to, const char *cause)
{
	json_t *record = json_pack("{s:s}", "type", "gap");

	if (!record || !json_put_number(record, "start", from) || !json_put_number(record, "end", to) ||
	    !json_put_text(record, "cause", cause))
		die(EX_OSERR, "out of memory");
	rig_put_record(r, to, record);
}

/* Steps that are worth a record; with a known reason already a missing row or two. */
static bool is_gap(const struct rig *r, double step)
{
	return step > GAP_S || ((*r->cause || r->alarmed) && step > MISSED * (isnan(r->interval) ? 1 : r->interval));
}

void rig_put_gap(struct rig *r, double until)
{
	char words[RIG_WORDS];
	double step = until - r->last_ts;

	if (!is_gap(r, step))
		return;
	if (*r->cause)
		snprintf(words, sizeof words, "%s", r->cause);
	else if (r->alarmed)
		snprintf(words, sizeof words, "sender silent for %.0f s", step);
	else
		snprintf(words, sizeof words, "no data");
	put_gap(r, r->last_ts, until, words);
}

/* Another well by item 0101: the spool of one well gets no row of another. */
static void change_spool(struct rig *r, double ts)
{
	char why[SPOOL_WHY];

	rig_put_gap(r, ts);
	if (!rig_settle(r, r->field, r->merge.well, why)) {
		r->failed = true;
		snprintf(r->cause, sizeof r->cause, "well '%.100s': %.200s", r->merge.well, why);
	} else if (*r->cause) {
		snprintf(r->cause, sizeof r->cause, "the line had another well's data");
	}
}

static void put_well(struct rig *r, double ts)
{
	json_t *record;

	snprintf(r->cmd->identity.well, sizeof r->cmd->identity.well, "%s", r->merge.well);
	record = json_pack("{s:s}", "type", "set");
	if (!record || !json_put_number(record, "ts", ts) || !json_put_text(record, "wellbore", r->merge.well))
		die(EX_OSERR, "out of memory");
	cmd_write_record(r->cmd, record);
}

/* words NULL: the hold is over. */
static json_t *hold_record(double ts, const char *words)
{
	json_t *record = json_pack("{s:s}", "type", "set");

	if (!record || !json_put_number(record, "ts", ts) || !json_put_text(record, "hold", words))
		die(EX_OSERR, "out of memory");
	return record;
}

static void put_hold(struct rig *r, double ts, const char *words)
{
	rig_put_record(r, ts, hold_record(ts, words));
	snprintf(r->held, sizeof r->held, "%s", words ? words : "");
	r->told_ts = ts;
}

static uint64_t suspects_now(const struct rig *r)
{
	uint64_t bits = 0;

	for (int c = 0; c < CHANNELS; c++)
		if (doubt_suspects(r->doubt, (enum channel)c))
			bits |= UINT64_C(1) << c;
	return bits;
}

static json_t *suspects_record(double ts, uint64_t bits)
{
	json_t *record = json_pack("{s:s}", "type", "set"), *list = json_array();
	bool fine = record && list && json_put_number(record, "ts", ts);

	for (int c = 0; c < CHANNELS && fine; c++)
		if (bits >> c & 1)
			fine = json_array_append_new(list, json_string(channel_table[c].name)) == 0;
	if (!fine || !json_put(record, "suspect", list))
		die(EX_OSERR, "out of memory");
	return record;
}

static void put_suspects(struct rig *r, double ts, uint64_t bits)
{
	rig_put_record(r, ts, suspects_record(ts, bits));
	r->suspects = bits;
	r->told_ts = ts;
}

/* Tells the output what is in doubt, where that has changed or was told long ago or in another day's file. */
static void put_doubts(struct rig *r, double ts)
{
	const char *words = "";
	double since = ts;
	bool holds = doubt_holds(r->doubt, &words, &since);
	uint64_t bits = suspects_now(r);
	bool again = !isnan(r->told_ts) && (ts - r->told_ts >= REPEAT_S || floor(ts / DAY) > floor(r->told_ts / DAY));

	if (holds && (again || strcmp(words, r->held) != 0))
		put_hold(r, ts, words);
	else if (!holds && (*r->held || r->release))
		put_hold(r, ts, NULL);
	r->release = false;
	if (bits != r->suspects || (again && bits))
		put_suspects(r, ts, bits);
}

/* What a row says of its doubts, to the person; true when the output is to be told. */
static bool look_for_doubts(struct rig *r, double ts)
{
	struct doubt_event event[DOUBT_EVENTS];
	double value[CHANNELS];
	int n;

	for (int c = 0; c < CHANNELS; c++)
		value[c] = NAN;
	for (int c = 0; c < r->profile->map->n_columns; c++) {
		const struct item_column *column = &r->profile->map->column[c];

		if (column->channel != CHANNELS && r->merge.ready->slot[c].len)
			value[column->channel] = r->merge.ready->slot[c].v;
	}
	n = doubt_row(r->doubt, ts, value, r->merge.well, r->sidetrack, r->settled, event);
	for (int i = 0; i < n; i++) {
		/* Where arrivals are known, follow_clock() tells a clock that was set from data that were missing. */
		if (event[i].kind == DOUBT_CLOCK && (*r->cause || !isnan(r->row_arrival)))
			continue;
		if (!r->s->quiet)
			warning("%s: %s", r->name, event[i].words);
		if (event[i].kind == DOUBT_CLOCK) {
			snprintf(r->cause, sizeof r->cause, "%s", event[i].words);
			r->clock_set = true;
		}
	}
	if (r->clock_set && ts < r->last_ts)
		put_gap(r, ts, r->last_ts, r->cause);
	return n > 0 || *r->held || r->suspects || r->release;
}

/* What the spool was in doubt of when this stream began. */
static void tell_stream(struct rig *r, double ts)
{
	r->stream_behind = false;
	if (*r->held)
		cmd_write_record(r->cmd, hold_record(ts, r->held));
	if (r->suspects)
		cmd_write_record(r->cmd, suspects_record(ts, r->suspects));
}

/* What holds from this row on: a gap before it, another well, what --runs says. What led to a row that the spool has already
 * (a log once more, a sender that repeats) was looked at when it came first; it says nothing of now. */
static void put_changes(struct rig *r, double ts, bool other)
{
	bool doubts = !r->known && look_for_doubts(r, ts);

	if (r->cmd && r->stream_behind)
		tell_stream(r, ts);
	if (!r->known)
		rig_put_gap(r, ts);
	if (other && r->cmd)
		put_well(r, ts);
	rig_put_runs(r, ts);
	if (doubts)
		put_doubts(r, ts);
}

/* Another well than before: true when the frames say so twice. */
static bool change_well(struct rig *r, double ts)
{
	if (r->settled || !*r->merge.well || strcmp(r->merge.well, r->well) == 0)
		return false;
	r->known = false;
	if (r->spool)
		change_spool(r, ts);
	snprintf(r->well, sizeof r->well, "%s", r->merge.well);
	return true;
}

/* The offset of the sender's clock, from a row that has a time of its own. */
static void follow_clock(struct rig *r, double own)
{
	double jump;

	if (isnan(r->row_arrival))
		return;
	if (skew_add(&r->skew, own, r->row_arrival, &jump)) {
		r->told_offset = false;
		r->clock_set = true;
		if (!r->s->quiet)
			warning("%s: the sender's clock jumped by %+.1f s", r->name, jump);
		snprintf(r->cause, sizeof r->cause, "the sender's clock jumped by %+.1f s", jump);
	}
	if (!r->told_offset && r->skew.n >= OFFSET_FRAMES && fabs(r->skew.offset) > OFFSET_S) {
		r->told_offset = true;
		if (!r->s->quiet)
			warning("%s: the sender's clock is %.1f s %s ours%s", r->name, fabs(r->skew.offset),
				r->skew.offset > 0 ? "behind" : "ahead of",
				r->s->clock == CLOCK_RIG ? "; see --clock" : "");
	}
}

/* The time that the row gets, by --clock. */
static double row_time(struct rig *r)
{
	double own = r->merge.ready->ts, ts;

	if (r->merge.ready->stamped)
		return own;
	follow_clock(r, own);
	if (r->s->clock == CLOCK_RIG || isnan(r->row_arrival))
		return own;
	if (r->s->clock == CLOCK_CORRECTED)
		return round(skew_correct(&r->skew, own) * 1000) / 1000;
	ts = floor(r->row_arrival * 1000) / 1000;
	/* Rows that one read brought still differ; our own clock may have been set back by a little. */
	if (ts <= r->last_ts && r->last_ts - ts < 1)
		ts = round((r->last_ts + 0.001) * 1000) / 1000;
	return ts;
}

void rig_judge_units(struct rig *r)
{
	const char *units = r->profile->units, *other = strcmp(units, "metric") == 0 ? "fps" : "metric";
	char names[160];
	int fits, misfits = merge_misfits(&r->merge, names, sizeof names, &fits);

	r->judged = true;
	if (misfits == 0 || r->s->quiet)
		return;
	if (fits == 0)
		warning("%s: the values of %s fit only --units %s", r->name, names, other);
	else
		warning("%s: the values of %s fit only %s units, others only %s; a --map can give each item its unit",
			r->name, names, other, units);
}

/* The row as the spool has it, into r->line. */
static void write_line(struct rig *r, double ts, const struct field *f, int n)
{
	struct text *line = &r->line;

	text_clear(line);
	text_number(line, ts);
	for (int i = 0; i < n; i++) {
		text_put(line, ',');
		csvrow_put(line, f[i].text, f[i].len);
	}
	if (line->failed)
		die(EX_OSERR, "out of memory");
}

static void write_row(struct rig *r, double ts, struct field *f, int n)
{
	char digits[NUM_LEN];

	if (r->cmd) {
		f[0] = (struct field){ digits, num_format(ts, digits) };
		cmd_check(r->cmd, stream_out_fields(r->cmd->out, f, n));
	}
	if (r->spool) {
		(void)spool_row(r->spool, ts, text_view(&r->line), r->line.len);        /* rig_flush() looks at the state */
		r->spool_dirty = true;
	}
}

void rig_put_row(struct rig *r)
{
	struct field f[ITEMMAP_COLUMNS + 1];
	int n = r->profile->map->n_columns + 1;
	double ts = row_time(r);
	bool other;

	if (r->cmd && !r->started)
		rig_start_stream(r);
	other = change_well(r, ts);
	if (r->failed)
		return;
	merge_fields(&r->merge, f + 1);
	if (r->spool) {
		write_line(r, ts, f + 1, n - 1);
		r->known = spool_knows(r->spool, ts, text_view(&r->line), r->line.len);
	}
	put_changes(r, ts, other);
	write_row(r, ts, f, n);
	r->alarmed = false;
	/* Rows that a sender repeats after a gap leave the gap open. */
	if (!r->known && (!*r->cause || r->clock_set || !(ts <= r->last_ts))) {
		if (ts > r->last_ts && !is_gap(r, ts - r->last_ts))
			r->interval = ts - r->last_ts;
		r->last_ts = ts;
		r->cause[0] = '\0';
		r->clock_set = false;
	}
	if (!r->judged && r->merge.count[MERGE_ROWS] >= VOTES)
		rig_judge_units(r);
}
