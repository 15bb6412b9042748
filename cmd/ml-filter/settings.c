/* settings.c - ml-filter's option table and where each setting comes from; see settings.h. */
#include "settings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "when.h"

const enum channel derived_channel[DERIVED] = { CH_MSE, CH_D_EXP, CH_DXC, CH_MSE_EFF, CH_RIG_STATE, CH_DRILL_MODE,
	CH_WOB_CORR };

#define DERIVED_LIST "mse_psi d_exp dxc mse_eff_pct rig_state drill_mode wob_corr_klbf"
#define TESTS_LIST "missing rig_state wob_low rpm_low rop_range mse_range not_making_hole transient bedding_in"
#define DYSFUNCTIONS_LIST "torque_instability stick_slip pack_off founder"

/* The options write here: a program has one set. */
static struct {
	double window, every;
	const char *since, *until, *align, *no_derive, *no_test, *rpm_basis, *block_weight, *wob_zero, *torque_offset,
		*reject_dysfunction, *state, *runs;
	bool annotate, spool;
	double diameter, rev_gal, psi_kft_lbf, mud, normal_mud, ccs, friction;
	struct limits limits;
} o = {
	.window = NAN, .every = NAN, .diameter = NAN, .rev_gal = NAN, .psi_kft_lbf = NAN, .mud = NAN, .normal_mud = NAN,
	.ccs = NAN, .friction = NAN, .limits = { NAN, NAN, NAN, NAN, NAN, NAN, NAN }
};

