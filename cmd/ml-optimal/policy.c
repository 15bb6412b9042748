/* policy.c - when advice changes; see policy.h. */
#include "policy.h"

#include <math.h>

void policy_init(struct policy *p)
{
	*p = (struct policy){ .since = NAN, .waits_since = NAN, .last_end = NAN };
}

/* A flow that is unknown on either side does not tell them apart. */
static bool near(const struct policy_setting *a, double wob, double rpm, double flow, const struct point_steps *steps)
{
	return fabs(a->wob - wob) <= steps->wob && fabs(a->rpm - rpm) <= steps->rpm &&
		!(isfinite(steps->flow) && fabs(a->flow - flow) > steps->flow);
}

static void publish(struct policy *p, const struct optimal *o, double end)
{
	p->published = true;
	p->advice = (struct policy_setting){ o->best.wob, o->best.rpm, o->best.flow };
	p->since = end;
	p->waiting = false;
}

static const struct optimal_point *advised_point(const struct policy *p, const struct point_steps *steps,
	const struct optimal *o)
{
	for (int i = 0; p->published && i < o->n_points; i++)
		if (near(&p->advice, o->point[i].wob, o->point[i].rpm, o->point[i].flow, steps))
			return &o->point[i];
	return NULL;
}

/* Whether at least half of the blocks were drilled after the candidate was found. */
static bool renewed(const struct policy *p, const struct block *block, int n)
{
	int newer = 0;

	for (int i = 0; i < n; i++)
		newer += block[i].ts >= p->waits_since;
	return 2 * newer >= n;
}

void policy_apply(struct policy *p, double start, double end, const struct point_steps *steps, const struct block *block, int n,
	struct optimal *o)
{
	bool counts = !(start < p->last_end);
	const struct optimal_setting *best = &o->best;
	const struct optimal_point *advised = advised_point(p, steps, o);

	if (counts)
		p->last_end = end;
	if (advised && advised->worse)
		p->published = false;
	if (o->verdict != VERDICT_RECOMMEND) {
		if (counts)
			p->waiting = false;
		return;
	}
	if (p->published && near(&p->advice, best->wob, best->rpm, best->flow, steps)) {
		p->waiting = false;
		return;
	}
	bool again = p->waiting && near(&p->candidate, best->wob, best->rpm, best->flow, steps);
	bool better = !p->published || !advised || advised->beaten;
	if (better && (o->strict || (counts && again && renewed(p, block, n)))) {
		publish(p, o, end);
		return;
	}
	if (!again && (counts || !p->waiting)) {
		p->waiting = true;
		p->waits_since = end;
		p->candidate = (struct policy_setting){ best->wob, best->rpm, best->flow };
	}
	o->verdict = VERDICT_HOLD;
	o->limited_by = "unconfirmed";
	o->evidence = EVIDENCE_SOME;
}
