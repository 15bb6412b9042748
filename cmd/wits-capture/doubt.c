/*
 * doubt.c - the doubts of doubt.h: names, depths (depthstep.h), units of channels (unitstep.h), the clock.
 */
#include "doubt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "depthstep.h"
#include "num.h"
#include "text.h"
#include "unitstep.h"

enum { NAME = 64 };
static const double CLOCK_BACK_S = 60, HOUR = 3600;
static const double UNSTEP = 0.05;      /* how near to the inverse a step back must be, in ln */

/* A name that the sender repeats: what it was, what it is, and what one frame alone has said. */
struct name { char was[NAME], is[NAME], once[NAME]; bool differs; };

struct doubt {
	struct depth_track hole, bit;
	struct name well, sidetrack;
	struct unit_step steps;
	double factor[STEP_CHANNELS];   /* of those that have stepped (steps.off); 0: not known */
	bool any_row;
	double last_ts, step_s;         /* last row, and the step before it */
	bool resumed;                   /* a hold of an earlier run whose words tell nothing: only confirmed */
	double since[DOUBT_KINDS];      /* of a hold */
	char words[DOUBT_KINDS][DOUBT_WORDS];
	struct doubt_event *out;        /* of the row under way */
	int n;
};

/* Which hold is named when there are several; holds of one depth or name share what is behind them. */
static bool is_on(const struct doubt *d, enum doubt_kind kind)
{
	switch (kind) {
	case DOUBT_UNITS:
		return d->hole.step == DEPTH_SCALED || d->resumed;
	case DOUBT_BIT_UNITS:
		return d->bit.step != DEPTH_STEADY;
	case DOUBT_DEPTH_FELL:
		return d->hole.step == DEPTH_FELL;
	case DOUBT_DEPTH_ROSE:
		return d->hole.step == DEPTH_ROSE;
	case DOUBT_WELL:
		return d->well.differs;
	case DOUBT_SIDETRACK:
		return d->sidetrack.differs;
	default:
		return false;
	}
}

struct doubt *doubt_new(void)
{
	struct doubt *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	depth_begin(&d->hole, false);
	depth_begin(&d->bit, true);
	step_clear(&d->steps);
	d->last_ts = d->step_s = NAN;
	return d;
}

void doubt_free(struct doubt *d)
{
	free(d);
}

void doubt_begin(struct doubt *d, double ts, double hole_depth_ft)
{
	depth_known(&d->hole, ts, hole_depth_ft);
}

/* The words of an event: printable ASCII, cut to what fits. */
static void say(char to[DOUBT_WORDS], const struct text *t)
{
	size_t n = 0;

	for (const char *s = text_view(t); *s && n < DOUBT_WORDS - 1; s++)
		to[n++] = *s;
	to[n] = '\0';
}

static void tell(struct doubt *d, enum doubt_kind kind, bool raised, enum channel channel, double ts, struct text *words)
{
	bool holds = kind != DOUBT_CHANNEL && kind != DOUBT_CLOCK;

	if (holds && raised) {
		d->since[kind] = ts;
		say(d->words[kind], words);
	}
	if (d->n < DOUBT_EVENTS) {
		struct doubt_event *e = &d->out[d->n++];
		*e = (struct doubt_event){ .kind = kind, .raised = raised, .holds = holds, .channel = channel, .since = ts };
		say(e->words, words);
	}
	text_free(words);
}

/* ---- the clock ---- */

static void see_clock(struct doubt *d, double ts)
{
	double step = ts - d->last_ts, hours = round((step - (step > 0 ? d->step_s : 0)) / HOUR);
	bool whole = fabs(hours) >= 1 && fabs(hours) <= 14 && fabs(step - hours * HOUR) <= fmin(fmax(d->step_s, 1), 60) + 1.5;
	struct text t = { 0 };

	if (whole) {
		text_format(&t, "the sender's clock went %.0f h %s: was its time zone or summer time changed?", fabs(hours),
			hours > 0 ? "ahead" : "back");
		tell(d, DOUBT_CLOCK, true, CHANNELS, ts, &t);
	} else if (step < -CLOCK_BACK_S) {
		text_format(&t, "the sender's clock went back by %.0f s", -step);
		tell(d, DOUBT_CLOCK, true, CHANNELS, ts, &t);
	} else if (step > 0) {
		d->step_s = step;
	}
	d->last_ts = ts;
}

