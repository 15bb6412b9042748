/*
 * ml-correlate.c - correlations of drilling settings with their effect, a segment at a time: options, loop, main.
 *
 * Rows pass at once; the values of the pairs are kept until the window's record arrives.
 */
#include <math.h>
#include <string.h>

#include "cmd_rows.h"
#include "pairs.h"
#include "samples.h"
#include "segment.h"
#include "when.h"

enum column { COLUMN_T, COLUMN_DEPTH, COLUMN_MODE, COLUMN_FIRST };
enum { LAG_MOST_S = 600 };

static const char *pair_list, *neff_name, *lag_text;
static double alpha = NAN, min_effect = 0.2;
static bool alpha_given, plain, pooled;  /* pooled: rotary and slide together, as the plan has it */

static const struct opt options[] = {
	{ .name = "pairs", .type = OPT_TEXT, .to = &pair_list, .arg = "X:Y,...",
		.help = "pairs of the plan's names or columns (" PAIRS_PLAN ")" },
	{ .name = "neff", .type = OPT_CHOICE, .to = &neff_name, .arg = NEFF_NAMES,
		.help = "how the effective number of samples is estimated (min)" },
	{ .name = "lag", .type = OPT_TEXT, .to = &lag_text, .arg = "auto|SECS",
		.help = "how far ROP is behind what drives it; 0: not at all (auto)" },
	{ .name = "alpha", .type = OPT_REAL, .to = &alpha, .arg = "P", .min = 1e-12, .max = 0.5, .given = &alpha_given,
		.help = "an adjusted p below it is significant (0.05)" },
	{ .name = "min-effect", .type = OPT_REAL, .to = &min_effect, .arg = "R", .min = 0, .max = 1 - 1e-9,
		.help = "a correlation weaker than it is not significant (0.2)" },
	{ .name = "plain", .type = OPT_FLAG, .to = &plain,
		.help = "p of r alone: no test given depth; --neff first0 and --lag 0 unless they are said" },
	OPT_END
};
static const struct opt_usage usage = {
	.synopsis = "[option]... [FILE]",
	.about = "Correlates weight, rotary speed and flow with rate of penetration and energy, a segment at a time.",
	.example = "ml-filter well.csv | ml-segment | ml-correlate | ml-optimal",
};

struct job {
	struct cmd c;
	struct cmd_rows rows;
	struct pairs pairs;
	struct channel_place depth, mode, place[PAIRS_QUANTITIES_MAX];
	struct segment_how how;
	struct spectrum *spectrum;
	struct pool pool;
	struct samples samples;
	size_t segments, tested, significant;   /* so far, for -v */
};

static void check_memory(bool ok)
{
	if (!ok)
		die(EX_OSERR, "out of memory");
}

static double settle_lag(void)
{
	double s;

	if (!lag_text)
		return plain ? 0 : NAN;
	if (!strcmp(lag_text, "auto"))
		return NAN;
	if (!when_duration(lag_text, &s) || !(s >= 0 && s <= LAG_MOST_S))
		die(EX_USAGE, "--lag: '%s' is not a time of 0 to %d s, or auto", lag_text, LAG_MOST_S);
	return s;
}

static void settle(struct job *j)
{
	char why[PAIRS_WHY];

	if (!pairs_parse(&j->pairs, pair_list ? pair_list : PAIRS_PLAN, why))
		die(EX_USAGE, "--pairs: %s", why);
	if (!alpha_given)
		alpha = conf_number(j->c.conf, "ml_engine", "significance_threshold", 0.05);
	/* every sample counts: that is the plan's reckoning, and so is all the rest of it */
	if (neff_name && !strcmp(neff_name, "none"))
		plain = pooled = true;
	if (!neff_name)
		neff_name = plain ? "first0" : "min";
	j->how = (struct segment_how){ { neff_find(neff_name), !plain }, alpha, min_effect, settle_lag() };
	check_memory((j->spectrum = spectrum_new()) != NULL);
	check_memory(samples_init(&j->samples, COLUMN_FIRST + j->pairs.quantities));
}

static void at_header(struct job *j)
{
	struct cmd *c = &j->c;

	cmd_rows_header(c, &j->rows);
	j->depth = cmd_channel(c, CH_HOLE_DEPTH);
	if (j->depth.column < 0)
		j->depth = cmd_channel(c, CH_BIT_DEPTH);
	j->mode = pooled ? (struct channel_place){ -1, NULL } : cmd_channel(c, CH_DRILL_MODE);
	/* a channel of the plan's five may be absent; one that was asked for may not */
	for (int k = 0; k < j->pairs.quantities; k++) {
		const struct pairs_quantity *q = &j->pairs.quantity[k];

		j->place[k] = pair_list && q->paired ? cmd_column(c, q->asked) : cmd_channel(c, q->channel);
	}
	cmd_pass(c, STREAM_HEADER);
}

static enum segment_mode mode_of_row(struct job *j)
{
	const struct field *f;

	if (j->mode.column < 0)
		return MODE_NONE;
	f = &stream_row(j->c.in)->f[j->mode.column];
	if (!f->len)
		return MODE_NONE;
	for (int k = MODE_NONE + 1; k < MODES; k++) {
		const char *name = segment_mode_name((enum segment_mode)k);

		if (strlen(name) == f->len && !memcmp(name, f->text, f->len))
			return (enum segment_mode)k;
	}
	cmd_bad(&j->c, stream_in_header(j->c.in)->names[j->mode.column], "'%.*s' is not a drill mode; rotary, slide or nothing",
		f->len < 40 ? (int)f->len : 40, f->text);
}

