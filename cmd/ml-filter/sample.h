/*
 * sample.h - one row in the units the project computes in, and what ml-filter adds to it. NAN: missing.
 */
#ifndef SAMPLE_H
#define SAMPLE_H
#include <stdbool.h>
#include "channel.h"
#include "rigstate.h"

/* The columns that are derived where the input lacks them, in the order they are added. */
enum derived { DERIVED_MSE, DERIVED_D_EXP, DERIVED_DXC, DERIVED_MSE_EFF, DERIVED_RIG_STATE, DERIVED_DRILL_MODE,
	DERIVED_WOB_CORR, DERIVED };

struct sample {
	double ts, bit, hole, block, rop, hookload, wob, torque, rpm, spp, diff, flow, flow_out, mud, ecd, ccs, diameter,
		mse, d_exp, wob_corr;
	enum rig_state state;           /* as the input says; RIG_STATES: it does not */
};
#endif
