/* unit_test.c - factors against oracle 10 and the definitions, spellings of real headers, values of options. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "oracle.h"
#include "unit.h"

static double factor(const char *suffix, enum quantity q)
{
	const struct unit *u = unit_by_suffix(suffix, strlen(suffix), q);

	if (u)
		return u->factor / u->divisor;
	fail_msg("no unit %s of %s", suffix, quantity_name(q));
	return NAN;
}

static void factors_of_the_oracle(void **state)
{
	json_t *table = oracle_load("10_physics.json"), *row, *f = NULL;
	size_t k;

	(void)state;
	assert_non_null(table);
	json_array_foreach(table, k, row)
		if (strcmp(json_string_value(json_object_get(row, "kind")), "unit_factors") == 0)
			f = row;
	assert_non_null(f);
	oracle_close(1 / factor("kn", Q_FORCE), oracle_number(f, "klbf_to_kN"), 3e-16, 0);
	oracle_close(0.001 / factor("n", Q_FORCE), oracle_number(f, "lbf_to_N"), 3e-16, 0);
	oracle_close(factor("kkgf", Q_FORCE), oracle_number(f, "kkgf_to_klbf"), 3e-16, 0);
	oracle_close(1 / factor("m", Q_LENGTH), oracle_number(f, "ft_to_m"), 3e-16, 0);
	oracle_close(1 / factor("m", Q_DIAMETER), oracle_number(f, "in_to_m"), 3e-16, 0);
	oracle_close(0.001 / factor("n_m", Q_TORQUE), oracle_number(f, "ftlbf_to_Nm"), 3e-16, 0);
	oracle_close(1 / factor("pa", Q_PRESSURE), oracle_number(f, "psi_to_Pa"), 3e-16, 0);
	oracle_close(1 / factor("m3_s", Q_FLOW), oracle_number(f, "gpm_to_m3s"), 4e-16, 0);
	oracle_close(1 / factor("kg_m3", Q_DENSITY), oracle_number(f, "ppg_to_kgm3"), 4e-16, 0);
	oracle_close(1 / factor("m3", Q_VOLUME), oracle_number(f, "bbl_to_m3"), 4e-16, 0);
	oracle_close(1 / factor("m_s", Q_SPEED), oracle_number(f, "fthr_to_ms"), 4e-16, 0);
	json_decref(table);
}

/* What WITSML calls its units, in SI: a base unit of ours in SI over their factor. */
static void units_of_witsml(void **state)
{
	static const struct { const char *name; enum quantity q; double si, base_si; } table[] = {
		{ "m", Q_LENGTH, 1, 0.3048 }, { "ft", Q_LENGTH, 0.3048, 0.3048 },
		{ "m/h", Q_SPEED, 1 / 3600.0, 0.3048 / 3600 }, { "ft/h", Q_SPEED, 0.3048 / 3600, 0.3048 / 3600 },
		{ "m/s", Q_SPEED, 1, 0.3048 / 3600 }, { "m/min", Q_SPEED, 1 / 60.0, 0.3048 / 3600 },
		{ "kdaN", Q_FORCE, 1e4, 4448.2216152605 }, { "kN", Q_FORCE, 1e3, 4448.2216152605 },
		{ "N", Q_FORCE, 1, 4448.2216152605 }, { "klbf", Q_FORCE, 4448.2216152605, 4448.2216152605 },
		{ "t", Q_FORCE, 9806.65, 4448.2216152605 }, { "kgf", Q_FORCE, 9.80665, 4448.2216152605 },
		{ "kN.m", Q_TORQUE, 1e3, 4448.2216152605 * 0.3048 }, { "N.m", Q_TORQUE, 1, 4448.2216152605 * 0.3048 },
		{ "J", Q_TORQUE, 1, 4448.2216152605 * 0.3048 }, { "kft.lbf", Q_TORQUE, 1355.8179483314004, 1355.8179483314004 },
		{ "ft.lbf", Q_TORQUE, 1.3558179483314004, 1355.8179483314004 },
		{ "rpm", Q_ROTATION, 1 / 60.0, 1 / 60.0 }, { "c/min", Q_ROTATION, 1 / 60.0, 1 / 60.0 },
		{ "rev/min", Q_ROTATION, 1 / 60.0, 1 / 60.0 }, { "Hz", Q_ROTATION, 1, 1 / 60.0 },
		{ "rad/s", Q_ROTATION, 0.15915494309189535, 1 / 60.0 }, { "1/s", Q_STROKES, 1, 1 / 60.0 },
		{ "Hz", Q_STROKES, 1, 1 / 60.0 }, { "1/min", Q_STROKES, 1 / 60.0, 1 / 60.0 },
		{ "L/min", Q_FLOW, 1e-3 / 60, 3.785411784e-3 / 60 }, { "m3/min", Q_FLOW, 1 / 60.0, 3.785411784e-3 / 60 },
		{ "m3/s", Q_FLOW, 1, 3.785411784e-3 / 60 }, { "gal/min", Q_FLOW, 3.785411784e-3 / 60, 3.785411784e-3 / 60 },
		{ "galUS/min", Q_FLOW, 3.785411784e-3 / 60, 3.785411784e-3 / 60 },
		{ "galUK/min", Q_FLOW, 4.54609e-3 / 60, 3.785411784e-3 / 60 }, { "m3/d", Q_FLOW, 1 / 86400.0, 3.785411784e-3 / 60 },
		{ "kPa", Q_PRESSURE, 1e3, 6894.757293168361 }, { "Pa", Q_PRESSURE, 1, 6894.757293168361 },
		{ "psi", Q_PRESSURE, 6894.757293168361, 6894.757293168361 }, { "bar", Q_PRESSURE, 1e5, 6894.757293168361 },
		{ "MPa", Q_PRESSURE, 1e6, 6894.757293168361 },
		{ "kg/m3", Q_DENSITY, 1, 119.82642731689663 }, { "g/cm3", Q_DENSITY, 1e3, 119.82642731689663 },
		{ "lbm/gal", Q_DENSITY, 119.82642731689663, 119.82642731689663 },
		{ "ppg", Q_DENSITY, 119.82642731689663, 119.82642731689663 }, { "g/L", Q_DENSITY, 1, 119.82642731689663 },
		{ "m3", Q_VOLUME, 1, 0.158987294928 }, { "bbl", Q_VOLUME, 0.158987294928, 0.158987294928 },
		{ "gAPI", Q_GAMMA, 1, 1 }, { "%", Q_PERCENT, 0.01, 0.01 }, { "Euc", Q_PERCENT, 1, 0.01 },
		{ "Euc", Q_GAS, 1, 0.01 }, { "ppm", Q_GAS, 1e-6, 0.01 },
	};

	(void)state;
	for (size_t k = 0; k < sizeof table / sizeof *table; k++) {
		const struct unit *u = unit_by_text(table[k].name, strlen(table[k].name), table[k].q);

		if (!u) {
			fail_msg("%s is no unit of %s", table[k].name, quantity_name(table[k].q));
			return;
		}
		oracle_close(u->factor / u->divisor, table[k].si / table[k].base_si, 6e-16, 0);
	}
}

