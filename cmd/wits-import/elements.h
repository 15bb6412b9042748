/*
 * elements.h - the elements of an XML file one after another, in little memory whatever its size (libxml2's xmlTextReader).
 *
 * A file may come from anyone: nothing is fetched, a document type declaration and with it every entity of a file's own
 * is refused, and so is a text of more than 1 MiB.
 */
#ifndef ELEMENTS_H
#define ELEMENTS_H
#include "log.h"
#include "text.h"

enum element { ELEMENT_START, ELEMENT_STOP, ELEMENT_NONE, ELEMENT_FAULT };      /* NONE: the file ends, and is whole */

struct elements;
/* fd is taken over, settings->begun copied. NULL when out of memory. */
struct elements *elements_open(int fd, const char *file, const struct log_settings *);
void elements_close(struct elements *);
/* The next start or stop of an element; other things are passed over. */
enum element elements_next(struct elements *);
const char *elements_name(const struct elements *);     /* of the current element, without its prefix */
int elements_depth(const struct elements *);            /* 0: the root */
uint64_t elements_line(const struct elements *);        /* where it starts */
uint64_t elements_bytes(const struct elements *);       /* read so far */
/* An attribute of the element just started; empty where there is none. */
enum element elements_attribute(struct elements *, const char *name, struct text *value);
/* After ELEMENT_START: the text up to the element's stop, without blanks at its ends. STOP or FAULT; an element in it is a
 * fault. */
enum element elements_text(struct elements *, struct text *);
/* After ELEMENT_START: on to the element's stop. STOP or FAULT. */
enum element elements_skip(struct elements *);
/* A fault of the caller's finding, at the current element; a stands for the %s in format. format NULL: out of memory. */
enum element elements_complain(struct elements *, const char *format, const char *a);
/* After FAULT: what it was (LOG_DATA with why, as "file:line: what is wrong"). */
enum log_status elements_fault(const struct elements *, struct text *why);
#endif
