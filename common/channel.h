/*
 * channel.h - the one table of channels: canonical name, quantity, aliases, WITS items, plausible range.
 *
 * A column is a channel by its canonical name ("wob_klbf"), by the channel's stem with a unit suffix of the same quantity
 * ("wob_kdan", "rop_m_h", "bit_depth_m"), or by an alias of the plan ("wob", "rop", "mse", "d_exponent"; unit = canonical).
 * Canonical wins over suffix, suffix over alias; two columns of equal rank are an error that names both.
 */
#ifndef CHANNEL_H
#define CHANNEL_H
#include "unit.h"

enum channel {
	CH_TS, CH_BIT_DEPTH, CH_HOLE_DEPTH, CH_BLOCK, CH_ROP, CH_HOOKLOAD, CH_WOB, CH_TORQUE, CH_RPM, CH_SPP, CH_DIFF,
	CH_CASING, CH_SPM1, CH_SPM2, CH_SPM3, CH_TANK, CH_FLOW_IN, CH_FLOW_OUT, CH_FLOW_OUT_PCT, CH_MUD_IN, CH_MUD_OUT,
	CH_ECD, CH_GAS, CH_GAMMA, CH_CCS, CH_BIT_DIAMETER, CH_ACTIVITY,
	CH_MSE, CH_D_EXP, CH_DXC, CH_MSE_EFF, CH_RIG_STATE, CH_DRILL_MODE, CH_WOB_CORR, CH_SEGMENT, CH_REJECT,
	CHANNELS
};
struct channel_info {
	const char *name;               /* canonical column: "wob_klbf" */
	const char *stem;               /* before a unit suffix: "wob" */
	enum quantity quantity;
	const char *unit;               /* canonical suffix: "klbf"; "" for none */
	const char *aliases;            /* '|' between: "wob|weight_on_bit" */
	const char *items;              /* WITS items, best first: "0116 0211"; "" for none */
	double low, high;               /* plausible range in the canonical unit; low >= high: none */
	const char *short_name;         /* the plan's name for correlations: "WOB"; "" for none */
};
extern const struct channel_info channel_table[CHANNELS];

enum channel_rank { RANK_NONE, RANK_ALIAS, RANK_SUFFIX, RANK_CANONICAL };
struct channel_match { enum channel channel; enum channel_rank rank; const struct unit *unit; };  /* unit NULL: canonical */

/* What a column name is. False when it is no channel. */
bool channel_match(const char *column, size_t len, struct channel_match *);

/* Where a channel is among the columns: column -1 when absent. unit NULL: its values are canonical. */
struct channel_place { int column; const struct unit *unit; };
/* Finds `channel` among n names. False when two columns of equal rank claim it; why names both. */
bool channel_find(const char *const *names, int n, enum channel, struct channel_place *, char why[160]);
/* By canonical name, alias or the plan's short name ("WOB", "Flow", "rop_ft_h"); CHANNELS when unknown. */
enum channel channel_by_name(const char *name);
/* By WITS item number (e.g. 116 for 0116); CHANNELS when none. */
enum channel channel_by_item(int item);
#endif
