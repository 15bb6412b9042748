/* uri.c - the target of a request taken apart; see uri.h. */
#include "uri.h"

#include <string.h>

static enum uri_status bad(struct uri *u, const char *why)
{
	snprintf(u->why, sizeof u->why, "%s", why);
	return URI_BAD;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes in place; NULL or what is wrong. */
static const char *decode(char *s, bool plus)
{
	char *to = s;

	for (; *s; s++) {
		char c = *s;
		if (c == '%') {
			int high = hex(s[1]), low = high < 0 ? -1 : hex(s[2]);
			if (low < 0)
				return "a percent sign stands before two hexadecimal digits; write %25 for the sign itself";
			c = (char)(high * 16 + low);
			s += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if ((unsigned char)c < 0x20 || c == 0x7f)
			return "control characters are not accepted";
		*to++ = c;
	}
	*to = '\0';
	return NULL;
}

/* The length of the UTF-8 character at s, 0 when there is none (RFC 3629: shortest form, no surrogates); *c is its code point. */
static int character(const unsigned char *s, unsigned *c)
{
	static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	int len = s[0] < 0x80 ? 1 : s[0] >> 5 == 6 ? 2 : s[0] >> 4 == 14 ? 3 : s[0] >> 3 == 30 ? 4 : 0;

	*c = len == 1 ? s[0] : len ? s[0] & (0x7fu >> len) : 0;
	for (int i = 1; i < len; i++) {
		if (s[i] >> 6 != 2)
			return 0;
		*c = *c << 6 | (s[i] & 0x3f);
	}
	return len == 0 || *c < least[len] || *c > 0x10ffff || (*c >= 0xd800 && *c <= 0xdfff) ? 0 : len;
}

static const char *check_text(const char *s)
{
	unsigned c;

	for (int len; *s; s += len) {
		len = character((const unsigned char *)s, &c);
		if (!len)
			return "the address is not UTF-8";
		if (c >= 0x80 && c < 0xa0)
			return "control characters are not accepted";
	}
	return NULL;
}

static const char *take(char *s, bool plus)
{
	const char *why = decode(s, plus);

	return why ? why : check_text(s);
}

static enum uri_status take_query(struct uri *u, char *s)
{
	while (s) {
		char *next = strchr(s, '&'), *value;
		if (next)
			*next++ = '\0';
		if (u->n == URI_PARAMETERS)
			return bad(u, "there are too many parameters");
		value = strchr(s, '=');
		if (!value || value == s || !value[1])
			return bad(u, "a parameter is name=value");
		*value++ = '\0';
		const char *why = take(s, true);
		if (!why)
			why = take(value, true);
		if (why)
			return bad(u, why);
		if (uri_value(u, s))
			return bad(u, "a parameter is given twice");
		u->parameter[u->n++] = (struct uri_parameter){ s, value };
		s = next;
	}
	return URI_OK;
}

enum uri_status uri_parse(struct uri *u, const char *target)
{
	size_t len = strnlen(target, URI_MAX + 1);
	const char *why;

	u->n = 0;
	u->path = "";
	u->why[0] = '\0';
	if (len > URI_MAX)
		return URI_LONG;
	memcpy(u->bytes, target, len + 1);
	if (u->bytes[0] != '/')
		return bad(u, "the address begins with a slash");
	if (strchr(u->bytes, '#'))
		return bad(u, "the address has a fragment");
	char *query = strchr(u->bytes, '?');
	if (query)
		*query++ = '\0';
	if ((why = take(u->bytes, false)))
		return bad(u, why);
	u->path = u->bytes;
	return query && *query ? take_query(u, query) : URI_OK;
}

const char *uri_value(const struct uri *u, const char *name)
{
	for (int i = 0; i < u->n; i++)
		if (strcmp(u->parameter[i].name, name) == 0)
			return u->parameter[i].value;
	return NULL;
}
