/* columns.c - columns found and rows read; see columns.h. */
#include "columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "csvrow.h"

static void find_channels(struct cmd *c, struct columns *k)
{
	for (int i = 0; i < CHANNELS; i++) {
		k->place[i] = cmd_channel(c, (enum channel)i);
		k->has[i] = k->place[i].column >= 0;
	}
	if (!k->has[CH_TS])
		cmd_column(c, "ts");            /* dies, naming the columns there are */
}

void columns_first(struct cmd *c, struct columns *k)
{
	const struct header *h = stream_in_header(c->in);
	size_t at = 0;

	columns_free(k);
	find_channels(c, k);
	for (int i = 0; i < h->n; i++)
		text_add(&k->names, h->names[i], strlen(h->names[i]) + 1);
	if (k->names.failed)
		die(EX_OSERR, "out of memory");
	const char **names = xrealloc(NULL, (size_t)h->n, sizeof *names);
	for (int i = 0; i < h->n; i++) {
		names[i] = k->names.s + at;
		at += strlen(names[i]) + 1;
	}
	k->header = (struct header){ .n = h->n, .names = names };
}

/* The place of a column of the first header among those of a later file: the same name, the same turn among equals. */
static int same_column(const struct header *first, int column, const struct header *later)
{
	int turn = 0;

	for (int i = 0; i < column; i++)
		turn += strcmp(first->names[i], first->names[column]) == 0;
	for (int i = 0; i < later->n; i++)
		if (strcmp(later->names[i], first->names[column]) == 0 && turn-- == 0)
			return i;
	return -1;
}

void columns_later(struct cmd *c, struct columns *k)
{
	const struct header *h = stream_in_header(c->in);
	bool same = h->n == k->header.n;
	int used = 0;

	free(k->from);
	k->from = xrealloc(NULL, (size_t)k->header.n, sizeof *k->from);
	for (int i = 0; i < k->header.n; i++) {
		k->from[i] = same_column(&k->header, i, h);
		same = same && k->from[i] == i;
		used += k->from[i] >= 0;
		if (k->from[i] < 0 && !c->o.quiet)
			warning("%s: no column '%s'; it is left empty", stream_in_name(c->in), k->header.names[i]);
	}
	if (used < h->n && !c->o.quiet)
		warning("%s: %d more column%s than the first file, left out", stream_in_name(c->in), h->n - used,
			h->n - used == 1 ? "" : "s");
	if (k->from[k->place[CH_TS].column] < 0)
		die(EX_DATAERR, "%s: no column '%s' as in the first file", stream_in_name(c->in),
			k->header.names[k->place[CH_TS].column]);
	if (same) {
		free(k->from);
		k->from = NULL;
	}
}

/* Where a channel of the first header is in the current file. */
static struct channel_place current(const struct columns *k, enum channel channel)
{
	struct channel_place p = k->place[channel];

	if (p.column >= 0 && k->from)
		p.column = k->from[p.column];
	return p;
}

double columns_time(struct cmd *c, const struct columns *k)
{
	struct channel_place p = current(k, CH_TS);

	return cmd_time(c, &p);
}

static double value(struct cmd *c, const struct columns *k, enum channel channel)
{
	struct channel_place p;

	if (!k->has[channel])
		return NAN;
	p = current(k, channel);
	return cmd_value(c, &p);
}

void columns_read(struct cmd *c, const struct columns *k, struct sample *s)
{
	const struct { enum channel channel; double *to; } wanted[] = {
		{ CH_BIT_DEPTH, &s->bit }, { CH_HOLE_DEPTH, &s->hole }, { CH_BLOCK, &s->block }, { CH_ROP, &s->rop },
		{ CH_HOOKLOAD, &s->hookload }, { CH_WOB, &s->wob }, { CH_TORQUE, &s->torque }, { CH_RPM, &s->rpm },
		{ CH_SPP, &s->spp }, { CH_DIFF, &s->diff }, { CH_FLOW_IN, &s->flow }, { CH_MUD_IN, &s->mud },
		{ CH_ECD, &s->ecd }, { CH_CCS, &s->ccs }, { CH_BIT_DIAMETER, &s->diameter }, { CH_MSE, &s->mse },
		{ CH_D_EXP, &s->d_exp }, { CH_WOB_CORR, &s->wob_corr }, { CH_FLOW_OUT, &s->flow_out },
	};

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		*wanted[i].to = value(c, k, wanted[i].channel);
	if (!k->has[CH_FLOW_OUT])
		s->flow_out = value(c, k, CH_FLOW_OUT_PCT);     /* only its change is looked at */
	s->state = RIG_STATES;
	if (k->has[CH_RIG_STATE]) {
		int column = current(k, CH_RIG_STATE).column;
		if (column >= 0) {
			const struct field *f = &stream_row(c->in)->f[column];
			s->state = rig_state_parse(f->text, f->len);
		}
	}
}

bool columns_differ(const struct columns *k)
{
	if (k->from)
		return true;
	for (int i = 0; i < CHANNELS && k->suspect >> i; i++)
		if (k->suspect >> i & 1 && k->has[i])
			return true;
	return false;
}

static bool is_suspect(const struct columns *k, int column)
{
	for (int i = 0; i < CHANNELS && k->suspect >> i; i++)
		if (k->suspect >> i & 1 && k->has[i] && k->place[i].column == column)
			return true;
	return false;
}

struct field columns_raw(struct cmd *c, struct columns *k)
{
	const struct row *row = stream_row(c->in);

	if (!columns_differ(k))
		return (struct field){ row->raw, row->raw_len };
	text_clear(&k->row);
	for (int i = 0; i < k->header.n; i++) {
		if (i)
			text_put(&k->row, ',');
		int from = k->from ? k->from[i] : i;
		if (from >= 0 && !is_suspect(k, i))
			csvrow_put(&k->row, row->f[from].text, row->f[from].len);
	}
	if (k->row.failed)
		die(EX_OSERR, "out of memory");
	return (struct field){ text_view(&k->row), k->row.len };
}

void columns_free(struct columns *k)
{
	free((void *)k->header.names);
	free(k->from);
	text_free(&k->names);
	text_free(&k->row);
	*k = (struct columns){ 0 };
}
