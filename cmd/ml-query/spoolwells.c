/* spoolwells.c - the wells of a spool; see spoolwells.h. */
#include "spoolwells.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "csvrow.h"
#include "folder.h"
#include "lines.h"
#include "num.h"
#include "spooldays.h"

enum { NAMES = 3 * FOLDER_NAME_MAX, TAIL = 256 * 1024 };    /* a hold is told again every 600 s */

struct list { struct spoolwell *item; size_t n, capacity; };

static bool keep(struct list *list, const char *field, const char *well)
{
	if (list->n == list->capacity) {
		size_t capacity = list->capacity ? list->capacity * 2 : 16;
		struct spoolwell *more = realloc(list->item, capacity * sizeof *more);
		if (!more)
			return false;
		list->item = more;
		list->capacity = capacity;
	}
	struct spoolwell w = { strdup(field), strdup(well) };
	if (!w.field || !w.well) {
		free(w.field);
		free(w.well);
		errno = ENOMEM;
		return false;
	}
	list->item[list->n++] = w;
	return true;
}

static DIR *open_folder(int at, const char *name)
{
	int fd = folder_open(at, name, O_NOFOLLOW);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (!dir && fd >= 0)
		close(fd);
	return dir;
}

/* The folders in an open one whose names are those of a field (field NULL) or of its wells. */
static bool look(DIR *dir, const char *field, struct list *list)
{
	const struct dirent *entry;
	char name[NAMES];
	bool fine = true;

	while (fine && (errno = 0, entry = readdir(dir))) {
		if (!folder_decode(entry->d_name, strlen(entry->d_name), name, sizeof name))
			continue;
		DIR *below = open_folder(dirfd(dir), entry->d_name);
		if (!below && (errno == ENOTDIR || errno == ELOOP || errno == ENOENT))
			continue;               /* a file, a link, or gone since */
		if (!below)
			return false;
		fine = field ? keep(list, field, name) : look(below, name, list);
		int saved = errno;
		closedir(below);
		errno = saved;
	}
	return fine && errno == 0;
}

static int by_names(const void *a, const void *b)
{
	const struct spoolwell *x = a, *y = b;
	int field = strcmp(x->field, y->field);

	return field ? field : strcmp(x->well, y->well);
}

bool spoolwells_list(int top, struct spoolwell **item, size_t *n)
{
	struct list list = { 0 };
	DIR *dir = open_folder(top, ".");
	bool fine = dir && look(dir, NULL, &list);
	int saved = errno;

	if (dir)
		closedir(dir);
	if (!fine)
		spoolwells_free(list.item, list.n);
	else if (list.n)
		qsort(list.item, list.n, sizeof *list.item, by_names);
	*item = fine ? list.item : NULL;
	*n = fine ? list.n : 0;
	errno = saved;
	return fine;
}

void spoolwells_free(struct spoolwell *item, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(item[i].field);
		free(item[i].well);
	}
	free(item);
}

int spoolwells_open(int top, const char *field, const char *well)
{
	struct text path = { 0 };
	char why[FOLDER_WHY];
	int fd = -1;

	errno = EINVAL;
	if (folder_encode(&path, "field", field, why) && (text_put(&path, '/'), folder_encode(&path, "well", well, why))) {
		if (path.failed)
			errno = ENOMEM;
		else
			fd = folder_walk(top, path.s, false);
	}
	int saved = errno;
	text_free(&path);
	errno = saved;
	return fd;
}

/* The time of a row: its column `column`. */
static double time_of(const char *line, size_t len, size_t column)
{
	const char *end = line + len;
	double ts;

	for (; column && line; column--) {
		line = memchr(line, ',', (size_t)(end - line));
		line += line != NULL;
	}
	if (!line)
		return NAN;
	const char *comma = memchr(line, ',', (size_t)(end - line));
	return num_parse(line, (size_t)((comma ? comma : end) - line), &ts) ? ts : NAN;
}

