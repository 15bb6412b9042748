/*
 * identity.c - who a stream is about, to and from its `stream` and `set` records.
 *
 * A key that is absent or null says nothing and leaves what was known. A value of another type, or one that
 * cannot be (a bit of 0 in), is an error: a wrong bit size would make every MSE of the stream wrong.
 */
#include "identity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "json.h"

static const char *const campaigns[CAMPAIGNS] = { "production", "plug_abandonment", "idle" };
static const char *const bases[] = { "auto", "surface", "bit" };

static void bit_default(struct bit *b)
{
	*b = (struct bit){
		.diameter_in = NAN, .start_ts = NAN, .start_depth_ft = NAN, .hours = NAN, .footage = NAN,
		.motor_rev_gal = NAN, .motor_psi_kft_lbf = NAN, .rpm_basis = RPM_AUTO,
	};
}

void identity_default(struct identity *id)
{
	*id = (struct identity){
		.field = "DEFAULT", .well = "WELL-001", .tz = "UTC", .units = "fps", .campaign = CAMPAIGN_PRODUCTION,
		.mud_ppg = NAN, .interval_s = NAN,
	};
	bit_default(&id->bit);
}

bool campaign_parse(const char *s, enum campaign *campaign)
{
	static const struct { const char *name; enum campaign campaign; } names[] = {
		{ "production", CAMPAIGN_PRODUCTION }, { "plugabandonment", CAMPAIGN_PLUG_ABANDONMENT },
		{ "plugandabandonment", CAMPAIGN_PLUG_ABANDONMENT }, { "plug&abandonment", CAMPAIGN_PLUG_ABANDONMENT },
		{ "pa", CAMPAIGN_PLUG_ABANDONMENT }, { "p&a", CAMPAIGN_PLUG_ABANDONMENT }, { "idle", CAMPAIGN_IDLE },
	};
	char plain[24];
	size_t n = 0;

	for (; *s; s++) {
		if (strchr(" _-", *s))
			continue;
		if (n + 1 >= sizeof plain)
			return false;
		plain[n++] = *s;
	}
	plain[n] = '\0';
	for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
		if (strcasecmp(plain, names[k].name) == 0) {
			*campaign = names[k].campaign;
			return true;
		}
	}
	return false;
}

const char *campaign_name(enum campaign campaign)
{
	return campaigns[campaign];
}

bool rpm_basis_parse(const char *s, enum rpm_basis *basis)
{
	for (int k = 0; k <= RPM_BIT; k++) {
		if (strcmp(s, bases[k]) == 0) {
			*basis = (enum rpm_basis)k;
			return true;
		}
	}
	return false;
}

const char *rpm_basis_name(enum rpm_basis basis)
{
	return bases[basis];
}

static bool put_known(json_t *o, const char *key, double v)
{
	return isnan(v) || json_put_number(o, key, v);
}

static bool put_known_text(json_t *o, const char *key, const char *s)
{
	return !*s || json_put_text(o, key, s);
}

static json_t *bit_object(const struct bit *b)
{
	json_t *o = json_object();

	if (o && json_put_number(o, "diameter_in", b->diameter_in) && json_put_number(o, "start_ts", b->start_ts) &&
	    json_put_number(o, "start_depth_ft", b->start_depth_ft) && put_known_text(o, "run", b->run) &&
	    put_known_text(o, "type", b->kind) && put_known(o, "motor_rev_gal", b->motor_rev_gal) &&
	    put_known(o, "motor_psi_kft_lbf", b->motor_psi_kft_lbf) &&
	    (b->rpm_basis == RPM_AUTO || json_put_text(o, "rpm_basis", rpm_basis_name(b->rpm_basis))) &&
	    put_known(o, "hours", b->hours) && put_known(o, "footage", b->footage))
		return o;
	json_decref(o);
	return NULL;
}

static bool put_mud(json_t *o, const struct identity *id)
{
	json_t *mud;

	if (isnan(id->mud_ppg) && !*id->mud_type)
		return true;
	mud = json_object();
	if (mud && put_known(mud, "ppg", id->mud_ppg) && put_known_text(mud, "type", id->mud_type))
		return json_put(o, "mud", mud);
	json_decref(mud);
	return false;
}

json_t *identity_record(const struct identity *id)
{
	json_t *o = json_object();

	if (o && json_put_text(o, "type", "stream") && json_put_number(o, "version", 1) &&
	    json_put_text(o, "field", id->field) && json_put_text(o, "well", id->well) &&
	    json_put_text(o, "campaign", campaign_name(id->campaign)) && json_put(o, "bit", bit_object(&id->bit)) &&
	    json_put_number(o, "interval_s", id->interval_s) && json_put_text(o, "units", id->units) &&
	    json_put_text(o, "tz", id->tz) && json_put_text(o, "source", *id->source ? id->source : NULL) &&
	    put_mud(o, id) && (!id->by_depth || json_put_text(o, "index", "depth")))
		return o;
	json_decref(o);
	return NULL;
}

