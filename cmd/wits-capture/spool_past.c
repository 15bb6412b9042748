/* spool_past.c - the files of a spool read back: every line, and what the last ones say; see spool_known.h. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "csvrow.h"
#include "json.h"
#include "lines.h"
#include "num.h"
#include "spool_known.h"

enum { FALLBACK_DAYS = 3 };     /* so many days without a row are passed over to find the last one */

struct scan { struct lines lines; struct csvrow *split; int ts_column, hole_column; double hole; };

static int find_column(const struct field *f, int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (f[i].len == strlen(name) && memcmp(f[i].text, name, f[i].len) == 0)
			return i;
	return -1;
}

static double number_of(const struct field *f, int n, int column)
{
	double v;

	return column >= 0 && column < n && num_parse(f[column].text, f[column].len, &v) ? v : NAN;
}

/* Hands each line to `take`. A damaged packed file gives what it has: a row more is better than none. */
static bool scan_lines(struct scan *s, int64_t day, spool_taker *taker, void *to)
{
	bool headed = false;

	while (lines_next(&s->lines) == LINE_OK) {
		struct spool_line line = { s->lines.line, s->lines.len, s->lines.len > 0 && s->lines.line[0] == '#', NAN };
		const struct field *f;
		int n = 0;

		if (!line.record && csvrow_split(s->split, line.s, line.len, &f, &n) != CSV_OK)
			n = 0;
		if (!line.record && !headed) {
			headed = true;
			s->ts_column = find_column(f, n, "ts");
			s->hole_column = find_column(f, n, "hole_depth_ft");
			continue;
		}
		if (!line.record) {
			line.ts = number_of(f, n, s->ts_column);
			s->hole = number_of(f, n, s->hole_column);
		}
		if (!taker(to, &line, day))
			return false;
	}
	return true;
}

static bool scan_file(struct scan *s, int folder, const struct spoolday *d, spool_taker *taker, void *to)
{
	int fd = spoolday_open(folder, d);
	bool fine;

	if (fd < 0)
		return false;
	s->split = csvrow_new();
	s->ts_column = s->hole_column = -1;
	if (!lines_open(&s->lines, fd) || !s->split) {
		lines_close(&s->lines);
		csvrow_free(s->split);
		errno = ENOMEM;
		return false;
	}
	s->lines.whole_only = true;
	fine = scan_lines(s, d->day, taker, to);
	lines_close(&s->lines);
	csvrow_free(s->split);
	if (!fine)
		errno = ENOMEM;
	return fine;
}

bool spool_scan(int folder, const struct spoolday *d, spool_taker *taker, void *to)
{
	struct scan s = { .hole = NAN };

	return scan_file(&s, folder, d, taker, to);
}

struct past { struct spool_was *was; struct spool_known *known; struct scan scan; bool rows, told_hold, told_suspects; };

void spool_was_free(struct spool_was *was)
{
	json_decref(was->held);
	json_decref(was->suspects);
	was->held = was->suspects = NULL;
}

/* A record replaces the one before it; `over` when it ends what that one said. */
static bool keep(json_t **last, json_t *record, bool over)
{
	json_decref(*last);
	*last = over ? NULL : json_incref(record);
	return true;
}

static bool take(void *to, const struct spool_line *line, int64_t file_day)
{
	struct past *p = to;
	struct spool_was *was = p->was;

	if (line->record || spoolday_of(line->ts) != file_day)
		if (seen_add(&p->known->odd, line->s, line->len) < 0)
			return false;
	if (!line->record) {
		p->rows = true;
		if (isfinite(line->ts)) {
			was->last_ts = line->ts;
			was->max_ts = fmax(was->max_ts, line->ts);
		}
		if (isfinite(p->scan.hole))
			was->hole_depth_ft = p->scan.hole;
		return true;
	}
	json_t *record = line->len > 1 ? json_loadb(line->s + 1, line->len - 1, 0, NULL) : NULL;
	const char *type = json_get_text(record, "type");
	const json_t *hold = json_object_get(record, "hold"), *suspect = json_object_get(record, "suspect");
	bool set = type && strcmp(type, "set") == 0;
	if (set && hold)
		p->told_hold = keep(&was->held, record, json_is_null(hold));
	if (set && suspect)
		p->told_suspects = keep(&was->suspects, record, json_array_size(suspect) == 0);
	json_decref(record);
	return true;
}

/* What a later file has told holds, whatever this one says. */
static void take_later(json_t **mine, json_t **later, bool told_later)
{
	json_t *drop = told_later ? *mine : *later;

	if (told_later)
		*mine = *later;
	*later = NULL;
	json_decref(drop);
}

bool spool_was_read(struct spool_was *was, struct spool_known *known, int folder, const struct spoolday *d, size_t n)
{
	bool told_hold = false, told_suspects = false;          /* in a later file, which had no row yet */

	*was = (struct spool_was){ .last_ts = NAN, .max_ts = NAN, .hole_depth_ft = NAN };
	for (int tries = 0; n > 0 && tries < FALLBACK_DAYS; tries++) {
		struct past p = { .was = was, .known = known };
		struct spool_was later = *was;
		size_t from = n - 1;

		while (from > 0 && d[from - 1].day == d[n - 1].day)
			from--;
		was->held = was->suspects = NULL;
		for (size_t i = from; i < n; i++)
			if (!scan_file(&p.scan, folder, &d[i], take, &p)) {
				spool_was_free(&later);
				return false;
			}
		take_later(&was->held, &later.held, told_hold);
		take_later(&was->suspects, &later.suspects, told_suspects);
		told_hold |= p.told_hold;
		told_suspects |= p.told_suspects;
		if (isfinite(later.hole_depth_ft))
			was->hole_depth_ft = later.hole_depth_ft;
		if (p.rows)
			break;
		n = from;
	}
	return true;
}
