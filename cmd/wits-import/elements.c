/*
 * elements.c - see elements.h.
 */
#include "elements.h"

#include <errno.h>
#include <libxml/xmlreader.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_SIZE = 64 * 1024, TEXT_MAX = 1 << 20, TOP_LINE = 65535 };

struct elements {
	xmlTextReaderPtr reader;
	int fd, error;                  /* errno of a read or a write */
	int (*before_wait)(void *tied);
	void *tied;
	char *buffer;
	size_t at, size;
	uint64_t bytes;
	const char *file;
	bool stop_next;                 /* the current element is empty: its stop is still to be given */
	enum log_status fault;
	struct text why;
};

static xmlParserInputPtr fetch_nothing(const char *url, const char *id, xmlParserCtxtPtr context)
{
	(void)url, (void)id, (void)context;
	return NULL;
}

static enum element fail(struct elements *x, enum log_status status, uint64_t line, const char *format, const char *a)
{
	if (x->fault == LOG_OK) {
		x->fault = status;
		text_format(&x->why, "%s:%llu: ", x->file, (unsigned long long)line);
		text_format(&x->why, format, a);
	}
	return ELEMENT_FAULT;
}

/* The first fatal fault that libxml2 finds; what is only doubtful (a prefix without a namespace) is no fault. */
static void take_error(void *to, xmlErrorPtr error)
{
	struct elements *x = to;
	char said[160] = "";

	if (error->level != XML_ERR_FATAL || x->fault != LOG_OK)
		return;
	if (error->code == XML_ERR_NO_MEMORY) {
		x->fault = LOG_MEMORY;
		return;
	}
	/* libxml2 says "extra content" of both */
	if (error->code == XML_ERR_DOCUMENT_END)
		memcpy(said, "it ends too early, or goes on behind its end", 45);
	else if (error->message)
		for (size_t k = 0; k + 1 < sizeof said && error->message[k] && error->message[k] != '\n'; k++)
			said[k] = error->message[k];
	fail(x, LOG_DATA, error->line > 0 ? (uint64_t)error->line : 1,
		error->code == XML_ERR_ENTITY_LOOP || error->code == XML_ERR_UNDECLARED_ENTITY ?
		"an entity of the file's own is not taken (%s); write its text in its place" :
		"the XML is broken or was cut here (%s): get the whole file again", said);
}

static bool fill(struct elements *x)
{
	struct pollfd ask = { .fd = x->fd, .events = POLLIN };
	ssize_t n;

	if (x->before_wait && poll(&ask, 1, 0) == 0 && x->before_wait(x->tied) < 0) {
		x->error = errno;
		x->fault = LOG_WRITE;
		return false;
	}
	do
		n = read(x->fd, x->buffer, READ_SIZE);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		x->error = errno;
		x->fault = LOG_READ;
		return false;
	}
	x->at = 0;
	x->size = (size_t)n;
	x->bytes += (size_t)n;
	return true;
}

static int give(void *from, char *to, int len)
{
	struct elements *x = from;
	size_t n;

	if (len <= 0 || (x->at == x->size && !fill(x)))
		return len <= 0 ? 0 : -1;
	n = x->size - x->at < (size_t)len ? x->size - x->at : (size_t)len;
	memcpy(to, x->buffer + x->at, n);
	x->at += n;
	return (int)n;
}

struct elements *elements_open(int fd, const char *file, const struct log_settings *settings)
{
	struct elements *x = calloc(1, sizeof *x);

	if (!x)
		return NULL;
	*x = (struct elements){ .fd = fd, .file = file, .before_wait = settings->before_wait, .tied = settings->tied };
	x->buffer = malloc(READ_SIZE);
	xmlSetExternalEntityLoader(fetch_nothing);
	xmlSetStructuredErrorFunc(x, take_error);       /* of what has no reader: a text that is not in its encoding */
	if (x->buffer && settings->begun_size > 0)
		memcpy(x->buffer, settings->begun, settings->begun_size);
	x->bytes = x->size = settings->begun_size;
	if (x->buffer)                  /* this reads already */
		x->reader = xmlReaderForIO(give, NULL, x, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA |
			XML_PARSE_BIG_LINES | XML_PARSE_COMPACT);
	if (!x->reader) {
		elements_close(x);
		return NULL;
	}
	xmlTextReaderSetStructuredErrorHandler(x->reader, take_error, x);
	return x;
}

void elements_close(struct elements *x)
{
	if (!x)
		return;
	xmlFreeTextReader(x->reader);
	xmlSetStructuredErrorFunc(NULL, NULL);
	if (x->fd > STDIN_FILENO)
		close(x->fd);
	free(x->buffer);
	text_free(&x->why);
	free(x);
}

