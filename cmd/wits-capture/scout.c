/*
 * scout.c - see scout.h. It has a decoder of its own; the bytes are decoded again by the rig they turn out to be of, so that
 * nothing is counted twice there.
 */
#include "scout.h"

#include <stdlib.h>
#include <string.h>

struct piece { double arrival; size_t len; };
struct scout {
	unsigned frames;
	char well[SCOUT_WELL];
	struct text held;               /* pieces, each followed by its bytes */
	size_t bytes;
	struct wits0 decoder;
};

struct scout *scout_new(void)
{
	struct scout *s = calloc(1, sizeof *s);

	if (s)
		wits0_init_zeroed(&s->decoder);
	return s;
}

void scout_free(struct scout *s)
{
	if (!s)
		return;
	text_free(&s->held);
	free(s);
}

static void look_at_frame(struct scout *s, const struct itemmap *map, const struct nulls *nulls)
{
	double v;

	s->frames++;
	for (int k = 0; k < s->decoder.n && !*s->well; k++) {
		const struct wits0_item *i = &s->decoder.item[k];
		const struct item_entry *e = itemmap_get(map, i->number);
		const char *text = wits0_text(&s->decoder, i);

		if (!e || e->use != USE_WELL || i->len == 0 || i->len >= sizeof s->well ||
		    num_field(text, i->len, nulls, &v) == NUM_MISSING)
			continue;
		memcpy(s->well, text, i->len);
		s->well[i->len] = '\0';
	}
}

enum scout_status scout_feed(struct scout *s, const struct itemmap *map, const struct nulls *nulls, const char *bytes, size_t len,
	double arrival)
{
	struct piece piece = { arrival, len };

	text_add(&s->held, (const char *)&piece, sizeof piece);
	text_add(&s->held, bytes, len);
	if (s->held.failed)
		return SCOUT_MEMORY;
	s->bytes += len;
	while (len > 0) {
		size_t room;
		char *to = wits0_room(&s->decoder, &room);

		if (room > len)
			room = len;
		memcpy(to, bytes, room);
		wits0_fed(&s->decoder, room);
		while (wits0_next(&s->decoder))
			look_at_frame(s, map, nulls);
		bytes += room;
		len -= room;
	}
	if (*s->well)
		return SCOUT_NAMED;
	if (s->frames >= SCOUT_FRAMES)
		return SCOUT_NAMELESS;
	if (s->bytes < SCOUT_BYTES)
		return SCOUT_MORE;
	return s->frames ? SCOUT_NAMELESS : SCOUT_NO_WITS;
}

unsigned scout_frames(const struct scout *s) { return s->frames; }
const char *scout_well(const struct scout *s) { return s->well; }

bool scout_held(const struct scout *s, size_t *at, const char **bytes, size_t *len, double *arrival)
{
	struct piece piece;

	if (*at >= s->held.len)
		return false;
	memcpy(&piece, s->held.s + *at, sizeof piece);
	*bytes = s->held.s + *at + sizeof piece;
	*len = piece.len;
	*arrival = piece.arrival;
	*at += sizeof piece + piece.len;
	return true;
}
