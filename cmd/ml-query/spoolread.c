/* spoolread.c - the rows of a well's spool; see spoolread.h. */
#include "spoolread.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "channel.h"
#include "csvrow.h"
#include "json.h"
#include "lines.h"
#include "num.h"
#include "spooldays.h"

/* Where what is wanted stands in one file. */
struct layout { int ts, *column; const struct unit **unit; double *value; };

struct reader {
	struct spoolread *r;
	struct lines lines;
	struct csvrow *row;
	struct nulls nulls;
	struct layout at;
	char **header;
	int n;
	char name[SPOOLDAY_NAME];
};

static void forget_header(struct reader *rd)
{
	for (int i = 0; i < rd->n; i++)
		free(rd->header[i]);
	free(rd->header);
	rd->header = NULL;
	rd->n = 0;
}

static bool failed(struct reader *rd, const char *what)
{
	snprintf(rd->r->why, sizeof rd->r->why, "%s: %s", rd->name, what);
	return false;
}

static bool damaged(struct reader *rd, const char *what)
{
	rd->r->damaged = true;
	return failed(rd, what);
}

static bool line_failed(struct reader *rd, enum line_status status)
{
	return status == LINE_READ || status == LINE_MEMORY ? failed(rd, lines_why(status)) : damaged(rd, lines_why(status));
}

/* Opens a file and reads up to its header; a file that has none yet, or that is gone, leaves n 0. */
static bool begin(struct reader *rd, const struct spoolday *day)
{
	const struct field *fields;
	enum line_status status;
	int n, fd = spoolday_open(rd->r->folder, day);

	spoolday_name(day, !day->plain, rd->name);
	rd->n = 0;
	rd->header = NULL;
	rd->lines = (struct lines){ 0 };
	if (fd < 0 && errno == ENOENT)
		return true;
	if (fd < 0)
		return failed(rd, strerror(errno));
	if (!lines_open(&rd->lines, fd)) {
		close(fd);
		return failed(rd, "out of memory");
	}
	rd->lines.whole_only = true;
	while ((status = lines_next(&rd->lines)) == LINE_OK)
		if (rd->lines.len && rd->lines.line[0] != '#')
			break;
	if (status == LINE_OK && csvrow_split(rd->row, rd->lines.line, rd->lines.len, &fields, &n) != CSV_OK)
		return damaged(rd, "the header is no CSV");
	if (status != LINE_OK)
		return status == LINE_END || line_failed(rd, status);
	rd->header = calloc((size_t)n, sizeof *rd->header);
	for (; rd->header && rd->n < n; rd->n++)
		if (!(rd->header[rd->n] = strndup(fields[rd->n].text, fields[rd->n].len)))
			break;
	return rd->n == n || failed(rd, "out of memory");
}

static void end(struct reader *rd)
{
	forget_header(rd);
	lines_close(&rd->lines);
}

static int find_exactly(const struct reader *rd, const char *name)
{
	for (int i = 0; i < rd->n; i++)
		if (strcmp(rd->header[i], name) == 0)
			return i;
	return -1;
}

/* A column by its exact name, else by channel. Two of equal rank: neither. */
static int find(const struct reader *rd, const char *name, const struct unit **unit)
{
	struct channel_place place = { .column = find_exactly(rd, name) };
	enum channel channel;
	char why[160];

	*unit = NULL;
	if (place.column >= 0 || (channel = channel_by_name(name)) == CHANNELS)
		return place.column;
	if (!channel_find((const char *const *)rd->header, rd->n, channel, &place, why))
		return -1;
	*unit = place.unit;
	return place.column;
}

static bool has_name(const struct spoolread *r, const char *name)
{
	for (size_t i = 0; i < r->columns; i++)
		if (strcmp(r->name[i], name) == 0)
			return true;
	return strcmp(name, "ts") == 0;
}

static bool add_name(struct spoolread *r, const char *name)
{
	if (has_name(r, name))
		return true;
	char **more = realloc(r->name, (r->columns + 1) * sizeof *more);
	if (!more)
		return false;
	r->name = more;
	r->name[r->columns] = strdup(name);
	if (!r->name[r->columns])
		return false;
	r->columns++;
	return true;
}

static bool make_layout(struct reader *rd)
{
	rd->at.ts = find_exactly(rd, "ts");
	if (rd->at.ts < 0)
		return damaged(rd, "has no column ts");
	for (size_t k = 0; k < rd->r->columns; k++)
		rd->at.column[k] = find(rd, rd->r->name[k], &rd->at.unit[k]);
	return true;
}

static bool take_record(struct reader *rd, struct thin *thin)
{
	json_t *o = json_loadb(rd->lines.line + 1, rd->lines.len - 1, 0, NULL);
	const char *type = json_get_text(o, "type"), *cause = json_get_text(o, "cause");
	bool fine = true;

	if (type && strcmp(type, "gap") == 0)
		fine = thin_gap(thin, json_get_number(o, "start"), json_get_number(o, "end"), cause ? cause : "");
	json_decref(o);
	return fine;
}