static const struct opt options[] = {
	{ .type = OPT_GROUP, .help = "Windows" },
	{ .letter = 'w', .name = "window", .type = OPT_DURATION, .to = &o.window, .arg = "SECS", .min = 0, .max = 864000,
		.help = "length of a window (else ML_WINDOW_SECS, 3600); 0: all input" },
	{ .name = "every", .type = OPT_DURATION, .to = &o.every, .arg = "SECS", .min = 1, .max = 864000,
		.help = "a window ends so often (its length)" },
	{ .name = "since", .type = OPT_TEXT, .to = &o.since, .arg = "TIME",
		.help = "from here on: 2009-07-03T18:00:00Z or Unix seconds" },
	{ .name = "until", .type = OPT_TEXT, .to = &o.until, .arg = "TIME", .help = "up to here" },
	{ .name = "align", .type = OPT_CHOICE, .to = &o.align, .arg = "epoch|first",
		.help = "windows end at multiples of --every since 1970, or count from the first row" },
	{ .name = "annotate", .type = OPT_FLAG, .to = &o.annotate, .help = "keep every row, add why it is rejected" },
	{ .type = OPT_GROUP, .help = "Bit, motor, mud and rock" },
	{ .letter = 'd', .name = "bit-diameter", .type = OPT_QUANTITY, .to = &o.diameter, .arg = "IN", .min = 1, .max = 60,
		.quantity = Q_DIAMETER, .help = "diameter of the bit, in (or 311.15mm)" },
	{ .name = "motor-rev-gal", .type = OPT_REAL, .to = &o.rev_gal, .arg = "K", .min = 0.01, .max = 10,
		.help = "revolutions of the motor a gallon" },
	{ .name = "motor-psi-kft-lbf", .type = OPT_REAL, .to = &o.psi_kft_lbf, .arg = "P", .min = 1, .max = 10000,
		.help = "differential pressure of the motor, psi a kft.lbf" },
	{ .name = "rpm-basis", .type = OPT_CHOICE, .to = &o.rpm_basis, .arg = "auto|surface|bit",
		.help = "whose speed the column rpm is (found from the data)" },
	{ .name = "block-weight", .type = OPT_TEXT, .to = &o.block_weight, .arg = "auto|KLBF",
		.help = "hookload in slips (learnt from the data)" },
	{ .name = "wob-zero", .type = OPT_TEXT, .to = &o.wob_zero, .arg = "auto|none|KLBF",
		.help = "what weight on bit reads off bottom (learnt after each connection)" },
	{ .name = "torque-offset", .type = OPT_TEXT, .to = &o.torque_offset, .arg = "auto|none|KFT_LBF",
		.help = "torque that turns the string off bottom, left out of MSE (learnt)" },
	{ .name = "mud", .type = OPT_QUANTITY, .to = &o.mud, .arg = "PPG", .min = 5, .max = 25, .quantity = Q_DENSITY,
		.help = "mud weight, where no column says it" },
	{ .name = "normal-mud", .type = OPT_QUANTITY, .to = &o.normal_mud, .arg = "PPG", .min = 7, .max = 12,
		.quantity = Q_DENSITY, .help = "mud weight of normal pore pressure (9; usual 8.5 to 9)" },
	{ .name = "ccs", .type = OPT_QUANTITY, .to = &o.ccs, .arg = "PSI", .min = 1, .max = 1e6, .quantity = Q_PRESSURE,
		.help = "confined compressive strength of the rock, where no column says it" },
	{ .name = "friction", .type = OPT_REAL, .to = &o.friction, .arg = "MU", .min = 0.01, .max = 2,
		.help = "without a torque column estimate torque by this friction (0.25 cones, 0.5 PDC)" },
	{ .name = "no-derive", .type = OPT_TEXT, .to = &o.no_derive, .arg = "NAME,...",
		.help = "columns not to add: " DERIVED_LIST },
	{ .type = OPT_GROUP, .help = "What is valid" },
	{ .name = "min-wob", .type = OPT_QUANTITY, .to = &o.limits.min_wob, .arg = "KLBF", .min = 0, .max = 200,
		.quantity = Q_FORCE, .help = "lowest weight on bit (5)" },
	{ .name = "min-rpm", .type = OPT_QUANTITY, .to = &o.limits.min_rpm, .arg = "RPM", .min = 0, .max = 1000,
		.quantity = Q_ROTATION, .help = "lowest rotary speed at the bit (40)" },
	{ .name = "min-rop", .type = OPT_QUANTITY, .to = &o.limits.min_rop, .arg = "FT/H", .min = 0, .max = 2000,
		.quantity = Q_SPEED, .help = "lowest rate of penetration (1)" },
	{ .name = "max-rop", .type = OPT_QUANTITY, .to = &o.limits.max_rop, .arg = "FT/H", .min = 0, .max = 5000,
		.quantity = Q_SPEED, .help = "highest rate of penetration (500)" },
	{ .name = "min-mse", .type = OPT_QUANTITY, .to = &o.limits.min_mse, .arg = "PSI", .min = 0, .max = 1e7,
		.quantity = Q_PRESSURE, .help = "lowest mechanical specific energy (1000)" },
	{ .name = "max-mse", .type = OPT_QUANTITY, .to = &o.limits.max_mse, .arg = "PSI", .min = 0, .max = 1e8,
		.quantity = Q_PRESSURE, .help = "highest mechanical specific energy (500000)" },
	{ .name = "bottom", .type = OPT_QUANTITY, .to = &o.limits.bottom, .arg = "FT", .min = 0, .max = 100,
		.quantity = Q_LENGTH, .help = "on bottom within this distance (1.5)" },
	{ .name = "no-test", .type = OPT_TEXT, .to = &o.no_test, .arg = "NAME,...",
		.help = "tests not to make: " TESTS_LIST },
	{ .name = "reject-dysfunction", .type = OPT_TEXT, .to = &o.reject_dysfunction, .arg = "NAME,...",
		.help = "leave out rows with: " DYSFUNCTIONS_LIST " (only counted)" },
	{ .type = OPT_GROUP, .help = "Files" },
	{ .name = "spool", .type = OPT_FLAG, .to = &o.spool,
		.help = "the inputs are files or folders FOLDER/FIELD/WELL of a spool" },
	{ .name = "state", .type = OPT_TEXT, .to = &o.state, .arg = "FILE",
		.help = "keep block weight, zeros, basis of RPM and bit hours from run to run" },
	{ .name = "runs", .type = OPT_TEXT, .to = &o.runs, .arg = "FILE",
		.help = "bit, mud and campaign changes on the way (CSV, mlstream(5))" },
	OPT_END
};

static const struct opt_usage usage = {
	.synopsis = "[option]... [FILE | FOLDER]...",
	.about = "Derives MSE, d-exponent and rig state, keeps the samples in which rock was drilled, and cuts windows of time.\n"
		"Not a well-control, stuck-pipe or barrier-certification system.",
	.example = "wits-import well.csv | ml-filter --bit-diameter 12.25 --window 3600 | ml-segment",
};

