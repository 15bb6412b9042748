/* ndjson.c - one flat JSON object to keys and values; see ndjson.h. */
#include "ndjson.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"

struct ndjson {
	struct ndjson_pair *pair;
	size_t n, capacity;
	struct text decoded;            /* strings that had escapes; offsets until the object is done */
};

struct ndjson *ndjson_new(void)
{
	return calloc(1, sizeof(struct ndjson));
}

void ndjson_free(struct ndjson *nd)
{
	if (!nd)
		return;
	free(nd->pair);
	text_free(&nd->decoded);
	free(nd);
}

static const char *skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
		p++;
	return p;
}

/* Decodes the string token [start, end) (with its quotes) through jansson; its text goes to `decoded` behind a NULL pointer. */
static bool decode(struct ndjson *nd, const char *start, const char *end, struct field *out)
{
	json_t *value = json_loadb(start, (size_t)(end - start), JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

	if (!value)
		return false;
	size_t len = json_string_length(value);
	text_add(&nd->decoded, json_string_value(value), len);
	*out = (struct field){ NULL, len };
	json_decref(value);
	return true;
}

/* A string token at p (on its opening quote); returns what follows it, or NULL. */
static const char *take_string(struct ndjson *nd, const char *p, const char *end, struct field *out)
{
	const char *start = p++;
	bool plain = true;

	for (; p < end && *p != '"'; p++) {
		if (*p == '\\') {
			plain = false;
			if (++p == end)
				return NULL;
		} else if ((unsigned char)*p < 0x20) {
			return NULL;
		} else if ((unsigned char)*p >= 0x80) {
			plain = false;
		}
	}
	if (p == end)
		return NULL;
	if (plain)
		*out = (struct field){ start + 1, (size_t)(p - start - 1) };
	else if (!decode(nd, start, p + 1, out))
		return NULL;
	return p + 1;
}

static const char *take_word(const char *p, const char *end, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(end - p) >= len && memcmp(p, word, len) == 0 ? p + len : NULL;
}

static const char *take_scalar(struct ndjson *nd, const char *p, const char *end, struct ndjson_pair *pair)
{
	const char *start = p, *after;

	if (p == end)
		return NULL;
	if (*p == '"') {
		pair->kind = NDJSON_STRING;
		return take_string(nd, p, end, &pair->value);
	}
	if ((after = take_word(p, end, "null"))) {
		pair->kind = NDJSON_NULL;
		pair->value = (struct field){ start, 0 };
		return after;
	}
	if ((after = take_word(p, end, "true")) || (after = take_word(p, end, "false"))) {
		pair->kind = NDJSON_BOOL;
	} else {
		while (p < end && strchr("+-.0123456789eE", *p) && *p)
			p++;
		if (!num_is_json(start, (size_t)(p - start)))
			return NULL;
		pair->kind = NDJSON_NUMBER;
		after = p;
	}
	pair->value = (struct field){ start, (size_t)(after - start) };
	return after;
}

static bool add(struct ndjson *nd, const struct ndjson_pair *pair)
{
	if (nd->n == nd->capacity) {
		size_t capacity = nd->capacity ? nd->capacity * 2 : 64;
		struct ndjson_pair *grown = realloc(nd->pair, capacity * sizeof *grown);
		if (!grown)
			return false;
		nd->pair = grown;
		nd->capacity = capacity;
	}
	nd->pair[nd->n++] = *pair;
	return true;
}

/* Decoded strings were noted in order with a NULL pointer: give each its place now that the text does not move. */
static void place_decoded(struct ndjson *nd)
{
	const char *at = text_view(&nd->decoded);

	for (size_t i = 0; i < nd->n; i++) {
		if (!nd->pair[i].key.text) {
			nd->pair[i].key.text = at;
			at += nd->pair[i].key.len;
		}
		if (!nd->pair[i].value.text) {
			nd->pair[i].value.text = at;
			at += nd->pair[i].value.len;
		}
	}
}

enum ndjson_status ndjson_split(struct ndjson *nd, const char *line, size_t len, const struct ndjson_pair **pairs, int *n)
{
	const char *end = line + len, *p = skip_blanks(line, end);
	struct ndjson_pair pair;

	nd->n = 0;
	text_clear(&nd->decoded);
	if (p == end || *p++ != '{')
		return NDJSON_NOT_FLAT;
	p = skip_blanks(p, end);
	while (p < end && *p != '}') {
		if (nd->n > 0) {
			if (*p++ != ',')
				return NDJSON_NOT_FLAT;
			p = skip_blanks(p, end);
		}
		if (p == end || *p != '"' || !(p = take_string(nd, p, end, &pair.key)))
			return NDJSON_NOT_FLAT;
		p = skip_blanks(p, end);
		if (p == end || *p++ != ':')
			return NDJSON_NOT_FLAT;
		if (!(p = take_scalar(nd, skip_blanks(p, end), end, &pair)))
			return NDJSON_NOT_FLAT;
		if (!add(nd, &pair))
			return NDJSON_MEMORY;
		p = skip_blanks(p, end);
	}
	if (p == end || skip_blanks(p + 1, end) != end)
		return NDJSON_NOT_FLAT;
	if (nd->decoded.failed)
		return NDJSON_MEMORY;
	place_decoded(nd);
	*pairs = nd->pair;
	*n = (int)nd->n;
	return NDJSON_FLAT;
}
