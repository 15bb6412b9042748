/*
 * address_test.c - what a SOURCE operand means, and which networks may connect.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <termios.h>

#include "address.h"

static void expect_host(const char *operand, enum address_kind kind, const char *host, const char *port)
{
	struct address a;
	char why[ADDRESS_WHY];

	assert_true(address_parse(&a, operand, why));
	assert_int_equal(a.kind, kind);
	assert_string_equal(a.host, host);
	assert_string_equal(a.port, port);
}

static void expect_wrong(const char *operand, const char *part)
{
	struct address a;
	char why[ADDRESS_WHY];

	if (address_parse(&a, operand, why) || !strstr(why, part))
		fail_msg("%s: '%s' does not say '%s'", operand, why, part);
}

static void hosts(void **state)
{
	(void)state;
	expect_host("tcp://rig:5000", ADDRESS_TCP, "rig", "5000");
	expect_host("tcp://10.1.2.3:05", ADDRESS_TCP, "10.1.2.3", "5");
	expect_host("tcp://[2001:db8::1]:65535", ADDRESS_TCP, "2001:db8::1", "65535");
	expect_host("tcp://[rig]:1", ADDRESS_TCP, "rig", "1");
	expect_host("listen://:5000", ADDRESS_LISTEN, "", "5000");
	expect_host("listen://0.0.0.0:5000", ADDRESS_LISTEN, "0.0.0.0", "5000");
	expect_host("listen://[::]:5000", ADDRESS_LISTEN, "::", "5000");
	expect_wrong("tcp://rig", "no port from 1 to 65535; write tcp://HOST:PORT");
	expect_wrong("tcp://rig:", "no port");
	expect_wrong("tcp://rig:0", "no port");
	expect_wrong("tcp://rig:65536", "no port");
	expect_wrong("tcp://rig:5000/x", "no port");
	expect_wrong("tcp://rig:wits", "no port");
	expect_wrong("tcp://:5000", "no host name");
	expect_wrong("tcp://a b:5000", "no host name");
	expect_wrong("tcp://user@rig:5000", "no host name");
	expect_wrong("tcp://2001:db8::1:5000", "brackets");
	expect_wrong("tcp://[::1:5000", "brackets");
	expect_wrong("listen://[]:5000", "brackets");
	expect_wrong("listen://5000", "write listen://:PORT");
	expect_wrong("udp://rig:5000", "is no source; there are tcp://");
}

static void hosts_too_long(void **state)
{
	char operand[ADDRESS_HOST + 32];
	struct address a;
	char why[ADDRESS_WHY];

	(void)state;
	memcpy(operand, "tcp://", 6);
	memset(operand + 6, 'h', ADDRESS_HOST);
	memcpy(operand + 6 + ADDRESS_HOST - 1, ":5000", 6);
	assert_true(address_parse(&a, operand, why));
	assert_int_equal(strlen(a.host), ADDRESS_HOST - 1);
	memcpy(operand + 6 + ADDRESS_HOST - 1, "h:5000", 7);
	assert_false(address_parse(&a, operand, why));
}

static void files(void **state)
{
	struct address a;
	char why[ADDRESS_WHY], name[ADDRESS_HOST + 1];

	(void)state;
	assert_true(address_parse(&a, "-", why));
	assert_int_equal(a.kind, ADDRESS_STDIN);
	assert_true(address_parse(&a, "./tcp:x.wits", why));
	assert_int_equal(a.kind, ADDRESS_FILE);
	assert_string_equal(a.path, "./tcp:x.wits");
	assert_true(address_parse(&a, "./odd://name", why));
	assert_string_equal(a.path, "./odd://name");
	expect_wrong("", "empty");
	memset(name, 'n', sizeof name);
	name[ADDRESS_HOST - 1] = '\0';
	assert_true(address_parse(&a, name, why));
	assert_string_equal(a.path, name);
	name[ADDRESS_HOST - 1] = 'n';
	name[ADDRESS_HOST] = '\0';
	assert_false(address_parse(&a, name, why));
}

static void serial_lines(void **state)
{
	struct address a;
	char why[ADDRESS_WHY];

	(void)state;
	assert_true(address_parse(&a, "serial:///dev/ttyS0", why));
	assert_int_equal(a.kind, ADDRESS_SERIAL);
	assert_string_equal(a.path, "/dev/ttyS0");
	assert_int_equal(a.baud, 9600);
	assert_int_equal(a.bits, 8);
	assert_int_equal(a.stop, 1);
	assert_int_equal(a.parity, 'n');
	assert_false(a.rtscts);
	assert_true(address_parse(&a, "serial:///dev/ttyUSB0?baud=19200&bits=7&parity=e&stop=2&flow=rtscts", why));
	assert_string_equal(a.path, "/dev/ttyUSB0");
	assert_int_equal(a.baud, 19200);
	assert_int_equal(a.bits, 7);
	assert_int_equal(a.stop, 2);
	assert_int_equal(a.parity, 'e');
	assert_true(a.rtscts);
	expect_wrong("serial://ttyS0", "no device; write serial:///dev/ttyS0");
	expect_wrong("serial:///dev/ttyS0?baud=9601", "baud is one of");
	expect_wrong("serial:///dev/ttyS0?baud", "baud is one of");
	expect_wrong("serial:///dev/ttyS0?bits=9", "bits is 7 or 8");
	expect_wrong("serial:///dev/ttyS0?parity=even", "parity is n, e or o");
	expect_wrong("serial:///dev/ttyS0?parity=", "parity is n, e or o");
	expect_wrong("serial:///dev/ttyS0?stop=1.5", "stop is 1 or 2");
	expect_wrong("serial:///dev/ttyS0?flow=xonxoff", "flow is rtscts or none");
	expect_wrong("serial:///dev/ttyS0?speed=9600", "there are baud");
}

static void bauds(void **state)
{
	unsigned speed = 0;

	(void)state;
	assert_true(address_baud(9600, &speed));
	assert_int_equal(speed, B9600);
	assert_true(address_baud(115200, &speed));
	assert_int_equal(speed, B115200);
	assert_false(address_baud(0, &speed));
	assert_false(address_baud(-9600, &speed));
}

static bool allowed(const char *list, const char *peer)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	struct nets nets;
	char why[ADDRESS_WHY];

	assert_true(nets_parse(&nets, list, why));
	if (inet_pton(AF_INET, peer, &four.sin_addr) == 1)
		return nets_allow(&nets, (const struct sockaddr *)&four);
	assert_int_equal(inet_pton(AF_INET6, peer, &six.sin6_addr), 1);
	return nets_allow(&nets, (const struct sockaddr *)&six);
}

static void networks(void **state)
{
	struct nets none = { 0 };
	struct sockaddr other = { .sa_family = AF_UNIX };

	(void)state;
	assert_true(allowed("10.0.0.0/8,192.168.1.7", "10.200.3.4"));
	assert_true(allowed("10.0.0.0/8,192.168.1.7", "192.168.1.7"));
	assert_false(allowed("10.0.0.0/8,192.168.1.7", "192.168.1.8"));
	assert_false(allowed("10.0.0.0/8,192.168.1.7", "11.0.0.1"));
	assert_true(allowed("10.1.2.3/8", "10.9.9.9"));
	assert_true(allowed("172.16.0.0/12", "172.31.255.255"));
	assert_false(allowed("172.16.0.0/12", "172.32.0.0"));
	assert_true(allowed("192.0.2.128/25", "192.0.2.255"));
	assert_false(allowed("192.0.2.128/25", "192.0.2.127"));
	assert_true(allowed("0.0.0.0/0", "203.0.113.9"));
	assert_false(allowed("0.0.0.0/0", "2001:db8::1"));
	assert_true(allowed("2001:db8::/32", "2001:db8:ffff::1"));
	assert_false(allowed("2001:db8::/32", "2001:db9::1"));
	assert_true(allowed("2001:db8::/33", "2001:db8:7fff::1"));
	assert_false(allowed("2001:db8::/33", "2001:db8:8000::1"));
	assert_true(allowed("::1", "::1"));
	assert_true(allowed("10.0.0.0/8", "::ffff:10.1.1.1"));
	assert_true(allowed("::ffff:10.0.0.0/104", "10.1.1.1"));
	assert_false(allowed("::ffff:10.0.0.0/104", "11.1.1.1"));
	assert_true(nets_allow(&none, &other));
}

static void networks_wrong(void **state)
{
	static const char *const wrong[] = {
		"", "10.0.0.0/33", "10.0.0/8", "rig", "10.0.0.0/8,", ",10.0.0.0/8", "::1/129", "10.0.0.0/", "10.0.0.0/-1",
		"10.0.0.0/8 ",
	};
	struct nets nets;
	struct sockaddr other = { .sa_family = AF_UNIX };
	char why[ADDRESS_WHY], list[ADDRESS_NETS * 8 + 16] = "";

	(void)state;
	for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++)
		if (nets_parse(&nets, wrong[k], why) || !strstr(why, "; write"))
			fail_msg("'%s': %s", wrong[k], why);
	for (int k = 0; k < ADDRESS_NETS; k++)
		memcpy(list + 8 * k, "1.2.3.4,", 8);
	list[8 * ADDRESS_NETS - 1] = '\0';
	assert_true(nets_parse(&nets, list, why));
	assert_int_equal(nets.n, ADDRESS_NETS);
	assert_false(nets_allow(&nets, &other));
	memcpy(list + 8 * ADDRESS_NETS - 1, ",::1", 5);
	assert_false(nets_parse(&nets, list, why));
	assert_non_null(strstr(why, "more than 64"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts), cmocka_unit_test(hosts_too_long), cmocka_unit_test(files),
		cmocka_unit_test(serial_lines),
		cmocka_unit_test(bauds), cmocka_unit_test(networks), cmocka_unit_test(networks_wrong),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
