/*
 * settings.h - what wits-import was asked for: its options, the map, and what goes together.
 */
#ifndef SETTINGS_H
#define SETTINGS_H
#include "clock.h"
#include "cmd.h"
#include "derivation.h"
#include "layout.h"

struct settings {
	const char *map_name, *columns, *time_format, *runs, *pick;     /* NULL: not given */
	struct map map;
	struct layout_plan plan;
	struct derivation_plan derive;
	struct clock clock;
	bool tz_given, start_given, drop_late, well_given, field_given, list;
	double start;                   /* Unix s */
	double reorder, gap;            /* s */
	long header;
};
/* Parses the command line (cmd_start), reads the map and settles c->identity. */
void settings_start(struct settings *, struct cmd *, int argc, char **argv);
#endif
