/*
 * lashead.c - the header of a LAS file, see las.h.
 */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#include "head.h"
#include "las.h"
#include "num.h"

static bool refuse(struct text *why, const char *format, const char *a, const char *b)
{
	text_format(why, format, a, b);
	return false;
}

void las_utf8(struct text *to, const char *s, size_t len)
{
	json_t *valid = json_stringn(s, len);           /* NULL for what is not UTF-8 */

	if (valid) {
		json_decref(valid);
		text_add(to, s, len);
		return;
	}
	for (size_t k = 0; k < len; k++) {
		unsigned char c = (unsigned char)s[k];

		if (c >= 0x80)
			text_put(to, (char)(0xC0 | c >> 6));
		text_put(to, (char)(c >= 0x80 ? 0x80 | (c & 0x3F) : c));
	}
}

static char *copy(const struct field *f)
{
	struct text t = { 0 };

	las_utf8(&t, f->text, f->len);
	text_str(&t, "");
	if (t.failed || (!t.s && !(t.s = calloc(1, 1))))
		text_free(&t);
	return t.s;
}

/* Into a place of a fixed size, cut between characters. */
static void keep(char *to, size_t size, const struct field *f)
{
	char *whole = copy(f);
	size_t len = whole ? strlen(whole) : 0;

	if (len >= size)
		for (len = size - 1; len > 0 && ((unsigned char)whole[len] & 0xC0) == 0x80;)
			len--;
	if (len > 0)
		memcpy(to, whole, len);
	to[len] = '\0';
	free(whole);
}

void las_header_init(struct las_header *h)
{
	*h = (struct las_header){ .part = LAS_NOWHERE, .version = NAN };
}

double las_number(const struct las_said *said)
{
	size_t len = strcspn(said->value, " \t");
	double v;

	return num_parse(said->value, len, &v) ? v : (double)NAN;
}

static bool take_version(struct las_header *h, const struct las_line *l, struct text *why)
{
	struct las_said said = { 0 };

	keep(said.value, sizeof said.value, &l->value);
	if (las_line_is(l, "VERS")) {
		h->version = las_number(&said);
		if (isnan(h->version))
			return refuse(why, "VERS: '%s' is no version; 1.2 and 2.0 are read", said.value, NULL);
		if (h->version >= 3)
			return refuse(why, "this is LAS %s, and 1.2 and 2.0 are read: export it as LAS 2.0, or its ~Log_Data as "
				"CSV", said.value, NULL);
	} else if (las_line_is(l, "WRAP")) {
		h->wrap = strncasecmp(said.value, "Y", 1) == 0;
		if (!h->wrap && strncasecmp(said.value, "N", 1) != 0)
			return refuse(why, "WRAP: '%s' is neither YES nor NO", said.value, NULL);
	} else if (las_line_is(l, "DLM")) {
		const struct { const char *name; char delimiter; } names[] = {
			{ "COMMA", ',' }, { "TAB", '\t' }, { "SPACE", ' ' }, { "", ' ' },
		};

		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			if (strcasecmp(said.value, names[k].name) == 0) {
				h->delimiter = names[k].delimiter;
				return true;
			}
		return refuse(why, "DLM: '%s' is not SPACE, COMMA or TAB", said.value, NULL);
	}
	return true;
}

static void take_said(struct las_header *h, const struct las_line *l, uint64_t line)
{
	const struct { const char *name; struct las_said *to; } wanted[] = {
		{ "STRT", &h->start }, { "STOP", &h->stop }, { "STEP", &h->step }, { "NULL", &h->null }, { "WELL", &h->well },
		{ "UWI", &h->uwi }, { "API", &h->api }, { "FLD", &h->field }, { "DATE", &h->date }, { "TIME", &h->time },
	};

	for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
		struct las_said *to = wanted[k].to;

		if (!las_line_is(l, wanted[k].name) || to->line)
			continue;
		keep(to->value, sizeof to->value, &l->value);
		keep(to->about, sizeof to->about, &l->about);
		keep(to->unit, sizeof to->unit, &l->unit);
		to->line = line;
	}
}

static bool add_curve(struct log *log, const struct las_line *l, struct text *why)
{
	struct log_column *more, *c;

	if (log->n >= LAS_CURVES_MAX)
		return refuse(why, "more than 4096 curves", NULL, NULL);
	more = realloc(log->column, (size_t)(log->n + 1) * sizeof *more);
	if (!more)
		return refuse(why, "out of memory", NULL, NULL);
	log->column = more;
	c = &more[log->n++];
	*c = (struct log_column){ .name = copy(&l->name), .about = copy(&l->about) };
	if (l->unit.len > 0 && !(c->unit = copy(&l->unit)))
		return refuse(why, "out of memory", NULL, NULL);
	return (c->name && c->about) || refuse(why, "out of memory", NULL, NULL);
}

