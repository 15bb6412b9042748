/* block_test.c - blocks, drill modes, visits and points, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "drilling.h"
#include "limit.h"
#include "point.h"

#define close_to(a, b) assert_true(fabs((a) - (b)) <= 1e-9 * fabs(b))

enum { N = 400 };
static double ts[N], wob[N], rpm[N], flow[N], rop[N], torque[N], nothing[N], mse[N], mode[N];

static struct drilling samples(double step)
{
	for (int i = 0; i < N; i++) {
		ts[i] = 1000 + step * i;
		wob[i] = 20;
		rpm[i] = 120;
		flow[i] = 600;
		rop[i] = 60;
		torque[i] = 5;
		nothing[i] = mode[i] = NAN;
	}
	return (struct drilling){ .n = N, .ts = ts, .wob = wob, .wob_true = wob, .rpm = rpm, .flow = flow, .rop = rop,
		.torque = torque, .depth = nothing, .spp = nothing, .diff = nothing, .mse = nothing, .ccs = nothing, .d = nothing,
		.diameter_in = 8.5 };
}

static int cut(const struct drilling *s, struct block **b)
{
	struct block_rules rules = { .length_s = 30, .wob_step = 4, .rpm_step = 20, .origin = NAN };
	struct drilling d = *s;

	d.mse = NULL;
	return block_cut(&d, &rules, b);
}

/* Time counts, not the number of samples: 1, 2, 4, 5 and 10 s give blocks. */
static void lengths(void **state)
{
	static const struct { double step; int blocks; } cases[] = { { 1, 13 }, { 2, 27 }, { 4, 53 }, { 5, 67 }, { 10, 67 } };

	(void)state;
	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		struct drilling s = samples(cases[c].step);
		struct block *b;

		assert_int_equal(cut(&s, &b), cases[c].blocks);
		free(b);
	}
}

/* 50 s at 60 ft/h and 10 s at 2: energy over volume, not the mean of the samples. */
static void energy_over_volume(void **state)
{
	struct drilling s = samples(1);
	struct block b;
	double want = 4000 * 20. / (M_PI * 8.5 * 8.5) + 480e3 / (8.5 * 8.5) * (60 * 5 * 120.) / (50 * 60 + 10 * 2);

	(void)state;
	for (int i = 50; i < 60; i++)
		rop[i] = 2;
	s.mse = NULL;
	assert_true(block_mean(&s, 0, 60, &b));
	close_to(b.mse, want);
	for (int i = 0; i < N; i++)     /* the same of MSE by the sample */
		mse[i] = 4000 * wob[i] / (M_PI * 8.5 * 8.5) + 480e3 / (8.5 * 8.5) * torque[i] * rpm[i] / rop[i];
	s.mse = mse;
	assert_true(block_mean(&s, 0, 60, &b));
	close_to(b.mse, want);
	assert_true(block_mean(&s, 0, 0, &b) && isnan(b.wob) && isnan(b.mse));
}

static void unsteady_blocks_are_dropped(void **state)
{
	struct drilling s = samples(1);
	struct block *b;

	(void)state;
	for (int i = 30; i < 60; i++)
		wob[i] = 15 + i % 10;                   /* 9 klbf between P10 and P90 */
	for (int i = 90; i < 120; i++)
		rpm[i] = 100 + i % 30;
	assert_int_equal(cut(&s, &b), 11);
	assert_int_equal(b[1].k, 2);
	free(b);
}

static void modes_are_kept_apart(void **state)
{
	struct drilling s = samples(1), d;
	struct rpm_source bit = { true, .1 }, surface = { false, .1 };
	double *store;

	(void)state;
	for (int i = 0; i < 100; i++)
		rpm[i] = 62;                            /* 600 gpm x 0.1 and 2: the string stands */
	store = drilling_pick(&s, mode, &bit, MODE_SLIDE, &d);
	assert_non_null(store);
	assert_true(d.n == 100 && d.rpm[0] == 2 && d.bit_rpm[0] == 62 && !d.mse);
	free(store);
	store = drilling_pick(&s, mode, &bit, MODE_ROTARY, &d);
	assert_true(store && d.n == N - 100 && d.rpm[0] == 60 && d.bit_rpm[0] == 120);
	free(store);
	flow[150] = NAN;                                /* surface RPM unknown then */
	ts[200] = 0;                                    /* steps back */
	store = drilling_pick(&s, mode, &bit, MODE_ROTARY, &d);
	assert_true(store && d.n == N - 102);
	free(store);
	store = drilling_pick(&s, mode, &surface, MODE_ROTARY, &d);
	assert_true(store && d.n == N - 1 && d.rpm[0] == 62 && d.bit_rpm[0] == 122);
	free(store);
	for (int i = 0; i < N; i++)
		mode[i] = i < 10 ? MODE_SLIDE : MODE_ROTARY;    /* what the log says goes before a guess */
	store = drilling_pick(&s, mode, &surface, MODE_SLIDE, &d);
	assert_true(store && d.n == 10);
	free(store);
}

