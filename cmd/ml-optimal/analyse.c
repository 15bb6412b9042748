/* analyse.c - one segment from samples to an answer; see analyse.h. */
#include "analyse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "samples.h"
#include "stats.h"

static const double NOW_S = 600;        /* what is being done now: the last ten minutes */
static const double NOW_LEAST_S = 60;   /* of the drill mode, within them */

/* One segment under way. */
struct work {
	const struct analyse_settings *settings;
	const struct analyse_window *window;
	const struct analyse_segment *segment;
	struct rpm_source rpm;
	enum drill_mode mode;
	double *store;                  /* of drilling */
	struct drilling drilling;       /* of that mode */
	struct block_rules rules;
	struct block *block;
	int blocks;
	struct carry *carry;            /* NULL: the window stands alone */
	const char *rpm_basis, *mse_basis;
};

static const char *or_blank(const char *s)
{
	return s ? s : "";
}

/* Cuts the blocks of one mode; they replace those of the mode before when they are more. */
static bool try_mode(struct work *w, enum drill_mode mode)
{
	struct drilling drilling;
	struct block *block;
	double *store = drilling_pick(&w->segment->all, w->segment->mode, &w->rpm, mode, &drilling);
	int n = store ? block_cut(&drilling, &w->rules, &block) : -1;

	if (n < 0) {
		free(store);
		return false;
	}
	if (w->store && (n < w->blocks || (n == w->blocks && drilling.n <= w->drilling.n))) {
		free(store);
		free(block);
		return true;
	}
	free(w->store);
	free(w->block);
	w->store = store;
	w->drilling = drilling;
	w->block = block;
	w->blocks = n;
	w->mode = mode;
	return true;
}

static double mean(const double *v, size_t n)
{
	long double sum = 0;
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (isfinite(v[i])) {
			sum += v[i];
			count++;
		}
	return count ? (double)(sum / (long double)count) : NAN;
}

static double deepest(const double *v, size_t n)
{
	double depth = NAN;

	for (size_t i = 0; i < n; i++)
		depth = fmax(depth, v[i]);
	return depth;
}

/* The last ten minutes of the window in the segment's drill mode; MSE is energy over volume. */
static bool present(const struct work *w, struct optimal_setting *now)
{
	const struct drilling *all = &w->window->all;
	struct drilling d;
	struct block mean_of_it;
	double *store = drilling_pick(all, w->window->mode, &w->rpm, w->mode, &d);
	double since = all->n ? all->ts[all->n - 1] + w->window->interval - NOW_S : 0;
	size_t first = 0;
	bool fine;

	if (!store)
		return false;
	while (first < d.n && d.ts[first] < since)
		first++;
	if ((double)(d.n - first) * w->window->interval < NOW_LEAST_S)
		first = d.n;
	d.diameter_in = w->drilling.diameter_in;
	fine = block_mean(&d, first, d.n - first, &mean_of_it);
	*now = (struct optimal_setting){ mean_of_it.wob, mean_of_it.rpm, mean_of_it.flow, mean_of_it.rop, mean_of_it.mse };
	free(store);
	return fine;
}

static void put_text(char *to, size_t size, const char *from)
{
	size_t len = strlen(from);

	if (len >= size)
		len = size - 1;
	memcpy(to, from, len);
	to[len] = '\0';
}

/* A bit run by all that tells it from another one. */
static void run_of(const struct bit *bit, char *to, size_t size)
{
	char start[NUM_LEN], depth[NUM_LEN], diameter[NUM_LEN];
	struct text text = { 0 };

	num_format(bit->start_ts, start);
	num_format(bit->start_depth_ft, depth);
	num_format(bit->diameter_in, diameter);
	text_format(&text, "%s|%s|%s|%s", bit->run, start, depth, diameter);
	put_text(to, size, text_view(&text));
	text_free(&text);
}

static void choose_bases(struct work *w)
{
	const struct analyse_window *window = w->window;
	const struct bit *bit = &w->segment->identity->bit;

	w->rpm.is_bit = window->rpm_basis ? !strcmp(window->rpm_basis, rpm_basis_name(RPM_BIT)) : bit->rpm_basis == RPM_BIT;
	w->rpm.rev_gal = isfinite(window->rev_gal) ? window->rev_gal : bit->motor_rev_gal;
	w->rpm_basis = rpm_basis_name(w->rpm.is_bit && !isfinite(w->rpm.rev_gal) ? RPM_BIT : RPM_SURFACE);
}

