/*
 * value.h - the text of a numeric item to a number: nulls, `+`, decimal comma, a unit behind the number. No I/O.
 */
#ifndef VALUE_H
#define VALUE_H
#include <stdbool.h>
#include <stddef.h>
#include "num.h"
#include "unit.h"

enum value_kind {
	VALUE_NUMBER,
	VALUE_BLANK,            /* nothing after the item's number */
	VALUE_NULL,             /* a null by number, or NaN */
	VALUE_TEXT              /* not a number */
};
struct value {
	double v;
	const struct unit *unit;        /* written behind the number; NULL: none was */
	bool comma;                     /* the decimal sign was a comma */
};
/* Reads s[0..len). A unit must be one of `quantity`. "1,234" (one to three digits, comma, three digits) may be 1.234 or
 * 1234: it is text unless commas_decimal says that this sender's comma has been seen to be the decimal sign. */
enum value_kind value_read(const char *s, size_t len, enum quantity, const struct nulls *, bool commas_decimal, struct value *);
#endif
