/* commands.c - the plain questions: latest, history, field, show, wells; see query.h. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "query.h"

/* Puts what `want` asks for. */
static int put_all(struct query *q, const struct tree_want *want)
{
	const char *key;
	json_t *report;

	while ((report = query_next(q, want, &key))) {
		query_put(q, report, key);
		json_decref(report);
	}
	return q->puts ? QUERY_FOUND : query_none(q, NULL);
}

int query_latest(struct query *q)
{
	struct tree_want want = q->want;

	want.limit = q->o.limit ? (size_t)q->o.limit : 1;
	return put_all(q, &want);
}

int query_history(struct query *q)
{
	struct tree_want want = q->want;

	want.limit = (size_t)q->o.limit;
	return put_all(q, &want);
}

int query_field(struct query *q)
{
	q->want.field = q->argument;
	return query_history(q);
}

int query_show_key(struct query *q)
{
	char why[TREE_WHY], *raw = NULL;
	size_t len = 0;
	json_t *report;

	if (!tree_is_key(q->argument))
		die(EX_USAGE, "show: '%s' is no key; one is FIELD/WELL/CAMPAIGN/YYYYMMDDTHHMMSSZ.json, as ml-report --store "
			"prints it", q->argument);
	report = tree_load(q->tree, q->argument, &raw, &len, why);
	/* a link or a file in the way is no folder of a store */
	if (!report && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)) {
		warning("no report '%s' in %s", q->argument, q->store);
		return QUERY_NONE;
	}
	if (!report)
		die(errno == ENOMEM ? EX_OSERR : errno == EBADMSG || errno == EFBIG ? EX_DATAERR : EX_IOERR, "%s", why);
	if (q->format == QUERY_TEXT) {
		query_show_page(&q->out, q, report, q->argument);
		q->notice_due = true;
	} else {
		text_add(&q->out, raw, len);
	}
	q->puts++;
	free(raw);
	json_decref(report);
	return QUERY_FOUND;
}

/* A line of the list for people; names padded to the widest. */
static void put_well(struct query *q, const struct tree_count *c, int width[2])
{
	size_t from = q->out.len;

	text_format(&q->out, "%-*s  %-*s  %-16s %6zu report%s  ", width[0], c->field, width[1], c->well, c->campaign, c->reports,
		c->reports == 1 ? " " : "s");
	query_show_time(&q->out, q, c->oldest);
	text_str(&q->out, " to ");
	query_show_time(&q->out, q, c->newest);
	for (size_t i = from; q->out.s && i < q->out.len; i++)
		if ((unsigned char)q->out.s[i] < 0x20 || q->out.s[i] == 0x7f)
			q->out.s[i] = '?';
	text_put(&q->out, '\n');
	q->puts++;
}

static void put_well_object(struct query *q, const struct tree_count *c)
{
	json_t *line = json_object();
	char oldest[WHEN_LEN], newest[WHEN_LEN];

	when_iso(c->oldest, oldest);
	when_iso(c->newest, newest);
	if (!line || !json_put_text(line, "field_name", c->field) || !json_put_text(line, "well_id", c->well) ||
	    !json_put_text(line, "campaign", c->campaign) || !json_put_number(line, "reports", (double)c->reports) ||
	    !json_put_text(line, "oldest", oldest) || !json_put_text(line, "newest", newest))
		query_out_of_memory();
	query_put_object(q, line, "field_name,well_id,campaign,reports,oldest,newest");
	json_decref(line);
}

static void widen(int *width, const char *s)
{
	int len = (int)strlen(s);

	if (len > *width)
		*width = len;
}

int query_wells(struct query *q)
{
	const struct tree_count *counts;
	char why[TREE_WHY];
	ssize_t n = tree_counts(q->tree, &q->want, &counts, why);
	int width[2] = { 0, 0 };

	if (n < 0)
		die(EX_IOERR, "%s", why);
	if (q->o.limit && n > q->o.limit)
		n = q->o.limit;
	for (ssize_t i = 0; i < n; i++) {
		widen(&width[0], counts[i].field);
		widen(&width[1], counts[i].well);
	}
	for (ssize_t i = 0; i < n; i++) {
		if (q->format == QUERY_TEXT && !q->columns)
			put_well(q, &counts[i], width);
		else
			put_well_object(q, &counts[i]);
		query_flush(q, false);
	}
	return n ? QUERY_FOUND : query_none(q, NULL);
}
