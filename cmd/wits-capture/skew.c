/*
 * skew.c - the lower edge of arrival minus own time; see skew.h.
 *
 * The edge is the least difference of the present and the last span of SPAN s. A sender that counts whole seconds sends, for
 * an own time t, anything of [t, t + 1): its least difference is that of a frame sent at the full second, which is what the
 * edge finds. A frame below the edge lowers it at once; one above raises it only when a whole span had none lower. So a burst
 * after a stall, or any delay, moves nothing.
 *
 * A jump is a difference that left the edge by more than JUMP and more than 8 spreads, three frames in a row that agree
 * to JUMP / 2 with each other. Below the edge nothing else can be: delays do not become negative. Above it a stall can be too;
 * after a stall the backlog comes at once, its differences falling with each frame as own time goes on and arrival does
 * not: three of those do not agree, unless arrival goes on as own time does.
 */
#include "skew.h"

#include <math.h>

enum { EDGE, EDGE_BEFORE, SPAN_FROM, FAR, FAR_N, FIRST, FIRST_AT, FAR_AT };
static const double SPAN = 600;         /* s */
static const double JUMP = 5;           /* s: less is taken up by the edge */
static const double ABOVE_S = 20;       /* s that a difference above the edge must last to be a jump */
static const double DRIFT_S = 3600;     /* s seen before a drift is given */
static const unsigned AGREE = 3;

static void begin(struct skew *s, double difference, double arrival)
{
	s->n = 1;
	s->offset = difference;
	s->spread = s->drift = 0;
	s->state[EDGE] = s->state[FIRST] = difference;
	s->state[EDGE_BEFORE] = s->state[FAR] = NAN;
	s->state[SPAN_FROM] = s->state[FIRST_AT] = arrival;
	s->state[FAR_N] = 0;
}

void skew_init(struct skew *s)
{
	*s = (struct skew){ .offset = NAN };
}

/* Whether frames far from the edge have gone on long enough; else counts them. */
static bool jumped(struct skew *s, double difference, double arrival)
{
	double *st = s->state;

	if (fabs(difference - s->offset) <= fmax(JUMP, 8 * s->spread)) {
		st[FAR_N] = 0;
		return false;
	}
	if (!(st[FAR_N] > 0) || fabs(difference - st[FAR]) > JUMP / 2) {
		st[FAR_N] = 1;
		st[FAR] = difference;
		st[FAR_AT] = arrival;
		return false;
	}
	st[FAR_N]++;
	st[FAR] = fmin(st[FAR], difference);
	return st[FAR_N] >= AGREE && (difference < s->offset || arrival - st[FAR_AT] >= ABOVE_S);
}

static void next_span(struct skew *s, double arrival)
{
	double *st = s->state;

	/* the first whole span's edge is what a drift is counted from */
	if (isnan(st[EDGE_BEFORE])) {
		st[FIRST] = st[EDGE];
		st[FIRST_AT] = arrival;
	} else if (arrival - st[FIRST_AT] >= DRIFT_S) {
		s->drift = (st[EDGE] - st[FIRST]) / (arrival - st[FIRST_AT]) * 86400;
	}
	st[EDGE_BEFORE] = st[EDGE];
	st[EDGE] = INFINITY;
	st[SPAN_FROM] = arrival;
}

bool skew_add(struct skew *s, double own, double arrival, double *jump)
{
	double difference = arrival - own, *st = s->state;

	if (!isfinite(difference))
		return false;
	if (s->n == 0) {
		begin(s, difference, arrival);
		return false;
	}
	if (jumped(s, difference, arrival)) {
		double far = st[FAR];

		*jump = far - s->offset;
		begin(s, far, arrival);
		s->jumps++;
		return true;
	}
	s->n++;
	if (st[FAR_N] > 0)
		return false;
	if (arrival - st[SPAN_FROM] >= SPAN || arrival < st[SPAN_FROM])
		next_span(s, arrival);
	st[EDGE] = fmin(st[EDGE], difference);
	s->offset = fmin(st[EDGE], isnan(st[EDGE_BEFORE]) ? st[EDGE] : st[EDGE_BEFORE]);
	s->spread += (fabs(difference - s->offset) - s->spread) / (double)(s->n < 100 ? s->n : 100);
	return false;
}

double skew_correct(const struct skew *s, double own)
{
	return isfinite(s->offset) ? own + s->offset : own;
}