static bool any_mse(const struct block *block, int n)
{
	for (int i = 0; i < n; i++)
		if (isfinite(block[i].mse))
			return true;
	return false;
}

/* In a slide the motor turns the bit: surface torque says nothing of its work, unless MSE was made from the motor's pressure. */
static void drop_slide_mse(struct work *w, struct optimal_setting *now)
{
	if (w->mode != MODE_SLIDE || (w->window->mse_basis && !strcmp(w->window->mse_basis, "motor_dp")))
		return;
	for (int i = 0; i < w->blocks; i++)
		w->block[i].mse = NAN;
	now->mse = NAN;
}

/* The median of what is known; NAN when nothing is, or out of memory. */
static double median_known(const double *v, size_t n)
{
	double *known = malloc((n + 1) * sizeof *known), middle;
	size_t count = 0;

	for (size_t i = 0; known && i < n; i++)
		if (isfinite(v[i]))
			known[count++] = v[i];
	middle = known ? stats_median(known, count) : NAN;
	free(known);
	return middle;
}

static struct carry_segment carry_segment_of(const struct work *w)
{
	const struct drilling *d = &w->drilling;
	struct carry_segment s = { .length_s = block_length(&w->rules, d->n > 1 ? samples_step(d->ts, d->n) : 1),
		.d = mean(d->d, d->n), .gamma = median_known(d->gamma, d->n),
		.depth = w->blocks ? w->block[0].depth : (double)NAN,
		.first_ts = d->n ? d->ts[0] : NAN, .last_ts = d->n ? d->ts[d->n - 1] : NAN };

	run_of(&w->segment->identity->bit, s.key.run, sizeof s.key.run);
	put_text(s.key.campaign, sizeof s.key.campaign, campaign_name(w->segment->identity->campaign));
	put_text(s.key.drill_mode, sizeof s.key.drill_mode, drill_mode_names[w->mode]);
	put_text(s.key.rpm_basis, sizeof s.key.rpm_basis, w->rpm_basis);
	put_text(s.key.mse_basis, sizeof s.key.mse_basis, or_blank(w->mse_basis));
	return s;
}

/* Puts the window's blocks to those that are carried, on their grid. */
static bool join_carry(struct work *w, struct optimal_setting *now)
{
	const struct identity *identity = w->segment->identity;
	struct carry_segment s = carry_segment_of(w);
	struct carry *carry = carries_find(w->settings->carries, identity->field, identity->well);

	if (!carry)
		return false;
	if (!carry_goes_on(carry, &s) || w->window->bit_changed) {
		if (carry_is_past(carry, &s))
			return true;            /* an overlap shows it once more; the rock being drilled is another */
		carry_restart(carry, &s);
	} else {
		int n;

		w->rules.origin = carry->origin;
		free(w->block);
		w->block = NULL;
		n = block_cut(&w->drilling, &w->rules, &w->block);
		if (n < 0)
			return false;
		w->blocks = n;
		drop_slide_mse(w, now);
	}
	for (int i = 0; i < w->blocks; i++)
		w->block[i].window = w->window->end;
	w->carry = carry;
	return carry_add(carry, &s, w->block, w->blocks);
}

/* The blocks that the method is to see: those carried, with this window's, or this window's. */
static bool choose_blocks(struct work *w, struct optimal_task *task)
{
	const struct block *from = w->carry ? w->carry->block : w->block;
	int n = w->carry ? w->carry->blocks : w->blocks;
	struct block *copy = calloc((size_t)n + 1, sizeof *copy);

	if (!copy)
		return false;
	if (n)
		memcpy(copy, from, (size_t)n * sizeof *copy);
	task->seconds = (double)w->drilling.n * w->window->interval;
	for (int i = 0; i < n - w->blocks; i++)
		task->seconds += copy[i].n * w->window->interval;
	free(w->block);
	w->block = copy;
	task->block_s = block_length(&w->rules, w->drilling.n > 1 ? samples_step(w->drilling.ts, w->drilling.n) : 1);
	w->blocks = task->blocks = w->rules.plain ? n : block_complete(copy, n, task->block_s);
	task->block = copy;
	task->steps = point_steps_for(w->rules.plain ? (double)NAN : w->drilling.diameter_in, copy, task->blocks);
	if (w->rules.plain)
		task->steps.flow = HUGE_VAL;
	return true;
}

