/* rock_test.c - the bit in the rock: anchors, founder, whirl, hole cleaning, energy, and the best settings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "noise.h"
#include "rock.h"
#include "world.h"

static struct bit_rock bit_of(const struct world *w)
{
	return (struct bit_rock){ w->bit_in, w->reference, &w->response };
}

static const struct world *usual(void)
{
	return world_find("default", CAMPAIGN_PRODUCTION);
}

static void test_layers(void **state)
{
	(void)state;
	const struct layer l[] = { { "a", 10, 4, 1.2, 5e3, 20, 100 }, { "b", 20, 5, 1.6, 20e3, 30, 40 } };
	long index;
	struct rock r = rock_at(l, 2, 0, &index);

	assert_int_equal(index, 0);
	assert_true(r.d_exp == 1.2 && r.gamma_api == 100);      /* the first top is no change */
	r = rock_at(l, 2, 9.999, &index);
	assert_int_equal(index, 0);
	r = rock_at(l, 2, 10, &index);
	assert_int_equal(index, 1);
	assert_true(fabs(r.d_exp - 1.2) < 1e-12);               /* a gradual top begins as the layer above */
	r = rock_at(l, 2, 12.5, &index);
	assert_true(fabs(r.d_exp - 1.4) < 1e-12 && fabs(r.strength_psi - 10e3) < 1e-6 && fabs(r.gamma_api - 70) < 1e-9);
	r = rock_at(l, 2, 15, &index);
	assert_true(r.d_exp == 1.6 && r.strength_psi == 20e3);
	r = rock_at(l, 2, 34, &index);                          /* the layers repeat, changes and all */
	assert_int_equal(index, 2);
	assert_true(r.d_exp == 1.2);
	r = rock_at(l, 2, 32, &index);
	assert_true(fabs(r.d_exp - 1.4) < 1e-12);
	assert_true(rock_top(l, 2, 0) == 0 && rock_top(l, 2, 1) == 10 && rock_top(l, 2, 2) == 30 && rock_top(l, 2, 3) == 40);
}

/* Worked examples of the literature. */
static void test_formulas(void **state)
{
	(void)state;
	struct settings a = { 35, 120, 0 }, b = { 20, 120, 0 }, c = { 20, 110, 0 };

	assert_true(fabs(rock_mse(8.5, &a, 4.5, 50) - 72367.66) < .005);
	assert_true(fabs(rock_mse(8.5, &b, 3, 80) - 30248.65) < .005);
	assert_true(fabs(rock_d_exp(8.5, &a, 30) - 1.8222834) < 1e-7);
	assert_true(fabs(rock_d_exp(8.5, &c, 90) - 1.2040357) < 1e-7);
	assert_true(isnan(rock_mse(8.5, &a, 4.5, 0)) && isnan(rock_d_exp(8.5, &a, 0)) && isnan(rock_d_exp(8.5, &a, 1e5)));
}

/* At the reference settings d is the table's, and MSE less the string's own torque is strength / 0.35. */
static void test_anchors(void **state)
{
	(void)state;
	const struct world *w;

	for (int k = 0; (w = world_row(k)); k++) {
		struct bit_rock bit = bit_of(w);
		for (int i = 0; i < world_layers(w); i++) {
			long index;
			struct rock rock = rock_at(&w->layers[i], 1, 0, &index);
			double rop = rock_rop(&bit, &rock, &w->reference), torque = rock_torque(&bit, &rock, &w->reference);
			double mse = rock_mse(w->bit_in, &w->reference, torque - w->response.off_bottom_kft_lbf, rop);
			assert_true(fabs(rock_d_exp(w->bit_in, &w->reference, rop) - rock.d_exp) < 1e-12);
			assert_true(fabs(mse * .35 / rock.strength_psi - 1) < 1e-9);
		}
	}
}

static void test_response(void **state)
{
	(void)state;
	const struct world *w = usual();
	struct bit_rock bit = bit_of(w);
	long index;
	struct rock rock = rock_at(w->layers, world_layers(w), 0, &index);
	struct settings s = { 10, 120, w->response.flow_best };
	double low, high, past;

	low = rock_rop(&bit, &rock, &s);
	s.wob = rock.founder_klbf;
	high = rock_rop(&bit, &rock, &s);
	assert_true(rock_past_founder(&bit, &rock, &s) == 0);
	s.wob = rock.founder_klbf + 5;
	past = rock_rop(&bit, &rock, &s);
	assert_true(low < high && past < high);
	assert_true(rock_past_founder(&bit, &rock, &s) > 0);
	/* Past the founder point the same energy makes less hole. */
	assert_true(rock_mse(8.5, &s, rock_torque(&bit, &rock, &s), past) >
		rock_mse(8.5, &(struct settings){ rock.founder_klbf, 120, s.flow }, rock_torque(&bit, &rock,
			&(struct settings){ rock.founder_klbf, 120, s.flow }), high));
	/* A badly cleaned bit founders sooner. */
	s = (struct settings){ rock.founder_klbf - .5, 120, .8 * w->response.flow_best };
	assert_true(rock_past_founder(&bit, &rock, &s) > 0);
	/* Speed helps up to whirl. */
	s = (struct settings){ 18, 100, 580 };
	low = rock_rop(&bit, &rock, &s);
	s.rpm = w->response.whirl_rpm;
	high = rock_rop(&bit, &rock, &s);
	s.rpm += 30;
	assert_true(low < high && rock_rop(&bit, &rock, &s) < high);
	/* Nothing turns or nothing pushes: no hole, and only the string's torque. */
	s = (struct settings){ 0, 120, 580 };
	assert_true(rock_rop(&bit, &rock, &s) == 0 && rock_torque(&bit, &rock, &s) == w->response.off_bottom_kft_lbf);
	s = (struct settings){ 0, 0, 0 };
	assert_true(rock_rop(&bit, &rock, &s) == 0 && rock_torque(&bit, &rock, &s) == 0
		&& rock_past_founder(&bit, &rock, &s) == 0);
}

