/*
 * vendor.h - which of two columns is the channel, where a vendor's exports are known to have both.
 *
 * A layout is known by its time columns. In it each channel has an order of spellings: the first that is there, and has a unit
 * that can be, is taken; the others are kept out, which is said. Elsewhere two such columns stay an error.
 */
#ifndef VENDOR_H
#define VENDOR_H
#include "head.h"
#include "log.h"

struct vendor { const char *name; };    /* NULL name: no known vendor */

struct vendor vendor_find(const struct log *);
/* Where a column stands among those for its channel: 0 best; -1: the vendor's layout says nothing of it. Spelled without
 * unit, as head.h takes it off. */
int vendor_rank(const struct vendor *, enum channel, const char *name, size_t len);
/* True for a column that the vendor exports without a physical unit ("unitless") where the channel needs one. */
bool vendor_unusable(const struct vendor *, const struct head *);
#endif
