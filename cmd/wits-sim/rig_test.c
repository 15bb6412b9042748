/* rig_test.c - whole logs in memory: what a rig never does, and that the channels say what the world's table says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "dirt.h"
#include "rig.h"
#include "sense.h"
#include "stats.h"
#include "truth.h"
#include "json.h"

enum { HOUR = 3600 };

struct log { struct rig rig; struct sense sense; struct mess mess; struct truth truth; };

static void open_log(struct log *l, const struct world *w, uint64_t seed)
{
	rig_init(&l->rig, w, seed, 1);
	sense_init(&l->sense, w, seed, 1);
	dirt_init(&l->mess, 24, seed, 1);
	assert_true(truth_init(&l->truth, 0));
}

static void step(struct log *l, struct sample *s)
{
	rig_step(&l->rig);
	sense_step(&l->sense);
	dirt_step(&l->mess, l->rig.world);
	assert_true(truth_add(&l->truth, &l->rig));
	sense_sample(&l->sense, &l->rig, l->rig.now_s, s);
	dirt_sample(&l->mess, &l->rig, s);
}

/* Bit, block, string and pumps through six hours of every world. */
static void test_what_a_rig_never_does(void **state)
{
	(void)state;
	const struct world *w;

	for (int k = 0; (w = world_row(k)); k++) {
		struct log l;
		struct sample s = { { 0 } };
		double hole = w->start_ft;
		open_log(&l, w, 2);
		for (int t = 0; t < 6 * HOUR; t++) {
			bool drilling = l.rig.phase == RIG_DRILLING;
			step(&l, &s);
			int missing = 0;
			for (int c = 0; c < CHANNELS; c++)
				missing += isnan(s.value[c]);
			assert_true(missing == CHANNELS - 20 + (l.sense.lost >= 0) - (w->test.psi > 0) || w->dirt.hold_s > 0);
			assert_true(l.rig.hole_ft >= hole && l.rig.hole_ft - hole < .5);
			hole = l.rig.hole_ft;
			assert_true(l.rig.bit_ft <= hole && l.rig.bit_ft >= 0);
			assert_true(hole - l.rig.bit_ft < 31 || l.rig.phase >= RIG_PULLING);
			assert_true(l.rig.block_ft > 0 && l.rig.block_ft < w->stand_ft + 20);
			assert_true(l.rig.torque_kft_lbf >= 0 && l.rig.torque_kft_lbf < 20);
			if (drilling) {
				assert_true(l.rig.bit_ft == hole && l.rig.rop_ft_h > 0);
				assert_true(l.rig.now.wob <= w->high.wob + 8 * (w->wob.sd + w->cycle.klbf) + .01);
			} else {
				assert_true(l.rig.rop_ft_h == 0 && (l.rig.now.wob == 0 || l.rig.phase == RIG_REAMING));
			}
		}
		assert_true(w->never_drills == (hole == w->start_ft));
		truth_free(&l.truth);
	}
}

static void test_connection(void **state)
{
	(void)state;
	struct log l;
	struct sample s = { { 0 } };
	int seen = 0, in_slips = 0;
	double low = 1e9, high = 0;

	open_log(&l, world_find("default", CAMPAIGN_PRODUCTION), 1);
	for (int t = 0; t < 8 * HOUR; t++) {
		enum rig_phase before = l.rig.phase;
		step(&l, &s);
		if (l.rig.phase == RIG_CONNECTION && before != RIG_CONNECTION)
			seen++;
		/* A while after the slips are set: pumps and table still, string in the slips, block on its way up. */
		if (l.rig.phase == RIG_CONNECTION && l.rig.slips && l.rig.hookload_klbf < 56) {
			in_slips++;
			assert_true(s.value[CH_RPM] == 0 && s.value[CH_FLOW_IN] == 0 && s.value[CH_SPM1] == 0);
			assert_true(fabs(s.value[CH_WOB]) < 1 && fabs(s.value[CH_SPP]) < 100);
			assert_true(l.rig.hole_ft - l.rig.bit_ft > 7 && l.rig.hole_ft - l.rig.bit_ft < 9);
			low = fmin(low, l.rig.block_ft);
			high = fmax(high, l.rig.block_ft);
		}
	}
	assert_true(seen >= 4 && in_slips > 60 * seen);
	assert_true(low < 15 && high > 95);
	assert_int_equal((int)json_array_size(l.truth.connections), seen);
	truth_free(&l.truth);
}

