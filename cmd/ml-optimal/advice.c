/*
 * advice.c - the method `points`: which setting that was really drilled is better than practice, and may it be said.
 *
 * The finder gives the statistics; here are the rules beside them: limits, what is being done now, how strong the evidence
 * is, and the step test that is suggested where nothing can be compared.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "finder.h"
#include "optimal.h"
#include "stats.h"

enum { LEAST_VISITS = 2 };
static const double SLOWER = -.03;      /* than what is being done: not advised in production */

static const char *limit_name(enum find_limit limit)
{
	static const char *const names[] = { NULL, "rop_held", "drilled_once", "no_gain", "unsteady" };

	return names[limit];
}

static double wob_of(const struct block *b) { return b->wob; }
static double rpm_of(const struct block *b) { return b->rpm; }
static double flow_of(const struct block *b) { return b->flow; }

static bool range_of(const struct optimal_task *t, const struct found *f, double (*value)(const struct block *), double out[2])
{
	double *v = calloc((size_t)t->blocks + 1, sizeof *v);
	size_t n = 0;

	for (int i = 0; v && i < t->blocks; i++)
		if (f->at[i] == f->chosen && isfinite(value(&t->block[i])))
			v[n++] = value(&t->block[i]);
	if (v) {
		out[0] = stats_quantile(v, n, .1);
		out[1] = stats_quantile(v, n, .9);
	}
	free(v);
	return v != NULL;
}

/* Means over all blocks: what was done where no points can be told apart. */
static struct optimal_setting mean_of(const struct optimal_task *t)
{
	struct optimal_setting s = { 0 };

	for (int i = 0; i < t->blocks; i++) {
		const struct block *b = &t->block[i];
		s.wob += b->wob / t->blocks;
		s.rpm += b->rpm / t->blocks;
		s.flow += b->flow / t->blocks;
		s.rop += b->rop / t->blocks;
		s.mse += b->mse / t->blocks;
	}
	return t->blocks ? s : optimal_mean(&t->rows, -INFINITY);
}

/* The point that a setting belongs to: the nearest whose mean is within a step; NULL when none is. */
static const struct found_point *point_of(const struct optimal_task *t, const struct found *f, const struct optimal_setting *s)
{
	const struct found_point *nearest = NULL;
	double least = 1;

	for (int a = 0; a < f->points; a++) {
		const struct found_point *p = &f->point[a];
		double flow = isfinite(t->steps.flow) ? fabs(p->flow - s->flow) / t->steps.flow : 0;
		double away = fmax(fmax(fabs(p->wob - s->wob) / t->steps.wob, fabs(p->rpm - s->rpm) / t->steps.rpm), flow);

		if (isfinite(s->wob) && isfinite(s->rpm) && away <= least) {
			least = away;
			nearest = p;
		}
	}
	return nearest;
}

static void put_gain(const struct gain *g, double *shrunk, double ci[2])
{
	*shrunk = g->shrunk;
	ci[0] = g->low;
	ci[1] = g->high;
}

/* A point that is the only one is worse than none. */
static void list_points(const struct optimal_task *t, const struct found *f, struct optimal *o)
{
	for (int a = 0; a < f->points && o->n_points < (int)(sizeof o->point / sizeof *o->point); a++) {
		const struct found_point *p = &f->point[a];

		o->point[o->n_points++] = (struct optimal_point){ p->wob, p->rpm, p->flow, f->points > 1 && p->high < 0,
			p->beaten, p->rop, t->bit_changed ? (double)NAN : p->mse, p->score, p->blocks * t->block_s, p->visits };
	}
}

static bool describe(const struct optimal_task *t, const struct found *f, struct optimal *o)
{
	const struct found_point *p = &f->point[f->chosen];
	const struct block *medoid = &t->block[p->medoid];
	const struct found_point *present = point_of(t, f, &t->now);

	o->best = (struct optimal_setting){ medoid->wob, medoid->rpm, medoid->flow, p->rop, p->mse };
	o->efficiency = f->efficiency;
	o->score = p->score;
	o->visits = p->visits;
	o->n_eff = f->n_eff;
	put_gain(&f->rop, &o->gain_rop, o->gain_rop_ci);
	put_gain(&f->mse, &o->gain_mse, o->gain_mse_ci);
	if (present)
		o->gain_now = expm1(p->log_rop - present->log_rop);
	return range_of(t, f, wob_of, o->range.wob) && range_of(t, f, rpm_of, o->range.rpm) &&
		range_of(t, f, flow_of, o->range.flow);
}

/* What forbids the chosen point: its settings as they would be set, its means as they were measured. */
static const char *forbidden(const struct optimal_task *t, const struct found *f, const struct optimal *o)
{
	const struct found_point *p = &f->point[f->chosen];
	struct limit_values v = { o->best.wob, t->slide ? (double)NAN : o->best.rpm, o->best.flow, p->torque, p->spp, p->diff };

	return limit_forbids(&t->limits, &v);
}

static void judge(const struct optimal_task *t, const struct found *f, struct optimal *o)
{
	static const char *const aims[] = { NULL, "faster", "same_rop_less_energy" };
	const struct optimal_setting *present = isfinite(t->now.wob) ? &t->now : &o->practice;
	const char *forbids = forbidden(t, f, o);

	o->aim = aims[f->aim];
	o->strict = f->strict;
	o->limited_by = limit_name(f->limit);
	if (t->bit_changed)
		o->limited_by = "bit_changed";
	else if (f->limit != LIMIT_ROP_HELD && f->claim && forbids)
		o->limited_by = forbids;
	else if (f->verdict == FIND_RECOMMEND && !optimal_differs(&o->best, present))
		o->limited_by = "at_best";
	else if (f->verdict == FIND_RECOMMEND && !t->plug_abandonment && o->gain_now < SLOWER)
		o->limited_by = "slower_than_now";
	o->verdict = f->verdict == FIND_RECOMMEND && !o->limited_by ? VERDICT_RECOMMEND : VERDICT_HOLD;
}

