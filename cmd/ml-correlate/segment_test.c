/*
 * segment_test.c - hours in which nothing is related, and hours in which something is: how often is it said? Seeds are fixed.
 *
 * Also: one drill mode at a time, gaps, and the lag of ROP.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "fixture.h"
#include "segment.h"

enum { HOUR = 3600, SERIES = 6 };
enum { W, N, F, R, E, DEPTH };          /* three settings, two answers, depth */

struct world {
	double phi;                     /* of each series' own noise */
	double effect;                  /* of W on R, in standard deviations */
	double cycle;                   /* how much of a swing of 20 to 120 s, the same for all, is left a second later; 0: no swing */
	double trend;                   /* with depth, from -1 to 1 times this, in all */
};

static double hour[SERIES][HOUR], seconds[HOUR];

/* A swing that each series has with its own, wandering phase (AR(2)), as large as its noise. */
static void swing(double *v, double left, double period, unsigned long long *seed)
{
	double own[HOUR] = {0}, before = 0, now = 0, next, squares = 0;

	for (int i = -600; i < HOUR; i++) {
		next = 2 * left * cos(2 * M_PI / period) * now - left * left * before + fixture_normal(seed);
		before = now;
		now = next;
		if (i >= 0) {
			own[i] = now;
			squares += now * now;
		}
	}
	for (int i = 0; i < HOUR; i++)
		v[i] += own[i] / sqrt(squares / HOUR);
}

static void draw(const struct world *w, unsigned long long *seed)
{
	double scale = sqrt(1 - w->phi * w->phi), period = 20 + 100 * fixture_uniform(seed);

	for (int k = 0; k < DEPTH; k++) {
		for (int i = 0; i < HOUR; i++) {
			double own = fixture_normal(seed);

			hour[k][i] = i ? w->phi * hour[k][i - 1] + scale * own : own;
		}
		if (w->cycle > 0)
			swing(hour[k], w->cycle, period, seed);
	}
	for (int i = 0; i < HOUR; i++) {
		hour[R][i] += w->effect * hour[W][i];
		hour[E][i] = -.8 * hour[R][i] + .6 * hour[E][i];
		hour[DEPTH][i] = 5000 + .02 * i;
		seconds[i] = 1.7e9 + i;
		for (int k = 0; k < DEPTH; k++)
			hour[k][i] += w->trend * (2. * i / HOUR - 1);
	}
}

/* Into gauge readings, which are positive. */
static void gauge(void)
{
	for (int k = 0; k < DEPTH; k++)
		for (int i = 0; i < HOUR; i++)
			hour[k][i] = 60 + 5 * hour[k][i];
}

static struct segment_rows rows_of(const double *const *value, size_t n)
{
	return (struct segment_rows){ .t = seconds, .depth = hour[DEPTH], .value = value, .n = n, .step = 1 };
}

/* In what part of `hours` is any of the five pairs significant (first: the first pair)? `depth`: as the tool does it, with the
 * test given depth and the lag found; else plain. The plan's `none` knows no correction for being five. */
static double said(struct world w, const char *method, bool depth, int hours, bool first)
{
	const double *value[] = { hour[W], hour[R], hour[E], hour[N], hour[F] };        /* as the pairs name them */
	struct segment_how how = { { neff_find(method), depth }, .05, 0, depth ? (double)NAN : 0 };
	struct spectrum *spectrum = spectrum_new();
	struct pool pool = {0};
	struct pairs pairs;
	char why[PAIRS_WHY];
	unsigned long long seed = 20261123;
	int count = 0;

	assert_true(pairs_parse(&pairs, "WOB:ROP,WOB:e,RPM:ROP,RPM:e,Flow:ROP", why));
	for (int h = 0; h < hours; h++) {
		struct segment_rows rows = rows_of(value, HOUR);
		struct correlation c[5];
		enum segment_mode mode;
		bool any = false;

		draw(&w, &seed);
		gauge();
		assert_true(segment_correlate(&rows, &pairs, &how, spectrum, &pool, c, &mode));
		for (int k = 0; k < 5; k++)
			any = any || (strcmp(method, "none") ? c[k].significant : c[k].p < .05);
		count += first ? c[0].significant : any;
	}
	pairs_free(&pairs);
	spectrum_free(spectrum);
	pool_free(&pool);
	print_message("# phi %g effect %g cycle %g trend %g %s%s: %.3f\n", w.phi, w.effect, w.cycle, w.trend, method,
		depth ? "" : " plain", count / (double)hours);
	return count / (double)hours;
}

/* The plan counts every second as a sample, and finds a relation in nearly every hour. */
static void nothing(void **state)
{
	(void)state;
	assert_true(said((struct world){ .phi = .9 }, "none", false, 60, false) > .9);
	assert_true(said((struct world){ .phi = .99 }, "none", false, 60, false) > .9);
	assert_true(said((struct world){ .phi = .9 }, "min", true, 300, false) <= .06);
	assert_true(said((struct world){ .phi = .99 }, "min", true, 300, false) <= .06);
	assert_true(said((struct world){ .phi = .9 }, "first0", false, 300, false) <= .07);
}

static void cycles(void **state)
{
	struct world w = { .phi = .9, .cycle = .995 };

	(void)state;
	assert_true(said(w, "min", true, 200, false) <= .06);
	assert_true(said(w, "first0", false, 60, false) > .3);
}

static void trend(void **state)
{
	struct world w = { .phi = .97, .trend = 1 };

	(void)state;
	assert_true(said(w, "min", true, 200, false) <= .06);
	assert_true(said(w, "first0", false, 60, false) > .2);
}

