/*
 * ml-optimal.c - the best operating point of each segment: options, loop, main.
 *
 * Rows pass at once; the values that a method looks at are kept until the window's record arrives.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse.h"
#include "cmd_rows.h"
#include "samples.h"

enum column {
	COLUMN_T, COLUMN_WOB, COLUMN_RPM, COLUMN_FLOW, COLUMN_ROP, COLUMN_MSE, COLUMN_MEASURED, COLUMN_TORQUE, COLUMN_SPP,
	COLUMN_DIFF, COLUMN_DEPTH, COLUMN_D, COLUMN_GAMMA, COLUMN_CCS, COLUMN_WOB_TRUE, COLUMN_MODE, COLUMN_IDENTITY,
	COLUMN_EFFICIENCY, COLUMNS
};
enum { LAST_READ = COLUMN_WOB_TRUE };   /* the numbers of a row are COLUMN_WOB up to here */

static struct {
	const char *method, *carry, *state;
	double ccs;
	bool plain;
} o = { .method = "points", .ccs = NAN };

static const struct opt options[] = {
	{ .name = "method", .type = OPT_CHOICE, .to = &o.method, .arg = OPTIMAL_METHODS,
		.help = "how the best point is found (points)" },
	{ .name = "plain", .type = OPT_FLAG, .to = &o.plain,
		.help = "points as first written: no drift, repeats, flow, depth or floors; for comparison" },
	{ .name = "carry", .type = OPT_TEXT, .to = &o.carry, .arg = "FILE",
		.help = "keep the blocks and the advice of the rock being drilled in FILE from window to window" },
	{ .name = "state", .type = OPT_TEXT, .to = &o.state, .arg = "FILE",
		.help = "keep the least MSE reached in each rock in FILE" },
	{ .name = "ccs", .type = OPT_QUANTITY, .to = &o.ccs, .arg = "PSI", .min = 1, .max = 1e6, .quantity = Q_PRESSURE,
		.help = "confined strength of the rock, where the log has none" },
	OPT_END
};
static const struct opt_usage usage = {
	.synopsis = "[option]... [FILE]",
	.about = "Finds the weight on bit, rotary speed and flow that drilled each segment best for its campaign.",
	.example = "ml-filter well.csv | ml-segment | ml-correlate | ml-optimal | ml-report",
};

struct rock { long index; char hardness[48]; };         /* what ml-segment called a segment */
struct job {
	struct cmd c;
	struct cmd_rows rows;
	struct channel_place place[COLUMNS];
	int mode;                       /* the column drill_mode; -1: none */
	struct analyse_settings settings;
	struct carries carries;
	struct references references;
	struct samples samples;
	struct identity *identity;      /* those that held in the open window */
	size_t identities;
	bool identity_stale;
	struct rock *rock;
	size_t rocks;
	size_t windows, segments;       /* so far, for -v */
};

static void check_memory(bool ok)
{
	if (!ok)
		die(EX_OSERR, "out of memory");
}

/* The configuration sees to it that they sum to 1. */
static struct composite_weights read_weights(const struct job *j, const char *section, double rop, double efficiency)
{
	return (struct composite_weights){ conf_number(j->c.conf, section, "rop_weight", rop),
		conf_number(j->c.conf, section, "mse_weight", efficiency) };
}

static void check_kept(enum kept_status status, const char *why)
{
	if (status == KEPT_UNREADABLE)
		die(EX_IOERR, "%s", why);
	if (status == KEPT_WRONG)
		die(EX_DATAERR, "%s", why);
}

static void settle(struct job *j)
{
	struct analyse_settings *s = &j->settings;
	char why[KEPT_WHY];

	s->weights[CAMPAIGN_PRODUCTION] = read_weights(j, "campaign.production",
		conf_number(j->c.conf, "ml_engine", "composite_rop_weight", 0.6),
		conf_number(j->c.conf, "ml_engine", "composite_mse_weight", 0.4));
	s->weights[CAMPAIGN_PLUG_ABANDONMENT] = read_weights(j, "campaign.plug_abandonment", 0.3, 0.7);
	s->high_s = conf_number(j->c.conf, "ml_engine", "min_samples_high_confidence", COMPOSITE_HIGH_S);
	s->method = optimal_method_find(o.method);
	s->conf = j->c.conf;
	s->plain = o.plain;
	if (s->method->find != points_advise && (o.plain || o.carry || o.state))
		die(EX_USAGE, "--plain, --carry and --state belong to --method points");
	if (o.carry) {
		check_kept(carries_load(o.carry, &j->carries, why), why);
		s->carries = &j->carries;
	}
	if (o.state) {
		check_kept(references_load(o.state, &j->references, why), why);
		s->references = &j->references;
	}
	check_memory(samples_init(&j->samples, COLUMNS));
}

/* A column that is known by its exact name alone. */
static int column_named(const struct job *j, const char *name)
{
	const struct header *h = stream_in_header(j->c.in);

	for (int k = 0; k < h->n; k++)
		if (!strcmp(h->names[k], name))
			return k;
	return -1;
}

