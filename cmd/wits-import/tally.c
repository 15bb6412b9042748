/*
 * tally.c - see tally.h.
 */
#include "tally.h"

#include "json.h"

json_t *tally_record(const struct tally *t, const struct rows_counts *n, const struct footage *f)
{
	const struct { const char *key; uint64_t count; } counts[] = {
		{ "files", t->files }, { "rows", t->read }, { "written", t->written }, { "merged", n->merged },
		{ "duplicates", n->duplicates }, { "conflicts", n->conflicts }, { "reordered", n->reordered },
		{ "late", n->late }, { "empty", t->empty }, { "blank", t->blank }, { "titles", t->titles },
		{ "comments", t->comments }, { "gaps", t->gaps }, { "left_out", t->left_out },
	};
	json_t *record = json_object();
	bool fine = json_put_text(record, "type", "import");

	for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
		fine = fine && json_put_number(record, counts[k].key, (double)counts[k].count);
	if (t->unnamed > 0)
		fine = fine && json_put_number(record, "unnamed", (double)t->unnamed);
	if (t->overflows > 0)
		fine = fine && json_put_number(record, "overflows", (double)t->overflows);
	if (f)
		fine = fine && json_put_number(record, "before_rop", (double)f->before) &&
			json_put_number(record, "no_depth", (double)f->no_depth) &&
			json_put_number(record, "not_deeper", (double)f->back) &&
			json_put_number(record, "rop_held", (double)f->held);
	if (fine)
		return record;
	json_decref(record);
	return NULL;
}
