/*
 * source.h - where the bytes come from: a file or standard input. A further kind is one function and one row of the table.
 */
#ifndef SOURCE_H
#define SOURCE_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { SOURCE_WHY = 256 };

struct source {
	int fd;
	const char *name;       /* for messages: the operand, "<stdin>" for "-" */
	bool never_waits;       /* a regular file */
	int64_t size;           /* bytes of a regular file, else -1 */
	uint64_t taken;         /* bytes read */
};

/* False and a reason. operand stays the caller's. */
bool source_open(struct source *, const char *operand, char why[SOURCE_WHY]);
/* True when a read would have to wait: the time to flush what is written. */
bool source_waits(const struct source *);
ssize_t source_read(struct source *, char *to, size_t room);    /* as read(2), over EINTR */
void source_close(struct source *);
#endif
