/*
 * derivation.c - see derivation.h.
 */
#include "derivation.h"

#include <math.h>
#include <string.h>

#include "json.h"
#include "num.h"
#include "stats.h"
#include "when.h"

static const double slips_part = 1.15;  /* of the block weight */
static const double bottom = 1.5;       /* ft above the hole's depth that still is on bottom */
static const double high_off = 30;      /* ft; further up, less string hangs in the hole and drags differently */
static const double hoisting = 0.05;    /* ft/s; a string pulled up weighs more by its drag */
static const double unseen_time = 10;   /* s without a block height after which its movement is not followed */
static const double block_speed = 15;   /* ft/s; no block runs faster, so it is a glitch or a new zero */
static const double running = 0.3;      /* ft/s down; no bit drills faster */
static const double least_span = 1.0 / 3;       /* of the seconds of rop: less on bottom gives no ROP yet */
enum { LOADS_ENOUGH = 10 };

static bool wrong(struct text *why, const char *format, const char *a)
{
	text_format(why, format, a);
	return false;
}

static bool parse_depth(struct derivation_plan *p, const char *value, struct text *why)
{
	char reason[160];

	if (p->depth)
		return wrong(why, "%s is given twice", "bit_depth");
	if (!*value)
		return wrong(why, "%s needs the depth of the bit at the first row: bit_depth=block:3000ft", "bit_depth=block");
	if (!unit_value(value, Q_LENGTH, &p->start, reason))
		return wrong(why, "bit_depth=block: %s", reason);
	if (!(p->start >= 0 && p->start <= 50000))
		return wrong(why, "bit_depth=block: '%s' is not a depth of 0 to 50000 ft", value);
	return p->depth = true;
}

static bool parse_rop(struct derivation_plan *p, const char *value, struct text *why)
{
	if (p->rop)
		return wrong(why, "%s is given twice", "rop");
	if (!*value)
		return wrong(why, "%s needs the time to look back over: rop=block:30s", "rop=block");
	if (!when_duration(value, &p->seconds) || !(p->seconds >= 2 && p->seconds <= 120))
		return wrong(why, "rop=block: '%s' is not a time of 2s to 120s", value);
	return p->rop = true;
}

static bool parse_wob(struct derivation_plan *p, const char *value, struct text *why)
{
	if (p->wob)
		return wrong(why, "%s is given twice", "wob");
	if (*value)
		return wrong(why, "wob=hookload takes no value, not '%s'", value);
	return p->wob = true;
}

static bool parse_rule(struct derivation_plan *p, const char *s, size_t len, struct text *why)
{
	static const struct {
		const char *name;
		bool (*parse)(struct derivation_plan *, const char *, struct text *);
	} rules[] = { { "bit_depth=block", parse_depth }, { "rop=block", parse_rop }, { "wob=hookload", parse_wob } };
	char rule[80];
	char *value;

	if (len >= sizeof rule)
		return wrong(why, "%s", "a rule is too long");
	memcpy(rule, s, len);
	rule[len] = '\0';
	value = strchr(rule, ':');
	if (value)
		*value++ = '\0';
	for (size_t k = 0; k < sizeof rules / sizeof *rules; k++)
		if (strcmp(rules[k].name, rule) == 0)
			return rules[k].parse(p, value ? value : "", why);
	return wrong(why, "'%s' is no rule: there are bit_depth=block:START, rop=block:SECONDS and wob=hookload", rule);
}

bool derivation_parse(struct derivation_plan *p, const char *list, struct text *why)
{
	*p = (struct derivation_plan){ .start = NAN, .seconds = NAN, .block_weight = NAN };
	for (const char *s = list;; s++) {
		size_t len = strcspn(s, ",");

		if (!parse_rule(p, s, len, why))
			return false;
		s += len;
		if (!*s)
			return true;
	}
}

const char *derivation_check(const struct derivation_plan *p, const bool has[CHANNELS], bool add[CHANNELS])
{
	bool makes_hole = p->depth && !has[CH_HOLE_DEPTH];

	if (!(p->depth || p->rop || p->wob))
		return NULL;
	if (p->depth && has[CH_BIT_DEPTH])
		return "the log has a bit depth: leave bit_depth out of --derive, or the column by --without bit_depth";
	if (p->rop && has[CH_ROP])
		return "the log has an ROP: leave rop out of --derive, or the column by --without rop";
	if (p->wob && has[CH_WOB])
		return "the log has a WOB: leave wob out of --derive, or the column by --without wob";
	if (p->depth && !has[CH_BLOCK])
		return "--derive bit_depth=block needs the height of the block (block_pos_ft), which the log has not";
	if ((p->depth || p->wob) && !has[CH_HOOKLOAD])
		return "--derive bit_depth and wob need the hookload (hookload_klbf), which the log has not";
	if ((p->rop || p->wob) && !((has[CH_BIT_DEPTH] || p->depth) && (has[CH_HOLE_DEPTH] || makes_hole)))
		return "--derive rop and wob need bit and hole depth: add --derive bit_depth=block:START";
	add[CH_BIT_DEPTH] = add[CH_BIT_DEPTH] || p->depth;
	add[CH_HOLE_DEPTH] = add[CH_HOLE_DEPTH] || makes_hole;
	add[CH_ROP] = add[CH_ROP] || p->rop;
	add[CH_WOB] = add[CH_WOB] || p->wob;
	return NULL;
}

