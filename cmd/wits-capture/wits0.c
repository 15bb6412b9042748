/*
 * wits0.c - the frame decoder; see wits0.h. The rules for damage are those of the table in wits0(5).
 *
 * One line at a time is looked at where it lies in the buffer. `&&` and `!!` at the start of a line count as soon as both
 * bytes are there, so that a sender that writes no line end after `!!` is not one frame late.
 */
#include "wits0.h"

#include <string.h>

const char *const wits0_count_names[WITS0_COUNTS] = {
	[WITS0_FRAMES] = "frames", [WITS0_NO_END] = "no_end", [WITS0_NO_BEGIN] = "no_begin", [WITS0_STRAY] = "stray",
	[WITS0_CUT] = "cut", [WITS0_JUNK] = "junk", [WITS0_NOISE] = "noise", [WITS0_JOINED] = "joined",
	[WITS0_LONG_LINE] = "long_line", [WITS0_LONG_FRAME] = "long_frame", [WITS0_REPEATED] = "repeated",
	[WITS0_COMMENTS] = "comments",
};

enum { SMALL = 4096 };  /* bytes */
enum { BYTE_LINE_END = 1, BYTE_CONTROL = 2, BYTE_HIGH = 4 };

static const unsigned char byte_class[256] = {
	[0] = BYTE_CONTROL, [1] = BYTE_CONTROL, [2] = BYTE_CONTROL, [3] = BYTE_CONTROL, [4] = BYTE_CONTROL,
	[5] = BYTE_CONTROL, [6] = BYTE_CONTROL, [7] = BYTE_CONTROL, [8] = BYTE_CONTROL, ['\n'] = BYTE_LINE_END,
	[11] = BYTE_CONTROL, [12] = BYTE_CONTROL, ['\r'] = BYTE_LINE_END, [14 ... 31] = BYTE_CONTROL, [127] = BYTE_CONTROL,
	[128 ... 255] = BYTE_HIGH
};

void wits0_init(struct wits0 *d)
{
	/* The buffer's bytes need no clearing; everything else does. */
	memset((char *)d + sizeof d->buffer, 0, sizeof *d - sizeof d->buffer);
	wits0_init_zeroed(d);
}

void wits0_init_zeroed(struct wits0 *d)
{
	d->serial = 1;
}

char *wits0_room(struct wits0 *d, size_t *room)
{
	size_t keep = d->line;

	if (d->handed) {
		d->handed = false;
		d->n = 0;
	}
	if (d->n > 0)
		keep = d->item[0].at;
	/* A little at the end is moved at once: what a slow line needs of the buffer stays small. */
	if (d->end - keep <= SMALL || sizeof d->buffer - d->end < sizeof d->buffer / 3) {
		memmove(d->buffer, d->buffer + keep, d->end - keep);
		d->end -= keep;
		d->line -= keep;
		d->scan -= keep;
		for (int i = 0; i < d->n; i++)
			d->item[i].at -= (unsigned)keep;
	}
	*room = sizeof d->buffer - d->end;
	return d->buffer + d->end;
}

void wits0_fed(struct wits0 *d, size_t len)
{
	d->end += len;
	d->taken += len;
}

static bool is_blank(char c) { return c == ' ' || c == '\t'; }
static bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }

/* Well-formed UTF-8 (Unicode 15, table 3-7), for names with letters beyond ASCII. */
static bool is_utf8(const unsigned char *s, size_t len)
{
	for (size_t i = 0; i < len; ) {
		size_t more = s[i] < 0x80 ? 0 : s[i] >= 0xC2 && s[i] < 0xE0 ? 1 : (s[i] & 0xF0) == 0xE0 ? 2
			: s[i] >= 0xF0 && s[i] < 0xF5 ? 3 : 9;

		if (more >= len - i)
			return false;
		for (size_t k = 1; k <= more; k++)
			if ((s[i + k] & 0xC0) != 0x80)
				return false;
		if ((s[i] == 0xE0 && s[i + 1] < 0xA0) || (s[i] == 0xED && s[i + 1] > 0x9F) ||
		    (s[i] == 0xF0 && s[i + 1] < 0x90) || (s[i] == 0xF4 && s[i + 1] > 0x8F))
			return false;
		i += more + 1;
	}
	return true;
}

