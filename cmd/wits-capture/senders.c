/*
 * senders.c - profiles of senders from the options and the --senders file; see senders.h.
 */
#include "senders.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "atomic.h"
#include "csvrow.h"

enum { MAP_MAX = 1 << 20, SENDERS_MAX = 4 << 20, COLUMNS = 8 };
enum column { PEER, FIELD, WELL, UNITS, MAP, NULLS, TZ, HEARTBEAT };
static const char *const column_names[COLUMNS] = { "peer", "field", "well", "units", "map", "null", "tz", "heartbeat" };

static int build_map(struct profile *p, const struct profile_words *w, char why[SENDERS_WHY])
{
	char *text = NULL;
	size_t len = 0;
	bool fine;

	if (w->map && !(text = read_whole(w->map, MAP_MAX, &len))) {
		snprintf(why, SENDERS_WHY, "cannot read %.300s: %s", w->map, strerror(errno));
		return EX_NOINPUT;
	}
	p->map = malloc(sizeof *p->map);
	if (!p->map) {
		free(text);
		snprintf(why, SENDERS_WHY, "out of memory");
		return EX_OSERR;
	}
	fine = itemmap_build(p->map, strcmp(p->units, "metric") == 0, w->primary, text, len, w->map, w->items, why);
	free(text);
	return fine ? 0 : strncmp(why, "--items", 7) == 0 ? EX_USAGE : EX_DATAERR;
}

int profile_build(struct profile *p, const struct profile_words *w, char why[SENDERS_WHY])
{
	char words[256];

	if (strcmp(w->units, "fps") != 0 && strcmp(w->units, "metric") != 0) {
		snprintf(why, SENDERS_WHY, "units: '%.60s' are none; fps and metric are", w->units);
		return EX_USAGE;
	}
	snprintf(p->units, sizeof p->units, "%s", w->units);
	nulls_default(&p->nulls);
	if (w->nulls && !nulls_parse(&p->nulls, w->nulls)) {
		snprintf(why, SENDERS_WHY, "null: '%.200s' is not a list of numbers such as -999.25,-9999", w->nulls);
		return EX_USAGE;
	}
	if (!when_zone_parse(&p->zone, w->tz ? w->tz : "UTC", words)) {
		snprintf(why, SENDERS_WHY, "--tz: %s", words);
		return EX_USAGE;
	}
	if (w->heartbeat && !heartbeat_parse(&p->heartbeat, w->heartbeat, words)) {
		snprintf(why, SENDERS_WHY, "--heartbeat: %s", words);
		return EX_USAGE;
	}
	return build_map(p, w, why);
}

void profile_free(struct profile *p)
{
	free(p->map);
	p->map = NULL;
}

struct reading {
	const char *path;
	unsigned long line;
	int at[COLUMNS];                /* column by what it is; -1: absent */
	const struct profile_words *options;
	char *why;
};

/* "file:line: words". */
static int __attribute__((format(printf, 3, 4))) wrong(const struct reading *r, int status, const char *format, ...)
{
	int n = snprintf(r->why, SENDERS_WHY, "%.200s:%lu: ", r->path, r->line);
	va_list arguments;

	va_start(arguments, format);
	if (n > 0 && n < SENDERS_WHY)
		vsnprintf(r->why + n, (size_t)(SENDERS_WHY - n), format, arguments);
	va_end(arguments);
	return status;
}

static int read_header(struct reading *r, const struct field *f, int n)
{
	for (int k = 0; k < COLUMNS; k++)
		r->at[k] = -1;
	for (int i = 0; i < n; i++) {
		int k = 0;

		while (k < COLUMNS && (strlen(column_names[k]) != f[i].len || memcmp(column_names[k], f[i].text, f[i].len) != 0))
			k++;
		if (k == COLUMNS)
			return wrong(r, EX_DATAERR, "'%.*s' is no column; "
				"peer, field, well, units, map, null, tz and heartbeat are",
				(int)(f[i].len < 60 ? f[i].len : 60), f[i].text);
		if (r->at[k] >= 0)
			return wrong(r, EX_DATAERR, "two columns '%s'; one is wanted", column_names[k]);
		r->at[k] = i;
	}
	return r->at[PEER] >= 0 ? 0 : wrong(r, EX_DATAERR, "no column 'peer'; the first line names the columns");
}

