/*
 * optimal.c - `optimal`: the point that was drilled near a depth, in that rock, with the best evidence; and what else there is
 * for and against it. See evidence.h for how it is chosen, weigh.h for the weights.
 */
#include <math.h>
#include <string.h>
#include "ask.h"
#include "say.h"

enum { SHOWN = 10 };

/* The report that came nearest to being evidence, for saying what it lacks. */
struct nearest { double likeness, gap; struct text key, lacks; bool evidence, far; };

struct answer {
	struct query *q;
	struct asked asked;
	struct evidence_list list;
	struct nearest nearest;
	size_t reports;
};

static void look_at(struct answer *a, const struct evidence *e, const char *key)
{
	const char *lacks = evidence_lacks(e);
	struct nearest *n = &a->nearest;

	if (!lacks && e->w.likeness >= evidence_near) {
		if (!evidence_add(&a->list, e, key))
			query_out_of_memory();
		return;
	}
	if (n->key.len && n->likeness >= e->w.likeness)
		return;
	text_clear(&n->key);
	text_clear(&n->lacks);
	text_str(&n->key, key);
	text_str(&n->lacks, lacks ? lacks : "");
	n->likeness = e->w.likeness;
	n->gap = weigh_gap(&a->asked.traits, &e->is);
	n->evidence = !lacks;
	n->far = e->w.depth < evidence_near;
}

/* What no answer shows goes before a report is kept: thousands may be. */
static void strip(json_t *report)
{
	json_t *segments = json_object_get(report, "segments");

	json_object_del(report, "provenance");
	if (json_array_size(segments))
		json_object_del(report, "result");
	for (size_t i = 0; i < json_array_size(segments); i++) {
		json_t *result = json_object_get(json_array_get(segments, i), "result");
		json_object_del(result, "correlations_tested");
		json_object_del(result, "summary_text");
	}
}

/* Reports at depths that may count, or (to say what is nearest when there is no answer) those at the others. */
static void gather(struct answer *a, enum query_depths which)
{
	const char *key;
	json_t *report;

	query_rewind(a->q);
	/* a little more than need be, for rounding */
	a->q->only.which = which;
	a->q->only.depth = a->q->o.depth;
	a->q->only.reach = weigh_reach(evidence_near) + 1;
	while ((report = query_next(a->q, &a->asked.want, &key)) != NULL) {
		a->reports++;
		strip(report);
		for (size_t i = 0; i < evidence_units(report); i++) {
			struct evidence e = evidence_unit(report, i);
			e.w = weigh_likeness(&a->asked.traits, &e.is);
			e.own = a->asked.well && e.well && strcmp(e.well, a->asked.well) == 0;
			look_at(a, &e, key);
		}
		json_decref(report);
	}
	a->q->only.which = DEPTHS_ALL;
}

static int say_none(struct answer *a)
{
	const struct nearest *n = &a->nearest;
	struct text words = { 0 };

	if (!a->reports) {
		struct tree_want want = a->q->want;
		a->q->want = a->asked.want;
		query_none(a->q, NULL);
		a->q->want = want;
		return QUERY_NONE;
	}
	text_str(&words, "no evidence near ");
	query_show(&words, a->q, SHOW_DEPTH, a->asked.traits.depth[0]);
	text_format(&words, " in field '%s'; ", a->asked.field);
	if (a->list.n) {
		text_format(&words, "%s is a %s that names no drilled point (%s)", a->list.item[0].key, a->list.item[0].action,
			a->list.item[0].change ? "the plan's rule averages" : "none of `tried` is near what it keeps to");
	} else {
		text_format(&words, "the nearest report, %s, ", text_view(&n->key));
		if (n->evidence) {
			text_format(&words, "has likeness %.2g, less than %g: ", n->likeness, evidence_near);
			if (n->far)
				query_show(&words, a->q, SHOW_DEPTH, n->gap);
			text_str(&words, n->far ? " away" : "of another rock, campaign or bit");
		} else {
			text_format(&words, "is no evidence: %s", text_view(&n->lacks));
		}
	}
	if (words.failed)
		query_out_of_memory();
	warning("%s", words.s);
	text_free(&words);
	return QUERY_NONE;
}

struct counts { size_t agree, of, superseded; };

static struct counts count(const struct evidence_list *list)
{
	struct counts c = { 0 };

	for (size_t i = 0; i < list->n; i++) {
		const struct evidence *e = &list->item[i];
		c.agree += e->relation == EVIDENCE_ANSWER || e->relation == EVIDENCE_AGREES;
		c.of += e->relation != EVIDENCE_SILENT;
		c.superseded += e->standing == EVIDENCE_SUPERSEDED;
	}
	return c;
}

