/* query.c - one question to a store: the reports in turn, the answer on its way out; see query.h. */
#include "query.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "atomic.h"
#include "csvrow.h"
#include "fields.h"
#include "gnuplot_text.h"
#include "near.h"
#include "peek.h"

enum { FLUSH_AT = 1 << 16, NAMED = 8 };

/* The reports of query_next(): keys, taken from the tree's list because that holds only until the next one. */
struct query_walk {
	char **keys;
	double *ends;
	size_t n, at, given;
	bool listed, again;             /* listed once; once more without a limit, because some could not be read */
	char *last_key;                 /* where the list before ended */
	double last_end;
};

void query_out_of_memory(void)
{
	die(EX_OSERR, "out of memory");
}

void query_flush(struct query *q, bool now)
{
	if (q->out.failed)
		query_out_of_memory();
	if (q->out.len < FLUSH_AT && !now)
		return;
	if (write_all(STDOUT_FILENO, text_view(&q->out), q->out.len) != 0)
		die_write("<stdout>");
	text_clear(&q->out);
}

/* Once, though a question may go over the same reports twice. */
static void name_damaged(struct query *q, const char *key, const char *why)
{
	if (!q->damaged_keys)
		q->damaged_keys = json_object();
	if (json_object_get(q->damaged_keys, key))
		return;
	if (json_object_set_new(q->damaged_keys, key, json_true()) != 0)
		query_out_of_memory();
	q->damaged++;
	if (!q->cmd->o.quiet)
		warning("%s; passed over", why);
}

json_t *query_load(struct query *q, const char *key)
{
	char why[TREE_WHY];
	size_t len = 0;
	char *bytes = tree_read(q->tree, key, &len, why);
	json_t *report = NULL;

	if (bytes && q->only.which != DEPTHS_ALL &&
	    peek_near(bytes, len, q->only.depth, q->only.reach) != (q->only.which == DEPTHS_NEAR)) {
		q->only.passed++;
		free(bytes);
		return NULL;
	}
	if (bytes)
		report = tree_report(q->tree, key, bytes, len, why);
	int saved = errno;
	free(bytes);
	errno = saved;
	if (report || errno == ENOENT)
		return report;
	if (errno == ENOMEM)
		query_out_of_memory();
	name_damaged(q, key, why);
	return NULL;
}

static void forget_keys(struct query_walk *walk)
{
	for (size_t i = 0; i < walk->n; i++)
		free(walk->keys[i]);
	free(walk->keys);
	free(walk->ends);
	walk->keys = NULL;
	walk->ends = NULL;
	walk->n = walk->at = 0;
}

void query_rewind(struct query *q)
{
	if (!q->walk)
		return;
	forget_keys(q->walk);
	free(q->walk->last_key);
	free(q->walk);
	q->walk = NULL;
}

/* Lists what is to come; a second time what follows the last one of the first. */
static void list_keys(struct query *q, const struct tree_want *want)
{
	struct query_walk *walk = q->walk;
	struct tree_want rest = *want;
	const struct tree_entry *list;
	char why[TREE_WHY];

	if (walk->listed) {
		rest.limit = 0;
		rest.until = walk->last_end;
		walk->again = true;
	}
	walk->listed = true;
	ssize_t n = tree_list(q->tree, &rest, &list, why);
	if (n < 0)
		die(EX_IOERR, "%s", why);
	forget_keys(walk);
	walk->keys = xrealloc(NULL, (size_t)n, sizeof *walk->keys);
	walk->ends = xrealloc(NULL, (size_t)n, sizeof *walk->ends);
	for (ssize_t i = 0; i < n; i++) {
		bool before = walk->again && list[i].end == walk->last_end && strcmp(list[i].key, walk->last_key) <= 0;
		if (before)
			continue;
		walk->ends[walk->n] = list[i].end;
		walk->keys[walk->n++] = xstrdup(list[i].key);
	}
}

/* The list is through, but some of it could not be read: is there more? */
static bool more_keys(struct query *q, const struct tree_want *want)
{
	struct query_walk *walk = q->walk;

	if (!want->limit || walk->again || walk->n < want->limit)
		return false;
	free(walk->last_key);
	walk->last_key = xstrdup(walk->keys[walk->n - 1]);
	walk->last_end = walk->ends[walk->n - 1];
	list_keys(q, want);
	return walk->n > 0;
}

json_t *query_next(struct query *q, const struct tree_want *want, const char **key)
{
	if (!q->walk) {
		q->walk = xrealloc(NULL, 1, sizeof *q->walk);
		*q->walk = (struct query_walk){ 0 };
		list_keys(q, want);
	}
	struct query_walk *walk = q->walk;
	while (!want->limit || walk->given < want->limit) {
		if (walk->at == walk->n && !more_keys(q, want))
			break;
		*key = walk->keys[walk->at++];
		if (q->cmd->show && walk->at % 64 == 0)
			cmd_progress(q->cmd, walk->at, (int64_t)walk->n, false);
		json_t *report = query_load(q, *key);
		if (report) {
			walk->given++;
			return report;
		}
	}
	if (q->cmd->show && walk->n)
		cmd_progress(q->cmd, 1, 1, true);
	return NULL;
}

/* The key comes first; one that the report brought along gives way. */
static json_t *with_key(json_t *report, const char *key)
{
	json_t *line = json_object();

	if (!line || !json_put_text(line, "key", key) || json_object_update_missing(line, report) != 0)
		query_out_of_memory();
	return line;
}

