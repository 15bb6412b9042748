/* conf_show.c - the configuration that is in force; see conf_show.h. The defaults are those of ml.conf(5). */
#include "conf_show.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_keys.h"
#include "identity.h"
#include "when.h"

struct usual { const char *section, *key, *variable, *value; };

static const char production[] = "campaign.production", abandonment[] = "campaign.plug_abandonment";
static const struct usual usual[] = {
	{ "ml_engine", "interval_secs", "ML_INTERVAL_SECS", "3600" },
	{ "ml_engine", "window_secs", "ML_WINDOW_SECS", "3600" },
	{ "ml_engine", "min_samples_high_confidence", NULL, "1800" },
	{ "ml_engine", "composite_rop_weight", NULL, "0.6" },
	{ "ml_engine", "composite_mse_weight", NULL, "0.4" },
	{ "ml_engine", "significance_threshold", NULL, "0.05" },
	{ production, "rop_weight", NULL, "0.6" }, { production, "mse_weight", NULL, "0.4" },
	{ production, "min_wob", NULL, "5" }, { production, "min_rpm", NULL, "40" },
	{ production, "min_rop", NULL, "1" }, { production, "max_rop", NULL, "500" },
	{ production, "min_mse", NULL, "1000" }, { production, "max_mse", NULL, "500000" },
	{ abandonment, "rop_weight", NULL, "0.3" }, { abandonment, "mse_weight", NULL, "0.7" },
	{ abandonment, "min_wob", NULL, "5" }, { abandonment, "min_rpm", NULL, "40" },
	{ abandonment, "min_rop", NULL, "1" }, { abandonment, "max_rop", NULL, "500" },
	{ abandonment, "min_mse", NULL, "1000" }, { abandonment, "max_mse", NULL, "500000" },
	{ "well", "id", "WELL_ID", "WELL-001" },
	{ "well", "field", "FIELD_NAME", "DEFAULT" },
	{ "well", "campaign", "CAMPAIGN", "production" },
	{ "well", "tz", NULL, "UTC" },
	{ "mud", "normal_ppg", NULL, "9" },
	{ "channels", "rpm_basis", NULL, "auto" },
	{ "display", "units", NULL, "fps" },
	{ "run", "spool", NULL, "/var/lib/drillpipe/spool" },
	{ "run", "store", NULL, "/var/lib/drillpipe/reports" },
	{ "run", "state", NULL, "/var/lib/drillpipe/state" },
	{ "run", "grace_secs", NULL, "30" },
};
static const int n_usual = sizeof usual / sizeof usual[0];

static const char *variable(const char *name)
{
	const char *s = name ? getenv(name) : NULL;

	return s && *s ? s : NULL;
}

static void put(struct text *to, const char *section, const char *key, const char *value)
{
	text_format(to, "%s.%s=%s\n", section, key, value);
}

/* An interval or a window as the tools take it from the environment (1h) or from the file. *seconds is also the default. */
static bool duration(const struct usual *u, const char *said, double low, double *seconds, char why[CONF_WHY])
{
	if (!said)
		return true;
	if (when_duration(said, seconds) && *seconds >= low && *seconds <= 864000)
		return true;
	snprintf(why, CONF_WHY, "%s: '%.60s' is not a number of seconds from %g to 864000", u->variable, said, low);
	return false;
}

/* The weights of a production campaign are those of [ml_engine] where it has none of its own. */
static const char *weight(const struct conf *conf, const struct usual *u)
{
	const char *of = strcmp(u->key, "rop_weight") == 0 ? "composite_rop_weight" :
		strcmp(u->key, "mse_weight") == 0 ? "composite_mse_weight" : NULL;

	return of && u->section == production ? conf_text(conf, "ml_engine", of) : NULL;
}

static bool checked(const struct usual *u, const char *said, bool by_option, char why[CONF_WHY])
{
	char what[CONF_WHY];
	double number;

	/* One a line: what the environment says must not make two of it. */
	for (const char *s = said; *s; s++)
		if ((unsigned char)*s < ' ') {
			snprintf(why, CONF_WHY, "%s%s: a control character", by_option ? "--" : "",
				by_option ? u->key : u->variable);
			return false;
		}
	if (conf_key_check(u->section, u->key, said, &number, what))
		return true;
	snprintf(why, CONF_WHY, "%s%s: %.160s", by_option ? "--" : "", by_option ? u->key : u->variable, what);
	return false;
}

static bool put_usual(struct text *to, const struct conf *conf, const struct conf_given *given, const struct usual *u,
	double *seconds, char why[CONF_WHY])
{
	const char *option = !u->variable ? NULL : strcmp(u->variable, "WELL_ID") == 0 ? given->well :
		strcmp(u->variable, "FIELD_NAME") == 0 ? given->field :
		strcmp(u->variable, "CAMPAIGN") == 0 ? given->campaign : NULL;
	const char *outside = option ? option : variable(u->variable), *said = outside;
	bool window = strcmp(u->key, "window_secs") == 0;
	enum campaign campaign;

	if (!said)
		said = conf_text(conf, u->section, u->key);
	if (!said)
		said = weight(conf, u);
	if (window || strcmp(u->key, "interval_secs") == 0) {
		*seconds = window ? fmax(*seconds, 3600) : 3600;
		if (!duration(u, said, window ? 0 : 1, seconds, why))
			return false;
		text_format(to, "%s.%s=", u->section, u->key);
		text_number(to, *seconds);
		text_put(to, '\n');
		return true;
	}
	if (outside && !checked(u, outside, option != NULL, why))
		return false;
	if (said && strcmp(u->key, "campaign") == 0 && campaign_parse(said, &campaign))
		said = campaign_name(campaign);
	put(to, u->section, u->key, said ? said : u->value);
	return true;
}

static bool is_usual(const char *section, const char *key)
{
	for (int k = 0; k < n_usual; k++)
		if (strcmp(usual[k].section, section) == 0 && strcmp(usual[k].key, key) == 0)
			return true;
	return false;
}

bool conf_show(struct text *to, const struct conf *conf, const struct conf_given *given, char why[CONF_WHY])
{
	const char *section, *key, *value;
	double seconds = 3600;

	for (int k = 0; k < n_usual; k++)
		if (!put_usual(to, conf, given, &usual[k], &seconds, why))
			return false;
	for (int k = 0; (section = conf_section(conf, "", k)); k++)
		for (int i = 0; conf_each(conf, section, i, &key, &value); i++)
			if (!is_usual(section, key))
				put(to, section, key, value);
	return true;
}
