/*
 * merge.c - frames to sample rows; see merge.h. What is done with each deviation is the table of wits0(5).
 */
#include "merge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "value.h"

enum { SLOT_TEXT = 40 };        /* longer than any number's own form */
static const double FAR = 3600;         /* s off the clock that need a second frame to be believed ... */
static const double FAR_STEPS = 60;     /* ... or this many usual steps, where records are rare */

const char *const merge_count_names[MERGE_COUNTS] = {
	[MERGE_ROWS] = "rows", [MERGE_DUPLICATES] = "duplicates", [MERGE_HANDSHAKES] = "handshakes",
	[MERGE_NO_TIME] = "no_time", [MERGE_BAD_TIME] = "bad_time", [MERGE_STAMPED] = "stamped",
	[MERGE_DATE_CARRIED] = "date_carried", [MERGE_ZONE_BRIDGED] = "zone_bridged", [MERGE_TIME_BACK] = "time_back",
	[MERGE_TIME_JUMP] = "time_jump", [MERGE_SAME_TIME] = "same_time", [MERGE_NOT_NUMBER] = "not_number",
	[MERGE_UNIT_TEXT] = "unit_text", [MERGE_DECIMAL_COMMA] = "decimal_comma", [MERGE_BLANK] = "blank",
	[MERGE_NULLS] = "nulls", [MERGE_FILLED] = "filled", [MERGE_UNUSED] = "unused", [MERGE_KEPT] = "kept",
	[MERGE_UNMAPPED] = "unmapped",
};

bool merge_init(struct merge *m, const struct itemmap *map, const struct nulls *nulls, struct frametime *time,
	const struct merge_options *o)
{
	size_t size = 0;
	int sets = map->keeps ? 4 : 3;
	struct slot *slot;
	char *p;

	memset(m, 0, sizeof *m);
	m->map = map;
	m->nulls = nulls;
	m->time = time;
	m->o = *o;
	m->row = &m->set[0];
	m->ready = &m->set[1];
	m->held = &m->set[2];
	m->kept = map->keeps ? &m->set[3] : NULL;
	m->last = m->interval = m->jump = m->stamped = NAN;
	for (int c = 0; c < map->n_columns; c++)
		size += map->column[c].channel == CHANNELS ? WITS0_LINE_MAX : SLOT_TEXT;
	m->memory = calloc((size_t)sets, size + (size_t)map->n_columns * sizeof(struct slot));
	m->unmapped = calloc(WITS0_NUMBERS, sizeof *m->unmapped);
	if (!m->memory || !m->unmapped) {
		merge_free(m);
		return false;
	}
	slot = m->memory;
	p = (char *)(slot + sets * map->n_columns);
	for (int s = 0; s < sets; s++) {
		m->set[s].slot = slot + s * map->n_columns;
		for (int c = 0; c < map->n_columns; c++) {
			m->set[s].slot[c].text = p;
			p += map->column[c].channel == CHANNELS ? WITS0_LINE_MAX : SLOT_TEXT;
		}
	}
	return true;
}

void merge_free(struct merge *m)
{
	free(m->memory);
	free(m->unmapped);
	m->memory = NULL;
	m->unmapped = NULL;
}

void merge_note(char to[MERGE_WHY], uint64_t line, int number, const char *words)
{
	if (!*to)
		snprintf(to, MERGE_WHY, "%llu: %04d: %.200s", (unsigned long long)line, number, words);
}

static void put_slot(struct slot *to, const char *s, size_t len, double v, int rank, double ts)
{
	memcpy(to->text, s, len);
	to->len = (unsigned)len;
	to->v = v;
	to->rank = rank;
	to->ts = ts;
}

static void clear(struct merge *m, struct slots *s)
{
	for (int c = 0; c < m->map->n_columns; c++)
		s->slot[c].len = 0;
	s->open = false;
}

/* The sender says that it has no value: the last one is over. */
static void forget_kept(struct merge *m, int column)
{
	if (m->kept)
		m->kept->slot[column].len = 0;
}

/* Which of the two unit systems gives a value that can be. */
static void vote(struct vote *votes, const struct item_entry *e, double own, double other)
{
	const struct channel_info *c = &channel_table[e->channel];
	bool fits = own >= c->low && own <= c->high, fits_other = other >= c->low && other <= c->high;

	if (c->low >= c->high)
		return;
	votes->own += fits && !fits_other;
	votes->other += fits_other && !fits;
}

