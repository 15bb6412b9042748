/*
 * serial.h - opens a serial device: raw, with the rate, bits, parity, stop bits and flow control of an address.
 */
#ifndef SERIAL_H
#define SERIAL_H
#include "address.h"
#include <stddef.h>

/* The descriptor, which never blocks; -1 and a reason in why[0..size). */
int serial_open(const struct address *, char *why, size_t size);
#endif
