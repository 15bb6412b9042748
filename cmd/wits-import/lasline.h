/*
 * lasline.h - one line of a LAS header: MNEMONIC.UNIT  VALUE : DESCRIPTION.
 *
 * The rule (CWLS, LAS 1.2 of 1989 and 2.0 of 1992): the name ends at the first dot, the unit at the first blank behind it, the
 * value at the last colon. What is found in the field is read, too: a unit behind a blank ("WOB . KLB"), none behind a dot
 * ("DEPT M"), dots in names and units ("D.EXP.", "KN.M"), "1000 ft.lbf", colons in units and times ("TIME.HH:MM:SS") and
 * in descriptions, a value right behind the dot ("NULL.-999.25").
 */
#ifndef LASLINE_H
#define LASLINE_H
#include <stdbool.h>
#include "csvrow.h"

enum las_part { LAS_NOWHERE, LAS_VERSION, LAS_WELL, LAS_CURVES, LAS_PARAMETERS, LAS_OTHER, LAS_DATA };
struct las_line { struct field name, unit, value, about; };     /* none has blanks at its ends */

/* The part that a line with `~` begins; LAS_NOWHERE: one that is not known. */
enum las_part las_part(const char *s, size_t len);
/* Takes a line of a header apart. False when it has no name. */
bool las_line_split(const char *s, size_t len, enum las_part, struct las_line *);
/* True when the name of a line is this one, in any case. */
bool las_line_is(const struct las_line *, const char *name);
struct field las_trim(const char *s, size_t len);
/* Splits a line of values: separator `,`, tab, or blank for any run of blanks and tabs; a value in double quotes may have
 * separators in it. Appends to f (room for `size`) from n on; the number of values then, size + 1 when there is no room. */
int las_values(const char *s, size_t len, char separator, struct field *f, int n, int size);
#endif
