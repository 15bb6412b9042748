/*
 * input.h - an operand as a log: opened, its first bytes read, its format found.
 */
#ifndef INPUT_H
#define INPUT_H
#include <stdint.h>
#include "log.h"

struct input {
	const char *name;               /* for messages */
	int fd;
	int64_t size;                   /* of a regular file, else -1 */
	char *begun;                    /* the bytes read to see the format */
	size_t begun_size;
	const struct log_format *format;
};
/* Opens a path ("-": standard input; ends the program when it cannot) and reads what shows its format: LOG_OK, LOG_READ or
 * LOG_WRITE. */
enum log_status input_open(struct input *, const char *path, const struct log_settings *);
/* Hands the input to its format, which takes the descriptor and the bytes over. */
enum log_status input_start(struct input *, struct log *, struct log_settings *);
#endif
