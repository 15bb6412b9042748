/*
 * address.c - the SOURCE operand and lists of networks; see address.h.
 */
#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <termios.h>

static bool whole_number(const char *s, size_t len, long low, long high, long *v)
{
	*v = 0;
	if (len == 0 || len > 9)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*v = *v * 10 + s[i] - '0';
	}
	return *v >= low && *v <= high;
}

bool address_baud(long baud, unsigned *speed)
{
	static const struct { long baud; unsigned speed; } table[] = {
		{ 110, B110 }, { 150, B150 }, { 300, B300 }, { 600, B600 }, { 1200, B1200 }, { 1800, B1800 }, { 2400, B2400 },
		{ 4800, B4800 }, { 9600, B9600 }, { 19200, B19200 }, { 38400, B38400 }, { 57600, B57600 }, { 115200, B115200 },
		{ 230400, B230400 }, { 460800, B460800 }, { 921600, B921600 },
	};

	for (size_t k = 0; k < sizeof table / sizeof table[0]; k++)
		if (table[k].baud == baud) {
			*speed = table[k].speed;
			return true;
		}
	return false;
}

/* HOST:PORT or [HOST]:PORT; the brackets are needed where HOST has colons itself. */
static bool host_and_port(struct address *a, const char *operand, const char *s, const char *form, char why[ADDRESS_WHY])
{
	const char *colon = strrchr(s, ':'), *from = s, *to = colon;
	long port;

	if (!colon || !whole_number(colon + 1, strlen(colon + 1), a->kind == ADDRESS_LISTEN ? 0 : 1, 65535, &port)) {
		snprintf(why, ADDRESS_WHY, "'%.120s' has no port from 1 to 65535; write %s", operand, form);
		return false;
	}
	if (*s == '[' && colon > s + 1 && colon[-1] == ']' && colon - s > 2) {
		from++;
		to--;
	} else if (strpbrk(s, "[]") || memchr(s, ':', (size_t)(colon - s))) {
		snprintf(why, ADDRESS_WHY, "'%.120s': an IPv6 address stands in brackets, such as [::1]:5000", operand);
		return false;
	}
	if (to - from >= ADDRESS_HOST || (from == to && a->kind == ADDRESS_TCP) ||
	    strcspn(from, " \t/@?") < (size_t)(to - from)) {
		snprintf(why, ADDRESS_WHY, "'%.120s' has no host name or address; write %s", operand, form);
		return false;
	}
	memcpy(a->host, from, (size_t)(to - from));
	a->host[to - from] = '\0';
	snprintf(a->port, sizeof a->port, "%ld", port);
	return true;
}

/* One NAME=VALUE behind the `?` of a serial line. */
static bool serial_setting(struct address *a, const char *s, size_t len, char why[ADDRESS_WHY])
{
	const char *equal = memchr(s, '=', len), *v = equal ? equal + 1 : s + len;
	size_t name = equal ? (size_t)(equal - s) : len, n = (size_t)(s + len - v);
	unsigned speed;
	long number = 0;
	const char *right;

	if (name == 4 && memcmp(s, "baud", 4) == 0) {
		if (whole_number(v, n, 1, 999999999, &a->baud) && address_baud(a->baud, &speed))
			return true;
		right = "baud is one of 110 150 300 600 1200 1800 2400 4800 9600 19200 38400 57600 115200 230400 460800 921600";
	} else if (name == 4 && memcmp(s, "bits", 4) == 0) {
		if (whole_number(v, n, 7, 8, &number))
			return a->bits = (int)number, true;
		right = "bits is 7 or 8";
	} else if (name == 4 && memcmp(s, "stop", 4) == 0) {
		if (whole_number(v, n, 1, 2, &number))
			return a->stop = (int)number, true;
		right = "stop is 1 or 2";
	} else if (name == 6 && memcmp(s, "parity", 6) == 0) {
		if (n == 1 && strchr("neo", v[0]))
			return a->parity = v[0], true;
		right = "parity is n, e or o";
	} else if (name == 4 && memcmp(s, "flow", 4) == 0) {
		a->rtscts = n == 6 && memcmp(v, "rtscts", 6) == 0;
		if (a->rtscts || (n == 4 && memcmp(v, "none", 4) == 0))
			return true;
		right = "flow is rtscts or none";
	} else {
		right = "there are baud, bits, parity, stop and flow";
	}
	snprintf(why, ADDRESS_WHY, "'%.*s': %s", (int)(len < 60 ? len : 60), s, right);
	return false;
}

static bool serial_line(struct address *a, const char *operand, const char *s, char why[ADDRESS_WHY])
{
	size_t len = strcspn(s, "?");

	if (len >= sizeof a->path || s[0] != '/') {
		snprintf(why, ADDRESS_WHY, "'%.120s' has no device; write serial:///dev/ttyS0?baud=9600", operand);
		return false;
	}
	memcpy(a->path, s, len);
	a->path[len] = '\0';
	s += len + (s[len] == '?');
	while (*s) {
		len = strcspn(s, "&");
		if (!serial_setting(a, s, len, why))
			return false;
		s += len + (s[len] == '&');
	}
	return true;
}

