/*
 * syncer.c - see syncer.h.
 */
#include "syncer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The child: an order is a byte, the answer an int; the end of the orders is its end. */
static void __attribute__((noreturn)) serve(int orders, int answers, int folder)
{
	char order;
	ssize_t n;
	int why;

	/* A stop is the parent's to do; this one ends when the parent has closed its end. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGUSR1, SIG_IGN);
	for (;;) {
		n = read(orders, &order, 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			_exit(0);
		why = syncfs(folder) < 0 ? errno : 0;
		if (write(answers, &why, sizeof why) != (ssize_t)sizeof why)
			_exit(0);
	}
}

bool syncer_start(struct syncer *s, const char *folder)
{
	int orders[2], answers[2];

	*s = (struct syncer){ .child = -1, .to = -1, .from = -1, .folder = -1 };
	if (mkdir(folder, 0777) < 0 && errno != EEXIST)
		return false;
	s->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->folder < 0 || pipe2(orders, O_CLOEXEC) < 0)
		return false;
	if (pipe2(answers, O_CLOEXEC) < 0)
		return false;
	s->child = fork();
	if (s->child < 0)
		return false;
	if (s->child == 0) {
		/* What the parent holds open would otherwise stay open as long as this lives. */
		close(STDIN_FILENO);
		close(STDOUT_FILENO);
		close(orders[1]);
		close(answers[0]);
		serve(orders[0], answers[1], s->folder);
	}
	close(orders[0]);
	close(answers[1]);
	s->to = orders[1];
	s->from = answers[0];
	return fcntl(s->from, F_SETFL, O_NONBLOCK) == 0 && fcntl(s->to, F_SETFL, O_NONBLOCK) == 0;
}

void syncer_ask(struct syncer *s, double now)
{
	if (s->asked || s->to < 0)
		return;
	s->asked_at = now;
	s->asked = true;
	if (write(s->to, "", 1) != 1) {
		close(s->to);
		s->to = -1;     /* the child is gone: syncer_answer() says so */
	}
}

int syncer_answer(struct syncer *s)
{
	int why;
	ssize_t n;

	if (!s->asked)
		return -1;
	n = read(s->from, &why, sizeof why);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return -1;
	s->asked = false;
	return n == (ssize_t)sizeof why ? why : ECHILD;
}

int syncer_stop(struct syncer *s)
{
	int why = 0;

	if (s->to >= 0)
		close(s->to);
	if (s->from >= 0)
		close(s->from);
	if (s->child > 0)
		while (waitpid(s->child, NULL, 0) < 0 && errno == EINTR)
			continue;
	if (s->folder >= 0) {
		if (syncfs(s->folder) < 0)
			why = errno;
		close(s->folder);
	}
	return why;
}
