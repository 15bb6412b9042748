/* derive_test.c - the physics against testdata/oracles/10_physics.json and its own edges. */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "derive.h"
#include "oracle.h"
#include "unit.h"

static const double tolerance = 1e-12;

static double num(const json_t *row, const char *key) { return oracle_number(row, key); }

/* A unit's factor to the base, by its column suffix. */
static double factor(const char *suffix, enum quantity quantity)
{
	const struct unit *u = unit_by_suffix(suffix, strlen(suffix), quantity);

	assert_non_null(u);
	return u->factor / u->divisor;
}

static void check_mse(const json_t *row)
{
	oracle_close(derive_mse(num(row, "wob_lbf") / 1e3, num(row, "torque_ftlbf") / 1e3, num(row, "rpm"), num(row, "rop_fthr"),
		num(row, "dia_in")), num(row, "mse_psi"), tolerance, 0);
	oracle_close(derive_mse(num(row, "wob_lbf") / 1e3, 0, num(row, "rpm"), num(row, "rop_fthr"), num(row, "dia_in")),
		num(row, "axial_psi"), tolerance, 0);
}

static void check_dexp(const json_t *row)
{
	double d = derive_d_exponent(num(row, "rop_fthr"), num(row, "rpm"), num(row, "wob_lbf") / 1e3, num(row, "dia_in"));

	oracle_close(d, num(row, "d"), tolerance, 0);
	if (json_object_get(row, "dxc"))
		oracle_close(derive_dxc(d, num(row, "mud_ppg"), num(row, "normal_ppg")), num(row, "dxc"), tolerance, 0);
}

static void check_motor(const json_t *row)
{
	double rpm = derive_bit_rpm(num(row, "surface_rpm"), num(row, "rev_per_gal"), num(row, "flow_gpm"));
	double torque = derive_motor_torque(num(row, "diff_psi"), num(row, "dpmax_psi") / (num(row, "tmax_ftlbf") / 1e3));

	oracle_close(rpm, num(row, "bit_rpm"), tolerance, 0);
	oracle_close(torque, num(row, "bit_torque_ftlbf") / 1e3, tolerance, 0);
	oracle_close(derive_mse(num(row, "wob_lbf") / 1e3, torque, rpm, num(row, "rop_fthr"), num(row, "dia_in")),
		num(row, "mse_psi"), tolerance, 0);
}

static void check_friction(const json_t *row)
{
	double wob = num(row, "wob_lbf") / 1e3, torque = derive_friction_torque(num(row, "mu"), wob, num(row, "dia_in"));

	oracle_close(torque, num(row, "torque_ftlbf") / 1e3, tolerance, 0);
	oracle_close(derive_mse(wob, torque, num(row, "rpm"), num(row, "rop_fthr"), num(row, "dia_in")), num(row, "mse_psi"),
		tolerance, 0);
}

/* The same energy from SI values: the units' factors and the formula's constants agree. */
static void check_si(const json_t *row)
{
	double newton_lbf = 4.4482216152605, foot_m = factor("m", Q_LENGTH), psi_kpa = factor("kpa", Q_PRESSURE);
	double mse = derive_mse(num(row, "wob_N") / newton_lbf / 1e3, num(row, "torque_Nm") / 1e3 * factor("kn_m", Q_TORQUE),
		60 * num(row, "rev_per_s"), num(row, "rop_m_s") * 3600 * factor("m_h", Q_SPEED),
		num(row, "dia_m") * 1000 * factor("mm", Q_DIAMETER));

	oracle_close(mse, num(row, "mse_psi"), tolerance, 0);
	oracle_close(mse, num(row, "mse_Pa") / 1e3 * psi_kpa, tolerance, 0);
	oracle_close(factor("m_h", Q_SPEED), foot_m, tolerance, 0);
}

/* Energy over volume is the mean of MSE weighted by ROP: what a mean of samples gets wrong. */
static void check_block(const json_t *row)
{
	double fast = derive_mse(0, 6, 120, 60, 8.5), slow = derive_mse(0, 6, 120, 2, 8.5);

	oracle_close((50 * fast + 10 * slow) / 60, num(row, "mean_of_samples_psi"), tolerance, 0);
	oracle_close((50 * fast * 60 + 10 * slow * 2) / (50 * 60 + 10 * 2), num(row, "energy_over_volume_psi"), tolerance, 0);
}