static void incomplete_blocks(void **state)
{
	struct block b[10], many[1500];

	(void)state;
	for (int i = 0; i < 10; i++)
		b[i] = (struct block){ .k = i, .flow = i == 3 ? (double)NAN : 600, .mse = i < 5 ? (double)NAN : 1, .ccs = NAN };
	assert_int_equal(block_complete(b, 10, 30), 9);
	assert_int_equal(b[3].k, 4);                    /* half without MSE: they stay */
	for (int i = 0; i < 1500; i++)
		many[i] = (struct block){ .k = i, .flow = 600, .mse = 1, .ccs = NAN };
	assert_int_equal(block_complete(many, 1500, 30), 1440);
	assert_int_equal(many[0].k, 60);
}

static struct points points_of(struct block *b, int n, const double (*setting)[3], struct point_steps steps)
{
	struct points p;

	for (int i = 0; i < n; i++)
		b[i] = (struct block){ .k = i, .wob = setting[i][0], .rpm = setting[i][1], .flow = setting[i][2], .rop = 60 };
	assert_int_equal(points_find(b, n, &steps, &p), 0);
	return p;
}

/* Flow is part of a point, and the medoid is a block that was drilled. */
static void points_and_flow(void **state)
{
	static const double setting[][3] = { { 20, 120, 600 }, { 20.4, 121, 602 }, { 20.1, 120, 600 }, { 20, 120, 700 },
		{ 20, 120, 702 }, { 26, 120, 600 }, { 20.2, 120, 600 } };
	struct block b[7];
	struct point_steps steps = { 4, 20, 48 }, no_flow = { 4, 20, HUGE_VAL };
	struct points p = points_of(b, 7, setting, steps);

	(void)state;
	assert_true(p.visits == 4 && p.points == 3);
	assert_true(p.point[0] == 1 && p.point[3] == 0 && p.point[5] == 2 && p.point[6] == 1 && p.point_visits[1] == 2);
	assert_int_equal(point_medoid(b, &p, 1, &steps), 6);
	points_free(&p);
	p = points_of(b, 7, setting, no_flow);
	assert_true(p.points == 2);
	points_free(&p);
	close_to(point_steps_for(12.25, b, 7).wob, 4 * 12.25 / 8.5);
	assert_true(point_steps_for(2, b, 7).wob == 1.5 && point_steps_for(30, b, 7).wob == 8);
	b[2].flow = NAN;
	assert_true(isinf(point_steps_for(8.5, b, 7).flow));
}

static void limits_forbid(void **state)
{
	struct limits l = limit_at(NULL, 9000);
	struct limit_values v = { 20, 120, 600, 8, 3000, NAN };

	(void)state;
	assert_null(limit_forbids(&l, &v));
	l.wob_max = 19;
	assert_string_equal(limit_forbids(&l, &v), "limit:wob_max");
	l.torque_max = 7;
	assert_string_equal(limit_forbids(&l, &v), "torque");
	v.torque = NAN;
	l.wob_max = 20;
	l.avoid[l.bands++] = (struct limit_band){ 115, 120 };
	assert_string_equal(limit_forbids(&l, &v), "limit:rpm_avoid");
	l.diff_max = 500;
	v.diff = 501;
	assert_string_equal(limit_forbids(&l, &v), "diff_pressure");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lengths), cmocka_unit_test(energy_over_volume), cmocka_unit_test(unsteady_blocks_are_dropped),
		cmocka_unit_test(modes_are_kept_apart), cmocka_unit_test(incomplete_blocks), cmocka_unit_test(points_and_flow),
		cmocka_unit_test(limits_forbid),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