static struct reference_key reference_key_of(const struct work *w)
{
	const struct identity *identity = w->segment->identity;
	struct reference_key key = { .field = "" };

	put_text(key.field, sizeof key.field, identity->field);
	put_text(key.well, sizeof key.well, identity->well);
	run_of(&identity->bit, key.run, sizeof key.run);
	put_text(key.hardness, sizeof key.hardness, or_blank(w->segment->hardness));
	put_text(key.drill_mode, sizeof key.drill_mode, drill_mode_names[w->mode]);
	put_text(key.mse_basis, sizeof key.mse_basis, or_blank(w->mse_basis));
	return key;
}

static bool find_points(struct work *w, struct optimal_task *task, struct optimal *o)
{
	const struct analyse_settings *settings = w->settings;
	const struct analyse_window *window = w->window;
	struct reference_key key;

	if (!try_mode(w, MODE_ROTARY) || !try_mode(w, MODE_SLIDE) || !present(w, &task->now))
		return false;
	drop_slide_mse(w, &task->now);
	w->mse_basis = !any_mse(w->block, w->blocks) || window->bit_changed ? NULL :
		window->mse_basis ? window->mse_basis : "surface";
	if (settings->carries && !join_carry(w, &task->now))
		return false;
	if (!choose_blocks(w, task))
		return false;
	task->slide = w->mode == MODE_SLIDE;
	task->bit_changed = window->bit_changed;
	key = reference_key_of(w);
	if (settings->references && w->mse_basis)
		task->reference_mse = references_find(settings->references, &key);
	if (w->carry && w->carry->policy.published)
		task->standing = (struct optimal_setting){ w->carry->policy.advice.wob, w->carry->policy.advice.rpm,
			w->carry->policy.advice.flow, NAN, NAN };
	if (!settings->method->find(task, o))
		return false;
	if (w->carry)
		policy_apply(&w->carry->policy, window->start, window->end, &task->steps, task->block, task->blocks, o);
	if (settings->references && w->mse_basis && isfinite(o->reference_mse))
		return references_note(settings->references, &key, o->reference_mse, window->end);
	return true;
}

/* The last ten minutes, whatever the drill mode and as the columns have it. */
static struct optimal_setting mean_now(const struct analyse_window *w)
{
	const struct optimal_rows rows = { w->all.ts, w->all.wob, w->all.rpm, w->all.flow, w->all.rop, w->all.mse, NULL, w->all.n,
		w->interval };

	return optimal_mean(&rows, rows.n ? rows.t[rows.n - 1] + w->interval - NOW_S : 0);
}

bool analyse(const struct analyse_settings *settings, const struct analyse_window *window, const struct analyse_segment *segment,
	struct optimal *o, struct record_about *about)
{
	enum campaign campaign = segment->identity->campaign;
	struct work w = { .settings = settings, .window = window, .segment = segment, .rules = { .plain = settings->plain,
		.length_s = 30, .wob_step = 4, .rpm_step = 20, .origin = NAN } };
	struct optimal_task task = { .rows = segment->rows, .weights = settings->weights[campaign], .reference_mse = NAN,
		.limits = limit_at(settings->conf, deepest(segment->all.depth, segment->all.n)), .plain = settings->plain,
		.plug_abandonment = campaign == CAMPAIGN_PLUG_ABANDONMENT };
	bool fine;

	*about = (struct record_about){ .segment = segment->index, .method = settings->method->name, .high_s = settings->high_s,
		.windows = NAN, .mse_basis = window->mse_basis };
	*o = optimal_nothing(0);
	if (!settings->plain)
		w.rules.wob_step = point_steps_for(segment->all.diameter_in, NULL, 0).wob;
	choose_bases(&w);
	if (campaign == CAMPAIGN_IDLE || settings->method->find != points_advise) {
		task.now = mean_now(window);
		o->practice = optimal_mean(&segment->rows, -INFINITY);
		o->now = task.now;
		/* an idle campaign has nothing to be best at */
		return campaign == CAMPAIGN_IDLE || settings->method->find(&task, o);
	}
	fine = find_points(&w, &task, o);
	about->drill_mode = drill_mode_names[w.mode];
	about->rpm_basis = w.rpm_basis;
	about->mse_basis = w.mse_basis;
	about->windows = w.carry ? carry_windows(w.carry) : 1;
	about->policy = w.carry ? &w.carry->policy : NULL;
	free(w.store);
	free(w.block);
	return fine;
}
