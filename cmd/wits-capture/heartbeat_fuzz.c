/*
 * heartbeat_fuzz.c - any text, any input in any pieces: what is left is what a plain search leaves, byte for byte.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "heartbeat.h"

enum { INPUT_MAX = 4096 };

/* The plain way, on the whole input: from the left, each whole text as long as one is still to come back. */
static size_t search(const struct heartbeat *h, const uint8_t *s, size_t len, char *out, unsigned *echoes)
{
	unsigned left = h->unechoed;
	size_t n = 0;

	for (size_t i = 0; i < len;) {
		if (left && len - i >= h->len && memcmp(s + i, h->text, h->len) == 0) {
			i += h->len;
			left--;
			++*echoes;
		} else {
			out[n++] = (char)s[i++];
		}
	}
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *s, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *s, size_t len)
{
	static char expected[INPUT_MAX], got[INPUT_MAX + HEARTBEAT_MAX], piece[256 + HEARTBEAT_MAX];
	char spec[64] = "", why[HEARTBEAT_WHY];
	struct heartbeat h;
	size_t n_expected, n = 0, spec_len, size;
	unsigned echoes = 0;

	if (len < 3 || len > INPUT_MAX)
		return 0;
	spec_len = s[0] % (sizeof spec - 1);
	size = 1 + s[1];
	if (len < 3 + spec_len)
		return 0;
	memcpy(spec, s + 3, spec_len);
	if (!heartbeat_parse(&h, spec, why)) {
		if (!*why)
			abort();
		if (!heartbeat_parse(&h, "abab", why))
			abort();
	}
	if (h.len == 0 || h.len > HEARTBEAT_MAX || !(h.interval >= 0.1))
		abort();
	for (int k = 0; k < s[2] % 6; k++)
		heartbeat_sent(&h, 0);
	s += 3 + spec_len;
	len -= 3 + spec_len;
	n_expected = search(&h, s, len, expected, &echoes);
	for (size_t i = 0; i < len; i += size) {
		size_t more = len - i < size ? len - i : size;

		memcpy(piece, s + i, more);
		more = heartbeat_strip(&h, piece, more);
		if (n + more > sizeof got)
			abort();
		memcpy(got + n, piece, more);
		n += more;
	}
	n += heartbeat_rest(&h, got + n);
	if (n != n_expected || memcmp(got, expected, n) != 0 || h.echoes != echoes)
		abort();
	return 0;
}
