/*
 * heartbeat.c - the request a sender wants to hear, and its echo; see heartbeat.h.
 */
#include "heartbeat.h"

#include <string.h>

#include "num.h"

static const char pason[] = "&&\r\n0111-9999\r\n!!\r\n";
static const double usual_interval = 25;        /* s; Pason DOCU225: the EDR stops sending after 30 s without a packet */
enum { UNECHOED_MAX = 3 };      /* a full-duplex line never echoes: what it owes must not grow */
enum { TELLING = 4 };           /* characters, without blanks and line ends, from which a text can be told from data */

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One character of a text, escaped or not; the number of bytes it takes there, 0 when it is no escape. */
static size_t character(const char *s, char *c)
{
	if (s[0] != '\\') {
		*c = s[0];
		return 1;
	}
	switch (s[1]) {
	case 'r':
		*c = '\r';
		return 2;
	case 'n':
		*c = '\n';
		return 2;
	case '\\':
		*c = '\\';
		return 2;
	case 'x':
		if (hex_digit(s[2]) < 0 || hex_digit(s[3]) < 0)
			return 0;
		*c = (char)(hex_digit(s[2]) * 16 + hex_digit(s[3]));
		return 4;
	default:
		return 0;
	}
}

bool heartbeat_parse(struct heartbeat *h, const char *spec, char why[HEARTBEAT_WHY])
{
	const char *at = strrchr(spec, '@'), *s = spec, *end = at ? at : spec + strlen(spec);

	*h = (struct heartbeat){ .interval = usual_interval };
	why[0] = '\0';
	if (at && (!num_parse(at + 1, strlen(at + 1), &h->interval) || !(h->interval >= 0.1 && h->interval <= 86400))) {
		snprintf(why, HEARTBEAT_WHY, "'%.60s' is no interval from 0.1 to 86400 s; write TEXT@SECONDS, and \\x40 for an @ "
			"in the text", at + 1);
		return false;
	}
	if (end - s == 5 && memcmp(s, "pason", 5) == 0) {
		s = end;
		h->len = sizeof pason - 1;
		memcpy(h->text, pason, h->len);
	}
	while (s < end) {
		size_t n;

		if (h->len == HEARTBEAT_MAX) {
			snprintf(why, HEARTBEAT_WHY, "the text is longer than %d bytes", HEARTBEAT_MAX);
			return false;
		}
		n = character(s, &h->text[h->len++]);
		if (n == 0 || s + n > end) {
			snprintf(why, HEARTBEAT_WHY, "'%.4s' is no escape; there are \\r \\n \\\\ and \\xHH", s);
			return false;
		}
		s += n;
	}
	if (h->len == 0) {
		snprintf(why, HEARTBEAT_WHY, "no text; write pason or TEXT@SECONDS");
		return false;
	}
	return true;
}

bool heartbeat_due(const struct heartbeat *h, double now)
{
	return h->len > 0 && now >= h->next;
}

/* Whether an echo of the text can be told from what a rig sends: "\r\n" or "?" cannot, and are left to the decoder. */
static bool is_telling(const struct heartbeat *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->len; i++)
		n += (unsigned char)h->text[i] > ' ';
	return n >= TELLING;
}

void heartbeat_sent(struct heartbeat *h, double now)
{
	h->sent++;
	h->next = now + h->interval;
	if (h->unechoed < UNECHOED_MAX && is_telling(h))
		h->unechoed++;
}

size_t heartbeat_strip(struct heartbeat *h, char *bytes, size_t len)
{
	size_t to = 0;

	if (h->unechoed == 0)
		return len;
	if (len && h->matched) {
		memmove(bytes + h->matched, bytes, len);
		memcpy(bytes, h->text, h->matched);
		len += h->matched;
		h->matched = 0;
	}
	for (size_t i = 0; i < len;) {
		const char *first = h->unechoed ? memchr(bytes + i, h->text[0], len - i) : NULL;
		size_t plain = first ? (size_t)(first - bytes) - i : len - i, left = len - i - plain;

		memmove(bytes + to, bytes + i, plain);
		to += plain;
		i += plain;
		if (!first)
			break;
		if (memcmp(first, h->text, left < h->len ? left : h->len) != 0) {
			bytes[to++] = bytes[i++];
		} else if (left >= h->len) {
			i += h->len;
			h->echoes++;
			h->unechoed--;
		} else {
			h->matched = left;
			break;
		}
	}
	return to;
}

size_t heartbeat_rest(struct heartbeat *h, char *bytes)
{
	size_t len = h->matched;

	memcpy(bytes, h->text, len);
	h->matched = 0;
	h->unechoed = 0;
	h->next = 0;
	return len;
}
