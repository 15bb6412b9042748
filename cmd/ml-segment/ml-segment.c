/*
 * ml-segment.c - cuts each window into formation segments: options, loop, main.
 *
 * The number of a row's segment is known only when its window is whole, so the lines of the open window are held. On a
 * cut stream they are dropped: a window that did not end is not handled.
 */
#include <math.h>
#include <string.h>

#include "cmd_rows.h"
#include "segment.h"
#include "table.h"

enum line { LINE_KEPT, LINE_REJECTED, LINE_RECORD, LINE_COMMENT };
enum column { COLUMN_T, COLUMN_VALUE, COLUMN_D, COLUMN_DEPTH, COLUMN_CHANGED, COLUMNS };

static const char *method_name = "plan", *series_name;
static double min_shift = 0.15;

static const struct opt options[] = {
	{ .name = "method", .type = OPT_CHOICE, .to = &method_name, .arg = SEGMENT_METHODS,
		.help = "how boundaries are found (plan)" },
	{ .name = "column", .type = OPT_TEXT, .to = &series_name, .arg = "NAME",
		.help = "the series that is cut (d_exp)" },
	{ .name = "min-shift", .type = OPT_REAL, .to = &min_shift, .arg = "FRACTION", .min = 0.001, .max = 10,
		.help = "smallest relative change that is a boundary (0.15)" },
	OPT_END
};
static const struct opt_usage usage = {
	.synopsis = "[option]... [FILE]",
	.about = "Cuts each window of drilling samples into formation segments where the d-exponent shifts.",
	.example = "wits-import well.csv | ml-filter --bit-diameter 8.5 | ml-segment",
};

struct job {
	struct cmd c;
	struct cmd_rows rows;
	struct channel_place series, d, depth;
	const struct segment_method *method;
	struct held held;               /* the lines of the open window */
	struct table table;             /* its kept samples */
	struct segment_list list;
	bool changed;                   /* a `set` record came since the last kept sample */
	bool in_stream;                 /* behind the header */
	size_t windows, segments;       /* so far, for -v */
};

static void check_memory(bool ok)
{
	if (!ok)
		die(EX_OSERR, "out of memory");
}

static void at_header(struct job *j)
{
	static const char *const added[] = { "segment" };
	struct cmd *c = &j->c;

	cmd_rows_header(c, &j->rows);
	if (j->rows.segment >= 0)
		cmd_bad(c, stream_in_header(c->in)->names[j->rows.segment],
			"the input has this column already; take it out before cutting segments again");
	j->d = cmd_channel(c, CH_D_EXP);
	j->series = series_name ? cmd_column(c, series_name) : j->d;
	j->depth = cmd_channel(c, CH_HOLE_DEPTH);
	if (j->depth.column < 0)
		j->depth = cmd_channel(c, CH_BIT_DEPTH);
	if (j->series.column < 0 && !c->o.quiet)
		warning("%s: no column 'd_exp': segments begin only where depth steps or the bit changes",
			stream_in_name(c->in));
	cmd_write_header(c, stream_in_header(c->in), added, 1);
	j->in_stream = true;
}

static void at_row(struct job *j)
{
	const struct row *row = stream_row(j->c.in);
	bool kept = cmd_rows_kept(&j->c, &j->rows);
	double v[COLUMNS];

	check_memory(held_add(&j->held, kept ? LINE_KEPT : LINE_REJECTED, row->raw, row->raw_len));
	if (!kept)
		return;
	v[COLUMN_T] = cmd_time(&j->c, &j->rows.ts);
	v[COLUMN_VALUE] = cmd_value(&j->c, &j->series);
	v[COLUMN_D] = series_name ? cmd_value(&j->c, &j->d) : v[COLUMN_VALUE];
	v[COLUMN_DEPTH] = cmd_value(&j->c, &j->depth);
	v[COLUMN_CHANGED] = j->changed;
	j->changed = false;
	check_memory(table_add(&j->table, v));
}

