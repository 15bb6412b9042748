/* stats_answer.c - the question `stats`: how many reports, how good, whether the plan's success metrics are met; see query.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "folder.h"
#include "metrics.h"
#include "query.h"
#include "schedule.h"
#include "stats.h"

/* A window that has just ended may still be on its way: it is due half an interval later. */
static const double high_target = 0.7, grace = 0.5;
enum { N_METRICS = 5 };

struct metric {
	const char *name, *words, *target;
	double value;                   /* NAN: cannot be told */
	double count, of;
	bool met;
	char note[160];                 /* how it is reckoned, or what speaks against it */
};
struct missing { const char *well; double end; };
struct before { char *well; double newest; bool silent; };
struct answer {
	struct query *q;
	struct metrics m;
	size_t present, absent, n_named, n_before, n_silent;
	struct missing named[METRICS_MISSING];
	struct before *before;
	struct metric metric[N_METRICS];
};

/* The well of the counts as keys have it. */
static char *well_name(const struct tree_count *c)
{
	struct text name = { 0 };
	char why[FOLDER_WHY];

	if (!folder_encode(&name, "field", c->field, why))
		query_out_of_memory();
	text_put(&name, '/');
	if (!folder_encode(&name, "well", c->well, why) || name.failed)
		query_out_of_memory();
	return name.s;
}

static const struct metrics_well *find_well(const struct answer *a, const char *name)
{
	for (size_t i = 0; i < a->m.n_wells; i++)
		if (strcmp(a->m.well[i].name, name) == 0)
			return &a->m.well[i];
	return NULL;
}

/* Wells that had reports before the time asked for: their first window is to be at the beginning of that; those that have none
 * in it have fallen silent. */
static void find_before(struct answer *a)
{
	struct tree_want before = a->q->want;
	const struct tree_count *counts;
	char why[TREE_WHY];

	if (!isfinite(before.since))
		return;
	before.until = nextafter(before.since, -INFINITY);
	before.since = NAN;
	ssize_t n = tree_counts(a->q->tree, &before, &counts, why);
	if (n < 0)
		die(EX_IOERR, "%s", why);
	a->before = xrealloc(NULL, (size_t)n, sizeof *a->before);
	for (ssize_t i = 0; i < n; i++) {
		char *name = well_name(&counts[i]);
		struct before *last = a->n_before ? &a->before[a->n_before - 1] : NULL;

		if (last && strcmp(last->well, name) == 0) {    /* another campaign of it */
			last->newest = fmax(last->newest, counts[i].newest);
			free(name);
		} else {
			a->before[a->n_before++] = (struct before){ name, counts[i].newest, !find_well(a, name) };
			a->n_silent += a->before[a->n_before - 1].silent;
		}
	}
}

static bool was_before(const struct answer *a, const char *well)
{
	for (size_t i = 0; i < a->n_before; i++)
		if (strcmp(a->before[i].well, well) == 0)
			return true;
	return false;
}

static int ascending(const void *a, const void *b)
{
	const struct missing *x = a, *y = b;

	return x->end < y->end ? -1 : x->end > y->end;
}

/* The latest time at which a window of a well must have its report; NAN: not asked about. */
static double due(const struct query *q, double interval)
{
	if (!isfinite(q->o.hours) && !isfinite(q->want.until))
		return NAN;
	return fmin(isfinite(q->want.until) ? q->want.until : q->now, q->now - grace * interval);
}

static void look_at_wells(struct answer *a)
{
	struct missing *all = xrealloc(NULL, a->m.n_wells * METRICS_MISSING, sizeof *all);
	size_t n = 0;

	for (size_t w = 0; w < a->m.n_wells; w++) {
		struct metrics_well *well = &a->m.well[w];
		double at[METRICS_MISSING], from = NAN;

		stats_sort(well->end, well->n);
		if (was_before(a, well->name))
			from = a->q->want.since;
		struct schedule s = schedule_look(well->end, well->n, from, NAN, at, 0);
		s = schedule_look(well->end, well->n, from, due(a->q, s.interval), at, METRICS_MISSING);
		a->present += s.present;
		a->absent += s.missing;
		for (size_t i = 0; i < s.missing && i < METRICS_MISSING; i++)
			all[n++] = (struct missing){ well->name, at[i] };
	}
	if (n)
		qsort(all, n, sizeof *all, ascending);
	for (a->n_named = 0; a->n_named < n && a->n_named < METRICS_MISSING; a->n_named++)
		a->named[a->n_named] = all[a->n_named];
	free(all);
}

