/*
 * tops.c - the --tops FILE; see tops.h.
 */
#include "tops.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atomic.h"
#include "csvrow.h"
#include "num.h"
#include "unit.h"

enum { FILE_LARGEST = 16 << 20 };

struct reading {
	struct tops *tops;
	const char *path;
	struct csvrow *csv;
	int line;
	int depth, name, fields;        /* columns; fields 0 before the header */
	const struct unit *unit;        /* of the depth */
	const char *column;             /* its name */
	char *why;
};

static bool bad(struct reading *r, const char *column, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Leaves "file:line: column: ..." and returns false. */
static bool bad(struct reading *r, const char *column, const char *format, ...)
{
	va_list args;
	int n = snprintf(r->why, TOPS_WHY, "%.80s:%d: %s%s", r->path, r->line, column ? column : "", column ? ": " : "");

	if (n < 0 || n >= TOPS_WHY)
		return false;
	va_start(args, format);
	vsnprintf(r->why + n, (size_t)(TOPS_WHY - n), format, args);
	va_end(args);
	return false;
}

static bool is(const struct field *f, const char *s)
{
	return f->len == strlen(s) && memcmp(f->text, s, f->len) == 0;
}

static bool header(struct reading *r, const struct field *f, int n)
{
	r->depth = r->name = -1;
	for (int k = 0; k < n; k++) {
		int *to = is(&f[k], "name") ? &r->name : &r->depth;

		if (is(&f[k], "depth_ft"))
			r->column = "depth_ft";
		else if (is(&f[k], "depth_m"))
			r->column = "depth_m";
		else if (to == &r->depth)
			return bad(r, NULL, "'%.*s' is not a column of a tops file; depth_ft (or depth_m) and name are",
				(int)(f[k].len < 60 ? f[k].len : 60), f[k].text);
		if (*to >= 0)
			return bad(r, NULL, "two columns for the %s", to == &r->name ? "name" : "depth");
		*to = k;
	}
	if (r->depth < 0 || r->name < 0)
		return bad(r, NULL, "no column '%s'", r->name < 0 ? "name" : "depth_ft (or depth_m)");
	r->unit = unit_by_suffix(r->column + 6, strlen(r->column + 6), Q_LENGTH);
	r->fields = n;
	return true;
}

static bool add(struct reading *r, const struct field *f, int n)
{
	struct tops *tops = r->tops;
	struct nulls nulls;
	struct top *more;
	json_t *name;
	double v = NAN;

	if (n != r->fields)
		return bad(r, NULL, "%d fields where the header has %d", n, r->fields);
	nulls_default(&nulls);
	if (num_field(f[r->depth].text, f[r->depth].len, &nulls, &v) != NUM_VALUE)
		return bad(r, r->column, "'%.*s' is not a depth", (int)(f[r->depth].len < 40 ? f[r->depth].len : 40),
			f[r->depth].text);
	v = unit_to_base(r->unit, v);
	if (tops->n && !(v > tops->item[tops->n - 1].depth))
		return bad(r, r->column, "not below the top in the row above; rows go in order of depth");
	if (!f[r->name].len)
		return bad(r, "name", "empty");
	name = json_stringn(f[r->name].text, f[r->name].len);
	if (!name)
		return bad(r, "name", "not UTF-8");
	json_decref(name);
	more = realloc(tops->item, (tops->n + 1) * sizeof *more);
	if (!more)
		return bad(r, NULL, "out of memory");
	tops->item = more;
	more[tops->n] = (struct top){ v, strndup(f[r->name].text, f[r->name].len) };
	if (!more[tops->n].name)
		return bad(r, NULL, "out of memory");
	tops->n++;
	return true;
}

static bool line(struct reading *r, const char *s, size_t len)
{
	const struct field *f;
	int n;

	r->line++;
	if (len && s[len - 1] == '\r')
		len--;
	if (!len || *s == '#')
		return true;
	switch (csvrow_split(r->csv, s, len, &f, &n)) {
	case CSV_OK:
		return r->fields ? add(r, f, n) : header(r, f, n);
	case CSV_MORE:
		return bad(r, NULL, "a quoted field is not closed");
	case CSV_BAD:
		return bad(r, NULL, "a quote where none can be");
	case CSV_MEMORY:
		break;
	}
	return bad(r, NULL, "out of memory");
}

static bool read_all(struct reading *r, const char *s, size_t len)
{
	const char *end = s + len;

	if (memchr(s, '\0', len))
		return bad(r, NULL, "a NUL byte");
	if (len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0)
		s += 3;
	while (s < end) {
		const char *lf = memchr(s, '\n', (size_t)(end - s));
		const char *stop = lf ? lf : end;

		if (!line(r, s, (size_t)(stop - s)))
			return false;
		s = lf ? lf + 1 : end;
	}
	return r->fields || bad(r, NULL, "no header: depth_ft (or depth_m) and name");
}

enum tops_status tops_load(const char *path, struct tops *tops, char why[TOPS_WHY])
{
	struct reading r = { .tops = tops, .path = path, .why = why };
	size_t len;
	char *s = read_whole(path, FILE_LARGEST, &len);
	bool fine;

	*tops = (struct tops){0};
	if (!s) {
		snprintf(why, TOPS_WHY, "cannot read %.120s: %s", path, strerror(errno));
		return TOPS_UNREADABLE;
	}
	r.csv = csvrow_new();
	fine = r.csv ? read_all(&r, s, len) : bad(&r, NULL, "out of memory");
	csvrow_free(r.csv);
	free(s);
	if (!fine)
		tops_free(tops);
	return fine ? TOPS_LOADED : TOPS_WRONG;
}

void tops_free(struct tops *tops)
{
	for (size_t i = 0; i < tops->n; i++)
		free(tops->item[i].name);
	free(tops->item);
	*tops = (struct tops){0};
}

size_t tops_above(const struct tops *tops, double depth)
{
	size_t low = 0, high = tops->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tops->item[middle].depth <= depth)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
