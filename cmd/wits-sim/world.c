/*
 * world.c - the worlds; see world.h for what each column means.
 *
 * Sources of the numbers: d-exponents and MSE as in 8.5 in sections of North Sea wells (d 1.2-1.8, MSE 15-70 kpsi),
 * connection times 4-7 min, noise such that ROP varies by 10-15 % over half a minute.
 */
#include "world.h"

#include <stddef.h>
#include <string.h>

#define PDC_RESPONSE { .threshold = .12, .past_founder = -.7, \
	.rpm_power = .75, .whirl_rpm = 145, .whirl_loss = 3, \
	.flow_best = 580, .flow_loss = 1.5, .friction = .3, .off_bottom_kft_lbf = .45 }
#define ALLOWED .low = { 10, 80, 450 }, .high = { 40, 180, 650 }
#define USUAL_RIG .engage_s = 10, .rop_average_s = 8, .stand_ft = 90, .connection_s = 330
#define USUAL_NOISE .rop = { .10, .97 }, .wob = { .45, .9 }, .rpm = { .6, .8 }, .sensor_phi = .5, .sensor_gain = 1, \
	.dropouts_per_h = 3
#define SIX_POINTS .points = { { 18, 110, 520 }, { 24, 110, 520 }, { 30, 110, 560 }, { 30, 140, 600 }, { 24, 140, 560 }, \
	{ 18, 140, 600 } }, .dwell_s = { 240, 420 }
#define ONE_SANDSTONE .layers = { { "sandstone", 1e6, 0, 1.40, 10e3, 27, 45 } }, .reference = { 22, 120, 560 }
/* No torque of the string: then MSE at surface is as even as at the bit. */
#define INDIFFERENT { .flat = true, .even = true, .flow_best = 580 }
#define PLUG_DRILLING .reference = { 8, 80, 400 }, \
	.response = { .threshold = .15, .past_founder = -.8, .rpm_power = .7, .whirl_rpm = 95, .whirl_loss = 3, \
		.flow_best = 420, .flow_loss = 1.2, .friction = .35, .off_bottom_kft_lbf = .25 }, \
	.points = { { 6, 70, 400 }, { 8, 70, 400 }, { 8, 90, 430 }, { 10.5, 90, 430 }, { 6, 90, 400 } }, \
	.low = { 4, 50, 300 }, .high = { 14, 120, 500 }, .dwell_s = { 300, 540 }, \
	.engage_s = 15, .rop_average_s = 12, .stand_ft = 31, .connection_s = 360, \
	.rop = { .12, .98 }, .wob = { .25, .9 }, .rpm = { .6, .8 }, .sensor_phi = .5, .sensor_gain = .7, \
	.dropouts_per_h = 3

