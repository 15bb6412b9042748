/* weigh.c - likeness and age of a report; see weigh.h. */
#include "weigh.h"

#include <math.h>
#include <string.h>
#include <strings.h>

static const double depth_scale_ft = 500, d_scale = 0.15, diameter_scale = 0.25, year_s = 365.25 * 86400;

int weigh_class(const char *formation)
{
	static const char *const names[4][2] = { { "Soft Shale", "soft" }, { "Medium Shale/Siltstone", "medium" },
		{ "Hard Sandstone", "hard" }, { "Very Hard Formation", "very hard" } };

	for (int i = 0; formation && i < 4; i++)
		if (strcasecmp(formation, names[i][0]) == 0 || strcasecmp(formation, names[i][1]) == 0)
			return i;
	return formation && strcasecmp(formation, "medium hard") == 0 ? 1 : -1;
}

const char *weigh_class_name(int class)
{
	static const char *const names[] = { "Soft Shale", "Medium Shale/Siltstone", "Hard Sandstone", "Very Hard Formation" };

	return class >= 0 && class < 4 ? names[class] : NULL;
}

bool weigh_same(const char *a, const char *b)
{
	return a && b && strcasecmp(a, b) == 0;
}

double weigh_reach(double likeness)
{
	return -depth_scale_ft * log(likeness);
}

double weigh_gap(const struct traits *asked, const struct traits *is)
{
	double above = is->depth[0] - asked->depth[1], below = asked->depth[0] - is->depth[1];

	if (isnan(above) || isnan(below))
		return NAN;
	return fmax(0, fmax(above, below));
}

static double weigh_depth(const struct traits *asked, const struct traits *is)
{
	double gap = weigh_gap(asked, is);

	if (isnan(asked->depth[0]))
		return 1;
	return isnan(gap) ? 0 : exp(-gap / depth_scale_ft);
}

static double weigh_hardness(const char *asked, const char *is)
{
	static const double by_distance[] = { 1, 0.5, 0.05, 0.01 };
	int a = weigh_class(asked), b = weigh_class(is);

	if (!asked || weigh_same(asked, is))
		return 1;
	return a < 0 || b < 0 ? 0.4 : by_distance[a > b ? a - b : b - a];
}

static double weigh_rock(const struct traits *asked, const struct traits *is)
{
	double hardness = weigh_hardness(asked->formation, is->formation);

	if (!asked->name)
		return hardness;
	if (!is->name)
		return 0.5 * hardness;
	return weigh_same(asked->name, is->name) ? 1 : 0.05;
}

static double weigh_d(double asked, double is)
{
	double shift = log(is / asked) / d_scale;

	if (isnan(asked))
		return 1;
	return isnan(shift) ? 0.6 : exp(-shift * shift / 2);
}

static double weigh_word(const char *asked, const char *is, double other, double unknown)
{
	if (!asked)
		return 1;
	return !is ? unknown : weigh_same(asked, is) ? 1 : other;
}

static double weigh_bit(const struct traits *asked, const struct traits *is)
{
	double type = weigh_word(asked->bit_type, is->bit_type, 0.3, 0.8);

	if (isnan(asked->bit_diameter))
		return type;
	if (isnan(is->bit_diameter))
		return 0.8 * type;
	return type * exp(-fabs(log(is->bit_diameter / asked->bit_diameter)) / diameter_scale);
}

struct weights weigh_likeness(const struct traits *asked, const struct traits *is)
{
	struct weights w = {
		.depth = weigh_depth(asked, is),
		.rock = weigh_rock(asked, is),
		.d = weigh_d(asked->d_exponent, is->d_exponent),
		.campaign = weigh_word(asked->campaign, is->campaign, 0.05, 0.05),
		.bit = weigh_bit(asked, is),
		.basis = weigh_word(asked->rpm_basis, is->rpm_basis, 0.5, 1) *
			weigh_word(asked->mse_basis, is->mse_basis, 0.7, 1),
		.plug = 1,
	};

	if (weigh_same(asked->campaign, "plug_abandonment"))
		w.plug = weigh_word(asked->well_type, is->well_type, 0.3, 0.5) *
			weigh_word(asked->barrier, is->barrier, 0.3, 0.5);
	w.likeness = w.depth * w.rock * w.d * w.campaign * w.bit * w.basis * w.plug;
	return w;
}

double weigh_age(double seconds_older)
{
	return seconds_older > 0 ? exp2(-seconds_older / year_s) : 1;
}

double weigh_strength(enum strength s)
{
	return s == STRENGTH_STRONG ? 1 : s == STRENGTH_SOME ? 0.5 : 0.25;
}

double weigh_distance(const struct point *a, const struct point *b, double bit_diameter)
{
	double wob_step = bit_diameter > 0 ? fmin(8, fmax(1.5, 4 * bit_diameter / 8.5)) : 4, rpm_step = 20;
	double flow_step = 0.08 * (a->flow + b->flow) / 2;
	double wob = fabs(a->wob - b->wob) / (wob_step / 2), rpm = fabs(a->rpm - b->rpm) / (rpm_step / 2), most;

	if (isnan(wob) || isnan(rpm))
		return NAN;
	most = fmax(wob, rpm);
	if (flow_step > 0)
		most = fmax(most, fabs(a->flow - b->flow) / (flow_step / 2));
	return most;
}
