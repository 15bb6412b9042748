/*
 * map.c - see map.h.
 */
#include "map.h"

#include "csvrow.h"
#include "head.h"
#include "num.h"

bool time_format_known(const char *name)
{
	static const char *const known[] = { "iso", "mdy", "dmy", "ymd", "epoch" };

	for (size_t k = 0; k < sizeof known / sizeof *known; k++)
		if (strcmp(known[k], name) == 0)
			return true;
	return false;
}

static bool wrong(struct text *why, int line, const char *format, const char *a, const char *b)
{
	text_format(why, "%d: ", line);
	text_format(why, format, a, b);
	return false;
}

/* A field as NUL-terminated text without blanks at its ends; cut at the buffer's size. */
static const char *word(const struct field *f, char *out, size_t size)
{
	const char *s = f->text;
	size_t len = f->len;

	while (len > 0 && (*s == ' ' || *s == '\t'))
		s++, len--;
	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	if (len >= size)
		len = size - 1;
	memcpy(out, s, len);
	out[len] = '\0';
	return out;
}

static bool take_column(struct map_line *m, const struct field *f, struct text *why)
{
	char text[16];
	double at;

	if (f->len > 1 && f->text[0] == '@' && f->len < sizeof text) {
		word(f, text, sizeof text);
		if (!num_parse(text + 1, strlen(text + 1), &at) || at < 1 || at > 4096 || at != (int)at)
			return wrong(why, m->line, "'%s' is not a column: use @1 for the first", text, NULL);
		m->at = (int)at;
		return true;
	}
	if (f->len == 0)
		return wrong(why, m->line, "no column: use its header text, or @N for the Nth", NULL, NULL);
	m->column = strndup(f->text, f->len);
	return m->column || wrong(why, m->line, "out of memory", NULL, NULL);
}

/* A channel by canonical name, stem with a unit, stem, or alias. */
static bool find_channel(const char *name, struct map_line *m)
{
	struct channel_match match;

	if (channel_match(name, strlen(name), &match) && match.rank >= RANK_SUFFIX) {
		m->channel = match.channel;
		m->unit = match.unit;
		return true;
	}
	m->channel = channel_by_name(name);
	for (enum channel c = 0; m->channel == CHANNELS && c < CHANNELS; c++)
		if (strcmp(channel_table[c].stem, name) == 0)
			m->channel = c;
	return m->channel != CHANNELS;
}

static bool take_time_unit(struct map_line *m, const char *unit, struct text *why)
{
	if (time_format_known(unit)) {
		memcpy(m->time_format, unit, strlen(unit) + 1);
		return true;
	}
	m->unit = *unit ? unit_by_text(unit, strlen(unit), Q_TIME) : NULL;
	if (*unit && !m->unit)
		return wrong(why, m->line, "'%s' is not a form of time: use iso, mdy, dmy, ymd, epoch, s or ms", unit,
			NULL);
	return true;
}

static bool take_channel(struct map_line *m, const char *channel, const char *unit, struct text *why)
{
	const struct channel_info *info;
	const struct unit *given;
	char list[160];

	m->drop = strcmp(channel, "-") == 0;
	if (m->drop)
		return true;
	m->channel = CH_TS;
	m->kind = strcmp(channel, "date") == 0 ? SPELL_DATE :
		strcmp(channel, "time") == 0 ? SPELL_CLOCK : SPELL_CHANNEL;
	if (m->kind == SPELL_CHANNEL && !find_channel(channel, m))
		return wrong(why, m->line, "'%s' is not a channel: use a name such as wob_klbf, date, time, or - to leave "
			"the column out", channel, NULL);
	if (m->kind == SPELL_CHANNEL && m->channel == CH_TS)
		m->kind = SPELL_TIME;
	if (m->channel == CH_TS)
		return take_time_unit(m, unit, why);
	info = &channel_table[m->channel];
	unit_list(info->quantity, list, sizeof list);
	if (!*unit) {
		if (m->unit || strcmp(channel, info->name) == 0 || !head_unit_needed(info->quantity))
			return true;
		return wrong(why, m->line, "'%s' needs a unit: one of %s", channel, list);
	}
	given = unit_by_text(unit, strlen(unit), info->quantity == Q_NONE ? Q_COUNT : info->quantity);
	if (!given)
		return wrong(why, m->line, "'%s' is not a unit of this channel: there are %s", unit,
			*list ? list : "none");
	if (m->unit && m->unit != given)
		return wrong(why, m->line, "'%s' and the unit '%s' do not agree", channel, unit);
	m->unit = given;
	return true;
}

