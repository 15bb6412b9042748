/*
 * join.c - segments whose border only follows a change of settings, joined to the one before; see window.h.
 *
 * The d-exponent moves when WOB or RPM do (methods of ml-segment(1)): such a border is shown, but it is no other rock, and
 * ml-correlate and ml-optimal have taken both sides as one.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "window.h"

static bool note_border(struct segment *s, const struct segment *next)
{
	json_t *border = json_object();

	if (!s->settings_changed)
		s->settings_changed = json_array();
	if (!border || !json_put_number(border, "ts", next->start) || !json_put_number(border, "depth_ft", next->depth[0])) {
		json_decref(border);
		return false;
	}
	return s->settings_changed && json_array_append_new(s->settings_changed, border) == 0;
}

static void take_in(struct segment *s, struct segment *next)
{
	double n = s->n + next->n;

	if (n > 0)
		s->d_exponent = (s->d_exponent * s->n + next->d_exponent * next->n) / n;
	s->n = n;
	s->clean_s += next->clean_s;
	s->end = next->end;
	s->depth[1] = next->depth[1];
	s->range[1] = next->range[1];
}

bool window_join(struct window *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->segments; i++) {
		struct segment *s = &w->segment[i];
		if (kept == 0 || !s->boundary || strcmp(s->boundary, "confounded") != 0) {
			struct segment moved = w->segment[kept];
			w->segment[kept] = *s;
			if (kept != i)
				w->segment[i] = moved;          /* its memory is freed with the rest */
			kept++;
			continue;
		}
		if (!note_border(&w->segment[kept - 1], s))
			return false;
		take_in(&w->segment[kept - 1], s);
	}
	w->joined += w->segments - kept;
	w->segments = kept;
	return true;
}
