/*
 * itemmap.c - the map of items to columns; see itemmap.h. Metric units are those of API PUBL 3855, tables of records.
 */
#include "itemmap.h"

#include <string.h>

#include "csvrow.h"
#include "when.h"

const struct unit *itemmap_metric(enum quantity q)
{
	static const struct { enum quantity quantity; const char *suffix; } metric[] = {
		{ Q_LENGTH, "m" }, { Q_SPEED, "m_h" }, { Q_FORCE, "kdan" }, { Q_TORQUE, "kn_m" }, { Q_PRESSURE, "kpa" },
		{ Q_VOLUME, "m3" }, { Q_FLOW, "l_min" }, { Q_DENSITY, "kg_m3" }, { Q_TEMPERATURE, "degc" }, { Q_DIAMETER, "mm" },
	};

	for (size_t k = 0; k < sizeof metric / sizeof metric[0]; k++)
		if (metric[k].quantity == q)
			return unit_by_suffix(metric[k].suffix, strlen(metric[k].suffix), q);
	return unit_base(q);
}

enum { LAST_STANDARD = 25 };     /* records above are vendors' own, and so are their first items */

/* A map under way: what the file has said of channels and of the dates and times of records. */
struct build {
	struct itemmap *map;
	bool metric;
	int primary;
	bool named[CHANNELS];
	double keep[CHANNELS];
	bool date_named[100], time_named[100], well_named[100];
	const char *name;               /* of the file, for messages */
	int line;
	char *why;
};

static struct item_entry *add_entry(struct build *b, int number, enum item_use use)
{
	struct itemmap *m = b->map;
	struct item_entry *e = itemmap_get(m, number) ? &m->entry[m->at[number] - 1] : NULL;

	if (!e) {
		if (m->n == ITEMMAP_ENTRIES)
			return NULL;
		e = &m->entry[m->n++];
		m->at[number] = (uint16_t)m->n;
		*e = (struct item_entry){ .number = number, .column = -1, .extra = -1, .channel = CHANNELS };
	}
	e->use = use;
	return e;
}

/* The units of an entry; unit NULL: that of the sender's system. */
static void set_unit(const struct build *b, struct item_entry *e, const struct unit *unit)
{
	const struct unit *metric = itemmap_metric(channel_table[e->channel].quantity);

	e->unit = unit ? unit : b->metric ? metric : NULL;
	if (e->unit == unit_base(channel_table[e->channel].quantity))
		e->unit = NULL;
	if (unit || !metric || metric == unit_base(channel_table[e->channel].quantity))
		return;
	e->other = b->metric ? unit_base(channel_table[e->channel].quantity) : metric;
}

static bool map_channel(struct build *b, int number, enum channel channel, int rank, const struct unit *unit)
{
	struct item_entry *e = add_entry(b, number, USE_COLUMN);

	if (!e)
		return false;
	e->channel = channel;
	e->rank = rank + (number / 100 == b->primary ? 0 : 1000);
	set_unit(b, e, unit);
	return true;
}

static bool item_of(const char *s, size_t len, int *number)
{
	*number = 0;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9' || len != 4)
			return false;
		*number = *number * 10 + s[i] - '0';
	}
	return *number / 100 > 0 && *number % 100 > 0;
}

static bool same(const struct field *f, const char *word)
{
	return f->len == strlen(word) && memcmp(f->text, word, f->len) == 0;
}

#define FAIL(b, ...) (put_place(b), put_reason(b, __VA_ARGS__), false)
static void put_place(struct build *b)
{
	if (b->line)
		snprintf(b->why, ITEMMAP_WHY, "%.100s:%d: ", b->name, b->line);
	else
		snprintf(b->why, ITEMMAP_WHY, "%.100s: ", b->name);
}
static void put_reason(struct build *b, const char *format, const struct field *f, const char *rest)
{
	size_t n = strlen(b->why);

	snprintf(b->why + n, ITEMMAP_WHY - n, format, (int)(f->len < 60 ? f->len : 60), f->text, rest);
}

/* A field as a string; one that is too long is cut, and is then wrong in any case. */
static const char *string_of(const struct field *f, char to[96])
{
	size_t len = f->len < 95 ? f->len : 95;

	memcpy(to, f->text, len);
	to[len] = '\0';
	return to;
}

