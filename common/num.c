/* num.c - numbers from text and back, exactly; see num.h. */
#include "num.h"

#include <float.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const double power10[] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
};

static bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }
static bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* [+-] digits [. digits] [e [+-] digits], at least one digit in the mantissa. */
static bool is_decimal(const char *s, const char *end)
{
	size_t digits = 0;

	if (s < end && (*s == '+' || *s == '-'))
		s++;
	for (; s < end && is_digit(*s); s++)
		digits++;
	if (s < end && *s == '.')
		for (s++; s < end && is_digit(*s); s++)
			digits++;
	if (digits == 0)
		return false;
	if (s < end && (*s == 'e' || *s == 'E')) {
		s++;
		if (s < end && (*s == '+' || *s == '-'))
			s++;
		if (s == end)
			return false;
		while (s < end && is_digit(*s))
			s++;
	}
	return s == end;
}

static bool parse_slowly(const char *s, const char *end, double *v)
{
	char small[128], *copy = small, *stop;
	size_t len = (size_t)(end - s);
	bool fine;

	if (!is_decimal(s, end))
		return false;
	if (len >= sizeof small && !(copy = malloc(len + 1)))
		return false;
	memcpy(copy, s, len);
	copy[len] = '\0';
	*v = strtod(copy, &stop);
	fine = stop == copy + len && isfinite(*v);
	if (copy != small)
		free(copy);
	return fine;
}

static inline void trim(const char **s, const char **end)
{
	while (*s < *end && is_blank(**s))
		(*s)++;
	while (*end > *s && is_blank((*end)[-1]))
		(*end)--;
}

/* A text without blanks at its ends. */
static inline bool parse(const char *s, const char *end, double *v)
{
	const char *p = s, *fraction;
	uint64_t mantissa = 0;
	ptrdiff_t digits, decimals = 0;
	bool negative = false;

	if (p < end && *p == '-') {
		negative = true;
		p++;
	}
	const char *first = p;
	for (; p < end && is_digit(*p); p++)
		mantissa = mantissa * 10 + (uint64_t)(*p - '0');
	digits = p - first;
	if (p < end && *p == '.') {
		for (fraction = ++p; p < end && is_digit(*p); p++)
			mantissa = mantissa * 10 + (uint64_t)(*p - '0');
		decimals = p - fraction;
		digits += decimals;
	}
	/* 18 digits cannot overflow 64 bits; a mantissa below 2^53 and a power up to 10^22 are exact doubles. */
	if (p != end || digits == 0 || digits > 18 || mantissa >> 53)
		return parse_slowly(s, end, v);
	*v = (double)mantissa;
	if (decimals)
		*v /= power10[decimals];
	if (negative)
		*v = -*v;
	return true;
}

bool num_parse(const char *s, size_t len, double *v)
{
	const char *end = s + len;

	trim(&s, &end);
	return parse(s, end, v);
}

enum num_kind num_field(const char *s, size_t len, const struct nulls *nulls, double *v)
{
	const char *end = s + len;

	trim(&s, &end);
	if (s == end)
		return NUM_MISSING;
	if (parse(s, end, v))
		return nulls && nulls_has(nulls, *v) ? NUM_MISSING : NUM_VALUE;
	if (*s == '-' || *s == '+')
		s++;
	return end - s == 3 && strncasecmp(s, "nan", 3) == 0 ? NUM_MISSING : NUM_TEXT;
}

/* sign, then mantissa as digits with k decimals */
static size_t write_fixed(bool negative, uint64_t mantissa, int k, char out[NUM_LEN])
{
	char digits[NUM_LEN];
	size_t n = 0, len = 0;

	while (mantissa > 0 || n <= (size_t)k) {
		digits[n++] = (char)('0' + mantissa % 10);
		mantissa /= 10;
	}
	if (negative)
		out[len++] = '-';
	while (n > 0) {
		out[len++] = digits[--n];
		if (n == (size_t)k && k > 0)
			out[len++] = '.';
	}
	out[len] = '\0';
	return len;
}

/* size * 10^k to the nearest whole number, ties to even, exactly: 53 bits times 10^k fits 128. */
static uint64_t scale_exactly(double size, int k)
{
	int exponent;
	uint64_t mantissa = (uint64_t)(frexp(size, &exponent) * 0x1p53);
	unsigned __int128 product = mantissa;

	for (int i = 0; i < k; i++)
		product *= 10;
	int shift = 53 - exponent;      /* size < 2^52: at least 1; size >= 1e-5: at most 69 */
	unsigned __int128 rest = product & (((unsigned __int128)1 << shift) - 1), half = (unsigned __int128)1 << (shift - 1);
	uint64_t whole = (uint64_t)(product >> shift);

	return whole + (rest > half || (rest == half && (whole & 1)));
}

