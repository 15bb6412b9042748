/*
 * head.c - see head.h.
 *
 * The longest name wins: the whole text is looked up first, then without a bracket at its end, then without one, two or
 * three words at its end ("ft lbs"). Whatever is cut off must be a unit of the channel's quantity.
 */
#include "head.h"

#include <ctype.h>

enum { UNIT_WORDS = 3 };

bool head_unit_needed(enum quantity q)
{
	switch (q) {
	case Q_NONE: case Q_TIME: case Q_ROTATION: case Q_STROKES: case Q_PERCENT: case Q_GAMMA: case Q_COUNT:
		return false;
	default:
		return true;
	}
}

static bool is_blank(char c)
{
	unsigned char b = (unsigned char)c;

	return b <= ' ' || b == 0x7f;
}

static void trim(const char **s, size_t *len)
{
	while (*len > 0 && (is_blank(**s) || **s == '\'' || **s == '`'))
		(*s)++, (*len)--;
	while (*len > 0 && (is_blank((*s)[*len - 1]) || (*s)[*len - 1] == '\'' || (*s)[*len - 1] == '`'))
		(*len)--;
}

void head_tidy(struct text *to, const char *s, size_t len)
{
	bool gap = false;

	trim(&s, &len);
	for (size_t i = 0; i < len; i++) {
		if (is_blank(s[i])) {
			gap = true;
			continue;
		}
		if (gap)
			text_put(to, ' ');
		text_put(to, s[i]);
		gap = false;
	}
}

/* The next byte of a tidied text, -1 at its end. */
static int tidy_next(const char *s, size_t len, size_t *at)
{
	if (*at >= len)
		return -1;
	if (!is_blank(s[*at])) {
		char c = s[(*at)++];
		return c == ';' ? ',' : (unsigned char)c;
	}
	while (*at < len && is_blank(s[*at]))
		(*at)++;
	return ' ';
}

bool head_same(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t i = 0, j = 0;
	int c;

	trim(&a, &a_len);
	trim(&b, &b_len);
	do {
		c = tidy_next(a, a_len, &i);
		if (c != tidy_next(b, b_len, &j))
			return false;
	} while (c >= 0);
	return true;
}

static void keep_unit_text(struct head *h, const char *s, size_t len)
{
	if (len >= sizeof h->unit_text)
		len = sizeof h->unit_text - 1;
	memcpy(h->unit_text, s, len);
	h->unit_text[len] = '\0';
}

/* A text where a unit could be that says there is none. */
static bool says_none(const char *s, size_t len)
{
	for (size_t k = 0; k < len; k++)
		if (isalnum((unsigned char)s[k]) || s[k] == '%' || s[k] == '"')
			return false;
	return true;
}

static bool is_utc(const char *s, size_t len)
{
	char key[SPELL_KEY];

	spell_key(s, len, key);
	return strcmp(key, "utc") == 0 || strcmp(key, "gmt") == 0;
}

/* A unit by its text; "ft_hr" and "ft hr" are ft/hr, too. */
static const struct unit *find_unit(const char *s, size_t len, enum quantity q)
{
	const struct unit *u = unit_by_text(s, len, q);
	char slashed[32];

	if (u || len >= sizeof slashed)
		return u;
	for (size_t k = 0; k < len; k++)
		slashed[k] = s[k] == '_' || is_blank(s[k]) ? '/' : s[k];
	return unit_by_text(slashed, len, q);
}

/* Fills h from a spelling and the text of its unit. A time's unit is only a help: its values say what they are. */
static void settle(struct head *h, const struct spell *spell, const char *unit, size_t len)
{
	const struct channel_info *info;

	*h = (struct head){ .kind = spell->kind, .channel = spell->channel, .rank = spell->rank };
	trim(&unit, &len);
	while (len > 0 && *unit == '_')
		unit++, len--;
	/* "Flow (%)", with neither in nor out, and "Flow Out (%)": the paddle in the return line */
	if (((h->channel == CH_FLOW_IN && h->rank > 0) || h->channel == CH_FLOW_OUT) && len > 0 &&
	    unit_by_text(unit, len, Q_PERCENT))
		h->channel = CH_FLOW_OUT_PCT;
	info = &channel_table[h->channel];
	keep_unit_text(h, unit, len);
	if (spell->kind != SPELL_CHANNEL) {
		h->utc = is_utc(unit, len);
		h->unit = len > 0 ? unit_by_text(unit, len, Q_TIME) : NULL;
	} else if (len == 0 || says_none(unit, len)) {
		h->unit_state = head_unit_needed(info->quantity) ? HEAD_UNIT_ABSENT : HEAD_UNIT_FINE;
	} else if (info->quantity != Q_NONE) {
		h->unit = find_unit(unit, len, info->quantity);
		if (!h->unit)
			h->unit_state = HEAD_UNIT_UNKNOWN;
	} else if (!unit_by_text(unit, len, Q_COUNT)) {
		h->unit_state = HEAD_UNIT_UNKNOWN;
	}
}

