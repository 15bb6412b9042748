/*
 * die.h - messages and the end of a program. For cmd/ and cmd.c, opt.c only: the rest of common never calls it.
 *
 * A message is one write: "tool: text", control characters shown as `?`. Exit statuses are those of sysexits.h.
 */
#ifndef DIE_H
#define DIE_H
#include <stddef.h>
#include <sysexits.h>

extern const char *progname;

void die(int status, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));
void warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Ends the program for a failed write to `name`: by SIGPIPE (141) on EPIPE, else EX_IOERR with errno's text. */
void die_write(const char *name) __attribute__((noreturn));
void *xrealloc(void *, size_t n, size_t size);          /* n * size bytes, checked for overflow; dies EX_OSERR */
char *xstrdup(const char *);
#endif
