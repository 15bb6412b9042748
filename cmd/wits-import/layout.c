/*
 * layout.c - see layout.h. Every column is a candidate for what its map line or its header says; then each channel takes
 * the best of its candidates, and only those chosen must have a unit.
 */
#include "layout.h"

#include <math.h>

#include "num.h"
#include "vendor.h"

struct candidate { bool is, dropped; int order; struct map_line *map; struct head head; };    /* order: vendor.h, -1 none */

static bool refuse(struct text *why, const char *format, const char *a, const char *b)
{
	text_format(why, format, a, b);
	return false;
}

const char *layout_call(const struct log *log, int k, struct text *to)
{
	text_clear(to);
	if (log->column[k].name[0]) {
		text_put(to, '\'');
		head_tidy(to, log->column[k].name, strlen(log->column[k].name));
		text_put(to, '\'');
	}
	if (to->len <= 2) {
		text_clear(to);
		text_format(to, "@%d", k + 1);
	}
	return text_view(to);
}

int layout_unknown(const struct log *log, struct map *map)
{
	struct head head;

	for (int k = 0; k < log->n; k++) {
		const char *name = log->column[k].name;

		if (*name && strcmp(name, "-") != 0 && !(map && map_find(map, k, name, strlen(name))) &&
		    !head_recognise(name, strlen(name), NULL, 0, &head))
			return k;
	}
	return -1;
}

static bool two_claims(const struct log *log, int a, int b, const char *what, struct text *why)
{
	struct text first = { 0 }, second = { 0 };

	layout_call(log, a, &first);
	layout_call(log, b, &second);
	text_format(why, "columns %s (@%d) and %s (@%d) are both %s: leave one out by --map with a line @%d,-",
		text_view(&first), a + 1, text_view(&second), b + 1, what, b + 1);
	text_free(&first);
	text_free(&second);
	return false;
}

static void from_map(struct candidate *c, struct map_line *m)
{
	c->map = m;
	m->used = true;
	c->is = !m->drop;
	c->dropped = m->drop;
	c->order = -1;
	c->head = (struct head){ .kind = m->kind, .channel = m->channel, .unit = m->unit, .rank = -2 };
}

/* By its name, else by what the log says of it in words, where the unit agrees with that. */
static bool recognise(const struct log_column *column, struct head *h)
{
	const char *name = column->name, *unit = column->unit, *about = column->about ? column->about : "";
	size_t unit_len = unit ? strlen(unit) : 0;
	struct head other;
	bool is = head_recognise(name, strlen(name), unit, unit_len, h);

	if ((is && h->unit_state != HEAD_UNIT_UNKNOWN) || !*about)
		return is;
	if (!head_recognise(about, strlen(about), unit, unit_len, &other) || other.unit_state == HEAD_UNIT_UNKNOWN ||
	    other.kind != SPELL_CHANNEL)
		return is;
	*h = other;
	h->rank += 2;
	return true;
}

/* What the log itself says is its index comes before what names say; a column's other name comes after its first. */
bool layout_recognise(const struct log *log, int k, struct head *h)
{
	const struct log_column *c = &log->column[k];
	const char *name = log->index_kind == INDEX_TIME ? "datetime" : "hole depth";
	size_t unit_len = c->unit ? strlen(c->unit) : 0;

	if (log->index_kind != INDEX_UNSAID && k == log->index && head_recognise(name, strlen(name), c->unit, unit_len, h)) {
		h->rank = -1;
		return true;
	}
	if (recognise(c, h))
		return true;
	if (!c->also || !head_recognise(c->also, strlen(c->also), c->unit, unit_len, h))
		return false;
	h->rank++;
	return true;
}

/* A column by its own words. */
static void from_log(struct candidate *c, const struct log *log, int k, const struct vendor *vendor, struct text *said)
{
	const char *name = log->column[k].name;
	struct text call = { 0 };

	c->order = -1;
	c->is = layout_recognise(log, k, &c->head);
	if (c->is && vendor_unusable(vendor, &c->head)) {
		c->is = false;
		text_format(said, "%s is left out: it says itself that it has no unit, and %s needs one\n",
			layout_call(log, k, &call), quantity_name(channel_table[c->head.channel].quantity));
		text_free(&call);
	}
	if (c->is)
		c->order = vendor_rank(vendor, c->head.channel, name, strlen(name));
}

