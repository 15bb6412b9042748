/*
 * address.h - what a SOURCE operand means: tcp://HOST:PORT, listen://[ADDR]:PORT, serial:///dev/..., a file, "-". No I/O.
 */
#ifndef ADDRESS_H
#define ADDRESS_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

enum { ADDRESS_WHY = 256, ADDRESS_HOST = 256, ADDRESS_NETS = 64 };
enum address_kind { ADDRESS_STDIN, ADDRESS_FILE, ADDRESS_TCP, ADDRESS_LISTEN, ADDRESS_SERIAL };
struct address {
	enum address_kind kind;
	char host[ADDRESS_HOST];        /* of tcp and listen ("" of listen: loopback), without the [ ] of IPv6 */
	char port[8];
	char path[ADDRESS_HOST];        /* of a file or a serial device */
	long baud; int bits, stop; char parity;        /* 9600, 8, 1, 'n' unless given; parity n, e, o */
	bool rtscts;                    /* flow=rtscts */
};
/* False and a reason that says what would be right. */
bool address_parse(struct address *, const char *operand, char why[ADDRESS_WHY]);
/* The termios constant of a baud rate; false when there is none. */
bool address_baud(long baud, unsigned *speed);

/* Networks that may connect: "10.0.0.0/8,192.168.1.7,2001:db8::/32". */
struct nets { int n; struct { int family; uint8_t bits, bytes[16]; } net[ADDRESS_NETS]; };
bool nets_parse(struct nets *, const char *text, char why[ADDRESS_WHY]);
/* IPv4-mapped IPv6 addresses count as IPv4. An empty list allows all. */
bool nets_allow(const struct nets *, const struct sockaddr *);
#endif
