/* rigstate.c - the rules and the memory of the rig state; see rigstate.h. */
#include "rigstate.h"

#include <math.h>
#include <string.h>
#include <strings.h>

static const double flow_on = 13, flow_off = 7.8;       /* gpm */
static const double flow_sure = 100;                    /* gpm: no trickle */
static const double spp_on = 73, spp_off = 43.8;        /* psi */
static const double spp_working = 200;                  /* psi: what a standpipe reads at least with the pumps on */
static const double spp_samples = 60;                   /* so many say whether it works */
static const double rpm_on = 5, rpm_off = 3, rpm_reckoned = 3;
static const double wob_on = 0.44;                      /* klbf */
static const double rop_on = 3;                         /* ft/h */
static const double bottom_on = 1.5, bottom_off = 2.5;  /* ft */
static const double moving = 0.05, standing = 0.02;     /* ft/s */
static const double slips_part = 1.15;                  /* of the block weight */
static const double connection_s = 1200;
static const double speed_s = 15, gap_s = 60, dwell_s = 10, hole_s = 60;
static const double hole_step = 0.02;                   /* ft: a hole depth's resolution */
static const double hole_back = 0.5;                    /* ft: a hole depth read so much less is a correction, once it lasts */
static const double sample_gap_s = 0.02;                /* samples closer than that add nothing to a speed */

const char *const rig_state_names[RIG_STATES] = {
	"Drilling", "Reaming", "Circulating", "Connection", "TrippingIn", "TrippingOut", "Idle"
};
const char *const rig_activity_names[RIG_ACTIVITIES] = {
	"DRILLING_ROTARY", "DRILLING_SLIDE", "REAMING", "BACKREAMING", "WASHING_IN", "WASHING_OUT", "CIRCULATING",
	"CIRCULATING_ROTATING", "ROTATING_DRY", "CONNECTION", "IN_SLIPS", "TRIPPING_OUT", "TRIPPING_IN", "STATIC", "UNKNOWN"
};

enum rig_state rig_state_of(enum rig_activity activity)
{
	static const enum rig_state state[RIG_ACTIVITIES] = {
		RIG_DRILLING, RIG_DRILLING, RIG_REAMING, RIG_REAMING, RIG_REAMING, RIG_REAMING, RIG_CIRCULATING, RIG_CIRCULATING,
		RIG_CIRCULATING, RIG_CONNECTION, RIG_CONNECTION, RIG_TRIPPING_OUT, RIG_TRIPPING_IN, RIG_IDLE, RIG_IDLE
	};

	return state[activity];
}

enum rig_state rig_state_parse(const char *s, size_t len)
{
	for (int i = 0; i < RIG_STATES; i++)
		if (strlen(rig_state_names[i]) == len && strncasecmp(rig_state_names[i], s, len) == 0)
			return (enum rig_state)i;
	return RIG_STATES;
}

enum rig_activity rig_classify(const struct rig_view *v)
{
	bool up = v->bit_speed <= -moving, down = v->bit_speed >= moving;
	bool advancing = v->deepened || (v->rop >= rop_on && v->bit_speed > 0 && !(v->wob < wob_on));

	/* A string in slips does not turn: rotation seen there is the top drive making up a joint. */
	if (v->slips == RIG_YES && v->pumps == RIG_NO)
		return v->since_bottom <= connection_s ? RIG_CONNECTION_MADE : RIG_IN_SLIPS;
	if (v->on_bottom == RIG_YES && v->pumps != RIG_NO && advancing)
		return v->rotating == RIG_NO ? RIG_DRILLING_SLIDE : RIG_DRILLING_ROTARY;
	if (isnan(v->bit_speed) || v->pumps == RIG_CANNOT_TELL)
		return RIG_UNKNOWN;
	if (v->pumps == RIG_YES && v->rotating == RIG_YES)
		return up ? RIG_BACKREAMING : down ? RIG_REAMING_DOWN : RIG_CIRCULATING_ROTATING;
	if (v->pumps == RIG_YES)
		return up ? RIG_WASHING_OUT : down ? RIG_WASHING_IN : RIG_CIRCULATING_STILL;
	if (v->rotating == RIG_YES)
		return RIG_ROTATING_DRY;
	if (up || down)
		return up ? RIG_PULLING_OUT : RIG_RUNNING_IN;
	return v->slips == RIG_CANNOT_TELL || v->rotating == RIG_CANNOT_TELL ? RIG_UNKNOWN : RIG_STATIC;
}