/* Writes the held lines; the k-th kept sample is in the segment whose `last` it has not passed. */
static void release(struct job *j)
{
	size_t k = 0, s = 0;

	for (size_t i = 0; i < j->held.n; i++) {
		const char *text = held_text(&j->held, i);
		size_t len = j->held.line[i].len;
		struct field field = { "", 0 };
		char number[24];

		switch (j->held.line[i].kind) {
		case LINE_KEPT:
			while (k >= j->list.item[s].last)
				s++;
			k++;
			field = (struct field){ number, (size_t)snprintf(number, sizeof number, "%zu", s) };
			cmd_check(&j->c, stream_out_raw(j->c.out, text, len, &field, 1));
			break;
		case LINE_REJECTED:
			cmd_check(&j->c, stream_out_raw(j->c.out, text, len, &field, 1));
			break;
		case LINE_RECORD:
			cmd_check(&j->c, stream_out_pass(j->c.out, text, len));
			break;
		case LINE_COMMENT:
			cmd_check(&j->c, stream_out_comment(j->c.out, text, len));
			break;
		}
	}
	held_clear(&j->held);
}

static json_t *describe(const struct segment *s, size_t index, double interval, const char *method)
{
	json_t *o = json_object();
	double n = (double)(s->last - s->first);
	json_t *depth = isfinite(s->depth_low) ? json_pair(s->depth_low, s->depth_high) : json_null();

	if (json_put_text(o, "type", "segment") && json_put_number(o, "index", (double)index) &&
	    json_put_number(o, "start", s->start) && json_put_number(o, "end", s->end) &&
	    json_put(o, "range", json_pair((double)s->first, (double)s->last)) && json_put(o, "depth_ft", depth) &&
	    json_put_number(o, "n", n) && json_put_number(o, "clean_seconds", n * interval) &&
	    json_put_number(o, "avg_d_exponent", s->mean_d) && json_put_number(o, "sd_d_exponent", s->sd_d) &&
	    json_put_text(o, "formation_type", s->formation) && json_put_text(o, "name", NULL) &&
	    json_put_text(o, "boundary", segment_boundary_name(s->boundary)) && json_put_text(o, "method", method))
		return o;
	json_decref(o);
	return NULL;
}

/* Cuts the open window and writes it; record is its `window` record, or NULL at the end of the stream. */
static void publish(struct job *j, const json_t *record)
{
	double *const *column = j->table.column;
	double interval = cmd_rows_interval(&j->c, record, column[COLUMN_T], j->table.rows);
	struct segment_rows rows = { column[COLUMN_T], column[COLUMN_VALUE], column[COLUMN_D], column[COLUMN_DEPTH],
		column[COLUMN_CHANGED], j->table.rows, interval };

	check_memory(segment_window(&rows, j->method, min_shift, &j->list));
	release(j);
	for (size_t k = 0; k < j->list.n; k++)
		cmd_write_record(&j->c, describe(&j->list.item[k], k, interval, j->method->name));
	j->windows += j->list.n > 0;
	j->segments += j->list.n;
	table_clear(&j->table);
	j->changed = false;
}

static void at_record(struct job *j)
{
	const struct record *record = stream_record(j->c.in);

	if (!strcmp(record->type, "window")) {
		publish(j, record->json);
		cmd_pass(&j->c, STREAM_RECORD);
		return;
	}
	j->changed = j->changed || !strcmp(record->type, "set");
	if (j->in_stream)
		check_memory(held_add(&j->held, LINE_RECORD, record->raw, record->raw_len));
	else
		cmd_pass(&j->c, STREAM_RECORD);
}

int main(int argc, char **argv)
{
	struct job j = {0};
	enum stream_kind kind;

	cmd_start(&j.c, argc, argv, options, &usage, 0);
	cmd_one_input(&j.c);
	j.method = segment_method_find(method_name);
	check_memory(table_init(&j.table, COLUMNS));
	while ((kind = cmd_next(&j.c)) != STREAM_EOF) {
		const struct field *comment = stream_comment(j.c.in);

		if (kind == STREAM_HEADER) {
			at_header(&j);
		} else if (kind == STREAM_ROW) {
			at_row(&j);
		} else if (kind == STREAM_RECORD) {
			at_record(&j);
		} else if (kind == STREAM_COMMENT && j.in_stream) {
			check_memory(held_add(&j.held, LINE_COMMENT, comment->text, comment->len));
		} else {
			if (kind == STREAM_CLOSE) {
				publish(&j, NULL);
				j.in_stream = false;
			}
			cmd_pass(&j.c, kind);
		}
	}
	if (j.c.o.verbose)
		warning("windows with drilling %zu, segments %zu", j.windows, j.segments);
	held_free(&j.held);
	table_free(&j.table);
	segment_list_free(&j.list);
	return cmd_finish(&j.c);
}
