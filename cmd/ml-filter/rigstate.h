/*
 * rigstate.h - what the rig is doing, from one sample and what went before it.
 *
 * rig_classify() applies the rules to one sample with its speeds; the machine (struct rig) adds history: speeds over 15 s,
 * hole made over 60 s, slips, hysteresis (a switch goes off at 60 % of where it goes on), a state that must last 10 s. It
 * looks back only. Units: ft, ft/s (+ down), rpm, gpm, psi, klbf, ft/h, Unix s; NAN is missing.
 *
 * Thresholds are Intelie Live's published defaults, but the block weight, which is learnt (basis.h).
 */
#ifndef RIGSTATE_H
#define RIGSTATE_H
#include <stdbool.h>
#include <stddef.h>

/* The states of the `rig_state` column. */
enum rig_state { RIG_DRILLING, RIG_REAMING, RIG_CIRCULATING, RIG_CONNECTION, RIG_TRIPPING_IN, RIG_TRIPPING_OUT, RIG_IDLE,
	RIG_STATES };
/* The finer activities that the rules tell apart. */
enum rig_activity {
	RIG_DRILLING_ROTARY, RIG_DRILLING_SLIDE, RIG_REAMING_DOWN, RIG_BACKREAMING, RIG_WASHING_IN, RIG_WASHING_OUT,
	RIG_CIRCULATING_STILL, RIG_CIRCULATING_ROTATING, RIG_ROTATING_DRY, RIG_CONNECTION_MADE, RIG_IN_SLIPS,
	RIG_PULLING_OUT, RIG_RUNNING_IN, RIG_STATIC, RIG_UNKNOWN, RIG_ACTIVITIES
};
extern const char *const rig_state_names[RIG_STATES];           /* "Drilling" ... */
extern const char *const rig_activity_names[RIG_ACTIVITIES];    /* "DRILLING_ROTARY" ... */
enum rig_state rig_state_of(enum rig_activity);
/* A state by its name, any case; RIG_STATES when it is none. */
enum rig_state rig_state_parse(const char *s, size_t len);

enum rig_truth { RIG_NO, RIG_YES, RIG_CANNOT_TELL };
/* What the rules read: decided switches and speeds. */
struct rig_view {
	enum rig_truth pumps, rotating, on_bottom, slips;
	bool deepened;                  /* the hole became deeper within the last minute */
	double bit_speed;               /* ft/s, + down; NAN: the bit depth is missing */
	double wob, rop;                /* klbf, ft/h; NAN: there is none to read */
	double since_bottom;            /* s */
};
enum rig_activity rig_classify(const struct rig_view *);

struct rig_sample {
	double ts, bit, hole, block, rop, hookload, wob, flow, spp;
	double string_rpm;              /* of the string, whatever the column's basis */
	bool reckoned;                  /* string_rpm is bit RPM less K x flow: within 3 of zero is standing */
	double block_weight;            /* klbf; NAN until learnt */
	bool has_bit, has_hole;         /* whether the input has such a column at all; without a bit depth the bit is on bottom */
};
enum { RIG_HISTORY = 1024 };
struct rig_past { double ts, bit, block; };
struct rig {
	struct rig_past past[RIG_HISTORY];      /* a ring: the last 15 s */
	int first, n;
	double last_ts;
	double deepest, deepest_ts;     /* hole depth never reached before, and when */
	double below_since;             /* since when the hole depth has read less than that; NAN: it does not */
	double on_bottom_ts;
	enum rig_truth pumps, rotating, on_bottom;
	bool in_slips;
	double spp_flowing, spp_high;   /* samples with a flow, and those of them with a working pressure */
	enum rig_state state, pending;
	double pending_ts;
	bool started;
};
struct rig_result {
	enum rig_state state;
	enum rig_activity activity;     /* of this sample alone, before it has lasted */
	bool looks_like_slips;          /* the block moves, the bit stands, nothing is pumped */
	bool cuts;                      /* on bottom and making hole: RPM here says nothing of its basis */
	bool cuts_dry;                  /* the same with the pumps off: a flow that cannot be right */
	bool off_bottom;                /* known to be */
	double bit_speed;               /* ft/s, + down; NAN: not reckoned, for it cuts, or unknown */
	bool on_bottom;                 /* with the pumps not known to be off */
	enum rig_truth turns;           /* the string */
};
void rig_init(struct rig *);
struct rig_result rig_next(struct rig *, const struct rig_sample *);
/* Whether the hole has just become deeper: a depth never reached before within 60 s, or within the time 0.02 ft takes. */
bool rig_makes_hole(const struct rig *, double ts, double rop);
#endif
