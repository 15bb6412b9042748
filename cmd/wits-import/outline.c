/*
 * outline.c - the columns of the stream, and which of them a column of the log fills; see layout.h.
 */
#include "layout.h"

static int find_out(const struct outline *o, const char *name)
{
	for (int k = 0; k < o->n; k++)
		if (strcmp(o->name[k], name) == 0)
			return k;
	return -1;
}

static bool add_out(struct outline *o, const char *name, int *out)
{
	char **more = realloc(o->name, (size_t)(o->n + 1) * sizeof *more);

	if (!more)
		return false;
	o->name = more;
	o->name[o->n] = strdup(name);
	if (!o->name[o->n])
		return false;
	*out = o->n++;
	return true;
}

/* A kept column's own name, made unlike those there are; NDJSON needs `type` for itself. */
static void own_name(const struct outline *o, const struct log *log, int k, struct text *name)
{
	size_t len;

	text_clear(name);
	head_tidy(name, log->column[k].name, strlen(log->column[k].name));
	if (name->len == 0)
		text_format(name, "column_%d", k + 1);
	len = name->len;
	for (int n = 2; !name->failed && (find_out(o, name->s) >= 0 || strcmp(name->s, "type") == 0); n++) {
		name->len = len;
		text_format(name, "_%d", n);
	}
}

static bool make_outline(struct layout *l, struct outline *o, const struct log *log, const bool added[CHANNELS])
{
	struct text name = { 0 };
	bool fine;
	int made;

	fine = add_out(o, channel_table[CH_TS].name, &made);
	for (enum channel ch = 0; fine && ch < CHANNELS; ch++) {
		if (added[ch])
			fine = add_out(o, channel_table[ch].name, &made);
		for (int k = 0; fine && k < l->n; k++)
			if ((l->column[k].role == ROLE_NUMBER || l->column[k].role == ROLE_TEXT) && l->column[k].channel == ch)
				fine = add_out(o, channel_table[ch].name, &l->column[k].out);
	}
	for (int k = 0; fine && k < l->n; k++) {
		if (l->column[k].role != ROLE_KEPT)
			continue;
		own_name(o, log, k, &name);
		fine = !name.failed && add_out(o, name.s, &l->column[k].out);
	}
	text_free(&name);
	return fine;
}

/* A later log: by the names of the first. Kept columns of one name are taken in their order. */
static bool follow_outline(struct layout *l, const struct outline *o, const struct log *log)
{
	struct outline taken = { 0 };
	struct text name = { 0 };
	bool fine = true;

	for (int k = 0; fine && k < l->n; k++) {
		struct layout_column *c = &l->column[k];
		int ignored;

		if (c->role == ROLE_NUMBER || c->role == ROLE_TEXT) {
			c->out = find_out(o, channel_table[c->channel].name);
		} else if (c->role == ROLE_KEPT) {
			own_name(&taken, log, k, &name);
			fine = !name.failed && add_out(&taken, name.s, &ignored);
			c->out = fine ? find_out(o, name.s) : -1;
		}
	}
	text_free(&name);
	outline_free(&taken);
	return fine;
}

/* Whether a column is left out; new_only: as the first log did not have it. One named "-" was asked to be: not counted. */
static bool left_out(const struct layout *l, const struct log *log, int k, bool new_only)
{
	const struct layout_column *c = &l->column[k];

	if (c->role == ROLE_LEFT_OUT)
		return !new_only && strcmp(log->column[k].name, "-") != 0;
	return c->role >= ROLE_NUMBER && c->out < 0;
}

bool layout_place(struct layout *l, struct outline *o, const struct log *log, const struct layout_plan *plan)
{
	bool later = o->n > 0;
	bool fine = later ? follow_outline(l, o, log) : make_outline(l, o, log, plan->added);

	for (int k = 0; k < l->n; k++)
		l->left_out += left_out(l, log, k, later);
	return fine;
}

void outline_free(struct outline *o)
{
	for (int k = 0; k < o->n; k++)
		free(o->name[k]);
	free(o->name);
	*o = (struct outline){ 0 };
}

void layout_left_out(const struct layout *l, const struct log *log, bool new_only, struct text *names)
{
	struct text name = { 0 };

	for (int k = 0; k < l->n; k++)
		if (left_out(l, log, k, new_only))
			text_format(names, "%s%s", names->len ? ", " : "", layout_call(log, k, &name));
	text_free(&name);
}