static const struct world worlds[] = {
	{
		.name = "default", .about = "five layers, one with a gradual top; founder, whirl and hole cleaning",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		.layers = {
			{ "claystone", 90, 0, 1.25, 6e3, 23, 110 },
			{ "sandstone", 60, 0, 1.52, 13e3, 30, 40 },
			{ "siltstone", 80, 20, 1.34, 8e3, 26, 80 },
			{ "limestone", 35, 0, 1.72, 20e3, 37, 20 },
			{ "marl", 100, 0, 1.30, 7e3, 24, 65 },
		},
		.reference = { 22, 120, 560 }, .response = PDC_RESPONSE,
		SIX_POINTS, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "constant", .about = "one rock with a founder point; only the set-points change",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		ONE_SANDSTONE, .response = PDC_RESPONSE, SIX_POINTS, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "past_founder", .about = "one rock, every set-point past its founder point: more weight drills slower",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		.layers = { { "claystone", 1e6, 0, 1.38, 9e3, 17, 110 } }, .reference = { 22, 120, 560 },
		.response = { .threshold = .12, .past_founder = -.4, .rpm_power = .75, .whirl_rpm = 145, .whirl_loss = 3,
			.flow_best = 580, .flow_loss = 1.5, .friction = .3, .off_bottom_kft_lbf = .45 },
		SIX_POINTS, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "no_effect", .about = "one rock; the settings change and ROP does not care",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		ONE_SANDSTONE, .response = { .flat = true, .flow_best = 580, .friction = .3, .off_bottom_kft_lbf = .45 },
		SIX_POINTS, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "drift", .about = "no_effect, and ROP drifts by 40 % an hour: down for two hours, up for two",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2, .drift_per_h = .51,
		ONE_SANDSTONE, .response = { .flat = true, .flow_best = 580, .friction = .3, .off_bottom_kft_lbf = .45 },
		SIX_POINTS, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "trend", .about = "no_effect; weight is added for two hours while ROP falls, and taken off again",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2, .drift_per_h = .3,
		ONE_SANDSTONE, .response = { .flat = true, .flow_best = 580, .friction = .3, .off_bottom_kft_lbf = .45 },
		.points = { { 20, 120, 560 } }, .dwell_s = { 300, 300 }, .trend_klbf_per_h = 5, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "cycles", .about = "no_effect; WOB and ROP swing with the same 60 s, not one by the other",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		ONE_SANDSTONE, .response = { .flat = true, .flow_best = 580, .friction = .3, .off_bottom_kft_lbf = .45 },
		.points = { { 22, 120, 560 } }, .dwell_s = { 300, 300 }, .cycle = { 2, .15, 60 }, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "rop_held", .about = "the auto-driller holds ROP on plateaus; weight is the answer, not the setting",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		ONE_SANDSTONE, .response = PDC_RESPONSE,
		.points = { { 18, 120, 560 }, { 22, 120, 560 }, { 15, 120, 560 } }, .dwell_s = { 600, 1200 }, .hold_rop_ft_h = 48,
		ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "connections", .about = "top hole in pup joints with a survey at each: under 360 s of drilling an hour",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 12.25, .start_ft = 1500, .mud_ppg = 9.2,
		.layers = { { "sand", 1e6, 0, .69, 1.8e3, 16, 35 } }, .reference = { 10, 120, 800 },
		.response = { .threshold = .1, .past_founder = -.7, .rpm_power = .75, .whirl_rpm = 150, .whirl_loss = 3,
			.flow_best = 850, .flow_loss = 1.5, .friction = .3, .off_bottom_kft_lbf = .3 },
		.points = { { 10, 120, 800 }, { 13, 120, 850 } }, .low = { 5, 80, 600 }, .high = { 20, 160, 950 },
		.dwell_s = { 240, 420 }, .engage_s = 4, .rop_average_s = 8, .stand_ft = 7, .connection_s = 1000, USUAL_NOISE,
	},
	{
		.name = "unstable", .about = "thin beds: the rock changes every few minutes, d by a quarter or more",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		.layers = {
			{ "claystone", 6.8, 0, 1.20, 6e3, 30, 110 },
			{ "limestone", 1.25, 0, 1.70, 20e3, 37, 20 },
			{ "siltstone", 5.2, 0, 1.28, 7e3, 30, 80 },
			{ "dolomite", 0.9, 0, 1.80, 21e3, 38, 15 },
		},
		.reference = { 24, 120, 560 }, .response = PDC_RESPONSE,
		.points = { { 24, 120, 560 }, { 26, 125, 560 } }, .dwell_s = { 600, 1200 }, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "weak", .about = "seven minutes of drilling an hour at one setting, ROP pure white noise",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		ONE_SANDSTONE, .response = { .flat = true, .flow_best = 580, .friction = .3, .off_bottom_kft_lbf = .45 },
		.points = { { 22, 120, 560 } }, .dwell_s = { 300, 300 }, ALLOWED, .stand_ft = 90, .connection_s = 330,
		.bout_s = 430, .rest_s = 3085, .rop = { .12, 0 }, .wob = { .1, 0 }, .rpm = { .25, 0 }, .sensor_gain = 1,
	},
	{
		.name = "idle", .about = "no drilling: circulating off bottom, then waiting in slips",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		ONE_SANDSTONE, .response = PDC_RESPONSE, SIX_POINTS, ALLOWED, USUAL_RIG, USUAL_NOISE, .never_drills = true,
	},
	{
		.name = "soft_to_hard", .about = "one setting, d 1.5 and then 2.0 at a sharp top after some 25 min",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		.layers = { { "siltstone", 26, 0, 1.50, 12e3, 36, 80 }, { "quartzite", 1e6, 0, 2.00, 24e3, 40, 15 } },
		.reference = { 30, 120, 560 }, .response = PDC_RESPONSE,
		.points = { { 30, 120, 560 } }, .dwell_s = { 600, 600 }, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "no_better", .about = "one rock; neither ROP nor MSE cares for the settings",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		ONE_SANDSTONE, .response = INDIFFERENT, .gain_point = 2, SIX_POINTS, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "better_point", .about = "no_better, but one of the six set-points drills 20 % faster",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2, .gain = .2, .gain_point = 2,
		ONE_SANDSTONE, .response = INDIFFERENT, SIX_POINTS, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "trial", .about = "A-B-A-B trials of 30 min on the hour; A drills 20 % faster",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2, .gain = .2, .trial_min = 30,
		ONE_SANDSTONE, .response = INDIFFERENT, .points = { { 28, 140, 560 }, { 20, 115, 560 } }, .dwell_s = { 300, 300 },
		ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "rock_step", .about = "no_better in two rocks that alternate: the top falls among the set-point changes",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2, .gain_point = 2,
		.layers = { { "siltstone", 70, 0, 1.36, 9e3, 27, 80 }, { "limestone", 25, 0, 1.70, 19e3, 36, 20 } },
		.reference = { 22, 120, 560 }, .response = INDIFFERENT, SIX_POINTS, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "tops", .about = "one setting, sharp tops some 45 min apart, d by 20 to 40 % up and down",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		.layers = {
			{ "claystone", 90, 0, 1.30, 7e3, 36, 110 }, { "sandstone", 35, 0, 1.60, 14e3, 38, 40 },
			{ "marl", 100, 0, 1.25, 6e3, 36, 70 }, { "limestone", 22, 0, 1.75, 20e3, 40, 20 },
			{ "siltstone", 65, 0, 1.40, 9e3, 36, 85 }, { "dolomite", 26, 0, 1.70, 19e3, 40, 15 },
		},
		.reference = { 30, 120, 560 }, .response = INDIFFERENT,
		.points = { { 30, 120, 560 } }, .dwell_s = { 600, 600 }, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "swings", .about = "no_effect; WOB and ROP swing with one period and no memory of each other",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		ONE_SANDSTONE, .response = INDIFFERENT, .points = { { 22, 120, 560 } }, .dwell_s = { 300, 300 },
		.cycle = { 2, .15, 60 }, .cycle_memory = 10, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "wob_held", .about = "constant, with an auto-driller that holds weight to a tenth of a klbf",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		ONE_SANDSTONE, .response = PDC_RESPONSE, SIX_POINTS, ALLOWED, USUAL_RIG,
		.rop = { .10, .97 }, .wob = { .1, .5 }, .rpm = { .6, .8 }, .sensor_phi = .5, .sensor_gain = 1,
		.dropouts_per_h = 3,
	},
	{
		.name = "slides", .about = "constant, on a motor: the first third of each stand is slid",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2, .slide_part = .33,
		.motor_rev_gal = .114, ONE_SANDSTONE, .response = PDC_RESPONSE, SIX_POINTS, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "bit_runs", .about = "constant; the bit dulls and is changed after some six hours; stands are reamed",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2, .wear_per_100ft = .08,
		.trip_h = 6, .ream_ft = 30, ONE_SANDSTONE, .response = PDC_RESPONSE, SIX_POINTS, ALLOWED, USUAL_RIG, USUAL_NOISE,
	},
	{
		.name = "dirty", .about = "default, with weight not zeroed, held values, wild values and a frozen ROP",
		.campaign = CAMPAIGN_PRODUCTION, .bit_in = 8.5, .start_ft = 8000, .mud_ppg = 10.2,
		.layers = {
			{ "claystone", 90, 0, 1.25, 6e3, 23, 110 },
			{ "sandstone", 60, 0, 1.52, 13e3, 30, 40 },
			{ "siltstone", 80, 20, 1.34, 8e3, 26, 80 },
			{ "limestone", 35, 0, 1.72, 20e3, 37, 20 },
			{ "marl", 100, 0, 1.30, 7e3, 24, 65 },
		},
		.reference = { 22, 120, 560 }, .response = PDC_RESPONSE, SIX_POINTS, ALLOWED, USUAL_RIG, USUAL_NOISE,
		.dirt = { .hold_s = 5, .frozen_s = 1200, .glitches_per_s = .002, .wob_tare_klbf = 4,
			.tare_drift_klbf_per_h = .5 },
	},
	{
		.name = "default", .about = "drilling out cement, a bridge plug and more cement at low weight",
		.campaign = CAMPAIGN_PLUG_ABANDONMENT, .bit_in = 8.5, .start_ft = 6200, .mud_ppg = 9.0,
		.layers = {
			{ "cement", 30, 0, 1.30, 4e3, 9.5, 30 },
			{ "bridge plug", 2.5, 0, 1.70, 40e3, 10.5, 15 },
			{ "cement", 60, 5, 1.24, 3.5e3, 9.5, 30 },
		},
		PLUG_DRILLING,
	},
	{
		.name = "cement", .about = "one long cement plug, drilled out at five set-points",
		.campaign = CAMPAIGN_PLUG_ABANDONMENT, .bit_in = 8.5, .start_ft = 6200, .mud_ppg = 9.0,
		.layers = { { "cement", 1e6, 0, 1.26, 3.8e3, 9.5, 30 } }, PLUG_DRILLING,
	},
	{
		.name = "milling", .about = "casing milled at 2.5 ft/h: MSE far beyond what rock gives",
		.campaign = CAMPAIGN_PLUG_ABANDONMENT, .bit_in = 8.5, .start_ft = 6200, .mud_ppg = 9.0,
		.layers = { { "casing", 1e6, 0, 1.584, 260e3, 9, 20 } }, .reference = { 6, 80, 400 },
		.response = { .threshold = .15, .past_founder = -.8, .rpm_power = .7, .whirl_rpm = 110, .whirl_loss = 3,
			.flow_best = 420, .flow_loss = 1.2, .friction = .35, .off_bottom_kft_lbf = .25 },
		.points = { { 5, 70, 400 }, { 6, 80, 400 }, { 7.5, 80, 420 }, { 6, 95, 420 } },
		.low = { 3, 50, 300 }, .high = { 12, 120, 500 }, .dwell_s = { 600, 1200 },
		.engage_s = 15, .rop_average_s = 30, .stand_ft = 31, .connection_s = 360,
		.rop = { .12, .98 }, .wob = { .25, .9 }, .rpm = { .6, .8 }, .sensor_phi = .5, .sensor_gain = .2,
		.dropouts_per_h = 3,
	},
	{
		.name = "pressure_tests", .about = "cement; the casing is tested every three hours: tight, leaking, tight ...",
		.campaign = CAMPAIGN_PLUG_ABANDONMENT, .bit_in = 8.5, .start_ft = 6200, .mud_ppg = 9.0,
		.layers = { { "cement", 1e6, 0, 1.26, 3.8e3, 9.5, 30 } }, PLUG_DRILLING,
		.test = { .psi = 1500, .hold_min = 30, .leak_pct = 14, .every_h = 3 },
	},
};

