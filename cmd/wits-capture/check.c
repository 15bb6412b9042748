/*
 * check.c - collects what a sender's frames have in them; see check.h. The page is made in check_text.c.
 */
#include "check_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"
#include "wits_names.h"

struct check *check_new(const struct check_options *o)
{
	struct check *c = calloc(1, sizeof *c);

	if (!c)
		return NULL;
	c->item = calloc(WITS0_NUMBERS, sizeof *c->item);
	if (!c->item) {
		free(c);
		return NULL;
	}
	c->o = *o;
	frametime_init(&c->time, o->zone, o->order);
	return c;
}

void check_free(struct check *c)
{
	if (!c)
		return;
	free(c->item);
	free(c);
}

static void span_add(struct check_span *s, double t)
{
	if (s->n++ == 0)
		s->first = s->last = t;
	s->first = fmin(s->first, t);
	s->last = fmax(s->last, t);
}

static void keep_text(char *to, size_t size, const char *s, size_t len)
{
	if (len >= size)
		len = size - 1;
	memcpy(to, s, len);
	to[len] = '\0';
}

/* Whether a number can be a reading of its channel, in the stated units and in those of the other system. */
static void judge(struct check_item *i, const struct item_entry *e, const struct value *v)
{
	const struct channel_info *c = &channel_table[e->channel];
	double own = v->unit ? unit_to_base(v->unit, v->v) : e->unit ? unit_to_base(e->unit, v->v) : v->v;
	double other = e->other && !v->unit ? unit_to_base(e->other, v->v) : own;

	if (c->low >= c->high)
		return;
	if (own >= c->low && own <= c->high)
		i->own += !(other >= c->low && other <= c->high);
	else if (other >= c->low && other <= c->high)
		i->other++;
	else
		i->neither++;
}

static void take_item(struct check *c, const struct wits0 *d, const struct wits0_item *item, double t)
{
	const struct item_entry *e = itemmap_get(c->map, item->number);
	const struct wits_name *name = wits_name(item->number);
	struct check_item *i = &c->item[item->number];
	const char *s = wits0_text(d, item);
	char text[CHECK_LAST + 1];
	struct value v;

	keep_text(text, sizeof text, s, item->len);
	if (i->n++ == 0)
		memcpy(i->first, text, sizeof text);
	else if (strcmp(text, i->first) != 0)
		i->changed = true;
	memcpy(i->last, text, sizeof text);
	span_add(&i->span, t);
	switch (value_read(s, item->len, e && e->use == USE_COLUMN && e->channel < CHANNELS ? channel_table[e->channel].quantity
		: Q_NONE, c->o.nulls, true, &v)) {
	case VALUE_BLANK:
		i->blanks++;
		break;
	case VALUE_NULL:
		i->nulls++;
		break;
	case VALUE_TEXT:
		i->texts += (e && e->channel < CHANNELS) || (name && name->type != 'A' && item->number % 100 > 7);
		break;
	case VALUE_NUMBER:
		if (e && e->use == USE_COLUMN && e->channel < CHANNELS)
			judge(i, e, &v);
		break;
	}
}

/* How the frame's lines end: what is behind the value of an item. */
static void take_line_end(struct check *c, const struct wits0 *d)
{
	for (int k = 0; k < d->n; k++) {
		size_t at = d->item[k].at + d->item[k].len;

		while (at < d->end && (d->buffer[at] == ' ' || d->buffer[at] == '\t'))
			at++;
		if (at + 1 >= d->end || (d->buffer[at] != '\r' && d->buffer[at] != '\n'))
			continue;
		c->ends[d->buffer[at] == '\n' ? CHECK_LF : d->buffer[at + 1] == '\n' ? CHECK_CR_LF : CHECK_CR]++;
		return;
	}
}

static uint64_t hash_of(const struct wits0 *d)
{
	uint64_t h = 14695981039346656037u;

	for (int k = 0; k < d->n; k++) {
		const char *s = wits0_text(d, &d->item[k]);

		h = (h ^ (uint64_t)d->item[k].number) * 1099511628211u;
		for (unsigned i = 0; i < d->item[k].len; i++)
			h = (h ^ (unsigned char)s[i]) * 1099511628211u;
	}
	return h;
}

