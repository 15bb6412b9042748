/* point.c - operating points from visits; see point.h. */
#include "point.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats.h"

struct visit { double wob, rpm, flow; int blocks, cluster; };

struct point_steps point_steps_for(double diameter_in, const struct block *block, int n)
{
	struct point_steps steps = { 4, 20, HUGE_VAL };
	double *flow = calloc((size_t)n + 1, sizeof *flow);
	size_t known = 0;

	if (diameter_in > 0)
		steps.wob = fmin(8, fmax(1.5, 4 * diameter_in / 8.5));
	for (int i = 0; flow && i < n; i++)
		if (isfinite(block[i].flow))
			flow[known++] = block[i].flow;
	if (known > 0 && known == (size_t)n) {
		double median = stats_median(flow, known);
		if (median > 0)
			steps.flow = .08 * median;
	}
	free(flow);
	return steps;
}

static double flow_of(const struct block *b, const struct point_steps *steps)
{
	return isfinite(steps->flow) ? b->flow : 0;
}

/* Chebyshev distance in half steps. */
static double distance(double wob, double rpm, double flow, const struct visit *to, const struct point_steps *steps)
{
	double d = fmax(fabs(wob - to->wob) / (steps->wob / 2), fabs(rpm - to->rpm) / (steps->rpm / 2));

	return fmax(d, fabs(flow - to->flow) / (steps->flow / 2));
}

static int find_visits(const struct block *block, int n, const struct point_steps *steps, int *of, struct visit *visit)
{
	double wob = 0, rpm = 0, flow = 0;
	int count = 0, c = 0;

	for (int i = 0; i < n; i++) {
		double q = flow_of(&block[i], steps);
		if (i == 0 || block[i].k - block[i - 1].k > 1 || fabs(block[i].wob - wob / c) > steps->wob / 2 ||
		    fabs(block[i].rpm - rpm / c) > steps->rpm / 2 || fabs(q - flow / c) > steps->flow / 2) {
			count++;
			wob = rpm = flow = 0;
			c = 0;
		}
		wob += block[i].wob;
		rpm += block[i].rpm;
		flow += q;
		c++;
		of[i] = count - 1;
		visit[count - 1] = (struct visit){ wob / c, rpm / c, flow / c, c, -1 };
	}
	return count;
}

/* Order of visits: longest first, ties the earlier. Insertion keeps it stable; visits are few. */
static void order_by_length(const struct visit *visit, int n, int *order)
{
	for (int i = 0; i < n; i++) {
		int at = i;
		for (; at > 0 && visit[order[at - 1]].blocks < visit[i].blocks; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
}

static int cluster(struct visit *visit, int n, const struct point_steps *steps, const int *order, int *leader)
{
	int leaders = 0;

	for (int i = 0; i < n; i++) {
		struct visit *v = &visit[order[i]];
		double nearest = HUGE_VAL;
		for (int j = 0; j < leaders; j++) {
			double d = distance(v->wob, v->rpm, v->flow, &visit[leader[j]], steps);
			if (d <= 1 && d < nearest) {
				nearest = d;
				v->cluster = j;
			}
		}
		if (v->cluster < 0) {
			v->cluster = leaders;
			leader[leaders++] = order[i];
		}
	}
	return leaders;
}

static bool comes_before(const struct visit *a, const struct visit *b)
{
	if (a->wob != b->wob)
		return a->wob < b->wob;
	if (a->rpm != b->rpm)
		return a->rpm < b->rpm;
	return a->flow < b->flow;
}

int points_find(const struct block *block, int n, const struct point_steps *steps, struct points *p)
{
	size_t size = (size_t)n + 1;
	struct visit *visit = calloc(size, sizeof *visit);
	int *order = calloc(3 * size, sizeof *order);
	int *leader = order ? order + size : NULL, *rank = order ? order + 2 * size : NULL;

	*p = (struct points){ .blocks = n, .visit = calloc(size, sizeof(int)), .point = calloc(size, sizeof(int)),
		.point_visits = calloc(size, sizeof(int)) };
	if (!visit || !order || !p->visit || !p->point || !p->point_visits) {
		free(visit);
		free(order);
		points_free(p);
		return -1;
	}
	p->visits = find_visits(block, n, steps, p->visit, visit);
	order_by_length(visit, p->visits, order);
	p->points = cluster(visit, p->visits, steps, order, leader);
	for (int j = 0; j < p->points; j++)
		for (int i = 0; i < p->points; i++)
			if (i != j && (comes_before(&visit[leader[i]], &visit[leader[j]]) ||
			    (i < j && !comes_before(&visit[leader[j]], &visit[leader[i]]))))
				rank[j]++;
	for (int v = 0; v < p->visits; v++)
		p->point_visits[rank[visit[v].cluster]]++;
	for (int i = 0; i < n; i++)
		p->point[i] = rank[visit[p->visit[i]].cluster];
	free(visit);
	free(order);
	return 0;
}

void points_free(struct points *p)
{
	free(p->visit);
	free(p->point);
	free(p->point_visits);
	*p = (struct points){ 0 };
}

int point_medoid(const struct block *block, const struct points *p, int point, const struct point_steps *steps)
{
	struct visit mean = { 0 };
	double nearest = HUGE_VAL;
	int count = 0, best = -1;

	for (int i = 0; i < p->blocks; i++) {
		if (p->point[i] != point)
			continue;
		mean.wob += block[i].wob;
		mean.rpm += block[i].rpm;
		mean.flow += flow_of(&block[i], steps);
		count++;
	}
	mean.wob /= count;
	mean.rpm /= count;
	mean.flow /= count;
	for (int i = 0; i < p->blocks; i++) {
		if (p->point[i] != point)
			continue;
		double d = distance(block[i].wob, block[i].rpm, flow_of(&block[i], steps), &mean, steps);
		if (d < nearest) {
			nearest = d;
			best = i;
		}
	}
	return best;
}

double points_rop_held(const struct block *block, const struct points *p)
{
	double *rop = calloc((size_t)p->blocks + 1, sizeof *rop);
	int all = 0, held = 0;

	for (int from = 0, to; rop && from < p->blocks; from = to) {
		size_t n = 0;
		for (to = from; to < p->blocks && p->visit[to] == p->visit[from]; to++)
			rop[n++] = block[to].rop;
		if (n < 6)
			continue;
		all += (int)n;
		if ((stats_quantile(rop, n, .9) - stats_quantile(rop, n, .1)) / stats_median(rop, n) <= .08)
			held += (int)n;
	}
	free(rop);
	return all > 0 ? (double)held / all : 0;
}
