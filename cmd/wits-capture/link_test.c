/*
 * link_test.c - lines over real sockets on loopback and over a pseudo-terminal. The clock of the tries is the test's own; what
 * the kernel has to do is waited for, with patience.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "link.h"

enum { PATIENCE_MS = 20000 };

static void *at(struct sockaddr_in *a) { return a; }

/*
 * In the place of the resolver, which a test must not depend on: "rig.test" has two addresses, of which the first refuses;
 * numbers are themselves; there is no other name.
 */
static int looked_up;

static struct addrinfo *new_address(const char *number, const char *port, struct addrinfo *next)
{
	struct addrinfo *a = calloc(1, sizeof *a);
	struct sockaddr_in *name = calloc(1, sizeof *name);

	assert_non_null(a);
	assert_non_null(name);
	name->sin_family = AF_INET;
	name->sin_port = htons((uint16_t)strtol(port, NULL, 10));
	assert_int_equal(inet_pton(AF_INET, number, &name->sin_addr), 1);
	*a = (struct addrinfo){ .ai_family = AF_INET, .ai_socktype = SOCK_STREAM, .ai_addr = at(name), .ai_addrlen = sizeof *name,
		.ai_next = next };
	return a;
}

int getaddrinfo(const char *host, const char *port, const struct addrinfo *hints, struct addrinfo **all)
{
	struct in_addr number;

	assert_int_equal(hints->ai_socktype, SOCK_STREAM);
	looked_up++;
	if (strcmp(host, "rig.test") == 0)
		*all = new_address("127.0.0.2", port, new_address("127.0.0.1", port, NULL));
	else if (inet_pton(AF_INET, host, &number) == 1)
		*all = new_address(host, port, NULL);
	else
		return EAI_NONAME;
	return 0;
}

void freeaddrinfo(struct addrinfo *a)
{
	while (a) {
		struct addrinfo *next = a->ai_next;

		free(a->ai_addr);
		free(a);
		a = next;
	}
}

/* A port that is ours and refuses until listen(). */
static int bound(struct address *a)
{
	struct sockaddr_in name = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof name;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	char operand[40], why[ADDRESS_WHY];

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, at(&name), len), 0);
	assert_int_equal(getsockname(fd, at(&name), &len), 0);
	snprintf(operand, sizeof operand, "tcp://127.0.0.1:%d", ntohs(name.sin_port));
	assert_true(address_parse(a, operand, why));
	return fd;
}

static int listening(struct address *a)
{
	int fd = bound(a);

	assert_int_equal(listen(fd, 5), 0);
	return fd;
}

static short wait_for(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	assert_int_equal(poll(&p, 1, PATIENCE_MS), 1);
	return p.revents;
}

/* One try: from DOWN until it is UP or DOWN again. */
static enum link_state try_it(struct link *l, double now)
{
	assert_int_equal(l->state, LINK_DOWN);
	assert_true(link_step(l, 0, now));
	while (l->state == LINK_CONNECTING)
		(void)link_step(l, wait_for(l->fd, link_events(l)), now);
	return l->state;
}

static ssize_t read_some(struct link *l, char *to, size_t room, double now)
{
	ssize_t n;

	do
		(void)link_step(l, wait_for(l->fd, link_events(l)), now);
	while ((n = link_read(l, to, room, now)) == 0);
	return n;
}

static void expect_bytes(struct link *l, const char *s, double now)
{
	char got[64];
	size_t n = 0;

	while (n < strlen(s)) {
		ssize_t more = read_some(l, got + n, sizeof got - n, now);

		assert_true(more > 0);
		n += (size_t)more;
	}
	assert_int_equal(n, strlen(s));
	assert_memory_equal(got, s, n);
}

static int accept_one(int server)
{
	int fd;

	(void)wait_for(server, POLLIN);
	fd = accept(server, NULL, NULL);
	assert_true(fd >= 0);
	return fd;
}

static void send_all(int fd, const char *s)
{
	assert_int_equal(write(fd, s, strlen(s)), (ssize_t)strlen(s));
}

static void refused_then_served(void **state)
{
	struct address a;
	struct link l;
	char got[8];
	int server = bound(&a), peer;

	(void)state;
	link_init(&l, &a, 100);
	assert_true(link_due(&l) <= 100);
	assert_int_equal(try_it(&l, 100), LINK_DOWN);
	assert_string_equal(l.why, "connection refused");
	assert_int_equal(l.opened + l.lost, 0);
	assert_true(link_due(&l) >= 100.75 && link_due(&l) <= 101.25);
	assert_int_equal(listen(server, 5), 0);
	assert_false(link_step(&l, 0, 100.5));
	assert_int_equal(try_it(&l, link_due(&l)), LINK_UP);
	assert_true(isinf(link_due(&l)));
	assert_int_equal(link_events(&l), POLLIN);
	assert_string_equal(l.why, "");
	assert_true(isnan(l.last_bytes));
	peer = accept_one(server);
	assert_int_equal(link_read(&l, got, sizeof got, 101), 0);
	send_all(peer, "&&\r\n");
	expect_bytes(&l, "&&\r\n", 102);
	assert_int_equal(l.taken, 4);
	assert_true(l.last_bytes >= 102 && l.wait <= 0);
	link_close(&l);
	(void)wait_for(peer, POLLIN);
	assert_int_equal(read(peer, got, sizeof got), 0);
	close(peer);
	close(server);
}

