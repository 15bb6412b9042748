/* answer.c - bodies of answers; see answer.h. */
#include "answer.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "json.h"
#include "num.h"

/* The number behind the last `"key":` of some bytes; NAN when there is none. */
static double number_behind(const char *bytes, size_t len, const char *key)
{
	size_t key_len = strlen(key), digits;
	double v;

	for (size_t i = len; i-- > 0;) {
		if (i + key_len > len || memcmp(bytes + i, key, key_len) != 0)
			continue;
		const char *at = bytes + i + key_len;
		for (digits = 0; at + digits < bytes + len && strchr("0123456789.+-eE", at[digits]) && at[digits]; digits++)
			;
		return digits && num_parse(at, digits, &v) ? v : NAN;
	}
	return NAN;
}

/* One line of a list; a well gets its age. */
static bool put_line(struct text *body, enum route_shape shape, const char *line, size_t len, double now)
{
	if (len < 2 || line[0] != '{' || line[len - 1] != '}')
		return false;
	if (shape != SHAPE_WELLS) {
		text_add(body, line, len);
		return true;
	}
	double last = number_behind(line, len, "\"last_ts\":");
	text_add(body, line, len - 1);
	text_str(body, ",\"data_age_s\":");
	if (isfinite(last))
		text_number(body, round((now - last) * 1000) / 1000);
	else
		text_str(body, "null");
	text_put(body, '}');
	return true;
}

static bool put_list(struct text *body, const struct route *r, const struct text *said, double now)
{
	const char *line = text_view(said), *end = line + said->len;
	size_t n = 0;

	text_str(body, r->shape == SHAPE_WELLS ? "{\"wells\":[" : "{\"reports\":[");
	while (line < end) {
		const char *lf = memchr(line, '\n', (size_t)(end - line));
		if (!lf)
			return false;                   /* cut */
		if (n++)
			text_put(body, ',');
		if (!put_line(body, r->shape, line, (size_t)(lf - line), now))
			return false;
		line = lf + 1;
	}
	text_format(body, "],\"count\":%zu,\"now\":", n);
	text_number(body, floor(now));
	text_str(body, "}\n");
	return true;
}

bool answer_body(struct text *body, const struct route *r, const struct text *said, double now)
{
	const char *s = text_view(said);

	switch (r->shape) {
	case SHAPE_REPORTS:
	case SHAPE_WELLS:
		return put_list(body, r, said, now);
	case SHAPE_STORED:
		s += strspn(s, " \t\r\n");
		if (*s != '{')
			return false;
		text_str(body, "{\"key\":");
		json_write_string(body, r->argument, strlen(r->argument));
		text_put(body, ',');
		text_str(body, s + 1);
		return true;
	default:
		text_add(body, s, said->len);
		return *s == '{' && s[said->len - 1] == '\n';
	}
}

void answer_error(struct text *body, int status, const char *message)
{
	text_format(body, "{\"error\":{\"status\":%d,\"message\":", status);
	json_write_string(body, message, strlen(message));
	text_str(body, "}}\n");
}

void answer_reason(struct text *reason, const char *said, const struct route_places *places)
{
	const struct { const char *path, *name; } known[] = { { places->store, "the store" }, { places->spool, "the spool" } };
	size_t len = strlen(said);

	while (len && said[len - 1] == '\n')
		len--;
	const char *end = said + len, *s = end;
	while (s > said && s[-1] != '\n')
		s--;
	if (end - s > 10 && memcmp(s, "ml-query: ", 10) == 0)
		s += 10;
	if (end - s > 2 && memcmp(s, "--", 2) == 0)     /* an option: here it is a parameter */
		s += 2;
	while (s < end) {
		size_t took = 0;
		for (int i = 0; i < 2 && !took; i++) {
			size_t path = known[i].path ? strlen(known[i].path) : 0;
			if (path && (size_t)(end - s) >= path && memcmp(s, known[i].path, path) == 0) {
				text_str(reason, known[i].name);
				took = path;
			}
		}
		if (!took)
			text_put(reason, *s);
		s += took ? took : 1;
	}
}

void answer_tag(char tag[ANSWER_TAG], const char *bytes, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3u;
	snprintf(tag, ANSWER_TAG, "W/\"%016" PRIx64 "\"", h);
}

bool answer_tag_matches(const char *list, const char *tag)
{
	const char *opaque = tag + 2;                   /* weak comparison: W/ does not count */
	size_t len = strlen(opaque);

	while (list && *list) {
		list += strspn(list, " \t,");
		if (list[0] == '*')
			return true;
		if (strncmp(list, "W/", 2) == 0)
			list += 2;
		if (strncmp(list, opaque, len) == 0)
			return true;
		list += strcspn(list, ",");
	}
	return false;
}

double answer_time(enum route_shape shape, const char *said, size_t len)
{
	static const char timestamp[] = "\"timestamp\":";
	size_t head = len < 2048 ? len : 2048;

	if (shape == SHAPE_SAMPLES)
		return number_behind(said, len, "\"last_ts\":");
	/* a report, alone or the first of a list; no text from outside stands before its timestamp */
	if (len < 16 || (memcmp(said, "{\"key\":\"", 8) != 0 && memcmp(said, "{\"timestamp\":", 13) != 0))
		return NAN;
	for (size_t i = 0; i + sizeof timestamp < head && said[i] != '\n'; i++) {
		size_t behind = i + sizeof timestamp - 1;
		if (memcmp(said + i, timestamp, sizeof timestamp - 1) == 0)
			return number_behind(said, behind + strspn(said + behind, "0123456789."), timestamp);
	}
	return NAN;
}

void answer_date(char date[ANSWER_DATE], double ts)
{
	time_t t;
	struct tm tm;

	date[0] = '\0';
	if (!(ts >= 0 && ts < 253402300800.0))
		return;
	t = (time_t)ts;
	if (!gmtime_r(&t, &tm) || !strftime(date, ANSWER_DATE, "%a, %d %b %Y %H:%M:%S GMT", &tm))
		date[0] = '\0';
}

const char *answer_phrase(int status)
{
	switch (status) {
	case 200: return "OK";
	case 304: return "Not Modified";
	case 400: return "Bad Request";
	case 404: return "Not Found";
	case 405: return "Method Not Allowed";
	case 414: return "URI Too Long";
	case 503: return "Service Unavailable";
	default:  return "Internal Server Error";
	}
}