/* The last two fields of a row: the item's own nulls, and for how long its last value stands in. */
static bool map_absence(struct build *b, int number, enum channel channel, const struct field *null, const struct field *keep)
{
	struct itemmap *m = b->map;
	char text[96];
	double age;

	if (null->len) {
		if (m->n_nulls == ITEMMAP_NULLS)
			return FAIL(b, "null: '%.*s' is one too many%s", null, "");
		if (!nulls_parse(&m->nulls[m->n_nulls], string_of(null, text)))
			return FAIL(b, "null: '%.*s' is not a list of numbers, such as %s, or none", null, "\"-1,9999\"");
		m->entry[m->at[number] - 1].nulls = ++m->n_nulls;
	}
	if (keep->len) {
		if (!when_duration(string_of(keep, text), &age) || !(age >= 0 && age <= 86400))
			return FAIL(b, "keep: '%.*s' is not a time of at most 1 d, such as %s", keep, "60 or 10m");
		b->keep[channel] = age > b->keep[channel] ? age : b->keep[channel];
	}
	return true;
}

/* A row of the map file: item, channel, unit, null, keep. */
static bool map_row(struct build *b, const struct field *f, int n)
{
	static const struct field none = { "", 0 };
	const struct field *item = &f[0], *to = n > 1 ? &f[1] : &none, *unit_text = n > 2 ? &f[2] : &none;
	const struct field *null = n > 3 ? &f[3] : &none, *keep = n > 4 ? &f[4] : &none;
	const struct unit *unit = NULL;
	struct channel_match match;
	char list[96];
	int number;

	if (!item_of(item->text, item->len, &number))
		return FAIL(b, "item: '%.*s' is not RRII, such as 0116%s", item, "");
	if (itemmap_get(b->map, number))
		return FAIL(b, "item: '%.*s' has a row already%s", item, "");
	if (same(to, "-"))
		return add_entry(b, number, USE_DROP) || FAIL(b, "item: '%.*s' is one too many%s", item, "");
	if (same(to, "date") || same(to, "time") || same(to, "ts") || same(to, "well")) {
		enum item_use use = to->text[0] == 'd' ? USE_DATE : to->text[0] == 'w' ? USE_WELL
			: same(to, "ts") ? USE_STAMP : USE_TIME;
		int record = number / 100;

		if (use == USE_WELL)
			b->well_named[record] = true;
		if (use == USE_DATE || use == USE_STAMP)
			b->date_named[record] = true;
		if (use == USE_TIME || use == USE_STAMP)
			b->time_named[record] = true;
		if (unit_text->len || null->len || keep->len)
			return FAIL(b, "'%.*s' but a date, time or well has no %s",
				unit_text->len ? unit_text : null->len ? null : keep,
				unit_text->len ? "unit" : null->len ? "null" : "keep");
		return add_entry(b, number, use) || FAIL(b, "item: '%.*s' is one too many%s", item, "");
	}
	if (!channel_match(to->text, to->len, &match) || match.channel >= CH_RIG_STATE)
		return FAIL(b, "channel: '%.*s' is none of mlstream(5), nor date, time, ts, well or -%s", to, "");
	unit = match.unit;
	if (unit_text->len) {
		unit = unit_by_text(unit_text->text, unit_text->len, channel_table[match.channel].quantity);
		unit_list(channel_table[match.channel].quantity, list, sizeof list);
		if (!unit)
			return FAIL(b, "unit: '%.*s' is unknown here; there are %s", unit_text, list);
	}
	b->named[match.channel] = true;
	if (!map_channel(b, number, match.channel, b->line, unit))
		return FAIL(b, "item: '%.*s' is one too many%s", item, "");
	return map_absence(b, number, match.channel, null, keep);
}

