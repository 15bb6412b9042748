/*
 * closing.c - see closing.h.
 */
#include "closing.h"

#include <string.h>

/* Lines of a map that named no column: a slip of the pen in the user's own map; a shipped one has more than any one log. */
static void say_unused_map_lines(const struct cmd *c, const struct settings *set)
{
	struct text list = { 0 };

	for (int k = 0; k < set->map.n; k++) {
		const struct map_line *m = &set->map.line[k];
		if (!m->used && !m->drop)
			text_format(&list, "%s%d", list.len ? ", " : "", m->line);
	}
	if (list.len > 0 && (c->o.verbose || (strpbrk(set->map_name, "/.") && !c->o.quiet)))
		warning("--map %s: the log has no column for line %s", set->map_name, text_view(&list));
	text_free(&list);
}

static void say_count(const struct cmd *c, const char *what, uint64_t count)
{
	if (count > 0 && !c->o.quiet)
		warning("%s: %llu", what, (unsigned long long)count);
}

static void say_of_depth(const struct cmd *c, const struct settings *set, const struct footage *f)
{
	char start[WHEN_LEN];

	when_iso(set->start, start);
	if (!c->o.quiet)
		warning("times are made of footage over ROP, from %s%s", start,
			set->start_given ? "" : "; --start says otherwise");
	say_count(c, "rows timed by the ROP before them, as theirs is missing, 0 or more than a bit can drill", f->held);
	say_count(c, "rows left out that come before the first ROP", f->before);
	say_count(c, "rows left out without a depth", f->no_depth);
	say_count(c, "rows left out that are not below the deepest before", f->back);
}

void closing_say(const struct cmd *c, const struct settings *set, const struct tally *t, const struct rows_counts *n,
	const struct footage *f, uint64_t unseen)
{
	say_unused_map_lines(c, set);
	if (set->plan.by_depth)
		say_of_depth(c, set, f);
	say_count(c, "steps of the block that were not followed, too long after the last or too fast; the bit depth may be off "
		"by them", unseen);
	say_count(c, "rows with values behind the last column that has a name, where the header is empty; these are left out",
		t->unnamed);
	say_count(c, "values that are only asterisks, too large for their place in the log; these are left empty", t->overflows);
	say_count(c, "values left out as they differ from those of an earlier row of the same time", n->conflicts);
	say_count(c, "rows left out as too late", n->late);
	if (c->o.verbose)
		warning("rows read %llu, written %llu, merged %llu, duplicates %llu, reordered %llu; gaps %llu",
			(unsigned long long)t->read, (unsigned long long)t->written, (unsigned long long)n->merged,
			(unsigned long long)n->duplicates, (unsigned long long)n->reordered, (unsigned long long)t->gaps);
}

void closing_notices(const struct cmd *c, struct log *log)
{
	for (char *at = log->notice.s; at && *at && !c->o.quiet;) {
		char *end = strchr(at, '\n');

		if (end)
			*end = '\0';
		warning("%s: %s", log->name, at);
		at = end ? end + 1 : NULL;
	}
	text_clear(&log->notice);
}
