/*
 * runs.c - the --runs FILE as `set` records in order of their start.
 *
 * Each row is checked when the file is read, by applying its record to a scratch identity. A row gets its
 * start into the bit object only when it names another run or diameter than the rows before: a row that only
 * changes the mud, with the bit's columns filled in as before, must not look like a new bit.
 */
#include "runs.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atomic.h"
#include "csvrow.h"
#include "identity.h"
#include "json.h"
#include "num.h"
#include "when.h"

enum { WHY = 256, FILE_LARGEST = 16 << 20 };
enum part { IN_ROW, IN_BIT, IN_MUD };
enum column {
	START_TS, START_DEPTH, CAMPAIGN, WELLBORE, BIT_RUN, BIT_DIAMETER, BIT_TYPE, MOTOR_REV, MOTOR_PSI, RPM_BASIS,
	BIT_HOURS, BIT_FOOTAGE, MUD_PPG, MUD_TYPE, COLUMNS
};
static const struct { const char *name, *key; enum part part; bool number; } columns[COLUMNS] = {
	[START_TS] = { "start_ts", "start_ts", IN_ROW, true },
	[START_DEPTH] = { "start_depth_ft", "start_depth_ft", IN_ROW, true },
	[CAMPAIGN] = { "campaign", "campaign", IN_ROW, false },
	[WELLBORE] = { "wellbore", "wellbore", IN_ROW, false },
	[BIT_RUN] = { "bit_run", "run", IN_BIT, false },
	[BIT_DIAMETER] = { "bit_diameter_in", "diameter_in", IN_BIT, true },
	[BIT_TYPE] = { "bit_type", "type", IN_BIT, false },
	[MOTOR_REV] = { "motor_rev_gal", "motor_rev_gal", IN_BIT, true },
	[MOTOR_PSI] = { "motor_psi_kft_lbf", "motor_psi_kft_lbf", IN_BIT, true },
	[RPM_BASIS] = { "rpm_basis", "rpm_basis", IN_BIT, false },
	[BIT_HOURS] = { "bit_hours", "hours", IN_BIT, true },
	[BIT_FOOTAGE] = { "bit_footage", "footage", IN_BIT, true },
	[MUD_PPG] = { "mud_ppg", "ppg", IN_MUD, true },
	[MUD_TYPE] = { "mud_type", "type", IN_MUD, false },
};

struct row { double ts, depth; json_t *set; };
struct runs { struct row *row; size_t n, next; };

/* What is known while the file is read. */
struct reading {
	struct runs *runs;
	const char *path;
	int line;
	struct csvrow *csv;
	int at[COLUMNS];                /* field of a column, -1: absent */
	int fields;                     /* in the header; 0 before it */
	char run[32];                   /* of the rows so far */
	double diameter;
	struct nulls nulls;
	char *why;
};