/* A number key in low..high. */
static bool take_number(const json_t *o, const char *key, double low, double high, double *to, char why[160])
{
	const json_t *v = json_object_get(o, key);
	double x;

	if (!v || json_is_null(v))
		return true;
	x = json_number_value(v);
	if (!json_is_number(v)) {
		snprintf(why, 160, "%s: not a number", key);
		return false;
	}
	if (!(x >= low && x <= high)) {
		snprintf(why, 160, "%s: %g is out of range %g to %g", key, x, low, high);
		return false;
	}
	*to = x;
	return true;
}

/* A text key that fits; a number is taken as its text where `numbers`. */
static bool take_text(const json_t *o, const char *key, bool numbers, char *to, size_t size, char why[160])
{
	const json_t *v = json_object_get(o, key);
	struct text t = {0};
	bool fits;

	if (!v || json_is_null(v))
		return true;
	if (json_is_string(v))
		text_add(&t, json_string_value(v), json_string_length(v));
	else if (numbers && json_is_number(v))
		text_number(&t, json_number_value(v));
	else {
		snprintf(why, 160, "%s: not a text", key);
		return false;
	}
	fits = !t.failed && t.len > 0 && t.len < size && strlen(text_view(&t)) == t.len;
	if (fits)
		memcpy(to, t.s, t.len + 1);
	else
		snprintf(why, 160, "%s: a text of 1 to %zu bytes is wanted", key, size - 1);
	text_free(&t);
	return fits;
}

static bool take_campaign(const json_t *o, enum campaign *to, char why[160])
{
	char name[40] = "";

	if (!take_text(o, "campaign", false, name, sizeof name, why))
		return false;
	if (!*name || campaign_parse(name, to))
		return true;
	snprintf(why, 160, "campaign: '%s' is none; production, plug_abandonment and idle are", name);
	return false;
}

static bool take_bit(const json_t *o, struct bit *b, char why[160])
{
	char basis[16] = "";

	if (!take_number(o, "diameter_in", 1, 60, &b->diameter_in, why) ||
	    !take_number(o, "start_ts", -1e11, 1e12, &b->start_ts, why) ||
	    !take_number(o, "start_depth_ft", 0, 100000, &b->start_depth_ft, why) ||
	    !take_text(o, "run", true, b->run, sizeof b->run, why) ||
	    !take_text(o, "type", false, b->kind, sizeof b->kind, why) ||
	    !take_number(o, "motor_rev_gal", 0.01, 10, &b->motor_rev_gal, why) ||
	    !take_number(o, "motor_psi_kft_lbf", 1, 10000, &b->motor_psi_kft_lbf, why) ||
	    !take_number(o, "hours", 0, 10000, &b->hours, why) ||
	    !take_number(o, "footage", 0, 100000, &b->footage, why) ||
	    !take_text(o, "rpm_basis", false, basis, sizeof basis, why))
		return false;
	if (!*basis || rpm_basis_parse(basis, &b->rpm_basis))
		return true;
	snprintf(why, 160, "rpm_basis: '%s' is none; auto, surface and bit are", basis);
	return false;
}

static bool take_object(const json_t *o, const char *key, const json_t **to, char why[160])
{
	*to = json_object_get(o, key);
	if (*to && json_is_null(*to))
		*to = NULL;
	if (!*to || json_is_object(*to))
		return true;
	snprintf(why, 160, "%s: not an object", key);
	return false;
}

static bool take_mud(const json_t *o, struct identity *id, char why[160])
{
	const json_t *mud;

	if (!take_object(o, "mud", &mud, why))
		return false;
	return !mud || (take_number(mud, "ppg", 5, 25, &id->mud_ppg, why) &&
		take_text(mud, "type", false, id->mud_type, sizeof id->mud_type, why));
}

static bool take_index(const json_t *o, bool *by_depth, char why[160])
{
	char index[16] = "";

	if (!take_text(o, "index", false, index, sizeof index, why))
		return false;
	if (*index)
		*by_depth = strcmp(index, "depth") == 0;
	if (!*index || *by_depth || strcmp(index, "time") == 0)
		return true;
	snprintf(why, 160, "index: '%s' is none; time and depth are", index);
	return false;
}

static bool version_known(double version, char why[160])
{
	if (version >= 1 && version <= 1)
		return true;
	if (isnan(version))
		snprintf(why, 160, "version: missing; 1 is known here");
	else
		snprintf(why, 160, "version: %g is not known here; 1 is", version);
	return false;
}

