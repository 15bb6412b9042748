/*
 * spell.h - how logs spell their columns: the header texts seen in the field and the channels they mean.
 *
 * A spelling is compared by its letters, digits and `%` only, in any case: "Weight-on-Bit (surf;avg)", "WEIGHT ON BIT
 * (SURF,AVG)" and "weightonbitsurfavg" are one. Units are not part of a spelling (head.h splits them off).
 */
#ifndef SPELL_H
#define SPELL_H
#include <stddef.h>
#include "channel.h"

enum spell_kind { SPELL_CHANNEL, SPELL_TIME, SPELL_DATE, SPELL_CLOCK, SPELL_ELAPSED };  /* _ELAPSED: from the log's start */
struct spell { enum spell_kind kind; enum channel channel; int rank; };    /* rank 0 before 1 where both are in a log */

enum { SPELL_KEY = 96 };
/* The letters, digits and `%` of s, lower case; what does not fit makes it empty (no spelling is that long). */
size_t spell_key(const char *s, size_t len, char key[SPELL_KEY]);
/* What a header text (without unit) means; false when it is not known. */
bool spell_find(const char *s, size_t len, struct spell *);
/* True for words that make another quantity of a channel's name ("WOB limit", "torque max"): no units. */
bool spell_is_qualifier(const char *s, size_t len);
#endif
