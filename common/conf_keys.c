/*
 * conf_keys.c - the table of every section and key of ml.conf, and the check of one value.
 *
 * A key that no tool reads is not here: a setting that is taken and does nothing is worse than an error.
 * Ranges are those that the tools' options of the same name have.
 */
#include "conf_keys.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "channel.h"
#include "identity.h"
#include "num.h"
#include "when.h"

enum kind { K_NUMBER, K_WHOLE, K_TEXT, K_CHOICE, K_CAMPAIGN, K_ZONE, K_TIME, K_BANDS };
struct key { const char *section, *name; enum kind kind; double low, high; const char *choices; };

/* sections that have the same keys are one row each: "campaign.*" stands for both campaigns, "limits" for every depth */
static const struct key keys[] = {
	{ "ml_engine", "interval_secs", K_WHOLE, 1, 864000, NULL },
	{ "ml_engine", "window_secs", K_WHOLE, 0, 864000, NULL },
	{ "ml_engine", "min_samples_high_confidence", K_WHOLE, 1, 1e6, NULL },
	{ "ml_engine", "composite_rop_weight", K_NUMBER, 0, 1, NULL },
	{ "ml_engine", "composite_mse_weight", K_NUMBER, 0, 1, NULL },
	{ "ml_engine", "significance_threshold", K_NUMBER, 1e-12, 0.5, NULL },

	{ "campaign.*", "rop_weight", K_NUMBER, 0, 1, NULL },
	{ "campaign.*", "mse_weight", K_NUMBER, 0, 1, NULL },
	{ "campaign.*", "min_wob", K_NUMBER, 0, 200, NULL },
	{ "campaign.*", "min_rpm", K_NUMBER, 0, 1000, NULL },
	{ "campaign.*", "min_rop", K_NUMBER, 0, 2000, NULL },
	{ "campaign.*", "max_rop", K_NUMBER, 0, 5000, NULL },
	{ "campaign.*", "min_mse", K_NUMBER, 0, 1e7, NULL },
	{ "campaign.*", "max_mse", K_NUMBER, 0, 1e8, NULL },

	{ "well", "id", K_TEXT, 1, 127, NULL },
	{ "well", "field", K_TEXT, 1, 127, NULL },
	{ "well", "campaign", K_CAMPAIGN, 0, 0, NULL },
	{ "well", "tz", K_ZONE, 1, 63, NULL },
	{ "well", "type", K_TEXT, 1, 63, NULL },

	{ "barrier", "kind", K_TEXT, 1, 63, NULL },

	{ "bit", "diameter_in", K_NUMBER, 1, 60, NULL },
	{ "bit", "run", K_TEXT, 1, 31, NULL },
	{ "bit", "type", K_TEXT, 1, 31, NULL },
	{ "bit", "motor_rev_gal", K_NUMBER, 0.01, 10, NULL },
	{ "bit", "motor_psi_kft_lbf", K_NUMBER, 1, 10000, NULL },
	{ "bit", "start_depth_ft", K_NUMBER, 0, 100000, NULL },
	{ "bit", "start_ts", K_TIME, 0, 0, NULL },
	{ "bit", "hours", K_NUMBER, 0, 10000, NULL },
	{ "bit", "footage", K_NUMBER, 0, 100000, NULL },

	{ "mud", "ppg", K_NUMBER, 5, 25, NULL },
	{ "mud", "type", K_TEXT, 1, 31, NULL },
	{ "mud", "normal_ppg", K_NUMBER, 7, 12, NULL },

	{ "channels", "rpm_basis", K_CHOICE, 0, 0, "auto surface bit" },
	{ "channels", "block_weight_klbf", K_NUMBER, 1, 999, NULL },

	{ "limits", "wob_min", K_NUMBER, 0, 200, NULL },
	{ "limits", "wob_max", K_NUMBER, 0, 200, NULL },
	{ "limits", "rpm_min", K_NUMBER, 0, 1000, NULL },
	{ "limits", "rpm_max", K_NUMBER, 0, 1000, NULL },
	{ "limits", "flow_min", K_NUMBER, 0, 3000, NULL },
	{ "limits", "flow_max", K_NUMBER, 0, 3000, NULL },
	{ "limits", "torque_max", K_NUMBER, 0, 120, NULL },
	{ "limits", "spp_max", K_NUMBER, 0, 10000, NULL },
	{ "limits", "diff_max", K_NUMBER, 0, 5000, NULL },
	{ "limits", "rpm_avoid", K_BANDS, 0, 0, NULL },

	{ "display", "units", K_CHOICE, 0, 0, "fps metric" },

	{ "run", "spool", K_TEXT, 1, 399, NULL },
	{ "run", "store", K_TEXT, 1, 399, NULL },
	{ "run", "state", K_TEXT, 1, 399, NULL },
	{ "run", "runs", K_TEXT, 1, 399, NULL },
	{ "run", "tops", K_TEXT, 1, 399, NULL },
	{ "run", "grace_secs", K_WHOLE, 0, 86400, NULL },
	{ "run", "keep_days", K_WHOLE, 1, 36500, NULL },
	{ "run", "keep_reports", K_WHOLE, 1, 1e8, NULL },
	{ "run", "keep_spool_days", K_WHOLE, 1, 36500, NULL },
};
static const int n_keys = sizeof keys / sizeof keys[0];

