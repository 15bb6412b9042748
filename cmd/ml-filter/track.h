/*
 * track.h - follows the rig from row to row: derives what is asked for, judges the row, and says what it adds to its window.
 */
#ifndef TRACK_H
#define TRACK_H
#include "basis.h"
#include "bituse.h"
#include "dysfunction.h"
#include "identity.h"
#include "offbottom.h"
#include "quality.h"
#include "sample.h"
#include "trip.h"
#include "window.h"

/* What is done with each row; settled at the header, renewed when the identity changes. */
struct track_plan {
	bool has[CHANNELS];             /* columns of the input */
	bool derive[DERIVED];           /* what is to be added */
	bool untested[REASONS];         /* tests that are off */
	struct quality quality;
	double normal_mud, ccs, friction, block_weight;         /* as in struct settings */
	double wob_zero, torque_offset; /* klbf, kft.lbf; NAN: none is given */
	bool find_zero, find_offset;    /* they are to be learnt, where they can be */
	unsigned left_out;              /* set of enum dysfunction */
	/* settled by track_plan() */
	bool learns_zero, learns_offset, learns_spp, follows_state;
	bool motor;                     /* torque is a motor's, where its pressure is known */
	enum mse_basis mse_basis;       /* at the last row; MSE_NONE: there is no MSE */
	enum mse_basis given_basis;     /* of MSE that the input has, as its windows say */
	const char *rpm_basis;          /* as in the `window` record; follows what is found */
};
struct track {
	struct rig rig;
	struct rpm_finder rpm;
	struct block_finder block;
	struct stale stale;
	struct bit_use bit_use;
	double last_ts;                 /* NAN: no row yet */
	double evidence_ts;             /* evidence up to here was taken before (--state) */
	struct offbottom off;
	struct trip trip;
	struct screen screen;
	bool lifted;                    /* off bottom since it last cut */
	double landed_ts;               /* when it began to cut after that */
	/* What an earlier run has left, taken over at the first row after its evidence. */
	struct { bool waits, away, changed; double zero, torque, spp, spp_flow; } kept;
};
/* What a row has become. Texts are static. */
struct outcome {
	double number[DERIVED_RIG_STATE];       /* mse_psi, d_exp, dxc, mse_eff_pct; NAN: cannot be computed */
	const char *rig_state, *drill_mode;     /* "" where they cannot be told */
	double wob_corr;                /* klbf; NAN: its zero is not known */
	bool trip_ended;                /* a bit may have been changed, and nobody says so */
	struct facts facts;
};
void track_init(struct track *, double known_rev_gal);
/* What can be derived and tested with the columns there are. no_derive and no_test are what the user does not want. */
void track_plan(struct track_plan *, const bool *no_derive, const bool *no_test, const struct bit *);
/* Whether the plan needs a bit diameter that nobody has said. */
bool track_needs_diameter(const struct track_plan *, const struct bit *);
struct outcome track_next(struct track *, struct track_plan *, const struct identity *, const struct sample *);
/* What is taken off weight on bit, klbf; NAN: not known. */
double track_wob_zero(const struct track *, const struct track_plan *);
/* Torque that turns the string off bottom, in use, kft.lbf; NAN: not known. */
double track_torque_offset(const struct track *, const struct track_plan *);
/* Block weight in use, klbf; NAN: not learnt. */
double track_block_weight(const struct track *, const struct track_plan *);
/* K of the motor, rev/gal, by what was said or found; NAN: none known. */
double track_rev_gal(const struct track *, const struct bit *);
#endif
