/*
 * carry.h - the --carry FILE: the steady blocks of the rock being drilled and the advice that stands, by field and well. JSON,
 * written whole or not at all.
 *
 * A segment goes on with what is carried when it is the same bit run, campaign, drill mode and bases, its mean d-exponent is
 * within a factor 1.15 of the one before, its median gamma ray within 10 API, and the hole has not stepped by more than
 * 200 ft.
 */
#ifndef CARRY_H
#define CARRY_H
#include <stdbool.h>
#include "block.h"
#include "kept.h"
#include "policy.h"

/* What must not change; texts are those of the records, "" for what is not known. */
struct carry_key { char run[160], campaign[24], drill_mode[8], rpm_basis[24], mse_basis[32]; };
struct carry {
	char field[128], well[128];
	struct carry_key key;
	double length_s, origin;        /* of the blocks' grid: s, Unix s */
	double d;                       /* mean d-exponent of the segment before; NAN: unknown */
	double gamma;                   /* API, its median gamma ray; NAN: unknown */
	double depth;                   /* ft, hole depth at the last block; NAN: unknown */
	struct block *block;
	int blocks;
	struct policy policy;
};
struct carries { struct carry *item; int n; };

/* *all is empty unless loaded. */
enum kept_status carries_load(const char *path, struct carries *all, char why[KEPT_WHY]);
bool carries_save(const char *path, const struct carries *);    /* false and errno */
void carries_free(struct carries *);
/* That of a well, a new empty one when there is none; NULL when out of memory. */
struct carry *carries_find(struct carries *, const char *field, const char *well);

/* What a segment brings. */
struct carry_segment { struct carry_key key; double length_s, d, gamma, depth, first_ts, last_ts; };
bool carry_goes_on(const struct carry *, const struct carry_segment *);
/* Whether it ended before what is carried began to be drilled: seen again in an overlap. */
bool carry_is_past(const struct carry *, const struct carry_segment *);
/* Begins anew with a segment: no blocks, no advice. */
void carry_restart(struct carry *, const struct carry_segment *);
/* Adds n blocks in place of those that are at or after the first of them, and keeps those of the last 12 h. False when out of
 * memory. */
bool carry_add(struct carry *, const struct carry_segment *, const struct block *, int n);
/* Of how many windows its blocks are. */
int carry_windows(const struct carry *);
#endif
