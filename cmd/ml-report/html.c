/* html.c - reports as one HTML file; see html.h. The words are those of page.c. */
#include "html.h"

#include <math.h>
#include <string.h>
#include "html_style.h"
#include "json.h"
#include "plots.h"
#include "show.h"
#include "summary.h"
#include "svg.h"

void html_start(struct text *out, const char *field, const char *well)
{
	text_str(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>"
		"<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>");
	svg_escape(out, well);
	text_str(out, ", ");
	svg_escape(out, field);
	text_format(out, ": drilling report</title>\n<style>%s</style></head>\n<body>\n", html_style);
}

/* What is to be set or kept, large; under it the range and what is now. */
static void put_tile(struct text *out, const struct outcome *o, const char *name, const struct show *show, double v, double now,
	const char *range_key, bool metric)
{
	const json_t *range = json_object_get(o->segment->optimal.record, range_key);

	text_format(out, "<div class=\"tile\"><p>%s %s</p><b>", o->action == ACTION_CHANGE ? "set" : "keep", name);
	if (isfinite(v)) {
		show_number(out, show, v, metric);
		text_format(out, " <small>%s</small>", show_unit(show, metric));
	} else {
		text_str(out, "unknown");
	}
	text_str(out, "</b>");
	if (o->action == ACTION_CHANGE && json_is_number(json_array_get(range, 0)) && json_is_number(json_array_get(range, 1))) {
		text_str(out, "<p>");
		show_number(out, show, json_number_value(json_array_get(range, 0)), metric);
		text_str(out, " to ");
		show_number(out, show, json_number_value(json_array_get(range, 1)), metric);
		text_str(out, "</p>");
	}
	text_str(out, "<p>");
	show_named(out, "now", show, now, metric);
	text_str(out, "</p></div>\n");
}

/* Not of the rock left behind: large numbers are for the rock at the bit. */
static void put_tiles(struct text *out, const struct outcome *o, bool metric)
{
	if (o->failure != FAILURE_NONE || o->historical)
		return;
	struct setting s = summary_setting(o), now = plot_present(o->segment);
	text_str(out, "<div class=\"tiles\">\n");
	put_tile(out, o, "WOB", &show_wob, s.wob, now.wob, "wob_range", metric);
	put_tile(out, o, "rotary", &show_rpm, s.rpm, now.rpm, "rpm_range", metric);
	put_tile(out, o, "flow", &show_flow, s.flow, now.flow, "flow_range", metric);
	text_str(out, "</div>\n");
}

static bool is_big(const struct outcome *o, const char *label)
{
	static const char *const labels[] = { "Test", "How sure", "Gain" };

	if (o->failure != FAILURE_NONE)
		return strcmp(label, "Do") == 0 || strcmp(label, "Why not") == 0;
	if (strcmp(label, "Do") == 0)
		return o->historical;
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (strcmp(label, labels[i]) == 0)
			return true;
	return false;
}

static void put_lines(struct text *out, const struct page_lines *lines, const struct outcome *o)
{
	bool big = false;

	text_str(out, "<dl>\n");
	for (size_t i = 2; i + 1 < lines->n; i++) {         /* the headline and the window are in the header */
		const char *label = lines->line[i].label;
		if (*label)
			big = is_big(o, label);
		text_format(out, "<dt%s>%s</dt><dd%s>", big ? " class=\"big\"" : "", label, big ? " class=\"big\"" : "");
		svg_escape(out, text_view(&lines->line[i].words));
		text_str(out, "</dd>\n");
	}
	text_str(out, "</dl>\n");
}

static void put_number(struct text *out, const char *format, double v)
{
	text_str(out, "<td class=\"n\">");
	if (isfinite(v))
		text_format(out, format, v);
	text_str(out, "</td>");
}

static const char *meaning(const struct pair *pair)
{
	const char *status = json_get_text(pair->record, "status");

	if (!pair->tested)
		return status && strcmp(status, "constant") == 0 ? "not tested: constant" :
			status && strcmp(status, "insufficient") == 0 ? "not tested: too few" : "not tested";
	if (pair->structural)
		return "none: it is in the formula of MSE";
	return pair->significant ? "finding" : "not significant";
}

