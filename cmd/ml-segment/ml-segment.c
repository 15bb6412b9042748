/*
 * ml-segment.c - cuts each window into formation segments: options, loop, main.
 *
 * The number of a row's segment is known only when its window is whole, so the lines of the open window are held. On a
 * cut stream they are dropped: a window that did not end is not handled.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cmd_rows.h"
#include "names.h"
#include "segment.h"
#include "state.h"
#include "table.h"
#include "when.h"

enum line { LINE_KEPT, LINE_REJECTED, LINE_RECORD, LINE_COMMENT };
enum column {
	COLUMN_T, COLUMN_VALUE, COLUMN_D, COLUMN_DEPTH, COLUMN_CHANGED, COLUMN_ROP, COLUMN_RPM, COLUMN_WOB, COLUMN_DIAMETER,
	COLUMN_WOB_CORR, COLUMN_FLOW, COLUMN_REV, COLUMN_GAMMA, COLUMN_LITHOLOGY, COLUMNS
};

static struct {
	const char *method, *series, *bin, *min_segment, *tops, *state, *lithology;
	double min_shift;
	bool no_log, plain;
} o = { .method = "fseg", .min_shift = 0.15 };

static const struct opt options[] = {
	{ .type = OPT_GROUP, .help = "How boundaries are found" },
	{ .name = "method", .type = OPT_CHOICE, .to = &o.method, .arg = SEGMENT_METHODS,
		.help = "fseg (default), or the plan's 15 % rule" },
	{ .name = "min-shift", .type = OPT_REAL, .to = &o.min_shift, .arg = "FRACTION", .min = 0, .max = 10,
		.help = "smallest relative change that is a boundary (0.15); 0: any that stands out" },
	{ .name = "min-segment", .type = OPT_TEXT, .to = &o.min_segment, .arg = "LENGTH",
		.help = "shortest segment, of the kind of the bins: 60s, 9ft (6 bins)" },
	{ .name = "bin", .type = OPT_TEXT, .to = &o.bin, .arg = "LENGTH",
		.help = "seconds, or depth with its unit: 20, 20s, 1.5ft, 0.5m (10 s and 3 samples)" },
	{ .name = "plain", .type = OPT_FLAG, .to = &o.plain,
		.help = "boundaries that a change of WOB or RPM explains count, too" },
	{ .type = OPT_GROUP, .help = "What is cut" },
	{ .name = "column", .type = OPT_TEXT, .to = &o.series, .arg = "NAME",
		.help = "the series that is cut (d_exp)" },
	{ .name = "no-log", .type = OPT_FLAG, .to = &o.no_log,
		.help = "the series as it is, not its logarithm" },
	{ .name = "tops", .type = OPT_TEXT, .to = &o.tops, .arg = "FILE",
		.help = "cut at formation tops and name segments (CSV: depth_ft or depth_m, name)" },
	{ .name = "lithology", .type = OPT_TEXT, .to = &o.lithology, .arg = "NAME",
		.help = "the column of text that names the rock (lithology)" },
	{ .name = "state", .type = OPT_TEXT, .to = &o.state, .arg = "FILE",
		.help = "keep boundaries from run to run and confirm them" },
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
	struct channel_place place[COLUMNS];    /* of the columns that are channels */
	int lithology;                  /* column; -1 */
	struct segment_settings settings;
	struct held held;               /* the lines of the open window */
	struct table table;             /* its kept samples */
	struct names names;             /* of its lithologies */
	struct segment_list list;
	struct memory memory;
	bool changed;                   /* a `set` record came since the last kept sample */
	bool in_stream;                 /* behind the header */
	bool said;                      /* that boundaries are not checked */
	size_t windows, segments, confounded;   /* so far, for -v */
};

static void check_memory(bool ok)
{
	if (!ok)
		die(EX_OSERR, "out of memory");
}

/* A length of time (bare, or with s) or of depth (ft, m ...): the one that it is not gets 0. */
static void length(const char *option, const char *text, double *seconds, double *ft)
{
	size_t n = strlen(text);
	bool time = n && (text[n - 1] == 's' || text[n - 1] == '.' || (text[n - 1] >= '0' && text[n - 1] <= '9'));
	double v = 0;
	char why[160];
	bool fine = time ? when_duration(text, &v) : unit_value(text, Q_LENGTH, &v, why);

	if (!fine || !(v > 0 && v <= 1e6))
		die(EX_USAGE, "%s: '%.40s' is not a length of time or depth: 20, 20s, 1.5ft, 0.5m", option, text);
	*seconds = time ? v : 0;
	*ft = time ? 0 : v;
}

