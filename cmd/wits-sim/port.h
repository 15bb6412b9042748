/*
 * port.h - where wits-sim's frames leave for a live reader: a listening TCP socket, a pseudo-terminal, a serial device.
 */
#ifndef PORT_H
#define PORT_H
#include <stdbool.h>

enum { PORT_WHY = 256, PORT_NAME = 128 };

/* [ADDR:]PORT, [V6]:PORT; without ADDR the loopback addresses. Returns a listening descriptor, name = "127.0.0.1:41023"; -1
 * and a reason. */
int port_listen(const char *operand, char name[PORT_NAME], char why[PORT_WHY]);
/* The next connection, its words sent without delay; -1 when there is none. */
int port_accept(int fd);

/* A pseudo-terminal in raw mode; name is that of its slave. With a path other than "-" a symbolic link to it is made there
 * (an old link is replaced, anything else refused). */
int port_terminal(const char *path, char name[PORT_NAME], char why[PORT_WHY]);
void port_unlink(const char *path);
/* Whether somebody has the slave open. */
bool port_is_open(int fd);
/* Whether the slave of that name still has bytes that its reader has not read. */
bool port_unread(const char *name);
/* A serial device that is there already, in raw mode at the speed it has. */
int port_device(const char *path, char why[PORT_WHY]);
bool port_is_device(const char *path);
#endif
