/* dysfunction.c - the screen of dysfunction.h. */
#include "dysfunction.h"

#include <math.h>
#include <string.h>

const char *const dysfunction_names[DYSFUNCTIONS] = { "torque_instability", "stick_slip", "pack_off", "founder" };

static const double span_s = 5;
static const double longest_step = 3;    /* spans: a longer step is a break */
static const double variation_most = 0.25;      /* of torque over 30 s */
static const double swing_most = 0.5, swing_rpm = 0.2;          /* range over mean of torque, of RPM, over 15 s */
static const double pressure_rise = 1.10, torque_rise = 1.05, same_flow = 0.03, same_flow_out = 1.02;
static const double weight_rise = 1.15, cut_fall = 0.85, same_setting = 0.05;
enum { VARIATION_SPANS = 6, SWING_SPANS = 3, PACK_SPANS = 6, FOUNDER_SPANS = 12, BEFORE_SPANS = 24 };

enum dysfunction dysfunction_parse(const char *s, size_t len)
{
	int k = 0;

	while (k < DYSFUNCTIONS && (strlen(dysfunction_names[k]) != len || memcmp(dysfunction_names[k], s, len) != 0))
		k++;
	return (enum dysfunction)k;
}

void screen_init(struct screen *s)
{
	*s = (struct screen){ .now = NAN };
}

/* The span `back` before the one under way. */
static struct span *span_at(struct screen *s, int back)
{
	return &s->span[(s->at - back + SCREEN_SPANS) % SCREEN_SPANS];
}

static void span_clear(struct span *p)
{
	*p = (struct span){ .torque_low = HUGE_VAL, .torque_high = -HUGE_VAL, .rpm_low = HUGE_VAL, .rpm_high = -HUGE_VAL };
}

/* All of n spans, the last of them `back` before the one under way, as one. */
static struct span join(struct screen *s, int back, int n)
{
	struct span all;

	span_clear(&all);
	for (int i = back; i < back + n; i++) {
		const struct span *p = span_at(s, i);
		all.torque += p->torque;
		all.torque2 += p->torque2;
		all.torque_low = fmin(all.torque_low, p->torque_low);
		all.torque_high = fmax(all.torque_high, p->torque_high);
		all.rpm_low = fmin(all.rpm_low, p->rpm_low);
		all.rpm_high = fmax(all.rpm_high, p->rpm_high);
		all.spp += p->spp;
		all.flow += p->flow;
		all.flow_out += p->flow_out;
		all.wob += p->wob;
		all.rpm += p->rpm;
		all.rop += p->rop;
		all.n += p->n;
	}
	return all;
}

static void note(struct screen *s, enum dysfunction d, bool known, bool seen)
{
	s->known |= known ? 1u << d : 0;
	s->seen |= known && seen ? 1u << d : 0;
}

/* Means are compared as sums a row: a/n against b/m. */
static bool within(double a, int n, double b, int m, double part)
{
	return fabs(a / n - b / m) <= part * fabs(b / m);
}

static void judge_torque(struct screen *s)
{
	struct span p;

	if (s->whole >= VARIATION_SPANS && (p = join(s, 1, VARIATION_SPANS)).n >= 4 && isfinite(p.torque)) {
		double mean = p.torque / p.n, var = (p.torque2 - mean * p.torque) / (p.n - 1);
		note(s, DYSFUNCTION_TORQUE, mean > 0, var >= variation_most * variation_most * mean * mean);
	}
	if (s->whole >= SWING_SPANS && (p = join(s, 1, SWING_SPANS)).n >= SWING_SPANS * (int)span_s && isfinite(p.torque)) {
		double mean = p.torque / p.n, swing = p.torque_high - p.torque_low;
		bool steady = p.rpm_high - p.rpm_low <= swing_rpm * p.rpm / p.n;
		note(s, DYSFUNCTION_STICK_SLIP, mean > 0 && !s->slide, steady && swing >= swing_most * mean);
	}
}

static void judge_change(struct screen *s)
{
	struct span a, b;

	if (s->whole >= BEFORE_SPANS + PACK_SPANS) {
		a = join(s, 1, PACK_SPANS);
		b = join(s, 1 + BEFORE_SPANS, PACK_SPANS);
		bool out = !isfinite(a.flow_out + b.flow_out) || a.flow_out / a.n <= same_flow_out * b.flow_out / b.n;
		note(s, DYSFUNCTION_PACK_OFF, a.n && b.n && isfinite(a.spp + b.spp + a.torque + b.torque + a.flow + b.flow) &&
			b.spp > 0 && b.torque > 0, a.spp / a.n > pressure_rise * b.spp / b.n &&
			a.torque / a.n > torque_rise * b.torque / b.n && within(a.flow, a.n, b.flow, b.n, same_flow) && out);
	}
	if (s->whole >= BEFORE_SPANS + FOUNDER_SPANS) {
		a = join(s, 1, FOUNDER_SPANS);
		b = join(s, 1 + BEFORE_SPANS, FOUNDER_SPANS);
		bool flow = !isfinite(a.flow + b.flow) || within(a.flow, a.n, b.flow, b.n, same_setting);
		note(s, DYSFUNCTION_FOUNDER, a.n && b.n && isfinite(a.wob + b.wob + a.rop + b.rop + a.rpm + b.rpm) && b.wob > 0 &&
			a.rpm > 0 && b.rpm > 0, a.wob / a.n > weight_rise * b.wob / b.n &&
			a.rop / a.rpm < cut_fall * b.rop / b.rpm && within(a.rpm, a.n, b.rpm, b.n, same_setting) && flow);
	}
}

/* Opens the span of a row; the spans between, if any, hold nothing. */
static void advance(struct screen *s, double number)
{
	if (isnan(s->now) || number - s->now > longest_step || number < s->now) {
		s->now = number;
		s->whole = 0;
		s->known = s->seen = 0;
		span_clear(span_at(s, 0));
		return;
	}
	while (s->now < number) {
		s->now++;
		s->at = (s->at + 1) % SCREEN_SPANS;
		span_clear(span_at(s, 0));
		if (s->whole < SCREEN_SPANS - 1)
			s->whole++;
	}
	s->known = s->seen = 0;
	judge_torque(s);
	judge_change(s);
}

void screen_next(struct screen *s, const struct screen_sample *r)
{
	double number = floor(r->ts / span_s);

	if (!r->drilling || r->slide != s->slide) {
		s->now = NAN;
		s->whole = 0;
		s->known = s->seen = 0;
		s->slide = r->slide;
		if (!r->drilling)
			return;
	}
	if (!(number <= s->now) || !(number >= s->now))
		advance(s, number);
	struct span *p = span_at(s, 0);
	p->torque += r->torque;
	p->torque2 += r->torque * r->torque;
	p->torque_low = r->torque < p->torque_low ? r->torque : p->torque_low;
	p->torque_high = r->torque > p->torque_high ? r->torque : p->torque_high;
	p->rpm_low = r->rpm < p->rpm_low ? r->rpm : p->rpm_low;
	p->rpm_high = r->rpm > p->rpm_high ? r->rpm : p->rpm_high;
	p->spp += r->spp;
	p->flow += r->flow;
	p->flow_out += r->flow_out;
	p->wob += r->wob;
	p->rpm += r->rpm;
	p->rop += r->rop;
	p->n++;
}