static void settle(struct job *j)
{
	struct segment_settings *s = &j->settings;
	bool fseg = !strcmp(o.method, "fseg");
	const char *none = o.bin ? "--bin" : o.min_segment ? "--min-segment" : o.no_log ? "--no-log" : o.plain ? "--plain" :
		o.state ? "--state" : NULL;
	char why[TOPS_WHY];

	if (!fseg && none)
		die(EX_USAGE, "%s is for --method fseg", none);
	if (!fseg && !(o.min_shift >= 0.001))
		die(EX_USAGE, "--min-shift: %g is not from 0.001 to 10, as --method plan needs it", o.min_shift);
	s->method = segment_method_find(o.method);
	s->min_shift = o.min_shift;
	s->log = fseg && !o.no_log;
	s->join = fseg;
	s->check = fseg && !o.plain && !o.series;
	if (o.bin)
		length("--bin", o.bin, &s->bin_s, &s->bin_ft);
	if (o.min_segment)
		length("--min-segment", o.min_segment, &s->min_s, &s->min_ft);
	if (s->bin_ft > 0 ? s->min_s > 0 : s->min_ft > 0)
		die(EX_USAGE, "--min-segment: '%s' is not of the kind of the bins, %s", o.min_segment,
			s->bin_ft > 0 ? "depth (9ft, 3m)" : "time (60, 60s)");
	switch (o.tops ? tops_load(o.tops, &s->tops, why) : TOPS_LOADED) {
	case TOPS_UNREADABLE:
		die(EX_NOINPUT, "%s", why);
	case TOPS_WRONG:
		die(EX_DATAERR, "%s", why);
	case TOPS_LOADED:
		break;
	}
	switch (o.state ? state_load(o.state, &j->memory, why) : KEPT_ABSENT) {
	case KEPT_UNREADABLE:
		die(EX_IOERR, "%s", why);
	case KEPT_WRONG:
		die(EX_DATAERR, "%s", why);
	case KEPT_LOADED:
	case KEPT_ABSENT:
		break;
	}
}

/* Says, once, that a boundary could not be held against the settings for want of a column. */
static void say_unchecked(struct job *j)
{
	const char *missing = j->place[COLUMN_ROP].column < 0 ? "column 'rop_ft_h'" :
		j->place[COLUMN_RPM].column < 0 ? "column 'rpm'" : j->place[COLUMN_WOB].column < 0 &&
		j->place[COLUMN_WOB_CORR].column < 0 ? "column 'wob_klbf'" :
		j->place[COLUMN_DIAMETER].column < 0 && isnan(j->c.identity.bit.diameter_in) ? "bit diameter" : NULL;

	if (missing && j->settings.check && !j->said && !j->c.o.quiet) {
		j->said = true;
		warning("%s: no %s: a boundary that only a change of the settings makes cannot be told from rock",
			stream_in_name(j->c.in), missing);
	}
}