static bool take_row(struct reader *rd, struct thin *thin)
{
	const struct field *fields;
	int n;
	double ts;

	if (csvrow_split(rd->row, rd->lines.line, rd->lines.len, &fields, &n) != CSV_OK || rd->at.ts >= n ||
	    !num_parse(fields[rd->at.ts].text, fields[rd->at.ts].len, &ts) || !(ts >= rd->r->since && ts <= rd->r->until))
		return true;
	for (size_t k = 0; k < rd->r->columns; k++) {
		int column = rd->at.column[k];
		double v;
		rd->at.value[k] = NAN;
		if (column >= 0 && column < n && num_field(fields[column].text, fields[column].len, &rd->nulls, &v) == NUM_VALUE)
			rd->at.value[k] = rd->at.unit[k] ? unit_to_base(rd->at.unit[k], v) : v;
	}
	return thin_add(thin, ts, rd->at.value);
}

static bool read_file(struct reader *rd, struct thin *thin)
{
	enum line_status status = LINE_END;

	if (!rd->n)
		return true;
	if (!make_layout(rd))
		return false;
	while ((status = lines_next(&rd->lines)) == LINE_OK) {
		const char *line = rd->lines.line;
		if (rd->lines.len == 0)
			continue;
		if (line[0] == '#' ? rd->lines.len > 1 && line[1] == '{' && !take_record(rd, thin) : !take_row(rd, thin))
			return failed(rd, "out of memory");
	}
	return status == LINE_END || line_failed(rd, status);
}

static bool in_time(const struct spoolread *r, const struct spoolday *day)
{
	return (double)day->day * 86400 <= r->until && (double)(day->day + 1) * 86400 > r->since;
}

/* What each file of the time is opened for. */
typedef bool each_file(struct reader *, void *);

static bool for_each(struct spoolread *r, each_file *what, void *with)
{
	struct reader rd = { .r = r, .row = csvrow_new() };
	struct spoolday *days = NULL;
	size_t n = 0;
	bool fine = rd.row && spooldays_list(r->folder, &days, &n);

	if (!fine)
		snprintf(r->why, sizeof r->why, "%s", strerror(errno));
	nulls_default(&rd.nulls);
	rd.at.column = calloc(r->columns + 1, sizeof *rd.at.column);
	rd.at.unit = calloc(r->columns + 1, sizeof *rd.at.unit);
	rd.at.value = calloc(r->columns + 1, sizeof *rd.at.value);
	if (!rd.at.column || !rd.at.unit || !rd.at.value)
		fine = failed(&rd, "out of memory");
	for (size_t i = 0; fine && i < n; i++) {
		if (!in_time(r, &days[i]))
			continue;
		fine = begin(&rd, &days[i]) && what(&rd, with);
		if (rd.lines.buffer)
			end(&rd);
	}
	free(days);
	free(rd.at.column);
	free(rd.at.unit);
	free(rd.at.value);
	csvrow_free(rd.row);
	return fine;
}

/* Which of the names asked for were found in a file. */
struct asked { const char *word; size_t len; enum channel channel; bool found; };
struct asked_list { struct asked *item; size_t n; };

static bool look_for(struct reader *rd, void *with)
{
	struct asked_list *list = with;

	for (size_t k = 0; k < list->n; k++)
		for (int i = 0; i < rd->n && !list->item[k].found; i++)
			list->item[k].found = strlen(rd->header[i]) == list->item[k].len &&
				memcmp(rd->header[i], list->item[k].word, list->item[k].len) == 0;
	return true;
}

static bool take_all(struct reader *rd, void *with)
{
	(void)with;
	for (int i = 0; i < rd->n; i++)
		if (!add_name(rd->r, rd->header[i]))
			return failed(rd, "out of memory");
	return true;
}

static int take_asked(struct spoolread *r, struct asked_list *list)
{
	if (!for_each(r, look_for, list))
		return -1;
	for (size_t k = 0; k < list->n; k++) {
		struct asked *a = &list->item[k];
		char *word = strndup(a->word, a->len);
		if (!word)
			return -1;
		a->channel = channel_by_name(word);
		bool known = a->found || a->channel != CHANNELS;
		if (!known)
			snprintf(r->why, sizeof r->why, "'%.100s' is neither a channel nor a column of that time", word);
		bool fine = !known || add_name(r, a->found ? word : channel_table[a->channel].name);
		free(word);
		if (!known || !fine)
			return known ? -1 : 0;
	}
	return 1;
}

int spoolread_columns(struct spoolread *r, const char *list)
{
	struct asked_list asked = { 0 };
	size_t most = 1;
	int status;

	if (!list)
		return for_each(r, take_all, NULL) ? 1 : -1;
	for (const char *s = list; *s; s++)
		most += *s == ',';
	asked.item = calloc(most, sizeof *asked.item);
	if (!asked.item) {
		snprintf(r->why, sizeof r->why, "out of memory");
		return -1;
	}
	for (const char *s = list; *s; s += *s == ',') {
		size_t len = strcspn(s, ",");
		if (len)
			asked.item[asked.n++] = (struct asked){ .word = s, .len = len };
		s += len;
	}
	status = take_asked(r, &asked);
	free(asked.item);
	return status;
}

static bool read_into(struct reader *rd, void *with)
{
	return read_file(rd, with);
}

bool spoolread_rows(struct spoolread *r, struct thin *thin)
{
	return for_each(r, read_into, thin);
}

void spoolread_free(struct spoolread *r)
{
	for (size_t i = 0; i < r->columns; i++)
		free(r->name[i]);
	free(r->name);
	r->name = NULL;
	r->columns = 0;
}
