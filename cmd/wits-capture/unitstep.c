/* unitstep.c - steps by a unit's factor; see unitstep.h. */
#include "unitstep.h"

#include <math.h>
#include <string.h>

#include "stats.h"

enum { RING = 2 * STEP_SIDE, UNITS = 5 };
enum witness { W_RPM, W_STROKES, W_FLOW, W_SPP, W_TORQUE, W_WOB, W_HOOKLOAD };
enum state { ANY, PUMPING, DRILLING };

static const double RATIO = 0.03, ROP_RATIO = 0.2;      /* how near to the units' ratio, in ln */
static const double NEAR_ONE = 1.25, OVER_BREAK = 2;    /* least ratio that is judged; over a connection */
static const double WITHIN = 0.3, SHARE = 0.9;
static const double ROP_OFF = 0.5, HOUR = 3600;
static const double LOW_TORQUE = 1;   /* kft.lbf; less is noise */
static const double BREAK_S = 1800;
static const double BLOCK_SPEED = 10, BLOCK_NOISE = 10; /* ft/s, ft */

const enum channel step_channel[STEP_CHANNELS] = {
	CH_WOB, CH_HOOKLOAD, CH_TORQUE, CH_ROP, CH_SPP, CH_FLOW_IN, CH_MUD_IN, CH_TANK, CH_BLOCK
};
enum { K_WOB, K_HOOKLOAD, K_TORQUE, K_ROP, K_SPP, K_FLOW, K_MUD, K_TANK, K_BLOCK };

/* Units that EDRs are set to, the common first; what the rows must be; how long a row may be from the next. */
static const struct { enum state state; double gap_s; bool over_break; const char *unit[UNITS]; } kind[STEP_CHANNELS] = {
	[K_WOB] = { DRILLING, 30, true, { "klbf", "kdan", "kkgf", "kn", "lbf" } },
	[K_HOOKLOAD] = { DRILLING, 30, true, { "klbf", "kdan", "kkgf", "kn", "lbf" } },
	[K_TORQUE] = { DRILLING, 30, true, { "kft_lbf", "kn_m", "ft_lbf", "n_m", NULL } },
	[K_ROP] = { DRILLING, 30, true, { "ft_h", "m_h", "ft_min", "m_min", NULL } },
	[K_SPP] = { PUMPING, 30, true, { "psi", "kpa", "bar", "mpa", NULL } },
	[K_FLOW] = { PUMPING, 30, true, { "gpm", "l_min", "l_s", "m3_min", "bbl_min" } },
	[K_MUD] = { ANY, 120, false, { "ppg", "sg", "kg_m3", "pcf", NULL } },
	[K_TANK] = { ANY, 120, false, { "bbl", "m3", "gal", "l", "ft3" } },
	[K_BLOCK] = { ANY, 30, false, { "ft", "m", NULL } },
};

void step_clear(struct unit_step *s)
{
	for (int k = 0; k < STEP_CHANNELS; k++) {
		s->run[k].n = 0;
		s->run[k].has_prior = false;
	}
	s->hole = -HUGE_VAL;
	s->hole_ts = NAN;
}

/* The ratio of two units next to r, of those that are apart at least by `least`; false when none is within `tolerance`. */
static bool find_ratio(int k, double r, double least, double tolerance, struct step_found *f)
{
	enum quantity q = channel_table[step_channel[k]].quantity;
	double best = tolerance;

	for (int a = 0; a < UNITS && kind[k].unit[a]; a++)
		for (int b = 0; b < UNITS && kind[k].unit[b]; b++) {
			const struct unit *u = unit_by_suffix(kind[k].unit[a], strlen(kind[k].unit[a]), q);
			const struct unit *v = unit_by_suffix(kind[k].unit[b], strlen(kind[k].unit[b]), q);
			double ratio = (u->factor / u->divisor) / (v->factor / v->divisor), off = fabs(log(r / ratio));

			if (fmax(ratio, 1 / ratio) < least || off >= best)
				continue;
			best = off;
			f->factor = ratio;
			f->from = u->suffix;
			f->to = v->suffix;
		}
	return best < tolerance;
}

