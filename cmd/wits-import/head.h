/*
 * head.h - one column header of a log: which channel it is and in which unit.
 *
 * "Weight on Bit kkgf", "ROP (m/hr)", "Hookload[klbf]", "fast_rop_ft_hr", "wob_kdan" and, with the unit beside the name
 * (a row of units, WITSML, LAS), "WOBA" + "KDN". A unit is never guessed: without one the outcome says so.
 */
#ifndef HEAD_H
#define HEAD_H
#include <stdbool.h>
#include "spell.h"
#include "text.h"

enum head_unit {
	HEAD_UNIT_FINE,         /* unit is set, or the quantity needs none */
	HEAD_UNIT_ABSENT,       /* the header has no unit and the quantity needs one */
	HEAD_UNIT_UNKNOWN       /* unit_text is no unit of this quantity */
};
struct head {
	enum spell_kind kind;
	enum channel channel;
	int rank;                       /* 0 best: of two columns for a channel the lower one is taken */
	const struct unit *unit;        /* NULL: canonical, or none */
	enum head_unit unit_state;
	bool utc;                       /* a time whose header says UTC or GMT */
	char unit_text[32];
};

/* unit NULL: look for it in the name. False when the header is no channel. */
bool head_recognise(const char *name, size_t len, const char *unit, size_t unit_len, struct head *);
/* Whether values of a quantity mean something without a unit (rpm, strokes, percent, API, counts, times). */
bool head_unit_needed(enum quantity);
/* Appends the header tidied: blanks and apostrophes at the ends off, blanks between made one, control bytes as blanks. */
void head_tidy(struct text *, const char *s, size_t len);
/* True when two header texts are the same once tidied, with `;` read as `,`. */
bool head_same(const char *a, size_t a_len, const char *b, size_t b_len);
#endif
