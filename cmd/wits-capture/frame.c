/*
 * frame.c - what a decoded frame says of itself: its record, its time, its well, whether it came before. See frame.h.
 */
#include "frame.h"

#include <math.h>
#include <string.h>

/* Adds len bytes to a hash: 8 at a time, multiply and fold. */
static uint64_t hash_add(uint64_t h, const char *s, size_t len)
{
	uint64_t word;

	h = (h ^ len) * 0x9E3779B97F4A7C15u;
	while (len > 0) {
		size_t n = len < 8 ? len : 8;

		word = 0;
		memcpy(&word, s, n);
		h = (h ^ word) * 0xD6E8FEB86659FD93u;
		h ^= h >> 32;
		s += n;
		len -= n;
	}
	return h;
}

bool frame_is_duplicate(struct merge *m, const struct wits0 *d)
{
	uint64_t h = 0x2545F4914F6CDD1Du;

	for (int i = 0; i < d->n; i++) {
		h ^= (uint64_t)d->item[i].number;
		h = hash_add(h, wits0_text(d, &d->item[i]), d->item[i].len);
	}
	for (int i = 0; i < MERGE_RECENT; i++)
		if (m->recent[i] == h)
			return true;
	m->recent[m->next_recent++ % MERGE_RECENT] = h;
	return false;
}

static bool is_null(const struct merge *m, const struct wits0 *d, const struct wits0_item *i)
{
	double v;

	return num_field(wits0_text(d, i), i->len, m->nulls, &v) == NUM_MISSING;
}

/* Whether an item says something of the well: not a vendor's name, not the null depth of a handshake. */
static bool is_meant(const struct merge *m, const struct wits0 *d, const struct wits0_item *i)
{
	return !(i->number >= 1984 && i->number <= 1989) && !(i->number == 111 && is_null(m, d, i));
}

void frame_sort(struct merge *m, struct frame *f)
{
	for (int i = 0; i < f->d->n; i++) {
		const struct wits0_item *item = &f->d->item[i];
		const struct item_entry *e = itemmap_get(m->map, item->number);
		int record = item->number / 100;

		f->meant += is_meant(m, f->d, item);
		m->record_seen[record] = true;
		if (record == m->o.primary && (item->number % 100 > 7 || (e && e->use == USE_COLUMN)))
			f->primary = true;
		if (!e || e->use == USE_COLUMN || e->use == USE_DROP)
			continue;
		if (e->use == USE_WELL) {
			if (!f->well || record == m->o.primary)
				f->well = item;
			continue;
		}
		/* One time a frame: the primary record's, else that of the first record that has one. */
		if (f->time_record != record) {
			if (f->time_record && record != m->o.primary)
				continue;
			f->time_record = record;
			f->date = f->time = f->stamp = NULL;
		}
		if (e->use == USE_DATE)
			f->date = item;
		else if (e->use == USE_TIME)
			f->time = item;
		else
			f->stamp = item;
	}
}

double frame_own_time(struct merge *m, const struct frame *f)
{
	static const struct wits0_item none = { 0 };
	const struct wits0_item *date = f->date ? f->date : &none;
	char why[WHEN_WHY];
	struct when_read read;
	double ts;

	if (f->stamp && f->stamp->len) {
		if (when_parse(wits0_text(f->d, f->stamp), f->stamp->len, m->time->zone, m->time->order, &ts, &read, why))
			return ts;
		m->count[MERGE_BAD_TIME]++;
		merge_note(m->bad_time, f->d->frame_line, f->stamp->number, why);
		return NAN;
	}
	if (!f->time || !f->time->len || (!date->len && !*m->time->date))
		return NAN;
	if (frametime_read(m->time, wits0_text(f->d, date), date->len, wits0_text(f->d, f->time), f->time->len, &ts, why)) {
		m->count[MERGE_DATE_CARRIED] += m->time->carried;
		m->count[MERGE_ZONE_BRIDGED] += m->time->bridged;
		return ts;
	}
	m->count[MERGE_BAD_TIME]++;
	merge_note(m->bad_time, f->d->frame_line, date->len ? date->number : f->time->number, why);
	return NAN;
}

void frame_take_well(struct merge *m, const struct frame *f)
{
	char name[MERGE_WELL];
	size_t len = f->well->len;

	if (len == 0 || len >= sizeof name || is_null(m, f->d, f->well))
		return;
	memcpy(name, wits0_text(f->d, f->well), len);
	name[len] = '\0';
	if (!*m->well || strcmp(name, m->next_well) == 0)
		memcpy(m->well, name, len + 1);
	memcpy(m->next_well, name, len + 1);
}
