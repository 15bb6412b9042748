/* csvrow_fuzz.c - csvrow_split() and csvrow_split_slow() agree on every input. */
#include <stdint.h>

#include "csvrow.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csvrow *quick = csvrow_new(), *slow = csvrow_new();
	const struct field *f, *g;
	int n, m;

	if (!quick || !slow)
		abort();
	enum csv_status status = csvrow_split(quick, (const char *)data, size, &f, &n);
	if (status != csvrow_split_slow(slow, (const char *)data, size, &g, &m))
		abort();
	if (status == CSV_OK) {
		if (n != m)
			abort();
		for (int i = 0; i < n; i++)
			if (f[i].len != g[i].len || (f[i].len && memcmp(f[i].text, g[i].text, f[i].len) != 0))
				abort();
	}
	csvrow_free(quick);
	csvrow_free(slow);
	return 0;
}