static const struct step_row *row_at(const struct step_run *r, unsigned back)
{
	return &r->row[(r->n - 1 - back) % RING];
}

/* One side, oldest first. */
struct side { struct step_row row[STEP_SIDE]; };

static void newest(const struct step_run *r, unsigned skip, struct side *s)
{
	for (unsigned i = 0; i < STEP_SIDE; i++)
		s->row[i] = *row_at(r, skip + STEP_SIDE - 1 - i);
}

static double median_of(const struct side *s, int witness)
{
	double v[STEP_SIDE];
	size_t n = 0;

	for (int i = 0; i < STEP_SIDE; i++) {
		float x = witness < 0 ? s->row[i].value : s->row[i].witness[witness];
		if (!isnan(x))
			v[n++] = x;
	}
	return n < STEP_SIDE / 3 ? NAN : stats_median(v, n);
}

static bool is_steady(const struct side *s, double median, double part)
{
	int within = 0;

	for (int i = 0; i < STEP_SIDE; i++)
		within += fabs(s->row[i].value - median) <= part * median;
	return within >= SHARE * STEP_SIDE;
}

/* The change is there from one row to the next: the rows next to it are each on their own side of the middle. */
static bool is_sharp(const struct side *before, const struct side *after, double m0, double m1)
{
	double middle = sqrt(m0 * m1);
	bool up = m1 > m0;

	for (int i = 0; i < 5; i++)
		if ((before->row[STEP_SIDE - 1 - i].value < middle) != up || (after->row[i].value > middle) != up)
			return false;
	return true;
}

static double rate(const struct side *s)
{
	return (s->row[STEP_SIDE - 1].hole - s->row[0].hole) / (s->row[STEP_SIDE - 1].ts - s->row[0].ts);
}

/* ROP that is what the depth says: one that is frozen or of another unit is not. */
static bool is_rop(const struct side *s, double rop)
{
	return fabs(log(rop / (rate(s) * HOUR))) <= log1p(ROP_OFF);
}

static bool same_rate(const struct side *before, const struct side *after, double tolerance)
{
	double a = rate(before), b = rate(after);

	return a > 0 && b > 0 && fabs(log(b / a)) <= log1p(tolerance);
}

/* Which channel of step_channel a witness is; -1: none, it has no unit. */
static int channel_of(enum witness w)
{
	static const int k[STEP_WITNESSES] = { -1, -1, K_FLOW, K_SPP, K_TORQUE, K_WOB, K_HOOKLOAD };

	return k[w];
}

enum verdict { ABSENT, SAME, STEPPED, OTHER };

static enum verdict ask(const struct side *before, const struct side *after, enum witness w, double tolerance, double absolute)
{
	double a = median_of(before, (int)w), b = median_of(after, (int)w);
	struct step_found f;

	if (isnan(a) || isnan(b))
		return ABSENT;
	if (fabs(b - a) <= fmax(tolerance * fmax(fabs(a), fabs(b)), absolute))
		return SAME;
	if (channel_of(w) >= 0 && a > 0 && b > 0 && find_ratio(channel_of(w), b / a, NEAR_ONE, 1.5 * RATIO, &f))
		return STEPPED;
	return OTHER;
}