/* Median d-exponent and MSE of a layer from the channels, away from its top. */
static void check_layer(const struct world *w, const double *d, const double *mse, size_t n, int layer, bool in_range)
{
	double median = stats_median(d, n), energy = stats_median(mse, n);

	if (n < 120)
		return;
	if (fabs(median / w->layers[layer].d_exp - 1) > .05)
		fail_msg("%s: %s: d %g, not %g", w->name, w->layers[layer].name, median, w->layers[layer].d_exp);
	if (in_range && !(energy > 10e3 && energy < 100e3))
		fail_msg("%s: %s: MSE %g", w->name, w->layers[layer].name, energy);
}

static void check_world(const struct world *w, int hours, bool in_range)
{
	struct log l;
	struct sample s = { { 0 } };
	double *d = calloc((size_t)hours * HOUR, sizeof *d), *mse = calloc((size_t)hours * HOUR, sizeof *mse);
	size_t n = 0;
	long layer = 0;
	int layers = world_layers(w), checked = 0;

	assert_true(d && mse);
	open_log(&l, w, 1);
	for (int t = 0; t < hours * HOUR; t++) {
		step(&l, &s);
		const double *v = s.value;
		struct settings set = { v[CH_WOB], v[CH_RPM], v[CH_FLOW_IN] };
		double into = l.rig.hole_ft - w->start_ft - rock_top(w->layers, layers, l.rig.layer);
		if (l.rig.layer != layer) {
			check_layer(w, d, mse, n, (int)(layer % layers), in_range);
			checked += n >= 120;
			n = 0;
			layer = l.rig.layer;
		}
		if (l.rig.phase != RIG_DRILLING || l.rig.steady_s < 60 || into < w->layers[layer % layers].gradual_ft + .3)
			continue;
		double one = rock_d_exp(w->bit_in, &set, v[CH_ROP]);
		double other = rock_mse(w->bit_in, &set, v[CH_TORQUE], v[CH_ROP]);
		if (isfinite(one) && isfinite(other)) {
			d[n] = one;
			mse[n++] = other;
		}
	}
	check_layer(w, d, mse, n, (int)(layer % layers), in_range);
	assert_true(checked + (n >= 120) > 0);
	free(d);
	free(mse);
	truth_free(&l.truth);
}

static void test_channels_say_the_rock(void **state)
{
	(void)state;
	check_world(world_find("default", CAMPAIGN_PRODUCTION), 10, true);
	check_world(world_find("constant", CAMPAIGN_PRODUCTION), 6, true);
	check_world(world_find("soft_to_hard", CAMPAIGN_PRODUCTION), 4, true);
	check_world(world_find("unstable", CAMPAIGN_PRODUCTION), 4, true);
	check_world(world_find("weak", CAMPAIGN_PRODUCTION), 4, true);
	check_world(world_find("connections", CAMPAIGN_PRODUCTION), 12, false);
	check_world(world_find("default", CAMPAIGN_PLUG_ABANDONMENT), 8, false);
}

/* Lag-1 autocorrelation of ln(ROP / true ROP): the table's phi comes through the rig. */
static void test_realized_phi(void **state)
{
	(void)state;
	const struct world *w = world_find("constant", CAMPAIGN_PRODUCTION);
	struct log l;
	struct sample s = { { 0 } };
	double previous = NAN, mean = 0, c0 = 0, c1 = 0, n = 0;

	open_log(&l, w, 4);
	for (int t = 0; t < 60 * HOUR; t++) {
		step(&l, &s);
		if (l.rig.phase != RIG_DRILLING || !(l.rig.rop_ft_h > 0)) {
			previous = NAN;
			continue;
		}
		double e = log(l.rig.rop_ft_h / l.rig.true_rop_ft_h) + w->rop.sd * w->rop.sd / 2;
		if (!isnan(previous)) {
			mean += e;
			c0 += e * e;
			c1 += e * previous;
			n++;
		}
		previous = e;
	}
	assert_true(fabs(c1 / c0 - w->rop.phi) < .005);
	assert_true(fabs(sqrt(c0 / n) - w->rop.sd) < .01);
	assert_true(fabs(mean / n) < .01);
	truth_free(&l.truth);
}