static double moment(const char *option, const char *text)
{
	struct when_zone utc = { .name = "UTC" };
	struct when_read read;
	char why[WHEN_WHY];
	double ts;

	if (!text)
		return NAN;
	if (!when_parse(text, strlen(text), &utc, WHEN_ORDER_NONE, &ts, &read, why))
		die(EX_USAGE, "%s: %s", option, why);
	if (!read.had_zone)
		die(EX_USAGE, "%s: '%s' has no time zone; use 2009-07-03T18:00:00Z or Unix seconds", option, text);
	return ts;
}

/* A duration from the environment, else the configuration, else `otherwise`. */
static double duration(struct cmd *c, const char *variable, const char *key, double low, double otherwise)
{
	const char *s = cmd_setting(c, NULL, variable, "ml_engine", key);
	double v;

	if (!s)
		return otherwise;
	if (!when_duration(s, &v) || !(v >= low && v <= 864000))
		die(EX_CONFIG, "%s: '%s' is not a number of seconds from %g to 864000", variable, s, low);
	return v;
}

static void settle_grid(struct cmd *c, struct settings *s)
{
	double interval = duration(c, "ML_INTERVAL_SECS", "interval_secs", 1, 3600);

	s->grid.length = isfinite(o.window) ? o.window : duration(c, "ML_WINDOW_SECS", "window_secs", 0, fmax(3600, interval));
	if (s->grid.length > 0 && s->grid.length < 1)
		die(EX_USAGE, "--window: %g is out of range; 0 for all input, or from 1", s->grid.length);
	if (s->grid.length <= 0 && isfinite(o.every))
		die(EX_USAGE, "--every needs --window above 0; it is 0, which is one window over all input");
	s->grid.every = isfinite(o.every) ? o.every : s->grid.length;
	s->grid.origin = o.align && strcmp(o.align, "first") == 0 ? NAN : 0;
	s->since = moment("--since", o.since);
	s->until = moment("--until", o.until);
	if (s->since >= s->until)
		die(EX_USAGE, "--since %s is not before --until %s", o.since, o.until);
}

/* Sets a flag for each name of a list; `find` gives a name's number, n when it is none. */
static void take_names(const char *option, const char *list, bool *flags, int n, int (*find)(const char *, size_t),
	const char *known)
{
	for (const char *s = list; s && *s; s += strcspn(s, ","), s += *s == ',') {
		size_t len = strcspn(s, ",");
		int k = find(s, len);
		if (k >= n)
			die(EX_USAGE, "%s: '%.*s' is none of %s", option, (int)len, s, known);
		flags[k] = true;
	}
	if (list && !*list)
		die(EX_USAGE, "%s: an empty list; names are %s", option, known);
}

static int find_derived(const char *s, size_t len)
{
	int k = 0;

	while (k < DERIVED && (strlen(channel_table[derived_channel[k]].name) != len ||
			memcmp(channel_table[derived_channel[k]].name, s, len) != 0))
		k++;
	return k;
}

static int find_reason(const char *s, size_t len)
{
	return (int)reason_parse(s, len);
}

static int find_dysfunction(const char *s, size_t len)
{
	return (int)dysfunction_parse(s, len);
}

/* "auto", "none" or a value from low to high; the value, NAN with the words. */
static double found_or_given(const char *option, const char *text, enum quantity quantity, double low, double high, bool *find)
{
	char why[160];
	double v;

	*find = !text || strcmp(text, "auto") == 0;
	if (*find || strcmp(text, "none") == 0)
		return NAN;
	if (!unit_value(text, quantity, &v, why))
		die(EX_USAGE, "%s: %s, or auto or none", option, why);
	if (!(v >= low && v <= high))
		die(EX_USAGE, "%s: '%s' is out of range; from %g to %g, or auto or none", option, text, low, high);
	return v;
}

static double settle_block_weight(struct cmd *c)
{
	char why[160];
	double v = NAN;

	if (!o.block_weight)
		return conf_number(c->conf, "channels", "block_weight_klbf", NAN);
	if (strcmp(o.block_weight, "auto") == 0)
		return NAN;
	if (!unit_value(o.block_weight, Q_FORCE, &v, why))
		die(EX_USAGE, "--block-weight: %s, or auto", why);
	if (!(v >= 1 && v < 1000))
		die(EX_USAGE, "--block-weight: '%s' is out of range; from 1 to 999 klbf, or auto", o.block_weight);
	return v;
}

