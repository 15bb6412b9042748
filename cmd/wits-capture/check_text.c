/*
 * check_text.c - what --check says under its table, in sentences, and the command to type next. See check.h.
 */
#include "check_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "wits_names.h"

enum { WIDTH = 100 };

/* A sentence, wrapped, the first line at the margin. */
static void say(struct check_page *p, const char *s)
{
	size_t column = 0;

	while (*s) {
		size_t len = strcspn(s, " ");

		if (column > 0 && column + 1 + len > WIDTH) {
			text_str(p->out, "\n  ");
			column = 2;
		} else if (column > 0) {
			text_put(p->out, ' ');
			column++;
		}
		text_add(p->out, s, len);
		column += len;
		s += len;
		while (*s == ' ')
			s++;
	}
	text_put(p->out, '\n');
}

static void say_text(struct check_page *p, struct text *t)
{
	if (t->failed)
		p->out->failed = true;
	say(p, text_view(t));
	text_clear(t);
}

static void say_records(struct check_page *p)
{
	struct text t = { 0 };
	int n = 0;

	text_str(&t, "Records: ");
	for (int r = 0; r < 100; r++) {
		const struct check_span *s = &p->c->record[r];

		if (s->n == 0)
			continue;
		text_format(&t, "%s%02d", n++ ? "; " : "", r);
		if (*wits_record_name(r))
			text_format(&t, " %s", wits_record_name(r));
		text_format(&t, ", %llu frame%s", (unsigned long long)s->n, s->n == 1 ? "" : "s");
		if (s->n > 1 && s->last > s->first) {
			text_str(&t, ", ");
			check_put_rate(&t, s);
		}
	}
	text_put(&t, '.');
	say_text(p, &t);
	if (p->c->primaries == 0) {
		text_format(&t, "None is of record %02d, whose frames make rows: no row would be written. "
			"Add --primary with one of those.", p->c->o.primary);
		say_text(p, &t);
	}
	if (p->c->repeats) {
		text_format(&t, "%llu frames came twice and were counted once.", (unsigned long long)p->c->repeats);
		say_text(p, &t);
	}
	text_free(&t);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double usual_offset(const struct check *c)
{
	double sorted[CHECK_OFFSETS];
	size_t n = c->offsets < CHECK_OFFSETS ? (size_t)c->offsets : CHECK_OFFSETS;

	memcpy(sorted, c->offset, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, compare);
	return sorted[n / 2];
}

/* "2 h 15 min", "37 s", "12 days". */
static void put_length(struct text *t, double s)
{
	long whole = fabs(s) < 120 ? lround(fabs(s)) : lround(fabs(s) / 60) * 60;

	if (whole >= 2 * 86400)
		text_format(t, "%ld days", whole / 86400);
	else if (whole >= 3600)
		text_format(t, "%ld h %ld min", whole / 3600, whole % 3600 / 60);
	else if (whole >= 120)
		text_format(t, "%ld min", whole / 60);
	else
		text_format(t, "%ld s", whole);
}

/* The sender's clock against ours, which only a line can tell. */
static void say_clock(struct check_page *p)
{
	const struct check *c = p->c;
	double off = usual_offset(c), zone = -round(off / 900) * 900;
	struct text t = { 0 };

	if (fabs(off) < 5) {
		say(p, "Its clock agrees with ours to 5 s.");
		return;
	}
	text_str(&t, "Its clock is ");
	put_length(&t, off);
	text_str(&t, off > 0 ? " behind ours" : " ahead of ours");
	/* Zones go from -12 to +14 h. */
	if (fabs(off + zone) < 120 && fabs(zone) >= 1800 && zone >= -43200 && zone <= 50400 && !c->o.zone->named &&
	    c->o.zone->offset_s == 0) {
		snprintf(p->to_tz, sizeof p->to_tz, "%c%02d:%02d", zone < 0 ? '-' : '+', (int)(fabs(zone) / 3600),
			(int)fabs(zone) % 3600 / 60);
		text_format(&t, ", so it seems to show local time: add --tz %s, or the zone's name (--tz Europe/Oslo) "
			"where summer time is kept.", p->to_tz);
	} else {
		text_str(&t, ". Rows have its times; --clock corrected gives them ours.");
	}
	say_text(p, &t);
	text_free(&t);
}

static void say_time(struct check_page *p)
{
	const struct check *c = p->c;
	struct text t = { 0 };
	char from[WHEN_LEN], to[WHEN_LEN];

	if (c->primaries == 0)
		return;
	if (c->timed == 0 && c->bad_time) {
		text_format(&t, "The date or time cannot be read: %s. If its order is another one, add --time-format mdy or "
			"dmy; else --stamp gives rows the time of their arrival.", c->why);
		p->to_stamp = !c->o.stamp;
	} else if (c->timed == 0) {
		text_format(&t, "No frame has a date and time (%02d05, %02d06)%s.", c->o.primary, c->o.primary,
			c->o.stamp ? "; --stamp gives rows the time of their arrival"
			: ": add --stamp, and rows get the time of their arrival");
		p->to_stamp = !c->o.stamp;
	} else {
		when_iso(c->own.first, from);
		when_iso(c->own.last, to);
		text_format(&t, "Date and time: in %s frames of record %02d, from %s to %s.", c->untimed == 0 ? "all"
			: c->untimed < c->timed ? "most" : "some", c->o.primary, from, to);
		if (c->untimed)
			text_format(&t, " %llu have none that can be read and make no row.", (unsigned long long)c->untimed);
	}
	say_text(p, &t);
	text_free(&t);
	if (c->timed && c->o.live)
		say_clock(p);
}

static void say_line(struct check_page *p)
{
	static const char *const ends[CHECK_ENDS] = { "CR LF, as the standard wants", "LF alone", "CR alone" };
	struct text t = { 0 };
	int n = 0;

	for (int k = 0; k < CHECK_ENDS; k++)
		if (p->c->ends[k])
			text_format(&t, "%s%s", n++ ? "; also " : "Lines end in ", ends[k]);
	if (n)
		text_str(&t, ". ");
	n = 0;
	for (int k = WITS0_FRAMES + 1; k < WITS0_COUNTS; k++)
		if (p->d->count[k] && k != WITS0_COMMENTS)
			text_format(&t, "%s%llu %s", n++ ? ", " : "Damage: ", (unsigned long long)p->d->count[k],
				wits0_count_names[k]);
	text_str(&t, n ? " (what these are: wits0(5); a few at the start are usual, the first frame is rarely whole)."
		: "No damage.");
	say_text(p, &t);
	if (p->d->count[WITS0_NOISE] * 20 > p->d->count[WITS0_FRAMES] && p->c->o.serial)
		say(p, "Much of the line is noise: look at the baud rate, the parity and the cable.");
	text_free(&t);
}

static void say_sender(struct check_page *p)
{
	const struct check *c = p->c;
	bool pason = strncmp(c->vendor, "PASON", 5) == 0;
	struct text t = { 0 };

	if (*c->well) {
		text_format(&t, "The well is '%s'; --well gives it another name.", c->well);
		say_text(p, &t);
	}
	if (*c->vendor && !pason) {
		text_format(&t, "The sender calls itself '%s'.", c->vendor);
		say_text(p, &t);
	}
	if (pason && c->o.live) {
		p->to_heartbeat = !c->o.heartbeat;
		say(p, c->o.heartbeat ? "The sender is a Pason EDR (1984PASON/EDR), and it is answered."
			: "The sender is a Pason EDR (1984PASON/EDR). Unless it is set to send only, it stops when it hears "
			"nothing for 30 s: add --heartbeat pason.");
	}
	if (c->requests) {
		text_format(&t, "%llu frames are requests (0111 null, or a name alone), of a partner or our own that came back.",
			(unsigned long long)c->requests);
		say_text(p, &t);
	}
	text_free(&t);
}

/* Which channels have values that only one of the unit systems explains. */
static void count_fits(struct check_page *p)
{
	size_t at = 0;

	for (int k = 0; p->c->map && k < p->c->map->n; k++) {
		const struct item_entry *e = &p->c->map->entry[k];
		const struct check_item *i = &p->c->item[e->number];
		const char *name;

		if (!check_is_channel(e) || i->n == 0)
			continue;
		p->fits += i->own > i->other;
		if (!check_misfits(i))
			continue;
		p->misfits++;
		name = channel_table[e->channel].name;
		if (at + strlen(name) + 3 < sizeof p->misfit_names)
			at += (size_t)snprintf(p->misfit_names + at, sizeof p->misfit_names - at, "%s%s", at ? ", " : "", name);
	}
	p->to_units = p->misfits > 0 && p->fits == 0;
}

static void say_units(struct check_page *p)
{
	const char *now = p->c->o.metric ? "metric" : "fps", *other = check_other_system(p);
	struct text t = { 0 };

	if (p->to_units)
		text_format(&t, "Units: the values of %s fit only %s units: add --units %s.", p->misfit_names, other, other);
	else if (p->misfits)
		text_format(&t, "Units are mixed: %s fit only %s units, others only %s. A --map gives each item its unit, see "
			"wits-capture(1).", p->misfit_names, other, now);
	else if (p->fits)
		text_format(&t, "Units: %s fits. Still, compare one depth and one pressure with the driller's screen.", now);
	else
		text_format(&t, "Units: the values fit both systems, %s is taken. Compare one depth and one pressure with "
			"the driller's screen; --units %s is the other.", now, other);
	say_text(p, &t);
	text_free(&t);
}

static bool has_channel(const struct check_page *p, enum channel channel)
{
	for (int k = 0; p->c->map && k < p->c->map->n; k++) {
		const struct item_entry *e = &p->c->map->entry[k];

		if (check_is_channel(e) && e->channel == channel && check_numbers(&p->c->item[e->number]) > 0)
			return true;
	}
	return false;
}

static void say_missing(struct check_page *p)
{
	static const struct { enum channel channel; const char *name, *why; } wanted[] = {
		{ CH_HOLE_DEPTH, "hole depth", "nothing can be put at a depth, and drilling is not told from reaming" },
		{ CH_BIT_DEPTH, "bit depth", "on bottom is not told from off bottom" },
		{ CH_ROP, "ROP", "there is nothing to make better" },
		{ CH_WOB, "weight on bit", "nothing can be said about weight" },
		{ CH_RPM, "RPM", "nothing can be said about rotation" },
		{ CH_TORQUE, "torque", "there is no MSE, so energy is not weighed" },
		{ CH_FLOW_IN, "flow in", "nothing can be said about flow" },
		{ CH_SPP, "standpipe pressure", "no second sign that the pumps are on" },
		{ CH_HOOKLOAD, "hookload", "connections are seen less surely" },
		{ CH_BLOCK, "block position", "connections are seen less surely" },
	};
	struct text t = { 0 };
	int missing = 0;

	for (size_t k = 0; k < sizeof wanted / sizeof wanted[0]; k++) {
		if (has_channel(p, wanted[k].channel))
			continue;
		missing++;
		text_format(&t, "Missing: %s (%.4s): %s.", wanted[k].name, channel_table[wanted[k].channel].items, wanted[k].why);
		say_text(p, &t);
	}
	if (!missing) {
		say(p, "All that the tools want is there: depths, ROP, weight, RPM, torque, flow, pressure, hookload, block.");
	} else {
		for (int n = 0, shown = 0; n < WITS0_NUMBERS && shown < 12; n++)
			if (p->c->item[n].changed && n % 100 > 7 && !check_entry(p, n) && check_numbers(&p->c->item[n]))
				text_format(&t, "%s%04d", shown++ ? " " : "Items that change and are not used: ", n);
		if (t.len) {
			text_str(&t, ". If one of them is what is missing, a --map says so, see wits-capture(1).");
			say_text(p, &t);
		}
	}
	text_free(&t);
}

/* No frame came: why that may be. */
static void say_nothing(struct check_page *p)
{
	const struct wits0 *d = p->d;
	struct text t = { 0 };

	if (d->taken == 0) {
		p->to_heartbeat = p->c->o.live && !p->c->o.heartbeat;
		say(p, "Nothing came. Look whether the EDR's WITS output is on and goes here.");
		if (p->to_heartbeat)
			say(p, "Some senders wait until they hear something: add --heartbeat pason.");
		return;
	}
	text_format(&t, "%llu bytes came, and no frame (&& ... !!) with data among them.", (unsigned long long)d->taken);
	say_text(p, &t);
	if (p->c->requests)
		say(p, "Requests alone came: the other end is waiting for data too, or our own words come back.");
	else if (d->odd_bytes < d->taken / 5)
		say(p, "It is text, but not WITS level 0: another protocol or another port.");
	else if (p->c->o.serial)
		say(p, "Much of it is no text: another baud rate or parity (baud=, bits=, parity= in the address), or WITS of "
			"level 1 or higher.");
	else
		say(p, "Much of it is no text: WITS of level 1 or higher, or another protocol. Ask for level 0.");
	text_free(&t);
}

static void put_word(struct text *line, const char *format, const char *arg)
{
	text_put(line, ' ');
	text_format(line, format, arg);
}

/* Whether a shell takes it as it is. */
static bool is_plain(const char *s)
{
	for (size_t k = 0; s[k]; k++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:/._-+=,@%", s[k]))
			return false;
	return *s != '\0';
}

static void say_next(struct check_page *p)
{
	const struct check_options *o = &p->c->o;
	bool again = p->to_units || p->to_stamp || p->to_heartbeat || *p->to_tz || p->c->primaries == 0;
	struct text line = { 0 };

	text_str(p->out, again ? "\nNext, the same look with what was found:\n\n" : "\nNext:\n\n");
	text_str(&line, again ? "wits-capture --check" : "wits-capture");
	put_word(&line, is_plain(o->source) ? "%s" : "'%s'", o->source);
	text_str(&line, o->given);
	if (o->metric != p->to_units)
		put_word(&line, "--units %s", "metric");
	if (o->stamp || p->to_stamp)
		text_str(&line, " --stamp");
	if (p->to_heartbeat)
		text_str(&line, " --heartbeat pason");
	if (*p->to_tz)
		put_word(&line, "--tz %s", p->to_tz);
	if (!again)
		text_str(&line, o->live ? " --spool spool --raw rig.raw" : " > capture.csv");
	if (line.failed)
		p->out->failed = true;
	text_format(p->out, "  %s\n\n", text_view(&line));
	text_free(&line);
	say(p, "This is not a well-control, stuck-pipe or barrier-certification system.");
}

void check_text(const struct check *c, const struct wits0 *d, struct text *out)
{
	struct check_page p = { .c = c, .d = d, .out = out };

	if (c->arrivals.n == 0) {
		say_nothing(&p);
	} else {
		check_table(&p);
		say_records(&p);
		say_time(&p);
		say_line(&p);
		say_sender(&p);
		count_fits(&p);
		say_units(&p);
		say_missing(&p);
	}
	say_next(&p);
}