json_t *derivation_object(const struct derivation_plan *p, const bool added[CHANNELS])
{
	char start[NUM_LEN], seconds[NUM_LEN];
	struct text depth = { 0 }, rop = { 0 };
	json_t *made = json_object();
	bool fine = made != NULL;

	num_format(p->start, start);
	num_format(p->seconds, seconds);
	text_format(&depth, "block:%sft", start);
	text_format(&rop, "block:%ss", seconds);
	if (added[CH_BIT_DEPTH])
		fine = fine && json_put_text(made, channel_table[CH_BIT_DEPTH].name, text_view(&depth));
	if (added[CH_HOLE_DEPTH])
		fine = fine && json_put_text(made, channel_table[CH_HOLE_DEPTH].name, "deepest bit");
	if (added[CH_ROP])
		fine = fine && json_put_text(made, channel_table[CH_ROP].name, text_view(&rop));
	if (added[CH_WOB])
		fine = fine && json_put_text(made, channel_table[CH_WOB].name, "hookload");
	fine = fine && !depth.failed && !rop.failed;
	text_free(&depth);
	text_free(&rop);
	if (fine)
		return made;
	json_decref(made);
	return NULL;
}

void derivation_init(struct derivation *d, const struct derivation_plan *p)
{
	*d = (struct derivation){ .plan = *p, .bit = p->start, .hole = p->start, .last_ts = NAN, .last_block = NAN,
		
		.old_hole = NAN, .off_bottom = NAN, .weighed_ts = NAN, .weighed_bit = NAN };
}

/* The bit goes down as the block does, where the string hung on the hook at both ends of the step. */
static void follow_block(struct derivation *d, const struct derivation_row *row, bool hung)
{
	double dt = row->ts - d->last_ts, moved = d->last_block - row->block;

	if (isnan(row->block) || isnan(row->hookload))
		return;
	if (hung && d->last_hung) {
		if (dt <= unseen_time && fabs(moved) <= block_speed * (dt > 1 ? dt : 1))
			d->bit += moved;
		else
			d->unseen++;
	}
	d->hole = d->bit > d->hole ? d->bit : d->hole;
	d->last_ts = row->ts;
	d->last_block = row->block;
	d->last_hung = hung;
}

static struct derivation_past *past(struct derivation *d, int k)
{
	return &d->past[(d->first + k) % DERIVATION_PAST];
}

static void forget_oldest(struct derivation *d)
{
	d->first = (d->first + 1) % DERIVATION_PAST;
	d->n--;
}

/* Where the last stretch of drilling begins: at new hole first reached, after a silence, after a run at more than any ROP.
 * Else the last foot down to bottom, at half a foot a second, would be in the ROP of the next half minute. */
static bool begins(struct derivation *d, double ts, double bit, double hole)
{
	const struct derivation_past *last = d->n > 0 ? past(d, d->n - 1) : NULL;
	double dt = last ? ts - last->ts : 0;

	if (!d->reached && hole > d->old_hole)
		return d->reached = true;
	return last && (dt > unseen_time || bit - last->bit > running * (dt > 1 ? dt : 1));
}

/* Over the time on bottom, at most the seconds of the rule: the oldest point kept is the newest that is that old. */
static double rate(struct derivation *d, double ts, double bit, double hole, bool slips)
{
	double span;

	if (isnan(bit) || isnan(hole)) {
		d->n = 0;
		return NAN;
	}
	if (slips || hole - bit > bottom || isnan(d->old_hole)) {
		d->n = 0;
		d->old_hole = hole;
		d->reached = false;
		if (slips || hole - bit > bottom)
			return 0;
	}
	if (begins(d, ts, bit, hole))
		d->n = 0;
	while (d->n == DERIVATION_PAST || (d->n > 1 && ts - past(d, 1)->ts >= d->plan.seconds))
		forget_oldest(d);
	*past(d, d->n++) = (struct derivation_past){ ts, bit };
	span = ts - past(d, 0)->ts;
	if (span < least_span * d->plan.seconds)
		return NAN;
	return bit > past(d, 0)->bit ? (bit - past(d, 0)->bit) / span * 3600 : 0;
}

static void weigh(struct derivation *d, double load)
{
	d->load[d->next_load] = load;
	d->next_load = (d->next_load + 1) % DERIVATION_LOADS;
	if (d->loads < DERIVATION_LOADS)
		d->loads++;
	if (d->loads >= LOADS_ENOUGH)
		d->off_bottom = stats_median(d->load, (size_t)d->loads);
}

static double weight(struct derivation *d, const struct derivation_row *row, double bit, double off, bool slips)
{
	double rise = (d->weighed_bit - bit) / (row->ts - d->weighed_ts);       /* ft/s */

	d->weighed_ts = row->ts;
	d->weighed_bit = bit;
	if (slips) {
		d->loads = d->next_load = 0;
		d->off_bottom = NAN;
		return NAN;
	}
	if (off > bottom && off <= high_off && rise <= hoisting && isfinite(row->hookload))
		weigh(d, row->hookload);
	return d->off_bottom - row->hookload;
}

struct derived derivation_next(struct derivation *d, const struct derivation_row *row)
{
	bool slips = row->hookload <= slips_part * d->plan.block_weight;
	struct derived made = { .bit = row->bit, .hole = row->hole, .rop = NAN, .wob = NAN };

	if (d->plan.depth) {
		follow_block(d, row, row->hookload > slips_part * d->plan.block_weight);
		made.bit = isnan(row->block) || isnan(row->hookload) ? (double)NAN : d->bit;
		made.hole = isnan(row->hole) ? d->hole : row->hole;
	}
	if (d->plan.rop)
		made.rop = rate(d, row->ts, made.bit, made.hole, slips);
	if (d->plan.wob)
		made.wob = weight(d, row, made.bit, made.hole - made.bit, slips);
	return made;
}
