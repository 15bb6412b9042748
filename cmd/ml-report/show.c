/* show.c - quantities and names as a crew reads them; see show.h. */
#include "show.h"

#include <math.h>
#include <string.h>

const struct show show_wob = { Q_FORCE, "klbf", "kdaN", 1, 1, "kdan", 1 };
const struct show show_rpm = { Q_ROTATION, "rpm", "rpm", 0, 0, "rpm", 1 };
const struct show show_flow = { Q_FLOW, "gpm", "L/min", 0, 0, "l_min", 1 };
const struct show show_rop = { Q_SPEED, "ft/h", "m/h", 1, 1, "m_h", 1 };
const struct show show_depth = { Q_LENGTH, "ft", "m", 0, 0, "m", 1 };
const struct show show_mse = { Q_PRESSURE, "kpsi", "MPa", 1, 0, "mpa", 1000 };

double show_value(const struct show *show, double v, bool metric)
{
	if (metric)
		return unit_from_base(unit_by_suffix(show->suffix, strlen(show->suffix), show->quantity), v);
	return v / show->scale;
}

void show_number(struct text *out, const struct show *show, double v, bool metric)
{
	text_format(out, "%.*f", metric ? show->metric_decimals : show->decimals, show_value(show, v, metric));
}

const char *show_unit(const struct show *show, bool metric)
{
	return metric ? show->metric : show->field;
}

void show_named(struct text *out, const char *name, const struct show *show, double v, bool metric)
{
	text_format(out, "%s ", name);
	if (!isfinite(v)) {
		text_str(out, "unknown");
		return;
	}
	show_number(out, show, v, metric);
	text_format(out, " %s", show_unit(show, metric));
}

void show_clean(struct text *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i], next = i + 1 < len ? (unsigned char)s[i + 1] : 0;

		if (c == 0xc2 && next >= 0x80 && next <= 0x9f)
			i++;
		else if (c >= 0x20 && c != 0x7f) {
			text_put(out, s[i]);
			continue;
		}
		text_put(out, '?');
	}
}
