/* unzstd.c - zstd data to what they were; see unzstd.h. A window of up to 128 MiB is taken, the library's own limit. */
#include "unzstd.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

enum { INPUT = 128 * 1024 };

struct unzstd {
	ZSTD_DStream *stream;
	size_t at, size;        /* bytes of input that are held */
	bool inside, more;      /* in a frame; the library may hold output that did not fit */
	char input[INPUT];
};

enum unzstd_guess unzstd_is(const char *bytes, size_t len)
{
	static const char magic[4] = { '\x28', '\xb5', '\x2f', '\xfd' };

	if (memcmp(bytes, magic, len < 4 ? len : 4) != 0)
		return UNZSTD_NO;
	return len < 4 ? UNZSTD_PERHAPS : UNZSTD_YES;
}

struct unzstd *unzstd_new(void)
{
	struct unzstd *u = malloc(sizeof *u);

	if (!u)
		return NULL;
	u->at = u->size = 0;
	u->inside = u->more = false;
	u->stream = ZSTD_createDStream();
	if (!u->stream) {
		free(u);
		return NULL;
	}
	return u;
}

void unzstd_free(struct unzstd *u)
{
	if (!u)
		return;
	ZSTD_freeDStream(u->stream);
	free(u);
}

char *unzstd_room(struct unzstd *u, size_t *size)
{
	if (u->at > 0) {
		memmove(u->input, u->input + u->at, u->size - u->at);
		u->size -= u->at;
		u->at = 0;
	}
	*size = INPUT - u->size;
	return u->input + u->size;
}

void unzstd_fed(struct unzstd *u, size_t n)
{
	u->size += n;
}

bool unzstd_take(struct unzstd *u, char *to, size_t room, size_t *n)
{
	ZSTD_outBuffer out = { to, room, 0 };
	ZSTD_inBuffer in = { u->input, u->size, u->at };

	while (out.pos == 0 && (in.pos < in.size || u->more)) {
		size_t before = in.pos, left = ZSTD_decompressStream(u->stream, &out, &in);

		if (ZSTD_isError(left))
			return false;
		u->inside = left != 0;
		u->more = u->inside && out.pos == out.size;
		if (out.pos == 0 && in.pos == before)
			break;
	}
	u->at = in.pos;
	*n = out.pos;
	return true;
}

bool unzstd_whole(const struct unzstd *u)
{
	return !u->inside && u->at == u->size;
}
