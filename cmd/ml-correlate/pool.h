/*
 * pool.h - memory that lives as long as one segment is looked at: taken piece by piece, given back at once, and kept for the
 * next segment.
 */
#ifndef POOL_H
#define POOL_H
#include <stddef.h>

struct pool_block;
struct pool { struct pool_block *first, *spare; };      /* zero-initialise */

/* count elements of `size` bytes, aligned for any type, not cleared; NULL when out of memory. */
void *pool_take(struct pool *, size_t count, size_t size);
void pool_clear(struct pool *);                         /* all pieces are gone; the memory stays for the next */
void pool_free(struct pool *);
#endif
