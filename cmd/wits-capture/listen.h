/*
 * listen.h - the socket that rigs connect to.
 */
#ifndef LISTEN_H
#define LISTEN_H
#include "address.h"

enum { LISTEN_WHY = 320, LISTEN_NAME = 96 };
struct listener {
	int fd;                         /* -1: none */
	char name[LISTEN_NAME];         /* ADDR:PORT as it was bound */
	double again_at;                /* CLOCK_MONOTONIC s: no accept before, after an error; 0: at once */
	double said_at;                 /* when an error was last said */
};

/* Binds and listens; an address with host "" is the loopback, port "0" one that the system chooses. False and a reason. */
bool listen_open(struct listener *, const struct address *, char why[LISTEN_WHY]);
/* A new connection, -1 when there is none now. An error such as too many open files puts off the next accept by a second;
 * why then has words when they are worth saying (once a minute), else "". */
int listen_accept(struct listener *, struct sockaddr_storage *peer, double now, char why[LISTEN_WHY]);
void listen_close(struct listener *);
/* "192.0.2.7" and, with its port, "192.0.2.7:40123" or "[2001:db8::1]:40123". */
void listen_peer(const struct sockaddr_storage *, char host[LISTEN_NAME], char host_port[LISTEN_NAME]);
#endif