static void at_row(struct job *j)
{
	double v[COLUMN_FIRST + PAIRS_QUANTITIES_MAX];
	long segment = cmd_rows_segment(&j->c, &j->rows);

	if (segment >= 0) {
		v[COLUMN_T] = cmd_time(&j->c, &j->rows.ts);
		v[COLUMN_DEPTH] = cmd_value(&j->c, &j->depth);
		v[COLUMN_MODE] = (double)mode_of_row(j);
		for (int k = 0; k < j->pairs.quantities; k++)
			v[COLUMN_FIRST + k] = cmd_value(&j->c, &j->place[k]);
		check_memory(samples_add(&j->samples, segment, v));
	}
	cmd_pass(&j->c, STREAM_ROW);
}

static json_t *describe(const struct job *j, long segment, const struct pairs_pair *pair, const struct correlation *c,
	enum segment_mode mode)
{
	json_t *o = json_object();

	if (json_put_text(o, "type", "correlation") && json_put_number(o, "segment", (double)segment) &&
	    json_put_text(o, "x", j->pairs.quantity[pair->x].name) &&
	    json_put_text(o, "y", j->pairs.quantity[pair->y].name) &&
	    json_put_text(o, "status", correlation_status_name(c->status)) && json_put_number(o, "r", c->r) &&
	    json_put_number(o, "r_squared", c->r * c->r) && json_put_number(o, "p", c->p) &&
	    json_put_number(o, "log10_p", c->log10_p) && json_put_number(o, "p_adjusted", c->p_adjusted) &&
	    json_put(o, "significant", json_boolean(c->significant)) && json_put_number(o, "n", (double)c->n) &&
	    json_put_number(o, "n_eff", c->n_eff) &&
	    json_put(o, "ci95", isfinite(c->low) ? json_pair(c->low, c->high) : json_null()) &&
	    json_put_number(o, "spearman", c->spearman) && json_put_number(o, "partial_r", c->partial) &&
	    json_put(o, "structural", json_boolean(pair->structural)) && json_put_number(o, "lag_s", c->lag_s) &&
	    json_put_number(o, "slope", c->slope) && json_put_number(o, "slope_p", c->slope_p) &&
	    json_put(o, "exact", json_boolean(c->exact)) && json_put_text(o, "method", j->how.test.method->name) &&
	    json_put_number(o, "spearman_p", c->spearman_p) && json_put_number(o, "partial_p", c->partial_p) &&
	    json_put_number(o, "partial_n_eff", c->partial_n_eff) && json_put_number(o, "slope_n_eff", c->slope_n_eff) &&
	    json_put_text(o, "drill_mode", segment_mode_name(mode)))
		return o;
	json_decref(o);
	return NULL;
}

static void correlate(struct job *j, const struct samples_part *part, double interval)
{
	struct correlation c[PAIRS_MAX];
	const double *value[PAIRS_QUANTITIES_MAX];
	enum segment_mode mode;
	struct segment_rows rows = {
		.t = samples_column(&j->samples, part, COLUMN_T),
		.depth = j->depth.column < 0 ? NULL : samples_column(&j->samples, part, COLUMN_DEPTH),
		.mode = samples_column(&j->samples, part, COLUMN_MODE), .value = value, .n = part->n, .step = interval,
	};

	for (int k = 0; k < j->pairs.quantities; k++)
		value[k] = samples_column(&j->samples, part, COLUMN_FIRST + k);
	check_memory(segment_correlate(&rows, &j->pairs, &j->how, j->spectrum, &j->pool, c, &mode));
	j->segments++;
	for (int k = 0; k < j->pairs.n; k++) {
		j->tested += c[k].status == CORRELATION_OK;
		j->significant += c[k].significant;
		cmd_write_record(&j->c, describe(j, part->segment, &j->pairs.pair[k], &c[k], mode));
	}
}

/* Handles the open window; record is its `window` record, or NULL at the end of the stream. */
static void publish(struct job *j, const json_t *record)
{
	struct samples *s = &j->samples;
	double interval = cmd_rows_interval(&j->c, record, s->table.column[1 + COLUMN_T], s->table.rows);

	check_memory(samples_group(s, j->rows.confounded, j->rows.n_confounded));
	for (size_t k = 0; k < s->parts; k++)
		correlate(j, &s->part[k], interval);
	samples_clear(s);
	cmd_rows_close(&j->rows);
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
			if (kind == STREAM_RECORD && cmd_rows_record(&j.c, &j.rows))
				publish(&j, stream_record(j.c.in)->json);
			else if (kind == STREAM_CLOSE)
				publish(&j, NULL);
			cmd_pass(&j.c, kind);
		}
	}
	if (j.c.o.verbose)
		warning("segments %zu, pairs tested %zu, significant %zu", j.segments, j.tested, j.significant);
	samples_free(&j.samples);
	spectrum_free(j.spectrum);
	pool_free(&j.pool);
	pairs_free(&j.pairs);
	return cmd_finish(&j.c);
}
