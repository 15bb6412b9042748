/*
 * rigruns.c - what --runs says of bit, mud, campaign and wellbore, before the row it holds for; see rig.h.
 *
 * A spool gets it once more, in one record, with the first row of each day and after a start: whoever begins to read with
 * that day's file is to know it as well. The times of the rows in the runs file are then not those of the record.
 */
#include <math.h>

#include "rig.h"

static const double DAY = 86400;
static const char *const keys[] = { "campaign", "wellbore", "bit", "mud" };
enum { KEYS = sizeof keys / sizeof *keys };

/* All that holds, as one record. */
static void put_again(struct rig *r, double ts)
{
	json_t *record = json_pack("{s:s}", "type", "set"), *whole = identity_record(&r->told);
	bool fine = record && whole && json_put_number(record, "ts", ts);

	for (int k = 0; k < KEYS && fine; k++) {
		json_t *value = json_object_get(whole, k == 1 ? "well" : keys[k]);

		if (value && r->told_keys >> k & 1)
			fine = json_put(record, keys[k], json_incref(value));
	}
	json_decref(whole);
	if (!fine)
		die(EX_OSERR, "out of memory");
	rig_put_in_spool(r, ts, record);        /* the stream was told when it was new */
	json_decref(record);
}

void rig_put_runs(struct rig *r, double ts)
{
	bool known = r->known;
	json_t *record;
	char why[160];

	if (!r->runs)
		return;
	if (r->spool && !known && r->told_keys && floor(ts / DAY) > floor(r->last_ts / DAY))
		r->again = true;
	/* What is due with the first row behind a start may have been said by an earlier run. */
	r->known |= r->again;
	while ((record = runs_due(r->runs, ts, merge_value(&r->merge, CH_HOLE_DEPTH)))) {
		if (!identity_apply_set(&r->told, record, why))
			die(EX_DATAERR, "%s: %s", r->s->runs, why);
		for (int k = 0; k < KEYS; k++)
			if (json_object_get(record, keys[k]))
				r->told_keys |= 1u << k;
		rig_put_record(r, ts, record);
	}
	r->known = known;
	if (r->again && !known) {
		r->again = false;
		if (r->told_keys)
			put_again(r, ts);
	}
}