/* The last row of a file read from its start; the column of ts is looked up in the header. */
static double last_by_lines(int fd, size_t *column, bool header_only)
{
	struct csvrow *row = csvrow_new();
	const struct field *fields;
	struct lines lines;
	bool header = false, opened = row && lines_open(&lines, fd);
	double last = NAN;
	int n;

	if (opened)
		lines.whole_only = true;
	*column = 0;
	while (opened && !(header && header_only) && lines_next(&lines) == LINE_OK) {
		if (lines.len == 0 || lines.line[0] == '#')
			continue;
		if (header) {
			double ts = time_of(lines.line, lines.len, *column);
			last = isnan(ts) ? last : ts;
			continue;
		}
		header = true;
		if (csvrow_split(row, lines.line, lines.len, &fields, &n) != CSV_OK)
			break;
		for (int i = 0; i < n; i++)
			if (fields[i].len == 2 && memcmp(fields[i].text, "ts", 2) == 0)
				*column = (size_t)i;
	}
	if (opened)
		lines_close(&lines);
	else
		close(fd);
	csvrow_free(row);
	return last;
}

/* What a `set` record says of a hold: 1 on, with its sentence; 0 over; -1 nothing of it. */
static int hold_of(const char *line, size_t len, char hold[SPOOLWELLS_HOLD])
{
	json_t *record = len > 1 && line[1] == '{' ? json_loadb(line + 1, len - 1, 0, NULL) : NULL;
	const char *type = json_string_value(json_object_get(record, "type"));
	const json_t *value = type && strcmp(type, "set") == 0 ? json_object_get(record, "hold") : NULL;
	int says = value ? json_is_string(value) : -1;

	if (says == 1)
		snprintf(hold, SPOOLWELLS_HOLD, "%s", json_string_value(value));
	json_decref(record);
	return says;
}

/* The last row in the last bytes of a plain file, and the hold that is on there. */
static double last_of_tail(int fd, size_t column, char hold[SPOOLWELLS_HOLD])
{
	static char bytes[TAIL];
	struct stat about;
	off_t from = fstat(fd, &about) == 0 && about.st_size > TAIL ? about.st_size - TAIL : 0;
	ssize_t got = pread(fd, bytes, sizeof bytes, from);
	size_t stop = got > 0 ? (size_t)got : 0;
	double ts = NAN;
	int held = -1;

	while (stop && bytes[stop - 1] != '\n')         /* a last line without its LF is no row */
		stop--;
	while (stop && (isnan(ts) || held < 0)) {
		size_t end = --stop;
		while (stop && bytes[stop - 1] != '\n')
			stop--;
		if (stop == 0 && from > 0)
			break;                          /* begins before what was read */
		if (end > stop && bytes[stop] == '#' && held < 0)
			held = hold_of(bytes + stop, end - stop, hold);
		else if (end > stop && bytes[stop] != '#' && isnan(ts))
			ts = time_of(bytes + stop, end - stop, column);
	}
	return ts;
}

static double last_of(int folder, const struct spoolday *day, char hold[SPOOLWELLS_HOLD])
{
	size_t column;
	double last;
	int fd = spoolday_open(folder, day), again;

	if (fd < 0)
		return NAN;
	if (!day->plain)
		return last_by_lines(fd, &column, false);
	again = dup(fd);
	if (again < 0)
		return last_by_lines(fd, &column, false);
	last_by_lines(fd, &column, true);
	last = last_of_tail(again, column, hold);
	close(again);
	return last;
}

double spoolwells_last(int folder, char hold[SPOOLWELLS_HOLD])
{
	struct spoolday *days;
	double last = NAN;
	size_t n;

	*hold = '\0';
	if (!spooldays_list(folder, &days, &n))
		return NAN;
	while (n-- && isnan(last))
		last = last_of(folder, &days[n], hold);
	free(days);
	return last;
}
