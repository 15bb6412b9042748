/*
 * rigsay.c - what was counted of a rig: the `capture` record and the lines on standard error; see rig.h.
 */
#include <math.h>
#include <string.h>

#include "rig.h"

/* Every count by its name: those of the decoder, then those of the merge. */
static const char *count_at(const struct rig *r, int k, uint64_t *count)
{
	if (k < WITS0_COUNTS) {
		*count = r->decoder.count[k];
		return wits0_count_names[k];
	}
	*count = r->merge.count[k - WITS0_COUNTS];
	return merge_count_names[k - WITS0_COUNTS];
}

/* What only a line has, and what only a spool has. */
static bool put_live_counts(const struct rig *r, json_t *record)
{
	bool fine = true;

	if (r->skew.n > 0)
		fine = json_put_number(record, "clock_offset_s", round(r->skew.offset * 1000) / 1000) &&
			json_put_number(record, "clock_spread_s", round(r->skew.spread * 1000) / 1000) &&
			json_put_number(record, "clock_drift_s_day", round(r->skew.drift * 1000) / 1000) &&
			json_put_number(record, "clock_jumps", (double)r->skew.jumps);
	if (r->live)
		fine = fine && json_put_number(record, "connections", (double)r->connections) &&
			json_put_number(record, "refused", (double)r->refused) &&
			json_put_number(record, "heartbeats", (double)r->heartbeats) &&
			json_put_number(record, "echoes", (double)r->echoes);
	for (int k = 0; r->spool && fine && k < SPOOL_COUNTS; k++)
		fine = json_put_number(record, spool_count_names[k], (double)spool_count(r->spool, (enum spool_count)k));
	return fine;
}

void rig_put_counts(struct rig *r)
{
	json_t *record = json_pack("{s:s}", "type", "capture"), *unmapped = json_object();
	bool fine = record && unmapped;
	uint64_t count;
	char number[12];

	for (int k = 0; k < WITS0_COUNTS + MERGE_COUNTS && fine; k++) {
		const char *name = count_at(r, k, &count);
		fine = json_put_number(record, name, (double)count);
	}
	for (int i = 0; i < WITS0_NUMBERS && fine; i++) {
		if (!r->merge.unmapped[i])
			continue;
		snprintf(number, sizeof number, "%04d", i);
		fine = json_put_number(unmapped, number, (double)r->merge.unmapped[i]);
	}
	if (!fine || !put_live_counts(r, record) || !json_put(record, "unmapped_items", unmapped))
		die(EX_OSERR, "out of memory");
	cmd_write_record(r->cmd, record);
}

static void say_live(const struct rig *r)
{
	struct text t = { 0 };

	if (r->skew.n > 0)
		text_format(&t, "the sender's clock is %.1f s %s ours (+-%.1f s, drift %+.1f s a day, %llu jumps)",
			fabs(r->skew.offset), r->skew.offset > 0 ? "behind" : "ahead of", r->skew.spread, r->skew.drift,
			(unsigned long long)r->skew.jumps);
	if (r->live)
		text_format(&t, "%s%llu connections, %llu refused, %llu heartbeats, %llu echoes", t.len ? "; " : "",
			(unsigned long long)r->connections, (unsigned long long)r->refused, (unsigned long long)r->heartbeats,
			(unsigned long long)r->echoes);
	if (t.len)
		warning("%s: %s", r->name, text_view(&t));
	text_clear(&t);
	for (int k = 0; r->spool && k < SPOOL_COUNTS; k++)
		text_format(&t, "%s%llu %s", t.len ? ", " : "", (unsigned long long)spool_count(r->spool, (enum spool_count)k),
			spool_count_names[k]);
	if (t.len)
		warning("%s: %s: %s", r->name, *spool_path(r->spool) ? spool_path(r->spool) : "no spool yet", text_view(&t));
	text_free(&t);
	if (*r->held)
		warning("%s: not to be used: %s", r->name, r->held);
}

void rig_say_counts(struct rig *r)
{
	struct text t = { 0 };
	uint64_t count;

	for (int k = 0; k < WITS0_COUNTS + MERGE_COUNTS; k++) {
		const char *name = count_at(r, k, &count);
		if (count || strcmp(name, "rows") == 0)
			text_format(&t, "%s%llu %s", t.len ? ", " : "", (unsigned long long)count, name);
	}
	warning("%s: %s", r->name, text_view(&t));
	text_clear(&t);
	for (int i = 0; i < WITS0_NUMBERS && t.len < 1000; i++)
		if (r->merge.unmapped[i])
			text_format(&t, " %04d", i);
	if (t.len)
		warning("%s: items without a column:%s", r->name, text_view(&t));
	text_free(&t);
	if (*r->merge.bad_value)
		warning("%s:%s is not a number (the first of them)", r->name, r->merge.bad_value);
	if (*r->merge.bad_time)
		warning("%s:%s (the first of them)", r->name, r->merge.bad_time);
	say_live(r);
}