/* The next node that matters: an element's start or stop, or a text. -1: fault, 0: the end. */
static int next_node(struct elements *x)
{
	for (;;) {
		int got = xmlTextReaderRead(x->reader);
		int type = got == 1 ? xmlTextReaderNodeType(x->reader) : 0;

		if (x->fault != LOG_OK || got < 0)
			return fail(x, LOG_DATA, elements_line(x), "the XML cannot be read: get the whole file again", NULL), -1;
		if (got == 0)
			return 0;
		switch (type) {
		case XML_READER_TYPE_ELEMENT: case XML_READER_TYPE_END_ELEMENT: case XML_READER_TYPE_TEXT:
		case XML_READER_TYPE_CDATA: case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: case XML_READER_TYPE_WHITESPACE:
			return type;
		case XML_READER_TYPE_DOCUMENT_TYPE:
			return fail(x, LOG_DATA, elements_line(x), "a document type declaration (<!DOCTYPE) is not taken; a "
				"WITSML log has none: take it out if the file is to be trusted", NULL), -1;
		case XML_READER_TYPE_ENTITY_REFERENCE: case XML_READER_TYPE_ENTITY:
			return fail(x, LOG_DATA, elements_line(x), "an entity of the file's own is not taken; write its text "
				"in its place", NULL), -1;
		default:
			break;
		}
	}
}

enum element elements_next(struct elements *x)
{
	if (x->fault != LOG_OK)
		return ELEMENT_FAULT;
	if (x->stop_next) {
		x->stop_next = false;
		return ELEMENT_STOP;
	}
	for (;;) {
		switch (next_node(x)) {
		case -1:
			return ELEMENT_FAULT;
		case 0:
			return ELEMENT_NONE;
		case XML_READER_TYPE_ELEMENT:
			x->stop_next = xmlTextReaderIsEmptyElement(x->reader) == 1;
			return ELEMENT_START;
		case XML_READER_TYPE_END_ELEMENT:
			return ELEMENT_STOP;
		default:
			break;
		}
	}
}

const char *elements_name(const struct elements *x)
{
	const xmlChar *name = xmlTextReaderConstLocalName(x->reader);

	return name ? (const char *)name : "";
}

int elements_depth(const struct elements *x)
{
	return xmlTextReaderDepth(x->reader);
}

uint64_t elements_line(const struct elements *x)
{
	xmlNodePtr node = xmlTextReaderCurrentNode(x->reader);
	long line = node ? xmlGetLineNo(node) : 0;

	/* beyond what a node keeps, the parser's own, which may be a few lines ahead */
	if (line <= 0 || line >= TOP_LINE)
		line = xmlTextReaderGetParserLineNumber(x->reader);
	return line > 0 ? (uint64_t)line : 1;
}

uint64_t elements_bytes(const struct elements *x)
{
	return x->bytes;
}

static void trim(struct text *t)
{
	size_t start = 0;

	if (t->len == 0)
		return;
	while (t->len > 0 && strchr(" \t\r\n", t->s[t->len - 1]))
		t->len--;
	while (start < t->len && strchr(" \t\r\n", t->s[start]))
		start++;
	memmove(t->s, t->s + start, t->len - start);
	t->len -= start;
	t->s[t->len] = '\0';
}

enum element elements_attribute(struct elements *x, const char *name, struct text *value)
{
	xmlChar *found = xmlTextReaderGetAttribute(x->reader, (const xmlChar *)name);

	text_clear(value);
	if (found)
		text_str(value, (const char *)found);
	xmlFree(found);
	trim(value);
	if (value->failed)
		x->fault = LOG_MEMORY;
	return value->failed ? ELEMENT_FAULT : ELEMENT_START;
}

enum element elements_text(struct elements *x, struct text *t)
{
	uint64_t line = elements_line(x);

	text_clear(t);
	if (x->stop_next) {
		x->stop_next = false;
		return ELEMENT_STOP;
	}
	for (;;) {
		const xmlChar *piece;

		switch (next_node(x)) {
		case -1:
			return ELEMENT_FAULT;
		case 0:
		case XML_READER_TYPE_ELEMENT:
			return fail(x, LOG_DATA, elements_line(x), "<%s> stands where WITSML has a text", elements_name(x));
		case XML_READER_TYPE_END_ELEMENT:
			trim(t);
			return ELEMENT_STOP;
		default:
			piece = xmlTextReaderConstValue(x->reader);
			if (piece)
				text_str(t, (const char *)piece);
			if (t->failed)
				x->fault = LOG_MEMORY;
			if (t->failed)
				return ELEMENT_FAULT;
			if (t->len > TEXT_MAX)
				return fail(x, LOG_DATA, line, "a text longer than 1 MiB", NULL);
		}
	}
}

enum element elements_skip(struct elements *x)
{
	for (int open = 1; open > 0;) {
		switch (elements_next(x)) {
		case ELEMENT_START: open++; break;
		case ELEMENT_STOP:  open--; break;
		case ELEMENT_FAULT: return ELEMENT_FAULT;
		case ELEMENT_NONE:  return fail(x, LOG_DATA, elements_line(x), "the XML ends in an element", NULL);
		}
	}
	return ELEMENT_STOP;
}

enum element elements_complain(struct elements *x, const char *format, const char *a)
{
	if (format)
		return fail(x, LOG_DATA, elements_line(x), format, a);
	x->fault = LOG_MEMORY;
	return ELEMENT_FAULT;
}

enum log_status elements_fault(const struct elements *x, struct text *why)
{
	text_clear(why);
	text_str(why, text_view(&x->why));
	errno = x->error;
	return x->fault;
}
