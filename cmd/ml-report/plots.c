/* plots.c - operating points, and energy against weight; see plots.h. */
#include "plots.h"

#include <math.h>
#include <string.h>
#include "json.h"
#include "summary.h"
#include "svg.h"

enum { WIDTH = 540, HEIGHT = 430, LABELS = 3 * PLOT_POINTS };
static const double left = 62, right = 18, top = 42, foot = 52, ring = 28;

/* Where something is already: circles and words, as boxes. */
struct box { double x, y, width, height; };
struct taken { struct box box[LABELS]; size_t n; };

static bool is_free(const struct taken *t, const struct box *b, const struct plot *p)
{
	if (b->x < p->x.from || b->x + b->width > p->x.to || b->y < p->y.to || b->y + b->height > p->y.from)
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (b->x < t->box[i].x + t->box[i].width && t->box[i].x < b->x + b->width &&
		    b->y < t->box[i].y + t->box[i].height && t->box[i].y < b->y + b->height)
			return false;
	return true;
}

static void take(struct taken *t, struct box b)
{
	if (t->n < LABELS)
		t->box[t->n++] = b;
}

/* Words beside a point of some radius: below, above, right, left, or further out, where there is room; below when nowhere. */
static void put_beside(const struct plot *p, struct taken *t, const char *class, double x, double y, double radius,
	const char *words, bool needed)
{
	double width = 8.3 * (double)strlen(words), height = 16;
	static const struct { double across, down; } sides[] = { { -0.5, 0 }, { -0.5, -1 }, { 0, -0.5 }, { -1, -0.5 } };
	struct box b = { 0 };

	for (int further = 0; further < 4; further++)
		for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
			double out = radius + 2 + 12 * further;
			b.x = x + sides[i].across * width + (sides[i].across == 0 ? out : sides[i].across == -1 ? -out : 0);
			b.y = y + sides[i].down * height + (sides[i].down == 0 ? out : sides[i].down == -1 ? -out : 0);
			b.width = width;
			b.height = height;
			if (!is_free(t, &b, p))
				continue;
			take(t, b);
			if (further > 1)
				svg_line(p->out, "lead", x, y, b.x + width / 2, b.y + height / 2);
			svg_text(p->out, class, b.x, b.y + 13, words);
			return;
		}
	if (needed)
		svg_text(p->out, class, fmin(x - width / 2, p->x.to - width), y + radius + 15, words);
}

static double radius_of(const struct plot_point *point)
{
	return fmin(24, 13 + 1.6 * sqrt(point->minutes));
}

/* The points with their score inside. */
static void put_points(const struct plot *p, struct taken *t, const struct plot_point *points, size_t n, bool energy)
{
	for (size_t i = 0; i < n; i++) {
		const struct plot_point *point = &points[i];
		double x = axis_at(&p->x, show_value(&show_wob, point->wob, p->metric)), r = radius_of(point);
		double y = axis_at(&p->y, energy ? show_value(&show_mse, point->mse, p->metric) : point->rpm);
		struct text words = { 0 };
		if (!isfinite(y))
			continue;
		take(t, (struct box){ x - r, y - r, 2 * r, 2 * r });
		svg_circle(p->out, plot_class(point->score), x, y, r);
		if (isfinite(point->score))
			text_format(&words, "%.2f", point->score);
		text_format(p->out, "<g class=\"in-%s\">", plot_class(point->score));
		svg_text(p->out, "mid", x, y + 5, text_view(&words));
		text_str(p->out, "</g>\n");
		p->out->failed |= words.failed;
		text_free(&words);
	}
}

/* How far from its middle words about a point begin: outside of a ring about it. */
static double beside(const struct taken *t, const struct plot_point *point, const struct plot *p)
{
	double x = axis_at(&p->x, show_value(&show_wob, point->wob, p->metric)), y = axis_at(&p->y, point->rpm);

	for (size_t i = 0; i < t->n; i++) {
		const struct box *b = &t->box[i];
		if (b->width == 2 * ring && fabs(b->x + ring - x) < ring / 2 && fabs(b->y + ring - y) < ring / 2)
			return ring;
	}
	return radius_of(point);
}

/* ROP beside each point. */
static void put_rops(const struct plot *p, struct taken *t, const struct plot_point *points, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct text words = { 0 };
		if (!isfinite(points[i].rop))
			continue;
		show_number(&words, &show_rop, points[i].rop, p->metric);
		text_format(&words, " %s", show_unit(&show_rop, p->metric));
		put_beside(p, t, "", axis_at(&p->x, show_value(&show_wob, points[i].wob, p->metric)),
			axis_at(&p->y, points[i].rpm),
			beside(t, &points[i], p), text_view(&words), false);
		p->out->failed |= words.failed;
		text_free(&words);
	}
}