static bool witnesses_agree(int k, const struct side *before, const struct side *after, double m0, double m1)
{
	double weight = fmin(m0, m1) / 3;       /* klbf at most, of a change of WOB in either unit */
	enum verdict rpm = ask(before, after, W_RPM, 0.05, 3), strokes = ask(before, after, W_STROKES, 0.05, 2);
	enum verdict flow = k == K_FLOW ? STEPPED : ask(before, after, W_FLOW, 0.05, 5);
	enum verdict spp = k == K_SPP ? STEPPED : ask(before, after, W_SPP, 0.1, 50);
	enum verdict torque = k == K_TORQUE ? SAME : ask(before, after, W_TORQUE, 0.2, 0.3);
	enum verdict wob = k == K_WOB ? SAME : ask(before, after, W_WOB, 0.15, 1.5);
	enum verdict load = k == K_HOOKLOAD ? SAME : ask(before, after, W_HOOKLOAD, 0.02, fmin(3, weight));
	bool weights = torque == STEPPED || wob == STEPPED || load == STEPPED;

	if (kind[k].state == ANY)
		return true;
	if ((rpm == OTHER && kind[k].state == DRILLING) || strokes == OTHER || flow == OTHER || spp == OTHER)
		return false;
	if (flow == STEPPED && spp == STEPPED && strokes != SAME && !weights)
		return false;
	if ((k == K_SPP && flow == ABSENT && strokes == ABSENT) || (k == K_FLOW && spp == ABSENT && strokes == ABSENT))
		return false;
	if (kind[k].state == PUMPING)
		return true;
	if (torque == OTHER || wob == OTHER || load == OTHER)
		return false;
	/* Weight that really went is seen in the hookload or felt in the torque. */
	return k != K_WOB || load != ABSENT || torque != ABSENT;
}

static bool compare(int k, const struct side *before, const struct side *after, bool sharp, bool back, struct step_found *f)
{
	double m0 = median_of(before, -1), m1 = median_of(after, -1), part;

	if (!(m0 > 0) || !(m1 > 0))
		return false;
	if (!find_ratio(k, m1 / m0, sharp ? NEAR_ONE : OVER_BREAK, k == K_ROP ? ROP_RATIO : RATIO, f))
		return false;
	part = fmin(WITHIN, fabs(log(f->factor)) / 3);
	if (!is_steady(before, m0, part) || !is_steady(after, m1, part) || (sharp && !is_sharp(before, after, m0, m1)))
		return false;
	if (k == K_TORQUE && fmax(m0, m1) < LOW_TORQUE)
		return false;
	if (k == K_ROP && !(back ? is_rop(after, m1) : is_rop(before, m0)))
		return false;
	if (kind[k].state == DRILLING && !same_rate(before, after, k == K_ROP ? 0.25 : 0.35))
		return false;
	if (!witnesses_agree(k, before, after, m0, m1))
		return false;
	f->k = k;
	f->before = m0;
	f->after = m1;
	f->ts = after->row[0].ts;
	return true;
}

/* Cheap: whether the rows next to the middle of the ring differ at all. */
static bool may_step(const struct step_run *r)
{
	double a = 0, b = 0;

	for (unsigned i = 0; i < 3; i++) {
		a += (double)row_at(r, STEP_SIDE + i)->value;
		b += (double)row_at(r, STEP_SIDE - 1 - i)->value;
	}
	return a > 0 && b > 0 && !(b < 1.15 * a && a < 1.15 * b);
}

/* Jumps of the block are where they are: no medians, for it moves all the time. */
static bool block_jumped(const struct step_run *r, struct step_found *f)
{
	const struct step_row *a = row_at(r, STEP_SIDE), *b = row_at(r, STEP_SIDE - 1);
	double way = BLOCK_SPEED * (b->ts - a->ts), before = (double)a->value, after = (double)b->value;

	if (!(before > 0) || !(after > 0) || fabs(after - before) < BLOCK_NOISE + way ||
	    !find_ratio(K_BLOCK, after / before, NEAR_ONE, 0.01 + way / 4 / before, f))
		return false;
	for (unsigned i = 0; i < RING - 1; i++) {
		const struct step_row *u = row_at(r, i + 1), *v = row_at(r, i);
		if (i != STEP_SIDE - 1 && fabsf(v->value - u->value) > BLOCK_NOISE / 2 + BLOCK_SPEED * (v->ts - u->ts))
			return false;
	}
	f->k = K_BLOCK;
	f->before = before;
	f->after = after;
	f->ts = b->ts;
	return true;
}

