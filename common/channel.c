/*
 * channel.c - the table of channels and how a column, a name or a WITS item finds its channel.
 *
 * Quantities and units are those the project computes in: the unit of every row is the base of its quantity,
 * so a canonical column needs no conversion. Ranges are what a working sensor of a land or platform rig can
 * read, wide enough that a value outside is a fault and not an event.
 */
#include "channel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

const struct channel_info channel_table[CHANNELS] = {
	[CH_TS] = { "ts", "ts", Q_TIME, "", "timestamp|time", "", 0, 0, "" },
	[CH_BIT_DEPTH] = { "bit_depth_ft", "bit_depth", Q_LENGTH, "ft", "bit_depth", "0108 0410 0508 0810", 0, 50000, "" },
	[CH_HOLE_DEPTH] = { "hole_depth_ft", "hole_depth", Q_LENGTH, "ft", "hole_depth",
		"0110 0208 0408 0310 0510 0808 1108", 0, 50000, "" },
	[CH_BLOCK] = { "block_pos_ft", "block_pos", Q_LENGTH, "ft", "block_pos|block_position|block", "0112 0515",
		-30, 200, "" },
	[CH_ROP] = { "rop_ft_h", "rop", Q_SPEED, "ft_h", "rop", "0113 0210", 0, 2000, "ROP" },
	[CH_HOOKLOAD] = { "hookload_klbf", "hookload", Q_FORCE, "klbf", "hookload|hook_load", "0114 0212 0514", -20, 2500, "" },
	[CH_WOB] = { "wob_klbf", "wob", Q_FORCE, "klbf", "wob|weight_on_bit", "0116 0211", -50, 200, "WOB" },
	[CH_TORQUE] = { "torque_kft_lbf", "torque", Q_TORQUE, "kft_lbf", "torque", "0118 0214", -30, 120, "Torque" },
	[CH_RPM] = { "rpm", "rpm", Q_ROTATION, "", "rotary_speed", "0120 0215", 0, 1000, "RPM" },
	[CH_SPP] = { "spp_psi", "spp", Q_PRESSURE, "psi", "spp|standpipe_pressure", "0121 0213 0414", -50, 10000, "SPP" },
	[CH_DIFF] = { "diff_psi", "diff", Q_PRESSURE, "psi", "diff|diff_pressure|differential_pressure", "", -2000, 5000, "" },
	[CH_CASING] = { "casing_psi", "casing", Q_PRESSURE, "psi", "casing|casing_pressure|choke_pressure", "0122",
		-50, 20000, "" },
	[CH_SPM1] = { "spm1", "spm1", Q_STROKES, "", "", "0123", 0, 400, "" },
	[CH_SPM2] = { "spm2", "spm2", Q_STROKES, "", "", "0124", 0, 400, "" },
	[CH_SPM3] = { "spm3", "spm3", Q_STROKES, "", "", "0125", 0, 400, "" },
	[CH_TANK] = { "tank_bbl", "tank", Q_VOLUME, "bbl", "tank|pit_volume|tank_volume", "0126 0222 1111", 0, 20000, "" },
	[CH_FLOW_IN] = { "flow_in_gpm", "flow_in", Q_FLOW, "gpm", "flow_in|flow", "0130 0219 0413", 0, 3000, "Flow" },
	[CH_FLOW_OUT] = { "flow_out_gpm", "flow_out", Q_FLOW, "gpm", "flow_out", "0129 0220", 0, 6000, "" },
	[CH_FLOW_OUT_PCT] = { "flow_out_pct", "flow_out", Q_PERCENT, "pct", "", "0128 0221", 0, 200, "" },
	[CH_MUD_IN] = { "mud_in_ppg", "mud_in", Q_DENSITY, "ppg", "mud_in|mud_weight|mud_weight_in", "0132 0217 0412",
		5, 25, "" },
	[CH_MUD_OUT] = { "mud_out_ppg", "mud_out", Q_DENSITY, "ppg", "mud_out|mud_weight_out", "0131", 0, 25, "" },
	[CH_ECD] = { "ecd_ppg", "ecd", Q_DENSITY, "ppg", "ecd", "0218 0430", 5, 25, "" },
	[CH_GAS] = { "gas_pct", "gas", Q_GAS, "pct", "gas", "0140", 0, 100, "" },
	[CH_GAMMA] = { "gamma_api", "gamma", Q_GAMMA, "api", "gamma|gamma_ray", "0823 0824", 0, 1000, "" },
	[CH_CCS] = { "ccs_psi", "ccs", Q_PRESSURE, "psi", "ccs", "", 0, 150000, "" },
	[CH_BIT_DIAMETER] = { "bit_diameter_in", "bit_diameter", Q_DIAMETER, "in", "bit_diameter|bit_size", "", 2, 48, "" },
	[CH_ACTIVITY] = { "activity", "activity", Q_COUNT, "", "activity_code", "0107", 0, 99, "" },
	[CH_MSE] = { "mse_psi", "mse", Q_PRESSURE, "psi", "mse", "", 0, 0, "MSE" },
	[CH_D_EXP] = { "d_exp", "d_exp", Q_NONE, "", "d_exponent|dexp", "", 0, 0, "" },
	[CH_DXC] = { "dxc", "dxc", Q_NONE, "", "dxc_exponent|d_exponent_corrected", "0227", 0, 0, "" },
	[CH_MSE_EFF] = { "mse_eff_pct", "mse_eff", Q_PERCENT, "pct", "mse_efficiency|mse_eff", "", 0, 0, "" },
	[CH_RIG_STATE] = { "rig_state", "rig_state", Q_NONE, "", "", "", 0, 0, "" },
	[CH_DRILL_MODE] = { "drill_mode", "drill_mode", Q_NONE, "", "", "", 0, 0, "" },
	[CH_WOB_CORR] = { "wob_corr_klbf", "wob_corr", Q_FORCE, "klbf", "", "", -50, 200, "" },
	[CH_SEGMENT] = { "segment", "segment", Q_NONE, "", "", "", 0, 0, "" },
	[CH_REJECT] = { "reject", "reject", Q_NONE, "", "", "", 0, 0, "" },
};

