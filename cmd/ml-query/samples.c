/* samples.c - what a spool holds of a well for a time, thinned for a screen: `ml-query samples`. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>
#include "csvrow.h"
#include "folder.h"
#include "near.h"
#include "num.h"
#include "query.h"
#include "spoolread.h"
#include "spoolwells.h"

enum { POINTS = 2000 };
static const double day_s = 86400;

struct answer {
	struct query *q;
	const struct spoolwell *of;
	struct spoolread read;
	struct thin thin;
	double last;                    /* time of the last row of the spool */
	size_t points;
};

/* No such well: says which there are. */
static int say_none(struct query *q, const struct spoolwell *wells, size_t n)
{
	const char **names = xrealloc(NULL, n + 1, sizeof *names);
	size_t different = 0;
	struct text words = { 0 };

	for (size_t i = 0; i < n; i++)
		if (!different || strcmp(names[different - 1], wells[i].well) != 0)
			names[different++] = wells[i].well;
	near_sort(q->o.well, names, different);
	text_format(&words, "no samples of well '%s'%s%s%s in %s", q->o.well, q->o.field ? " of field '" : "",
		q->o.field ? q->o.field : "", q->o.field ? "'" : "", q->o.spool);
	for (size_t i = 0; i < different && i < 8; i++)
		text_format(&words, "%s'%s'", i ? ", " : "; there is ", names[i]);
	if (words.failed)
		query_out_of_memory();
	warning("%s", words.s);
	text_free(&words);
	free(names);
	return QUERY_NONE;
}

/* The well asked for; NULL when there is none (said). */
static const struct spoolwell *choose(struct query *q, const struct spoolwell *wells, size_t n)
{
	const struct spoolwell *found = NULL;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(wells[i].well, q->o.well) != 0 || (q->o.field && strcmp(wells[i].field, q->o.field) != 0))
			continue;
		if (found)
			die(EX_USAGE, "well '%s' is in more than one field, '%s', '%s'; say which with --field", q->o.well,
				found->field, wells[i].field);
		found = &wells[i];
	}
	if (!found)
		say_none(q, wells, n);
	return found;
}

static void put_number(struct text *out, double v)
{
	if (isfinite(v))
		text_number(out, v);
	else
		text_str(out, "null");
}

static void put_name(struct text *out, const char *key, const char *s)
{
	text_format(out, "\"%s\":", key);
	json_write_string(out, s, strlen(s));
	text_put(out, ',');
}

static void put_pair(struct text *out, double low, double high)
{
	if (isnan(low)) {
		text_str(out, "null");
		return;
	}
	text_put(out, '[');
	text_number(out, low);
	text_put(out, ',');
	text_number(out, high);
	text_put(out, ']');
}

/* A row of nulls: a line breaks there. */
static void put_break(struct answer *a, double ts)
{
	text_str(&a->q->out, ",[");
	text_number(&a->q->out, ts);
	for (size_t k = 0; k < a->thin.columns; k++)
		text_str(&a->q->out, ",null");
	text_put(&a->q->out, ']');
}

static void put_raw_rows(struct answer *a)
{
	struct text *out = &a->q->out;
	const struct thin *t = &a->thin;
	const double *row = t->raw;

	for (size_t i = 0; i < t->rows; i++, row += t->columns + 1) {
		double before = i ? row[-(ptrdiff_t)(t->columns + 1)] : NAN;
		if (i && thin_breaks(t, before, row[0]))
			put_break(a, (before + row[0]) / 2);
		text_str(out, i ? ",[" : "[");
		text_number(out, row[0]);
		for (size_t k = 1; k <= t->columns; k++) {
			text_put(out, ',');
			put_number(out, row[k]);
		}
		text_put(out, ']');
		query_flush(a->q, false);
	}
	a->points = t->rows;
}

static void put_buckets(struct answer *a)
{
	struct text *out = &a->q->out;
	const struct thin *t = &a->thin;
	size_t before = 0;

	for (size_t b = 0; b < t->buckets; b++) {
		double ts = t->first + (double)b * t->width;
		if (!t->any[b])
			continue;
		if (a->points && b > before + 1 && thin_breaks(t, t->first + (double)before * t->width, ts))
			put_break(a, t->first + (double)(before + 1) * t->width);
		text_str(out, a->points++ ? ",[" : "[");
		text_number(out, ts);
		for (size_t k = b * t->columns; k < (b + 1) * t->columns; k++) {
			text_put(out, ',');
			put_pair(out, t->low[k], t->high[k]);
		}
		text_put(out, ']');
		before = b;
		query_flush(a->q, false);
	}
}

static void put_gaps(struct answer *a)
{
	struct text *out = &a->q->out;

	text_str(out, "\"gaps\":[");
	for (size_t i = 0; i < a->thin.gaps; i++) {
		const struct gap *g = &a->thin.gap[i];
		const char *cause = g->cause ? g->cause : "no rows";
		text_str(out, i ? ",{\"start\":" : "{\"start\":");
		text_number(out, g->start);
		text_str(out, ",\"end\":");
		text_number(out, g->end);
		text_str(out, ",\"cause\":");
		json_write_string(out, cause, strlen(cause));
		text_put(out, '}');
	}
	text_str(out, "],");
}

