/*
 * settings.h - what ml-filter was asked for: options, else environment, else configuration, else defaults.
 */
#ifndef SETTINGS_H
#define SETTINGS_H
#include "cmd.h"
#include "quality.h"
#include "sample.h"
#include "window.h"

extern const enum channel derived_channel[DERIVED];

struct settings {
	struct grid grid;               /* origin NAN: the first sample's time */
	double since, until;            /* Unix s; NAN: none */
	bool annotate;
	bool no_derive[DERIVED], no_test[REASONS];
	double normal_mud, ccs, friction;       /* ppg, psi; NAN: none */
	double block_weight;            /* klbf; NAN: to be learnt */
	double wob_zero, torque_offset; /* klbf, kft.lbf; NAN: not given */
	bool find_zero, find_offset;    /* they are to be learnt */
	unsigned left_out;              /* set of enum dysfunction */
	const char *state, *runs;       /* files, or NULL */
	bool spool;                     /* the inputs are files or folders of a spool */
};
/* Parses the command line (cmd_start) and settles all that does not depend on the data. */
void settings_start(struct cmd *, int argc, char **argv, struct settings *);
/* At OPEN: what options and configuration say of bit and mud goes into c->identity. */
void settings_identity(struct cmd *);
/* The limits for the campaign under way. */
struct limits settings_limits(struct cmd *);
#endif
