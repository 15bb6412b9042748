/* json.c - JSON values written the house's way; see json.h. */
#include "json.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

json_t *json_number(double v)
{
	if (!isfinite(v))
		return json_null();
	if (fabs(v) < 1e15 && v == trunc(v))
		return json_integer((json_int_t)v);
	return json_real(v);
}

json_t *json_pair(double a, double b)
{
	json_t *pair = json_array();

	if (!pair || json_array_append_new(pair, json_number(a)) < 0 || json_array_append_new(pair, json_number(b)) < 0) {
		json_decref(pair);
		return NULL;
	}
	return pair;
}

bool json_put(json_t *object, const char *key, json_t *value)
{
	return json_object_set_new_nocheck(object, key, value) == 0;
}

bool json_put_number(json_t *object, const char *key, double v)
{
	return json_put(object, key, json_number(v));
}

bool json_put_text(json_t *object, const char *key, const char *s)
{
	return json_put(object, key, s ? json_string_nocheck(s) : json_null());
}

/* Length of the well-formed UTF-8 sequence at s (RFC 3629), 0 when there is none. */
static size_t utf8_length(const unsigned char *s, size_t len)
{
	static const struct { unsigned char low, high, second_low, second_high; size_t length; } row[] = {
		{ 0x00, 0x7f, 0, 0, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		if (s[0] < row[i].low || s[0] > row[i].high)
			continue;
		if (len < row[i].length)
			return 0;
		if (row[i].length > 1 && (s[1] < row[i].second_low || s[1] > row[i].second_high))
			return 0;
		for (size_t k = 2; k < row[i].length; k++)
			if ((s[k] & 0xc0) != 0x80)
				return 0;
		return row[i].length;
	}
	return 0;
}

void json_write_string(struct text *out, const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s, *end = p + len;

	text_put(out, '"');
	while (p < end) {
		size_t n = utf8_length(p, (size_t)(end - p));
		if (n == 0) {
			text_str(out, "\xef\xbf\xbd");
			p++;
		} else if (*p == '"' || *p == '\\') {
			text_put(out, '\\');
			text_put(out, (char)*p++);
		} else if (*p == '\n') {
			text_str(out, "\\n");
			p++;
		} else if (*p == '\t') {
			text_str(out, "\\t");
			p++;
		} else if (*p == '\r') {
			text_str(out, "\\r");
			p++;
		} else if (*p < 0x20 || *p == 0x7f) {
			text_format(out, "\\u%04x", *p++);
		} else {
			text_add(out, (const char *)p, n);
			p += n;
		}
	}
	text_put(out, '"');
}

void json_write(struct text *out, const json_t *value)
{
	const char *key;
	json_t *item;
	size_t i;
	bool first = true;

	switch (json_typeof(value)) {
	case JSON_OBJECT:
		text_put(out, '{');
		/* jansson keeps the order of insertion; its iterator takes a pointer that is not const. */
		json_object_foreach((json_t *)(uintptr_t)value, key, item) {
			if (!first)
				text_put(out, ',');
			first = false;
			json_write_string(out, key, strlen(key));
			text_put(out, ':');
			json_write(out, item);
		}
		text_put(out, '}');
		break;
	case JSON_ARRAY:
		text_put(out, '[');
		json_array_foreach(value, i, item) {
			if (i)
				text_put(out, ',');
			json_write(out, item);
		}
		text_put(out, ']');
		break;
	case JSON_STRING:
		json_write_string(out, json_string_value(value), json_string_length(value));
		break;
	case JSON_INTEGER:
		text_format(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		break;
	case JSON_REAL:
		text_number(out, json_real_value(value));
		break;
	case JSON_TRUE:
		text_str(out, "true");
		break;
	case JSON_FALSE:
		text_str(out, "false");
		break;
	case JSON_NULL:
		text_str(out, "null");
		break;
	}
}

double json_get_number(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_number(value) ? json_number_value(value) : NAN;
}

const char *json_get_text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}
