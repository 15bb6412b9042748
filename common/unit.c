/*
 * unit.c - the table of units and how a unit is found by column suffix, by the text of a header or in an
 * option's value.
 *
 * A spelling is compared after the text was lowered and freed of blanks, brackets, dots, hyphens, `*`, `^`,
 * `_`, degree and middle-dot signs, with superscript digits as digits and "per" as `/`: "(k-lbs)", "kN.m", "kN·m" and
 * "kg/m³" need one spelling each. The first unit of a quantity is its base. Of two quantities that share a spelling
 * ("m": metre, minute) the one that comes first holds where no quantity is asked for.
 */
#include "unit.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "num.h"

/* exact by definition */
#define FT_M    0.3048                  /* m a foot */
#define IN_M    0.0254
#define LBF_N   4.4482216152605         /* N a pound-force */
#define PSI_PA  6894.757293168361       /* Pa a psi */
#define GAL_L   3.785411784             /* L a US gallon */
#define GAL_UK_L 4.54609                /* L an imperial gallon */
#define LB_KG   0.45359237
#define KGF_N   9.80665
#define KFTLB_NM (1000 * LBF_N * FT_M)  /* N.m a kft.lbf */
#define BBL_GAL 42.0
#define GAL_FT3 (1728.0 / 231.0)        /* US gallons a cubic foot */
#define PPG_KGM3 (LB_KG / GAL_L * 1000) /* kg/m3 a lb/gal */
#define PI      3.14159265358979323846