static bool gather(struct candidate *c, const struct log *log, const struct layout_plan *plan, struct text *said,
	struct text *why)
{
	struct map *map = plan->map;
	struct vendor vendor = vendor_find(log);

	for (int k = 0; k < log->n; k++) {
		const char *name = log->column[k].name;
		struct map_line *m = map ? map_find(map, k, name, strlen(name)) : NULL;

		if (!m) {
			from_log(&c[k], log, k, &vendor, said);
			continue;
		}
		for (int i = 0; i < k && !m->at && !m->drop; i++)
			if (c[i].map == m) {
				text_format(why, "the map's line %d names two columns, @%d and @%d: use these numbers instead",
					m->line, i + 1, k + 1);
				return false;
			}
		from_map(&c[k], m);
	}
	for (int k = 0; k < log->n; k++)
		if (c[k].is && c[k].head.kind == SPELL_CHANNEL && plan->without[c[k].head.channel])
			c[k] = (struct candidate){ .dropped = true };
	return true;
}

static bool is_canonical(const struct head *h)
{
	const struct unit *base = unit_base(channel_table[h->channel].quantity);

	return h->unit_state == HEAD_UNIT_FINE && (!h->unit || h->unit == base);
}

/* Of two candidates for one channel: below 0 when a is the better, 0 when neither is. */
static int compare(const struct candidate *first, const struct candidate *second)
{
	const struct head *a = &first->head, *b = &second->head;

	if (first->order >= 0 && second->order >= 0 && first->order != second->order)
		return first->order < second->order ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if ((a->unit_state == HEAD_UNIT_FINE) != (b->unit_state == HEAD_UNIT_FINE))
		return a->unit_state == HEAD_UNIT_FINE ? -1 : 1;
	if (a->unit_state == HEAD_UNIT_FINE && is_canonical(a) != is_canonical(b))
		return is_canonical(a) ? -1 : 1;
	return 0;
}

/* The column of a kind (and channel): -1 when there is none, -2 with a reason when two are as good. */
static int choose(const struct candidate *c, const struct log *log, enum spell_kind kind, enum channel channel,
	const char *what, struct text *why)
{
	int best = -1, rival = -1;

	for (int k = 0; k < log->n; k++) {
		int order;

		if (!c[k].is || c[k].head.kind != kind || c[k].head.channel != channel)
			continue;
		order = best < 0 ? -1 : compare(&c[k], &c[best]);
		if (order < 0) {
			best = k;
			rival = -1;
		} else if (order == 0 && rival < 0) {
			rival = k;
		}
	}
	if (rival < 0 || c[best].head.unit_state != HEAD_UNIT_FINE)
		return best;
	two_claims(log, best, rival, what, why);
	return -2;
}

static bool no_time(const struct candidate *c, const struct log *log, struct text *why)
{
	struct text name = { 0 };

	for (int k = 0; k < log->n; k++)
		if (c[k].is && (c[k].head.channel == CH_HOLE_DEPTH || c[k].head.channel == CH_BIT_DEPTH)) {
			text_format(why, "no time column: for a log by depth (%s) say --index depth; if a column is a time, say "
				"so by --map with a line COLUMN,ts", layout_call(log, k, &name));
			text_free(&name);
			return false;
		}
	return refuse(why, "no time column: say which it is by --map with a line COLUMN,ts", NULL, NULL);
}

static bool choose_time(struct layout *l, const struct candidate *c, const struct log *log, struct text *why)
{
	int time = choose(c, log, SPELL_TIME, CH_TS, "the time", why);
	int day = time == -1 ? choose(c, log, SPELL_DATE, CH_TS, "the date", why) : -1;
	int tod = time == -1 && day != -2 ? choose(c, log, SPELL_CLOCK, CH_TS, "the time", why) : -1;
	int elapsed = time == -1 && day == -1 && tod == -1 ? choose(c, log, SPELL_ELAPSED, CH_TS, "the time", why) : -1;
	const struct candidate *chosen;

	if (elapsed == 0)                       /* elsewhere it is a measurement: the hours drilled */
		time = elapsed;
	if (time == -2 || day == -2 || tod == -2)
		return false;
	l->day = time >= 0 ? time : day >= 0 ? day : tod;
	l->tod = time < 0 && day >= 0 ? tod : -1;
	if (l->day < 0)
		return no_time(c, log, why);
	chosen = &c[l->day];
	l->column[l->day].role = l->tod < 0 ? ROLE_TIME : ROLE_DATE;
	if (l->tod >= 0)
		l->column[l->tod].role = ROLE_CLOCK;
	l->utc = chosen->head.utc || (l->tod >= 0 && c[l->tod].head.utc);
	l->time_unit = l->tod < 0 ? chosen->head.unit : NULL;
	l->elapsed = elapsed == 0 || (log->elapsed && l->tod < 0 && l->day == log->index && !chosen->map);
	if (elapsed == 0 && !l->time_unit)
		return refuse(why, "no unit in the header of '%s': say it by --map with a line @1,ts,UNIT (one of s ms min h d)",
			log->column[0].name, NULL);
	if (chosen->map)
		memcpy(l->time_format, chosen->map->time_format, sizeof l->time_format);
	return true;
}

