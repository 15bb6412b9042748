/*
 * rock.h - layers of rock, and what a bit does in them.
 *
 * Depth of cut (in/rev) grows with weight on bit above a threshold up to the founder point and falls beyond it (three
 * phases in weight: Detournay & Defourny 1992; Dunlop et al. 2011, SPE/IADC 139897). Speed adds revolutions until whirl
 * takes them away; flow cleans the hole, and a badly cleaned bit founders sooner. ROP = 5 doc N (ft/h). Torque is part
 * friction, which goes with weight, and part cutting, which goes with depth of cut.
 *
 * A layer is anchored twice at the reference settings: its d-exponent there (Jorden & Shirley 1966) fixes the ROP, its
 * strength fixes the torque, by MSE = strength / 0.35 (the share of the energy that reaches the rock; Dupriest &
 * Koederitz 2005). Field units: klbf, rpm, gpm, ft/h, kft.lbf, psi, in.
 */
#ifndef ROCK_H
#define ROCK_H
#include <stdbool.h>

struct settings { double wob, rpm, flow; };             /* klbf, rpm, gpm */

struct layer {
	const char *name;
	double thickness_ft;
	double gradual_ft;              /* the change from the layer above is spread over this; 0: abrupt */
	double d_exp;                   /* d-exponent at the reference settings */
	double strength_psi;            /* confined compressive strength */
	double founder_klbf;            /* weight where the bit founders with a clean hole */
	double gamma_api;
};
struct rock { double d_exp, strength_psi, founder_klbf, gamma_api; };   /* at one depth */

struct response {
	bool flat;                      /* ROP does not depend on the settings */
	bool even;                      /* nor does MSE: torque is what the rock's strength asks for at that ROP */
	double threshold;               /* weight below which the bit only rubs, as a part of the reference weight */
	double past_founder;            /* slope of depth of cut past the founder point, in slopes before it */
	double rpm_power;               /* ROP goes with RPM to this power ... */
	double whirl_rpm, whirl_loss;   /* ... until here; then exp(-loss (N/whirl - 1)) on top */
	double flow_best;               /* gpm that cleans the hole best */
	double flow_loss;               /* ROP lost to bad cleaning: loss (1 - Q/best)^2; a third of it above */
	double friction;                /* part of the bit's torque at the reference that goes with weight alone */
	double off_bottom_kft_lbf;      /* torque of the string turning off bottom */
};

/* A bit in a world: everything that rock_* needs besides the rock. */
struct bit_rock { double diameter_in; struct settings reference; const struct response *response; };

/* The rock at a depth below the first layer's top; the layers repeat when they are through. *index counts from 0 and goes
 * on counting in each repeat. */
struct rock rock_at(const struct layer *, int n, double below_top_ft, long *index);
/* Top of layer `index`, in ft below the first layer's top. */
double rock_top(const struct layer *, int n, long index);

double rock_rop(const struct bit_rock *, const struct rock *, const struct settings *);         /* ft/h, without noise */
/* Torque at surface, kft.lbf, with the string's off-bottom torque. */
double rock_torque(const struct bit_rock *, const struct rock *, const struct settings *);
/* How far past the founder point the bit is, as a part of the founder weight; 0 before it. */
double rock_past_founder(const struct bit_rock *, const struct rock *, const struct settings *);
/* Teale 1965: 4 W / (pi D^2) + 480 T N / (D^2 R), psi. NAN when rop is not positive. */
double rock_mse(double diameter_in, const struct settings *, double torque_kft_lbf, double rop_ft_h);
/* Jorden & Shirley 1966: log10(R / 60 N) / log10(12 W / 10^6 D). NAN outside its domain. */
double rock_d_exp(double diameter_in, const struct settings *, double rop_ft_h);
/* The settings in the box that drill fastest; false when the response is flat, where none do. */
bool rock_best(const struct bit_rock *, const struct rock *, const struct settings *low, const struct settings *high,
	struct settings *best);
#endif