/* ---- names ---- */

static bool same_name(const char *a, const char *b)
{
	double x, y;

	return strcmp(a, b) == 0 || (num_parse(a, strlen(a), &x) && num_parse(b, strlen(b), &y) && !(x < y) && !(x > y));
}

static void copy_name(char to[NAME], const char *from)
{
	size_t n = 0;

	for (; n < NAME - 1 && from[n]; n++)
		to[n] = from[n] >= ' ' && from[n] <= '~' && from[n] != '\'' ? from[n] : '?';
	to[n] = '\0';
}

/* Believed when the next frame says so too. True when it now is another than before. */
static bool name_changes(struct name *n, const char *raw)
{
	char s[NAME];

	copy_name(s, raw);
	if (!*s || same_name(s, n->is)) {
		n->once[0] = *s ? '\0' : n->once[0];
		return false;
	}
	if (!same_name(s, n->once) || !*n->once) {
		copy_name(n->once, s);
		return false;
	}
	n->once[0] = '\0';
	copy_name(n->is, s);
	if (!*n->was) {
		copy_name(n->was, s);
		return false;
	}
	return true;
}

static void see_name(struct doubt *d, enum doubt_kind kind, double ts)
{
	struct name *n = kind == DOUBT_WELL ? &d->well : &d->sidetrack;
	const char *what = kind == DOUBT_WELL ? "well name (0101)" : "sidetrack (0102)";
	bool before = n->differs;
	struct text t = { 0 };

	n->differs = !same_name(n->is, n->was);
	if (n->differs)
		text_format(&t, "%s changed from '%s' to '%s': %s?", what, n->was, n->is,
			kind == DOUBT_WELL ? "new well" : "sidetrack or another hole section");
	else
		text_format(&t, "%s is '%s' again", what, n->is);
	if (n->differs || before)
		tell(d, kind, n->differs, CHANNELS, ts, &t);
}

/* ---- depths ---- */

static void span(struct text *t, double s)
{
	if (s <= 90)
		text_format(t, "%.0f s", fmax(ceil(s), 1));
	else if (s <= 5400)
		text_format(t, "%.0f min", ceil(s / 60));
	else
		text_format(t, "%.0f h", ceil(s / HOUR));
}

static enum doubt_kind kind_of(const struct depth_track *t)
{
	if (t->bit)
		return DOUBT_BIT_UNITS;
	return t->step == DEPTH_SCALED ? DOUBT_UNITS : t->step == DEPTH_ROSE ? DOUBT_DEPTH_ROSE : DOUBT_DEPTH_FELL;
}

/* was: the kind of hold before this row. */
static void tell_depth(struct doubt *d, const struct depth_track *k, enum depth_news news, enum doubt_kind was, double ts)
{
	struct text t = { 0 };
	bool raised = news == DEPTH_RAISED;

	if (!raised) {
		text_format(&t, "%s depth is %.0f ft again", k->bit ? "bit" : "hole", k->last);
	} else if (k->step == DEPTH_SCALED) {
		text_format(&t, "%s depth went %.0f -> %.0f (x %.4f) within ", k->bit ? "bit" : "hole", k->before, k->after,
			k->factor);
		span(&t, k->took);
		text_format(&t, ": were the EDR's units changed to %s?", k->factor < 1 ? "metric" : "feet");
	} else {
		text_format(&t, "hole depth %s %.0f -> %.0f ft: new well%s?", k->step == DEPTH_FELL ? "fell" : "rose", k->before,
			k->after, k->step == DEPTH_FELL ? " or sidetrack" : ", or a wrong depth");
	}
	tell(d, raised ? kind_of(k) : was, raised, CHANNELS, ts, &t);
}