static int read_row(struct reading *r, const struct field *f, int n, struct profile *p)
{
	char text[COLUMNS][256], words[SENDERS_WHY];
	struct profile_words w = *r->options;
	int status;

	for (int k = 0; k < COLUMNS; k++) {
		size_t len = r->at[k] >= 0 && r->at[k] < n ? f[r->at[k]].len : 0;

		if (len >= ((k == FIELD || k == WELL) ? sizeof p->well : sizeof text[k]))
			return wrong(r, EX_DATAERR, "%s: too long", column_names[k]);
		if (len)
			memcpy(text[k], f[r->at[k]].text, len);
		text[k][len] = '\0';
	}
	if (!*text[PEER])
		return wrong(r, EX_DATAERR,
			"peer: empty; an address such as 10.0.0.7 or a network such as 10.0.0.0/24 is wanted");
	if (!nets_parse(&p->peer, text[PEER], words))
		return wrong(r, EX_DATAERR, "peer: %s", words);
	memcpy(p->field, text[FIELD], strlen(text[FIELD]) + 1);
	memcpy(p->well, text[WELL], strlen(text[WELL]) + 1);
	w.units = *text[UNITS] ? text[UNITS] : w.units;
	w.map = *text[MAP] ? text[MAP] : w.map;
	w.nulls = *text[NULLS] ? text[NULLS] : w.nulls;
	w.tz = *text[TZ] ? text[TZ] : w.tz;
	w.heartbeat = *text[HEARTBEAT] ? text[HEARTBEAT] : w.heartbeat;
	status = profile_build(p, &w, words);
	return status == 0 ? 0 : wrong(r, status == EX_USAGE ? EX_DATAERR : status, "%s", words);
}

/* One physical line of the file. */
static int take_line(struct senders *s, struct reading *r, struct csvrow *csv, const char *line, size_t len, bool *headed)
{
	const struct field *f;
	struct profile *more;
	int n;

	if (len && line[len - 1] == '\r')
		len--;
	if (len == 0 || *line == '#')
		return 0;
	switch (csvrow_split(csv, line, len, &f, &n)) {
	case CSV_OK:
		break;
	case CSV_MEMORY:
		return wrong(r, EX_OSERR, "out of memory");
	default:
		return wrong(r, EX_DATAERR, "not a CSV row: a quote is not closed, or text stands behind one");
	}
	if (!*headed) {
		*headed = true;
		return read_header(r, f, n);
	}
	more = realloc(s->row, (s->n + 1) * sizeof *more);
	if (!more)
		return wrong(r, EX_OSERR, "out of memory");
	s->row = more;
	s->row[s->n] = (struct profile){ 0 };
	return read_row(r, f, n, &s->row[s->n++]);
}

int senders_load(struct senders *s, const char *path, const struct profile_words *options, char why[SENDERS_WHY])
{
	struct reading r = { .path = path, .options = options, .why = why };
	struct csvrow *csv = csvrow_new();
	bool headed = false;
	size_t len;
	char *text = read_whole(path, SENDERS_MAX, &len);
	int status = 0;

	*s = (struct senders){ 0 };
	if (!text || !csv) {
		snprintf(why, SENDERS_WHY, "cannot read %.300s: %s", path, text ? "out of memory" : strerror(errno));
		status = EX_NOINPUT;
	}
	for (char *line = text; status == 0 && line < text + len; ) {
		char *end = memchr(line, '\n', (size_t)(text + len - line));
		size_t n = end ? (size_t)(end - line) : (size_t)(text + len - line);

		r.line++;
		status = take_line(s, &r, csv, line, n, &headed);
		line += n + 1;
	}
	if (status == 0 && s->n == 0) {
		r.line++;
		status = wrong(&r, EX_DATAERR, "no sender; a line for each is wanted below the names of the columns");
	}
	csvrow_free(csv);
	free(text);
	return status;
}

const struct profile *senders_find(const struct senders *s, const struct sockaddr *peer)
{
	for (size_t i = 0; i < s->n; i++)
		if (nets_allow(&s->row[i].peer, peer))
			return &s->row[i];
	return NULL;
}

void senders_free(struct senders *s)
{
	for (size_t i = 0; i < s->n; i++)
		profile_free(&s->row[i]);
	free(s->row);
	*s = (struct senders){ 0 };
}
