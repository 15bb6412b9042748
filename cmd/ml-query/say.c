/* say.c - pieces of pages for people; see say.h. */
#include "say.h"

#include <math.h>
#include <string.h>

enum { LABEL_WIDTH = 10 };

struct say say_start(struct text *out)
{
	return (struct say){ out, out->len };
}

void say_line(struct say *s)
{
	for (size_t i = s->from; s->line->s && i < s->line->len; i++)
		if ((unsigned char)s->line->s[i] < 0x20 || s->line->s[i] == 0x7f)
			s->line->s[i] = '?';
	text_put(s->line, '\n');
	s->from = s->line->len;
}

void say_label(struct say *s, const char *name)
{
	say_line(s);
	text_format(s->line, "  %-*s", LABEL_WIDTH, name);
}

void say_end(struct say *s)
{
	if (s->line->len > s->from)
		say_line(s);
}

void say_point(struct text *out, const struct query *q, const struct point *p)
{
	text_str(out, "WOB ");
	query_show(out, q, SHOW_WOB, p->wob);
	text_str(out, ", rotary ");
	query_show(out, q, SHOW_RPM, p->rpm);
	text_str(out, ", flow ");
	query_show(out, q, SHOW_FLOW, p->flow);
}

/* The first number without its unit. */
void say_depths(struct text *out, const struct query *q, const double depth[2])
{
	size_t from = out->len;

	if (!isfinite(depth[0]) || !isfinite(depth[1])) {
		text_str(out, "depth unknown");
		return;
	}
	if (depth[0] != depth[1]) {
		query_show(out, q, SHOW_DEPTH, depth[0]);
		while (out->len > from && out->s[out->len - 1] != ' ')
			out->s[--out->len] = '\0';
		text_str(out, "to ");
	}
	query_show(out, q, SHOW_DEPTH, depth[1]);
}

void say_rock(struct text *out, const char *formation, const char *name)
{
	static const char *const hardness[] = { "soft", "medium hard", "hard", "very hard" };
	int class = weigh_class(formation);

	if (name)
		text_format(out, "%s, ", name);
	if (class >= 0)
		text_format(out, "%s by d-exponent", hardness[class]);
	else
		text_str(out, formation ? formation : "of unknown hardness");
}

void say_hours(struct text *out, double seconds)
{
	if (!isfinite(seconds))
		text_str(out, "unknown");
	else if (seconds < 90)
		text_format(out, "%.0f s", seconds);
	else if (seconds < 7200)
		text_format(out, "%.0f min", floor(seconds / 60));
	else
		text_format(out, "%.1f h", seconds / 3600);
}

void say_age(struct text *out, double seconds)
{
	if (seconds < 0) {
		text_str(out, "later than --now");
		return;
	}
	if (seconds < 2 * 86400)
		say_hours(out, seconds);
	else
		text_format(out, "%.0f d", seconds / 86400);
	text_str(out, " old");
}

void say_percent(struct text *out, double fraction)
{
	double percent = round(100 * fraction);

	text_format(out, "%+.0f%%", percent == 0 ? 0.0 : percent);
}

static void put_change(struct text *out, const char *name, double v, const json_t *interval)
{
	double low = query_number(interval, "0"), high = query_number(interval, "1");

	text_format(out, "%s ", name);
	say_percent(out, v);
	if (!isfinite(low) || !isfinite(high))
		return;
	text_str(out, " (90% interval ");
	say_percent(out, low);
	text_str(out, " to ");
	say_percent(out, high);
	text_put(out, ')');
}

void say_gain(struct text *out, const json_t *params)
{
	const json_t *gain = json_object_get(params, "gain");
	double rop = json_get_number(gain, "rop"), mse = json_get_number(gain, "mse");

	if (!isfinite(rop) && !isfinite(mse)) {
		text_str(out, "gain not tested");
		return;
	}
	if (isfinite(rop))
		put_change(out, "ROP", rop, json_object_get(gain, "rop_ci90"));
	if (isfinite(mse))
		put_change(out, isfinite(rop) ? ", MSE" : "MSE", mse, json_object_get(gain, "mse_ci90"));
}