static const struct unit units[] = {
	{ "ft", Q_LENGTH, 1, 1, 0, "ft|f|feet|foot|'" },
	{ "m", Q_LENGTH, 1, FT_M, 0, "m|meter|meters|metre|metres" },
	{ "in", Q_LENGTH, 1, 12, 0, "in|inch|inches" },
	{ "cm", Q_LENGTH, 1, 30.48, 0, "cm" },
	{ "mm", Q_LENGTH, 1, 304.8, 0, "mm" },

	{ "ft_h", Q_SPEED, 1, 1, 0, "ft/h|ft/hr|f/hr|f/h|feet/hr|feet/h|feet/hour|ft/hour|fph" },
	{ "m_h", Q_SPEED, 1, FT_M, 0, "m/h|m/hr|m/hour|metres/hour|meters/hour" },
	{ "ft_min", Q_SPEED, 60, 1, 0, "ft/min|f/min|fpm|feet/min" },
	{ "m_min", Q_SPEED, 60, FT_M, 0, "m/min" },
	{ "ft_s", Q_SPEED, 3600, 1, 0, "ft/s|f/s|ft/sec|fps" },
	{ "m_s", Q_SPEED, 3600, FT_M, 0, "m/s|m/sec" },

	{ "klbf", Q_FORCE, 1, 1, 0, "klbf|klb|klbs|kip|kips|1000lbf|1000lb|1000lbs" },
	{ "lbf", Q_FORCE, 1, 1000, 0, "lbf|lb|lbs" },
	{ "kdan", Q_FORCE, 10, LBF_N, 0, "kdan|kdn" },
	{ "dan", Q_FORCE, 1, (100 * LBF_N), 0, "dan" },
	{ "kn", Q_FORCE, 1, LBF_N, 0, "kn" },
	{ "n", Q_FORCE, 1, (1000 * LBF_N), 0, "n" },
	{ "kkgf", Q_FORCE, 1, LB_KG, 0, "kkgf|kkg|1000kgf|1000kg|t|tf|te|tonne|tonnes|mt" },
	{ "kgf", Q_FORCE, 1, (1000 * LB_KG), 0, "kgf|kg" },

	{ "kft_lbf", Q_TORQUE, 1, 1, 0, "kftlbf|kftlb|kftlbs|kflb|klbfft|klbft|klbsft|1000ftlbf|1000ftlb|1000ftlbs|1000lbfft" },
	{ "ft_lbf", Q_TORQUE, 1, 1000, 0, "ftlbf|ftlb|ftlbs|lbfft|lbft|lbsft|flb" },
	{ "kn_m", Q_TORQUE, 1000, KFTLB_NM, 0, "knm|kj" },
	{ "n_m", Q_TORQUE, 1, KFTLB_NM, 0, "nm|j" },
	{ "dan_m", Q_TORQUE, 10, KFTLB_NM, 0, "danm" },
	{ "kdan_m", Q_TORQUE, 10000, KFTLB_NM, 0, "kdanm|kdnm" },
	{ "kgf_m", Q_TORQUE, KGF_N, KFTLB_NM, 0, "kgfm|kgm" },
	{ "kkgf_m", Q_TORQUE, 1000 * KGF_N, KFTLB_NM, 0, "kkgfm|kkgm|tm|tfm" },

	{ "rpm", Q_ROTATION, 1, 1, 0, "rpm|rev/min|r/min|c/min|1/min" },
	{ "rps", Q_ROTATION, 60, 1, 0, "rps|rev/s|r/s|c/s|hz|1/s" },
	{ "rad_s", Q_ROTATION, 30, PI, 0, "rad/s" },

	{ "psi", Q_PRESSURE, 1, 1, 0, "psi|psig|lbf/in2|lb/in2" },
	{ "kpa", Q_PRESSURE, 1000, PSI_PA, 0, "kpa" },
	{ "mpa", Q_PRESSURE, 1e6, PSI_PA, 0, "mpa" },
	{ "pa", Q_PRESSURE, 1, PSI_PA, 0, "pa" },
	{ "ksi", Q_PRESSURE, 1000, 1, 0, "ksi" },
	{ "bar", Q_PRESSURE, 1e5, PSI_PA, 0, "bar|bars|barg" },
	{ "kgf_cm2", Q_PRESSURE, 1e4 * KGF_N, PSI_PA, 0, "kgf/cm2|kg/cm2|ksc" },
	{ "atm", Q_PRESSURE, 101325, PSI_PA, 0, "atm" },

	{ "spm", Q_STROKES, 1, 1, 0, "spm|strokes/min|stroke/min|stk/min|stks/min|1/min|c/min" },
	{ "hz", Q_STROKES, 60, 1, 0, "hz|1/s|c/s" },

	{ "bbl", Q_VOLUME, 1, 1, 0, "bbl|bbls|barrel|barrels" },
	{ "m3", Q_VOLUME, 1000, (GAL_L * BBL_GAL), 0, "m3|cum" },
	{ "l", Q_VOLUME, 1, (GAL_L * BBL_GAL), 0, "l|ltr|liter|liters|litre|litres" },
	{ "gal", Q_VOLUME, 1, BBL_GAL, 0, "gal|gals|galus|usgal|gallon|gallons" },
	{ "ft3", Q_VOLUME, GAL_FT3, BBL_GAL, 0, "ft3|cuft" },

	{ "gpm", Q_FLOW, 1, 1, 0, "gpm|gal/min|gals/min|gal/mn|galus/min|usgal/min|usgpm|gallons/min" },
	{ "gal_uk_min", Q_FLOW, GAL_UK_L, GAL_L, 0, "galuk/min|ukgal/min|igpm" },
	{ "l_min", Q_FLOW, 1, GAL_L, 0, "l/min|l/m|lpm|l/mn|lt/min|ltr/min|liter/min|liters/min|litre/min|litres/min" },
	{ "l_s", Q_FLOW, 60, GAL_L, 0, "l/s|l/sec" },
	{ "m3_min", Q_FLOW, 1000, GAL_L, 0, "m3/min" },
	{ "m3_h", Q_FLOW, 1000, (GAL_L * 60), 0, "m3/h|m3/hr" },
	{ "m3_s", Q_FLOW, 60000, GAL_L, 0, "m3/s" },
	{ "bbl_min", Q_FLOW, BBL_GAL, 1, 0, "bbl/min|bpm" },
	{ "bbl_h", Q_FLOW, BBL_GAL, 60, 0, "bbl/h|bbl/hr|bph" },
	{ "ft3_min", Q_FLOW, GAL_FT3, 1, 0, "ft3/min|cfm" },
	{ "m3_d", Q_FLOW, 1000, (GAL_L * 1440), 0, "m3/d" },

	{ "pct", Q_PERCENT, 1, 1, 0, "%|pct|percent|pc|flowpercent" },
	{ "frac", Q_PERCENT, 100, 1, 0, "frac|fraction|v/v|euc" },

	{ "ppg", Q_DENSITY, 1, 1, 0, "ppg|lb/gal|lbs/gal|lbm/gal|lbm/galus|lb/galus|#/gal|lb/g" },
	{ "kg_m3", Q_DENSITY, 1, PPG_KGM3, 0, "kg/m3|kgm3|k/m3|g/l" },
	{ "g_cm3", Q_DENSITY, 1000, PPG_KGM3, 0, "g/cm3|gm/cm3|g/cc|gm/cc|g/c3|gcm3|kg/l|kg/dm3" },
	{ "sg", Q_DENSITY, 1000, PPG_KGM3, 0, "sg" },
	{ "pcf", Q_DENSITY, 1, GAL_FT3, 0, "pcf|lb/ft3|lbs/ft3|lbm/ft3|lb/cuft" },

	{ "api", Q_GAMMA, 1, 1, 0, "api|gapi|apiunits" },

	{ "in", Q_DIAMETER, 1, 1, 0, "in|inch|inches|\"" },
	{ "mm", Q_DIAMETER, 1, 25.4, 0, "mm" },
	{ "cm", Q_DIAMETER, 1, 2.54, 0, "cm" },
	{ "m", Q_DIAMETER, 1, IN_M, 0, "m" },

	{ "degf", Q_TEMPERATURE, 1, 1, 0, "degf|f" },
	{ "degc", Q_TEMPERATURE, 1.8, 1, 32, "degc|c" },
	{ "k", Q_TEMPERATURE, 1.8, 1, -459.67, "k|degk" },

	{ "pct", Q_GAS, 1, 1, 0, "%|pct|percent|pc" },
	{ "ppm", Q_GAS, 1, 1e4, 0, "ppm" },
	{ "frac", Q_GAS, 100, 1, 0, "frac|fraction|v/v|euc" },

	{ "s", Q_TIME, 1, 1, 0, "s|sec|secs|second|seconds" },
	{ "ms", Q_TIME, 1, 1000, 0, "ms|msec" },
	{ "min", Q_TIME, 60, 1, 0, "min|m|mins|minute|minutes" },
	{ "h", Q_TIME, 3600, 1, 0, "h|hr|hrs|hour|hours" },
	{ "d", Q_TIME, 86400, 1, 0, "d|day|days" },

	{ "count", Q_COUNT, 1, 1, 0, "count|unitless|none" },
};
static const size_t n_units = sizeof units / sizeof units[0];

