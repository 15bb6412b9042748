/*
 * spell.c - the spellings, see spell.h. A channel's canonical name, stem and aliases (common/channel.c) count too.
 *
 * Sources: the item descriptions, long and short mnemonics of WITS level 0 (API PUBL 3855, 1991), and the headers of
 * published rig logs. A second row of a channel has rank 1: taken only where no column has a name of the first.
 */
#include "spell.h"

#include <ctype.h>

struct row { enum spell_kind kind; enum channel channel; int rank; const char *spellings; };

static const struct row table[] = {
	{ SPELL_TIME, CH_TS, 0, "ts|datetime|timestamp|time index|date/time|rig time|utc|utc time" },
	{ SPELL_DATE, CH_TS, 0, "date|yyyy/mm/dd" },
	{ SPELL_CLOCK, CH_TS, 0, "time|hh:mm:ss" },
	{ SPELL_ELAPSED, CH_TS, 0, "etim|etime|elapsed time" },
	{ SPELL_CHANNEL, CH_BIT_DEPTH, 0,
		"depth bit (meas)|deptbitm|dbtm|bit depth|bit depth (md)|bit position|bit measured depth"
		"|measured bit depth|depth bit|bdep|bitdep|depth - bit" },
	{ SPELL_CHANNEL, CH_HOLE_DEPTH, 0,
		"depth hole (meas)|deptmeas|dmea|hole depth|hole depth (md)|hole measured depth"
		"|depth hole|total depth|total depth (md)|tot_dpt_md" },
	{ SPELL_CHANNEL, CH_HOLE_DEPTH, 1, "measured depth|measured depth (md)|depth (md)|depth|dept|md" },
	{ SPELL_CHANNEL, CH_BLOCK, 0,
		"block position|blkpos|bpos|block height|block pos|blockcomp|bht"
		"|travelling block position|traveling block position" },
	{ SPELL_CHANNEL, CH_ROP, 0,
		"rate of penetration (avg)|ropa|rop|rate of penetration|average rate of penetration"
		"|rop avg|average rop|rop - average|obr|on bottom rop" },
	{ SPELL_CHANNEL, CH_ROP, 1,
		"edr instantaneous rop|instantaneous rop|fast rop|rop (1 ft)|rop (1 m)" },
	{ SPELL_CHANNEL, CH_HOOKLOAD, 0,
		"hookload (avg)|hkla|hookload|hook load|average hookload|average hook load|hook load avg"
		"|hl|hkl|hkld|hkld_avg" },
	{ SPELL_CHANNEL, CH_WOB, 0,
		"weight-on-bit (surf,avg)|woba|wob|weight on bit|averaged wob|average wob"
		"|average weight on bit|surface weight on bit|weight on bit (surface)|wob_avg|bit weight" },
	{ SPELL_CHANNEL, CH_TORQUE, 0,
		"rotary torque (surf,avg)|tqa|torqa|torque|surface torque|average surface torque"
		"|rotary torque|average torque|td torque|top drive torque|torque_avg|tor|torqtdfl|tq|torq"
		"|convertible torque" },
	{ SPELL_CHANNEL, CH_RPM, 0,
		"rotary speed (surf,avg)|rpma|rpm|rotary speed|average rotary speed|surface rpm|surf_rpm"
		"|rotary rpm|average rpm|rpm avg|rpm30s|td speed|td rpm|top drive rpm|top drive speed"
		"|rpmtd" },
	{ SPELL_CHANNEL, CH_SPP, 0,
		"standpipe pressure (avg)|sppa|spp|standpipe pressure|average standpipe pressure"
		"|stand pipe pressure|stp_prs_1" },
	{ SPELL_CHANNEL, CH_SPP, 1, "pump pressure|pump press|pump|pp" },
	{ SPELL_CHANNEL, CH_DIFF, 0, "differential pressure|diff pressure|diff press|difp|diffpres" },
	{ SPELL_CHANNEL, CH_CASING, 0, "casing (choke) pressure|chkp|casing pressure|choke pressure" },
	{ SPELL_CHANNEL, CH_SPM1, 0,
		"pump stroke rate #1|spm1|spm #1|pump 1 spm|pump spm 1|pump 1 stroke rate"
		"|pump 1 strokes/min" },
	{ SPELL_CHANNEL, CH_SPM2, 0,
		"pump stroke rate #2|spm2|spm #2|pump 2 spm|pump spm 2|pump 2 stroke rate"
		"|pump 2 strokes/min" },
	{ SPELL_CHANNEL, CH_SPM3, 0,
		"pump stroke rate #3|spm3|spm #3|pump 3 spm|pump spm 3|pump 3 stroke rate"
		"|pump 3 strokes/min" },
	{ SPELL_CHANNEL, CH_TANK, 0,
		"tank volume (active)|tvolact|tva|active tank volume|active volume|active pit volume"
		"|pit volume active" },
	{ SPELL_CHANNEL, CH_TANK, 1,
		"tank volume (total)|tvoltot|tvt|tank volume|pit volume|pit total|total pit volume|pitvol"
		"|total mud volume" },
	{ SPELL_CHANNEL, CH_FLOW_IN, 0,
		"mud flow in (avg)|mfia|mud flow in|flow in|flow in rate|flow rate in|flow rate"
		"|total pump output|tpo|pump output" },
	{ SPELL_CHANNEL, CH_FLOW_IN, 1, "flow" },      /* or in percent: the paddle in the return line, see head.c */
	{ SPELL_CHANNEL, CH_FLOW_OUT, 0,
		"mud flow out (avg)|mfoa|mud flow out|flow out|flow out rate|flow rate out|return flow" },
	{ SPELL_CHANNEL, CH_FLOW_OUT_PCT, 0,
		"mud flow out %|mfop|flow out %|flow out percent|return flow %|flowoutpc" },
	{ SPELL_CHANNEL, CH_MUD_IN, 0,
		"mud density in (avg)|mdia|mud density in|mud weight in|density in|mw in" },
	{ SPELL_CHANNEL, CH_MUD_IN, 1, "mud density|mud weight|mw" },
	{ SPELL_CHANNEL, CH_MUD_OUT, 0,
		"mud density out (avg)|mdoa|mud density out|mud weight out|density out|mw out" },
	{ SPELL_CHANNEL, CH_ECD, 0, "ecd at total depth|ecdtd|ecdt|ecd|equivalent circulating density" },
	{ SPELL_CHANNEL, CH_ECD, 1, "ecd at bit|ecdbit|ecdb" },
	{ SPELL_CHANNEL, CH_GAS, 0, "gas (avg)|gasa|gas|total gas|gas total|tgas" },
	{ SPELL_CHANNEL, CH_GAMMA, 0,
		"gamma ray 1(borehole corr)|mg1c|gamma ray|gamma|gr|gam|grc|mwd gamma|usrop gamma" },
	{ SPELL_CHANNEL, CH_GAMMA, 1, "gamma ray 1 reading|mg1" },
	{ SPELL_CHANNEL, CH_BIT_DIAMETER, 0, "bit diameter|bit size|diameter" },
	{ SPELL_CHANNEL, CH_ACTIVITY, 0, "activity code|actcod|actc|activity" },
	{ SPELL_CHANNEL, CH_MSE, 0, "mechanical specific energy|mse|damse" },
	{ SPELL_CHANNEL, CH_D_EXP, 0, "d exponent|dexp" },
	{ SPELL_CHANNEL, CH_DXC, 0, "corr. drilling exponent|dxc|corrected d exponent" },
};