/* RRII of an item line, 0 when it is none. */
static int item_number(const char *s, size_t len)
{
	int record, item;

	if (len < 4 || !is_digit(s[0]) || !is_digit(s[1]) || !is_digit(s[2]) || !is_digit(s[3]))
		return 0;
	record = (s[0] - '0') * 10 + s[1] - '0';
	item = (s[2] - '0') * 10 + s[3] - '0';
	return record && item ? record * 100 + item : 0;
}

static void open_frame(struct wits0 *d, bool implied)
{
	d->in_frame = d->synced = true;
	d->implied = implied;
	d->n = 0;
	d->frame_line = d->lines + 1;
	if (++d->serial == 0) {
		memset(d->last_seen, 0, sizeof d->last_seen);
		d->serial = 1;
	}
}

/* Gives up on the open frame: items are stray until the next mark. */
static void drop_frame(struct wits0 *d)
{
	d->in_frame = d->synced = false;
	d->n = 0;
}

static void take_item(struct wits0 *d, int number, const char *s, size_t len)
{
	size_t at = (size_t)(s - d->buffer) + 4;

	if (!d->in_frame) {
		if (!d->synced) {
			d->count[WITS0_STRAY]++;
			return;
		}
		open_frame(d, true);
		/* The first line behind a lost mark may be the rest of another one. */
		if (d->any_begin) {
			d->count[WITS0_STRAY]++;
			return;
		}
	}
	if (d->n == WITS0_ITEMS_MAX) {
		d->count[WITS0_LONG_FRAME]++;
		drop_frame(d);
		return;
	}
	if (d->last_seen[number] == d->serial) {
		d->count[WITS0_REPEATED]++;
		return;
	}
	d->last_seen[number] = d->serial;
	len -= 4;
	while (len && is_blank(d->buffer[at]))
		at++, len--;
	d->item[d->n++] = (struct wits0_item){ .number = number, .at = (unsigned)at, .len = (unsigned)len };
}

static bool hand_out(struct wits0 *d)
{
	d->in_frame = false;
	d->handed = true;
	d->count[WITS0_FRAMES]++;
	return true;
}

/* `&&`. True when it ends a frame that lacks its `!!`. */
static bool begin_mark(struct wits0 *d)
{
	bool ready = false;

	if (d->in_frame && d->implied) {
		d->count[WITS0_STRAY] += (uint64_t)d->n;
	} else if (d->in_frame) {
		d->count[WITS0_NO_END]++;
		/* Where marks get lost the line before may be cut; a sender that never writes `!!` loses nothing. */
		if (d->any_end && d->n > 0) {
			d->n--;
			d->count[WITS0_STRAY]++;
		}
		ready = d->n > 0;
	}
	d->any_begin = true;
	if (!ready) {
		open_frame(d, false);
		return false;
	}
	d->begin_next = true;
	return hand_out(d);
}

/* `!!`. True when a frame is ready. */
static bool end_mark(struct wits0 *d)
{
	bool inside = d->in_frame;

	d->any_end = true;
	if (!inside) {
		if (d->synced)
			d->count[WITS0_JUNK]++;
		d->synced = true;
		return false;
	}
	if (d->implied)
		d->count[WITS0_NO_BEGIN]++;
	return hand_out(d);
}

static bool is_mark(const char *s)
{
	return (*s == '&' || *s == '!') && s[1] == *s;
}

static bool take_mark(struct wits0 *d, char mark)
{
	return mark == '&' ? begin_mark(d) : end_mark(d);
}

/* A line, blanks trimmed, that has control or 8-bit bytes. True when it is to be dropped. */
static bool is_noise(const struct wits0 *d, const char *s, size_t len)
{
	if (!(d->seen_bytes & (BYTE_CONTROL | BYTE_HIGH)))
		return false;
	return (d->seen_bytes & BYTE_CONTROL) || !item_number(s, len) || !is_utf8((const unsigned char *)s, len);
}

/* The line at s without its end. True when a frame is ready. */
static bool take_line(struct wits0 *d, const char *s, size_t len)
{
	char mark = 0;
	int number;

	while (len && is_blank(*s))
		s++, len--;
	while (len && is_blank(s[len - 1]))
		len--;
	if (len == 0)
		return false;
	if (*s == '#') {
		d->count[WITS0_COMMENTS]++;
		return false;
	}
	if (d->after_mark)
		d->count[WITS0_JOINED]++;
	if (len > 2 && is_mark(s + len - 2)) {
		mark = s[len - 1];
		d->count[WITS0_JOINED]++;
		for (len -= 2; len && is_blank(s[len - 1]); )
			len--;
	}
	number = item_number(s, len);
	if (is_noise(d, s, len))
		d->count[WITS0_NOISE]++;        /* a mark at the end of noise is believed, a value in it is not */
	else if (number)
		take_item(d, number, s, len);
	else
		d->count[WITS0_JUNK]++;
	return mark && take_mark(d, mark);
}

