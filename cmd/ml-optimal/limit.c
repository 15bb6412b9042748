/* limit.c - the limits of ml.conf; see limit.h. */
#include "limit.h"

#include <math.h>
#include <string.h>

static const char SECTION[] = "limits";

static void take_bands(struct limits *l, const char *text)
{
	l->bands = 0;
	while (*text && l->bands < CONF_BANDS_MAX) {
		size_t len = strcspn(text, ",");
		struct limit_band *b = &l->avoid[l->bands];

		l->bands += conf_range(text, len, &b->low, &b->high);
		text += len;
		text += *text == ',';
	}
}

static void take(struct limits *l, const struct conf *conf, const char *section)
{
	const char *bands = conf_text(conf, section, "rpm_avoid");

	l->wob_min = conf_number(conf, section, "wob_min", l->wob_min);
	l->wob_max = conf_number(conf, section, "wob_max", l->wob_max);
	l->rpm_min = conf_number(conf, section, "rpm_min", l->rpm_min);
	l->rpm_max = conf_number(conf, section, "rpm_max", l->rpm_max);
	l->flow_min = conf_number(conf, section, "flow_min", l->flow_min);
	l->flow_max = conf_number(conf, section, "flow_max", l->flow_max);
	l->torque_max = conf_number(conf, section, "torque_max", l->torque_max);
	l->spp_max = conf_number(conf, section, "spp_max", l->spp_max);
	l->diff_max = conf_number(conf, section, "diff_max", l->diff_max);
	if (bands)
		take_bands(l, bands);
}

struct limits limit_at(const struct conf *conf, double depth)
{
	struct limits l = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, { { 0, 0 } }, 0 };
	const char *section;
	double low, high;

	take(&l, conf, SECTION);
	for (int k = 0; (section = conf_section(conf, "limits.", k)); k++) {
		const char *range = section + strlen("limits.");

		if (conf_range(range, strlen(range), &low, &high) && depth >= low && depth < high)
			take(&l, conf, section);
	}
	return l;
}

const char *limit_forbids(const struct limits *l, const struct limit_values *v)
{
	const struct { bool broken; const char *name; } tests[] = {
		{ v->torque > l->torque_max, "torque" }, { v->diff > l->diff_max, "diff_pressure" },
		{ v->wob < l->wob_min, "limit:wob_min" }, { v->wob > l->wob_max, "limit:wob_max" },
		{ v->rpm < l->rpm_min, "limit:rpm_min" }, { v->rpm > l->rpm_max, "limit:rpm_max" },
		{ v->flow < l->flow_min, "limit:flow_min" }, { v->flow > l->flow_max, "limit:flow_max" },
		{ v->spp > l->spp_max, "limit:spp_max" },
	};      /* a comparison with NAN is false */

	for (size_t k = 0; k < sizeof tests / sizeof *tests; k++)
		if (tests[k].broken)
			return tests[k].name;
	for (int k = 0; k < l->bands; k++)
		if (v->rpm >= l->avoid[k].low && v->rpm <= l->avoid[k].high)
			return "limit:rpm_avoid";
	return NULL;
}
