/*
 * witsmlhead.c - see witsmlhead.h.
 */
#include "witsmlhead.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "num.h"

enum { CURVES_MAX = 4096 };

/* The texts of elements by name, to where they go. */
struct place { const char *name; struct text *to; };

static long whole_number(const struct text *t)
{
	char *end;
	long n = t->len > 0 ? strtol(t->s, &end, 10) : 0;

	return t->len > 0 && *end == '\0' && n > 0 && n <= CURVES_MAX ? n : -1;
}

static enum element read_into(struct elements *x, const struct place *place, int n)
{
	for (int k = 0; k < n; k++)
		if (strcmp(elements_name(x), place[k].name) == 0)
			return elements_text(x, place[k].to);
	return elements_skip(x);
}

static enum element read_curve(struct witsml_curve *c, struct elements *x)
{
	struct text column = { 0 };
	const struct place places[] = {
		{ "mnemonic", &c->mnemonic }, { "mnemAlias", &c->alias }, { "unit", &c->unit },
		{ "curveDescription", &c->about }, { "nullValue", &c->null }, { "columnIndex", &column },
	};
	enum element e = elements_attribute(x, "uid", &c->mnemonic);   /* where there is no <mnemonic> */

	while (e != ELEMENT_FAULT && (e = elements_next(x)) == ELEMENT_START)
		e = read_into(x, places, sizeof places / sizeof *places);
	if (e == ELEMENT_STOP && column.len > 0) {
		c->column = whole_number(&column);
		if (c->column < 0)
			e = elements_complain(x, "columnIndex '%.40s' is not a number from 1 to 4096", column.s);
	}
	if (e == ELEMENT_STOP && c->mnemonic.len == 0)
		e = elements_complain(x, "a logCurveInfo without a mnemonic: nobody knows what it is", NULL);
	text_free(&column);
	return e;
}

static enum element add_curve(struct witsml_head *h, struct elements *x)
{
	struct witsml_curve *more;

	if (h->n == CURVES_MAX)
		return elements_complain(x, "more than 4096 curves", NULL);
	if ((h->n & (h->n - 1)) == 0) {
		more = realloc(h->curve, (h->n ? 2 * (size_t)h->n : 1) * sizeof *more);
		if (!more)
			return elements_complain(x, NULL, NULL);
		h->curve = more;
	}
	h->curve[h->n] = (struct witsml_curve){ 0 };
	return read_curve(&h->curve[h->n++], x);
}

enum element witsml_head_read(struct witsml_head *h, struct elements *x)
{
	const struct place places[] = {
		{ "nameWell", &h->well }, { "nameWellbore", &h->wellbore }, { "name", &h->title }, { "nullValue", &h->null },
		{ "indexType", &h->index_type }, { "direction", &h->direction }, { "dataDelimiter", &h->delimiter },
		{ "indexCurve", &h->index_curve },
	};
	struct text column = { 0 };
	enum element e;

	*h = (struct witsml_head){ 0 };
	while ((e = elements_next(x)) == ELEMENT_START) {
		const char *name = elements_name(x);

		if (strcmp(name, "logData") == 0)
			break;
		if (strcmp(name, "logCurveInfo") == 0) {
			e = add_curve(h, x);
		} else {
			if (strcmp(name, "indexCurve") == 0)
				e = elements_attribute(x, "columnIndex", &column);
			e = e == ELEMENT_FAULT ? e : read_into(x, places, sizeof places / sizeof *places);
		}
		if (e == ELEMENT_FAULT)
			break;
	}
	h->index_column = column.len > 0 ? whole_number(&column) : 0;
	text_free(&column);
	if (e != ELEMENT_FAULT && strcasecmp(text_view(&h->direction), "decreasing") == 0)
		return elements_complain(x, "the rows of the log '%.60s' are in decreasing order; ask the server for it in "
			"increasing order", text_view(&h->title));
	return e;
}

