/* basis.c - finds the basis of RPM and the weight of the block; see basis.h. */
#include "basis.h"

#include <math.h>

static const double spell_s = 12;       /* a steady spell counts from here on */
static const double spell_gap_s = 60;   /* samples further apart do not belong to one spell */
static const double steady_rpm = 1;     /* spread of RPM in a spell */
static const double steady_flow = 0.03; /* spread of flow in a spell, of its value */
static const double pumping_gpm = 100;  /* below this a motor hardly turns */
static const double near_rpm = 3;       /* "on" K x flow */
static const double standing_rpm = 5;   /* a string below this stands */
static const double standing_s = 60;    /* so long with the pumps on: RPM is the string's */
static const double seen_s = 12;        /* a plateau is evidence from here on */
static const double below_s = 30;       /* RPM so long below K x flow: not the bit's */
static const double flow_step = 1.25;   /* two flows differ */
static const double rev_gal_low = 0.03, rev_gal_high = 1.5;     /* of any motor */

void rpm_finder_init(struct rpm_finder *f, double known_rev_gal)
{
	*f = (struct rpm_finder){ .rev_gal = known_rev_gal, .known_rev_gal = known_rev_gal };
}

/* The seconds of a spell go to the plateau it lies on, or open a new one (over the shortest when there is no room). */
static void credit(struct rpm_finder *f, double flow, double rpm, double seconds)
{
	struct plateau *best = NULL;

	for (int i = 0; i < f->n && !best; i++)
		if (fabs(f->plateau[i].rpm - rpm) <= near_rpm && fabs(f->plateau[i].flow - flow) <= 0.05 * flow)
			best = &f->plateau[i];
	if (!best && f->n < BASIS_PLATEAUS) {
		best = &f->plateau[f->n++];
		*best = (struct plateau){ 0 };
	}
	if (!best) {
		best = &f->plateau[0];
		for (int i = 1; i < f->n; i++)
			if (f->plateau[i].seconds < best->seconds)
				best = &f->plateau[i];
		*best = (struct plateau){ 0 };
	}
	double all = best->seconds + seconds;
	best->flow += (flow - best->flow) * seconds / all;
	best->rpm += (rpm - best->rpm) * seconds / all;
	best->seconds = all;
}

static void end_spell(struct rpm_finder *f)
{
	f->samples = 0;
}

static void begin_spell(struct rpm_finder *f, double ts, double flow, double rpm)
{
	f->began = f->last = ts;
	f->flow_low = f->flow_high = f->flow_sum = flow;
	f->rpm_low = f->rpm_high = f->rpm_sum = rpm;
	f->credited = 0;
	f->samples = 1;
}

void rpm_finder_add(struct rpm_finder *f, double ts, double flow, double rpm, bool off_bottom)
{
	if (!(flow >= pumping_gpm) || !(rpm >= 0)) {
		end_spell(f);
		return;
	}
	/* A standing string shows on bottom too: it slides. Cutting rock with a turning string says nothing. */
	if (!off_bottom && rpm >= standing_rpm) {
		end_spell(f);
		return;
	}
	double flow_low = fmin(f->flow_low, flow), flow_high = fmax(f->flow_high, flow);
	double rpm_low = fmin(f->rpm_low, rpm), rpm_high = fmax(f->rpm_high, rpm);
	if (f->samples == 0 || ts - f->last > spell_gap_s || rpm_high - rpm_low > steady_rpm ||
	    flow_high - flow_low > steady_flow * flow_high) {
		begin_spell(f, ts, flow, rpm);
		return;
	}
	f->flow_low = flow_low;
	f->flow_high = flow_high;
	f->rpm_low = rpm_low;
	f->rpm_high = rpm_high;
	f->flow_sum += flow;
	f->rpm_sum += rpm;
	f->samples++;
	f->last = ts;
	if (f->samples < 3 || ts - f->began < spell_s)
		return;
	double seconds = ts - f->began - f->credited;
	f->credited = ts - f->began;
	if (rpm < standing_rpm)
		f->stopped_s += seconds;
	else
		credit(f, f->flow_sum / f->samples, f->rpm_sum / f->samples, seconds);
	rpm_finder_decide(f);
}