static void check_order(const char *low, const char *high, double least, double most)
{
	if (!(least < most))
		die(EX_USAGE, "--%s %g is not below --%s %g: nothing could pass", low, least, high, most);
}

void settings_start(struct cmd *c, int argc, char **argv, struct settings *s)
{
	cmd_start(c, argc, argv, options, &usage, CMD_IDENTITY | CMD_REWRITE);
	*s = (struct settings){ .annotate = o.annotate, .ccs = o.ccs, .friction = o.friction, .state = o.state, .runs = o.runs,
		.spool = o.spool };
	settle_grid(c, s);
	take_names("--no-derive", o.no_derive, s->no_derive, DERIVED, find_derived,
		DERIVED_LIST);
	take_names("--no-test", o.no_test, s->no_test, REASON_DYSFUNCTION, find_reason, TESTS_LIST);
	bool left_out[DYSFUNCTIONS] = { false };
	take_names("--reject-dysfunction", o.reject_dysfunction, left_out, DYSFUNCTIONS, find_dysfunction, DYSFUNCTIONS_LIST);
	for (int i = 0; i < DYSFUNCTIONS; i++)
		s->left_out |= left_out[i] ? 1u << i : 0;
	s->normal_mud = isfinite(o.normal_mud) ? o.normal_mud : conf_number(c->conf, "mud", "normal_ppg", 9);
	s->block_weight = settle_block_weight(c);
	s->wob_zero = found_or_given("--wob-zero", o.wob_zero, Q_FORCE, -50, 50, &s->find_zero);
	s->torque_offset = found_or_given("--torque-offset", o.torque_offset, Q_TORQUE, -20, 60, &s->find_offset);
	c->identity.campaign = CAMPAIGN_PRODUCTION;
	struct limits l = settings_limits(c);
	check_order("min-rop", "max-rop", l.min_rop, l.max_rop);
	check_order("min-mse", "max-mse", l.min_mse, l.max_mse);
}

/* An option holds; else what the stream says; else the configuration. */
static void settle(double *to, double option, struct cmd *c, const char *section, const char *key)
{
	if (isfinite(option))
		*to = option;
	else if (isnan(*to))
		*to = conf_number(c->conf, section, key, NAN);
}

void settings_identity(struct cmd *c)
{
	struct bit *bit = &c->identity.bit;
	const char *basis = conf_text(c->conf, "channels", "rpm_basis");

	settle(&bit->diameter_in, o.diameter, c, "bit", "diameter_in");
	settle(&bit->motor_rev_gal, o.rev_gal, c, "bit", "motor_rev_gal");
	settle(&bit->motor_psi_kft_lbf, o.psi_kft_lbf, c, "bit", "motor_psi_kft_lbf");
	settle(&c->identity.mud_ppg, o.mud, c, "mud", "ppg");
	if (o.rpm_basis)
		rpm_basis_parse(o.rpm_basis, &bit->rpm_basis);
	else if (bit->rpm_basis == RPM_AUTO && basis)
		rpm_basis_parse(basis, &bit->rpm_basis);
}

struct limits settings_limits(struct cmd *c)
{
	struct limits l = limits_of_the_plan;
	const struct { const char *key; double *to, option; } limits[] = {
		{ "min_wob", &l.min_wob, o.limits.min_wob }, { "min_rpm", &l.min_rpm, o.limits.min_rpm },
		{ "min_rop", &l.min_rop, o.limits.min_rop }, { "max_rop", &l.max_rop, o.limits.max_rop },
		{ "min_mse", &l.min_mse, o.limits.min_mse }, { "max_mse", &l.max_mse, o.limits.max_mse },
	};
	char section[40];

	snprintf(section, sizeof section, "campaign.%s", campaign_name(c->identity.campaign));
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		*limits[i].to = isfinite(limits[i].option) ? limits[i].option :
			conf_number(c->conf, section, limits[i].key, *limits[i].to);
	if (isfinite(o.limits.bottom))
		l.bottom = o.limits.bottom;
	return l;
}
