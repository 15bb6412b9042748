/*
 * query.h - one question to a store: what is asked, where the answer goes.
 *
 * ml-query.c has the table of commands; a command reads q->want, loads reports by query_next() or query_load(), and puts them by
 * query_put(), other objects by query_put_object(), words by text_*() on q->out. Everything waits in q->out and goes to standard
 * output when it has grown and at the end. Calls end the program on faults of memory, of the file system and of the output.
 */
#ifndef QUERY_H
#define QUERY_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "cmd.h"
#include "text.h"
#include "tree.h"
#include "when.h"

enum query_format { QUERY_JSON, QUERY_TEXT, QUERY_CSV, QUERY_HTML, QUERY_GNUPLOT };
enum query_status { QUERY_FOUND = 0, QUERY_NONE = 1 };  /* what a command returns; the exit status */
enum query_depths { DEPTHS_ALL, DEPTHS_NEAR, DEPTHS_FAR };
enum query_shown { SHOW_DEPTH, SHOW_ROP, SHOW_WOB, SHOW_RPM, SHOW_FLOW, SHOW_MSE };

/* As given; texts NULL, numbers NAN when not given. A command sees only options that its row of the table takes. */
struct query_options {
	const char *well, *field, *campaign, *format, *fields, *since, *until, *now;
	double hours;                           /* h */
	long limit;                             /* 0: not given */
	/* of optimal, search, context and tour */
	double depth, d_exponent;               /* ft, - */
	const char *formation, *from;           /* --from HH:MM */
	const char *well_type, *barrier_kind;
	const char *tops, *text, *date, *tz;    /* --tops NAME, --text WORDS, --date YYYY-MM-DD, --tz ZONE */
	const char *spool, *columns;            /* of samples and overview */
	long max_points;                        /* 0: not given */
};

struct query {
	struct cmd *cmd;                        /* cmd->conf: [well] tz, [display] units */
	const char *store, *argument;           /* the folder; NAME of `field`, KEY of `show`, else NULL */
	struct tree *tree;
	struct query_options o;
	/* --well --field --campaign --since --until --hours --now; limit is o.limit, 0 when not given. With --hours N:
	 * (now - N h, now]; with --now nothing later than it. */
	struct tree_want want;
	double now;                             /* --now, else the clock, Unix s */
	enum query_format format;
	bool metric;                            /* what people read: [display] units */
	struct when_zone zone;                  /* ... [well] tz, else UTC */
	struct text out;                        /* written already: what a command appends */
	/* Unless DEPTHS_ALL query_next() parses only the reports that may lie within reach of depth (or only the others), told by
	 * their bytes (peek.h); `passed` counts those that it passes over. */
	struct { enum query_depths which; double depth, reach; size_t passed; } only;
	size_t puts, damaged;                   /* reports and objects put; report files that were damaged ... */
	json_t *damaged_keys;                   /* ... each of them once */
	struct query_fields *columns;           /* --fields, or the usual ones of the format */
	bool notice_due;                        /* text with words of the engine: the advisory notice comes last */
	struct query_walk *walk;
};

struct query_command {
	const char *name, *argument;            /* argument: what --help calls it; NULL: none */
	const char *takes;                      /* names of the options it takes beside -f, --config, -v, -q; blank between */
	const char *formats;                    /* "json|text|csv"; the first is the default */
	const char *help;
	int (*run)(struct query *);             /* a query_status */
};

/* The reports that want asks for, newest first, each loaded: the next one (new reference) and its key (valid until the next
 * call); NULL at the end. Want's limit counts reports that were read. A damaged report is named on standard error, counted and
 * passed over; one that was pruned meanwhile is passed over. Begins anew after query_rewind(). */
json_t *query_next(struct query *, const struct tree_want *, const char **key);
void query_rewind(struct query *);
/* One report by its key; NULL when damaged (named, counted), pruned meanwhile or passed over by q->only. */
json_t *query_load(struct query *, const char *key);

/* Puts a report (borrowed) in the format asked for, with --fields. */
void query_put(struct query *, json_t *report, const char *key);
/* Puts any object as a line of JSON or CSV, with --fields; not for text. columns: the CSV columns when there are no --fields
 * (dotted paths, comma between); the first call sets the header. */
void query_put_object(struct query *, json_t *object, const char *columns);
/* Writes q->out out when it is large (or `now`). */
void query_flush(struct query *, bool now);

/* Says on standard error that nothing matched, and what there is, and returns QUERY_NONE: an unknown well, field or campaign by
 * name with the near ones; an empty store; else "no reports ..." with `what` ("near 8000 ft"), which may be NULL. */
int query_none(struct query *, const char *what);
/* Memory ran out. */
void query_out_of_memory(void) __attribute__((noreturn));

/* For people, in the crew's units and zone: "8120 ft", "unknown" when not finite; "2009-07-03 20:04 +02:00". */
void query_show(struct text *, const struct query *, enum query_shown, double v);
void query_show_time(struct text *, const struct query *, double ts);
/* A report as a short paragraph: "WELL, FIELD, campaign, time, depths: ACTION. words". No line end. */
void query_show_report(struct text *, const struct query *, const json_t *report);
/* A report as a page; each line ends. */
void query_show_page(struct text *, const struct query *, const json_t *report, const char *key);
/* At a dotted path ("result.optimal_params.best_wob", "depth_range.0"); NULL when absent. Borrowed. */
json_t *query_at(const json_t *, const char *path);
double query_number(const json_t *, const char *path);          /* NAN when absent or no number */
const char *query_text(const json_t *, const char *path);       /* NULL when absent or no text */
extern const char query_notice[];                               /* what every text for people says */

int query_latest(struct query *);
int query_history(struct query *);
int query_field(struct query *);
int query_show_key(struct query *);
int query_stats(struct query *);
int query_wells(struct query *);
int query_search(struct query *);
int query_optimal(struct query *);
int query_context(struct query *);
int query_tour(struct query *);
int query_samples(struct query *);
int query_overview(struct query *);
#endif