static void lost_and_reopened(void **state)
{
	struct address a;
	struct link l;
	char got[8];
	int server = listening(&a), peer;

	(void)state;
	link_init(&l, &a, 0);
	for (int k = 1; k <= 3; k++) {
		double now = 10 * k;

		assert_int_equal(try_it(&l, now), LINK_UP);
		peer = accept_one(server);
		send_all(peer, "last");
		close(peer);
		expect_bytes(&l, "last", now);
		assert_int_equal(read_some(&l, got, sizeof got, now), -1);
		assert_string_equal(l.why, "closed by the sender");
		assert_int_equal(l.lost, k);
		assert_int_equal(l.opened, k);
		assert_int_equal(l.fd, -1);
		assert_true(link_due(&l) >= now + 0.75 && link_due(&l) <= now + 1.25);
		assert_int_equal(link_read(&l, got, sizeof got, now), -1);
		assert_false(link_write(&l, "x", 1));
	}
	link_close(&l);
	assert_true(isinf(link_due(&l)));
	assert_false(link_step(&l, 0, 1e9));
	close(server);
}

static void backoff(void **state)
{
	static const double waits[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
	struct address a;
	struct link l;
	char got[8];
	double now = 0, least = 9, most = 0;
	int server = bound(&a), peer;

	(void)state;
	link_init(&l, &a, now);
	for (int round = 0; round < 20; round++) {
		l.wait = 0;
		for (size_t k = 0; k < sizeof waits / sizeof waits[0]; k++) {
			double part;

			assert_int_equal(try_it(&l, now), LINK_DOWN);
			part = (link_due(&l) - now) / waits[k];
			assert_true(part >= 0.75 - 1e-9 && part <= 1.25 + 1e-9);
			least = fmin(least, part);
			most = fmax(most, part);
			now = link_due(&l);
		}
	}
	/* Of 180 tries some come near either bound. */
	assert_true(least < 0.85 && most > 1.15);
	/* A line that opened and gave nothing does not make it hurry; one that gave bytes does. */
	assert_int_equal(listen(server, 5), 0);
	assert_int_equal(try_it(&l, now), LINK_UP);
	peer = accept_one(server);
	close(peer);
	assert_int_equal(read_some(&l, got, sizeof got, now), -1);
	assert_true(l.wait >= 60);
	now = link_due(&l);
	assert_int_equal(try_it(&l, now), LINK_UP);
	peer = accept_one(server);
	send_all(peer, "x");
	expect_bytes(&l, "x", now);
	link_drop(&l, "No data for 120 s", now);
	assert_string_equal(l.why, "no data for 120 s");
	assert_true(l.wait <= 1 && link_due(&l) <= now + 1.25);
	link_close(&l);
	close(peer);
	close(server);
}

static void names(void **state)
{
	struct address a;
	struct link l;
	int server = listening(&a);

	(void)state;
	/* The first address refuses: every one is tried, and all that a try needs is let go of. */
	snprintf(a.host, sizeof a.host, "rig.test");
	link_init(&l, &a, 0);
	looked_up = 0;
	assert_int_equal(try_it(&l, 0), LINK_UP);
	link_drop(&l, "test", 5);
	assert_int_equal(try_it(&l, link_due(&l)), LINK_UP);
	assert_int_equal(looked_up, 2);         /* anew at each try */
	link_close(&l);
	close(server);
	link_init(&l, &a, 0);
	assert_int_equal(try_it(&l, 0), LINK_DOWN);
	assert_string_equal(l.why, "connection refused");
	link_close(&l);
	snprintf(a.host, sizeof a.host, "nowhere.test");
	link_init(&l, &a, 0);
	assert_int_equal(try_it(&l, 0), LINK_DOWN);
	assert_string_equal(l.why, "name or service not known");
	assert_true(link_due(&l) >= 0.75 && link_due(&l) <= 1.25);
	link_close(&l);
}

/* A peer that drops the connection's first packets: its queue is full. */
static void no_answer(void **state)
{
	struct address a;
	struct link l, fill[8];
	int server = bound(&a), n = 0;

	(void)state;
	assert_int_equal(listen(server, 0), 0);
	for (; n < 8; n++) {
		struct pollfd p;

		link_init(&fill[n], &a, 0);
		(void)link_step(&fill[n], 0, 0);
		p = (struct pollfd){ .fd = fill[n].fd, .events = POLLOUT };
		if (fill[n].state == LINK_CONNECTING && poll(&p, 1, 200) == 0)
			break;
	}
	if (n < 8) {
		link_init(&l, &a, 0);
		assert_true(link_step(&l, 0, 50));
		assert_int_equal(l.state, LINK_CONNECTING);
		assert_int_equal(link_events(&l), POLLOUT);
		assert_true(link_due(&l) > 64 && link_due(&l) < 66);
		assert_false(link_step(&l, 0, 64));
		assert_true(link_step(&l, 0, link_due(&l)));
		assert_int_equal(l.state, LINK_DOWN);
		assert_string_equal(l.why, "no answer for 15 s");
		assert_int_equal(l.lost, 0);
		link_close(&l);
	} else {
		n = 7;
		print_message("# this kernel lets every connection in\n");
	}
	for (; n >= 0; n--)
		link_close(&fill[n]);
	close(server);
}

static void partial_writes(void **state)
{
	struct address a;
	struct link l;
	char piece[1000], got[8192];
	size_t queued = 0, seen = 0;
	int server = listening(&a), peer, small = 4096, full = 0;

	(void)state;
	link_init(&l, &a, 0);
	assert_int_equal(try_it(&l, 0), LINK_UP);
	peer = accept_one(server);
	assert_int_equal(setsockopt(l.fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small), 0);
	/* Until the kernel takes no more and the queue is full, and that for a while. */
	while (full < 20) {
		for (size_t i = 0; i < sizeof piece; i++)
			piece[i] = (char)((queued + i) % 251);
		if (link_write(&l, piece, sizeof piece)) {
			queued += sizeof piece;
			full = 0;
		} else {
			full++;
			(void)poll(NULL, 0, 10);
		}
		(void)link_step(&l, 0, 0);
		assert_true(l.out_len <= LINK_OUT);
	}
	assert_int_equal(link_events(&l), POLLIN | POLLOUT);
	assert_false(link_write(&l, got, LINK_OUT + 1));
	while (seen < queued) {
		ssize_t n;

		(void)wait_for(peer, POLLIN);
		n = read(peer, got, sizeof got);
		assert_true(n > 0);
		for (ssize_t i = 0; i < n; i++)
			assert_int_equal(got[i], (char)((seen + (size_t)i) % 251));
		seen += (size_t)n;
		(void)link_step(&l, POLLOUT, 0);
	}
	assert_int_equal(seen, queued);
	assert_int_equal(l.out_len, 0);
	assert_int_equal(link_events(&l), POLLIN);
	link_close(&l);
	close(peer);
	close(server);
}

/* A write that fails: no signal, what the peer had sent is read first, then the line is lost with the reason. */
static void write_to_nobody(void **state)
{
	struct linger at_once = { .l_onoff = 1 };
	struct address a;
	struct link l;
	char got[8];
	int server = listening(&a), peer;

	(void)state;
	link_init(&l, &a, 0);
	assert_int_equal(try_it(&l, 0), LINK_UP);
	peer = accept_one(server);
	send_all(peer, "abc");
	(void)wait_for(l.fd, POLLIN);
	assert_int_equal(setsockopt(peer, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
	close(peer);
	for (int k = 0; k < PATIENCE_MS / 10 && !*l.why; k++) {
		assert_true(link_write(&l, "request", 7));
		(void)link_step(&l, POLLIN, 5);
		(void)poll(NULL, 0, 10);
	}
	assert_true(strlen(l.why) > 0);
	assert_true(link_due(&l) <= 5);
	assert_int_equal(l.out_len, 0);
	expect_bytes(&l, "abc", 5);
	assert_int_equal(link_read(&l, got, sizeof got, 5), -1);
	assert_true(strstr(l.why, "reset") || strstr(l.why, "broken pipe"));
	assert_int_equal(l.lost, 1);
	/* And where nothing is left to read, the next step ends it. */
	assert_int_equal(try_it(&l, link_due(&l)), LINK_UP);
	peer = accept_one(server);
	assert_int_equal(shutdown(l.fd, SHUT_WR), 0);
	assert_true(link_write(&l, "request", 7));
	(void)link_step(&l, 0, 10);
	assert_true(link_step(&l, 0, 10));
	assert_int_equal(l.state, LINK_DOWN);
	assert_string_equal(l.why, "broken pipe");
	link_close(&l);
	close(peer);
	close(server);
}

static void accepted_once(void **state)
{
	struct address a;
	struct link client, l;
	char got[8];
	int server = listening(&a);

	(void)state;
	link_init(&client, &a, 0);
	assert_int_equal(try_it(&client, 0), LINK_UP);
	link_accepted(&l, accept_one(server), "127.0.0.1:9", 7);
	assert_int_equal(l.state, LINK_UP);
	assert_string_equal(l.name, "127.0.0.1:9");
	assert_true(fcntl(l.fd, F_GETFL) & O_NONBLOCK && fcntl(l.fd, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(link_read(&l, got, sizeof got, 7), 0);
	assert_true(link_write(&client, "hello", 5));
	assert_true(link_write(&l, "there", 5));
	(void)link_step(&client, 0, 7);
	(void)link_step(&l, 0, 7);
	expect_bytes(&l, "hello", 8);
	expect_bytes(&client, "there", 8);
	link_close(&client);
	assert_int_equal(read_some(&l, got, sizeof got, 9), -1);
	assert_int_equal(l.state, LINK_DOWN);
	assert_true(isinf(link_due(&l)));
	assert_false(link_step(&l, 0, 1e9));
	link_close(&l);
	close(server);
}

static int pseudo_terminal(const char *path)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	char name[64];

	assert_true(master >= 0);
	assert_int_equal(grantpt(master), 0);
	assert_int_equal(unlockpt(master), 0);
	assert_int_equal(ptsname_r(master, name, sizeof name), 0);
	assert_int_equal(symlink(name, path), 0);
	return master;
}

static void serial_device(void **state)
{
	char folder[] = "/tmp/link_test.XXXXXX", path[64], operand[128], why[ADDRESS_WHY], got[64];
	struct termios modes;
	struct address a;
	struct link l, second;
	int master;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/tty", folder);
	snprintf(operand, sizeof operand, "serial://%s?baud=19200", path);
	assert_true(address_parse(&a, operand, why));
	link_init(&l, &a, 0);
	assert_int_equal(try_it(&l, 0), LINK_DOWN);
	assert_string_equal(l.why, "no such file or directory");
	master = pseudo_terminal(path);
	assert_int_equal(try_it(&l, link_due(&l)), LINK_UP);
	assert_int_equal(tcgetattr(l.fd, &modes), 0);
	assert_int_equal(cfgetispeed(&modes), B19200);
	assert_int_equal(modes.c_lflag & (ECHO | ICANON | ISIG), 0);
	assert_int_equal(modes.c_iflag & (ICRNL | IXON), 0);
	/* A second reader would get half of the bytes. */
	link_init(&second, &a, 0);
	assert_int_equal(try_it(&second, 0), LINK_DOWN);
	assert_string_equal(second.why, "in use by another program");
	link_close(&second);
	/* Raw: no byte is changed, taken for a command or sent back. */
	send_all(master, "&&\r\n\x03\x04\x11\x7f\n");
	expect_bytes(&l, "&&\r\n\x03\x04\x11\x7f\n", 1);
	assert_true(link_write(&l, "ask\r\n", 5));
	(void)link_step(&l, POLLOUT, 1);
	(void)wait_for(master, POLLIN);
	assert_int_equal(read(master, got, sizeof got), 5);
	assert_memory_equal(got, "ask\r\n", 5);
	/* Pulled out, not there at the next try, then plugged in again as another device. */
	assert_int_equal(unlink(path), 0);
	close(master);
	assert_int_equal(read_some(&l, got, sizeof got, 50), -1);
	assert_int_equal(l.lost, 1);
	assert_true(strlen(l.why) > 0);
	assert_int_equal(try_it(&l, link_due(&l)), LINK_DOWN);
	master = pseudo_terminal(path);
	assert_int_equal(try_it(&l, link_due(&l)), LINK_UP);
	send_all(master, "again");
	expect_bytes(&l, "again", 60);
	link_close(&l);
	close(master);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void not_serial(void **state)
{
	struct address a;
	struct link l;
	char why[ADDRESS_WHY];

	(void)state;
	assert_true(address_parse(&a, "serial:///dev/null", why));
	link_init(&l, &a, 0);
	assert_int_equal(try_it(&l, 0), LINK_DOWN);
	assert_string_equal(l.why, "not a serial device");
	link_close(&l);
	assert_true(address_parse(&a, "file", why));
	link_init(&l, &a, 0);
	assert_true(isinf(link_due(&l)));
	assert_false(link_step(&l, 0, 1e9));
	link_close(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused_then_served), cmocka_unit_test(lost_and_reopened), cmocka_unit_test(backoff),
		cmocka_unit_test(names), cmocka_unit_test(no_answer), cmocka_unit_test(partial_writes),
		cmocka_unit_test(write_to_nobody),
		cmocka_unit_test(accepted_once), cmocka_unit_test(serial_device), cmocka_unit_test(not_serial),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
