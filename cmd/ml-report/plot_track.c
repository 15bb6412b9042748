/* plot_track.c - the depth track, as a mud log has it: depth downwards, a strip a curve, the segments as bands; see plots.h. */
#include "plots.h"

#include <math.h>
#include <string.h>
#include "summary.h"
#include "svg.h"

enum { WIDTH = 1080, HEIGHT = 640, BAND = 64, BAND_WIDTH = 152, GAP = 12 };
static const double top = 58, foot = 12;

struct curve { const char *name; const struct show *show; };
static const struct curve curves[TRACK_CURVES] = { { "ROP", &show_rop }, { "WOB", &show_wob }, { "RPM", &show_rpm },
	{ "MSE", &show_mse }, { "d-exponent", NULL } };

struct strip { struct text *out; const struct track *t; struct axis depth; bool metric; };

static double shown(enum track_curve curve, double v, bool metric)
{
	return curves[curve].show ? show_value(curves[curve].show, v, metric) : v;
}

/* The class of a band by hardness. */
static const char *band_class(const char *formation)
{
	static const char *const classes[] = { "Soft Shale", "Medium Shale/Siltstone", "Hard Sandstone", "Very Hard Formation" };
	static const char *const names[] = { "h0", "h1", "h2", "h3" };

	for (size_t i = 0; formation && i < sizeof classes / sizeof *classes; i++)
		if (strcmp(formation, classes[i]) == 0)
			return names[i];
	return "hn";
}

/* Words of at most `most` characters, cut with dots. */
static void put_cut(struct text *out, const char *class, double x, double y, const char *words, size_t most)
{
	struct text cut = { 0 };
	size_t n = 0, i = 0;

	for (; words[i]; i++) {
		bool begins = ((unsigned char)words[i] & 0xc0) != 0x80;
		if (begins && n++ == most)
			break;
		text_put(&cut, words[i]);
	}
	text_str(&cut, words[i] ? "..." : "");
	svg_text(out, class, x, y, text_view(&cut));
	out->failed |= cut.failed;
	text_free(&cut);
}

static void put_band(const struct strip *strip, const struct segment *s, bool headline)
{
	double from = axis_at(&strip->depth, show_value(&show_depth, s->depth[0], strip->metric));
	double to = axis_at(&strip->depth, show_value(&show_depth, s->depth[1], strip->metric)), y;
	struct text words = { 0 };

	if (!isfinite(from) || !isfinite(to))
		return;
	svg_rect(strip->out, band_class(s->formation), BAND, from, BAND_WIDTH, to - from);
	svg_line(strip->out, "border", BAND, from, WIDTH, from);
	if (headline)
		svg_rect(strip->out, "here", BAND, from, 5, to - from);
	summary_hardness(&words, s->formation, s->name);
	char *tail = words.s ? strstr(words.s, " by d-exponent") : NULL;
	if (tail)
		*tail = '\0';
	y = (from + to) / 2;
	if (to - from >= 17)
		put_cut(strip->out, "band", BAND + 11, to - from >= 36 ? y - 3 : y + 5, text_view(&words), 17);
	if (to - from >= 36)
		put_cut(strip->out, "small", BAND + 11, y + 15, s->formation ? s->formation : "class unknown", 24);
	strip->out->failed |= words.failed;
	text_free(&words);
}

/* Whether the hole is not known between a bin and the next one that has the curve: more than 2 ft and 2 % of the picture. */
static bool is_gap(const struct track *t, size_t from, size_t to)
{
	double feet = (double)(to - from - 1) * t->width;

	return feet > 2 && feet > 0.02 * (double)t->bins * t->width;
}

/* From least to greatest as one area for each stretch of bins, then the mean as a line. */
static void put_curve(const struct strip *strip, enum track_curve curve, const struct axis *a)
{
	const struct track *t = strip->t;
	struct svg_path mean = { strip->out, false, false, "mean" };
	size_t from = 0, last = 0;

	while (from < t->bins) {
		struct svg_path area = { strip->out, false, false, "spread" };
		size_t end = from, at = from;
		for (; at < t->bins && (!area.begun || !is_gap(t, end, at)); at++) {
			double y = axis_at(&strip->depth, show_value(&show_depth, track_depth(t, at), strip->metric));
			if (!(t->bin[at].of[curve].n > 0))
				continue;
			svg_path_to(&area, axis_at(a, shown(curve, t->bin[at].of[curve].high, strip->metric)), y);
			end = at;
		}
		for (size_t i = end + 1; area.begun && i-- > from;)
			if (t->bin[i].of[curve].n > 0)
				svg_path_to(&area, axis_at(a, shown(curve, t->bin[i].of[curve].low, strip->metric)),
					axis_at(&strip->depth, show_value(&show_depth, track_depth(t, i), strip->metric)));
		svg_path_end(&area, true);
		from = at > end + 1 ? at : end + 1;
	}
	for (size_t i = 0; i < t->bins; i++) {
		if (!(t->bin[i].of[curve].n > 0))
			continue;
		if (mean.begun && is_gap(t, last, i))
			mean.down = false;
		svg_path_to(&mean, axis_at(a, shown(curve, track_mean(t, i, curve), strip->metric)),
			axis_at(&strip->depth, show_value(&show_depth, track_depth(t, i), strip->metric)));
		last = i;
	}
	svg_path_end(&mean, false);
}

