/*
 * recognise.c - see recognise.h. A capture starts anywhere, so that a chain of records is looked for from each offset.
 */
#include "recognise.h"

#include <string.h>

enum {
	PHYSICAL_MAX = 1024,    /* bytes of a physical record in WITS */
	HEADERS = 6,            /* physical and logical record header */
	CHAIN = 3,              /* records in a row that are no accident */
	LIS_FORMAT = 64, LIS_COMMENT = 232
};

static size_t big_endian(const unsigned char *b) { return (size_t)b[0] << 8 | b[1]; }

/* Types of logical records that WITS and LIS have: data, format, file and tape headers, the WITS records, comments. */
static int is_lis_type(unsigned type)
{
	return type == 0 || type == LIS_FORMAT || (type >= 128 && type <= 133) || (type >= 151 && type <= 230) ||
		type == LIS_COMMENT;
}

/* Length of the physical record at b, 0 when it is none; *type: of its logical record. */
static size_t lis_record(const unsigned char *b, size_t len, unsigned *type)
{
	size_t n;

	if (len < HEADERS)
		return 0;
	n = big_endian(b);
	/* Attributes: bits that LIS leaves at 0, and a record that begins a logical one. */
	if (n < HEADERS + 2 || n > PHYSICAL_MAX || (b[2] & 0x88) || (b[3] & 2))
		return 0;
	*type = b[4];
	return is_lis_type(b[4]) && b[5] == 0 ? n : 0;
}

static int lis_level(const unsigned char *b, size_t len)
{
	for (size_t from = 0; from + HEADERS <= len && from < PHYSICAL_MAX; from++) {
		int n = 0, comments = 0, formats = 0;
		size_t at = from, step;
		unsigned type;

		while (at < len && (step = lis_record(b + at, len - at, &type)) > 0) {
			comments += type == LIS_COMMENT;
			formats += type == LIS_FORMAT;
			n++;
			at += step;
		}
		if (n >= CHAIN)
			return formats ? 3 : comments ? 2 : 1;
	}
	return 0;
}

/* The label of an RP66 storage unit, or its visible records: length, 0xFF, version 1. */
static int is_rp66(const unsigned char *b, size_t len)
{
	if (len >= 16 && memcmp(b + 4, "V1.", 3) == 0 && memcmp(b + 9, "RECORD", 6) == 0)
		return 1;
	for (size_t from = 0; from + 4 <= len; from++) {
		size_t at = from;
		int n = 0;

		while (at + 4 <= len && b[at + 2] == 0xFF && b[at + 3] == 1 && big_endian(b + at) >= 20 &&
		       big_endian(b + at) % 2 == 0) {
			n++;
			at += big_endian(b + at);
		}
		/* One long record may be all there is so far. */
		if (n >= 2 || (n == 1 && from == 0))
			return 1;
	}
	return 0;
}

int recognise_level(const unsigned char *bytes, size_t len)
{
	return is_rp66(bytes, len) ? 4 : lis_level(bytes, len);
}

const char *recognise_words(int level)
{
	static const char *const words[] = {
		"WITS level 1 or higher (binary)", "WITS level 1 (binary records in LIS format)",
		"WITS level 2 (LIS records with a dialogue)", "WITS level 3 (LIS records with formats of their own)",
		"WITS level 4 (RP66, DLIS)",
	};

	return words[level];
}
