/* crew_test.c - what drillers and crews do: trials with a true gain, slides, reaming, trips for a new bit, pressure tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "crew.h"
#include "fault.h"
#include "json.h"
#include "truth.h"

enum { HOUR = 3600 };

static struct world world(const char *name, enum campaign campaign)
{
	const struct world *w = world_find(name, campaign);

	assert_non_null(w);
	return *w;
}

/* Mean true and realised ROP while a point was held steadily. */
struct tally { double seconds[WORLD_POINTS], feet[WORLD_POINTS]; };

static void drill(struct rig *r, double hours, struct tally *t)
{
	double hole;

	*t = (struct tally){ 0 };
	for (long i = 0; i < (long)(hours * HOUR); i++) {
		hole = r->hole_ft;
		rig_step(r);
		if (r->phase != RIG_DRILLING || r->steady_s <= 60)
			continue;
		t->seconds[r->point]++;
		t->feet[r->point] += r->hole_ft - hole;
	}
}

/* The gain of the table is the gain that is drilled: in trials and in ordinary drilling. */
static void test_gain(void **state)
{
	(void)state;
	static const struct { const char *name; int better, other; } cases[] = { { "trial", 0, 1 }, { "better_point", 2, 4 } };

	for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
		struct world w = world(cases[k].name, CAMPAIGN_PRODUCTION);
		struct tally t;
		struct rig r;
		rig_init(&r, &w, 5, 1);
		drill(&r, 200, &t);
		double better = t.feet[cases[k].better] / t.seconds[cases[k].better];
		double other = t.feet[cases[k].other] / t.seconds[cases[k].other];
		assert_true(fabs(better / other - 1.2) < .015);
	}
}

/* Trials begin on the hour and have four legs of equal length, A-B-A-B. */
static void test_trials(void **state)
{
	(void)state;
	struct world w = world("trial", CAMPAIGN_PRODUCTION);
	struct rig r;
	long visits = 0;
	double began = 0;

	w.trial_min = 40;
	rig_init(&r, &w, 1, 1);
	for (int t = 0; t < 30 * HOUR; t++) {
		bool drilling = r.phase == RIG_DRILLING;
		int point = r.point;
		rig_step(&r);
		if (!drilling && r.phase == RIG_DRILLING) {
			began = r.now_s;
			visits = r.visits;
			assert_int_equal(r.point, 0);
			assert_true(fmod(began, HOUR) < 60);
		} else if (drilling && r.point != point) {
			assert_int_equal(r.point, (r.visits - visits) % 2);
			assert_true(fabs(r.now_s - began - 600 * (double)(r.visits - visits)) <= 2);
		}
		if (drilling && r.phase != RIG_DRILLING)
			assert_true(r.phase == RIG_BETWEEN && fabs(r.now_s - began - 40 * 60) <= 2 && r.visits == visits + 3);
	}
	assert_true(r.hole_ft - w.start_ft > 29 * 35);
}

/* A world where nothing is better: every point drills and costs the same. */
static void test_no_better(void **state)
{
	(void)state;
	struct world w = world("no_better", CAMPAIGN_PRODUCTION);
	struct bit_rock bit = { w.bit_in, w.reference, &w.response };
	long index;
	struct rock rock = rock_at(w.layers, 1, 0, &index);

	for (int i = 0; i < world_points(&w); i++) {
		const struct settings *s = &w.points[i];
		double rop = rock_rop(&bit, &rock, s), torque = rock_torque(&bit, &rock, s) - w.response.off_bottom_kft_lbf;
		assert_true(fabs(rock_mse(w.bit_in, s, torque, rop) * .35 / rock.strength_psi - 1) < 1e-9);
		assert_true(rop == rock_rop(&bit, &rock, &w.points[0]));
	}
}

static void test_slides(void **state)
{
	(void)state;
	struct world w = world("slides", CAMPAIGN_PRODUCTION);
	struct rig r;
	double slid = 0, feet = 0, hole;

	rig_init(&r, &w, 2, 1);
	for (int t = 0; t < 48 * HOUR; t++) {
		hole = r.hole_ft;
		rig_step(&r);
		feet += r.hole_ft - hole;
		if (r.sliding) {
			slid += r.hole_ft - hole;
			assert_true(r.steady_s == 0);
		}
		assert_true(!(r.sliding && r.on_bottom_s > 60 && r.now.rpm > 0 && r.row_left_s > 0 && r.lift_ft > 0));
	}
	assert_true(fabs(slid / feet - .33) < .03);
}

/* Trips: to surface and back, a new bit, and the rate of the first again. */
static void test_bit_runs(void **state)
{
	(void)state;
	struct world w = world("bit_runs", CAMPAIGN_PRODUCTION);
	struct rig r;
	double highest = 0, first = 0, old = 0, new = 0;
	bool reamed = false;

	w.rop.sd = 0;
	rig_init(&r, &w, 2, 1);
	for (int t = 0; t < 30 * HOUR && r.bits < 2; t++) {
		rig_step(&r);
		highest = fmax(highest, r.lift_ft);
		reamed = reamed || r.phase == RIG_REAMING;
		if (r.phase != RIG_DRILLING || r.steady_s < 60)
			continue;
		double part = r.rop_ft_h / r.true_rop_ft_h;
		if (first == 0)
			first = part;
		if (r.bits == 0)
			old = part;
		else if (new == 0)
			new = part;
	}
	assert_int_equal(r.bits, 2);
	assert_true(reamed && highest > w.start_ft - w.stand_ft);
	assert_true(old < .85 && fabs(new / first - 1) < .01);
}

static void test_pressure(void **state)
{
	(void)state;
	struct world w = world("pressure_tests", CAMPAIGN_PLUG_ABANDONMENT);
	struct rig r;
	struct truth t;
	json_t *o, *event;
	size_t i;
	double psi[3600], held = 0;
	int n = 0, tests = 0;

	rig_init(&r, &w, 2, 1);
	assert_true(truth_init(&t, 0));
	for (int s = 0; s < 20 * HOUR; s++) {
		double before = r.casing_psi;
		rig_step(&r);
		assert_true(truth_add(&t, &r));
		/* The part that is shut in: pressure neither pumped up nor bled off. */
		if (r.phase == RIG_TESTING && before > 1000 && r.casing_psi <= before && r.casing_psi > .99 * before) {
			psi[n++] = r.casing_psi;
		} else if (n > 0 && r.phase != RIG_TESTING) {
			held = 1 - psi[900] / psi[0];
			assert_true(fabs(held - (tests % 2 ? .14 : .01)) < .002);
			tests++;
			n = 0;
		}
	}
	assert_true(tests >= 4);
	o = t.events;
	assert_true(json_array_size(o) >= 4);
	json_array_foreach(o, i, event) {
		assert_string_equal(json_get_text(event, "what"), "pressure_test");
		assert_true(json_is_true(json_object_get(event, "leaks")) == (i % 2 == 1));
		assert_true(fabs(json_get_number(event, "psi") - 1500) < 1);
	}
	truth_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gain), cmocka_unit_test(test_trials), cmocka_unit_test(test_no_better),
		cmocka_unit_test(test_slides), cmocka_unit_test(test_bit_runs), cmocka_unit_test(test_pressure),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
