/* peek.c - where a report was drilled, from its bytes; see peek.h. */
#include "peek.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *past(const char *s, char c)
{
	s += strspn(s, " \t\r\n");
	return *s == c ? s + 1 : NULL;
}

/* After a key: `:[a,b]` with numbers. */
static bool take_range(const char *s, double range[2])
{
	char *end;

	if (!(s = past(s, ':')) || !(s = past(s, '[')))
		return false;
	range[0] = strtod(s, &end);
	if (end == s || !(s = past(end, ',')))
		return false;
	range[1] = strtod(s, &end);
	return end != s && past(end, ']') && isfinite(range[0]) && isfinite(range[1]);
}

bool peek_near(const char *bytes, size_t len, double depth, double reach)
{
	static const char *const keys[] = { "\"depth_ft\"", "\"depth_range\"" };
	bool any = false;

	while (len && strchr(" \t\r\n", bytes[len - 1]))
		len--;
	if (!len || bytes[len - 1] != '}')
		return true;
	for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
		for (const char *s = bytes; (s = strstr(s, keys[k])) != NULL;) {
			double range[2];
			s += strlen(keys[k]);
			if (!take_range(s, range) || (depth >= fmin(range[0], range[1]) - reach &&
			    depth <= fmax(range[0], range[1]) + reach))
				return true;
			any = true;
		}
	return !any;
}
