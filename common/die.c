/* die.c - messages and the end of a program; see die.h. */
#include "die.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *progname = "drillpipe";

/* One write, so that messages of the stages of a pipe do not mix; a name from data must not drive the terminal. */
static void say(const char *format, va_list arguments)
{
	char line[4096];
	int start = snprintf(line, sizeof line, "%s: ", progname);
	size_t len = start < 0 ? 0 : (size_t)start;
	ssize_t written;

	if (len >= sizeof line - 2)
		len = sizeof line - 2;
	int more = vsnprintf(line + len, sizeof line - 1 - len, format, arguments);
	if (more > 0)
		len += (size_t)more;
	if (len > sizeof line - 2)
		len = sizeof line - 2;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
	line[len++] = '\n';
	written = write(STDERR_FILENO, line, len);
	(void)written;                          /* nowhere left to complain */
}

void die(int status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	exit(status);
}

void warning(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
}

void die_write(const char *name)
{
	if (errno == EPIPE) {
		/* The reader has gone: end as SIGPIPE ends a program, even where it was ignored at the start. */
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
		_exit(128 + SIGPIPE);
	}
	die(EX_IOERR, "cannot write %s: %s", name, strerror(errno));
}

void *xrealloc(void *old, size_t n, size_t size)
{
	void *memory;

	if (size && n > SIZE_MAX / size)
		die(EX_OSERR, "out of memory");
	memory = realloc(old, n && size ? n * size : 1);
	if (!memory)
		die(EX_OSERR, "out of memory");
	return memory;
}

char *xstrdup(const char *s)
{
	char *copy = strdup(s);

	if (!copy)
		die(EX_OSERR, "out of memory");
	return copy;
}