/* The time that a record's own items say; NAN when they say none. */
static double own_time(struct check *c, const struct wits0 *d, int record)
{
	const struct wits0_item *date = NULL, *time = NULL;
	struct when_read read;
	double ts;

	for (int k = 0; k < d->n; k++) {
		const struct wits0_item *i = &d->item[k];
		const struct item_entry *e = itemmap_get(c->map, i->number);

		if (!e || i->number / 100 != record || i->len == 0)
			continue;
		if (e->use == USE_STAMP) {
			if (when_parse(wits0_text(d, i), i->len, c->o.zone, c->o.order, &ts, &read, c->why))
				return ts;
			c->bad_time++;
			return NAN;
		}
		if (e->use == USE_DATE)
			date = i;
		else if (e->use == USE_TIME)
			time = i;
	}
	if (!time || (!date && !*c->time.date))
		return NAN;
	if (frametime_read(&c->time, date ? wits0_text(d, date) : "", date ? date->len : 0, wits0_text(d, time), time->len, &ts,
		c->why))
		return ts;
	c->bad_time++;
	return NAN;
}

/* Whose frame it is: the primary record's when that has anything, else that of the first item that no vendor's name is. */
static int record_of(const struct check *c, const struct wits0 *d)
{
	int record = 0;

	for (int k = 0; k < d->n; k++) {
		int number = d->item[k].number;

		if (number / 100 == c->o.primary)
			return c->o.primary;
		if (!record && !(number >= 1984 && number <= 1989))
			record = number / 100;
	}
	return record;
}

static void take_names(struct check *c, const struct wits0 *d, int record)
{
	const struct wits0_item *vendor = wits0_find(d, 1984), *well = wits0_find(d, record * 100 + 1);

	if (vendor)
		keep_text(c->vendor, sizeof c->vendor, wits0_text(d, vendor), vendor->len);
	if (well && well->len)
		keep_text(c->well, sizeof c->well, wits0_text(d, well), well->len);
}

/* Nothing but a null 0111 or a vendor's name: a partner's request, or our own that came back. */
static bool is_request(const struct check *c, const struct wits0 *d)
{
	for (int k = 0; k < d->n; k++) {
		const struct wits0_item *i = &d->item[k];
		double v;

		if (!(i->number >= 1984 && i->number <= 1989) &&
		    !(i->number == 111 && num_field(wits0_text(d, i), i->len, c->o.nulls, &v) == NUM_MISSING))
			return false;
	}
	return true;
}

/* Whether one of the last frames was the same. */
static bool is_repeat(struct check *c, uint64_t hash)
{
	for (int k = 0; k < CHECK_RECENT; k++)
		if (c->hashes > (uint64_t)k && c->recent[k] == hash)
			return true;
	c->recent[c->hashes++ % CHECK_RECENT] = hash;
	return false;
}

void check_frame(struct check *c, const struct wits0 *d, const struct itemmap *map, double arrival)
{
	int record;
	double own, t;

	c->map = map;
	if (is_request(c, d)) {
		c->requests++;
		take_names(c, d, 99);
		return;
	}
	record = record_of(c, d);
	own = own_time(c, d, record);
	span_add(&c->arrivals, arrival);
	if (!isnan(own) && is_repeat(c, hash_of(d))) {
		c->repeats++;
		return;
	}
	t = !isnan(own) ? own : c->timed && !c->o.live ? c->time.last : arrival;
	if (!isnan(own))
		span_add(&c->own, own);
	span_add(&c->record[record], t);
	if (record == c->o.primary) {
		c->primaries++;
		c->timed += isnan(own) ? 0 : 1;
		c->untimed += isnan(own) ? 1 : 0;
		if (!isnan(own))
			c->offset[c->offsets++ % CHECK_OFFSETS] = arrival - own;
	}
	take_names(c, d, record);
	take_line_end(c, d);
	for (int k = 0; k < d->n; k++)
		take_item(c, d, &d->item[k], t);
}