static const char qualifiers[] =
	"max|min|set|setpoint|sp|limit|target|temp|temperature|total|date|status|flag|quality|raw|change|count|cum"
	"|speed|pressure|press|in|out|vert|tvd|time|hours|sensor|calc|corr|bit|stdev|sd|avg|mean|std";

size_t spell_key(const char *s, size_t len, char key[SPELL_KEY])
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		if (!isalnum(c) && c != '%')
			continue;
		if (n + 1 == SPELL_KEY) {
			n = 0;
			break;
		}
		key[n++] = (char)tolower(c);
	}
	key[n] = '\0';
	return n;
}

/* True when one of the `|`-separated spellings has this key. */
static bool listed(const char *spellings, const char *key)
{
	char other[SPELL_KEY];

	for (const char *s = spellings; *s;) {
		size_t len = strcspn(s, "|");
		if (spell_key(s, len, other) > 0 && strcmp(key, other) == 0)
			return true;
		s += len + (s[len] == '|');
	}
	return false;
}

bool spell_find(const char *s, size_t len, struct spell *found)
{
	char key[SPELL_KEY];

	if (spell_key(s, len, key) == 0)
		return false;
	for (size_t k = 0; k < sizeof table / sizeof *table; k++)
		if (listed(table[k].spellings, key)) {
			*found = (struct spell){ table[k].kind, table[k].channel, table[k].rank };
			return true;
		}
	/* What the tools write as text (rig_state ...) is taken by its exact name only, in head.c. */
	for (enum channel c = 0; c < CH_RIG_STATE; c++)
		if (listed(channel_table[c].stem, key) || listed(channel_table[c].aliases, key)) {
			*found = (struct spell){ c == CH_TS ? SPELL_TIME : SPELL_CHANNEL, c, 0 };
			return true;
		}
	return false;
}

bool spell_is_qualifier(const char *s, size_t len)
{
	char key[SPELL_KEY];

	return spell_key(s, len, key) > 0 && listed(qualifiers, key);
}
