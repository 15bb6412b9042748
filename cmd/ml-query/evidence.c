/* evidence.c - reports as evidence, and the judging of it; see evidence.h. */
#include "evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "json.h"

const double evidence_near = 0.1;
static const double same_rock = 0.5;
static const struct point nowhere = { NAN, NAN, NAN };

static double number_at(const json_t *array, size_t i)
{
	const json_t *value = json_array_get(array, i);

	return json_is_number(value) ? json_number_value(value) : NAN;
}

static double either(const json_t *a, const char *key, double otherwise)
{
	double v = json_get_number(a, key);

	return isnan(v) ? otherwise : v;
}

static struct point point_of(const json_t *o, const char *wob, const char *rpm, const char *flow)
{
	return (struct point){ json_get_number(o, wob), json_get_number(o, rpm), json_get_number(o, flow) };
}

static enum strength strength_of(const char *evidence)
{
	return weigh_same(evidence, "strong") ? STRENGTH_STRONG : weigh_same(evidence, "some") ? STRENGTH_SOME : STRENGTH_NONE;
}

/* The drilled point that is what a hold keeps to: the nearest of `tried`, no further than one step. */
static void take_practised(struct evidence *e)
{
	double least = 2;

	for (size_t i = 0; i < json_array_size(e->tried); i++) {
		struct point p = point_of(json_array_get(e->tried, i), "wob", "rpm", "flow");
		double distance = weigh_distance(&p, &e->practice, e->is.bit_diameter);
		if (distance <= least) {
			least = distance;
			e->point = p;
			e->drilled = json_array_get(e->tried, i);
		}
	}
}

static void take_traits(struct traits *is, const json_t *report, const json_t *segment)
{
	const json_t *window = json_object_get(report, "window");
	const json_t *depth = json_object_get(segment, segment == report ? "depth_range" : "depth_ft");

	*is = (struct traits){
		.depth = { number_at(depth, 0), number_at(depth, 1) },
		.d_exponent = json_get_number(segment, "avg_d_exponent"),
		.formation = json_get_text(segment, "formation_type"),
		.name = json_get_text(segment, "name"),
		.campaign = json_get_text(report, "campaign"),
		.well_type = json_get_text(report, "well_type"),
		.barrier = json_get_text(report, "barrier_kind"),
		.bit_diameter = json_get_number(report, "bit_diameter_in"),
		.bit_type = json_get_text(report, "bit_type"),
		.rpm_basis = json_get_text(window, "rpm_basis"),
		.mse_basis = json_get_text(window, "mse_basis"),
	};
}

size_t evidence_units(const json_t *report)
{
	size_t n = json_array_size(json_object_get(report, "segments"));

	return n ? n : 1;
}

/* A damaged report may have any number there. */
static int index_of(const json_t *segment, size_t i)
{
	double index = json_get_number(segment, "index");

	return index >= 0 && index < 1e6 ? (int)index : (int)i;
}

static struct evidence unit_of(json_t *report, const json_t *segment, size_t i)
{
	const json_t *window = json_object_get(report, "window");
	struct evidence e = {
		.result = json_object_get(segment, "result"),
		.well = json_get_text(report, "well_id"),
		.segment = segment == report ? -1 : index_of(segment, i),
		.end_of_window = json_get_number(report, "timestamp"),
		.start = either(segment, "start", json_get_number(window, "start")),
		.end = either(segment, "end", json_get_number(report, "timestamp")),
		.point = nowhere,
	};
	const char *evidence;

	take_traits(&e.is, report, segment);
	e.tried = json_object_get(segment, "tried");
	e.params = json_object_get(e.result, "optimal_params");
	e.action = json_get_text(e.result, "action");
	evidence = json_get_text(e.params, "evidence");
	e.strength = strength_of(evidence);
	e.practice = point_of(json_object_get(e.params, "practice"), "wob", "rpm", "flow");
	e.change = weigh_same(e.action, "change");
	if (e.change && evidence)
		e.point = point_of(e.params, "best_wob", "best_rpm", "best_flow");
	else if (e.action && !e.change)
		take_practised(&e);
	e.report = report;
	return e;
}

struct evidence evidence_unit(json_t *report, size_t i)
{
	const json_t *segments = json_object_get(report, "segments");

	return unit_of(report, json_array_size(segments) ? json_array_get(segments, i) : report, i);
}

struct evidence evidence_headline(json_t *report)
{
	return unit_of(report, report, 0);
}

const char *evidence_lacks(const struct evidence *e)
{
	const char *message = json_get_text(e->result, "message");

	if (e->action && (e->change || json_array_size(json_object_get(e->result, "correlations"))))
		return NULL;
	if (e->action)
		return "no point is recommended and no correlation is significant";
	return message ? message : "it has no result";
}

bool evidence_add(struct evidence_list *list, const struct evidence *e, const char *key)
{
	char *copy = strdup(key);

	if (copy && list->n == list->room) {
		size_t room = list->room ? 2 * list->room : 64;
		struct evidence *item = reallocarray(list->item, room, sizeof *item);
		if (!item) {
			free(copy);
			return false;
		}
		list->item = item;
		list->room = room;
	}
	if (!copy)
		return false;
	list->item[list->n] = *e;
	list->item[list->n].key = copy;
	json_incref(e->report);
	list->n++;
	return true;
}

