/*
 * signals.c - a pipe to oneself; see signals.h. A handler only notes and writes a byte, so that poll() wakes.
 */
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t stops, reopens, counters;
static int ends[2] = { -1, -1 };

static void note(int number)
{
	int why = errno;
	ssize_t written;

	if (number == SIGHUP) {
		reopens = 1;
	} else if (number == SIGUSR1) {
		counters = 1;
	} else {
		if (stops)
			_exit(128 + number);
		stops = 1;
	}
	written = write(ends[1], "", 1);
	(void)written;          /* full: it is readable anyway */
	errno = why;
}

bool signals_open(void)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGHUP, SIGUSR1 };
	struct sigaction action = { .sa_handler = note, .sa_flags = SA_RESTART }, before;

	if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) < 0)
		return false;
	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		/* nohup's ignored SIGHUP would end nothing here either: SIGHUP only reopens. */
		if (sigaction(numbers[i], NULL, &before) < 0)
			return false;
		if (numbers[i] == SIGINT && before.sa_handler == SIG_IGN)
			continue;       /* in the background of a shell without job control */
		if (sigaction(numbers[i], &action, NULL) < 0)
			return false;
	}
	return true;
}

int signals_fd(void) { return ends[0]; }

struct signals signals_take(void)
{
	struct signals got;
	char waste[64];

	while (read(ends[0], waste, sizeof waste) > 0)
		continue;
	got = (struct signals){ .stop = stops != 0, .reopen = reopens != 0, .counters = counters != 0 };
	if (got.reopen)
		reopens = 0;
	if (got.counters)
		counters = 0;
	return got;
}
