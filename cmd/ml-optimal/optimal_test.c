/*
 * optimal_test.c - the composite score (oracle 14), quantiles (oracle 13), and the plan's top 10 %.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "optimal.h"
#include "oracle.h"
#include "stats.h"

static void composite(void **state)
{
	json_t *table = oracle_load("14_composite.json"), *row;
	size_t i, scores = 0, labels = 0, levels = 0;

	(void)state;
	assert_non_null(table);
	json_array_foreach(table, i, row) {
		const char *label = json_string_value(json_object_get(row, "label"));
		const char *level = json_string_value(json_object_get(row, "confidence"));
		double score = oracle_number(row, "score");

		if (json_object_get(row, "rop")) {
			bool production = !strcmp(json_string_value(json_object_get(row, "campaign")), "Production");
			struct composite_weights w = production ? (struct composite_weights){ 0.6, 0.4 } :
				(struct composite_weights){ 0.3, 0.7 };
			json_t *a = json_object_get(row, "rop_p5_p95"), *b = json_object_get(row, "eff_p5_p95");
			double rop = composite_normalise(oracle_number(row, "rop"),
				oracle_value(json_array_get(a, 0)), oracle_value(json_array_get(a, 1)), 0);
			double eff = composite_normalise(oracle_number(row, "eff"),
				oracle_value(json_array_get(b, 0)), oracle_value(json_array_get(b, 1)), 0);

			oracle_close(rop, oracle_number(row, "norm_rop"), 1e-12, 1e-12);
			oracle_close(eff, oracle_number(row, "norm_eff"), 1e-12, 1e-12);
			oracle_close(composite_score(w, rop, eff), score, 1e-12, 1e-12);
			scores++;
		}
		if (label) {
			assert_int_equal(strncmp(composite_rating(score), label, strlen(label)), 0);
			labels++;
		}
		if (level) {
			assert_int_equal(strcasecmp(composite_confidence(oracle_number(row, "samples"), COMPOSITE_HIGH_S),
				level), 0);
			levels++;
		}
	}
	assert_true(scores == 14 && labels == 22 && levels == 8);
	assert_null(composite_rating(NAN));
	assert_string_equal(composite_confidence(2000, 2400), "medium");
	json_decref(table);
}

static void quantiles(void **state)
{
	static const struct { const char *key; double p; } wanted[] = {
		{ "q05", 0.05 }, { "q10", 0.10 }, { "q50", 0.50 }, { "q90", 0.90 }, { "q95", 0.95 } };
	json_t *table = oracle_load("13_robust.json"), *row;
	size_t i;

	(void)state;
	assert_non_null(table);
	json_array_foreach(table, i, row) {
		json_t *x = json_object_get(row, "x");
		size_t n = json_array_size(x);
		double v[64];

		assert_true(n <= 64);
		for (size_t k = 0; k < n; k++)
			v[k] = oracle_value(json_array_get(x, k));
		for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++)
			oracle_close(stats_quantile(v, n, wanted[k].p), oracle_number(row, wanted[k].key), 1e-12, 0);
	}
	assert_int_equal(i, 6);
	json_decref(table);
}

enum { N_MAX = 4000 };
static double t[N_MAX], wob[N_MAX], rpm[N_MAX], flow[N_MAX], rop[N_MAX], mse[N_MAX], none[N_MAX], eff[N_MAX];

static struct optimal_rows rows(size_t n, double interval)
{
	for (size_t i = 0; i < n; i++) {
		t[i] = 5000 + interval * (double)i;
		wob[i] = 20;
		rpm[i] = 120;
		flow[i] = 600;
		rop[i] = 60;
		mse[i] = 30000;
		none[i] = NAN;
	}
	return (struct optimal_rows){ t, wob, rpm, flow, rop, mse, eff, n, interval };
}

static struct optimal find(const struct optimal_rows *r, double w_rop)
{
	struct optimal o;
	double reference;

	assert_true(optimal_efficiency(r->mse, none, r->n, eff, &reference));
	struct optimal_task task = { .rows = *r, .weights = { w_rop, 1 - w_rop }, .limits = limit_at(NULL, NAN) };
	assert_true(optimal_method_find("plan")->find(&task, &o));
	return o;
}

/* The plan's verification: fast and wasteful ranks below balanced. */
static void balanced_above_wasteful(void **state)
{
	struct optimal_rows r = rows(1000, 1);
	struct optimal o;

	(void)state;
	for (size_t i = 0; i < 100; i++) {      /* fast, at four times the energy */
		rop[i] = 100;
		mse[i] = 120000;
		wob[i] = 40;
	}
	for (size_t i = 500; i < 600; i++) {    /* balanced */
		rop[i] = 90;
		mse[i] = 25000;
		wob[i] = 25;
		rpm[i] = 140;
		flow[i] = 650;
	}
	o = find(&r, 0.6);
	assert_int_equal(o.verdict, VERDICT_PLAN);
	oracle_close(o.best.wob, 25, 1e-12, 0);
	oracle_close(o.best.rpm, 140, 1e-12, 0);
	oracle_close(o.best.flow, 650, 1e-12, 0);
	oracle_close(o.best.rop, 90, 1e-12, 0);
	oracle_close(o.best.mse, 25000, 1e-12, 0);
	assert_true(o.seconds == 1000);
	/* ROP alone would have taken the other one */
	o = find(&r, 1);
	oracle_close(o.best.wob, 40, 1e-12, 0);
}

