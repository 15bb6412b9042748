/* cmd_identity.c - who a stream is about: options, environment, configuration, and what the stream says; see cmd.h. */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

const char *cmd_setting(struct cmd *c, const char *option, const char *variable, const char *section, const char *key)
{
	const char *s = option;

	if (!s && variable) {
		s = getenv(variable);
		if (s && !*s)
			s = NULL;
	}
	return s ? s : conf_text(c->conf, section, key);
}

static void set_name(char *to, size_t size, const char *what, const char *s)
{
	if (!s)
		return;
	if (!*s)
		die(EX_USAGE, "the %s name is empty", what);
	if (strlen(s) >= size)
		die(EX_USAGE, "the %s name is longer than %zu bytes", what, size - 1);
	memcpy(to, s, strlen(s) + 1);
}

/* A bit's numbers from [bit] and [mud] of the configuration. */
static void configured_bit(struct cmd *c)
{
	struct bit *bit = &c->identity.bit;
	const struct { const char *section, *key; double *to; } numbers[] = {
		{ "bit", "diameter_in", &bit->diameter_in }, { "bit", "start_ts", &bit->start_ts },
		{ "bit", "start_depth_ft", &bit->start_depth_ft }, { "bit", "hours", &bit->hours },
		{ "bit", "footage", &bit->footage }, { "bit", "motor_rev_gal", &bit->motor_rev_gal },
		{ "bit", "motor_psi_kft_lbf", &bit->motor_psi_kft_lbf }, { "mud", "ppg", &c->identity.mud_ppg },
	};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		*numbers[i].to = conf_number(c->conf, numbers[i].section, numbers[i].key, *numbers[i].to);
	set_name(bit->run, sizeof bit->run, "bit run", conf_text(c->conf, "bit", "run"));
	set_name(bit->kind, sizeof bit->kind, "bit type", conf_text(c->conf, "bit", "type"));
	set_name(c->identity.mud_type, sizeof c->identity.mud_type, "mud type", conf_text(c->conf, "mud", "type"));
	const char *basis = conf_text(c->conf, "channels", "rpm_basis");
	if (basis && !rpm_basis_parse(basis, &bit->rpm_basis))
		die(EX_CONFIG, "[channels] rpm_basis: '%s' is not auto, surface or bit", basis);
}

void cmd_identity(struct cmd *c)
{
	const char *campaign = cmd_setting(c, c->o.campaign, "CAMPAIGN", "well", "campaign");

	set_name(c->identity.well, sizeof c->identity.well, "well", cmd_setting(c, c->o.well, "WELL_ID", "well", "id"));
	set_name(c->identity.field, sizeof c->identity.field, "field",
		cmd_setting(c, c->o.field, "FIELD_NAME", "well", "field"));
	set_name(c->identity.source, sizeof c->identity.source, "source", c->source);
	if (campaign && !campaign_parse(campaign, &c->identity.campaign))
		die(EX_USAGE, "campaign '%s' is not production, plug_abandonment or idle", campaign);
	configured_bit(c);
}

/* What an option says must be what the stream says; only a tool with CMD_REWRITE may change it. */
static void settle_framed(struct cmd *c)
{
	enum campaign asked = c->identity.campaign;

	if (c->flags & CMD_REWRITE) {
		set_name(c->identity.well, sizeof c->identity.well, "well", c->o.well);
		set_name(c->identity.field, sizeof c->identity.field, "field", c->o.field);
		if (c->o.campaign && !campaign_parse(c->o.campaign, &c->identity.campaign))
			die(EX_USAGE, "--campaign: '%s' is not production, plug_abandonment or idle", c->o.campaign);
		return;
	}
	if (c->o.well && strcmp(c->o.well, c->identity.well) != 0)
		die(EX_USAGE, "--well: '%s' but the stream is of '%s'; ml-filter can change it", c->o.well, c->identity.well);
	if (c->o.field && strcmp(c->o.field, c->identity.field) != 0)
		die(EX_USAGE, "--field: '%s' but the stream is of '%s'; ml-filter can change it", c->o.field,
			c->identity.field);
	if (c->o.campaign && !campaign_parse(c->o.campaign, &asked))
		die(EX_USAGE, "--campaign: '%s' is not production, plug_abandonment or idle", c->o.campaign);
	if (asked != c->identity.campaign)
		die(EX_USAGE, "--campaign: '%s' but the stream is of '%s'; ml-filter can change it", c->o.campaign,
			campaign_name(c->identity.campaign));
}

void cmd_settle(struct cmd *c)
{
	const struct record *record = stream_record(c->in);
	char why[160];

	identity_default(&c->identity);
	c->bare = record->json == NULL;
	if (c->bare) {
		set_name(c->identity.field, sizeof c->identity.field, "field", *c->spool_field ? c->spool_field : NULL);
		set_name(c->identity.well, sizeof c->identity.well, "well", *c->spool_well ? c->spool_well : NULL);
		cmd_identity(c);
		return;
	}
	if (!identity_from_stream(&c->identity, record->json, why))
		cmd_bad(c, NULL, "%s", why);
	settle_framed(c);
}