static struct metric share(const char *name, const char *words, const char *target, size_t count, size_t of)
{
	return (struct metric){ .name = name, .words = words, .target = target, .count = (double)count, .of = (double)of,
		.value = of ? (double)count / (double)of : NAN, .met = of && count == of };
}

/* Where the best score and the best ROP are one point there is nothing to compare. */
static struct metric composite_metric(const struct metrics *m)
{
	struct metric t = { .name = "composite_mse", .words = "MSE at the best score against the best ROP", .target = "lower" };
	double sum = 0;
	size_t lower = 0, apart = 0;

	for (size_t i = 0; i < m->n_mse; i++) {
		apart += m->mse_change[i] < 0 || m->mse_change[i] > 0;
		lower += m->mse_change[i] < 0;
		sum += m->mse_change[i];
	}
	t.count = (double)lower;
	t.of = (double)apart;
	t.value = apart ? sum / t.of : NAN;
	t.met = t.value < 0;
	if (m->n_mse)
		snprintf(t.note, sizeof t.note, "mean of the %zu of %zu segments in which those two are different points", apart,
			m->n_mse);
	return t;
}

static void judge(struct answer *a)
{
	const struct metrics *m = &a->m;
	struct metric *t = a->metric;

	t[0] = share("report_generation", "windows with a report", "100 %", a->present, a->present + a->absent);
	if (a->q->want.campaign)
		t[0] = (struct metric){ .name = t[0].name, .words = t[0].words, .target = t[0].target, .value = NAN,
			.note = "not told of one campaign: the others fill its gaps" };
	t[1] = share("high_confidence", "HIGH confidence in steady drilling", "> 70 %", m->steady_high, m->steady);
	t[1].met = t[1].value > high_target;
	snprintf(t[1].note, sizeof t[1].note, "steady: one segment clean for 3/4 of the window; %zu of them gave no advice",
		m->steady_no_advice);
	t[2] = share("correlations_significant", "reported correlations with p < .05", "100 %", m->correlations - m->weak,
		m->correlations);
	if (m->weak)
		snprintf(t[2].note, sizeof t[2].note, "first: %.140s", m->weak_key);
	t[3] = share("failures_explained", "failures with name and reason", "100 %", m->failures - m->unexplained, m->failures);
	if (m->unexplained)
		snprintf(t[3].note, sizeof t[3].note, "first: %.140s", m->unexplained_key);
	t[4] = composite_metric(m);
}

/* "before a 1, b 2"; nothing of none. */
static void put_counts(struct text *out, const char *before, const json_t *counts)
{
	const char *key;
	json_t *value;
	bool first = true;

	json_object_foreach((json_t *)(uintptr_t)counts, key, value) {
		text_format(out, "%s%s %lld", first ? before : ", ", key, (long long)json_integer_value(value));
		first = false;
	}
}

static void put_metric(struct text *out, const struct metric *t)
{
	text_format(out, "  %-43s %-8s ", t->words, t->target);
	if (!isfinite(t->value))
		text_format(out, "%-24s %s", "-", "cannot be told");
	else if (strcmp(t->name, "composite_mse") == 0)
		text_format(out, "%+.1f %% (%.0f segments)%*s %s", 100 * t->value, t->of, 4, "", t->met ? "met" : "NOT MET");
	else
		text_format(out, "%5.1f %% (%.0f of %.0f)%*s %s", 100 * t->value, t->count, t->of, 4, "",
			t->met ? "met" : "NOT MET");
	if (*t->note)
		text_format(out, "\n    (%s)", t->note);
	text_put(out, '\n');
}

static void put_text(struct answer *a)
{
	struct text *out = &a->q->out;
	const struct metrics *m = &a->m;

	text_format(out, "%zu report%s of %zu well%s, ", m->reports, m->reports == 1 ? "" : "s", m->n_wells,
		m->n_wells == 1 ? "" : "s");
	query_show_time(out, a->q, m->oldest);
	text_str(out, " to ");
	query_show_time(out, a->q, m->newest);
	text_format(out, "\n  with advice     %zu", m->successes);
	put_counts(out, ": ", m->action);
	put_counts(out, "; confidence ", m->confidence);
	text_format(out, "\n  without advice  %zu", m->failures);
	put_counts(out, ": ", m->failure);
	if (a->q->damaged)
		text_format(out, "\n  damaged         %zu, not counted above", a->q->damaged);
	text_str(out, "\n\n  metric                                      target   found\n");
	for (int i = 0; i < N_METRICS; i++)
		put_metric(out, &a->metric[i]);
	for (size_t i = 0; i < a->n_named && !a->q->want.campaign; i++) {
		text_format(out, "%s%s ", i ? "\n    " : "\nWindows without a report\n    ", a->named[i].well);
		query_show_time(out, a->q, a->named[i].end);
	}
	if (a->absent > a->n_named && !a->q->want.campaign)
		text_format(out, "\n    and %zu more", a->absent - a->n_named);
	if (a->n_silent)
		text_str(out, "\nWells without a report in this time");
	for (size_t i = 0; i < a->n_before; i++) {
		if (!a->before[i].silent)
			continue;
		text_format(out, "\n    %s, the newest ", a->before[i].well);
		query_show_time(out, a->q, a->before[i].newest);
	}
	text_str(out, (a->n_named && !a->q->want.campaign) || a->n_silent ? "\n\n" : "\n");
	a->q->notice_due = true;
	a->q->puts++;
}

