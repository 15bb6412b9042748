/* context.c - history in words for an LLM; see context.h. */
#include "context.h"

#include <math.h>
#include <string.h>
#include "json.h"

static void put_number(struct text *out, const char *name, int decimals, double v, const char *unit)
{
	if (isfinite(v))
		text_format(out, "%s=%.*f%s", name, decimals, v, unit);
	else
		text_format(out, "%s=unknown", name);
}

static void put_settings(struct text *out, double wob, double rpm, double flow)
{
	put_number(out, "WOB", 1, wob, " klbs");
	put_number(out, ", RPM", 0, rpm, "");
	put_number(out, ", Flow", 0, flow, " gpm");
}

/* A text of data in one line: nothing in it may look like a line of ours. */
static void put_clean(struct text *out, const char *s)
{
	for (; *s; s++)
		text_put(out, (unsigned char)*s < 0x20 || *s == 0x7f ? ' ' : *s);
}

static void put_depth(struct text *out, const double depth[2])
{
	if (!isfinite(depth[0]) || !isfinite(depth[1]))
		text_str(out, "unknown depth");
	else if (depth[0] == depth[1])
		text_format(out, "%.0fft", depth[0]);
	else
		text_format(out, "%.0f-%.0fft", depth[0], depth[1]);
}

static void put_rock(struct text *out, const struct evidence *e)
{
	if (e->is.name) {
		put_clean(out, e->is.name);
		text_str(out, " (");
	}
	put_clean(out, e->is.formation ? e->is.formation : "unknown formation");
	if (e->is.name)
		text_put(out, ')');
}

static void put_p(struct text *out, double p)
{
	if (isfinite(p))
		text_format(out, p >= 0.00005 ? " (p=%.4f)" : p < 1e-300 ? " (p<1e-300)" : " (p=%.2g)", p);
}

static void put_upper(struct text *out, const char *s)
{
	for (; *s; s++)
		text_put(out, *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s);
}

/* "limited by drilled once" */
static void put_limit(struct text *out, const char *limited_by)
{
	text_str(out, limited_by ? "; limited by " : "");
	for (const char *s = limited_by ? limited_by : ""; *s; s++)
		text_put(out, *s == '_' ? ' ' : (unsigned char)*s < 0x20 ? '?' : *s);
}

static void put_gain(struct text *out, const json_t *params)
{
	const json_t *gain = json_object_get(params, "gain"), *ci = json_object_get(gain, "rop_ci90");
	double rop = json_get_number(gain, "rop");

	if (!isfinite(rop))
		return;
	text_format(out, "    Gain: ROP %+.0f%%", 100 * rop);
	if (json_is_number(json_array_get(ci, 0)) && json_is_number(json_array_get(ci, 1)))
		text_format(out, " (90%% interval %+.0f%% to %+.0f%%)", 100 * json_number_value(json_array_get(ci, 0)),
			100 * json_number_value(json_array_get(ci, 1)));
	text_str(out, " against practice there\n");
}

static void put_head(struct text *out, const struct evidence *e)
{
	const char *evidence = json_get_text(e->params, "evidence"), *confidence = json_get_text(e->params, "confidence");
	double hours = json_get_number(e->report, "bit_hours");

	text_str(out, " in ");
	put_rock(out, e);
	text_str(out, " (bit: ");
	if (isfinite(hours))
		text_format(out, "%.0fhrs", hours);
	else
		text_str(out, "unknown");
	text_format(out, ", evidence %s, ", evidence ? evidence : "not tested");
	put_upper(out, confidence ? confidence : "unknown");
	text_str(out, " confidence):\n");
}

static void put_success(struct text *out, const struct evidence *e)
{
	const json_t *params = e->params, *pair = json_array_get(json_object_get(e->result, "correlations"), 0);
	const char *limit = json_get_text(params, "limited_by"), *trial = json_get_text(json_object_get(params, "trial"), "text");
	const char *x = json_get_text(pair, "x_param"), *y = json_get_text(pair, "y_param");
	bool test = weigh_same(e->action, "test");

	put_head(out, e);
	text_str(out, e->change ? "    Optimal: " : test ? "    Test: until tested keep " : "    Hold: keep ");
	put_settings(out, json_get_number(params, "best_wob"), json_get_number(params, "best_rpm"),
		json_get_number(params, "best_flow"));
	if (!e->change) {
		text_str(out, test ? " (present practice; too few settings drilled to compare" :
			" (present practice; no drilled point is shown to be better");
		put_limit(out, limit);
		text_put(out, ')');
	}
	text_str(out, "\n    Achieved: ");
	put_number(out, "ROP", 1, json_get_number(params, "achieved_rop"), " ft/hr");
	put_number(out, ", MSE_eff", 0, json_get_number(params, "mse_efficiency"), "%");
	text_put(out, '\n');
	if (e->change)
		put_gain(out, params);
	if (trial) {
		text_str(out, "    Trial: ");
		put_clean(out, trial);
		text_put(out, '\n');
	}
	if (x && y) {
		text_str(out, "    Correlation: ");
		put_clean(out, x);
		text_str(out, " vs ");
		put_clean(out, y);
		put_number(out, " r", 2, json_get_number(pair, "r_value"), "");
		put_p(out, json_get_number(pair, "p_value"));
		text_put(out, '\n');
	}
}

static void put_failure(struct text *out, const struct evidence *e)
{
	const char *message = json_get_text(e->result, "message"), *suggestion = json_get_text(e->result, "suggestion");

	text_str(out, ": Analysis unavailable - ");
	put_clean(out, message ? message : "no reason was given");
	text_put(out, '\n');
	if (suggestion) {
		text_str(out, "    Suggestion: ");
		put_clean(out, suggestion);
		text_put(out, '\n');
	}
}

void context_start(struct text *out)
{
	text_str(out, "### HISTORICAL ML INSIGHTS\n");
}

void context_item(struct text *out, size_t n, const struct evidence *e)
{
	text_format(out, "[%zu] ", n);
	put_clean(out, e->well ? e->well : "unknown well");
	text_str(out, " at ");
	put_depth(out, e->is.depth);
	if (e->action)
		put_success(out, e);
	else
		put_failure(out, e);
	text_put(out, '\n');
}

void context_end(struct text *out, size_t items, const char *notice)
{
	if (!items)
		text_str(out, "No reports are stored for this question.\n\n");
	text_format(out, "All numbers are from history, drilled at the depths given; formations are classes by d-exponent, not "
		"lithology. %s\n", notice);
}
