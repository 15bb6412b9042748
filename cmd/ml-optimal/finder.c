/* finder.c - the best operating point that was really drilled; see finder.h. */
#include "finder.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "score.h"

enum { LEAST_BLOCKS = 12, LEAST_AT_POINT = 4 };
static const double ALPHA = .05;        /* one side, shared by the points (Bonferroni) */
enum { ONE_SLOPE = 120, SPANS = 12 };   /* blocks that one slope of drift serves in any case; most slopes */

/* What the steps of one search share. y and score are per kept block; keep[] maps them to blocks. */
struct search {
	const struct block *block;
	int n;
	const struct find_rules *rules;
	struct points points;
	double *efficiency, *score, *scratch;
	int *keep, kept;
	long *k;
	int *at;                        /* point (0..points-1) of each kept block */
	double *drift;
	struct design design;
};

/* Keeps the points of enough blocks; fills f->point and the design. */
static bool choose_points(struct search *s, struct found *f)
{
	int *count = calloc((size_t)s->points.points + 1, sizeof *count), *place;

	if (!count)
		return false;
	for (int i = 0; i < s->n; i++)
		count[s->points.point[i]]++;
	place = calloc((size_t)s->points.points + 1, sizeof *place);
	f->point = calloc((size_t)s->points.points + 1, sizeof *f->point);
	if (!place || !f->point) {
		free(count);
		free(place);
		return false;
	}
	for (int p = 0; p < s->points.points; p++) {
		place[p] = -1;
		if (count[p] < LEAST_AT_POINT)
			continue;
		place[p] = f->points;
		f->point[f->points++] = (struct found_point){ .id = p, .blocks = count[p],
			.visits = s->points.point_visits[p],
			.medoid = point_medoid(s->block, &s->points, p, &s->rules->steps) };
	}
	for (int i = 0; i < s->n; i++) {
		f->at[i] = place[s->points.point[i]];
		if (f->at[i] >= 0) {
			s->keep[s->kept] = i;
			s->k[s->kept] = s->block[i].k;
			s->at[s->kept++] = f->at[i];
		}
	}
	free(count);
	free(place);
	return true;
}

/* The drift terms of each kept block: z, centred and over its range, and a bend of it at the end of each hour of blocks but the
 * last, so that what the rock does may change its course. False without z. */
static bool set_drift_by(struct search *s, bool by_depth, int spans)
{
	double low = HUGE_VAL, high = -HUGE_VAL, mean = 0;

	for (int i = 0; i < s->kept; i++) {
		double z = by_depth ? s->block[s->keep[i]].depth : (double)s->k[i];

		if (!isfinite(z))
			return false;
		s->drift[i * spans] = z;
		low = fmin(low, z);
		high = fmax(high, z);
		mean += z / s->kept;
	}
	if (!(high > low))
		return false;
	for (int i = 0; i < s->kept; i++)
		s->drift[i * spans] = (s->drift[i * spans] - mean) / (high - low);
	for (int q = 1; q < spans; q++) {
		double bend = s->drift[(int)((long)q * s->kept / spans) * spans];

		for (int i = 0; i < s->kept; i++)
			s->drift[i * spans + q] = fmax(0, s->drift[i * spans] - bend);
	}
	return true;
}

/* How long the kept blocks drilled, h: a block is as long as the grid says. */
static double drilled_hours(const struct search *s)
{
	const struct block *first = &s->block[s->keep[0]], *last = &s->block[s->keep[s->kept - 1]];

	return s->kept * (last->ts - first->ts) / (double)(last->k - first->k) / 3600;
}

/* Depth where it serves, else the block's place; with bends where they can be told from the points. */
static void set_design(struct search *s, const struct found *f)
{
	int spans = s->kept <= ONE_SLOPE ? 1 : (int)lround(drilled_hours(s));

	spans = spans < 1 ? 1 : spans > SPANS ? SPANS : spans;
	s->design = (struct design){ s->kept, f->points, s->k, s->at, s->drift, 0 };
	if (s->rules->plain)
		return;
	const struct { bool by_depth; int spans; } forms[] = { { true, spans }, { false, spans }, { true, 1 }, { false, 1 } };
	for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
		if ((forms[k].by_depth && !s->rules->drift_by_depth) || !set_drift_by(s, forms[k].by_depth, forms[k].spans))
			continue;
		s->design.drifts = forms[k].spans;
		if (contrast_posed(&s->design))
			return;
	}
	s->design.drifts = 0;
}

static void describe_points(struct search *s, struct found *f)
{
	for (int i = 0; i < s->kept; i++) {
		const struct block *b = &s->block[s->keep[i]];
		struct found_point *p = &f->point[s->at[i]];
		p->wob += b->wob / p->blocks;
		p->rpm += b->rpm / p->blocks;
		p->flow += b->flow / p->blocks;
		p->rop += b->rop / p->blocks;
		p->mse += b->mse / p->blocks;
		p->torque += b->torque / p->blocks;
		p->spp += b->spp / p->blocks;
		p->diff += b->diff / p->blocks;
		p->score += s->score[s->keep[i]] / p->blocks;
		f->practice.wob += b->wob / s->kept;
		f->practice.rpm += b->rpm / s->kept;
		f->practice.flow += b->flow / s->kept;
		f->practice.rop += b->rop / s->kept;
		f->practice.mse += b->mse / s->kept;
	}
}