/* No random point of the box drills faster than the best, in every layer of every world. */
static void test_best(void **state)
{
	(void)state;
	enum { TRIES = 20000 };
	const struct world *w;
	struct prng p;

	prng_seed(&p, 5, 0);
	for (int k = 0; (w = world_row(k)); k++) {
		struct bit_rock bit = bit_of(w);
		for (int i = 0; i < world_layers(w); i++) {
			long index;
			struct rock rock = rock_at(&w->layers[i], 1, 0, &index);
			struct settings best;
			assert_true(rock_best(&bit, &rock, &w->low, &w->high, &best) == !w->response.flat);
			if (w->response.flat)
				continue;
			assert_true(best.wob >= w->low.wob && best.wob <= w->high.wob);
			double top = rock_rop(&bit, &rock, &best);
			for (int t = 0; t < TRIES; t++) {
				struct settings s = { prng_between(&p, w->low.wob, w->high.wob),
					prng_between(&p, w->low.rpm, w->high.rpm), prng_between(&p, w->low.flow, w->high.flow) };
				assert_true(rock_rop(&bit, &rock, &s) <= top * 1.0005);
			}
		}
	}
}

static void test_flat(void **state)
{
	(void)state;
	const struct world *w = world_find("no_effect", CAMPAIGN_PRODUCTION);
	struct bit_rock bit = bit_of(w);
	long index;
	struct rock rock = rock_at(w->layers, world_layers(w), 0, &index);
	double rop = rock_rop(&bit, &rock, &w->points[0]);

	for (int i = 1; i < world_points(w); i++)
		assert_true(rock_rop(&bit, &rock, &w->points[i]) == rop);
}

/* Another bit: the same ROP and MSE at the same weight per inch and flow per square inch. */
static void test_other_bit(void **state)
{
	(void)state;
	const struct world *small = usual();
	struct world big = world_on_bit(small, 17);
	struct bit_rock a = bit_of(small), b = bit_of(&big);
	long index;
	struct rock ra = rock_at(small->layers, world_layers(small), 100, &index);
	struct rock rb = rock_at(big.layers, world_layers(&big), 100, &index);

	for (int i = 0; i < world_points(small); i++) {
		assert_true(fabs(rock_rop(&a, &ra, &small->points[i]) / rock_rop(&b, &rb, &big.points[i]) - 1) < 1e-12);
		assert_true(big.points[i].wob == 2 * small->points[i].wob && big.points[i].flow == 4 * small->points[i].flow);
	}
}

static void test_table(void **state)
{
	(void)state;
	const struct world *w, *other;

	for (int k = 0; (w = world_row(k)); k++) {
		assert_true(world_layers(w) > 0 && world_points(w) > 0 && w->about && w->stand_ft > 0 && w->connection_s > 0);
		assert_true(w->dwell_s[0] > 0 && w->dwell_s[0] <= w->dwell_s[1] && w->rop.phi < 1 && w->wob.phi < 1);
		for (int i = 0; i < world_points(w); i++)
			assert_true(w->points[i].wob >= w->low.wob && w->points[i].wob <= w->high.wob &&
				w->points[i].rpm >= w->low.rpm && w->points[i].rpm <= w->high.rpm &&
				w->points[i].flow >= w->low.flow && w->points[i].flow <= w->high.flow);
		for (int j = k + 1; (other = world_row(j)); j++)
			assert_true(world_find(other->name, other->campaign) == other);
	}
	assert_null(world_find("default", CAMPAIGN_IDLE));
	assert_null(world_row(-1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layers), cmocka_unit_test(test_formulas), cmocka_unit_test(test_anchors),
		cmocka_unit_test(test_response), cmocka_unit_test(test_best), cmocka_unit_test(test_flat),
		cmocka_unit_test(test_other_bit), cmocka_unit_test(test_table),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
