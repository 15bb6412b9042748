/* carry.c - blocks and advice from window to window; see carry.h. */
#include "carry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

enum { VALUES = 17 };
static const double SHIFT = 1.15, GAMMA_API = 10, STEP_FT = 200;
static const char TYPE[] = "ml-optimal-carry";

static bool same_key(const struct carry_key *a, const struct carry_key *b)
{
	return !strcmp(a->run, b->run) && !strcmp(a->campaign, b->campaign) && !strcmp(a->drill_mode, b->drill_mode) &&
		!strcmp(a->rpm_basis, b->rpm_basis) && !strcmp(a->mse_basis, b->mse_basis);
}

bool carry_goes_on(const struct carry *c, const struct carry_segment *s)
{
	bool d_known = isfinite(c->d) && isfinite(s->d);

	if (!c->blocks || !same_key(&c->key, &s->key) || fabs(c->length_s - s->length_s) > 1e-9)
		return false;
	if (isfinite(c->d) != isfinite(s->d) || (d_known && !(fabs(log(s->d / c->d)) < log(SHIFT))))
		return false;
	/* settings move the d-exponent, too, and may hide another rock: gamma, where it is known, does not hide it */
	if (fabs(s->gamma - c->gamma) >= GAMMA_API)
		return false;
	return !(fabs(s->depth - c->depth) > STEP_FT);  /* unknown: nothing says that it stepped */
}

bool carry_is_past(const struct carry *c, const struct carry_segment *s)
{
	return c->blocks && s->last_ts < c->block[c->blocks - 1].ts;
}

void carry_restart(struct carry *c, const struct carry_segment *s)
{
	double last_end = c->policy.last_end;

	free(c->block);
	c->block = NULL;
	c->blocks = 0;
	policy_init(&c->policy);
	c->policy.last_end = last_end;
	c->key = s->key;
	c->length_s = s->length_s;
	c->origin = s->first_ts;
	c->d = s->d;
	c->gamma = s->gamma;
	c->depth = s->depth;
}

bool carry_add(struct carry *c, const struct carry_segment *s, const struct block *block, int n)
{
	struct block *all;
	int stay = c->blocks, most = (int)(BLOCK_MAX_S / fmax(c->length_s, 1)), count;

	while (stay > 0 && n > 0 && c->block[stay - 1].k >= block[0].k)
		stay--;
	all = calloc((size_t)stay + (size_t)n + 1, sizeof *all);
	if (!all)
		return false;
	if (stay)
		memcpy(all, c->block, (size_t)stay * sizeof *all);
	if (n)
		memcpy(all + stay, block, (size_t)n * sizeof *all);
	count = stay + n;
	if (count > most) {
		memmove(all, all + count - most, (size_t)most * sizeof *all);
		count = most;
	}
	free(c->block);
	c->block = all;
	c->blocks = count;
	c->d = isfinite(s->d) ? s->d : c->d;
	c->gamma = isfinite(s->gamma) ? s->gamma : c->gamma;
	if (count && isfinite(all[count - 1].depth))
		c->depth = all[count - 1].depth;
	return true;
}

int carry_windows(const struct carry *c)
{
	int windows = 0;

	for (int i = 0; i < c->blocks; i++)
		windows += i == 0 || c->block[i].window > c->block[i - 1].window || c->block[i].window < c->block[i - 1].window;
	return windows;
}

struct carry *carries_find(struct carries *all, const char *field, const char *well)
{
	struct carry *more;

	for (int i = 0; i < all->n; i++)
		if (!strcmp(all->item[i].field, field) && !strcmp(all->item[i].well, well))
			return &all->item[i];
	more = realloc(all->item, ((size_t)all->n + 1) * sizeof *more);
	if (!more)
		return NULL;
	all->item = more;
	more += all->n++;
	*more = (struct carry){ .d = NAN, .gamma = NAN, .depth = NAN };
	policy_init(&more->policy);
	strncpy(more->field, field, sizeof more->field - 1);
	strncpy(more->well, well, sizeof more->well - 1);
	return more;
}

void carries_free(struct carries *all)
{
	for (int i = 0; i < all->n; i++)
		free(all->item[i].block);
	free(all->item);
	*all = (struct carries){ 0 };
}

/* ---- to JSON ---- */

static void values_of(const struct block *b, double v[VALUES])
{
	const double all[VALUES] = { (double)b->k, b->ts, b->wob, b->rpm, b->bit_rpm, b->flow, b->rop, b->mse, b->depth,
		b->torque, b->spp, b->diff, b->ccs, b->torque_cv, b->spp_cv, b->window, b->n };

	memcpy(v, all, sizeof all);
}

static json_t *block_array(const struct carry *c)
{
	json_t *a = json_array();
	double v[VALUES];

	for (int i = 0; a && i < c->blocks; i++) {
		json_t *one = json_array();

		values_of(&c->block[i], v);
		for (int k = 0; one && k < VALUES; k++)
			if (json_array_append_new(one, json_number(v[k])) < 0) {
				json_decref(one);
				one = NULL;
			}
		if (!one || json_array_append_new(a, one) < 0) {
			json_decref(a);
			return NULL;
		}
	}
	return a;
}

static json_t *setting(bool there, const struct policy_setting *s)
{
	json_t *o;

	if (!there)
		return json_null();
	o = json_object();
	if (o && json_put_number(o, "wob", s->wob) && json_put_number(o, "rpm", s->rpm) && json_put_number(o, "flow", s->flow))
		return o;
	json_decref(o);
	return NULL;
}

