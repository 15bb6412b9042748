/*
 * witsmlhead.h - what a WITSML log object says before its data: whose it is, its index and its curves.
 *
 * Of 1.3.1.1 and 1.4.1.1: the first numbers its curves (columnIndex), the second lists the mnemonics and the units of the
 * columns in logData.
 */
#ifndef WITSMLHEAD_H
#define WITSMLHEAD_H
#include "elements.h"

struct witsml_curve { struct text mnemonic, alias, unit, about, null; long column; };  /* column: columnIndex, 0: not said */
struct witsml_head {
	struct text well, wellbore, title, index_type, index_curve, null, direction, delimiter;
	long index_column;              /* 0: not said */
	struct witsml_curve *curve;
	int n;
};
/* A null of a column: its text, and its number where it is one (else NAN). */
struct witsml_null { char *text; size_t len; double v; };

/* After the start of <log>: reads up to the start of <logData> (START), or to the end of a log without data (STOP). */
enum element witsml_head_read(struct witsml_head *, struct elements *);
void witsml_head_free(struct witsml_head *);
/* Makes the columns of a log, its index, well and title, and n nulls (the caller's). mnemonics and units: the lists of
 * logData, or NULL. False with the reason, which is empty when out of memory. */
bool witsml_columns(const struct witsml_head *, const char *mnemonics, const char *units, struct log *,
	struct witsml_null **, struct text *why);
void witsml_columns_free(struct log *, struct witsml_null *);
/* The well with its wellbore: "15/9-F-9" and "15/9-F-9 A" are "15/9-F-9 A". False when it is longer than size - 1. */
bool witsml_well(const struct witsml_head *, char *well, size_t size);
#endif
