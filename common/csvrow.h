/*
 * csvrow.h - one CSV row to fields and back.
 *
 * A row without a quote is split in place (SSE2 or bytewise); a row with one goes to libcsv. The two paths agree on
 * every input (csvrow_fuzz.c). Rules: separator `,`; a quoted field is closed by a quote followed by `,` or the end;
 * nothing is trimmed; an unclosed quote is CSV_MORE (the row goes on in the next physical line).
 */
#ifndef CSVROW_H
#define CSVROW_H
#include <stddef.h>
#include "text.h"

struct field { const char *text; size_t len; };
struct csvrow;                              /* a splitter with its buffers */

enum csv_status { CSV_OK, CSV_MORE, CSV_BAD, CSV_MEMORY };

struct csvrow *csvrow_new(void);               /* NULL when out of memory */
void csvrow_free(struct csvrow *);
/* Splits row[0..len) (no line end). On CSV_OK *fields (valid until the next call; pointing into row where unquoted) and *n
 * are set. CSV_MORE: a quote is open; call again with the row and the next line, its LF between. CSV_BAD: text after a
 * closing quote, or a quote inside a bare field. */
enum csv_status csvrow_split(struct csvrow *, const char *row, size_t len, const struct field **fields, int *n);
/* The same through libcsv only, for the differential test. */
enum csv_status csvrow_split_slow(struct csvrow *, const char *row, size_t len, const struct field **fields, int *n);
/* Appends a field, quoted when it holds `,` `"` CR LF, or begins with `#` or a blank at either end. */
void csvrow_put(struct text *, const char *s, size_t len);
#endif