/* A log by depth has a depth and an ROP, and no time: one that has a time is no such log. */
static bool choose_depth(const struct candidate *c, const struct log *log, struct text *why)
{
	bool depth = false, rop = false;
	struct text name = { 0 };

	for (int k = 0; k < log->n; k++) {
		if (c[k].is && c[k].head.kind != SPELL_CHANNEL && c[k].head.kind != SPELL_ELAPSED &&
		    log->index_kind != INDEX_DEPTH) {
			text_format(why, "this log has times (%s): leave out --index depth, or leave out that column by "
				"--map with a line @%d,-", layout_call(log, k, &name), k + 1);
			text_free(&name);
			return false;
		}
		depth = depth || (c[k].is && c[k].head.channel == CH_HOLE_DEPTH);
		rop = rop || (c[k].is && c[k].head.channel == CH_ROP);
	}
	if (!depth)
		return refuse(why, "no depth column: --index depth is for logs by hole depth; say which it is by --map with a "
			"line COLUMN,hole_depth,UNIT", NULL, NULL);
	if (!rop)
		return refuse(why, "no ROP column: --index depth makes the time from footage over ROP; say which it is by "
			"--map with a line COLUMN,rop,UNIT", NULL, NULL);
	return true;
}

static bool is_pressure(const struct head *h)
{
	return h->channel == CH_TORQUE && h->unit_state == HEAD_UNIT_UNKNOWN &&
		unit_by_text(h->unit_text, strlen(h->unit_text), Q_PRESSURE) != NULL;
}

/* The torque of a hydraulic top drive, as the pressure of its motor: only a calibration makes it a torque. */
static void calibrate_torque(struct layout *l, struct head *h, double psi)
{
	const struct unit *u = unit_by_text(h->unit_text, strlen(h->unit_text), Q_PRESSURE);

	l->torque_unit = *u;
	l->torque_unit.quantity = Q_TORQUE;
	l->torque_unit.divisor *= psi;
	h->unit = &l->torque_unit;
	h->unit_state = HEAD_UNIT_FINE;
}

static void say_pressure(const struct log *log, int k, const struct head *h, struct text *why)
{
	struct text name = { 0 };

	text_format(why, "%s: this torque is a pressure (%s), that of a hydraulic top drive, and no energy can be computed "
		"from it: give the calibration of the top drive, ", layout_call(log, k, &name), h->unit_text);
	text_str(why, "its pressure by its torque, as --torque-psi-per-kft-lbf X, or leave the column out by --without "
		"torque");
	text_free(&name);
}

static void say_unknown_unit(const struct log *log, int k, const struct head *h, struct text *why)
{
	enum quantity q = channel_table[h->channel].quantity;
	struct text name = { 0 };
	char units[160];

	unit_list(q, units, sizeof units);
	text_format(why, "%s: '%s' is not a unit of %s: ", layout_call(log, k, &name), h->unit_text, quantity_name(q));
	text_format(why, "use --map with a line @%d,%s,UNIT (UNIT one of %s), or @%d,- to leave the column out", k + 1,
		channel_table[h->channel].stem, *units ? units : "none", k + 1);
	text_free(&name);
}

static void say_no_unit(const struct text *names, int k, const struct head *h, struct text *why)
{
	char units[160];

	unit_list(channel_table[h->channel].quantity, units, sizeof units);
	text_format(why, "no unit in the header of %s: say it by --map, with a line for each, ", text_view(names));
	text_format(why, "such as @%d,%s,UNIT (UNIT one of %s), or @%d,- to leave the column out", k + 1,
		channel_table[h->channel].stem, units, k + 1);
}

