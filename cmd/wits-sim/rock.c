/* rock.c - layers of rock, and what a bit does in them; see rock.h. */
#include "rock.h"

#include <math.h>

/* What reaches the rock of the energy that surface torque and weight put in; the field's rule. */
static const double efficiency = 0.35;

static double total_thickness(const struct layer *layer, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++)
		sum += layer[i].thickness_ft;
	return sum;
}

double rock_top(const struct layer *layer, int n, long index)
{
	double top = (double)(index / n) * total_thickness(layer, n);

	for (int i = 0; i < index % n; i++)
		top += layer[i].thickness_ft;
	return top;
}

struct rock rock_at(const struct layer *layer, int n, double below, long *index)
{
	double total = total_thickness(layer, n);
	double repeat = floor(fmax(below, 0) / total);
	double into = fmax(below, 0) - repeat * total;
	int i = 0;

	while (i < n - 1 && into >= layer[i].thickness_ft)
		into -= layer[i++].thickness_ft;
	*index = (long)repeat * n + i;

	const struct layer *here = &layer[i];
	struct rock rock = { here->d_exp, here->strength_psi, here->founder_klbf, here->gamma_api };
	if (*index > 0 && into < here->gradual_ft) {
		const struct layer *above = &layer[(i + n - 1) % n];
		double share = into / here->gradual_ft;
		rock.d_exp = above->d_exp + share * (here->d_exp - above->d_exp);
		rock.strength_psi = above->strength_psi * pow(here->strength_psi / above->strength_psi, share);
		rock.founder_klbf = above->founder_klbf + share * (here->founder_klbf - above->founder_klbf);
		rock.gamma_api = above->gamma_api + share * (here->gamma_api - above->gamma_api);
	}
	return rock;
}

static double founder(const struct bit_rock *bit, const struct rock *rock, const struct settings *s)
{
	return rock->founder_klbf * sqrt(fmin(1, s->flow / bit->response->flow_best));
}

double rock_past_founder(const struct bit_rock *bit, const struct rock *rock, const struct settings *s)
{
	double limit = founder(bit, rock, s);

	return bit->response->flat || s->wob <= limit ? 0 : (s->wob - limit) / fmax(limit, 1);
}

/* Depth of cut on a scale of its own (klbf above the threshold). */
static double cut(const struct bit_rock *bit, const struct rock *rock, const struct settings *s)
{
	const struct response *r = bit->response;
	double limit = founder(bit, rock, s);
	double doc = fmin(s->wob, limit) - r->threshold * bit->reference.wob;

	doc += r->past_founder * fmax(0, s->wob - limit);
	/* Below the threshold, and far past the founder point, the bit still grinds a little. */
	return fmax(doc, 0.05 * s->wob);
}

/* ROP on a scale of its own. */
static double pace(const struct bit_rock *bit, const struct rock *rock, const struct settings *s)
{
	const struct response *r = bit->response;
	double over = fmax(0, s->rpm / r->whirl_rpm - 1), lack = 1 - s->flow / r->flow_best;
	double loss = r->flow_loss * lack * lack * (lack > 0 ? 1 : 1.0 / 3);

	return cut(bit, rock, s) * pow(s->rpm, r->rpm_power) * exp(-r->whirl_loss * over) * fmax(0.05, 1 - loss);
}

static double reference_rop(const struct bit_rock *bit, const struct rock *rock)
{
	const struct settings *s = &bit->reference;

	return 60 * s->rpm * pow(0.012 * s->wob / bit->diameter_in, rock->d_exp);
}

double rock_rop(const struct bit_rock *bit, const struct rock *rock, const struct settings *s)
{
	double rop = reference_rop(bit, rock);

	if (!(s->wob > 0 && s->rpm > 0))
		return 0;
	if (bit->response->flat)
		return rop;
	return rop * pace(bit, rock, s) / pace(bit, rock, &bit->reference);
}

