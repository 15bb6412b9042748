/* frame.c - samples as WITS level 0 (API PUBL 3855, 1991); see frame.h. */
#include "frame.h"

#include <math.h>
#include <string.h>

#include "when.h"

const struct frame_column frame_columns[FRAME_COLUMNS] = {
	{ CH_BIT_DEPTH, 2, "m", 3 }, { CH_HOLE_DEPTH, 2, "m", 3 }, { CH_BLOCK, 2, "m", 3 }, { CH_ROP, 1, "m_h", 2 },
	{ CH_HOOKLOAD, 1, "kdan", 2 }, { CH_WOB, 2, "kdan", 3 }, { CH_TORQUE, 3, "kn_m", 3 }, { CH_RPM, 1, NULL, 1 },
	{ CH_SPP, 0, "kpa", 0 }, { CH_CASING, 1, "kpa", 1 }, { CH_SPM1, 0, NULL, 0 }, { CH_SPM2, 0, NULL, 0 },
	{ CH_TANK, 1, "m3", 2 },
	{ CH_FLOW_IN, 1, "l_min", 0 }, { CH_FLOW_OUT, 0, "l_min", 0 }, { CH_FLOW_OUT_PCT, 1, NULL, 1 },
	{ CH_MUD_IN, 2, "kg_m3", 1 }, { CH_MUD_OUT, 2, "kg_m3", 1 }, { CH_GAMMA, 1, NULL, 1 }, { CH_ACTIVITY, 0, NULL, 0 },
};

int frame_list(bool casing, int column[FRAME_COLUMNS])
{
	int n = 0;

	for (int i = 0; i < FRAME_COLUMNS; i++)
		if (casing || frame_columns[i].channel != CH_CASING)
			column[n++] = i;
	return n;
}

double frame_round(double v, int decimals)
{
	static const double power[] = { 1, 10, 100, 1000 };
	double r = round(v * power[decimals]) / power[decimals];

	return r == 0 ? 0 : r;          /* not -0 */
}

static void put_item(struct text *t, int item, double v)
{
	text_format(t, "%04d", item);
	if (isnan(v))
		text_str(t, "-9999");
	else
		text_number(t, v);
	text_str(t, "\r\n");
}

/* The header of a record: well, record, sequence, date and time (items 01, 03..06). */
static void open_frame(struct text *t, const struct frame *f, int record, long sequence, double ts)
{
	char iso[WHEN_LEN];

	when_iso(ts, iso);              /* yyyy-mm-ddThh:mm:ssZ */
	text_str(t, "&&\r\n");
	if (f->vendor)
		text_format(t, "1984%s\r\n", f->vendor);
	text_format(t, "%02d01%s\r\n%02d03%d\r\n%02d04%ld\r\n", record, f->well, record, record, record, sequence);
	text_format(t, "%02d05%.2s%.2s%.2s\r\n%02d06%.2s%.2s%.2s\r\n", record, iso + 2, iso + 5, iso + 8, record, iso + 11,
		iso + 14, iso + 17);
}

static double in_units(const struct frame_column *c, double v, bool metric)
{
	const struct unit *unit = metric && c->metric
		? unit_by_suffix(c->metric, strlen(c->metric), channel_table[c->channel].quantity) : NULL;

	return frame_round(unit ? unit_from_base(unit, v) : v, unit ? c->metric_decimals : c->decimals);
}

static int item_of(enum channel channel)
{
	const char *s = channel_table[channel].items;

	return (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0');
}

void frame_init(struct frame *f, const char *well, bool metric, bool casing)
{
	int column[FRAME_COLUMNS], columns = frame_list(casing, column), n = 0;

	f->well = well;
	f->vendor = NULL;
	f->metric = metric;
	f->gamma_item = item_of(CH_GAMMA);
	/* Items in rising order, as senders have them. */
	for (int item = 107; item <= 145; item++)
		for (int i = 0; i < columns; i++)
			if (item_of(frame_columns[column[i]].channel) == item) {
				f->item[n] = item;
				f->column[n++] = column[i];
			}
	f->items = n;
}

void frame_write(const struct frame *f, struct text *t, const struct sample *s, long sequence)
{
	const double ts = s->value[CH_TS];

	/* The slower record first: who reads on record 01 has its gamma ray by then. */
	open_frame(t, f, 8, sequence, ts);
	put_item(t, f->gamma_item, frame_round(s->value[CH_GAMMA], 1));
	text_str(t, "!!\r\n");
	open_frame(t, f, 1, sequence, ts);
	for (int i = 0; i < f->items; i++) {
		const struct frame_column *c = &frame_columns[f->column[i]];
		put_item(t, f->item[i], in_units(c, s->value[c->channel], f->metric));
	}
	text_str(t, "!!\r\n");
}
