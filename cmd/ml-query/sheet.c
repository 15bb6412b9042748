/* sheet.c - a page of facts and tables, and how it looks as text; see sheet.h. */
#include "sheet.h"

#include <string.h>

struct text *sheet_fact(struct sheet *s, const char *name)
{
	s->fact[s->facts].name = name;
	return &s->fact[s->facts++].value;
}

struct sheet_table *sheet_table(struct sheet *s, const char *title, const char *empty, size_t most)
{
	struct sheet_table *t = &s->table[s->tables++];

	t->title = title;
	t->empty = empty;
	t->most = most < SHEET_ROWS ? most : SHEET_ROWS;
	return t;
}

void sheet_column(struct sheet_table *t, const char *name, int numbers)
{
	t->right |= numbers ? 1u << t->columns : 0;
	t->column[t->columns++] = name;
}

struct text *sheet_row(struct sheet_table *t)
{
	if (t->rows == t->most) {
		t->more++;
		return NULL;
	}
	return t->cell[t->rows++];
}

int sheet_failed(const struct sheet *s)
{
	int failed = s->title.failed || s->subtitle.failed || s->tick[0].failed || s->tick[1].failed;

	for (size_t i = 0; i < s->facts; i++)
		failed |= s->fact[i].value.failed;
	for (size_t i = 0; i < s->tables; i++)
		for (size_t r = 0; r < s->table[i].rows; r++)
			for (int c = 0; c < s->table[i].columns; c++)
				failed |= s->table[i].cell[r][c].failed;
	return failed;
}

void sheet_free(struct sheet *s)
{
	text_free(&s->title);
	text_free(&s->subtitle);
	text_free(&s->tick[0]);
	text_free(&s->tick[1]);
	for (size_t i = 0; i < s->facts; i++)
		text_free(&s->fact[i].value);
	for (size_t i = 0; i < s->tables; i++)
		for (size_t r = 0; r < SHEET_ROWS; r++)
			for (int c = 0; c < SHEET_COLUMNS; c++)
				text_free(&s->table[i].cell[r][c]);
}

/* Columns that UTF-8 takes: one a code point. */
static size_t width(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

void sheet_cut(struct text *out, const char *s, size_t columns)
{
	size_t all = width(s), room = all <= columns ? columns : columns - 3, n = 0;

	for (; *s; s++) {
		n += ((unsigned char)*s & 0xC0) != 0x80;
		if (n > room)
			break;
		text_put(out, (unsigned char)*s < 0x20 || *s == 0x7f ? '?' : *s);
	}
	if (all > columns)
		text_str(out, "...");
}

static void put_blanks(struct text *out, size_t n)
{
	while (n--)
		text_put(out, ' ');
}

/* "Name        words", wrapped at blanks under the words, two lines at most. */
static void put_fact(struct text *out, const char *name, const char *words)
{
	enum { INDENT = 16 };
	size_t room = SHEET_WIDTH - INDENT;

	text_format(out, "%-*s", INDENT, name);
	if (width(words) > room) {
		size_t columns = 0, at = 0;
		for (size_t i = 0; words[i] && columns <= room; i++) {
			columns += ((unsigned char)words[i] & 0xC0) != 0x80;
			if (words[i] == ' ')
				at = i;
		}
		if (at) {
			struct text first = { 0 };
			text_add(&first, words, at);
			sheet_cut(out, text_view(&first), room);
			out->failed |= first.failed;
			text_free(&first);
			text_put(out, '\n');
			put_blanks(out, INDENT);
			words += at + 1;
		}
	}
	sheet_cut(out, words, room);
	text_put(out, '\n');
}

/* Where a row would be too long, its widest column of words gives way, but for the last one, which is cut anyway. */
static void narrow(const struct sheet_table *t, size_t *widest)
{
	enum { LEAST_LAST = 8, LEAST = 12 };
	size_t all = 2;
	int most = -1;

	for (int c = 0; c < t->columns; c++) {
		bool last = c + 1 == t->columns, words = !(t->right & 1u << c);
		all += last && words && widest[c] > LEAST_LAST ? LEAST_LAST : widest[c] + (last ? 0 : 2);
		if (!last && words && (most < 0 || widest[c] > widest[most]))
			most = c;
	}
	if (most < 0 || all <= SHEET_WIDTH)
		return;
	widest[most] = widest[most] > all - SHEET_WIDTH + LEAST ? widest[most] - (all - SHEET_WIDTH) : LEAST;
}

/* The last column takes what is left of the line. */
static void put_row(struct text *out, const struct sheet_table *t, const char *const *cell, const size_t *widest)
{
	size_t left = SHEET_WIDTH - 2;

	text_str(out, "  ");
	for (int c = 0; c < t->columns; c++) {
		size_t columns = widest[c] < left ? widest[c] : left, own = width(cell[c]);
		size_t pad = own < columns ? columns - own : 0;
		if (t->right & 1u << c)
			put_blanks(out, pad);
		sheet_cut(out, cell[c], columns);
		if (c + 1 == t->columns)
			break;
		if (!(t->right & 1u << c))
			put_blanks(out, pad);
		text_str(out, "  ");
		left -= columns + 2;
	}
	while (out->len && out->s[out->len - 1] == ' ')
		out->s[--out->len] = '\0';
	text_put(out, '\n');
}

/* after: an empty table stands apart from the rows before it. */
static void put_table(struct text *out, const struct sheet_table *t, int after)
{
	size_t widest[SHEET_COLUMNS];
	const char *cell[SHEET_COLUMNS];

	if (!t->rows) {
		text_str(out, after ? "\n" : "");
		text_format(out, "%s: %s\n", t->title, t->empty);
		return;
	}
	text_put(out, '\n');
	text_format(out, "%s", t->title);
	if (t->more)
		text_format(out, " (%zu of %zu)", t->rows, t->rows + t->more);
	text_put(out, '\n');
	for (int c = 0; c < t->columns; c++) {
		widest[c] = width(t->column[c]);
		for (size_t r = 0; r < t->rows; r++) {
			size_t own = width(text_view(&t->cell[r][c]));
			widest[c] = own > widest[c] ? own : widest[c];
		}
	}
	narrow(t, widest);
	put_row(out, t, t->column, widest);
	for (size_t r = 0; r < t->rows; r++) {
		for (int c = 0; c < t->columns; c++)
			cell[c] = text_view(&t->cell[r][c]);
		put_row(out, t, cell, widest);
	}
}

void sheet_text(struct text *out, const struct sheet *s)
{
	sheet_cut(out, text_view(&s->title), SHEET_WIDTH);
	text_put(out, '\n');
	sheet_cut(out, text_view(&s->subtitle), SHEET_WIDTH);
	text_str(out, "\n\n");
	for (size_t i = 0; i < s->facts; i++)
		put_fact(out, s->fact[i].name, text_view(&s->fact[i].value));
	for (size_t i = 0; i < s->tables; i++)
		put_table(out, &s->table[i], !i || s->table[i - 1].rows > 0);
	text_format(out, "\n%s\n", s->notice);
}