/* How many seconds lie on K x flow and below it, and whether two different flows are among them. */
static bool sits_on(const struct rpm_finder *f, double k, double *seconds)
{
	double low = HUGE_VAL, high = 0, below = 0;

	*seconds = 0;
	for (int i = 0; i < f->n; i++) {
		const struct plateau *p = &f->plateau[i];
		double over = p->rpm - k * p->flow;

		if (over < -near_rpm)
			below += p->seconds;
		if (fabs(over) > near_rpm || p->seconds < seen_s)
			continue;
		*seconds += p->seconds;
		low = fmin(low, p->flow);
		high = fmax(high, p->flow);
	}
	return high >= flow_step * low && *seconds >= standing_s && below < below_s;
}

/* Least squares through the origin over the plateaus near K x flow: the larger flows weigh more, as they should. */
static double refine(const struct rpm_finder *f, double k)
{
	double xy = 0, xx = 0;

	for (int i = 0; i < f->n; i++) {
		const struct plateau *p = &f->plateau[i];
		if (fabs(p->rpm - k * p->flow) > near_rpm)
			continue;
		xy += p->seconds * p->flow * p->rpm;
		xx += p->seconds * p->flow * p->flow;
	}
	return xx > 0 ? xy / xx : k;
}

void rpm_finder_decide(struct rpm_finder *f)
{
	double best = NAN, most = 0, seconds;

	for (int i = 0; i < f->n; i++) {
		double k = isfinite(f->known_rev_gal) ? f->known_rev_gal : f->plateau[i].rpm / f->plateau[i].flow;
		if (k < rev_gal_low || k > rev_gal_high || !sits_on(f, k, &seconds) || seconds <= most)
			continue;
		most = seconds;
		best = k;
	}
	f->bit = false;
	f->found = f->stopped_s >= standing_s;
	if (f->found || !isfinite(best))
		return;
	f->bit = f->found = true;
	f->rev_gal = isfinite(f->known_rev_gal) ? f->known_rev_gal : refine(f, best);
}

double rpm_finder_factor(const struct rpm_finder *f)
{
	double k = NAN;

	if (isfinite(f->known_rev_gal) || f->bit)
		return f->rev_gal;
	for (int i = 0; i < f->n; i++)
		if (f->plateau[i].seconds >= standing_s)
			k = fmin(isfinite(k) ? k : HUGE_VAL, f->plateau[i].rpm / f->plateau[i].flow);
	return k;
}

enum { CLUSTER = 7 };                   /* klbf: what one hookload in slips may spread over */
static const double cluster_s = 30;     /* so long in one cluster: learnt */
static const double cluster_part = 0.2; /* and this part of all the evidence, so that a passing reading is no weight */
static const double steady_klbf = 2;    /* change from sample to sample */

void block_finder_init(struct block_finder *f)
{
	*f = (struct block_finder){ .last = NAN, .weight = NAN };
}

void block_finder_add(struct block_finder *f, double dt, double hookload, bool in_slips)
{
	double before = f->last;

	f->last = in_slips ? hookload : NAN;
	if (!in_slips || !(fabs(hookload - before) <= steady_klbf) || !(hookload >= 1 && hookload < BLOCK_BINS) || !(dt > 0))
		return;
	f->seconds[(int)hookload] += dt;
	f->total += dt;
	block_finder_decide(f);
}

void block_finder_decide(struct block_finder *f)
{
	double need = fmax(cluster_s, cluster_part * f->total);

	if (f->total < need)
		return;
	for (int b = 0; b + CLUSTER <= BLOCK_BINS; b++) {
		double sum = 0, moment = 0;
		for (int i = b; i < b + CLUSTER; i++) {
			sum += f->seconds[i];
			moment += f->seconds[i] * (i + 0.5);
		}
		if (sum < need)
			continue;
		/* The first window that holds enough ends at the cluster's lower side: the next windows may hold it whole. */
		for (int c = b + 1; c < b + CLUSTER && c + CLUSTER <= BLOCK_BINS; c++) {
			double more = 0, weighed = 0;
			for (int i = c; i < c + CLUSTER; i++) {
				more += f->seconds[i];
				weighed += f->seconds[i] * (i + 0.5);
			}
			if (more > sum) {
				sum = more;
				moment = weighed;
			}
		}
		f->weight = moment / sum;
		return;
	}
}