static bool bad(struct reading *r, const char *column, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Leaves "file:line: column: ..." and returns false. */
static bool bad(struct reading *r, const char *column, const char *format, ...)
{
	va_list args;
	int n;

	if (r->line)
		n = snprintf(r->why, WHY, "%.80s:%d: ", r->path, r->line);
	else
		n = snprintf(r->why, WHY, "%.80s: ", r->path);
	if (column && n > 0 && n < WHY)
		n += snprintf(r->why + n, (size_t)(WHY - n), "%s: ", column);
	if (n < 0 || n >= WHY)
		return false;
	va_start(args, format);
	vsnprintf(r->why + n, (size_t)(WHY - n), format, args);
	va_end(args);
	return false;
}

static bool header(struct reading *r, const struct field *f, int n)
{
	for (int c = 0; c < COLUMNS; c++)
		r->at[c] = -1;
	for (int k = 0; k < n; k++) {
		int c = 0;

		while (c < COLUMNS && (strlen(columns[c].name) != f[k].len ||
				memcmp(columns[c].name, f[k].text, f[k].len) != 0))
			c++;
		if (c == COLUMNS)
			return bad(r, NULL, "'%.*s' is not a column of a runs file; see mlstream(5)",
				(int)(f[k].len < 60 ? f[k].len : 60), f[k].text);
		if (r->at[c] >= 0)
			return bad(r, columns[c].name, "given twice");
		r->at[c] = k;
	}
	if (r->at[START_TS] < 0 && r->at[START_DEPTH] < 0)
		return bad(r, NULL, "neither start_ts nor start_depth_ft is a column; one must be");
	r->fields = n;
	return true;
}

/* The text of a column in a row; false when it says nothing. */
static bool said(const struct reading *r, const struct field *f, enum column c, struct field *to)
{
	if (r->at[c] < 0)
		return false;
	*to = f[r->at[c]];
	while (to->len && (to->text[0] == ' ' || to->text[0] == '\t'))
		to->text++, to->len--;
	while (to->len && (to->text[to->len - 1] == ' ' || to->text[to->len - 1] == '\t'))
		to->len--;
	return to->len > 0;
}

static bool number(struct reading *r, enum column c, const struct field *f, double *v)
{
	*v = NAN;
	if (num_field(f->text, f->len, &r->nulls, v) == NUM_TEXT)
		return bad(r, columns[c].name, "'%.*s' is not a number", (int)(f->len < 40 ? f->len : 40), f->text);
	return true;
}

static bool start(struct reading *r, const struct field *f, struct row *row)
{
	static const struct when_zone utc = { .name = "UTC" };
	struct when_read read;
	struct field text;
	char what[WHEN_WHY];

	row->ts = row->depth = NAN;
	if (said(r, f, START_TS, &text)) {
		if (!when_parse(text.text, text.len, &utc, WHEN_ORDER_NONE, &row->ts, &read, what))
			return bad(r, "start_ts", "%s", what);
		if (!read.had_zone)
			return bad(r, "start_ts", "'%.*s' has no zone; end it with Z or +hh:mm",
				(int)(text.len < 40 ? text.len : 40), text.text);
	}
	if (said(r, f, START_DEPTH, &text) && !number(r, START_DEPTH, &text, &row->depth))
		return false;
	if (isnan(row->ts) && isnan(row->depth))
		return bad(r, NULL, "neither start_ts nor start_depth_ft is given; one must be");
	return true;
}

/* Whether this row names another run or diameter than the rows before; keeps what it names. */
static bool other_bit(struct reading *r, const json_t *bit)
{
	const char *run = json_get_text(bit, "run");
	double diameter = json_get_number(bit, "diameter_in");
	bool other = false;

	if (run && strcmp(run, r->run) != 0) {
		snprintf(r->run, sizeof r->run, "%s", run);
		other = true;
	}
	if (!isnan(diameter) && !(diameter >= r->diameter && diameter <= r->diameter)) {
		r->diameter = diameter;
		other = true;
	}
	return other;
}

/* Fills the objects of a row's record from its fields. */
static bool fill(struct reading *r, const struct field *f, json_t *set, json_t *bit, json_t *mud)
{
	for (int c = CAMPAIGN; c < COLUMNS; c++) {
		json_t *to = columns[c].part == IN_BIT ? bit : columns[c].part == IN_MUD ? mud : set;
		struct field text;
		double v;

		if (!said(r, f, (enum column)c, &text))
			continue;
		if (columns[c].number) {
			if (!number(r, (enum column)c, &text, &v))
				return false;
			if (!isnan(v) && !json_put_number(to, columns[c].key, v))
				return bad(r, NULL, "out of memory");
		} else if (!json_put(to, columns[c].key, json_stringn(text.text, text.len))) {
			return bad(r, columns[c].name, "not UTF-8, or out of memory");
		}
	}
	return true;
}

/* Says what a record's key is wrong about by the column that gave it. */
static bool bad_record(struct reading *r, const struct field *f, const char *what)
{
	for (int c = CAMPAIGN; c < COLUMNS; c++) {
		size_t n = strlen(columns[c].key);
		struct field text;

		if (strncmp(what, columns[c].key, n) == 0 && strncmp(what + n, ": ", 2) == 0 &&
		    said(r, f, (enum column)c, &text))
			return bad(r, columns[c].name, "%s", what + n + 2);
	}
	return bad(r, NULL, "%s", what);
}

static bool make(struct reading *r, const struct field *f, struct row *row)
{
	json_t *bit = json_object(), *mud = json_object();
	struct identity scratch;
	char what[160];
	bool fine;

	row->set = json_object();
	fine = row->set && bit && mud && json_put_text(row->set, "type", "set") &&
		json_put_number(row->set, "ts", isnan(row->ts) ? 0 : row->ts);
	if (!fine)
		bad(r, NULL, "out of memory");
	fine = fine && fill(r, f, row->set, bit, mud);
	if (fine && other_bit(r, bit))
		fine = (isnan(row->ts) || json_put_number(bit, "start_ts", row->ts)) &&
			(isnan(row->depth) || json_put_number(bit, "start_depth_ft", row->depth));
	if (fine && json_object_size(bit))
		fine = json_put(row->set, "bit", json_incref(bit));
	if (fine && json_object_size(mud))
		fine = json_put(row->set, "mud", json_incref(mud));
	json_decref(bit);
	json_decref(mud);
	if (!fine)
		return false;
	if (json_object_size(row->set) == 2)
		return bad(r, NULL, "the row says nothing but its start");
	identity_default(&scratch);
	if (!identity_apply_set(&scratch, row->set, what))
		return bad_record(r, f, what);
	/* a campaign is spelt one way in records, however it was typed */
	if (json_object_get(row->set, "campaign") &&
	    !json_put_text(row->set, "campaign", campaign_name(scratch.campaign)))
		return bad(r, NULL, "out of memory");
	return true;
}

static bool add(struct reading *r, const struct field *f, int n)
{
	struct runs *runs = r->runs;
	struct row row = { .set = NULL }, *more, *last;

	if (n != r->fields)
		return bad(r, NULL, "%d fields where the header has %d", n, r->fields);
	if (!start(r, f, &row))
		return false;
	last = runs->n ? &runs->row[runs->n - 1] : NULL;
	if (last && (row.ts < last->ts || row.depth < last->depth))
		return bad(r, NULL, "starts before the row above; rows go in order of their start");
	more = realloc(runs->row, (runs->n + 1) * sizeof *more);
	if (!more)
		return bad(r, NULL, "out of memory");
	runs->row = more;
	if (!make(r, f, &row)) {
		json_decref(row.set);
		return false;
	}
	runs->row[runs->n++] = row;
	return true;
}

/* One physical line, or several where a quote holds a line end. *s moves on. */
static bool line(struct reading *r, const char **s, const char *end)
{
	const struct field *f;
	size_t len = 0;
	int n, lines = 0;

	for (;;) {
		const char *lf = memchr(*s + len, '\n', (size_t)(end - *s) - len);
		size_t whole = lf ? (size_t)(lf - *s) : (size_t)(end - *s);
		enum csv_status status;

		len = whole;
		lines++;
		if (len && (*s)[len - 1] == '\r')
			len--;
		if (len == 0 || **s == '#') {
			*s += whole + (lf != NULL);
			r->line += lines;
			return true;
		}
		status = csvrow_split(r->csv, *s, len, &f, &n);
		if (status == CSV_MORE && lf) {
			len = whole + 1;
			continue;
		}
		r->line++;
		if (status == CSV_MORE)
			return bad(r, NULL, "a quoted field is not closed");
		if (status != CSV_OK)
			return bad(r, NULL, status == CSV_MEMORY ? "out of memory" : "a quote where none can be");
		if (!(r->fields ? add(r, f, n) : header(r, f, n)))
			return false;
		r->line += lines - 1;
		*s += whole + (lf != NULL);
		return true;
	}
}

static bool read_all(struct reading *r, const char *s, size_t len)
{
	const char *end = s + len;

	if (memchr(s, '\0', len))
		return bad(r, NULL, "a NUL byte");
	if (len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0)
		s += 3;
	while (s < end)
		if (!line(r, &s, end))
			return false;
	return r->fields || bad(r, NULL, "no header");
}

struct runs *runs_load(const char *path, char why[256])
{
	struct reading r = { .path = path, .why = why, .diameter = NAN };
	size_t len;
	char *s = read_whole(path, FILE_LARGEST, &len);
	bool fine;

	if (!s) {
		snprintf(why, WHY, "cannot read %.120s: %s", path, strerror(errno));
		return NULL;
	}
	nulls_default(&r.nulls);
	r.runs = calloc(1, sizeof *r.runs);
	r.csv = csvrow_new();
	fine = r.runs && r.csv ? read_all(&r, s, len) : bad(&r, NULL, "out of memory");
	csvrow_free(r.csv);
	free(s);
	if (fine)
		return r.runs;
	runs_free(r.runs);
	return NULL;
}

void runs_free(struct runs *runs)
{
	if (!runs)
		return;
	for (size_t k = 0; k < runs->n; k++)
		json_decref(runs->row[k].set);
	free(runs->row);
	free(runs);
}

json_t *runs_due(struct runs *runs, double ts, double hole_depth_ft)
{
	struct row *row;
	json_t *set;

	if (runs->next == runs->n)
		return NULL;
	row = &runs->row[runs->next];
	if (isnan(row->ts) ? !(hole_depth_ft >= row->depth) : !(ts >= row->ts))
		return NULL;
	if (isnan(row->ts) && !json_put_number(row->set, "ts", ts))
		return NULL;
	runs->next++;
	set = row->set;
	row->set = NULL;
	return set;
}