void evidence_free(struct evidence_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		free(list->item[i].key);
		json_decref(list->item[i].report);
	}
	free(list->item);
	*list = (struct evidence_list){ 0 };
}

static bool same_well(const struct evidence *a, const struct evidence *b)
{
	return a->well && b->well && strcmp(a->well, b->well) == 0;
}

/* Newest first, for settling what stands. */
static int newest_first(const void *a, const void *b)
{
	const struct evidence *x = a, *y = b;

	if (x->end_of_window != y->end_of_window)
		return x->end_of_window < y->end_of_window ? 1 : -1;
	int by_key = strcmp(x->key, y->key);
	return by_key ? by_key : x->segment - y->segment;
}

static int best_first(const void *a, const void *b)
{
	const struct evidence *x = a, *y = b;

	if ((x->standing == EVIDENCE_STANDS) != (y->standing == EVIDENCE_STANDS))
		return x->standing == EVIDENCE_STANDS ? -1 : 1;
	if (isnan(x->point.wob) != isnan(y->point.wob))
		return isnan(x->point.wob) ? 1 : -1;
	if (x->change != y->change)
		return x->change ? -1 : 1;
	if (x->own != y->own)
		return x->own ? -1 : 1;
	if (x->strength != y->strength)
		return x->strength > y->strength ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return newest_first(a, b);
}

/* Drilled that point again, in two visits or more, and keeps to another. */
static bool rejects(const struct evidence *hold, const struct point *p, double diameter)
{
	const char *why = json_get_text(hold->params, "limited_by");

	if (weigh_distance(&hold->practice, p, diameter) <= 1 || weigh_same(why, "at_best") || weigh_same(why, "unconfirmed"))
		return false;
	for (size_t i = 0; i < json_array_size(hold->tried); i++) {
		const json_t *one = json_array_get(hold->tried, i);
		struct point tried = point_of(one, "wob", "rpm", "flow");
		if (weigh_distance(&tried, p, diameter) <= 1 && json_get_number(one, "visits") >= 2)
			return true;
	}
	return false;
}

/* What a unit says on a point that was recommended. */
static enum relation says_on(const struct evidence *e, const struct point *p, double diameter)
{
	double distance = weigh_distance(e->change ? &e->point : &e->practice, p, diameter);

	if (distance <= 1)
		return EVIDENCE_AGREES;
	if (e->change)
		return isnan(distance) ? EVIDENCE_SILENT : EVIDENCE_CONTRADICTS;
	return rejects(e, p, diameter) ? EVIDENCE_CONTRADICTS : EVIDENCE_SILENT;
}

static bool one_rock(const struct evidence *a, const struct evidence *b)
{
	return weigh_likeness(&a->is, &b->is).likeness >= same_rock;
}

/* In the order of newest first: an older unit falls to a newer one that stands. */
static void settle_standing(struct evidence_list *list, double diameter)
{
	for (size_t old = 1; old < list->n; old++) {
		struct evidence *e = &list->item[old];
		for (size_t new = 0; new < old && e->standing == EVIDENCE_STANDS; new++) {
			const struct evidence *n = &list->item[new];
			if (n->standing != EVIDENCE_STANDS || n->report == e->report || !same_well(n, e))
				continue;
			e->by = n->key;
			if (n->start < e->end && e->start < n->end)
				e->standing = EVIDENCE_OVERLAPPED;
			else if (e->change && one_rock(e, n) && says_on(n, &e->point, diameter) == EVIDENCE_CONTRADICTS)
				e->standing = EVIDENCE_SUPERSEDED;
		}
	}
}

bool evidence_judge(struct evidence_list *list, double bit_diameter)
{
	double newest = -INFINITY;
	const struct evidence *best;

	if (!list->n)
		return false;
	for (size_t i = 0; i < list->n; i++)
		newest = fmax(newest, list->item[i].end_of_window);
	for (size_t i = 0; i < list->n; i++) {
		struct evidence *e = &list->item[i];
		e->weight = e->w.likeness * weigh_age(newest - e->end_of_window) * weigh_strength(e->strength);
		e->standing = EVIDENCE_STANDS;
		e->relation = EVIDENCE_SILENT;
	}
	qsort(list->item, list->n, sizeof *list->item, newest_first);
	settle_standing(list, bit_diameter);
	qsort(list->item, list->n, sizeof *list->item, best_first);
	best = &list->item[0];
	if (best->standing != EVIDENCE_STANDS || isnan(best->point.wob) || isnan(best->point.rpm))
		return false;
	list->item[0].relation = EVIDENCE_ANSWER;
	for (size_t i = 1; i < list->n; i++)
		if (list->item[i].standing == EVIDENCE_STANDS)
			list->item[i].relation = says_on(&list->item[i], &best->point, bit_diameter);
	return true;
}
