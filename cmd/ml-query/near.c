/* near.c - which known name a person may have meant; see near.h. */
#include "near.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 255 };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int near_distance(const char *a, const char *b)
{
	int row[LONGEST + 1];
	size_t n = strnlen(a, LONGEST), m = strnlen(b, LONGEST);

	for (size_t j = 0; j <= m; j++)
		row[j] = (int)j;
	for (size_t i = 1; i <= n; i++) {
		int diagonal = row[0];

		row[0] = (int)i;
		for (size_t j = 1; j <= m; j++) {
			int replaced = diagonal + (lower(a[i - 1]) != lower(b[j - 1]));
			int changed = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;

			diagonal = row[j];
			row[j] = replaced < changed ? replaced : changed;
		}
	}
	return row[m];
}

static int by_distance(const void *x, const void *y, void *asked)
{
	const char *a = *(const char *const *)x, *b = *(const char *const *)y;
	int order = near_distance(asked, a) - near_distance(asked, b);

	return order ? order : strcmp(a, b);
}

void near_sort(const char *asked, const char **names, size_t n)
{
	/* qsort_r's last argument is not const; it is only read */
	union { const char *in; void *out; } same = { .in = asked };

	if (n)
		qsort_r(names, n, sizeof *names, by_distance, same.out);
}
