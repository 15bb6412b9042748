/*
 * search.c - `search`: stored reports by likeness to a question, with the reasons; `context`: the best of them, or the newest,
 * as the plan's text for an LLM.
 *
 * score = likeness (weigh.h) x age x well (the asking well's own 1, others 0.8) x the share of the words that were found. A
 * report's score is that of its best segment; under 0.01 it is not listed. For production reports of another field are not
 * looked at; for plug and abandonment the type of the well stands for the field, so all fields are, unless --field names one.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "ask.h"
#include "context.h"
#include "say.h"

enum { USUAL_SEARCH = 10, USUAL_CONTEXT = 5, AT_HAND = 512 };
static const double least_score = 0.01, other_well = 0.8;

struct search {
	struct query *q;
	struct asked asked;
	struct evidence_list list;      /* weight: the score */
	size_t reports;
};

/* Whether a text has a word, letters of either case. */
static bool has_word(const char *text, const char *word, size_t len)
{
	for (; text && *text; text++)
		if (strncasecmp(text, word, len) == 0)
			return true;
	return false;
}

/* How many of the blank-separated words a report has in its words and names; *n how many there are. */
static size_t words_found(const char *words, const struct evidence *e, size_t *n)
{
	const char *const in[] = { json_get_text(e->result, "summary_text"), json_get_text(e->result, "message"),
		json_get_text(e->result, "suggestion"), e->is.name, e->is.formation, e->well, e->is.barrier, e->is.well_type };
	size_t found = 0, len;

	*n = 0;
	for (const char *s = words + strspn(words, " \t"); *s; s += len, s += strspn(s, " \t")) {
		bool has = false;
		len = strcspn(s, " \t");
		++*n;
		for (size_t i = 0; i < sizeof in / sizeof *in && !has; i++)
			has = has_word(in[i], s, len);
		found += has;
	}
	return found;
}

static double score(const struct search *s, const struct evidence *e, double newest)
{
	double v = e->w.likeness * weigh_age(newest - e->end_of_window);
	size_t words;

	if (s->asked.well && !e->own)
		v *= other_well;
	if (s->q->o.text) {
		size_t found = words_found(s->q->o.text, e, &words);
		v *= words ? (double)found / (double)words : 1;
	}
	return v;
}

static int best_first(const void *a, const void *b)
{
	const struct evidence *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	if (x->end_of_window != y->end_of_window)
		return x->end_of_window > y->end_of_window ? -1 : 1;
	return strcmp(x->key, y->key);
}

/* Keeps the list small while a large store goes by. */
static void cut(struct search *s, size_t limit)
{
	qsort(s->list.item, s->list.n, sizeof *s->list.item, best_first);
	while (s->list.n > limit) {
		struct evidence *last = &s->list.item[--s->list.n];
		free(last->key);
		json_decref(last->report);
	}
}

/* The best segment of a report. The headline is tried first, so that it stands where nothing about a segment was asked. */
static struct evidence best_unit(const struct search *s, json_t *report, double newest)
{
	struct evidence best = evidence_headline(report);

	for (size_t i = 0; i <= evidence_units(report); i++) {
		struct evidence e = i ? evidence_unit(report, i - 1) : best;
		e.own = s->asked.well && e.well && strcmp(e.well, s->asked.well) == 0;
		e.w = weigh_likeness(&s->asked.traits, &e.is);
		e.weight = score(s, &e, newest);
		if (!i || e.weight > best.weight)
			best = e;
	}
	return best;
}

/* When the newest of them ended, by its name. */
static double newest_end(struct query *q, const struct tree_want *of)
{
	struct tree_want want = *of;
	const struct tree_entry *list;
	char why[TREE_WHY];
	ssize_t n;

	want.limit = 1;
	n = tree_list(q->tree, &want, &list, why);
	if (n < 0)
		die(EX_IOERR, "%s", why);
	return n ? list[0].end : (double)NAN;
}

