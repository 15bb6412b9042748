/*
 * ml-correlate.c - correlations of drilling settings with their effect, a segment at a time: options, loop, main.
 *
 * Rows pass at once; the values of the pairs are kept until the window's record arrives.
 */
#include <math.h>
#include <string.h>

#include "cmd_rows.h"
#include "correlation.h"
#include "pairs.h"
#include "samples.h"

enum column { COLUMN_T, COLUMN_DEPTH, COLUMN_FIRST };

static const char *pair_list, *neff_name = "none";
static double alpha = NAN;
static bool alpha_given;

static const struct opt options[] = {
	{ .name = "pairs", .type = OPT_TEXT, .to = &pair_list, .arg = "X:Y,...",
		.help = "pairs of the plan's names or columns (" PAIRS_PLAN ")" },
	{ .name = "neff", .type = OPT_CHOICE, .to = &neff_name, .arg = NEFF_NAMES,
		.help = "how the effective number of samples is estimated (none: every sample counts)" },
	{ .name = "alpha", .type = OPT_REAL, .to = &alpha, .arg = "P", .min = 1e-12, .max = 0.5, .given = &alpha_given,
		.help = "an adjusted p below it is significant (0.05)" },
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
	struct channel_place depth, place[PAIRS_QUANTITIES_MAX];
	const struct neff_method *method;
	struct samples samples;
	size_t segments, tested, significant;   /* so far, for -v */
};

static void check_memory(bool ok)
{
	if (!ok)
		die(EX_OSERR, "out of memory");
}

static void settle(struct job *j)
{
	char why[PAIRS_WHY];

	if (!pairs_parse(&j->pairs, pair_list ? pair_list : PAIRS_PLAN, why))
		die(EX_USAGE, "--pairs: %s", why);
	if (!alpha_given)
		alpha = conf_number(j->c.conf, "ml_engine", "significance_threshold", 0.05);
	j->method = neff_find(neff_name);
	check_memory(samples_init(&j->samples, COLUMN_FIRST + j->pairs.quantities));
}

static void at_header(struct job *j)
{
	struct cmd *c = &j->c;

	cmd_rows_header(c, &j->rows);
	j->depth = cmd_channel(c, CH_HOLE_DEPTH);
	if (j->depth.column < 0)
		j->depth = cmd_channel(c, CH_BIT_DEPTH);
	/* a channel of the plan's five may be absent; one that was asked for may not */
	for (int k = 0; k < j->pairs.quantities; k++)
		j->place[k] = pair_list ? cmd_column(c, j->pairs.quantity[k].asked) :
			cmd_channel(c, j->pairs.quantity[k].channel);
	cmd_pass(c, STREAM_HEADER);
}

static void at_row(struct job *j)
{
	double v[COLUMN_FIRST + PAIRS_QUANTITIES_MAX];
	long segment = cmd_rows_segment(&j->c, &j->rows);

	if (segment >= 0) {
		v[COLUMN_T] = cmd_time(&j->c, &j->rows.ts);
		v[COLUMN_DEPTH] = cmd_value(&j->c, &j->depth);
		for (int k = 0; k < j->pairs.quantities; k++)
			v[COLUMN_FIRST + k] = cmd_value(&j->c, &j->place[k]);
		check_memory(samples_add(&j->samples, segment, v));
	}
	cmd_pass(&j->c, STREAM_ROW);
}

static json_t *describe(const struct job *j, long segment, const struct pairs_pair *pair, const struct correlation *c)
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
	    json_put(o, "structural", json_boolean(pair->structural)) && json_put_number(o, "lag_s", NAN) &&
	    json_put_number(o, "slope", NAN) && json_put_number(o, "slope_p", NAN) &&
	    json_put(o, "exact", json_boolean(c->exact)) && json_put_text(o, "method", j->method->name))
		return o;
	json_decref(o);
	return NULL;
}

static void correlate(struct job *j, const struct samples_part *part, double interval)
{
	struct correlation c[PAIRS_MAX];
	const double *t = samples_column(&j->samples, part, COLUMN_T);
	const double *depth = samples_column(&j->samples, part, COLUMN_DEPTH);

	for (int k = 0; k < j->pairs.n; k++)
		check_memory(correlation_pair(samples_column(&j->samples, part, COLUMN_FIRST + j->pairs.pair[k].x),
			samples_column(&j->samples, part, COLUMN_FIRST + j->pairs.pair[k].y), depth, t, part->n, interval,
			j->method, &c[k]));
	correlation_family(c, (size_t)j->pairs.n, alpha);
	j->segments++;
	for (int k = 0; k < j->pairs.n; k++) {
		j->tested += c[k].status == CORRELATION_OK;
		j->significant += c[k].significant;
		cmd_write_record(&j->c, describe(j, part->segment, &j->pairs.pair[k], &c[k]));
	}
}

/* Handles the open window; record is its `window` record, or NULL at the end of the stream. */
static void publish(struct job *j, const json_t *record)
{
	struct samples *s = &j->samples;
	double interval = cmd_rows_interval(&j->c, record, s->table.column[1 + COLUMN_T], s->table.rows);

	check_memory(samples_group(s));
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
	pairs_free(&j.pairs);
	return cmd_finish(&j.c);
}
