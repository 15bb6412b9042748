/*
 * csvrow.c - one CSV row to fields and back; see csvrow.h.
 *
 * Nearly every row of a log has no quote: it is split in place at its commas. A row with a quote goes to libcsv, with its
 * trimming and its line ends switched off, so that both paths have the same rules.
 */
#include "csvrow.h"

#include <csv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct csvrow {
	struct field *field;
	size_t n, capacity;
	size_t *at;             /* offsets into bytes while libcsv runs: bytes may move */
	size_t at_capacity;
	struct text bytes;
	bool failed;
};

struct csvrow *csvrow_new(void)
{
	return calloc(1, sizeof(struct csvrow));
}

void csvrow_free(struct csvrow *csv)
{
	if (!csv)
		return;
	free(csv->field);
	free(csv->at);
	text_free(&csv->bytes);
	free(csv);
}

static bool room(struct csvrow *csv)
{
	size_t capacity = csv->capacity ? csv->capacity * 2 : 64;
	struct field *field = realloc(csv->field, capacity * sizeof *field);

	if (!field)
		return false;
	csv->field = field;
	csv->capacity = capacity;
	return true;
}

static inline bool add(struct csvrow *csv, const char *text, size_t len)
{
	if (csv->n == csv->capacity && !room(csv))
		return false;
	csv->field[csv->n++] = (struct field){ text, len };
	return true;
}

/* CSV_MORE here means: there is a quote, take the slow path. */
static enum csv_status split_quickly(struct csvrow *csv, const char *row, size_t len)
{
	const char *start = row, *p = row, *end = row + len;

	csv->n = 0;
#ifdef __SSE2__
	const __m128i comma = _mm_set1_epi8(','), quote = _mm_set1_epi8('"');
	for (; end - p >= 16; p += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
		if (_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quote)))
			return CSV_MORE;
		unsigned commas = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, comma));
		for (; commas; commas &= commas - 1) {
			const char *at = p + __builtin_ctz(commas);
			if (!add(csv, start, (size_t)(at - start)))
				return CSV_MEMORY;
			start = at + 1;
		}
	}
#endif
	for (; p < end; p++) {
		if (*p == '"')
			return CSV_MORE;
		if (*p == ',') {
			if (!add(csv, start, (size_t)(p - start)))
				return CSV_MEMORY;
			start = p + 1;
		}
	}
	return add(csv, start, (size_t)(end - start)) ? CSV_OK : CSV_MEMORY;
}

static void take_field(void *data, size_t len, void *user)
{
	struct csvrow *csv = user;

	if (csv->n == csv->at_capacity) {
		size_t capacity = csv->at_capacity ? csv->at_capacity * 2 : 64;
		size_t *at = realloc(csv->at, capacity * sizeof *at);
		if (!at) {
			csv->failed = true;
			return;
		}
		csv->at = at;
		csv->at_capacity = capacity;
	}
	if (!add(csv, NULL, len)) {
		csv->failed = true;
		return;
	}
	csv->at[csv->n - 1] = csv->bytes.len;
	text_add(&csv->bytes, data, len);
}

static int never(unsigned char c) { (void)c; return 0; }

enum csv_status csvrow_split_slow(struct csvrow *csv, const char *row, size_t len, const struct field **fields, int *n)
{
	struct csv_parser parser;
	enum csv_status status = CSV_OK;

	csv->n = 0;
	csv->failed = false;
	text_clear(&csv->bytes);
	if (len == 0) {
		/* libcsv gives no field for an empty line; a row always has one. */
		if (!add(csv, "", 0))
			return CSV_MEMORY;
		*fields = csv->field;
		*n = 1;
		return CSV_OK;
	}
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return CSV_MEMORY;
	csv_set_space_func(&parser, never);
	csv_set_term_func(&parser, never);
	if (csv_parse(&parser, row, len, take_field, NULL, csv) != len)
		status = csv_error(&parser) == CSV_EPARSE ? CSV_BAD : CSV_MEMORY;
	else if (csv_fini(&parser, take_field, NULL, csv) != 0)
		status = CSV_MORE;
	csv_free(&parser);
	if (status != CSV_OK)
		return status;
	if (csv->failed || csv->bytes.failed)
		return CSV_MEMORY;
	for (size_t i = 0; i < csv->n; i++)
		csv->field[i].text = text_view(&csv->bytes) + csv->at[i];
	*fields = csv->field;
	*n = (int)csv->n;
	return CSV_OK;
}

enum csv_status csvrow_split(struct csvrow *csv, const char *row, size_t len, const struct field **fields, int *n)
{
	enum csv_status status = split_quickly(csv, row, len);

	if (status == CSV_MORE)
		return csvrow_split_slow(csv, row, len, fields, n);
	*fields = csv->field;
	*n = (int)csv->n;
	return status;
}

void csvrow_put(struct text *out, const char *s, size_t len)
{
	bool quote = len > 0 && (s[0] == '#' || s[0] == ' ' || s[0] == '\t' || s[len - 1] == ' ' || s[len - 1] == '\t');

	for (size_t i = 0; i < len && !quote; i++)
		quote = s[i] == ',' || s[i] == '"' || s[i] == '\r' || s[i] == '\n';
	if (!quote) {
		text_add(out, s, len);
		return;
	}
	text_put(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"')
			text_put(out, '"');
		text_put(out, s[i]);
	}
	text_put(out, '"');
}
