/*
 * state.c - the --state file to and from JSON; see state.h.
 */
#include "state.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

static const char TYPE[] = "ml-segment-state";

static json_t *known_object(const struct known *k)
{
	json_t *o = json_object();

	if (o && json_put_number(o, "ts", k->ts) && json_put_number(o, "found", k->found) &&
	    json_put_number(o, "confirmed", k->confirmed))
		return o;
	json_decref(o);
	return NULL;
}

static json_t *well_object(const struct well *w)
{
	json_t *o = json_object(), *items = json_array();
	bool fine = o && items && json_put_text(o, "field", w->field) && json_put_text(o, "well", w->name) &&
		json_put_text(o, "series", w->series) && json_put_number(o, "end", w->end);

	for (size_t i = 0; fine && i < w->n; i++)
		fine = json_array_append_new(items, known_object(&w->item[i])) == 0;
	if (fine && json_put(o, "boundaries", json_incref(items))) {
		json_decref(items);
		return o;
	}
	json_decref(o);
	json_decref(items);
	return NULL;
}

bool state_save(const char *path, const struct memory *m)
{
	json_t *o = kept_object(TYPE), *wells = json_array();
	bool fine = o && wells;

	for (size_t i = 0; fine && i < m->n; i++)
		fine = json_array_append_new(wells, well_object(&m->well[i])) == 0;
	fine = fine && json_put(o, "wells", json_incref(wells));
	json_decref(wells);
	if (fine)
		return kept_write(path, o);
	json_decref(o);
	errno = ENOMEM;
	return false;
}

static bool take_known(const json_t *o, struct known *k)
{
	*k = (struct known){ json_get_number(o, "ts"), json_get_number(o, "found"), json_get_number(o, "confirmed") };
	return isfinite(k->ts) && isfinite(k->found) && json_object_get(o, "confirmed");
}

static bool take_well(const json_t *o, struct memory *m)
{
	const char *field = json_get_text(o, "field"), *name = json_get_text(o, "well"), *series = json_get_text(o, "series");
	const json_t *items = json_object_get(o, "boundaries");
	size_t n = json_array_size(items), before = m->n;
	struct well *w;

	if (!field || !name || !series || !json_is_array(items) || n > REMEMBER_MOST)
		return false;
	w = remember_well(m, field, name, series);
	if (!w || m->n == before)
		return false;
	w->end = json_get_number(o, "end");
	w->item = malloc((n + 1) * sizeof *w->item);
	if (!w->item || !isfinite(w->end))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!take_known(json_array_get(items, i), &w->item[i]) || (i && !(w->item[i].ts >= w->item[i - 1].ts)))
			return false;
		w->n = i + 1;
	}
	return true;
}

static bool take_all(const json_t *o, struct memory *m)
{
	const json_t *wells = json_object_get(o, "wells");

	if (!json_is_array(wells))
		return false;
	for (size_t i = 0; i < json_array_size(wells); i++)
		if (!take_well(json_array_get(wells, i), m))
			return false;
	return true;
}

enum kept_status state_load(const char *path, struct memory *m, char why[KEPT_WHY])
{
	json_t *o;
	enum kept_status status = kept_read(path, TYPE, &o, why);

	*m = (struct memory){0};
	if (status == KEPT_LOADED && !take_all(o, m)) {
		remember_free(m);
		status = kept_wrong(path, TYPE, why);
	}
	json_decref(o);
	return status;
}