/* Moves scan to the end of the line or of the bytes. True at a line end. */
static bool find_line_end(struct wits0 *d)
{
	const char *p = d->buffer + d->scan, *end = d->buffer + d->end;
	unsigned class;

	for (; p < end; p++) {
		class = byte_class[(unsigned char)*p];
		if (!class)
			continue;
		if (class == BYTE_LINE_END)
			break;
		d->seen_bytes |= class;
		d->odd_bytes++;
	}
	d->scan = (size_t)(p - d->buffer);
	return p < end;
}

/* Passes over the line end at scan; the LF of a CR LF may come later. */
static void next_line(struct wits0 *d)
{
	d->after_cr = d->buffer[d->scan] == '\r';
	d->line = ++d->scan;
	d->seen_bytes = 0;
	d->after_mark = d->discard = false;
	d->lines++;
}

/* A mark at the start of the line: 1 taken, 0 none, -1 when the next byte decides. *ready when it ended a frame. */
static int mark_at_start(struct wits0 *d, bool *ready)
{
	while (d->scan == d->line && d->line < d->end && is_blank(d->buffer[d->line]))
		d->scan = ++d->line;
	if (d->line == d->end)
		return -1;
	if (d->scan != d->line || (d->buffer[d->line] != '&' && d->buffer[d->line] != '!'))
		return 0;
	if (d->end - d->line < 2)
		return -1;
	if (!is_mark(d->buffer + d->line))
		return 0;
	if (d->after_mark)
		d->count[WITS0_JOINED]++;
	*ready = take_mark(d, d->buffer[d->line]);
	d->line = d->scan = d->line + 2;
	d->after_mark = true;
	return 1;
}

static void check_length(struct wits0 *d)
{
	if (d->n > 0 && d->in_frame && d->line - d->item[0].at > WITS0_FRAME_MAX) {
		d->count[WITS0_LONG_FRAME]++;
		drop_frame(d);
	}
	if (d->scan - d->line > WITS0_LINE_MAX && !d->discard) {
		d->discard = true;
		d->count[WITS0_LONG_LINE]++;
	}
	if (d->discard)
		d->line = d->scan;
}

bool wits0_next(struct wits0 *d)
{
	bool ready = false;

	if (d->handed) {
		d->handed = false;
		d->n = 0;
	}
	if (d->begin_next) {
		d->begin_next = false;
		open_frame(d, false);
	}
	while (d->line < d->end) {
		size_t start;
		bool whole, dropped;

		if (d->after_cr) {
			d->after_cr = false;
			if (d->buffer[d->line] == '\n') {
				d->scan = ++d->line;
				continue;
			}
		}
		if (!d->discard) {
			int mark = mark_at_start(d, &ready);
			if (ready)
				return true;
			if (mark > 0)
				continue;
			if (mark < 0)
				return false;
		}
		whole = find_line_end(d);
		check_length(d);
		start = d->line;
		if (!whole)
			return false;
		dropped = d->discard;
		ready = !dropped && take_line(d, d->buffer + start, d->scan - start);
		next_line(d);
		if (ready)
			return true;
	}
	return false;
}

void wits0_finish(struct wits0 *d)
{
	if (d->handed) {
		d->handed = false;
		d->n = 0;
	}
	if (d->in_frame && (d->n > 0 || !d->implied))
		d->count[WITS0_CUT]++;
	else if (d->line < d->end)
		d->count[WITS0_JUNK]++;
	drop_frame(d);
	d->begin_next = d->after_mark = d->after_cr = d->discard = false;
	d->seen_bytes = 0;
	d->line = d->scan = d->end;
}

bool wits0_is_binary(const struct wits0 *d)
{
	return d->count[WITS0_FRAMES] == 0 && d->taken >= 64 && d->odd_bytes >= d->taken / 5;
}

const struct wits0_item *wits0_find(const struct wits0 *d, int number)
{
	for (int i = 0; i < d->n; i++)
		if (d->item[i].number == number)
			return &d->item[i];
	return NULL;
}