void witsml_head_free(struct witsml_head *h)
{
	struct text *texts[] = { &h->well, &h->wellbore, &h->title, &h->index_type, &h->index_curve, &h->null, &h->direction,
		&h->delimiter };

	for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
		text_free(texts[k]);
	for (int k = 0; k < h->n; k++) {
		struct witsml_curve *c = &h->curve[k];

		text_free(&c->mnemonic);
		text_free(&c->alias);
		text_free(&c->unit);
		text_free(&c->about);
		text_free(&c->null);
	}
	free(h->curve);
	*h = (struct witsml_head){ 0 };
}

bool witsml_well(const struct witsml_head *h, char *well, size_t size)
{
	const char *name = text_view(&h->well), *bore = text_view(&h->wellbore);
	struct text both = { 0 };
	bool fits;

	if (*bore && *name && strncmp(bore, name, strlen(name)) != 0)
		text_format(&both, "%s %s", name, bore);
	else
		text_str(&both, *bore ? bore : name);
	fits = both.len < size && !both.failed;
	memcpy(well, fits ? text_view(&both) : "", fits ? both.len + 1 : 1);
	text_free(&both);
	return fits;
}

/* The kth part of a list, without blanks at its ends; false when there are fewer. */
static bool part(const char *list, int k, const char **s, size_t *len)
{
	for (; k > 0; k--) {
		list = strchr(list, ',');
		if (!list)
			return false;
		list++;
	}
	*len = strcspn(list, ",");
	while (*len > 0 && strchr(" \t\r\n", *list))
		list++, (*len)--;
	while (*len > 0 && strchr(" \t\r\n", list[*len - 1]))
		(*len)--;
	*s = list;
	return true;
}

static int parts(const char *list)
{
	int n = 1;

	for (; *list && n <= CURVES_MAX; list++)
		n += *list == ',';
	return n;
}

static const struct witsml_curve *find_curve(const struct witsml_head *h, const char *s, size_t len)
{
	for (int k = 0; k < h->n; k++)
		if (h->curve[k].mnemonic.len == len && memcmp(h->curve[k].mnemonic.s, s, len) == 0)
			return &h->curve[k];
	for (int k = 0; k < h->n; k++)
		if (h->curve[k].mnemonic.len == len && strncasecmp(h->curve[k].mnemonic.s, s, len) == 0)
			return &h->curve[k];
	return NULL;
}

static bool is_none(const char *s, size_t len)
{
	return len == 0 || (len == 8 && strncasecmp(s, "unitless", 8) == 0) || (len == 4 && strncasecmp(s, "none", 4) == 0);
}

/* The unit of a column by logCurveInfo and by unitList. Where these differ neither is believed, and what they say stands for
 * it in the message that this makes. */
static char *unit_of(const struct witsml_curve *c, const char *listed, size_t len)
{
	const char *said = c ? text_view(&c->unit) : "";
	struct text both = { 0 };

	if (is_none(listed, len) || (strlen(said) == len && strncasecmp(said, listed, len) == 0))
		return strdup(is_none(said, strlen(said)) ? "" : said);
	if (is_none(said, strlen(said)))
		return strndup(listed, len);
	text_format(&both, "%s, but %.*s in unitList", said, (int)len, listed);
	return both.failed ? NULL : both.s;
}

static bool set_null(struct witsml_null *n, const struct text *own, const struct text *all)
{
	const struct text *said = own && own->len > 0 ? own : all;

	*n = (struct witsml_null){ .text = strdup(text_view(said)), .len = said->len, .v = NAN };
	if (said->len > 0 && !num_parse(said->s, said->len, &n->v))
		n->v = NAN;
	return n->text != NULL;
}

static bool set_column(struct log_column *to, const struct witsml_curve *c, const char *name, size_t len, const char *unit,
	size_t unit_len)
{
	to->name = strndup(name, len);
	to->unit = unit_of(c, unit, unit_len);
	if (!to->name || !to->unit)
		return false;
	if (c && c->alias.len > 0 && strcasecmp(c->alias.s, to->name) != 0 && !(to->also = strdup(c->alias.s)))
		return false;
	return !c || c->about.len == 0 || (to->about = strdup(c->about.s)) != NULL;
}

