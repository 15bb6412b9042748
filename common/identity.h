/*
 * identity.h - who a stream is about: field, well, campaign, bit, mud, as the `stream` and `set` records say it.
 *
 * The tool that opens a stream settles it: option > environment > configuration > data > default. After that the
 * `stream` record holds, changed on the way by `set` records. Unknown numbers are NAN and written as null.
 */
#ifndef IDENTITY_H
#define IDENTITY_H
#include <jansson.h>
#include <stdbool.h>

enum campaign { CAMPAIGN_PRODUCTION, CAMPAIGN_PLUG_ABANDONMENT, CAMPAIGN_IDLE, CAMPAIGNS };
enum rpm_basis { RPM_AUTO, RPM_SURFACE, RPM_BIT };

struct bit {
	double diameter_in;             /* in */
	double start_ts;                /* Unix s when this bit went to work */
	double start_depth_ft;          /* ft, hole depth then */
	double hours, footage;          /* h, ft already on it at start */
	double motor_rev_gal;           /* rev/gal of a motor; NAN: none or unknown */
	double motor_psi_kft_lbf;       /* psi of differential pressure per kft.lbf */
	char run[32], kind[32];         /* run number or name; type ("PDC") */
	enum rpm_basis rpm_basis;
};
struct identity {
	char field[128], well[128], source[32], tz[64], units[16];
	enum campaign campaign;
	struct bit bit;
	double mud_ppg;                 /* ppg */
	char mud_type[32];
	double interval_s;              /* s between samples; NAN: unknown */
	bool by_depth;                  /* "index":"depth": the log was by depth, the bit is on bottom, times are made */
};

void identity_default(struct identity *);               /* DEFAULT, WELL-001, production, all numbers NAN, UTC, fps */
/* production | plug_abandonment | idle; also Production, PlugAbandonment, pa, p&a ... Any case. False when unknown. */
bool campaign_parse(const char *s, enum campaign *);
const char *campaign_name(enum campaign);
bool rpm_basis_parse(const char *s, enum rpm_basis *);
const char *rpm_basis_name(enum rpm_basis);
/* The `stream` record (new reference), keys in the order of the design; NULL when out of memory. */
json_t *identity_record(const struct identity *);
/* Takes over what a `stream` record says. False and a reason when a key has a wrong type or value. */
bool identity_from_stream(struct identity *, const json_t *stream, char why[160]);
/* Applies a `set` record. A bit with another run, start or diameter replaces the bit whole; false and a reason when wrong. */
bool identity_apply_set(struct identity *, const json_t *set, char why[160]);
/* A `set` record that says only what is in doubt (`hold`, `suspect`): nothing changes, so it splits nothing. */
bool identity_set_is_doubt(const json_t *set);
/* A `set` record that says nothing but what is known already (a spool's, at the first row of a day): it splits nothing. */
bool identity_set_is_repeat(const struct identity *known, const json_t *set);
#endif