bool conf_range(const char *s, size_t len, double *low, double *high)
{
	const char *dash = memchr(s, '-', len);

	return dash && num_parse(s, (size_t)(dash - s), low) && num_parse(dash + 1, len - (size_t)(dash - s) - 1, high) &&
		*low >= 0 && *low < *high;
}

/* "limits" or, for a range of hole depth, "limits.8000-9500". */
static bool is_limits(const char *section)
{
	double low, high;

	return strcmp(section, "limits") == 0 || (strncmp(section, "limits.", 7) == 0 &&
		conf_range(section + 7, strlen(section + 7), &low, &high));
}

static bool in_section(const char *pattern, const char *section)
{
	if (strcmp(pattern, "limits") == 0)
		return is_limits(section);
	if (strcmp(pattern, "campaign.*") == 0)
		return strcmp(section, "campaign.production") == 0 ||
			strcmp(section, "campaign.plug_abandonment") == 0;
	return strcmp(pattern, section) == 0;
}

/* Edits (insert, drop, change) between two words of up to 40 letters; 99 when one is longer (Levenshtein
 * 1966). */
static int distance(const char *a, const char *b)
{
	int row[41];
	size_t n = strlen(a), m = strlen(b);

	if (n > 40 || m > 40)
		return 99;
	for (size_t j = 0; j <= m; j++)
		row[j] = (int)j;
	for (size_t i = 1; i <= n; i++) {
		int corner = row[0];

		row[0] = (int)i;
		for (size_t j = 1; j <= m; j++) {
			int edit = corner + (a[i - 1] != b[j - 1]);

			corner = row[j];
			if (row[j] + 1 < edit)
				edit = row[j] + 1;
			if (row[j - 1] + 1 < edit)
				edit = row[j - 1] + 1;
			row[j] = edit;
		}
	}
	return row[m];
}

/* The word nearest to an unknown one. */
struct guess { const char *word; int edits; };

static void guess(struct guess *g, const char *unknown, const char *word)
{
	int d = distance(unknown, word);

	if (d < g->edits && d * 3 <= (int)strlen(word)) {
		g->edits = d;
		g->word = word;
	}
}

static bool section_check(const char *section, char why[CONF_WHY])
{
	static const char *const names[] = { "ml_engine", "campaign.production", "campaign.plug_abandonment", "well",
		"barrier", "bit", "mud", "channels", "limits", "display", "run" };
	struct guess g = { NULL, 99 };

	if (is_limits(section))
		return true;
	if (strncmp(section, "limits.", 7) == 0) {
		snprintf(why, CONF_WHY, "[%.60s] has no range of depths; write it as [limits.8000-9500], in ft", section);
		return false;
	}

	for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
		if (strcmp(names[k], section) == 0)
			return true;
		guess(&g, section, names[k]);
	}
	if (g.word)
		snprintf(why, CONF_WHY, "[%.60s] is not a section; did you mean [%s]", section, g.word);
	else
		snprintf(why, CONF_WHY, "[%.60s] is not a section; see ml.conf(5)", section);
	return false;
}

static void unknown_key(const char *section, const char *key, char why[CONF_WHY])
{
	struct guess g = { NULL, 99 };
	const char *elsewhere = NULL;
	enum channel channel = channel_by_name(key);
	int n;

	for (int k = 0; k < n_keys; k++) {
		if (in_section(keys[k].section, section))
			guess(&g, key, keys[k].name);
		else if (strcmp(keys[k].name, key) == 0)
			elsewhere = keys[k].section;
	}
	for (int k = 0; strcmp(section, "channels") == 0 && k < CHANNELS; k++)
		guess(&g, key, channel_table[k].name);
	if (strcmp(section, "channels") == 0 && channel != CHANNELS)
		g.word = channel_table[channel].name;   /* an alias: "wob" */
	n = snprintf(why, CONF_WHY, "[%s] %.60s is not a key", section, key);
	if (g.word)
		snprintf(why + n, (size_t)(CONF_WHY - n), "; did you mean %s", g.word);
	else if (elsewhere)
		snprintf(why + n, (size_t)(CONF_WHY - n), "; it belongs in [%s]", elsewhere);
	else
		snprintf(why + n, (size_t)(CONF_WHY - n), "; see ml.conf(5)");
}

