/*
 * unit.h - units of measure, with exact factors.
 *
 * A unit belongs to a quantity; value_in_base = value * factor / divisor + offset. The base of each quantity is the field unit
 * the project computes in (ft, ft/h, klbf, kft.lbf, rpm, psi, gpm, ppg, bbl, in, %, degF, s ...).
 * Factors are exact by definition: 1 lbf = 4.4482216152605 N, 1 ft = 0.3048 m, 1 psi = 6894.757293168361 Pa,
 * 1 gal(US) = 3.785411784 L, 1 lb = 0.45359237 kg.
 */
#ifndef UNIT_H
#define UNIT_H
#include <stdbool.h>
#include <stddef.h>

enum quantity {
	Q_NONE, Q_TIME, Q_LENGTH, Q_SPEED, Q_FORCE, Q_TORQUE, Q_ROTATION, Q_PRESSURE, Q_STROKES, Q_VOLUME, Q_FLOW,
	Q_PERCENT, Q_DENSITY, Q_GAMMA, Q_DIAMETER, Q_TEMPERATURE, Q_COUNT, Q_GAS
};
struct unit {
	const char *suffix;             /* as in a column name: "kdan", "m_h", "l_min" */
	enum quantity quantity;
	double factor, divisor, offset; /* base = value * factor / divisor + offset. Where the definition is a short decimal
	                                 * (1 ft = 0.3048 m) that is the divisor: 719.829396 m is then 2361.645 ft,
	                                 * rounded once, and not 2361.6449999999995 */
	const char *spellings;          /* as in headers, lower case, '|' between: "m/h|m/hr|mph_metric" */
};

/* By column suffix ("kdan") within a quantity, or Q_NONE for any; NULL when unknown. */
const struct unit *unit_by_suffix(const char *s, size_t len, enum quantity);
/* By the text of a header ("kkgf", "M/H", "(k-lbs)", "L/min"): case, blanks, brackets do not count. NULL when unknown.
 * With a quantity other than Q_NONE only its units match ("kg" is a force for WOB). */
const struct unit *unit_by_text(const char *s, size_t len, enum quantity);
const struct unit *unit_base(enum quantity);
double unit_to_base(const struct unit *, double v);
double unit_from_base(const struct unit *, double v);
const char *quantity_name(enum quantity);
/* "12m", "0.3 ft", "22klbf", "10s", bare = base unit of the quantity. False and a reason when it cannot be. */
bool unit_value(const char *s, enum quantity, double *base, char why[160]);
/* All the suffixes of a quantity, blank between, for error messages. */
void unit_list(enum quantity, char *out, size_t size);
#endif