static bool put_iso(json_t *object, const char *key, double ts)
{
	char iso[WHEN_LEN] = "";

	if (isfinite(ts))
		when_iso(ts, iso);
	return json_put_text(object, key, *iso ? iso : NULL);
}

static json_t *metric_object(const struct metric *t)
{
	json_t *o = json_object();
	bool told = isfinite(t->value);

	if (o && json_put_text(o, "metric", t->name) && json_put_text(o, "target", t->target) &&
	    json_put_number(o, "value", t->value) && json_put(o, "met", told ? json_boolean(t->met) : json_null()) &&
	    json_put_number(o, "count", told ? t->count : NAN) && json_put_number(o, "of", told ? t->of : NAN) &&
	    json_put_text(o, "note", *t->note ? t->note : NULL))
		return o;
	json_decref(o);
	return NULL;
}

static json_t *place_object(const char *well, const char *key, double ts)
{
	json_t *o = json_object();

	if (o && json_put_text(o, "well", well) && put_iso(o, key, ts))
		return o;
	json_decref(o);
	return NULL;
}

static bool put_lists(struct answer *a, json_t *o)
{
	json_t *metrics = json_array(), *missing = json_array(), *silent = json_array();
	bool good = metrics && missing && silent;

	for (int i = 0; good && i < N_METRICS; i++)
		good = json_array_append_new(metrics, metric_object(&a->metric[i])) == 0;
	for (size_t i = 0; good && i < a->n_named && !a->q->want.campaign; i++)
		good = json_array_append_new(missing, place_object(a->named[i].well, "end", a->named[i].end)) == 0;
	for (size_t i = 0; good && i < a->n_before; i++)
		good = !a->before[i].silent ||
			json_array_append_new(silent, place_object(a->before[i].well, "newest", a->before[i].newest)) == 0;
	if (!good) {
		json_decref(metrics);
		json_decref(missing);
		json_decref(silent);
		return false;
	}
	bool put = json_put(o, "metrics", metrics), more = json_put(o, "missing", missing), last = json_put(o, "silent", silent);
	return put && more && last;
}

static void put_json(struct answer *a)
{
	const struct metrics *m = &a->m;
	json_t *o = json_object();

	if (!o || !json_put_number(o, "wells", (double)m->n_wells) || !json_put_number(o, "reports", (double)m->reports) ||
	    !json_put_number(o, "damaged", (double)a->q->damaged) || !put_iso(o, "oldest", m->oldest) ||
	    !put_iso(o, "newest", m->newest) || !json_put_number(o, "success", (double)m->successes) ||
	    !json_put_number(o, "failure", (double)m->failures) || !json_put(o, "actions", json_incref(m->action)) ||
	    !json_put(o, "confidence", json_incref(m->confidence)) || !json_put(o, "failures", json_incref(m->failure)) ||
	    !put_lists(a, o))
		query_out_of_memory();
	query_put_object(a->q, o, "");
	json_decref(o);
}

int query_stats(struct query *q)
{
	struct answer a = { .q = q };
	const char *key;
	json_t *report;

	if (!metrics_start(&a.m))
		query_out_of_memory();
	while ((report = query_next(q, &q->want, &key))) {
		if (!metrics_take(&a.m, report, key))
			query_out_of_memory();
		json_decref(report);
	}
	int status = a.m.reports ? QUERY_FOUND : query_none(q, NULL);
	if (status == QUERY_FOUND) {
		find_before(&a);
		look_at_wells(&a);
		judge(&a);
		if (q->format == QUERY_TEXT)
			put_text(&a);
		else
			put_json(&a);
	}
	for (size_t i = 0; i < a.n_before; i++)
		free(a.before[i].well);
	free(a.before);
	metrics_free(&a.m);
	return status;
}
