/* plot_parts.c - what the pictures of a report share; see plots.h. */
#include "plots.h"

#include <math.h>
#include <stdlib.h>
#include "json.h"
#include "svg.h"

static int longest_first(const void *a, const void *b)
{
	const struct plot_point *x = a, *y = b;

	if (x->minutes != y->minutes)
		return x->minutes < y->minutes ? 1 : -1;
	if (x->wob != y->wob)
		return x->wob < y->wob ? -1 : 1;
	return (x->rpm > y->rpm) - (x->rpm < y->rpm);
}

/* The best is drawn last, on top. */
static int best_last(const void *a, const void *b)
{
	const struct plot_point *x = a, *y = b;
	double difference = (isfinite(x->score) ? x->score : -1) - (isfinite(y->score) ? y->score : -1);

	return difference > 0 ? 1 : difference < 0 ? -1 : longest_first(a, b);
}

size_t plot_tried(const struct segment *s, struct plot_point points[PLOT_POINTS])
{
	const json_t *tried = json_object_get(s->optimal.record, "tried");
	size_t n = 0, all = json_array_size(tried);
	struct plot_point *found = all ? calloc(all, sizeof *found) : NULL;

	for (size_t i = 0; found && i < all; i++) {
		const json_t *p = json_array_get(tried, i);
		double minutes = json_get_number(p, "minutes");
		struct plot_point point = { json_get_number(p, "wob"), json_get_number(p, "rpm"), json_get_number(p, "rop"),
			json_get_number(p, "mse"), json_get_number(p, "score"), isfinite(minutes) ? minutes : 0 };
		if (isfinite(point.wob) && isfinite(point.rpm))
			found[n++] = point;
	}
	if (n)
		qsort(found, n, sizeof *found, longest_first);
	n = n < PLOT_POINTS ? n : PLOT_POINTS;
	for (size_t i = 0; i < n; i++)
		points[i] = found[i];
	if (n)
		qsort(points, n, sizeof *points, best_last);
	free(found);
	return n;
}

const char *plot_class(double score)
{
	if (!isfinite(score))
		return "sn";
	return score > 0.75 ? "s3" : score > 0.60 ? "s2" : score > 0.45 ? "s1" : "s0";
}

struct setting plot_present(const struct segment *s)
{
	const struct optimal *o = &s->optimal;

	return isfinite(o->now.wob) ? o->now : o->practice;
}

static void put_ticks(const struct plot *p, const struct axis *a, bool across)
{
	struct text words = { 0 };
	int n = (int)lround((a->high - a->low) / a->step);

	for (int i = 0; i <= n; i++) {
		double v = a->low + i * a->step, at = axis_at(a, v);
		text_clear(&words);
		axis_label(&words, a, v);
		if (across) {
			svg_line(p->out, "grid", at, p->y.from, at, p->y.to);
			svg_text(p->out, "mid", at, p->y.from + 20, text_view(&words));
		} else {
			svg_line(p->out, "grid", p->x.from, at, p->x.to, at);
			svg_text(p->out, "end", p->x.from - 7, at + 5, text_view(&words));
		}
	}
	p->out->failed |= words.failed;
	text_free(&words);
}

void plot_frame(const struct plot *p, const char *x_name, const char *y_name)
{
	put_ticks(p, &p->x, true);
	put_ticks(p, &p->y, false);
	svg_rect(p->out, "frame", p->x.from, p->y.to, p->x.to - p->x.from, p->y.from - p->y.to);
	svg_text(p->out, "end name", p->x.to, p->y.from + 40, x_name);
	svg_text(p->out, "name", 4, p->y.to - 16, y_name);
}
