/*
 * text.c - a growing byte string.
 *
 * Every call keeps room for a NUL behind the bytes. Once an allocation has failed the text does not change
 * any more, so that a writer tests `failed` once, at the end.
 */
#include "text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"

void text_clear(struct text *t)
{
	t->len = 0;
	t->failed = false;
	if (t->s)
		t->s[0] = '\0';
}

void text_free(struct text *t)
{
	free(t->s);
	*t = (struct text){0};
}

bool text_room(struct text *t, size_t more)
{
	size_t need, cap;
	char *s;

	if (t->failed)
		return false;
	if (more >= SIZE_MAX / 2 - t->len) {
		t->failed = true;
		return false;
	}
	need = t->len + more + 1;
	if (need <= t->cap)
		return true;
	cap = t->cap ? t->cap * 2 : 64;
	if (cap < need)
		cap = need;
	s = realloc(t->s, cap);
	if (!s) {
		t->failed = true;
		return false;
	}
	s[t->len] = '\0';
	t->s = s;
	t->cap = cap;
	return true;
}

void text_add(struct text *t, const char *s, size_t len)
{
	if (!text_room(t, len))
		return;
	if (len)
		memcpy(t->s + t->len, s, len);
	t->len += len;
	t->s[t->len] = '\0';
}

void text_put(struct text *t, char c)
{
	text_add(t, &c, 1);
}

void text_str(struct text *t, const char *s)
{
	text_add(t, s, strlen(s));
}

void text_format(struct text *t, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0) {
		t->failed = true;
		return;
	}
	if (!text_room(t, (size_t)n))
		return;
	va_start(args, format);
	n = vsnprintf(t->s + t->len, (size_t)n + 1, format, args);
	va_end(args);
	if (n < 0) {
		t->s[t->len] = '\0';
		t->failed = true;
		return;
	}
	t->len += (size_t)n;
}

void text_number(struct text *t, double v)
{
	char out[NUM_LEN];

	text_add(t, out, num_format(v, out));
}

const char *text_view(const struct text *t)
{
	return t->s ? t->s : "";
}
