/*
 * settings.h - what the options of wits-capture say, for all its parts; and what holds for one kind of sender.
 */
#ifndef SETTINGS_H
#define SETTINGS_H
#include "address.h"
#include "frametime.h"
#include "heartbeat.h"
#include "itemmap.h"
#include "merge.h"
#include "num.h"

enum clock_kind { CLOCK_RIG, CLOCK_ARRIVAL, CLOCK_CORRECTED };

/* How a sender is read: by the options, or by its row of --senders. */
struct profile {
	struct nets peer;               /* whose; not of the options' */
	char field[128], well[128];     /* "": not said */
	char units[8];
	struct itemmap *map;
	struct nulls nulls;
	struct when_zone zone;
	struct heartbeat heartbeat;     /* len 0: none */
};

struct settings {
	struct merge_options merge;
	enum when_order order;
	enum clock_kind clock;
	const char *runs;
	const char *spool, *raw, *replay;       /* NULL: none */
	const char *output;                     /* -o */
	double fsync, timeout, stale, check_s;  /* s */
	double began;                   /* Unix s when this capture began */
	long max_senders, max_rate;
	struct nets allow;
	bool sync_together;             /* the hub syncs the spools, not each rig its own */
	bool check, confirm, quiet, verbose;
	bool settled;                   /* the well is named by option, environment or configuration */
	char field[128], well[128];     /* by those, or the default */
};
#endif