/* Strong needs the best point and another one drilled at least twice; what is claimed but may not be advised is some. */
static enum optimal_evidence evidence(const struct found *f, const struct optimal *o)
{
	bool other = false;

	for (int a = 0; a < f->points; a++)
		other = other || (a != f->chosen && f->point[a].visits >= LEAST_VISITS);
	if (o->verdict == VERDICT_RECOMMEND)
		return other && f->point[f->chosen].visits >= LEAST_VISITS ? EVIDENCE_STRONG : EVIDENCE_SOME;
	return f->claim && f->limit != LIMIT_ROP_HELD && f->limit != LIMIT_NO_GAIN && f->limit != LIMIT_UNSTEADY ?
		EVIDENCE_SOME : EVIDENCE_NONE;
}

/* The setting of the last blocks at any of the points, which `now` may mix with the one before; practice without points. */
static struct trial_setting last_setting(const struct optimal_task *t, const struct found *f, const struct optimal *o)
{
	struct trial_setting sum = { 0 };
	int n = 0, last = t->blocks - 1;

	while (last >= 0 && f->at[last] < 0)
		last--;
	if (last < 0 || f->points == 0)
		return (struct trial_setting){ o->practice.wob, o->practice.rpm, o->practice.flow };
	for (int i = last; i >= 0 && f->at[i] == f->at[last]; i--) {
		sum.wob += t->block[i].wob;
		sum.rpm += t->block[i].rpm;
		sum.flow += t->block[i].flow;
		n++;
	}
	return (struct trial_setting){ sum.wob / n, sum.rpm / n, sum.flow / n };
}

static void suggest(const struct optimal_task *t, const struct found *f, struct optimal *o)
{
	struct trial *trial = &o->trial;

	trial->a = last_setting(t, f, o);
	trial->rop_held = f->rop_held_share >= .5;
	if (o->verdict == VERDICT_INSUFFICIENT_VARIATION) {
		o->has_trial = trial_step(&trial->a, &t->steps, &t->limits, t->slide, &trial->b);
	} else {
		struct optimal_setting present = { trial->a.wob, trial->a.rpm, trial->a.flow, NAN, NAN };

		trial->repeats = true;
		trial->b = (struct trial_setting){ o->best.wob, o->best.rpm, o->best.flow };
		o->has_trial = optimal_differs(&o->best, &present) ||
			trial_step(&trial->b, &t->steps, &t->limits, t->slide, &trial->a);
	}
	trial->minutes_10 = trial_minutes(&f->rop.noise, t->block_s, .10);
	trial->minutes_20 = trial_minutes(&f->rop.noise, t->block_s, .20);
}

static bool advise(const struct optimal_task *t, const struct found *f, struct optimal *o)
{
	o->blocks = f->blocks;
	o->points = f->points;
	o->reference_mse = t->bit_changed ? (double)NAN : f->reference_mse;
	o->evidence = EVIDENCE_NONE;
	founder_find(t->block, t->blocks, &o->founder);
	o->practice = f->points > 0 ? (struct optimal_setting){ f->practice.wob, f->practice.rpm, f->practice.flow,
		f->practice.rop, f->practice.mse } : mean_of(t);
	list_points(t, f, o);
	if (f->verdict == FIND_FEW_BLOCKS) {
		o->verdict = VERDICT_INSUFFICIENT_BLOCKS;
		return true;
	}
	if (f->verdict == FIND_NO_VARIATION) {
		o->verdict = VERDICT_INSUFFICIENT_VARIATION;
		o->limited_by = t->bit_changed ? "bit_changed" : NULL;
		suggest(t, f, o);
		return true;
	}
	if (!describe(t, f, o))
		return false;
	judge(t, f, o);
	if (t->bit_changed)
		o->best.mse = o->practice.mse = NAN;    /* of a diameter that may be another */
	o->evidence = evidence(f, o);
	if (o->limited_by && !strcmp(o->limited_by, limit_name(LIMIT_DRILLED_ONCE)))
		suggest(t, f, o);
	return true;
}

bool points_advise(const struct optimal_task *t, struct optimal *o)
{
	struct find_rules rules = { .rop_weight = t->weights.rop, .efficiency_weight = t->weights.efficiency,
		.strict_alpha = OPTIMAL_STRICT_ALPHA, .plug_abandonment = t->plug_abandonment, .plain = t->plain,
		.drift_by_depth = true, .reference_mse = t->bit_changed ? (double)NAN : t->reference_mse, .steps = t->steps,
		.standing = { t->standing.wob, t->standing.rpm, t->standing.flow } };
	struct found f;
	bool fine;

	*o = optimal_nothing(t->seconds);
	o->evidence = EVIDENCE_NONE;
	o->now = t->now;
	o->blocks = t->blocks;
	if (!(t->seconds >= COMPOSITE_LEAST_S * (1 - 1e-9))) {
		o->practice = mean_of(t);
		return true;
	}
	if (find_optimum(t->block, t->blocks, &rules, &f) < 0)
		return false;
	fine = advise(t, &f, o);
	found_free(&f);
	return fine;
}
