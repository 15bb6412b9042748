/* reference.c - the least MSE of each rock; see reference.h. */
#include "reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

enum { MOST = 1000 };
static const char TYPE[] = "ml-optimal-state";

static bool same(const struct reference_key *a, const struct reference_key *b)
{
	return !strcmp(a->field, b->field) && !strcmp(a->well, b->well) && !strcmp(a->run, b->run) &&
		!strcmp(a->hardness, b->hardness) && !strcmp(a->drill_mode, b->drill_mode) && !strcmp(a->mse_basis, b->mse_basis);
}

double references_find(const struct references *all, const struct reference_key *key)
{
	for (int i = 0; i < all->n; i++)
		if (same(&all->item[i].key, key))
			return all->item[i].mse;
	return NAN;
}

bool references_note(struct references *all, const struct reference_key *key, double mse, double ts)
{
	struct reference *more;
	int oldest = 0;

	for (int i = 0; i < all->n; i++) {
		if (same(&all->item[i].key, key)) {
			if (mse < all->item[i].mse) {
				all->item[i].mse = mse;
				all->item[i].ts = ts;
			}
			return true;
		}
		if (all->item[i].ts < all->item[oldest].ts)
			oldest = i;
	}
	if (all->n == MOST) {
		memmove(all->item + oldest, all->item + oldest + 1, (size_t)(MOST - 1 - oldest) * sizeof *all->item);
		all->n--;
	}
	more = realloc(all->item, ((size_t)all->n + 1) * sizeof *more);
	if (!more)
		return false;
	all->item = more;
	all->item[all->n++] = (struct reference){ *key, mse, ts };
	return true;
}

void references_free(struct references *all)
{
	free(all->item);
	*all = (struct references){ 0 };
}

static json_t *object_of(const struct reference *r)
{
	json_t *o = json_object();

	if (o && json_put_text(o, "field", r->key.field) && json_put_text(o, "well", r->key.well) &&
	    json_put_text(o, "run", r->key.run) && json_put_text(o, "hardness", r->key.hardness) &&
	    json_put_text(o, "drill_mode", r->key.drill_mode) && json_put_text(o, "mse_basis", r->key.mse_basis) &&
	    json_put_number(o, "mse_psi", r->mse) && json_put_number(o, "ts", r->ts))
		return o;
	json_decref(o);
	return NULL;
}

bool references_save(const char *path, const struct references *all)
{
	json_t *o = kept_object(TYPE), *list = json_array();
	bool fine = o && list;

	for (int i = 0; fine && i < all->n; i++)
		fine = json_array_append_new(list, object_of(&all->item[i])) == 0;
	if (!fine || !json_put(o, "references", json_incref(list))) {
		json_decref(o);
		o = NULL;
	}
	json_decref(list);
	return kept_write(path, o);
}

static bool take(const json_t *o, struct reference *r)
{
	r->mse = json_get_number(o, "mse_psi");
	r->ts = json_get_number(o, "ts");
	return kept_text(o, "field", r->key.field, sizeof r->key.field) &&
		kept_text(o, "well", r->key.well, sizeof r->key.well) &&
		kept_text(o, "run", r->key.run, sizeof r->key.run) &&
		kept_text(o, "hardness", r->key.hardness, sizeof r->key.hardness) &&
		kept_text(o, "drill_mode", r->key.drill_mode, sizeof r->key.drill_mode) &&
		kept_text(o, "mse_basis", r->key.mse_basis, sizeof r->key.mse_basis) && r->mse > 0 && isfinite(r->ts);
}

enum kept_status references_load(const char *path, struct references *all, char why[KEPT_WHY])
{
	json_t *o;
	const json_t *list, *one;
	enum kept_status status = kept_read(path, TYPE, &o, why);
	size_t i;
	bool fine = true;

	*all = (struct references){ 0 };
	if (status != KEPT_LOADED)
		return status;
	list = json_object_get(o, "references");
	fine = json_is_array(list) && json_array_size(list) <= MOST;
	json_array_foreach(list, i, one) {
		struct reference r;

		fine = fine && take(one, &r) && references_note(all, &r.key, r.mse, r.ts);
	}
	json_decref(o);
	if (fine)
		return KEPT_LOADED;
	references_free(all);
	return kept_wrong(path, TYPE, why);
}