bool identity_from_stream(struct identity *id, const json_t *stream, char why[160])
{
	struct identity new = *id;
	double version = NAN;
	const json_t *bit;

	if (!take_number(stream, "version", -1e9, 1e9, &version, why) || !version_known(version, why) ||
	    !take_text(stream, "field", false, new.field, sizeof new.field, why) ||
	    !take_text(stream, "well", false, new.well, sizeof new.well, why) ||
	    !take_campaign(stream, &new.campaign, why) || !take_object(stream, "bit", &bit, why) ||
	    (bit && !take_bit(bit, &new.bit, why)) ||
	    !take_number(stream, "interval_s", 1e-6, 1e6, &new.interval_s, why) ||
	    !take_text(stream, "units", false, new.units, sizeof new.units, why) ||
	    !take_text(stream, "tz", false, new.tz, sizeof new.tz, why) ||
	    !take_text(stream, "source", false, new.source, sizeof new.source, why) || !take_mud(stream, &new, why) ||
	    !take_index(stream, &new.by_depth, why))
		return false;
	if (strcmp(new.units, "fps") != 0 && strcmp(new.units, "metric") != 0) {
		snprintf(why, 160, "units: '%s' are none; fps and metric are", new.units);
		return false;
	}
	*id = new;
	return true;
}

/* Both known and not the same. */
static bool differs(double a, double b)
{
	return !isnan(a) && !isnan(b) && (a < b || a > b);
}

/* What a `set` says of the bit, on what is known. Another run, start or diameter is another bit: nothing of
 * the old one holds. A run or start that was not known before is the same bit, but hours and footage count
 * from a start: they go. */
static bool apply_bit(struct bit *known, const json_t *o, char why[160])
{
	struct bit said, merged = *known;

	bit_default(&said);
	if (!take_bit(o, &said, why))
		return false;
	if ((*said.run && *known->run && strcmp(said.run, known->run) != 0) ||
	    differs(said.start_ts, known->start_ts) ||
	    differs(said.start_depth_ft, known->start_depth_ft) || differs(said.diameter_in, known->diameter_in)) {
		*known = said;
		return true;
	}
	if ((*said.run && !*known->run) || (!isnan(said.start_ts) && isnan(known->start_ts)) ||
	    (!isnan(said.start_depth_ft) && isnan(known->start_depth_ft)))
		merged.hours = merged.footage = NAN;
	if (!take_bit(o, &merged, why))
		return false;
	*known = merged;
	return true;
}

bool identity_apply_set(struct identity *id, const json_t *set, char why[160])
{
	struct identity new = *id;
	double ts = NAN;
	const json_t *bit;

	if (!take_number(set, "ts", -1e11, 1e12, &ts, why) || !take_campaign(set, &new.campaign, why) ||
	    !take_text(set, "wellbore", false, new.well, sizeof new.well, why) || !take_object(set, "bit", &bit, why) ||
	    (bit && !apply_bit(&new.bit, bit, why)) || !take_mud(set, &new, why))
		return false;
	if (isnan(ts)) {
		snprintf(why, 160, "ts: missing; a set record needs its time");
		return false;
	}
	*id = new;
	return true;
}

bool identity_set_is_doubt(const json_t *set)
{
	static const char *const changes[] = { "campaign", "wellbore", "bit", "mud" };

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
		if (json_object_get(set, changes[i]))
			return false;
	return json_object_get(set, "hold") || json_object_get(set, "suspect");
}

static bool same_number(double a, double b)
{
	return (isnan(a) && isnan(b)) || (a >= b && a <= b);
}

static bool same_bit(const struct bit *a, const struct bit *b)
{
	return same_number(a->diameter_in, b->diameter_in) && same_number(a->start_ts, b->start_ts) &&
		same_number(a->start_depth_ft, b->start_depth_ft) && same_number(a->hours, b->hours) &&
		same_number(a->footage, b->footage) && same_number(a->motor_rev_gal, b->motor_rev_gal) &&
		same_number(a->motor_psi_kft_lbf, b->motor_psi_kft_lbf) && a->rpm_basis == b->rpm_basis &&
		strcmp(a->run, b->run) == 0 && strcmp(a->kind, b->kind) == 0;
}

bool identity_set_is_repeat(const struct identity *known, const json_t *set)
{
	static const char *const keys[] = { "type", "ts", "campaign", "wellbore", "bit", "mud" };
	struct identity new = *known;
	size_t mine = 0;
	char why[160];

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		mine += json_object_get(set, keys[i]) != NULL;
	return mine == json_object_size(set) && identity_apply_set(&new, set, why) && new.campaign == known->campaign &&
		strcmp(new.well, known->well) == 0 && same_bit(&new.bit, &known->bit) &&
		same_number(new.mud_ppg, known->mud_ppg) && strcmp(new.mud_type, known->mud_type) == 0;
}
