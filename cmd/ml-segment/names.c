/*
 * names.c - texts of a column as numbers; see names.h.
 */
#include "names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

long names_number(struct names *t, const char *s, size_t len)
{
	char **more;

	/* rows of one rock follow each other: the newest name is asked first */
	for (size_t i = t->n; i-- > 0;)
		if (strlen(t->item[i]) == len && !memcmp(t->item[i], s, len))
			return (long)i;
	if (t->n >= SIZE_MAX / 2 / sizeof *more)
		return -1;
	more = realloc(t->item, (t->n + 1) * sizeof *more);
	if (!more)
		return -1;
	t->item = more;
	more[t->n] = strndup(s, len);
	if (!more[t->n])
		return -1;
	return (long)t->n++;
}

void names_clear(struct names *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->item[i]);
	free(t->item);
	*t = (struct names){0};
}