static void check_factors(const json_t *row)
{
	oracle_close(factor("m", Q_LENGTH), 1 / num(row, "ft_to_m"), tolerance, 0);
	oracle_close(factor("kkgf", Q_FORCE), num(row, "kkgf_to_klbf"), tolerance, 0);
	oracle_close(factor("kn", Q_FORCE), 1 / num(row, "klbf_to_kN"), tolerance, 0);
	oracle_close(factor("kn_m", Q_TORQUE), 1 / num(row, "ftlbf_to_Nm"), tolerance, 0);
	oracle_close(factor("kpa", Q_PRESSURE), 1e3 / num(row, "psi_to_Pa"), tolerance, 0);
	oracle_close(factor("l_min", Q_FLOW), 1 / (num(row, "gpm_to_m3s") * 6e4), tolerance, 0);
	oracle_close(factor("kg_m3", Q_DENSITY), 1 / num(row, "ppg_to_kgm3"), tolerance, 0);
	oracle_close(factor("m3", Q_VOLUME), 1 / num(row, "bbl_to_m3"), tolerance, 0);
}

static void agrees_with_oracle(void **state)
{
	static const struct { const char *kind; void (*check)(const json_t *); } checks[] = {
		{ "mse", check_mse }, { "dexp", check_dexp }, { "mse_motor", check_motor }, { "pessier_fear", check_friction },
		{ "mse_si", check_si }, { "mse_block", check_block }, { "unit_factors", check_factors },
	};
	json_t *table = oracle_load("10_physics.json"), *row;
	size_t i, seen = 0;

	(void)state;
	assert_non_null(table);
	json_array_foreach(table, i, row) {
		const char *kind = json_string_value(json_object_get(row, "kind"));

		if (strcmp(kind, "dexp_invalid") == 0) {
			assert_true(isnan(derive_d_exponent(num(row, "rop_fthr"), num(row, "rpm"), num(row, "wob_lbf") / 1e3,
				num(row, "dia_in"))));
			seen++;
		}
		for (size_t k = 0; k < sizeof checks / sizeof *checks; k++)
			if (strcmp(kind, checks[k].kind) == 0) {
				checks[k].check(row);
				seen++;
			}
	}
	assert_int_equal(seen, json_array_size(table));
	json_decref(table);
}

static void missing_is_nan(void **state)
{
	(void)state;
	assert_true(isnan(derive_mse(NAN, 3, 100, 50, 8.5)));
	assert_true(isnan(derive_mse(20, NAN, 100, 50, 8.5)));
	assert_true(isnan(derive_mse(20, 3, 100, 0, 8.5)));
	assert_true(isnan(derive_mse(20, 3, 100, -1, 8.5)));
	assert_true(isnan(derive_mse(20, 3, 100, 50, 0)));
	assert_true(isnan(derive_mse(20, 3, 100, 5e-324, 8.5)));
	assert_true(isnan(derive_d_exponent(50, NAN, 20, 8.5)));
	assert_true(isnan(derive_d_exponent(50, 100, 20, NAN)));
	assert_true(isnan(derive_d_exponent(50, 100, -20, 8.5)));
	assert_true(isnan(derive_d_exponent(-50, -100, 20, 8.5)));
	assert_true(isnan(derive_dxc(1.5, NAN, 9)));
	assert_true(isnan(derive_dxc(1.5, 0, 9)));
	assert_true(isnan(derive_motor_torque(500, NAN)));
	assert_true(isnan(derive_mse_efficiency(NAN, 5000)));
	assert_true(isnan(derive_mse_efficiency(5000, 0)));
}

static void efficiency_stops_at_100(void **state)
{
	(void)state;
	oracle_close(derive_mse_efficiency(12000, 48000), 25, 0, 0);
	oracle_close(derive_mse_efficiency(12000, 6000), 100, 0, 0);
}

static void hardness_of_the_plan(void **state)
{
	(void)state;
	assert_string_equal(derive_hardness(1.1999), "Soft Shale");
	assert_string_equal(derive_hardness(1.2), "Medium Shale/Siltstone");
	assert_string_equal(derive_hardness(1.6), "Hard Sandstone");
	assert_string_equal(derive_hardness(2.0), "Very Hard Formation");
	assert_null(derive_hardness(NAN));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_oracle), cmocka_unit_test(missing_is_nan),
		cmocka_unit_test(efficiency_stops_at_100), cmocka_unit_test(hardness_of_the_plan),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