static const char *relation_word(const struct evidence *e)
{
	static const char *const words[] = { "says nothing on it", "the answer", "agrees", "contradicts" };

	if (e->standing == EVIDENCE_OVERLAPPED)
		return "overlapped";
	return e->standing == EVIDENCE_SUPERSEDED ? "superseded" : words[e->relation];
}

static bool copy(json_t *to, const char *key, const json_t *from, const char *from_key)
{
	const json_t *value = json_object_get(from, from_key);

	return json_put(to, key, value ? json_deep_copy(value) : json_null());
}

static bool put_weights(json_t *o, const struct weights *w)
{
	json_t *parts = json_object();

	return parts && json_put_number(parts, "depth", w->depth) && json_put_number(parts, "rock", w->rock) &&
		json_put_number(parts, "d", w->d) && json_put_number(parts, "campaign", w->campaign) &&
		json_put_number(parts, "bit", w->bit) && json_put_number(parts, "basis", w->basis) &&
		json_put_number(parts, "plug", w->plug) && json_put_number(o, "likeness", w->likeness) &&
		json_put(o, "likeness_parts", parts);
}

static json_t *provenance(const struct answer *a, const struct evidence *e)
{
	json_t *o = json_object();

	if (o && json_put_text(o, "key", e->key) && json_put_text(o, "well_id", e->well) &&
	    json_put(o, "own", json_boolean(e->own)) &&
	    json_put_number(o, "segment", e->segment < 0 ? (double)NAN : e->segment) &&
	    json_put(o, "depth_range", json_pair(e->is.depth[0], e->is.depth[1])) &&
	    json_put_text(o, "formation_type", e->is.formation) && json_put_text(o, "name", e->is.name) &&
	    json_put_number(o, "timestamp", e->end_of_window) &&
	    json_put_number(o, "age_days", (a->q->now - e->end_of_window) / 86400) &&
	    json_put_number(o, "weight", e->weight) && put_weights(o, &e->w) && json_put_text(o, "action", e->action) &&
	    json_put_number(o, "wob", e->point.wob) && json_put_number(o, "rpm", e->point.rpm) &&
	    json_put_number(o, "flow", e->point.flow) && copy(o, "evidence", e->params, "evidence") &&
	    copy(o, "gain", e->params, "gain") && json_put_text(o, "relation", relation_word(e)) &&
	    json_put_text(o, "by", e->standing == EVIDENCE_STANDS ? NULL : e->by))
		return o;
	query_out_of_memory();
}

static size_t shown(const struct answer *a)
{
	size_t limit = a->q->o.limit > 0 ? (size_t)a->q->o.limit : SHOWN;

	return a->list.n < limit ? a->list.n : limit;
}

static void put_json(struct answer *a)
{
	const struct evidence *best = &a->list.item[0];
	const json_t *from = best->change ? best->params : best->drilled;
	const struct traits *t = &a->asked.traits;
	json_t *o = json_object(), *list = json_array();
	struct text words = { 0 };
	struct counts c = count(&a->list);
	bool ok = list != NULL;

	text_format(&words, "%zu of %zu agree within half a step", c.agree, c.of);
	for (size_t i = 0; ok && i < shown(a); i++)
		ok = json_array_append_new(list, provenance(a, &a->list.item[i])) == 0;
	ok = ok && o && json_put_number(o, "depth", t->depth[0]) && json_put_text(o, "field_name", a->asked.field) &&
		json_put_text(o, "well_id", a->asked.well) && json_put_text(o, "campaign", t->campaign) &&
		json_put_text(o, "formation_type", t->formation) && json_put_text(o, "formation_name", t->name) &&
		json_put_text(o, "formation_from", a->asked.rock_key) && json_put_text(o, "action", best->action) &&
		json_put_number(o, "best_wob", best->point.wob) && json_put_number(o, "best_rpm", best->point.rpm) &&
		json_put_number(o, "best_flow", best->point.flow) &&
		copy(o, "achieved_rop", from, best->change ? "achieved_rop" : "rop") &&
		copy(o, "achieved_mse", from, best->change ? "achieved_mse" : "mse") &&
		copy(o, "mse_efficiency", best->params, "mse_efficiency") && copy(o, "evidence", best->params, "evidence") &&
		copy(o, "confidence", best->params, "confidence") && copy(o, "gain", best->params, "gain") &&
		copy(o, "practice", best->params, "practice") && json_put_text(o, "key", best->key) &&
		json_put_number(o, "agree", (double)c.agree) && json_put_number(o, "of", (double)c.of) &&
		json_put_number(o, "superseded", (double)c.superseded) &&
		json_put_text(o, "agreement", text_view(&words)) && json_put(o, "provenance", list) &&
		json_put_number(o, "not_shown", (double)(a->list.n - shown(a))) && json_put_text(o, "notice", query_notice);
	if (!ok || words.failed)
		query_out_of_memory();
	query_put_object(a->q, o, "depth,field_name,well_id,campaign,formation_type,action,best_wob,best_rpm,best_flow,"
		"achieved_rop,achieved_mse,evidence,confidence,gain.rop,gain.rop_ci90.0,gain.rop_ci90.1,agree,of,key");
	json_decref(o);
	text_free(&words);
}

