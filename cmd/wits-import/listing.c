/*
 * listing.c - see listing.h.
 */
#include "listing.h"

#include <string.h>

#include "json.h"

enum { NAME_WIDE = 40, UNIT_WIDE = 14, VALUE_WIDE = 32 };

/* The column that fills a channel, or is the time; -1: none. */
static int filled_by(const struct layout *l, const struct head *h)
{
	if (h->kind != SPELL_CHANNEL)
		return l->day;
	for (int k = 0; k < l->n; k++)
		if ((l->column[k].role == ROLE_NUMBER || l->column[k].role == ROLE_TEXT) && l->column[k].channel == h->channel)
			return k;
	return -1;
}

static bool mapped(const struct listing *g, int k)
{
	const char *name = g->log->column[k].name;

	for (int i = 0; g->map && i < g->map->n; i++) {
		const struct map_line *m = &g->map->line[i];

		if (m->at ? m->at == k + 1 : head_same(m->column, strlen(m->column), name, strlen(name)))
			return true;
	}
	return false;
}

/* Why a column is left out; where the whole log cannot be imported, what it would fill if it could. */
static void say_left_out(const struct listing *g, int k, struct text *fills, struct text *why)
{
	struct head h;
	int other;

	if (mapped(g, k) || strcmp(g->log->column[k].name, "-") == 0) {
		text_str(why, "left out, as asked");
		return;
	}
	if (!layout_recognise(g->log, k, &h)) {
		text_str(why, "name not known: --map says what it is");
		return;
	}
	if (!g->layout && h.unit_state == HEAD_UNIT_FINE) {     /* it is not this column that stands in the way */
		text_str(fills, channel_table[h.kind == SPELL_CHANNEL ? h.channel : CH_TS].name);
		return;
	}
	other = g->layout ? filled_by(g->layout, &h) : -1;
	if (other >= 0 && other != k)
		text_format(why, "%s is taken from @%d", h.kind == SPELL_CHANNEL ? channel_table[h.channel].name : "the time",
			other + 1);
	else if (h.kind == SPELL_CHANNEL && h.unit_state == HEAD_UNIT_UNKNOWN)
		text_format(why, "%s, but '%s' is not a unit of %s: --map says which", channel_table[h.channel].name, h.unit_text,
			quantity_name(channel_table[h.channel].quantity));
	else if (h.kind == SPELL_CHANNEL && h.unit_state == HEAD_UNIT_ABSENT)
		text_format(why, "%s, but without a unit: --map says which", channel_table[h.channel].name);
	else if (g->by_depth && h.kind != SPELL_CHANNEL)
		text_str(why, "a log by depth: its time is made");
	else
		text_format(why, "%s, left out", channel_table[h.channel].name);
}

/* A column's unit as the log has it, beside the name or in it; else by its map line. */
static const char *unit_text(const struct listing *g, int k)
{
	static struct head h;
	const struct unit *u = g->layout ? g->layout->column[k].unit : NULL;

	if (g->log->column[k].unit && *g->log->column[k].unit)
		return g->log->column[k].unit;
	if (!mapped(g, k) && layout_recognise(g->log, k, &h) && h.unit_text[0])
		return h.unit_text;
	return u ? u->suffix : "";
}

/* What a column fills ("" when nothing), and a word about it. */
static void say_use(const struct listing *g, int k, struct text *fills, struct text *why)
{
	const struct layout_column *c = g->layout ? &g->layout->column[k] : NULL;

	text_clear(fills);
	text_clear(why);
	switch (c ? c->role : ROLE_LEFT_OUT) {
	case ROLE_TIME:
		text_str(fills, channel_table[CH_TS].name);
		break;
	case ROLE_DATE:
	case ROLE_CLOCK:
		text_str(fills, channel_table[CH_TS].name);
		text_str(why, c->role == ROLE_DATE ? "its date" : "its time of day");
		break;
	case ROLE_NUMBER:
	case ROLE_TEXT:
		text_str(fills, channel_table[c->channel].name);
		if (c->unit)
			text_format(why, "converted from %s", unit_text(g, k));
		break;
	case ROLE_KEPT:
		head_tidy(fills, g->log->column[k].name, strlen(g->log->column[k].name));
		text_str(why, "kept");
		break;
	case ROLE_LEFT_OUT:
		say_left_out(g, k, fills, why);
	}
}