static void gather(struct search *s, size_t limit)
{
	const char *key;
	json_t *report;
	double newest;

	newest = newest_end(s->q, &s->asked.want);
	query_rewind(s->q);
	if (isfinite(s->q->o.depth)) {
		s->q->only.which = DEPTHS_NEAR;
		s->q->only.depth = s->q->o.depth;
		s->q->only.reach = weigh_reach(least_score) + 1;
		s->q->only.passed = 0;
	}
	while ((report = query_next(s->q, &s->asked.want, &key)) != NULL) {
		s->reports++;
		struct evidence e = best_unit(s, report, newest);
		if (e.weight >= least_score && !evidence_add(&s->list, &e, key))
			query_out_of_memory();
		json_decref(report);
		if (s->list.n >= 4 * limit + 256)
			cut(s, limit);
	}
	s->reports += s->q->only.passed;
	s->q->only.which = DEPTHS_ALL;
	if (s->list.n)
		cut(s, limit);
}

static void reason(struct text *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void reason(struct text *out, const char *format, ...)
{
	char words[256];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof words, format, args);
	va_end(args);
	text_format(out, "%s%s", out->len ? "; " : "", words);
}

static void compare(struct text *out, const char *what, const char *asked, const char *is)
{
	if (asked)
		reason(out, "%s %s", what, weigh_same(asked, is) ? "the same" : is ? is : "unknown");
}

static void put_reasons(struct text *out, const struct search *s, const struct evidence *e)
{
	const struct traits *t = &s->asked.traits;
	double gap = weigh_gap(t, &e->is);
	struct text away = { 0 };
	size_t words = 0;

	if (s->asked.well)
		reason(out, "%s", e->own ? "this well" : "another well");
	if (isfinite(t->depth[0])) {
		query_show(&away, s->q, SHOW_DEPTH, gap);
		reason(out, gap == 0 ? "at that depth" : isnan(gap) ? "depth unknown" : "%s away", text_view(&away));
	}
	compare(out, "formation", t->name, e->is.name);
	compare(out, "hardness", t->formation, e->is.formation);
	if (isfinite(t->d_exponent)) {
		if (isfinite(e->is.d_exponent))
			reason(out, "d-exponent %.2f, asked %.2f", e->is.d_exponent, t->d_exponent);
		else
			reason(out, "d-exponent unknown");
	}
	compare(out, "campaign", t->campaign, e->is.campaign);
	if (weigh_same(t->campaign, "plug_abandonment")) {
		compare(out, "well type", t->well_type, e->is.well_type);
		compare(out, "barrier", t->barrier, e->is.barrier);
	}
	compare(out, "bit type", t->bit_type, e->is.bit_type);
	if (s->q->o.text) {
		size_t found = words_found(s->q->o.text, e, &words);
		reason(out, "%zu of %zu words", found, words);
	}
	out->failed = out->failed || away.failed;
	text_free(&away);
}

static void put_hit(struct search *s, size_t n, const struct evidence *e)
{
	struct text reasons = { 0 };

	put_reasons(&reasons, s, e);
	if (s->q->format == QUERY_TEXT && !s->q->columns) {
		struct say say = say_start(&s->q->out);
		text_format(say.line, "%zu. score %.2f: %s [%s]", n, e->weight, text_view(&reasons), e->key);
		say_line(&say);
		text_str(say.line, "   ");
		query_show_report(say.line, s->q, e->report);
		say_line(&say);
		s->q->notice_due = true;
		s->q->puts++;
	} else {
		json_t *o = json_object();
		if (reasons.failed || !o || !json_put_text(o, "key", e->key) || !json_put_number(o, "score", e->weight) ||
		    !json_put_text(o, "reasons", text_view(&reasons)) ||
		    !json_put_number(o, "segment", e->segment < 0 ? (double)NAN : e->segment) ||
		    !json_put(o, "segment_depth", json_pair(e->is.depth[0], e->is.depth[1])) ||
		    json_object_update_missing(o, e->report) != 0)
			query_out_of_memory();
		query_put_object(s->q, o, "score,key,well_id,campaign,segment_depth.0,segment_depth.1,formation_type,"
			"result.action,result.failure,reasons");
		json_decref(o);
	}
	text_free(&reasons);
}

static int none_like(struct search *s)
{
	if (!s->reports)
		return query_none(s->q, NULL);
	warning("none of %zu reports is like that (score %g or more)", s->reports, least_score);
	return QUERY_NONE;
}

static bool is_plug(const struct query *q)
{
	return weigh_same(q->want.campaign, "plug_abandonment");
}

