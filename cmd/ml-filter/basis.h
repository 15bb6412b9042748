/*
 * basis.h - two things a rig does not say and its data do: whether RPM is the bit's, and what the block weighs.
 *
 * RPM basis. Behind a motor some systems log string RPM plus K x flow. Then RPM follows the pumps: it sits on K x flow, at
 * several flows, whenever the string stands, and never below it. String RPM stands at zero with the pumps on. Evidence is
 * gathered from steady spells and may be kept from run to run.
 *
 * Block weight. In slips the hook carries the block alone: the lowest hookload that comes back, steady, with the pumps off
 * while the block moves and the bit stands.
 */
#ifndef BASIS_H
#define BASIS_H
#include <stdbool.h>

enum { BASIS_PLATEAUS = 16, BLOCK_BINS = 1000 };

struct plateau { double flow, rpm, seconds; };  /* means, gpm and rpm, over so many seconds */
struct rpm_finder {
	struct plateau plateau[BASIS_PLATEAUS]; /* off bottom, pumps on, steady */
	int n;
	double stopped_s;               /* pumps on with the string standing by its RPM, s */
	double rev_gal;                 /* K found or given, rev/gal; NAN: unknown */
	double known_rev_gal;           /* K as given; NAN: to be found */
	bool bit;                       /* RPM is the bit's */
	bool found;                     /* by evidence, one way or the other */
	/* the steady spell under way */
	double began, last, flow_low, flow_high, rpm_low, rpm_high, flow_sum, rpm_sum, credited;
	int samples;
};
void rpm_finder_init(struct rpm_finder *, double known_rev_gal);
/* One sample with the pumps on or off; off_bottom is true where no rock is being cut. Missing values end the spell. */
void rpm_finder_add(struct rpm_finder *, double ts, double flow, double rpm, bool off_bottom);
/* Weighs the evidence; called by rpm_finder_add() whenever it changed, and after loading it. */
void rpm_finder_decide(struct rpm_finder *);
/* K for a basis that was told, not found: known, found, or the lowest ratio that was sat on for a minute; NAN: unknown. */
double rpm_finder_factor(const struct rpm_finder *);

struct block_finder {
	double seconds[BLOCK_BINS];     /* by whole klbf of hookload */
	double total;                   /* s */
	double last;                    /* hookload of the sample before, klbf; NAN: none */
	double weight;                  /* klbf; NAN until learnt */
};
void block_finder_init(struct block_finder *);
/* A sample of dt seconds that looks like slips (in_slips), or one that does not. */
void block_finder_add(struct block_finder *, double dt, double hookload, bool in_slips);
void block_finder_decide(struct block_finder *);
#endif
