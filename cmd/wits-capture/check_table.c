/*
 * check_table.c - the table of the items that came, as --check shows it. See check.h.
 */
#include "check_private.h"

#include <math.h>
#include <string.h>

#include "wits_names.h"

enum { FEW = 10 };              /* values from which "does not change" is worth saying */

/* A cell of the table: cut or filled to so many characters (UTF-8), and a blank. */
static void put_cell(struct text *out, const char *s, int width)
{
	int n = 0;

	for (; *s && (n < width || ((unsigned char)*s & 0xC0) == 0x80); s++) {
		n += ((unsigned char)*s & 0xC0) != 0x80;
		text_put(out, *s);
	}
	for (; n <= width; n++)
		text_put(out, ' ');
}

static void end_line(struct text *out)
{
	while (out->len && out->s[out->len - 1] == ' ')
		out->s[--out->len] = '\0';
	text_put(out, '\n');
}

/* How people write a unit. */
static const char *unit_words(const struct unit *u)
{
	static const char *const words[][2] = {
		{ "ft_h", "ft/h" }, { "m_h", "m/h" }, { "kdan", "kdaN" }, { "dan", "daN" }, { "kn", "kN" },
		{ "kft_lbf", "kft.lbf" }, { "ft_lbf", "ft.lbf" }, { "kn_m", "kN.m" }, { "n_m", "N.m" }, { "dan_m", "daN.m" },
		{ "kpa", "kPa" }, { "mpa", "MPa" }, { "gpm", "gal/min" }, { "l_min", "L/min" }, { "m3_min", "m3/min" },
		{ "ppg", "lb/gal" }, { "kg_m3", "kg/m3" }, { "g_cm3", "g/cm3" }, { "pct", "%" }, { "api", "API" },
		{ "rpm", "1/min" }, { "spm", "1/min" }, { "count", "" },
	};

	for (size_t k = 0; u && k < sizeof words / sizeof words[0]; k++)
		if (strcmp(words[k][0], u->suffix) == 0)
			return words[k][1];
	return u ? u->suffix : "";
}

/* "1 Hz", "5 s"; "" when nothing can be said. */
void check_put_rate(struct text *t, const struct check_span *s)
{
	double step = s->n > 1 ? (s->last - s->first) / (double)(s->n - 1) : 0;

	if (!(step > 0))
		return;
	if (step > 1.05)
		text_format(t, step < 9.95 ? "%.2g s" : "%.0f s", step);
	else
		text_format(t, "%.2g Hz", 1 / step);
}

const struct item_entry *check_entry(const struct check_page *p, int number)
{
	return p->c->map ? itemmap_get(p->c->map, number) : NULL;
}

bool check_is_channel(const struct item_entry *e)
{
	return e && e->use == USE_COLUMN && e->channel < CHANNELS;
}

uint64_t check_numbers(const struct check_item *i)
{
	return i->n - i->blanks - i->nulls - i->texts;
}

bool check_misfits(const struct check_item *i)
{
	return i->other > i->own && 2 * i->other >= check_numbers(i);
}

const char *check_other_system(const struct check_page *p)
{
	return p->c->o.metric ? "fps" : "metric";
}

static const char *fills(const struct item_entry *e, char name[16])
{
	if (!e)
		return "not used";
	switch (e->use) {
	case USE_COLUMN:
		break;
	case USE_DATE:
		return "(date)";
	case USE_TIME:
		return "(time)";
	case USE_STAMP:
		return "(date and time)";
	case USE_WELL:
		return "(well)";
	case USE_DROP:
		return "not used";
	}
	if (check_is_channel(e))
		return channel_table[e->channel].name;
	snprintf(name, 16, "wits_%04d", e->number);
	return e->extra >= 0 ? name : "not used";
}

/* The item that fills the channel of e when both come; e itself when none is better. */
static int better_item(const struct check_page *p, const struct item_entry *e)
{
	const struct item_entry *best = e;

	for (int k = 0; k < p->c->map->n; k++) {
		const struct item_entry *other = &p->c->map->entry[k];

		if (check_is_channel(other) && other->channel == e->channel && other->rank < best->rank &&
		    check_numbers(&p->c->item[other->number]) > 0)
			best = other;
	}
	return best->number;
}

static void put_note(struct check_page *p, int number)
{
	const struct check_item *i = &p->c->item[number];
	const struct item_entry *e = check_entry(p, number);
	uint64_t numbers = check_numbers(i);

	if (i->blanks == i->n)
		text_str(p->out, "empty");
	else if (i->nulls > 0 && numbers == 0 && i->texts == 0)
		text_str(p->out, "null");
	else if (i->texts * 2 >= i->n)
		text_str(p->out, "not a number");
	else if (check_misfits(i))
		text_format(p->out, "fits only %s", check_other_system(p));
	else if (i->neither * 2 > numbers)
		text_str(p->out, "cannot be");
	else if (check_is_channel(e) && better_item(p, e) != number)
		text_format(p->out, "after %04d", better_item(p, e));
	else if (check_is_channel(e) && !i->changed && i->n >= FEW)
		text_str(p->out, "does not change");
	else if (i->nulls + i->blanks > 0)
		text_format(p->out, "null %.0f %%", fmax(1, 100 * (double)(i->nulls + i->blanks) / (double)i->n));
}

static void put_item(struct check_page *p, int number)
{
	const struct check_item *i = &p->c->item[number];
	const struct item_entry *e = check_entry(p, number);
	const struct wits_name *name = wits_name(number);
	const char *unit = name ? p->c->o.metric ? name->metric : name->fps : "";
	struct text rate = { 0 };
	char column[16];

	if (check_is_channel(e))
		unit = unit_words(e->unit ? e->unit : unit_base(channel_table[e->channel].quantity));
	check_put_rate(&rate, &i->span);
	text_format(p->out, "%04d ", number);
	put_cell(p->out, name ? name->name : "(not of the standard)", 27);
	put_cell(p->out, fills(e, column), 14);
	put_cell(p->out, unit, 7);
	text_format(p->out, "%6llu ", (unsigned long long)i->n);
	put_cell(p->out, text_view(&rate), 6);
	put_cell(p->out, i->last, 12);
	put_note(p, number);
	end_line(p->out);
	text_free(&rate);
}

void check_table(struct check_page *p)
{
	text_str(p->out, "ITEM NAME                        FILLS          UNIT     COUNT RATE   LAST         NOTE\n");
	for (int n = 0; n < WITS0_NUMBERS; n++)
		if (p->c->item[n].n)
			put_item(p, n);
	text_put(p->out, '\n');
}