static void forget(struct rig *r)
{
	r->first = r->n = 0;
	r->pumps = r->rotating = r->on_bottom = RIG_CANNOT_TELL;
	r->in_slips = r->started = false;
}

void rig_init(struct rig *r)
{
	*r = (struct rig){ .last_ts = NAN, .deepest = NAN, .deepest_ts = NAN, .below_since = NAN, .on_bottom_ts = -HUGE_VAL };
	forget(r);
}

static const struct rig_past *past_at(const struct rig *r, int i)
{
	return &r->past[(r->first + i) % RIG_HISTORY];
}

static void remember(struct rig *r, const struct rig_sample *s)
{
	while (r->n > 0 && past_at(r, 0)->ts < s->ts - speed_s) {
		r->first = (r->first + 1) % RIG_HISTORY;
		r->n--;
	}
	if (r->n == RIG_HISTORY || (r->n > 0 && s->ts - past_at(r, r->n - 1)->ts < sample_gap_s))
		return;
	r->past[(r->first + r->n++) % RIG_HISTORY] = (struct rig_past){ s->ts, s->bit, s->block };
}

static double middle(double *v, int n)
{
	for (int i = 1; i < n; i++) {
		double x = v[i];
		int k = i;
		for (; k > 0 && v[k - 1] > x; k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* The median of the slopes between all pairs of at most 10 samples of the last 15 s (Theil 1950, Sen 1968). */
static double speed(const struct rig *r, bool of_block)
{
	enum { POINTS = 10 };
	double t[POINTS], y[POINTS], slope[POINTS * (POINTS - 1) / 2];
	int stride = (r->n + POINTS - 1) / POINTS, points = 0, n = 0;
	bool still = true;

	for (int i = r->n - 1; i >= 0; i -= stride) {
		const struct rig_past *p = past_at(r, i);
		double v = of_block ? p->block : p->bit;
		if (isnan(v))
			continue;
		t[points] = p->ts;
		y[points++] = v;
		still = still && v == y[0];
	}
	if (points < 2)
		return points == 0 ? NAN : 0;
	if (still)
		return 0;
	for (int i = 0; i < points; i++)
		for (int k = i + 1; k < points; k++)
			slope[n++] = (y[i] - y[k]) / (t[i] - t[k]);
	return middle(slope, n);
}

static enum rig_truth toggle(enum rig_truth was, double v, double on, double off)
{
	if (isnan(v))
		return RIG_CANNOT_TELL;
	return v >= on ? RIG_YES : v < off ? RIG_NO : was == RIG_YES ? RIG_YES : RIG_NO;
}

/*
 * Flow decides. Standpipe pressure has a vote once it has shown a working pressure while there was flow: where flow is
 * missing, and against a trickle without pressure, which is a leak or a stroke counter that creeps.
 */
static enum rig_truth pumping(struct rig *r, const struct rig_sample *s)
{
	bool works = 2 * r->spp_high > r->spp_flowing;

	if (s->flow >= flow_sure && isfinite(s->spp)) {
		r->spp_flowing++;
		r->spp_high += s->spp >= spp_working;
	}
	if (isfinite(s->flow)) {
		if (works && r->spp_flowing >= spp_samples && s->flow < flow_sure && s->spp < spp_on)
			return RIG_NO;
		return toggle(r->pumps, s->flow, flow_on, flow_off);
	}
	if (r->spp_flowing > 0 && !works)
		return RIG_CANNOT_TELL;
	return toggle(r->pumps, s->spp, spp_on, spp_off);
}

static enum rig_truth turning(const struct rig *r, const struct rig_sample *s)
{
	if (s->reckoned && isfinite(s->string_rpm))
		return s->string_rpm > rpm_reckoned ? RIG_YES : RIG_NO;
	return toggle(r->rotating, s->string_rpm, rpm_on, rpm_off);
}

static enum rig_truth at_bottom(const struct rig *r, const struct rig_sample *s)
{
	if (!s->has_hole)
		return RIG_CANNOT_TELL;
	if (!s->has_bit)
		return RIG_YES;
	double off = s->hole - s->bit;
	if (isnan(off))
		return RIG_CANNOT_TELL;
	return off <= bottom_on ? RIG_YES : off > bottom_off ? RIG_NO : r->on_bottom == RIG_YES ? RIG_YES : RIG_NO;
}

/* The deepest hole so far. A lower reading that stays for a minute corrects it, so that one spike does not rule for ever. */
static void follow_hole(struct rig *r, double ts, double hole)
{
	if (isnan(hole))
		return;
	if (!(hole <= r->deepest)) {
		r->deepest = hole;
		r->deepest_ts = ts;
		r->below_since = NAN;
	} else if (hole >= r->deepest - hole_back) {
		r->below_since = NAN;
	} else if (isnan(r->below_since)) {
		r->below_since = ts;
	} else if (ts - r->below_since >= hole_s) {
		r->deepest = hole;
		r->below_since = NAN;
	}
}

bool rig_makes_hole(const struct rig *r, double ts, double rop)
{
	double within = rop > 0 ? fmax(hole_s, 3600 * hole_step / rop) : hole_s;

	return ts - r->deepest_ts <= within;
}

static enum rig_truth hanging_in_slips(struct rig *r, const struct rig_sample *s, double bit_speed, bool looks_like_slips)
{
	bool weighed = isfinite(s->hookload) && isfinite(s->block_weight);
	bool light = weighed && s->hookload <= slips_part * s->block_weight;

	if (r->pumps == RIG_YES || fabs(bit_speed) >= moving || (weighed && !light))
		r->in_slips = false;
	else if (looks_like_slips)
		r->in_slips = true;
	if (weighed)
		return light && !(fabs(bit_speed) >= moving) ? RIG_YES : RIG_NO;
	return r->in_slips ? RIG_YES : RIG_CANNOT_TELL;
}

/* A new state holds once it has lasted; it may have begun right after the sample before. */
static void settle(struct rig *r, enum rig_state now, double ts)
{
	if (!r->started) {
		r->started = true;
		r->state = r->pending = now;
	} else if (now == r->state) {
		r->pending = now;
	} else {
		if (now != r->pending) {
			r->pending = now;
			r->pending_ts = r->last_ts;
		}
		if (ts - r->pending_ts >= dwell_s)
			r->state = now;
	}
	r->last_ts = ts;
}

struct rig_result rig_next(struct rig *r, const struct rig_sample *s)
{
	struct rig_view v = { .wob = s->wob, .rop = s->rop };
	struct rig_result result = { .bit_speed = NAN };
	struct rig_sample own = *s;

	if (s->ts - r->last_ts > gap_s)
		forget(r);
	if (!s->has_bit)
		own.bit = s->hole;
	remember(r, &own);
	follow_hole(r, s->ts, s->hole);
	v.pumps = r->pumps = pumping(r, s);
	v.rotating = r->rotating = turning(r, s);
	v.on_bottom = r->on_bottom = at_bottom(r, s);
	/* A gauge that is some klbf low shows no weight while rock is cut: then the hole has to become deeper as one looks. */
	v.deepened = rig_makes_hole(r, s->ts, s->rop);
	if (s->wob < wob_on)
		v.deepened = s->ts - r->deepest_ts <= speed_s && v.on_bottom == RIG_YES && speed(r, false) > -standing;
	if (v.on_bottom == RIG_YES)
		r->on_bottom_ts = s->ts;
	v.since_bottom = s->ts - r->on_bottom_ts;
	bool deepens = v.on_bottom == RIG_YES && v.deepened;
	result.cuts = deepens && v.pumps != RIG_NO;
	result.cuts_dry = deepens && v.pumps == RIG_NO && s->rop >= rop_on;
	v.slips = RIG_NO;
	if (result.cuts) {
		r->in_slips = false;    /* the speeds, which cost something, would decide nothing */
	} else {
		result.bit_speed = v.bit_speed = speed(r, false);
		/* The block cannot leave the bit behind but in slips; rotation is then the top drive's and does not matter. */
		result.looks_like_slips = v.pumps == RIG_NO && fabs(v.bit_speed) < standing && fabs(speed(r, true)) >= moving;
		v.slips = hanging_in_slips(r, s, v.bit_speed, result.looks_like_slips);
	}
	result.activity = rig_classify(&v);
	settle(r, rig_state_of(result.activity), s->ts);
	result.state = r->state;
	result.off_bottom = v.on_bottom == RIG_NO;
	result.on_bottom = v.on_bottom == RIG_YES && v.pumps != RIG_NO;
	result.turns = v.rotating;
	return result;
}