static void at_header(struct job *j)
{
	static const struct { enum column column; enum channel channel; } channels[] = {
		{ COLUMN_D, CH_D_EXP }, { COLUMN_DEPTH, CH_HOLE_DEPTH }, { COLUMN_ROP, CH_ROP }, { COLUMN_RPM, CH_RPM },
		{ COLUMN_WOB, CH_WOB }, { COLUMN_DIAMETER, CH_BIT_DIAMETER }, { COLUMN_FLOW, CH_FLOW_IN },
		{ COLUMN_WOB_CORR, CH_WOB_CORR },
		{ COLUMN_GAMMA, CH_GAMMA },
	};
	static const char *const added[] = { "segment" };
	const struct header *header = stream_in_header(j->c.in);
	struct cmd *c = &j->c;

	cmd_rows_header(c, &j->rows);
	if (j->rows.segment >= 0)
		cmd_bad(c, header->names[j->rows.segment],
			"the input has this column already; take it out before cutting segments again");
	for (size_t k = 0; k < sizeof channels / sizeof *channels; k++)
		j->place[channels[k].column] = cmd_channel(c, channels[k].channel);
	j->place[COLUMN_VALUE] = o.series ? cmd_column(c, o.series) : j->place[COLUMN_D];
	if (j->place[COLUMN_DEPTH].column < 0)
		j->place[COLUMN_DEPTH] = cmd_channel(c, CH_BIT_DEPTH);
	if (j->place[COLUMN_DEPTH].column < 0 && (j->settings.bin_ft > 0 || o.tops))
		die(EX_USAGE, "%s: %s needs a depth, and no column 'hole_depth_ft' or 'bit_depth_ft' is there",
			stream_in_name(c->in), o.tops ? "--tops" : "--bin");
	j->lithology = o.lithology ? cmd_column(c, o.lithology).column : -1;
	for (int k = 0; !o.lithology && k < header->n; k++)
		if (!strcmp(header->names[k], "lithology"))
			j->lithology = k;
	if (j->place[COLUMN_VALUE].column < 0 && !c->o.quiet)
		warning("%s: no column 'd_exp': segments begin only where %sdepth steps or the bit changes",
			stream_in_name(c->in), o.tops ? "a top is, " : "");
	cmd_write_header(c, header, added, 1);
	j->in_stream = true;
}

static double lithology(struct job *j)
{
	const struct field *f = j->lithology < 0 ? NULL : &stream_row(j->c.in)->f[j->lithology];
	long number;

	if (!f || !f->len)
		return NAN;
	number = names_number(&j->names, f->text, f->len);
	check_memory(number >= 0);
	return (double)number;
}

