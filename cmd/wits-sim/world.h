/*
 * world.h - the table of worlds: rock, bit response, driller, rig and noise of each scenario.
 *
 * A new scenario is a row of the table in world.c, never code. Weights and flows hold for the world's own bit diameter; on
 * another bit they scale by diameter and its square, so that weight and flow per inch of bit are the same.
 */
#ifndef WORLD_H
#define WORLD_H
#include "channel.h"
#include "identity.h"
#include "rock.h"
#include "unit.h"

enum { WORLD_LAYERS = 6, WORLD_POINTS = 8 };

/* Noise: sd and autocorrelation over one second. */
struct wobble { double sd, phi; };

/* What goes wrong between the truth and the log; all 0: nothing. Numbers, so that a table can name them (fault.c). */
struct dirt {
	double hold_s;                  /* a sensor's value is shown for so long before it is read again */
	double frozen_s;                /* about once in two hours the ROP channel stands still for so long */
	double glitches_per_s;          /* chance in a second that a sensor shows a wild value */
	double wob_tare_klbf;           /* what the weight indicator shows with nothing on bottom */
	double tare_drift_klbf_per_h;   /* and by how much that grows in an hour, for two hours, and shrinks again */
	double rpm_of_bit;              /* not 0: RPM is logged with the motor's share in it */
	/* From slip_h on a channel is in another unit, under the same name. */
	enum channel slip_channel;
	const struct unit *slip_unit;   /* NULL: never */
	double slip_h;                  /* hours since the start; NAN: half way */
};

/* What goes wrong between the log and who reads it live (serve.h); all 0: nothing. */
struct wire { double cut_every_s, garbage, resend; };

struct world {
	const char *name, *about;
	enum campaign campaign;
	double bit_in, start_ft, mud_ppg;

	struct layer layers[WORLD_LAYERS];      /* from start_ft down, then again from the first */
	struct settings reference;              /* where the layers' d-exponent and strength hold */
	struct response response;
	double drift_per_h;                     /* ln ROP lost in an hour on bottom for two hours, then gained back in two */

	/* The driller works through the points in passes, each pass shuffled; a point is held dwell_s[0]..[1] on bottom. */
	struct settings points[WORLD_POINTS];
	struct settings low, high;              /* the box that is allowed here */
	double dwell_s[2];
	double hold_rop_ft_h;                   /* > 0: the auto-driller holds this ROP times w/reference w, and WOB follows */
	double trend_klbf_per_h;                /* weight added at every point, likewise for two hours and back */
	double gain;                            /* points[gain_point] truly drills faster than its settings say: .2 is 20 % */
	int gain_point;
	double trial_min;                       /* > 0: trials of so many minutes, the points in turn, twice; then a rest */
	double wear_per_100ft;                  /* ln ROP lost to a dull bit, up to 600 ft on it */
	double trip_h;                          /* > 0: hours on bottom before a round trip for a new bit */
	double slide_part;                      /* the first part of each stand is slid on the motor, without rotation */
	double motor_rev_gal;
	double ream_ft;                         /* > 0: reamed up and down before each connection */
	/* Pressure tests of the casing: every_h hours on bottom apart, every second one loses leak_pct in 15 min. */
	struct { double psi, hold_min, leak_pct, every_h; } test;

	double engage_s;                        /* time constant of weight coming on; 0: at once */
	double rop_average_s;                   /* time constant of the ROP channel; 0: none */
	double stand_ft, connection_s;          /* connection_s: its usual length; each differs by up to a fifth */
	double bout_s, rest_s;                  /* after bout_s on bottom, rest_s circulating off bottom; 0: never */
	bool never_drills;

	struct wobble rop;                      /* of ln ROP: the rock's own unevenness */
	struct wobble wob, rpm;                 /* real wandering about the set-point: klbf, rpm */
	struct { double klbf, ln_rop, period_s; } cycle;        /* WOB and ROP swing, the one not by the other; period 0: none */
	double cycle_memory;                    /* > 0: no steady swing but a random one of that period, so many periods long */
	double sensor_phi, sensor_gain;         /* sensor noise: autocorrelation, and its sd in the usual sd (rig.c) */
	double dropouts_per_h;                  /* times a sensor is lost for some seconds */
	struct dirt dirt;
	struct wire wire;
};

/* Row k (0..), or NULL past the last. */
const struct world *world_row(int k);
/* The row of that name for a campaign; NULL when there is none. */
const struct world *world_find(const char *name, enum campaign);
int world_layers(const struct world *);
int world_points(const struct world *);
/* The world on a bit of another diameter (weights, founder points and flows scaled). */
struct world world_on_bit(const struct world *, double diameter_in);
#endif