static void see_depths(struct doubt *d, double ts, const double *value)
{
	enum doubt_kind was = kind_of(&d->hole);
	enum depth_news hole = depth_add(&d->hole, ts, value[CH_HOLE_DEPTH], NAN);
	enum depth_news bit = depth_add(&d->bit, ts, value[CH_BIT_DEPTH],
		d->hole.step == DEPTH_STEADY ? value[CH_HOLE_DEPTH] : NAN);

	if (hole == DEPTH_BACK && d->resumed) {
		d->resumed = false;
		was = DOUBT_UNITS;
	}
	if (hole != DEPTH_NOTHING)
		tell_depth(d, &d->hole, hole, was, ts);
	/* Both step when the units change: that is one thing to say. */
	if (bit == DEPTH_RAISED) {
		tell_depth(d, &d->bit, bit, DOUBT_BIT_UNITS, ts);
		d->n -= hole == DEPTH_RAISED;
	} else if (bit == DEPTH_BACK && hole != DEPTH_BACK) {
		tell_depth(d, &d->bit, bit, DOUBT_BIT_UNITS, ts);
	}
}

/* ---- units of channels ---- */

static void tell_channel(struct doubt *d, const struct step_found *f)
{
	double *factor = &d->factor[f->k];
	bool off = d->steps.off[f->k];
	enum channel channel = step_channel[f->k];
	const char *name = channel_table[channel].name;
	struct text t = { 0 };

	if (off && (*factor <= 0 || fabs(log(f->factor * *factor)) <= UNSTEP)) {
		d->steps.off[f->k] = false;
		text_format(&t, "%s is on its old scale again (%.4g -> %.4g)", name, f->before, f->after);
		tell(d, DOUBT_CHANNEL, false, channel, f->ts, &t);
		return;
	}
	*factor = off && *factor > 0 ? *factor * f->factor : f->factor;
	d->steps.off[f->k] = true;
	text_format(&t, "%s went %.4g -> %.4g (x %.4g, as %s to %s) and nothing else did: was its unit changed?", name, f->before,
		f->after, f->factor, f->from, f->to);
	tell(d, DOUBT_CHANNEL, true, channel, f->ts, &t);
}

static void see_channels(struct doubt *d, double ts, const double *value)
{
	struct step_found found[STEP_CHANNELS];
	int n;

	if (doubt_holds(d, NULL, NULL)) {
		step_clear(&d->steps);
		return;
	}
	n = step_add(&d->steps, ts, value, found);
	for (int i = 0; i < n; i++)
		tell_channel(d, &found[i]);
}

/* ---- all of it ---- */

/* A rig whose well nobody named goes to the next: depths and units begin anew. */
static void next_well(struct doubt *d, double ts)
{
	struct text t = { 0 };
	enum doubt_kind was = kind_of(&d->hole);
	bool held = doubt_holds(d, NULL, NULL);

	copy_name(d->well.was, d->well.is);
	d->well.differs = false;
	memset(&d->sidetrack, 0, sizeof d->sidetrack);
	doubt_confirm(d);
	depth_begin(&d->hole, false);
	depth_begin(&d->bit, true);
	if (!held)
		return;
	text_format(&t, "well name (0101) is '%s' now: another well", d->well.is);
	tell(d, was, false, CHANNELS, ts, &t);
}

int doubt_row(struct doubt *d, double ts, const double value[CHANNELS], const char *well, const char *sidetrack, bool settled,
	struct doubt_event out[DOUBT_EVENTS])
{
	d->out = out;
	d->n = 0;
	see_clock(d, ts);
	if (name_changes(&d->well, well)) {
		if (settled)
			see_name(d, DOUBT_WELL, ts);
		else
			next_well(d, ts);
	}
	if (name_changes(&d->sidetrack, sidetrack))
		see_name(d, DOUBT_SIDETRACK, ts);
	see_depths(d, ts, value);
	see_channels(d, ts, value);
	d->any_row = true;
	d->out = NULL;
	return d->n;
}