/*
 * The shortest decimal for 1e-5 <= |v| < 1e15. Below 2^53 a mantissa and one division decide exactly whether k decimals
 * read back as v; past that, 17 digits always do, and 16 may where a 16-digit mantissa reaches beyond 2^53.
 */
static size_t format_fixed(double v, char out[NUM_LEN])
{
	double size = fabs(v), scaled = 0, back;
	int k;

	for (k = 1; k <= 22; k++) {
		scaled = nearbyint(size * power10[k]);
		if (scaled >= 0x1p53)
			break;
		/* the product is rounded: near 2^53 its neighbours are candidates too, after the nearest */
		const double m[] = { scaled, scaled - 1, scaled + 1 };
		for (int i = 0; i < (scaled > 0x1p50 ? 3 : 1); i++)
			if (m[i] / power10[k] == size)
				return write_fixed(v < 0, (uint64_t)m[i], k, out);
	}
	if (k > 22)
		return 0;
	if (scaled < 1e16) {
		size_t len = write_fixed(v < 0, scale_exactly(size, k), k, out);
		if (num_parse(out, len, &back) && back == v)
			return len;
		k++;
	}
	return k > 22 ? 0 : write_fixed(v < 0, scale_exactly(size, k), k, out);
}

size_t num_format(double v, char out[NUM_LEN])
{
	size_t len;

	if (!isfinite(v)) {
		out[0] = '\0';
		return 0;
	}
	if (v == 0)
		v = 0;                  /* no "-0" */
	if (fabs(v) < 1e15 && v == trunc(v))
		return write_fixed(v < 0, (uint64_t)fabs(v), 0, out);
	if (fabs(v) >= 1e-5 && fabs(v) < 1e15 && (len = format_fixed(v, out)) > 0)
		return len;
	for (int digits = fabs(v) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
		len = (size_t)snprintf(out, NUM_LEN, "%.*g", digits, v);
		if (digits == 17 || strtod(out, NULL) == v)
			break;
	}
	return len;
}

bool num_is_json(const char *s, size_t len)
{
	const char *end = s + len;

	if (s < end && *s == '-')
		s++;
	if (s == end || !is_digit(*s))
		return false;
	if (*s == '0') {
		s++;
	} else {
		while (s < end && is_digit(*s))
			s++;
	}
	if (s < end && *s == '.') {
		s++;
		if (s == end || !is_digit(*s))
			return false;
		while (s < end && is_digit(*s))
			s++;
	}
	if (s < end && (*s == 'e' || *s == 'E')) {
		s++;
		if (s < end && (*s == '+' || *s == '-'))
			s++;
		if (s == end || !is_digit(*s))
			return false;
		while (s < end && is_digit(*s))
			s++;
	}
	return s == end;
}

static void nulls_span(struct nulls *nulls)
{
	nulls->low = HUGE_VAL;
	nulls->high = -HUGE_VAL;
	for (int i = 0; i < nulls->n; i++) {
		nulls->low = fmin(nulls->low, nulls->v[i] - 1e-6);
		nulls->high = fmax(nulls->high, nulls->v[i] + 1e-6);
	}
}

void nulls_default(struct nulls *nulls)
{
	*nulls = (struct nulls){ .n = 5, .v = { -9999, -8888, -999.25, -999, -32768 } };
	nulls_span(nulls);
}

bool nulls_parse(struct nulls *nulls, const char *list)
{
	*nulls = (struct nulls){ 0 };
	if (strcmp(list, "none") != 0) {
		for (;;) {
			size_t len = strcspn(list, ",");
			if (nulls->n == NULLS_MAX || !num_parse(list, len, &nulls->v[nulls->n]))
				return false;
			nulls->n++;
			list += len;
			if (!*list)
				break;
			list++;
		}
	}
	nulls_span(nulls);
	return true;
}

bool nulls_has(const struct nulls *nulls, double v)
{
	if (v < nulls->low || v > nulls->high)
		return false;
	for (int i = 0; i < nulls->n; i++)
		if (fabs(v - nulls->v[i]) <= 1e-6)
			return true;
	return false;
}
