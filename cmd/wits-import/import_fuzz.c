/*
 * import_fuzz.c - any bytes as a channel map, and any bytes as a log: nothing breaks, and no row is lost uncounted.
 *
 * The first byte picks a channel map for the log; the rest is the log (or, with 0, the map).
 */
#include <math.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "footage.h"
#include "layout.h"
#include "rows.h"
#include "sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_map(const char *bytes, size_t size)
{
	struct text why = { 0 };
	struct map map;

	if (map_parse(&map, bytes, size, &why)) {
		map_find(&map, 1, bytes, size);
		map_free(&map);
	} else if (why.len == 0) {
		abort();
	}
	text_free(&why);
}

static uint64_t drain(struct rows *rows, bool all, double *last)
{
	const struct rows_row *row;
	uint64_t n = 0;

	for (; (row = rows_next(rows, all)) != NULL; n++) {
		if (!(row->ts > *last))
			abort();
		*last = row->ts;
	}
	return n;
}

/* By depth: the time of the row; false when it has none. Times never fall. */
static bool time_by_depth(struct footage *f, struct sample *s, const struct outline *o)
{
	double last = f->ts, depth = NAN, rop = NAN;

	for (int k = 1; k < o->n; k++) {
		if (strcmp(o->name[k], "hole_depth_ft") == 0)
			depth = sample_number(&s->field[k]);
		if (strcmp(o->name[k], "rop_ft_h") == 0)
			rop = sample_number(&s->field[k]);
	}
	if (footage_next(f, depth, rop) == FOOTAGE_NONE)
		return false;
	s->ts = f->ts;
	if (!(s->ts >= last))
		abort();
	return true;
}

static void read_rows(struct log *log, const struct layout *layout, const struct outline *outline)
{
	int columns = outline->n;
	struct footage footage;
	struct clock clock = { .zone = { .name = "UTC" }, .start = NAN };
	struct rows *rows = rows_new(columns, 5);
	struct sample sample;
	struct nulls nulls;
	uint64_t read = 0, written = 0;
	double last = -INFINITY;

	footage_init(&footage, 0, 2000);
	nulls_default(&nulls);
	if (!rows || !sample_init(&sample, columns))
		abort();
	while (csvlog.next(log) == LOG_OK && sample_make(&sample, layout, log, &clock, &nulls)) {
		if (layout->day < 0 && !time_by_depth(&footage, &sample, outline))
			continue;
		read++;
		if (rows_add(rows, sample.ts, sample.field) == ROWS_MEMORY)
			abort();
		written += drain(rows, false, &last);
	}
	written += drain(rows, true, &last);
	const struct rows_counts *n = rows_counted(rows);
	if (read != written + n->merged + n->duplicates + n->late)
		abort();
	rows_free(rows);
	sample_free(&sample);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char map_text[] = "@1,ts\n@2,wob,kdan\nX,rop,m_h\n";
	struct log_settings settings = { 0 };
	struct text why = { 0 };
	struct outline outline = { 0 };
	struct layout layout = { 0 };
	struct map map = { 0 };
	struct log log;
	int fd;

	if (size == 0)
		return 0;
	if (data[0] == 0) {
		try_map((const char *)data + 1, size - 1);
		return 0;
	}
	if (data[0] == 'm' && map_parse(&map, map_text, sizeof map_text - 1, &why))
		settings.map = &map;
	fd = memfd_create("log", MFD_CLOEXEC);
	if (fd < 0 || write(fd, data + 1, size - 1) != (ssize_t)(size - 1) || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	if (csvlog.open(&log, fd, "log", &settings) == LOG_OK) {
		struct layout_plan plan = { .map = settings.map, .keep = data[0] & 1, .torque_psi = data[0] & 2 ? 30 : NAN,
			.by_depth = data[0] & 4 };

		plan.added[CH_BIT_DEPTH] = plan.by_depth;

		if (layout_find(&layout, &log, &plan, &why) && layout_place(&layout, &outline, &log, &plan))
			read_rows(&log, &layout, &outline);
		else if (why.len == 0)
			abort();
		layout_free(&layout);
	}
	csvlog.close(&log);
	outline_free(&outline);
	map_free(&map);
	text_free(&why);
	return 0;
}