bool doubt_holds(const struct doubt *d, const char **words, double *since)
{
	for (int k = 0; k < DOUBT_KINDS; k++)
		if (is_on(d, (enum doubt_kind)k)) {
			if (words)
				*words = d->words[k];
			if (since)
				*since = d->since[k];
			return true;
		}
	return false;
}

bool doubt_suspects(const struct doubt *d, enum channel channel)
{
	for (int k = 0; k < STEP_CHANNELS; k++)
		if (step_channel[k] == channel)
			return d->steps.off[k];
	return false;
}

/* ---- a hold of an earlier run ---- */

/* The number behind `after` in the words; 0: none. */
static double number_behind(const char *words, const char *after)
{
	const char *s = strstr(words, after);
	double v;
	size_t n;

	if (!s)
		return 0;
	s += strlen(after);
	n = strspn(s, "0123456789.");
	return num_parse(s, n, &v) ? v : 0;
}

/* 'NAME' behind `after`. */
static bool name_behind(const char *words, const char *after, char to[NAME])
{
	const char *s = strstr(words, after);
	size_t n;

	if (!s)
		return false;
	s += strlen(after);
	n = strcspn(s, "'");
	if (n == 0 || n >= NAME)
		return false;
	memcpy(to, s, n);
	to[n] = '\0';
	return true;
}

static bool resume_name(struct name *n, const char *words)
{
	n->differs = name_behind(words, "from '", n->was) && name_behind(words, "to '", n->is);
	return n->differs;
}

/* Our own sentence back to what it says, so that it can be taken back; anything else is held until it is confirmed. */
void doubt_resume(struct doubt *d, double since, const char *words)
{
	double factor = number_behind(words, "(x ") < 1 ? 0.3048 : 1 / 0.3048, before;
	enum doubt_kind kind = DOUBT_UNITS;
	struct text t = { 0 };

	if ((before = number_behind(words, "hole depth went ")) > 0) {
		depth_resume(&d->hole, DEPTH_SCALED, factor, before, since);
	} else if ((before = number_behind(words, "bit depth went ")) > 0) {
		depth_resume(&d->bit, DEPTH_SCALED, factor, before, since);
		kind = DOUBT_BIT_UNITS;
	} else if ((before = number_behind(words, "hole depth fell ")) > 0) {
		depth_resume(&d->hole, DEPTH_FELL, 0, before, since);
		kind = DOUBT_DEPTH_FELL;
	} else if ((before = number_behind(words, "hole depth rose ")) > 0) {
		depth_resume(&d->hole, DEPTH_ROSE, 0, before, since);
		kind = DOUBT_DEPTH_ROSE;
	} else if (strncmp(words, "well name", 9) == 0 && resume_name(&d->well, words)) {
		kind = DOUBT_WELL;
	} else if (strncmp(words, "sidetrack", 9) == 0 && resume_name(&d->sidetrack, words)) {
		kind = DOUBT_SIDETRACK;
	} else {
		d->resumed = true;
	}
	text_str(&t, words);
	say(d->words[kind], &t);
	d->since[kind] = since;
	text_free(&t);
}

void doubt_resume_suspect(struct doubt *d, enum channel channel)
{
	for (int k = 0; k < STEP_CHANNELS; k++)
		if (step_channel[k] == channel)
			d->steps.off[k] = true, d->factor[k] = 0;
}

static void confirm_name(struct name *n)
{
	memcpy(n->was, n->is, sizeof n->was);
	n->differs = false;
}

void doubt_confirm(struct doubt *d)
{
	if (d->any_row) {
		depth_accept(&d->hole);
		depth_accept(&d->bit);
	} else {
		depth_begin(&d->hole, false);
		depth_begin(&d->bit, true);
	}
	confirm_name(&d->well);
	confirm_name(&d->sidetrack);
	d->resumed = false;
	memset(d->steps.off, 0, sizeof d->steps.off);
	step_clear(&d->steps);
}
