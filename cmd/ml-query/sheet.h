/*
 * sheet.h - one page: facts, tables and a chart, as text of 100 columns or as HTML that prints on one A4 page. No I/O.
 *
 * Texts may hold anything: control characters are shown as `?`, HTML is escaped.
 */
#ifndef SHEET_H
#define SHEET_H
#include <stddef.h>
#include "text.h"

enum { SHEET_COLUMNS = 8, SHEET_ROWS = 8, SHEET_FACTS = 10, SHEET_TABLES = 5, SHEET_BARS = 96, SHEET_WIDTH = 100 };
struct sheet_table {
	const char *title, *empty;      /* empty: what is said when there is no row */
	const char *column[SHEET_COLUMNS];
	unsigned right;                 /* bit k: column k is of numbers */
	int columns;
	size_t most, rows, more;        /* most: rows shown; more: how many there are beside */
	struct text cell[SHEET_ROWS][SHEET_COLUMNS];
};
enum sheet_kind { SHEET_CHANGE, SHEET_HOLD, SHEET_TEST, SHEET_NONE, SHEET_MISSING };
/* from, to: 0..1 of the shift; height as it is, NAN: none */
struct sheet_bar { double from, to, height; enum sheet_kind kind; };
struct sheet {
	struct text title, subtitle;
	struct { const char *name; struct text value; } fact[SHEET_FACTS];
	size_t facts;
	struct sheet_table table[SHEET_TABLES];
	size_t tables;
	struct sheet_bar bar[SHEET_BARS];
	size_t bars;
	const char *chart, *notice;     /* chart: what the bars show; NULL: no chart */
	struct text tick[2];            /* under its ends */
};

struct text *sheet_fact(struct sheet *, const char *name);
struct sheet_table *sheet_table(struct sheet *, const char *title, const char *empty, size_t most);
void sheet_column(struct sheet_table *, const char *name, int numbers);
/* The next row's cells, or NULL when `most` are there: it is counted in `more`, and the last row shown gives way to the count. */
struct text *sheet_row(struct sheet_table *);
int sheet_failed(const struct sheet *);                 /* memory ran out */
void sheet_text(struct text *, const struct sheet *);
void sheet_html(struct text *, const struct sheet *);
void sheet_free(struct sheet *);
/* At most so many columns (4 or more) of a text, control characters as `?`, the end cut off with "...". */
void sheet_cut(struct text *, const char *, size_t columns);
#endif