static bool is_choice(const char *list, const char *value)
{
	size_t len = strlen(value);

	while (len && *list) {
		size_t n = strcspn(list, " ");

		if (n == len && memcmp(list, value, n) == 0)
			return true;
		list += n;
		list += strspn(list, " ");
	}
	return false;
}

/* Each check writes its own words into what, without section and key. */
static bool number_check(const struct key *key, const char *value, double *number, char what[WHEN_WHY])
{
	if (!num_parse(value, strlen(value), number)) {
		snprintf(what, WHEN_WHY, "'%.60s' is not a number", value);
		return false;
	}
	if (key->kind == K_WHOLE && *number != floor(*number)) {
		snprintf(what, WHEN_WHY, "'%.60s' is not a whole number", value);
		return false;
	}
	if (!(*number >= key->low && *number <= key->high)) {
		snprintf(what, WHEN_WHY, "%.60s is out of range %g to %g", value, key->low, key->high);
		return false;
	}
	return true;
}

static bool time_check(const char *value, double *number, char what[WHEN_WHY])
{
	struct when_zone utc = { .name = "UTC" };
	struct when_read read;

	if (!when_parse(value, strlen(value), &utc, WHEN_ORDER_NONE, number, &read, what))
		return false;
	if (read.had_zone)
		return true;
	snprintf(what, WHEN_WHY, "'%.40s' has no zone; end it with Z or +hh:mm", value);
	return false;
}

/* "95-105,150-160" */
static bool bands_check(const char *value, char what[WHEN_WHY])
{
	double low, high;
	int bands = 1;

	for (const char *s = value; ; s++, bands++) {
		size_t len = strcspn(s, ",");

		if (!conf_range(s, len, &low, &high) || bands > CONF_BANDS_MAX) {
			snprintf(what, WHEN_WHY, "'%.60s' is not a list of at most %d bands such as 95-105,150-160", value,
				CONF_BANDS_MAX);
			return false;
		}
		s += len;
		if (!*s)
			return true;
	}
}

static bool value_check(const struct key *key, const char *value, double *number, char what[WHEN_WHY])
{
	struct when_zone zone;
	enum campaign campaign;

	switch (key->kind) {
	case K_NUMBER:
	case K_WHOLE:
		return number_check(key, value, number, what);
	case K_TEXT:
		if ((double)strlen(value) <= key->high)
			return true;
		snprintf(what, WHEN_WHY, "longer than %g bytes", key->high);
		return false;
	case K_CHOICE:
		if (is_choice(key->choices, value))
			return true;
		snprintf(what, WHEN_WHY, "'%.60s' is none of %s", value, key->choices);
		return false;
	case K_CAMPAIGN:
		if (campaign_parse(value, &campaign))
			return true;
		snprintf(what, WHEN_WHY, "'%.60s' is none of production plug_abandonment idle", value);
		return false;
	case K_ZONE:
		return when_zone_parse(&zone, value, what);
	case K_TIME:
		return time_check(value, number, what);
	case K_BANDS:
		return bands_check(value, what);
	}
	return false;
}

static bool is_channel(const char *name)
{
	for (int k = 0; k < CHANNELS; k++)
		if (strcmp(channel_table[k].name, name) == 0)
			return true;
	return false;
}

bool conf_key_check(const char *section, const char *key, const char *value, double *number, char why[CONF_WHY])
{
	static const struct key column = { "channels", "", K_TEXT, 1, 399, NULL };
	const struct key *known = NULL;
	char what[WHEN_WHY];

	*number = NAN;
	if (!section_check(section, why))
		return false;
	for (int k = 0; k < n_keys && !known; k++)
		if (in_section(keys[k].section, section) && strcmp(keys[k].name, key) == 0)
			known = &keys[k];
	if (!known && strcmp(section, "channels") == 0 && is_channel(key))
		known = &column;
	if (!known) {
		unknown_key(section, key, why);
		return false;
	}
	if (!*value) {
		snprintf(why, CONF_WHY, "[%s] %s has no value", section, key);
		return false;
	}
	if (value_check(known, value, number, what))
		return true;
	snprintf(why, CONF_WHY, "[%s] %s: %.*s", section, key, WHEN_WHY, what);
	return false;
}