static bool is_word(const char *word, const char *s, size_t len)
{
	return strlen(word) == len && memcmp(word, s, len) == 0;
}

static bool has_alias(const struct channel_info *c, const char *s, size_t len)
{
	const char *list = c->aliases;

	while (*list) {
		size_t n = strcspn(list, "|");

		if (n == len && memcmp(list, s, n) == 0)
			return true;
		list += n;
		if (*list)
			list++;
	}
	return false;
}

/* The unit of a "stem_unit" column, NULL when it is none. */
static const struct unit *suffix_unit(const struct channel_info *c, const char *s, size_t len)
{
	size_t n = strlen(c->stem);

	if (!c->unit[0] || len < n + 2 || memcmp(s, c->stem, n) != 0 || s[n] != '_')
		return NULL;
	return unit_by_suffix(s + n + 1, len - n - 1, c->quantity);
}

bool channel_match(const char *column, size_t len, struct channel_match *m)
{
	*m = (struct channel_match){ .channel = CHANNELS, .rank = RANK_NONE };
	for (int k = 0; k < CHANNELS; k++) {
		const struct channel_info *c = &channel_table[k];
		const struct unit *u;

		if (is_word(c->name, column, len)) {
			*m = (struct channel_match){ .channel = (enum channel)k, .rank = RANK_CANONICAL };
			return true;
		}
		u = suffix_unit(c, column, len);
		if (u && m->rank < RANK_SUFFIX)
			*m = (struct channel_match){ (enum channel)k, RANK_SUFFIX, u };
		else if (m->rank < RANK_ALIAS && has_alias(c, column, len))
			*m = (struct channel_match){ (enum channel)k, RANK_ALIAS, NULL };
	}
	return m->rank != RANK_NONE;
}

bool channel_find(const char *const *names, int n, enum channel channel, struct channel_place *place, char why[160])
{
	enum channel_rank best = RANK_NONE;
	int second = -1;

	*place = (struct channel_place){ .column = -1 };
	for (int k = 0; k < n; k++) {
		struct channel_match m;

		if (!channel_match(names[k], strlen(names[k]), &m) || m.channel != channel || m.rank < best)
			continue;
		if (m.rank == best) {
			second = k;
			continue;
		}
		best = m.rank;
		second = -1;
		place->column = k;
		place->unit = m.unit;
	}
	if (second < 0)
		return true;
	snprintf(why, 160, "columns '%.40s' (%d) and '%.40s' (%d) are both %s; rename or drop one",
		names[place->column], place->column + 1, names[second], second + 1, channel_table[channel].name);
	return false;
}

enum channel channel_by_name(const char *name)
{
	size_t len = strlen(name);

	for (int k = 0; k < CHANNELS; k++)
		if (is_word(channel_table[k].name, name, len))
			return (enum channel)k;
	for (int k = 0; k < CHANNELS; k++)
		if (has_alias(&channel_table[k], name, len) ||
		    (channel_table[k].short_name[0] && strcasecmp(channel_table[k].short_name, name) == 0))
			return (enum channel)k;
	return CHANNELS;
}

enum channel channel_by_item(int item)
{
	char text[8];

	if (item < 101 || item > 9999)
		return CHANNELS;
	snprintf(text, sizeof text, "%04d", item);
	for (int k = 0; k < CHANNELS; k++)
		if (strstr(channel_table[k].items, text))
			return (enum channel)k;
	return CHANNELS;
}
