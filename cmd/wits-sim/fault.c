/* fault.c - a world's faults by name; see fault.h. A new one is a row of the table. */
#include "fault.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "num.h"

#define AT(member) offsetof(struct world, member)
/* usual NAN: a value must be given. */
struct fault { const char *name; size_t at; double usual, low, high; const char *about; };
static const struct fault faults[] = {
	{ "wob_tare", AT(dirt.wob_tare_klbf), 6, -50, 50, "klbf that the weight indicator shows with nothing on bottom" },
	{ "tare_drift", AT(dirt.tare_drift_klbf_per_h), 2, -20, 20, "klbf an hour by which it grows for two hours, and shrinks" },
	{ "sample_hold", AT(dirt.hold_s), 10, .1, 3600, "seconds for which each sensor's value is held" },
	{ "frozen", AT(dirt.frozen_s), 1200, 1, 86400, "seconds for which ROP stands still, about every two hours" },
	{ "glitches", AT(dirt.glitches_per_s), .002, 0, 1, "chance a second of one wild value" },
	{ "sensor_noise", AT(sensor_gain), 3, 0, 100, "sensor noise, in usual noise" },
	{ "dropouts", AT(dropouts_per_h), 30, 0, 600, "times an hour that a sensor is lost for some seconds" },
	{ "rpm_of_bit", AT(dirt.rpm_of_bit), 1, 0, 1, "1: RPM is logged with the motor's share in it" },
	{ "motor", AT(motor_rev_gal), .114, 0, 2, "revolutions a gallon of the motor, where there is one" },
	{ "slide", AT(slide_part), .3, 0, .9, "part of each stand that is slid, without rotation" },
	{ "ream", AT(ream_ft), 30, 0, 60, "ft reamed up and down before each connection" },
	{ "trip", AT(trip_h), 6, .1, 1000, "hours on bottom after which the bit is changed" },
	{ "bit_wear", AT(wear_per_100ft), .08, 0, 1, "ln ROP lost in 100 ft to a dull bit" },
	{ "rop_mode", AT(hold_rop_ft_h), 48, 1, 500, "ft/h that the auto-driller holds, by weight" },
	{ "drift", AT(drift_per_h), .51, -2, 2, "ln ROP lost an hour on bottom for two hours, and gained back" },
	{ "trend", AT(trend_klbf_per_h), 5, -20, 20, "klbf added an hour for two hours, and taken off" },
	{ "cycle", AT(cycle.period_s), 60, 5, 3600, "period in seconds with which weight and ROP swing, each by itself" },
	{ "cycle_memory", AT(cycle_memory), 10, 1, 1000, "periods after which such a swing has forgotten itself" },
	{ "cut_every", AT(wire.cut_every_s), 600, 1, 1e6, "seconds of data after which the connection is cut, with --listen" },
	{ "garbage", AT(wire.garbage), .01, 0, 1, "chance a sample of some bytes of noise before it, with --listen or --serial" },
	{ "resend", AT(wire.resend), 10, 1, 1000, "samples sent again to who comes back, with --listen or --serial" },
};
enum { FAULTS = sizeof faults / sizeof faults[0] };

bool fault_row(int k, const char **name, double *usual, const char **about)
{
	if (k == FAULTS) {
		*name = "unit_slip";
		*usual = NAN;
		*about = "CHANNEL:UNIT[@HOURS], such as wob_klbf:kdan: another unit from half way, or HOURS, on";
	} else if (k < FAULTS) {
		*name = faults[k].name;
		*usual = faults[k].usual;
		*about = faults[k].about;
	}
	return k <= FAULTS;
}

/* wob_klbf:kdan or wob_klbf:kdan@3.5 */
static bool slip(struct world *w, const char *s, size_t len, struct text *why)
{
	const char *colon = memchr(s, ':', len), *at = memchr(s, '@', len), *end = at ? at : s + len;
	char name[64];
	double hours = NAN;

	if (!colon || colon > end || (size_t)(colon - s) >= sizeof name) {
		text_format(why, "unit_slip wants CHANNEL:UNIT, such as wob_klbf:kdan");
		return false;
	}
	memcpy(name, s, (size_t)(colon - s));
	name[colon - s] = '\0';
	w->dirt.slip_channel = channel_by_name(name);
	if (w->dirt.slip_channel == CHANNELS) {
		text_format(why, "'%s' is no channel", name);
		return false;
	}
	w->dirt.slip_unit = unit_by_suffix(colon + 1, (size_t)(end - colon - 1),
		channel_table[w->dirt.slip_channel].quantity);
	if (!w->dirt.slip_unit) {
		char list[200];
		unit_list(channel_table[w->dirt.slip_channel].quantity, list, sizeof list);
		text_format(why, "'%.*s' is no unit of %s (%s)", (int)(end - colon - 1), colon + 1, name, list);
		return false;
	}
	if (at && (!num_parse(at + 1, (size_t)(s + len - at - 1), &hours) || hours < 0)) {
		text_format(why, "'%.*s' is not a number of hours", (int)(s + len - at - 1), at + 1);
		return false;
	}
	w->dirt.slip_h = hours;
	return true;
}

static bool apply_one(struct world *w, const char *s, size_t len, struct text *why)
{
	const char *equals = memchr(s, '=', len), *value = equals ? equals + 1 : NULL;
	size_t name = equals ? (size_t)(equals - s) : len, rest = equals ? len - name - 1 : 0;
	double v;

	if (name == strlen("unit_slip") && strncmp(s, "unit_slip", name) == 0)
		return slip(w, value ? value : "", rest, why);
	for (int k = 0; k < FAULTS; k++) {
		const struct fault *f = &faults[k];
		if (strlen(f->name) != name || strncmp(f->name, s, name) != 0)
			continue;
		v = f->usual;
		if (value && !num_parse(value, rest, &v)) {
			text_format(why, "%s: '%.*s' is not a number", f->name, (int)rest, value);
			return false;
		}
		if (v < f->low || v > f->high) {
			text_format(why, "%s: %.*s is outside %g to %g", f->name, (int)rest, value, f->low, f->high);
			return false;
		}
		memcpy((char *)w + f->at, &v, sizeof v);
		return true;
	}
	text_format(why, "no fault '%.*s'; --fault list shows those there are", (int)name, s);
	return false;
}

bool fault_apply(struct world *w, const char *list, struct text *why)
{
	for (const char *s = list;; s++) {
		size_t len = strcspn(s, ",");
		if (!apply_one(w, s, len, why))
			return false;
		s += len;
		if (!*s)
			return true;
	}
}

void fault_settle(struct world *w)
{
	if ((w->slide_part > 0 || w->dirt.rpm_of_bit != 0) && !(w->motor_rev_gal > 0))
		w->motor_rev_gal = .114;
	if (w->cycle.period_s > 0 && !(w->cycle.klbf > 0)) {
		w->cycle.klbf = 2;
		w->cycle.ln_rop = .15;
	}
}