enum { WORLDS = sizeof worlds / sizeof worlds[0] };

const struct world *world_row(int k)
{
	return k >= 0 && k < WORLDS ? &worlds[k] : NULL;
}

const struct world *world_find(const char *name, enum campaign campaign)
{
	for (int k = 0; k < WORLDS; k++)
		if (worlds[k].campaign == campaign && strcmp(worlds[k].name, name) == 0)
			return &worlds[k];
	return NULL;
}

int world_layers(const struct world *w)
{
	int n = 0;

	while (n < WORLD_LAYERS && w->layers[n].name)
		n++;
	return n;
}

int world_points(const struct world *w)
{
	int n = 0;

	while (n < WORLD_POINTS && w->points[n].wob > 0)
		n++;
	return n;
}

static void scale(struct settings *s, double ratio)
{
	s->wob *= ratio;
	s->flow *= ratio * ratio;
}

struct world world_on_bit(const struct world *row, double diameter_in)
{
	struct world w = *row;
	double ratio = diameter_in / row->bit_in;

	w.bit_in = diameter_in;
	for (int i = 0; i < world_layers(row); i++)
		w.layers[i].founder_klbf *= ratio;
	for (int i = 0; i < world_points(row); i++)
		scale(&w.points[i], ratio);
	scale(&w.reference, ratio);
	scale(&w.low, ratio);
	scale(&w.high, ratio);
	w.response.flow_best *= ratio * ratio;
	w.trend_klbf_per_h *= ratio;
	w.wob.sd *= ratio;
	w.cycle.klbf *= ratio;
	return w;
}