/* Says of the chosen columns without a usable unit what is to be added. */
static bool check_units(const struct layout *l, const struct candidate *c, const struct log *log, struct text *why)
{
	struct text name = { 0 }, names = { 0 };
	int first = -1;

	for (int k = 0; k < l->n && why->len == 0; k++) {
		const struct head *h = &c[k].head;

		if (l->column[k].role != ROLE_NUMBER || h->unit_state == HEAD_UNIT_FINE)
			continue;
		if (h->unit_state == HEAD_UNIT_UNKNOWN) {
			if (is_pressure(h))
				say_pressure(log, k, h, why);
			else
				say_unknown_unit(log, k, h, why);
			continue;
		}
		if (first < 0)
			first = k;
		text_format(&names, "%s%s", names.len ? ", " : "", layout_call(log, k, &name));
	}
	if (first >= 0 && why->len == 0)
		say_no_unit(&names, first, &c[first].head, why);
	text_free(&name);
	text_free(&names);
	return why->len == 0;
}

/* Says which columns a vendor's layout kept out for the one chosen. */
static void say_kept_out(struct layout *l, const struct candidate *c, const struct log *log, int chosen)
{
	struct text name = { 0 }, taken = { 0 };

	for (int k = 0; k < log->n; k++)
		if (k != chosen && c[k].is && c[k].order >= 0 && c[chosen].order >= 0 &&
		    c[k].head.channel == c[chosen].head.channel)
			text_format(&l->said, "%s is left out, as %s is %s where %s's logs have both; --map says otherwise\n",
				layout_call(log, k, &name), channel_table[c[k].head.channel].name,
				layout_call(log, chosen, &taken), vendor_find(log).name);
	text_free(&name);
	text_free(&taken);
}

static bool choose_channels(struct layout *l, struct candidate *c, const struct log *log,
	const struct layout_plan *plan, struct text *why)
{
	const struct unit *unit;
	int chosen = 0;

	for (enum channel ch = 0; ch < CHANNELS; ch++) {
		bool made = ch == CH_TS || (ch == CH_BIT_DEPTH && plan->by_depth);
		int k = made ? -1 : choose(c, log, SPELL_CHANNEL, ch, channel_table[ch].name, why);

		if (k == -2)
			return false;
		if (k < 0)
			continue;
		chosen++;
		say_kept_out(l, c, log, k);
		l->has[ch] = true;
		if (is_pressure(&c[k].head) && !isnan(plan->torque_psi))
			calibrate_torque(l, &c[k].head, plan->torque_psi);
		unit = is_canonical(&c[k].head) ? NULL : c[k].head.unit;
		l->column[k] = (struct layout_column){ .channel = ch, .unit = unit,
			.role = ch >= CH_RIG_STATE && ch != CH_SEGMENT ? ROLE_TEXT : ROLE_NUMBER, .out = -1 };
	}
	if (chosen == 0)
		return refuse(why, "no channel beside the time: say what the columns are by --map or --columns",
			NULL, NULL);
	return true;
}

bool layout_find(struct layout *l, const struct log *log, const struct layout_plan *plan, struct text *why)
{
	struct candidate *c = calloc((size_t)log->n + 1, sizeof *c);
	bool fine;

	*l = (struct layout){ .n = log->n, .day = -1, .tod = -1 };
	l->column = calloc((size_t)log->n + 1, sizeof *l->column);
	if (!c || !l->column) {
		free(c);
		return refuse(why, "out of memory", NULL, NULL);
	}
	for (int k = 0; k < l->n; k++)
		l->column[k].out = -1;
	fine = gather(c, log, plan, &l->said, why) &&
		(plan->by_depth ? choose_depth(c, log, why) : choose_time(l, c, log, why)) &&
		choose_channels(l, c, log, plan, why) && check_units(l, c, log, why);
	for (int k = 0; fine && plan->keep && k < l->n; k++)
		if (l->column[k].role == ROLE_LEFT_OUT && !c[k].dropped && strcmp(log->column[k].name, "-") != 0)
			l->column[k].role = ROLE_KEPT;
	free(c);
	return fine;
}

void layout_free(struct layout *l)
{
	free(l->column);
	text_free(&l->said);
	*l = (struct layout){ 0 };
}