static json_t *carry_object(const struct carry *c)
{
	json_t *o = json_object();

	if (o && json_put_text(o, "field", c->field) && json_put_text(o, "well", c->well) &&
	    json_put_text(o, "run", c->key.run) && json_put_text(o, "campaign", c->key.campaign) &&
	    json_put_text(o, "drill_mode", c->key.drill_mode) && json_put_text(o, "rpm_basis", c->key.rpm_basis) &&
	    json_put_text(o, "mse_basis", c->key.mse_basis) && json_put_number(o, "length_s", c->length_s) &&
	    json_put_number(o, "origin", c->origin) && json_put_number(o, "d", c->d) &&
	    json_put_number(o, "gamma_api", c->gamma) && json_put_number(o, "depth_ft", c->depth) &&
	    json_put(o, "advice", setting(c->policy.published, &c->policy.advice)) &&
	    json_put_number(o, "advice_since", c->policy.since) &&
	    json_put(o, "candidate", setting(c->policy.waiting, &c->policy.candidate)) &&
	    json_put_number(o, "candidate_since", c->policy.waits_since) &&
	    json_put_number(o, "last_end", c->policy.last_end) && json_put(o, "blocks", block_array(c)))
		return o;
	json_decref(o);
	return NULL;
}

bool carries_save(const char *path, const struct carries *all)
{
	json_t *o = kept_object(TYPE), *wells = json_array();
	bool fine = o && wells;

	for (int i = 0; fine && i < all->n; i++)
		fine = json_array_append_new(wells, carry_object(&all->item[i])) == 0;
	if (!fine || !json_put(o, "wells", json_incref(wells))) {
		json_decref(o);
		o = NULL;
	}
	json_decref(wells);
	return kept_write(path, o);
}

/* ---- from JSON ---- */

static bool take_block(const json_t *a, struct block *b)
{
	double v[VALUES];

	if (json_array_size(a) != VALUES)
		return false;
	for (size_t k = 0; k < VALUES; k++) {
		const json_t *one = json_array_get(a, k);

		if (!json_is_number(one) && !json_is_null(one))
			return false;
		v[k] = json_is_number(one) ? json_number_value(one) : NAN;
	}
	if (!(fabs(v[0]) < 1e15) || !isfinite(v[1]) || !isfinite(v[2]) || !isfinite(v[3]) || !(v[6] > 0) ||
	    !(v[16] >= 1 && v[16] < 1e9))
		return false;
	*b = (struct block){ lround(v[0]), v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12], v[13],
		v[14], v[15], (int)v[16] };
	return true;
}

static bool take_setting(const json_t *o, const char *key, bool *there, struct policy_setting *s)
{
	const json_t *v = json_object_get(o, key);

	*there = json_is_object(v);
	*s = (struct policy_setting){ json_get_number(v, "wob"), json_get_number(v, "rpm"), json_get_number(v, "flow") };
	return json_is_null(v) || (*there && isfinite(s->wob) && isfinite(s->rpm));
}

static bool take_carry(const json_t *o, struct carry *c)
{
	const json_t *blocks = json_object_get(o, "blocks");
	size_t n = json_array_size(blocks);

	if (!json_is_array(blocks) || n > 100000 || !kept_text(o, "run", c->key.run, sizeof c->key.run) ||
	    !kept_text(o, "campaign", c->key.campaign, sizeof c->key.campaign) ||
	    !kept_text(o, "drill_mode", c->key.drill_mode, sizeof c->key.drill_mode) ||
	    !kept_text(o, "rpm_basis", c->key.rpm_basis, sizeof c->key.rpm_basis) ||
	    !kept_text(o, "mse_basis", c->key.mse_basis, sizeof c->key.mse_basis) ||
	    !take_setting(o, "advice", &c->policy.published, &c->policy.advice) ||
	    !take_setting(o, "candidate", &c->policy.waiting, &c->policy.candidate))
		return false;
	c->length_s = json_get_number(o, "length_s");
	c->origin = json_get_number(o, "origin");
	c->d = json_get_number(o, "d");
	c->gamma = json_get_number(o, "gamma_api");
	c->depth = json_get_number(o, "depth_ft");
	c->policy.since = json_get_number(o, "advice_since");
	c->policy.waits_since = json_get_number(o, "candidate_since");
	c->policy.last_end = json_get_number(o, "last_end");
	c->block = calloc(n + 1, sizeof *c->block);
	if (!c->block || (n && (!(c->length_s >= 1) || !isfinite(c->origin))))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!take_block(json_array_get(blocks, i), &c->block[i]) || (i && c->block[i].k <= c->block[i - 1].k))
			return false;
		c->blocks++;
	}
	return true;
}

static bool take_all(const json_t *o, struct carries *all)
{
	const json_t *wells = json_object_get(o, "wells"), *one;
	size_t i;

	if (!json_is_array(wells))
		return false;
	json_array_foreach(wells, i, one) {
		const char *field = json_get_text(one, "field"), *well = json_get_text(one, "well");
		struct carry *c = field && well ? carries_find(all, field, well) : NULL;

		if (!c || c->block || !take_carry(one, c))
			return false;
	}
	return true;
}

enum kept_status carries_load(const char *path, struct carries *all, char why[KEPT_WHY])
{
	json_t *o;
	enum kept_status status = kept_read(path, TYPE, &o, why);

	*all = (struct carries){ 0 };
	if (status == KEPT_LOADED && !take_all(o, all)) {
		carries_free(all);
		status = kept_wrong(path, TYPE, why);
	}
	json_decref(o);
	return status;
}