static bool analyse(struct search *s, double (*value)(const struct search *, int), struct contrast *c)
{
	for (int i = 0; i < s->kept; i++)
		s->scratch[i] = value(s, s->keep[i]);
	return contrast_find(&s->design, s->scratch, c) == 0;
}

static double value_score(const struct search *s, int i) { return s->score[i]; }
static double value_log_rop(const struct search *s, int i) { return log(s->block[i].rop); }
static double value_log_mse(const struct search *s, int i) { return log(s->block[i].mse); }

static double half_width(double alpha, int points, double df, double variance)
{
	return gsl_cdf_tdist_Pinv(1 - alpha / points, df) * sqrt(variance);
}

/* strict: the gain's lower and upper end at strict_alpha. */
static bool find_gain(struct search *s, struct found *f, double (*value)(const struct search *, int), struct gain *gain,
	double strict[2])
{
	struct contrast c;
	int chosen = f->chosen;

	if (!analyse(s, value, &c))
		return false;
	double theta = c.theta[chosen], half = half_width(ALPHA, c.points, c.df, c.variance[chosen]);
	*gain = (struct gain){ expm1(theta), expm1(c.shrink[chosen] * theta), expm1(theta - half), expm1(theta + half),
		c.n_eff, c.df, c.tau2, c.noise };
	half = half_width(s->rules->strict_alpha, c.points, c.df, c.variance[chosen]);
	strict[0] = expm1(theta - half);
	strict[1] = expm1(theta + half);
	for (int a = 0; value == value_log_rop && a < f->points; a++)
		f->point[a].log_rop = c.shrink[a] * c.theta[a];
	contrast_free(&c);
	return true;
}

/* Fills what each point is against practice; returns the one with the best lower bound. */
static int rank_points(struct found *f, const struct contrast *c)
{
	double quarter = gsl_cdf_tdist_Pinv(.75, c->df);
	int best = 0;

	for (int a = 0; a < f->points; a++) {
		struct found_point *p = &f->point[a];
		p->theta = c->theta[a];
		p->variance = c->variance[a];
		p->shrink = c->shrink[a];
		p->high = c->theta[a] + half_width(ALPHA, f->points, c->df, c->variance[a]);
		p->bound = c->shrink[a] * c->theta[a] - quarter * sqrt(c->shrink[a] * c->variance[a]);
		if (p->bound > f->point[best].bound)
			best = a;
	}
	return best;
}

static bool beats(const struct contrast *c, int a, int b)
{
	const double *v = c->covariance;
	int k = c->points;
	double apart = fmax(v[a * k + a] - 2 * v[a * k + b] + v[b * k + b], 0);

	return a != b && c->theta[a] - c->theta[b] > half_width(ALPHA, k, c->df, apart);
}

/* The point of the advice that stands, if it is to be kept; else `best`. */
static int keep_standing(const struct search *s, const struct found *f, const struct contrast *c, int best)
{
	const struct point_steps *steps = &s->rules->steps;

	for (int a = 0; s->rules->standing.wob > 0 && a < f->points; a++) {
		const struct found_point *p = &f->point[a];
		if (fabs(p->wob - s->rules->standing.wob) <= steps->wob / 2 &&
		    fabs(p->rpm - s->rules->standing.rpm) <= steps->rpm / 2 &&
		    !(isfinite(steps->flow) && fabs(p->flow - s->rules->standing.flow) > steps->flow / 2) && !beats(c, best, a) &&
		    p->theta > half_width(ALPHA, f->points, c->df, p->variance))
			return a;
	}
	return best;
}

static int most_drilled(const struct found *f)
{
	int most = 0;

	for (int a = 1; a < f->points; a++)
		if (f->point[a].blocks > f->point[most].blocks)
			most = a;
	return most;
}

static bool choose(struct search *s, struct found *f)
{
	struct contrast c;

	if (!analyse(s, value_score, &c))
		return false;
	f->chosen = rank_points(f, &c);
	f->chosen = c.tau2 <= 0 ? most_drilled(f) : keep_standing(s, f, &c, f->chosen);
	double variance = c.variance[f->chosen], half = half_width(ALPHA, f->points, c.df, variance);
	for (int a = 0; a < f->points; a++)
		f->point[a].beaten = beats(&c, f->chosen, a);
	f->gain_score = c.theta[f->chosen];
	f->gain_low = f->gain_score - half;
	f->gain_high = f->gain_score + half;
	f->claim = f->gain_low > 0 && (s->rules->plain || c.tau2 > 0);
	f->strict = f->claim && f->gain_score > half_width(s->rules->strict_alpha, f->points, c.df, variance);
	f->tau2 = c.tau2;
	f->n_eff = c.n_eff;
	f->df = c.df;
	f->noise = c.noise;
	contrast_free(&c);
	return true;
}