/* How wide a text is: characters, not bytes. */
static int width(const char *s)
{
	int n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

/* A cell: control bytes as `?`, cut at most, then blanks up to wide and two more. */
static void put_cell(struct text *to, const char *s, int wide, int most)
{
	int n = 0;

	for (; *s && (((unsigned char)*s & 0xc0) == 0x80 || n < most); s++) {
		n += ((unsigned char)*s & 0xc0) != 0x80;
		text_put(to, (unsigned char)*s < ' ' || *s == 0x7f ? '?' : *s);
	}
	for (; n < wide + 2; n++)
		text_put(to, ' ');
}

static int widest(int wide, const char *s, int most)
{
	int w = width(s);

	return w > most ? most : w > wide ? w : wide;
}

static void put_table(const struct listing *g, struct text *to)
{
	int name = 7, unit = 4, value = 11;
	struct text tidy = { 0 }, fills = { 0 }, why = { 0 };

	for (int k = 0; k < g->log->n; k++) {
		text_clear(&tidy);
		head_tidy(&tidy, g->log->column[k].name, strlen(g->log->column[k].name));
		name = widest(name, text_view(&tidy), NAME_WIDE);
		unit = widest(unit, unit_text(g, k), UNIT_WIDE);
		value = widest(value, text_view(&g->first[k]), VALUE_WIDE);
	}
	put_cell(to, "       column", 6 + name, 6 + name);
	put_cell(to, "unit", unit, unit);
	put_cell(to, "first value", value, value);
	text_str(to, "fills\n");
	for (int k = 0; k < g->log->n; k++) {
		text_clear(&tidy);
		head_tidy(&tidy, g->log->column[k].name, strlen(g->log->column[k].name));
		text_format(to, "  @%-4d", k + 1);
		put_cell(to, text_view(&tidy), name - 1, name);
		put_cell(to, unit_text(g, k), unit, unit);
		put_cell(to, text_view(&g->first[k]), value, value);
		say_use(g, k, &fills, &why);
		text_str(to, fills.len ? fills.s : "-");
		text_format(to, why.len ? "  (%s)\n" : "\n", text_view(&why));
	}
	text_free(&tidy);
	text_free(&fills);
	text_free(&why);
}

void listing_text(const struct listing *g, struct text *to)
{
	const struct log *log = g->log;

	text_format(to, "%s: %s%s%s", log->name, g->format, log->version[0] ? " " : "", log->version);
	if (log->number > 0)
		text_format(to, ", log %d '%s'", log->number, log->title ? log->title : "");
	if (log->well[0])
		text_format(to, ", well '%s'", log->well);
	text_format(to, "\n  %llu row%s", (unsigned long long)g->rows, g->rows == 1 ? "" : "s");
	if (g->index >= 0)
		text_format(to, " by %s (@%d)", g->by_depth ? "depth" : "time", g->index + 1);
	if (g->from.len > 0 && g->index >= 0)
		text_format(to, ", from %s to %s", g->from.s, text_view(&g->to));
	text_str(to, "\n\n");
	put_table(g, to);
	if (g->why)
		text_format(to, "\nAs it is it cannot be imported: %s\n\n", g->why);
	else
		text_format(to, "\nTo import it:\n  %s\n\n", text_view(&g->command));
}

static void key(struct text *to, const char *name, const char *value)
{
	text_format(to, ",\"%s\":", name);
	if (value)
		json_write_string(to, value, strlen(value));
	else
		text_str(to, "null");
}

void listing_ndjson(const struct listing *g, struct text *to)
{
	const struct log *log = g->log;
	struct text fills = { 0 }, why = { 0 };

	text_str(to, "{\"type\":\"log\"");
	key(to, "file", log->name);
	key(to, "format", g->format);
	key(to, "version", log->version[0] ? log->version : NULL);
	text_format(to, ",\"number\":%d", log->number > 0 ? log->number : 1);
	key(to, "name", log->number > 0 ? log->title : NULL);
	key(to, "well", log->well[0] ? log->well : NULL);
	key(to, "index", g->index < 0 ? NULL : g->by_depth ? "depth" : "time");
	key(to, "from", g->index >= 0 && g->from.len ? g->from.s : NULL);
	key(to, "to", g->index >= 0 && g->to.len ? g->to.s : NULL);
	text_format(to, ",\"rows\":%llu,\"columns\":%d", (unsigned long long)g->rows, log->n);
	key(to, "wrong", g->why);
	key(to, "command", g->why ? NULL : text_view(&g->command));
	text_str(to, "}\n");
	for (int k = 0; k < log->n; k++) {
		say_use(g, k, &fills, &why);
		text_format(to, "{\"type\":\"column\",\"number\":%d", k + 1);
		key(to, "name", log->column[k].name);
		key(to, "unit", *unit_text(g, k) ? unit_text(g, k) : NULL);
		key(to, "about", log->column[k].about);
		key(to, "fills", fills.len ? fills.s : NULL);
		key(to, "why", why.len ? why.s : NULL);
		key(to, "first", g->first[k].len ? g->first[k].s : NULL);
		text_str(to, "}\n");
	}
	text_free(&fills);
	text_free(&why);
}