/* The value of an item into a slot of a set, unless a better one is there. */
static void put_value(struct merge *m, struct slots *set, const struct frame *f, const struct wits0_item *item,
	const struct item_entry *e)
{
	const char *s = wits0_text(f->d, item);
	const struct nulls *nulls = e->nulls ? &m->map->nulls[e->nulls - 1] : m->nulls;
	struct slot *to = &set->slot[e->column];
	char number[NUM_LEN];
	struct value value;
	bool as_is;
	double v;

	switch (value_read(s, item->len, channel_table[e->channel].quantity, nulls, m->commas, &value)) {
	case VALUE_BLANK:
		m->count[MERGE_BLANK]++;
		forget_kept(m, e->column);
		return;
	case VALUE_NULL:
		m->count[MERGE_NULLS]++;
		forget_kept(m, e->column);
		return;
	case VALUE_TEXT:
		m->count[MERGE_NOT_NUMBER]++;
		snprintf(number, sizeof number, "'%.*s'", (int)(item->len < 28 ? item->len : 28), s);
		merge_note(m->bad_value, f->d->frame_line, item->number, number);
		return;
	case VALUE_NUMBER:
		break;
	}
	m->count[MERGE_UNIT_TEXT] += value.unit != NULL;
	m->count[MERGE_DECIMAL_COMMA] += value.comma;
	m->commas |= value.comma;
	v = value.unit ? unit_to_base(value.unit, value.v) : e->unit ? unit_to_base(e->unit, value.v) : value.v;
	if (e->other && !value.unit && set != m->held)
		vote(&m->vote[e->column], e, v, unit_to_base(e->other, value.v));
	if (to->len > 0) {
		/* One of the two goes. In a frame the better item stays, among those that wait the newer of equal ones. */
		bool newer = set == m->held && (e->rank == to->rank || set->ts - to->ts > m->o.hold);

		m->count[MERGE_UNUSED]++;
		if (e->rank >= to->rank && !newer)
			return;
	}
	as_is = !value.unit && !value.comma && !e->unit && item->len <= SLOT_TEXT &&
		num_is_json(s, item->len);
	if (as_is)
		put_slot(to, s, item->len, v, e->rank, set->ts);
	else
		put_slot(to, number, num_format(v, number), v, e->rank, set->ts);
}

/* Whether a row has a value of its own time, not one that waited for it. */
static bool has_own(const struct slots *row, int column)
{
	return row && row->slot[column].len && fabs(row->slot[column].ts - row->ts) <= 0;
}

/* The items of a frame that have a column. lacking: only where that row has nothing. */
static void put_items(struct merge *m, struct slots *set, const struct frame *f, const struct slots *lacking)
{
	for (int i = 0; i < f->d->n; i++) {
		const struct wits0_item *item = &f->d->item[i];
		const struct item_entry *e = itemmap_get(m->map, item->number);

		if (!e) {
			m->count[MERGE_UNMAPPED]++;
			m->unmapped[item->number]++;
			continue;
		}
		if (e->column >= 0 && !has_own(lacking, e->column))
			put_value(m, set, f, item, e);
		if (e->extra >= 0 && item->len && (set == m->held || !set->slot[e->extra].len) &&
		    !has_own(lacking, e->extra))
			put_slot(&set->slot[e->extra], wits0_text(f->d, item), item->len, NAN, 0, set->ts);
	}
}

/* Waiting items go into the row where it has nothing, when they are of its time. */
static void fill_from_held(struct merge *m)
{
	for (int c = 0; c < m->map->n_columns; c++) {
		struct slot *from = &m->held->slot[c], *to = &m->row->slot[c];

		if (!from->len)
			continue;
		if (from->ts > m->row->ts + m->o.hold)
			continue;       /* of a later time: it may still find its row */
		if (!to->len && !(from->ts < m->row->ts - m->o.hold)) {
			put_slot(to, from->text, from->len, from->v, from->rank, from->ts);
			m->count[MERGE_FILLED]++;
		} else {
			m->count[MERGE_UNUSED]++;
		}
		from->len = 0;
	}
}

/* Some senders leave out what has not changed: its last value stands in, for as long as the map says. */
static void fill_from_kept(struct merge *m)
{
	for (int c = 0; m->kept && c < m->map->n_columns; c++) {
		struct slot *from = &m->kept->slot[c], *to = &m->row->slot[c];
		double age = m->row->ts - from->ts;

		if (!(m->map->column[c].keep > 0))
			continue;
		if (to->len) {
			put_slot(from, to->text, to->len, to->v, to->rank, to->ts);
		} else if (from->len && age >= 0 && age <= m->map->column[c].keep) {
			put_slot(to, from->text, from->len, from->v, from->rank, from->ts);
			m->count[MERGE_KEPT]++;
		}
	}
}

/* The row under way is done. */
static void make_ready(struct merge *m)
{
	struct slots *done = m->row;
	double step;

	fill_from_held(m);
	fill_from_kept(m);
	step = m->row->ts - m->last;
	if (step < 0)
		m->count[MERGE_TIME_BACK]++;
	else if (step > 0)
		m->interval = step;
	m->last = m->row->ts;
	m->count[MERGE_ROWS]++;
	m->row = m->ready;
	m->ready = done;
	clear(m, m->row);
}

/* A primary frame's own time far from the last row's is believed when a second one agrees: one damaged digit must not
 * put the clock of everything that follows hours off. */