static void at_header(struct job *j)
{
	static const enum channel channels[COLUMNS] = { [COLUMN_WOB] = CH_WOB, [COLUMN_RPM] = CH_RPM,
		[COLUMN_FLOW] = CH_FLOW_IN, [COLUMN_ROP] = CH_ROP, [COLUMN_MSE] = CH_MSE, [COLUMN_MEASURED] = CH_MSE_EFF,
		[COLUMN_TORQUE] = CH_TORQUE, [COLUMN_SPP] = CH_SPP, [COLUMN_DIFF] = CH_DIFF, [COLUMN_DEPTH] = CH_HOLE_DEPTH,
		[COLUMN_D] = CH_D_EXP, [COLUMN_GAMMA] = CH_GAMMA, [COLUMN_CCS] = CH_CCS };

	cmd_rows_header(&j->c, &j->rows);
	for (int k = COLUMN_WOB; k < COLUMN_WOB_TRUE; k++)
		j->place[k] = cmd_channel(&j->c, channels[k]);
	j->place[COLUMN_WOB_TRUE] = (struct channel_place){ .column = column_named(j, "wob_corr_klbf") };
	j->mode = cmd_channel(&j->c, CH_DRILL_MODE).column;
	j->identity_stale = true;
	cmd_pass(&j->c, STREAM_HEADER);
}

static double mode_of_row(const struct job *j)
{
	const struct field *f = j->mode < 0 ? NULL : &stream_row(j->c.in)->f[j->mode];

	for (int mode = 0; f && mode < MODES; mode++)
		if (f->len == strlen(drill_mode_names[mode]) && !memcmp(f->text, drill_mode_names[mode], f->len))
			return mode;
	return NAN;
}

static void note_identity(struct job *j)
{
	j->identity = xrealloc(j->identity, j->identities + 1, sizeof *j->identity);
	j->identity[j->identities++] = j->c.identity;
	j->identity_stale = false;
}

static void at_row(struct job *j)
{
	double v[COLUMNS] = {0};
	long segment = cmd_rows_segment(&j->c, &j->rows);

	if (segment >= 0) {
		if (j->identity_stale)
			note_identity(j);
		v[COLUMN_T] = cmd_time(&j->c, &j->rows.ts);
		for (int k = COLUMN_WOB; k <= LAST_READ; k++)
			v[k] = j->place[k].column < 0 ? (double)NAN : cmd_value(&j->c, &j->place[k]);
		if (j->place[COLUMN_WOB_TRUE].column < 0)
			v[COLUMN_WOB_TRUE] = v[COLUMN_WOB];
		if (!isfinite(v[COLUMN_CCS]))   /* an efficiency from strength says the strength again */
			v[COLUMN_CCS] = isfinite(o.ccs) ? o.ccs : v[COLUMN_MEASURED] * v[COLUMN_MSE] / 100;
		v[COLUMN_MODE] = mode_of_row(j);
		v[COLUMN_IDENTITY] = (double)(j->identities - 1);
		check_memory(samples_add(&j->samples, segment, v));
	}
	cmd_pass(&j->c, STREAM_ROW);
}

static struct drilling drilling_of(const struct samples *s, const struct samples_part *p)
{
	return (struct drilling){ .n = p->n, .ts = samples_column(s, p, COLUMN_T), .wob = samples_column(s, p, COLUMN_WOB),
		.wob_true = samples_column(s, p, COLUMN_WOB_TRUE), .rpm = samples_column(s, p, COLUMN_RPM),
		.flow = samples_column(s, p, COLUMN_FLOW), .rop = samples_column(s, p, COLUMN_ROP),
		.torque = samples_column(s, p, COLUMN_TORQUE), .depth = samples_column(s, p, COLUMN_DEPTH),
		.spp = samples_column(s, p, COLUMN_SPP), .diff = samples_column(s, p, COLUMN_DIFF),
		.mse = samples_column(s, p, COLUMN_MSE), .ccs = samples_column(s, p, COLUMN_CCS),
		.d = samples_column(s, p, COLUMN_D), .gamma = samples_column(s, p, COLUMN_GAMMA), .diameter_in = NAN };
}

static struct optimal_rows rows_of(const struct samples *s, const struct samples_part *p, double interval)
{
	return (struct optimal_rows){ samples_column(s, p, COLUMN_T), samples_column(s, p, COLUMN_WOB),
		samples_column(s, p, COLUMN_RPM), samples_column(s, p, COLUMN_FLOW), samples_column(s, p, COLUMN_ROP),
		samples_column(s, p, COLUMN_MSE), samples_column(s, p, COLUMN_EFFICIENCY), p->n, interval };
}

static const char *hardness_of(const struct job *j, long index)
{
	for (size_t k = 0; k < j->rocks; k++)
		if (j->rock[k].index == index && j->rock[k].hardness[0])
			return j->rock[k].hardness;
	return NULL;
}