/* The truth's best drilled point is the fastest of those it lists, and its gain is over their time-share mean. */
static void test_truth(void **state)
{
	(void)state;
	struct log l;
	struct sample s = { { 0 } };
	json_t *o = json_object(), *layer, *p;
	size_t i, k;

	open_log(&l, world_find("default", CAMPAIGN_PRODUCTION), 3);
	for (int t = 0; t < 9 * HOUR; t++)
		step(&l, &s);
	assert_true(truth_put(&l.truth, &l.rig, &l.sense, &l.mess, o));
	assert_true(json_array_size(json_object_get(o, "layers")) >= 5);
	json_array_foreach(json_object_get(o, "layers"), i, layer) {
		const json_t *best = json_object_get(layer, "best_drilled"), *allowed = json_object_get(layer, "best_allowed");
		double top = 0, seconds = 0, sum = 0;
		json_array_foreach(json_object_get(layer, "points"), k, p) {
			top = fmax(top, json_get_number(p, "rop_ft_h"));
			seconds += json_get_number(p, "steady_s");
			sum += json_get_number(p, "steady_s") * json_get_number(p, "rop_ft_h");
			assert_true(json_get_number(p, "visits") >= 1);
		}
		assert_true(json_get_number(best, "rop_ft_h") == top);
		assert_true(fabs(json_get_number(best, "gain_rop") - (top / (sum / seconds) - 1)) < 1e-12);
		assert_true(json_get_number(allowed, "rop_ft_h") >= top);
		assert_true(seconds <= json_get_number(layer, "drilled_s"));
		assert_true(json_get_number(layer, "end_ts") > json_get_number(layer, "top_ts"));
	}
	json_decref(o);
	truth_free(&l.truth);
}

/* What the scenarios are for. */
static void test_scenarios(void **state)
{
	(void)state;
	struct log l;
	struct sample s = { { 0 } };
	int clean[12] = { 0 };

	open_log(&l, world_find("connections", CAMPAIGN_PRODUCTION), 1);
	for (int t = 0; t < 12 * HOUR; t++) {
		step(&l, &s);
		clean[t / HOUR] += l.rig.phase == RIG_DRILLING;
	}
	for (int h = 0; h < 12; h++)
		assert_true(clean[h] > 60 && clean[h] < 360);
	truth_free(&l.truth);

	open_log(&l, world_find("weak", CAMPAIGN_PRODUCTION), 1);
	for (int h = 0; h < 12; h++)
		clean[h] = 0;
	for (int t = 0; t < 12 * HOUR; t++) {
		step(&l, &s);
		clean[t / HOUR] += l.rig.phase == RIG_DRILLING;
	}
	for (int h = 0; h < 12; h++)
		assert_true(clean[h] >= 400 && clean[h] < 500);
	truth_free(&l.truth);

	open_log(&l, world_find("unstable", CAMPAIGN_PRODUCTION), 1);
	for (int t = 0; t < 8 * HOUR; t++)
		step(&l, &s);
	for (size_t i = 0; i < l.truth.n; i++)
		assert_true(l.truth.layer[i].drilled_s < 360);
	truth_free(&l.truth);
}

/* Two weeks in one rock: what goes with depth stays within what the channel's table holds plausible, and so does the pace. */
static void test_long(void **state)
{
	(void)state;
	enum { HOURS = 336 };
	static const enum channel deep[] = { CH_BIT_DEPTH, CH_HOLE_DEPTH, CH_BLOCK, CH_ROP, CH_HOOKLOAD, CH_SPP };
	const struct world *w = world_find("constant", CAMPAIGN_PRODUCTION);
	struct log l;
	struct sample s = { { 0 } };
	double half = 0;

	open_log(&l, w, 6);
	for (int t = 0; t < HOURS * HOUR; t++) {
		step(&l, &s);
		if (t == HOURS * HOUR / 2)
			half = l.rig.hole_ft;
		for (size_t k = 0; k < sizeof deep / sizeof deep[0]; k++) {
			const struct channel_info *i = &channel_table[deep[k]];
			double v = s.value[deep[k]];
			if (i->low < i->high && !isnan(v) && !(v >= i->low - 100 && v <= i->high))
				fail_msg("%s %g after %d h", i->name, v, t / HOUR);
		}
		assert_true(s.value[CH_TANK] > 250 || isnan(s.value[CH_TANK]));
	}
	assert_true(fabs((l.rig.hole_ft - half) / (half - w->start_ft) - 1) < .1);
	truth_free(&l.truth);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_rig_never_does), cmocka_unit_test(test_connection),
		cmocka_unit_test(test_channels_say_the_rock), cmocka_unit_test(test_realized_phi), cmocka_unit_test(test_truth),
		cmocka_unit_test(test_scenarios), cmocka_unit_test(test_long),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