static bool is_far(struct merge *m, double ts, bool carried)
{
	double far = fmax(FAR, isnan(m->interval) ? 0 : FAR_STEPS * m->interval), step = ts - m->last;

	if (isnan(m->last) || fabs(step) <= far) {
		m->jump = NAN;
		return false;
	}
	/* A date that was carried over from the far frame says nothing for it. */
	if (!carried && (fabs(ts - m->jump) <= far || (step > far && m->jump > m->last && ts > m->jump))) {
		m->jump = NAN;
		return false;
	}
	if (!carried)
		m->jump = ts;
	m->count[MERGE_TIME_JUMP]++;
	return true;
}

static double arrival_stamp(struct merge *m, double arrival)
{
	/* Frames that one read brings get different times; the clock of the host may step back. */
	double ts = floor(arrival * 1000) / 1000;

	if (ts <= m->stamped)
		ts = m->stamped + 0.001;
	m->stamped = round(ts * 1000) / 1000;
	m->count[MERGE_STAMPED]++;
	return m->stamped;
}

static bool take_other(struct merge *m, const struct frame *f, double own, double arrival)
{
	double ts = own;
	bool ready = false;

	if (isnan(ts))
		ts = !m->timed && m->o.stamp ? arrival_stamp(m, arrival) : m->time->last;
	if (m->row->open && ts > m->row->ts) {
		make_ready(m);
		ready = true;
	}
	if (m->row->open && !(ts < m->row->ts)) {
		put_items(m, m->row, f, NULL);
		return ready;
	}
	m->held->ts = ts;
	put_items(m, m->held, f, NULL);
	return ready;
}

static bool take_primary(struct merge *m, const struct frame *f, double own, double arrival)
{
	double ts = own;
	bool ready = false;

	m->primaries++;
	if (isnan(ts) && m->o.stamp)
		ts = arrival_stamp(m, arrival);
	if (isnan(ts)) {
		m->count[MERGE_NO_TIME]++;
		return false;
	}
	if (!isnan(own) && is_far(m, ts, !f->stamp && m->time->carried))
		return false;
	if (m->row->open && fabs(ts - m->row->ts) > 0) {
		make_ready(m);
		ready = true;
	}
	if (!m->row->open && fabs(ts - m->last) <= 0) {
		m->count[MERGE_SAME_TIME]++;
		m->held->ts = ts;
		put_items(m, m->held, f, m->ready);
		return ready;
	}
	m->row->open = true;
	m->row->stamped = isnan(own);
	m->row->ts = ts;
	put_items(m, m->row, f, NULL);
	m->voted++;
	if (m->o.settle)
		return ready;
	make_ready(m);
	return true;
}

bool merge_take(struct merge *m, const struct wits0 *d, double arrival)
{
	struct frame f = { .d = d };
	double own;

	frame_sort(m, &f);
	if (f.meant == 0) {
		m->count[MERGE_HANDSHAKES]++;
		return false;
	}
	own = frame_own_time(m, &f);
	/* Without a time of its own a frame like the last may well be a new one: nothing has changed. */
	if (!isnan(own)) {
		m->timed = true;
		if (frame_is_duplicate(m, d)) {
			m->count[MERGE_DUPLICATES]++;
			return false;
		}
	}
	if (f.well)
		frame_take_well(m, &f);
	return f.primary ? take_primary(m, &f, own, arrival) : take_other(m, &f, own, arrival);
}

bool merge_finish(struct merge *m)
{
	bool ready = m->row->open;

	if (ready)
		make_ready(m);
	for (int c = 0; c < m->map->n_columns; c++)
		m->count[MERGE_UNUSED] += m->held->slot[c].len > 0;
	clear(m, m->held);
	return ready;
}

void merge_fields(const struct merge *m, struct field *f)
{
	for (int c = 0; c < m->map->n_columns; c++)
		f[c] = (struct field){ m->ready->slot[c].text, m->ready->slot[c].len };
}

double merge_value(const struct merge *m, enum channel channel)
{
	for (int c = 0; c < m->map->n_columns; c++)
		if (m->map->column[c].channel == channel && m->ready->slot[c].len)
			return m->ready->slot[c].v;
	return NAN;
}

int merge_misfits(const struct merge *m, char *names, size_t size, int *fits)
{
	int misfits = 0;
	size_t at = 0;

	*fits = 0;
	names[0] = '\0';
	for (int c = 0; c < m->map->n_columns; c++) {
		const struct vote *v = &m->vote[c];
		size_t len = strlen(m->map->column[c].name);

		*fits += v->own > v->other;
		if (v->other <= v->own || 2 * (uint64_t)v->other < m->voted)
			continue;
		misfits++;
		if (at + len + 2 > size)
			continue;
		if (at)
			names[at++] = ' ';
		memcpy(names + at, m->map->column[c].name, len + 1);
		at += len;
	}
	return misfits;
}
