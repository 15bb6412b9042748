/*
 * lasline.c - see lasline.h.
 */
#include "lasline.h"

#include <ctype.h>
#include <strings.h>

#include "num.h"
#include "unit.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

struct field las_trim(const char *s, size_t len)
{
	while (len > 0 && is_blank(*s))
		s++, len--;
	while (len > 0 && is_blank(s[len - 1]))
		len--;
	return (struct field){ s, len };
}

enum las_part las_part(const char *s, size_t len)
{
	static const struct { char letter; enum las_part part; } parts[] = {
		{ 'V', LAS_VERSION }, { 'W', LAS_WELL }, { 'C', LAS_CURVES }, { 'P', LAS_PARAMETERS }, { 'O', LAS_OTHER },
		{ 'A', LAS_DATA },
	};

	for (size_t k = 0; len > 1 && k < sizeof parts / sizeof *parts; k++)
		if (toupper((unsigned char)s[1]) == parts[k].letter)
			return parts[k].part;
	return LAS_NOWHERE;
}

bool las_line_is(const struct las_line *l, const char *name)
{
	return strlen(name) == l->name.len && strncasecmp(l->name.text, name, l->name.len) == 0;
}

/* A colon that has no blank on either side may be one of a time, "10:15" or "HH:MM". */
static bool inside_time(const char *s, size_t len, size_t at)
{
	return at > 0 && at + 2 < len && isalnum((unsigned char)s[at - 1]) && isalnum((unsigned char)s[at + 1]) &&
		isalnum((unsigned char)s[at + 2]);
}

/* The colon before the description, from `from` on: the last one, or the first; len when there is none. */
static size_t find_colon(const char *s, size_t len, size_t from, bool last)
{
	size_t any = len, found = len;

	for (size_t k = from; k < len; k++) {
		if (s[k] != ':')
			continue;
		any = k;
		if (inside_time(s, len, k) || (found < len && !last))
			continue;
		found = k;
	}
	return found < len ? found : any;
}

static bool is_clock_form(const char *s, size_t len)
{
	return len >= 2 && strncasecmp(s, "hh", 2) == 0;
}

/* Where the unit that begins at `from` ends: a blank, or a colon that is not of HH:MM:SS. */
static size_t unit_end(const char *s, size_t len, size_t from)
{
	size_t at = from;

	while (at < len && !is_blank(s[at]) && (s[at] != ':' || (is_clock_form(s + from, at - from) && inside_time(s, len, at))))
		at++;
	return at;
}

static bool is_number(const char *s, size_t len)
{
	double v;

	return len > 0 && num_parse(s, len, &v);
}

/* Where the first dot or colon is; len when there is neither. */
static size_t dot_or_colon(const char *s, size_t len)
{
	size_t at = 0;

	while (at < len && s[at] != '.' && s[at] != ':')
		at++;
	return at;
}

/* The name, and where the unit begins. "D.EXP." of a curve is a name with a dot in it. */
static void split_name(const char *s, size_t len, bool curve, struct las_line *l, size_t *rest)
{
	size_t dot = dot_or_colon(s, len), from, end;

	if (dot == len || s[dot] == ':') {              /* no dot: the first word is the name */
		for (end = 0; end < dot && !is_blank(s[end]);)
			end++;
		l->name = las_trim(s, end);
		*rest = end;
		return;
	}
	from = dot + 1;
	end = unit_end(s, len, from);
	while (from < end && s[from] == '.')
		from++;
	if (curve && end > from && s[end - 1] == '.' && !unit_by_text(s + from, end - from, Q_NONE)) {
		l->name = las_trim(s, end - 1);
		*rest = end;
		return;
	}
	l->name = las_trim(s, dot);
	*rest = from;
}

/* Of a curve: behind the unit is an API code, which tells nothing; a unit may stand in its place, or go on there. */
static void settle_curve_unit(struct las_line *l)
{
	struct field *u = &l->unit, *v = &l->value;
	bool thousand = u->len == 4 && memcmp(u->text, "1000", 4) == 0;
	struct field both = { u->text, (size_t)(v->text + v->len - u->text) };

	if (v->len == 0)
		return;
	if (u->len == 0 && !is_number(v->text, v->len) &&
	    (unit_by_text(v->text, v->len, Q_NONE) || is_clock_form(v->text, v->len)))
		*u = *v;
	else if (thousand && unit_by_text(both.text, both.len, Q_NONE))
		*u = both;
}

static bool has_unit(const struct las_line *l)
{
	return las_line_is(l, "STRT") || las_line_is(l, "STOP") || las_line_is(l, "STEP");
}

static bool is_time(const struct las_line *l)
{
	return las_line_is(l, "DATE") || las_line_is(l, "TIME") || las_line_is(l, "NULL") || has_unit(l);
}

bool las_line_split(const char *s, size_t len, enum las_part part, struct las_line *l)
{
	struct field all = las_trim(s, len);
	size_t from, end, colon;
	bool with_unit;

	*l = (struct las_line){ { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 } };
	s = all.text;
	len = all.len;
	split_name(s, len, part == LAS_CURVES, l, &from);
	if (l->name.len == 0)
		return false;
	with_unit = part == LAS_CURVES || has_unit(l);
	end = with_unit ? unit_end(s, len, from) : from;
	if (part != LAS_CURVES && is_number(s + from, end - from))
		end = from;                             /* "STRT.1670.0 : start" */
	l->unit = las_trim(s + from, end - from);
	colon = part == LAS_CURVES && end < len && s[end] == ':' ? end :
		find_colon(s, len, end, part != LAS_CURVES && !is_time(l));
	l->value = las_trim(s + end, colon - end);
	if (colon < len)
		l->about = las_trim(s + colon + 1, len - colon - 1);
	if (part == LAS_CURVES)
		settle_curve_unit(l);
	return true;
}

static bool separates(char c, char separator)
{
	return separator == ' ' ? is_blank(c) : c == separator;
}

int las_values(const char *s, size_t len, char separator, struct field *f, int n, int size)
{
	const char *end = s + len;

	for (;;) {
		const char *from = s, *to;

		while (s < end && is_blank(*s) && *s != separator)
			s++;
		while (separator == ' ' && s < end && is_blank(*s))
			s++;
		if (s == end && separator == ' ')
			return n;
		if (n >= size)
			return size + 1;
		if (s < end && *s == '"' && (to = memchr(s + 1, '"', (size_t)(end - s - 1))) != NULL &&
		    (to + 1 == end || is_blank(to[1]) || to[1] == separator)) {
			f[n++] = (struct field){ s + 1, (size_t)(to - s - 1) };
			s = to + 1;
			while (s < end && !separates(*s, separator))
				s++;
		} else {
			from = s;
			while (s < end && !separates(*s, separator))
				s++;
			f[n++] = las_trim(from, (size_t)(s - from));
		}
		if (s == end)
			return n;
		if (separator != ' ')
			s++;
	}
}