/* Ties go to the earlier sample, at least ten are taken, and P10 of MSE is 100 %. */
static void top_and_ties(void **state)
{
	struct optimal_rows r = rows(360, 1);
	struct optimal o;

	(void)state;
	for (size_t i = 0; i < 360; i++)
		wob[i] = (double)i;
	o = find(&r, 0.6);
	oracle_close(o.best.wob, 17.5, 1e-12, 0);               /* 0..35 */
	oracle_close(o.efficiency, 100, 1e-12, 0);
	oracle_close(o.score, 0.5, 1e-12, 0);                   /* nothing differs */
	r = rows(36, 10);
	for (size_t i = 0; i < 36; i++)
		wob[i] = (double)i;
	o = find(&r, 0.6);
	oracle_close(o.best.wob, 4.5, 1e-12, 0);                /* 0..9: ten */
	for (size_t i = 0; i < 36; i++)
		mse[i] = 1000 * (double)(i + 1);
	find(&r, 0.6);
	oracle_close(eff[35], 100 * 4500.0 / 36000, 1e-12, 0);
	assert_true(eff[0] == 100);
}

static void not_enough(void **state)
{
	struct optimal_rows r = rows(359, 1);
	struct optimal o = find(&r, 0.6);

	(void)state;
	assert_int_equal(o.verdict, VERDICT_INSUFFICIENT_DATA);
	assert_true(isnan(o.best.wob) && isnan(o.score) && isnan(o.best.rop) && o.seconds == 359);
	r = rows(400, 1);
	for (size_t i = 0; i < 41; i++)
		rop[i] = NAN;
	o = find(&r, 0.6);
	assert_int_equal(o.verdict, VERDICT_INSUFFICIENT_DATA);
	/* 4 s samples: time counts, not their number */
	r = rows(90, 4);
	assert_int_equal(find(&r, 0.6).verdict, VERDICT_PLAN);
	r = rows(89, 4);
	assert_int_equal(find(&r, 0.6).verdict, VERDICT_INSUFFICIENT_DATA);
}

/* No MSE: ROP alone, and no efficiency is claimed. A measured efficiency goes before a computed one. */
static void efficiency_source(void **state)
{
	struct optimal_rows r = rows(600, 1);
	double measured[600], reference;
	struct optimal o;

	(void)state;
	for (size_t i = 0; i < 600; i++) {
		mse[i] = NAN;
		rop[i] = i < 60 ? 80 : 60;
	}
	o = find(&r, 0.3);
	assert_int_equal(o.verdict, VERDICT_PLAN);
	assert_true(isnan(o.efficiency) && isnan(o.best.mse));
	oracle_close(o.best.rop, 80, 1e-12, 0);
	for (size_t i = 0; i < 600; i++) {
		mse[i] = 30000;
		measured[i] = i == 7 ? (double)NAN : 35;
	}
	assert_true(optimal_efficiency(mse, measured, 600, eff, &reference));
	assert_true(isnan(eff[7]) && eff[0] == 35 && reference == 30000);
}

static void means(void **state)
{
	struct optimal_rows r = rows(1200, 1);
	struct optimal_setting all, now;

	(void)state;
	for (size_t i = 600; i < 1200; i++)
		wob[i] = 30;
	flow[1199] = NAN;
	all = optimal_mean(&r, -INFINITY);
	now = optimal_mean(&r, t[600]);
	oracle_close(all.wob, 25, 1e-12, 0);
	oracle_close(now.wob, 30, 1e-12, 0);
	oracle_close(now.flow, 600, 1e-12, 0);
	assert_true(isnan(optimal_mean(&r, INFINITY).wob));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(composite), cmocka_unit_test(quantiles), cmocka_unit_test(balanced_above_wasteful),
		cmocka_unit_test(top_and_ties), cmocka_unit_test(not_enough), cmocka_unit_test(efficiency_source),
		cmocka_unit_test(means),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