/* A name of our own: canonical, or a stem with a unit suffix. */
static bool own_name(const char *s, size_t len, struct head *h)
{
	struct channel_match m;
	char lower[64];

	if (len >= sizeof lower)
		return false;
	for (size_t i = 0; i < len; i++)
		lower[i] = (char)tolower((unsigned char)s[i]);
	if (!channel_match(lower, len, &m) || m.rank < RANK_SUFFIX)
		return false;
	/* What the tools write themselves as text is ours only to the letter. */
	if (m.channel >= CH_RIG_STATE && memcmp(lower, s, len) != 0)
		return false;
	*h = (struct head){ .kind = m.channel == CH_TS ? SPELL_TIME : SPELL_CHANNEL, .channel = m.channel,
		.unit = m.unit, .rank = m.rank == RANK_CANONICAL ? -1 : 0 };
	return true;
}

/* Whether one of the words makes another quantity of a name: "(surf;max)". */
static bool has_qualifier(const char *s, size_t len)
{
	for (size_t from = 0, at = 0; at <= len; at++) {
		if (at < len && isalnum((unsigned char)s[at]))
			continue;
		if (spell_is_qualifier(s + from, at - from))
			return true;
		from = at + 1;
	}
	return false;
}

/* "Name (unit)" and "Name [unit]". */
static bool with_bracket(const char *s, size_t len, struct head *h)
{
	struct spell spell;
	char open;
	size_t at = len;

	if (len < 3 || (s[len - 1] != ')' && s[len - 1] != ']'))
		return false;
	open = s[len - 1] == ')' ? '(' : '[';
	while (at > 0 && s[at - 1] != open)
		at--;
	if (at < 2 || !spell_find(s, at - 1, &spell))
		return false;
	settle(h, &spell, s + at, len - 1 - at);
	return h->unit || h->utc || !has_qualifier(s + at, len - 1 - at);
}

/* Where the last `words` words begin; 0 when there are not so many. */
static size_t last_words(const char *s, size_t len, int words)
{
	size_t at = len;

	while (words-- > 0) {
		while (at > 0 && (is_blank(s[at - 1]) || s[at - 1] == '_' || s[at - 1] == ','))
			at--;
		while (at > 0 && !is_blank(s[at - 1]) && s[at - 1] != '_' && s[at - 1] != ',')
			at--;
	}
	return at;
}

/* "Name unit", "name_unit"; a word that is no unit makes it "unknown unit", unless it makes another quantity of it. */
static bool with_words(const char *s, size_t len, struct head *h)
{
	struct head unknown = { 0 };
	struct spell spell;
	bool doubt = false;

	for (int words = 1; words <= UNIT_WORDS; words++) {
		size_t at = last_words(s, len, words);
		if (at == 0)
			break;
		if (!spell_find(s, at, &spell))
			continue;
		settle(h, &spell, s + at, len - at);
		if (h->unit || h->utc)
			return true;
		if (words == 1 && spell.kind == SPELL_CHANNEL && !has_qualifier(s + at, len - at)) {
			unknown = *h;
			doubt = true;
		}
	}
	*h = unknown;
	return doubt;
}

bool head_recognise(const char *name, size_t len, const char *unit, size_t unit_len, struct head *h)
{
	struct spell spell;

	trim(&name, &len);
	if (len == 0)
		return false;
	if (unit_len == 0 && own_name(name, len, h))
		return true;
	if (spell_find(name, len, &spell)) {
		settle(h, &spell, unit ? unit : "", unit ? unit_len : 0);
		h->utc = h->utc || (spell.kind != SPELL_CHANNEL && len >= 3 && is_utc(name, 3));
		return true;
	}
	return with_bracket(name, len, h) || with_words(name, len, h);
}