static void find(struct job *j, const struct samples_part *part, const struct analyse_window *window)
{
	struct analyse_segment segment = { .index = part->segment, .all = drilling_of(&j->samples, part),
		.mode = samples_column(&j->samples, part, COLUMN_MODE), .rows = rows_of(&j->samples, part, window->interval),
		.identity = &j->identity[(size_t)samples_column(&j->samples, part, COLUMN_IDENTITY)[0]],
		.hardness = hardness_of(j, part->segment) };
	struct record_about about;
	struct optimal best;
	double reference;

	segment.all.diameter_in = segment.identity->bit.diameter_in;
	check_memory(optimal_efficiency(segment.rows.mse, samples_column(&j->samples, part, COLUMN_MEASURED), part->n,
		j->samples.table.column[1 + COLUMN_EFFICIENCY] + part->first, &reference));
	if (!analyse(&j->settings, window, &segment, &best, &about))
		die(EX_OSERR, "out of memory, or a fit that failed");
	if (j->settings.method->find != points_advise)
		best.reference_mse = reference;
	cmd_write_record(&j->c, record_optimal(&best, &about));
}

static bool lists(const json_t *array, const char *word)
{
	const json_t *one;
	size_t i;

	json_array_foreach(array, i, one) {
		if (json_is_string(one) && !strcmp(json_string_value(one), word))
			return true;
	}
	return false;
}

/* record is NULL at the end of a stream without windows. */
static struct analyse_window describe_window(struct job *j, const json_t *record)
{
	const struct samples *s = &j->samples;
	const struct samples_part whole = { 0, 0, s->table.rows };
	const double *t = samples_column(s, &whole, COLUMN_T);
	double interval = cmd_rows_interval(&j->c, record, t, whole.n);
	struct analyse_window w = { .start = json_get_number(record, "start"), .end = json_get_number(record, "end"),
		.interval = interval, .rpm_basis = json_get_text(record, "rpm_basis"),
		.mse_basis = json_get_text(record, "mse_basis"), .rev_gal = json_get_number(record, "motor_rev_gal"),
		.bit_changed = lists(json_object_get(record, "suspect"), "bit_changed"),
		.all = drilling_of(s, &whole), .mode = samples_column(s, &whole, COLUMN_MODE) };

	w.start = isfinite(w.start) ? w.start : t[0];
	w.end = isfinite(w.end) ? w.end : t[whole.n - 1] + interval;
	return w;
}

/* Handles the open window; record is its `window` record, or NULL at the end of the stream. */
static void publish(struct job *j, const json_t *record)
{
	struct samples *s = &j->samples;

	if (s->table.rows) {
		struct analyse_window window = describe_window(j, record);

		j->windows++;
		check_memory(samples_group(s, j->rows.confounded, j->rows.n_confounded));
		j->segments += s->parts;
		for (size_t k = 0; k < s->parts; k++)
			find(j, &s->part[k], &window);
		if (o.carry && !carries_save(o.carry, &j->carries))
			die(EX_CANTCREAT, "cannot write %s: %s", o.carry, strerror(errno));
		if (o.state && !references_save(o.state, &j->references))
			die(EX_CANTCREAT, "cannot write %s: %s", o.state, strerror(errno));
	}
	samples_clear(s);
	cmd_rows_close(&j->rows);
	j->identities = 0;
	j->identity_stale = true;
	j->rocks = 0;
}

/* The hardness class that ml-segment gave. */
static void note_rock(struct job *j, const json_t *record)
{
	const char *hardness = json_get_text(record, "formation_type");
	double index = json_get_number(record, "index");
	struct rock *r;

	if (!hardness || !(index >= 0 && index < 1e9) || strlen(hardness) >= sizeof r->hardness)
		return;
	j->rock = xrealloc(j->rock, j->rocks + 1, sizeof *j->rock);
	r = &j->rock[j->rocks++];
	r->index = (long)index;
	memcpy(r->hardness, hardness, strlen(hardness) + 1);
}

static void at_record(struct job *j)
{
	const struct record *r = stream_record(j->c.in);

	if (!strcmp(r->type, "segment"))
		note_rock(j, r->json);
	else if (!strcmp(r->type, "set") && !identity_set_is_doubt(r->json))
		j->identity_stale = true;
	if (cmd_rows_record(&j->c, &j->rows))
		publish(j, r->json);
}

int main(int argc, char **argv)
{
	struct job j = {0};
	enum stream_kind kind;

	cmd_start(&j.c, argc, argv, options, &usage, 0);
	settle(&j);
	cmd_one_input(&j.c);
	while ((kind = cmd_next(&j.c)) != STREAM_EOF) {
		if (kind == STREAM_HEADER) {
			at_header(&j);
		} else if (kind == STREAM_ROW) {
			at_row(&j);
		} else {
			if (kind == STREAM_RECORD)
				at_record(&j);
			else if (kind == STREAM_CLOSE)
				publish(&j, NULL);
			cmd_pass(&j.c, kind);
		}
	}
	if (j.c.o.verbose)
		warning("windows with drilling %zu, segments %zu", j.windows, j.segments);
	samples_free(&j.samples);
	carries_free(&j.carries);
	references_free(&j.references);
	free(j.identity);
	free(j.rock);
	return cmd_finish(&j.c);
}