static bool map_file(struct build *b, const char *text, size_t len)
{
	struct csvrow *csv = csvrow_new();
	const struct field *f;
	bool fine = csv != NULL;
	int n;

	if (!fine)
		snprintf(b->why, ITEMMAP_WHY, "out of memory");
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		text += 3, len -= 3;
	while (fine && len > 0) {
		const char *lf = memchr(text, '\n', len);
		size_t row = lf ? (size_t)(lf - text) : len, bare = row;

		b->line++;
		if (bare && text[bare - 1] == '\r')
			bare--;
		if (bare && text[0] != '#') {
			struct field whole = { text, bare };
			if (csvrow_split(csv, text, bare, &f, &n) != CSV_OK)
				fine = FAIL(b, "'%.*s' is not a row of CSV: %s", &whole, "item,channel,unit,null,keep");
			else if (!(b->line == 1 && same(&f[0], "item")))
				fine = map_row(b, f, n);
		}
		text += row + (lf != NULL);
		len -= row + (lf != NULL);
	}
	csvrow_free(csv);
	b->line = 0;
	return fine;
}

/* The channel table's items for the channels that the file does not name, and the header items of every record. */
static bool map_standard(struct build *b)
{
	for (int k = CH_TS + 1; k < CH_MSE; k++) {
		const char *s = channel_table[k].items;
		int number;

		for (int rank = 0; *s && !b->named[k]; rank++) {
			size_t len = strcspn(s, " ");
			if (item_of(s, len, &number) && !itemmap_get(b->map, number) &&
			    !map_channel(b, number, (enum channel)k, rank, NULL))
				return false;
			s += len + (s[len] == ' ');
		}
	}
	for (int record = 1; record <= LAST_STANDARD; record++) {
		int first = record * 100;

		if (!b->well_named[record] && !itemmap_get(b->map, first + 1) && !add_entry(b, first + 1, USE_WELL))
			return false;
		if (!b->date_named[record] && !itemmap_get(b->map, first + 5) && !add_entry(b, first + 5, USE_DATE))
			return false;
		if (!b->time_named[record] && !itemmap_get(b->map, first + 6) && !add_entry(b, first + 6, USE_TIME))
			return false;
	}
	return true;
}

static bool add_extras(struct build *b, const char *s)
{
	struct itemmap *m = b->map;

	b->name = "--items";
	while (*s) {
		struct field f = { s, strcspn(s, ",") };
		struct item_entry *e;
		int number;

		if (!item_of(f.text, f.len, &number))
			return FAIL(b, "'%.*s' is not RRII; use a list such as %s", &f, "0141,0150");
		e = add_entry(b, number, itemmap_get(m, number) ? itemmap_get(m, number)->use : USE_COLUMN);
		if (!e || m->n_columns == ITEMMAP_COLUMNS)
			return FAIL(b, "'%.*s' is one too many%s", &f, "");
		if (e->extra >= 0)
			return FAIL(b, "'%.*s' is there twice%s", &f, "");
		e->extra = m->n_columns;
		m->column[m->n_columns].channel = CHANNELS;
		snprintf(m->column[m->n_columns++].name, ITEMMAP_NAME, "wits_%04d", number);
		s += f.len + (s[f.len] == ',');
	}
	return true;
}

bool itemmap_build(struct itemmap *m, bool metric, int primary, const char *file, size_t len, const char *name,
	const char *items, char why[ITEMMAP_WHY])
{
	struct build b = { .map = m, .metric = metric, .primary = primary, .name = name, .why = why };

	*m = (struct itemmap){ 0 };
	why[0] = '\0';
	if (file && !map_file(&b, file, len))
		return false;
	if (!map_standard(&b)) {
		snprintf(why, ITEMMAP_WHY, "%.100s: more than %d items", name, ITEMMAP_ENTRIES);
		return false;
	}
	for (int k = 0; k < CHANNELS; k++) {
		bool used = false;

		for (int i = 0; i < m->n; i++) {
			if (m->entry[i].channel != (enum channel)k)
				continue;
			m->entry[i].column = m->n_columns;
			used = true;
		}
		if (used) {
			m->column[m->n_columns].channel = (enum channel)k;
			m->column[m->n_columns].keep = b.keep[k];
			m->keeps |= b.keep[k] > 0;
			snprintf(m->column[m->n_columns++].name, ITEMMAP_NAME, "%s", channel_table[k].name);
		}
	}
	return !items || add_extras(&b, items);
}
