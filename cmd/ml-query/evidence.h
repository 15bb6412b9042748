/*
 * evidence.h - what stored reports say for a question, and which drilled point answers it. No I/O.
 *
 * A unit is one segment of a report (the whole, where a report has no segments). It is evidence when it recommends a point, or
 * found a significant correlation (hold, test). Its point was drilled: the recommended one; of a hold or a test the one of
 * `tried` nearest to present practice within one step; the plan's rule averages, so it names none.
 *
 * Judging, among units with likeness of 0.1 or more (weigh.h):
 *   one stretch of time counts once a well: of reports whose windows overlap the newest stands;
 *   in one well and one rock (likeness of the two 0.5 or more) a later report that contradicts an older one wins: it recommends
 *   another point, or drilled the older one's point again in two visits or more and does not find it better;
 *   the best: a recommendation before a finding, own well before the field, strong evidence before some, then by weight, then
 *   newest; the others agree (their point is within half a step; a hold: its practice), contradict it (as above), or say
 *   nothing on it.
 */
#ifndef EVIDENCE_H
#define EVIDENCE_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "weigh.h"

enum standing { EVIDENCE_STANDS, EVIDENCE_OVERLAPPED, EVIDENCE_SUPERSEDED };
enum relation { EVIDENCE_SILENT, EVIDENCE_ANSWER, EVIDENCE_AGREES, EVIDENCE_CONTRADICTS };
extern const double evidence_near;      /* 0.1: likeness below which a report is not near */

struct evidence {
	char *key;                      /* own copy */
	json_t *report;                 /* a reference once it is in a list; what follows is within it */
	const json_t *result, *params, *tried;
	const json_t *drilled;          /* the entry of `tried` that point is, of a hold or a test */
	const char *well, *action;      /* action: NULL of a failure */
	int segment;                    /* -1: the report as a whole */
	bool own, change;
	enum strength strength;
	double end_of_window, start, end;       /* Unix s */
	struct traits is;
	struct point point, practice;   /* NAN when unknown */
	struct weights w;
	double weight;
	enum standing standing;
	enum relation relation;
	const char *by;                 /* key of the report that overlaps or supersedes this one */
};
struct evidence_list { struct evidence *item; size_t n, room; };

/* How many units a report has (1 or more), and one of them; w, weight, own, key are left 0. The report is borrowed. */
size_t evidence_units(const json_t *report);
struct evidence evidence_unit(json_t *report, size_t);
/* The report as its headline has it: result, depth and rock as at its top. */
struct evidence evidence_headline(json_t *report);
/* NULL when it is evidence, else what it lacks ("it is a failure: ..."), valid while the report is. */
const char *evidence_lacks(const struct evidence *);
/* Takes a copy with its own key and a reference to the report. False when out of memory. */
bool evidence_add(struct evidence_list *, const struct evidence *, const char *key);
void evidence_free(struct evidence_list *);
/* Sorts best first and settles weight, standing and relation; true when item[0] is an answer. */
bool evidence_judge(struct evidence_list *, double bit_diameter);
#endif
