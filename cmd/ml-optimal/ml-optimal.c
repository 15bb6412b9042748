/*
 * ml-optimal.c - the best operating point of each segment: options, loop, main.
 *
 * Rows pass at once; the values that a method looks at are kept until the window's record arrives.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cmd_rows.h"
#include "optimal.h"
#include "samples.h"

enum column {
	COLUMN_T, COLUMN_WOB, COLUMN_RPM, COLUMN_FLOW, COLUMN_ROP, COLUMN_MSE, COLUMN_MEASURED, COLUMN_EFFICIENCY,
	COLUMN_CAMPAIGN, COLUMNS
};
static const double NOW_S = 600;        /* what the driller is doing now: the last ten minutes */

static const char *method_name = "plan";

static const struct opt options[] = {
	{ .name = "method", .type = OPT_CHOICE, .to = &method_name, .arg = OPTIMAL_METHODS,
		.help = "how the best point is found (plan)" },
	OPT_END
};
static const struct opt_usage usage = {
	.synopsis = "[option]... [FILE]",
	.about = "Finds the weight on bit, rotary speed and flow that drilled each segment best for its campaign.",
	.example = "ml-filter well.csv | ml-segment | ml-correlate | ml-optimal | ml-report",
};

struct job {
	struct cmd c;
	struct cmd_rows rows;
	struct channel_place place[COLUMNS];
	const struct optimal_method *method;
	struct composite_weights weights[CAMPAIGNS];
	double high_s;
	struct samples samples;
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

static void settle(struct job *j)
{
	j->weights[CAMPAIGN_PRODUCTION] = read_weights(j, "campaign.production",
		conf_number(j->c.conf, "ml_engine", "composite_rop_weight", 0.6),
		conf_number(j->c.conf, "ml_engine", "composite_mse_weight", 0.4));
	j->weights[CAMPAIGN_PLUG_ABANDONMENT] = read_weights(j, "campaign.plug_abandonment", 0.3, 0.7);
	j->high_s = conf_number(j->c.conf, "ml_engine", "min_samples_high_confidence", COMPOSITE_HIGH_S);
	j->method = optimal_method_find(method_name);
	check_memory(samples_init(&j->samples, COLUMNS));
}

static void at_header(struct job *j)
{
	static const enum channel channels[COLUMNS] = { [COLUMN_WOB] = CH_WOB, [COLUMN_RPM] = CH_RPM,
		[COLUMN_FLOW] = CH_FLOW_IN, [COLUMN_ROP] = CH_ROP, [COLUMN_MSE] = CH_MSE, [COLUMN_MEASURED] = CH_MSE_EFF };

	cmd_rows_header(&j->c, &j->rows);
	for (int k = COLUMN_WOB; k <= COLUMN_MEASURED; k++)
		j->place[k] = cmd_channel(&j->c, channels[k]);
	cmd_pass(&j->c, STREAM_HEADER);
}

static void at_row(struct job *j)
{
	double v[COLUMNS] = {0};
	long segment = cmd_rows_segment(&j->c, &j->rows);

	if (segment >= 0) {
		v[COLUMN_T] = cmd_time(&j->c, &j->rows.ts);
		for (int k = COLUMN_WOB; k <= COLUMN_MEASURED; k++)
			v[k] = cmd_value(&j->c, &j->place[k]);
		v[COLUMN_CAMPAIGN] = (double)j->c.identity.campaign;
		check_memory(samples_add(&j->samples, segment, v));
	}
	cmd_pass(&j->c, STREAM_ROW);
}

static json_t *setting(const struct optimal_setting *s)
{
	json_t *o = json_object();

	if (json_put_number(o, "wob", s->wob) && json_put_number(o, "rpm", s->rpm) && json_put_number(o, "flow", s->flow) &&
	    json_put_number(o, "rop", s->rop) && json_put_number(o, "mse", s->mse))
		return o;
	json_decref(o);
	return NULL;
}

static bool put_nulls(json_t *o, const char *const *keys)
{
	for (; *keys; keys++)
		if (!json_put_number(o, *keys, NAN))
			return false;
	return true;
}

static json_t *describe(const struct job *j, long segment, const struct optimal *b, double mse_reference,
	const struct optimal_setting *practice, const struct optimal_setting *now)
{
	static const char *const ranges[] = { "wob_range", "rpm_range", "flow_range", NULL };
	static const char *const gains[] = { "gain_rop", "gain_rop_ci90", "gain_mse", "gain_mse_ci90", NULL };
	static const char *const counts[] = { "gain_now", "points", "blocks", "visits", "n_eff", NULL };
	static const char *const limits[] = { "limited_by", "trial", NULL };
	json_t *o = json_object();

	if (json_put_text(o, "type", "optimal") && json_put_number(o, "segment", (double)segment) &&
	    json_put_text(o, "verdict", optimal_verdict_name(b->verdict)) && json_put_text(o, "aim", NULL) &&
	    json_put_number(o, "best_wob", b->best.wob) && json_put_number(o, "best_rpm", b->best.rpm) &&
	    json_put_number(o, "best_flow", b->best.flow) && put_nulls(o, ranges) &&
	    json_put_number(o, "achieved_rop", b->best.rop) && json_put_number(o, "achieved_mse", b->best.mse) &&
	    json_put_number(o, "mse_efficiency", b->efficiency) && json_put_number(o, "composite_score", b->score) &&
	    json_put_text(o, "rating", composite_rating(b->score)) &&
	    json_put_text(o, "confidence", composite_confidence(b->seconds, j->high_s)) &&
	    json_put_text(o, "evidence", NULL) && put_nulls(o, gains) && json_put(o, "practice", setting(practice)) &&
	    json_put(o, "now", setting(now)) && put_nulls(o, counts) &&
	    json_put_number(o, "hours_used", b->seconds / 3600) && put_nulls(o, limits) &&
	    json_put_text(o, "method", j->method->name) && json_put_number(o, "mse_ref", mse_reference))
		return o;
	json_decref(o);
	return NULL;
}

static struct optimal_rows rows_of(const struct samples *s, const struct samples_part *p, double interval)
{
	return (struct optimal_rows){ samples_column(s, p, COLUMN_T), samples_column(s, p, COLUMN_WOB),
		samples_column(s, p, COLUMN_RPM), samples_column(s, p, COLUMN_FLOW), samples_column(s, p, COLUMN_ROP),
		samples_column(s, p, COLUMN_MSE), samples_column(s, p, COLUMN_EFFICIENCY), p->n, interval };
}

static void find(struct job *j, const struct samples_part *part, double interval, const struct optimal_setting *now)
{
	struct optimal_rows rows = rows_of(&j->samples, part, interval);
	enum campaign campaign = (enum campaign)samples_column(&j->samples, part, COLUMN_CAMPAIGN)[0];
	struct optimal_setting practice = optimal_mean(&rows, -INFINITY);
	struct optimal best = optimal_nothing(0);
	double reference;

	check_memory(optimal_efficiency(rows.mse, samples_column(&j->samples, part, COLUMN_MEASURED), part->n,
		j->samples.table.column[1 + COLUMN_EFFICIENCY] + part->first, &reference));
	/* an idle campaign has nothing to be best at */
	if (campaign != CAMPAIGN_IDLE)
		check_memory(j->method->find(&rows, j->weights[campaign], &best));
	cmd_write_record(&j->c, describe(j, part->segment, &best, reference, &practice, now));
}

/* Handles the open window; record is its `window` record, or NULL at the end of the stream. */
static void publish(struct job *j, const json_t *record)
{
	struct samples *s = &j->samples;
	const double *t = s->table.column[1 + COLUMN_T];
	double interval = cmd_rows_interval(&j->c, record, t, s->table.rows);
	struct samples_part whole = { 0, 0, s->table.rows };
	struct optimal_rows all = rows_of(s, &whole, interval);
	struct optimal_setting now;

	if (s->table.rows) {
		j->windows++;
		now = optimal_mean(&all, t[s->table.rows - 1] + interval - NOW_S);
		check_memory(samples_group(s));
		j->segments += s->parts;
		for (size_t k = 0; k < s->parts; k++)
			find(j, &s->part[k], interval, &now);
	}
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
		warning("windows with drilling %zu, segments %zu", j.windows, j.segments);
	samples_free(&j.samples);
	return cmd_finish(&j.c);
}