static struct axis curve_scale(const struct strip *strip, enum track_curve curve, double from, double to)
{
	static double values[2 * TRACK_BINS];
	double bounds[2];
	size_t n = 0;

	for (size_t i = 0; i < strip->t->bins; i++) {
		const struct track_values *v = &strip->t->bin[i].of[curve];
		if (!(v->n > 0))
			continue;
		values[n++] = shown(curve, v->low, strip->metric);
		values[n++] = shown(curve, v->high, strip->metric);
	}
	axis_bounds(values, n, 0.02, bounds);
	return n ? axis_round(bounds[0], bounds[1], 3, from, to) : (struct axis){ NAN, NAN, NAN, from, to };
}

static void put_strip(const struct strip *strip, enum track_curve curve, double from, double to, double advised)
{
	struct axis a = curve_scale(strip, curve, from, to);
	struct text words = { 0 };

	text_str(&words, curves[curve].name);
	if (curves[curve].show)
		text_format(&words, ", %s", show_unit(curves[curve].show, strip->metric));
	svg_text(strip->out, "mid name", (from + to) / 2, 16, text_view(&words));
	if (!isfinite(a.low)) {
		svg_text(strip->out, "mid", (from + to) / 2, top + 40, "not in the data");
	} else {
		int n = (int)lround((a.high - a.low) / a.step);
		for (int i = 0; i <= n; i++) {
			double at = axis_at(&a, a.low + i * a.step);
			text_clear(&words);
			axis_label(&words, &a, a.low + i * a.step);
			svg_line(strip->out, "grid", at, strip->depth.from, at, strip->depth.to);
			if (n <= 3 || i % 2 == 0)
				svg_text(strip->out, i == 0 ? "" : i == n ? "end" : "mid", at, top - 8, text_view(&words));
		}
		put_curve(strip, curve, &a);
		if (isfinite(advised))
			svg_line(strip->out, "advised", axis_at(&a, shown(curve, advised, strip->metric)), strip->depth.from,
				axis_at(&a, shown(curve, advised, strip->metric)), strip->depth.to);
	}
	svg_rect(strip->out, "frame", from, strip->depth.from, to - from, strip->depth.to - strip->depth.from);
	strip->out->failed |= words.failed;
	text_free(&words);
}

static void put_depths(const struct strip *strip)
{
	const struct axis *a = &strip->depth;
	struct text words = { 0 };

	svg_text(strip->out, "name", 2, 16, strip->metric ? "depth, m" : "depth, ft");
	for (double v = ceil(a->low / a->step - 1e-9) * a->step; v <= a->high + 1e-9 * a->step; v += a->step) {
		text_clear(&words);
		axis_label(&words, a, v);
		svg_line(strip->out, "grid", BAND + BAND_WIDTH + GAP, axis_at(a, v), WIDTH, axis_at(a, v));
		svg_text(strip->out, "end", BAND - 6, axis_at(a, v) + 5, text_view(&words));
	}
	strip->out->failed |= words.failed;
	text_free(&words);
}

/* The whole hole that was drilled, top to foot without margins. */
static struct axis depth_scale(const struct track *t, bool metric)
{
	double low = show_value(&show_depth, t->first * t->width, metric),
		high = show_value(&show_depth, (t->first + (double)t->bins) * t->width, metric);
	struct axis a = axis_round(low, high, 10, top, HEIGHT - foot);

	a.low = low;
	a.high = high;
	return a;
}

void plots_track(struct text *out, const struct window *w, const struct outcome *o, const struct track *t, bool metric)
{
	double from = BAND + BAND_WIDTH + GAP, width = (WIDTH - from + GAP) / TRACK_CURVES;
	bool change = o->failure == FAILURE_NONE && o->action == ACTION_CHANGE && !o->historical;

	text_str(out, "<figure class=\"wide\"><h2>Depth track</h2>\n");
	if (!t->bins) {
		text_str(out, "<p class=\"none\">No row with a depth passed the filter in this window: nothing to draw.</p>"
			"</figure>\n");
		return;
	}
	struct strip strip = { out, t, depth_scale(t, metric), metric };
	text_str(out, "<div class=\"scroll\">");
	svg_open(out, WIDTH, HEIGHT, 760, "ROP, WOB, RPM, MSE and d-exponent against depth, with the segments as bands");
	svg_text(out, "name", BAND + 16, 16, "rock by d-exponent");
	for (size_t i = 0; i < w->segments; i++)
		put_band(&strip, &w->segment[i], &w->segment[i] == o->segment);
	put_depths(&strip);
	for (int i = 0; i < TRACK_CURVES; i++)
		put_strip(&strip, (enum track_curve)i, from + i * width, from + (i + 1) * width - GAP,
			change && i == TRACK_WOB ? o->segment->optimal.best.wob : change && i == TRACK_RPM ?
			o->segment->optimal.best.rpm : NAN);
	svg_close(out);
	text_format(out, "</div><figcaption>Line: mean; area: least to greatest; rows that passed the filter. %s%s"
		"The highest and lowest 2 %% are cut at the edge.</figcaption></figure>\n",
		change ? "Dashed: the advised setting. " : "",
		o->segment ? "Bar at the band: the rock that the result is about. " : "");
}
