/*
 * limit.h - what bit, string, rig or hole cleaning do not allow: [limits] of ml.conf(5), by hole depth.
 */
#ifndef LIMIT_H
#define LIMIT_H
#include <stdbool.h>
#include "conf.h"

struct limit_band { double low, high; };
struct limits {
	double wob_min, wob_max, rpm_min, rpm_max, flow_min, flow_max;  /* klbf, rpm at surface, gpm; NAN: none */
	double torque_max, spp_max, diff_max;                           /* kft.lbf, psi, psi */
	struct limit_band avoid[CONF_BANDS_MAX];                        /* rpm at surface */
	int bands;
};
/* What is to be held against them; NAN: unknown, and then it is within. */
struct limit_values { double wob, rpm, flow, torque, spp, diff; };

/* Those that hold at a hole depth (ft; NAN: unknown, and then only [limits] itself): a key of [limits.LOW-HIGH] with
 * LOW <= depth < HIGH goes before the same of [limits]. conf may be NULL. */
struct limits limit_at(const struct conf *, double depth);
/* What forbids these: "torque", "diff_pressure", "limit:wob_max" ...; NULL: nothing. */
const char *limit_forbids(const struct limits *, const struct limit_values *);
#endif