static bool has_stepped(int k, struct step_run *r, bool back, struct step_found *f)
{
	struct side before, after;

	if (r->n >= RING && k == K_BLOCK)
		return block_jumped(r, f);
	if (r->n >= RING && may_step(r)) {
		newest(r, STEP_SIDE, &before);
		newest(r, 0, &after);
		return compare(k, &before, &after, true, back, f);
	}
	if (r->n != STEP_SKIP + STEP_SIDE || !r->has_prior)
		return false;
	memcpy(before.row, r->prior, sizeof before.row);
	newest(r, 0, &after);
	return after.row[0].ts - before.row[STEP_SIDE - 1].ts <= BREAK_S && compare(k, &before, &after, false, back, f);
}

/* A run ends: its last rows are what the next is held against, of drilling those up to the last that deepened the hole. */
static void end_run(int k, struct step_run *r)
{
	struct side s;
	unsigned skip = 0;

	while (kind[k].state == DRILLING && skip < STEP_SIDE && skip + 1 < r->n &&
	       !(row_at(r, skip + 1)->hole < row_at(r, skip)->hole))
		skip++;
	if (kind[k].over_break && r->n >= STEP_SIDE + skip) {
		newest(r, skip, &s);
		memcpy(r->prior, s.row, sizeof r->prior);
		r->has_prior = true;
	}
	r->n = 0;
}

static enum state state_of(struct unit_step *s, double ts, const double *v)
{
	double strokes = fmax(0, v[CH_SPM1]) + fmax(0, v[CH_SPM2]) + fmax(0, v[CH_SPM3]);
	bool pumps = v[CH_FLOW_IN] > 13 || v[CH_SPP] > 100 || strokes > 5;

	if (v[CH_HOLE_DEPTH] > s->hole || !(fabs(ts - s->hole_ts) < 3600)) {
		s->hole = v[CH_HOLE_DEPTH];
		s->hole_ts = isnan(s->hole) ? NAN : ts;
	}
	if (pumps && ts - s->hole_ts < 60 && !(v[CH_HOLE_DEPTH] - v[CH_BIT_DEPTH] > 3))
		return DRILLING;
	return pumps ? PUMPING : ANY;
}

int step_add(struct unit_step *s, double ts, const double value[CHANNELS], struct step_found *found)
{
	enum state state = state_of(s, ts, value);
	double strokes = fmax(fmax(value[CH_SPM1], 0) + fmax(value[CH_SPM2], 0) + fmax(value[CH_SPM3], 0), 0);
	bool any = isfinite(value[CH_SPM1]) || isfinite(value[CH_SPM2]) || isfinite(value[CH_SPM3]);
	const double witness[STEP_WITNESSES] = { value[CH_RPM], any ? strokes : NAN, value[CH_FLOW_IN], value[CH_SPP],
		value[CH_TORQUE], value[CH_WOB], value[CH_HOOKLOAD] };
	int n = 0;

	for (int k = 0; k < STEP_CHANNELS; k++) {
		struct step_run *r = &s->run[k];
		double v = value[step_channel[k]];

		if (isnan(v) && state >= kind[k].state)
			continue;
		if (r->n > 0 && (state < kind[k].state || !(ts > row_at(r, 0)->ts) || ts - row_at(r, 0)->ts > kind[k].gap_s))
			end_run(k, r);
		if (state < kind[k].state)
			continue;
		struct step_row *row = &r->row[r->n % RING];
		*row = (struct step_row){ .ts = ts, .hole = value[CH_HOLE_DEPTH], .value = (float)v };
		for (int w = 0; w < STEP_WITNESSES; w++)
			row->witness[w] = (float)witness[w];
		if (++r->n >= 1u << 30)
			r->n -= RING << 20;
		n += has_stepped(k, r, s->off[k], &found[n]);
	}
	return n;
}
