/*
 * las.h - what the header of a LAS file says, line by line; las.c reads the file.
 */
#ifndef LAS_H
#define LAS_H
#include "lasline.h"
#include "log.h"

enum { LAS_CURVES_MAX = 4096, LAS_SAID = 128 };
struct las_said { char value[LAS_SAID], about[LAS_SAID], unit[24]; uint64_t line; };    /* UTF-8; cut where longer */
struct las_header {
	enum las_part part;             /* that the next line is in */
	double version;                 /* NAN: not said */
	bool wrap;
	char delimiter;                 /* of DLM; 0: not said */
	struct las_said start, stop, step, null, well, uwi, api, field, date, time;
	uint64_t curves_line;           /* where the curves begin; 0: nowhere */
};

void las_header_init(struct las_header *);
/* Takes a line that is neither blank nor a comment, before ~A. False when it is wrong, with a reason without the line. */
bool las_header_line(struct las_header *, struct log *, const char *s, size_t len, uint64_t number, struct text *why);
/* At the line of ~A: what the header must have is there, and what it says of the log goes to log: columns, well, field,
 * elapsed, start. False and a reason. */
bool las_header_end(struct las_header *, struct log *, const char *s, size_t len, struct text *why);
/* A value as a number: its first word. NAN when it is none. */
double las_number(const struct las_said *);
/* The text as UTF-8: bytes that are none are taken as latin-1. */
void las_utf8(struct text *, const char *s, size_t len);
#endif
