/*
 * value.c - numbers as senders of WITS write them; see value.h.
 */
#include "value.h"

#include <string.h>

enum { NUMBER_MAX = 64 };       /* longer than any number with a decimal comma or a unit behind it */

static bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }

/* How much of s is sign, digits, decimal sign, digits, exponent. *comma is where a comma stood, else len. */
static size_t number_length(const char *s, size_t len, size_t *comma)
{
	size_t i = 0, e;

	*comma = len;
	if (i < len && (s[i] == '+' || s[i] == '-'))
		i++;
	while (i < len && is_digit(s[i]))
		i++;
	if (i < len && (s[i] == '.' || s[i] == ',')) {
		if (s[i] == ',')
			*comma = i;
		for (i++; i < len && is_digit(s[i]); )
			i++;
	}
	if (i > 0 && i < len && (s[i] == 'e' || s[i] == 'E')) {
		e = i + 1;
		if (e < len && (s[e] == '+' || s[e] == '-'))
			e++;
		if (e < len && is_digit(s[e])) {
			while (e < len && is_digit(s[e]))
				e++;
			i = e;
		}
	}
	return i;
}

/* "1,234", "12,345", "-123,456": may be thousands. "0,567", "1234,567" and "12,34" cannot. */
static bool may_be_thousands(const char *s, size_t len, size_t comma)
{
	size_t sign = s[0] == '+' || s[0] == '-', before = comma - sign;

	return before >= 1 && before <= 3 && s[sign] != '0' && len - comma - 1 == 3;
}

enum value_kind value_read(const char *s, size_t len, enum quantity quantity, const struct nulls *nulls,
	bool commas_decimal, struct value *value)
{
	char copy[NUMBER_MAX];
	size_t n, comma;

	value->unit = NULL;
	value->comma = false;
	if (len == 0)
		return VALUE_BLANK;
	switch (num_field(s, len, nulls, &value->v)) {
	case NUM_VALUE: return VALUE_NUMBER;
	case NUM_MISSING: return VALUE_NULL;
	case NUM_TEXT: break;
	}
	n = number_length(s, len, &comma);
	if (n == 0 || n >= sizeof copy)
		return VALUE_TEXT;
	memcpy(copy, s, n);
	if (comma < n) {
		if (may_be_thousands(s, n, comma) && !commas_decimal)
			return VALUE_TEXT;
		copy[comma] = '.';
		value->comma = true;
	}
	if (n < len) {
		value->unit = unit_by_text(s + n, len - n, quantity == Q_NONE ? Q_COUNT : quantity);
		if (!value->unit)
			return VALUE_TEXT;
	}
	switch (num_field(copy, n, nulls, &value->v)) {
	case NUM_VALUE: return VALUE_NUMBER;
	case NUM_MISSING: return VALUE_NULL;
	case NUM_TEXT: break;
	}
	return VALUE_TEXT;
}
