/* child.c - a program run, its output collected; see child.h. */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double clock_s(void)
{
	struct timespec t;

	return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (double)t.tv_sec + (double)t.tv_nsec / 1e9 : 0;
}

static int spawn(pid_t *pid, char *const argv[], const int out[2], const int err[2])
{
	posix_spawn_file_actions_t actions;
	int status = posix_spawn_file_actions_init(&actions);

	if (status != 0)
		return status;
	status = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (status == 0)
		status = posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
	if (status == 0)
		status = posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
	if (status == 0)
		status = posix_spawnp(pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return status;
}

/* Takes what there is; what is beyond `most` is dropped. False at the end. */
static bool take(int fd, struct text *to, size_t most)
{
	char bytes[65536];
	ssize_t n = read(fd, bytes, sizeof bytes);

	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	size_t room = to->len < most ? most - to->len : 0;
	text_add(to, bytes, (size_t)n < room ? (size_t)n : room);
	return n > 0;
}

/* Collects until both are closed. */
static enum child_end collect(struct child *c, const int fd[2], double until)
{
	struct pollfd ask[2] = { { .fd = fd[0], .events = POLLIN }, { .fd = fd[1], .events = POLLIN } };

	while (ask[0].fd >= 0 || ask[1].fd >= 0) {
		double left = until - clock_s();
		if (left <= 0)
			return CHILD_LATE;
		if (poll(ask, 2, (int)(left * 1000) + 1) <= 0)
			continue;
		if (ask[0].revents && !take(ask[0].fd, &c->out, CHILD_OUT_MAX + 1))
			ask[0].fd = -1;
		if (ask[1].revents && !take(ask[1].fd, &c->err, CHILD_ERR_MAX))
			ask[1].fd = -1;
		if (c->out.len > CHILD_OUT_MAX)
			return CHILD_LARGE;
	}
	return CHILD_EXITED;
}

/* Waits for its end; a program that has closed its outputs and goes on is killed when the time is over. */
static enum child_end reap(struct child *c, pid_t pid, enum child_end so_far, double until)
{
	const struct timespec pause = { .tv_nsec = 200000 };
	int status = 0;
	pid_t got;

	while ((got = waitpid(pid, &status, so_far == CHILD_EXITED ? WNOHANG : 0)) <= 0) {
		if (got < 0 && errno != EINTR)
			return CHILD_NOT_RUN;
		if (so_far == CHILD_EXITED && clock_s() > until) {
			so_far = CHILD_LATE;
			kill(pid, SIGKILL);
		} else if (got == 0) {
			nanosleep(&pause, NULL);
		}
	}
	if (so_far != CHILD_EXITED)
		return so_far;
	c->status = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
	return WIFEXITED(status) ? CHILD_EXITED : CHILD_KILLED;
}

static void close_both(int fd[2])
{
	close(fd[0]);
	close(fd[1]);
}

enum child_end child_run(struct child *c, char *const argv[], double seconds)
{
	double until = clock_s() + seconds;
	int out[2], err[2];
	pid_t pid;

	*c = (struct child){ 0 };
	if (pipe2(out, O_CLOEXEC) != 0) {
		c->status = errno;
		return CHILD_NOT_RUN;
	}
	if (pipe2(err, O_CLOEXEC) != 0) {
		c->status = errno;
		close_both(out);
		return CHILD_NOT_RUN;
	}
	c->status = spawn(&pid, argv, out, err);
	if (c->status != 0) {
		close_both(out);
		close_both(err);
		return CHILD_NOT_RUN;
	}
	close(out[1]);
	close(err[1]);
	const int fd[2] = { out[0], err[0] };
	enum child_end so_far = collect(c, fd, until);
	if (so_far != CHILD_EXITED)
		kill(pid, SIGKILL);
	enum child_end end = reap(c, pid, so_far, until);
	close(out[0]);
	close(err[0]);
	return end;
}

void child_free(struct child *c)
{
	text_free(&c->out);
	text_free(&c->err);
}
