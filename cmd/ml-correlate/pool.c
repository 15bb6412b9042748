/*
 * pool.c - memory that lives as long as one segment is looked at: blocks that pieces are cut from.
 */
#include "pool.h"

#include <stdint.h>
#include <stdlib.h>

enum { BLOCK = 1 << 20, ALIGN = 64 };

struct pool_block { struct pool_block *next; size_t size, used; max_align_t start[]; };

/* A block with room for `size` bytes: a spare one, or a new one. */
static struct pool_block *block_find(struct pool *p, size_t size)
{
	struct pool_block **at = &p->spare, *b;

	while (*at && (*at)->size < size)
		at = &(*at)->next;
	b = *at;
	if (b) {
		*at = b->next;
		return b;
	}
	if (size > SIZE_MAX - sizeof *b)
		return NULL;
	size = size < BLOCK ? BLOCK : size;
	b = malloc(sizeof *b + size);
	if (b)
		*b = (struct pool_block){ .size = size };
	return b;
}

void *pool_take(struct pool *p, size_t count, size_t size)
{
	struct pool_block *b = p->first;
	void *piece;

	if (count > (SIZE_MAX - ALIGN) / size)
		return NULL;
	size = (count * size + ALIGN - 1) / ALIGN * ALIGN;
	if (!b || b->size - b->used < size) {
		b = block_find(p, size);
		if (!b)
			return NULL;
		b->used = 0;
		b->next = p->first;
		p->first = b;
	}
	piece = (char *)b->start + b->used;
	b->used += size;
	return piece;
}

void pool_clear(struct pool *p)
{
	while (p->first) {
		struct pool_block *b = p->first;

		p->first = b->next;
		b->next = p->spare;
		p->spare = b;
	}
}

static void free_all(struct pool_block *b)
{
	while (b) {
		struct pool_block *next = b->next;

		free(b);
		b = next;
	}
}

void pool_free(struct pool *p)
{
	free_all(p->first);
	free_all(p->spare);
	*p = (struct pool){0};
}