static void factors_by_definition(void **state)
{
	(void)state;
	oracle_close(factor("kdan", Q_FORCE), 10 / 4.4482216152605, 3e-16, 0);
	oracle_close(factor("kdan", Q_FORCE), 2.24809, 1e-6, 0);
	oracle_close(factor("kgf", Q_FORCE), 0.0022046226218487758, 3e-16, 0);
	oracle_close(factor("kn_m", Q_TORQUE), 0.73756214927726542, 4e-16, 0);
	oracle_close(factor("kpa", Q_PRESSURE), 0.14503773773020923, 4e-16, 0);
	oracle_close(factor("bar", Q_PRESSURE), 14.503773773020923, 4e-16, 0);
	oracle_close(factor("l_min", Q_FLOW), 1 / 3.785411784, 3e-16, 0);
	oracle_close(factor("bbl_min", Q_FLOW), 42, 0, 0);
	oracle_close(factor("ft3_min", Q_FLOW), 7.4805194805194805, 3e-16, 0);
	oracle_close(factor("pcf", Q_DENSITY), 0.13368055555555555, 3e-16, 0);
	oracle_close(71.08 * factor("pcf", Q_DENSITY), 9.50201388888889, 1e-14, 0);
	oracle_close(factor("sg", Q_DENSITY), 8.3454044520193325, 1e-15, 0);
	oracle_close(unit_to_base(unit_by_suffix("degc", 4, Q_TEMPERATURE), 100), 212, 1e-15, 0);
	oracle_close(unit_from_base(unit_by_suffix("degc", 4, Q_TEMPERATURE), 32), 0, 0, 1e-14);
	oracle_close(unit_to_base(unit_by_suffix("k", 1, Q_TEMPERATURE), 273.15), 32, 1e-12, 0);
}

