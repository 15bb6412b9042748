/* uri_fuzz.c - any bytes as the target of a request: what is accepted is clean, and its words are whole. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "route.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_clean(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct uri u;
	static struct route r;
	const struct route_places places = { "/store", "/spool" };
	char *target = malloc(size + 1);

	if (!target)
		return 0;
	memcpy(target, data, size);
	target[size] = '\0';
	if (uri_parse(&u, target) == URI_OK) {
		check_clean(u.path);
		for (int i = 0; i < u.n; i++) {
			check_clean(u.parameter[i].name);
			check_clean(u.parameter[i].value);
		}
		int status = route_find(&r, &u, &places);
		if (status != 200 && status != 400 && status != 404)
			abort();
		if (status == 200 && r.shape != SHAPE_CONFIG) {
			int dashes = 0;
			for (int i = 0; r.word[i]; i++) {
				dashes += strcmp(r.word[i], "--") == 0;
				if (!dashes && strncmp(r.word[i], "--", 2) != 0)
					abort();
			}
			if (!dashes)
				abort();
		}
	}
	free(target);
	return 0;
}