static bool from_lists(const struct witsml_head *h, const char *mnemonics, const char *units, struct log *log,
	struct witsml_null *null, struct text *why)
{
	if (units && parts(units) != log->n) {
		text_format(why, "unitList has %d units where mnemonicList has %d names", parts(units), log->n);
		return false;
	}
	for (int k = 0; k < log->n; k++) {
		const struct witsml_curve *c;
		const char *name = "", *unit = "";
		size_t len = 0, unit_len = 0;

		part(mnemonics, k, &name, &len);
		if (units)
			part(units, k, &unit, &unit_len);
		c = find_curve(h, name, len);
		if (!set_column(&log->column[k], c, name, len, unit, unit_len) ||
		    !set_null(&null[k], c ? &c->null : NULL, &h->null))
			return false;
	}
	return true;
}

/* Where the kth curve stands in a row: by its columnIndex, or as the curves come. */
static int column_of(const struct witsml_head *h, int k)
{
	return h->curve[k].column > 0 ? (int)h->curve[k].column - 1 : k;
}

static bool from_curves(const struct witsml_head *h, struct log *log, struct witsml_null *null, struct text *why)
{
	for (int k = 0; k < h->n; k++) {
		const struct witsml_curve *c = &h->curve[k];
		int at = column_of(h, k);

		if (log->column[at].name) {
			text_format(why, "two curves, '%.60s' and '%.60s', have the columnIndex %d", log->column[at].name,
				text_view(&c->mnemonic), at + 1);
			return false;
		}
		if (!set_column(&log->column[at], c, c->mnemonic.s, c->mnemonic.len, "", 0) ||
		    !set_null(&null[at], &c->null, &h->null))
			return false;
	}
	for (int k = 0; k < log->n; k++)
		if (!log->column[k].name && (!(log->column[k].name = strdup("")) || !set_null(&null[k], NULL, &h->null)))
			return false;
	return true;
}

static void set_index(const struct witsml_head *h, struct log *log)
{
	const char *kind = text_view(&h->index_type), *curve = text_view(&h->index_curve);

	log->index_kind = INDEX_UNSAID;
	log->elapsed = strcasecmp(kind, "elapsed time") == 0;
	if (strcasecmp(kind, "date time") == 0 || strcasecmp(kind, "datetime") == 0 || log->elapsed)
		log->index_kind = INDEX_TIME;
	else if (strcasecmp(kind, "measured depth") == 0)
		log->index_kind = INDEX_DEPTH;
	log->index = h->index_column > 0 && h->index_column <= log->n ? (int)h->index_column - 1 : 0;
	for (int k = 0; k < log->n; k++)
		if (strcasecmp(log->column[k].name, curve) == 0) {
			log->index = k;
			break;
		}
}

bool witsml_columns(const struct witsml_head *h, const char *mnemonics, const char *units, struct log *log,
	struct witsml_null **nulls, struct text *why)
{
	log->n = mnemonics ? parts(mnemonics) : 0;
	for (int k = 0; !mnemonics && k < h->n; k++)
		if (column_of(h, k) >= log->n)
			log->n = column_of(h, k) + 1;
	if (log->n == 0 || log->n > CURVES_MAX) {
		text_format(why, log->n ? "more than 4096 columns" : "a log without curves (logCurveInfo): nothing to read");
		log->n = 0;
		return false;
	}
	log->column = calloc((size_t)log->n, sizeof *log->column);
	*nulls = calloc((size_t)log->n, sizeof **nulls);
	if (!log->column || !*nulls)
		return false;
	if (!(mnemonics ? from_lists(h, mnemonics, units, log, *nulls, why) : from_curves(h, log, *nulls, why)))
		return false;
	set_index(h, log);
	return true;
}

void witsml_columns_free(struct log *log, struct witsml_null *nulls)
{
	for (int k = 0; k < log->n; k++) {
		if (log->column) {
			free(log->column[k].name);
			free(log->column[k].unit);
			free(log->column[k].also);
			free(log->column[k].about);
		}
		if (nulls)
			free(nulls[k].text);
	}
	free(log->column);
	free(nulls);
	log->column = NULL;
	log->n = 0;
}
