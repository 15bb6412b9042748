/* ask.c - who asks, and about what; see ask.h. */
#include "ask.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void ask_rock(struct traits *traits, const char *words)
{
	int class = weigh_class(words);

	if (class >= 0)
		traits->formation = weigh_class_name(class);
	else
		traits->name = words;
}

static ssize_t list_wells(struct query *q, const struct tree_entry **list)
{
	char why[TREE_WHY];
	ssize_t n = tree_wells(q->tree, list, why);

	if (n < 0)
		die(EX_IOERR, "%s", why);
	return n;
}

/* "'A', 'B'": the fields there are, or those of a well. */
static size_t put_fields(struct text *out, const struct tree_entry *list, size_t n, const char *well)
{
	const char *last = NULL;
	size_t found = 0;

	for (size_t i = 0; i < n; i++) {
		if ((last && strcmp(list[i].field, last) == 0) || (well && strcmp(list[i].well, well) != 0))
			continue;
		last = list[i].field;
		text_format(out, "%s'%s'", found++ ? ", " : "", last);
	}
	return found;
}

static int say_which(const char *before, const char *well, struct text *fields, const char *after)
{
	if (fields->failed)
		query_out_of_memory();
	warning("%s%s%s%s%s%s", well ? "well '" : "", well ? well : "", well ? "' " : "", before, text_view(fields), after);
	text_free(fields);
	return QUERY_NONE;
}

/* The field of a well that did not say, or the only field. */
static int find_field(struct query *q, struct asked *a)
{
	const struct tree_entry *list;
	size_t n = (size_t)list_wells(q, &list), found = 0;
	struct text fields = { 0 };

	if (!n)
		return query_none(q, NULL);
	if (a->well)
		found = put_fields(&fields, list, n, a->well);
	if (found > 1)
		return say_which("is in more than one field, ", a->well, &fields, "; say which with --field");
	if (found == 0) {
		text_clear(&fields);
		found = put_fields(&fields, list, n, NULL);
		if (a->well)
			return say_which("has no report yet, so its field is not known; say it with --field: there is ", a->well,
				&fields, "");
		if (found > 1)
			return say_which("more than one field, ", NULL, &fields, "; say which with --field");
	}
	for (size_t i = 0; i < n; i++)
		if (!a->well || strcmp(list[i].well, a->well) == 0) {
			snprintf(a->field_name, sizeof a->field_name, "%s", list[i].field);
			break;
		}
	a->field = a->field_name;
	text_free(&fields);
	return QUERY_FOUND;
}

/* The asking well's newest report tells bit, bases and campaign; one that spans the depth tells the rock. */
static void ask_own_well(struct query *q, struct asked *a)
{
	struct tree_want own = a->want;
	const char *key;
	json_t *report;
	bool rock = !a->traits.formation && !a->traits.name && isfinite(a->traits.depth[0]);

	own.field = a->field;
	own.well = a->well;
	query_rewind(q);
	a->newest = query_next(q, &own, &key);
	query_rewind(q);
	q->only.which = DEPTHS_NEAR;
	q->only.depth = a->traits.depth[0];
	q->only.reach = 0;
	while (rock && !a->rock && (report = query_next(q, &own, &key)) != NULL) {
		for (size_t i = evidence_units(report); rock && !a->rock && i-- > 0;) {
			struct evidence e = evidence_unit(report, i);
			if (weigh_gap(&a->traits, &e.is) != 0 || weigh_class(e.is.formation) < 0)
				continue;
			a->rock = json_incref(report);
			a->rock_key = xstrdup(key);
			a->traits.formation = e.is.formation;
			if (isnan(a->traits.d_exponent))
				a->traits.d_exponent = e.is.d_exponent;
		}
		json_decref(report);
	}
	q->only.which = DEPTHS_ALL;
	query_rewind(q);
}

static void take_from_newest(struct asked *a)
{
	struct traits is = evidence_headline(a->newest).is;

	if (!a->traits.campaign)
		a->traits.campaign = is.campaign;
	if (!a->traits.bit_type)
		a->traits.bit_type = is.bit_type;
	if (isnan(a->traits.bit_diameter))
		a->traits.bit_diameter = is.bit_diameter;
	a->traits.rpm_basis = is.rpm_basis;
	a->traits.mse_basis = is.mse_basis;
	if (!a->traits.well_type)
		a->traits.well_type = is.well_type;
	if (!a->traits.barrier)
		a->traits.barrier = is.barrier;
}

static const char *campaign_asked(struct query *q)
{
	const char *words = q->want.campaign ? q->want.campaign : cmd_setting(q->cmd, NULL, "CAMPAIGN", "well", "campaign");
	enum campaign campaign;

	if (!words)
		return NULL;
	if (!campaign_parse(words, &campaign))
		die(EX_USAGE, "CAMPAIGN: '%s' is none of production plug_abandonment idle", words);
	return campaign_name(campaign);
}

int ask_start(struct query *q, struct asked *a, bool all_fields)
{
	const char *kind = conf_text(q->cmd->conf, "well", "type"), *barrier = conf_text(q->cmd->conf, "barrier", "kind");

	*a = (struct asked){ .want = q->want };
	a->well = cmd_setting(q->cmd, q->o.well, "WELL_ID", "well", "id");
	a->field = cmd_setting(q->cmd, q->o.field, "FIELD_NAME", "well", "field");
	a->traits = (struct traits){
		.depth = { q->o.depth, q->o.depth }, .d_exponent = q->o.d_exponent,
		.campaign = campaign_asked(q),
		.well_type = q->o.well_type ? q->o.well_type : kind,
		.barrier = q->o.barrier_kind ? q->o.barrier_kind : barrier,
		.bit_diameter = conf_number(q->cmd->conf, "bit", "diameter_in", NAN),
		.bit_type = conf_text(q->cmd->conf, "bit", "type"),
	};
	if (q->o.formation)
		ask_rock(&a->traits, q->o.formation);
	if (q->o.tops)
		a->traits.name = q->o.tops;
	if (!a->field && !all_fields && find_field(q, a) != QUERY_FOUND)
		return QUERY_NONE;
	a->want.field = all_fields && !q->o.field ? NULL : a->field;
	a->want.well = NULL;
	a->want.limit = 0;
	if (a->well)
		ask_own_well(q, a);
	if (a->newest)
		take_from_newest(a);
	return QUERY_FOUND;
}

void ask_end(struct asked *a)
{
	json_decref(a->rock);
	json_decref(a->newest);
	free(a->rock_key);
}