static bool take_row(struct map *map, const struct field *f, int n, int number, struct text *why)
{
	struct map_line *more, *m;
	char channel[64], unit[64];

	if (n < 2 || n > 3)
		return wrong(why, number, "not column,channel,unit (a name with a comma in it goes in double quotes)", NULL,
			NULL);
	more = realloc(map->line, (size_t)(map->n + 1) * sizeof *more);
	if (!more)
		return wrong(why, number, "out of memory", NULL, NULL);
	map->line = more;
	m = &map->line[map->n++];
	*m = (struct map_line){ .line = number, .channel = CHANNELS };
	word(&f[1], channel, sizeof channel);
	unit[0] = '\0';
	if (n == 3)
		word(&f[2], unit, sizeof unit);
	if (!take_column(m, &f[0], why) || !take_channel(m, channel, unit, why))
		return false;
	if (m->at > map->highest)
		map->highest = m->at;
	return true;
}

static bool is_title(const struct field *f, int n)
{
	return n >= 2 && f[0].len == 6 && memcmp(f[0].text, "column", 6) == 0 && f[1].len == 7 &&
		memcmp(f[1].text, "channel", 7) == 0;
}

static bool parse_line(struct map *map, struct csvrow *csv, const char *s, size_t len, int number, struct text *why)
{
	const struct field *f;
	int n;

	if (len > 0 && s[len - 1] == '\r')
		len--;
	if (len == 0 || s[0] == '#')
		return true;
	if (csvrow_split(csv, s, len, &f, &n) != CSV_OK)
		return wrong(why, number, "the quotes of this line do not match", NULL, NULL);
	return is_title(f, n) || take_row(map, f, n, number, why);
}

bool map_parse(struct map *map, const char *bytes, size_t len, struct text *why)
{
	struct csvrow *csv = csvrow_new();
	const char *end = bytes + len;
	bool fine = csv != NULL;

	*map = (struct map){ 0 };
	if (!csv)
		wrong(why, 1, "out of memory", NULL, NULL);
	if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		bytes += 3;
	for (int number = 1; fine && bytes < end; number++) {
		const char *lf = memchr(bytes, '\n', (size_t)(end - bytes));
		const char *stop = lf ? lf : end;

		fine = parse_line(map, csv, bytes, (size_t)(stop - bytes), number, why);
		bytes = lf ? lf + 1 : end;
	}
	csvrow_free(csv);
	if (fine && map->n == 0)
		fine = wrong(why, 1, "the map is empty: it has lines of column,channel,unit", NULL, NULL);
	if (!fine)
		map_free(map);
	return fine;
}

void map_free(struct map *map)
{
	for (int k = 0; k < map->n; k++)
		free(map->line[k].column);
	free(map->line);
	*map = (struct map){ 0 };
}

struct map_line *map_find(struct map *map, int k, const char *column, size_t len)
{
	struct map_line *alike = NULL;

	for (int i = 0; i < map->n; i++)
		if (map->line[i].at == k + 1)
			return &map->line[i];
	for (int i = 0; i < map->n; i++) {
		struct map_line *m = &map->line[i];
		if (m->at)
			continue;
		if (strlen(m->column) == len && memcmp(m->column, column, len) == 0)
			return m;
		if (!alike && head_same(m->column, strlen(m->column), column, len))
			alike = m;
	}
	return alike;
}
