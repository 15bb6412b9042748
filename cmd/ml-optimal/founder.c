/* founder.c - the founder point by a broken stick; see founder.h. */
#include "founder.h"

#include <math.h>
#include <stdlib.h>


struct sums { double n, w, ww, y, wy; };
struct pair { double wob, cut; };

static int compare(const void *a, const void *b)
{
	const struct pair *p = a, *q = b;

	return (p->wob > q->wob) - (p->wob < q->wob);
}

static void add(struct sums *s, const struct pair *p)
{
	s->n++;
	s->w += p->wob;
	s->ww += p->wob * p->wob;
	s->y += p->cut;
	s->wy += p->wob * p->cut;
}

/* The stick broken at c: all are the sums of every pair, centred, beyond those of the pairs with W > c. */
static void try_break(const struct sums *all, double yy, const struct sums *beyond, double c, struct founder *f)
{
	double n = all->n, v = beyond->w - beyond->n * c, line = yy - all->wy * all->wy / all->ww;
	double vv = beyond->ww - 2 * c * beyond->w + beyond->n * c * c - v * v / n;
	double uv = beyond->ww - c * beyond->w, vy = beyond->wy - c * beyond->y;        /* the means of W and y are 0 */
	double determinant = all->ww * vv - uv * uv;

	if (!(determinant > 1e-12 * all->ww * vv))
		return;
	double b1 = (all->wy * vv - vy * uv) / determinant, b2 = (vy * all->ww - all->wy * uv) / determinant;
	double sse = fmax(0, yy - b1 * all->wy - b2 * vy);
	if (isnan(f->sse) || sse < f->sse)
		*f = (struct founder){ .wob = c, .below = b1, .above = b1 + b2, .sse = sse, .sse_line = line };
}

/* Every observed WOB but the three lowest and highest, one walk down the sorted pairs; ties: the lowest. */
static void search_break(struct pair *pair, int n, struct founder *f)
{
	struct sums all = { 0 }, beyond;
	double wob = 0, cut = 0, yy = 0;

	qsort(pair, (size_t)n, sizeof *pair, compare);
	for (int i = 0; i < n; i++) {
		wob += pair[i].wob / n;
		cut += pair[i].cut / n;
	}
	for (int i = 0; i < n; i++) {
		pair[i].wob -= wob;
		pair[i].cut -= cut;
		yy += pair[i].cut * pair[i].cut;
		add(&all, &pair[i]);
	}
	beyond = all;
	for (int i = 0; i < n - 3; i++) {
		beyond.n--;
		beyond.w -= pair[i].wob;
		beyond.ww -= pair[i].wob * pair[i].wob;
		beyond.y -= pair[i].cut;
		beyond.wy -= pair[i].wob * pair[i].cut;
		if (i >= 3 && (i == 3 || pair[i].wob > pair[i - 1].wob))
			try_break(&all, yy, &beyond, pair[i].wob, f);
	}
	f->wob += wob;
}

/* n over what it is worth: 1 + 2 sum r_k, up to the first r_k that is not above 0. */
static double effective(const double *residual, const long *k, int n)
{
	double c0 = 0, sum = 0;

	for (int i = 0; i < n; i++)
		c0 += residual[i] * residual[i] / n;
	for (long lag = 1; lag < n; lag++) {
		double c = 0;
		int pairs = 0;

		for (int i = 0, j = 0; i < n; i++) {
			while (j < n && k[j] < k[i] + lag)
				j++;
			if (j < n && k[j] == k[i] + lag) {
				c += residual[i] * residual[j];
				pairs++;
			}
		}
		if (!pairs || !(c > 0))
			break;
		sum += c / c0 / n;              /* pairs/n times the mean over pairs */
	}
	return n / (1 + 2 * sum);
}

/* Of the broken stick's residuals; NAN when out of memory. */
static double effective_blocks(const double *wob, const double *cut, const long *k, int n, const struct founder *f)
{
	double *residual = calloc((size_t)n, sizeof *residual), mean = 0, n_eff;

	if (!residual)
		return NAN;
	for (int i = 0; i < n; i++) {
		residual[i] = cut[i] - f->below * wob[i] - (f->above - f->below) * fmax(wob[i] - f->wob, 0);
		mean += residual[i] / n;
	}
	for (int i = 0; i < n; i++)
		residual[i] -= mean;
	n_eff = effective(residual, k, n);
	free(residual);
	return n_eff;
}

bool founder_fit(const double *wob, const double *cut, const long *k, int n, struct founder *f)
{
	struct pair *pair;

	*f = (struct founder){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, false };
	if (n < 8 || !(pair = malloc((size_t)n * sizeof *pair)))
		return false;
	for (int i = 0; i < n; i++)
		pair[i] = (struct pair){ wob[i], cut[i] };
	search_break(pair, n, f);
	free(pair);
	if (isnan(f->sse))
		return false;
	f->n_eff = k ? effective_blocks(wob, cut, k, n, f) : n;
	f->f = f->sse > 0 ? (f->sse_line - f->sse) / f->sse * (f->n_eff - 4) : HUGE_VAL;
	f->found = f->f > 10 && f->below > 0 && f->above < f->below / 2;
	return true;
}

bool founder_find(const struct block *block, int n, struct founder *f)
{
	double *wob = calloc((size_t)n + 1, sizeof *wob), *cut = calloc((size_t)n + 1, sizeof *cut);
	long *k = calloc((size_t)n + 1, sizeof *k);
	bool fitted = false;
	int count = 0;

	for (int i = 0; wob && cut && k && i < n; i++) {
		if (!(block[i].bit_rpm > 1))
			continue;
		wob[count] = block[i].wob;
		cut[count] = block[i].rop / (5 * block[i].bit_rpm);
		k[count++] = block[i].k;
	}
	if (wob && cut && k)
		fitted = founder_fit(wob, cut, k, count, f);
	free(wob);
	free(cut);
	free(k);
	return fitted;
}
