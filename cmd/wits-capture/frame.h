/*
 * frame.h - what a decoded frame says of itself, for merge.c. No I/O.
 */
#ifndef FRAME_H
#define FRAME_H
#include "merge.h"

/* A frame's items by what they are for. */
struct frame {
	const struct wits0 *d;
	const struct wits0_item *date, *time, *stamp, *well;
	int time_record;                /* whose date and time those are; 0: none yet */
	bool primary;
	int meant;                      /* items that are not a handshake's */
};

/* Finds what the items of f->d are for. */
void frame_sort(struct merge *, struct frame *);
/* The frame's own time in Unix s; NAN when it has none that can be, which is counted. */
double frame_own_time(struct merge *, const struct frame *);
/* Whether one of the last MERGE_RECENT frames was the same; if not, this one is now among them. */
bool frame_is_duplicate(struct merge *, const struct wits0 *);
/* The well's name; one that differs from the present one is believed when the next frame says so too. */
void frame_take_well(struct merge *, const struct frame *);
#endif