double rock_torque(const struct bit_rock *bit, const struct rock *rock, const struct settings *s)
{
	const struct response *r = bit->response;
	const struct settings *ref = &bit->reference;
	double d2 = bit->diameter_in * bit->diameter_in;
	double rotary = rock->strength_psi / efficiency - 4000 * ref->wob / (M_PI * d2);
	double at_reference = fmax(0, rotary) * d2 * reference_rop(bit, rock) / (480 * ref->rpm) / 1000;
	double cutting = r->flat ? s->wob / ref->wob : cut(bit, rock, s) / cut(bit, rock, ref);

	if (!(s->rpm > 0))
		return 0;
	if (!(s->wob > 0))
		return r->off_bottom_kft_lbf;
	if (r->even)
		return r->off_bottom_kft_lbf + fmax(0, rock->strength_psi / efficiency - 4000 * s->wob / (M_PI * d2))
			* d2 * rock_rop(bit, rock, s) / (480 * s->rpm) / 1000;
	return r->off_bottom_kft_lbf + at_reference * (r->friction * s->wob / ref->wob + (1 - r->friction) * cutting);
}

double rock_mse(double diameter, const struct settings *s, double torque, double rop)
{
	double d2 = diameter * diameter;

	if (!(rop > 0))
		return NAN;
	return 4000 * s->wob / (M_PI * d2) + 480 * 1000 * torque * s->rpm / (d2 * rop);
}

double rock_d_exp(double diameter, const struct settings *s, double rop)
{
	double x = 0.012 * s->wob / diameter;

	if (!(rop > 0 && rop < 60 * s->rpm && x > 0 && x < 1))
		return NAN;
	return log10(rop / (60 * s->rpm)) / log10(x);
}

/* Best point of a grid of (cells + 1)^3 between low and high. */
static struct settings best_of_grid(const struct bit_rock *bit, const struct rock *rock, const struct settings *low,
	const struct settings *high, int cells)
{
	struct settings best = *low;
	double best_rop = -1;

	for (int i = 0; i <= cells; i++)
		for (int j = 0; j <= cells; j++)
			for (int k = 0; k <= cells; k++) {
				struct settings s = {
					low->wob + (high->wob - low->wob) * i / cells,
					low->rpm + (high->rpm - low->rpm) * j / cells,
					low->flow + (high->flow - low->flow) * k / cells
				};
				double rop = rock_rop(bit, rock, &s);
				if (rop > best_rop) {
					best_rop = rop;
					best = s;
				}
			}
	return best;
}

bool rock_best(const struct bit_rock *bit, const struct rock *rock, const struct settings *low,
	const struct settings *high, struct settings *best)
{
	enum { COARSE = 32, FINE = 8, ROUNDS = 8 };
	struct settings a = *low, b = *high, cell;

	if (bit->response->flat)
		return false;
	*best = best_of_grid(bit, rock, &a, &b, COARSE);
	cell = (struct settings){ (b.wob - a.wob) / COARSE, (b.rpm - a.rpm) / COARSE, (b.flow - a.flow) / COARSE };
	/* ROP has one top in each direction and a ridge along the founder line, so the box shrinks slowly around the best. */
	for (int round = 0; round < ROUNDS; round++) {
		a = (struct settings){ fmax(low->wob, best->wob - 2 * cell.wob), fmax(low->rpm, best->rpm - 2 * cell.rpm),
			fmax(low->flow, best->flow - 2 * cell.flow) };
		b = (struct settings){ fmin(high->wob, best->wob + 2 * cell.wob), fmin(high->rpm, best->rpm + 2 * cell.rpm),
			fmin(high->flow, best->flow + 2 * cell.flow) };
		*best = best_of_grid(bit, rock, &a, &b, FINE);
		cell = (struct settings){ cell.wob / 2, cell.rpm / 2, cell.flow / 2 };
	}
	return true;
}
