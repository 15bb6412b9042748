/*
 * formats.c - see formats.h. A format is one row; what begins like none of them is CSV.
 */
#include "formats.h"

#include <string.h>

struct row {
	const struct log_format *format;
	const char *begins;             /* how a log begins after blanks, `|` between; letters in any case */
	bool comments;                  /* lines with `#` may come before that */
};
static const struct row table[] = {
	{ &witsmllog, "<?|<!|<l|<w|\xff\xfe<", false },
	{ &laslog, "~", true },
};

enum answer { NO, YES, UNSURE };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static enum answer begins_with(const char *s, size_t size, const char *word, size_t len)
{
	for (size_t k = 0; k < len; k++) {
		if (k == size)
			return UNSURE;
		if (lower(s[k]) != word[k])
			return NO;
	}
	return YES;
}

static enum answer begins(const char *s, size_t size, const char *words)
{
	enum answer best = NO;

	while (*words && best != YES) {
		size_t len = strcspn(words, "|");
		enum answer a = begins_with(s, size, words, len);

		if (a != NO)
			best = a;
		words += len + (words[len] == '|');
	}
	return best;
}

static size_t skip_blanks(const char *s, size_t size, size_t at)
{
	while (at < size && strchr(" \t\r\n", s[at]) && s[at] != '\0')
		at++;
	return at;
}

static size_t skip_comments(const char *s, size_t size, size_t at)
{
	while (at < size && s[at] == '#') {
		const char *end = memchr(s + at, '\n', size - at);

		at = end ? skip_blanks(s, size, (size_t)(end - s)) : size;
	}
	return at;
}

const struct log_format *formats_find(const char *begun, size_t size, bool whole)
{
	bool unsure = false;
	size_t start = 0;

	switch (begins_with(begun, size, "\xef\xbb\xbf", 3)) {
	case YES:    start = 3; break;
	case UNSURE: unsure = true; break;
	case NO:     break;
	}
	start = skip_blanks(begun, size, start);
	for (size_t k = 0; k < sizeof table / sizeof *table; k++) {
		size_t at = table[k].comments ? skip_comments(begun, size, start) : start;

		switch (begins(begun + at, size - at, table[k].begins)) {
		case YES:    return table[k].format;
		case UNSURE: unsure = true; break;
		case NO:     break;
		}
	}
	return unsure && !whole && size < FORMATS_BEGIN ? NULL : &csvlog;
}