static const char *const quantity_names[] = {
	[Q_NONE] = "number", [Q_TIME] = "time", [Q_LENGTH] = "length", [Q_SPEED] = "speed", [Q_FORCE] = "force",
	[Q_TORQUE] = "torque", [Q_ROTATION] = "rotary speed", [Q_PRESSURE] = "pressure", [Q_STROKES] = "stroke rate",
	[Q_VOLUME] = "volume", [Q_FLOW] = "flow rate", [Q_PERCENT] = "percentage", [Q_DENSITY] = "density",
	[Q_GAMMA] = "gamma ray", [Q_DIAMETER] = "diameter", [Q_TEMPERATURE] = "temperature", [Q_COUNT] = "count",
	[Q_GAS] = "gas content",
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

const char *quantity_name(enum quantity q)
{
	return (size_t)q < sizeof quantity_names / sizeof quantity_names[0] ? quantity_names[q] : "number";
}

const struct unit *unit_base(enum quantity q)
{
	for (size_t k = 0; k < n_units; k++)
		if (units[k].quantity == q)
			return &units[k];
	return NULL;
}

double unit_to_base(const struct unit *u, double v)
{
	return v * u->factor / u->divisor + u->offset;
}

double unit_from_base(const struct unit *u, double v)
{
	return (v - u->offset) * u->divisor / u->factor;
}

const struct unit *unit_by_suffix(const char *s, size_t len, enum quantity q)
{
	for (size_t k = 0; k < n_units; k++) {
		if (q != Q_NONE && units[k].quantity != q)
			continue;
		if (strlen(units[k].suffix) == len && memcmp(units[k].suffix, s, len) == 0)
			return &units[k];
	}
	return NULL;
}

/* The text as spellings are written; false when it is empty or too long to be a unit. */
static bool plain(const char *s, size_t len, char *out, size_t size, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < len; i++) {
		char c = lower(s[i]);

		if (strchr(" \t()[]{}.-*^_", c) && c != '\0')
			continue;
		if ((unsigned char)c == 0xC2 && i + 1 < len) {
			unsigned char d = (unsigned char)s[i + 1];

			if (d == 0xB0 || d == 0xB7 || d == 0xA0) {      /* degree, middle dot, no-break space */
				i++;
				continue;
			}
			if (d == 0xB2 || d == 0xB3) {                   /* superscript 2, 3 */
				c = d == 0xB2 ? '2' : '3';
				i++;
			}
		}
		if (*n + 1 >= size)
			return false;
		out[(*n)++] = c;
	}
	out[*n] = '\0';
	/* "gal_per_min" is "gal/min"; "percent" stays */
	char *per = *n > 0 ? strstr(out + 1, "per") : NULL;
	if (per && strncmp(per, "percent", 7) != 0) {
		*per = '/';
		memmove(per + 1, per + 3, *n - (size_t)(per - out) - 2);
		*n -= 2;
	}
	return *n > 0;
}

