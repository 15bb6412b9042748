/* weigh_test.c - likeness and age against figures worked out by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "weigh.h"

static const struct traits open_question = { .depth = { NAN, NAN }, .d_exponent = NAN, .bit_diameter = NAN };

static void close_to(double got, double want)
{
	if (!(fabs(got - want) <= 1e-4))
		fail_msg("%.6f is not %.6f", got, want);
}

static void nothing_asked_is_one(void **state)
{
	struct traits is = open_question;

	(void)state;
	close_to(weigh_likeness(&open_question, &is).likeness, 1);
}

static void depth(void **state)
{
	struct traits asked = open_question, is = open_question;

	(void)state;
	asked.depth[0] = asked.depth[1] = 8150;
	is.depth[0] = 8120;
	is.depth[1] = 8180;
	close_to(weigh_likeness(&asked, &is).depth, 1);
	asked.depth[0] = asked.depth[1] = 8680;         /* 500 ft below: 1/e */
	close_to(weigh_likeness(&asked, &is).depth, 0.367879);
	asked.depth[0] = asked.depth[1] = 7770;         /* 350 ft above: exp(-.7) */
	close_to(weigh_likeness(&asked, &is).depth, 0.496585);
	is.depth[0] = NAN;
	close_to(weigh_likeness(&asked, &is).depth, 0);
}

static void rock(void **state)
{
	struct traits asked = open_question, is = open_question;

	(void)state;
	asked.formation = "Hard Sandstone";
	is.formation = "Hard Sandstone";
	close_to(weigh_likeness(&asked, &is).rock, 1);
	asked.formation = "hard";
	close_to(weigh_likeness(&asked, &is).rock, 1);
	is.formation = "Medium Shale/Siltstone";
	close_to(weigh_likeness(&asked, &is).rock, 0.5);
	is.formation = "Soft Shale";
	close_to(weigh_likeness(&asked, &is).rock, 0.05);
	asked.formation = "Very Hard Formation";
	close_to(weigh_likeness(&asked, &is).rock, 0.01);
	is.formation = "Mixed";
	close_to(weigh_likeness(&asked, &is).rock, 0.4);
	asked.name = "Hugin Fm";
	close_to(weigh_likeness(&asked, &is).rock, 0.2);        /* no name there: half of .4 */
	is.name = "HUGIN FM";
	close_to(weigh_likeness(&asked, &is).rock, 1);
	is.name = "Draupne";
	close_to(weigh_likeness(&asked, &is).rock, 0.05);
}

static void d_exponent(void **state)
{
	struct traits asked = open_question, is = open_question;

	(void)state;
	asked.d_exponent = 1.5;
	close_to(weigh_likeness(&asked, &is).d, 0.6);
	is.d_exponent = 1.5 * exp(0.15);                /* one sd: exp(-1/2) */
	close_to(weigh_likeness(&asked, &is).d, 0.606531);
	is.d_exponent = 1.5 * exp(-0.3);                /* two: exp(-2) */
	close_to(weigh_likeness(&asked, &is).d, 0.135335);
}

static void bit_basis_campaign(void **state)
{
	struct traits asked = open_question, is = open_question;

	(void)state;
	asked.bit_diameter = 8.5;
	asked.bit_type = "PDC";
	close_to(weigh_likeness(&asked, &is).bit, 0.64);
	is.bit_diameter = 8.5 * exp(0.25);
	is.bit_type = "pdc";
	close_to(weigh_likeness(&asked, &is).bit, 0.367879);
	is.bit_type = "tricone";
	close_to(weigh_likeness(&asked, &is).bit, 0.110364);
	asked.rpm_basis = "surface";
	is.rpm_basis = "bit";
	asked.mse_basis = "surface";
	is.mse_basis = "motor_dp";
	close_to(weigh_likeness(&asked, &is).basis, 0.35);
	asked.campaign = "production";
	is.campaign = "plug_abandonment";
	close_to(weigh_likeness(&asked, &is).campaign, 0.05);
	/* all together: .110364 x .35 x .05 */
	close_to(weigh_likeness(&asked, &is).likeness, 0.0019314);
}

static void plug_and_abandonment(void **state)
{
	struct traits asked = open_question, is = open_question;

	(void)state;
	asked.well_type = is.well_type = "subsea";
	asked.barrier = "cement";
	is.barrier = "bridge_plug";
	close_to(weigh_likeness(&asked, &is).plug, 1);          /* only under that campaign */
	asked.campaign = is.campaign = "plug_abandonment";
	close_to(weigh_likeness(&asked, &is).plug, 0.3);
	is.barrier = NULL;
	is.well_type = "platform";
	close_to(weigh_likeness(&asked, &is).plug, 0.15);
}

static void age_and_strength(void **state)
{
	(void)state;
	close_to(weigh_age(-5), 1);
	close_to(weigh_age(365.25 * 86400), 0.5);
	close_to(weigh_age(2 * 365.25 * 86400), 0.25);
	close_to(weigh_strength(STRENGTH_STRONG), 1);
	close_to(weigh_strength(STRENGTH_SOME), 0.5);
	close_to(weigh_strength(STRENGTH_NONE), 0.25);
}

static void half_steps(void **state)
{
	struct point a = { 22, 120, 600 }, b = { 24, 120, 600 };

	(void)state;
	close_to(weigh_distance(&a, &b, 8.5), 1);               /* dW 4: 2 klbf are half a step */
	close_to(weigh_distance(&a, &b, NAN), 1);
	close_to(weigh_distance(&a, &b, 17), 0.5);              /* dW 8 */
	close_to(weigh_distance(&a, &b, 1), 2 / 0.75);          /* not under 1.5 */
	b = (struct point){ 22, 135, 600 };
	close_to(weigh_distance(&a, &b, 8.5), 1.5);
	b = (struct point){ 22, 120, 648.4 };                   /* 8 % of 624.2 is 49.936; 48.4 of it */
	close_to(weigh_distance(&a, &b, 8.5), 48.4 / (49.936 / 2));
	b.flow = NAN;
	close_to(weigh_distance(&a, &b, 8.5), 0);
	b.rpm = NAN;
	assert_true(isnan(weigh_distance(&a, &b, 8.5)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_asked_is_one), cmocka_unit_test(depth), cmocka_unit_test(rock), cmocka_unit_test(d_exponent),
		cmocka_unit_test(bit_basis_campaign), cmocka_unit_test(plug_and_abandonment), cmocka_unit_test(age_and_strength),
		cmocka_unit_test(half_steps),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
