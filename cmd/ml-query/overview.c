/* overview.c - every well at a glance: its newest report, its last failure, its last sample: `ml-query overview`. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>
#include "folder.h"
#include "query.h"
#include "spoolwells.h"

enum { LOOK_BACK = 24 };                /* reports in which a failure is looked for */

struct one { char *field, *well; double reports; };
struct overview { struct one *item; size_t n; };

static struct one *find(struct overview *o, const char *field, const char *well)
{
	for (size_t i = 0; i < o->n; i++)
		if (strcmp(o->item[i].field, field) == 0 && strcmp(o->item[i].well, well) == 0)
			return &o->item[i];
	o->item = xrealloc(o->item, o->n + 1, sizeof *o->item);
	o->item[o->n] = (struct one){ xstrdup(field), xstrdup(well), 0 };
	return &o->item[o->n++];
}

static bool wanted(const struct query *q, const char *field, const char *well)
{
	return (!q->want.field || strcmp(q->want.field, field) == 0) && (!q->want.well || strcmp(q->want.well, well) == 0);
}

static void collect(struct query *q, struct overview *o, int spool)
{
	const struct tree_count *counts;
	struct spoolwell *wells;
	char why[TREE_WHY];
	size_t in_spool;
	ssize_t n = tree_counts(q->tree, &q->want, &counts, why);

	if (n < 0)
		die(EX_IOERR, "%s", why);
	for (ssize_t i = 0; i < n; i++)
		find(o, counts[i].field, counts[i].well)->reports += (double)counts[i].reports;
	if (spool < 0)
		return;
	if (!spoolwells_list(spool, &wells, &in_spool))
		die(EX_IOERR, "%s: %s", q->o.spool, strerror(errno));
	for (size_t i = 0; i < in_spool; i++)
		if (wanted(q, wells[i].field, wells[i].well))
			find(o, wells[i].field, wells[i].well);
	spoolwells_free(wells, in_spool);
}

static int by_names(const void *a, const void *b)
{
	const struct one *x = a, *y = b;
	int field = strcmp(x->field, y->field);

	return field ? field : strcmp(x->well, y->well);
}

/* A part of a report under a key; absent is null. */
static bool put_part(json_t *to, const char *key, const json_t *report, const char *path)
{
	json_t *part = query_at(report, path);

	return json_put(to, key, part ? json_incref(part) : json_null());
}

static json_t *latest_of(const json_t *report, const char *key)
{
	static const char *const parts[][2] = {
		{ "timestamp", "timestamp" }, { "status", "result.status" }, { "action", "result.action" },
		{ "failure", "result.failure" }, { "message", "result.message" }, { "confidence", "result.confidence" },
		{ "evidence", "result.optimal_params.evidence" }, { "summary_text", "result.summary_text" },
		{ "best_wob", "result.optimal_params.best_wob" }, { "best_rpm", "result.optimal_params.best_rpm" },
		{ "best_flow", "result.optimal_params.best_flow" }, { "depth_range", "depth_range" },
		{ "formation_type", "formation_type" }, { "bit_hours", "bit_hours" }, { "bit_depth", "bit_depth" },
	};
	json_t *o = json_object();
	bool fine = o && json_put_text(o, "key", key);

	for (size_t i = 0; fine && i < sizeof parts / sizeof *parts; i++)
		fine = put_part(o, parts[i][0], report, parts[i][1]);
	if (!fine)
		query_out_of_memory();
	return o;
}

static json_t *failure_of(const json_t *report, const char *key)
{
	json_t *o = json_object();

	if (!o || !json_put_text(o, "key", key) || !put_part(o, "timestamp", report, "timestamp") ||
	    !put_part(o, "failure", report, "result.failure") || !put_part(o, "message", report, "result.message"))
		query_out_of_memory();
	return o;
}

/* The newest report, and the newest failure among a few. */
static void read_reports(struct query *q, const struct one *w, json_t **campaign, json_t **latest, json_t **failure)
{
	struct tree_want want = q->want;
	const char *key;
	json_t *report;

	want.field = w->field;
	want.well = w->well;
	want.limit = LOOK_BACK;
	query_rewind(q);
	while (!*failure && (report = query_next(q, &want, &key))) {
		const char *status = query_text(report, "result.status");
		if (!*latest) {
			json_t *as = query_at(report, "campaign");
			*campaign = as ? json_incref(as) : NULL;
			*latest = latest_of(report, key);
		}
		if (status && strcmp(status, "failure") == 0)
			*failure = failure_of(report, key);
		json_decref(report);
	}
	query_rewind(q);
}

static double last_sample(int spool, const struct one *w, char hold[SPOOLWELLS_HOLD])
{
	int folder = spool < 0 ? -1 : spoolwells_open(spool, w->field, w->well);
	double last = folder < 0 ? NAN : spoolwells_last(folder, hold);

	if (folder >= 0)
		close(folder);
	return last;
}

static void put_one(struct query *q, const struct one *w, int spool)
{
	json_t *o = json_object(), *campaign = NULL, *latest = NULL, *failure = NULL;
	char hold[SPOOLWELLS_HOLD] = "";
	double last = last_sample(spool, w, hold);

	if (w->reports > 0)
		read_reports(q, w, &campaign, &latest, &failure);
	if (!o || !json_put_text(o, "field", w->field) || !json_put_text(o, "well_id", w->well) ||
	    !json_put(o, "campaign", campaign ? campaign : json_null()) || !json_put_number(o, "reports", w->reports) ||
	    !json_put(o, "latest", latest ? latest : json_null()) ||
	    !json_put(o, "last_failure", failure ? failure : json_null()) ||
	    (*hold && !json_put_text(o, "hold", hold)) || !json_put_number(o, "last_ts", last))
		query_out_of_memory();
	query_put_object(q, o, "field,well_id,campaign,reports,latest.key,latest.timestamp,latest.status,latest.action,"
		"latest.failure,latest.confidence,latest.evidence,latest.best_wob,latest.best_rpm,latest.best_flow,"
		"last_failure.failure,last_ts");
	json_decref(o);
}

int query_overview(struct query *q)
{
	struct overview o = { 0 };
	int spool = -1;

	if (q->o.spool) {
		spool = folder_open(AT_FDCWD, q->o.spool, 0);
		if (spool < 0)
			die(EX_NOINPUT, "%s: %s", q->o.spool, strerror(errno));
	}
	collect(q, &o, spool);
	if (o.n)
		qsort(o.item, o.n, sizeof *o.item, by_names);
	for (size_t i = 0; i < o.n; i++) {
		put_one(q, &o.item[i], spool);
		free(o.item[i].field);
		free(o.item[i].well);
	}
	free(o.item);
	if (spool >= 0)
		close(spool);
	return o.n ? QUERY_FOUND : query_none(q, NULL);
}
