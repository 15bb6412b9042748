/*
 * sample.c - see sample.h.
 */
#include "sample.h"

#include <math.h>

static const struct field empty = { "", 0 };

bool sample_init(struct sample *s, int columns)
{
	*s = (struct sample){ .n = columns, .field = calloc((size_t)columns, sizeof *s->field),
		.number = calloc((size_t)columns, sizeof *s->number) };
	return s->field && s->number;
}

void sample_free(struct sample *s)
{
	free(s->field);
	free(s->number);
	text_free(&s->why);
	*s = (struct sample){ 0 };
}

static struct field without_blanks(struct field f)
{
	while (f.len > 0 && (*f.text == ' ' || *f.text == '\t'))
		f.text++, f.len--;
	while (f.len > 0 && (f.text[f.len - 1] == ' ' || f.text[f.len - 1] == '\t'))
		f.len--;
	return f;
}

/* The first bytes of a field for a message, cut between characters. */
static int shown(const struct field *f)
{
	size_t n = f->len < 60 ? f->len : 60;

	while (n < f->len && n > 0 && ((unsigned char)f->text[n] & 0xc0) == 0x80)
		n--;
	return (int)n;
}

static double convert(const struct layout_column *c, double v)
{
	return unit_to_base(c->unit, v);
}

static struct field written(struct sample *s, int out, double v)
{
	size_t len = num_format(v, s->number[out]);

	return (struct field){ s->number[out], len };
}

static bool take_value(struct sample *s, const struct layout_column *c, const struct field *from,
	const struct nulls *nulls)
{
	struct field f = without_blanks(*from);
	double v;

	switch (num_field(f.text, f.len, nulls, &v)) {
	case NUM_MISSING:
		s->field[c->out] = empty;
		return true;
	case NUM_VALUE:
		s->field[c->out] = c->role == ROLE_NUMBER && c->unit ? written(s, c->out, convert(c, v)) :
			c->role == ROLE_KEPT ? *from : f;
		return true;
	case NUM_TEXT:
		break;
	}
	if (c->role != ROLE_NUMBER) {
		s->field[c->out] = c->role == ROLE_KEPT ? *from : f;
		return true;
	}
	text_format(&s->why, "'%.*s' is not a number", shown(&f), f.text);
	return false;
}

bool sample_make(struct sample *s, const struct layout *l, const struct log *log, struct clock *clock,
	const struct nulls *nulls)
{
	const struct field *tod = l->tod < 0 ? NULL : &log->f[l->tod];
	bool same = false;

	text_clear(&s->why);
	for (int k = 0; k < s->n; k++)
		s->field[k] = empty;
	s->wrong = l->day;
	if (l->day >= 0 && !clock_read(clock, &log->f[l->day], tod, &s->ts, &same, &s->why))
		return false;
	if (l->day >= 0)
		s->field[0] = same ? without_blanks(log->f[l->day]) : written(s, 0, s->ts);
	for (int k = 0; k < l->n; k++) {
		if (l->column[k].out < 0)
			continue;
		s->wrong = k;
		if (!take_value(s, &l->column[k], &log->f[k], nulls))
			return false;
	}
	return true;
}

void sample_set(struct sample *s, int out, double v)
{
	s->field[out] = written(s, out, v);
}

double sample_number(const struct field *f)
{
	double v;

	return num_parse(f->text, f->len, &v) ? v : (double)NAN;
}