static void put_line(struct query *q, json_t *line, const char *columns)
{
	if (!q->columns && q->format == QUERY_CSV) {
		q->columns = fields_new(columns);
		if (!q->columns)
			query_out_of_memory();
	}
	if (q->format == QUERY_CSV && !q->puts)
		fields_csv_header(q->columns, &q->out);
	if (q->format == QUERY_CSV)
		fields_csv(q->columns, line, &q->out);
	else if (!q->columns)
		json_write(&q->out, line);
	else if (q->format == QUERY_JSON)
		fields_json(q->columns, line, &q->out);
	else
		fields_text(q->columns, line, &q->out);
	text_put(&q->out, '\n');
	q->puts++;
	query_flush(q, false);
}

void query_put(struct query *q, json_t *report, const char *key)
{
	static const char usual[] = "key,timestamp,field_name,well_id,campaign,depth_range.0,depth_range.1,formation_type,"
		"result.status,result.action,result.failure,result.confidence,result.optimal_params.best_wob,"
		"result.optimal_params.best_rpm,result.optimal_params.best_flow,result.optimal_params.achieved_rop,"
		"result.optimal_params.achieved_mse,result.optimal_params.evidence,bit_hours,bit_depth";

	if (q->format == QUERY_GNUPLOT) {
		gnuplot_put(q, report);
		return;
	}
	if (q->format == QUERY_TEXT && !q->columns) {
		query_show_report(&q->out, q, report);
		text_put(&q->out, '\n');
		q->puts++;
		q->notice_due = true;
		query_flush(q, false);
		return;
	}
	json_t *line = with_key(report, key);
	put_line(q, line, usual);
	json_decref(line);
}

void query_put_object(struct query *q, json_t *object, const char *columns)
{
	put_line(q, object, columns);
}

/* "'A', 'B' and 3 more", the near ones first. */
static void put_names(struct text *out, const char *asked, const char **names, size_t n)
{
	if (asked)
		near_sort(asked, names, n);
	for (size_t i = 0; i < n && i < NAMED; i++)
		text_format(out, "%s'%s'", i ? ", " : "", names[i]);
	if (n > NAMED)
		text_format(out, " and %zu more", n - NAMED);
}

static void collect(const char **names, size_t *n, const char *name)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(names[i], name) == 0)
			return;
	names[(*n)++] = name;
}

/* The name asked for is not there: says which are. False when it is there. */
static bool say_unknown(struct query *q, const struct tree_entry *list, size_t n)
{
	const char **fields = xrealloc(NULL, n, sizeof *fields), **wells = xrealloc(NULL, n, sizeof *wells), *elsewhere = NULL;
	const char *field = q->want.field, *well = q->want.well;
	size_t n_fields = 0, n_wells = 0;
	bool field_known = !field, well_known = !well;
	struct text words = { 0 };

	for (size_t i = 0; i < n; i++) {
		bool here = !field || strcmp(list[i].field, field) == 0, same = well && strcmp(list[i].well, well) == 0;
		collect(fields, &n_fields, list[i].field);
		if (here)
			collect(wells, &n_wells, list[i].well);
		field_known |= here;
		well_known |= here && same;
		if (!here && same)
			elsewhere = list[i].field;
	}
	if (!field_known) {
		text_format(&words, "no field '%s' in %s; there is ", field, q->store);
		put_names(&words, field, fields, n_fields);
	} else if (!well_known) {
		text_format(&words, "no well '%s' in %s%s%s%s; there is ", well, field ? "field '" : "", field ? field : q->store,
			field ? "' of " : "", field ? q->store : "");
		put_names(&words, well, wells, n_wells);
		if (elsewhere)
			text_format(&words, "; field '%s' has a well of that name", elsewhere);
	}
	if (words.failed)
		query_out_of_memory();
	if (words.len)
		warning("%s", words.s);
	text_free(&words);
	free(fields);
	free(wells);
	return !field_known || !well_known;
}

/* " of well 'A' of field 'F' in production that ended ..." */
static void put_wanted(struct query *q, struct text *out)
{
	char time[WHEN_LEN];

	if (q->want.well)
		text_format(out, " of well '%s'", q->want.well);
	if (q->want.field)
		text_format(out, " of field '%s'", q->want.field);
	if (q->want.campaign)
		text_format(out, " in %s", q->want.campaign);
	if (isfinite(q->want.since)) {
		when_iso(round(q->want.since), time);
		text_format(out, " since %s", time);
	}
	if (isfinite(q->want.until)) {
		when_iso(q->want.until, time);
		text_format(out, " until %s", time);
	}
}

int query_none(struct query *q, const char *what)
{
	struct tree_want any = { q->want.field, q->want.well, NULL, NAN, NAN, 1 };
	const struct tree_entry *list;
	struct text words = { 0 };
	char why[TREE_WHY];
	ssize_t n = tree_wells(q->tree, &list, why);

	if (n < 0)
		die(EX_IOERR, "%s", why);
	if (n == 0) {
		warning("no reports in %s", q->store);
		return QUERY_NONE;
	}
	if (say_unknown(q, list, (size_t)n))
		return QUERY_NONE;
	text_format(&words, "no reports%s%s in %s", what ? " " : "", what ? what : "", q->store);
	put_wanted(q, &words);
	n = tree_list(q->tree, &any, &list, why);
	if (n > 0) {
		char time[WHEN_LEN];
		when_iso(list[0].end, time);
		text_format(&words, "; the newest%s ended %s, in %s", any.well ? " of the well" :
			any.field ? " of the field" : "", time, list[0].campaign);
	}
	if (words.failed)
		query_out_of_memory();
	warning("%s", words.s);
	text_free(&words);
	return QUERY_NONE;
}