static void put_pair(struct text *out, const struct pair *pair)
{
	const json_t *ci = json_object_get(pair->record, "ci95"), *low = json_array_get(ci, 0), *high = json_array_get(ci, 1);

	text_format(out, "<tr%s><td>", pair->significant && !pair->structural ? "" : " class=\"no\"");
	svg_escape(out, pair->x);
	text_str(out, " and ");
	svg_escape(out, pair->y);
	text_str(out, "</td>");
	put_number(out, "%+.2f", pair->tested ? pair->r : NAN);
	text_str(out, "<td class=\"n\">");
	if (pair->tested && json_is_number(low) && json_is_number(high))
		text_format(out, "%+.2f to %+.2f", json_number_value(low), json_number_value(high));
	text_str(out, "</td><td class=\"n\">");
	struct text p = { 0 };
	if (pair->tested && isfinite(pair->p))
		summary_p(&p, pair->p);
	svg_escape(out, text_view(&p));                 /* p<1e-300 */
	out->failed |= p.failed;
	text_free(&p);
	text_str(out, "</td>");
	put_number(out, "%.0f", json_get_number(pair->record, "n_eff"));
	put_number(out, "%.0f", json_get_number(pair->record, "n"));
	text_format(out, "<td>%s</td></tr>\n", meaning(pair));
}

static void put_correlations(struct text *out, const struct segment *s)
{
	if (!s || !s->pairs)
		return;
	text_str(out, "<h2>Correlations</h2>\n<div class=\"table\"><table><thead><tr><th>pair</th><th class=\"n\">r</th>"
		"<th class=\"n\">95% interval</th><th class=\"n\">p, adjusted</th><th class=\"n\">effective n</th>"
		"<th class=\"n\">samples</th><th></th></tr></thead><tbody>\n");
	for (size_t i = 0; i < s->pairs; i++)
		put_pair(out, &s->pair[i]);
	text_str(out, "</tbody></table></div>\n");
}

/* The segment that the pictures are about: that of the result, else the largest with operating points. */
static const struct segment *pictured(const struct window *w, const struct outcome *o)
{
	const struct segment *best = o->segment;

	for (size_t i = 0; !o->segment && i < w->segments; i++)
		if (!best || w->segment[i].clean_s > best->clean_s)
			best = &w->segment[i];
	return best;
}

static void put_pictures(struct text *out, const struct window *w, const struct outcome *o, const struct track *track,
	bool metric)
{
	const struct segment *s = pictured(w, o);

	if (s && (s->record || s->optimal.record)) {
		text_str(out, "<div class=\"figures\">\n");
		plots_points(out, o, s, metric);
		plots_energy(out, o, s, track, metric);
		text_str(out, "</div>\n");
	}
	put_correlations(out, s);
	plots_track(out, w, o, track, metric);
}

static void put_header(struct text *out, const struct page_lines *lines, const struct window *w, const struct outcome *o,
	const struct identity *who)
{
	static const char *const classes[] = { "failure", "change", "hold", "test" };
	struct text name = { 0 };

	show_clean(&name, who->well, strlen(who->well));
	text_str(out, "<header><h1>");
	svg_escape(out, text_view(&name));
	text_clear(&name);
	show_clean(&name, who->field, strlen(who->field));
	text_str(out, "<small>");
	svg_escape(out, text_view(&name));
	text_format(out, ", %s</small><small>", campaign_name(w->campaign));
	svg_escape(out, lines->n > 1 ? text_view(&lines->line[1].words) : "");
	text_format(out, "</small></h1><div class=\"act %s\">%s%s</div></header>\n", classes[o->action],
		page_heading(o->action), o->historical ? ", HISTORICAL" : "");
	out->failed |= name.failed;
	text_free(&name);
}

void html_window(struct html *h, struct text *out, const struct window *w, const struct outcome *o, const struct identity *who,
	const struct levels *levels, const struct last_good *last, const struct page_style *style, const struct track *track)
{
	struct page_lines lines = { 0 };
	char time[WHEN_LEN];

	page_collect(&lines, w, o, who, levels, last, style);
	when_local(w->end, &style->zone, time);
	h->windows++;
	text_format(out, "<section id=\"w%zu\">\n", h->windows);
	put_header(out, &lines, w, o, who);
	put_tiles(out, o, style->metric);
	put_lines(out, &lines, o);
	put_pictures(out, w, o, track, style->metric);
	text_format(out, "<footer>%s</footer>\n</section>\n", summary_notice);
	text_format(&h->index, "<li><a href=\"#w%zu\">", h->windows);
	svg_escape(&h->index, *time ? time : "unknown");
	text_str(&h->index, "</a> ");
	svg_escape(&h->index, lines.n ? text_view(&lines.line[0].words) : "");
	text_str(&h->index, "</li>\n");
	out->failed |= lines.failed;
	page_free(&lines);
}

void html_end(struct html *h, struct text *out)
{
	if (!h->windows)
		text_format(out, "<section><p>No window in this stream: no report.</p><footer>%s</footer></section>\n",
			summary_notice);
	if (h->windows > 1)
		text_format(out, "<nav><h2>%zu windows</h2><ol>\n%s</ol></nav>\n", h->windows, text_view(&h->index));
	text_str(out, "</body></html>\n");
	out->failed |= h->index.failed;
	text_free(&h->index);
}
