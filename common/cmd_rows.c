/*
 * cmd_rows.c - which rows an analysing tool may use and what segment they are in.
 */
#include "cmd_rows.h"

#include <math.h>
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

bool cmd_rows_record(struct cmd *c, struct cmd_rows *r)
{
	const char *type = stream_record(c->in)->type;

	if (!strcmp(type, "set") && r->any)
		r->sets++;
	return !strcmp(type, "window");
}

void cmd_rows_close(struct cmd_rows *r)
{
	r->sets = 0;
	r->any = false;
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
