/* words.c - a report in words, in the crew's units and zone; see query.h. */
#include <math.h>
#include <string.h>
#include "fields.h"
#include "query.h"
#include "unit.h"

const char query_notice[] = "Advisory only: not a well-control, stuck-pipe or barrier-certification system.";

static const struct unit_shown {
	enum quantity quantity;
	const char *field, *metric, *suffix;    /* words; the metric unit by its suffix */
	int decimals, metric_decimals;
	double scale;                           /* of the field unit: MSE is told in kpsi */
} shown[] = {
	[SHOW_DEPTH] = { Q_LENGTH, "ft", "m", "m", 0, 0, 1 },
	[SHOW_ROP] = { Q_SPEED, "ft/h", "m/h", "m_h", 1, 1, 1 },
	[SHOW_WOB] = { Q_FORCE, "klbf", "kdaN", "kdan", 1, 1, 1 },
	[SHOW_RPM] = { Q_ROTATION, "rpm", "rpm", "rpm", 0, 0, 1 },
	[SHOW_FLOW] = { Q_FLOW, "gpm", "L/min", "l_min", 0, 0, 1 },
	[SHOW_MSE] = { Q_PRESSURE, "kpsi", "MPa", "mpa", 1, 0, 1000 },
};

json_t *query_at(const json_t *value, const char *path)
{
	return fields_at(value, path);
}

double query_number(const json_t *value, const char *path)
{
	const json_t *found = fields_at(value, path);

	return json_is_number(found) ? json_number_value(found) : NAN;
}

const char *query_text(const json_t *value, const char *path)
{
	return json_string_value(fields_at(value, path));
}

static void put_number(struct text *out, const struct query *q, const struct unit_shown *show, double v)
{
	if (q->metric)
		text_format(out, "%.*f", show->metric_decimals,
			unit_from_base(unit_by_suffix(show->suffix, strlen(show->suffix), show->quantity), v));
	else
		text_format(out, "%.*f", show->decimals, v / show->scale);
}

void query_show(struct text *out, const struct query *q, enum query_shown what, double v)
{
	const struct unit_shown *show = &shown[what];

	if (!isfinite(v)) {
		text_str(out, "unknown");
		return;
	}
	put_number(out, q, show, v);
	text_format(out, " %s", q->metric ? show->metric : show->field);
}

void query_show_time(struct text *out, const struct query *q, double ts)
{
	char local[WHEN_LEN] = "";

	if (isfinite(ts))
		when_local(ts, &q->zone, local);
	text_str(out, *local ? local : "unknown");
}

/* Texts of data in a line for people: control characters must not drive the terminal. */
static void clean(struct text *out, size_t from)
{
	for (size_t i = from; out->s && i < out->len; i++)
		if ((unsigned char)out->s[i] < 0x20 || out->s[i] == 0x7f)
			out->s[i] = '?';
}

static void put_or(struct text *out, const char *s, const char *otherwise)
{
	text_str(out, s && *s ? s : otherwise);
}

static void put_depths(struct text *out, const struct query *q, const json_t *range)
{
	double a = query_number(range, "0"), b = query_number(range, "1");

	if (!isfinite(a) || !isfinite(b)) {
		text_str(out, "depth unknown");
		return;
	}
	if (a != b) {
		put_number(out, q, &shown[SHOW_DEPTH], a);
		text_str(out, " to ");
	}
	query_show(out, q, SHOW_DEPTH, b);
}

static void put_head(struct text *out, const struct query *q, const json_t *report)
{
	put_or(out, query_text(report, "well_id"), "unknown well");
	text_str(out, ", ");
	put_or(out, query_text(report, "field_name"), "unknown field");
	text_str(out, ", ");
	put_or(out, query_text(report, "campaign"), "unknown campaign");
	text_str(out, ", until ");
	query_show_time(out, q, query_number(report, "timestamp"));
	text_str(out, ", ");
	put_depths(out, q, query_at(report, "depth_range"));
	text_str(out, ": ");
}

/* "CHANGE", "HOLD, HISTORICAL", "NO ADVICE". */
static void put_verdict(struct text *out, const json_t *result)
{
	const char *action = query_text(result, "action"), *status = query_text(result, "status");

	if (!status || strcmp(status, "success") != 0)
		text_str(out, "NO ADVICE");
	else
		for (const char *s = action ? action : "advice"; *s; s++)
			text_put(out, *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s);
	if (json_is_true(query_at(result, "historical")))
		text_str(out, ", HISTORICAL");
	text_str(out, ". ");
}

