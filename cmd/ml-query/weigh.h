/*
 * weigh.h - how much a stored report says about a question: likeness and age. Pure functions.
 *
 * likeness = depth x rock x d x campaign x bit x basis, each 0..1; what the question leaves open counts 1.
 *   depth     exp(-gap/500 ft), gap from the depth to the nearest depth of the segment (0 inside): a formation is some hundred
 *             feet thick; at 350 ft half is left, at 1150 ft a tenth
 *   rock      by class of hardness: equal 1, next 0.5 (the classes are bands of d, and a bed at a border falls on either side),
 *             two apart 0.05, three 0.01 (another rock: never evidence), unknown 0.4. By name (tops, lithology): equal 1,
 *             another 0.05, none half of what the class says
 *   d         exp(-(ln(d/d0)/0.15)^2/2): 15 % is the shift that the plan takes for another formation; unknown 0.6, as one sd
 *   campaign  equal 1, another 0.05: plug and abandonment has another aim (energy before speed), so its best is another
 *   bit       exp(-|ln(D/D0)|/0.25) (weight goes with the diameter), and the type: equal 1, another 0.3; unknown 0.8 each
 *   basis     of RPM equal 1, another 0.5; of MSE equal 1, another 0.7: a figure on another basis is not comparable (A4, A11)
 * Under plug_abandonment the type of the well stands for the field and the kind of barrier for the rock: equal 1, another 0.3,
 * unknown 0.5.
 * age = 2^(-years older than the newest evidence): rock does not age, but bits, mud and practice do. Counted from the newest
 * evidence, so an old log asked today weighs as it did.
 * weight = likeness x age x strength (strong 1, some 0.5, a finding only 0.25).
 */
#ifndef WEIGH_H
#define WEIGH_H
#include <stdbool.h>

enum strength { STRENGTH_NONE, STRENGTH_SOME, STRENGTH_STRONG };

/* What is asked, or what a segment is: texts NULL and numbers NAN when open or unknown. */
struct traits {
	double depth[2];                /* ft; equal in a question */
	double d_exponent;
	const char *formation;          /* class: "Hard Sandstone" */
	const char *name;               /* of the rock, from tops or lithology */
	const char *campaign, *well_type, *barrier;
	double bit_diameter;            /* in */
	const char *bit_type, *rpm_basis, *mse_basis;
};
struct weights { double depth, rock, d, campaign, bit, basis, plug, likeness; };

/* 0 soft .. 3 very hard; -1 when it is neither a class nor a word of hardness ("hard", "Hard Sandstone"; any case). */
int weigh_class(const char *formation);
/* The plan's name of such a class. */
const char *weigh_class_name(int);
bool weigh_same(const char *, const char *);            /* equal but for case; false when one is NULL */
double weigh_reach(double likeness);    /* ft: beyond such a gap depth alone makes the likeness less than this */
double weigh_gap(const struct traits *asked, const struct traits *is);  /* ft between the depths; NAN when one is unknown */
struct weights weigh_likeness(const struct traits *asked, const struct traits *is);
double weigh_age(double seconds_older);
double weigh_strength(enum strength);

/* An operating point and the steps within which two are one: dW = 4 D/8.5 within 1.5..8 klbf (D unknown: 4), dN = 20 rpm,
 * dQ = 8 % of the flow (A7). */
struct point { double wob, rpm, flow; };
/* The distance of two points in half steps: the largest of the three; flow counts where both have one. NAN when WOB or RPM is
 * unknown. Up to 1 they agree. */
double weigh_distance(const struct point *, const struct point *, double bit_diameter);
#endif
