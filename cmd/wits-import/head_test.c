/* head_test.c - header texts of real logs: the channel and unit they mean, and those that are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "head.h"

/* What a header is, as one word: "wob_klbf<-kkgf", "rpm", "wob_klbf?" without a unit, "wob_klbf!stones", "-" for none. */
static const char *read_head(const char *name, const char *unit)
{
	static char said[96];
	struct head h;
	int n;

	if (!head_recognise(name, strlen(name), unit, unit ? strlen(unit) : 0, &h))
		return "-";
	if (h.kind != SPELL_CHANNEL)
		return h.kind == SPELL_TIME ? "time" : h.kind == SPELL_DATE ? "date" : "clock";
	n = snprintf(said, sizeof said, "%s", channel_table[h.channel].name);
	if (h.unit_state == HEAD_UNIT_ABSENT)
		snprintf(said + n, sizeof said - (size_t)n, "?");
	else if (h.unit_state == HEAD_UNIT_UNKNOWN)
		snprintf(said + n, sizeof said - (size_t)n, "!%s", h.unit_text);
	else if (h.unit)
		snprintf(said + n, sizeof said - (size_t)n, "<-%s", h.unit->suffix);
	return said;
}

static void test_real_headers(void **state)
{
	static const struct { const char *header, *is; } seen[] = {
		/* Volve time logs, both spellings */
		{ "date", "date" }, { "Average Hookload kkgf", "hookload_klbf<-kkgf" }, { "Hole depth (MD) m", "hole_depth_ft<-m" },
		{ "Weight on Bit kkgf", "wob_klbf<-kkgf" }, { "Block Position m", "block_pos_ft<-m" },
		{ "Average Rotary Speed rpm", "rpm<-rpm" }, { "Average Surface Torque kN.m", "torque_kft_lbf<-kn_m" },
		{ "Average Standpipe Pressure kPa", "spp_psi<-kpa" }, { "Mud Flow In L/min", "flow_in_gpm<-l_min" },
		{ "Rate of Penetration  m/h", "rop_ft_h<-m_h" }, { "RPM30s rpm", "rpm<-rpm" }, { "Averaged WOB kkgf", "wob_klbf<-kkgf" },
		/* by depth, with bit size, gamma and the unit in brackets */
		{ "Measured Depth m", "hole_depth_ft<-m" }, { "Mud Density In g/cm3", "mud_in_ppg<-g_cm3" },
		{ "Diameter mm", "bit_diameter_in<-mm" }, { "USROP Gamma gAPI", "gamma_api<-api" }, { "Hole Depth (TVD) m", "-" },
		{ "weight on bit (k-lbs)", "wob_klbf<-klbf" }, { "weight on bit (kg)", "wob_klbf<-kgf" }, { "ROP(1 ft)", "rop_ft_h?" },
		{ "Pump Press (psi)", "spp_psi<-psi" }, { "Rotary Speed (rpm)", "rpm<-rpm" }, { "Flow In (gal/min)", "flow_in_gpm<-gpm" },
		{ "Flow In(liters/min)", "flow_in_gpm<-l_min" }, { "Flow Out %", "flow_out_pct" }, { "Pit Total (m3)", "tank_bbl<-m3" },
		{ "Surface Torque (psi)", "torque_kft_lbf!psi" }, { "Temp Out( degF)", "-" }, { "WH Pressure (psi)", "-" },
		/* WITS descriptions and mnemonics as a mud-logging unit dumps them */
		{ "'Weight-on-Bit (surf;avg) '", "wob_klbf?" }, { "'Weight-on-Bit (surf;max) '", "-" }, { "'Depth Bit (meas)'", "bit_depth_ft?" },
		{ "'Pump Stroke Rate #2 '", "spm2" }, { "'Mud Flow Out % '", "flow_out_pct" }, { "'Date Chrom Sample'", "-" },
		{ "'< SPARE 1 >'", "-" }, { "DateTime", "time" }, { "WOBA", "wob_klbf?" }, { "BPOS", "block_pos_ft?" },
		/* our own names, and the house of others */
		{ "wob_klbf", "wob_klbf" }, { "WOB_KDAN", "wob_klbf<-kdan" }, { "rop_m_h", "rop_ft_h<-m_h" }, { "fast_rop_ft_hr", "rop_ft_h<-ft_h" },
		{ "Torque ft lbs", "torque_kft_lbf<-ft_lbf" }, { "Torque [kft-lbs]", "torque_kft_lbf<-kft_lbf" }, { "ts", "time" },
		{ "Time (UTC)", "clock" }, { "rig_state", "rig_state" }, { "Rig State", "-" }, { "Total Gas (ppm)", "gas_pct<-ppm" },
		/* Pason's exports, and others with blanks in their units */
		{ "YYYY/MM/DD", "date" }, { "HH:MM:SS", "clock" }, { "Hole Depth (metres)", "hole_depth_ft<-m" }, { "Hook Load (kDaN)", "hookload_klbf<-kdan" },
		{ "Rate Of Penetration (m_per_hr)", "rop_ft_h<-m_h" }, { "Convertible Torque (kft_lb)", "torque_kft_lbf<-kft_lbf" },
		{ "Rotary Torque (unitless)", "torque_kft_lbf!unitless" }, { "Total Pump Output (m3_per_min)", "flow_in_gpm<-m3_min" },
		{ "Flow (flow_percent)", "flow_out_pct<-pct" }, { "Flow (gal_per_min)", "flow_in_gpm<-gpm" }, { "Flow", "flow_in_gpm?" },
		{ "Flow In (%)", "flow_in_gpm!%" }, { "Flow Out (percent)", "flow_out_pct" }, { "Pump 1 strokes/min (SPM)", "spm1<-spm" },
		{ "Mechanical Specific Energy (ksi)", "mse_psi<-ksi" }, { "Total Mud Volume (m3)", "tank_bbl<-m3" }, { "Gamma (api)", "gamma_api<-api" },
		{ "Gamma Depth (feet)", "-" }, { "Bit RPM (RPM)", "-" }, { "PLC ROP (ft_per_hr)", "-" }, { "Interpolated TVD (feet)", "-" },
		/* never guessed */
		{ "wob", "wob_klbf?" }, { "WOB stones", "wob_klbf!stones" }, { "Hookload (wagons)", "hookload_klbf!wagons" },
		{ "ROP (-)", "rop_ft_h?" }, { "WOB limit", "-" }, { "Torque max", "-" }, { "", "-" }, { "()", "-" }, { "m/h", "-" },
	};

	(void)state;
	for (size_t k = 0; k < sizeof seen / sizeof *seen; k++) {
		const char *got = read_head(seen[k].header, NULL);
		if (strcmp(got, seen[k].is) != 0)
			fail_msg("'%s' is %s, expected %s", seen[k].header, got, seen[k].is);
	}
}