static void put_json(struct answer *a)
{
	struct text *out = &a->q->out;
	bool thinned = thin_is_thinned(&a->thin);

	text_put(out, '{');
	put_name(out, "well_id", a->of->well);
	put_name(out, "field", a->of->field);
	text_str(out, "\"since\":");
	text_number(out, a->read.since);
	text_str(out, ",\"until\":");
	text_number(out, a->read.until);
	text_str(out, ",\"interval_s\":");
	put_number(out, thin_step(&a->thin));
	text_str(out, ",\"columns\":[\"ts\"");
	for (size_t k = 0; k < a->read.columns; k++) {
		text_put(out, ',');
		json_write_string(out, a->read.name[k], strlen(a->read.name[k]));
	}
	text_str(out, "],\"rows\":[");
	if (thinned)
		put_buckets(a);
	else
		put_raw_rows(a);
	text_format(out, "],\"downsampled\":%s,\"bucket_s\":", thinned ? "true" : "false");
	put_number(out, thinned ? a->thin.width : NAN);
	text_format(out, ",\"points\":%zu,\"samples\":%zu,", a->points, a->thin.rows);
	put_gaps(a);
	text_str(out, "\"last_ts\":");
	put_number(out, a->last);
	text_str(out, "}\n");
}

static void put_csv_header(struct answer *a, bool thinned)
{
	struct text *out = &a->q->out, name = { 0 };

	text_str(out, "ts");
	for (size_t k = 0; k < a->read.columns; k++)
		for (int part = 0; part < (thinned ? 2 : 1); part++) {
			text_clear(&name);
			text_format(&name, "%s%s", a->read.name[k], !thinned ? "" : part ? "_max" : "_min");
			text_put(out, ',');
			csvrow_put(out, text_view(&name), name.len);
		}
	text_put(out, '\n');
	out->failed |= name.failed;
	text_free(&name);
}

static void put_csv(struct answer *a)
{
	struct text *out = &a->q->out;
	const struct thin *t = &a->thin;
	bool thinned = thin_is_thinned(t);
	size_t rows = thinned ? t->buckets : t->rows;

	put_csv_header(a, thinned);
	for (size_t i = 0; i < rows; i++) {
		const double *row = t->raw + i * (t->columns + 1);
		if (thinned && !t->any[i])
			continue;
		text_number(out, thinned ? t->first + (double)i * t->width : row[0]);
		for (size_t k = 0; k < t->columns; k++) {
			text_put(out, ',');
			text_number(out, thinned ? t->low[i * t->columns + k] : row[k + 1]);
			if (thinned) {
				text_put(out, ',');
				text_number(out, t->high[i * t->columns + k]);
			}
		}
		text_put(out, '\n');
		query_flush(a->q, false);
	}
}

static void read_all(struct answer *a)
{
	struct query *q = a->q;
	int known = spoolread_columns(&a->read, q->o.columns);

	if (known < 0)
		die(a->read.damaged ? EX_DATAERR : EX_IOERR, "%s", a->read.why);
	if (!known)
		die(EX_USAGE, "--columns: %s", a->read.why);
	size_t most = q->o.max_points ? (size_t)q->o.max_points : POINTS;
	if (!thin_init(&a->thin, a->read.columns, most, a->read.since, a->read.until))
		query_out_of_memory();
	if (!spoolread_rows(&a->read, &a->thin))
		die(a->read.damaged ? EX_DATAERR : EX_IOERR, "%s", a->read.why);
	thin_finish(&a->thin);
}

static int answer(struct query *q, int top, const struct spoolwell *of)
{
	struct answer a = { .q = q, .of = of };
	char hold[SPOOLWELLS_HOLD];

	a.read.folder = spoolwells_open(top, of->field, of->well);
	if (a.read.folder < 0)
		die(EX_IOERR, "%s: %s", of->well, strerror(errno));
	a.last = spoolwells_last(a.read.folder, hold);
	a.read.until = isfinite(q->want.until) ? q->want.until : isfinite(a.last) ? fmax(a.last, q->want.since) : q->now;
	a.read.since = isfinite(q->want.since) ? q->want.since : a.read.until - day_s;
	read_all(&a);
	if (q->format == QUERY_CSV)
		put_csv(&a);
	else
		put_json(&a);
	q->puts++;
	thin_free(&a.thin);
	spoolread_free(&a.read);
	close(a.read.folder);
	return QUERY_FOUND;
}

int query_samples(struct query *q)
{
	struct spoolwell *wells;
	int status = QUERY_NONE, top;
	size_t n;

	if (!q->o.spool || !q->o.well)
		die(EX_USAGE, "samples needs --%s; use ml-query samples --spool DIR --well NAME", q->o.spool ? "well" : "spool");
	top = folder_open(AT_FDCWD, q->o.spool, 0);
	if (top < 0 || !spoolwells_list(top, &wells, &n))
		die(EX_NOINPUT, "%s: %s", q->o.spool, strerror(errno));
	const struct spoolwell *of = choose(q, wells, n);
	if (of)
		status = answer(q, top, of);
	spoolwells_free(wells, n);
	close(top);
	return status;
}