static void at_row(struct job *j)
{
	const struct row *row = stream_row(j->c.in);
	bool kept = cmd_rows_kept(&j->c, &j->rows);
	const struct bit *bit = &j->c.identity.bit;
	double v[COLUMNS];

	check_memory(held_add(&j->held, kept ? LINE_KEPT : LINE_REJECTED, row->raw, row->raw_len));
	if (!kept)
		return;
	for (int k = COLUMN_VALUE; k < COLUMNS; k++)
		v[k] = j->place[k].column < 0 ? NAN : cmd_value(&j->c, &j->place[k]);
	v[COLUMN_T] = cmd_time(&j->c, &j->rows.ts);
	v[COLUMN_CHANGED] = j->changed;
	v[COLUMN_REV] = bit->motor_rev_gal;
	v[COLUMN_LITHOLOGY] = lithology(j);
	if (isfinite(v[COLUMN_WOB_CORR]))       /* ml-filter makes d of it */
		v[COLUMN_WOB] = v[COLUMN_WOB_CORR];
	if (isnan(v[COLUMN_DIAMETER]))
		v[COLUMN_DIAMETER] = bit->diameter_in;
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

static json_t *describe(const struct job *j, const struct segment *s, size_t index, double interval)
{
	json_t *r = json_object(), *name = NULL;
	double n = (double)(s->last - s->first);
	json_t *depth = isfinite(s->depth_low) ? json_pair(s->depth_low, s->depth_high) : json_null();

	if (s->name)
		name = json_string(s->name);
	else if (s->lithology >= 0)
		name = json_string(j->names.item[s->lithology]);
	if (json_put_text(r, "type", "segment") && json_put_number(r, "index", (double)index) &&
	    json_put_number(r, "start", s->start) && json_put_number(r, "end", s->end) &&
	    json_put(r, "range", json_pair((double)s->first, (double)s->last)) && json_put(r, "depth_ft", depth) &&
	    json_put_number(r, "n", n) && json_put_number(r, "clean_seconds", n * interval) &&
	    json_put_number(r, "avg_d_exponent", s->mean_d) && json_put_number(r, "sd_d_exponent", s->sd_d) &&
	    json_put_text(r, "formation_type", s->formation) && json_put(r, "name", name ? name : json_null()) &&
	    json_put_text(r, "boundary", segment_boundary_name(s->boundary)) &&
	    json_put_text(r, "method", j->settings.method->name) && json_put_number(r, "explained", s->explained))
		return r;
	json_decref(r);
	return NULL;
}

/* The column rpm as rotary speed at the bit, as ml-filter had it for d: a motor turns it where rpm is the string's. */
static void turn_bit(struct job *j, const json_t *record)
{
	double *const *column = j->table.column;
	const char *basis = record ? json_get_text(record, "rpm_basis") : NULL;
	double found = record ? json_get_number(record, "motor_rev_gal") : NAN;

	if (basis ? !strcmp(basis, "bit") : j->c.identity.bit.rpm_basis == RPM_BIT)
		return;
	if (j->place[COLUMN_FLOW].column < 0)
		return;
	for (size_t i = 0; i < j->table.rows; i++) {
		double rev = isfinite(column[COLUMN_REV][i]) ? column[COLUMN_REV][i] : found;

		if (isfinite(rev))
			column[COLUMN_RPM][i] += rev * fmax(column[COLUMN_FLOW][i], 0);
	}
}

/* Segments of the window's samples; with --state, what earlier runs knew is used and what this one found is kept. */
static void cut_window(struct job *j, const struct segment_rows *rows)
{
	const struct identity *id = &j->c.identity;
	struct well *well = NULL;
	double *held = NULL;
	bool changed = false;

	if (o.state && rows->n) {
		well = remember_well(&j->memory, id->field, id->well, o.series ? o.series : "d_exp");
		check_memory(well != NULL);
		held = malloc((well->n + 1) * sizeof *held);
		check_memory(held != NULL);
		j->settings.held_n = remember_held(well, rows->t[rows->n - 1] + rows->interval, held);
		j->settings.held = held;
	}
	check_memory(segment_window(rows, &j->settings, &j->list));
	free(held);
	j->settings.held = NULL;
	j->settings.held_n = 0;
	if (!well)
		return;
	check_memory(remember_run(well, &j->list, rows->interval, &changed));
	if (changed && !state_save(o.state, &j->memory))
		die(errno == ENOENT || errno == EACCES || errno == ENOTDIR || errno == EROFS ? EX_CANTCREAT : EX_IOERR,
			"cannot write %s: %s", o.state, strerror(errno));
}

/* Cuts the open window and writes it; record is its `window` record, or NULL at the end of the stream. */
static void publish(struct job *j, const json_t *record)
{
	double *const *c = j->table.column;
	struct segment_rows rows = { .t = c[COLUMN_T], .value = c[COLUMN_VALUE], .d = c[COLUMN_D], .depth = c[COLUMN_DEPTH],
		.changed = c[COLUMN_CHANGED], .rop = c[COLUMN_ROP], .rpm = c[COLUMN_RPM], .wob = c[COLUMN_WOB],
		.diameter = c[COLUMN_DIAMETER], .gamma = c[COLUMN_GAMMA], .lithology = c[COLUMN_LITHOLOGY],
		.n = j->table.rows, .interval = cmd_rows_interval(&j->c, record, c[COLUMN_T], j->table.rows) };

	turn_bit(j, record);
	cut_window(j, &rows);
	release(j);
	for (size_t k = 0; k < j->list.n; k++) {
		cmd_write_record(&j->c, describe(j, &j->list.item[k], k, rows.interval));
		j->confounded += j->list.item[k].boundary == BOUNDARY_CONFOUNDED;
		if (j->list.item[k].boundary == BOUNDARY_PROVISIONAL)
			say_unchecked(j);
	}
	j->windows += j->list.n > 0;
	j->segments += j->list.n;
	table_clear(&j->table);
	names_clear(&j->names);
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
	j->changed = j->changed || (!strcmp(record->type, "set") && !identity_set_is_doubt(record->json));
	if (j->in_stream)
		check_memory(held_add(&j->held, LINE_RECORD, record->raw, record->raw_len));
	else
		cmd_pass(&j->c, STREAM_RECORD);
}

int main(int argc, char **argv)
{
	struct job j = {0};
	enum stream_kind kind;

	for (int k = 0; k < COLUMNS; k++)
		j.place[k].column = -1;
	cmd_start(&j.c, argc, argv, options, &usage, 0);
	cmd_one_input(&j.c);
	settle(&j);
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
		warning("windows with drilling %zu, segments %zu, of which confounded %zu", j.windows, j.segments,
			j.confounded);
	held_free(&j.held);
	table_free(&j.table);
	segment_list_free(&j.list);
	tops_free(&j.settings.tops);
	remember_free(&j.memory);
	return cmd_finish(&j.c);
}
