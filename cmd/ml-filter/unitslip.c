/* unitslip.c - the table of usual values, the histograms and the suspicion; see unitslip.h. */
#include "unitslip.h"

#include <math.h>
#include <string.h>

enum { ROWS_LEAST = 60, UNITS_MOST = 5 };
enum { FIRST = (127 - 12) * 8 };       /* bin 1 begins at 2^-12 and each octave has 8; bin 0 holds what is below */

const enum channel slip_channel[SLIP_CHANNELS] = {
	CH_WOB, CH_TORQUE, CH_RPM, CH_ROP, CH_FLOW_IN, CH_SPP, CH_HOOKLOAD, CH_MUD_IN
};

/* What a median while drilling may be, what is usual, and the units that are taken for it. A weight or torque too small is no
 * sign of a unit: a rig that slides or mills has those. */
static const struct { double low, usual, high; const char *unit[UNITS_MOST]; } usual[SLIP_CHANNELS] = {
	{ 0, 25, 90, { "lbf", "dan", "n", "kgf" } },
	{ 0, 8, 80, { "ft_lbf", "n_m", "dan_m", "kgf_m" } },
	{ 20, 120, 400, { "rps", "rad_s" } },
	{ 1, 60, 1000, { "ft_min", "m_min", "ft_s", "m_s" } },
	{ 60, 500, 1800, { "l_min", "l_s", "m3_min", "m3_h", "bbl_min" } },
	{ 200, 2500, 8000, { "kpa", "bar", "mpa", "pa" } },
	{ 20, 250, 1500, { "lbf", "dan", "n", "kgf" } },
	{ 6.5, 11, 24, { "kg_m3", "pcf", "sg" } },
};

/* An IEEE single has its exponent and then its mantissa in the bits below the sign: the top three of these split an octave. */
static int bin_of(float v)
{
	uint32_t bits;

	if (!(v > 0))
		return 0;
	memcpy(&bits, &v, sizeof bits);
	int at = 1 + (int)(bits >> 20) - FIRST;
	return at < 0 ? 0 : at >= SLIP_BINS ? SLIP_BINS - 1 : at;
}

static double middle_of(int bin)
{
	uint32_t bits = ((uint32_t)(bin - 1 + FIRST) << 20) + (1u << 19);
	float v;

	memcpy(&v, &bits, sizeof v);
	return v;
}

void slip_add(struct slip_counts *c, const float value[SLIP_CHANNELS])
{
	for (int k = 0; k < SLIP_CHANNELS; k++)
		if (!isnan(value[k])) {
			c->bin[k][bin_of(value[k])]++;
			c->n[k]++;
		}
}

static double median(const struct slip_counts *c, int k)
{
	uint32_t seen = 0;
	int bin = 0;

	for (; bin < SLIP_BINS - 1; bin++) {
		seen += c->bin[k][bin];
		if (2 * (uint64_t)seen >= c->n[k])
			break;
	}
	return bin == 0 ? 0 : middle_of(bin);
}

/* A factor that brings the median inside, and nearer to the usual than the best so far. */
static void weigh(struct slip *s, double usual_value, double factor, const char *unit)
{
	double v = s->median * factor;

	if (!(v >= s->low && v <= s->high))
		return;
	if (s->unit && fabs(log(v / usual_value)) >= fabs(log(s->median * s->factor / usual_value)))
		return;
	s->unit = unit;
	s->factor = factor;
}

bool slip_find(const struct slip_counts *c, int k, struct slip *s)
{
	if (c->n[k] < ROWS_LEAST)
		return false;
	*s = (struct slip){ .median = median(c, k), .low = usual[k].low, .high = usual[k].high, .factor = NAN };
	if (!(s->median > 0) || (s->median >= s->low && s->median <= s->high))
		return false;
	for (int i = 0; i < UNITS_MOST && usual[k].unit[i]; i++) {
		const char *name = usual[k].unit[i];
		const struct unit *u = unit_by_suffix(name, strlen(name), channel_table[slip_channel[k]].quantity);
		weigh(s, usual[k].usual, u->factor / u->divisor, u->suffix);
	}
	return s->unit != NULL;
}
