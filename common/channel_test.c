/* channel_test.c - the channel table against its own rules, and how columns are found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "channel.h"
#include "oracle.h"

static void table_is_whole(void **state)
{
	(void)state;
	for (int k = 0; k < CHANNELS; k++) {
		const struct channel_info *c = &channel_table[k];
		struct channel_match m;
		char name[64];

		assert_non_null(c->name);
		if (c->unit[0]) {
			assert_string_equal(unit_base(c->quantity)->suffix, c->unit);
			snprintf(name, sizeof name, "%s_%s", c->stem, c->unit);
			assert_string_equal(c->name, name);
		} else {
			assert_string_equal(c->name, c->stem);
		}
		assert_true(channel_match(c->name, strlen(c->name), &m));
		assert_int_equal(m.channel, k);
		assert_int_equal(m.rank, RANK_CANONICAL);
		assert_null(m.unit);
		assert_int_equal(channel_by_name(c->name), k);
		for (int j = 0; j < k; j++)
			assert_string_not_equal(c->name, channel_table[j].name);
		for (const char *s = c->items; *s; s += strspn(s + 4, " ") + 4) {
			int item = (int)strtol(s, NULL, 10);

			assert_int_equal(strspn(s, "0123456789"), 4);
			assert_int_equal(channel_by_item(item), k);
		}
	}
}

static void rank_of(const char *column, enum channel channel, enum channel_rank rank, const char *unit)
{
	struct channel_match m;

	if (!channel_match(column, strlen(column), &m))
		fail_msg("%s is no channel", column);
	assert_int_equal(m.channel, channel);
	assert_int_equal(m.rank, rank);
	if (unit)
		assert_string_equal(m.unit->suffix, unit);
	else
		assert_null(m.unit);
}

static void matches(void **state)
{
	struct channel_match m;

	(void)state;
	rank_of("wob_kdan", CH_WOB, RANK_SUFFIX, "kdan");
	rank_of("rop_m_h", CH_ROP, RANK_SUFFIX, "m_h");
	rank_of("torque_kn_m", CH_TORQUE, RANK_SUFFIX, "kn_m");
	rank_of("spp_kpa", CH_SPP, RANK_SUFFIX, "kpa");
	rank_of("flow_in_l_min", CH_FLOW_IN, RANK_SUFFIX, "l_min");
	rank_of("flow_out_l_min", CH_FLOW_OUT, RANK_SUFFIX, "l_min");
	rank_of("flow_out_frac", CH_FLOW_OUT_PCT, RANK_SUFFIX, "frac");
	rank_of("bit_depth_m", CH_BIT_DEPTH, RANK_SUFFIX, "m");
	rank_of("mud_in_kg_m3", CH_MUD_IN, RANK_SUFFIX, "kg_m3");
	rank_of("bit_diameter_mm", CH_BIT_DIAMETER, RANK_SUFFIX, "mm");
	rank_of("mse_mpa", CH_MSE, RANK_SUFFIX, "mpa");
	/* the plan's bare names */
	rank_of("bit_depth", CH_BIT_DEPTH, RANK_ALIAS, NULL);
	rank_of("hole_depth", CH_HOLE_DEPTH, RANK_ALIAS, NULL);
	rank_of("wob", CH_WOB, RANK_ALIAS, NULL);
	rank_of("rpm", CH_RPM, RANK_CANONICAL, NULL);
	rank_of("rop", CH_ROP, RANK_ALIAS, NULL);
	rank_of("torque", CH_TORQUE, RANK_ALIAS, NULL);
	rank_of("flow_in", CH_FLOW_IN, RANK_ALIAS, NULL);
	rank_of("flow", CH_FLOW_IN, RANK_ALIAS, NULL);
	rank_of("spp", CH_SPP, RANK_ALIAS, NULL);
	rank_of("mse", CH_MSE, RANK_ALIAS, NULL);
	rank_of("d_exponent", CH_D_EXP, RANK_ALIAS, NULL);
	rank_of("d_exp", CH_D_EXP, RANK_CANONICAL, NULL);
	rank_of("mse_efficiency", CH_MSE_EFF, RANK_ALIAS, NULL);
	rank_of("mse_eff", CH_MSE_EFF, RANK_ALIAS, NULL);
	rank_of("hookload", CH_HOOKLOAD, RANK_ALIAS, NULL);
	rank_of("block_pos", CH_BLOCK, RANK_ALIAS, NULL);
	rank_of("rig_state", CH_RIG_STATE, RANK_CANONICAL, NULL);
	rank_of("timestamp", CH_TS, RANK_ALIAS, NULL);
	/* a unit of another quantity, part of a name, other case, nothing */
	assert_false(channel_match("wob_psi", 7, &m));
	assert_false(channel_match("wob_", 4, &m));
	assert_false(channel_match("wob_klbf_max", 12, &m));
	assert_false(channel_match("Wob", 3, &m));
	assert_false(channel_match("", 0, &m));
	assert_false(channel_match("rpm_rpm", 7, &m));
}

static void finds(void **state)
{
	static const char *const names[] = { "ts", "wob", "wob_kdan", "rop", "spp_psi", "spp_kpa" };
	static const char *const twice[] = { "ts", "wob_kdan", "wob_kkgf" };
	static const char *const same[] = { "ts", "rpm", "rpm" };
	static const char *const beaten[] = { "wob", "weight_on_bit", "wob_klbf" };
	struct channel_place p;
	char why[160];

	(void)state;
	assert_true(channel_find(names, 6, CH_WOB, &p, why));
	assert_int_equal(p.column, 2);
	oracle_close(unit_to_base(p.unit, 1), 2.2480894309971048, 1e-15, 0);
	assert_true(channel_find(names, 6, CH_SPP, &p, why));
	assert_int_equal(p.column, 4);
	assert_null(p.unit);
	assert_true(channel_find(names, 6, CH_ROP, &p, why));
	assert_int_equal(p.column, 3);
	assert_true(channel_find(names, 6, CH_TORQUE, &p, why));
	assert_int_equal(p.column, -1);
	assert_false(channel_find(twice, 3, CH_WOB, &p, why));
	assert_string_equal(why, "columns 'wob_kdan' (2) and 'wob_kkgf' (3) are both wob_klbf; rename or drop one");
	assert_false(channel_find(same, 3, CH_RPM, &p, why));
	assert_true(channel_find(beaten, 3, CH_WOB, &p, why));  /* a better one decides a tie of worse ones */
	assert_int_equal(p.column, 2);
}

static void by_name_and_item(void **state)
{
	(void)state;
	assert_int_equal(channel_by_name("WOB"), CH_WOB);
	assert_int_equal(channel_by_name("Flow"), CH_FLOW_IN);
	assert_int_equal(channel_by_name("MSE"), CH_MSE);
	assert_int_equal(channel_by_name("rop_ft_h"), CH_ROP);
	assert_int_equal(channel_by_name("wobb"), CHANNELS);
	assert_int_equal(channel_by_name(""), CHANNELS);
	assert_int_equal(channel_by_item(116), CH_WOB);
	assert_int_equal(channel_by_item(211), CH_WOB);
	assert_int_equal(channel_by_item(823), CH_GAMMA);
	assert_int_equal(channel_by_item(1111), CH_TANK);
	assert_int_equal(channel_by_item(117), CHANNELS);
	assert_int_equal(channel_by_item(16), CHANNELS);
	assert_int_equal(channel_by_item(-5), CHANNELS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_whole), cmocka_unit_test(matches), cmocka_unit_test(finds),
		cmocka_unit_test(by_name_and_item),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