/* Clearly less: a quarter above practice, and by more than sensors stray. */
static bool varies_more(double at_point, double in_practice)
{
	return at_point > 1.25 * in_practice && at_point > .05;         /* false where a channel is absent: NAN */
}

static bool less_steady(const struct search *s, int chosen)
{
	double torque = 0, spp = 0, all_torque = 0, all_spp = 0;
	int n = 0;

	for (int i = 0; i < s->kept; i++) {
		const struct block *b = &s->block[s->keep[i]];
		all_torque += b->torque_cv / s->kept;
		all_spp += b->spp_cv / s->kept;
		if (s->at[i] != chosen)
			continue;
		torque += b->torque_cv;
		spp += b->spp_cv;
		n++;
	}
	return varies_more(torque / n, all_torque) || varies_more(spp / n, all_spp);
}

static enum find_aim aim_of(double rop_low, double mse_high)
{
	if (rop_low > 0)
		return AIM_FASTER;
	return rop_low >= -.03 && mse_high < 0 ? AIM_LESS_ENERGY : AIM_NONE;
}

static void judge(const struct search *s, struct found *f, const double strict_rop[2], const double strict_mse[2])
{
	f->verdict = f->claim ? FIND_RECOMMEND : FIND_HOLD;
	if (s->rules->plain)
		return;
	if (f->claim)
		f->aim = aim_of(f->rop.low, f->mse.high);
	f->strict = f->strict && aim_of(strict_rop[0], strict_mse[1]) == f->aim;
	if (f->rop_held_share >= .5)
		f->limit = LIMIT_ROP_HELD;
	else if (!f->claim)
		return;
	else if (f->point[f->chosen].visits < 2)
		f->limit = LIMIT_DRILLED_ONCE;
	else if (f->aim == AIM_NONE && !s->rules->plug_abandonment)
		f->limit = LIMIT_NO_GAIN;
	else if (s->rules->plug_abandonment && less_steady(s, f->chosen))
		f->limit = LIMIT_UNSTEADY;
	if (f->limit != LIMIT_NONE)
		f->verdict = FIND_HOLD;
}

static void mean_efficiency(const struct search *s, struct found *f)
{
	for (int i = 0; i < s->kept; i++)
		if (s->at[i] == f->chosen)
			f->efficiency += s->efficiency[s->keep[i]] / f->point[f->chosen].blocks;
}

/* The noise of ln ROP at the only point: what a trial has to overcome. */
static bool find_noise(struct search *s, struct found *f)
{
	struct contrast c;

	if (!analyse(s, value_log_rop, &c))
		return false;
	f->rop.noise = c.noise;
	contrast_free(&c);
	return true;
}

static int search_points(struct search *s, struct found *f)
{
	double strict_rop[2] = { NAN, NAN }, strict_mse[2] = { NAN, NAN };

	score_blocks(s->block, s->n, s->rules, s->efficiency, s->score, s->scratch, &f->reference_mse);
	if (points_find(s->block, s->n, &s->rules->steps, &s->points) < 0 || !choose_points(s, f))
		return -1;
	f->visits = s->points.visits;
	f->rop_held_share = points_rop_held(s->block, &s->points);
	describe_points(s, f);
	if (f->points > 0)
		set_design(s, f);
	if (f->points < 2) {
		f->verdict = FIND_NO_VARIATION;
		return f->points == 0 || find_noise(s, f) ? 0 : -1;
	}
	if (!choose(s, f) || !find_gain(s, f, value_log_rop, &f->rop, strict_rop))
		return -1;
	if (isfinite(f->practice.mse) && !find_gain(s, f, value_log_mse, &f->mse, strict_mse))
		return -1;
	mean_efficiency(s, f);
	judge(s, f, strict_rop, strict_mse);
	return 0;
}

static const struct gain unknown = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, { NAN, NAN, NAN } };

int find_optimum(const struct block *block, int n, const struct find_rules *rules, struct found *f)
{
	size_t size = (size_t)n + 1;
	struct search s = { .block = block, .n = n, .rules = rules };
	int status = -1;

	*f = (struct found){ .verdict = FIND_FEW_BLOCKS, .blocks = n, .chosen = -1, .reference_mse = NAN, .n_eff = NAN,
		.at = calloc(size, sizeof *f->at), .rop = unknown, .mse = unknown };
	if (f->at && n < LEAST_BLOCKS)
		return 0;
	s.efficiency = calloc((4 + SPANS) * size, sizeof *s.efficiency);
	s.keep = calloc(2 * size, sizeof *s.keep);
	s.k = calloc(size, sizeof *s.k);
	if (f->at && s.efficiency && s.keep && s.k) {
		s.score = s.efficiency + size;
		s.scratch = s.efficiency + 2 * size;
		s.drift = s.efficiency + 4 * size;      /* SPANS of each block */
		s.at = s.keep + size;
		status = search_points(&s, f);
	}
	points_free(&s.points);
	free(s.efficiency);
	free(s.keep);
	free(s.k);
	if (status < 0)
		found_free(f);
	return status;
}

void found_free(struct found *f)
{
	free(f->point);
	free(f->at);
	f->point = NULL;
	f->at = NULL;
}
