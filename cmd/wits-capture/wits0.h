/*
 * wits0.h - WITS level 0 bytes to frames, over any damage (wits0(5)). No I/O.
 *
 * The decoder owns one fixed buffer: the caller reads into wits0_room(), says how much came, and takes frames until there
 * are none. A frame is handed out at its `!!`, without waiting for the line end behind it. What is not a frame is
 * dropped and counted by kind; nothing stops the decoder. Source of the format: API PUBL 3855 (1991).
 */
#ifndef WITS0_H
#define WITS0_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	WITS0_NUMBERS = 10000,          /* RRII: 0101..9999 */
	WITS0_LINE_MAX = 1024,          /* bytes a line */
	WITS0_ITEMS_MAX = 1024,         /* items a frame */
	WITS0_FRAME_MAX = 64 * 1024,    /* bytes a frame */
	WITS0_BUFFER = 192 * 1024
};
enum wits0_count {
	WITS0_FRAMES,           /* frames handed out */
	WITS0_NO_END,           /* frame without its `!!` */
	WITS0_NO_BEGIN,         /* frame without its `&&` */
	WITS0_STRAY,            /* item lines outside a frame, or beside a lost frame mark */
	WITS0_CUT,              /* frame that the end of the input cut */
	WITS0_JUNK,             /* lines that are neither item nor frame mark */
	WITS0_NOISE,            /* lines with control or 8-bit bytes */
	WITS0_JOINED,           /* frame marks on a line with other text */
	WITS0_LONG_LINE,        /* lines over WITS0_LINE_MAX */
	WITS0_LONG_FRAME,       /* frames over WITS0_ITEMS_MAX or WITS0_FRAME_MAX */
	WITS0_REPEATED,         /* items that came twice in a frame; the first holds */
	WITS0_COMMENTS,         /* `#` lines of a saved log */
	WITS0_COUNTS
};
struct wits0_item { int number; unsigned at, len; };    /* number 116 is 0116; value = text_of(item)[0..len), blanks trimmed */

struct wits0 {
	char buffer[WITS0_BUFFER];
	size_t end;             /* bytes held */
	size_t line;            /* where the current line begins */
	size_t scan;            /* where the search for its end goes on */
	unsigned seen_bytes;    /* classes of the bytes of the current line so far */
	bool in_frame, implied; /* implied: its `&&` was lost */
	bool synced;            /* a frame mark has been seen and nothing was lost since */
	bool any_begin, any_end;
	bool after_mark;        /* the rest of a mark's line is under way */
	bool after_cr;          /* an LF here belongs to the CR before it */
	bool discard;           /* inside an over-long line */
	bool handed;            /* the frame was handed out */
	bool begin_next;        /* the `&&` that ended it begins the next one */
	uint64_t lines;         /* lines ended so far */
	uint64_t frame_line;    /* 1-based line where the frame began */
	int n;
	struct wits0_item item[WITS0_ITEMS_MAX];
	uint32_t serial, last_seen[WITS0_NUMBERS];      /* which frame an item was last seen in */
	uint64_t count[WITS0_COUNTS];
	uint64_t taken, odd_bytes;      /* bytes so far, and those that no WITS text has */
};

void wits0_init(struct wits0 *);
void wits0_init_zeroed(struct wits0 *);         /* of memory that is zero: touches next to nothing of it */
/* Where to put the next bytes; never empty. Frames handed out before are no longer valid. */
char *wits0_room(struct wits0 *, size_t *room);
void wits0_fed(struct wits0 *, size_t len);
/* True when a whole frame is in item[0..n). Valid until the next call of wits0_next or wits0_room. */
bool wits0_next(struct wits0 *);
/* At the end of the input or line, after wits0_next() was false: counts what was cut. Another line may follow. */
void wits0_finish(struct wits0 *);
/* The bytes look like level 1 or higher (LIS or DLIS records): no frame so far and too much that is not text. */
bool wits0_is_binary(const struct wits0 *);
static inline const char *wits0_text(const struct wits0 *d, const struct wits0_item *i) { return d->buffer + i->at; }
/* The item of that number in the frame, NULL when it has none. */
const struct wits0_item *wits0_find(const struct wits0 *, int number);
extern const char *const wits0_count_names[WITS0_COUNTS];
#endif