int query_search(struct query *q)
{
	struct search s = { .q = q };
	const struct query_options *o = &q->o;
	int status = QUERY_NONE;

	if (isnan(o->depth) && isnan(o->d_exponent) && !o->formation && !o->tops && !o->text && !o->campaign && !o->well_type &&
	    !o->barrier_kind)
		die(EX_USAGE, "search for what; use --formation, --tops, --depth, --d-exponent, --text, --campaign, --well-type "
			"or --barrier");
	if (!is_plug(q) && (o->well_type || o->barrier_kind))
		die(EX_USAGE, "--%s is weighed for plug and abandonment; add --campaign plug_abandonment",
			o->well_type ? "well-type" : "barrier");
	if (ask_start(q, &s.asked, is_plug(q)) == QUERY_FOUND) {
		gather(&s, o->limit ? (size_t)o->limit : USUAL_SEARCH);
		for (size_t i = 0; i < s.list.n; i++)
			put_hit(&s, i + 1, &s.list.item[i]);
		status = s.list.n ? QUERY_FOUND : none_like(&s);
	}
	evidence_free(&s.list);
	ask_end(&s.asked);
	return status;
}

/* Whether one of the first n is of the same well and of a time that overlaps: the same rows told twice. */
static bool told_already(const struct evidence_list *list, size_t n, const struct evidence *e)
{
	for (size_t i = 0; i < n; i++) {
		const struct evidence *old = &list->item[i];
		if (old->well && e->well && strcmp(old->well, e->well) == 0 && old->start < e->end && e->start < old->end)
			return true;
	}
	return false;
}

/* Without a depth: the newest of the well, else of the field. */
static void take_newest(struct search *s, size_t limit)
{
	struct tree_want want = s->asked.want;
	const char *key;
	json_t *report;

	want.well = s->asked.newest ? s->asked.well : NULL;
	query_rewind(s->q);
	while (s->list.n < limit && (report = query_next(s->q, &want, &key)) != NULL) {
		struct evidence e = evidence_headline(report);
		s->reports++;
		if (!told_already(&s->list, s->list.n, &e) && !evidence_add(&s->list, &e, key))
			query_out_of_memory();
		json_decref(report);
	}
}

/* With a depth: the most alike, each stretch of time once. */
static void take_alike(struct search *s, size_t limit)
{
	size_t kept = 0;

	gather(s, AT_HAND > limit ? AT_HAND : limit);
	for (size_t i = 0; i < s->list.n; i++) {
		struct evidence *e = &s->list.item[i];
		if (kept < limit && !told_already(&s->list, kept, e)) {
			struct evidence other = s->list.item[kept];
			s->list.item[kept++] = *e;
			*e = other;
		}
	}
	while (s->list.n > kept) {
		struct evidence *last = &s->list.item[--s->list.n];
		free(last->key);
		json_decref(last->report);
	}
}

static void put_context(struct search *s)
{
	struct query *q = s->q;
	struct text words = { 0 };

	context_start(&words);
	for (size_t i = 0; i < s->list.n; i++)
		context_item(&words, i + 1, &s->list.item[i]);
	context_end(&words, s->list.n, query_notice);
	if (words.failed)
		query_out_of_memory();
	if (q->format == QUERY_TEXT) {
		text_add(&q->out, words.s, words.len);
		q->puts++;
	} else {
		json_t *o = json_object(), *keys = json_array();
		for (size_t i = 0; keys && i < s->list.n; i++)
			if (json_array_append_new(keys, json_string(s->list.item[i].key)) != 0)
				query_out_of_memory();
		if (!json_put_text(o, "context", words.s) || !json_put(o, "keys", keys))
			query_out_of_memory();
		query_put_object(q, o, "context");
		json_decref(o);
	}
	text_free(&words);
}

int query_context(struct query *q)
{
	struct search s = { .q = q };
	size_t limit = q->o.limit ? (size_t)q->o.limit : USUAL_CONTEXT;
	int status = QUERY_NONE;

	if (ask_start(q, &s.asked, false) == QUERY_FOUND) {
		if (isfinite(q->o.depth))
			take_alike(&s, limit);
		else
			take_newest(&s, limit);
		if (s.list.n)
			put_context(&s);
		status = s.list.n ? QUERY_FOUND : none_like(&s);
	}
	evidence_free(&s.list);
	ask_end(&s.asked);
	return status;
}