static void effect(void **state)
{
	(void)state;
	assert_true(said((struct world){ .phi = .9, .effect = .3 }, "min", true, 100, true) >= .95);
	assert_true(said((struct world){ .phi = .99, .effect = .8 }, "min", true, 100, true) >= .8);
	assert_true(said((struct world){ .phi = .97, .effect = .6, .cycle = .98, .trend = .5 }, "min", true, 100, true) >= .8);
}

static struct correlation one(const struct segment_rows *rows, const char *list, double lag_s, enum segment_mode *mode)
{
	struct segment_how how = { { neff_find("min"), true }, .05, .2, lag_s };
	struct spectrum *spectrum = spectrum_new();
	struct pool pool = {0};
	struct correlation c[PAIRS_MAX];
	struct pairs pairs;
	char why[PAIRS_WHY];

	assert_true(pairs_parse(&pairs, list, why));
	assert_true(segment_correlate(rows, &pairs, &how, spectrum, &pool, c, mode));
	pairs_free(&pairs);
	spectrum_free(spectrum);
	pool_free(&pool);
	return c[0];
}

/* ROP answers WOB 20 s later, which hides it while WOB changes fast; the lag brings it back, and reads over a gap. */
static void lag(void **state)
{
	const double *value[] = { hour[W], hour[R] }, *swapped[] = { hour[R], hour[W] };
	struct segment_rows rows = rows_of(value, HOUR);
	unsigned long long seed = 99;
	enum segment_mode mode;
	struct correlation c, plain;

	(void)state;
	draw(&(struct world){ .phi = .8 }, &seed);
	for (int i = HOUR - 1; i >= 0; i--) {
		hour[R][i] = 60 + 5 * hour[W][i < 20 ? 0 : i - 20] + 5 * hour[R][i];
		hour[N][i] = 25 + 2 * hour[W][i];
	}
	memcpy(hour[W], hour[N], sizeof hour[W]);
	plain = one(&rows, "WOB:ROP", 0, &mode);
	assert_true(plain.lag_s == 0 && plain.n == HOUR && !plain.significant && mode == MODE_NONE);
	c = one(&rows, "WOB:ROP", NAN, &mode);
	assert_true(c.lag_s == 20 && c.n == HOUR - 20 && c.significant && c.r > .5);
	assert_true(one(&rows, "WOB:ROP", 20.4, &mode).r == c.r);
	/* energy is made of the ROP of its own second */
	assert_true(isnan(one(&rows, "WOB:MSE", 20, &mode).lag_s));
	assert_true(one(&rows, "WOB:MSE", 20, &mode).n == HOUR);
	/* WOB is looked up for the lag though no pair has it; here ROP is the first and WOB the last quantity */
	rows.value = swapped;
	c = one(&rows, "ROP:WOB", NAN, &mode);
	assert_true(c.lag_s == 20 && c.n == HOUR - 20 && c.significant);
	/* an hour's hole in the time: what lies before it is not paired with what lies behind */
	rows.value = value;
	for (int i = 2000; i < HOUR; i++)
		seconds[i] += 3600;
	c = one(&rows, "WOB:ROP", NAN, &mode);
	assert_true(c.lag_s == 20 && c.n == HOUR - 40 && c.significant);
	/* two samples of one time, and a time that stands still, do not stop it */
	for (int i = 0; i < HOUR; i++)
		seconds[i] = 1.7e9 + (i / 2) * 2;
	assert_true(one(&rows, "WOB:ROP", NAN, &mode).n > HOUR - 60);
	memset(seconds, 0, sizeof seconds);
	assert_true(one(&rows, "WOB:ROP", NAN, &mode).n > HOUR - 60);
}

/* Sliding drills slower at more weight: pooled, that is a strong relation, and none in either. */
static void modes(void **state)
{
	const double *value[] = { hour[W], hour[R] };
	double *drill_mode = hour[F];
	struct segment_rows rows = rows_of(value, HOUR);
	unsigned long long seed = 4;
	enum segment_mode mode;
	struct correlation c;

	(void)state;
	draw(&(struct world){ .phi = .5 }, &seed);
	for (int i = 0; i < HOUR; i++) {
		drill_mode[i] = i / 300 % 3 ? MODE_ROTARY : MODE_SLIDE;
		hour[W][i] += 25 + (drill_mode[i] == MODE_SLIDE ? 8 : 0);
		hour[R][i] += 60 - (drill_mode[i] == MODE_SLIDE ? 9 : 0);
	}
	c = one(&rows, "a:b", 0, &mode);
	assert_true(c.r < -.8 && mode == MODE_NONE);
	rows.mode = drill_mode;
	c = one(&rows, "a:b", 0, &mode);
	assert_true(mode == MODE_ROTARY && c.n == 2400 && fabs(c.r) < .1 && !c.significant);
	for (int i = 0; i < HOUR; i++)
		drill_mode[i] = i < 1000 ? MODE_ROTARY : i < 3000 ? MODE_SLIDE : MODE_NONE;
	c = one(&rows, "a:b", 0, &mode);
	assert_true(mode == MODE_SLIDE && c.n == 2000);
	memset(drill_mode, 0, sizeof hour[F]);
	c = one(&rows, "a:b", 0, &mode);
	assert_true(mode == MODE_NONE && c.n == HOUR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing), cmocka_unit_test(cycles), cmocka_unit_test(trend), cmocka_unit_test(effect),
		cmocka_unit_test(lag), cmocka_unit_test(modes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