bool address_parse(struct address *a, const char *operand, char why[ADDRESS_WHY])
{
	size_t scheme = strspn(operand, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

	*a = (struct address){ .kind = ADDRESS_FILE, .baud = 9600, .bits = 8, .stop = 1, .parity = 'n' };
	why[0] = '\0';
	if (strcmp(operand, "-") == 0) {
		a->kind = ADDRESS_STDIN;
		return true;
	}
	if (strncmp(operand, "tcp://", 6) == 0) {
		a->kind = ADDRESS_TCP;
		return host_and_port(a, operand, operand + 6, "tcp://HOST:PORT", why);
	}
	if (strncmp(operand, "listen://", 9) == 0) {
		a->kind = ADDRESS_LISTEN;
		return host_and_port(a, operand, operand + 9, "listen://:PORT or listen://ADDRESS:PORT", why);
	}
	if (strncmp(operand, "serial://", 9) == 0) {
		a->kind = ADDRESS_SERIAL;
		return serial_line(a, operand, operand + 9, why);
	}
	if (scheme && strncmp(operand + scheme, "://", 3) == 0) {
		snprintf(why, ADDRESS_WHY, "'%.120s' is no source; there are tcp://HOST:PORT, listen://[ADDRESS]:PORT, "
			"serial://DEVICE, a file and -", operand);
		return false;
	}
	if (!*operand || strlen(operand) >= sizeof a->path) {
		snprintf(why, ADDRESS_WHY, "the name of the source is %s", *operand ? "too long for a file" : "empty");
		return false;
	}
	memcpy(a->path, operand, strlen(operand) + 1);
	return true;
}

static bool is_mapped(const uint8_t *ipv6)
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(ipv6, prefix, sizeof prefix) == 0;
}

static bool parse_net(struct nets *list, const char *s, size_t len)
{
	const char *slash = memchr(s, '/', len);
	size_t size = slash ? (size_t)(slash - s) : len;
	char address[INET6_ADDRSTRLEN];
	uint8_t *bytes = list->net[list->n].bytes;
	bool four;
	long bits;

	if (size >= sizeof address)
		return false;
	memcpy(address, s, size);
	address[size] = '\0';
	memset(bytes, 0, sizeof list->net[0].bytes);
	four = inet_pton(AF_INET, address, bytes) == 1;
	if (!four && inet_pton(AF_INET6, address, bytes) != 1)
		return false;
	bits = four ? 32 : 128;
	if (slash && !whole_number(slash + 1, len - size - 1, 0, bits, &bits))
		return false;
	if (!four && bits >= 96 && is_mapped(bytes)) {
		memmove(bytes, bytes + 12, 4);
		bits -= 96;
		four = true;
	}
	list->net[list->n].family = four ? AF_INET : AF_INET6;
	list->net[list->n].bits = (uint8_t)bits;
	list->n++;
	return true;
}

bool nets_parse(struct nets *list, const char *s, char why[ADDRESS_WHY])
{
	*list = (struct nets){ 0 };
	why[0] = '\0';
	if (!*s) {
		snprintf(why, ADDRESS_WHY, "an empty list; write networks such as 10.0.0.0/8,192.168.1.7");
		return false;
	}
	for (;;) {
		size_t len = strcspn(s, ",");

		if (list->n == ADDRESS_NETS) {
			snprintf(why, ADDRESS_WHY, "more than %d networks", ADDRESS_NETS);
			return false;
		}
		if (!parse_net(list, s, len)) {
			snprintf(why, ADDRESS_WHY, "'%.*s' is no network; write 10.0.0.0/8, 192.168.1.7 or 2001:db8::/32",
				(int)(len < 60 ? len : 60), s);
			return false;
		}
		if (!s[len])
			return true;
		s += len + 1;
	}
}

bool nets_allow(const struct nets *list, const struct sockaddr *peer)
{
	const uint8_t *bytes;
	int family = peer->sa_family;

	if (list->n == 0)
		return true;
	if (family == AF_INET) {
		bytes = (const uint8_t *)&((const struct sockaddr_in *)(const void *)peer)->sin_addr;
	} else if (family == AF_INET6) {
		bytes = ((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr.s6_addr;
		if (is_mapped(bytes)) {
			family = AF_INET;
			bytes += 12;
		}
	} else {
		return false;
	}
	for (int k = 0; k < list->n; k++) {
		size_t whole = list->net[k].bits / 8u;
		unsigned rest = list->net[k].bits % 8u;

		if (list->net[k].family == family && memcmp(list->net[k].bytes, bytes, whole) == 0 &&
		    (rest == 0 || (list->net[k].bytes[whole] ^ bytes[whole]) >> (8 - rest) == 0))
			return true;
	}
	return false;
}
