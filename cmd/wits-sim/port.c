/* port.c - sockets and terminals for wits-sim; see port.h. */
#include "port.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static int fail(char why[PORT_WHY], const char *what, const char *name, const char *words)
{
	snprintf(why, PORT_WHY, "%s %.100s: %.100s", what, name, words);
	return -1;
}

/* Splits [ADDR:]PORT; false when it is none. */
static bool split(const char *operand, char host[PORT_NAME], const char **service)
{
	const char *colon = strrchr(operand, ':'), *from = operand;
	size_t len = colon ? (size_t)(colon - operand) : 0;

	*service = colon ? colon + 1 : operand;
	if (len >= 2 && from[0] == '[' && from[len - 1] == ']')
		from++, len -= 2;
	if (len >= PORT_NAME || !**service || strspn(*service, "0123456789") != strlen(*service) || strlen(*service) > 5)
		return false;
	memcpy(host, from, len);
	host[len] = '\0';
	return true;
}

static void name_of(int fd, char name[PORT_NAME])
{
	struct sockaddr_storage a;
	socklen_t len = sizeof a;
	char host[64], service[16];

	if (getsockname(fd, (struct sockaddr *)&a, &len) < 0 ||
	    getnameinfo((struct sockaddr *)&a, len, host, sizeof host, service, sizeof service,
		NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		snprintf(name, PORT_NAME, "?");
	else
		snprintf(name, PORT_NAME, a.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, service);
}

int port_listen(const char *operand, char name[PORT_NAME], char why[PORT_WHY])
{
	struct addrinfo want = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV }, *list;
	char host[PORT_NAME];
	const char *service;
	int fd = -1, yes = 1, status;

	if (!split(operand, host, &service))
		return fail(why, "cannot listen on", operand, "not [ADDR:]PORT, such as 5000 or 0.0.0.0:5000");
	status = getaddrinfo(*host ? host : "127.0.0.1", service, &want, &list);
	if (status != 0)
		return fail(why, "cannot listen on", operand, gai_strerror(status));
	for (const struct addrinfo *a = list; a && fd < 0; a = a->ai_next) {
		fd = socket(a->ai_family, a->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, a->ai_protocol);
		if (fd < 0)
			continue;
		(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
		if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, 16) == 0)
			break;
		status = errno;
		(void)close(fd);
		fd = -1;
		errno = status;
	}
	freeaddrinfo(list);
	if (fd < 0)
		return fail(why, "cannot listen on", operand, strerror(errno));
	name_of(fd, name);
	return fd;
}

int port_accept(int fd)
{
	int yes = 1, client = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (client >= 0)
		(void)setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	return client;
}

static bool make_raw(int fd)
{
	struct termios t;

	if (tcgetattr(fd, &t) < 0)
		return false;
	cfmakeraw(&t);
	t.c_cflag |= CLOCAL | CREAD;
	return tcsetattr(fd, TCSANOW, &t) == 0;
}

void port_unlink(const char *path)
{
	struct stat st;

	if (strcmp(path, "-") != 0 && lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
		(void)unlink(path);
}

int port_terminal(const char *path, char name[PORT_NAME], char why[PORT_WHY])
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), slave;
	bool fine;

	if (fd < 0 || grantpt(fd) < 0 || unlockpt(fd) < 0 || ptsname_r(fd, name, PORT_NAME) != 0 ||
	    fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
		if (fd >= 0)
			(void)close(fd);
		return fail(why, "cannot make", "a pseudo-terminal", strerror(errno));
	}
	/* Opened and closed once: from then on a hang-up says that nobody has it open. */
	slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	fine = slave >= 0 && make_raw(slave);
	if (slave >= 0)
		(void)close(slave);
	if (fine && strcmp(path, "-") != 0) {
		port_unlink(path);
		fine = symlink(name, path) == 0;
	}
	if (fine)
		return fd;
	(void)fail(why, "cannot link the pseudo-terminal to", path, strerror(errno));
	(void)close(fd);
	return -1;
}

bool port_is_open(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) >= 0 && !(p.revents & POLLHUP);
}

bool port_unread(const char *name)
{
	int fd = open(name, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC), n = 0;

	if (fd < 0)
		return false;
	if (ioctl(fd, FIONREAD, &n) < 0)
		n = 0;
	(void)close(fd);
	return n > 0;
}

bool port_is_device(const char *path)
{
	struct stat st, link;

	/* A link may be the one that another wits-sim left. */
	return lstat(path, &link) == 0 && !S_ISLNK(link.st_mode) && stat(path, &st) == 0 && S_ISCHR(st.st_mode);
}

int port_device(const char *path, char why[PORT_WHY])
{
	int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return fail(why, "cannot open", path, strerror(errno));
	if (make_raw(fd))
		return fd;
	(void)fail(why, "cannot set", path, strerror(errno));
	(void)close(fd);
	return -1;
}
