/*
 * vendor.c - see vendor.h.
 *
 * Pason EDR exports (CSV of the DataHub): times in the columns "YYYY/MM/DD" and "HH:MM:SS", units in brackets with underscores.
 * The order is ours: the plain names first, which such exports mostly have and which belong together ("Rotary RPM", "Rotary
 * Torque"), then those of one machine or purpose. "Rotary Torque (unitless)" is no torque; "Convertible Torque" has a unit.
 */
#include "vendor.h"

static const struct { enum channel channel; const char *order[4]; } pason[] = {
	{ CH_ROP, { "Rate Of Penetration", "On Bottom ROP" } },
	{ CH_TORQUE, { "Rotary Torque", "Convertible Torque", "Top Drive Torque" } },
	{ CH_RPM, { "Rotary RPM", "Top Drive RPM" } },
	{ CH_TANK, { "Active Pit Volume", "Total Mud Volume" } },
	{ CH_GAMMA, { "Gamma", "Gamma Ray" } },
};

static bool has_column(const struct log *log, const char *name)
{
	for (int k = 0; k < log->n; k++)
		if (head_same(log->column[k].name, strlen(log->column[k].name), name, strlen(name)))
			return true;
	return false;
}

struct vendor vendor_find(const struct log *log)
{
	return (struct vendor){ has_column(log, "YYYY/MM/DD") && has_column(log, "HH:MM:SS") ? "Pason" : NULL };
}

/* A header text without the unit in brackets at its end. */
static size_t without_unit(const char *name, size_t len)
{
	const char *open = len > 0 && name[len - 1] == ')' ? memrchr(name, '(', len) : NULL;

	return open ? (size_t)(open - name) : len;
}

int vendor_rank(const struct vendor *v, enum channel channel, const char *name, size_t len)
{
	char key[SPELL_KEY], other[SPELL_KEY];

	if (!v->name || spell_key(name, without_unit(name, len), key) == 0)
		return -1;
	for (size_t k = 0; k < sizeof pason / sizeof *pason; k++)
		for (int i = 0; pason[k].channel == channel && i < 4 && pason[k].order[i]; i++) {
			spell_key(pason[k].order[i], strlen(pason[k].order[i]), other);
			if (strcmp(key, other) == 0)
				return i;
		}
	return -1;
}

bool vendor_unusable(const struct vendor *v, const struct head *h)
{
	return v->name && h->kind == SPELL_CHANNEL && h->unit_state == HEAD_UNIT_UNKNOWN &&
		unit_by_text(h->unit_text, strlen(h->unit_text), Q_COUNT) != NULL;
}