/* The base of each quantity is its first unit and has factor 1. */
static void bases(void **state)
{
	(void)state;
	for (int q = Q_NONE + 1; q <= Q_GAS; q++) {
		const struct unit *u = unit_base((enum quantity)q);

		assert_non_null(u);
		assert_true(u->factor == 1 && u->offset == 0);
		assert_string_not_equal(quantity_name((enum quantity)q), "number");
	}
	assert_null(unit_base(Q_NONE));
}

static void spellings(void **state)
{
	static const struct { const char *text; enum quantity q; const char *suffix; } seen[] = {
		{ "kkgf", Q_FORCE, "kkgf" }, { "(k-lbs)", Q_FORCE, "klbf" }, { "klb", Q_FORCE, "klbf" },
		{ "(kg)", Q_FORCE, "kgf" }, { "KDN", Q_FORCE, "kdan" }, { "KLB", Q_FORCE, "klbf" },
		{ "ft.lbf", Q_TORQUE, "ft_lbf" }, { "ft-lbs", Q_TORQUE, "ft_lbf" }, { "kN.m", Q_TORQUE, "kn_m" },
		{ "kN\xC2\xB7m", Q_TORQUE, "kn_m" }, { "KNM", Q_TORQUE, "kn_m" }, { "KFLB", Q_TORQUE, "kft_lbf" },
		{ "L/min", Q_FLOW, "l_min" }, { "(liters/min)", Q_FLOW, "l_min" }, { "(gal/min)", Q_FLOW, "gpm" },
		{ "L/M", Q_FLOW, "l_min" }, { "GPM", Q_FLOW, "gpm" }, { "m\xC2\xB3/min", Q_FLOW, "m3_min" },
		{ "g/cm3", Q_DENSITY, "g_cm3" }, { "KGM3", Q_DENSITY, "kg_m3" }, { "kg/m\xC2\xB3", Q_DENSITY, "kg_m3" },
		{ "kg/m^3", Q_DENSITY, "kg_m3" }, { "PPG", Q_DENSITY, "ppg" }, { "sg", Q_DENSITY, "sg" },
		{ "pcf", Q_DENSITY, "pcf" }, { "lb/ft3", Q_DENSITY, "pcf" },
		{ "m/h", Q_SPEED, "m_h" }, { "M/HR", Q_SPEED, "m_h" }, { "F/HR", Q_SPEED, "ft_h" }, { "ft/hr", Q_SPEED, "ft_h" },
		{ " degC", Q_TEMPERATURE, "degc" }, { "degF)", Q_TEMPERATURE, "degf" }, { "\xC2\xB0" "C", Q_TEMPERATURE, "degc" },
		{ "DEGF", Q_TEMPERATURE, "degf" }, { "gAPI", Q_GAMMA, "api" }, { "(bbls)", Q_VOLUME, "bbl" },
		{ "M3", Q_VOLUME, "m3" }, { "BBL", Q_VOLUME, "bbl" }, { "(KPa)", Q_PRESSURE, "kpa" }, { "PSI", Q_PRESSURE, "psi" },
		{ "MM", Q_DIAMETER, "mm" }, { "IN", Q_DIAMETER, "in" }, { "M", Q_LENGTH, "m" }, { "F", Q_LENGTH, "ft" },
		{ "(ft)", Q_LENGTH, "ft" }, { "rpm", Q_ROTATION, "rpm" }, { "SPM", Q_STROKES, "spm" }, { "%", Q_PERCENT, "pct" },
		{ "gal_per_min", Q_FLOW, "gpm" }, { "ft_per_hr", Q_SPEED, "ft_h" }, { "kg per m3", Q_DENSITY, "kg_m3" },
		{ "(ft per hour)", Q_SPEED, "ft_h" }, { "percent", Q_PERCENT, "pct" }, { "L_per_min", Q_FLOW, "l_min" },
		{ "kn_m", Q_TORQUE, "kn_m" }, { "FT_LBF", Q_TORQUE, "ft_lbf" },
	};

	(void)state;
	for (size_t k = 0; k < sizeof seen / sizeof seen[0]; k++) {
		const struct unit *u = unit_by_text(seen[k].text, strlen(seen[k].text), seen[k].q);

		if (!u || u->quantity != seen[k].q)
			fail_msg("'%s' is not known", seen[k].text);
		assert_string_equal(u->suffix, seen[k].suffix);
	}
	/* without a quantity the more usual meaning holds */
	assert_int_equal(unit_by_text("m", 1, Q_NONE)->quantity, Q_LENGTH);
	assert_int_equal(unit_by_text("kg", 2, Q_NONE)->quantity, Q_FORCE);
	assert_int_equal(unit_by_text("m/s", 3, Q_NONE)->quantity, Q_SPEED);
	assert_int_equal(unit_by_text("ms", 2, Q_NONE)->quantity, Q_TIME);
	/* the averaging interval of a mud log, a wrong quantity, nothing, a long text */
	assert_null(unit_by_text("(1 ft)", 6, Q_NONE));
	assert_null(unit_by_text("kPa", 3, Q_FORCE));
	assert_null(unit_by_text("()", 2, Q_NONE));
	assert_null(unit_by_text("", 0, Q_NONE));
	assert_null(unit_by_text("a unit that nobody has ever seen on a rig", 41, Q_NONE));
	assert_null(unit_by_text("min/ft", 6, Q_NONE));
}