/* One line; the settings without their names. */
static void put_entry(struct text *out, const struct answer *a, const struct evidence *e)
{
	double gain = query_number(e->params, "gain.rop");

	text_format(out, "%.2f %s: ", e->weight, relation_word(e));
	query_show(out, a->q, SHOW_WOB, e->point.wob);
	text_str(out, ", ");
	query_show(out, a->q, SHOW_RPM, e->point.rpm);
	text_str(out, ", ");
	query_show(out, a->q, SHOW_FLOW, e->point.flow);
	text_format(out, "; %s, ", e->action);
	say_depths(out, a->q, e->is.depth);
	text_str(out, ", ");
	say_age(out, a->q->now - e->end_of_window);
	if (e->change && isfinite(gain)) {
		text_str(out, ", ROP ");
		say_percent(out, gain);
	}
	text_format(out, " [%s]", e->key);
}

static void put_text(struct answer *a)
{
	const struct evidence *best = &a->list.item[0];
	const struct traits *t = &a->asked.traits;
	struct say s = say_start(&a->q->out);
	struct counts c = count(&a->list);
	size_t rest = a->list.n - shown(a);
	const char *evidence = json_get_text(best->params, "evidence"), *confidence = json_get_text(best->params, "confidence");

	text_str(s.line, "Best evidence near ");
	query_show(s.line, a->q, SHOW_DEPTH, t->depth[0]);
	text_format(s.line, ", field %s%s%s, ", a->asked.field, t->campaign ? ", " : "", t->campaign ? t->campaign : "");
	if (t->formation || t->name)
		say_rock(s.line, t->formation, t->name);
	else
		text_str(s.line, "any rock (none named, none known at that depth)");
	say_label(&s, "Set");
	say_point(s.line, a->q, &best->point);
	text_format(s.line, " (%s)", best->change ? "a drilled point that was recommended" :
		"a drilled point that was kept to; none is recommended");
	say_label(&s, "Drilled");
	text_str(s.line, "ROP ");
	query_show(s.line, a->q, SHOW_ROP, best->change ? json_get_number(best->params, "achieved_rop") :
		json_get_number(best->drilled, "rop"));
	text_format(s.line, " in %s%s at ", best->own ? "this well, " : "", best->well ? best->well : "unknown well");
	say_depths(s.line, a->q, best->is.depth);
	text_str(s.line, ", ");
	query_show_time(s.line, a->q, best->end_of_window);
	say_label(&s, "How sure");
	text_format(s.line, "evidence %s, confidence %s there; %zu of %zu agree within half a step", evidence ? evidence : "none",
		confidence ? confidence : "unknown", c.agree, c.of);
	if (c.superseded)
		text_format(s.line, " (%zu superseded)", c.superseded);
	if (best->change) {
		say_label(&s, "Gain");
		say_gain(s.line, best->params);
		text_str(s.line, " against the practice there");
	}
	for (size_t i = 0; i < shown(a); i++) {
		say_label(&s, i ? "" : "From");
		put_entry(s.line, a, &a->list.item[i]);
	}
	if (rest) {
		say_label(&s, "");
		text_format(s.line, "and %zu more (--limit)", rest);
	}
	say_end(&s);
	a->q->notice_due = true;
	a->q->puts++;
}

int query_optimal(struct query *q)
{
	struct answer a = { .q = q };
	int status = QUERY_NONE;

	if (isnan(q->o.depth))
		die(EX_USAGE, "optimal needs --depth, near which to look; use --depth 8200");
	if (ask_start(q, &a.asked, false) == QUERY_FOUND) {
		gather(&a, DEPTHS_NEAR);
		if (!evidence_judge(&a.list, a.asked.traits.bit_diameter)) {
			gather(&a, DEPTHS_FAR);
			status = say_none(&a);
		} else {
			if (q->format == QUERY_TEXT && !q->columns)
				put_text(&a);
			else
				put_json(&a);
			status = QUERY_FOUND;
		}
	}
	evidence_free(&a.list);
	text_free(&a.nearest.key);
	text_free(&a.nearest.lacks);
	ask_end(&a.asked);
	return status;
}
