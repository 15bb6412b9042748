/*
 * child.h - a program run with an argument vector (no shell), its output collected, for so long and no longer.
 */
#ifndef CHILD_H
#define CHILD_H
#include <stdbool.h>
#include <stddef.h>
#include "text.h"

enum { CHILD_OUT_MAX = 64 << 20, CHILD_ERR_MAX = 16 << 10 };
enum child_end { CHILD_EXITED, CHILD_KILLED, CHILD_LATE, CHILD_LARGE, CHILD_NOT_RUN };
struct child { struct text out, err; int status; };     /* status: what it exited with; the signal; errno of CHILD_NOT_RUN */

/* Runs argv[0] (looked up on PATH when it has no slash) with the environment as it is. More than CHILD_OUT_MAX bytes of output,
 * or longer than `seconds`, and it is killed. What it says on standard error is kept up to CHILD_ERR_MAX. */
enum child_end child_run(struct child *, char *const argv[], double seconds);
void child_free(struct child *);
#endif