bool las_header_line(struct las_header *h, struct log *log, const char *s, size_t len, uint64_t number, struct text *why)
{
	struct field t = las_trim(s, len);
	struct las_line l;

	if (t.text[0] == '~') {
		h->part = las_part(t.text, t.len);
		if (h->part == LAS_CURVES && h->curves_line == 0)
			h->curves_line = number;
		return true;
	}
	if (h->part != LAS_VERSION && h->part != LAS_WELL && h->part != LAS_CURVES)
		return true;
	if (!las_line_split(t.text, t.len, h->part, &l))
		return refuse(why, "no name before the dot; a line of a LAS header is MNEMONIC.UNIT VALUE : DESCRIPTION", NULL,
			NULL);
	if (h->part == LAS_VERSION)
		return take_version(h, &l, why);
	if (h->part == LAS_CURVES)
		return add_curve(log, &l, why);
	take_said(h, &l, number);
	return true;
}

/* LAS 1.2 has texts behind the colon and what they are before it; some files that say 2.0 have so, too. */
static const char *text_of(const struct las_header *h, const struct las_said *said, const char *title)
{
	bool turned = h->version < 2 || strcasecmp(said->value, title) == 0;

	return turned && said->about[0] ? said->about : said->value;
}

static void say_whose(const struct las_header *h, struct log *log)
{
	const char *well = text_of(h, &h->well, "WELL");

	if (!*well)
		well = text_of(h, &h->uwi, "UNIQUE WELL ID");
	if (!*well)
		well = text_of(h, &h->api, "API NUMBER");
	memcpy(log->well, well, strlen(well) + 1);
	well = text_of(h, &h->field, "FIELD");
	memcpy(log->field, well, strlen(well) + 1);
}

/* Names behind ~A: those of the columns where no ~C says them; else they must not have another order. */
static bool check_names(struct log *log, const char *s, size_t len, struct text *why)
{
	struct field name[64], t = las_trim(s, len);
	int n = las_values(t.text, t.len, ' ', name, 0, 64), strange = 0;

	if (log->n == 0) {
		for (int k = 1; k < n && n <= 64; k++) {
			struct las_line l = { .name = name[k], .about = { "", 0 }, .unit = { "", 0 } };

			if (!add_curve(log, &l, why))
				return false;
		}
		return log->n > 0 || refuse(why, "no ~C section before ~A, and no names behind it: nobody knows what the columns "
			"are", NULL, NULL);
	}
	if (n - 1 != log->n)
		return true;
	for (int k = 0; k < log->n; k++) {
		bool here = head_same(name[k + 1].text, name[k + 1].len, log->column[k].name, strlen(log->column[k].name));
		bool other = false;

		for (int i = 0; i < log->n && !other; i++)
			other = head_same(name[k + 1].text, name[k + 1].len, log->column[i].name, strlen(log->column[i].name));
		if (!other)
			return true;                    /* they are no names of ~C: a title */
		strange += !here;
	}
	return strange == 0 || refuse(why, "the names behind ~A are in another order than those of ~C: one of the two is wrong",
		NULL, NULL);
}

/* STRT's unit is that of the first curve: it may stand in for it, and must not differ. */
static bool check_index_unit(const struct las_header *h, struct log *log, struct text *why)
{
	const char *unit = log->column[0].unit, *start = h->start.unit;
	const struct unit *a, *b;

	if (!*start)
		return true;
	if (!unit)
		return (log->column[0].unit = strdup(start)) != NULL || refuse(why, "out of memory", NULL, NULL);
	a = unit_by_text(unit, strlen(unit), Q_NONE);
	b = unit_by_text(start, strlen(start), Q_NONE);
	if (!a || !b || a == b)
		return true;
	text_format(why, "STRT (line %llu) is in %s and the first curve, %s, ", (unsigned long long)h->start.line, start,
		log->column[0].name);
	return refuse(why, "in %s: one of the two is wrong", unit, NULL);
}

/* Where the index is a time: whether it counts from the start, and when that was, as far as the header says. */
static void say_start(const struct las_header *h, struct log *log)
{
	static const double no_epoch = 1e8;             /* Unix s of 1973 */
	const char *name = log->column[0].name, *unit = log->column[0].unit;
	const char *date = text_of(h, &h->date, "LOG DATE"), *time = text_of(h, &h->time, "TIME");
	const struct unit *u = unit ? unit_by_text(unit, strlen(unit), Q_TIME) : NULL;
	double start = las_number(&h->start);
	struct head head;

	if (!head_recognise(name, strlen(name), NULL, 0, &head) || head.kind == SPELL_CHANNEL)
		return;
	log->elapsed = head.kind == SPELL_ELAPSED || (start >= 0 && (u ? unit_to_base(u, start) : start) < no_epoch);
	if (strchr(date, ':') || !*time)
		snprintf(log->start, sizeof log->start, "%.63s", strchr(date, ':') ? date : "");
	else if (*date && strlen(date) + strlen(time) + 2 < sizeof log->start)
		snprintf(log->start, sizeof log->start, "%.40s %.20s", date, time);
}

bool las_header_end(struct las_header *h, struct log *log, const char *s, size_t len, struct text *why)
{
	if (isnan(h->version))
		return refuse(why, "no VERS before ~A: a LAS file says ~V and VERS. 1.2 or 2.0", NULL, NULL);
	if (!check_names(log, s, len, why) || !check_index_unit(h, log, why))
		return false;
	say_whose(h, log);
	say_start(h, log);
	return true;
}
