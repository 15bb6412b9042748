/*
 * cmd_rows.c - which rows an analysing tool may use and what segment they are in.
 */
#include "cmd_rows.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "samples.h"

void cmd_rows_header(struct cmd *c, struct cmd_rows *r)
{
	*r = (struct cmd_rows){ .ts = cmd_channel(c, CH_TS) };
	if (r->ts.column < 0)
		r->ts = cmd_column(c, "ts");
	r->reject = cmd_channel(c, CH_REJECT).column;
	r->segment = cmd_channel(c, CH_SEGMENT).column;
}

static bool blank(const struct field *f)
{
	for (size_t i = 0; i < f->len; i++)
		if (f->text[i] != ' ')
			return false;
	return true;
}

bool cmd_rows_kept(struct cmd *c, const struct cmd_rows *r)
{
	return r->reject < 0 || blank(&stream_row(c->in)->f[r->reject]);
}

long cmd_rows_segment(struct cmd *c, struct cmd_rows *r)
{
	struct channel_place place = { r->segment, NULL };
	double v = (double)r->sets;

	if (!cmd_rows_kept(c, r))
		return -1;
	if (r->segment >= 0) {
		v = cmd_value(c, &place);
		if (isnan(v))
			return -1;
		if (!(v >= 0 && v < 1e9) || v != floor(v))
			cmd_bad(c, stream_in_header(c->in)->names[r->segment],
				"%g is not the number of a segment (0, 1 ...)", v);
	}
	r->any = true;
	return (long)v;
}

static void add_confounded(struct cmd_rows *r, long index)
{
	size_t at = r->n_confounded;

	if (r->n_confounded == r->capacity) {
		size_t capacity = r->capacity ? 2 * r->capacity : 16;
		long *more = capacity > SIZE_MAX / sizeof *more ? NULL : realloc(r->confounded, capacity * sizeof *more);

		if (!more)
			die(EX_OSERR, "out of memory");
		r->confounded = more;
		r->capacity = capacity;
	}
	while (at > 0 && r->confounded[at - 1] > index) {
		r->confounded[at] = r->confounded[at - 1];
		at--;
	}
	r->confounded[at] = index;
	r->n_confounded++;
}

static void note_segment(struct cmd *c, struct cmd_rows *r, const json_t *record)
{
	const char *boundary = json_get_text(record, "boundary");
	double index = json_get_number(record, "index");

	if (!boundary || strcmp(boundary, "confounded") != 0)
		return;
	if (!(index >= 0 && index < 1e9) || index != floor(index))
		cmd_bad(c, NULL, "the `segment` record has no index (0, 1 ...)");
	add_confounded(r, (long)index);
}

bool cmd_rows_record(struct cmd *c, struct cmd_rows *r)
{
	const struct record *record = stream_record(c->in);

	if (!strcmp(record->type, "set") && r->any && !identity_set_is_doubt(record->json))
		r->sets++;
	else if (!strcmp(record->type, "segment") && r->segment >= 0)
		note_segment(c, r, record->json);
	return !strcmp(record->type, "window");
}

void cmd_rows_close(struct cmd_rows *r)
{
	r->sets = 0;
	r->any = false;
	free(r->confounded);
	r->confounded = NULL;
	r->n_confounded = r->capacity = 0;
}

double cmd_rows_interval(const struct cmd *c, const json_t *window, const double *t, size_t n)
{
	double s = window ? json_get_number(window, "interval_s") : NAN;

	if (!(s > 0))
		s = c->identity.interval_s;
	if (!(s > 0))
		s = samples_step(t, n);
	return s > 0 ? s : 1;
}
