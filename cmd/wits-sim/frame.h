/*
 * frame.h - samples as WITS level 0: record 08 with the gamma ray, then record 01 with everything else.
 */
#ifndef FRAME_H
#define FRAME_H
#include "sense.h"
#include "text.h"

struct frame_column { enum channel channel; int decimals; const char *metric; int metric_decimals; };
/* The channels a rig sends, in the order of the channel table, with the decimals it sends them in. */
enum { FRAME_COLUMNS = 20 };
extern const struct frame_column frame_columns[FRAME_COLUMNS];
/* The columns of a rig, as rows of the table; casing: one that tests casings. Returns how many. */
int frame_list(bool casing, int column[FRAME_COLUMNS]);

/* A sender: the items of record 01 in the order they are sent. `well` must outlive it. */
/* vendor: item 1984, first in each frame, as the Pason EDR has it; NULL: none. */
struct frame { const char *well, *vendor; bool metric; int items, item[FRAME_COLUMNS], column[FRAME_COLUMNS], gamma_item; };

double frame_round(double v, int decimals);             /* 0..3 decimals; never -0 */
void frame_init(struct frame *, const char *well, bool metric, bool casing);
/* Appends the frames of a sample; sequence is item 0104. Times are whole seconds. Lost sensors are -9999. */
void frame_write(const struct frame *, struct text *, const struct sample *, long sequence);
#endif