static void test_unit_beside(void **state)
{
	(void)state;
	assert_string_equal(read_head("WOBA", "KDN"), "wob_klbf<-kdan");
	assert_string_equal(read_head("ROP", "m/hr"), "rop_ft_h<-m_h");
	assert_string_equal(read_head("ROP", ""), "rop_ft_h?");
	assert_string_equal(read_head("RPM", "c/min"), "rpm<-rpm");
	assert_string_equal(read_head("d-exponent", "unitless"), "d_exp");
	assert_string_equal(read_head("d-exponent", "psi"), "d_exp!psi");
}

static void test_utc(void **state)
{
	struct head h;

	(void)state;
	assert_true(head_recognise("Time (UTC)", 10, NULL, 0, &h));
	assert_true(h.utc);
	assert_true(head_recognise("Timestamp (ms)", 14, NULL, 0, &h));
	assert_false(h.utc);
	assert_string_equal(h.unit->suffix, "ms");
}

static bool same(const char *a, const char *b)
{
	return head_same(a, strlen(a), b, strlen(b));
}

static void test_same(void **state)
{
	(void)state;
	assert_true(same("'Weight-on-Bit (surf;avg) '", "Weight-on-Bit (surf,avg)"));
	assert_true(same(" Rate  of\tPenetration ", "Rate of Penetration"));
	assert_true(same("", "''"));
	assert_false(same("WOB", "WOB2"));
	assert_false(same("WOB2", "WOB"));
	assert_false(same("W OB", "WOB"));
}

static void test_tidy(void **state)
{
	struct text t = { 0 };

	(void)state;
	head_tidy(&t, "' Mud \t Flow\n In '", 18);
	assert_string_equal(text_view(&t), "Mud Flow In");
	text_clear(&t);
	head_tidy(&t, "' '", 3);
	assert_string_equal(text_view(&t), "");
	text_free(&t);
}

static void test_long_name(void **state)
{
	char name[5000];
	struct head h;

	(void)state;
	memset(name, 'w', sizeof name);
	assert_false(head_recognise(name, sizeof name, NULL, 0, &h));
	memcpy(name, "WOB (", 5);
	name[sizeof name - 1] = ')';
	assert_true(head_recognise(name, sizeof name, NULL, 0, &h));
	assert_int_equal(h.unit_state, HEAD_UNIT_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_real_headers), cmocka_unit_test(test_unit_beside), cmocka_unit_test(test_utc),
		cmocka_unit_test(test_same), cmocka_unit_test(test_tidy), cmocka_unit_test(test_long_name),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
