/*
 * runs.h - the --runs FILE: what changes on the way (bit, mud, campaign, wellbore), as `set` records.
 *
 * A CSV file with a header: start_ts (Unix seconds or ISO 8601 with a zone) or start_depth_ft (hole depth), and any of campaign,
 * wellbore, bit_run, bit_diameter_in, bit_type, motor_rev_gal, motor_psi_kft_lbf, rpm_basis, bit_hours, bit_footage,
 * mud_ppg, mud_type. Rows in order of their start; an empty field says nothing.
 */
#ifndef RUNS_H
#define RUNS_H
#include <jansson.h>

struct runs;
/* NULL and a reason "file:line: column: ..." on failure. */
struct runs *runs_load(const char *path, char why[256]);
void runs_free(struct runs *);
/* The next `set` record that holds from this sample on (ts in Unix s, hole depth in ft or NAN), new reference, its `ts` set;
 * NULL when none is due. Call until NULL before each sample. */
json_t *runs_due(struct runs *, double ts, double hole_depth_ft);
#endif
