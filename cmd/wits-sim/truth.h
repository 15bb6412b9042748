/*
 * truth.h - what was so in a simulated log: tops, set-points, connections, and what each point truly drills.
 *
 * Fed after every step. True figures are without the rock's unevenness, sensor noise, drift and cycles: those of
 * rock_rop() and rock_torque() at the mean settings of a point while it was held steadily (from 60 s after a change).
 */
#ifndef TRUTH_H
#define TRUTH_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "dirt.h"
#include "rig.h"
#include "sense.h"

struct truth_point { double steady_s; struct settings sum; double footage, work; long visits; };       /* work: psi ft */
struct truth_layer {
	long index;                     /* as of rock_at() */
	double from_s, to_s;            /* seconds since the start while the bit cut it */
	double drilled_s, last_ft;
	struct truth_point point[WORLD_POINTS];
};
struct truth_hour { double steady_s[WORLD_POINTS]; };
struct truth {
	struct truth_layer *layer;
	size_t n, capacity;
	struct truth_hour *hour;
	size_t hours, hour_capacity;
	json_t *settings, *connections, *events, *bits; /* as they come */
	const char *event;              /* what is under way: "slide", "trip" ...; NULL: nothing worth an entry */
	double event_s, event_psi;      /* when it began; the highest casing pressure in it */
	int bit;
	double start_ts, connection_s;  /* when the open connection began */
	long visits;
	int last_point;
	enum rig_phase phase;
};

/* False when out of memory, as everywhere here. */
bool truth_init(struct truth *, double start_ts);
void truth_free(struct truth *);
bool truth_add(struct truth *, const struct rig *);
/* Adds what was found to an object: noise, faults, layers, hours, settings, connections, events, bits. */
bool truth_put(const struct truth *, const struct rig *, const struct sense *, const struct mess *, json_t *to);
/* For what is collected as JSON: the three settings into an object; an object that was filled (or not) into an array. */
bool truth_put_settings(json_t *, const struct settings *);
bool truth_append(json_t *array, json_t *o, bool filled);
#endif
