/*
 * ask.h - who asks, from which field, about which rock; and what is stored that is like it.
 *
 * The field is --field, else FIELD_NAME, else [well] field, else that of the asking well, else the only one of the store. The
 * asking well is --well, else WELL_ID, else [well] id; it need not have a report. Where no rock is named, it is that of the
 * asking well's newest segment that spans the depth.
 */
#ifndef ASK_H
#define ASK_H
#include "evidence.h"
#include "query.h"

struct asked {
	const char *field, *well;       /* well may be NULL; field NULL: all (only where ask_start() was told so) */
	struct traits traits;           /* texts within strings, rock or configuration */
	json_t *rock, *newest;          /* the report that told the rock, the asking well's newest; may be NULL */
	char *rock_key;
	char field_name[128];
	struct tree_want want;          /* the reports to look at */
};

/* Settles the question from the options. QUERY_NONE: said why on standard error (an empty store, an unknown field). */
int ask_start(struct query *, struct asked *, bool all_fields);
void ask_end(struct asked *);
/* Which formation or name a person wrote: a class or a word of hardness sets traits->formation, else traits->name. */
void ask_rock(struct traits *, const char *words);
#endif