/* A mark with a ring, a square or a diamond and a word. */
static void put_mark(const struct plot *p, struct taken *t, const char *class, double wob, double y_value, const char *words)
{
	double x = axis_at(&p->x, show_value(&show_wob, wob, p->metric)), y = axis_at(&p->y, y_value), r = 9;
	struct svg_path diamond = { p->out, false, false, class };

	if (!isfinite(x) || !isfinite(y))
		return;
	if (strncmp(class, "set", 3) == 0) {
		r = ring;
		svg_circle(p->out, class, x, y, r);
		take(t, (struct box){ x - r, y - r, 2 * r, 2 * r });
	} else {
		take(t, (struct box){ x - r, y - r, 2 * r, 2 * r });
		svg_path_to(&diamond, x, y - r);
		svg_path_to(&diamond, x + r, y);
		svg_path_to(&diamond, x, y + r);
		svg_path_to(&diamond, x - r, y);
		svg_path_end(&diamond, true);
	}
	put_beside(p, t, "mark", x, y, r, words, true);
}

/* The box of the ranges, at least so large that it is seen. */
static void put_ranges(const struct plot *p, const struct optimal *o)
{
	const json_t *wob = json_object_get(o->record, "wob_range"), *rpm = json_object_get(o->record, "rpm_range");
	double x[2], y[2];

	if (json_array_size(wob) != 2 || json_array_size(rpm) != 2)
		return;
	for (size_t i = 0; i < 2; i++) {
		x[i] = axis_at(&p->x, show_value(&show_wob, json_number_value(json_array_get(wob, i)), p->metric));
		y[i] = axis_at(&p->y, json_number_value(json_array_get(rpm, i)));
	}
	svg_line(p->out, "range", x[0], (y[0] + y[1]) / 2, x[1], (y[0] + y[1]) / 2);
	svg_line(p->out, "range", (x[0] + x[1]) / 2, y[0], (x[0] + x[1]) / 2, y[1]);
}

/* What is advised, what is done now, what is to be tried. */
static void put_marks(const struct plot *p, struct taken *t, const struct outcome *o, const struct segment *s)
{
	const json_t *trial = json_object_get(s->optimal.record, "trial"), *a = json_object_get(trial, "a"),
		*b = json_object_get(trial, "b");
	struct setting now = plot_present(s);

	if (o->failure == FAILURE_NONE && o->action == ACTION_CHANGE) {
		put_mark(p, t, "set", s->optimal.best.wob, s->optimal.best.rpm, "SET");
	} else if (json_is_object(a) && json_is_object(b)) {
		put_mark(p, t, "set try", json_get_number(a, "wob"), json_get_number(a, "rpm"), "try A");
		put_mark(p, t, "set try", json_get_number(b, "wob"), json_get_number(b, "rpm"), "try B");
	}
	put_mark(p, t, "now", now.wob, now.rpm, "NOW");
}

/* Makes a scale hold a value. */
static void reach(double bounds[2], double v)
{
	bounds[0] = isfinite(v) ? fmin(bounds[0], v) : bounds[0];
	bounds[1] = isfinite(v) ? fmax(bounds[1], v) : bounds[1];
}

static struct axis scale(double bounds[2], bool up)
{
	double more = fmax(0.14 * (bounds[1] - bounds[0]), 1);

	return axis_round(bounds[0] - more, bounds[1] + more, 5, up ? HEIGHT - foot : left, up ? top : WIDTH - right);
}

static void put_legend(struct text *out)
{
	static const struct { const char *class, *words; } steps[] = { { "s3", "over 0.75 excellent" },
		{ "s2", "over 0.60 good" }, { "s1", "over 0.45 acceptable" }, { "s0", "poor" } };

	text_str(out, "<span class=\"legend\">Score within this rock: ");
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		text_format(out, "<i class=\"b%s\"></i>%s ", steps[i].class, steps[i].words);
	text_str(out, "</span>");
}

static void put_name(struct text *out, const struct show *show, const char *name, bool metric)
{
	text_format(out, "%s, %s", name, show_unit(show, metric));
}

static void none(struct text *out, const char *title, const char *words)
{
	text_format(out, "<figure><h3>%s</h3><p class=\"none\">%s</p></figure>\n", title, words);
}

void plots_points(struct text *out, const struct outcome *o, const struct segment *s, bool metric)
{
	static const char title[] = "Operating points drilled";
	struct plot_point points[PLOT_POINTS];
	double wob[2] = { INFINITY, -INFINITY }, rpm[2] = { INFINITY, -INFINITY };
	size_t n = plot_tried(s, points);
	struct setting now = plot_present(s);
	struct text name = { 0 };
	static struct taken taken;

	if (!n) {
		none(out, title, "No operating point was drilled long enough to compare.");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		reach(wob, show_value(&show_wob, points[i].wob, metric));
		reach(rpm, points[i].rpm);
	}
	reach(wob, show_value(&show_wob, now.wob, metric));
	reach(rpm, now.rpm);
	taken.n = 0;
	struct plot p = { out, scale(wob, false), scale(rpm, true), metric };
	text_format(out, "<figure><h3>%s</h3>\n", title);
	svg_open(out, WIDTH, HEIGHT, 0, "Operating points, WOB against rotary speed, with their scores; in words above");
	put_name(&name, &show_wob, "WOB", metric);
	plot_frame(&p, text_view(&name), "rotary speed, rpm");
	if (o->failure == FAILURE_NONE && o->action == ACTION_CHANGE)
		put_ranges(&p, &s->optimal);
	put_points(&p, &taken, points, n, false);
	put_marks(&p, &taken, o, s);
	put_rops(&p, &taken, points, n);
	svg_close(out);
	text_str(out, "<figcaption>Larger: drilled longer. In it the score, beside it ROP. ");
	put_legend(out);
	text_str(out, "</figcaption></figure>\n");
	out->failed |= name.failed;
	text_free(&name);
}