static bool in_list(const char *list, const char *s, size_t len)
{
	while (*list) {
		size_t n = strcspn(list, "|");

		if (n == len && memcmp(list, s, n) == 0)
			return true;
		list += n;
		if (*list)
			list++;
	}
	return false;
}

const struct unit *unit_by_text(const char *s, size_t len, enum quantity q)
{
	char text[24];
	const struct unit *u;
	size_t n;

	while (len && (*s == ' ' || *s == '\t'))
		s++, len--;
	while (len && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	if (!plain(s, len, text, sizeof text, &n))
		return NULL;
	for (size_t k = 0; k < n_units; k++)
		if ((q == Q_NONE || units[k].quantity == q) && in_list(units[k].spellings, text, n))
			return &units[k];
	/* a column suffix is as good: "kn_m", "G_CM3" */
	if (len >= sizeof text)
		return NULL;
	for (size_t i = 0; i < len; i++)
		text[i] = lower(s[i]);
	u = unit_by_suffix(text, len, q);
	return u;
}

/* How much of s is a number. An `e` counts only before digits: "5ecm" is no exponent. */
static size_t number_length(const char *s)
{
	size_t i = 0, e;

	if (s[i] == '+' || s[i] == '-')
		i++;
	i += strspn(s + i, "0123456789");
	if (s[i] == '.')
		i += 1 + strspn(s + i + 1, "0123456789");
	if (s[i] == 'e' || s[i] == 'E') {
		e = i + 1;
		if (s[e] == '+' || s[e] == '-')
			e++;
		if (strspn(s + e, "0123456789"))
			i = e + strspn(s + e, "0123456789");
	}
	return i;
}

bool unit_value(const char *s, enum quantity q, double *base, char why[160])
{
	const struct unit *u = unit_base(q);
	const char *rest;
	char list[96];
	size_t n;
	double v;

	s += strspn(s, " \t");
	n = number_length(s);
	if (!num_parse(s, n, &v)) {
		snprintf(why, 160, "'%.40s' is not a number", s);
		return false;
	}
	rest = s + n + strspn(s + n, " \t");
	if (*rest) {
		if (q == Q_NONE) {
			snprintf(why, 160, "'%.40s' is not a number", s);
			return false;
		}
		u = unit_by_text(rest, strlen(rest), q);
		if (!u) {
			unit_list(q, list, sizeof list);
			snprintf(why, 160, "'%.20s' is no unit of %s; there are %s", rest, quantity_name(q), list);
			return false;
		}
	}
	*base = u ? unit_to_base(u, v) : v;
	if (!isfinite(*base)) {
		snprintf(why, 160, "'%.40s' is too large", s);
		return false;
	}
	return true;
}

void unit_list(enum quantity q, char *out, size_t size)
{
	size_t n = 0;

	if (!size)
		return;
	out[0] = '\0';
	for (size_t k = 0; k < n_units; k++) {
		size_t len = strlen(units[k].suffix);

		if (units[k].quantity != q)
			continue;
		if (n + (n > 0) + len >= size)
			return;
		if (n)
			out[n++] = ' ';
		memcpy(out + n, units[k].suffix, len + 1);
		n += len;
	}
}
