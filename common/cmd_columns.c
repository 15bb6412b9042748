/* cmd_columns.c - columns and their values, in the units the tools compute in; see cmd.h. */
#include <math.h>
#include <string.h>

#include "cmd.h"
#include "when.h"

struct channel_place cmd_channel(struct cmd *c, enum channel channel)
{
	const struct header *header = stream_in_header(c->in);
	const char *wanted = conf_text(c->conf, "channels", channel_table[channel].name);
	struct channel_place place;
	struct channel_match match;
	char why[160];

	for (int i = 0; wanted && i < header->n; i++) {
		if (strcmp(header->names[i], wanted) != 0)
			continue;
		place = (struct channel_place){ i, NULL };
		if (channel_match(wanted, strlen(wanted), &match) && match.channel == channel)
			place.unit = match.unit;
		return place;
	}
	if (!channel_find(header->names, header->n, channel, &place, why))
		cmd_bad(c, NULL, "%s", why);
	return place;
}

struct channel_place cmd_column(struct cmd *c, const char *name)
{
	const struct header *header = stream_in_header(c->in);
	enum channel channel;
	struct text list = { 0 };

	for (int i = 0; i < header->n; i++)
		if (strcmp(header->names[i], name) == 0) {
			for (int k = i + 1; k < header->n; k++)
				if (strcmp(header->names[k], name) == 0)
					cmd_bad(c, name, "two columns have this name");
			return (struct channel_place){ i, NULL };
		}
	channel = channel_by_name(name);
	if (channel < CHANNELS) {
		struct channel_place place = cmd_channel(c, channel);
		if (place.column >= 0)
			return place;
	}
	for (int i = 0; i < header->n && list.len < 600; i++)
		text_format(&list, "%s%.60s", i ? ", " : "", header->names[i]);
	die(EX_USAGE, "%s: no column '%s'; there are %s", stream_in_name(c->in), name, text_view(&list));
}

double cmd_value(struct cmd *c, const struct channel_place *place)
{
	double v = NAN;

	if (place->column < 0)
		return NAN;
	switch (stream_number(c->in, place->column, &c->nulls, &v)) {
	case NUM_TEXT:
		cmd_fault(c);
	case NUM_MISSING:
		return NAN;
	case NUM_VALUE:
		break;
	}
	return place->unit ? unit_to_base(place->unit, v) : v;
}

double cmd_time(struct cmd *c, const struct channel_place *place)
{
	const struct field *f = &stream_row(c->in)->f[place->column];
	const char *name = stream_in_header(c->in)->names[place->column];
	struct when_zone utc = { .name = "UTC" };
	struct when_read read;
	char why[WHEN_WHY];
	double ts;

	if (num_parse(f->text, f->len, &ts)) {
		if (ts < 0 || ts >= 1e11)
			cmd_bad(c, name, "'%.*s' is not a time in Unix seconds (milliseconds?)", (int)f->len, f->text);
		return ts;
	}
	if (f->len == 0)
		cmd_bad(c, name, "the time is missing");
	if (!when_parse(f->text, f->len, &utc, WHEN_ORDER_NONE, &ts, &read, why))
		cmd_bad(c, name, "%s", why);
	if (!read.had_zone)
		cmd_bad(c, name, "'%.*s' has no time zone; use Unix seconds, or ...Z (wits-import reads local times)",
			(int)f->len, f->text);
	return ts;
}