static void put_sentence(struct text *out, const char *s)
{
	size_t notice = strlen(query_notice), len = s ? strlen(s) : 0;

	if (!len)
		return;
	/* said once, at the end of the page */
	if (len > notice && strcmp(s + len - notice, query_notice) == 0)
		len -= notice;
	while (len && s[len - 1] == ' ')
		len--;
	text_add(out, s, len);
	if (len && !strchr(".!?", s[len - 1]))
		text_put(out, '.');
	text_put(out, ' ');
}

static void put_words(struct text *out, const json_t *result)
{
	const char *summary = query_text(result, "summary_text");

	if (summary) {
		put_sentence(out, summary);
		return;
	}
	put_sentence(out, query_text(result, "message"));
	const char *suggestion = query_text(result, "suggestion");
	if (suggestion && *suggestion) {
		text_str(out, "Try: ");
		put_sentence(out, suggestion);
	}
}

static void trim(struct text *out)
{
	while (out->len && out->s[out->len - 1] == ' ')
		out->s[--out->len] = '\0';
}

void query_show_report(struct text *out, const struct query *q, const json_t *report)
{
	size_t from = out->len;

	put_head(out, q, report);
	put_verdict(out, query_at(report, "result"));
	put_words(out, query_at(report, "result"));
	clean(out, from);
	trim(out);
}

static void end_line(struct text *out, size_t *from)
{
	clean(out, *from);
	text_put(out, '\n');
	*from = out->len;
}

static void put_setting(struct text *out, const struct query *q, const json_t *params, const char *name)
{
	static const struct { const char *word, *key, *range; enum query_shown show; } part[] = {
		{ "WOB", "best_wob", "wob_range", SHOW_WOB }, { "rotary", "best_rpm", "rpm_range", SHOW_RPM },
		{ "flow", "best_flow", "flow_range", SHOW_FLOW }, { "ROP", "achieved_rop", NULL, SHOW_ROP },
		{ "MSE", "achieved_mse", NULL, SHOW_MSE },
	};

	text_format(out, "  %-10s", name);
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		const json_t *range = part[i].range ? json_object_get(params, part[i].range) : NULL;
		double low = query_number(range, "0"), high = query_number(range, "1");

		text_format(out, "%s%s ", i ? ", " : "", part[i].word);
		query_show(out, q, part[i].show, json_get_number(params, part[i].key));
		if (!isfinite(low) || !isfinite(high))
			continue;
		text_str(out, " (");
		put_number(out, q, &shown[part[i].show], low);
		text_str(out, " to ");
		put_number(out, q, &shown[part[i].show], high);
		text_put(out, ')');
	}
}

static void put_finding(struct text *out, const json_t *pair, const char *name)
{
	double r = json_get_number(pair, "r_value"), p = json_get_number(pair, "p_value");

	text_format(out, "  %-10s", name);
	put_or(out, json_get_text(pair, "x_param"), "unknown");
	text_str(out, " with ");
	put_or(out, json_get_text(pair, "y_param"), "unknown");
	if (isfinite(r))
		text_format(out, " r=%.2f", r);
	if (isfinite(p))
		text_format(out, " (p=%.*g)", 2, p);
}

static void put_segment(struct text *out, const struct query *q, const json_t *segment, const char *name)
{
	const char *rock = json_get_text(segment, "name");
	double clean_s = json_get_number(segment, "clean_seconds");

	text_format(out, "  %-10s", name);
	put_depths(out, q, json_object_get(segment, "depth_ft"));
	text_str(out, ", ");
	put_or(out, rock ? rock : json_get_text(segment, "formation_type"), "formation unknown");
	if (isfinite(clean_s))
		text_format(out, ", %.0f min clean", clean_s / 60);
	text_str(out, ": ");
	put_verdict(out, json_object_get(segment, "result"));
	if (!query_text(segment, "result.summary_text"))
		put_words(out, json_object_get(segment, "result"));
	trim(out);
}

void query_show_page(struct text *out, const struct query *q, const json_t *report, const char *key)
{
	const json_t *result = query_at(report, "result"), *params = query_at(result, "optimal_params");
	const json_t *pairs = query_at(result, "correlations"), *segments = query_at(report, "segments");
	size_t from = out->len;

	put_head(out, q, report);
	put_verdict(out, result);
	trim(out);
	end_line(out, &from);
	text_str(out, "  Words     ");
	put_words(out, result);
	trim(out);
	end_line(out, &from);
	if (json_is_object(params)) {
		put_setting(out, q, params, "Settings");
		end_line(out, &from);
	}
	for (size_t i = 0; i < json_array_size(pairs); i++) {
		put_finding(out, json_array_get(pairs, i), i ? "" : "Findings");
		end_line(out, &from);
	}
	for (size_t i = 0; i < json_array_size(segments); i++) {
		put_segment(out, q, json_array_get(segments, i), i ? "" : "Segments");
		end_line(out, &from);
	}
	text_format(out, "  %-10s%s", "Key", key);
	end_line(out, &from);
}
