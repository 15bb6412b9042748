/*
 * atomic.h - a file that is whole or absent: written beside its place, synced, renamed.
 */
#ifndef ATOMIC_H
#define ATOMIC_H
#include <stdbool.h>
#include <stddef.h>

struct atomic { int fd; char *path, *temporary; int at; };       /* at: the folder that path is relative to */

/* Opens a temporary file in path's folder. 0 or -1 and errno. */
int atomic_open(struct atomic *, const char *path);
/* The same for a plain name in an open folder (borrowed until it is published): no symbolic link is followed. */
int atomic_open_at(struct atomic *, int folder, const char *name);
/* fsync, rename over path (or, with exclusive, fail with EEXIST when path exists), fsync of the folder. 0 or -1 and errno;
 * the temporary file is gone either way. */
int atomic_publish(struct atomic *, bool exclusive);
void atomic_discard(struct atomic *);
int write_all(int fd, const char *s, size_t len);       /* the whole of it, over EINTR and short writes */
/* Reads a whole file (at most max bytes, else EFBIG) into a malloc'd, NUL-terminated buffer; NULL and errno. */
char *read_whole(const char *path, size_t max, size_t *len);
#endif
