/*
 * answer.h - what ml-query said becomes the body of an answer, with its ETag. No I/O.
 */
#ifndef ANSWER_H
#define ANSWER_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "route.h"
#include "text.h"

enum { ANSWER_TAG = 32, ANSWER_DATE = 40 };

/* The body for what ml-query wrote: lines of JSON. now: Unix s. False when it is not what it should be; out of memory is
 * body->failed. */
bool answer_body(struct text *body, const struct route *, const struct text *said, double now);
void answer_error(struct text *body, int status, const char *message);
/* The reason in what a tool said on standard error: its last line without the tool's name; paths of the places by name. */
void answer_reason(struct text *reason, const char *said, const struct route_places *);
/* A weak tag of the bytes that come from the data (FNV-1a, Fowler, Noll, Vo 1991; 64 bits). */
void answer_tag(char tag[ANSWER_TAG], const char *bytes, size_t len);
/* Whether an If-None-Match names the tag. NULL: no. */
bool answer_tag_matches(const char *if_none_match, const char *tag);
/* When the data are of: of reports the newest's timestamp, of samples the last one's time; NAN when it does not say. */
double answer_time(enum route_shape, const char *said, size_t len);
void answer_date(char date[ANSWER_DATE], double ts);    /* as HTTP writes it; "" when it cannot be */
const char *answer_phrase(int status);
#endif