static void values(void **state)
{
	char why[160], list[80];
	double v;

	(void)state;
	assert_true(unit_value("12.25", Q_DIAMETER, &v, why) && v == 12.25);
	assert_true(unit_value("311.15mm", Q_DIAMETER, &v, why));
	oracle_close(v, 12.25, 1e-15, 0);
	assert_true(unit_value("0.3 m", Q_LENGTH, &v, why));
	oracle_close(v, 0.98425196850393704, 1e-15, 0);
	assert_true(unit_value("10kdaN", Q_FORCE, &v, why));
	oracle_close(v, 22.480894309971048, 1e-15, 0);
	assert_true(unit_value("-1e2m", Q_LENGTH, &v, why));
	oracle_close(v, -328.08398950131233, 1e-15, 0);
	assert_true(unit_value("12m", Q_TIME, &v, why) && v == 720);
	assert_true(unit_value(" 1.5 ", Q_NONE, &v, why) && v == 1.5);
	assert_false(unit_value("", Q_LENGTH, &v, why));
	assert_false(unit_value("m", Q_LENGTH, &v, why));
	assert_string_equal(why, "'m' is not a number");
	assert_false(unit_value("5x", Q_NONE, &v, why));
	assert_false(unit_value("5e", Q_LENGTH, &v, why));
	assert_false(unit_value("1e400ft", Q_LENGTH, &v, why));
	assert_false(unit_value("nan", Q_LENGTH, &v, why));
	assert_false(unit_value("0x10", Q_LENGTH, &v, why));
	assert_false(unit_value("5psi", Q_LENGTH, &v, why));
	assert_string_equal(why, "'psi' is no unit of length; there are ft m in cm mm");
	unit_list(Q_GAS, list, sizeof list);
	assert_string_equal(list, "pct ppm frac");
	unit_list(Q_GAS, list, 8);
	assert_string_equal(list, "pct ppm");
	unit_list(Q_GAS, list, 7);
	assert_string_equal(list, "pct");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(factors_of_the_oracle), cmocka_unit_test(units_of_witsml),
		cmocka_unit_test(factors_by_definition), cmocka_unit_test(bases),
		cmocka_unit_test(spellings), cmocka_unit_test(values),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