/* The rows of a segment as (WOB, MSE) in shown units, a point a bin. */
static size_t cloud(const struct segment *s, const struct track *t, bool metric, double x[TRACK_BINS], double y[TRACK_BINS])
{
	size_t n = 0;

	for (size_t i = 0; i < t->bins; i++) {
		double wob = track_mean(t, i, TRACK_WOB), mse = track_mean(t, i, TRACK_MSE), depth = track_depth(t, i);
		if (!isfinite(wob) || !isfinite(mse) || depth < s->depth[0] || depth > s->depth[1])
			continue;
		x[n] = show_value(&show_wob, wob, metric);
		y[n++] = show_value(&show_mse, mse, metric);
	}
	return n;
}

static void put_founder(const struct plot *p, double founder)
{
	double x = axis_at(&p->x, show_value(&show_wob, founder, p->metric));
	struct text words = { 0 };

	if (isfinite(x)) {
		show_named(&words, "founder", &show_wob, founder, p->metric);
		svg_line(p->out, "founder", x, p->y.from, x, p->y.to);
		bool beyond = x > (p->x.from + p->x.to) / 2;
		svg_text(p->out, beyond ? "end mark" : "mark", beyond ? x - 6 : x + 6, p->y.to + 18, text_view(&words));
	}
	p->out->failed |= words.failed;
	text_free(&words);
}

void plots_energy(struct text *out, const struct outcome *o, const struct segment *s, const struct track *t, bool metric)
{
	static const char title[] = "Energy (MSE) against weight";
	static double x[TRACK_BINS], y[TRACK_BINS], sorted[TRACK_BINS];
	struct plot_point points[PLOT_POINTS];
	size_t n = plot_tried(s, points), dots = cloud(s, t, metric, x, y);
	double wob[2] = { INFINITY, -INFINITY }, mse[2] = { INFINITY, -INFINITY }, founder, bounds[2];
	struct text name = { 0 }, unit = { 0 };
	static struct taken taken;

	if (n + dots < 2) {
		none(out, title, "Too few rows with WOB and MSE.");
		return;
	}
	for (size_t pass = 0; pass < 2 && dots; pass++) {
		memcpy(sorted, pass ? y : x, dots * sizeof *sorted);
		axis_bounds(sorted, dots, 0.02, bounds);
		reach(pass ? mse : wob, bounds[0]);
		reach(pass ? mse : wob, bounds[1]);
	}
	for (size_t i = 0; i < n; i++) {
		reach(wob, show_value(&show_wob, points[i].wob, metric));
		reach(mse, show_value(&show_mse, points[i].mse, metric));
	}
	taken.n = 0;
	struct plot p = { out, scale(wob, false), scale(mse, true), metric };
	text_format(out, "<figure><h3>%s</h3>\n", title);
	svg_open(out, WIDTH, HEIGHT, 0, "MSE against WOB, with the founder point where one shows");
	put_name(&name, &show_wob, "WOB", metric);
	put_name(&unit, &show_mse, "MSE", metric);
	plot_frame(&p, text_view(&name), text_view(&unit));
	for (size_t i = 0; i < dots; i++)
		svg_circle(out, "dot", axis_at(&p.x, x[i]), axis_at(&p.y, y[i]), 2.5);
	founder = json_get_number(s->optimal.record, "founder_wob");
	put_founder(&p, founder);
	put_points(&p, &taken, points, n, true);
	if (o->failure == FAILURE_NONE && o->action == ACTION_CHANGE)
		put_mark(&p, &taken, "set", s->optimal.best.wob, show_value(&show_mse, s->optimal.best.mse, metric), "SET");
	put_mark(&p, &taken, "now", plot_present(s).wob, show_value(&show_mse, plot_present(s).mse, metric), "NOW");
	svg_close(out);
	text_format(out, "<figcaption>%s Small dots: stretches of hole. Low is good.</figcaption></figure>\n", isfinite(founder) ?
		"Above the founder point more weight no longer cuts deeper." : "No founder point shows in this rock.");
	out->failed |= name.failed || unit.failed;
	text_free(&name);
	text_free(&unit);
}
