/*
 * wits0_fuzz.c - any bytes through the decoder and the merge, once in one piece and once cut into pieces: the frames, the
 * counts and the rows must be the same.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "merge.h"

struct seen { uint64_t hash; uint64_t frames[WITS0_COUNTS], rows[MERGE_COUNTS]; };

static struct wits0 decoder;
static struct itemmap map;
static struct merge merge;

static void add(struct seen *seen, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < len; i++)
		seen->hash = (seen->hash ^ p[i]) * 1099511628211u;
}

static void check_frame(struct seen *seen)
{
	for (int i = 0; i < decoder.n; i++) {
		const struct wits0_item *item = &decoder.item[i];

		if (item->number < 101 || item->number >= WITS0_NUMBERS || item->number % 100 == 0 ||
		    item->len > WITS0_LINE_MAX || item->at + item->len > decoder.end)
			abort();
		for (int k = 0; k < i; k++)
			if (decoder.item[k].number == item->number)
				abort();
		add(seen, &item->number, sizeof item->number);
		add(seen, wits0_text(&decoder, item), item->len);
	}
	add(seen, &decoder.frame_line, sizeof decoder.frame_line);
}

static void check_row(struct seen *seen)
{
	struct field f[ITEMMAP_COLUMNS];

	merge_fields(&merge, f);
	add(seen, &merge.ready->ts, sizeof merge.ready->ts);
	for (int c = 0; c < map.n_columns; c++) {
		if (f[c].len && map.column[c].channel != CHANNELS && !num_is_json(f[c].text, f[c].len))
			abort();
		add(seen, f[c].text, f[c].len);
		add(seen, ",", 1);
	}
}

static void run(const uint8_t *s, size_t len, size_t piece, const struct merge_options *o, struct seen *seen)
{
	static const struct when_zone utc = { .name = "UTC" };
	struct frametime time;
	struct nulls nulls;
	double arrival = 1e9;

	*seen = (struct seen){ .hash = 14695981039346656037u };
	nulls_default(&nulls);
	wits0_init(&decoder);
	frametime_init(&time, &utc, WHEN_ORDER_YMD);
	if (!merge_init(&merge, &map, &nulls, &time, o))
		abort();
	while (len > 0) {
		size_t room, n;
		char *to = wits0_room(&decoder, &room);

		if (room == 0)
			abort();
		n = len < piece ? len : piece;
		if (n > room)
			n = room;
		memcpy(to, s, n);
		wits0_fed(&decoder, n);
		while (wits0_next(&decoder)) {
			check_frame(seen);
			arrival += 1;
			if (merge_take(&merge, &decoder, arrival))
				check_row(seen);
		}
		s += n;
		len -= n;
	}
	wits0_finish(&decoder);
	if (merge_finish(&merge))
		check_row(seen);
	memcpy(seen->frames, decoder.count, sizeof decoder.count);
	memcpy(seen->rows, merge.count, sizeof merge.count);
	merge_free(&merge);
}

int LLVMFuzzerTestOneInput(const uint8_t *s, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *s, size_t len)
{
	static const char file[] = "0116,wob,,-1,60\n0120,rpm,,none,1d\n0210,rop,m_h,,5\n";
	static struct seen whole, cut;
	struct merge_options o = { .primary = 1, .hold = 10 };
	char why[ITEMMAP_WHY];
	size_t piece;

	if (len < 2)
		return 0;
	piece = 1 + s[0] % 61;
	o.stamp = s[1] & 1;
	o.settle = s[1] & 2;
	if (!itemmap_build(&map, s[1] & 4, o.primary, s[1] & 16 ? file : NULL, sizeof file - 1, "map",
	    s[1] & 8 ? "0101,0141,9999" : NULL, why))
		abort();
	s += 2;
	len -= 2;
	run(s, len, len + 1, &o, &whole);
	run(s, len, piece, &o, &cut);
	if (memcmp(&whole, &cut, sizeof whole) != 0)
		abort();
	return 0;
}
